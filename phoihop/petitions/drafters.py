"""Which bodies may be given a petition to draft its answer, and which of them probably draft it, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from phoihop.commitments.forms import bodies_near
from phoihop.commitments.models import below
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.petitions.models import Petition
from phoihop.petitions.suggesting import petitions_alike

#: Petitions of the same field that are looked at, the latest first, and how many bodies are proposed.
LOOKED_AT, PROPOSED = 200, 3


@dataclass(frozen=True)
class Drafter:
    """A body that probably drafts, and why in a few words."""

    body: int
    reason: str


def may_draft(row: Petition, actor: Actor) -> QuerySet[Organisation]:
    """The bodies under the one that answers, those of the locality that work beside it under no other (công an), and
    whoever has it already; of a locality where nothing is placed under anything, all of them."""
    near = bodies_near(actor)
    has_it = Q(pk__in=[key for key in (row.responsible_id, *row.co_answering()) if key])
    if row.answering is None:
        return near
    beside = Q(parents=None, territory=row.answering.territory_id, kind__party_relation="subordinate")
    beside &= ~Q(
        kind__heading=""
    )  # who writes no paper of its own (tổ đại biểu, ban công tác mặt trận) drafts none
    under = Q(pk__in=below([row.answering.pk]))
    found = near.filter(under | beside)
    if not found.exists():
        return near
    return Organisation.objects.filter(Q(pk__in=found.values("pk")) | has_it).order_by("rank", "pk")


def likely(row: Petition, actor: Actor, among: Iterable[int]) -> list[Drafter]:
    """The best first: who drafted for the time before, for petitions alike, for the same field of work."""
    offered, found = {*among}, dict[int, str]()
    earlier = row.repeats
    if earlier is not None and earlier.responsible_id:
        found[earlier.responsible_id] = _("đã dự thảo trả lời lần trước, %s") % earlier.code
    alike = Counter(
        other.responsible_id for other in petitions_alike(row, actor) if other.responsible_id in offered
    )
    for key, n in alike.most_common(PROPOSED):
        found.setdefault(int(key or 0), _("đã dự thảo %d kiến nghị giống việc này") % n)
    for key, n in _of_field(row, actor, offered):
        found.setdefault(key, _("đã dự thảo %d kiến nghị cùng lĩnh vực") % n)
    return [Drafter(key, reason) for key, reason in found.items() if key in offered][:PROPOSED]


def _of_field(row: Petition, actor: Actor, offered: set[int]) -> Sequence[tuple[int, int]]:
    if not row.field:
        return []
    rows = (
        Petition.objects.visible_to(actor).filter(field=row.field, responsible__in=offered).exclude(pk=row.pk)
    )
    latest = rows.order_by("-sort_on", "-pk").values_list("responsible", flat=True)[:LOOKED_AT]
    return [(int(key or 0), n) for key, n in Counter(latest).most_common(PROPOSED)]


def first(bodies: QuerySet[Organisation], proposed: Sequence[Drafter]) -> QuerySet[Organisation]:
    """The same bodies, the proposed before the others; nobody proposed leaves no place to order by."""
    if not proposed:
        return bodies.order_by("rank", "pk")
    places: Any = [When(pk=one.body, then=Value(n)) for n, one in enumerate(proposed)]
    place = Case(*places, default=Value(len(places)), output_field=IntegerField())
    return bodies.order_by(place, "rank", "pk")
