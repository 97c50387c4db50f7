"""Năm mẫu: what a date rule says, and that every row of the standard year has its dates."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.commitments.standard_year import (
    OCCASION,
    Anchor,
    BadRule,
    DutyDate,
    anchors_for,
    dates_for,
    proposals,
    read_duties,
)
from phoihop.core.calendar import Calendar, read_days

BOOK = Calendar(read_days(), version="shipped")
DUTIES = read_duties()
SESSION = {"regular_mid": Anchor(code="regular_mid", label="kỳ họp thường lệ giữa năm", on=date(2026, 7, 20))}


def days(rule: str, year: int = 2026) -> list[str]:
    return [when.due_on.isoformat() for when in dates_for(rule, year, SESSION, BOOK)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("07-31", ["2026-07-31"]),
        ("next-03-15", ["2027-03-15"]),
        ("window 12-01 next-03-15", ["2027-03-15"]),
        ("quarter_end", ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        ("quarter 4", ["2026-12-31"]),
        ("twice_a_year 06-30 12-31", ["2026-06-30", "2026-12-31"]),
        ("at regular_mid", ["2026-07-20"]),
        ("before regular_mid 15 day", ["2026-07-03"]),  # 5 July is a Sunday
        ("before regular_mid 3 working_day", ["2026-07-15"]),
        ("after regular_mid 5 working_day", ["2026-07-27"]),
        ("before 12-31 5 working_day", ["2026-12-24"]),
    ],
)
def test_a_date_rule_gives_its_days(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_monthly_keeps_the_day_or_the_last_of_the_month() -> None:
    assert days("monthly 25")[:3] == ["2026-01-25", "2026-02-25", "2026-03-25"]
    assert days("monthly last")[:4] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert len(days("monthly 25")) == 12


def test_a_window_keeps_its_first_day_and_a_quarter_its_own() -> None:
    assert dates_for("window 07-01 08-31", 2026, {}, BOOK) == (
        DutyDate(due_on=date(2026, 8, 31), starts_on=date(2026, 7, 1)),
    )
    assert dates_for("quarter 4", 2026, {}, BOOK) == (
        DutyDate(due_on=date(2026, 12, 31), starts_on=date(2026, 10, 1), occasion="quý IV"),
    )


def test_a_day_counted_from_an_anchor_shows_how_it_was_counted() -> None:
    (when,) = dates_for("before regular_mid 15 day", 2026, SESSION, BOOK)
    assert when.occasion == "kỳ họp thường lệ giữa năm"
    assert when.counted is not None
    assert when.counted.days[-1].mark == "roll"


@pytest.mark.parametrize(
    "rule",
    [
        "", "13-01", "02-30", "07-31 08-31", "window 08-31 07-01", "window 07-01", "monthly 40", "quarter 5",
        "quarter 0", "twice_a_year 06-30", "before nowhere 5 day", "before regular_mid five day",
        "before regular_mid 5 month", "soon", "at", "at regular_mid 5 day", "before regular_mid",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        dates_for(rule, 2026, SESSION, BOOK)


def test_the_units_own_day_takes_the_place_of_the_usual_one() -> None:
    usual = anchors_for(2026, BOOK)
    own = anchors_for(2026, BOOK, known={"regular_mid": date(2026, 7, 1)})
    assert own["regular_mid"].on == date(2026, 7, 1)
    assert own["regular_end"] == usual["regular_end"]
    assert all(BOOK.is_working(anchor.on) for anchor in usual.values())


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.code)
def test_every_duty_has_dates_in_every_year_and_names_the_occasion_if_there_are_several(
    duty: object, year: int
) -> None:
    row = next(each for each in DUTIES if each is duty)
    dates = dates_for(row.date_rule, year, anchors_for(year, BOOK), BOOK)
    assert dates
    assert [when.due_on for when in dates] == sorted({when.due_on for when in dates})
    assert all(when.due_on.year in (year, year + 1) for when in dates)
    texts = [row.content_on(when.occasion) for when in dates]
    assert len(set(texts)) == len(texts)
    assert not any(OCCASION in text or "  " in text or text != text.strip() for text in texts)
    assert max(map(len, texts)) <= 500


def test_the_year_of_a_commune_is_proposed_in_order_with_codes_that_stay() -> None:
    found = {
        year: proposals(DUTIES, year=year, level="commune", anchors=anchors_for(year, BOOK), calendar=BOOK)
        for year in (2026, 2027)
    }
    codes = [sorted(proposal.code for proposal in year) for year in found.values()]
    assert codes[0] == codes[1]
    assert len(set(codes[0])) == len(codes[0])
    assert 60 <= len(codes[0]) <= 90
    assert [p.when.due_on for p in found[2026]] == sorted(p.when.due_on for p in found[2026])


def test_a_province_is_not_offered_what_the_law_asks_of_communes() -> None:
    offered = proposals(DUTIES, year=2026, level="province", anchors=anchors_for(2026, BOOK), calendar=BOOK)
    assert {p.duty.code for p in offered} & {"C5-02", "C5-03", "C5-04", "C3-08"} == set()
    assert {p.duty.code for p in offered} >= {"C1-01", "C4-01", "C11-01"}


def test_a_duty_is_offered_only_while_its_ground_is_valid() -> None:
    offered = proposals(DUTIES, year=2024, level="commune", anchors=anchors_for(2024, BOOK), calendar=BOOK)
    assert "C11-01" not in {p.duty.code for p in offered}  # Luật 72/2025 came in 2025
    assert "C11-04" in {p.duty.code for p in offered}


def test_a_date_is_called_lawful_only_if_an_article_in_force_fixes_it() -> None:
    by_code = {duty.code: duty for duty in DUTIES}
    assert (
        by_code["C4-01"].date_basis_vi == "Căn cứ Điều 36.1, Luật MTTQ Việt Nam 75/2015/QH13 (sửa đổi 2025)."
    )
    assert by_code["C1-08"].basis_vi == "Căn cứ Điều 7.2, Luật 72/2025/QH15."
    assert by_code["C1-08"].date_basis_vi == "Thời hạn theo cấu hình của đơn vị."
    assert by_code["C11-04"].basis_vi == "Theo cấu hình của đơn vị."
    for duty in DUTIES:
        if duty.date_basis == "law":
            assert (duty.basis_status, bool(duty.article), duty.confidence) == ("in_force", True, "S")
