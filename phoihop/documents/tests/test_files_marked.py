"""A mark of secrecy is found wherever a program can show it: on the last page, in a box, in a paper within a paper."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from docx import Document
from PIL import Image

from phoihop.core.actions import Refused
from phoihop.documents import actions as verbs
from phoihop.documents.files import inside
from phoihop.documents.models import File
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.office import part_of, with_body, with_parts, zipped
from phoihop.documents.tests.test_files_coming_in import pdf, photo, sheet, word

pytestmark = pytest.mark.django_db
MARKED = word("UBND PHƯỜNG", "MẬT", "Số: 12/BC-UBND")
PLAIN = word(
    "UBND PHƯỜNG", "Số: 12/BC-UBND", "Giữ bí mật nhà nước; hỗ trợ hộ lấy mật ong; bảo mật thông tin."
)


@pytest.fixture
def room() -> Registry:
    return Registry()


def kept(room: Registry, content: bytes, name: str) -> File:
    made: File = room.perform(verbs.store, None, room.office, upload=ContentFile(content, name=name))
    return made


def paged(do: Callable[[Any, Any], None], pages: int = 1) -> bytes:
    """A PDF of so many pages; something is done to its last one."""
    with pymupdf.open() as book:
        for n in range(pages):
            book.new_page().insert_text((50, 50), f"Trang {n + 1}")
        do(book, book[-1])
        return bytes(book.tobytes())


def _text(_book: Any, page: Any) -> None:
    page.insert_htmlbox((50, 100, 300, 140), "<p>MẬT</p>")


def _box(_book: Any, page: Any) -> None:
    box = pymupdf.Widget()
    box.field_name, box.field_type, box.rect = (
        "a",
        pymupdf.PDF_WIDGET_TYPE_TEXT,
        pymupdf.Rect(50, 80, 200, 100),
    )
    box.field_value = "MẬT"
    page.add_widget(box)


def _note(_book: Any, page: Any) -> None:
    page.add_freetext_annot(pymupdf.Rect(50, 80, 200, 100), "MẬT")


def _layer(book: Any, page: Any) -> None:
    page.insert_htmlbox((50, 100, 300, 140), "<p>MẬT</p>", oc=book.add_ocg("an", on=False))


def _beside(_book: Any, page: Any) -> None:
    page.insert_htmlbox((50, 700, 300, 740), "<p>MẬT</p>")
    page.set_cropbox(pymupdf.Rect(0, 0, 595, 400))


def _listed(book: Any, _page: Any) -> None:
    book.embfile_add("phu-luc.docx", MARKED)


def _pinned(_book: Any, page: Any) -> None:
    page.add_file_annot((100, 100), MARKED, "phu-luc.docx")


@pytest.mark.parametrize("do", [_text, _box, _note, _layer, _beside, _listed, _pinned])
def test_a_mark_anywhere_in_a_pdf_is_found(room: Registry, do: Callable[[Any, Any], None]) -> None:
    with pytest.raises(Refused, match="dấu “MẬT”"):
        kept(room, paged(do, 13), "bao-cao.pdf")
    assert File.objects.count() == 0


def test_a_mark_in_a_paper_within_a_paper_is_found_and_the_inner_paper_is_named(room: Registry) -> None:
    packed = zipped({"van ban/bao-cao.docx": MARKED, "anh.jpg": photo()})
    with pytest.raises(Refused) as refused:
        kept(room, packed, "goi.zip")
    assert refused.value.reason.startswith("Văn bản bên trong (“van ban/bao-cao.docx”) có dấu “MẬT”")
    deep = zipped({"a.zip": zipped({"b.pdf": paged(_listed)})})
    with pytest.raises(Refused, match=r"a\.zip, b\.pdf, phu-luc\.docx"):
        kept(room, deep, "goi.zip")
    embedded = with_parts(PLAIN, {"word/embeddings/Bang1.xlsx": sheet(("TỐI MẬT",))})
    with pytest.raises(Refused, match="dấu “TỐI MẬT”"):
        kept(room, embedded, "bao-cao.docx")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p><w:r><w:t>TÀI LIỆU MẬT</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Mật số 3</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Mật</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>M</w:t></w:r><w:r><w:t>ẬT</w:t></w:r></w:p>",
        "<w:p><w:r><w:t><![CDATA[MẬT]]></w:t></w:r></w:p>",
        '<w:p><w:r><w:sym w:font="Times New Roman" w:char="F04D"/><w:t>ẬT</w:t></w:r></w:p>',
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="TUYỆT MẬT"/></v:shape></w:pict></w:r></w:p>',
    ],
)
def test_a_mark_however_word_keeps_it_is_found(room: Registry, xml: str) -> None:
    with pytest.raises(Refused, match="tài liệu bí mật nhà nước"):
        kept(room, with_body(PLAIN, xml), "bao-cao.docx")


def test_a_mark_in_a_part_of_another_name_or_in_two_byte_letters_is_found(room: Registry) -> None:
    foot = (
        f'<?xml version="1.0" encoding="UTF-16"?><x:ftr xmlns:x="{W[9:-1]}"><x:p><x:t>MẬT</x:t></x:p></x:ftr>'
    )
    for name, body in (
        ("word/dau-trang.dat", foot.replace("16", "8", 1).encode()),
        ("word/footer9.xml", foot.encode("utf-16")),
    ):
        with pytest.raises(Refused, match="dấu “MẬT”"):
            kept(room, with_parts(PLAIN, {name: body}), "bao-cao.docx")


def test_a_mark_in_the_head_of_a_printed_sheet_is_found(room: Registry) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "x")
        page.set_header('&L&"Times New Roman,Bold"&14MẬT&RTrang &P')
    with pytest.raises(Refused, match="dấu “MẬT”"):
        kept(room, out.getvalue(), "bang.xlsx")


@pytest.mark.parametrize("name", ["ghi-chu.txt", "ghi-chu.rtf"])
def test_a_mark_in_a_text_of_the_old_machines_is_found(room: Registry, name: str) -> None:
    old = "M\u1eacT\nnoi dung".replace("\u1eac", "\u00c2\u0323").encode("cp1258")
    content = rb"{\rtf1 {\b M\u7852?T}\line noi dung}" if name.endswith("rtf") else old
    with pytest.raises(Refused, match="dấu “MẬT”"):
        kept(room, content, name)


def test_ordinary_papers_and_packages_come_in(room: Registry) -> None:
    packed = zipped(
        {
            "bao-cao.docx": PLAIN,
            "bang.xlsx": sheet(("Mật ong", "3")),
            "thu.pdf": pdf("Tuyên truyền Luật Bảo vệ bí mật nhà nước"),
            "__MACOSX/._thu.pdf": b"\x00\x05\x16\x07\x00",
            "anh/": b"",
        }
    )
    assert kept(room, packed, "goi.zip").mime == "application/zip"
    assert kept(room, with_parts(PLAIN, {"word/embeddings/oleObject1.bin": OLE}), "b.docx").kind == "word"
    assert part_of(PLAIN, "word/document.xml").count("mật") == 3


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_what_is_in_it_is_judged_as_if_it_came_alone(room: Registry) -> None:
    for name, body, why in (
        ("chay.exe", b"MZ\x00\x01", "chạy được như chương trình"),
        ("la.bin", b"\x00\x01\x02\x03" * 99, "Không nhận ra loại tệp"),
    ):
        with pytest.raises(Refused, match=why) as refused:
            kept(room, zipped({name: body, "thu.docx": PLAIN}), "goi.zip")
        assert f"Tệp bên trong (“{name}”)" in refused.value.reason


def test_too_deep_or_too_many_is_refused_in_plain_words(
    room: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = zipped({"thu.txt": b"thu"})
    for n in range(5):
        deep = zipped({f"{n}.zip": deep})
    with pytest.raises(Refused, match="quá 4 lớp"):
        kept(room, deep, "goi.zip")
    monkeypatch.setattr(inside, "PAPERS", 2)
    with pytest.raises(Refused, match="quá nhiều tệp khác") as refused:
        kept(room, zipped({f"{n}.txt": b"thu" for n in range(3)}), "goi.zip")
    assert "Gửi từng tệp một" in refused.value.instead


@pytest.mark.parametrize("content", [b"%PDF-1.4\n1 0 obj\n<< >>\n%%EOF\n", b"%PDF-1.7 nothing"])
def test_a_pdf_that_nobody_can_open_comes_in_as_it_is(room: Registry, content: bytes) -> None:
    assert kept(room, content, "hong.pdf").size == len(content)


def test_a_pdf_with_a_password_is_refused(room: Registry) -> None:
    with pymupdf.open() as book:
        book.new_page().insert_text((50, 50), "x")
        locked = book.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")
    with pytest.raises(Refused, match="đặt mật khẩu"):
        kept(room, locked, "khoa.pdf")


def scanned(stamp: str, *, turned: float = 0.7) -> Image.Image:
    """The first page of a paper as an office scanner gives it, the stamp in its frame under the number."""
    with pymupdf.open() as book:
        page = book.new_page()
        page.insert_htmlbox(
            (50, 40, 550, 120),
            '<p style="text-align:center"><b>ỦY BAN NHÂN DÂN<br>PHƯỜNG MINH TÂN</b><br>Số: 12/BC-UBND</p>',
        )
        page.insert_htmlbox(
            (50, 200, 550, 500),
            "<p><b>BÁO CÁO</b> kết quả thực hiện công tác quý II. Giữ bí mật nhà nước; hộ nuôi ong lấy mật đạt kế hoạch.</p>"
            * 3,
        )
        if stamp:
            page.draw_rect((60, 130, 150, 165), color=(0.8, 0, 0), width=1.5)
            page.insert_htmlbox(
                (60, 134, 150, 165),
                f'<p style="text-align:center;color:#c00;font-size:15px"><b>{stamp}</b></p>',
            )
        drawn = page.get_pixmap(dpi=200)
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    return picture.rotate(turned, fillcolor="white", resample=Image.Resampling.BICUBIC)


def in_form(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PDF" if form == "pdf" else "JPEG", resolution=200, quality=80)
    if form != "docx":
        return out.getvalue()
    paper, packed = Document(), io.BytesIO()
    paper.add_picture(io.BytesIO(out.getvalue()), width=5_000_000)
    paper.save(packed)
    return packed.getvalue()


@pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract reads pages that are pictures; it is not installed"
)
@pytest.mark.parametrize("form", ["pdf", "jpg", "docx"])
def test_a_stamp_on_a_scan_is_read_and_the_scan_refused(room: Registry, form: str) -> None:
    for stamp in ("MẬT", "TỐI MẬT"):
        with pytest.raises(Refused, match=f"có dấu “{stamp}”"):
            kept(room, in_form(scanned(stamp), form), f"quet.{form}")
    assert File.objects.count() == 0
    assert kept(room, in_form(scanned(""), form), f"quet.{form}").state == "kept"
