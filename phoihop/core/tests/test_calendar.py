"""The calendar and the counting of terms: real cases, then what must hold for every case."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.core.calendar import (
    Calendar,
    CalendarDay,
    CountFrom,
    DayKind,
    Direction,
    Due,
    Rule,
    Unit,
    add_months,
    add_working_days,
    due,
    read_days,
    shift,
    working_days_between,
)
from phoihop.core.terms import HERE

BOOK = Calendar(read_days(), version="shipped")


def rule(amount: int, unit: str = Unit.WORKING_DAY, direction: str = Direction.AFTER, **more: str) -> Rule:
    return Rule(code="test.term", amount=amount, unit=unit, direction=direction, **more)


def ends(amount: int, unit: str, event: str, direction: str = Direction.AFTER, **more: str) -> str:
    return due(rule(amount, unit, direction, **more), date.fromisoformat(event), BOOK).on.isoformat()


# --------------------------------------------------------------------------------------- real cases


@pytest.mark.parametrize(
    ("event", "on"),
    [
        ("2020-01-20", "2020-02-03"),  # Tết 23-29/01/2020
        ("2021-02-08", "2021-02-22"),  # Tết 10-16/02/2021
        ("2022-01-27", "2022-02-10"),  # Tết 31/01-04/02/2022
        ("2023-01-18", "2023-02-01"),  # Tết 20-26/01/2023
        ("2024-02-06", "2024-02-20"),  # Tết 08-14/02/2024
        ("2025-01-23", "2025-02-06"),  # Tết 25/01-02/02/2025
        ("2026-02-12", "2026-02-26"),  # Tết 14-22/02/2026
        ("2027-02-03", "2027-02-17"),  # Tết 2027, not announced
        ("2028-01-20", "2028-02-03"),  # Tết 2028, not announced
    ],
)
def test_five_working_days_across_tet(event: str, on: str) -> None:
    assert ends(5, Unit.WORKING_DAY, event) == on


@pytest.mark.parametrize(("year", "open_"), [(2026, False), (2027, True), (2028, True)])
def test_a_term_across_tet_names_the_days_nobody_has_announced(year: int, open_: bool) -> None:
    ended = due(rule(15), date(year, 1, 20), BOOK)
    assert bool(ended.unconfirmed) is open_
    assert ("Chưa có thông báo chính thức" in ended.warning_vi) is open_


def test_a_request_of_friday_is_answered_after_the_long_holiday() -> None:
    """NQLT 72 Điều 33.4 (R-20): five working days after a Friday with 30/4 and 1/5 in between."""
    assert ends(5, Unit.WORKING_DAY, "2026-04-24") == "2026-05-06"
    ended = due(rule(5), date(2026, 4, 24), BOOK)
    assert [(row.day.day, row.counted, row.n) for row in ended.days] == [
        (24, False, 0), (25, False, 0), (26, False, 0), (27, False, 0), (28, True, 1), (29, True, 2),
        (30, False, 2), (1, False, 2), (2, False, 2), (3, False, 2), (4, True, 3), (5, True, 4), (6, True, 5),
    ]  # fmt: skip
    assert ended.days[2].why_vi == "nghỉ lễ (Giỗ Tổ Hùng Vương (10/3 âm lịch)): không tính"
    assert ended.sentence_vi == (
        "Hạn là thứ Tư 06/05/2026: 05 ngày làm việc sau ngày 24/04/2026 (không tính ngày này), "
        "bỏ qua 7 ngày nghỉ."
    )


def test_a_worked_saturday_counts_and_the_day_given_for_it_does_not() -> None:
    assert ends(2, Unit.WORKING_DAY, "2024-05-02") == "2024-05-04"
    assert ends(1, Unit.WORKING_DAY, "2024-04-26") == "2024-05-02"
    assert ends(1, Unit.WORKING_DAY, "2026-08-21") == "2026-08-22"
    assert ends(1, Unit.WORKING_DAY, "2026-08-28") == "2026-09-03"


def test_24_11_2026_is_off_and_the_swap_around_it_is_only_a_warning() -> None:
    ended = due(rule(3), date(2026, 11, 20), BOOK)
    assert ended.on == date(2026, 11, 26)
    assert [row.day for row in ended.unconfirmed] == [date(2026, 11, 23)]
    assert ended.otherwise == date(2026, 11, 27)
    assert "23/11/2026" in ended.warning_vi
    assert "thứ Sáu 27/11/2026" in ended.warning_vi
    assert ended.days[3].why_vi.startswith("ngày làm việc thứ 1 (thứ Hai; Nghỉ hoán đổi dịp Ngày Văn hóa")
    assert ended.days[4].why_vi == "nghỉ lễ (Ngày Văn hóa Việt Nam): không tính"


def test_both_days_of_a_proposed_swap_are_named_when_each_alone_would_move_the_end() -> None:
    ended = due(rule(5), date(2026, 11, 20), BOOK)
    assert ended.on == date(2026, 11, 30)
    assert [row.day for row in ended.unconfirmed] == [date(2026, 11, 23), date(2026, 11, 28)]
    assert ended.otherwise is None  # the two together leave the end where it is


def test_an_open_day_that_changes_nothing_is_no_warning() -> None:
    assert due(rule(10, Unit.DAY), date(2026, 11, 20), BOOK).unconfirmed == ()


def test_calendar_days_count_every_day_and_a_last_day_off_moves_on() -> None:
    """Luật 121/2025: fifteen calendar days; BLDS Điều 148.5: the end of the next working day."""
    assert ends(15, Unit.DAY, "2026-08-16") == "2026-09-03"  # 31/8 swapped, 1-2/9 National Day
    assert ends(15, Unit.DAY, "2026-08-03") == "2026-08-18"
    ended = due(rule(15, Unit.DAY), date(2026, 8, 16), BOOK)
    assert ended.days[-1].mark == "roll"
    assert "ngày cuối 31/08/2026 là ngày nghỉ nên chuyển sang ngày làm việc kế tiếp" in ended.sentence_vi


def test_a_backward_term_on_a_day_off_goes_to_the_working_day_before_and_says_it_is_a_reading() -> None:
    """LMT Điều 36.1: fifteen days before the draft is submitted, here counted to a Sunday."""
    assert ends(15, Unit.DAY, "2026-07-20", Direction.BEFORE) == "2026-07-03"
    ended = due(rule(15, Unit.DAY, Direction.BEFORE), date(2026, 7, 20), BOOK)
    assert "cách hiểu của phần mềm" in ended.days[-1].why_vi
    assert ended.sentence_vi == (
        "Hạn là thứ Sáu 03/07/2026: 15 ngày trước ngày 20/07/2026 (không tính ngày này); "
        "ngày cuối 05/07/2026 là ngày nghỉ nên lùi về ngày làm việc liền trước."
    )


def test_working_days_before_a_day_step_over_the_holidays() -> None:
    assert ends(3, Unit.WORKING_DAY, "2026-05-05", Direction.BEFORE) == "2026-04-28"


def test_the_law_may_begin_on_the_day_itself() -> None:
    assert ends(3, Unit.DAY, "2026-06-01", count_from=CountFrom.SAME_DAY) == "2026-06-03"
    assert ends(3, Unit.WORKING_DAY, "2026-06-01", count_from=CountFrom.SAME_DAY) == "2026-06-03"
    assert ends(1, Unit.WORKING_DAY, "2026-06-06", count_from=CountFrom.SAME_DAY) == "2026-06-08"
    assert ends(1, Unit.MONTH, "2026-06-03", count_from=CountFrom.SAME_DAY) == "2026-07-02"


@pytest.mark.parametrize(
    ("event", "months", "on"),
    [
        ("2026-01-31", 1, "2026-03-02"),  # 28/02/2026 is a Saturday
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-03-15", 6, "2026-09-15"),
        ("2026-08-31", 6, "2027-03-01"),  # 28/02/2027 is a Sunday
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_of_the_month(event: str, months: int, on: str) -> None:
    assert ends(months, Unit.MONTH, event) == on


def test_a_quarter_as_a_length_is_three_months_and_as_a_place_is_its_last_day() -> None:
    assert ends(2, Unit.QUARTER, "2026-01-15") == "2026-07-15"
    assert ends(4, Unit.QUARTER, "2026-01-15", Direction.WITHIN) == "2026-12-31"
    assert ends(1, Unit.QUARTER, "2026-05-15", Direction.WITHIN) == "2027-03-31"


def test_hours_run_through_days_off_from_the_moment_of_the_event() -> None:
    event = datetime(2026, 11, 20, 16, 30, tzinfo=HERE)
    ended = due(rule(72, Unit.HOUR), event, BOOK)
    assert (ended.at, ended.on) == (datetime(2026, 11, 23, 16, 30, tzinfo=HERE), date(2026, 11, 23))
    assert [row.n for row in ended.days] == [7, 31, 55, 72]
    assert ended.sentence_vi == "Hạn là 16 giờ 30 ngày 23/11/2026: 72 giờ sau lúc xảy ra sự kiện."
    back = due(rule(24, Unit.HOUR, Direction.BEFORE), event, BOOK)
    assert back.at == datetime(2026, 11, 19, 16, 30, tzinfo=HERE)


def test_a_term_in_hours_refuses_a_day_without_a_moment() -> None:
    with pytest.raises(TypeError, match="needs the moment"):
        due(rule(72, Unit.HOUR), date(2026, 11, 20), BOOK)


def test_a_fixed_date_is_the_date_even_on_a_day_off() -> None:
    assert ends(0, Unit.FIXED_DATE, "2026-09-02") == "2026-09-02"
    assert ends(831, Unit.FIXED_DATE, "2026-01-12") == "2026-08-31"
    assert ends(831, Unit.FIXED_DATE, "2025-12-20") == "2026-08-31"
    assert ends(229, Unit.FIXED_DATE, "2026-01-12") == "2026-02-28"


def test_a_moment_counts_from_the_day_it_is_in_viet_nam() -> None:
    late = datetime.fromisoformat("2026-06-01T18:30:00+00:00")  # 2 June, 01:30 in Hà Nội
    assert due(rule(1), late, BOOK).on == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("amount", "unit", "direction"),
    [(-1, "day", "after"), (5000, "day", "after"), (5, "quarter", "within"), (1332, "fixed_date", "after"),
     (3, "fortnight", "after"), (3, "day", "sideways")],
)  # fmt: skip
def test_a_rule_that_cannot_be_counted_is_refused_when_it_is_made(
    amount: int, unit: str, direction: str
) -> None:
    with pytest.raises(ValueError, match=r"."):
        rule(amount, unit, direction)


def test_two_rows_for_one_day_are_refused() -> None:
    twice = [CalendarDay(day=date(2026, 1, 1), kind=DayKind.HOLIDAY)] * 2
    with pytest.raises(ValueError, match="two rows"):
        Calendar(twice, version="x")


def test_a_year_without_rows_is_told_to_the_reader() -> None:
    ended = due(rule(30), date(2028, 12, 20), BOOK)
    assert ended.unknown_years == (2029,)
    assert "Lịch nghỉ năm 2029 chưa được nhập" in ended.warning_vi


@pytest.mark.parametrize(
    ("status", "article", "said"),
    [
        ("unit", "", "Theo cấu hình của đơn vị."),
        ("unit", "Điều 40", "Theo cấu hình của đơn vị."),
        ("in_force", "Điều 36.1", "Căn cứ Điều 36.1, Luật 77/2015."),
        ("repealed", "Điều 80", "Theo cấu hình của đơn vị, lấy từ Điều 80, Luật 77/2015 (đã hết hiệu lực)."),
        (
            "unconfirmed", "Điều 40",
            "Theo cấu hình của đơn vị; căn cứ dự kiến Điều 40, Luật 77/2015 chưa đối chiếu được.",
        ),
    ],
)  # fmt: skip
def test_only_an_article_in_force_is_called_a_ground(status: str, article: str, said: str) -> None:
    term = rule(15, Unit.DAY, legal_basis="Luật 77/2015", article=article, basis_status=status)
    assert due(term, date(2026, 6, 1), BOOK).basis_vi == said


def test_what_is_left_and_what_is_late_is_said_in_working_days() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 26), BOOK) == 3
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 23), BOOK) == 1
    assert working_days_between(date(2026, 11, 26), date(2026, 11, 20), BOOK) == -3


# ------------------------------------------------------------------------------------------- pauses


def test_a_pause_gives_back_the_working_days_that_were_left() -> None:
    ended = due(rule(10), date(2026, 6, 1), BOOK)
    assert ended.on == date(2026, 6, 15)
    later = shift(ended, paused_from=date(2026, 6, 4), paused_to=date(2026, 6, 18), calendar=BOOK)
    assert later.on == date(2026, 6, 29)  # three days used, seven left after 18 June
    assert sum(row.counted for row in later.days) == 10
    assert sum(row.mark == "pause" for row in later.days) == 14
    assert "trừ 14 ngày tạm dừng" in later.sentence_vi


def test_two_pauses_add_up() -> None:
    ended = due(rule(10), date(2026, 6, 1), BOOK)
    once = shift(ended, paused_from=date(2026, 6, 4), paused_to=date(2026, 6, 18), calendar=BOOK)
    twice = shift(once, paused_from=date(2026, 6, 22), paused_to=date(2026, 6, 24), calendar=BOOK)
    assert twice.on == date(2026, 7, 1)
    assert sum(row.counted for row in twice.days) == 10


def test_a_paused_month_is_finished_in_days() -> None:
    ended = due(rule(1, Unit.MONTH), date(2026, 6, 1), BOOK)
    assert ended.on == date(2026, 7, 1)
    later = shift(ended, paused_from=date(2026, 6, 11), paused_to=date(2026, 6, 20), calendar=BOOK)
    assert later.on == date(2026, 7, 10)
    assert [row.n for row in later.days if row.counted] == [1]


def test_a_pause_in_hours_is_given_back_to_the_minute() -> None:
    event = datetime(2026, 6, 1, 8, 0, tzinfo=HERE)
    later = shift(
        due(rule(24, Unit.HOUR), event, BOOK), paused_from=event + timedelta(hours=2),
        paused_to=event + timedelta(hours=5, minutes=30), calendar=BOOK,
    )  # fmt: skip
    assert later.at == datetime(2026, 6, 2, 11, 30, tzinfo=HERE)


@pytest.mark.parametrize(
    "ended",
    [
        due(rule(5), date(2026, 6, 1), BOOK),  # over before the pause
        due(rule(0, Unit.FIXED_DATE), date(2026, 8, 20), BOOK),
        due(rule(15, Unit.DAY, Direction.BEFORE), date(2026, 8, 20), BOOK),
    ],
)
def test_a_pause_moves_neither_what_is_over_nor_what_hangs_on_a_day(ended: Due) -> None:
    assert shift(ended, paused_from=date(2026, 7, 1), paused_to=date(2026, 7, 20), calendar=BOOK) is ended


def test_a_pause_cannot_end_before_it_begins() -> None:
    ended = due(rule(5), date(2026, 6, 1), BOOK)
    with pytest.raises(ValueError, match="before it begins"):
        shift(ended, paused_from=date(2026, 6, 3), paused_to=date(2026, 6, 2), calendar=BOOK)


# -------------------------------------------------------------------------- what holds for every case

days = st.dates(date(2020, 1, 1), date(2028, 12, 31))
amounts = st.integers(0, 90)
directions = st.sampled_from(Direction)
starts = st.sampled_from(CountFrom)
counted_units = st.sampled_from([Unit.DAY, Unit.WORKING_DAY])


@st.composite
def books(draw: st.DrawFn) -> Calendar:
    """A calendar nobody drew up: any kinds on any days, confirmed or not."""
    kinds = st.tuples(st.sampled_from([DayKind.HOLIDAY, DayKind.SWAP_REST, DayKind.SWAP_WORK]), st.booleans())
    drawn = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), kinds, max_size=40))
    rows = [CalendarDay(day=day, kind=kind, confirmed=sure) for day, (kind, sure) in drawn.items()]
    return Calendar(rows, version="drawn")


@given(day=days, other=days)
def test_counting_by_weeks_agrees_with_counting_each_day(day: date, other: date) -> None:
    first, last = sorted((day, other))
    each = sum(BOOK.is_working(first + timedelta(days=i)) for i in range(1, (last - first).days + 1))
    assert working_days_between(first, last, BOOK) == each


@given(book=books(), day=st.dates(date(2026, 1, 1), date(2026, 11, 1)), n=st.integers(1, 30))
def test_forwards_then_backwards_is_where_one_started(book: Calendar, day: date, n: int) -> None:
    start = add_working_days(day, 1, book)
    assert add_working_days(add_working_days(start, n, book), -n, book) == start
    assert working_days_between(day, add_working_days(day, n, book), book) == n


@given(event=days, amount=st.integers(1, 90), direction=directions, begins=starts)
def test_a_term_in_working_days_ends_on_a_working_day_that_many_away(
    event: date, amount: int, direction: Direction, begins: CountFrom
) -> None:
    ended = due(rule(amount, Unit.WORKING_DAY, direction, count_from=begins), event, BOOK)
    assert BOOK.is_working(ended.on)
    if begins is CountFrom.NEXT_DAY:
        step = -1 if direction is Direction.BEFORE else 1
        assert ended.on == add_working_days(event, amount * step, BOOK)


@given(event=days, amount=amounts, unit=counted_units, direction=directions, begins=starts)
def test_the_explanation_counts_to_the_amount_day_after_day(
    event: date, amount: int, unit: Unit, direction: Direction, begins: CountFrom
) -> None:
    ended = due(rule(amount, unit, direction, count_from=begins), event, BOOK)
    assert sum(row.counted for row in ended.days) == amount
    assert [row.n for row in ended.days if row.counted] == list(range(1, amount + 1))
    assert (ended.days[0].day, ended.days[-1].day) == (event, ended.on)
    step = timedelta(days=-1 if direction is Direction.BEFORE else 1)
    assert all(later.day - earlier.day == step for earlier, later in pairwise(ended.days))
    assert all(row.why_vi for row in ended.days)
    assert BOOK.is_working(ended.on)


@given(
    event=days,
    amount=amounts,
    unit=st.sampled_from([Unit.DAY, Unit.WORKING_DAY, Unit.MONTH]),
    direction=directions,
)
def test_a_later_event_never_ends_earlier_and_a_longer_term_never_ends_nearer(
    event: date, amount: int, unit: Unit, direction: Direction
) -> None:
    amount = amount // 8 if unit is Unit.MONTH else amount
    here = due(rule(amount, unit, direction), event, BOOK).on
    next_event = due(rule(amount, unit, direction), event + timedelta(days=1), BOOK).on
    longer = due(rule(amount + 1, unit, direction), event, BOOK).on
    assert next_event >= here
    assert longer <= here if direction is Direction.BEFORE else longer >= here


@given(event=days, amount=st.integers(0, 40))
def test_months_there_and_back_lose_at_most_the_days_a_short_month_lacks(event: date, amount: int) -> None:
    back = add_months(add_months(event, amount), -amount)
    assert timedelta(0) <= event - back <= timedelta(days=3)
    assert (back == event) or event.day > 28


@given(
    book=books(),
    event=st.dates(date(2026, 1, 1), date(2026, 11, 1)),
    amount=st.integers(0, 30),
    unit=counted_units,
)
def test_days_not_named_as_open_do_not_matter(book: Calendar, event: date, amount: int, unit: Unit) -> None:
    ended = due(rule(amount, unit), event, book)
    named = {row.day for row in ended.unconfirmed}
    for row in book.rows.values():
        if not row.confirmed:
            other = due(rule(amount, unit), event, book.decided_otherwise([row.day])).on
            assert (other != ended.on) is (row.day in named)


@given(
    event=days,
    amount=st.integers(1, 60),
    used=st.integers(0, 60),
    pause=st.integers(0, 60),
    unit=counted_units,
)
def test_a_pause_keeps_the_amount_and_never_brings_the_end_forward(
    event: date, amount: int, used: int, pause: int, unit: Unit
) -> None:
    ended = due(rule(amount, unit), event, BOOK)
    stop = event + timedelta(days=used)
    later = shift(ended, paused_from=stop, paused_to=stop + timedelta(days=pause), calendar=BOOK)
    assert sum(row.counted for row in later.days) == amount
    assert later.on >= ended.on
    assert later.days[-1].day == later.on
    assert BOOK.is_working(later.on)
