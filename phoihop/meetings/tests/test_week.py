"""The week of the three bodies, and the calendar a telephone reads."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import docx
import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.enum.section import WD_ORIENT

from phoihop.commitments import actions as tasks
from phoihop.core.papers import formats
from phoihop.core.search import look
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward
from phoihop.documents.format_check import check
from phoihop.documents.versions import paper_lines
from phoihop.meetings import actions as verbs
from phoihop.meetings.clashes import clashes_of
from phoihop.meetings.feed import calendar, feed_at, meetings_of, token_of
from phoihop.meetings.models import Feed, Meeting
from phoihop.meetings.tests.factories import END, START, Hall
from phoihop.meetings.week import Line, Week, monday_of, week
from phoihop.meetings.week_paper import week_paper

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 8, 9)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def hall() -> Hall:
    return Hall()


def shown(hall: Hall, who: Any = None) -> Week:
    return week(MONDAY, actor=who or hall.office, today=TODAY)


def lines(found: Week) -> list[Line]:
    return [line for day in found.days for line in (*day.morning, *day.afternoon)]


def test_a_week_is_named_by_its_number_and_anything_else_is_this_week() -> None:
    assert monday_of("2027-W32", TODAY) == MONDAY
    assert monday_of("2027-W99", TODAY) == monday_of("", TODAY) == date(2027, 8, 2)


def test_each_body_reads_whether_it_holds_attends_or_is_told(hall: Hall) -> None:
    hall.called(co_hosts=[], kind="giao_ban", title="Giao ban")
    later = hall.planned(
        title="Tiếp xúc", starts_at=START + timedelta(hours=6), ends_at=END + timedelta(hours=6), co_hosts=[hall.bodies["MTTQ"]],
        chair=None,
    )  # fmt: skip
    hall.perform(verbs.invite, later, hall.office, know=[hall.bodies["TTHDND"]])
    found = shown(hall)
    assert [body.kind_id for body in found.bodies] == ["TTHDND", "UBND", "MTTQ"]
    assert [(line.hours, line.title, [str(m) for m in line.marks]) for line in lines(found)] == [
        ("08:00–10:00", "Giao ban", ["dự", "chủ trì", "dự"]),
        ("14:00–16:00", "Tiếp xúc", ["biết", "chủ trì", "chủ trì"]),
    ]
    assert (len(found.days[0].morning), len(found.days[0].afternoon)) == (1, 1)
    assert found.title == "Tuần 32, từ ngày 09/08/2027 đến ngày 15/08/2027"


def test_a_private_meeting_is_only_busy_time_for_who_is_not_in_it(hall: Hall) -> None:
    hall.called(openness="private", title="Kiểm điểm", co_hosts=[])
    assert [(line.title, line.place, line.chair) for line in lines(shown(hall, hall.stranger))] == [
        ("Bận", "", "")
    ]
    assert [line.title for line in lines(shown(hall))] == ["Kiểm điểm"]


def test_what_is_only_planned_is_named_to_who_plans_it_in_the_week_as_in_the_feed(hall: Hall) -> None:
    row = hall.planned(title="Nhân sự dự kiến", co_hosts=[hall.bodies["TTHDND"]])
    row = hall.perform(verbs.invite, row, hall.office, bodies=[hall.bodies["MTTQ"]])
    told = {"UBND": "Nhân sự dự kiến", "TTHDND": "Nhân sự dự kiến", "MTTQ": "Bận", "PVHXH": "Bận"}

    def week_of(kind: str) -> list[tuple[str, str, str, bool]]:
        found = lines(shown(hall, acting(hall.bodies[kind], "clerk", user=20)))
        return [(line.title, line.place, line.chair, line.seen) for line in found]

    known = ("Nhân sự dự kiến", str(hall.room), row.chair_words, True)
    assert {kind: week_of(kind) for kind in told} == {
        kind: [known if words != "Bận" else ("Bận", "", "", False)] for kind, words in told.items()
    }
    assert {kind: [m.title for m in meetings_of(hall.bodies[kind].pk, at=NOW)] for kind in told} == {
        "UBND": ["Nhân sự dự kiến"], "TTHDND": ["Nhân sự dự kiến"], "MTTQ": [], "PVHXH": [],
    }  # fmt: skip
    hall.perform(verbs.call, row, hall.office, despite="x")
    assert [[title for title, *_rest in week_of(kind)] for kind in told] == [["Nhân sự dự kiến"]] * 4


def test_another_locality_sees_nothing_of_the_week(hall: Hall) -> None:
    hall.called()
    other = acting(ward("Láng Giềng")["UBND"], "clerk", user=9)
    assert lines(shown(hall, other)) == []


def test_who_is_on_the_list_reads_a_meeting_once_the_invitations_are_out(hall: Hall) -> None:
    row = hall.perform(verbs.invite, hall.planned(co_hosts=[]), hall.office, bodies=[hall.bodies["MTTQ"]])

    def read() -> tuple[list[Any], list[str]]:
        return [*Meeting.objects.visible_to(hall.front)], [
            hit.row.code for hit in look(row.title, hall.front).hits
        ]

    assert read() == ([], [])
    hall.perform(verbs.call, row, hall.office)
    assert read() == ([row], [row.code])


def test_the_sheet_for_all_bodies_names_what_all_may_read(hall: Hall) -> None:
    hall.called(openness="private", title="Kiểm điểm", co_hosts=[])
    hall.planned(
        title="Nhân sự", starts_at=START + timedelta(hours=6), ends_at=END + timedelta(hours=6), room=None,
        place_words="Nhà khách", chair=None, co_hosts=[], despite="sẽ chốt",
    )  # fmt: skip
    made = hall.perform(
        tasks.propose, None, hall.office, content="Việc riêng của UBND", lead=hall.bodies["UBND"], product="Báo cáo",
        due_on=date(2027, 8, 12), owner=hall.bodies["UBND"],
    )  # fmt: skip
    hall.perform(tasks.issue, made, hall.office)
    own = shown(hall)
    assert [line.title for line in lines(own)] == ["Kiểm điểm", "Nhân sự"]
    assert {due.record.pk for day in own.days for due in day.due} == {made.pk}
    told = "\n".join(paper_lines(week_paper(own, body=hall.bodies["UBND"], at=NOW)))
    assert told.count("Bận") == 2
    inner = ("Kiểm điểm", "Nhân sự", "Nhà khách", str(hall.room), "Vũ Hoàng Nam", "Việc riêng")
    assert [words for words in inner if words in told] == []


def test_two_meetings_of_others_at_one_hour_tell_nobody_who_sits_in_both(hall: Hall) -> None:
    for title in ("Kín một", "Kín hai"):
        hall.planned(
            title=title, openness="private", co_hosts=[], room=None, place_words="Phòng", despite="gấp"
        )
    assert len(shown(hall).clashing) == 1
    assert shown(hall, hall.stranger).clashing == []


def test_duties_due_that_week_stand_on_their_day_with_their_record(hall: Hall) -> None:
    made = hall.perform(
        tasks.propose, None, hall.office, content="Báo cáo tuần", lead=hall.bodies["PKT"], product="Báo cáo",
        due_on=date(2027, 8, 12), owner=hall.bodies["UBND"],
    )  # fmt: skip
    hall.perform(tasks.issue, made, hall.office)
    unit = acting(hall.bodies["PKT"], "unit", user=3)
    found = [(due.day, due.record.pk) for day in shown(hall, unit).days for due in day.due]
    assert (date(2027, 8, 12), made.pk) in found
    assert [due for day in shown(hall, hall.stranger).days for due in day.due] == []


def test_the_same_person_through_two_positions_clashes_and_the_week_shows_it_once(hall: Hall) -> None:
    hall.appoint(hall.people["UBND"], "MTTQ", "Ủy viên UBMTTQ")
    first = hall.planned(chair=hall.people["UBND"], co_hosts=[])
    second = hall.planned(
        title="Họp Mặt trận", host=hall.bodies["MTTQ"], who=hall.front, chair=None, room=None, place_words="Nhà văn hóa",
        co_hosts=[], starts_at=START + timedelta(hours=1), ends_at=END,
    )  # fmt: skip
    second = hall.perform(verbs.invite, second, hall.front, bodies=[hall.bodies["UBND"]])
    found = clashes_of(second, actor=hall.office)
    assert [(c.kind, c.who, c.mine, c.theirs) for c in found] == [
        ("person", "Vũ Hoàng Nam", "Chủ tịch UBND", "Chủ tịch UBND, Ủy viên UBMTTQ"),
    ]  # fmt: skip
    assert [(line.meeting.pk, c.kind, c.meeting.pk) for line, c in shown(hall).clashing] == [
        (first.pk, "person", second.pk),
    ]  # fmt: skip


def test_who_sent_somebody_else_does_not_clash_and_the_substitute_does(hall: Hall) -> None:
    hall.planned(chair=hall.people["PKT"], co_hosts=[], title="Giao ban phòng")
    row = hall.planned(
        title="Hội nghị khác",
        chair=None,
        room=None,
        place_words="Hội trường",
        despite="đơn vị cùng dự",
        co_hosts=[],
    )
    row = hall.perform(verbs.invite, row, hall.office, bodies=[hall.bodies["MTTQ"]])
    row = hall.perform(verbs.call, row, hall.office, despite="x")
    assert "person" not in {c.kind for c in clashes_of(row, actor=hall.office)}
    row = hall.perform(
        verbs.reply, row, hall.front, invitation=1, reply="other", substitute=hall.people["PKT"]
    )
    assert [c.who for c in clashes_of(row, actor=hall.office) if c.kind == "person"] == ["Đỗ Minh Quân"]


def test_a_clash_with_a_meeting_one_may_not_see_says_only_that_there_is_one(hall: Hall) -> None:
    hall.planned(title="Kín", openness="private", co_hosts=[])
    other = acting(hall.bodies["MTTQ"], "clerk", user=4)
    row = hall.planned(title="Mở", host=hall.bodies["MTTQ"], who=other, despite="x", co_hosts=[], chair=None)
    assert [c.words for c in clashes_of(row, actor=other)] == [
        "Phòng họp số 1 đã có một cuộc họp khác (08:00–10:00 09/08/2027)."
    ]


def test_a_week_takes_no_more_queries_with_more_in_it(hall: Hall) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(hall)
        return len(captured)

    hall.called(vehicles=[hall.vehicle()])
    before = asked()
    for n in (1, 2):
        booked = {"vehicles": [hall.vehicle(f"Xe số {n}"), hall.vehicle(f"Xe bán tải {n}")]}
        hall.called(
            starts_at=START + timedelta(days=n), ends_at=END + timedelta(days=n), despite="x", **booked
        )
    assert asked() == before


def test_the_week_as_word_is_one_turned_sheet_without_a_number(hall: Hall) -> None:
    hall.called()
    paper = week_paper(shown(hall), body=hall.bodies["UBND"], at=NOW.astimezone(HERE))
    content = formats()["docx"].write(paper)
    sections = docx.Document(io.BytesIO(content)).sections
    assert [s.orientation for s in sections] == [WD_ORIENT.LANDSCAPE]
    assert [finding.code for finding in check(content)] == ["page.orientation", "number.missing"]
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    told = "\n".join(paper_lines(paper))
    assert "LỊCH CÔNG TÁC TUẦN 32\nTừ ngày 09/08/2027 đến ngày 15/08/2027" in told
    assert [mark for mark in ("LCT", "Số:", "Phụ lục", "PHỤ LỤC") if mark in told + words] == []
    assert "Thứ Hai 09/08\tSáng, 08:00–10:00\tHội nghị ký kết chương trình phối hợp năm 2027" in told


# ---------------------------------------------------------------------------------------- the feed


def opened(hall: Hall, body: str = "UBND") -> Feed:
    who = acting(hall.bodies[body], "clerk", user=6)
    made: Feed = hall.perform(verbs.open_feed, None, who, owner=hall.bodies[body], words="Điện thoại")
    return made


def events(content: bytes) -> dict[str, Any]:
    """By summary, as the first library reads them."""
    found = icalendar.Calendar.from_ical(content)
    return {str(e["summary"]): e for e in found.walk("VEVENT")}


def test_two_libraries_read_the_same_moments_back(hall: Hall) -> None:
    hall.called()
    content = calendar(opened(hall), at=NOW)
    event = events(content)["Hội nghị ký kết chương trình phối hợp năm 2027"]
    other = vobject.readOne(content.decode()).vevent
    for start, end in ((event["dtstart"].dt, event["dtend"].dt), (other.dtstart.value, other.dtend.value)):
        assert (start, end) == (START, END)
        assert f"{start.astimezone(HERE):%H:%M %d/%m/%Y}" == "08:00 09/08/2027"
    assert str(event["status"]) == other.status.value == "CONFIRMED"
    assert int(event["sequence"]) == int(other.sequence.value)
    assert str(event["location"]) == other.location.value == "Phòng họp số 1, Trụ sở UBND phường"
    assert str(event["uid"]) == other.uid.value


def test_a_moved_meeting_has_a_higher_sequence_and_the_same_identity_and_a_cancelled_one_says_so(
    hall: Hall,
) -> None:
    feed, row = opened(hall), hall.called()
    before = events(calendar(feed, at=NOW))[row.title]
    row = hall.perform(
        verbs.postpone, row, hall.office, at=NOW + timedelta(hours=1), starts_at=datetime(2027, 8, 10, 17, 30, tzinfo=UTC),
        ends_at=datetime(2027, 8, 10, 18, 30, tzinfo=UTC), room=hall.room, reason="Mưa",
    )  # fmt: skip
    after = events(calendar(feed, at=NOW))[row.title]
    assert (after["uid"], int(after["sequence"])) == (before["uid"], int(before["sequence"]) + 1)
    assert f"{after['dtstart'].dt.astimezone(HERE):%H:%M %d/%m}" == "00:30 11/08"
    assert after["dtstamp"].dt == NOW + timedelta(hours=1)
    row = hall.perform(verbs.cancel, row, hall.office, reason="Bão")
    gone = events(calendar(feed, at=NOW))[row.title]
    assert (str(gone["status"]), int(gone["sequence"])) == ("CANCELLED", int(after["sequence"]) + 1)


def test_a_feed_tells_nothing_secret_and_only_what_its_body_knows(hall: Hall) -> None:
    hall.called(openness="private", title="Kiểm điểm", purpose="Nội dung kín")
    content = calendar(opened(hall), at=NOW).decode()
    assert [str(e) for e in events(content.encode())] == ["Bận"]
    for secret in ("Kiểm điểm", "Nội dung kín", "Phòng họp số 1", "Vũ Hoàng Nam"):
        assert secret not in content
    hall.planned(
        title="Mới dự kiến", starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1), co_hosts=[]
    )
    assert set(events(calendar(opened(hall), at=NOW))) == {"Bận", "Mới dự kiến"}
    assert set(events(calendar(opened(hall, "PVHXH"), at=NOW))) == set()


def test_an_address_answers_only_with_its_token_and_not_after_it_was_taken_back(
    hall: Hall, client: Any
) -> None:
    feed = opened(hall)
    path = f"/lich/{feed.code}-{token_of(feed)}.ics"
    reply = client.get(path)
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert client.get(f"/lich/{feed.code}-{'0' * 40}.ics").status_code == 404
    assert token_of(feed) != token_of(opened(hall))
    hall.perform(verbs.revoke_feed, feed, hall.office)
    assert feed_at(feed.code, token_of(feed)) is None
    assert client.get(path).status_code == 404
