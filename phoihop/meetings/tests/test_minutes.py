"""Minutes: written from the rows, held against them, remarked, approved, locked; a wrong count is named and refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phoihop.accounts.tests.factories import account
from phoihop.core.actions import Forbidden, Refused, actions_of, the_action
from phoihop.core.models import Notice
from phoihop.core.papers import Paragraph, build_paper
from phoihop.core.search import look
from phoihop.directory.tests.factories import NOW, acting
from phoihop.documents.versions import fingerprint
from phoihop.meetings import actions as verbs
from phoihop.meetings import holding, writing
from phoihop.meetings.counting import counts, reconcile
from phoihop.meetings.forms import PlanForm
from phoihop.meetings.minutes import Minutes
from phoihop.meetings.minutes_text import write_text
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import END, START, Hall, items

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return Hall()


def text_of(row: Minutes) -> str:
    return "\n".join(f"{'# ' if line.heading else ''}{line.text}" for line in row.lines.all())


def test_the_counts_are_those_of_the_rows(hall: Hall) -> None:
    found = counts(hall.closed())
    assert found.totals == {
        "guests": 4, "present": 5, "turns": 2, "asks": 3, "praise": 1, "answered": 1, "minutes": 110, "items": 7,
        "conclusions": 2,
    }  # fmt: skip
    assert sorted(found.by_body.values()) == [1, 1, 1, 1]
    assert found.votes == {1: {"in_favour": 4, "against": 0, "silent": 1}}


def test_minutes_written_from_the_rows_agree_with_them(hall: Hall) -> None:
    row = hall.minutes()
    assert reconcile([(line.number, line.text) for line in row.lines.all()], row.meeting) == []
    told = text_of(row)
    assert "Hội nghị khai mạc lúc 8 giờ, ngày 09/08/2027, tại Phòng họp số 1, Trụ sở UBND phường." in told
    assert "Có 5 đại biểu dự, gồm:" in told
    assert "Có 2 lượt phát biểu với 3 nội dung đề nghị, hỏi, góp ý; 1 ý ghi nhận, đồng tình." in told
    assert (
        "Biểu quyết 1, về thông qua chương trình: tán thành 4, không tán thành 0, không có ý kiến 1." in told
    )
    assert "- Sửa đèn ngõ 12. Chủ tịch UBND trả lời: Sửa xong trước 30/8." in told


@pytest.mark.parametrize(
    ("old", "new", "what", "said", "counted"),
    [
        ("Có 5 đại biểu dự", "Có 6 đại biểu dự", "người có mặt", 6, 5),
        ("Có 2 lượt", "Có 03 lượt", "lượt phát biểu", 3, 2),
        ("với 3 nội dung", "với năm nội dung", "nội dung", 5, 3),
        ("; 1 ý ghi nhận", "; 2 ý ghi nhận", "ý ghi nhận", 2, 1),
        ("gồm 7 mục", "gồm 8 mục", "mục chương trình", 8, 7),
        ("110 phút", "120 phút", "phút theo chương trình", 120, 110),
        ("tán thành 4", "tán thành 5", "tán thành (biểu quyết 1)", 5, 4),
        ("không có ý kiến 1", "không có ý kiến 0", "không có ý kiến (biểu quyết 1)", 0, 1),
        ("Biểu quyết 1,", "Biểu quyết 2,", "lần biểu quyết số 2", 1, 0),
    ],
)
def test_a_count_changed_by_hand_is_named_with_its_place_and_refused(
    hall: Hall, old: str, new: str, what: str, said: int, counted: int
) -> None:
    row = hall.minutes()
    told = text_of(row)
    assert old in told
    row = hall.perform(writing.revise_minutes, row, hall.office, text=told.replace(old, new))
    faults = reconcile([(line.number, line.text) for line in row.lines.all()], row.meeting)
    place = next(line.number for line in row.lines.all() if new in line.text)
    assert [(f.line, f.what, f.said, f.counted) for f in faults] == [(place, what, said, counted)]
    with pytest.raises(Refused, match=f"Đoạn {place}: ghi {said}") as refusal:
        hall.perform(writing.check, row, hall.office)
    assert refusal.value.step == "meetings.revise_minutes"


def test_a_body_counted_wrongly_or_left_out_is_named(hall: Hall) -> None:
    row = hall.minutes()
    told = text_of(row)
    name = hall.bodies["MTTQ"].name
    line = f"- {name}: 1 đồng chí (Trần Thị Bình, Chủ tịch UBMTTQ);"
    wrong = told.replace(line, line.replace("1 đồng", "2 đồng"))
    row = hall.perform(writing.revise_minutes, row, hall.office, text=wrong)
    with pytest.raises(Refused, match=f"ghi 2 người của {name}, sổ có 1"):
        hall.perform(writing.check, row, hall.office)
    row = hall.perform(writing.revise_minutes, row, hall.office, text=told.replace(f"{line}\n", ""))
    with pytest.raises(Refused, match="biên bản không kể cơ quan này"):
        hall.perform(writing.check, row, hall.office)
    row = hall.perform(writing.rewrite_minutes, row, hall.office)
    assert (row.state, text_of(row)) == ("draft", told)


def last(row: Minutes) -> str:
    return text_of(row).splitlines()[-1]


def test_a_draft_of_a_meeting_still_held_leaves_its_end_open_and_says_nothing_of_approval(hall: Hall) -> None:
    """Written at once, and once more when it is closed: what nobody recorded is a gap, and no gap is approved."""
    made = hall.perform(writing.write_minutes, None, hall.office, meeting=hall.spoken())
    assert last(made) == "Hội nghị bế mạc lúc …."
    paper = build_paper("meetings.minutes", made, actor=hall.office, at=NOW)
    assert [r.text for b in paper.walk() if isinstance(b, Paragraph) for r in b.runs if r.gap] == ["…"]
    assert "thông qua các cơ quan" not in text_of(made)
    made = hall.perform(writing.check, made, hall.office)
    with pytest.raises(Refused, match=r"còn chỗ để trống \(…\) ở đoạn"):
        hall.perform(writing.approve, made, hall.leader)
    hall.perform(holding.close, made.meeting, hall.office, ended_at=END + timedelta(minutes=20))
    made = hall.perform(writing.rewrite_minutes, Minutes.objects.get(pk=made.pk), hall.office)
    assert last(made) == "Hội nghị bế mạc lúc 10 giờ 20 cùng ngày."


def test_that_minutes_are_approved_stands_in_them_only_while_they_are(hall: Hall) -> None:
    draft = hall.minutes()
    assert last(draft) == "Hội nghị bế mạc lúc 10 giờ cùng ngày."
    made = hall.perform(
        writing.approve, hall.perform(writing.check, draft, hall.office), hall.office, approved_by="Chủ tịch Vũ Hoàng Nam",
    )  # fmt: skip
    assert last(made) == (
        "Biên bản đã được gửi các cơ quan dự hội nghị góp ý và đã được duyệt (Chủ tịch Vũ Hoàng Nam)."
    )
    made = hall.perform(writing.return_minutes, made, hall.leader, text="Thiếu tên khách")
    assert last(made) == "Hội nghị bế mạc lúc 10 giờ cùng ngày."


def test_the_set_of_a_meeting_not_opened_yet_tells_no_hour_and_no_heads(hall: Hall) -> None:
    told = [line.text for line in write_text(hall.called(), hall.office)]
    assert "Hội nghị khai mạc lúc …, ngày 09/08/2027, tại Phòng họp số 1, Trụ sở UBND phường." in told
    assert "Có … đại biểu dự (chưa điểm danh)." in told
    assert told[-1] == "Hội nghị bế mạc lúc …."


def test_a_list_ends_with_a_full_stop_and_a_question_with_its_own_mark(hall: Hall) -> None:
    row = hall.held()
    row = hall.perform(holding.record_turn, row, hall.office, speaker=3, asks=["Bao giờ sửa đèn ngõ 84?"])
    told = [line.text for line in write_text(row, hall.office)]
    assert told[told.index("Có 5 đại biểu dự, gồm:") + 5] == "- Khách mời, đại biểu khác: 1."
    assert "- Bao giờ sửa đèn ngõ 84?" in told


def test_a_number_somebody_spoke_is_no_count_of_the_minutes(hall: Hall) -> None:
    row = hall.minutes()
    assert "Bố trí 3 nội dung đối thoại mỗi năm" in text_of(row)
    assert hall.perform(writing.check, row, hall.office).state == "checked"


def test_the_body_of_a_secretary_it_did_not_call_reads_meeting_and_minutes_it_is_told_of(hall: Hall) -> None:
    writer = hall.head("PVHXH", "Ngô Thị Thư", "Công chức Văn hóa - Xã hội")
    meeting = hall.closed(secretary=writer)
    assert [*Meeting.objects.visible_to(hall.stranger)] == []
    meeting = hall.perform(
        holding.record_attendance,
        meeting,
        hall.office,
        present=[f"p{writer.pk}", f"p{hall.people['UBND'].pk}"],
    )
    row = hall.perform(writing.write_minutes, None, hall.office, meeting=meeting)
    assert hall.bodies["PVHXH"].pk in row.present_bodies()
    assert [*Minutes.objects.visible_to(hall.stranger)] == [row]
    assert [*Meeting.objects.visible_to(hall.stranger)] == [meeting]
    assert {hit.row.code for hit in look(row.meeting.title, hall.stranger).hits} == {row.code, meeting.code}


def test_only_who_was_there_remarks_and_every_remark_is_answered_before_approval(hall: Hall) -> None:
    row = hall.perform(writing.check, hall.minutes(), hall.office)
    assert Notice.objects.filter(verb="meetings.check", body=hall.bodies["MTTQ"].pk).count() == 1
    with pytest.raises(Forbidden):
        hall.perform(writing.remark, row, hall.stranger, text="Sửa")
    row = hall.perform(writing.remark, row, hall.front, text="Đoạn 9 ghi thiếu chữ lịch")
    with pytest.raises(Refused, match="Còn 1 góp ý chưa trả lời"):
        hall.perform(writing.approve, row, hall.leader)
    row = hall.perform(writing.answer_remark, row, hall.office, number=1, answer="Đã sửa")
    with pytest.raises(Refused, match="Không có góp ý"):
        hall.perform(writing.answer_remark, row, hall.office, number=1, answer="Lại")
    with pytest.raises(Refused, match="ai đã duyệt"):
        hall.perform(writing.approve, row, hall.office)
    row = hall.perform(writing.approve, row, hall.leader)
    assert (row.state, row.approved_by) == ("approved", hall.leader.hats[0].words)


def test_locked_minutes_have_a_fingerprint_and_neither_they_nor_the_meeting_change_any_more(
    hall: Hall,
) -> None:
    row = hall.perform(writing.check, hall.minutes(), hall.office)
    row = hall.perform(writing.approve, row, hall.office, approved_by="Chủ tịch Vũ Hoàng Nam")
    row = hall.perform(writing.return_minutes, row, hall.office, text="Thiếu tên khách")
    row = hall.perform(writing.answer_remark, row, hall.office, number=1, answer="Đã thêm")
    row = hall.perform(writing.check, row, hall.office)
    row = hall.perform(writing.approve, row, hall.leader)
    row = hall.perform(writing.lock, row, hall.office)
    assert row.state == "locked"
    assert row.fingerprint == fingerprint([row.title, *(line.text for line in row.lines.all())])
    assert row.meeting_version == row.meeting.head
    with pytest.raises(Refused, match="Biên bản đã duyệt"):
        hall.perform(holding.conclude, row.meeting, hall.office, text="Thêm sau")


def test_rows_changed_after_the_check_are_found_before_approval(hall: Hall) -> None:
    row = hall.perform(writing.check, hall.minutes(), hall.office)
    hall.perform(holding.record_turn, row.meeting, hall.office, speaker=1, praise=["Nhất trí"])
    with pytest.raises(Refused, match="ghi 2 lượt phát biểu, sổ có 3"):
        hall.perform(writing.approve, row, hall.leader)


def test_a_meeting_has_one_minutes_and_none_before_anybody_was_counted(hall: Hall) -> None:
    row = hall.minutes()
    with pytest.raises(Exception, match="đã có biên bản"):
        hall.perform(writing.write_minutes, None, hall.office, meeting=row.meeting)
    other = hall.planned(room=None, place_words="Hội trường", despite="x")
    with pytest.raises(Refused, match="Chưa điểm danh"):
        hall.perform(writing.write_minutes, None, hall.office, meeting=other)


def test_the_running_order_and_its_papers_stand_still_once_the_minutes_are_approved(hall: Hall) -> None:
    row = hall.perform(holding.hold, hall.called(), hall.office, began_at=START)
    row = hall.perform(holding.record_attendance, row, hall.office, present=[f"p{hall.people['UBND'].pk}"])
    made = hall.perform(writing.write_minutes, None, hall.office, meeting=row)
    by_hand = text_of(made).replace("lúc ….", "lúc 10 giờ cùng ngày.")
    made = hall.perform(writing.revise_minutes, made, hall.office, text=by_hand)
    made = hall.perform(writing.approve, hall.perform(writing.check, made, hall.office), hall.leader)
    for verb, given in (
        (verbs.set_agenda, {"lines": items(("Việc khác", 10, ""))}), (verbs.add_paper, {"item": 1, "words": "Báo cáo"}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="Biên bản đã duyệt"):
            hall.perform(verb, row, hall.office, **given)
    hall.perform(writing.return_minutes, made, hall.leader, text="Thiếu một mục")
    row = hall.perform(verbs.set_agenda, row, hall.office, lines=items(("Việc khác", 10, "")))
    assert [item.title for item in row.agenda.all()] == ["Việc khác"]


def test_nothing_is_approved_or_locked_of_a_meeting_that_did_not_take_place(hall: Hall) -> None:
    row = hall.called()
    row = hall.perform(holding.record_attendance, row, hall.office, present=[f"p{hall.people['UBND'].pk}"])
    made = hall.perform(writing.write_minutes, None, hall.office, meeting=row)
    made = hall.perform(writing.check, made, hall.office)
    with pytest.raises(Refused, match="chưa diễn ra") as refusal:
        hall.perform(writing.approve, made, hall.leader)
    assert refusal.value.step == "meetings.hold"
    hall.perform(verbs.cancel, row, hall.office, reason="Bão")
    with pytest.raises(Refused, match="Hoãn, hủy"):
        hall.perform(writing.approve, made, hall.leader)


def test_the_meeting_is_locked_while_its_minutes_are_approved_and_locked() -> None:
    assert [the_action(verb).also for verb in (writing.approve, writing.lock)] == [("meeting",)] * 2


def approved(hall: Hall) -> Minutes:
    checked = hall.perform(writing.check, hall.minutes(), hall.office)
    made: Minutes = hall.perform(writing.approve, checked, hall.leader)
    return made


def test_what_approved_minutes_forbid_is_exactly_what_is_offered_no_more(hall: Hall) -> None:
    """Every action a meeting offers is tried with what it asks for: refused for the minutes, or offered still."""
    made = approved(hall)
    row = Meeting.objects.prefetch_related("minutes").get(pk=made.meeting_id)
    before = Meeting.objects.get(pk=row.pk)
    offered = {verb.action.name for verb in actions_of(row, hall.office)}
    given: dict[str, dict[str, Any]] = {
        "record_attendance": {"present": ["p1"]}, "order_delegates": {"lines": []}, "record_turn": {"name": "A", "asks": ["x"]},
        "correct_turn": {"turn": 1}, "answer_point": {"point": 1, "answer": "x"}, "record_vote": {"about": "x", "in_favour": 1},
        "conclude": {"text": "x"}, "amend_conclusion": {"number": 1}, "drop_conclusion": {"number": 1, "reason": "x"},
    }  # fmt: skip
    for name, inputs in given.items():
        with pytest.raises(Refused, match="Biên bản đã duyệt"):
            hall.perform(f"meetings.{name}", row, hall.office, **inputs)
    assert {verb.action.name for verb in actions_of(before, hall.office)} - offered == {
        f"meetings.{name}" for name in given
    }
    assert offered == {
        "meetings.propose_tasks", "meetings.add_picture", "meetings.link_record", "meetings.prepare_document",
    }  # fmt: skip


def test_what_approved_minutes_forbid_is_offered_again_when_they_are_returned(hall: Hall) -> None:
    made = hall.perform(writing.return_minutes, approved(hall), hall.leader, text="Thiếu tên khách")
    row = Meeting.objects.prefetch_related("minutes").get(pk=made.meeting_id)
    assert (row.shutting, row.withheld()) == (None, frozenset())


def test_the_chair_of_a_joint_meeting_approves_its_minutes_wherever_he_comes_from(hall: Hall) -> None:
    draft = hall.minutes(chair=hall.people["MTTQ"])
    row = hall.perform(writing.check, draft, hall.office)
    head = acting(hall.bodies["MTTQ"], "leader", user=44)
    with pytest.raises(Forbidden):
        hall.perform(writing.approve, row, acting(hall.bodies["PVHXH"], "leader", user=45))
    assert hall.perform(writing.approve, row, head).approved_by == head.hats[0].words


def test_who_only_works_there_may_take_the_minutes_and_only_who_holds_a_position_takes_the_chair(
    hall: Hall,
) -> None:
    clerk = account("thu.ky", hall.bodies["UBND"], "clerk").user.person  # signed in, no position
    form = PlanForm(actor=hall.office)
    offered = {name: clerk in form.fields[name].queryset for name in ("chair", "secretary")}  # type: ignore[attr-defined]
    assert offered == {"chair": False, "secretary": True}
