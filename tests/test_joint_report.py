"""A joint report on a programme in the book: its assigned targets as a table, and who signs on the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phoihop.activities.programmes.tests.factories import Table
from phoihop.core import papers
from phoihop.core.actions import perform
from phoihop.core.papers import build_paper
from phoihop.directory.tests.factories import NOW, acting
from phoihop.reports import collecting, settling
from phoihop.reports.models import Report
from phoihop.reports.tests.papers import COUNCIL, LAST, word

pytestmark = pytest.mark.django_db


class Joint:
    """Half a year of a programme with two targets, reported on by one paper under the frame of the last review."""

    def __init__(self) -> None:
        self.table = Table()
        self.programme = self.table.in_force()
        self.office = self.table.office
        for n, (name, value) in enumerate((("Tỷ lệ hộ đạt chuẩn", 96), ("Số nhà được sửa", 0)), start=1):
            target = self.table.target(self.programme, number=str(n), name=name)
            if value:
                self.table.checked(target, value)
        asked = [self.table.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
        self.record: Any = perform(
            collecting.open_round,
            actor=self.office,
            at=NOW,
            kind="interim",
            year=2027,
            asked=asked,
            about=self.programme,
        )

    def report(self) -> Report:
        files = [word(COUNCIL, "BC HDND.docx"), word(LAST, "Tong ket.docx")]
        perform(collecting.take_in, self.record, actor=self.office, at=NOW, uploads=files)
        while collecting.read_next(self.record, actor=self.office, at=NOW):
            pass
        self.record = settling.compare_now(self.record, actor=self.office, at=NOW)
        perform("reports.merge", self.record, actor=self.office, at=NOW)
        return Report.objects.get()

    def paper(self, report: Report) -> papers.Paper:
        return build_paper("reports.official", report, actor=self.office, at=NOW)


def test_assigned_targets_stand_as_a_table_with_plan_and_result() -> None:
    joint = Joint()
    paper = joint.paper(joint.report())
    annexes = {block.title: block for block in paper.blocks if isinstance(block, papers.Annex)}
    table = next(
        b for b in annexes["KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO"].blocks if isinstance(b, papers.Table)
    )
    told = [[cell.text for cell in row] for row in table.rows]
    assert told[0][1] == "Chỉ tiêu" and [row[1] for row in told[1:]] == [
        "Tỷ lệ hộ đạt chuẩn",
        "Số nhà được sửa",
    ]
    assert told[1][4] == "96" and told[2][4] == "chưa có"


def test_who_signs_is_proposed_from_the_positions_of_the_day() -> None:
    joint = Joint()
    body = joint.table.bodies["UBND"]
    keeper = acting(joint.table.bodies["TTHDND"], "administrator", user=50)
    chair = perform("directory.register_person", actor=keeper, at=NOW, full_name="Trần Thị Hoa")
    for title, first, last in (
        ("Chủ tịch UBND phường", date(2025, 7, 1), None),
        ("Phó Chủ tịch UBND phường", date(2024, 1, 1), date(2025, 7, 1)),
    ):
        chair = perform(
            "directory.appoint",
            chair,
            actor=keeper,
            at=NOW,
            body=body,
            title=title,
            rank=10,
            valid_from=first,
            valid_to=last,
        )
    signatures = next(b for b in joint.paper(joint.report()).blocks if isinstance(b, papers.Signatures))
    told = {column.authority: (column.titles, column.name) for column in signatures.columns}
    assert told["TM. ỦY BAN NHÂN DÂN"] == (("CHỦ TỊCH",), "Trần Thị Hoa")
    assert sum(bool(name) for _titles, name in told.values()) == 1
