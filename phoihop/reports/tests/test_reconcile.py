"""What does not agree among the papers of one review, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from phoihop.core.papers import Place
from phoihop.core.stated import Rate, Stated, Subject, Sum, Told
from phoihop.reports.reconcile import reconcile
from phoihop.reports.reconcile.numbers import agree, slip


def figure(
    value: str,
    *,
    file: str = "a.docx",
    key: tuple[str, ...] = ("tiếp_xúc_cử_tri",),
    head: str = "event",
    **more: Any,
) -> Stated:
    first, _stroke, whole = value.partition("/")
    start = int(Decimal(first) % 9973)
    known: dict[str, Any] = {"body": "HDND", "period": "2027-H1", "step": Decimal(1), "line": 1, **more}
    return Stated(
        value=Decimal(first), of=Decimal(whole) if whole else None, subject=Subject(words=" ".join(key), key=key, head=head, around=frozenset(key)),
        file=file, place=Place(file=file), sentence=f"{value} {' '.join(key)}", start=start, end=start + len(value), **known,
    )  # fmt: skip


def told(*figures: Stated, role: str = "report", **more: Any) -> Told:
    return Told(
        file=figures[0].file,
        title="",
        text="",
        role=role,
        body=figures[0].body,
        period="2027-H1",
        figures=figures,
        **more,
    )


def kinds(*papers: Told) -> list[str]:
    return [d.kind for d in reconcile(papers)]


def test_two_bodies_that_tell_the_same_fact_with_two_numbers_disagree() -> None:
    assert kinds(told(figure("1876")), told(figure("1786", file="b.docx", body="MTTQ", shared=True))) == [
        "body_body"
    ]


def test_the_same_number_told_more_coarsely_agrees() -> None:
    exact, coarse = (
        figure("1204500000", unit="đồng"),
        figure("1200000000", unit="đồng", step=Decimal(100_000_000), file="b.docx"),
    )
    assert agree(exact, coarse)
    assert kinds(told(exact), told(coarse)) == []


def test_a_plan_and_what_was_done_are_two_facts() -> None:
    assert kinds(told(figure("24", mode="plan")), told(figure("21", file="b.docx"))) == []


def test_two_days_are_two_counts() -> None:
    from datetime import date

    assert (
        kinds(
            told(figure("1520", as_of=date(2027, 5, 31))),
            told(figure("1250", file="b.docx", as_of=date(2027, 6, 30))),
        )
        == []
    )


def test_a_figure_that_agrees_with_another_place_of_the_paper_is_no_disagreement() -> None:
    other = told(
        figure("31", file="b.docx", body="UBND", line=1), figure("214", file="b.docx", body="UBND", line=2)
    )
    assert kinds(told(figure("31")), other) == []


def test_a_total_that_its_parts_do_not_make_is_told_with_the_arithmetic() -> None:
    total, parts = figure("96"), (figure("9", line=1), figure("4", line=1), figure("81", line=1))
    found = reconcile([told(total, *parts, sums=(Sum(total=total, parts=parts),))])
    assert [(d.kind, d.words) for d in found] == [
        ("total_parts", "Tổng ghi 96, các phần cộng lại 9 + 4 + 81 = 94.")
    ]


def test_parts_that_may_be_only_some_are_not_added_up() -> None:
    total, parts = figure("1284"), (figure("512"), figure("377"))
    assert kinds(told(total, *parts, sums=(Sum(total=total, parts=parts, complete=False),))) == []


def test_a_percentage_that_does_not_follow_from_its_counts_is_told() -> None:
    part, rate = figure("7926/9846"), figure("84.5", unit="%", step=Decimal("0.1"))
    found = reconcile([told(part, rate, rates=(Rate(rate=rate, part=part, whole=part),))])
    assert [d.kind for d in found] == ["rate"]
    assert "80,5" in found[0].words


def test_a_cumulative_figure_that_fell_since_the_last_review_is_told() -> None:
    now, then = (
        figure("12", period="to-2027-H1", key=("đại_đoàn_kết",), head="house"),
        figure("14", period="to-2026", key=("đại_đoàn_kết",), head="house", file="tk.docx"),
    )
    assert kinds(told(now), told(then, role="last_review")) == ["fell"]
    grown = figure("15", period="to-2027-H1", key=("đại_đoàn_kết",), head="house")
    assert kinds(told(grown), told(then, role="last_review")) == []


def test_what_is_said_of_last_year_is_held_against_last_years_review() -> None:
    now, then = figure("1460", period="2026"), figure("1640", period="2026", file="tk.docx")
    assert kinds(told(now), told(then, role="last_review")) == ["year_year"]


def test_answered_told_as_solved_is_found() -> None:
    said = figure("84/87", head="petition", state="answered", line=3)
    other = figure("84/87", head="petition", state="solved", file="b.docx", body="UBND", line=7)
    assert "answered_solved" in kinds(told(said), told(other))


def test_long_numbers_with_two_digits_swapped_are_surer_slips_than_short_ones() -> None:
    long, short = slip(figure("1554600000"), figure("1545600000")), slip(figure("12"), figure("21"))
    assert (long, short < long, slip(figure("12"), figure("57"))) == (1.0, True, 0.0)


def test_a_part_within_the_part_before_it_is_not_added_twice_but_a_wrong_part_is_told() -> None:
    words = "90 cuộc, gồm 60 cuộc định kỳ, 30 cuộc đột xuất (có 12 cuộc buổi tối)"
    total, *parts = (
        replace(figure(n), sentence=words, start=words.index(n), end=words.index(n) + 2)
        for n in ("90", "60", "30", "12")
    )
    within = tuple(parts)
    assert kinds(told(total, *within, sums=(Sum(total=total, parts=within),))) == []
    total = figure("90")
    wrong = (figure("8", line=1), figure("37", line=1), figure("53", line=1))
    assert kinds(told(total, *wrong, sums=(Sum(total=total, parts=wrong),))) == ["total_parts"]


def test_some_of_the_parts_are_held_against_the_total_only_where_one_digit_makes_them_right() -> None:
    total, some, slipped = figure("412"), (figure("187"), figure("185")), (figure("281"), figure("121"))
    assert kinds(told(total, *some, sums=(Sum(total=total, parts=some, complete=False),))) == []
    assert kinds(told(total, *slipped, sums=(Sum(total=total, parts=slipped, complete=False),))) == [
        "total_parts"
    ]
