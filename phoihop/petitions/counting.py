"""Turns and matters are counted apart, and how often a matter was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from phoihop.core import figures, moment
from phoihop.core.period import Period
from phoihop.core.who import Actor
from phoihop.petitions.models import Petition


def counted(rows: Iterable[Petition], turns: int | None = None) -> str:
    """ "43 lượt, 40 nội dung, 1 nội dung kiến nghị lần thứ 3 (từ 11/2024)" of matters.

    Of a year the turns are told by its figure (``turns_of``), of a list of matters each has its own.
    """
    matters = list(rows)
    turns = sum(row.turns for row in matters) if turns is None else turns
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
    for key, before in _before(rows).items():
        first[key] = min([first[key], *(row.raised_on for row in before)])
    return first


def raised_in_all(rows: Sequence[Petition]) -> dict[int, int]:
    """Key → how often the matter was raised, with every earlier time it was asked; in two queries."""
    before = _before(rows)
    return {row.pk: row.turns + sum(old.turns for old in before.get(row.pk, ())) for row in rows}


def _before(rows: Sequence[Petition]) -> dict[int, list[Petition]]:
    """Key → what it repeats, and what that repeats."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BACK % {"keys": ", ".join(str(int(row.pk)) for row in rows)})
        back: list[tuple[int, int]] = cursor.fetchall()
    reached = Petition.objects.filter(pk__in={key for _started, key in back}).only("raised_on", "turns")
    known = {row.pk: row for row in reached}
    found: dict[int, list[Petition]] = {}
    for started, key in back:
        if key in known:
            found.setdefault(started, []).append(known[key])
    return found


def turns_of(actor: Actor, year: int) -> int:
    """How often something was raised in a year: the figure of the list, of what the actor sees."""
    return _of_year("petitions.turns", actor, year).count()


def matters_of(actor: Actor, year: int) -> list[Petition]:
    """The matters raised in a year, as the actor sees them."""
    return list(_of_year("petitions.matters", actor, year).only("turns", "times", "raised_on", "repeats_id"))


def _of_year(code: str, actor: Actor, year: int) -> QuerySet[Petition]:
    """Members of a figure as the head of the list counts them: one home for both pages."""
    scope = figures.Scope(about=None, at=moment.today(), period=Period.year(year))
    members = figures.registry[code].members(scope).order_by().values("pk")
    return Petition.objects.visible_to(actor).filter(pk__in=members)
