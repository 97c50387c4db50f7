"""Turns and matters are counted apart, and how often a matter was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
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
    first = first_raised([row for held in again.values() for row in held])
    for times in sorted(again, reverse=True):
        since = min(first[row.pk] for row in again[times])
        told = {"n": len(again[times]), "times": times, "since": f"{since:%m/%Y}"}
        words.append(str(_("%(n)d nội dung kiến nghị lần thứ %(times)d (từ %(since)s)") % told))
    return ", ".join(words)


#: Everything a petition repeats, and what that repeats: each once, so that a circle ends.
_BACK = """
WITH RECURSIVE back(started, reached) AS (
  SELECT id, repeats_id FROM petitions_petition WHERE id IN (%(keys)s) AND repeats_id IS NOT NULL
  UNION
  SELECT back.started, row.repeats_id FROM back JOIN petitions_petition row ON row.id = back.reached
  WHERE row.repeats_id IS NOT NULL
)
SELECT started, reached FROM back
"""


def first_raised(rows: Sequence[Petition]) -> dict[int, date]:
    """Key → when the matter was raised for the first time, followed back through what it repeats; in two queries."""
    first = {row.pk: row.raised_on for row in rows}
    if not first:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BACK % {"keys": ", ".join(str(int(key)) for key in first)})
        back: list[tuple[int, int]] = cursor.fetchall()
    reached = {key for _started, key in back}
    days = dict(Petition.objects.filter(pk__in=reached).values_list("pk", "raised_on"))
    for started, key in back:
        first[started] = min(first[started], days[key])
    return first


def matters_of(actor: Actor, year: int) -> list[Petition]:
    """The matters raised in a year, as the actor sees them."""
    span = (date(year, 1, 1), date(year, 12, 31))
    rows = Petition.objects.visible_to(actor).filter(MATTER, raised_on__range=span)
    return list(rows.only("turns", "times", "raised_on", "repeats_id"))
