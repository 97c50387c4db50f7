"""J12: an elder at the desk gets a slip; a young woman sends by the QR of her tổ, and re-opens once what is not done.

Nobody of them has an account; the pages of the citizen are used without script.
"""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests import factories as people
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.portal import forms, gate
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "thu-nghiem-2027"  # noqa: S105 opens the account of this test alone


@pytest.fixture
def voices(settings: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Voices:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    monkeypatch.setattr(forms, "QUICKEST", 0)  # the hands of this test are faster than a person's
    monkeypatch.setattr(gate, "DELAY", 0.05)
    cache.clear()
    made = Voices()
    account = people.account("chuyenvien", made.bodies["TTHDND"], "clerk")
    set_password(account.user, PASSWORD, until=None)
    return made


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    found = []
    for n in (1, 2):
        out, exif = io.BytesIO(), Image.Exif()
        exif.get_ifd(0x8825)[1] = "N"
        Image.new("RGB", (80, 60), "grey").save(out, "JPEG", exif=exif)
        found.append(tmp_path / f"IMG_{n}.jpg")
        found[-1].write_bytes(out.getvalue())
    return found


def telephone(chromium: Any) -> Any:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="vi-VN", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(20000)
    return page


def test_j12(chromium: Any, live_server: Any, voices: Voices, pictures: list[Path]) -> None:
    the_elder(chromium, live_server.url)
    page, code = a_young_woman(chromium, live_server.url, pictures)
    row = Petition.objects.get(lookup=code)
    answered(voices, row)
    not_done(page, live_server.url, code, pictures)
    row.refresh_from_db()
    assert (row.state, row.asker_says, row.verified_on, row.sendings) == ("returned", "not_done", None, 2)
    answered(voices, row)
    once_only(page, live_server.url, code)
    wrong_codes(page, live_server.url, code)
    assert verify_database().faults == []


def the_elder(chromium: Any, base: str) -> None:
    """The clerk writes down what she says; the slip has the code, the day and where to ask, no name."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(20000)
    page.goto(f"{base}/tai-khoan/login/")
    page.fill("input[name=login]", "chuyenvien")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(f"{base}/kien-nghi/moi/receive/")
    page.fill("[name=content]", "Vỉa hè trước số 5 lún, người già đi lại khó.")
    page.select_option("[name=source]", "behalf")
    page.click("main form [type=submit] >> nth=0")
    page.wait_for_url(re.compile("/kien-nghi/KN-"))
    row = Petition.objects.get(source="behalf")
    page.goto(f"{base}/tra-cuu/{row.lookup}/phieu/")
    slip = page.inner_text("main")
    assert row.lookup in slip and "Hỏi trực tiếp" in slip and "Hẹn trả lời" in slip and "Vỉa hè" not in slip
    context.close()


def a_young_woman(chromium: Any, base: str, pictures: list[Path]) -> tuple[Any, str]:
    """The QR of tổ 12 has filled in the place; text and two pictures; the code at once."""
    page = telephone(chromium)
    hands = Hands(page)
    page.goto(f"{base}/gui-kien-nghi/?to=12")
    assert page.input_value("[name=to]") == "Tổ dân phố 12"
    hands.type("[name=noi_dung]", "Rãnh ngõ 84 tắc, nước tràn vào nhà.")
    hands.choose("[name=anh]", pictures)
    hands.click("main form.cg-tra [type=submit]")
    code = page.inner_text(".cg-ma").strip()
    row = Petition.objects.get(lookup=code)
    assert (row.source, row.quarter, row.public_since, row.proofs.count()) == (
        "door",
        "Tổ dân phố 12",
        None,
        2,
    )
    return page, code


def answered(voices: Voices, row: Petition) -> None:
    """The office, the department and the leader do their part; the result is "xong, có ảnh"."""
    if row.state == "received":
        row = voices.perform(
            verbs.classify, row, voices.council, title=row.title, field="do-thi", competence="commune",
            answering=voices.bodies["UBND"], quarter=row.quarter, place=row.place,
        )  # fmt: skip
        row = voices.perform(verbs.forward, row, voices.council, due_on=date(2027, 8, 22))
    if row.state == "forwarded":
        row = voices.perform(
            verbs.assign, row, voices.office, responsible=voices.bodies["PKT"], unit_due_on=date(2027, 8, 16)
        )
    done = voices.draft(
        row,
        result_class="da_giai_quyet",
        short="Đã nạo vét rãnh ngõ 84.",
        proof_words="Ảnh ngày 02/08",
        promised_on=None,
        route="",
    )
    voices.perform(verbs.answer, done, voices.leader, capacity="TM.")


def not_done(page: Any, base: str, code: str, pictures: list[Path]) -> None:
    """She sees what was said, presses Chưa xong with a new picture, and it is with the unit again."""
    page.goto(f"{base}/tra-cuu/")
    page.fill("[name=ma]", code.replace("-", " ").lower())
    page.click("main form [type=submit]")
    shown = page.inner_text("main")
    assert "Đã giải quyết 02/08/2027" in shown and "Đã nạo vét rãnh ngõ 84." in shown
    assert "nước tràn" not in shown  # she did not open her words to everybody
    page.click("summary")
    page.fill("[name=noi_dung]", "Mới vét một nửa.")
    page.set_input_files("[name=anh]", pictures[:1])
    page.click("button.do")
    assert "Việc được mở lại" in page.inner_text("main")


def once_only(page: Any, base: str, code: str) -> None:
    page.goto(f"{base}/tra-cuu/{code}/")
    assert "Đã giải quyết" in page.inner_text("main") and page.locator("summary").count() == 0


def wrong_codes(page: Any, base: str, code: str) -> None:
    """Ten wrong codes, and the next is slowed; her own opens all the same."""
    told = [page.goto(f"{base}/tra-cuu/22222-2222{letter}/").status for letter in "23456789ABC"]
    assert told == [404] * gate.WRONG + [429]
    assert page.goto(f"{base}/tra-cuu/{code}/").status == 200
