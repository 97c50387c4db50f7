"""J1: a programme is drafted, commented, agreed and signed; a party withdraws in time; the paper way with two persons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from phoihop.accounts.actions import set_password
from phoihop.accounts.tests.factories import account
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Notice
from phoihop.directory.tests.factories import NOW, SINCE, acting
from phoihop.documents.actions import trust_root
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.verify import verify
from phoihop.documents.tests import authority
from tests.scenarios.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "minh-tan-2027"  # noqa: S105 of invented people in a test
CONTENTS = [
    {"title": f"Nội dung phối hợp thứ {n}", "text": f"Việc chung của nội dung {n}."} for n in range(1, 9)
]


class Ward:
    """A ward with a draft of eight contents, and the people who drafted, comment and sign."""

    def __init__(self, chromium: Any, live_server: Any) -> None:
        self.chromium, self.base = chromium, live_server.url
        self.table = Table()
        self.table.seat()
        for name, kind, role in (
            ("vanphong", "TTHDND", "clerk"), ("hdnd", "TTHDND", "leader"), ("ubnd", "UBND", "leader"),
            ("mttq", "MTTQ", "leader"), ("mattran", "MTTQ", "clerk"),
        ):  # fmt: skip
            made = account(name, self.table.bodies[kind], role)
            set_password(made.user, PASSWORD, until=None)
            made.user.must_change_password = False
            made.user.save()
        self.draft = self.table.draft(
            contents=CONTENTS,
            purpose="Mục đích chung.",
            duties="Mỗi bên một đầu mối.",
            arrangement="Sơ kết tháng 7.",
        )
        self.pages: dict[str, Any] = {}

    def at(self, who: str, path: str = "") -> Any:
        """That person's page, on a phone for leaders, at a desk for clerks."""
        if who not in self.pages:
            small = who in ("hdnd", "ubnd", "mttq")
            size = {"width": 390, "height": 844} if small else {"width": 1366, "height": 768}
            page = self.chromium.new_context(viewport=size, locale="vi-VN").new_page()
            page.set_default_timeout(60000)
            page.goto(f"{self.base}/tai-khoan/login/")
            page.fill("input[name=login]", who)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{self.base}/")
            self.pages[who] = page
        page = self.pages[who]
        if path:
            page.goto(f"{self.base}/chuong-trinh/{self.draft.code}/{path}")
        return page

    def act(self, who: str, verb: str, *, upload: Path | None = None, **values: str) -> str:
        """One action's form filled and sent; the words of the page that follows."""
        page = self.at(who, f"{verb}/")
        for name, value in values.items():
            page.locator(f"form#mau [name={name}]").fill(value)
        if upload is not None:
            page.locator("form#mau input[type=file]").set_input_files(upload)
        for box in page.locator("form#mau input[type=checkbox]").all():
            box.check()
        page.click("form#mau button[type=submit]")
        page.wait_for_load_state()
        return str(page.inner_text("main"))

    def now(self) -> Programme:
        return Programme.objects.get(pk=self.draft.pk)

    def agreed_by_all(self) -> None:
        """Each chair on a phone: one touch on the page, one to confirm."""
        for who in ("hdnd", "ubnd", "mttq"):
            hands = Hands(self.at(who, "ky/"))
            hands.click(f"a.btn-ky:has-text('Thống nhất bản v{self.now().version}')")
            hands.click("form#mau button[type=submit]")
            hands.page.wait_for_load_state()
            assert (hands.clicks, hands.keys) == (2, 0)


@pytest.fixture
def ward(settings: Any, chromium: Any, live_server: Any, transactional_db: None) -> Ward:
    settings.CLOCK_OFFSET = NOW - timezone.now()
    cache.clear()
    return Ward(chromium, live_server)


def commented_and_answered(ward: Ward) -> None:
    """A comment beside a paragraph, answered first without words (refused), then by changing it."""
    line = ward.draft.paragraphs.get(text="Việc chung của nội dung 4.")
    page = ward.at("mattran", f"soan/?gop={line.key}")
    page.fill("#note", "Ghi rõ hạn")
    page.fill("#new", "Trả lời kiến nghị trước 15/8/2027.")
    page.click("text=Gửi góp ý")
    page.wait_for_load_state()
    row = Comment.objects.get()
    desk = ward.at("vanphong", f"soan/?tra-loi={row.code}")
    desk.click("button[value=explained]")
    desk.wait_for_load_state()
    assert "Chưa ghi lý do" in desk.inner_text("main")
    desk.click("button[value=accepted]")
    desk.wait_for_load_state()
    row = Comment.objects.get()
    assert (row.answer, row.changed_in) == ("accepted", 2)
    assert "Sửa ở v2" in desk.inner_text(f"#{line.key}")


def test_a_signature_is_withdrawn_in_time_and_the_next_version_is_signed_by_hand(
    ward: Ward, tmp_path: Path
) -> None:
    commented_and_answered(ward)
    said = ward.act("vanphong", "lock-for-signing")
    assert "Chưa thống nhất bản v2" in said and "Chưa có gì thay đổi" in said
    ward.agreed_by_all()
    ward.act("vanphong", "lock-for-signing", witnesses="Bí thư Đảng ủy phường")
    assert ward.now().state == "locked"
    ward.table.sign(ward.table.sign(ward.now(), "TTHDND"), "UBND")
    phone = ward.at("mttq", "ky/")
    words = phone.inner_text("main")
    assert "Đang ký 2/3" in words and "Đến lượt đồng chí." in words and "Khác bản v1: 1 đoạn" in words
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    Hands(phone).look("j01-ky")
    # Done wrong: without a reason, and by who has not signed.
    assert "Chưa điền mục này" in ward.act("ubnd", "withdraw-signature")
    assert "chưa ký văn bản" in ward.act("mttq", "withdraw-signature", reason="Nhầm")
    assert ward.now().state == "locked"
    ward.act("ubnd", "withdraw-signature", reason="Hạn 15/8 không khả thi")
    words = ward.at("hdnd", "ky/").inner_text("main")
    assert "Đã rút chữ ký (UBND, 02/08: Hạn 15/8 không khả thi)" in words
    assert "Đã ký, không còn tính" in words and "Lần ký trước: v2, không thành" in words
    told = set(Notice.objects.filter(verb="programmes.withdraw_signature").values_list("body", flat=True))
    assert told == {ward.table.bodies[kind].pk for kind in ("TTHDND", "MTTQ")}
    line = ward.draft.paragraphs.get(text__startswith="Trả lời kiến nghị")
    desk = ward.at("vanphong", f"soan/?sua={line.key}")
    desk.fill("#text", "Trả lời kiến nghị trước 30/8/2027.")
    desk.fill("#reason", "Theo ý kiến UBND")
    desk.click("text=Ghi đoạn")
    desk.wait_for_load_state()
    assert (ward.now().version, ward.now().state) == (3, "draft")
    assert "Chưa thống nhất bản v3" in ward.act("vanphong", "lock-for-signing")
    ward.agreed_by_all()
    ward.act("vanphong", "lock-for-signing")
    signed_by_hand(ward, tmp_path)


def signed_by_hand(ward: Ward, folder: Path) -> None:
    """One hands in the scan and cannot confirm it; another confirms: in force, and only an annex or an end is left."""
    scan = folder / "ban-ky.pdf"
    scan.write_bytes(PDF)
    ward.act("vanphong", "record-signing", upload=scan, signed_on="02/08/2027", signed_place="Hội trường")
    assert ward.now().state == "signed"
    assert "không tự xác nhận" in ward.act("vanphong", "confirm-signing", why="Đã xem bằng mắt")
    ward.act("mattran", "confirm-signing", why="Đã xem bằng mắt")
    now = ward.now()
    assert (now.state, now.number_words) == ("in_force", "số 02/CTrPH-HĐND-UBND-MTTQ")
    words = ward.at("ubnd", "ky/").inner_text("main")
    assert "Ký trên giấy" in words and "Có hiệu lực" in words
    assert "Rút chữ ký" not in ward.at("ubnd").inner_text("aside .ph-nutcot")
    assert {row.way for row in OutgoingDocument.objects.get(state="locked").signatures.all()} == {"paper"}
    assert "không còn làm được" in ward.act("ubnd", "withdraw-signature", reason="Muộn")
    desk = ward.at("vanphong", "ky/")
    assert re.search(r"Soạn phụ lục sửa đổi, bổ sung", desk.inner_text("main"))
    assert verify_database().faults == []


def test_three_chairs_sign_with_their_keys_and_the_last_signature_brings_it_into_force(
    ward: Ward, tmp_path: Path
) -> None:
    commented_and_answered(ward)
    Hands(ward.at("vanphong", "soan/?so=1")).look("j01-soan")
    ward.agreed_by_all()
    ward.act("vanphong", "lock-for-signing")
    perform(  # the administrator has put in the issuer of their certificates
        trust_root, actor=acting(ward.table.bodies["VP"], "administrator", user=9), at=NOW, source="nơi cấp thử",
        upload=ContentFile(authority.root(authority.ROOT).pem, name="ca.pem"), valid_from=SINCE,
    )  # fmt: skip
    for who, name in (("hdnd", "Trần Thị Đầu"), ("ubnd", "Vũ Hoàng Nam"), ("mttq", "Lê Văn Ba")):
        key = tmp_path / f"{who}.p12"
        key.write_bytes(authority.key_file(authority.signer(name), authority.PHRASE))
        if who == "hdnd":  # done wrong: another's pass phrase
            assert "Đã ký" not in signed_with(ward, who, key, "không phải mật khẩu")
            assert ward.now().turn == ward.table.bodies["TTHDND"]
        signed_with(ward, who, key, authority.PHRASE)
    now = ward.now()
    assert (now.state, now.number_words) == ("in_force", "số 01/CTrPH-HĐND-UBND-MTTQ")
    rows = list(OutgoingDocument.objects.get().signatures.all())
    assert [row.way for row in rows] == ["digital"] * 3
    last = rows[-1].file
    assert last is not None
    with default_storage.open(last.stored_as) as held:
        assert len(verify(held.read(), roots=(), at=NOW).signatures) == 3
    words = ward.at("mttq", "ky/").inner_text("main")
    assert "Có hiệu lực" in words and "Ký số, 02/08/2027" in words
    assert verify_database().faults == []


def signed_with(ward: Ward, who: str, key: Path, phrase: str) -> str:
    """From the programme's page to the paper's, the key file chosen, the pass phrase typed."""
    hands = Hands(ward.at(who, "ky/"))
    hands.click("a.btn-ky")
    hands.choose("input[name=key_file]", [key])
    hands.page.fill("input[name=phrase]", phrase)
    hands.click("form:has([name=phrase]) button[type=submit]")
    hands.page.wait_for_load_state()
    return str(hands.page.inner_text("main"))
