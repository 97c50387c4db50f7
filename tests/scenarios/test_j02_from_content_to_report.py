"""J2: a content becomes tasks, tasks are done, proved and verified, and the sơ kết comes out with numbers that open."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest

from phoihop.activities.programmes.models import Programme
from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Commitment
from phoihop.config.demo.build import PASSWORD
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.reports.models import Compilation, Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(demo: None) -> Programme:
    """The programme of the demo ward, its clock on Monday 02/08/2027."""
    found = Programme.objects.get(number="01", period_from=2027, period_to=2027)
    assert isinstance(found, Programme)
    return found


def sign_in(chromium: Any, live_server: Any, username: str, *, width: int = 1366, height: int = 768) -> Any:
    page = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
    page.set_default_timeout(15000)
    page.goto(f"{live_server.url}/tai-khoan/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{live_server.url}/")
    return page


def act(page: Any, base: str, code: str, verb: str, **values: str) -> str:
    """Fill one action's form as a person does; returns the text of the page that follows."""
    page.goto(f"{base}/nhiem-vu/{code}/{verb}/")
    for name, value in values.items():
        field = page.locator(f"form#mau [name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("form#mau button[type=submit]")
    page.wait_for_load_state()
    return str(page.inner_text("main"))


def test_a_task_is_refused_without_product_and_with_two_leads_then_followed_to_verified(
    ward: Programme, chromium: Any, live_server: Any
) -> None:
    base = live_server.url
    clerk = sign_in(chromium, live_server, "chuyenvien")
    text = None
    clerk.goto(f"{base}/nhiem-vu/moi/propose/")
    clerk.fill("[name=content]", "Công khai lịch thu gom rác cồng kềnh")
    lead = clerk.locator("[name=lead] option", has_text="Phòng KT").first.get_attribute("value")
    clerk.select_option("[name=lead]", lead)
    clerk.fill("[name=due_on]", "30/08/2027")
    # Two leads: a second field of the same name, as a browser extension or an old page might send it.
    clerk.evaluate(
        "() => { const i = document.createElement('input'); i.name = 'lead'; i.type = 'hidden';"
        " i.value = document.querySelector('[name=lead] option:nth-child(3)').value;"
        " document.querySelector('form#mau').appendChild(i); }"
    )
    clerk.click("form#mau button[type=submit]")
    clerk.wait_for_load_state()
    text = clerk.inner_text("main")
    assert "Chỉ một đơn vị chủ trì; thêm đơn vị khác vào Phối hợp" in text
    assert clerk.input_value("[name=content]") == "Công khai lịch thu gom rác cồng kềnh"
    clerk.select_option("[name=lead]", lead)
    clerk.click("form#mau button[type=submit]")
    clerk.wait_for_load_state()
    task = Commitment.objects.get(content="Công khai lịch thu gom rác cồng kềnh")
    assert "Thiếu: sản phẩm đầu ra" in act(clerk, base, task.code, "issue")
    assert Commitment.objects.get(pk=task.pk).state == "proposed"
    act(clerk, base, task.code, "adjust", product="Ảnh niêm yết tại 24 tổ")
    act(clerk, base, task.code, "issue")
    unit = sign_in(chromium, live_server, "phongkt", width=390, height=844)
    act(unit, base, task.code, "accept")
    act(unit, base, task.code, "report-progress", text="Đã niêm yết 20/24 tổ")
    act(unit, base, task.code, "report-done", text="Đã niêm yết đủ 24 tổ")
    act(unit, base, task.code, "add-proof", kind="number", words="Biên bản niêm yết số 12, 28/08")
    assert unit.goto(f"{base}/nhiem-vu/{task.code}/verify/").status == 404
    said = act(clerk, base, task.code, "verify", words="Biên bản kiểm tra của Văn phòng, 30/08")
    assert "Đã xác minh" in said
    done = Commitment.objects.get(pk=task.pk)
    assert (done.state, done.proof_count, done.verifier_id != done.lead_id) == ("verified", 2, True)
    assert verify_database().faults == []


def test_the_review_has_the_numbers_of_the_book_and_they_stay_when_the_book_moves_on(
    ward: Programme, chromium: Any, live_server: Any
) -> None:
    base = live_server.url
    report = Report.objects.get()
    standing = {row.figure: row.value for row in report.figures.filter(item="")}
    assert [
        standing[f"commitments.{name}"]
        for name in ("live", "done", "with_proof", "in_progress", "late", "deferred", "not_started")
    ] == [47, 29, 24, 11, 5, 2, 0]
    made = Compilation.objects.get(report=report)
    states = [d.state for d in made.differences.all()]
    assert (made.intakes.filter(state="current").count(), states.count("settled")) == (5, 3)
    assert states.count("open") > 0 and states.count("noted") > 0
    page = sign_in(chromium, live_server, "chuyenvien")
    page.goto(f"{base}/bao-cao/{report.code}/")
    sheet = page.inner_text(".ph-to")
    assert (
        "Đến 31/7/2027, hoàn thành 29[S02] trong 47[S01] nhiệm vụ, trong đó 24[S03] nhiệm vụ có bằng chứng"
        in sheet
    )
    with page.expect_download() as got:
        page.click("text=Tải Word kèm nguồn số liệu")
    content = got.value.path().read_bytes()
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    words = re.sub(r"<[^>]+>", "", xml)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO",
        "NGUỒN SỐ LIỆU",
    ):
        assert said in words
    late = Commitment.objects.get(number="4.3", source_id=ward.pk)
    perform(
        commitments.report_done,
        late,
        actor=_unit(late),
        at=datetime(2027, 8, 2, 3, tzinfo=UTC),
        text="Đã trả lời đủ 6",
    )
    page.goto(f"{base}/so-lieu/{report.code}.S06/")
    text = page.inner_text("main")
    assert "5 nhiệm vụ chậm" in text and "Hôm nay, tính lại: 4" in text
    assert page.locator("main table tbody tr").count() == 5


def _unit(task: Commitment) -> Any:
    from phoihop.core.who import Actor, Hat

    return Actor(user=1, name="Đầu mối", hats=(Hat(role="unit", body=task.lead_id, words="Đầu mối"),))


def test_the_keyboard_alone_finds_a_task_and_small_screens_need_no_sideways_scroll(
    ward: Programme, chromium: Any, live_server: Any
) -> None:
    page = sign_in(chromium, live_server, "chuyenvien")
    page.keyboard.press("/")
    page.keyboard.type("ranh thoat nuoc ngo 84")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/**")
    assert "Cải tạo rãnh thoát nước ngõ 84" in page.inner_text("main")
    for width, zoom in ((390, 1), (320, 2)):
        small = sign_in(chromium, live_server, "chuyenvien", width=width, height=844)
        for path in ("/", "/nhiem-vu/?muc=overdue", f"/chuong-trinh/{ward.code}/", "/vai-tro/"):
            small.goto(f"{live_server.url}{path}")
            if zoom != 1:
                small.evaluate("() => { document.documentElement.style.setProperty('font-size', '200%'); }")
            wide = small.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 1, (path, width, wide)


def test_today_in_the_ward_is_the_demo_day(ward: Programme) -> None:
    from phoihop.core import moment

    assert moment.today() == date(2027, 8, 2)
