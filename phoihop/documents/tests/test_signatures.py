"""Signatures are made in order, each keeping the earlier ones; two validators say the same of all of them."""

from __future__ import annotations

import datetime
import itertools
import shutil
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.utils import timezone

from phoihop.documents.certificates import NoCertificate, Root, read_certificate
from phoihop.documents.signatures import told
from phoihop.documents.signatures.block import Block, Box, corner, person_block, seal_over
from phoihop.documents.signatures.keys import FileKey, KeyRefused
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign
from phoihop.documents.signatures.told import Found, Verified
from phoihop.documents.signatures.verify import verify
from phoihop.documents.tests import authority
from phoihop.documents.tests.signed_papers import AT, SIGNERS, TEXT, by_all, hand, later, programme, signed

pytestmark = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed"
)
NSS = shutil.which("certutil") and shutil.which("vfychain")


def verified(
    content: bytes, *, roots: tuple[Root, ...] | None = None, at: datetime.datetime = AT
) -> Verified:
    return verify(content, roots=authority.trusted() if roots is None else roots, at=at)


def only(content: bytes, **rest: Any) -> Found:
    found = verified(content, **rest).signatures
    assert len(found) == 1
    return found[0]


# ------------------------------------------------------------------------------------------------ made here


def test_three_signers_sign_in_order_and_each_keeps_the_earlier_signatures() -> None:
    paper = programme()
    found = verified(by_all(paper))
    assert [(s.field, s.certificate.name if s.certificate else "") for s in found.signatures] == [
        ("KySo1", "Nguyễn Văn An"), ("KySo2", "Trần Thị Bình"), ("KySo3", "Lê Văn Cường"),
    ]  # fmt: skip
    assert [s.integrity for s in found.signatures] == ["intact"] * 3
    assert [s.whole for s in found.signatures] == [False, False, True]
    assert [s.later for s in found.signatures] == [("thêm 2 chữ ký",), ("thêm 1 chữ ký",), ()]
    assert [s.agreement for s in found.signatures] == ["agree"] * 3
    assert found.sound


def test_what_was_signed_before_is_kept_byte_for_byte() -> None:
    first = signed(programme(), 0)
    assert signed(first, 1)[: len(first)] == first


@pytest.mark.skipif(not NSS, reason="certutil and vfychain (libnss3-tools) are not installed")
def test_both_validators_confirm_the_issuer_and_then_the_paper_is_green() -> None:
    found = verified(by_all(programme()))
    assert [(s.issuer, s.second.issuer if s.second else "") for s in found.signatures] == [
        ("trusted", "trusted")
    ] * 3
    assert found.green
    assert found.verdict == "3 chữ ký nguyên vẹn, nơi cấp đã xác nhận, hai bộ kiểm tra khớp nhau."


def test_who_when_and_in_what_capacity_is_told() -> None:
    found = only(signed(programme(), 1))
    assert found.certificate is not None
    assert (found.certificate.name, found.certificate.organisation) == ("Trần Thị Bình", "UBND phường")
    assert (found.said_at, found.reason) == (AT, "TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH")
    assert found.certificate.root == authority.ROOT


def test_the_block_stands_in_the_column_of_its_signer_and_covers_no_word() -> None:
    content = by_all(programme())
    with pymupdf.open(stream=content, filetype="pdf") as book:
        page = book[0]
        words = [pymupdf.Rect(w[:4]) for w in page.get_text("words")]
        blocks = [w.rect for w in page.widgets()]
    bare = pymupdf.open(stream=programme(), filetype="pdf")[0]
    printed = [bare.search_for(name)[0] for name, *_rest in SIGNERS]
    assert len(words) > 0
    for block, name in zip(blocks, printed, strict=True):
        assert block.y1 <= name.y0 and block.x0 <= (name.x0 + name.x1) / 2 <= block.x1
        assert not any(block.intersects(pymupdf.Rect(w[:4])) for w in bare.get_text("words"))


def test_a_name_that_is_not_on_the_paper_has_no_place() -> None:
    assert place(programme(), name="Phạm Văn Dũng") is None
    assert place(programme(), name="Trần Thị Bình", authority="TM. THƯỜNG TRỰC HĐND") is None
    assert place(programme(), name="tran thi binh", authority="TM. ỦY BAN NHÂN DÂN") is not None


def test_the_hand_signature_is_drawn_and_the_seal_covers_its_left_third() -> None:
    box = place(programme(), name="Trần Thị Bình")
    assert box is not None
    name, above, *_rest = SIGNERS[1]
    holder = authority.signer(name, "UBND phường")
    key = FileKey(content=authority.key_file(holder), phrase=authority.PHRASE)
    content = sign(
        programme(), key=key, at=AT, block=Block(lines=(name, above), picture=hand(), size=7), box=box
    )
    seal = seal_over(box)
    assert (round(seal.width), round(seal.height)) == (102, 102)  # 36 mm, its real size
    assert round((seal.x1 - box.x0) / box.width, 2) == 0.33
    content = sign(content, key=key, at=AT, block=Block(picture=hand()), box=seal)
    assert [s.integrity for s in verified(content).signatures] == ["intact", "intact"]
    with pymupdf.open(stream=content, filetype="pdf") as book:
        picture = book[0].get_pixmap(dpi=72, clip=(box.x0, box.y0, box.x1, box.y1))
        blue = sum(1 for x in range(picture.width) for y in range(picture.height) if picture.pixel(x, y)[2] > picture.pixel(x, y)[0] + 60)  # fmt: skip
    assert blue > 50


@pytest.mark.parametrize("name", ["Vũ Hoàng Nam", "Công Tằng Tôn Nữ Thị Hoàng Thiên Nhiên Bảo Khánh Ngọc"])
def test_a_signers_block_is_legible_and_says_when_he_signed_to_the_second(name: str) -> None:
    key = FileKey(content=authority.key_file(authority.signer("Vũ Hoàng Nam")), phrase=authority.PHRASE)
    box = Box(page=0, x0=300, y0=500, x1=450, y1=570)
    content = sign(programme(), key=key, at=AT, block=person_block(name, at=AT), box=box)
    with pymupdf.open(stream=content, filetype="pdf") as book:
        seen = pymupdf.TextPage(book[0].get_displaylist(annots=1).get_textpage()).extractDICT()
    here = [
        line
        for b in seen["blocks"]
        for line in b.get("lines", ())
        if pymupdf.Rect(line["bbox"]) in pymupdf.Rect(298, 498, 452, 572)
    ]
    spans = [span for line in here for span in line["spans"]]
    words = " ".join(s["text"] for s in spans)
    assert words == f"Ký số: {name} {timezone.localtime(AT).isoformat(timespec='seconds')}"
    assert {round(s["size"], 1) for s in spans} == {9.0}


def test_a_separate_attachment_carries_number_symbol_and_time_in_its_top_right_corner() -> None:
    name, _above, _capacity, body = SIGNERS[1]
    key = FileKey(content=authority.key_file(authority.signer(name, body)), phrase=authority.PHRASE)
    lines = ("Số: 05/CTrPH-HĐND-UBND-MTTQ", "2027-01-10T09:05:00+07:00")
    content = sign(
        programme(), key=key, at=AT, block=Block(lines=lines, size=10, align="right"), box=corner(595)
    )
    with pymupdf.open(stream=content, filetype="pdf") as book:
        (widget,) = book[0].widgets()
        assert widget.rect.x1 == pytest.approx(595 - 42.5, abs=1) and widget.rect.y1 < 60
    assert only(content).integrity == "intact"


def test_a_rotated_page_has_its_block_where_the_name_stands() -> None:
    with pymupdf.open(stream=programme(), filetype="pdf") as book:
        book[0].set_rotation(90)
        turned = book.tobytes()
    name, above, *_rest = SIGNERS[0]
    box = Box(page=0, x0=300, y0=300, x1=420, y1=350)
    key = FileKey(content=authority.key_file(authority.signer(name)), phrase=authority.PHRASE)
    content = sign(turned, key=key, at=AT, block=Block(lines=(name, above)), box=box)
    with pymupdf.open(stream=content, filetype="pdf") as book:
        (widget,) = book[0].widgets()
        shown = widget.rect * book[0].rotation_matrix
    assert (round(shown.x0), round(shown.y0)) == (300, 300)


def test_the_papers_of_the_house_are_signed_over_their_own_signature_columns() -> None:
    from phoihop.documents.pdf import write
    from phoihop.documents.tests.papers import JOINT_SIGNATURES
    from phoihop.documents.tests.papers import programme as paper

    content, boxes = write(paper()), []
    for column in JOINT_SIGNATURES.columns:
        box = place(content, name=column.name, authority=column.authority)
        assert box is not None
        boxes.append(box)
        key = FileKey(content=authority.key_file(authority.signer(column.name)), phrase=authority.PHRASE)
        content = sign(content, key=key, at=AT, block=Block(lines=(column.name, column.authority)), box=box)
    assert [a.x1 <= b.x0 for a, b in itertools.pairwise(boxes)] == [True, True]
    found = verified(content)
    assert (found.sound, next(s.later for s in found.signatures), found.warnings) == (
        True,
        ("thêm 2 chữ ký",),
        (),
    )


def test_a_key_on_an_elliptic_curve_signs_too() -> None:
    key = FileKey(content=authority.curve_key_file("Đỗ Thị Em"), phrase=authority.PHRASE)
    found = only(sign(programme(), key=key, at=AT))
    assert (found.integrity, found.agreement) == ("intact", "agree")


# ------------------------------------------------------------------------------------------- keys refused


def refused(content: bytes, phrase: str = authority.PHRASE, at: datetime.datetime = AT) -> KeyRefused:
    with pytest.raises(KeyRefused) as caught:
        sign(programme(), key=FileKey(content=content, phrase=phrase), at=at)
    return caught.value


def test_a_wrong_pass_phrase_is_said_and_stands_in_no_message() -> None:
    told_so = refused(authority.key_file(authority.signer("Nguyễn Văn An")), "sai mật khẩu")
    assert (told_so.reason, told_so.field) == ("Mật khẩu của tệp khóa chưa đúng.", "phrase")
    assert "sai mật khẩu" not in f"{told_so!r} {told_so.instead}"
    assert "sai mật khẩu" not in repr(FileKey(content=b"x", phrase="sai mật khẩu"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x30\x82\xff\xff", b"\x30\x00" * 9, b"x" * 300_000])
def test_what_is_no_key_file_is_said(content: bytes) -> None:
    assert refused(content).reason == "Đây không phải tệp khóa ký số."


def test_certificates_that_nobody_would_accept_are_refused_before_signing() -> None:
    def holder(**rest: Any) -> bytes:
        made = authority.issue(
            authority.named("Người ký"), by=authority.issuer(authority.ROOT), **{"ca": False, **rest}
        )
        return authority.key_file(made)

    year = datetime.timedelta(days=365)
    assert refused(holder(end=AT - year / 2)).reason.startswith("Chứng thư số đã hết hạn từ ngày")
    assert refused(holder(start=AT + year)).reason.startswith("Chứng thư số chưa có hiệu lực")
    assert refused(holder(usage="encrypt")).reason == "Chứng thư này không dùng để ký văn bản."
    assert refused(holder(ca=True)).reason == "Đây là chứng thư của nơi cấp, không phải của người ký."
    assert refused(holder(bits=1024)).reason == "Khóa ký quá ngắn (1024 bit), không còn an toàn."


def test_a_picture_that_would_hide_the_text_is_refused() -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, format="PNG")
    key = FileKey(content=authority.key_file(authority.signer("Nguyễn Văn An")), phrase=authority.PHRASE)
    box = Box(page=0, x0=10, y0=10, x1=100, y1=60)
    with pytest.raises(KeyRefused) as caught:
        sign(programme(), key=key, at=AT, block=Block(picture=out.getvalue()), box=box)
    assert caught.value.reason == "Ảnh chữ ký không có nền trong suốt, sẽ che chữ của văn bản."


# ------------------------------------------------------------------------------------------------- trust


def test_an_issuer_nobody_put_in_is_said_to_be_unconfirmed_and_is_never_green() -> None:
    found = verified(by_all(programme()), roots=())
    assert [(s.issuer, s.issuer_words, s.green) for s in found.signatures] == [
        ("unknown", "chưa xác nhận được nơi cấp chứng thư", False)
    ] * 3
    assert (found.sound, found.green) == (True, False)
    assert "nơi cấp đã xác nhận" not in found.verdict


def test_a_root_holds_from_its_day_to_its_day() -> None:
    content = signed(programme(), 0)
    der = authority.root(authority.ROOT).der
    day = AT.date()
    month = datetime.timedelta(days=30)
    for start, end, wanted in (
        (day, None, "trusted"),
        (day + month, None, "unknown"),
        (day - month, day, "unknown"),
    ):
        assert (
            only(content, roots=(Root(name="CA", der=der, valid_from=start, valid_to=end),)).issuer == wanted
        )


def test_another_authority_of_the_same_name_is_not_trusted() -> None:
    false = authority.issue(authority.named(authority.ROOT, "Cơ quan thử nghiệm"), by=None, ca=True)
    roots = (Root(name="giả", der=false.der, valid_from=datetime.date(2026, 1, 1)),)
    assert only(signed(programme(), 0), roots=roots).issuer == "unknown"


def test_an_expired_certificate_is_told_with_its_day_and_the_signature_still_holds() -> None:
    late = datetime.datetime(2036, 6, 1, tzinfo=datetime.UTC)
    found = only(signed(programme(), 0), at=late)
    assert (found.integrity, found.issuer) == ("intact", "expired")
    assert found.issuer_why == "Chứng thư hết hạn ngày 01/01/2036."
    assert not found.green


def test_a_file_that_is_no_certificate_is_said() -> None:
    with pytest.raises(NoCertificate):
        read_certificate(b"%PDF-1.7")
    read = read_certificate(authority.root(authority.ROOT).pem)
    assert (read.name, read.authority, read.der) == (authority.ROOT, True, authority.root(authority.ROOT).der)
    assert not read_certificate(authority.signer("Nguyễn Văn An").pem).authority


# ------------------------------------------------------------------------------------------- tampering


def test_one_byte_changed_under_the_signature_is_found_by_both() -> None:
    content = bytearray(by_all(programme()))
    where = content.index(b"/MediaBox") + 12
    content[where] = ord(b"1") if content[where] != ord(b"1") else ord(b"2")
    found = verified(bytes(content))
    assert [s.integrity for s in found.signatures] == ["broken"] * 3
    assert [s.second.integrity if s.second else "" for s in found.signatures] == ["broken"] * 3
    assert not found.sound


def test_an_appended_page_is_told(tmp_path: Path) -> None:
    found = only(later(signed(programme(), 0), tmp_path, lambda book: book.new_page()))
    assert (found.integrity, found.allowed) == ("intact", False)
    assert "thêm 1 trang" in found.later
    assert found.problem == "Sau chữ ký này tệp còn bị thay đổi, không phải chỉ thêm chữ ký."


def test_a_replaced_attachment_is_told(tmp_path: Path) -> None:
    def replace(book: Any) -> None:
        xref = next(n for n in range(1, book.xref_length()) if book.xref_stream(n) == b'{"so": 3}')
        book.update_stream(xref, b'{"so": 2}')

    content = signed(programme(attachment=b'{"so": 3}'), 0)
    found = only(later(content, tmp_path, replace))
    assert "thay tệp đính kèm “van-ban.json”" in found.later
    assert not found.sound


def test_a_box_filled_in_after_is_told_though_pdf_allows_it(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        page = book[0]
        (box,) = [w for w in page.widgets() if w.field_name == "Ghi chú"]
        box.field_value = "không đồng ý"
        box.update()

    found = only(later(signed(programme(box=True), 0), tmp_path, fill))
    assert "ô “Ghi chú” bị điền lại sau khi ký" in found.later
    assert not found.sound


def test_words_written_over_the_signed_page_are_told_and_later_signatures_do_not_heal_it(
    tmp_path: Path,
) -> None:
    def overwrite(book: Any) -> None:
        book[0].draw_rect(pymupdf.Rect(90, 185, 520, 206), color=(1, 1, 1), fill=(1, 1, 1))
        book[0].insert_text((90, 200), "hai kiến nghị", fontsize=13)

    content = later(signed(programme(), 0), tmp_path, overwrite)
    content = signed(content, 1)
    first, second = verified(content).signatures
    assert "nội dung trang 1 khác bản lúc ký" in first.later
    assert (first.sound, second.sound) == (False, True)
    assert verified(content).verdict.startswith("1 trên 2 chữ ký không giữ được")


def test_a_later_block_drawn_over_words_of_the_paper_is_told() -> None:
    name, *_rest = SIGNERS[1]
    key = FileKey(content=authority.key_file(authority.signer(name)), phrase=authority.PHRASE)
    over = Box(page=0, x0=85, y0=185, x1=520, y1=206)
    content = sign(signed(programme(), 0), key=key, at=AT, block=Block(lines=("hai kiến nghị",)), box=over)
    first, second = verified(content).signatures
    assert any("che lên chữ “Các bên phối hợp" in words for words in first.later)
    assert second.later == ()


def test_a_note_on_the_page_after_signing_is_told(tmp_path: Path) -> None:
    found = only(
        later(signed(programme(), 0), tmp_path, lambda book: book[0].add_text_annot((100, 100), "x"))
    )
    assert "ghi chú, hình vẽ trên trang: 0 → 1" in found.later
    assert not found.sound


def test_the_signature_of_one_paper_laid_into_another_does_not_hold() -> None:
    mine, other = signed(programme(), 0), signed(programme("Các bên phối hợp giải quyết hai kiến nghị."), 0)

    def contents(content: bytes) -> tuple[int, int]:
        start = content.index(b"/Contents <") + len(b"/Contents <")
        return start, content.index(b">", start)

    (a, b), (c, d) = contents(mine), contents(other)
    forged = other[:c] + mine[a:b].ljust(d - c, b"0")[: d - c] + other[d:]
    found = only(forged)
    assert (found.integrity, found.second.integrity if found.second else "") == ("broken", "broken")


def test_a_paper_without_signatures_says_so() -> None:
    found = verified(programme())
    assert (found.signatures, found.verdict) == ((), "Tệp không có chữ ký số.")


def test_what_the_text_says_is_untouched_by_signing() -> None:
    with pymupdf.open(stream=by_all(programme()), filetype="pdf") as book:
        assert TEXT in book[0].get_text()


def test_the_words_of_every_verdict_are_there() -> None:
    for words in (told.INTEGRITY, told.ISSUER, told.REVOCATION, told.AGREEMENT):
        assert all(str(word) for word in words.values())
