"""Turns and matters are counted apart, and how often a matter was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from phoihop.core.who import Actor
from phoihop.petitions.models import Petition
from phoihop.petitions.models.petition import MATTER


def counted(rows: Iterable[Petition]) -> str:
    """ "43 lượt, 40 nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" of matters, each with its turns."""
    matters = list(rows)
    turns = sum(row.turns for row in matters)
    words = [str(_("%(turns)d lượt, %(matters)d nội dung") % {"turns": turns, "matters": len(matters)})]
    again: dict[int, list[Petition]] = {}
    for row in matters:
        if row.times > 1:
            again.setdefault(row.times, []).append(row)
    for times in sorted(again, reverse=True):
        since = min(first_raised(row) for row in again[times])
        told = {"n": len(again[times]), "times": times, "since": f"{since:%m/%Y}"}
        words.append(str(_("%(n)d nội dung kiến nghị lần thứ %(times)d (từ %(since)s)") % told))
    return ", ".join(words)


def first_raised(row: Petition) -> date:
    """When the matter was raised for the first time, followed back through what it repeats."""
    seen, first = {row.pk}, row
    while first.repeats is not None and first.repeats.pk not in seen:
        first = first.repeats
        seen.add(first.pk)
    return first.raised_on


def matters_of(actor: Actor, year: int) -> list[Petition]:
    """The matters raised in a year, as the actor sees them."""
    span = (date(year, 1, 1), date(year, 12, 31))
    rows = Petition.objects.visible_to(actor).filter(MATTER, raised_on__range=span)
    return list(rows.only("turns", "times", "raised_on", "repeats_id"))
