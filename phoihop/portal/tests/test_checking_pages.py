"""Anyone shows a paper or its code and is told what the register says; nothing is kept, nothing private leaks."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import time
import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from phoihop.core.models import Access, JournalEntry
from phoihop.documents import actions as verbs
from phoihop.documents.marking import marked, short_code
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.signatures.keys import FileKey
from phoihop.documents.signatures.matching import bare_copy, copy_to_sign
from phoihop.documents.signatures.signing import sign
from phoihop.documents.tests import authority
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.signed_papers import AT, by_all, programme
from phoihop.documents.word import write as write_word
from phoihop.portal import gate

pytestmark = pytest.mark.one_database
ABOUT = "Kết quả tiếp công dân"


@pytest.fixture
def room(db: None) -> Registry:
    return Registry()


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=True)


def issued(room: Registry, *, public: bool = True) -> tuple[OutgoingDocument, bytes]:
    """A paper signed digitally by its one signer, issued; and the signed file."""
    room.trust(authority.root(authority.ROOT).pem)
    made = room.locked()
    key = FileKey(content=authority.key_file(authority.signer("Vũ Hoàng Nam")), phrase=authority.PHRASE)
    content = sign(copy_to_sign(made), key=key, at=AT)
    made = room.perform(
        verbs.sign, made, room.leader, way="digital", upload=SimpleUploadedFile("ky.pdf", content)
    )
    made = room.perform(verbs.issue, made, room.office)
    if public:
        made = room.perform(verbs.make_public, made, room.office)
    return made, content


def shown(visitor: Client, content: bytes, name: str = "van-ban.pdf") -> str:
    answer = visitor.post("/kiem-tra/", {"tep": SimpleUploadedFile(name, content)})
    assert answer.status_code in (200, 422)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def code_page(visitor: Client, made: OutgoingDocument) -> str:
    answer = visitor.get(f"/kiem-tra/{short_code(made.fingerprint)}/")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# -------------------------------------------------------------------------------------------- known papers


def test_the_signed_paper_is_confirmed_with_its_text_signers_and_standing(
    room: Registry, visitor: Client
) -> None:
    made, content = issued(room)
    text = shown(visitor, content)
    for words in (
        "Sổ xác nhận văn bản này", "đã ban hành, chưa thu hồi", "Giống từng chữ bản trong sổ.", made.official_number, ABOUT,
        "Vũ Hoàng Nam", "Có, nguyên vẹn", "hai bộ kiểm tra độc lập cho cùng kết quả", "nơi cấp chứng thư đã được xác nhận",
    ):  # fmt: skip
        assert words in text
    assert "chính tệp này có trong sổ" in text


def test_the_word_version_is_known_by_its_printed_code_and_compared(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    content = write_word(marked(made.blocks(), made.fingerprint))
    assert "Giống từng chữ bản trong sổ." in shown(visitor, content, "van-ban.docx")
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(
                member,
                data.replace("24 tổ".encode(), "42 tổ".encode()) if member == "word/document.xml" else data,
            )
    text = shown(visitor, changed.getvalue(), "van-ban.docx")
    assert "chữ trong tệp không giống" in text and "KHÁC bản trong sổ ở 1 chỗ" in text
    assert "Trong sổ Trong tệp này" in text and " 24 " in text and " 42 " in text


def test_a_changed_pdf_that_still_bears_the_code_is_told_where_it_differs(
    room: Registry, visitor: Client
) -> None:
    _made, content = issued(room)
    with pymupdf.open(stream=content, filetype="pdf") as book:
        page = book[0]
        (found,) = page.search_for("24 tổ dân phố")
        page.add_redact_annot(found, text="42 to", fontsize=9)
        page.apply_redactions()
        forged = book.tobytes()
    text = shown(visitor, forged)
    assert "chữ trong tệp không giống" in text
    assert "Không giữ được" in text and "Có, nguyên vẹn" not in text


def test_the_code_alone_says_which_paper_of_the_public_ones_it_is(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    text = code_page(visitor, made)
    assert made.official_number in text and ABOUT in text and "Mới xem theo mã." in text
    answer = visitor.post("/kiem-tra/", {"ma": short_code(made.fingerprint).lower().replace("-", " ")})
    assert answer["Location"] == f"/kiem-tra/{short_code(made.fingerprint)}/"
    address = f"https://minhtan.example/kiem-tra/{short_code(made.fingerprint)}"
    assert visitor.post("/kiem-tra/", {"ma": address})["Location"] == answer["Location"]


def pictures_of(content: bytes, *, foot: bool = True) -> bytes:
    """The paper as a scanner, or a program that knows only pictures, writes it."""
    out = io.BytesIO()
    with pymupdf.open(stream=content, filetype="pdf") as book:
        drawn = [page.get_pixmap(dpi=200) for page in book]
    pages = [Image.frombytes("RGB", (one.width, one.height), one.samples) for one in drawn]
    pages = [page if foot else page.crop((0, 0, page.width, round(page.height * 0.8))) for page in pages]
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return out.getvalue()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract reads the code off the picture")
def test_a_scan_is_known_by_the_code_read_off_its_foot_and_left_to_the_eye(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room)
    text = shown(visitor, pictures_of(bare_copy(made)))
    assert "Sổ có văn bản mang mã này; ảnh trong tệp thì so bằng mắt" in text and made.official_number in text
    assert "đừng dùng" not in text and "hỏng" not in text


def test_a_scan_whose_code_cannot_be_read_asks_for_the_code(room: Registry, visitor: Client) -> None:
    made, _content = issued(room)
    text = shown(visitor, pictures_of(bare_copy(made), foot=False))
    assert (
        "Tệp chỉ có ảnh, máy chưa đọc được mã in trên văn bản" in text and "gõ mã in ở chân trang đầu" in text
    )
    assert "đừng dùng" not in text and "hỏng" not in text and "không xác nhận" not in text


def test_without_a_reader_of_pictures_the_code_is_asked_for(
    room: Registry, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _content = issued(room)
    content = pictures_of(bare_copy(made))
    monkeypatch.setenv("PATH", "")
    assert "gõ mã in ở chân trang đầu" in shown(visitor, content)


def test_a_recalled_paper_is_told_as_recalled_though_its_signature_holds(
    room: Registry, visitor: Client
) -> None:
    made, content = issued(room)
    room.perform(verbs.recall, made, room.leader, words="nhầm số liệu")
    text = shown(visitor, content)
    assert (
        "Văn bản này đã bị thu hồi" in text and "không còn được sử dụng" in text and "Có, nguyên vẹn" in text
    )


def test_a_paper_corrected_by_an_issued_notice_says_so(room: Registry, visitor: Client) -> None:
    made, content = issued(room)
    room.perform(verbs.correct, made, room.office, wrong="24 tổ", right="25 tổ")
    assert "chưa đính chính" in shown(visitor, content)  # the notice is drafted, not out
    notice = OutgoingDocument.objects.exclude(pk=made.pk).get()
    for verb, who in (
        (verbs.approve, room.leader),
        (verbs.lock_for_signing, room.office),
        (verbs.sign, room.leader),
    ):
        notice = room.perform(verb, notice, who)
    room.perform(verbs.issue, room.compared(notice), room.office)
    text = shown(visitor, content)
    assert "đã có đính chính" in text and notice.official_number not in text


# ------------------------------------------------------------------------------------------------ privacy


def test_a_paper_that_is_not_public_is_only_confirmed(room: Registry, visitor: Client) -> None:
    made, content = issued(room, public=False)
    for text in (shown(visitor, content), code_page(visitor, made)):
        assert "Sổ xác nhận văn bản này" in text and "không công khai" in text
        assert not any(
            w in text for w in (made.official_number, ABOUT, made.code, "Chủ tịch UBND", made.owner.name)
        )


def test_who_shows_another_text_with_the_code_learns_none_of_the_registered_words(
    room: Registry, visitor: Client
) -> None:
    made, _content = issued(room, public=False)
    with pymupdf.open() as book:
        book.new_page().insert_text(
            (50, 100), f"Ma kiem tra: {short_code(made.fingerprint)} va vai chu khac nua"
        )
        fake = book.tobytes()
    text = shown(visitor, fake)
    assert "KHÁC bản trong sổ" in text and "niêm yết" not in text
    room.perform(verbs.make_public, made, room.office)
    assert "niêm yết" not in shown(visitor, fake)


def test_a_paper_not_yet_issued_is_not_confirmed_and_says_nothing(room: Registry, visitor: Client) -> None:
    made = room.locked()
    for text in (shown(visitor, bare_copy(made)), code_page(visitor, made)):
        assert (
            "Sổ chưa xác nhận văn bản này" in text and made.official_number not in text and ABOUT not in text
        )


def test_nothing_is_kept_of_what_was_shown(
    room: Registry, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    made, content = issued(room)

    name = hashlib.sha256(content).hexdigest()

    def held() -> tuple[int, int, bool]:
        folder = Path(default_storage.path(""))  # other tests lay their own files there at the same time
        same = any(name in p.name or "bi-mat-cua-toi" in p.name for p in folder.rglob("*"))
        return JournalEntry.objects.count(), Access.objects.count(), same

    before = held()
    shown(visitor, content, "bi-mat-cua-toi.pdf")
    code_page(visitor, made)
    answer = visitor.post("/kiem-tra/", {"tep": SimpleUploadedFile("x.pdf", content)})
    assert held() == before
    assert "bi-mat-cua-toi" not in caplog.text and short_code(made.fingerprint) not in caplog.text
    assert (answer.cookies, answer["Cache-Control"]) == ({}, "no-store")


# -------------------------------------------------------------------------------------- strange and hostile


def test_a_paper_of_another_place_is_not_confirmed(room: Registry, visitor: Client) -> None:
    text = shown(visitor, by_all(programme()))
    assert "Sổ nơi này không xác nhận văn bản này" in text
    assert "3 chữ ký nguyên vẹn" in text and "Nguyễn Văn An" in text
    told = json.dumps({"format": "phoihop.paper.1", "record": "VBDI-2027-0001", "fingerprint": "a" * 64})
    assert "nơi khác lập" in shown(visitor, programme(attachment=told.encode()))


@pytest.mark.parametrize(
    "code", ["khong-phai-ma", "0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ", "'; DROP TABLE", "a" * 180]
)
def test_a_code_nobody_gave_out_is_not_confirmed(room: Registry, visitor: Client, code: str) -> None:
    answer = visitor.get(f"/kiem-tra/{code}/")
    assert answer.status_code == 200 and "Sổ nơi này không xác nhận văn bản này" in answer.content.decode()
    assert visitor.get("/kiem-tra/%00/").status_code == 400


def encrypted() -> bytes:
    with pymupdf.open(stream=programme(), filetype="pdf") as book:
        found: bytes = book.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    return found


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (200 << 20))
    return out.getvalue()


def test_files_that_cannot_be_checked_are_told_in_words(room: Registry, visitor: Client) -> None:
    for content, name, words in (
        (encrypted(), "a.pdf", "Tệp đặt mật khẩu."), (b"%PDF-1.7 hong", "a.pdf", "Không đọc được tệp này."),
        (bomb(), "a.docx", "Tệp nén phình ra quá lớn"), (b"MZ\x90", "a.exe", "chạy được như chương trình"),
        (b"\xff\xd8\xff\xe0anh", "a.jpg", "chỉ kiểm tra tệp PDF hoặc Word"), (b"", "a.pdf", "rỗng"),
    ):  # fmt: skip
        answer = visitor.post("/kiem-tra/", {"tep": SimpleUploadedFile(name, content)})
        text = answer.content.decode()
        assert (answer.status_code, words in text) == (422, True), name


def test_scripts_and_forms_inside_a_pdf_are_warned_of(
    room: Registry, visitor: Client, tmp_path: Path
) -> None:
    def script(book: Any) -> None:
        root = book.pdf_catalog()
        book.xref_set_key(root, "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")

    with pymupdf.open(stream=programme(box=True), filetype="pdf") as book:
        script(book)
        book.xref_set_key(book.pdf_catalog(), "AcroForm/XFA", "(<xdp/>)")
        content = book.tobytes()
    text = shown(visitor, content)
    assert "JavaScript" in text and "XFA" in text


def test_an_entity_bomb_in_a_word_file_opens_nothing(room: Registry, visitor: Client) -> None:
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 20) for n in range(1, 12))
    xml = (
        b'<!DOCTYPE d [<!ENTITY l0 "ha">'
        + lol
        + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    text = shown(visitor, out.getvalue(), "a.docx")
    assert "Không đọc được tệp này." in text and "không xác nhận" not in text


def test_hundreds_of_signatures_are_not_all_examined_and_nothing_is_concluded(room: Registry) -> None:
    from phoihop.documents.signatures.first import MOST, first
    from phoihop.documents.tests.signed_papers import signed

    content = signed(programme(), 0)
    with pymupdf.open(stream=content, filetype="pdf") as book:
        (widget,) = book[0].widgets()
        value = int(book.xref_get_key(widget.xref, "V")[1].split()[0])
        form = book.xref_get_key(book.pdf_catalog(), "AcroForm")
        fields = []
        for number in range(600):
            xref = book.get_new_xref()
            book.update_object(
                xref, f"<</FT/Sig/T(S{number})/V {value} 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>"
            )
            fields.append(f"{xref} 0 R")
        if form[0] == "xref":
            book.xref_set_key(int(form[1].split()[0]), "Fields", f"[{' '.join(fields)}]")
        else:
            book.xref_set_key(book.pdf_catalog(), "AcroForm/Fields", f"[{' '.join(fields)}]")
        swollen = book.tobytes()
    verified, _asked = first(swollen, (), at=AT)
    assert (len(verified.signatures), verified.more) == (MOST, 600 - MOST)
    assert not verified.sound and "không kết luận" in verified.verdict


def test_a_file_heavier_than_any_paper_is_not_looked_at(room: Registry, visitor: Client) -> None:
    answer = visitor.post(
        "/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + b"0" * (31 << 20))}
    )
    assert answer.status_code == 422 and "Tệp nặng quá 30 MB." in answer.content.decode()


# ------------------------------------------------------------------------------------------------ the door


def test_a_hall_behind_one_address_is_not_locked_out_and_guessing_is(
    room: Registry, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    cache.clear()
    made, _content = issued(room)
    monkeypatch.setattr(gate, "MISSES", 5)
    for _again in range(12):
        code_page(visitor, made)
    answers = [visitor.get(f"/kiem-tra/{short_code(f'{n:064x}'[::-1])}/").status_code for n in range(1, 8)]
    assert answers == [200] * 5 + [429] * 2
    assert made.official_number in code_page(visitor, made)  # a good code answers beside them
    monkeypatch.setattr(gate, "WORK", -1.0)
    busy = visitor.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", programme())})
    assert (busy.status_code, busy["Retry-After"]) == (429, "60") and "Chờ một phút" in busy.content.decode()
    cache.clear()


def test_the_span_of_wrong_codes_ends_although_somebody_goes_on(
    rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr(gate, "MISSES", 3)
    monkeypatch.setattr(gate, "SPAN", 1)
    began, asked = time.monotonic(), rf.get("/")
    for _again in range(3):
        gate.missed(asked)
    assert not gate.may_guess(asked)
    while time.monotonic() - began < 1.2:
        gate.missed(asked) if time.monotonic() - began < 0.9 else None
        time.sleep(0.1)
    assert gate.may_guess(asked)
    cache.clear()


def test_the_page_is_light_needs_no_script_and_stands_without_signing_in(
    room: Registry, visitor: Client
) -> None:
    from django.contrib.staticfiles import finders

    _made, content = issued(room)
    page = visitor.post("/kiem-tra/", {"tep": SimpleUploadedFile("a.pdf", content)}).content.decode()
    assert "<script" not in page and " style=" not in page and " onclick=" not in page
    files = {re.sub(r"#.*", "", f) for f in re.findall(r'(?:href|src)="[^"]*?/?static/([^"]+)"', page)}
    files |= {"phoihop/fonts/be-vietnam-pro-400.woff2", "phoihop/fonts/be-vietnam-pro-600.woff2"}
    weights = {f: Path(str(finders.find(f))).stat().st_size for f in files}
    assert "portal/portal.css" in weights and not any(f.endswith(".js") for f in files)
    assert sum(weights.values()) + len(page.encode()) <= 60_000, weights


def test_the_page_asks_the_same_queries_for_papers_of_one_and_three_signers(
    room: Registry, visitor: Client
) -> None:
    one = room.perform(verbs.make_public, room.issued(), room.office)
    three = room.issued(joint=[room.bodies["MTTQ"], room.bodies["TTHDND"]])
    three = room.perform(verbs.make_public, three, room.office)
    counts = []
    for made in (one, three):
        with CaptureQueriesContext(connection) as asked:
            code_page(visitor, made)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
