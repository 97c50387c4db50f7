"""Files at the gate: the same bytes are known again, pictures lose their place, marked secrets stay outside."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from docx import Document
from PIL import Image

from phoihop.core.actions import Refused, perform
from phoihop.core.links import links_of
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW
from phoihop.documents.actions import store
from phoihop.documents.files.secret import secret_mark
from phoihop.documents.models import File
from phoihop.documents.tests.factories import PDF, Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(settings: Any, tmp_path: Path) -> Registry:
    """With a store of its own: what lies in it is counted, and other tests keep files at the same moment."""
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return Registry()


def kept(who: Actor, content: bytes, name: str) -> File:
    made: File = perform(store, actor=who, at=NOW, upload=ContentFile(content, name=name))
    return made


def in_store() -> int:
    """How many files lie in the storage."""
    return sum(path.is_file() for path in Path(default_storage.path("")).rglob("*"))


def twins(file: File, who: Actor) -> list[tuple[str, str]]:
    return [(one.words, one.record.code) for one in links_of(file, who)]


def photo(kind: str = "JPEG", *, orientation: int = 1) -> bytes:
    picture = Image.new("RGB", (32, 16), "white")
    picture.paste((200, 30, 30), (0, 0, 8, 16))
    about = Image.Exif()
    about[0x010F] = "MAYANH-CUA-AI"
    about[0x0112] = orientation
    about[0x8825] = {1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 50.0, 11.0)}
    out = io.BytesIO()
    picture.save(out, kind, exif=about, quality=95) if kind == "JPEG" else picture.save(out, kind, exif=about)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.convert("RGB").tobytes()


def word(*lines: str) -> bytes:
    paper, out = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(out)
    return out.getvalue()


def sheet(*rows: tuple[str, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    import pymupdf

    with pymupdf.open() as book:
        page = book.new_page()
        for n, line in enumerate(lines):
            page.insert_htmlbox((50, 50 + 40 * n, 550, 90 + 40 * n), f"<p>{line}</p>")
        return bytes(book.tobytes())


def test_the_same_bytes_are_kept_once_and_their_first_file_is_named(room: Registry) -> None:
    before = in_store()
    first = kept(room.office, PDF + b"%45", "to-trinh-45.pdf")
    again = kept(room.office, PDF + b"%45", "to-trinh-45 (1).pdf")
    assert in_store() == before + 1
    assert twins(again, room.office) == [("Cùng nội dung, đã có trước", first.code)]
    assert first.kept_on is not None and f"{first.kept_on:%d/%m/%Y}" == "02/08/2027"


def test_who_may_not_read_the_first_file_learns_nothing_of_it(room: Registry) -> None:
    before = in_store()
    kept(room.office, PDF + b"%own", "cua-van-phong.pdf")
    other = kept(room.stranger, PDF + b"%own", "cua-toi.pdf")
    assert (twins(other, room.stranger), in_store()) == ([], before + 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_kept_without_its_place_and_otherwise_as_it_came(room: Registry, kind: str) -> None:
    came = photo(kind)
    file = kept(room.office, came, "anh.jpg" if kind == "JPEG" else "anh.png")
    with default_storage.open(file.stored_as) as held:
        here = held.read()
    with Image.open(io.BytesIO(here)) as picture:
        assert (dict(picture.getexif()), "exif" in picture.info) == ({}, False)
    assert b"MAYANH-CUA-AI" in came and b"MAYANH-CUA-AI" not in here
    assert (pixels(here), file.place_removed) == (pixels(came), True)
    assert (file.sha256, file.size) == (hashlib.sha256(here).hexdigest(), len(here))


def test_what_hangs_behind_the_picture_is_cut_off(room: Registry) -> None:
    file = kept(room.office, photo() + b"video with GPS 21.0285,105.8542", "anh.jpg")
    with default_storage.open(file.stored_as) as held:
        assert held.read().endswith(b"\xff\xd9")


def test_a_picture_taken_askew_is_kept_upright(room: Registry) -> None:
    file = kept(room.office, photo(orientation=6), "anh.jpg")
    with default_storage.open(file.stored_as) as held, Image.open(held) as picture:
        assert (picture.size, dict(picture.getexif())) == ((16, 32), {})
        shade = picture.convert("RGB").getpixel((8, 2))
    assert isinstance(shade, tuple) and shade[0] > 150 > shade[1]


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize("make", [word, pdf, lambda *rows: sheet(*((row,) for row in rows))])
def test_a_paper_with_a_mark_of_secrecy_is_refused_and_nothing_is_kept(
    room: Registry, mark: str, make: Any
) -> None:
    content = make("UBND PHƯỜNG THỬ NGHIỆM", mark, "Số: 12/BC-UBND", "Nội dung báo cáo")
    name = {b"%PDF": "bao-cao.pdf"}.get(content[:4], "bao-cao.docx" if make is word else "bao-cao.xlsx")
    before = in_store()
    with pytest.raises(Refused) as refused:
        kept(room.office, content, name)
    assert f"dấu “{mark}”" in refused.value.reason and "không được giữ lại" in refused.value.instead
    assert (in_store(), File.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (["Độ mật: Tối mật"], "TỐI MẬT"),
        (["( M Ậ T )"], "MẬT"),
        (["TUYEÄT MAÄT"], "TUYỆT MẬT"),
        (["TÀI LIỆU MẬT"], "MẬT"),
        (["CÔNG VĂN TỐI MẬT"], "TỐI MẬT"),
        (["HỎA TỐC - MẬT"], "MẬT"),
        (["Mật số 3"], "MẬT"),
        (["Tối mật (bản số 02/2027)"], "TỐI MẬT"),
        (["Số: 12/BC-UBND Độ mật: Mật."], "MẬT"),
        (["Độ mật:", "Mật"], "MẬT"),
        (["Mật", "Số: 12/BC-UBND"], "MẬT"),
        (["M\u200bẬT"], "MẬT"),
        (["Ｍ\u1eacT"], "MẬT"),
        (["★ TỐI MẬT ★"], "TỐI MẬT"),
        (["Giữ bí mật nhà nước", "BẢO MẬT THÔNG TIN", "MẬT ĐỘ DÂN SỐ", "Tài liệu mật", "Văn bản mật"], ""),
        (["Hỗ trợ hộ nuôi ong lấy mật", "Mật ong rừng", "MẬT ONG", "mật", "Bảo mật", "Tuyệt đối bí mật"], ""),
        (["TUYÊN TRUYỀN LUẬT BẢO VỆ BÍ", "MẬT NHÀ NƯỚC", "DANH MỤC BÍ", "MẬT"], ""),
        (["Số văn bản", "Độ mật", "Ngày", "45/BC", "Mật", "02/8"], ""),
        (["DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT LĨNH VỰC NỘI VỤ", "Bỏ phiếu kín, giữ bí mật."], ""),
        (["Số văn bản", "TUYỆT MẬT", "TỐI MẬT", "MẬT", "0"], ""),
    ],
)
def test_a_mark_is_a_line_of_its_own_and_no_word_in_a_sentence(lines: list[str], mark: str) -> None:
    assert secret_mark(lines) == mark
