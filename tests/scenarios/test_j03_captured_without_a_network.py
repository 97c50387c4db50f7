"""J3: nine petitions written down in a cultural house while the line is cut a hundred times: none lost, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from PIL import Image

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests.factories import account
from phoihop.activities.voter_contact.models import VoterContact
from phoihop.activities.voter_contact.tests.factories import EVENING, Round
from phoihop.core.models import JournalEntry
from phoihop.directory.tests.factories import body
from phoihop.documents.models import File
from phoihop.petitions.models import Petition
from tests.scenarios.conftest import BROWSER
from tests.scenarios.cutting import Line
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = (
    "Chiếu sáng sân chơi tổ 12 hỏng ba bóng", "Đường ngõ 90 bong tróc", "Chợ cóc trước cổng trường lấn vỉa hè",
    "Xe rác đến sớm hơn lịch, bà con không kịp đổ", "Hỏi lịch tiếp công dân buổi tối", "Dây điện võng thấp ở ngõ 88",
    "Nắp hố ga trước số 91 đã vỡ", "Đoạn cuối ngõ 84 mưa là ngập, hỏi bao giờ làm rãnh", "Trạm y tế thiếu thuốc huyết áp",
)  # fmt: skip
CUTS = 100
PASSWORD = "nha-van-hoa-12"  # noqa: S105 of people who exist in this test alone
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh",
}  # fmt: skip


@pytest.fixture
def hall(settings: Any, transactional_db: None) -> VoterContact:
    """19:40 on Wednesday 19/05/2027 at the cultural house of tổ 12; a deputy, and a clerk of the same office."""
    settings.CLOCK_OFFSET = EVENING + timedelta(minutes=10) - timezone.now()
    made = Round()
    group = body(made.bodies["TTHDND"].territory, "TODB")
    for name, home, role in (("daibieu", group, "deputy"), ("chuyenvien", made.bodies["TTHDND"], "clerk")):
        got = account(name, home, role)
        set_password(got.user, PASSWORD, until=None)
    return made.announced(1)


@pytest.fixture
def line(live_server: Any) -> Iterator[Line]:
    made = Line(int(live_server.url.rsplit(":", 1)[1]))
    yield made
    made.close()


def sign_in(page: Any, line: Line, name: str, after: str = "/ghi-nhanh/") -> None:
    page.goto(f"{line.url}/tai-khoan/login/?next={after}")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{line.url}{after}")
    ready(page)


def sign_out(page: Any, line: Line) -> None:
    page.goto(f"{line.url}/")
    page.locator("form.ph-ra button").evaluate("button => button.closest('form').requestSubmit(button)")
    page.wait_for_url(re.compile("login|tai-khoan"))


def ready(page: Any) -> None:
    page.wait_for_selector("#ghi-nhanh[data-xong]", timeout=20000)


def write(page: Any, words: str, *, field: bool = True) -> int:
    """One item as a thumb does it; returns the taps (the text is one: into the box)."""
    taps = 2
    page.fill("#nd", words)
    if field:
        page.locator("#linh-vuc label").first.click()
        taps += 1
    page.click("#nut-luu")
    page.wait_for_function("() => document.getElementById('nd').value === ''")
    return taps


def told(page: Any) -> str:
    return str(page.inner_text("#mang")) if page.is_visible("#mang") else ""


def again(page: Any) -> None:
    """The telephone notices its line, as it does when the signal returns."""
    page.evaluate("() => window.dispatchEvent(new Event('online'))")


def listed(page: Any) -> list[str]:
    return [str(words) for words in page.locator("#ds-muc > li").all_inner_texts()]


def test_nine_petitions_and_a_hundred_cuts(
    hall: VoterContact, line: Line, chromium: Any, tmp_path: Path
) -> None:
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    page.set_default_timeout(20000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    sign_in(page, line, "daibieu")
    assert max(write(page, words) for words in SAID[:3]) == 3
    page.wait_for_function("() => document.getElementById('dem').textContent.startsWith('3 đã gửi')")
    context.set_offline(True)
    for words in SAID[3:7]:
        write(page, words)
    assert "Đang ghi trên máy: 4 mục chưa gửi." in told(page)
    assert "Mất mạng từ 19:4" in told(page)
    Hands(page).look("ghi-nhanh-mat-mang")
    shot = tmp_path / "ngo84.png"
    Image.effect_noise((1900, 1200), 80).convert("RGB").save(shot)
    page.set_input_files("#anh", [str(shot), str(shot)])
    page.wait_for_function("() => document.getElementById('so-anh').textContent.includes('2 ảnh')")
    write(page, SAID[7])
    write(page, SAID[8], field=False)
    assert "6 mục chưa gửi" in told(page)
    line.left = CUTS
    context.set_offline(False)
    while line.total < CUTS:
        before = line.total
        again(page)
        for _ in range(100):
            if line.total > before:
                break
            page.wait_for_timeout(20)
    assert page.locator("#dem").inner_text() == "3 đã gửi, 6 trên máy"
    assert line.cuts == {"before": 25, "half": 25, "after": 25, "torn": 25}
    line.dead = False
    again(page)
    page.wait_for_function(
        "() => document.getElementById('dem').textContent === '9 đã gửi, 0 trên máy'", timeout=60000
    )
    page.wait_for_selector("#mang", state="hidden", timeout=60000)
    assert faults == []
    rows = list(Petition.objects.order_by("pk"))
    assert sorted(row.content for row in rows) == sorted(SAID)
    assert {row.quarter for row in rows} == {"Tổ dân phố 12"}
    arrived = dict(
        JournalEntry.objects.filter(action="petitions.receive").values_list("record_id", "noted_at")
    )
    for row in rows:
        assert row.noted_at is not None
        assert timedelta() <= arrived[row.pk] - row.noted_at < timedelta(minutes=30)
    assert [row.proofs.count() for row in rows if row.content == SAID[7]] == [2]
    assert sum(row.proofs.count() for row in rows) == 2
    shown = listed(page)
    assert all(re.search(r"KN-2027-\d+ · máy chủ nhận \d\d:\d\d", words) for words in shown)
    Hands(page).look("ghi-nhanh-da-gui")
    context.close()


def test_closed_with_the_line_dead_everything_is_there_on_opening_and_nobody_else_sees_it(
    hall: VoterContact, line: Line, chromium: Any, tmp_path: Path
) -> None:
    def opened() -> Any:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "may",
            executable_path=BROWSER,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
            **PHONE,
        )

    context = opened()
    page = context.pages[0]
    sign_in(page, line, "daibieu")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    line.dead = True
    for words in SAID[:2]:
        write(page, words)
    page.fill("#nd", "Đang gõ dở câu này")
    page.wait_for_timeout(900)
    context.close()

    context = opened()  # the battery died; there is still no line
    page = context.pages[0]
    page.goto(f"{line.url}/ghi-nhanh/")
    ready(page)
    assert [SAID[1] in listed(page)[0], SAID[0] in listed(page)[1]] == [True, True]
    assert page.input_value("#nd") == "Đang gõ dở câu này"
    assert "Đang ghi trên máy: 2 mục chưa gửi." in told(page)
    assert stored(page)["plain"] == []
    line.dead = False

    sign_in(page, line, "chuyenvien")  # somebody else on the same telephone
    assert listed(page) == []
    assert page.input_value("#nd") == ""
    assert page.locator("#dem").inner_text() == "0 đã gửi, 0 trên máy"
    assert told(page) == ""
    kept = stored(page)
    assert (kept["keys"], kept["items"], kept["opens"]) == (1, 2, 0)
    assert Petition.objects.count() == 0
    sign_out(page, line)
    page.goto(f"{line.url}/ghi-nhanh/")
    page.wait_for_selector("#man-chuamo:not([hidden])")
    assert stored(page)["keys"] == 0

    sign_in(page, line, "daibieu")  # whose they are
    page.wait_for_function("() => document.getElementById('dem').textContent === '2 đã gửi, 0 trên máy'")
    assert sorted(Petition.objects.values_list("content", flat=True)) == sorted(SAID[:2])
    assert page.input_value("#nd") == "Đang gõ dở câu này"
    context.close()


def stored(page: Any) -> dict[str, Any]:
    """What lies in the browser: keys, items, which of the items those keys open, and any word in plain."""
    found: dict[str, Any] = page.evaluate(
        """async () => {
          const open = (name) => new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
          const all = (base, store) => new Promise((done) => {
            if (!base.objectStoreNames.contains(store)) { done([]); return; }
            const r = base.transaction([store]).objectStore(store).getAll(); r.onsuccess = () => done(r.result); });
          const held = await open("phoihop-ghi-nhanh"), locked = await open("phoihop-khoa");
          const keys = await all(locked, "khoa"), items = await all(held, "muc");
          let opens = 0;
          for (const row of items) for (const owner of keys) for (const key of owner.keys) {
            for (const who of [owner.ai, row.ai]) {
              try {
                await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv,
                  additionalData: new TextEncoder().encode(who + " " + row.id) }, key, row.kin);
                opens += 1;
              } catch (refused) { /* sealed */ }
            }
          }
          const everything = [...items, ...await all(held, "nen"), ...await all(held, "nhap")];
          const plain = everything.filter((row) => /ngõ|chiếu|Đang gõ/i.test(new TextDecoder().decode(row.kin))
            || Object.values(row).some((v) => typeof v === "string" && /ngõ|chiếu|Đang gõ/i.test(v)));
          const extractable = keys.flatMap((owner) => owner.keys).filter((key) => key.extractable).length;
          held.close(); locked.close();
          return { keys: keys.length, items: items.length, opens, plain, extractable };
        }"""
    )
    assert found["extractable"] == 0
    return found


def test_a_session_that_ended_in_the_meantime_keeps_everything_and_says_so(
    hall: VoterContact, line: Line, chromium: Any
) -> None:
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    sign_in(page, line, "daibieu")
    Session.objects.all().delete()
    write(page, SAID[0])
    page.wait_for_selector("#dang-nhap:not([hidden])")
    assert "Phiên đăng nhập đã hết. Đang ghi trên máy: 1 mục chưa gửi." in told(page)
    write(page, SAID[1])
    assert "2 mục chưa gửi" in told(page)
    page.click("#dang-nhap")
    page.fill("input[name=login]", "daibieu")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{line.url}/ghi-nhanh/")
    page.wait_for_function("() => document.getElementById('dem').textContent === '2 đã gửi, 0 trên máy'")
    assert sorted(Petition.objects.values_list("content", flat=True)) == sorted(SAID[:2])
    context.close()


def test_two_telephones_at_one_meeting_and_another_person_in_a_second_window(
    hall: VoterContact, line: Line, chromium: Any
) -> None:
    one, two = chromium.new_context(**PHONE), chromium.new_context(**PHONE)
    first, second = one.new_page(), two.new_page()
    sign_in(first, line, "daibieu")
    sign_in(second, line, "chuyenvien")
    for n in range(3):
        write(first, f"Máy một, việc {n}")
        write(second, f"Máy hai, việc {n}")
    for page in (first, second):
        page.wait_for_function("() => document.getElementById('dem').textContent === '3 đã gửi, 0 trên máy'")
    assert Petition.objects.count() == 6
    # On the first telephone somebody else signs in in another window, while the first page still lies open.
    other = one.new_page()
    sign_out(other, line)
    sign_in(other, line, "chuyenvien")
    write(first, "Việc của đại biểu ghi muộn")
    first.wait_for_timeout(800)
    assert not Petition.objects.filter(content="Việc của đại biểu ghi muộn").exists()
    assert listed(other) == []
    one.close()
    two.close()


def test_a_paper_form_is_photographed_without_a_line_typed_later_and_never_sent(
    hall: VoterContact, line: Line, chromium: Any, tmp_path: Path
) -> None:
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    sign_in(page, line, "daibieu")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    shot = tmp_path / "phieu.png"
    Image.new("RGB", (900, 1200), "white").save(shot)
    page.set_input_files("#phieu", str(shot))
    page.wait_for_function(
        "() => document.getElementById('phieu-dem').textContent === '1 phiếu chưa gõ xong'"
    )
    page.reload()
    ready(page)
    page.click("#phieu-ds button:has-text('Xem phiếu 1')")
    page.wait_for_function("() => document.querySelector('#phieu-ds img')?.naturalWidth > 0")
    write(page, SAID[0])
    page.click("#phieu-ds button:has-text('Gõ xong')")
    page.wait_for_function("() => document.getElementById('phieu-dem').textContent === ''")
    context.set_offline(False)
    again(page)
    page.wait_for_function("() => document.getElementById('dem').textContent === '1 đã gửi, 0 trên máy'")
    assert [(p.content, p.proofs.count()) for p in Petition.objects.all()] == [(SAID[0], 0)]
    assert File.objects.count() == 0
    context.close()
