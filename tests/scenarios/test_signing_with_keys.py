"""Three bodies sign one paper with their key files, in order; then anyone with a phone is told that it holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from phoihop.accounts.tests import factories as people
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import acting
from phoihop.documents import actions as verbs
from phoihop.documents.marking import short_code
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.verify import verify
from phoihop.documents.tests import authority
from phoihop.documents.tests.factories import Registry
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FOUND = """
async () => (await axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}}))
    .violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | '))
"""
#: What stands out of the window to the right.
WIDE = """
() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 4).map(e => 'too wide: ' + e.tagName + '.' + e.className)
"""
SIGN = re.compile(r"^Ký \d")
SIGNERS = (("UBND", "Vũ Hoàng Nam"), ("MTTQ", "Nguyễn Bích Loan"), ("TTHDND", "Trần Văn Hòa"))


def signed_in(context: Any, body: Organisation, base: str) -> None:
    """As after the sign-in page, which has a scenario of its own."""
    made = people.account(f"ky{body.pk}", body, "leader")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    context.clear_cookies()
    context.add_cookies([{"name": "phoihop", "value": client.cookies["phoihop"].value, "url": base}])


def faults(page: Any) -> list[str]:
    """What axe finds, and whether the page must be pushed sideways, at a desk's and a phone's width."""
    found = []
    for width, height in ((1366, 768), (390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(AXE)
        found += [f"{width} {fault}" for fault in page.evaluate(FOUND)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{width} scrolls sideways: {page.evaluate(WIDE)}")
    return found


def test_three_bodies_sign_one_paper_in_order_and_anyone_is_told_that_it_holds(
    chromium: Any, live_server: Any, tmp_path: Path
) -> None:
    room = Registry()
    keeper = acting(room.bodies["VP"], "administrator", user=9)
    perform(
        verbs.trust_root, actor=keeper, at=moment.now(), source="nơi cấp thử", valid_from=moment.today(),
        upload=_upload(authority.root(authority.ROOT).pem),
    )  # fmt: skip
    made = room.locked(joint=[room.bodies["MTTQ"], room.bodies["TTHDND"]])
    base, address = live_server.url, f"/van-ban-di/{made.code}/"
    context = chromium.new_context()
    context.set_default_timeout(120_000)  # a busy machine draws, signs and checks for a while
    page = context.new_page()
    hands = Hands(page)
    for number, (body, name) in enumerate(SIGNERS):
        key = tmp_path / f"khoa{number}.p12"
        key.write_bytes(authority.key_file(authority.signer(name)))
        signed_in(context, room.bodies[body], base)
        page.goto(base + address)
        hands.click(page.get_by_role("link", name="Ký số"))
        assert page.get_by_text(f"Đến lượt {room.bodies[body]}.").count() == 1
        if number == 0:
            assert faults(page) == []
            hands.look("ky-so")
            hands.choose("#id_key_file", [key])
            hands.type("#id_phrase", "không phải mật khẩu này")
            hands.click(page.get_by_role("button", name=SIGN))
            assert page.get_by_text("Mật khẩu của tệp khóa chưa đúng.").count() >= 1
            assert page.get_by_text("các chữ ký trước còn nguyên").count() == 1
            hands.look("ky-so-sai-mat-khau")
            assert page.input_value("#id_phrase") == ""
        hands.choose("#id_key_file", [key])
        hands.type("#id_phrase", authority.PHRASE)
        hands.click(page.get_by_role("button", name=SIGN))
        page.wait_for_url(base + address)
        if number == 0:  # whose turn it is not may read, not sign
            page.goto(f"{base}{address}ky-so/")
            assert page.get_by_text("đọc được, chưa ký được").count() == 1
    content = _signed_by_all(made)
    made = room.perform(verbs.make_public, room.perform(verbs.issue, made, room.office), room.office)
    _anyone_is_told(chromium, base, page, made, content, tmp_path)


def _signed_by_all(made: OutgoingDocument) -> bytes:
    """The file of the last signature holds all three, and both validators say so."""
    rows = list(OutgoingDocument.objects.get(pk=made.pk).signatures.all())
    assert [(row.name, row.way) for row in rows] == [(name, "digital") for _body, name in SIGNERS]
    with default_storage.open(rows[-1].file.stored_as) as held:  # type: ignore[union-attr]
        content: bytes = held.read()
    found = verify(content, roots=authority.trusted(), at=moment.now())
    assert [s.certificate.name for s in found.signatures if s.certificate] == [
        name for _body, name in SIGNERS
    ]
    assert (found.sound, [s.agreement for s in found.signatures]) == (True, ["agree"] * 3)
    return content


def _anyone_is_told(
    chromium: Any, base: str, page: Any, made: OutgoingDocument, content: bytes, folder: Path
) -> None:
    """On a phone without script, from the code and from the file; nothing is left in the browser."""
    paper = folder / "van-ban.pdf"
    paper.write_bytes(content)
    stranger = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    stranger.set_default_timeout(120_000)
    phone = stranger.new_page()
    phone.goto(f"{base}/kiem-tra/{short_code(made.fingerprint)}")
    assert phone.get_by_role("heading", name="Sổ xác nhận văn bản này").count() == 1
    phone.set_input_files("#tep", [paper])
    phone.get_by_role("button", name="Kiểm tra tệp").click()
    assert phone.get_by_text("Giống từng chữ bản trong sổ.").count() == 1
    assert phone.get_by_text("Có, nguyên vẹn").count() == 3
    assert stranger.cookies() == []
    Hands(phone).look("kiem-tra-ket-qua")
    page.goto(f"{base}/kiem-tra/")
    assert faults(page) == []
    Hands(page).look("kiem-tra")
    page.set_input_files("#tep", [paper])
    page.get_by_role("button", name="Kiểm tra tệp").click()
    assert faults(page) == []


def _upload(content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("ca.pem", content)
