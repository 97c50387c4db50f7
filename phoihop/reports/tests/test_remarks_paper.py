"""Papers of a circulated draft in Word: the matrix of remarks, and numbers nobody could settle."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client

from phoihop.core.actions import perform
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW
from phoihop.reports import settling
from phoihop.reports.models import Report
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_circulating import Draft, changed, inserted
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db
#: A space that keeps a number and its unit on one line.
NBSP = "\u00a0"


def written(code: str, report: Report, who: Any) -> Any:
    content = formats()["docx"].write(build_paper(code, report, actor=who, at=NOW))
    return docx.Document(io.BytesIO(content))


def rows_of(made: Any) -> list[list[str]]:
    return [[c.text.replace(NBSP, " ") for c in row.cells] for row in made.tables[0].rows]


def test_every_remark_has_a_row_with_its_paragraph_body_answer_who_and_when() -> None:
    draft = Draft()
    gifts = draft.paragraph("suất quà Tết")
    inserted(gifts.runs[-1]._r, " Các suất quà được trao tận nhà.")
    cause = draft.paragraph("chưa thường xuyên")
    changed(cause.runs[0], "del")
    first, second = draft.back()
    draft.answer(order=first.order, answer="explained", words="số liệu đã nêu ở phụ lục")
    made = written("reports.remarks_matrix", draft.report, draft.july.office)
    head, *rows = rows_of(made)
    assert head == [
        "TT",
        "Đoạn của dự thảo",
        "Cơ quan góp ý",
        "Nội dung góp ý",
        "Trả lời",
        "Người trả lời, ngày",
    ]
    assert [row[0] for row in rows] == ["1", "2"]
    body = draft.july.bodies["MTTQ"].short_name
    told = {row[3]: row for row in rows}
    added = next(row for words, row in told.items() if words.startswith("Thêm"))
    assert (added[2], added[3]) == (f"{body} (Bích Loan)", "Thêm “Các suất quà được trao tận nhà.”.")
    assert "240 suất quà Tết" in added[1] and "[[S" not in added[1]
    assert added[4] == "Giải trình: số liệu đã nêu ở phụ lục"
    assert added[5].endswith(f"{NOW:%d/%m/%Y}") and draft.july.office.hats[0].words in added[5]
    taken = next(row for words, row in told.items() if words.startswith("Bỏ"))
    assert (taken[4], taken[5]) == ("[Chờ trả lời]", "")
    lines = " ".join(p.text for p in made.paragraphs)
    assert "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý" in lines
    assert "Có 2 ý kiến của 1 cơ quan: 1 chờ trả lời, 1 giải trình." in lines.replace(NBSP, " ")
    assert made.sections[0].page_width > made.sections[0].page_height
    assert second.order == 2


def test_the_matrix_of_a_draft_without_remarks_says_so_and_a_stranger_gets_none(client: Client) -> None:
    draft = Draft()
    made = written("reports.remarks_matrix", draft.report, draft.july.office)
    assert len(rows_of(made)) == 1 and "Chưa có ý kiến góp ý nào." in " ".join(
        p.text for p in made.paragraphs
    )
    assert client.get(f"/bao-cao/{draft.report.code}/van-ban/remarks_matrix.docx").status_code in (302, 404)


@pytest.fixture
def july() -> Round:
    made = Round()
    made.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"), word(LAST, "Tong ket.docx"))
    return made


def merged(july: Round) -> Any:
    july.record = perform("reports.merge", july.record, actor=july.office, at=NOW)
    return written("reports.review", Report.objects.latest("pk"), july.office)


def line_of(made: Any, words: str) -> str:
    return next(p.text.replace(NBSP, " ") for p in made.paragraphs if words in p.text.replace(NBSP, " "))


@pytest.mark.parametrize("decided", [False, True])
def test_a_number_nobody_could_settle_is_printed_in_word_with_the_other_beside_it(
    july: Round, decided: bool
) -> None:
    if decided:
        perform(settling.keep_both, july.one(), actor=july.office, at=NOW, reason="hai cách đếm")
    made = merged(july)
    rows = {int(row.value or 0): row for row in Report.objects.get().figures.all()}
    assert f"1.876[{rows[1876].short}] (có nơi ghi 1.786) lượt" in line_of(made, "(có nơi ghi 1.786)")
    assert f"1.786[{rows[1786].short}] (có nơi ghi 1.876) lượt" in line_of(made, "(có nơi ghi 1.876)")
    cells = [c.text.replace(NBSP, " ") for t in made.tables for row in t.rows for c in row.cells]
    said = "Giữ cả hai (hai cách đếm):" if decided else "Còn vênh:"
    assert sum(said in text for text in cells) >= 2
    assert any("1.876 (có nơi ghi 1.786)" in text for text in cells)


def test_a_total_that_is_not_its_parts_is_printed_with_what_the_parts_make(july: Round) -> None:
    lines = (
        *COUNCIL[:7], "Trong kỳ tiếp nhận 60 kiến nghị của cử tri, gồm: 25 kiến nghị về hạ tầng, 20 kiến nghị về môi trường và "
        "16 kiến nghị về an sinh xã hội.", *COUNCIL[7:],
    )  # fmt: skip
    perform("reports.set_aside", july.record.intakes.get(speaker="HDND"), actor=july.office, at=NOW, why="")
    july.take(word(lines, "BC HDND 2.docx"))
    assert july.one(kind="total_parts").state == "open"
    made = merged(july)
    row = Report.objects.latest("pk").figures.get(printed="60")
    assert f"60[{row.short}] (tổng phải là 61)" in line_of(made, "(tổng phải là 61)")
