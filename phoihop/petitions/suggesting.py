"""What a new petition is probably about and who probably answers: learned from what this office decided before.

Simple, so that it can be said in one sentence: of the petitions alike, how many went where. Where there are too few, a
seeded list of words speaks. A person decides; what was suggested is kept with whether it was taken.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.commitments.models import list_values
from phoihop.core.who import Actor
from phoihop.petitions.alike import candidates, scope_of, sketch_of, with_topic
from phoihop.petitions.likeness import Sketch, topic_keys
from phoihop.petitions.models import Petition

DATA = Path(__file__).with_name("data") / "field_concepts.csv"
#: Petitions alike that are asked, and how many are enough to speak.
ASKED, ENOUGH = 40, 3


@dataclass(frozen=True)
class Suggested:
    """``what``: field, body or earlier; ``value`` as the form takes it, ``label`` as it is read."""

    what: str
    value: str
    label: str
    reason: str

    def as_input(self) -> tuple[str, str, str]:
        return self.what, self.value, self.reason


def suggest(row: Petition, actor: Actor) -> list[Suggested]:
    """Field, answering body and earlier petition; each with its reason, none where nothing speaks for it."""
    mine = sketch_of(row)
    alike = _alike(row, mine, actor)
    found = [_field(alike, mine), _body(alike), _earlier(row, actor)]
    return [one for one in found if one is not None]


def petitions_alike(row: Petition, actor: Actor) -> list[Petition]:
    """Petitions of the same topics that this actor may read, those with most in common first."""
    return _alike(row, sketch_of(row), actor)


def _alike(row: Petition, mine: Sketch, actor: Actor) -> list[Petition]:
    """Petitions of the same topics that somebody has classified, those with most in common first."""
    keys = topic_keys(mine, scope_of(row))
    near = with_topic(keys, without=row.pk)
    rows = Petition.objects.visible_to(actor).filter(pk__in=near).exclude(field="")
    known = {other.pk: other for other in rows.select_related("answering", "responsible")}
    return [known[pk] for pk in near if pk in known][:ASKED]


def _field(alike: Sequence[Petition], mine: Sketch) -> Suggested | None:
    labels = dict(list_values("field"))
    if (most := _most(alike, lambda other: other.field)) and most[0] in labels:
        value, n, total = most
        told = {"total": total, "n": n, "label": labels[value]}
        return Suggested(
            "field",
            value,
            labels[value],
            _("%(n)d trong %(total)d kiến nghị giống việc này trước đây thuộc %(label)s") % told,
        )
    for value, concepts in _seeded():
        if mine.topics & concepts and value in labels:
            return Suggested("field", value, labels[value], _("nội dung có chữ thường thuộc lĩnh vực này"))
    return None


def _body(alike: Sequence[Petition]) -> Suggested | None:
    most = _most(alike, lambda other: str(other.answering_id or ""))
    if most is None:
        return None
    value, n, total = most
    mine = [other for other in alike if str(other.answering_id) == value]
    body = str(mine[0].answering)
    reason = _("%(n)d trong %(total)d kiến nghị giống việc này trước đây do %(body)s trả lời") % {
        "n": n, "total": total, "body": body,
    }  # fmt: skip
    units = Counter(other.unit_told for other in mine if other.responsible_id and other.unit_told)
    if units:
        unit, times = units.most_common(1)[0]
        reason = _("%(reason)s, trong đó %(n)d do %(unit)s dự thảo") % {
            "reason": reason,
            "n": times,
            "unit": unit,
        }
    return Suggested("body", value, body, reason)


def _earlier(row: Petition, actor: Actor) -> Suggested | None:
    for one in candidates(row, actor):
        if (
            one.row.answered_on
            and one.row.raised_on < row.raised_on
            and one.row.raised_on.year < row.raised_on.year
        ):
            words = _("%(why)s; đã hỏi %(when)s") % {
                "why": ", ".join(one.reasons),
                "when": f"{one.row.raised_on:%m/%Y}",
            }
            return Suggested("earlier", one.row.code, f"{one.row.code} {one.row.title}", words)
    return None


def fields_of(mine: Sketch) -> frozenset[str]:
    """The fields of work a text speaks of, by the seeded list of words."""
    return frozenset(value for value, concepts in _seeded() if mine.topics & concepts)


def _most(alike: Sequence[Petition], of: Callable[[Petition], str]) -> tuple[str, int, int] | None:
    """The value most of them have, if they are enough and more than half agree: (value, how many, of how many)."""
    counts = Counter(value for other in alike if (value := of(other)))
    total = sum(counts.values())
    if total < ENOUGH:
        return None
    value, n = counts.most_common(1)[0]
    return (value, n, total) if n * 2 > total else None


@cache
def _seeded() -> tuple[tuple[str, frozenset[str]], ...]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple((row["field"], frozenset(row["concepts"].split("|"))) for row in csv.DictReader(lines))
