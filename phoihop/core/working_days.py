"""The working-day calendar: the plain week, and the rows of days that differ from it.

Plain Python. A day that no notice has confirmed yet counts as the law alone would have it: an unconfirmed
*holiday* is a day off (the law gives it, only its place is open), an unconfirmed *swap* is not applied
(nothing but a notice makes it).
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

SHIPPED = Path(__file__).parent / "data" / "calendar.csv"

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAP_WORK = "swap_work"
    SWAP_REST = "swap_rest"


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day that differs from the plain week, and where that was announced."""

    day: date
    kind: DayKind
    name: str = ""
    source: str = ""
    confirmed: bool = True


class Calendar:
    """The plain week (Saturday and Sunday off) and the rows that differ from it."""

    def __init__(self, days: Iterable[CalendarDay], version: str) -> None:
        self.version = version
        self.rows: dict[date, CalendarDay] = {}
        for row in days:
            if row.day in self.rows:
                raise ValueError(f"the calendar has two rows for {row.day}")
            self.rows[row.day] = row
        self.years = frozenset(day.year for day in self.rows)
        moved = sorted(day for day in self.rows if self.is_working(day) != (day.weekday() < SATURDAY))
        self._moved = moved
        self._extra = [0, *accumulate(1 if self.is_working(day) else -1 for day in moved)]

    def row(self, day: date) -> CalendarDay | None:
        return self.rows.get(day)

    def kind(self, day: date) -> DayKind:
        """What the day counts as: its row, unless that is a swap nobody has announced."""
        row = self.rows.get(day)
        if row is not None and (row.confirmed or row.kind is DayKind.HOLIDAY):
            return row.kind
        return DayKind.WORKING if day.weekday() < SATURDAY else DayKind.WEEKEND

    def is_working(self, day: date) -> bool:
        return self.kind(day) in (DayKind.WORKING, DayKind.SWAP_WORK)

    def working_days_until(self, day: date) -> int:
        """Working days from the beginning of the count up to and with this day; only differences matter."""
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * 5 + min(rest, 5) + self._extra[bisect_right(self._moved, day)]

    def unconfirmed(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """The rows of a span that still wait for a notice, in order."""
        found = (row for day, row in self.rows.items() if first <= day <= last and not row.confirmed)
        return tuple(sorted(found, key=lambda row: row.day))

    def decided_otherwise(self, days: Iterable[date]) -> Calendar:
        """The calendar if these unconfirmed days came out the other way."""
        turned = set(days)
        kept = (row for row in self.rows.values() if row.day not in turned or row.kind is not DayKind.HOLIDAY)
        rows = (replace(row, confirmed=True) if row.day in turned else row for row in kept)
        return Calendar(rows, version=self.version)


def read_days(path: Path = SHIPPED) -> list[CalendarDay]:
    """The rows of a calendar file (columns day, kind, name, source, confirmed)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            CalendarDay(
                day=date.fromisoformat(row["day"]), kind=DayKind(row["kind"]), name=row["name"],
                source=row["source"], confirmed=row["confirmed"] == "true",
            )
            for row in csv.DictReader(lines)
        ]  # fmt: skip


def add_working_days(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after (before, if negative) a day; the day itself if n is 0."""
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after ``first`` up to and with ``last``; negative if ``last`` is earlier."""
    return calendar.working_days_until(last) - calendar.working_days_until(first)


def long_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def name_of(day: date, calendar: Calendar) -> str:
    """What a day is: "Chủ nhật, nghỉ hằng tuần", "nghỉ lễ (Quốc khánh)", "làm bù …"."""
    row = calendar.row(day)
    kind = calendar.kind(day)
    weekday = WEEKDAYS[day.weekday()]
    words = {
        DayKind.WORKING: weekday, DayKind.WEEKEND: f"{weekday}, nghỉ hằng tuần", DayKind.HOLIDAY: "nghỉ lễ",
        DayKind.SWAP_REST: "nghỉ hoán đổi", DayKind.SWAP_WORK: f"{weekday}, đi làm bù",
    }  # fmt: skip
    if row is None:
        return words[kind]
    if row.kind is kind:
        return f"{words[kind]} ({row.name})" + ("" if row.confirmed else ", chưa có thông báo chính thức")
    return f"{words[kind]}; {row.name}: mới là đề xuất"
