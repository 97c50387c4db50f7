"""Petitions that may be one matter, pair by pair; what a person decides of a pair is kept. Nothing is merged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action
from phoihop.core.who import Actor
from phoihop.petitions.alike import sketch_of
from phoihop.petitions.doubles_forms import EarlierForm, OtherForm
from phoihop.petitions.likeness import ALIKE, Likeness, likeness, reasons
from phoihop.petitions.merging import JOINING, asked_again
from phoihop.petitions.models import DONE, OPEN, SILENT, LikenessKey, Petition, PetitionState, ToldApart
from phoihop.petitions.rights import CLASSIFIERS

S = PetitionState
#: Newest petitions that pairs are looked for of, and pairs that are compared.
NEWEST, COMPARED = 300, 1500


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP], form=OtherForm, by=CLASSIFIERS, appends=True,
    label=_("Ghi không trùng"), says=_("đã ghi là không trùng với kiến nghị khác"),
)  # fmt: skip
def tell_apart(row: Petition, *, actor: Actor, at: datetime, other: Petition) -> None:
    """A person says that the two are different matters: the pair is not proposed again."""
    if any(known.other_id == other.pk for known in row.told_apart.all()):
        return
    row.add(ToldApart(other=other, order=len(row.told_apart.all())))


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP], form=EarlierForm, by=CLASSIFIERS, appends=True,
    label=_("Ghi là hỏi lại"), says=_("đã ghi là hỏi lại một kiến nghị trước"),
)  # fmt: skip
def repeat_of(row: Petition, *, actor: Actor, at: datetime, earlier: Petition) -> None:
    """The same matter was raised in an earlier period: this is its next time, answered anew."""
    head = earlier.merged_into or earlier
    if head.pk == row.pk or head.raised_on > row.raised_on:
        raise Refused(_("%s không phải là lần hỏi trước.") % head.code, field="earlier")
    row.repeats, row.times = head, head.times + 1
    row.link("follows", head)


@dataclass(frozen=True)
class Pair:
    """An earlier and a later petition that may be one matter, and why."""

    earlier: Petition
    later: Petition
    found: Likeness
    reasons: tuple[str, ...]

    @property
    def asked_again(self) -> bool:
        return asked_again(self.earlier, self.later)


def pairs_of(actor: Actor, *, only: Petition | None = None) -> list[Pair]:
    """Pairs of what is still open with what was raised before, the oldest matter first; four queries."""
    fresh = Petition.objects.visible_to(actor)
    fresh = fresh.filter(state__in=JOINING) if only is None else fresh.filter(pk=only.pk)
    joined = ("answering", "responsible", "receiver", "repeats")
    later = {row.pk: row for row in fresh.select_related(*joined).order_by("-pk")[:NEWEST]}
    met = _met(list(later))
    known = {key for _newer, key in met}
    rows = Petition.objects.visible_to(actor).filter(pk__in=known).exclude(state__in=(*SILENT, S.MERGED))
    earlier = {row.pk: row for row in rows.select_related(*joined)}
    apart = set(ToldApart.objects.filter(petition__in=later).values_list("petition", "other"))
    sketches = {row.pk: sketch_of(row) for row in (*later.values(), *earlier.values())}
    before = {row.repeats_id for row in earlier.values()}
    out = []
    for newer, older in met:
        if older not in earlier or (newer, older) in apart or later[newer].repeats_id == older:
            continue
        found = likeness(sketches[older], sketches[newer])
        if found.score >= ALIKE:
            out.append(_pair(earlier[older], later[newer], found))
    # Of a matter asked for years the last time stands for all; what may be merged comes first.
    told = [pair for pair in out if not (pair.asked_again and pair.earlier.pk in before)]
    return sorted(told, key=lambda p: (p.asked_again, p.earlier.pk, -p.found.score, p.later.pk))


def _pair(earlier: Petition, later: Petition, found: Likeness) -> Pair:
    same = later.field_label if later.field and later.field == earlier.field else ""
    told = reasons(found, field=same)
    if earlier.answered_on:
        told.append(str(_("đã hỏi %s") % f"{earlier.raised_on:%m/%Y}"))
    return Pair(earlier, later, found, tuple(told))


def _met(newest: Sequence[int]) -> list[tuple[int, int]]:
    """(newer, older) that share keys, those with most in common first."""
    if not newest:
        return []
    table, marks = LikenessKey._meta.db_table, ", ".join(["%s"] * len(newest))
    statement = (
        f"SELECT a.petition_id, b.petition_id FROM {table} a JOIN {table} b ON b.key = a.key "  # noqa: S608 our own table
        f"AND b.petition_id < a.petition_id WHERE a.key > 0 AND a.petition_id IN ({marks}) "
        f"GROUP BY a.petition_id, b.petition_id ORDER BY COUNT(*) DESC, a.petition_id DESC LIMIT {COMPARED}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(newest))
        return list(cursor.fetchall())
