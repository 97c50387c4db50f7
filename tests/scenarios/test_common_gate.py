"""In through a common sign-in gate: a real provider, real redirects, a real Chromium under the policy of the house."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from phoihop.accounts import actions as verbs
from phoihop.accounts.tests import factories as make
from phoihop.accounts.tests.test_gate import opened, served
from phoihop.core.actions import perform
from phoihop.core.seed import load_all
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, ward
from tests.scenarios.test_passkeys import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),  # the provider is another program
]
BUTTON = "Vào bằng cổng thành phố"


def test_a_clerk_comes_in_through_the_gate_and_a_stranger_is_told_his_number(
    chromium: Any, live_server: Any, settings: Any
) -> None:
    cache.clear()
    load_all()
    clerk = make.account("lan", ward()["VP"], "clerk", full_name="Trần Thị Lan")
    perform(verbs.invite_identity, actor=CLOCK, at=NOW, account=clerk, address="lan@minhtan.example")
    desk = Desk(chromium, live_server.url)
    page = desk.page
    with served() as server:
        gate = f"http://localhost:{server.server_port}"
        opened(settings, gate)
        desk.open("/thong-bao/")
        faults = desk.look("cong-dang-nhap")
        desk.touch(BUTTON)
        page.wait_for_url(f"{gate}/oauth2/authorize**")
        page.fill("input[name=sub]", "g-4")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tai-khoan/cong/ve/**")
        assert "Mã của đồng chí ở cổng: g-4" in page.inner_text("main")
        faults += desk.look("cong-chua-gan")
        page.click("text=Về trang đăng nhập")
        desk.open("/tai-khoan/login/?next=/thong-bao/")
        desk.touch(BUTTON)
        page.wait_for_url(f"{gate}/oauth2/authorize**")
        page.click("button[value=g-1]")
        page.wait_for_url(f"{desk.base}/thong-bao/")
    assert "Trần Thị Lan" in page.inner_text("header")
    page.click("form.ph-ra button")
    page.wait_for_url("**/tai-khoan/login/**")
    assert "Phiên ở cổng đăng nhập chung vẫn còn" in page.inner_text("main")
    assert (faults, desk.complaints) == ([], [])
