"""Năm mẫu: the duties a year brings by law and by custom, each with a rule that gives its dates.

Plain Python. The rows are in ``data/standard_year.csv``; a date rule is one of

====================================  ====================================================================
``07-31``                             that day
``next-03-15``                        that day of the following year (also inside ``window``)
``window 07-01 08-31``                from a day to a day; due on the last
``monthly 25`` · ``monthly last``     twelve dates
``quarter_end`` · ``quarter 4``       the last day of each quarter · of one
``twice_a_year 06-30 12-31``          one date for each half
``at regular_mid,regular_end``        the day of each anchor
``before regular_mid 30 day``         counted back from an anchor or a day, in ``day`` or ``working_day``
``after voter_contact_mid 5 working_day``  counted forward
====================================  ====================================================================

An anchor is a day the unit sets itself (a session's opening, a dialogue). ``data/anchors.csv`` gives each a
usual day, so that every rule has dates before the unit's own plan is known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from phoihop.core.calendar import (
    Calendar,
    CalendarDay,
    Direction,
    Due,
    Rule,
    Unit,
    add_months,
    add_working_days,
    due,
)
from phoihop.core.terms import basis

DATA = Path(__file__).parent / "data"
OCCASION = "{occasion}"
ROMAN = ("I", "II", "III", "IV")


class BadRule(ValueError):
    """A date rule that cannot be read, or that names an anchor nobody set."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A day of the year other days are counted from."""

    code: str
    label: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DutyDate:
    """One time a duty falls due; ``counted`` shows the days if it was counted from an anchor."""

    due_on: date
    starts_on: date | None = None
    occasion: str = ""
    counted: Due | None = None

    @property
    def unconfirmed(self) -> tuple[CalendarDay, ...]:
        return self.counted.unconfirmed if self.counted else ()


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A row of the standard year. ``date_basis`` is "law" only if an article read fixes the day."""

    code: str
    content: str
    lead: str
    helpers: tuple[str, ...]
    product: str
    date_rule: str
    group: str
    levels: tuple[str, ...]
    legal_source: str
    article: str
    confidence: str
    basis_status: str
    date_basis: str
    valid_from: date
    valid_to: date | None
    note: str

    def content_on(self, occasion: str) -> str:
        return self.content.replace(OCCASION, occasion)

    @property
    def basis_vi(self) -> str:
        """The ground of the duty, in the words every deadline uses."""
        term = Rule(
            code=self.code, amount=0, unit=Unit.FIXED_DATE, legal_basis=self.legal_source,
            article=self.article, basis_status=self.basis_status,
        )  # fmt: skip
        return basis(term)

    @property
    def date_basis_vi(self) -> str:
        return self.basis_vi if self.date_basis == "law" else "Thời hạn theo cấu hình của đơn vị."


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A duty on one of its dates, ready to be ticked. ``code`` is stable from year to year."""

    duty: Duty
    code: str
    content: str
    when: DutyDate


# ------------------------------------------------------------------------------------------- reading


def read_duties(path: Path = DATA / "standard_year.csv") -> list[Duty]:
    return [
        Duty(
            code=row["code"], content=row["content"], lead=row["lead"], helpers=_codes(row["with"]),
            product=row["product"], date_rule=row["date_rule"], group=row["group"],
            levels=_codes(row["level"]), legal_source=row["legal_source"], article=row["article"],
            confidence=row["confidence"], basis_status=row["basis_status"], date_basis=row["date_basis"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, note=row["note"],
        )
        for row in _rows(path)
    ]  # fmt: skip


def anchors_for(
    year: int, calendar: Calendar, known: Mapping[str, date] | None = None, path: Path = DATA / "anchors.csv"
) -> dict[str, Anchor]:
    """The anchors of a year: the unit's own days where known, else the usual ones, moved off days off."""
    found = {}
    for row in _rows(path):
        usual = date.fromisoformat(f"{year}-{row['month_day']}")
        if not calendar.is_working(usual):
            usual = add_working_days(usual, 1, calendar)
        on = (known or {}).get(row["code"], usual)
        found[row["code"]] = Anchor(code=row["code"], label=row["label"], on=on)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code for code in cell.split("|") if code)


# -------------------------------------------------------------------------------------------- dates


def proposals(
    duties: Iterable[Duty], *, year: int, level: str, anchors: Mapping[str, Anchor], calendar: Calendar
) -> list[Proposal]:
    """Every date of the duties of a level in a year, in order of the date."""
    found = []
    for duty in duties:
        dates = dates_for(duty.date_rule, year, anchors, calendar)
        for n, when in enumerate(dates, start=1):
            if level in duty.levels and _in_force(duty, when.due_on):
                code = duty.code if len(dates) == 1 else f"{duty.code}.{n}"
                content = duty.content_on(when.occasion)
                found.append(Proposal(duty=duty, code=code, content=content, when=when))
    return sorted(found, key=lambda proposal: (proposal.when.due_on, proposal.code))


def _in_force(duty: Duty, day: date) -> bool:
    return duty.valid_from <= day and (duty.valid_to is None or day < duty.valid_to)


def dates_for(
    rule: str, year: int, anchors: Mapping[str, Anchor], calendar: Calendar
) -> tuple[DutyDate, ...]:
    """The dates a rule gives in a year, in order. BadRule if it cannot be read."""
    readers = {
        "window": _window, "monthly": _monthly, "quarter_end": _quarters, "quarter": _quarters,
        "twice_a_year": _halves,
    }  # fmt: skip
    try:
        word, *rest = rule.split()
        if word in ("at", "before", "after"):
            return tuple(_counted(word, rest, year, anchors, calendar))
        if word in readers:
            return tuple(readers[word](rest, year))
        if rest:
            raise BadRule("a day stands alone")
        return (DutyDate(due_on=_day(word, year)),)
    except (ValueError, IndexError, KeyError) as wrong:
        raise BadRule(f"{rule}: {wrong}") from wrong


def _day(words: str, year: int) -> date:
    if words.startswith("next-"):
        return date.fromisoformat(f"{year + 1}-{words.removeprefix('next-')}")
    return date.fromisoformat(f"{year}-{words}")


def _window(words: list[str], year: int) -> Iterator[DutyDate]:
    first, last = (_day(word, year) for word in words)
    if last < first:
        raise BadRule("the window ends before it begins")
    yield DutyDate(due_on=last, starts_on=first)


def _monthly(words: list[str], year: int) -> Iterator[DutyDate]:
    (word,) = words
    number = 31 if word == "last" else int(word)
    for month in range(1, 13):
        first_of_year = date(year, 1, number)  # refuses a number that is no day
        yield DutyDate(due_on=add_months(first_of_year, month - 1), occasion=f"tháng {month}")


def _quarters(words: list[str], year: int) -> Iterator[DutyDate]:
    wanted = [int(word) for word in words] or [1, 2, 3, 4]
    for quarter in wanted:
        if quarter not in (1, 2, 3, 4):
            raise BadRule(f"there is no quarter {quarter}")
        last = add_months(date(year, 3, 31), 3 * (quarter - 1))
        first = add_months(date(year, 1, 1), 3 * (quarter - 1)) if words else None
        yield DutyDate(due_on=last, starts_on=first, occasion=f"quý {ROMAN[quarter - 1]}")


def _halves(words: list[str], year: int) -> Iterator[DutyDate]:
    first, second = (_day(word, year) for word in words)
    yield DutyDate(due_on=first, occasion="6 tháng đầu năm")
    yield DutyDate(due_on=second, occasion="6 tháng cuối năm")


def _counted(
    word: str, words: list[str], year: int, anchors: Mapping[str, Anchor], calendar: Calendar
) -> Iterator[DutyDate]:
    names, *length = words
    if word == "at" and length:
        raise BadRule("an anchor's own day has no length")
    for name in names.split(","):
        anchor = anchors.get(name) or Anchor(code=name, label="", on=_day(name, year))
        if word == "at":
            yield DutyDate(due_on=anchor.on, occasion=anchor.label)
            continue
        amount, unit = length
        if unit not in (Unit.DAY, Unit.WORKING_DAY):
            raise BadRule(f"counts in day or working_day, not {unit}")
        direction = Direction.BEFORE if word == "before" else Direction.AFTER
        term = Rule(code=f"standard_year.{name}", amount=int(amount), unit=unit, direction=direction)
        counted = due(term, anchor.on, calendar)
        yield DutyDate(due_on=counted.on, occasion=anchor.label, counted=counted)
