"""The report as a paper: the annexes say something on every line, marks are told from text."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.core.actions import perform
from phoihop.core.papers import Annex, Paper, Paragraph, Table, build_paper
from phoihop.directory.tests.factories import NOW
from phoihop.reports import actions as verbs
from phoihop.reports.models import Report
from tests.test_reports import Year

pytestmark = pytest.mark.django_db


def paper_of(report: Report, year: Year) -> Paper:
    return build_paper("reports.review", report, actor=year.office, at=NOW)


def tables(paper: Paper) -> dict[str, list[list[str]]]:
    return {
        block.title: [
            [c.text for c in row] for part in block.blocks if isinstance(part, Table) for row in part.rows
        ]
        for block in paper.blocks
        if isinstance(block, Annex)
    }


@pytest.fixture
def year() -> Year:
    return Year()


def test_targets_stand_in_a_table_with_plan_result_and_verdict_of_the_closing_moment(year: Year) -> None:
    target = year.table.target(year.programme)
    year.table.target(year.programme, number="2", name="Tỷ lệ hộ tham gia", unit="%")
    year.table.checked(target, 13, date(2027, 6, 30))
    report = year.frozen()
    year.table.checked(target, 20, date(2027, 7, 31))
    rows = tables(paper_of(report, year))["KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO"]
    assert rows[1:] == [
        ["1", "Hộ nghèo được hỗ trợ", "hộ", "20", "13", "65", "Đang thực hiện"],
        ["2", "Tỷ lệ hộ tham gia", "%", "20", "chưa có", "", "Chưa có số liệu"],
    ]


def test_a_content_is_told_once_and_only_with_columns_that_count_something(year: Year) -> None:
    rows = tables(paper_of(year.frozen(), year))["NHIỆM VỤ THEO NỘI DUNG PHỐI HỢP"]
    assert rows == [
        ["Nội dung", "Nhiệm vụ trong sổ", "Hoàn thành", "Hoàn thành có bằng chứng", "Đã xác minh", "Chậm", "Chưa bắt đầu"],
        ["1", "4", "2", "1", "1", "1", "1"],
        ["Cộng", "4", "2", "1", "1", "1", "1"],
    ]  # fmt: skip


def test_the_sources_tell_no_nought_and_a_way_of_counting_once(year: Year) -> None:
    rows = tables(paper_of(year.frozen(), year))["NGUỒN SỐ LIỆU"][1:]
    assert not [row for row in rows if row[1].startswith("0 ")]
    ways = [row[2] for row in rows]
    assert len(ways) == len(set(ways))
    whole = next(row for row in rows if row[1].startswith("2 nhiệm vụ hoàn thành."))
    assert whole[1].startswith("2 nhiệm vụ hoàn thành. Theo nội dung: 1: S")


def test_the_mark_after_a_number_is_not_read_as_part_of_it(year: Year) -> None:
    paper = paper_of(year.frozen(), year)
    marks = {
        run.mark for block in paper.blocks if isinstance(block, Paragraph) for run in block.runs if run.mark
    }
    assert marks and all(mark.startswith("[S") and mark.endswith("]") for mark in marks)


def test_a_limitation_changed_by_hand_is_printed_as_written(year: Year) -> None:
    report = year.review()
    row = next(s for s in report.sections.all() if s.kind == "limitation")
    words = {"text": "Còn một việc chậm", "cause": "Chờ vốn", "responsible": "UBND phường"}
    perform(verbs.edit_limitations, report, actor=year.office, at=NOW, changes={row.code: words})
    found = Report.objects.get(pk=report.pk)
    text = "\n".join(getattr(block, "text", "") for block in paper_of(found, year).walk())
    assert "Còn một việc chậm. Nguyên nhân: Chờ vốn. Trách nhiệm: UBND phường." in text
