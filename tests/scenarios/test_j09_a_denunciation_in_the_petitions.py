"""J9: a denunciation lies among the petitions. It leaves them at once; who opens it without need is seen; its words are erased.

The message comes in by the public door; the page of the sender's code is the portal's and is asked where it stands.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from phoihop.accounts.actions import set_password
from phoihop.accounts.models import Account
from phoihop.accounts.tests import factories as people
from phoihop.core import scrub
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.models import SealedOpening, SealedText
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.tests.factories import Voices, picture
from tests.scenarios.test_accessibility import AXE, FOUND, RULES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "thu-nghiem-2027"  # noqa: S105 opens the accounts of this test alone
NAME, PHONE = "Khuất Thị Xoan", "0977001122"
WORDS = f"Cán bộ địa chính nhận tiền của tôi 20 triệu đồng, tôi là {NAME}, xin giấu tên"
LATE = datetime(2027, 8, 2, 14, 14, tzinfo=UTC)  # 21:14 in Hà Nội
#: login → role in the People's Committee
PEOPLE = {
    "vanthu": "clerk", "tiepdan": "reception", "tiepdanhai": "reception", "baove": "protection", "quantri": "administrator",
}  # fmt: skip


class Ward:
    def __init__(self) -> None:
        self.voices = Voices()
        body = self.voices.bodies["UBND"]
        self.logins: dict[str, Account] = {
            name: people.account(name, body, role) for name, role in PEOPLE.items()
        }
        for made in self.logins.values():
            set_password(made.user, PASSWORD, until=None)
        row = perform(
            verbs.receive, actor=PUBLIC, at=NOW, content=WORDS, source="door", receiver=body, asker_name=Secret(NAME),
            asker_phone=Secret(PHONE),
        )  # fmt: skip
        self.row: Petition = perform(
            verbs.add_files, row, actor=PUBLIC, at=NOW, uploads=[picture("tep-1.pdf")]
        )


@pytest.fixture
def ward(settings: Any, transactional_db: None, tmp_path: Path) -> Ward:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    settings.DATA, settings.BACKUPS = tmp_path, tmp_path / "sao"
    cache.clear()
    return Ward()


def sign_in(chromium: Any, live_server: Any, username: str) -> Any:
    page = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="vi-VN", bypass_csp=True
    ).new_page()
    page.set_default_timeout(60000)
    page.goto(f"{live_server.url}/tai-khoan/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{live_server.url}/")
    return page


def looked_at(page: Any, name: str) -> str:
    """Nothing axe finds wrong at either width; a picture where one is asked for; the words of the page."""
    page.evaluate(AXE)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert (name, page.evaluate(FOUND, RULES)) == (name, [])
    folder = os.environ.get("PHOIHOP_PICTURES")
    for width, height in ((390, 844), (1366, 768)) if folder else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{folder}/j09-{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1366, "height": 768})
    return str(page.inner_text("main"))


def send(page: Any) -> str:
    with page.expect_navigation():
        page.click("form#mau button.btn-primary[type=submit]")
    return str(page.inner_text("main"))


def opened(page: Any, base: str, custody: Custody, reason: str) -> str:
    page.goto(f"{base}/so-chuyen-don/{custody.code}/kho-kin/")
    page.fill("[name=reason]", reason)
    with page.expect_navigation():
        page.click("main form button.btn-primary")
    return str(page.inner_text("main"))


def test_a_denunciation_leaves_the_petitions_is_guarded_and_is_erased(
    ward: Ward, chromium: Any, live_server: Any, settings: Any
) -> None:
    base = live_server.url
    clerk = sign_in(chromium, live_server, "vanthu")
    custody = handed_over(clerk, base, ward)
    nothing_is_left(clerk, base, ward)
    told_to_the_sender(ward)
    officer = sign_in(chromium, live_server, "tiepdan")
    taken(officer, base, custody)
    settings.CLOCK_OFFSET += LATE - NOW
    leak_drill(chromium, live_server, ward, custody)
    erased(officer, base, custody)
    assert verify_database().faults == []


def handed_over(clerk: Any, base: str, ward: Ward) -> Custody:
    """A simple word hints, a person decides; the list says how many went, by number alone."""
    clerk.goto(f"{base}/kien-nghi/{ward.row.code}/")
    assert "Có chữ thường gặp trong đơn tố cáo: nhận tiền, xin giấu tên" in clerk.inner_text("main")
    clerk.goto(f"{base}/kien-nghi/{ward.row.code}/hand-over/")
    looked_at(clerk, "chuyen")
    with clerk.expect_navigation():
        clerk.click("form#mau button.btn-primary[type=submit]")
    custody = Custody.objects.get()
    clerk.goto(f"{base}/kien-nghi/?muc=tat-ca")
    shown = looked_at(clerk, "danh-sach")
    assert f"01 mục chuyển bộ phận tiếp công dân, số {custody.code}." in shown
    assert "nhận tiền" not in shown and ward.row.code not in shown
    return custody


def nothing_is_left(clerk: Any, base: str, ward: Ward) -> None:
    """Lists, search, notices, the register itself: the clerk finds neither the words nor who wrote them."""
    for path in ("/", "/thong-bao/", "/kien-nghi/?muc=tat-ca", "/so-chuyen-don/", "/so-lieu-tuan/"):
        clerk.goto(f"{base}{path}")
        page = clerk.content()
        assert [w for w in ("nhận tiền", NAME, PHONE) if w in page] == [], path
    for words in ("nhận tiền", "xoan", PHONE):
        clerk.goto(f"{base}/tim/?q={words}")
        assert ward.row.code not in clerk.content(), words
    assert clerk.request.get(f"{base}/kien-nghi/{ward.row.code}/").status == 404
    clerk.goto(f"{base}/so-chuyen-don/")
    assert "Tố cáo: dưới 3" in looked_at(clerk, "chi-con-so")


def told_to_the_sender(ward: Ward) -> None:
    """By the code alone: this channel is not for it, and how to denounce safely; no word of what was sent."""
    try:
        where = reverse("lookup", args=[ward.row.lookup])
    except NoReverseMatch:
        return
    page = Client().get(where).content.decode()
    assert "Kênh kiến nghị này không nhận tố cáo" in page and "Muốn tố cáo an toàn" in page
    assert [w for w in ("nhận tiền", NAME, PHONE) if w in page] == []


def taken(officer: Any, base: str, custody: Custody) -> None:
    officer.goto(f"{base}/so-chuyen-don/")
    assert custody.code in looked_at(officer, "so-chuyen-don")
    officer.goto(f"{base}/so-chuyen-don/{custody.code}/take-custody/")
    officer.fill("[name=place]", "tủ của bà Nguyễn Thị Mẫu")
    assert "có chữ như họ tên người" in send(officer)
    officer.fill("[name=place]", "tủ số 3, phòng Tiếp công dân")
    assert "tủ số 3, phòng Tiếp công dân" in send(officer)
    looked_at(officer, "mot-don")
    shown = opened(officer, base, custody, "nhận đơn, chép ra hồ sơ giấy")
    assert WORDS in shown and PHONE in shown
    looked_at(officer, "da-mo")


def leak_drill(chromium: Any, live_server: Any, ward: Ward, custody: Custody) -> None:
    """21:14: an officer without need looks. The guard is alarmed with who and when; the account is frozen; the list is printed."""
    base = live_server.url
    curious = sign_in(chromium, live_server, "tiepdanhai")
    assert WORDS in opened(curious, base, custody, "xem thử")
    guard = sign_in(chromium, live_server, "baove")
    guard.goto(f"{base}/thong-bao/")
    alarm = "Cần xem ngay, ngoài giờ làm việc: Người tiepdanhai"
    assert alarm in guard.inner_text("main") and "21:14" in guard.inner_text("main")
    guard.goto(f"{base}/quan-tri/kho-kin/?ma={custody.code}")
    shown = looked_at(guard, "kho-kin")
    assert "xem thử" in shown and "ngoài giờ" in shown and "nhận tiền" not in shown and NAME not in shown
    keeper = sign_in(chromium, live_server, "quantri")
    keeper.goto(f"{base}/nguoi-dung/{ward.logins['tiepdanhai'].code}/freeze-account/")
    keeper.fill("[name=reason]", "mở mục niêm phong ngoài giờ, không có nhiệm vụ")
    with keeper.expect_navigation():
        keeper.click("form#mau button.btn-primary[type=submit]")
    curious.goto(f"{base}/so-chuyen-don/")
    assert custody.code not in curious.content()
    keeper.goto(f"{base}/quan-tri/su-co/")
    assert "Nghi lộ người tố cáo" in looked_at(keeper, "su-co")
    assert SealedOpening.objects.count() == 2


def erased(officer: Any, base: str, custody: Custody) -> None:
    """From live data, from the file of the database, with its record; number, day, place and holder stay."""
    ref = Custody.objects.get().sealed_ref
    officer.goto(f"{base}/so-chuyen-don/{custody.code}/erase-text/")
    shown = send(officer)
    assert "đã xóa ngày 02/08/2027" in shown and "tủ số 3" in shown and "Người tiepdan" in shown
    row = SealedText.objects.get(ref=ref)
    assert (row.sealed, row.erased_by, row.erased_why) == ("", "Người tiepdan", "đã chép ra hồ sơ giấy")
    if connection.vendor == "sqlite":
        assert scrub.run(at=LATE + timedelta(minutes=10))
        path = Path(connection.settings_dict["NAME"])
        data = b"".join(p.read_bytes() for p in (path, path.with_name(f"{path.name}-wal")) if p.exists())
        assert [w for w in (WORDS, NAME, PHONE, "nhận tiền của tôi") if w.encode() in data] == []
