"""Who forges a paper learns that words below a picture, a name in a certificate and a code on a page prove nothing."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pymupdf
import pytest
from django.test import Client

from phoihop.documents import actions as verbs
from phoihop.documents.checking.package import read
from phoihop.documents.marking import short_code
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.block import Block, Box
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.matching import bare_copy
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign
from phoihop.documents.tests import authority
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import AT, hand, signed_elsewhere
from phoihop.portal.tests.test_checking_pages import issued, shown

pytestmark = pytest.mark.one_database
GREEN = "Sổ xác nhận văn bản này"
NOT_SURE = "Sổ có văn bản này, nhưng chưa xác nhận được tệp đang xem"
SAME = "Giống từng chữ bản trong sổ."
ONLY_WORDS = "Chữ trong tệp giống bản trong sổ, nhưng"
Edit = Callable[[Any], None]


@pytest.fixture
def room(db: None) -> Registry:
    return Registry()


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=True)


def changed(content: bytes, edit: Edit) -> bytes:
    with pymupdf.open(stream=content, filetype="pdf") as book:
        edit(book)
        found: bytes = book.tobytes()
    return found


def line(page: Any) -> Any:
    """Where the sentence with the number stands."""
    return page.search_for("24 tổ dân phố")[0]


def picture_of(words: str, width: float) -> bytes:
    with pymupdf.open() as book:
        page = book.new_page(width=width, height=16)
        page.insert_text((2, 12), words, fontsize=12)
        found: bytes = page.get_pixmap(dpi=200).tobytes("png")
    return found


def covered(book: Any) -> None:
    page = book[0]
    where = line(page)
    page.draw_rect(where, color=(1, 1, 1), fill=(1, 1, 1))
    page.insert_image(where, stream=picture_of("42 to dan pho", where.width))


def noted(book: Any) -> None:
    book[0].add_freetext_annot(line(book[0]), "42 TO", fontsize=10, fill_color=(1, 1, 1)).update()


def stamped(book: Any) -> None:
    book[0].add_text_annot((100, 100), "42 tổ")


# ------------------------------------------------------------------------------------------ honest copies


def test_an_honest_copy_stays_green_however_it_was_signed(room: Registry, visitor: Client) -> None:
    made, content = issued(room)
    bare = bare_copy(made)
    name = "Vũ Hoàng Nam"
    key = FileKey(content=authority.key_file(authority.signer(name)), phrase=authority.PHRASE)
    here = sign(
        bare, key=key, at=AT, box=place(bare, name=name), block=Block(lines=(name,), picture=hand(), size=7)
    )
    saved = changed(bare, lambda book: None)
    for file in (content, bare, here, saved, signed_elsewhere(bare, authority.signer(name))):
        text = shown(visitor, file)
        assert (GREEN in text, SAME in text, NOT_SURE in text) == (True, True, False)


def test_what_the_office_downloads_is_green_as_pdf_and_as_word(room: Registry, visitor: Client) -> None:
    from phoihop.accounts.tests.factories import account

    made, _content = issued(room)
    clerk = account("van-thu", room.bodies["UBND"], "clerk")
    clerk.user.must_change_password = False
    clerk.user.save()
    desk = Client()
    desk.force_login(clerk.user)
    for suffix in ("pdf", "docx"):
        file = desk.get(f"/van-ban-di/{made.code}/van-ban/document.{suffix}")
        text = shown(visitor, b"".join(file) if file.streaming else file.content, f"ban.{suffix}")
        assert (GREEN in text, SAME in text) == (True, True), suffix


def test_a_paper_of_many_pages_is_checked_in_a_few_seconds(room: Registry, visitor: Client) -> None:
    text = "\n".join(
        f"Việc {n}: niêm yết lịch tiếp công dân tại 24 tổ dân phố, báo cáo kết quả." for n in range(330)
    )
    made = room.locked(text=text)
    made = room.perform(verbs.issue, room.compared(signed_on_paper(room, made)), room.office)
    content = bare_copy(made)
    with pymupdf.open(stream=content, filetype="pdf") as book:
        assert len(book) >= 10
    start = time.perf_counter()
    assert SAME in shown(visitor, content)
    assert time.perf_counter() - start < 20  # measured 3; two cores are shared


def signed_on_paper(room: Registry, made: OutgoingDocument) -> OutgoingDocument:
    done: OutgoingDocument = room.perform(verbs.sign, made, room.leader)
    return done


# ---------------------------------------------------------------------------------- what is drawn over a page


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (covered, "hình in ở trang 1 khác bản trong sổ; thêm hình ảnh ở trang 1"),
        (noted, "hình in ở trang 1 khác bản trong sổ; thêm ghi chú, ô hoặc khung ở trang 1"),
        (stamped, "thêm ghi chú, ô hoặc khung ở trang 1"),
        (lambda book: book.new_page(), "tệp có 2 trang, bản trong sổ 1 trang"),
        (lambda book: book[0].set_rotation(180), "hình in ở trang 1 khác bản trong sổ"),
        (lambda book: book.embfile_add("khac.txt", b"x"), "thêm tệp đính kèm “khac.txt”"),
    ],
    ids=["picture", "free text", "note", "page", "turned", "file"],
)  # fmt: skip
def test_what_lies_over_the_true_words_is_told_with_its_page_and_is_not_green(
    room: Registry, visitor: Client, edit: Edit, words: str
) -> None:
    made, _content = issued(room)
    text = shown(visitor, changed(bare_copy(made), edit))
    assert (ONLY_WORDS in text, words in text, SAME in text, GREEN in text) == (True, True, False, False)
    assert NOT_SURE in text and "đừng dùng tệp này cho đến khi rõ" in text


def test_a_forged_page_signed_with_an_invented_certificate_is_not_green_either(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room)
    forged = signed_elsewhere(changed(bare_copy(made), covered), invented())
    text = shown(visitor, forged)
    assert (SAME in text, GREEN in text, "Có, nguyên vẹn" in text) == (False, False, False)


def test_a_block_of_a_signature_laid_over_words_is_told(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    bare = bare_copy(made)
    with pymupdf.open(stream=bare, filetype="pdf") as book:
        where = line(book[0])
    key = FileKey(content=authority.key_file(authority.signer("Vũ Hoàng Nam")), phrase=authority.PHRASE)
    over = Box(page=0, x0=where.x0, y0=where.y0, x1=where.x1, y1=where.y1)
    text = shown(visitor, sign(bare, key=key, at=AT, box=over, block=Block(lines=("42",))))
    assert "khung chữ ký đè lên chữ “24 tổ dân phố" in text and SAME not in text and GREEN not in text


def test_bytes_after_the_end_of_a_signed_file_are_told(room: Registry, visitor: Client) -> None:
    _made, content = issued(room)
    text = shown(visitor, content + b"%%extra")
    assert "tệp còn 7 byte thừa không chữ ký nào phủ" in text and GREEN not in text
    assert GREEN not in shown(visitor, content + b"x" * 40 + b"\n%%EOF")
    assert "byte thừa" not in shown(visitor, content + b"\r\n")


# ---------------------------------------------------------------------------------------------- Word files


def packed(content: bytes, edit: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
        for name, data in more.items():
            new.writestr(name, data)
    return out.getvalue()


def word_of(made: OutgoingDocument) -> bytes:
    from phoihop.documents.marking import marked
    from phoihop.documents.word import write

    return write(marked(made.blocks(), made.fingerprint))


NEW = "<w:p><w:r><w:t>MỖI HỘ NỘP 500.000 ĐỒNG</w:t></w:r></w:p>"


def test_a_word_file_that_opens_another_part_is_read_as_word_opens_it(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room)
    true = word_of(made)
    with zipfile.ZipFile(io.BytesIO(true)) as held:
        body, relations = held.read("word/document.xml"), held.read("word/_rels/document.xml.rels")

    def elsewhere(name: str, data: bytes) -> bytes:
        if name in ("_rels/.rels", "[Content_Types].xml"):
            return data.replace(b"word/document.xml", b"word/evil.xml")
        return data

    evil = body.replace(b"<w:p>", NEW.encode() + b"<w:p>", 1)
    forged = packed(true, elsewhere, **{"word/evil.xml": evil, "word/_rels/evil.xml.rels": relations})
    text = shown(visitor, forged, "a.docx")
    assert "Phần chính của tệp nằm ở chỗ lạ (“word/evil.xml”)." in text and GREEN not in text
    assert read(forged).words[:4] == ("MỖI", "HỘ", "NỘP", "500.000")


@pytest.mark.parametrize("part", ["header", "footer"])
def test_words_in_the_head_or_foot_of_a_word_file_count(room: Registry, visitor: Client, part: str) -> None:
    made, _content = issued(room)
    end = b"</w:hdr>" if part == "header" else b"</w:ftr>"

    def more(name: str, data: bytes) -> bytes:
        return data.replace(end, NEW.encode() + end) if name.startswith(f"word/{part}") else data

    text = shown(visitor, packed(word_of(made), more), "a.docx")
    assert "KHÁC bản trong sổ ở" in text and GREEN not in text


def test_a_word_file_that_was_saved_again_is_compared_by_its_words_alone_and_says_so(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room)
    again = docx.Document(io.BytesIO(word_of(made)))
    again.styles.add_style("Khac", 1)
    out = io.BytesIO()
    again.save(out)
    text = shown(visitor, out.getvalue(), "a.docx")
    assert ONLY_WORDS in text and "kiểu chữ, màu chữ, hình chưa so được" in text and GREEN not in text


@pytest.mark.parametrize(
    ("relation", "inside", "words"),
    [
        (b"http://x/aFChunk", b'<w:altChunk r:id="rX"/>', "Không đối chiếu được: tệp Word có phần “aFChunk”"),
        (b"http://x/package", b"", "Không đối chiếu được: tệp Word có phần “package”"),
        (b"", b"<w:object/>", "Không đối chiếu được: tệp Word có đối tượng nhúng"),
        (b"", b"<w:numPr/>", "Không đối chiếu được: tệp Word có số thứ tự tự động"),
    ],
    ids=["altChunk", "package", "object", "numbers"],
)
def test_a_word_file_with_what_no_paper_of_ours_has_is_not_compared(
    room: Registry, visitor: Client, relation: bytes, inside: bytes, words: str
) -> None:
    made, _content = issued(room)

    def more(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            return data.replace(b"<w:p>", b"<w:p>" + inside, 1)
        if name == "word/_rels/document.xml.rels" and relation:
            one = b'<Relationship Id="rX" Type="' + relation + b'" Target="x.bin"/></Relationships>'
            return data.replace(b"</Relationships>", one)
        return data

    text = shown(visitor, packed(word_of(made), more, **{"word/x.bin": b"x"}), "a.docx")
    assert words in text and NOT_SURE in text and GREEN not in text


def test_two_parts_of_one_name_are_not_compared(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    twice = packed(word_of(made), lambda name, data: data, **{"Word/Document.xml": b"<x/>"})
    assert "Tệp có hai phần trùng tên, có thể để lừa người đọc." in shown(visitor, twice, "a.docx")
    assert read(twice).strange == "hai phần trùng tên"


# ------------------------------------------------------------------------------------------ invented signers


def invented(name: str = "Vũ Hoàng Nam") -> authority.Holder:
    """A certificate anybody makes at home."""
    return authority.issue(authority.named(name, "UBND phường"), by=None, ca=False)


@pytest.mark.parametrize("name", ["Vũ Hoàng Nam", "vu hoang nam"])
def test_a_certificate_made_at_home_with_the_chairs_name_is_not_the_chair(
    room: Registry, visitor: Client, name: str
) -> None:
    made, _content = issued(room)
    text = shown(visitor, signed_elsewhere(bare_copy(made), invented(name)))
    assert "Có chữ ký mang tên này, chưa rõ ai cấp: không tính" in text and "Có, nguyên vẹn" not in text
    assert f"Chữ ký mang tên {name} chưa được xác nhận nơi cấp" in text and GREEN not in text


def test_another_person_of_the_same_name_is_told_by_the_certificate(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    namesake = authority.issue(authority.named("Vũ Hoàng Nam"), by=authority.issuer(authority.ROOT), ca=False)
    text = shown(visitor, signed_elsewhere(bare_copy(made), namesake))
    assert "Có chữ ký cùng tên, chứng thư khác chứng thư trong sổ" in text and "Có, nguyên vẹn" not in text


def test_a_signature_that_does_not_hold_takes_the_green_away(room: Registry, visitor: Client) -> None:
    _made, content = issued(room)
    broken = bytearray(content)
    broken[11] ^= 1
    text = shown(visitor, bytes(broken))
    assert "1 trên 1 chữ ký không giữ được" in text and GREEN not in text and NOT_SURE in text


def test_a_stranger_under_a_trusted_issuer_is_not_told_as_the_chair(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    text = shown(visitor, signed_elsewhere(bare_copy(made), authority.signer("Đỗ Văn Lạ")))
    assert "Chữ ký trong tệp không phải của người này" in text and "Có, nguyên vẹn" not in text


# ------------------------------------------------------------------------------------------- guessed words


def test_nobody_finds_out_by_guessing_which_words_a_paper_has_that_is_not_public(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room, public=False)

    def asked(words: str) -> str:
        book, out = docx.Document(), io.BytesIO()
        book.add_paragraph(words)
        book.sections[0].footer.paragraphs[0].text = f"Mã {short_code(made.fingerprint)}"
        book.save(out)
        said = shown(visitor, out.getvalue(), "a.docx")
        return re.sub(r"Xem lúc .*", "", said)

    answers = {asked(w) for w in ("zzzz", "tiếp", "công dân", "niêm yết lịch", "24 tổ zzzz dân phố")}
    (answer,) = answers
    assert "KHÁC bản trong sổ." in answer and not re.search(r"ở \d+ chỗ", answer)
    nearly = packed(
        word_of(made), lambda name, data: data.replace("24 tổ".encode(), "42 tổ".encode())
    )  # fmt: skip
    text = shown(visitor, nearly, "a.docx")
    assert "KHÁC bản trong sổ." in text and not re.search(r"ở \d+ chỗ", text)


def test_who_shows_quite_another_text_of_a_public_paper_is_told_no_count_either(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room)
    with pymupdf.open() as book:
        book.new_page().insert_text((50, 100), f"Ma kiem tra: {short_code(made.fingerprint)} chu khac")
        text = shown(visitor, book.tobytes())
    assert "KHÁC bản trong sổ." in text and not re.search(r"ở \d+ chỗ", text)
