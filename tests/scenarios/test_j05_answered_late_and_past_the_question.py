"""J5: overdue by a working day, "đã ghi nhận" is stopped, one extension is the office's, the third sending is the chair's.

Everything is pressed in the browser by whoever it belongs to: the unit, the office, the leader who answers, the Front.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests import factories as people
from phoihop.commitments.models import Commitment
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW
from phoihop.documents.models import OutgoingDocument
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import DUE, Voices
from tests.scenarios.test_accessibility import AXE, FOUND, RULES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "thu-nghiem-2027"  # noqa: S105 opens the accounts of this test alone
LOGINS = (
    ("chuyenvien", "TTHDND", "clerk"), ("chutichhd", "TTHDND", "leader"), ("phongkt", "PKT", "unit"),
    ("chutich", "UBND", "leader"), ("vanphong", "UBND", "clerk"), ("mattran", "MTTQ", "clerk"),
)  # fmt: skip
#: Monday 23/08/2027, the first working day after the Sunday on which the answer was due.
THE_DAY_AFTER = NOW + timedelta(days=22)


class Ward:
    def __init__(self) -> None:
        self.voices = Voices()
        self.row: Petition = self.voices.assigned()
        for name, body, role in LOGINS:
            made = people.account(name, self.voices.bodies[body], role)
            set_password(made.user, PASSWORD, until=None)


@pytest.fixture
def ward(settings: Any, transactional_db: None) -> Ward:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    return Ward()


class Desk:
    """One person's browser, opened at the petition."""

    def __init__(self, chromium: Any, base: str, username: str, code: str) -> None:
        self.base, self.code, self.username = base, code, username
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, locale="vi-VN", bypass_csp=True
        )
        self.page = context.new_page()
        self.page.set_default_timeout(20000)
        self.page.goto(f"{base}/tai-khoan/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{base}/")

    def look(self, name: str = "") -> str:
        """The petition as this person sees it; axe finds nothing at either width."""
        self.page.goto(f"{self.base}/kien-nghi/{self.code}/")
        if name:
            self.page.evaluate(AXE)
            folder = os.environ.get("PHOIHOP_PICTURES")
            for width, height in WIDTHS.items():
                self.page.set_viewport_size({"width": width, "height": height})
                assert (name, self.page.evaluate(FOUND, RULES)) == (name, [])
                if folder:
                    self.page.screenshot(path=f"{folder}/j05-{name}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1366, "height": 768})
        return str(self.page.inner_text("main"))

    def can(self, label: str) -> bool:
        self.look()
        return bool(self.page.locator(f"main a.btn:has-text('{label}')").count())

    def press(self, label: str, **fields: str) -> str:
        """Open the action from the petition's page, fill it in, send it with the keyboard."""
        self.look()
        self.page.locator(f"main a.btn:has-text('{label}')").first.click()
        self.page.wait_for_selector("form#mau")
        return self.send(**fields)

    def send(self, **fields: str) -> str:
        for name, value in fields.items():
            box = self.page.locator(f"form#mau [name={name}]")
            folded = self.page.locator(f"details:not([open]):has([name={name}])")
            if folded.count():
                folded.locator("summary").click()
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        with self.page.expect_navigation():
            button = self.page.locator("form#mau button.btn-primary[type=submit]")
            button.focus()
            button.press("Enter")
        return str(self.page.inner_text("main"))


def row_of(ward: Ward) -> Petition:
    return Petition.objects.get(pk=ward.row.pk)


def test_a_late_and_empty_answer_is_stopped_returned_and_brought_to_the_chair(
    ward: Ward, chromium: Any, live_server: Any, settings: Any
) -> None:
    desks = {name: Desk(chromium, live_server.url, name, ward.row.code) for name, _body, _role in LOGINS}
    extended(ward, desks)
    settings.CLOCK_OFFSET = THE_DAY_AFTER + timedelta(days=7) - timezone.now()
    late(ward, desks)
    answered(ward, desks)
    third(ward, desks)
    assert verify_database().faults == []


def extended(ward: Ward, desks: dict[str, Desk]) -> None:
    """One extension by the office; the second only by the chair of the body that set the date."""
    for n, (who, words) in enumerate(
        (("chuyenvien", "Gia hạn trả lời: xong"), ("chuyenvien", "lần này lãnh đạo quyết định")), start=1
    ):
        new_due = f"{DUE + timedelta(days=2 * n + 1):%d/%m/%Y}"  # Wednesday, then Friday
        desks["phongkt"].press("Xin gia hạn", new_due=new_due, reason="Chờ dự toán")
        assert "đang xin gia hạn" in desks[who].look()
        assert words in desks[who].press("Gia hạn trả lời", reason="Chờ dự toán", new_due=new_due)
    assert row_of(ward).extensions == 1
    desks["chutichhd"].press("Gia hạn trả lời")
    row = row_of(ward)
    assert (row.extensions, row.due_on) == (2, DUE + timedelta(days=5))


def late(ward: Ward, desks: dict[str, Desk]) -> None:
    """The day is past: the unit and the offices see by how many working days, in words and on the list."""
    for who in ("phongkt", "chuyenvien"):
        assert "quá hạn 2 ngày làm việc" in desks[who].look("qua-han" if who == "phongkt" else "")
        desks[who].page.goto(f"{desks[who].base}/kien-nghi/")
        assert "Chưa trả lời, quá hạn" in desks[who].page.inner_text("main")
    told = desks["chuyenvien"].press("Đôn đốc", words="Bà con hỏi lại")
    assert "đã đôn đốc 1 lần" in told


def answered(ward: Ward, desks: dict[str, Desk]) -> None:
    """ "Đã ghi nhận, sẽ xem xét" is not solved; what was typed stays; a route with a day is an answer, and a promise."""
    unit = desks["phongkt"]
    stopped = unit.press(
        "Trình dự thảo trả lời", result_class="da_giai_quyet", short="Đã ghi nhận, sẽ xem xét.", line_1="Đã ghi nhận.",
        line_2="Sẽ xem xét.",
    )  # fmt: skip
    assert "Cần: kết quả cụ thể, ngày, bằng chứng" in stopped
    assert "chọn Đang giải quyết kèm lộ trình" in stopped
    assert unit.page.input_value("[name=short]") == "Đã ghi nhận, sẽ xem xét."
    assert row_of(ward).answers.count() == 0
    sent = unit.send(result_class="giai_trinh")
    assert "Chờ duyệt trả lời" in sent
    assert "đã trả lời" not in desks["mattran"].look().lower().replace("chưa trả lời", "")
    assert not unit.can("Duyệt, trả lời")
    told = desks["chutich"].press("Duyệt, trả lời", capacity="TM.")
    assert "Đã giải trình" in told
    row = row_of(ward)
    assert (row.state, row.solved_on, row.answers.get().late_days) == ("answered", None, 2)


def third(ward: Ward, desks: dict[str, Desk]) -> None:
    """Returned by the Front, answered with a route, returned again: then a draft for the chair, which nobody sends for him."""
    front, unit, chair = desks["mattran"], desks["phongkt"], desks["chutichhd"]
    assert not chair.can("Soạn đề nghị kiểm tra công vụ")
    front.press("Trả lại, đề nghị trả lời lại", reason="Trả lời ý khác")
    assert row_of(ward).sendings == 2
    day = f"{DUE + timedelta(days=70):%d/%m/%Y}"
    unit.press(
        "Trình dự thảo trả lời", result_class="dang_giai_quyet", short="Rãnh ngõ 84 được thay.", line_1="Đúng.",
        line_2="Trong quý bốn.", route="Thay 180 m rãnh", promised_on=day,
    )  # fmt: skip
    told = desks["chutich"].press("Duyệt, trả lời", capacity="KT.")
    assert f"Đã trả lời, chưa giải quyết – hẹn {day}" in told
    assert Commitment.objects.get().product == "Thay 180 m rãnh"
    front.press("Trả lại, đề nghị trả lời lại", reason="Vẫn chưa có vốn")
    assert "Đã gửi lần thứ 3 mà chưa có kết quả" in chair.look("lan-thu-ba")
    chair.press("Soạn đề nghị kiểm tra công vụ")
    paper = OutgoingDocument.objects.get()
    assert (paper.state, paper.number, paper.owner) == ("draft", None, ward.voices.bodies["TTHDND"])
