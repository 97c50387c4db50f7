"""Tra cứu: a right code answers at once with what may be shown; the asker agrees or re-opens once; guessing is slowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phoihop.core import moment
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition
from phoihop.petitions.public import typed_code
from phoihop.petitions.tests.factories import PROMISED, SHORT, Voices
from phoihop.portal import forms, gate
from phoihop.portal.tests.test_sending import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(forms, "QUICKEST", 0)
    monkeypatch.setattr(gate, "DELAY", 0.0)
    monkeypatch.setattr(moment, "now", lambda: NOW)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ward() -> Voices:
    return Voices()


def page_of(row: Petition) -> str:
    told = Client().get(f"/tra-cuu/{row.lookup}/")
    assert (told.status_code, told["Cache-Control"], told["X-Robots-Tag"]) == (200, "no-store", "noindex")
    return told.content.decode()


def said(row: Petition, which: str, **given: Any) -> Any:
    data = {"viec": which, "dau": forms.new_mark(), **given}
    return Client().post(f"/tra-cuu/{row.lookup}/", data)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7Q2M-9XR4T", "K7Q2M-9XR4T"), ("k7q2m 9xr4t", "K7Q2M-9XR4T"), (" k7q2m9xr4t ", "K7Q2M-9XR4T"),
        ("K7Q2M-9XR4", ""), ("K7Q2M-9XR4O", ""), ("KN-2027-0001", ""), ("", ""), ("Ｋ7Q2M-9XR4T", ""),
    ],
)  # fmt: skip
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert typed_code(typed) == code


def test_a_typed_code_leads_to_its_own_address(ward: Voices) -> None:
    assert Client().get("/tra-cuu/").status_code == 200
    led = Client().get("/tra-cuu/?ma=k7q2m9xr4t")
    assert (led.status_code, led["Location"]) == (302, "/tra-cuu/K7Q2M-9XR4T/")
    wrong = Client().get("/tra-cuu/?ma=KN-2027-0001")
    assert wrong.status_code == 422 and "Mã chưa đúng dạng" in wrong.content.decode()


def test_content_and_title_are_shown_only_where_the_asker_agreed_and_an_officer_has_read_them(
    ward: Voices,
) -> None:
    closed = page_of(ward.received())
    assert "Ngõ 84" not in closed and "ngõ 84" not in closed and "Kiến nghị ngày 02/08/2027" in closed
    unread = page_of(ward.received(public=True))
    assert "Ngõ 84" not in unread and "ngõ 84" not in unread
    opened = page_of(ward.classified(public=True))
    assert "Ngập ngõ 84 khi mưa trên 30 phút" in opened and "Bao giờ cải tạo rãnh?" in opened


def test_who_asked_is_never_shown(ward: Voices) -> None:
    row = ward.received(public=True, asker_words="cử tri cao tuổi")
    assert "cao tuổi" not in page_of(row)


def test_answered_is_never_told_as_solved(ward: Voices) -> None:
    page = page_of(ward.answered())
    assert "Đã trả lời, chưa giải quyết – hẹn 30/10/2027" in page and SHORT in page
    assert "Đã giải quyết" not in page


def test_solved_tells_its_day_and_what_proves_it(ward: Voices) -> None:
    page = page_of(ward.solved())
    assert "Đã giải quyết 02/08/2027" in page and "Biên bản nghiệm thu ngày 01/8/2027, 02/08/2027" in page


def test_what_waits_for_approval_is_not_told(ward: Voices) -> None:
    page = page_of(ward.drafted())
    assert "Đang xem xét" in page and SHORT not in page and "Trả lời đến hết" not in page


def test_steps_have_their_days(ward: Voices) -> None:
    page = page_of(ward.assigned())
    for words in ("Nhận kiến nghị", "Giao Phòng", "hẹn trả lời 22/08/2027", "02/08/2027"):
        assert words in page


def test_the_asker_agrees_by_code(ward: Voices) -> None:
    row = ward.solved()
    told = said(row, "dong-y")
    assert (told.status_code, told["Location"]) == (303, f"/tra-cuu/{row.lookup}/?da-ghi=dong-y")
    row.refresh_from_db()
    assert (row.state, row.asker_says, row.verified_on) == ("answered", "agrees", None)
    entry = JournalEntry.objects.filter(record_code=row.code).latest("pk")
    assert (entry.action, entry.actor_kind, entry.actor_user) == ("petitions.agree", "public", None)


def test_not_done_reopens_once_with_a_picture(ward: Voices) -> None:
    row = ward.solved()
    assert said(row, "chua-xong", noi_dung="Rãnh mới thay một nửa.", anh=[picture()]).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.asker_says, row.solved_on, row.sendings) == ("returned", "not_done", None, 2)
    verdict = row.verdicts.get()
    assert (verdict.said, verdict.agrees, verdict.picture is not None) == (
        "Rãnh mới thay một nửa.",
        False,
        True,
    )
    page = page_of(row)
    assert "Đang trả lời lại" in page and "mở lại" in page and "Đồng ý</button>" not in page
    again = said(row, "chua-xong", noi_dung="Vẫn chưa xong.")
    assert (again.status_code, row.verdicts.count()) == (409, 1)
    assert "Chưa ghi được" in again.content.decode()
    assert verify_database().faults == []


def test_not_done_says_what_is_missing_and_keeps_what_was_typed(ward: Voices) -> None:
    row = ward.solved()
    told = said(row, "chua-xong", noi_dung="")
    assert told.status_code == 422 and "Ghi còn gì chưa xong." in told.content.decode()
    two = said(row, "chua-xong", noi_dung="Còn nửa rãnh", anh=[picture(), picture("2.jpg")])
    assert (
        two.status_code == 422
        and "Gửi một ảnh." in two.content.decode()
        and "Còn nửa rãnh" in two.content.decode()
    )


def test_after_the_set_days_it_is_too_late(ward: Voices, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ward.solved()
    monkeypatch.setattr(moment, "now", lambda: NOW + timedelta(days=16))
    assert "Chưa xong</summary>" not in page_of(row)
    told = said(row, "chua-xong", noi_dung="Còn nửa rãnh")
    assert told.status_code == 409 and "Đã quá ngày báo chưa xong" in told.content.decode()


def test_a_merged_petition_shows_the_way_of_the_main_one_under_its_own_code(ward: Voices) -> None:
    main, other = ward.classified(), ward.classified(public=True, title="Rãnh ngõ 84 tắc")
    ward.perform(verbs.merge, main, ward.council, others=[other])
    other.refresh_from_db()
    page = page_of(other)
    assert "2 lượt cùng hỏi việc này" in page and "Xem chung với kiến nghị cùng nội dung" in page
    assert main.lookup not in page and main.code not in page


def test_a_message_handed_over_tells_how_to_denounce_safely_and_nothing_else(ward: Voices) -> None:
    row = ward.received(public=True)
    ward.perform(verbs.hand_over, row, ward.council)
    row.refresh_from_db()
    page = page_of(row)
    assert "Đã chuyển bộ phận tiếp công dân" in page and "tố cáo an toàn" in page
    assert "Các bước" not in page and "Ngõ 84" not in page


def test_guessing_is_slowed_and_the_right_code_answers_all_the_same(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("phoihop.portal.gate.time.sleep", waits.append)
    row, client = ward.received(), Client()
    told = [client.get(f"/tra-cuu/22222-2222{n}/").status_code for n in "23456789ABCD"]
    assert told == [404] * gate.WRONG + [429] * 2
    assert len(waits) == 2
    assert client.get(f"/tra-cuu/{row.lookup}/").status_code == 200
    assert len(waits) == 2


def test_guesses_that_begin_alike_are_counted_over_all_addresses(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "WRONG_ALIKE", 3)
    told = [
        Client(REMOTE_ADDR=f"10.0.0.{n}").get(f"/tra-cuu/22222-2222{n}/").status_code for n in range(2, 7)
    ]
    assert told == [404] * 3 + [429] * 2


def test_a_lookup_costs_two_queries_and_one_that_joined_another_one(
    ward: Voices, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    solved, merged = ward.solved(), ward.classified()
    ward.perform(verbs.merge, ward.classified(), ward.council, others=[merged])
    page_of(solved)  # lists of the day are read once
    for row, queries in ((solved, 2), (merged, 1)):
        with django_assert_num_queries(queries):
            page_of(row)


def test_whether_it_is_done_is_asked_from_the_promised_day_on(
    ward: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ward.answered()
    assert row.say_until == date(2027, 11, 15)
    before = page_of(row)
    assert "Đến ngày hẹn 30/10/2027, trang này hỏi" in before and "Chưa xong</summary>" not in before
    refused = said(row, "chua-xong", noi_dung="Chưa thấy làm.")
    assert refused.status_code == 409 and "Ngày hẹn xong là 30/10/2027, chưa đến." in refused.content.decode()
    monkeypatch.setattr(moment, "now", lambda: NOW + (PROMISED - NOW.date()))
    assert "Chưa xong</summary>" in page_of(row)
    assert said(row, "chua-xong", noi_dung="Chưa thấy làm.").status_code == 303


def test_what_is_solved_is_asked_about_at_once(ward: Voices) -> None:
    page = page_of(ward.solved())
    assert "Ông, bà thấy việc này xong chưa?" in page and "Chưa xong</summary>" in page


def test_who_says_not_done_is_asked_before_a_name_or_a_telephone_goes_along(ward: Voices) -> None:
    row = ward.solved()
    words = "Rãnh còn nửa, gọi 0909 111 222."
    told = said(row, "chua-xong", noi_dung=words)
    shown = told.content.decode()
    assert told.status_code == 422 and "số điện thoại “0909 111 222”" in shown and words in shown
    assert row.verdicts.count() == 0
    known = re.findall(r'name="biet" value="([^"]+)"', shown)
    assert said(row, "chua-xong", noi_dung=words, biet=known).status_code == 303
