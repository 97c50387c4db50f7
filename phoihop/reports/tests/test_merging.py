"""Several reports become one: under whose headings, with which numbers, from where, and how it is undone."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import docx
import pytest

from phoihop.commitments.models import Commitment
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW
from phoihop.reports import actions, merging, settling
from phoihop.reports.models import Intake, IntakePassage, IntakePromise, Report
from phoihop.reports.overview import contents_of, page_of
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word
from phoihop.reports.tests.test_rounds import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def july() -> Round:
    made = Round()
    made.take(word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"), word(LAST, "Tong ket.docx"))
    return made


def merged(july: Round) -> Report:
    july.record = perform(merging.merge, july.record, actor=july.office, at=NOW)
    report = july.record.report
    assert report is not None
    return Report.objects.get(pk=report.pk)


def told(report: Report) -> list[str]:
    """The report as read: headings, and text with its numbers printed."""
    rows = {row.short: row.words for row in report.figures.all()}
    return [
        f"{s.number} {s.heading}".strip() if s.kind == "heading" else re.sub(r"\[\[(S\d+)\]\]", lambda m: rows[m[1]], s.text)
        for s in report.sections.all()
    ]  # fmt: skip


def settled(july: Round, choice: str) -> None:
    perform(settling.settle, july.one(), actor=july.office, at=NOW, choice=choice, reason="theo biên bản")


def test_passages_stand_under_the_headings_of_the_last_review_with_their_authors(july: Round) -> None:
    settled(july, "p0")
    report = merged(july)
    text = told(report)
    assert text[:3] == [
        "I KẾT QUẢ THỰC HIỆN",
        "1. Phối hợp tiếp xúc cử tri, giải quyết kiến nghị",
        COUNCIL[6],
    ]
    authors = {s.author for s in report.sections.all() if s.text.startswith("Ban Thường trực đã phối hợp")}
    assert authors == {july.bodies["MTTQ"].name}
    assert [s.number for s in report.sections.all() if s.level == 1 and s.kind == "heading"] == [
        "I",
        "II",
        "III",
    ]


def test_a_settled_number_is_printed_in_every_place_and_opens_to_where_it_was_read(july: Round) -> None:
    settled(july, "p0")
    report = merged(july)
    shown = [line for line in told(report) if "lượt cử tri" in line]
    assert all("1.876 lượt" in line for line in shown) and len(shown) == 2
    rows = list(report.figures.filter(label__contains="lượt cử tri"))
    sources = [Intake.objects.get(code=row.source.rpartition(".")[0]).name for row in rows]
    assert sources == ["BC HDND.docx", "BC MTTQ.docx"]
    assert {row.grade for row in report.figures.all()} == {"reported"}
    assert "Đã đối chiếu, chọn 1.876: theo biên bản." in rows[1].how


def test_a_number_nobody_could_settle_is_printed_with_the_other_beside_it(july: Round) -> None:
    perform(settling.keep_both, july.one(), actor=july.office, at=NOW, reason="hai cách đếm")
    rows = merged(july).figures.filter(label__contains="lượt cử tri")
    assert [(row.words, row.marked_words) for row in rows] == [
        ("1.876", "1.876 (có nơi ghi 1.786)"), ("1.786", "1.786 (có nơi ghi 1.876)"),
    ]  # fmt: skip


def test_numbers_keep_the_way_they_were_written(july: Round) -> None:
    report = merged(july)
    row = report.figures.get(label="cuộc giám sát chuyên đề")
    assert (row.printed, row.words, int(row.value or 0)) == ("04", "04", 4)


def test_a_limitation_without_cause_or_responsible_is_flagged_and_one_with_both_is_split(july: Round) -> None:
    whole = (
        *COUNCIL[:10], "- Một số báo cáo gửi chậm so với quy định, nguyên nhân là do thiếu cán bộ; trách nhiệm thuộc về "
        "Văn phòng HĐND và UBND phường.", *COUNCIL[10:],
    )  # fmt: skip
    fresh = Round.__new__(Round)
    fresh.__dict__ |= july.__dict__
    perform("reports.set_aside", Intake.objects.get(speaker="HDND"), actor=july.office, at=NOW, why="")
    fresh.take(word(whole, "BC HDND 2.docx"))
    rows = [s for s in merged(fresh).sections.all() if s.kind == "limitation"]
    assert [(s.text, s.cause, s.responsible) for s in rows] == [
        ("Một số báo cáo gửi chậm so với quy định.", "thiếu cán bộ", "Văn phòng HĐND và UBND phường"),
        (COUNCIL[10].removeprefix("- "), "", ""),
    ]  # fmt: skip


def test_a_passage_taken_out_does_not_go_in_and_a_repeated_sentence_is_told_once(july: Round) -> None:
    settled(july, "p0")
    pair = page_of(july.record).undecided_pairs[0]
    keep, drop = pair
    perform(merging.choose, july.record, actor=july.office, at=NOW, keep=[keep.key], drop=[drop.key])
    gift = IntakePassage.objects.get(text__contains="240 suất quà")
    perform(merging.choose, july.record, actor=july.office, at=NOW, keep=[], drop=[(gift.pk, 0, 0)])
    text = "\n".join(told(merged(july)))
    assert text.count("lượt cử tri tham dự") == 1 and "240 suất" not in text
    july.record.refresh_from_db()
    assert page_of(july.record).undecided_pairs == []
    kept = [c.kept for c in contents_of(page_of(july.record)) if c.rows]
    assert kept == [2, 1, 0, 1, 1]


def test_a_passage_of_another_round_is_refused(july: Round) -> None:
    with pytest.raises(Refused):
        perform(merging.choose, july.record, actor=july.office, at=NOW, keep=[(999, 0, 0)], drop=[])


def test_merging_again_gives_up_the_first_draft_and_an_issued_report_stays(july: Round) -> None:
    first = merged(july)
    second = merged(july)
    first.refresh_from_db()
    assert (first.state, second.state, first.pk != second.pk) == ("abandoned", "drafting", True)
    frozen = perform(actions.freeze, second, actor=july.office, at=NOW)
    texts = {s.code: "Không có." for s in frozen.sections.all() if s.waits}
    if texts:
        frozen = perform(actions.write, frozen, actor=july.office, at=NOW, texts=texts)
    given: dict[str, Any] = {"number": "12", "issued_on": NOW.date(), "anyway": True, "anyway_why": "đã xem"}
    issued = perform(actions.issue, frozen, actor=july.office, at=NOW, **given)
    assert issued.state == "issued"
    with pytest.raises(Refused):
        merged(july)
    with pytest.raises(Refused):
        perform(settling.settle, july.one(), actor=july.office, at=NOW, choice="p0", reason="gõ nhầm")
    assert verify_database().faults == []


def test_only_the_office_merges_and_a_round_without_reports_is_refused(july: Round) -> None:
    with pytest.raises(Forbidden):
        perform(merging.merge, july.record, actor=july.front, at=NOW)
    for paper in Intake.objects.filter(role="report"):
        perform("reports.set_aside", paper, actor=july.office, at=NOW, why="")
    with pytest.raises(Refused):
        merged(july)


def test_the_word_file_has_every_number_as_settled_and_names_its_sources(july: Round) -> None:
    settled(july, "p1")
    report = merged(july)
    content = formats()["docx"].write(build_paper("reports.review", report, actor=july.office, at=NOW))
    made = docx.Document(io.BytesIO(content))
    body = "\n".join(p.text for p in made.paragraphs)
    assert "1.786" in body and "1.876" not in body
    table = "\n".join(c.text for t in made.tables for row in t.rows for c in row.cells)
    assert "BC HDND.docx" in table and "theo báo cáo của đơn vị" in table


def promise(july: Round) -> IntakePromise:
    found: IntakePromise = IntakePromise.objects.get(intake__compilation=july.record)
    return found


def test_a_promise_goes_into_the_book_with_its_day_and_is_asked_about_once(july: Round) -> None:
    row = promise(july)
    given: dict[str, Any] = {"promise": row, "content": row.content, "lead": row.lead, "due": row.due_on}
    july.record = perform(merging.take_promise, july.record, actor=july.office, at=NOW, **given)
    made = Commitment.objects.get()
    assert (made.state, made.lead, made.due_on) == ("proposed", july.bodies["PKT"], date(2027, 9, 30))
    assert page_of(july.record).promises == []
    with pytest.raises(Refused):
        perform(merging.take_promise, july.record, actor=july.office, at=NOW, **given)


def test_promises_left_out_are_not_asked_about_again(july: Round) -> None:
    july.record = perform(
        merging.drop_promises, july.record, actor=july.office, at=NOW, promises=[promise(july)]
    )
    assert page_of(july.record).promises == [] and not Commitment.objects.exists()


def test_the_letter_asks_by_the_outline_of_the_last_review_with_what_was_told_last_time(july: Round) -> None:
    july.record.due_on = date(2027, 8, 10)
    made = build_paper("reports.call_for_reports", july.record, actor=july.office, at=NOW)
    content = formats()["docx"].write(made)
    read = docx.Document(io.BytesIO(content))
    text = "\n".join(p.text for p in read.paragraphs)
    cells = [c.text for t in read.tables for row in t.rows for c in row.cells]
    assert "trước 10/8/2027" in text or "trước 10/08/2027" in text
    assert "Phối hợp tiếp xúc cử tri, giải quyết kiến nghị" in text
    assert july.bodies["UBND"].name in text or any(july.bodies["UBND"].name in c for c in cells)
    assert "Cuộc giám sát chuyên đề" in cells and "6" in cells


def test_a_rate_follows_when_the_count_it_came_from_is_settled_otherwise() -> None:
    council = (
        *COUNCIL[:6], "Thường trực HĐND phường tổng hợp, UBND phường đã giải quyết xong 80/100 kiến nghị cử tri, đạt tỷ lệ 80%.",
        *COUNCIL[7:],
    )  # fmt: skip
    front = (*FRONT[:6], "UBND phường đã giải quyết xong 60/100 kiến nghị cử tri.", *FRONT[7:])
    july = Round()
    july.take(word(council, "BC HDND.docx"), word(front, "BC MTTQ.docx"))
    difference = july.one()
    sixty = next(o["code"] for o in difference.options if o["words"].startswith("60"))
    perform(settling.settle, difference, actor=july.office, at=NOW, choice=sixty, reason="theo biên bản")
    report = merged(july)
    assert any("giải quyết xong 60/100 kiến nghị cử tri, đạt tỷ lệ 60%" in line for line in told(report))
    assert "Tính lại theo số đã chọn: 60/100." in report.figures.get(unit="%").how


def test_contents_told_as_paragraphs_with_their_own_title_are_the_headings_of_the_sample_year() -> None:
    last = (
        *LAST[:4], "4. Tiếp xúc cử tri, giải quyết kiến nghị. Trong năm đã tổ chức 27 cuộc tiếp xúc cử tri.",
        "5. Giám sát, tái giám sát. Hội đồng nhân dân phường đã hoàn thành 06 cuộc giám sát chuyên đề trong năm.",
        "6. Phản biện xã hội, góp ý. Tổ chức 03 hội nghị phản biện xã hội.", *LAST[8:], "IV. PHƯƠNG HƯỚNG", "- Tiếp tục.",
    )  # fmt: skip
    july = Round()
    july.take(word(COUNCIL, "BC HDND.docx"), word(last, "Tong ket.docx"))
    headings = [s.heading for s in merged(july).sections.all() if s.kind == "heading" and s.level == 2]
    assert headings == ["Tiếp xúc cử tri, giải quyết kiến nghị", "Giám sát, tái giám sát"]


def test_how_many_are_solved_is_offered_where_the_report_of_the_answered_goes_on_to_say_it() -> None:
    council = (
        *COUNCIL[:6], "UBND phường đã trả lời 84/87 kiến nghị cử tri. Trong số đã trả lời: xong 61; đang làm 23.", *COUNCIL[7:],
    )  # fmt: skip
    front = (*FRONT[:6], "UBND phường đã giải quyết xong 84/87 kiến nghị cử tri.", *FRONT[7:])
    july = Round()
    july.take(word(council, "BC HDND.docx"), word(front, "BC MTTQ.docx"))
    words = [o["words"] for o in july.one(kind="answered_solved").options]
    assert words[0] == "đã trả lời 84/87, giải quyết xong 61" and len(words) == len(set(words))
