"""A passage is edited with its numbers standing in it as they print; a number is not lost without saying so."""

from __future__ import annotations

import pytest
from django.test import Client

from phoihop.core.actions import Refused, perform
from phoihop.core.papers import Paper, build_paper
from phoihop.core.who import PUBLIC
from phoihop.directory.tests.factories import NOW
from phoihop.reports.chips import chips_of, from_chips, need_kept, to_chips
from phoihop.reports.models import Report, ReportFigure, Section
from phoihop.reports.tests.papers import COUNCIL, FRONT
from phoihop.reports.tests.test_round_pages import clerk, page, ready
from phoihop.reports.tests.test_word import july_of, merged

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


def numbers(**printed: str) -> dict[str, ReportFigure]:
    return {short: ReportFigure(short=short, printed=words, value=1) for short, words in printed.items()}


def test_a_number_stands_in_the_box_as_it_prints_and_of_two_alike_the_second_says_so() -> None:
    rows = numbers(S01="17", S02="04", S03="04")
    text = "Tổ chức [[S01]] cuộc, trong đó [[S02]] cuộc lớn, [[S03]] cuộc nhỏ."
    chips = chips_of(text, rows)
    shown = to_chips(text, chips)
    assert shown == "Tổ chức ⟦17⟧ cuộc, trong đó ⟦04⟧ cuộc lớn, ⟦04 (2)⟧ cuộc nhỏ."
    assert from_chips(shown, chips, rows) == text


def test_a_number_that_lost_only_its_brackets_is_that_number_still() -> None:
    rows = numbers(S01="17", S02="1.204")
    text = "Tổ chức [[S01]] cuộc với [[S02]] lượt người."
    chips = chips_of(text, rows)
    assert (
        from_chips("Đã tổ chức 17 cuộc với ⟦1.204⟧ lượt người.", chips, rows)
        == "Đã tổ chức [[S01]] cuộc với [[S02]] lượt người."
    )
    assert "[[S01]]" not in from_chips("Năm 2017 tổ chức ⟦1.204⟧ lượt.", chips, rows)


def test_a_sentence_that_stays_keeps_its_numbers_and_one_that_goes_takes_them_along() -> None:
    rows = numbers(S01="17", S02="1.204")
    before = "Đã tổ chức [[S01]] cuộc tiếp xúc cử tri. Có [[S02]] lượt người tham dự các buổi ấy."
    need_kept(before, "Trong kỳ đã tổ chức [[S01]] cuộc tiếp xúc cử tri ở các khu dân cư.", rows)
    with pytest.raises(Refused) as why:
        need_kept(
            before, "Đã tổ chức nhiều cuộc tiếp xúc cử tri. Có [[S02]] lượt người tham dự các buổi ấy.", rows
        )
    assert why.value.reason == "Câu “Đã tổ chức ⟦17⟧ cuộc tiếp xúc cử tri.” mất con số ⟦17⟧."
    with pytest.raises(Refused) as why:
        need_kept(before, "Đã tổ chức ⟦18⟧ cuộc tiếp xúc cử tri.", rows)
    assert "⟦18⟧" in why.value.reason


def test_the_page_shows_no_code_and_keeps_what_was_typed_when_a_number_is_lost(clerk: Client) -> None:
    record = ready(clerk)
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    report = Report.objects.get()
    section = next(s for s in report.sections.all() if s.kind == "passage" and "[[S" in s.text)
    address = f"/bao-cao/{report.code}/doan/{section.code}/"
    text = page(clerk, address)
    assert "[[S" not in text and "⟦14⟧ cuộc tiếp xúc cử tri" in text and ">nguồn</a>" in text
    lost = "Thường trực HĐND phường đã tổ chức nhiều cuộc tiếp xúc cử tri với ⟦1.876⟧ lượt cử tri tham dự."
    answer = clerk.post(address, {"text": lost})
    said = answer.content.decode()
    assert answer.status_code == 409 and "mất con số ⟦14⟧" in said and lost in said
    kept = "Trong kỳ, đã tổ chức ⟦14⟧ cuộc tiếp xúc cử tri với ⟦1.876⟧ lượt cử tri tham dự."
    assert clerk.post(address, {"text": kept}).status_code == 302
    now = Section.objects.get(report=report, code=section.code)
    assert now.text.startswith("Trong kỳ, đã tổ chức [[S") and now.text.count("[[S") == 2


def test_numbers_in_a_cause_are_printed_and_edited_as_numbers() -> None:
    lines = (
        *COUNCIL[:10],
        "- Theo dõi kiến nghị chưa thường xuyên, nguyên nhân là do thiếu 02 công chức chuyên trách.",
        *COUNCIL[11:],
    )
    july = july_of((lines, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))
    report = merged(july)
    limitation = next(s for s in report.sections.all() if s.kind == "limitation")
    printed = "\n".join(run.text for block in _official(report).blocks for run in getattr(block, "runs", ()))
    assert "[[S" not in printed and "công chức chuyên trách" in limitation.whole
    boxes = {
        "text": limitation.text,
        "responsible": "Văn phòng",
        "cause": limitation.cause.replace("[[", "").replace("]]", ""),
    }
    if "[[S" in limitation.cause:
        with pytest.raises(Refused):
            perform(
                "reports.edit_limitations",
                report,
                actor=july.office,
                at=NOW,
                changes={limitation.code: boxes},
            )


def _official(report: Report) -> Paper:
    return build_paper("reports.official", report, actor=PUBLIC, at=NOW)
