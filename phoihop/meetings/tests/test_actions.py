"""A meeting from its plan to its close: what each step does, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import scan
from phoihop.core.actions import Forbidden, Refused
from phoihop.core.models import Link, Notice
from phoihop.core.who import CLOCK
from phoihop.directory import actions as directory
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents.actions import store
from phoihop.documents.models import File, OutgoingDocument
from phoihop.meetings import actions as verbs
from phoihop.meetings import agenda_forms, booking, holding
from phoihop.meetings.agenda_forms import PaperForm
from phoihop.meetings.forms import AdjustForm, PlanForm
from phoihop.meetings.guests import expected, unanswered
from phoihop.meetings.models import Meeting
from phoihop.meetings.protocol import Protocol
from phoihop.meetings.tests.factories import END, START, Hall, items, picture
from phoihop.meetings.usual import UsualStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return Hall()


def names(row: Meeting) -> list[str]:
    return [guest.name for guest in row.invitations.all()]


def test_a_planned_meeting_has_the_usual_agenda_of_its_kind_and_titles_of_its_day(hall: Hall) -> None:
    row = hall.planned()
    assert row.state == "planned"
    assert row.chair_title == "Chủ tịch UBND"
    assert [i.minutes for i in row.agenda.all()] == [10, 10, 15, 40, 15, 10, 10]
    assert [str(c.body) for c in row.co_hosts.all()] == [str(hall.bodies["TTHDND"]), str(hall.bodies["MTTQ"])]


def test_the_order_an_act_prescribes_is_that_of_the_rows_of_the_day_of_the_meeting(hall: Hall) -> None:
    UsualStep.objects.filter(kind="phan_bien", order=6).update(valid_to=date(2027, 8, 20))
    early = hall.planned(kind="phan_bien", room=None, place_words="Hội trường")
    later = hall.planned(
        kind="phan_bien", room=None, place_words="Hội trường", starts_at=START + timedelta(days=14), ends_at=END + timedelta(days=14)
    )  # fmt: skip
    assert [i.minutes for i in early.agenda.all()] == [10, 20, 10, 60, 20, 10]
    assert [i.title for i in later.agenda.all()] == [i.title for i in early.agenda.all()][:5]


def test_a_title_is_the_one_held_on_the_day_of_the_meeting(hall: Hall) -> None:
    hall.appoint(hall.people["PKT"], "UBND", "Phó Chủ tịch UBND", since=date(2027, 8, 20))
    early = hall.planned(chair=hall.people["PKT"], room=None, place_words="Hội trường")
    later = hall.planned(
        chair=hall.people["PKT"], room=None, place_words="Hội trường", starts_at=START + timedelta(days=14),
        ends_at=END + timedelta(days=14),
    )  # fmt: skip
    assert early.chair_title == "Trưởng phòng Kinh tế"
    assert later.chair_title == "Phó Chủ tịch UBND, Trưởng phòng Kinh tế"


def test_guests_stand_in_protocol_order_and_keep_their_replies_when_the_list_changes(hall: Hall) -> None:
    row = hall.called()
    row = hall.perform(verbs.reply, row, hall.front, invitation=3, reply="coming")
    row = hall.perform(
        verbs.invite,
        row,
        hall.office,
        bodies=[hall.bodies["MTTQ"]],
        people=[hall.people["PKT"], hall.people["UBND"]],
    )
    assert names(row)[:2] == ["Vũ Hoàng Nam, Chủ tịch UBND", "Đỗ Minh Quân, Trưởng phòng Kinh tế"]
    assert [(g.name, g.reply) for g in row.invitations.all() if g.body_id and not g.person_id] == [
        (hall.bodies["MTTQ"].name, "coming")
    ]


def test_the_list_of_an_earlier_meeting_is_taken_over(hall: Hall) -> None:
    before = hall.called()
    row = hall.planned(starts_at=START + timedelta(days=7), ends_at=END + timedelta(days=7))
    row = hall.perform(verbs.invite, row, hall.office, copy_from=before, outsiders=["Phóng viên báo"])
    *inside, outsider, told = names(before)
    assert names(row) == [*inside, "Phóng viên báo", outsider, told]


def test_calling_tells_everybody_on_the_list_and_needs_one(hall: Hall) -> None:
    with pytest.raises(Refused, match="Chưa có ai"):
        hall.perform(verbs.call, hall.planned(), hall.office)
    row = hall.called(room=None, place_words="Hội trường", despite="Hai việc nối nhau")
    told = set(Notice.objects.filter(verb="meetings.call").values_list("body", flat=True))
    assert told == {hall.bodies[k].pk for k in ("TTHDND", "MTTQ", "PKT", "VP")}
    assert row.state == "called"


def test_a_reply_says_who_gave_it_and_nobody_answers_for_another_body(hall: Hall) -> None:
    row = hall.called()
    row = hall.perform(
        verbs.reply,
        row,
        hall.front,
        invitation=3,
        reply="other",
        substitute=hall.people["PKT"],
        reply_words="",
    )
    row = hall.perform(verbs.reply, row, hall.office, invitation=2, reply="absent", reply_words="Đi công tác")
    told = {g.number: (g.reply_told, g.replied_by) for g in row.invitations.select_related("substitute")}
    assert told[3] == ("cử người khác dự: Đỗ Minh Quân", hall.front.hats[0].words)
    assert told[2] == ("vắng có lý do: Đi công tác", f"{hall.office.hats[0].words} ghi thay")
    with pytest.raises(Forbidden):
        hall.perform(verbs.reply, row, hall.stranger, invitation=2, reply="coming")
    unit = hall.bodies["PKT"]
    with pytest.raises(Refused, match="cơ quan khác"):
        hall.perform(verbs.reply, row, acting(unit, "unit", user=8), invitation=2, reply="coming")


def test_time_and_place_of_a_called_meeting_change_only_by_postponing_which_tells_and_asks_again(
    hall: Hall,
) -> None:
    row = hall.called()
    hall.perform(verbs.reply, row, hall.front, invitation=3, reply="coming")
    same: dict[str, Any] = {
        "kind": row.kind, "title": row.title, "room": row.room, "starts_at": START, "ends_at": END,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        hall.perform(verbs.adjust, row, hall.office, **(same | {"starts_at": START - timedelta(hours=1)}))
    assert refusal.value.step == "meetings.postpone"
    row = hall.perform(verbs.adjust, row, hall.office, **(same | {"title": "Tên mới"}))
    before = row.revision
    row = hall.perform(
        verbs.postpone, row, hall.office, starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1),
        room=hall.room, reason="Trùng tiếp xúc cử tri",
    )  # fmt: skip
    assert (row.title, row.state, row.revision) == ("Tên mới", "called", before + 1)
    assert {g.reply for g in row.invitations.all()} == {"waiting"}
    assert Notice.objects.filter(verb="meetings.postpone", body=hall.bodies["MTTQ"].pk).count() == 1


def test_who_holds_a_meeting_is_asked_once_and_no_form_hands_it_over(hall: Hall) -> None:
    row = hall.planned()
    form = AdjustForm({}, actor=hall.front, record=row)
    assert "host" in PlanForm.base_fields and "host" not in form.fields
    same: dict[str, Any] = {
        "kind": row.kind,
        "title": "Tên mới",
        "room": row.room,
        "starts_at": START,
        "ends_at": END,
    }
    row = hall.perform(verbs.adjust, row, hall.front, **same, co_hosts=[hall.bodies["MTTQ"]])
    assert (row.title, row.host, row.co_hosting()) == (
        "Tên mới",
        hall.bodies["UBND"],
        [hall.bodies["MTTQ"].pk],
    )


def test_an_item_is_offered_the_newest_files_of_the_house(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, files = (
        hall.planned(),
        [
            hall.perform(store, None, hall.office, upload=ContentFile(f"tệp {n}".encode(), name=f"{n}.txt"))
            for n in range(3)
        ],
    )
    monkeypatch.setattr(agenda_forms, "FILES", 2)
    field: Any = PaperForm(None, actor=hall.office, record=row).fields["file"]
    assert list(field.queryset) == [files[2], files[1]]
    assert field.clean(str(files[1].pk)) == files[1]


def test_a_cancelled_meeting_says_why_and_frees_its_room(hall: Hall) -> None:
    row = hall.perform(verbs.cancel, hall.called(), hall.office, reason="Bão")
    assert (row.state, row.reason) == ("cancelled", "Bão")
    assert hall.planned().state == "planned"


def test_a_clash_is_told_and_a_person_decides_with_words(hall: Hall) -> None:
    hall.called()
    with pytest.raises(Refused) as refusal:
        hall.planned(title="Giao ban", kind="giao_ban", starts_at=START + timedelta(hours=1), ends_at=END)
    assert "Phòng họp số 1 đã có “Hội nghị ký kết" in refusal.value.reason
    assert "Đồng chí Vũ Hoàng Nam (Chủ tịch UBND) đã có" in refusal.value.reason
    row = hall.planned(
        title="Giao ban",
        kind="giao_ban",
        starts_at=START + timedelta(hours=1),
        ends_at=END,
        despite="Họp nối tiếp",
    )
    assert row.despite == "Họp nối tiếp"


def test_the_agenda_is_written_as_a_whole_and_papers_are_opened_to_everybody_called(hall: Hall) -> None:
    row = hall.perform(
        verbs.set_agenda,
        hall.called(),
        hall.office,
        lines=items(("Khai mạc", 10, "Chủ tọa"), ("Báo cáo", 20, "")),
    )
    assert [(i.number, i.title, i.minutes) for i in row.agenda.all()] == [
        (1, "Khai mạc", 10),
        (2, "Báo cáo", 20),
    ]
    row = hall.perform(verbs.add_paper, row, hall.office, item=2, words="Báo cáo tổng kết", upload=scan())
    file = File.objects.get()
    assert [(p.item, p.file_id) for p in row.papers.all()] == [(2, file.pk)]
    assert set(file.shared_bodies()) == {hall.bodies[k].pk for k in ("TTHDND", "MTTQ", "PKT", "VP")}


def test_those_present_stand_in_protocol_order_with_titles_of_the_day_until_ordered_by_hand(
    hall: Hall,
) -> None:
    row = hall.held()
    assert [a.name for a in row.attendance.all()] == [
        "Lê Văn An", "Vũ Hoàng Nam", "Trần Thị Bình", "Đỗ Minh Quân", "Lê Thị Khách",
    ]  # fmt: skip
    lines = [a.words for a in row.attendance.all()]
    with pytest.raises(Refused, match="thiếu: Lê Thị Khách"):
        hall.perform(holding.order_delegates, row, hall.office, lines=lines[:-1])
    row = hall.perform(holding.order_delegates, row, hall.office, lines=[lines[-1], *lines[:-1]])
    assert row.attendance.first().name == "Lê Thị Khách"
    keys = [f"p{hall.people[kind].pk}" for kind in ("UBND", "TTHDND", "MTTQ")]
    row = hall.perform(
        holding.record_attendance,
        row,
        hall.office,
        present=keys,
        others=[("Lê Thị Khách", "Tổ trưởng tổ 4", "")],
    )
    assert [a.name for a in row.attendance.all()] == [
        "Lê Thị Khách",
        "Lê Văn An",
        "Vũ Hoàng Nam",
        "Trần Thị Bình",
    ]
    with pytest.raises(Refused, match="không thuộc danh sách"):
        hall.perform(holding.record_attendance, row, hall.office, present=["p999999"])


def test_turns_and_points_are_counted_apart_and_praise_apart_from_what_asks(hall: Hall) -> None:
    row = hall.spoken()
    assert [(t.number, t.name, t.role) for t in row.turns.all()] == [
        (1, "Trần Thị Bình", "delegate"), (2, "Lê Thị Khách", "voter"),
    ]  # fmt: skip
    assert [(p.number, p.turn, p.asks) for p in row.points.all()] == [
        (1, 1, False), (2, 1, True), (3, 1, True), (4, 2, True),
    ]  # fmt: skip
    with pytest.raises(Refused, match="Không có nội dung"):
        hall.perform(holding.answer_point, row, hall.office, point=1, answer="Cảm ơn")
    with pytest.raises(Refused, match="Chưa rõ ai"):
        hall.perform(holding.record_turn, row, hall.office, asks=["Không ai nói"])


def test_a_turn_is_put_right_without_losing_answers_to_what_stays(hall: Hall) -> None:
    row = hall.spoken()
    row = hall.perform(
        holding.correct_turn,
        row,
        hall.office,
        turn=2,
        asks=["Sửa đèn ngõ 12", "Thông cống ngõ 14"],
        name="Lê Thị Khánh",
    )
    mine = [(p.said, p.response) for p in row.points.all() if p.turn == 2]
    assert mine == [("Sửa đèn ngõ 12", "Sửa xong trước 30/8"), ("Thông cống ngõ 14", "")]
    row = hall.perform(holding.correct_turn, row, hall.office, turn=1, drop=True)
    assert [t.number for t in row.turns.all()] == [2]
    assert {p.turn for p in row.points.all()} == {2}


def test_a_vote_cannot_count_more_than_were_there(hall: Hall) -> None:
    with pytest.raises(Refused, match="Biểu quyết cộng lại 6, có mặt 5"):
        hall.perform(holding.record_vote, hall.held(), hall.office, about="x", in_favour=5, against=1)


def test_conclusions_become_proposed_commitments_in_one_step_and_know_their_conclusion(hall: Hall) -> None:
    row = hall.closed()
    assert [c.gap_words for c in row.conclusions.all()] == ["đủ để giao", "thiếu hạn, sản phẩm"]
    row = hall.perform(holding.propose_tasks, row, hall.office)
    made = list(Commitment.objects.order_by("pk"))
    assert [(c.content, c.lead.kind_id, c.source_item, c.state, c.origin) for c in made] == [
        ("Niêm yết lịch tiếp công dân tại 24 tổ dân phố", "VP", "1", "proposed", "conclusion"),
        ("Sửa đèn ngõ 12", "PKT", "2", "proposed", "conclusion"),
    ]
    assert {(c.source_type, c.source_id) for c in made} == {("meetings.meeting", row.pk)}
    assert made[0].source_words == f"Kết luận {row.title} (09/08/2027)"
    with pytest.raises(Refused, match="Không có kết luận nào"):
        hall.perform(holding.propose_tasks, row, hall.office)
    with pytest.raises(Refused, match="đã thành việc"):
        hall.perform(holding.amend_conclusion, row, hall.office, number=1, text="khác")


def test_a_gap_is_filled_before_work_is_given_out(hall: Hall) -> None:
    row = hall.perform(
        holding.amend_conclusion, hall.spoken(), hall.office, number=2, lead=hall.bodies["PKT"], product="Biên bản nghiệm thu",
        due_on=date(2027, 8, 30),
    )  # fmt: skip
    assert [c.gap_words for c in row.conclusions.all()] == ["đủ để giao", "đủ để giao"]
    row = hall.perform(holding.conclude, row, hall.office, text="Biểu dương các tổ dân phố", gives_work=False)
    assert row.conclusions.last().gap_words == "không giao việc"


def test_a_picture_has_words_for_who_cannot_see_it_and_other_files_are_no_pictures(hall: Hall) -> None:
    row = hall.perform(
        holding.add_picture, hall.held(), hall.office, upload=picture(), caption="Ba cơ quan ký kết", alternative="Ba người đứng ký"
    )  # fmt: skip
    shown = row.pictures.select_related("file").get()
    assert (shown.file.kind, shown.caption, shown.alternative) == (
        "picture",
        "Ba cơ quan ký kết",
        "Ba người đứng ký",
    )
    with pytest.raises(Refused, match="không phải ảnh"):
        hall.perform(holding.add_picture, row, hall.office, upload=scan(), caption="x", alternative="y")
    assert File.objects.count() == 1


def test_a_meeting_stands_on_the_page_of_the_programme_it_is_about(hall: Hall) -> None:
    other = hall.planned()
    row = hall.planned(starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1))
    hall.perform(verbs.link_record, row, hall.office, about=[other])
    assert Link.objects.filter(kind="discusses", from_id=row.pk, to_id=other.pk).count() == 1


def test_it_ends_after_it_began_and_strangers_do_nothing(hall: Hall) -> None:
    row = hall.held()
    with pytest.raises(Refused, match="trước giờ khai mạc"):
        hall.perform(holding.close, row, hall.office, ended_at=START - timedelta(hours=1))
    with pytest.raises(Forbidden):
        hall.perform(holding.close, row, hall.stranger)
    assert hall.perform(holding.close, row, hall.front, ended_at=END).state == "closed"


def test_a_room_out_of_use_keeps_its_meetings_and_comes_back(hall: Hall) -> None:
    room = hall.perform(booking.close_room, hall.room, hall.office)
    assert room.state == "closed"
    assert hall.perform(booking.reopen_room, room, hall.office).state == "in_use"


def test_an_address_of_the_calendar_is_opened_and_taken_back(hall: Hall) -> None:
    feed = hall.perform(
        verbs.open_feed, None, hall.office, owner=hall.bodies["UBND"], words="Điện thoại Chủ tịch"
    )
    with pytest.raises(Forbidden):
        hall.perform(verbs.revoke_feed, feed, hall.stranger)
    assert hall.perform(verbs.revoke_feed, feed, hall.office).state == "revoked"


def test_who_left_office_is_not_expected_any_more(hall: Hall) -> None:
    perform = directory.end_appointment
    hall.perform(perform, hall.people["PKT"], CLOCK, order=0, valid_to=date(2027, 8, 3), at=NOW)
    keys = {g.name: g.title for g in expected(hall.called())}
    assert keys["Đỗ Minh Quân"] == ""
    assert keys["Lê Văn An"] == "Chủ tịch HĐND"


def test_a_paper_of_the_set_becomes_a_draft_of_the_register_once(hall: Hall) -> None:
    row = hall.perform(verbs.prepare_document, hall.called(), hall.office, paper="meetings.invitation")
    made = OutgoingDocument.objects.get()
    assert (made.kind_id, made.owner_id, made.state, made.paper_code) == (
        "GM", hall.bodies["UBND"].pk, "draft", "meetings.invitation",
    )  # fmt: skip
    assert "kính mời" in made.paper
    assert Link.objects.filter(kind="made_from", to_type="meetings.meeting", to_id=row.pk).count() == 1
    with pytest.raises(Refused, match=made.code):
        hall.perform(verbs.prepare_document, row, hall.office, paper="meetings.invitation")
    hall.perform(verbs.prepare_document, row, hall.office, paper="meetings.conclusion_notice")
    assert OutgoingDocument.objects.filter(kind="TB").count() == 1


def test_an_invitation_waits_on_the_first_page_of_the_body_called_until_it_is_answered(hall: Hall) -> None:
    row = hall.called()
    assert unanswered(hall.front, TODAY) == [row]
    assert unanswered(hall.stranger, TODAY) == []
    assert unanswered(acting(hall.bodies["MTTQ"], "administrator", user=8), TODAY) == []  # speaks for nobody
    assert unanswered(hall.front, date(2027, 8, 10)) == []
    hall.perform(verbs.reply, row, hall.front, invitation=3, reply="coming")
    assert unanswered(hall.front, TODAY) == []


def test_a_title_has_one_place_however_it_is_written(hall: Hall) -> None:
    protocol = Protocol(TODAY)
    for one, other in (
        ("Phó Chủ tịch UBMTTQ", "Phó Chủ tịch Ủy ban MTTQ Việt Nam phường"),
        ("Chủ tịch Hội Liên hiệp Phụ nữ", "Chủ tịch Hội LHPN"), ("Chủ tịch UBND", "Chủ tịch Ủy ban nhân dân phường"),
    ):  # fmt: skip
        assert protocol.rank(one, None) == protocol.rank(other, None) < 300
    assert protocol.rank("Phó Chủ tịch", hall.bodies["UBND"]) == protocol.rank("Phó Chủ tịch UBND", None)
    assert (
        protocol.rank("Chủ tịch HĐND", None)
        < protocol.rank("Chủ tịch UBND", None)
        < protocol.rank("Trưởng Công an", None)
    )
