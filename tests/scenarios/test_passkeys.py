"""A key in the machine: made, named, signed in with, asked for as the second step, taken away; a real Chromium with a virtual device."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests import factories as make
from phoihop.core.models import Access, JournalEntry, Notice
from phoihop.core.seed import load_all
from phoihop.directory.tests.factories import ward
from tests.scenarios.test_accessibility import AXE, FOUND, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "mua-thu-2027-minh-tan"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Desk:
    """One browser with one device, kept under the policy of the house; what its console complains of is kept."""

    def __init__(self, chromium: Any, base: str) -> None:
        self.context = chromium.new_context(locale="vi-VN")
        self.page, self.base = self.context.new_page(), base
        self.page.set_default_timeout(15000)
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.context.route(re.compile(r"^https?://(?!localhost)"), lambda route: route.abort())
        self.device = self.context.new_cdp_session(self.page)
        self.device.send("WebAuthn.enable")
        self.key = self.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})[
            "authenticatorId"
        ]

    def _heard(self, told: Any) -> None:
        """A complaint about a page of the house; that it answered 403 is said by the test itself."""
        ours = told.location.get("url", "").startswith(self.base)
        if told.type == "error" and ours and "status of 403" not in told.text:
            self.complaints.append(told.text)

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def password(self) -> None:
        self.open("/tai-khoan/login/")
        self.page.fill("input[name=login]", "lan")
        self.page.fill("input[name=password]", OWN)
        self.page.keyboard.press("Enter")

    def leave(self) -> None:
        self.page.click("form.ph-ra button")
        self.page.wait_for_url("**/tai-khoan/login/**")

    def touch(self, name: str) -> None:
        """By the keyboard alone: the button is reached and pressed."""
        button = self.page.get_by_role("button", name=name)
        button.focus()
        self.page.keyboard.press("Enter")

    def verify(self, *, able: bool) -> None:
        self.device.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": able})

    def look(self, name: str) -> list[str]:
        found = []
        for width, height in ((390, 844), (1366, 768)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.evaluate(AXE)
            found += self.page.evaluate(FOUND, RULES)
            if folder := os.environ.get("PHOIHOP_PICTURES"):
                self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        return found


def test_a_key_of_the_machine_is_both_steps_and_can_be_taken_away(chromium: Any, live_server: Any) -> None:
    cache.clear()
    load_all()
    office = ward()["VP"]
    set_password(make.account("lan", office, "clerk", full_name="Trần Thị Lan").user, OWN, until=None)
    make.account("qt", office, "administrator")
    desk = Desk(chromium, live_server.url)
    page = desk.page
    desk.password()
    page.wait_for_url(f"{desk.base}/")
    desk.open("/tai-khoan/buoc-hai/khoa/them/")
    page.fill("input[name=password]", OWN)
    page.keyboard.press("Enter")
    page.fill("input[name=name]", "Máy ở phòng")
    faults = desk.look("khoa-them")
    desk.touch("Tạo khóa")
    page.wait_for_url("**/ma-du-phong/")
    desk.open("/tai-khoan/buoc-hai/")
    faults += desk.look("khoa-trang")
    assert "Máy ở phòng" in page.inner_text("main")

    desk.leave()
    desk.open("/tai-khoan/login/?next=/thong-bao/")
    faults += desk.look("khoa-dang-nhap")
    desk.verify(able=False)
    desk.touch("Đăng nhập bằng khóa truy cập (passkey)")
    page.wait_for_selector("[data-khoa-loi]:not(:empty)")
    assert "Bấm lại nút" in page.inner_text("main") and page.url.endswith(
        "/tai-khoan/login/?next=/thong-bao/"
    )
    desk.verify(able=True)
    desk.touch("Đăng nhập bằng khóa truy cập (passkey)")
    page.wait_for_url("**/thong-bao/")

    desk.leave()
    desk.password()
    page.wait_for_url("**/tai-khoan/buoc-hai/ma/")
    faults += desk.look("khoa-buoc-hai")
    desk.touch("Dùng khóa truy cập (passkey)")
    page.wait_for_url(f"{desk.base}/")

    desk.open(f"/tai-khoan/buoc-hai/khoa/{Authenticator.objects.get(type='webauthn').pk}/bo/")
    page.click("text=Xác nhận bằng khóa truy cập")
    faults += desk.look("khoa-xac-nhan")
    desk.touch("Xác nhận bằng khóa truy cập")
    page.click("main button:has-text('Bỏ khóa')")
    page.wait_for_url("**/tai-khoan/buoc-hai/")
    assert (faults, desk.complaints, Authenticator.objects.count()) == ([], [], 0)
    assert list(JournalEntry.objects.filter(action__contains="note_step").order_by("pk").values_list("action", flat=True)) == [
        "accounts.note_step_added", "accounts.note_step_removed",
    ]  # fmt: skip
    assert list(
        Notice.objects.filter(role="administrator").order_by("pk").values_list("text", flat=True)
    ) == [
        "Trần Thị Lan vừa thêm khóa truy cập “Máy ở phòng” để đăng nhập. Nếu không phải người ấy làm, hãy khóa tài khoản.",
        "Trần Thị Lan vừa bỏ khóa truy cập “Máy ở phòng” khi đăng nhập. Nếu không phải người ấy làm, hãy khóa tài khoản.",
    ]
    assert Access.objects.filter(kind="sign-in").count() == 3
