"""However a word is written, and wherever it is drawn, the covered copy does not show it; or there is no copy."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from docx import Document
from PIL import Image, ImageDraw, ImageFont

from phoihop.core.actions import Refused
from phoihop.documents import actions as verbs
from phoihop.documents import fonts
from phoihop.documents.files.covering_words import Words
from phoihop.documents.files.looking import look_at
from phoihop.documents.models import File
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.office import with_body
from phoihop.documents.tests.test_files_coming_in import word
from phoihop.documents.tests.test_files_public import kept, published, signed_in
from phoihop.documents.tests.test_files_redacted import READ

pytestmark = pytest.mark.django_db
NAME = "SECRETRED"
FONT = str(Path(fonts.__file__).parent / "LiberationSerif-Regular.ttf")


@pytest.fixture
def room() -> Registry:
    return Registry()


def covered(room: Registry, file: File, words: str = NAME, **more: Any) -> File:
    given = {
        "hidden": ContentFile(words.encode(), name="chu.txt"), "kinds": [], "reason": "Che tên", "new_name": "ban-che", **more,
    }  # fmt: skip
    room.perform(verbs.redact, file, room.office, **given)
    made: File = File.objects.get(redacted_from=file)
    return made


def bytes_of(file: File) -> bytes:
    with default_storage.open(file.stored_as) as held:
        return held.read()


def written(draw: Callable[[Any, Any], None]) -> bytes:
    """A page of Vietnamese that names the person once, and something more."""
    with pymupdf.open() as book:
        page = book.new_page()
        page.insert_htmlbox((50, 400, 500, 500), f"<p>{READ} Hộ ông {NAME} được hỗ trợ.</p>")
        page.insert_font(fontname="F0", fontfile=FONT)
        draw(book, page)
        return bytes(book.tobytes())


def drawn_name() -> bytes:
    picture = Image.new("L", (900, 120), 255)
    ImageDraw.Draw(picture).text((30, 30), f"{NAME} 079123456789", fill=0, font=ImageFont.truetype(FONT, 56))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _line_end(_book: Any, page: Any) -> None:
    page.insert_text((500, 90), "SECRET-", fontname="F0")
    page.insert_text((50, 105), "RED ghi ra", fontname="F0")


def _soft(_book: Any, page: Any) -> None:
    page.insert_text((50, 90), "SECRET\u00adRED", fontname="F0")


def _pieces(_book: Any, page: Any) -> None:
    page.insert_text((50, 90), "SEC")
    page.insert_text((50 + pymupdf.get_text_length("SEC", fontsize=11), 90), "RETRED")


def _apart(_book: Any, page: Any) -> None:
    for n, letter in enumerate(NAME):
        page.insert_text((50 + 14 * n, 90), letter)


def _turned(_book: Any, page: Any) -> None:
    page.insert_text((50, 300), NAME, rotate=90)


def _off(book: Any, page: Any) -> None:
    page.insert_text((50, 90), NAME, oc=book.add_ocg("an", on=False))


def _cropped(_book: Any, page: Any) -> None:
    page.insert_text((50, 700), NAME)
    page.set_cropbox(pymupdf.Rect(0, 0, 595, 600))


@pytest.mark.parametrize("draw", [_line_end, _soft, _pieces, _apart, _turned, _off, _cropped])
def test_of_a_pdf_no_way_of_drawing_the_word_is_left(
    room: Registry, draw: Callable[[Any, Any], None]
) -> None:
    file = kept(room, written(draw), "don.pdf")
    copy = covered(room, file)
    with pymupdf.open(stream=bytes_of(copy), filetype="pdf") as book:
        page = book[0]
        page.set_cropbox(page.mediabox)
        said = page.get_text()
    letters = "".join(c for c in unicodedata.normalize("NFKC", said) if c.isalpha())
    assert ("SECRET" in letters, "RETRED" in letters, "Thường trực Hội đồng" in " ".join(said.split())) == (
        False,
        False,
        True,
    )


R = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    "runs",
    [
        R.format("SECRET\u200bRED"),
        R.format("SECRET\u00adRED"),
        R.format("SEC\u2060RETRED"),
        R.format("SECRET") + "<w:r><w:softHyphen/></w:r>" + R.format("RED"),
        R.format("ＳＥＣＲＥＴＲＥＤ"),
        R.format("SЕCRETRED"),
        R.format("S E C R E T R E D"),
        R.format("SECRET") + '<w:r><w:sym w:font="Times New Roman" w:char="F052"/></w:r>' + R.format("ED"),
    ],
)
def test_of_a_word_file_no_way_of_writing_the_word_is_left(room: Registry, runs: str) -> None:
    content = with_body(word(f"{READ} Hộ ông {NAME}."), f"<w:p>{runs}</w:p>")
    copy = covered(room, kept(room, content, "don.docx"))
    paper = Document(io.BytesIO(bytes_of(copy)))
    first, second = (p.text for p in paper.paragraphs[:2])
    assert (first, second) == ("█████", f"{READ} Hộ ông █████.")
    assert b"w:sym" not in paper.part.blob


def with_picture() -> bytes:
    return written(
        lambda _book, page: page.insert_image(pymupdf.Rect(50, 100, 350, 140), stream=drawn_name())
    )


def test_a_picture_on_a_page_goes_or_is_looked_at(room: Registry) -> None:
    file = kept(room, with_picture(), "don.pdf")
    with pytest.raises(Refused, match=r"Tệp có ảnh \(trang 1\)") as refused:
        covered(room, file)
    assert (refused.value.field, File.objects.count()) == ("pictures", 1)
    copy = covered(room, file, pictures="drop")
    with pymupdf.open(stream=bytes_of(copy), filetype="pdf") as book:
        assert (book[0].get_image_info(), "Thường trực" in book[0].get_text()) == ([], True)
    assert look_at(copy).pictures == ""
    assert published(room, copy).public_on is not None


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed here")
def test_a_picture_in_which_the_word_is_read_does_not_stay_whoever_looked(room: Registry) -> None:
    with pytest.raises(Refused, match="Ảnh ở trang 1 còn đọc được chữ phải che"):
        covered(room, kept(room, with_picture(), "don.pdf"), pictures="keep")
    paper, out = Document(io.BytesIO(word(f"{READ} Hộ ông {NAME}."))), io.BytesIO()
    paper.add_picture(io.BytesIO(drawn_name()))
    paper.save(out)
    with pytest.raises(Refused, match="Ảnh thứ 1 còn đọc được chữ phải che"):
        covered(room, kept(room, out.getvalue(), "don.docx"), pictures="keep")
    copy = covered(room, kept(room, out.getvalue(), "don2.docx"), pictures="drop")
    made = Document(io.BytesIO(bytes_of(copy)))
    assert ([*made.inline_shapes], made.paragraphs[0].text) == ([], f"{READ} Hộ ông █████.")


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 60), 200).save(out, "PNG")
    return out.getvalue()


def test_a_copy_with_pictures_is_published_with_the_second_tick_alone(room: Registry) -> None:
    content = written(lambda _book, page: page.insert_image(pymupdf.Rect(50, 100, 350, 140), stream=blank()))
    copy = covered(room, kept(room, content, "don.pdf"), pictures="keep")
    with pytest.raises(Refused, match="Tệp có ảnh máy không đọc được chữ") as refused:
        published(room, copy)
    assert refused.value.field == "agreed"
    assert published(room, copy, agreed=True).warned_of == "ảnh: trang 1"


def test_the_forms_show_the_pictures_and_ask(room: Registry) -> None:
    client, _user = signed_in(room.bodies["UBND"])
    paper, out = Document(io.BytesIO(word(f"{READ} Hộ ông {NAME}."))), io.BytesIO()
    paper.add_picture(io.BytesIO(blank()))
    paper.save(out)
    file = kept(room, out.getvalue(), "don.docx", words="Đơn xin")
    page = client.get(f"/tai-lieu/{file.code}/redact/").content.decode()
    assert (client.get(f"/tai-lieu/{file.code}/redact/").context["form"]["words"].value(), file.words) == (
        "",
        "Đơn xin",
    )
    assert "Ảnh trong tệp (1 ảnh)" in page and f"/tai-lieu/{file.code}/anh/1/" in page
    shown = client.get(f"/tai-lieu/{file.code}/anh/1/")
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(f"/tai-lieu/{file.code}/anh/2/").status_code == 404
    sent = {"words": NAME, "reason": "Che tên", "new_name": "ban-che"}
    assert client.post(f"/tai-lieu/{file.code}/redact/", sent).status_code == 422
    assert client.post(f"/tai-lieu/{file.code}/redact/", {**sent, "pictures": "keep"}).status_code == 302
    copy = File.objects.get(redacted_from=file)
    page = client.get(f"/tai-lieu/{copy.code}/publish/").content.decode()
    assert "Tệp có ảnh (1 ảnh), máy không đọc chữ trong ảnh; tôi đã tự xem từng ảnh" in page
    assert f"/tai-lieu/{copy.code}/anh/1/" in page


def test_a_copy_that_cannot_be_read_again_is_not_given_out(room: Registry) -> None:
    with pymupdf.open() as book:
        page = book.new_page()
        for n in range(12):
            page.insert_text((50, 60 + 20 * n), f"Ho tro cho ba {NAME} o to dan pho so muoi hai cua phuong")
        soup = bytes(book.tobytes())
    with pytest.raises(Refused, match="không đọc lại được bản che"):
        covered(room, kept(room, soup, "don.pdf"))
    assert File.objects.exclude(redacted_from=None).count() == 0


def test_what_a_machine_reads_off_a_picture_is_taken_with_its_errors() -> None:
    words = Words(["Trần Văn Thử", "079123456789"])
    told = [
        words.looked_like(said) for said in ("ông Tran Vän Thư,", "số 079 123 456 789", "ông Trần Văn Bảy")
    ]
    assert told == [True, True, False]
