"""J6: a list of poor households goes out instead of a letter; it is warned of, taken back, and those who opened it are told.

The paper list of a conference stands for the documents of a council session, which come with a later room; the late
upload of J6 (D-5, *đưa vào / lùi*) stays for then. Files nobody may send are refused at the same door.
"""

from __future__ import annotations

import io
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone
from docx import Document

from phoihop.accounts.actions import set_password
from phoihop.accounts.models import Account
from phoihop.accounts.tests import factories as people
from phoihop.core.journal import verify_database
from phoihop.core.models import Access, Notice
from phoihop.directory.tests.factories import NOW
from phoihop.documents.models import File
from phoihop.ingest.background import read_contents
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import Hall
from tests.scenarios.test_accessibility import AXE, FOUND, RULES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "thu-nghiem-2027"  # noqa: S105 opens the accounts of this test alone
POOR = (
    ("DANH SÁCH HỘ NGHÈO NĂM 2027",), ("STT", "Họ và tên chủ hộ", "Số CCCD", "Điện thoại", "Nơi ở"),
    ("1", "Nguyễn Thị Mẫu", "001180012345", "0912345678", "Số 5, tổ 12"),
    ("2", "Trần Văn Thử", "001175054321", "0987654321", "Số 9, tổ 12"),
)  # fmt: skip
SECRET = ("Trần Văn Thử", "001175054321", "0987654321")


def workbook(folder: Path, name: str) -> Path:
    with xlsxwriter.Workbook(str(folder / name)) as book:
        page = book.add_worksheet("Danh sách")
        for n, row in enumerate(POOR):
            page.write_row(n, 0, row)
    return folder / name


def letter(folder: Path, name: str, *lines: str) -> Path:
    paper, out = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(out)
    (folder / name).write_bytes(out.getvalue())
    return folder / name


class Ward:
    """A conference with its papers; a clerk who errs, two colleagues, one of the Front, all with logins."""

    def __init__(self) -> None:
        self.hall = Hall()
        self.meeting: Meeting = self.hall.called()
        for name, body in (("nham", "UBND"), ("dongnghiep", "UBND"), ("mattran", "MTTQ")):
            made: Account = people.account(name, self.hall.bodies[body], "clerk")
            set_password(made.user, PASSWORD, until=None)


@pytest.fixture
def ward(settings: Any, transactional_db: None) -> Ward:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    return Ward()


def sign_in(chromium: Any, live_server: Any, username: str, *, width: int = 1366, height: int = 768) -> Any:
    page = chromium.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN", bypass_csp=True
    ).new_page()
    page.set_default_timeout(20000)
    page.goto(f"{live_server.url}/tai-khoan/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{live_server.url}/")
    return page


def picture(page: Any, name: str) -> None:
    """Nothing axe finds wrong at either width; and a picture where one is asked for."""
    page.evaluate(AXE)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert (name, page.evaluate(FOUND, RULES)) == (name, [])
    folder = os.environ.get("PHOIHOP_PICTURES")
    for width, height in ((390, 844), (1366, 768)) if folder else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{folder}/j06-{name}-{width}.png", full_page=True)


def send(page: Any) -> str:
    with page.expect_navigation():
        page.click("form#mau button.btn-primary[type=submit]")
    return str(page.inner_text("main"))


def attach(page: Any, base: str, meeting: Meeting, path: Path, words: str) -> str:
    page.goto(f"{base}/hoi-nghi/{meeting.code}/add-paper/")
    page.locator("[name=item]").select_option(index=1)
    page.fill("[name=words]", words)
    page.set_input_files("[name=upload]", str(path))
    return send(page)


def status_of(page: Any, url: str) -> int:
    return int(page.request.get(url).status)


def test_a_wrong_file_is_warned_of_taken_back_and_those_who_opened_it_are_told(
    ward: Ward, chromium: Any, live_server: Any, tmp_path: Path
) -> None:
    base, meeting = live_server.url, ward.meeting
    clerk = sign_in(chromium, live_server, "nham")
    attach(clerk, base, meeting, workbook(tmp_path, "to-trinh-45.xlsx"), "Tờ trình 45")
    file = File.objects.get()
    assert meeting.papers.get().file == file

    publish(clerk, base, file)
    readers = [sign_in(chromium, live_server, name) for name in ("dongnghiep", "mattran")]
    anyone = chromium.new_context(locale="vi-VN", bypass_csp=True).new_page()
    seven_minutes(clerk, readers, anyone, base, file)
    take_back(clerk, base, file)
    gone_everywhere(clerk, readers, anyone, base, file)
    row = File.objects.get()
    assert (row.state, row.withdrawn_why, row.opened_by) == ("withdrawn", "Gửi nhầm tệp", 3)
    assert Access.objects.filter(kind="file", what=file.code).count() == 4
    clerk.goto(f"{base}/tai-lieu/{file.code}/")
    clerk.click("text=Ghi biên bản sự cố")
    assert clerk.input_value("[name=what]") == f"Công khai nhầm tệp {file.code}"
    assert "3 người trong cơ quan đã mở" in clerk.input_value("[name=extent]")
    picture(clerk, "bien-ban-su-co")
    assert "Công khai nhầm tệp" in send(clerk)
    assert verify_database().faults == []


def publish(clerk: Any, base: str, file: File) -> None:
    """The first rows, the title the file gives itself, the warning; the tick and the words are asked."""
    clerk.goto(f"{base}/tai-lieu/{file.code}/publish/")
    shown = clerk.inner_text("main")
    assert "DANH SÁCH HỘ NGHÈO NĂM 2027" in shown and "Cột “Số CCCD”" in shown and "Nguyễn Thị Mẫu" in shown
    picture(clerk, "truoc-khi-cong-khai")
    clerk.fill("[name=public_title]", "Tờ trình số 45")
    clerk.fill("[name=public_why]", "Tài liệu hội nghị")
    clerk.check("[name=looked]")
    assert "Chưa ghi được" in send(clerk)
    assert (File.objects.get().public_on, clerk.input_value("[name=public_why]")) == (
        None,
        "Tài liệu hội nghị",
    )
    clerk.check("[name=looked]")
    clerk.check("[name=agreed]")
    assert "Đang công khai" in send(clerk)


def seven_minutes(clerk: Any, readers: list[Any], anyone: Any, base: str, file: File) -> None:
    """Two of the house and one of the Front open it, a passer-by downloads it."""
    read_contents()
    for reader in (*readers, clerk):
        reader.goto(f"{base}/tai-lieu/{file.code}/xem/")
        assert "Trần Văn Thử" in reader.inner_text("main")
    readers[0].goto(f"{base}/tim/?q=001175054321")
    assert file.code in readers[0].content()
    anyone.goto(f"{base}/cong-khai/")
    anyone.click("text=Tờ trình số 45")
    picture(anyone, "trang-cong-khai")
    got = anyone.request.get(f"{base}/cong-khai/{file.code}/tep/")
    assert (got.status, got.headers["cache-control"]) == (200, "no-store")
    assert got.headers["content-disposition"].startswith("attachment")


def take_back(clerk: Any, base: str, file: File) -> None:
    clerk.goto(f"{base}/tai-lieu/{file.code}/")
    clerk.click("a:text-is('Thu hồi tệp')")
    clerk.fill("[name=withdrawn_why]", "Gửi nhầm tệp")
    assert "3 người trong cơ quan đã mở, 1 lượt tải từ trang công khai" in send(clerk)
    picture(clerk, "da-thu-hoi")


def gone_everywhere(clerk: Any, readers: list[Any], anyone: Any, base: str, file: File) -> None:
    for tail in ("tep/", "xem/"):
        asked = [status_of(page, f"{base}/tai-lieu/{file.code}/{tail}") for page in (clerk, *readers)]
        assert asked == [404, 404, 404]
    gone = anyone.request.get(f"{base}/cong-khai/{file.code}/tep/")
    assert (gone.status, gone.headers["cache-control"]) == (410, "no-store")
    anyone.goto(f"{base}/cong-khai/{file.code}/")
    assert "đã thu hồi" in anyone.inner_text("main") and "Tờ trình" not in anyone.inner_text("main")
    picture(anyone, "dia-chi-da-thu-hoi")
    anyone.goto(f"{base}/cong-khai/")
    assert "Tờ trình" not in anyone.inner_text("main")
    read_contents()
    for reader in readers:
        reader.goto(f"{base}/tim/?q=001175054321")
        assert file.code not in reader.inner_text("main")
        reader.goto(f"{base}/thong-bao/")
        assert "xóa bản đã tải" in reader.inner_text("main")
    assert [word for word in SECRET for told in Notice.objects.all() if word in told.text] == []


def test_what_may_not_come_in_is_refused_with_what_to_do_and_the_same_file_is_recognised(
    ward: Ward, chromium: Any, live_server: Any, tmp_path: Path
) -> None:
    base, meeting = live_server.url, ward.meeting
    clerk = sign_in(chromium, live_server, "nham")
    (tmp_path / "rong.docx").write_bytes(b"")
    (tmp_path / "macro.docm").write_bytes(b"PK\x03\x04 macro")
    (tmp_path / "khoa.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    secret = letter(tmp_path, "bao-cao.docx", "UBND PHƯỜNG", "TỐI MẬT", "Số: 12/BC-UBND", "Nội dung")
    for path, reason in (
        (tmp_path / "rong.docx", "không có gì bên trong"), (tmp_path / "macro.docm", "không được nhận"),
        (tmp_path / "khoa.docx", "mật khẩu"), (secret, "bí mật nhà nước"),
    ):  # fmt: skip
        said = attach(clerk, base, meeting, path, "Báo cáo")
        assert reason in said and "Chưa ghi được" in said
        assert clerk.input_value("[name=words]") == "Báo cáo"
    picture(clerk, "dau-mat")
    assert File.objects.count() == 0
    good = letter(tmp_path, "to-trinh.docx", "TỜ TRÌNH", "Về việc hỗ trợ hộ nghèo năm 2027")
    for name in ("Tờ trình", "Tờ trình lần nữa"):
        attach(clerk, base, meeting, good, name)
    first, again = File.objects.order_by("pk")
    clerk.goto(f"{base}/tai-lieu/{again.code}/")
    assert re.search(rf"Đã có: {first.code} .*gửi ngày 0?2/0?8/2027", clerk.inner_text("main"))
    picture(clerk, "da-co")
    assert first.kept_on == date(2027, 8, 2)
