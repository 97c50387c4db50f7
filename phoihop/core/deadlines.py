"""Deadlines: the rule in force on the event's date, the clock it gives, and how each day was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import calendar as days
from phoihop.core.canonical import digest
from phoihop.core.models import CalendarDay, Deadline, DeadlineRule, Record
from phoihop.core.who import Actor, bodies_at

if TYPE_CHECKING:
    from phoihop.core.actions import Start

_calendars: dict[str, days.Calendar] = {}
#: The version of the rows of the calendar: how many, the last, how many confirmed. Works on both databases.
_VERSION = "SELECT COUNT(id) || ' ' || COALESCE(MAX(id), 0) || ' ' || COUNT(id) FILTER (WHERE confirmed) FROM core_calendarday"


def calendar(key: str = "") -> days.Calendar:
    """The working-day calendar of the installation; read once per version of its rows.

    The version is asked each time, so a notice entered in one process is seen by all; ``key`` is the version
    where the same transaction has just asked it together with the rules.
    """
    if not key:
        with connection.cursor() as cursor:
            cursor.execute(_VERSION)
            key = str(cursor.fetchone()[0])
    if key not in _calendars:
        rows = [
            days.CalendarDay(
                day=r.day, kind=days.DayKind(r.kind), name=r.name, source=r.source, confirmed=r.confirmed
            )
            for r in CalendarDay.objects.order_by("day")
        ]
        text = "\n".join(f"{r.day} {r.kind} {r.confirmed}" for r in rows)
        _calendars.clear()
        _calendars[key] = days.Calendar(rows, version=digest(text)[:12])
    return _calendars[key]


class NoRule(LookupError):
    """No rule is in force for a clock on a date. A system check says so of today; a stated day may lie anywhere."""


def rule_for(code: str, on: date) -> DeadlineRule:
    """The rule valid on a date, else :class:`NoRule`."""
    return rules_for({code: on})[code]


def rules_for(events: Mapping[str, date], *, with_version: bool = False) -> dict[str, DeadlineRule]:
    """For each code the rule valid on its date, all in one query; each may bring the version of the calendar."""
    valid = Q(pk__in=())
    for code, on in events.items():
        valid |= Q(Q(valid_to=None) | Q(valid_to__gt=on), code=code, valid_from__lte=on)
    rows = DeadlineRule.objects.filter(valid).order_by("valid_from")
    if with_version:
        rows = rows.annotate(calendar=RawSQL(_VERSION, (), output_field=CharField()))  # noqa: S611 no word of it comes from outside
    found = {rule.code: rule for rule in rows}
    for code, on in events.items():
        if code not in found:
            raise NoRule(f"no deadline rule {code} in force on {on}")
    return found


def in_force(code: str, on: date) -> bool:
    """Is there a rule for this clock on this day?"""
    try:
        rule_for(code, on)
    except NoRule:
        return False
    return True


def as_rule(rule: DeadlineRule) -> days.Rule:
    """The row as the calendar computes with it; a day that people set is never moved for them."""
    given = rule.unit == days.Unit.FIXED_DATE and not rule.amount
    return days.Rule(
        code=rule.code, amount=rule.amount, unit=rule.unit, direction=rule.direction, count_from=rule.count_from,
        roll=days.Roll.NONE if given else days.Roll.WORKING_DAY,
        legal_basis=rule.legal_basis, article=rule.article, confidence=rule.confidence,
        basis_status=rule.basis_status,
    )  # fmt: skip


def clocks_for(record: Record, starts: Iterable[Start], *, at: datetime) -> list[Deadline]:
    """The clocks an action starts; none while the date it counts from is not set."""
    dated = [
        (start, getattr(record, start.field) if start.field else timezone.localtime(at)) for start in starts
    ]
    events = {start: event for start, event in dated if event is not None}
    if not events:
        return []
    asked = {start.code: days.day_of(event) for start, event in events.items()}
    rules: dict[str, Any] = dict(rules_for(asked, with_version=True))
    book = calendar(next(iter(rules.values())).calendar)
    return [
        _clock(record, start, event, rule=rules[start.code], book=book) for start, event in events.items()
    ]


def _clock(record: Record, start: Start, event: date, *, rule: DeadlineRule, book: days.Calendar) -> Deadline:
    bodies = sorted(bodies_at(record, start.body)) if start.body else []
    in_hours = rule.unit == days.Unit.HOUR
    counted = days.due(as_rule(rule), _moment(event) if in_hours else days.day_of(event), book)
    return Deadline(
        record_type=record._meta.label_lower, record_id=record.pk, record_code=record.code, code=start.code,
        rule=rule, event_on=days.day_of(event), event_at=_moment(event) if in_hours else None, due_on=counted.on,
        due_at=counted.at, calendar_version=book.version, body=bodies[0] if bodies else None,
    )  # fmt: skip


def _moment(event: date) -> datetime:
    """A term in hours from a day of which no hour is known begins with that day."""
    return event if isinstance(event, datetime) else timezone.make_aware(datetime.combine(event, time()))


def resume(clock: Deadline, *, at: datetime) -> None:
    """Give a paused clock back the time it had left."""
    if clock.paused_on is None:
        return
    book = calendar()
    left = explain(clock)
    if clock.due_at is not None and clock.paused_at is not None:
        # Earlier pauses stand in its end already: only this one is added.
        clock.due_at += max(at - clock.paused_at, timedelta())
        clock.due_on = timezone.localdate(clock.due_at)
    else:
        on = timezone.localdate(at)
        clock.due_on = days.shift(left, paused_from=clock.paused_on, paused_to=on, calendar=book).on
    clock.paused_on = clock.paused_at = None
    clock.calendar_version = book.version


def explain(clock: Deadline) -> days.Due:
    """The clock counted again, day by day, with today's calendar."""
    return days.due(as_rule(clock.rule), clock.event_at or clock.event_on, calendar())


def passed(today: date, now: datetime) -> Q:
    """The clocks that ran out: before today, or, of those in hours, before this minute."""
    return Q(due_on__lte=today) & (Q(due_at=None, due_on__lt=today) | Q(due_at__lt=now))


def open_for(actor: Actor) -> QuerySet[Any]:
    """The running clocks of the actor's bodies, without those of kinds that his role there may not read."""
    rows = Deadline.objects.filter(body__in=actor.bodies, stopped_on=None, paused_on=None)
    for label, roles in _guarded():
        if outside := actor.bodies - actor.bodies_as(*roles):
            rows = rows.exclude(record_type=label, body__in=outside)
    return rows


@cache
def _guarded() -> tuple[tuple[str, tuple[str, ...]], ...]:
    kinds = [model for model in apps.get_models() if issubclass(model, Record) and model.reader_roles]
    return tuple((model._meta.label_lower, model.reader_roles) for model in kinds)


def running(record: Record) -> list[Deadline]:
    """Open clocks of a record with their rules."""
    key = {"record_type": record._meta.label_lower, "record_id": record.pk}
    return list(Deadline.objects.filter(**key, stopped_on=None).select_related("rule").order_by("due_on"))


def hours_left(due_at: datetime, now: datetime) -> tuple[bool, str]:
    """(late?, "còn 5 giờ" or "quá hạn 2 giờ"): whole hours, minutes within the last one; no calendar."""
    late = now > due_at
    minutes = int(abs(due_at - now).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    words = _("%d giờ") % hours if hours else _("%d phút") % rest
    return late, str(_("quá hạn %s") % words if late else _("còn %s") % words)


def left_of(clock: Deadline, now: datetime) -> str:
    """How far the end of a clock is: in working days, or in hours."""
    if clock.due_at is not None:
        return hours_left(clock.due_at, now)[1]
    return distance(clock.due_on, timezone.localdate(now))


def distance(due_on: date, today: date) -> str:
    """ "còn 4 ngày làm việc", "quá hạn 12 ngày làm việc", "hôm nay": always in working days."""
    if due_on == today:
        return str(_("hạn hôm nay"))
    book = calendar()
    if due_on > today:
        n = days.working_days_between(today, due_on, book)
        return str(_("còn %d ngày làm việc") % n)
    return str(_("quá hạn %d ngày làm việc") % days.working_days_between(due_on, today, book))


class Distances:
    """Distances in working days for many dates of one page, with the calendar read once."""

    def __init__(self) -> None:
        self._book: days.Calendar | None = None
        self._known: dict[date, tuple[bool, str]] = {}

    def words(self, due_on: date, today: date) -> tuple[bool, str]:
        """(late?, "quá 12 ngày làm việc" or "còn 4 ngày làm việc")."""
        if due_on not in self._known:
            late = due_on < today
            if late:
                words = str(_("quá %d ngày làm việc") % self._apart(due_on, today))
            elif due_on == today:
                words = str(_("hạn hôm nay"))
            else:
                words = str(_("còn %d ngày làm việc") % self._apart(today, due_on))
            self._known[due_on] = (late, words)
        return self._known[due_on]

    def told(self, due_on: date, today: date) -> str:
        """As a paper says it: "quá hạn 12 ngày làm việc"."""
        if due_on < today:
            return str(_("quá hạn %d ngày làm việc") % self._apart(due_on, today))
        return self.words(due_on, today)[1]

    def _apart(self, first: date, last: date) -> int:
        self._book = self._book or shipped_calendar()
        return days.working_days_between(first, last, self._book)


def shipped_calendar() -> days.Calendar:
    """The calendar as this process last read it; read from the database the first time only."""
    return next(iter(_calendars.values())) if _calendars else calendar()
