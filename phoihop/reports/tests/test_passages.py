"""Which sentences of two papers are one written twice, and where a sentence begins and ends."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.core.actions import perform
from phoihop.directory.tests.factories import NOW
from phoihop.reports import merging
from phoihop.reports.models import IntakePassage
from phoihop.reports.overview import page_of
from phoihop.reports.passages import Choices, is_usual, sentences
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db


def parts(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Nghe báo cáo về tình hình thu, chi ngân sách. chi ngân sách phường đạt 42%. Công tác khác được duy trì.",
            ["Nghe báo cáo về tình hình thu, chi ngân sách. chi ngân sách phường đạt 42%.", "Công tác khác được duy trì."],
        ),
        (
            "Bầu cử diễn ra an toàn; có 900/950 cử tri đi bầu ngày 15/3/2027. Hội nghị gồm 3 phiên.",
            ["Bầu cử diễn ra an toàn; có 900/950 cử tri đi bầu ngày 15/3/2027.", "Hội nghị gồm 3 phiên."],
        ),
        ("2. Kỳ họp của TP. Hà Giang, bà Th. An dự.", ["2. Kỳ họp của TP. Hà Giang, bà Th. An dự."]),
    ],
)  # fmt: skip
def test_a_sentence_ends_before_a_capital_and_what_goes_on_in_lower_case_belongs_to_it(
    text: str, wanted: list[str]
) -> None:
    assert parts(text) == wanted


def pairs(council: str, front: str) -> list[tuple[str, str]]:
    july = Round()
    july.take(word((*COUNCIL[:6], council), "BC HDND.docx"), word((*FRONT[:6], front), "BC MTTQ.docx"))
    return [(one.text, two.text) for one, two in page_of(july.record).pairs]


def test_two_closing_formulas_and_two_sentences_with_the_same_beginning_are_no_pair() -> None:
    closing = "Trên đây là báo cáo kết quả công tác 6 tháng đầu năm 2027, phương hướng, nhiệm vụ 6 tháng cuối năm 2027"
    assert pairs(f"{closing} của Thường trực HĐND phường.", f"{closing} của Ban Thường trực phường.") == []
    opening = "Trong 6 tháng đầu năm đã phối hợp tổ chức thực hiện"
    assert pairs(
        f"{opening} 04 cuộc giám sát chuyên đề về quản lý đất đai, trật tự xây dựng tại các tổ dân phố.",
        f"{opening} 12 buổi tuyên truyền, vận động hội viên tham gia bảo hiểm y tế tự nguyện.",
    ) == []  # fmt: skip


def test_a_choice_kept_from_before_that_would_cut_a_sentence_in_half_cuts_nothing() -> None:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"))
    row = IntakePassage.objects.filter(intake__compilation=july.record).order_by("pk").first()
    assert row is not None
    given: dict[str, Any] = {"actor": july.office, "at": NOW, "keep": []}
    july.record = perform(merging.choose, july.record, drop=[(row.pk, 0, 20)], **given)
    assert Choices(july.record).cuts(row) == []
    july.record = perform(merging.choose, july.record, drop=[(row.pk, 0, len(row.text))], **given)
    assert Choices(july.record).cuts(row) == [(0, len(row.text))]


def test_headings_read_as_paragraphs_and_who_receives_a_paper_are_left_out() -> None:
    lines = (
        "CHƯƠNG TRÌNH 4: Dân chủ ở cơ sở năm 2027", "Mặt trận phường đã trao 240 suất quà Tết cho hộ nghèo trên địa bàn.",
        "III. KIẾN NGHỊ", "- Đề nghị cấp trên sớm hướng dẫn chế độ cho cán bộ không chuyên trách.",
        "- Thường trực Đảng ủy phường", "- Các tổ chức chính trị - xã hội",
    )  # fmt: skip
    july = Round()
    july.take(word((*FRONT[:6], *lines), "BC MTTQ.docx"))
    intake = page_of(july.record).current[0]
    usual = [p.text for p in intake.passages.all() if is_usual(p, intake)]
    assert usual == [lines[1], lines[3]]


def test_a_sentence_chosen_to_be_kept_brings_its_passage_into_the_report() -> None:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"))
    row = IntakePassage.objects.filter(intake__compilation=july.record).order_by("pk").first()
    assert row is not None
    given: dict[str, Any] = {"actor": july.office, "at": NOW}
    july.record = perform(merging.choose, july.record, keep=[], drop=[(row.pk, 0, 0)], **given)
    july.record = perform(merging.choose, july.record, keep=[(row.pk, 0, len(row.text))], drop=[], **given)
    assert Choices(july.record).keeps(row, row.intake)


def test_a_promise_decided_in_a_paper_since_replaced_is_not_asked_about_again() -> None:
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"))
    ((promise, _intake),) = page_of(july.record).promises
    given: dict[str, Any] = {
        "promise": promise,
        "content": promise.content,
        "lead": promise.lead,
        "due": promise.due_on,
    }
    july.record = perform(merging.take_promise, july.record, actor=july.office, at=NOW, **given)
    july.take(
        word(
            (*COUNCIL, "- Tiếp tục đổi mới công tác tiếp xúc cử tri trong thời gian tới."),
            "BC HDND ban 2.docx",
        )
    )
    assert (page_of(july.record).promises, page_of(july.record).taken) == ([], 1)
