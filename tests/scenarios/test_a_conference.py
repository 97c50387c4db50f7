"""A conference from its call to its locked minutes, by keyboard at a desk and by touch on a phone; its papers open in Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.utils import timezone

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests.factories import account
from phoihop.commitments.models import Commitment
from phoihop.core.journal import verify_database
from phoihop.documents.format_check import check
from phoihop.meetings.minutes import Minutes
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import START, Hall
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "hoi-truong-2027"  # noqa: S105 of invented people in a test
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


class House:
    """The office that holds it at a desk, the Front and a department invited, on phones."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.chromium, self.base, self.hall = chromium, base, Hall()
        self.pages: dict[str, Any] = {}
        for name, kind, role in (
            ("vanphong", "UBND", "clerk"),
            ("mattran", "MTTQ", "clerk"),
            ("phong", "PKT", "unit"),
        ):
            made = account(name, self.hall.bodies[kind], role)
            set_password(made.user, PASSWORD, until=None)
            made.user.must_change_password = False
            made.user.save()

    def at(self, who: str, path: str = "/") -> Any:
        if who not in self.pages:
            size = DESK if who == "vanphong" else PHONE
            page = self.chromium.new_context(viewport=size, locale="vi-VN", accept_downloads=True).new_page()
            page.set_default_timeout(60000)
            page.goto(f"{self.base}/tai-khoan/login/")
            page.fill("input[name=login]", who)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{self.base}/")
            self.pages[who] = page
        page = self.pages[who]
        page.goto(f"{self.base}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        return page

    def row(self) -> Meeting:
        return Meeting.objects.get()

    def act(self, who: str, verb: str, *, ticks: Sequence[tuple[str, Any]] = (), **values: str) -> str:
        """One step of the meeting, every box reached and every tick set by the keyboard."""
        return by_keys(self.at(who, f"/hoi-nghi/{self.row().code}/{verb}/"), ticks=ticks, **values)

    def minute(self, who: str, verb: str, **values: str) -> str:
        return by_keys(self.at(who, f"/bien-ban/{Minutes.objects.get().code}/{verb}/"), ticks=(), **values)


def by_keys(page: Any, *, ticks: Sequence[tuple[str, Any]] = (), **values: str) -> str:
    """No mouse: boxes focused, typed, chosen by the arrow keys' own way, the form sent by Enter on its button."""
    for fold in page.locator("form#mau details:not([open]) > summary").all():
        fold.focus()
        page.keyboard.press("Enter")
    for name, value in values.items():
        box = page.locator(f"form#mau [name={name}]")
        if box.first.get_attribute("type") == "radio":
            page.locator(f"form#mau [name={name}][value={value}]").focus()
            page.keyboard.press("Space")
        elif box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.focus()
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(value)
    for name, value in ticks:
        box = page.locator(f"form#mau input[name={name}][value='{value}']")
        box.focus()
        page.keyboard.press("Space")
        assert box.is_checked()
    page.locator("form#mau button[type=submit]").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return str(page.inner_text("main"))


@pytest.fixture
def house(settings: Any, chromium: Any, live_server: Any, transactional_db: None) -> House:
    settings.CLOCK_OFFSET = START - timezone.now()
    cache.clear()
    return House(chromium, live_server.url)


def called_and_answered(house: House) -> None:
    said = by_keys(
        house.at("vanphong", "/hoi-nghi/moi/plan/"), kind="ky_ket", title="Hội nghị ký kết chương trình phối hợp",
        on="09/08/2027", start="9h", end="8h", host=str(house.hall.bodies["UBND"].pk), room=str(house.hall.room.pk),
    )  # fmt: skip
    assert "Giờ kết thúc phải sau giờ bắt đầu" in said and not Meeting.objects.exists()
    page = house.pages["vanphong"]
    assert page.input_value("[name=title]") == "Hội nghị ký kết chương trình phối hợp"
    by_keys(
        page, end="11h", chair=str(house.hall.people["UBND"].pk), secretary=str(house.hall.people["PKT"].pk)
    )
    assert house.row().agenda_minutes == 110
    bodies = house.hall.bodies
    house.act(
        "vanphong", "invite", outsiders="Đại diện Văn phòng Đoàn ĐBQH và HĐND thành phố",
        ticks=[("bodies", bodies["MTTQ"].pk), ("bodies", bodies["PKT"].pk), ("people", house.hall.people["MTTQ"].pk)],
    )  # fmt: skip
    house.act("vanphong", "call")
    assert house.row().state == "called"
    phone = house.at("mattran", f"/hoi-nghi/{house.row().code}/")
    Hands(phone).look("hn-moi")
    number = str(house.row().invitations.get(body=bodies["MTTQ"], person=None).number)
    assert "Vắng thì ghi lý do" in house.act("mattran", "reply", invitation=number, reply="absent")
    house.act("mattran", "reply", invitation=number, reply="coming")
    assert house.row().invitations.get(number=number).reply == "coming"


def held_and_concluded(house: House) -> None:
    house.act("vanphong", "hold", start="8h")
    hall = house.hall
    there = [("present", f"p{hall.people[kind].pk}") for kind in ("UBND", "MTTQ", "PKT")]
    house.act("vanphong", "record-attendance", others="Lê Thị Khách ; Tổ trưởng tổ 4 ;", ticks=there)
    page = house.at("vanphong", f"/hoi-nghi/{house.row().code}/record-turn/")
    for who, asks in (
        ("2", "Sớm ban hành lịch tiếp công dân\nBố trí đối thoại hằng quý"),
        ("4", "Sửa đèn ngõ 12"),
    ):
        by_keys(page, speaker=who, asks=asks, at_time="9h40")
        page = house.at("vanphong", f"/hoi-nghi/{house.row().code}/record-turn/")
    assert "Đã ghi 2 lượt" in page.inner_text("main")
    house.act(
        "vanphong", "answer-point", point="3", answer="Sửa xong trước 30/8", answered_by="Chủ tịch UBND"
    )
    lead = str(hall.bodies["PKT"].pk)
    house.act(
        "vanphong", "conclude", text="Sửa đèn ngõ 12", lead=lead, due_on="30/08/2027", product="Ảnh đèn sáng"
    )
    house.act("vanphong", "conclude", text="Niêm yết lịch tiếp công dân tại 24 tổ dân phố")
    words = house.at("vanphong", f"/hoi-nghi/{house.row().code}/?muc=ket-luan").inner_text("main")
    assert "Còn thiếu trước khi giao việc" in words
    by_keys(
        house.at("vanphong", f"/hoi-nghi/{house.row().code}/amend-conclusion/?number=2"), lead=lead, due_on="31/08/2027",
        product="Ảnh niêm yết",
    )  # fmt: skip
    Hands(house.at("vanphong", f"/hoi-nghi/{house.row().code}/?muc=ket-luan")).look("hn-ket-luan")
    house.pages["vanphong"].set_viewport_size(DESK)
    house.act("vanphong", "propose-tasks")
    told = sorted(Commitment.objects.values_list("content", "due_on", "lead"))
    assert [row[0] for row in told] == ["Niêm yết lịch tiếp công dân tại 24 tổ dân phố", "Sửa đèn ngõ 12"]
    house.act("vanphong", "close", end="11h")


def minutes_locked(house: House) -> None:
    by_keys(house.at("vanphong", f"/bien-ban/moi/write-minutes/?meeting={house.row().pk}"))
    row = Minutes.objects.get()
    text = "\n".join(("# " if line.heading else "") + line.text for line in row.lines.all())
    house.minute("vanphong", "revise-minutes", text=text.replace("Có 4 đại biểu", "Có 5 đại biểu"))
    refused = house.minute("vanphong", "check")
    assert "5" in refused and Minutes.objects.get().state == "draft"
    house.minute("vanphong", "revise-minutes", text=text)
    house.minute("vanphong", "check")
    house.minute("mattran", "remark", text="Ghi rõ ngày sửa đèn")
    house.minute("vanphong", "answer-remark", answer="Đã ghi trước 30/8")
    house.minute("vanphong", "approve", approved_by="Chủ tịch UBND Vũ Hoàng Nam")
    house.minute("vanphong", "lock")
    assert Minutes.objects.get().state == "locked"
    phone = house.at("mattran", f"/bien-ban/{row.code}/")
    assert "Góp ý biên bản" not in phone.inner_text("main")
    Hands(phone).look("hn-bien-ban")


def papers_opened_again(house: House, folder: Path) -> None:
    """The set comes as one file; each paper of it opens in Word, names the conference and keeps the lawful form."""
    page = house.at("vanphong", f"/hoi-nghi/{house.row().code}/")
    with page.expect_download() as waited:
        page.locator("a[href$='bo-van-ban.zip']").focus()
        page.keyboard.press("Enter")
    waited.value.save_as(folder / "bo.zip")
    with zipfile.ZipFile(folder / "bo.zip") as packed:
        names = [name for name in packed.namelist() if "/" not in name]
        assert len(names) == 6
        for name in packed.namelist():
            data = packed.read(name)
            opened = docx.Document(io.BytesIO(data))
            words = "\n".join(p.text for p in opened.paragraphs).casefold()
            assert "ký kết chương trình phối hợp" in words, name
            assert check(data) == [], name


def test_a_conference_is_called_held_concluded_and_its_minutes_are_locked(
    house: House, tmp_path: Path
) -> None:
    called_and_answered(house)
    held_and_concluded(house)
    minutes_locked(house)
    papers_opened_again(house, tmp_path)
    assert verify_database().faults == []
