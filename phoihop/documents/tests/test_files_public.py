"""A file is looked at, published with a tick and words, and taken back at once when it was the wrong one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import User
from phoihop.accounts.tests import factories as people
from phoihop.core.actions import Refused
from phoihop.core.indexing import keep_contents
from phoihop.core.journal import verify_database
from phoihop.core.models import Access, Notice, SearchRow, SearchText
from phoihop.core.notices import notices_for
from phoihop.core.personal import personal_data
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW
from phoihop.documents import actions as verbs
from phoihop.documents.files.looking import look_at
from phoihop.documents.models import File
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.test_files_coming_in import pdf, sheet, word

pytestmark = pytest.mark.django_db
HEAD = ("STT", "Họ và tên chủ hộ", "Số CCCD", "Ngày sinh", "Điện thoại", "Số tài khoản", "Nơi ở")
POOR = (
    ("DANH SÁCH HỘ NGHÈO NĂM 2027",), HEAD,
    ("1", "Nguyễn Thị Mẫu", "001180012345", "02/03/1980", "0912345678", "0021001234567", "Số 5, tổ 12"),
    ("2", "Trần Văn Thử", "001175054321", "1975", "0987 654 321", "19031234567890", "Số 9, tổ 12"),
)  # fmt: skip
LETTER = (
    "TỜ TRÌNH", "Về việc hỗ trợ hộ nghèo năm 2027", "Toàn phường có 38 hộ nghèo, giảm 12 hộ so với 2026.",
    "Kinh phí 1.234.567.890 đồng theo Nghị quyết số 123/2026/NQ-HĐND ngày 15/12/2026.",
)  # fmt: skip


@pytest.fixture
def room() -> Registry:
    return Registry()


def kept(room: Registry, content: bytes, name: str, **more: Any) -> File:
    made: File = room.perform(verbs.store, None, room.office, upload=ContentFile(content, name=name), **more)
    return made


def published(room: Registry, file: File, **more: Any) -> File:
    given = {"public_title": "Tờ trình số 45", "public_why": "Tài liệu kỳ họp", "looked": True, **more}
    made: File = room.perform(verbs.publish, file, room.office, **given)
    return made


def signed_in(body: Organisation, role: str = "clerk") -> tuple[Client, User]:
    made = people.account(f"u{body.pk}{role}", body, role)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client, made.user


def downloaded(client: Client, url: str) -> Any:
    got = client.get(url)
    assert got.getvalue()
    return got


@pytest.mark.parametrize("make", ["sheet", "word", "text"])
def test_a_list_of_households_is_known_by_its_columns_its_numbers_and_its_title(
    room: Registry, make: str
) -> None:
    lines = [" | ".join(row) for row in POOR]
    content = (
        sheet(*POOR) if make == "sheet" else word(*lines) if make == "word" else "\n".join(lines).encode()
    )
    look = look_at(kept(room, content, {"sheet": "a.xlsx", "word": "a.docx", "text": "a.txt"}[make]))
    assert look.title == "DANH SÁCH HỘ NGHÈO NĂM 2027"
    assert look.warnings == (
        "cột “Số CCCD”: số định danh cá nhân (CCCD, CMND), 2 chỗ", "cột “Điện thoại”: số điện thoại, 2 chỗ",
        "cột “Số tài khoản”: số tài khoản, 2 chỗ", "cột “Ngày sinh”: ngày sinh, năm sinh, 2 chỗ",
        "danh sách hộ, người được trợ giúp, 2 chỗ", "cột “Nơi ở”: nơi ở, 2 chỗ",
    )  # fmt: skip


def test_a_letter_about_poor_households_tells_of_nobody(room: Registry) -> None:
    look = look_at(kept(room, word(*LETTER), "to-trinh.docx"))
    assert (look.title, look.warnings, look.pictured) == (f"{LETTER[0]} {LETTER[1]}", (), False)
    drawn = look_at(kept(room, pdf(*LETTER), "to-trinh.pdf"))
    assert (drawn.warnings, drawn.pictured) == ((), True)


def test_numbers_in_running_text_are_told_by_how_they_are_written() -> None:
    said = (
        "Bà Mẫu, CMND 012345678, sinh ngày 02/03/1980, gọi 0912.345.678, STK 0021001234567 (001 180 012 345)"
    )
    found = {one.kind: one.values for one in personal_data([said])}
    assert found == {
        "national": ["001 180 012 345", "012345678"], "phone": ["0912.345.678"], "bank": ["0021001234567"],
        "birth": ["02/03/1980"],
    }  # fmt: skip


def test_publishing_a_list_with_people_needs_a_second_tick(room: Registry) -> None:
    file = kept(room, sheet(*POOR), "danh sách.xlsx")
    with pytest.raises(Refused) as refused:
        published(room, file)
    assert (refused.value.field, File.objects.get().public_on) == ("agreed", None)
    with pytest.raises(Refused, match="Tên trên trang công khai"):
        published(room, file, public_title="Hộ bà Mẫu 001180012345", agreed=True)
    assert "số định danh cá nhân" in published(room, file, agreed=True).warned_of


def test_the_page_shows_the_first_rows_and_keeps_what_was_typed(room: Registry) -> None:
    client, _user = signed_in(room.bodies["UBND"])
    file = kept(room, sheet(*POOR), "to trinh 45.xlsx")
    page = client.get(f"/tai-lieu/{file.code}/publish/").content.decode()
    assert "Tệp có dữ liệu cá nhân" in page and "Cột “Số CCCD”" in page and "DANH SÁCH HỘ NGHÈO" in page
    given = {"public_title": "Tờ trình 45", "public_why": "Kỳ họp tháng 8", "looked": "on"}
    again = client.post(f"/tai-lieu/{file.code}/publish/", given)
    assert again.status_code == 422 and "Kỳ họp tháng 8" in again.content.decode()
    done = client.post(f"/tai-lieu/{file.code}/publish/", {**given, "agreed": "on"})
    assert (done.status_code, File.objects.get().public_title) == (302, "Tờ trình 45")


def test_a_published_file_is_had_by_anyone_as_an_attachment(room: Registry) -> None:
    file = published(room, kept(room, pdf(*LETTER), "to-trinh.pdf"))
    anyone = Client()
    assert "Tờ trình số 45" in anyone.get("/cong-khai/").content.decode()
    assert "Tài liệu kỳ họp" in anyone.get(f"/cong-khai/{file.code}/").content.decode()
    got = downloaded(anyone, f"/cong-khai/{file.code}/tep/")
    assert got["Content-Disposition"] == 'attachment; filename="to-trinh-so-45.pdf"'
    assert got["Cache-Control"] == "no-store"
    other = kept(room, pdf("Chưa công khai"), "noi-bo.pdf")
    assert anyone.get(f"/cong-khai/{other.code}/").status_code == 404
    assert anyone.get(f"/cong-khai/{other.code}/tep/").status_code == 404


def test_a_file_taken_back_is_gone_everywhere_and_those_who_opened_it_are_told(room: Registry) -> None:
    lender, _lender_user = signed_in(room.bodies["MTTQ"])
    colleague, colleague_user = signed_in(room.bodies["UBND"])
    file = kept(room, sheet(*POOR), "Trần Văn Thử.xlsx", share_with=[room.bodies["MTTQ"].pk])
    published(room, file, agreed=True)
    keep_contents(file, "trần văn thử 001175054321")
    for client in (lender, colleague):
        assert downloaded(client, f"/tai-lieu/{file.code}/tep/")["Cache-Control"] == "private, no-store"
    anyone = Client()
    downloaded(anyone, f"/cong-khai/{file.code}/tep/")
    downloaded(anyone, f"/cong-khai/{file.code}/tep/")
    Notice.objects.all().delete()
    gone = room.perform(verbs.withdraw, file, room.office, withdrawn_why="Nhầm tệp")
    assert (gone.state, gone.opened_by, gone.opened_outside) == ("withdrawn", 2, 2)
    for client in (lender, colleague):
        for tail in ("tep/", "xem/"):
            assert client.get(f"/tai-lieu/{file.code}/{tail}").status_code == 404
    for tail in ("", "tep/"):
        page = anyone.get(f"/cong-khai/{file.code}/{tail}")
        assert (page.status_code, page["Cache-Control"]) == (410, "no-store")
        assert "đã thu hồi" in page.content.decode() and "Tờ trình" not in page.content.decode()
    assert "Tờ trình" not in anyone.get("/cong-khai/").content.decode()
    row = SearchRow.objects.get(record_type="documents.file")
    assert (SearchText.objects.count(), "tran van thu" in row.text, "001175054321" in row.text) == (
        0,
        False,
        False,
    )
    told = {n.body: n.text for n in Notice.objects.all()}
    assert set(told) == {room.bodies["MTTQ"].pk, room.bodies["UBND"].pk}
    assert all("xóa bản đã tải" in words and "Thử" not in words for words in told.values())

    assert notices_for(actor_for(colleague_user, on=NOW.date())).count() == 1
    assert "2 người trong cơ quan đã mở" in colleague.get(f"/tai-lieu/{file.code}/").content.decode()
    assert verify_database().faults == []


def test_the_public_list_asks_as_often_for_three_files_as_for_one(room: Registry) -> None:
    asked = []
    for n in (1, 3):
        while File.objects.filter(public_on__isnull=False).count() < n:
            count = File.objects.count()
            published(room, kept(room, pdf(f"Thông báo {count}"), f"{count}.pdf"))

        with CaptureQueriesContext(connection) as seen:
            Client().get("/cong-khai/")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert Access.objects.count() == 0
