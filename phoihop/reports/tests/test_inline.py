"""Passages of papers on their way into the joint report: what steers them, and how their numbers stand."""

from __future__ import annotations

import pytest
from django.test import Client

from phoihop.core.actions import perform
from phoihop.directory.tests.factories import NOW
from phoihop.reports import settling
from phoihop.reports.inline import names_only
from phoihop.reports.models import Intake, IntakePassage, Report
from phoihop.reports.overview import contents_of, facts_of, page_of
from phoihop.reports.passages import steered
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, LAST_HALF, word
from phoihop.reports.tests.test_merging import told
from phoihop.reports.tests.test_round_pages import clerk, page, ready
from phoihop.reports.tests.test_word import july_of, merged

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


@pytest.mark.parametrize(
    ("words", "number", "name"),
    [
        ("họp giao ban tháng 5 với ba cơ quan", "5", True), ("dịch vụ công mức độ 2", "2", True),
        ("theo Nghị quyết số 12 của HĐND", "12", True), ("tại kỳ họp thứ 8", "8", True), ("theo Điều 5", "5", True),
        ("trong 6 tháng 12 cuộc", "12", False), ("mỗi tháng 02 buổi", "02", False), ("trước kỳ họp 08 cuộc", "08", False),
        ("số 12 hộ", "12", False), ("đạt mức 95", "95", False),
    ],
)  # fmt: skip
def test_a_number_that_only_names_something_opens_to_nothing(words: str, number: str, name: bool) -> None:
    assert names_only(words, words.rindex(number), number) is name


def passages(*lines: str, kind: str = "result", heading: str = "I. KẾT QUẢ") -> list[IntakePassage]:
    return [IntakePassage(text=line, kind=kind, heading=heading, order=n) for n, line in enumerate(lines)]


def test_a_heading_read_as_a_paragraph_steers_what_stands_under_it_until_the_next() -> None:
    rows = passages(
        "2. Hạn chế, nguyên nhân", "Công tác phối hợp có lúc chưa thường xuyên.", "a) Về tổ chức thực hiện",
        "Một số việc còn chậm.", "3. Ưu điểm", "Lịch được xếp chung từ đầu năm.",
    )  # fmt: skip
    assert [row.kind for row in steered(rows)] == [
        "limitation", "limitation", "limitation", "limitation", "strength", "strength",
    ]  # fmt: skip
    assert {row.kind for row in rows} == {"result"}


def test_a_caption_or_an_item_steers_nothing_and_what_is_to_come_stays_to_come() -> None:
    rows = passages(
        "Bảng 2. Kết quả giám sát",
        "Đối với phản biện, Mặt trận mời các hộ.",
        "a) Ban Kinh tế - Ngân sách",
        "Ban họp.",
    )
    assert [(row.kind, row.heading) for row in steered(rows)] == [("result", "I. KẾT QUẢ")] * 4
    ahead = passages("1. Khắc phục hạn chế", "Làm tốt hơn.", "2. Hạn chế", "Rà soát.", kind="direction")
    assert {row.kind for row in steered(ahead)} == {"direction"}


def test_the_preview_shows_numbers_as_they_are_settled(clerk: Client) -> None:
    record = ready(clerk)
    text = page(clerk, f"/tong-hop/{record.code}/?muc=noi-dung")
    assert "với 1.786 (có nơi ghi 1.876) lượt cử tri" in text
    july = record.differences.get()
    clerk.post(f"/cho-venh/{july.code}/quyet/", {"choice": "p0", "reason": "theo biên bản"})
    text = page(clerk, f"/tong-hop/{record.code}/?muc=noi-dung")
    whole = "\n".join(r.text for c in contents_of(page_of(record)) for r in c.rows)
    assert "với 1.876 lượt cử tri" in text and "1.786" not in whole
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    merged_text = "\n".join(told(Report.objects.get()))
    assert all(
        r.text.lstrip("- ").split(", nguyên")[0].rstrip(".") in merged_text
        for c in contents_of(page_of(record))
        for r in c.rows
        if r.kept
    )


def test_last_time_stands_beside_as_long_a_period_or_says_which_it_is() -> None:
    july = july_of((COUNCIL, "BC HDND.docx"), (LAST, "Tong ket 2026.docx"))
    facts = facts_of(page_of(july.record).current, frozenset(), period="2027-H1")
    said = {f.words: (f.before.value_words, f.other_period) for f in facts if f.before}
    assert said["cuộc giám sát chuyên đề"] == ("6", "năm 2026")
    july.take(word(LAST_HALF, "So ket 2026.docx"))
    facts = facts_of(page_of(july.record).current, frozenset(), period="2027-H1")
    said = {f.words: (f.before.value_words, f.other_period) for f in facts if f.before}
    assert said["cuộc giám sát chuyên đề"] == ("6", "")


def test_the_half_year_review_of_the_year_before_is_last_time_and_no_report_of_this_round() -> None:
    review = (*LAST[:2], "Sơ kết thực hiện Chương trình phối hợp công tác 6 tháng đầu năm 2026", *LAST[3:])
    july = july_of((COUNCIL, "BC HDND.docx"), (review, "So ket 2026.docx"))
    paper = Intake.objects.get(name="So ket 2026.docx")
    assert (paper.role, paper.state, paper.period) == ("last_review", "current", "2026-H1")
    assert merged(july).sections.filter(heading__contains="Phối hợp tiếp xúc cử tri").exists()


def test_numbers_in_a_preview_follow_what_both_keep() -> None:
    july = july_of((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))
    perform(settling.keep_both, july.one(), actor=july.office, at=NOW, reason="hai cách đếm")
    whole = "\n".join(r.text for c in contents_of(page_of(july.record)) for r in c.rows)
    assert "1.876 (có nơi ghi 1.786)" in whole
