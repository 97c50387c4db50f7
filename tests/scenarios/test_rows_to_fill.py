"""A box that is a table, in Chromium: by keyboard, by pasting from Word, on a telephone, and without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests.factories import account
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import START, Hall
from tests.scenarios.hands import Hands
from tests.scenarios.test_accessibility import AXE, FOUND, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "hoi-truong-2027"  # noqa: S105 of invented people in a test
#: What Word puts on the clipboard of a table: cells with line breaks of their own.
TABLE = """<table><tr><td>STT</td><td>Thời gian</td><td>Nội dung</td><td>Người thực hiện</td></tr>
<tr><td>1</td><td>15 phút</td><td>Báo cáo<br>tổng kết</td><td>Ông A</td></tr>
<tr><td>2</td><td>30</td><td>Thảo luận</td><td>Đại biểu</td></tr></table>"""
PASTE = """([target, kinds]) => {
    const data = new DataTransfer();
    Object.entries(kinds).forEach(([kind, words]) => data.setData(kind, words));
    target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def planned(settings: Any, transactional_db: None) -> Meeting:
    settings.CLOCK_OFFSET = START - timezone.now()
    cache.clear()
    hall = Hall()
    made = account("vanphong", hall.bodies["UBND"], "clerk")
    set_password(made.user, PASSWORD, until=None)
    made.user.must_change_password = False
    made.user.save()
    return hall.planned(kind="giao_ban")


def opened(chromium: Any, base: str, row: Meeting, **given: Any) -> Any:
    """The form of its running order, signed in; nothing its page says on the console."""
    page = chromium.new_context(locale="vi-VN", **given).new_page()
    page.set_default_timeout(60000)
    page.goto(f"{base}/tai-khoan/login/")
    page.fill("input[name=login]", "vanphong")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/hoi-nghi/{row.code}/set-agenda/")
    return page


def order_of(row: Meeting) -> list[tuple[int, str]]:
    return [(item.minutes, item.title) for item in Meeting.objects.get(pk=row.pk).agenda.all()]


def titles(page: Any) -> list[str]:
    found = page.eval_on_selector_all("[name=agenda-title]", "boxes => boxes.map(box => box.value)")
    return [words for words in found if words]


def send(page: Any) -> None:
    page.locator("form#mau button[type=submit]").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_rows_are_typed_moved_and_taken_away_by_keyboard_alone(
    chromium: Any, live_server: Any, planned: Meeting
) -> None:
    said: list[str] = []
    page = opened(
        chromium, live_server.url, planned, viewport={"width": 1366, "height": 768}, bypass_csp=True
    )
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    first, second, third = titles(page)
    page.locator("[name=agenda-title]").nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    assert titles(page) == [first, third, second]
    assert page.evaluate("document.activeElement.value") == third
    assert page.inner_text("[data-bao]") == "Đã chuyển tới hàng 2."
    page.locator("[data-xuong]").first.focus()
    page.keyboard.press("Enter")
    assert titles(page) == [third, first, second]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Chuyển xuống, hàng 2"
    page.locator("[data-bo]").nth(1).focus()
    page.keyboard.press("Enter")
    assert titles(page) == [third, second]
    page.locator("[name=agenda-minutes]").nth(1).focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("25")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Trao đổi thêm")
    page.locator("[name=agenda-stt]").nth(2).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("1")
    page.keyboard.press("Tab")
    assert titles(page) == ["Trao đổi thêm", third, second]
    assert page.inner_text("[data-cong]") == "Cộng 65 phút; lịch đặt 120 phút."
    assert page.locator("[data-gio]").nth(1).inner_text() == "08:25–08:35"
    Hands(page).look("chuong-trinh")
    page.evaluate(AXE)
    assert page.evaluate(FOUND, RULES) == []
    send(page)
    assert order_of(planned) == [(25, "Trao đổi thêm"), (10, third), (30, second)]
    assert said == []


def test_a_table_of_word_and_typed_lines_become_rows_where_they_are_pasted(
    chromium: Any, live_server: Any, planned: Meeting
) -> None:
    page = opened(chromium, live_server.url, planned, viewport={"width": 390, "height": 844}, bypass_csp=True)
    first, second, third = titles(page)
    target = page.locator("[name=agenda-title]").first
    page.evaluate(PASTE, [target.element_handle(), {"text/html": TABLE, "text/plain": "x"}])
    page.wait_for_function("document.querySelector('[data-bao]').textContent.includes('2 dòng')")
    assert titles(page) == [first, "Báo cáo tổng kết", "Thảo luận", second, third]
    page.locator("details.ph-them summary").focus()
    page.keyboard.press("Enter")
    page.locator("[name=lines]").fill("10 ; Bế mạc ; Chủ tọa\nkhông rõ giờ")
    page.get_by_role("button", name="Đưa các dòng này vào bảng").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('[name=agenda-title]').length > 8")
    assert titles(page)[-2:] == ["Bế mạc", "không rõ giờ"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    send(page)
    assert "Hàng 7: Ghi số phút" in page.inner_text("main")
    assert page.locator("[name=agenda-minutes][aria-invalid=true]").count() == 1
    assert titles(page)[-2:] == ["Bế mạc", "không rõ giờ"]
    Hands(page).look("chuong-trinh-loi")
    page.evaluate(AXE)
    assert page.evaluate(FOUND, RULES) == []
    page.locator("[name=agenda-minutes][aria-invalid=true]").fill("5")
    send(page)
    assert order_of(planned)[-2:] == [(10, "Bế mạc"), (5, "không rõ giờ")]


def test_without_script_numbers_and_blank_rows_do_the_same(
    chromium: Any, live_server: Any, planned: Meeting
) -> None:
    page = opened(
        chromium, live_server.url, planned, viewport={"width": 1366, "height": 768}, java_script_enabled=False
    )
    assert page.locator("[data-len]:visible, [data-them]:visible").count() == 0
    boxes = {name: page.locator(f"[name=agenda-{name}]") for name in ("stt", "minutes", "title")}
    old = [boxes["title"].nth(n).input_value() for n in range(3)]
    boxes["stt"].nth(0).fill("3")
    boxes["minutes"].nth(1).fill("")
    boxes["title"].nth(1).fill("")
    page.locator("[name=agenda-speaker]").nth(1).fill("")
    boxes["minutes"].nth(3).fill("15")
    boxes["title"].nth(3).fill("Đón tiếp")
    boxes["stt"].nth(3).fill("1")
    page.locator("form#mau button[type=submit]").last.click()
    assert order_of(planned) == [(15, "Đón tiếp"), (20, old[0]), (10, old[2])]
