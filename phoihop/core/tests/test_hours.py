"""Clocks in hours: they run through nights and days off, stand still to the minute, and say hours, not days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from phoihop.core import background, deadlines
from phoihop.core.agreement import of_records
from phoihop.core.journal import verify_database
from phoihop.core.models import CalendarDay, Deadline, DeadlineRule, Notice
from phoihop.core.tests.factories import NOW, UNIT, errand, rules
from phoihop.core.tests.sample.models import Errand

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = datetime(2027, 8, 6, 16, 30, tzinfo=HERE)


@pytest.fixture(autouse=True)
def in_hours() -> None:
    rules()
    DeadlineRule.objects.filter(code="sample.taking").update(amount=24, unit="hour", remind="6,2")
    CalendarDay.objects.create(day=date(2027, 8, 7), kind="holiday", name="nghỉ", source="thử")


def clock(code: str = "sample.taking") -> Deadline:
    return Deadline.objects.select_related("rule").get(code=code, stopped_on=None)


def test_twenty_four_hours_from_a_friday_afternoon_end_on_saturday_whatever_the_calendar_says() -> None:
    errand(at=FRIDAY)
    row = clock()
    assert (row.event_at, row.due_at, row.due_on) == (FRIDAY, FRIDAY + timedelta(hours=24), date(2027, 8, 7))
    assert (clock("sample.due").due_at, clock("sample.due").event_at) == (None, None)
    assert deadlines.explain(row).sentence_vi == (
        "Hạn là 16 giờ 30 ngày 07/08/2027: 24 giờ sau lúc xảy ra sự kiện."
    )
    assert verify_database().faults == []
    Deadline.objects.filter(pk=row.pk).update(due_at=FRIDAY + timedelta(hours=30))
    assert [fault.what for fault in of_records(Errand)] == ["thời hạn của bản ghi đã bị sửa"]


@pytest.mark.parametrize(
    ("after", "late", "words"),
    [
        (timedelta(hours=18, minutes=10), False, "còn 5 giờ"), (timedelta(hours=23, minutes=15), False, "còn 45 phút"),
        (timedelta(hours=24), False, "còn 0 phút"), (timedelta(hours=24, minutes=1), True, "quá hạn 1 phút"),
        (timedelta(hours=26, minutes=5), True, "quá hạn 2 giờ"),
    ],
)  # fmt: skip
def test_lateness_is_counted_to_the_minute(after: timedelta, late: bool, words: str) -> None:
    errand(at=FRIDAY)
    row, now = clock(), FRIDAY + after
    assert deadlines.hours_left(row.due_at, now) == (late, words)  # type: ignore[arg-type]
    assert deadlines.left_of(row, now) == words
    today = now.date()
    passed = Deadline.objects.filter(deadlines.passed(today, now), code="sample.taking").exists()
    assert passed == late


def test_a_pause_gives_back_its_minutes_each_time() -> None:
    errand(at=FRIDAY)
    row = clock()
    for start, end in ((1, 4), (10, 11)):
        row.paused_on = FRIDAY.date()
        row.paused_at = FRIDAY + timedelta(hours=start)
        deadlines.resume(row, at=FRIDAY + timedelta(hours=end, minutes=30))
    assert (row.due_at, row.paused_at) == (FRIDAY + timedelta(hours=29), None)
    assert row.due_on == date(2027, 8, 7)


def test_reminders_come_by_the_hour_and_each_once() -> None:
    errand(at=FRIDAY)
    Deadline.objects.filter(code="sample.taking").update(body=UNIT)
    moments: list[Any] = [FRIDAY + timedelta(hours=h) for h in (10, 19, 20, 23, 25)]
    sent = [background.remind_of_deadlines(at=at) for at in moments]
    assert sent == [0, 1, 0, 1, 0]
    texts = list(Notice.objects.filter(verb="sample.taking").order_by("pk").values_list("text", flat=True))
    assert [text.split(":")[0] for text in texts] == [
        "Nhận việc thử, còn 5 giờ, hạn 16",
        "Nhận việc thử, còn 1 giờ, hạn 16",
    ]


def test_a_rule_changed_to_hours_counts_a_day_without_an_hour_from_its_beginning() -> None:
    DeadlineRule.objects.filter(code="sample.due").update(amount=36, unit="hour")
    errand(at=NOW, due_on=date(2027, 8, 10))
    assert clock("sample.due").due_at == datetime(2027, 8, 11, 12, 0, tzinfo=HERE)
