"""A dialogue from its plan to its published result, and the next one that opens with what was promised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phoihop.activities.dialogue import actions as verbs
from phoihop.activities.dialogue.figures import answered, conferences, people, questions
from phoihop.activities.dialogue.models import Dialogue
from phoihop.activities.dialogue.tests.factories import AFTER, BEFORE, NOTICE, START, Square
from phoihop.commitments.models import Commitment
from phoihop.core import background, vault
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.deadlines import running
from phoihop.core.figures import Scope, registry
from phoihop.core.forms import ActionForm, asked_for, bind
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, JournalBody, Notice
from phoihop.core.papers import build_paper, formats
from phoihop.core.period import Period
from phoihop.documents.format_check import check
from phoihop.documents.versions import paper_lines
from phoihop.meetings import actions as meetings
from phoihop.meetings import holding
from phoihop.meetings.counting import counts
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import told_points
from phoihop.petitions.actions import classify, hand_over
from phoihop.petitions.models import Custody, Petition

pytestmark = pytest.mark.django_db
NEXT = START.replace(year=2028)
YEAR = Period(start=date(2027, 1, 1), end=date(2028, 1, 1), words="năm 2027")


@pytest.fixture
def square() -> Square:
    return Square()


def clocks(row: Dialogue) -> dict[str, date]:
    return {clock.code.removeprefix("dialogue."): clock.due_on for clock in running(row)}


def refused(verb: Any, row: Dialogue | None, who: Any, *, at: datetime = NOTICE, **inputs: Any) -> str:
    with pytest.raises(Refused) as refusal:
        perform(verb, row, actor=who, at=at, **inputs)
    return refusal.value.reason


# ------------------------------------------------------------------------------------ before it


def test_it_takes_its_place_in_the_calendar_of_three_bodies_and_its_two_clocks_run(square: Square) -> None:
    row = square.planned()
    assert (row.meeting.kind, row.meeting.host, row.meeting.co_hosting()) == (
        "doi_thoai", square.bodies["UBND"], [square.bodies["TTHDND"].pk, square.bodies["MTTQ"].pk],
    )  # fmt: skip
    # Seven days before Friday 16/04 is Friday 09/04; the year ends on 31/12.
    assert clocks(row) == {"public_notice": date(2027, 4, 9), "yearly": date(2027, 12, 31)}
    assert set(Notice.objects.filter(verb="dialogue.plan_dialogue").values_list("body", flat=True)) == {
        square.bodies["MTTQ"].pk, square.bodies["TTHDND"].pk,
    }  # fmt: skip
    square.office = square.front
    with pytest.raises(Forbidden):
        square.planned(start=START + timedelta(days=3))


def test_the_notice_says_how_long_before_and_calls_the_guests(square: Square) -> None:
    row = square.announced()
    assert row.announced_line == "05/04/2027 (trước 11 ngày): Niêm yết tại 24 nhà văn hóa, loa phường"
    assert (row.meeting.state, "public_notice" in clocks(row)) == ("called", False)
    for who in (square.stranger,):
        with pytest.raises(Forbidden):
            perform(verbs.collect_question, row, actor=who, at=NOTICE, via="board", lines=["x"])


def test_what_is_sent_before_becomes_petitions_of_who_collected_it_with_the_dialogue_as_source(
    square: Square,
) -> None:
    row = square.asked(square.planned(), "Đèn ngõ 12 hỏng", "Cống tổ 7 tắc")
    told = [(p.content, p.source, p.receiver, p.quarter, p.state) for p in Petition.objects.order_by("pk")]
    front = square.bodies["MTTQ"]
    assert told == [
        ("Đèn ngõ 12 hỏng", "dialogue", front, "Tổ dân phố 12", "received"), ("Cống tổ 7 tắc", "dialogue", front, "Tổ dân phố 12", "received"),
    ]  # fmt: skip
    assert [(q.number, q.where_words) for q in row.questions.all()] == [
        (1, "Gửi trước, Ban Công tác Mặt trận thu thập, Tổ dân phố 12"), (2, "Gửi trước, Ban Công tác Mặt trận thu thập, Tổ dân phố 12"),
    ]  # fmt: skip
    assert (row.questions_total, row.answered_total) == (2, 0)
    row = square.perform(
        verbs.answer_question, row, number=2, answer="Nạo vét xong 10/4", answered_by="Phòng Kinh tế"
    )
    row = square.perform(verbs.answer_question, row, number=2, answer="Nạo vét xong 09/4")
    assert row.answered_total == 1
    assert "Không có ý kiến số 9" in refused(verbs.answer_question, row, square.office, number=9, answer="x")


# ------------------------------------------------------------------------------------- in the hall


def test_what_was_asked_in_the_hall_comes_from_the_turns_once_and_later_answers_follow(
    square: Square,
) -> None:
    row = square.held()
    told = [(q.when, q.text, q.answer) for q in row.questions.all()]
    assert told == [
        ("before", "Đèn ngõ 12 hỏng từ tháng Hai", ""), ("live", "Vỉa hè ngõ 84 bị chiếm", "Ra quân trước 30/4"),
        ("live", "Giờ thu gom rác chưa hợp lý", ""),
    ]  # fmt: skip
    assert (row.questions_total, row.answered_total, Petition.objects.count()) == (3, 1, 3)
    assert "không có ý kiến hay trả lời nào mới" in refused(verbs.collect_live, row, square.office, at=AFTER)
    square.perform(
        "meetings.answer_point", row.meeting, at=AFTER, point=2, answer="Đổi sang 18 giờ từ 01/5", answered_by="Phòng Kinh tế"
    )  # fmt: skip
    row = square.perform(verbs.collect_live, Dialogue.objects.get(), at=AFTER)
    assert (row.answered_total, Petition.objects.count()) == (2, 3)


def test_what_was_said_in_the_hall_and_handed_over_stands_in_no_paper_of_the_meeting(square: Square) -> None:
    meeting = square.held().meeting
    said = ("Vỉa hè ngõ 84 bị chiếm", "Giờ thu gom rác chưa hợp lý")
    assert told_points(meeting) == []  # nobody has read and classified them yet
    for words in said:
        square.perform(
            classify, Petition.objects.get(content=words), at=AFTER, title=words, field="do-thi", competence="commune",
            answering=square.bodies["UBND"], quarter="", place="", questions=[],
        )  # fmt: skip
    assert [p.said for p in told_points(meeting)] == [*said]
    perform(hand_over, Petition.objects.get(content=said[0]), actor=square.office, at=AFTER)
    assert [p.said for p in told_points(meeting)] == [said[1]]


def test_words_of_the_hall_that_were_handed_over_are_gone_from_its_book_and_the_journal_and_the_count_stays(
    square: Square,
) -> None:
    row = square.held()
    for words in ("Vỉa hè ngõ 84 bị chiếm", "Giờ thu gom rác chưa hợp lý"):
        perform(hand_over, Petition.objects.get(content=words), actor=square.office, at=AFTER)
    meeting, row = Meeting.objects.get(), Dialogue.objects.get()
    points = [(p.said, p.response, p.answered_by, p.turn, p.waits) for p in meeting.points.all()]
    assert points == [("", "", "", 0, False)] * 2
    assert [(t.name, t.title, t.who) for t in meeting.turns.all()] == [
        ("Cử tri, người dân", "", "Cử tri, người dân")
    ]
    assert (counts(meeting).totals["asks"], row.questions_total, row.answered_total) == (2, 3, 0)
    assert [q.answer for q in row.questions.all()] == ["", "", ""]
    rows = [*JournalBody.objects.values_list("text", flat=True)]
    gone = ("Vỉa hè", "Giờ thu gom", "Ra quân trước")
    assert [words for words in gone if any(words in held for held in rows)] == []
    assert "không có ý kiến hay trả lời nào mới" in refused(verbs.collect_live, row, square.office, at=AFTER)
    assert verify_database().faults == []


def test_it_is_noted_as_held_only_after_its_hour_and_its_clocks_change(square: Square) -> None:
    row = square.announced()
    assert "chưa đến giờ" in refused(verbs.record_held, row, square.office, people=10)
    row = square.held(start=START + timedelta(days=7))
    # Ten days after Friday 23/04 is Monday 03/05, a day off in lieu; five working days pass over 30/4 and 01/5.
    due = clocks(row)
    assert (set(due), due["yearly"], row.duty_from) == (
        {"result", "conclusions", "yearly"}, date(2028, 12, 31), date(2028, 1, 1),
    )  # fmt: skip


def test_conclusions_become_work_and_the_result_is_published_with_the_day(square: Square) -> None:
    row = square.held()
    assert "Ngày công bố" in refused(
        verbs.publish_result, row, square.office, at=AFTER, published_on=date(2027, 5, 1), published_words="x"
    )
    row = square.perform(verbs.give_conclusions, row, at=AFTER)
    tasks = list(Commitment.objects.order_by("pk"))
    assert [(t.content, t.lead) for t in tasks] == [
        ("Thay đèn ngõ 12", square.bodies["PKT"]), ("Lập lại trật tự vỉa hè ngõ 84", square.bodies["PKT"]),
    ]  # fmt: skip
    assert "conclusions" not in clocks(row)
    row = square.perform(
        verbs.publish_result, row, at=AFTER, published_on=date(2027, 4, 16), published_words="Loa phường"
    )
    assert (row.published_line, clocks(row)) == (
        "16/04/2027 (sau 0 ngày): Loa phường",
        {"yearly": date(2028, 12, 31)},
    )
    assert verify_database().faults == []


# ---------------------------------------------------------------------------- the next one, the year


def test_the_next_one_opens_with_what_was_promised_and_how_it_stands(square: Square) -> None:
    before = square.published()
    row = square.planned(start=NEXT)
    assert row.previous == before
    told = [(p.number, p.text, p.standing, p.commitment_id is not None) for p in row.promises.all()]
    assert told == [
        (1, "Thay đèn ngõ 12", "Đề xuất, chờ giao", True), (2, "Lập lại trật tự vỉa hè ngõ 84", "Đề xuất, chờ giao", True),
    ]  # fmt: skip
    first = Commitment.objects.get(content="Thay đèn ngõ 12")
    square.perform("commitments.issue", first, at=NEXT - timedelta(days=10), past=True)
    row = square.perform(verbs.open_last_conclusions, row, at=NEXT - timedelta(days=5))
    assert row.promises.get(number=1).standing != "Đề xuất, chờ giao"
    titles = [item.title for item in row.meeting.agenda.all()]
    assert titles[1] == "Báo cáo 2 việc đã hứa tại lần đối thoại ngày 16/04/2027"
    again = square.perform(verbs.open_last_conclusions, row, at=NEXT - timedelta(days=4))
    assert [item.title for item in again.meeting.agenda.all()] == titles
    assert "Chưa có hội nghị đối thoại nào" in refused(
        verbs.open_last_conclusions, square.planned(start=START - timedelta(days=365)), square.office
    )
    assert verify_database().faults == []


def test_the_duty_of_a_year_runs_on_one_dialogue_warns_and_survives_a_cancellation(square: Square) -> None:
    square.held()

    def carried() -> list[tuple[int, date]]:
        rows = Deadline.objects.filter(code="dialogue.yearly", stopped_on=None)
        return list(rows.values_list("record_id", "due_on"))

    first = carried()
    second = square.planned(start=START + timedelta(days=120))
    assert carried() == first
    square.perform(verbs.cancel, second, at=START + timedelta(days=60), reason="Bão")
    third = square.planned(start=NEXT)
    assert carried() == [(third.pk, date(2028, 12, 31))]
    third = square.perform(verbs.cancel, third, at=NEXT - timedelta(days=14), reason="Bão")
    assert carried() == [(third.pk, date(2028, 12, 31))]
    sent = background.remind_of_deadlines(at=datetime(2028, 12, 1, 1, 0, tzinfo=START.tzinfo))
    assert (sent, Notice.objects.latest("pk").text.split(":")[0]) == (
        1, "Tổ chức ít nhất một hội nghị đối thoại trong năm, còn 30 ngày, hạn 31/12/2028",
    )  # fmt: skip
    fourth = square.held(start=NEXT + timedelta(days=200))
    assert carried() == [(fourth.pk, date(2029, 12, 31))]
    assert verify_database().faults == []


def test_the_figures_count_what_was_held_in_the_year(square: Square) -> None:
    square.held()
    square.planned(start=START + timedelta(days=60))
    scope = Scope(about=None, at=date(2027, 12, 31), period=YEAR)
    assert [registry[f"dialogue.{name.__name__}"].value(scope) for name in (conferences, people, questions, answered)] == [
        1, 145, 3, 1,
    ]  # fmt: skip
    assert conferences(Scope(about=None, at=date(2027, 4, 1), period=YEAR)).count() == 0


@pytest.mark.parametrize("code", ["dialogue.notice", "dialogue.result"])
def test_both_papers_keep_the_lawful_form_and_say_what_happened(square: Square, code: str) -> None:
    row = square.published()
    paper = build_paper(code, row, actor=square.office, at=AFTER)
    words = "\n".join(paper_lines(paper))
    said = {
        "dialogue.notice": ("Thời gian: 14 giờ, thứ Sáu, ngày 16/04/2027.", "gửi phiếu cho Ban Công tác Mặt trận"),
        "dialogue.result": ("145 người đã dự", "có 3 ý kiến, 1 ý kiến được trả lời ngay", "1. Thay đèn ngõ 12"),
    }[code]  # fmt: skip
    assert [part for part in said if part not in words] == []
    assert check(formats()["docx"].write(paper)) == []


def test_the_meeting_may_be_moved_and_the_notice_follows_its_new_day(square: Square) -> None:
    row = square.planned()
    later = START + timedelta(days=7)
    square.perform(
        meetings.postpone, row.meeting, at=BEFORE, starts_at=later, ends_at=later + timedelta(hours=2), reason="Trùng lịch",
        place_words="Hội trường UBND phường",
    )  # fmt: skip
    row = Dialogue.objects.select_related("meeting").get()
    row = square.perform(verbs.announce, row, announced_words="Loa phường")
    assert row.on == date(2027, 4, 23)


def test_in_the_hall_and_before_it_what_accuses_is_asked_about_and_goes_under_the_seal(
    square: Square,
) -> None:
    row = square.announced()
    meeting = square.perform(holding.hold, row.meeting, at=START, began_at=START)
    turn, collect = the_action(holding.record_turn), the_action(verbs.collect_question)
    said = {"name": "Cử tri", "asks": "Đèn ngõ 3 hỏng\nTôi tố cáo ông trưởng nhận phong bì"}
    form = bind(turn, meeting, square.office, said)
    assert isinstance(form, ActionForm) and not form.is_valid()
    assert [one.kind for one in form.asks_back] == ["to-cao"]
    form = bind(turn, meeting, square.office, {**said, "thay": "to-cao"})
    assert form is not None and form.is_valid()
    verb, about, inputs = asked_for(turn, meeting, form)
    meeting = perform(verb, about, actor=square.office, at=START, **inputs)
    assert [p.said for p in meeting.points.all()] == ["Đèn ngõ 3 hỏng"]
    form = bind(collect, row, square.office, {"via": "board", "lines": said["asks"], "thay": "to-cao"})
    assert form is not None and form.is_valid()
    verb, about, inputs = asked_for(collect, row, form)
    perform(verb, about, actor=square.office, at=START, **inputs)
    assert [p.content for p in Petition.objects.all()] == ["Đèn ngõ 3 hỏng"]
    held = [vault.peek(letter.sealed_ref) for letter in Custody.objects.all()]
    assert [one and one.reveal() for one in held] == [{"lines": "Tôi tố cáo ông trưởng nhận phong bì"}] * 2
