"""What was said last time stands beside the figures of the joint report and opens to its place."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from django.test import Client

from phoihop.core.actions import perform
from phoihop.core.papers import Place, build_paper, formats
from phoihop.core.stated import Stated, Subject
from phoihop.directory.tests.factories import NOW
from phoihop.reports.last_time import Said, matched
from phoihop.reports.models import Compilation, Intake, Report
from phoihop.reports.reconcile.likeness import Facts
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, LAST_HALF, word
from phoihop.reports.tests.test_round_pages import clerk, opened, page, read_all, send
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


def merged(*papers: tuple[tuple[str, ...], str]) -> tuple[Round, Report]:
    july = Round()
    july.take(*(word(lines, name) for lines, name in papers))
    july.record = perform("reports.merge", july.record, actor=july.office, at=NOW)
    return july, Report.objects.latest("pk")


def test_a_figure_of_the_same_thing_has_the_one_of_the_last_review_and_its_place() -> None:
    july, report = merged((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"), (LAST_HALF, "So ket.docx"))
    last = Intake.objects.get(role="last_review")
    told = {(row.label, int(row.value or 0)): row for row in report.figures.all()}
    overseen = told["cuộc giám sát chuyên đề", 4]
    assert overseen.earlier == Decimal(6)
    place = last.figures.get(value=6)
    assert overseen.earlier_source == f"{last.code}.{place.order}"
    assert {row.earlier for row in told.values() if "quà" in row.label or "kiến nghị" in row.label} == {None}
    content = formats()["docx"].write(build_paper("reports.review", report, actor=july.office, at=NOW))
    cells = [[c.text for c in row.cells] for t in docx.Document(io.BytesIO(content)).tables for row in t.rows]
    [row] = [row for row in cells if row[0] == overseen.short]
    assert row[2] == "6" and [head[2] for head in cells if head[0] == "Mã"] == ["Kỳ trước"]


def test_half_a_year_is_not_set_beside_a_whole_one() -> None:
    july, report = merged((COUNCIL, "BC HDND.docx"), (LAST, "Tong ket.docx"))
    assert {(row.earlier, row.earlier_source) for row in report.figures.all()} == {(None, "")}
    content = formats()["docx"].write(build_paper("reports.review", report, actor=july.office, at=NOW))
    heads = [[c.text for c in t.rows[0].cells] for t in docx.Document(io.BytesIO(content)).tables]
    assert ["Mã", "Số liệu", "Cách tính hoặc nguồn", "Độ tin cậy"] in heads


def test_totals_that_run_on_are_set_beside_whatever_month_they_run_to() -> None:
    met = ("tiếp_xúc_cử_tri",)
    one = stated(40, "cuộc tiếp xúc cử tri", file="BC", key=met)
    two = stated(27, "cuộc tiếp xúc cử tri", file="TK", key=met)
    told = [(replace(one, period=now), replace(two, period=then)) for now, then in PERIODS]
    assert [pairs([now], [then]) for now, then in told] == [{1: 27}, {1: 27}, {}, {}, {}]


PERIODS = (
    ("to-2027-06", "to-2026-12"), ("2027-H1", "2026-H1"), ("2027-H1", "2026"), ("2027-H1", "2026-Q2"), ("to-2027-06", "2026"),
)  # fmt: skip


def test_without_a_last_review_nothing_is_set_beside() -> None:
    _july, report = merged((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))
    assert {(row.earlier, row.earlier_source) for row in report.figures.all()} == {(None, "")}


def stated(
    value: int, noun: str, *, file: str, key: tuple[str, ...], head: str = "event", start: int = 0
) -> Stated:
    subject = Subject(words=noun, key=key, head=head, around=frozenset(key))
    return Stated(
        value=Decimal(value),
        subject=subject,
        file=file,
        place=Place(),
        sentence=noun,
        start=start,
        end=start + 1,
    )


def pairs(now: list[Stated], then: list[Stated]) -> dict[int, int]:
    """Order of the figure of now → value of the one of last time."""
    facts = Facts([*now, *then])
    numbered = {("BC", n): figure for n, figure in enumerate(now, start=1)}
    found = matched(numbered, [Said(figure, f"TK.{n}") for n, figure in enumerate(then, start=1)], facts)
    return {n: int(said.told.value) for (_file, n), said in found.items()}


def test_of_a_whole_and_its_parts_the_whole_is_set_beside_last_time() -> None:
    met = ("tiếp_xúc_cử_tri",)
    now = [stated(v, "cuộc tiếp xúc cử tri", file="BC", key=met, start=n) for n, v in enumerate((6, 8, 14))]
    assert pairs(now, [stated(27, "cuộc tiếp xúc cử tri", file="TK", key=met)]) == {3: 27}


def test_another_thing_another_size_or_two_that_are_as_like_are_not_set_beside() -> None:
    met = ("tiếp_xúc_cử_tri",)
    now = [stated(14, "cuộc tiếp xúc cử tri", file="BC", key=met)]
    assert pairs(now, [stated(27, "cuộc đối thoại", file="TK", key=("đối_thoại",))]) == {}
    assert pairs(now, [stated(2700, "cuộc tiếp xúc cử tri", file="TK", key=met)]) == {}
    assert pairs(now, [stated(27, "lượt tiếp xúc cử tri", file="TK", key=met, head="person")]) == {}
    two = [stated(v, "cuộc tiếp xúc cử tri", file="TK", key=met, start=v) for v in (27, 31)]
    assert pairs(now, two) == {}


def test_the_report_lists_its_figures_with_last_time_and_each_opens(clerk: Client) -> None:
    record: Compilation = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(LAST_HALF, "So ket.docx"))
    read_all(clerk, record)
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    report = Report.objects.get()
    row = report.figures.get(label="cuộc giám sát chuyên đề")
    text = page(clerk, f"/bao-cao/{report.code}/?so={row.short}")
    code = row.earlier_source.partition(".")[0]
    link = f'href="/van-ban-gui-ve/{code}/?so={row.earlier_source}#so"'
    assert text.count(link) == 2 and "Kỳ trước" in text
    assert "06 cuộc giám sát chuyên đề" in page(clerk, f"/van-ban-gui-ve/{code}/?so={row.earlier_source}")
    assert "Kỳ trước" in page(clerk, f"/so-lieu/{report.code}.{row.short}/")
