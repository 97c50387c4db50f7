"""A deadline counted on the working-day calendar day by day, forwards and backwards.

Plain Python: a rule and an event go in, a date and the reason for every day on the way come out. The
counting follows Bộ luật Dân sự 2015 Điều 147-148; where the code is silent (terms counted backwards, a
pause) the reading taken is said beside the line and in the words shown to the reader.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from phoihop.core.terms import HERE, CountedDay, CountFrom, Direction, Due, Roll, Rule, Unit, day_of, ordinal
from phoihop.core.working_days import (
    DAY,
    SHIPPED,
    Calendar,
    CalendarDay,
    DayKind,
    add_working_days,
    name_of,
    read_days,
    working_days_between,
)

__all__ = [
    "SHIPPED", "Calendar", "CalendarDay", "CountFrom", "CountedDay", "DayKind", "Direction", "Due", "Roll",
    "Rule", "Unit", "add_months", "add_working_days", "day_of", "due", "read_days", "shift",
    "working_days_between",
]  # fmt: skip

# ------------------------------------------------------------------------------------------ counting


def due(rule: Rule, event: date | datetime, calendar: Calendar) -> Due:
    """The end of the term that begins with the event, and how each day was counted."""
    if rule.unit == Unit.HOUR:
        return _due_in_hours(rule, event, calendar)
    start = day_of(event)
    days = _rolled(rule, _walk(rule, start, calendar), calendar)
    on = days[-1].day
    unconfirmed, otherwise = _doubts(rule, start, days, calendar)
    return Due(
        rule=rule, event=event, on=on, days=tuple(days), unconfirmed=unconfirmed, otherwise=otherwise,
        unknown_years=_unknown_years(rule, start, on, calendar), calendar_version=calendar.version,
    )  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day number that many months on, else the last day of that month (BLDS Điều 148.3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _walk(rule: Rule, start: date, calendar: Calendar) -> list[CountedDay]:
    """Every day from the event to the last day of the term, before any rolling."""
    if rule.unit == Unit.FIXED_DATE or rule.in_quarter:
        return [*_until_set_day(rule, start, calendar)]
    if rule.unit in (Unit.MONTH, Unit.QUARTER):
        return [*_in_months(rule, start, calendar)]
    return [*_in_days(rule, start, calendar)]


def _in_days(rule: Rule, start: date, calendar: Calendar) -> Iterator[CountedDay]:
    """Days or working days; the day of the event is not counted unless the law begins on it (Điều 147.2)."""
    working = rule.unit == Unit.WORKING_DAY
    n, day = 0, start
    if rule.count_from == CountFrom.SAME_DAY and rule.amount and (not working or calendar.is_working(day)):
        n = 1
        yield CountedDay(day, True, n, f"tính cả ngày xảy ra sự kiện: {ordinal(rule, n)}")
    else:
        yield CountedDay(day, False, 0, "ngày xảy ra sự kiện, không tính")
    while n < rule.amount:
        day += DAY * rule.step
        if working and not calendar.is_working(day):
            yield CountedDay(day, False, n, f"{name_of(day, calendar)}: không tính", "rest")
            continue
        n += 1
        yield CountedDay(day, True, n, _counted(rule, n, day, calendar))


def _in_months(rule: Rule, start: date, calendar: Calendar) -> Iterator[CountedDay]:
    """Months and quarters end on the day of the same number; a row counts when it completes one.

    If the law begins on the day itself, a month from the 5th is full on the 4th: one day earlier.
    """
    yield CountedDay(start, False, 0, "ngày xảy ra sự kiện, không tính")
    early = 1 if rule.count_from == CountFrom.SAME_DAY else 0
    done, day = 0, start
    while done < rule.amount:
        full = add_months(start, rule.step * rule.months * (done + 1)) - DAY * rule.step * early
        while day != full:
            day += DAY * rule.step
            if day != full:
                yield CountedDay(day, False, done, f"trong {ordinal(rule, done + 1)}")
        done += 1
        yield CountedDay(day, True, done, f"hết {ordinal(rule, done)}")


def _until_set_day(rule: Rule, start: date, calendar: Calendar) -> Iterator[CountedDay]:
    if rule.unit == Unit.FIXED_DATE and not rule.amount:
        yield CountedDay(start, False, 0, f"ngày đã ấn định ({name_of(start, calendar)})")
        return
    ends = (_set_day(rule, year) for year in (start.year, start.year + 1))
    end = next(day for day in ends if day >= start)
    if end != start:
        yield CountedDay(start, False, 0, "ngày xảy ra sự kiện")
    word = f"hết quý {rule.amount}" if rule.in_quarter else "ngày ấn định hằng năm"
    yield CountedDay(end, False, 0, f"{word} ({name_of(end, calendar)})")


def _set_day(rule: Rule, year: int) -> date:
    month, day = divmod(rule.amount, 100) if rule.unit == Unit.FIXED_DATE else (rule.amount * 3, 31)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _rolled(rule: Rule, days: list[CountedDay], calendar: Calendar) -> list[CountedDay]:
    """A term does not end on a day off: forwards it ends on the next working day (BLDS Điều 148.5).

    Backwards the code says nothing. The earlier working day is taken: the later one would give the other
    side fewer days than the rule promises. This is our reading and the words say so.
    """
    last = days[-1]
    if not rule.rolls or calendar.is_working(last.day):
        return days
    back = rule.direction == Direction.BEFORE
    why = "hạn tính lùi rơi vào ngày nghỉ" if back else "hạn rơi vào ngày nghỉ"
    day = last.day
    while not calendar.is_working(day):
        if day != last.day:
            days.append(CountedDay(day, False, last.n, f"{name_of(day, calendar)}: {why}", "rest"))
        day += DAY * rule.step
    where = "lùi về ngày làm việc liền trước để đủ số ngày (cách hiểu của phần mềm)" if back else (
        "chuyển sang ngày làm việc kế tiếp"
    )  # fmt: skip
    days.append(CountedDay(day, False, last.n, f"{why}, {where}", "roll"))
    return days


def _due_in_hours(rule: Rule, event: date | datetime, calendar: Calendar) -> Due:
    """A term in hours begins at the moment of the event and runs through days off (BLDS Điều 147.1)."""
    if not isinstance(event, datetime):
        raise TypeError(f"{rule.code}: a term in hours needs the moment, not only the day")
    end = event + timedelta(hours=rule.amount) * rule.step
    first, last = sorted((event, end))
    days = []
    for offset in range((day_of(last) - day_of(first)).days + 1):
        day = day_of(event) + DAY * rule.step * offset
        edge = datetime(day.year, day.month, day.day, tzinfo=HERE if event.tzinfo else None)
        passed = edge + DAY - event if rule.step > 0 else event - edge
        n = min(int(passed.total_seconds() // 3600), rule.amount)
        days.append(CountedDay(day, True, n, f"tính liên tục theo giờ, đến hết ngày được {n} giờ"))
    return Due(
        rule=rule, event=event, on=day_of(end), at=end, days=tuple(days), calendar_version=calendar.version
    )


def _counted(rule: Rule, n: int, day: date, calendar: Calendar) -> str:
    plain = calendar.row(day) is None and (calendar.is_working(day) or rule.unit == Unit.WORKING_DAY)
    return ordinal(rule, n) if plain else f"{ordinal(rule, n)} ({name_of(day, calendar)})"


# ------------------------------------------------------------------------------------------- doubts


def _doubts(
    rule: Rule, start: date, days: list[CountedDay], calendar: Calendar
) -> tuple[tuple[CalendarDay, ...], date | None]:
    """The unconfirmed days on which the result hangs, and the result if all of them came out otherwise.

    Only working days are asked what they are all the way; other terms ask from their last day on.
    """

    def end(book: Calendar) -> date:
        return _rolled(rule, _walk(rule, start, book), book)[-1].day

    on = days[-1].day
    asked = (
        start if rule.unit == Unit.WORKING_DAY else next((r.day for r in reversed(days) if r.counted), start)
    )
    first, last = sorted((asked, on))
    open_days = calendar.unconfirmed(first, last)
    matter = tuple(row for row in open_days if end(calendar.decided_otherwise([row.day])) != on)
    if not matter:
        return (), None
    other = end(calendar.decided_otherwise(row.day for row in matter))
    return matter, other if other != on else None


def _unknown_years(rule: Rule, start: date, on: date, calendar: Calendar) -> tuple[int, ...]:
    """Years the term passes of which the calendar knows no holiday at all."""
    first, last = sorted((start, on))
    years = range(first.year, last.year + 1) if rule.rolls else ()
    return tuple(year for year in years if year not in calendar.years)


# -------------------------------------------------------------------------------------------- pauses


def shift(ended: Due, *, paused_from: date | datetime, paused_to: date | datetime, calendar: Calendar) -> Due:
    """The term after a pause: what was left when it stopped is counted on from the day it goes on.

    The day of the pause has been used, the day of going on is the new event and is not counted. A term
    that was over stays over; a fixed date and a term counted backwards hang on their day, not on a clock.
    """
    rule = ended.rule
    stop, go = max(day_of(paused_from), day_of(ended.event)), day_of(paused_to)
    if go < day_of(paused_from):
        raise ValueError("a pause cannot end before it begins")
    set_day = rule.unit == Unit.FIXED_DATE or rule.in_quarter or rule.direction == Direction.BEFORE
    if set_day or stop > ended.on:
        return ended
    if ended.at is not None:
        at = ended.at + _length_of(paused_from, paused_to)
        return replace(ended, at=at, on=day_of(at))
    if go <= stop:
        return ended
    used = [row for row in ended.days if row.day <= stop]
    left = _left(ended, stop)
    unit = Unit.WORKING_DAY if rule.unit == Unit.WORKING_DAY else Unit.DAY
    rest = due(replace(rule, amount=left, unit=unit, count_from=CountFrom.NEXT_DAY), go, calendar)
    pause = [
        CountedDay(stop + DAY * i, False, used[-1].n, "tạm dừng", "pause")
        for i in range(1, (go - stop).days + 1)
    ]
    after = [_carried(row, rule, used[-1].n, rest) for row in rest.days if row.day > go]
    before = tuple(row for row in ended.unconfirmed if row.day <= stop)
    return replace(
        ended, on=rest.on, days=(*used, *pause, *after), unconfirmed=(*before, *rest.unconfirmed),
        otherwise=rest.otherwise, calendar_version=calendar.version,
        unknown_years=tuple(sorted({*ended.unknown_years, *rest.unknown_years})),
    )  # fmt: skip


def _length_of(first: date | datetime, last: date | datetime) -> timedelta:
    if isinstance(first, datetime) and isinstance(last, datetime):
        return last - first
    return day_of(last) - day_of(first)


def _left(ended: Due, stop: date) -> int:
    """Days of the term not used when it stopped; a term in months is finished in days."""
    if ended.rule.unit in (Unit.DAY, Unit.WORKING_DAY):
        return sum(row.counted for row in ended.days if row.day > stop)
    return max((row.day - stop).days for row in ended.days if row.counted or row.day == stop)


def _carried(row: CountedDay, rule: Rule, used: int, rest: Due) -> CountedDay:
    if rule.unit in (Unit.DAY, Unit.WORKING_DAY):
        return replace(row, n=row.n + used)
    full = row.counted and row.n == rest.rule.amount
    return replace(row, counted=full, n=rule.amount if full or row.n == rest.rule.amount else used)
