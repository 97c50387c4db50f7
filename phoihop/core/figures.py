"""A figure is a named set of records with a count or a sum: a number that opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from phoihop.core.models import Record
from phoihop.core.period import Period

#: Instead of a part's number: what belongs to none of the parts.
OUTSIDE = "-"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a figure is asked about: a record (a programme), a part of it (or ``OUTSIDE``), a period, a closing date.

    ``body`` is one body's share: what it leads, itself or by its units.
    """

    about: Record | None
    at: date
    period: Period | None = None
    item: str = ""
    body: Record | None = None

    def happened(self, rows: QuerySet[Any], on: str) -> QuerySet[Any]:
        """Those whose day ``on`` lies in the period and not after the closing date, of the body where one is asked for."""
        found = rows.filter(**{f"{on}__lte": self.at})
        if self.period:
            found = found.filter(**{f"{on}__gte": self.period.start, f"{on}__lt": self.period.end})
        return found.filter(owner=self.body.pk) if self.body else found


Members = Callable[[Scope], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """``unit`` is the noun after the number, ``how`` the way it is computed, in one plain sentence."""

    code: str
    on: type[Record]
    label: Any
    unit: Any
    how: Any
    members: Members
    total: str = ""
    whole: str = ""

    def value(self, scope: Scope) -> Decimal:
        """Count of the records, or the sum of ``total`` over them."""
        found = self.members(scope)
        if not self.total:
            return Decimal(found.count())
        return Decimal(found.aggregate(n=Sum(self.total))["n"] or 0)


registry: dict[str, Figure] = {}


def figure(
    *, on: type[Record], label: Any, unit: Any, how: Any, total: str = "", whole: str = ""
) -> Callable[[Members], Members]:
    """Declare a figure: the function returns exactly the records the number counts.

    ``whole`` is the code of the figure it is a part of (so a report can check that parts add up).
    """

    def declare(members: Members) -> Members:
        app = members.__module__.rsplit(".", 1)[0].rsplit(".", 1)[-1]
        code = f"{app}.{members.__name__}"
        if code in registry and registry[code].members.__module__ != members.__module__:
            raise ValueError(f"figure {code} is declared twice")
        registry[code] = Figure(
            code=code, on=on, label=label, unit=unit, how=how, members=members, total=total, whole=whole
        )
        return members

    return declare


@dataclass(frozen=True, kw_only=True)
class OutlineItem:
    """One content a report goes through: its number and title as in the paper it reports on."""

    number: str
    title: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What a report on a record needs to know of it: who issues, what it is called, its contents.

    ``targets`` are the codes of four figures: all targets, met, exceeded, not assessable;
    ``noted`` names, for a kind of report, the action by which the record learns that it was issued.
    """

    title: str
    reference: str
    issuers: tuple[int, ...]
    symbol: str
    items: tuple[OutlineItem, ...]
    period: Period
    targets: tuple[str, ...] = ()
    before: Record | None = None
    noted: Mapping[str, str] = field(default_factory=dict)


DrawOutline = Callable[[Any], Outline]
_outlines: dict[str, DrawOutline] = {}


def outline(*, on: type[Record]) -> Callable[[DrawOutline], DrawOutline]:
    """Declare how a kind of record is reported on; ``reports`` knows no activity by name."""

    def declare(draw: DrawOutline) -> DrawOutline:
        _outlines[on._meta.label_lower] = draw
        return draw

    return declare


def outline_of(record: Record) -> Outline:
    """KeyError if this kind of record is not reported on."""
    return _outlines[record._meta.label_lower](record)


@dataclass(frozen=True)
class Telling:
    """How a room tells its figures in a report on one kind of content: clauses of (code, words with "{}").

    The first clause is the whole: while it counts nothing the room has nothing to tell there.
    """

    group: str
    clauses: tuple[tuple[str, Any], ...]


_tellings: list[Telling] = []


def telling(*, group: str, clauses: tuple[tuple[str, Any], ...]) -> Telling:
    """Declare it; reports know no room by name."""
    made = Telling(group, clauses)
    if made not in _tellings:
        _tellings.append(made)
    return made


def tellings_of(group: str) -> list[Telling]:
    return [one for one in _tellings if group and one.group == group]


def reportable() -> list[str]:
    """Labels of the kinds of records that have an outline."""
    return sorted(_outlines)
