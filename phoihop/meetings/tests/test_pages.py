"""The pages of a meeting: tabs, clashes beside the form, the set in one file, the grid, the phone, name signs."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests.factories import account
from phoihop.commitments import actions as tasks
from phoihop.core import moment
from phoihop.directory.tests.factories import NOW
from phoihop.meetings import actions as verbs
from phoihop.meetings import holding, writing
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import AgendaItem
from phoihop.meetings.tests.factories import END, START, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(settings: Any) -> Hall:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Hall()


@pytest.fixture
def office(hall: Hall) -> Client:
    return signed_in(hall, "UBND")


def signed_in(hall: Hall, kind: str, role: str = "clerk") -> Client:
    made = account(f"{role}-{kind.lower()}", hall.bodies[kind], role)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def page(client: Client, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return str(reply.content.decode())


def test_each_tab_shows_its_own_tables_and_counts(hall: Hall, office: Client) -> None:
    row = hall.closed()
    path = f"/hoi-nghi/{row.code}/"
    first = page(office, path)
    assert "Trình bày dự thảo chương trình phối hợp" in first
    assert "Ảnh niêm yết" not in first
    assert "Ảnh niêm yết" in page(office, f"{path}?muc=ket-luan")
    assert "kết luận 2 (thiếu hạn, sản phẩm)" in page(office, f"{path}?muc=ket-luan")
    assert "2 nội dung chưa ghi trả lời" in page(office, f"{path}?muc=dien-bien")
    assert "Lê Thị Khách" in page(office, f"{path}?muc=khach")


def test_the_page_that_corrects_a_turn_opens_with_its_words(hall: Hall, office: Client) -> None:
    """One of its boxes is called like something a record can do (``drop``)."""
    row = hall.spoken()
    assert "Bố trí 3 nội dung đối thoại mỗi năm" in page(office, f"/hoi-nghi/{row.code}/correct-turn/")


def test_the_page_asks_no_more_with_more_guests_and_turns(hall: Hall, office: Client) -> None:
    def asked(row: Meeting) -> int:
        path = f"/hoi-nghi/{row.code}/?muc=dien-bien"
        page(office, path)
        with CaptureQueriesContext(connection) as captured:
            page(office, path)
        return len(captured)

    row = hall.spoken()
    before = asked(row)
    for n in (1, 2, 3):
        hall.perform(holding.record_turn, row, hall.office, speaker=n, asks=[f"Hỏi {n}"])
    assert asked(row) == before


def test_the_page_of_a_meeting_whose_minutes_are_approved_offers_no_change_of_its_book_and_says_why(
    hall: Hall, office: Client
) -> None:
    """And asks no more than before: the minutes are read once, with the meeting."""

    def looked(path: str) -> tuple[int, str]:
        page(office, path)
        with CaptureQueriesContext(connection) as captured:
            shown = page(office, path)
        return len(captured), shown

    made = hall.minutes()
    path = f"/hoi-nghi/{made.meeting.code}/?muc=dien-bien"
    before, shown = looked(path)
    told = ["/record-turn/", "/conclude/", "/record-attendance/", "/answer-point/", "/amend-conclusion/"]
    assert [way for way in told if way in shown] == told
    made = hall.perform(writing.check, made, hall.office)
    made = hall.perform(writing.approve, made, hall.leader)
    after, shown = looked(path)
    assert [way for way in told if way in shown] == []
    assert f"/bien-ban/{made.code}/return-minutes/" in shown
    assert after == before
    hall.perform(writing.lock, made, hall.office)
    after, shown = looked(path)
    assert "ghi đính chính ở cuộc họp sau" in shown
    assert after == before
    assert "sổ của cuộc họp không sửa nữa" not in page(signed_in(hall, "PKT"), path)
    refused = office.post(f"/hoi-nghi/{made.meeting.code}/conclude/", {"text": "Thêm sau"})
    assert (refused.status_code, "Biên bản đã duyệt" in refused.content.decode()) == (409, True)


def test_a_clash_stands_beside_the_form_before_anything_is_saved(hall: Hall, office: Client) -> None:
    hall.called()
    asked: dict[str, Any] = {
        "kind": "giao_ban", "title": "Giao ban", "on": "09/08/2027", "start": "9h", "end": "9h30", "room": hall.room.pk,
        "host": hall.bodies["UBND"].pk, "chair": hall.people["UBND"].pk,
    }  # fmt: skip
    shown = office.get("/hoi-nghi/trung-lich/", asked).content.decode()
    assert "Trùng lịch: 2 chỗ" in shown
    assert "Đồng chí Vũ Hoàng Nam (Chủ tịch UBND) đã có “Hội nghị ký kết" in shown
    free = office.get("/hoi-nghi/trung-lich/", asked | {"start": "14h", "end": "15h"}).content.decode()
    assert "Không trùng" in free
    assert "hiện ở đây trước khi ghi" in office.get("/hoi-nghi/trung-lich/", {"on": ""}).content.decode()
    deputy = signed_in(hall, "TTHDND", "deputy")  # plans nothing, so is not told who is busy when
    assert deputy.get("/hoi-nghi/trung-lich/", asked).status_code == 404
    assert Meeting.objects.count() == 1


def test_a_meeting_is_planned_through_the_page_and_a_clash_keeps_what_was_typed(
    hall: Hall, office: Client
) -> None:
    hall.called()
    typed = {
        "kind": "giao_ban", "title": "Giao ban tuần", "on": "9/8/2027", "start": "8 giờ 30", "end": "", "place_words": "",
        "room": hall.room.pk, "host": hall.bodies["UBND"].pk, "key": "k1",
    }  # fmt: skip
    refused = office.post("/hoi-nghi/moi/plan/", typed)
    assert refused.status_code == 409
    assert "Giao ban tuần" in refused.content.decode()
    done = office.post("/hoi-nghi/moi/plan/", typed | {"despite": "Họp nối tiếp", "key": "k2"})
    assert done.status_code == 302
    made = Meeting.objects.latest("pk")
    assert (made.time_line, made.despite) == ("08:30–09:30, thứ Hai 09/08/2027", "Họp nối tiếp")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"start": "25h"}, "Giờ chưa đúng"),
        ({"end": "7h"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"room": ""}, "Chọn phòng hoặc ghi nơi họp"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(
    hall: Hall, office: Client, typed: dict[str, str], told: str
) -> None:
    right = {
        "kind": "giao_ban", "title": "Giao ban", "on": "9/8/2027", "start": "8.30", "end": "10:00", "room": hall.room.pk,
        "host": hall.bodies["UBND"].pk,
    }  # fmt: skip
    reply = office.post("/hoi-nghi/moi/plan/", right | typed)
    assert reply.status_code == 422
    assert told in reply.content.decode()


def test_an_agenda_pasted_from_a_table_is_read_line_by_line(hall: Hall, office: Client) -> None:
    row = hall.planned()
    path = f"/hoi-nghi/{row.code}/set-agenda/"
    wrong = office.post(path, {"lines": "Khai mạc\n10\tBáo cáo\tÔng A"})
    assert "Dòng 1 “Khai mạc” chưa đúng dạng" in wrong.content.decode()
    assert office.post(path, {"lines": "10 phút ; Khai mạc\n20\tBáo cáo tổng kết\tÔng A"}).status_code == 302
    found = AgendaItem.objects.filter(meeting=row).values_list("minutes", "title", "speaker")
    assert list(found) == [(10, "Khai mạc", ""), (20, "Báo cáo tổng kết", "Ông A")]


def test_attendance_is_one_grid_by_body_and_takes_who_came_unexpected(hall: Hall, office: Client) -> None:
    row = hall.called()
    path = f"/hoi-nghi/{row.code}/record-attendance/"
    shown = page(office, path)
    assert "Lê Văn An, Chủ tịch HĐND" in shown
    keys = [f"p{hall.people['UBND'].pk}", "w4"]
    done = office.post(path, {"present": keys, "others": "Lê Thị Khách ; Tổ trưởng tổ 4 ;"})
    assert done.status_code == 302
    assert [a.name for a in Meeting.objects.get(pk=row.pk).attendance.all()] == [
        "Vũ Hoàng Nam", "Lê Thị Khách", "Đại diện Văn phòng Đoàn ĐBQH và HĐND thành phố",
    ]  # fmt: skip
    assert page(office, path).count(" checked") == 2


def test_the_secretary_takes_turns_down_one_after_another_on_a_telephone(hall: Hall, office: Client) -> None:
    row = hall.held()
    path = f"/hoi-nghi/{row.code}/record-turn/"
    done = office.post(
        path,
        {"speaker": "1", "asks": "Sớm sửa đèn\nThêm ghế đá", "praise": "", "at_time": "8h45", "next": path},
    )
    assert (done.status_code, done["Location"]) == (302, path)
    shown = page(office, path)
    assert "Đã ghi 1 lượt" in shown
    assert "08:45 Lê Văn An, Chủ tịch HĐND" in shown
    empty = office.post(path, {"speaker": "", "asks": ""})
    assert "Chọn người phát biểu" in empty.content.decode()


def test_the_set_of_papers_comes_in_one_file_and_only_to_who_reads_the_meeting(
    hall: Hall, office: Client
) -> None:
    row = hall.called()
    reply = office.get(f"/hoi-nghi/{row.code}/bo-van-ban.zip")
    with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
        assert packed.namelist()[0] == "1-giay-moi.docx"
    stranger = signed_in(hall, "PVHXH")
    for tail in ("", "bo-van-ban.zip", "bien-ten/"):
        assert stranger.get(f"/hoi-nghi/{row.code}/{tail}").status_code == 404


def test_name_signs_are_of_those_present_else_of_those_expected(hall: Hall, office: Client) -> None:
    row = hall.called()
    assert "Đại diện Văn phòng Đoàn" in page(office, f"/hoi-nghi/{row.code}/bien-ten/")
    held = hall.held(starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1))
    shown = page(office, f"/hoi-nghi/{held.code}/bien-ten/")
    assert "Lê Thị Khách" in shown
    assert "Đại diện Văn phòng Đoàn" not in shown


def test_the_week_page_shows_the_week_its_clash_and_the_word_file(hall: Hall, office: Client) -> None:
    hall.called()
    hall.planned(title="Giao ban", despite="Họp nối tiếp", co_hosts=[])
    shown = page(office, "/lich-cong-tac/?tuan=2027-W32")
    assert "Tuần 32, từ ngày 09/08/2027 đến ngày 15/08/2027" in shown
    assert "Vẫn họp, vì: Họp nối tiếp" in shown
    assert "Phòng họp số 1 đã có “Giao ban”" in shown
    assert "Không có" not in page(office, "/lich-cong-tac/")
    word = office.get("/lich-cong-tac/tuan.docx?tuan=2027-W32")
    assert word.content[:2] == b"PK"


def test_the_address_of_the_calendar_is_shown_to_its_body_and_opens_without_signing_in(
    hall: Hall, office: Client
) -> None:
    feed = hall.perform(verbs.open_feed, None, hall.office, owner=hall.bodies["UBND"], words="Điện thoại")
    shown = page(office, f"/lich-dong-bo/{feed.code}/")
    address = shown.split("readonly>")[1].split("<")[0].strip()
    assert address.startswith("http://testserver/lich/")
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert signed_in(hall, "PVHXH").get(f"/lich-dong-bo/{feed.code}/").status_code == 404


def test_a_reply_form_offers_a_body_its_own_invitation_only(hall: Hall, office: Client) -> None:
    row = hall.called()
    front = signed_in(hall, "MTTQ")
    assert "Đỗ Minh Quân" in page(office, f"/hoi-nghi/{row.code}/reply/")
    own = signed_in(hall, "TTHDND")
    assert front.get(f"/hoi-nghi/{row.code}/reply/").status_code == 200
    assert own.post(f"/hoi-nghi/{row.code}/reply/", {"invitation": "1", "reply": "absent"}).status_code == 422


def test_hours_that_are_not_understood_are_never_told_as_free(hall: Hall, office: Client) -> None:
    hall.called()
    asked: dict[str, Any] = {
        "kind": "giao_ban", "title": "Giao ban", "on": "09/08/2027", "start": "14h30", "end": "13h30", "room": hall.room.pk,
        "host": hall.bodies["UBND"].pk,
    }  # fmt: skip
    for more, told in (
        ({}, "Giờ kết thúc phải sau giờ bắt đầu."), ({"end": "chiều"}, "Giờ chưa đúng. Ví dụ: 8h30 hoặc 14:00."),
        ({"start": "chiều"}, "Giờ chưa đúng. Ví dụ: 8h30 hoặc 14:00."), ({"on": "mai"}, "Ngày chưa đúng."),
    ):  # fmt: skip
        shown = office.get("/hoi-nghi/trung-lich/", asked | more).content.decode()
        assert (told in shown, "Không trùng" in shown) == (True, False)
    mended = office.get("/hoi-nghi/trung-lich/", asked | {"end": "15h30"}).content.decode()
    assert ("Không trùng" in mended, "Ngày nghỉ" in mended) == (True, False)


@pytest.mark.parametrize(
    ("day", "told"),
    [("14/08/2027", "thứ Bảy, nghỉ hằng tuần, 14/08/2027"), ("02/09/2027", "nghỉ lễ"), ("12/08/2027", "")],
)
def test_a_day_off_is_named_beside_the_form(hall: Hall, office: Client, day: str, told: str) -> None:
    shown = office.get(
        "/hoi-nghi/trung-lich/", {"on": day, "start": "8h", "kind": "giao_ban"}
    ).content.decode()
    assert ("Ngày nghỉ: " in shown, told in shown) == (bool(told), True)


def test_lists_to_choose_from_tell_meetings_by_their_day_and_people_by_their_titles(
    hall: Hall, office: Client
) -> None:
    row = hall.called()
    other = hall.planned(title="Giao ban tuần", kind="giao_ban", despite="x")
    shown = page(office, f"/hoi-nghi/{row.code}/invite/")
    assert f"09/08/2027 · {other.title}" in shown
    assert f"Vũ Hoàng Nam · {hall.people['UBND'].titles_now}" in shown
    held = hall.held(starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1))
    assert f"10/08/2027 · {held.title}" in page(office, "/bien-ban/moi/write-minutes/")


def test_what_falls_due_stays_on_the_screen_and_the_days_stand_in_groups_of_their_own(
    hall: Hall, office: Client
) -> None:
    """On paper the row is gone: the day it belongs to ends with its group, whatever its rows are said to span."""
    made = hall.perform(
        tasks.propose, None, hall.office, content="Việc riêng của UBND", lead=hall.bodies["UBND"], product="Báo cáo",
        due_on=date(2027, 8, 12), owner=hall.bodies["UBND"],
    )  # fmt: skip
    hall.perform(tasks.issue, made, hall.office)
    hall.called()
    shown = page(office, "/lich-cong-tac/?tuan=2027-W32")
    table = shown.partition("<table")[2].partition("</table>")[0]
    row = next(part for part in table.split("<tr")[1:] if "Việc riêng của UBND" in part)
    assert row.startswith(' class="khong-in">')
    assert (table.count("<tbody>"), table.count("</tbody>")) == (7, 7)
