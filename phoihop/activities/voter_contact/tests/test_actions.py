"""A round from its plan to the report back, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.activities.voter_contact import actions as verbs
from phoihop.activities.voter_contact.models import VoterContact
from phoihop.activities.voter_contact.tests.factories import AFTER, BEFORE, EVENING, Round, line
from phoihop.core.actions import Forbidden, Refused
from phoihop.core.deadlines import running
from phoihop.core.models import Deadline, Notice
from phoihop.meetings import actions as meetings
from phoihop.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Round:
    return Round()


def due(row: Any) -> dict[str, date]:
    """The clocks running on a record, by code."""
    return {clock.code: clock.due_on for clock in running(row)}


def test_a_plan_puts_every_point_into_the_calendar_as_a_meeting_the_front_chairs(made: Round) -> None:
    row = made.planned(2)
    held = [(p.unit, p.meeting.kind, p.meeting.host, p.meeting.starts_at) for p in row.points.all()]
    front = made.bodies["MTTQ"]
    assert held == [
        ("tổ dân phố 12", "tiep_xuc", front, EVENING), ("tổ dân phố 13", "tiep_xuc", front, EVENING + timedelta(days=1)),
    ]  # fmt: skip
    assert {m.agenda.count() for m in Meeting.objects.all()} == {7}
    assert (row.first_on, row.last_on, row.points_total) == (date(2027, 5, 19), date(2027, 5, 20), 2)
    assert due(row) == {"voter_contact.public_notice": date(2027, 5, 12)}
    assert {n.body for n in Notice.objects.filter(record_code=row.code)} == {front.pk, made.bodies["UBND"].pk}


def test_deputies_of_the_national_assembly_start_the_clock_of_the_press(made: Round) -> None:
    national = made.elected("Trần Thị Quốc", "Đại biểu Quốc hội")
    row = made.planned(1, deputies=[made.member, national])
    assert [(str(d.person), d.level) for d in row.deputies.all()] == [
        (str(national), "national"),
        (str(made.member), "commune"),
    ]
    assert due(row)["voter_contact.press_plan"] == date(2027, 5, 10)


def test_only_the_office_of_the_body_that_plans_may_plan(made: Round) -> None:
    with pytest.raises(Forbidden):
        made.planned(1, who=made.stranger)
    assert VoterContact.objects.count() == 0 == Meeting.objects.count()


@pytest.mark.parametrize(
    "words", ["Kêu gọi tài trợ xây nhà văn hóa", "sau hội nghị van dong ung ho quy khuyen hoc"]
)
def test_a_call_for_money_is_refused_with_the_word_that_makes_it_one(made: Round, words: str) -> None:
    with pytest.raises(Refused, match=r"Điều 3\.6"):
        made.planned(1, content=words)
    assert VoterContact.objects.count() == 0


def test_money_put_on_the_agenda_later_stops_the_announcement(made: Round) -> None:
    row = made.planned(1)
    meeting = row.points.get().meeting
    made.perform(meetings.set_agenda, meeting, lines=[("Phát động ủng hộ quỹ khuyến học", 10, "")])
    with pytest.raises(Refused, match="phát động ủng hộ"):
        made.perform(verbs.announce, row, announced_words="loa")
    assert Meeting.objects.get().state == "planned"


def test_what_voters_ask_about_contributions_is_no_call_for_money(made: Round) -> None:
    assert made.planned(1, content="Trả lời ý kiến về tiền đóng góp làm đường ngõ 84").state == "planned"


def test_before_a_regular_session_a_conference_is_held(made: Round) -> None:
    with pytest.raises(Refused, match="Điều 21"):
        made.planned(1, form="ca_nhan_hoac_nhom")


def test_online_needs_its_conditions_in_words(made: Round) -> None:
    with pytest.raises(Refused, match=r"Điều 35\.4"):
        made.planned(1, mode="truc_tuyen")
    assert made.planned(1, mode="ket_hop", online_words="đường truyền riêng, đã kiểm tra").mode == "ket_hop"


def test_an_announcement_calls_to_every_point_and_stops_its_clock(made: Round) -> None:
    row = made.announced(2)
    assert {m.state for m in Meeting.objects.all()} == {"called"}
    guests = [guest.name for guest in row.points.all()[0].meeting.invitations.all()]
    assert guests == [
        "Nguyễn Văn Đại, Đại biểu HĐND phường",
        "Ủy ban nhân dân phường Thử Nghiệm",
        "Cử tri tổ dân phố 12",
    ]
    assert due(row) == {"voter_contact.point_reports": date(2027, 5, 26)}
    assert row.announced_on == date(2027, 5, 4)


def test_a_point_more_moves_the_days_of_the_round(made: Round) -> None:
    row = made.perform(verbs.add_point, made.planned(1), points=[line(6)])
    assert (row.points_total, row.last_on) == (2, date(2027, 5, 24))
    assert row.units_words == "tổ dân phố 12 tổ dân phố 17"


def test_a_point_has_deputies_of_its_own(made: Round) -> None:
    other = made.elected("Lê Thị Hai", "Đại biểu HĐND phường")
    row = made.perform(verbs.set_deputies, made.planned(2, deputies=[]), point=2, deputies=[other])
    assert [(str(d.person), d.point) for d in row.deputies.all()] == [("Lê Thị Hai", 2)]
    row = made.perform(verbs.set_deputies, row, point=2, deputies=[])
    assert row.deputies.count() == 0
    with pytest.raises(Refused, match="không có điểm số 9"):
        made.perform(verbs.set_deputies, row, point=9, deputies=[other])


def test_numbers_of_a_point_close_its_meeting_and_add_up(made: Round) -> None:
    row = made.counted(2)
    assert [(p.voters, p.spoke, p.meeting.state) for p in row.points.all()] == [
        (10, 1, "closed"),
        (20, 2, "closed"),
    ]
    assert (row.voters_total, row.spoke_total) == (30, 3)


def test_a_point_is_not_counted_before_it_met_nor_one_that_is_not_there(made: Round) -> None:
    row = made.announced(1)
    for point, words in ((1, "chưa đến ngày"), (7, "không có điểm")):
        with pytest.raises(Refused, match=words):
            made.perform(verbs.record_point, row, point=point, voters=3, spoke=0)


def test_a_round_is_held_only_when_every_point_has_its_numbers_or_was_called_off(made: Round) -> None:
    row = made.perform(verbs.record_point, made.announced(2), at=AFTER, point=1, voters=18, spoke=9)
    with pytest.raises(Refused, match="tổ dân phố 13"):
        made.perform(verbs.record_held, row, at=AFTER)
    made.perform(meetings.cancel, row.points.all()[1].meeting, reason="Mưa bão")
    row = made.perform(verbs.record_held, row, at=AFTER)
    assert due(row) == {
        "voter_contact.compilation": date(2027, 5, 27),
        "voter_contact.report_back": date(2027, 9, 30),
    }


def test_compiling_stops_its_clock_and_cannot_be_older_than_the_round(made: Round) -> None:
    with pytest.raises(Refused, match="buổi tiếp xúc đầu tiên"):
        made.perform(
            verbs.record_compiled, made.held(1), at=AFTER, compiled_on=date(2027, 5, 1), compiled_words="x"
        )
    row = VoterContact.objects.get()
    row = made.perform(
        verbs.record_compiled, row, at=AFTER, compiled_on=date(2027, 5, 24), compiled_words="số 12/BC-MTTQ"
    )
    assert list(due(row)) == ["voter_contact.report_back"]


def test_reporting_back_is_a_step_with_a_day_of_its_own_and_posting_lasts_the_days_of_the_rule(
    made: Round,
) -> None:
    with pytest.raises(Refused, match="báo cáo tổng hợp"):
        made.perform(
            verbs.report_back,
            made.held(1),
            at=AFTER,
            reported_back_on=date(2027, 5, 24),
            reported_back_words="phát bản in",
        )
    row = made.perform(
        verbs.record_compiled,
        VoterContact.objects.get(),
        at=AFTER,
        compiled_on=date(2027, 5, 24),
        compiled_words="số 12",
    )
    row = made.perform(
        verbs.report_back, row, at=AFTER, reported_back_on=date(2027, 7, 20), reported_back_words="phát bản kết quả",
        posted_on=date(2027, 7, 21),
    )  # fmt: skip
    assert (row.state, row.reported_back_on, row.posted_until) == (
        "reported_back",
        date(2027, 7, 20),
        date(2027, 8, 20),
    )
    assert due(row) == {}


def test_calling_a_round_off_calls_every_point_off_and_stops_the_clocks(made: Round) -> None:
    row = made.perform(verbs.cancel, made.announced(2), reason="Hoãn kỳ họp")
    assert {m.state for m in Meeting.objects.all()} == {"cancelled"}
    assert due(row) == {}


def test_a_round_held_in_part_is_finished_and_not_called_off(made: Round) -> None:
    row = made.perform(verbs.record_point, made.announced(2), at=AFTER, point=1, voters=18, spoke=9)
    with pytest.raises(Refused, match="Đã có điểm họp"):
        made.perform(verbs.cancel, row, at=AFTER, reason="Mưa")


def test_every_length_tells_its_source_or_says_that_the_unit_set_it() -> None:
    from phoihop.core import seed
    from phoihop.core.models import DeadlineRule

    seed.load_all()
    rows = DeadlineRule.objects.filter(code__startswith="voter_contact.")
    told = {(r.basis_status, bool(r.article)) for r in rows if r.basis_status == "in_force"}
    assert told == {("in_force", True)}
    assert {r.basis_status for r in rows if "chưa đọc" in r.article} == {"unit"}
    assert BEFORE < AFTER
    assert Deadline.objects.count() == 0
