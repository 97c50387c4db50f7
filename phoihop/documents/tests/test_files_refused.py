"""What only looks like a paper: fetched from elsewhere, two in one, a name that hides its ending, a picture beyond all measure."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.core.actions import Refused
from phoihop.documents import actions as verbs
from phoihop.documents.models import File
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.office import REMOTE, part_of, with_parts
from phoihop.documents.tests.test_files_coming_in import photo, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Registry:
    return Registry()


def kept(room: Registry, content: bytes, name: str, **more: Any) -> File:
    made: File = room.perform(verbs.store, None, room.office, upload=ContentFile(content, name=name), **more)
    return made


def with_template(target: str, kind: str = "attachedTemplate") -> bytes:
    return with_parts(
        word("Công văn"), {"word/_rels/settings.xml.rels": REMOTE.format(kind=kind, target=target)}
    )


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.9/mau.dotm",
        "https://x.vn/mau.dotx",
        r"\\10.0.0.9\mau\a.dotm",
        "file://10.0.0.9/mau/a.dotm",
        "file:///%5C%5C10.0.0.9/a.dotm",
    ],
)
def test_a_word_file_that_loads_its_template_from_another_machine_is_refused(
    room: Registry, target: str
) -> None:
    with pytest.raises(Refused, match="tự tải thêm nội dung từ máy khác"):
        kept(room, with_template(target), "cong-van.docx")
    assert File.objects.count() == 0


def test_a_template_of_the_writers_own_disk_and_a_link_to_be_clicked_are_let_in(room: Registry) -> None:
    own = with_template("file:///C:/Users/chi/AppData/Roaming/Microsoft/Templates/Normal.dotm")
    assert kept(room, own, "cong-van.docx").name == "cong-van.docx"
    assert kept(room, with_template("https://x.vn/", "hyperlink"), "tin.docx").name == "tin.docx"


def test_a_word_file_whose_main_part_is_another_than_readers_show_is_refused(room: Registry) -> None:
    shown = word("Thư mời họp")
    moved = part_of(shown, "_rels/.rels").replace("word/document.xml", "word/document2.xml")
    decoy = with_parts(
        shown,
        {"_rels/.rels": moved, "word/document2.xml": part_of(word("Nội dung khác"), "word/document.xml")},
    )
    with pytest.raises(Refused, match="Phần chính của tệp nằm ở chỗ lạ"):
        kept(room, decoy, "thu-moi.docx")


@pytest.mark.parametrize("name", ["x.exe.", "x.exe. .", "x.bat ", "x.exe\r", "x.js\u200b"])
def test_a_name_that_hides_the_ending_of_a_program_is_refused(room: Registry, name: str) -> None:
    with pytest.raises(Refused, match="chạy được như chương trình"):
        kept(room, b"noi dung", name)


def test_a_name_is_kept_in_one_line_without_the_dots_windows_drops(room: Registry) -> None:
    assert verbs.name_of("C:\\van ban\\bao\rcao\n thang 8.txt. ") == "bao cao thang 8.txt"


def wide_png(wide: int, high: int) -> bytes:
    """One line of white and a head that promises the rest."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    line = zlib.compress(b"\x00" + b"\xff" * (wide // 8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", line) + chunk(b"IEND", b"")


def test_a_picture_beyond_all_measure_is_refused_and_the_bound_is_said(room: Registry) -> None:
    with pytest.raises(Refused, match="Ảnh 40000 × 40000 điểm, quá mức 120 triệu điểm"):
        kept(room, wide_png(40_000, 40_000), "anh.png")
    jpeg = photo()
    at = jpeg.index(b"\xff\xc0") + 5
    with pytest.raises(Refused, match="Ảnh 40000 × 40000 điểm"):
        kept(room, jpeg[:at] + struct.pack(">HH", 40_000, 40_000) + jpeg[at + 4 :], "anh.jpg")
    assert kept(room, wide_png(8_000, 12_000), "to.png").size == len(wide_png(8_000, 12_000))


def test_a_package_with_two_parts_of_one_name_is_refused(room: Registry) -> None:
    twice = with_parts(word("Một"), {"word/Document.xml": part_of(word("Hai"), "word/document.xml")})
    with pytest.raises(Refused, match="hai phần trùng tên"):
        kept(room, twice, "hai.docx")
