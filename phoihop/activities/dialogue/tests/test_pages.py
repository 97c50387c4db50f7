"""M21: what was promised last time first, then what is asked, then what was concluded; the same in large type."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from phoihop.accounts.tests.factories import account
from phoihop.activities.dialogue.models import Dialogue
from phoihop.activities.dialogue.tests.factories import START, Square

pytestmark = pytest.mark.django_db
NEXT = START.replace(year=2028)


@pytest.fixture
def square(settings: Any) -> Square:
    settings.CLOCK_OFFSET = NEXT - timedelta(days=12) - timezone.now()  # noqa: TID251 the shift of the demo's clock
    cache.clear()
    return Square()


def client(square: Square, kind: str) -> Client:
    made = account(f"{kind.lower()}-doi-thoai", square.bodies[kind], "clerk")
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def prepared(square: Square) -> Dialogue:
    square.published()
    return square.asked(square.announced(start=NEXT), "Cống tổ 7 tắc")


def test_the_page_opens_with_the_promises_and_leads_to_the_work_and_the_meeting(square: Square) -> None:
    row = prepared(square)
    page = client(square, "UBND").get(f"/doi-thoai/{row.code}/").content.decode()
    promised, asked = page.index("Việc đã hứa lần trước"), page.index("Ý kiến</h2>")
    assert promised < page.index("Lập lại trật tự vỉa hè ngõ 84") < asked < page.index("Cống tổ 7 tắc")
    assert f"/hoi-nghi/{row.meeting.code}/" in page and "0 đã trả lời / 1" in page
    assert "Thông báo công khai</dt>" in page and "(trước 11 ngày)" in page


def test_the_large_sheet_tells_the_same_without_the_frame_of_work(square: Square) -> None:
    row = prepared(square)
    page = client(square, "MTTQ").get(f"/doi-thoai/{row.code}/chu-lon/").content.decode()
    assert "Đã hứa lần trước: 2 việc, 0 xong" in page
    assert page.index("Thay đèn ngõ 12") < page.index("Cống tổ 7 tắc")


def test_a_stranger_finds_neither(square: Square) -> None:
    row = prepared(square)
    outside = client(square, "PVHXH")
    told = [outside.get(f"/doi-thoai/{row.code}/{end}").status_code for end in ("", "chu-lon/")]
    assert told == [404, 404]
