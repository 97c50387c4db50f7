"""A draft goes round as Word and comes back changed: what was changed, by whom, and what becomes of it."""

from __future__ import annotations

import copy
import io
from datetime import date
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Notice
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW
from phoihop.reports import actions, circulating, merging
from phoihop.reports.models import Remark, Report
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db


class Draft:
    """A joint draft sent round; the front changes it in Word."""

    def __init__(self) -> None:
        self.july = Round()
        self.july.take(
            word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"), word(LAST, "Tong ket.docx")
        )
        self.july.record = perform(merging.merge, self.july.record, actor=self.july.office, at=NOW)
        self.report: Report = Report.objects.get()
        content = formats()["docx"].write(
            build_paper("reports.review", self.report, actor=self.july.office, at=NOW)
        )
        self.paper = docx.Document(io.BytesIO(content))

    def paragraph(self, words: str) -> Any:
        return next(p for p in self.paper.paragraphs if words in p.text)

    def back(self) -> list[Remark]:
        out = io.BytesIO()
        self.paper.save(out)
        file = ContentFile(out.getvalue(), name="gop y.docx")
        perform(
            circulating.take_remarks, self.report, actor=self.july.front, at=NOW, uploads=[file],
            body=self.july.bodies["MTTQ"],
        )  # fmt: skip
        return list(Remark.objects.order_by("order"))

    def answer(self, **given: Any) -> None:
        perform(circulating.answer_remark, self.report, actor=self.july.office, at=NOW, **given)

    def text(self, words: str) -> str:
        return next(s.text for s in self.report.sections.all() if words in s.text)


def changed(run: Any, kind: str, *, author: str = "Bích Loan") -> Any:
    """The run wrapped as a tracked change of Word."""
    made = OxmlElement(f"w:{kind}")
    made.set(qn("w:id"), "9")
    made.set(qn("w:author"), author)
    made.set(qn("w:date"), "2027-08-02T09:00:00Z")
    run._r.addprevious(made)
    made.append(run._r)
    if kind == "del":
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")
    return made


def inserted(after: Any, words: str) -> None:
    """A tracked insertion behind a run or another change."""
    run = copy.deepcopy(after if after.tag == qn("w:r") else after[0])
    for text in (*run.findall(qn("w:t")), *run.findall(qn("w:delText"))):
        text.tag, text.text = qn("w:t"), words
    made = OxmlElement("w:ins")
    made.set(qn("w:id"), "10")
    made.set(qn("w:author"), "Bích Loan")
    made.set(qn("w:date"), "2027-08-02T09:00:00Z")
    made.append(run)
    after.addnext(made)


@pytest.fixture
def draft() -> Draft:
    return Draft()


def test_the_parties_are_told_that_their_view_is_asked(draft: Draft) -> None:
    perform(circulating.circulate, draft.report, actor=draft.july.office, at=NOW, answer_by=date(2027, 8, 9))
    told = set(Notice.objects.filter(verb="reports.circulate").values_list("body", flat=True))
    assert draft.july.bodies["MTTQ"].pk in told


def test_an_insertion_is_read_with_its_author_and_section_and_made_when_accepted(draft: Draft) -> None:
    paragraph = draft.paragraph("suất quà Tết")
    inserted(paragraph.runs[-1]._r, " Các suất quà được trao tận nhà.")
    [remark] = draft.back()
    section = next(s for s in draft.report.sections.all() if s.code == remark.section)
    assert (remark.author, remark.new, remark.old) == ("Bích Loan", " Các suất quà được trao tận nhà.", "")
    assert "suất quà Tết" in section.text
    draft.answer(order=remark.order, answer="accepted")
    text = draft.text("suất quà Tết")
    assert text.endswith("Các suất quà được trao tận nhà.") and "[[S" in text
    assert verify_database().faults == []


def test_words_replaced_are_one_change_and_numbers_stay_linked(draft: Draft) -> None:
    paragraph = draft.paragraph("suất quà Tết")
    before = draft.text("suất quà Tết")
    first = paragraph.runs[0]
    gone = changed(first, "del")
    inserted(gone, "Ủy ban MTTQ phường đã trao ")
    [remark] = draft.back()
    assert (remark.old, remark.new) == ("Mặt trận phường đã trao ", "Ủy ban MTTQ phường đã trao ")
    draft.answer(order=remark.order, answer="accepted")
    assert draft.text("suất quà Tết") == before.replace("Mặt trận phường", "Ủy ban MTTQ phường")


def test_a_number_changed_by_a_body_becomes_a_correction_with_both_values(draft: Draft) -> None:
    paragraph = draft.paragraph("suất quà Tết")
    number = next(run for run in paragraph.runs if run.text == "240")
    inserted(changed(number, "del"), "245")
    [remark] = draft.back()
    assert (remark.old, remark.new, bool(remark.short)) == ("240", "245", True)
    draft.answer(order=remark.order, answer="accepted")
    row = draft.report.figures.get(short=remark.short)
    assert (int(row.value or 0), int(row.corrected or 0)) == (240, 245)
    assert row.corrected_why == f"Theo góp ý của {draft.july.bodies['MTTQ'].name}"


def test_what_is_not_accepted_needs_a_reason_and_part_may_be_taken(draft: Draft) -> None:
    inserted(draft.paragraph("suất quà Tết").runs[-1]._r, " Rất tốt.")
    [remark] = draft.back()
    with pytest.raises(Refused):
        draft.answer(order=remark.order, answer="explained")
    draft.answer(order=remark.order, answer="explained", words="Không có số liệu kèm theo.")
    draft.answer(order=remark.order, answer="partly", words="Bỏ chữ rất.", text=" Kết quả tốt.")
    assert draft.text("suất quà Tết").endswith("Kết quả tốt.")
    kept = Remark.objects.get()
    assert (kept.answer, kept.words, kept.answer_label) == ("partly", "Bỏ chữ rất.", "Tiếp thu một phần")


def test_a_file_without_changes_is_refused_and_a_stranger_may_not_send(draft: Draft) -> None:
    with pytest.raises(Refused) as why:
        draft.back()
    assert "không có thay đổi" in why.value.reason
    with pytest.raises(Forbidden):
        perform(
            circulating.take_remarks, draft.report, actor=draft.july.stranger, at=NOW, uploads=[],
            body=draft.july.bodies["MTTQ"],
        )  # fmt: skip


def test_a_report_with_a_remark_unanswered_is_not_issued(draft: Draft) -> None:
    inserted(draft.paragraph("suất quà Tết").runs[-1]._r, " Rất tốt.")
    draft.back()
    report = perform(actions.freeze, draft.report, actor=draft.july.office, at=NOW)
    with pytest.raises(Refused) as why:
        perform(actions.issue, report, actor=draft.july.office, at=NOW, number="1", issued_on=NOW.date())
    assert why.value.reason == "Còn 1 góp ý chưa trả lời."


def test_a_passage_is_rewritten_with_its_numbers_and_taken_out_when_emptied(draft: Draft) -> None:
    section = next(s for s in draft.report.sections.all() if "suất quà Tết" in s.text)
    token = section.text[section.text.index("[[") : section.text.index("]]") + 2]
    new = f"Mặt trận đã trao {token} suất quà."
    perform(circulating.rewrite, draft.report, actor=draft.july.office, at=NOW, code=section.code, text=new)
    assert draft.text("suất quà.") == new
    with pytest.raises(Refused):
        perform(
            circulating.rewrite,
            draft.report,
            actor=draft.july.office,
            at=NOW,
            code=section.code,
            text="[[S999]]",
        )
    perform(circulating.rewrite, draft.report, actor=draft.july.office, at=NOW, code=section.code, text=" ")
    assert not draft.report.sections.filter(code=section.code).exists()
