"""What a file is, by its bytes and never by its name alone; what may not come in at all."""

from __future__ import annotations

import html
import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from phoihop.documents.models import FileKind

LIMIT = 30 << 20
UNPACKED_LIMIT = 400 << 20
RATIO_LIMIT = 200
MEMBERS_LIMIT = 5_000
#: Begins the entry of each packed file in the list at the end.
MEMBER = b"PK\x01\x02"
_SAVED_AGAIN = _("Mở bằng Word hoặc Excel, lưu lại thành .docx, .xlsx rồi gửi lại.")

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Refusal(Exception):
    """The file may not come in; ``reason`` says why, ``instead`` what to do."""

    def __init__(self, reason: object, instead: object) -> None:
        super().__init__(str(reason))
        self.reason, self.instead = str(reason), str(instead)


@dataclass(frozen=True)
class FileType:
    kind: str
    mime: str


_MAGIC = (
    (b"%PDF-", FileType(FileKind.PDF, "application/pdf")),
    (b"\x89PNG\r\n\x1a\n", FileType(FileKind.PICTURE, "image/png")),
    (b"\xff\xd8\xff", FileType(FileKind.PICTURE, "image/jpeg")),
    (b"{\\rtf", FileType(FileKind.WORD, "application/rtf")),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")


#: Endings a double click runs, on Windows or elsewhere: text or not, no paper has them.
_RUN = frozenset(
    "bat cmd com cpl exe hta inf ins isp jar js jse lnk msc msi msp pif ps1 psm1 reg scf scr sct sh shb url vb vbe"
    " vbs ws wsc wsf wsh xll docm dotm xlsm xltm xlam pptm ppsm svg mht mhtml chm iso img app command desktop"
    .split()
)  # fmt: skip


def detect(content: bytes, name: str) -> FileType:
    """The type by content. Refusal if empty, encrypted, with macros, a bomb, a program, or lying."""
    if not content.strip(b"\x00\r\n\t "):
        raise Refusal(_("Tệp rỗng, không có nội dung."), _("Mở lại tệp gốc, lưu rồi gửi lại."))
    bare = name.rstrip(". \t\r\n")  # as Windows opens it
    suffix = bare.rsplit(".", 1)[-1].strip().lower() if "." in bare else ""
    if suffix in _RUN:
        raise Refusal(
            _("Loại tệp “.%s” chạy được như chương trình, không được nhận.") % suffix,
            _("Gửi văn bản, bảng tính, ảnh hoặc PDF."),
        )
    found = _by_magic(content, suffix)
    _check_name(found, suffix)
    return found


def _by_magic(content: bytes, suffix: str) -> FileType:
    if content.startswith(_PROGRAMS) and suffix not in ("txt", "html", "htm"):
        raise Refusal(
            _("Đây là chương trình máy tính, không phải văn bản."), _("Chỉ gửi văn bản, bảng tính, ảnh.")
        )
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(content, suffix)
    head = content[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html")):
        return FileType(FileKind.WEB, "text/html")
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal(
            _("Không nhận ra loại tệp này."), _("Lưu thành Word (.docx), Excel (.xlsx), PDF hoặc ảnh.")
        )
    return FileType(FileKind.TEXT, "text/plain")


def _zipped(content: bytes) -> FileType:
    if content.count(MEMBER) > MEMBERS_LIMIT:
        raise _bomb()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise Refusal(_("Tệp bị hỏng, không mở được."), _("Mở bằng Word, lưu lại rồi gửi lại.")) from error
    unpacked = sum(m.file_size for m in members)
    swollen = any(m.file_size > RATIO_LIMIT * max(m.compress_size, 1024) for m in members)
    if unpacked > UNPACKED_LIMIT or swollen:
        raise _bomb()
    if any(m.flag_bits & 1 for m in members):
        raise Refusal(_("Tệp đặt mật khẩu."), _("Bỏ mật khẩu rồi gửi lại."))
    names = {m.filename for m in members}
    if any("vbaproject" in n.lower() for n in names):
        raise Refusal(
            _("Tệp có macro, không được nhận."), _("Lưu thành .docx hoặc .xlsx không macro rồi gửi lại.")
        )
    if "[Content_Types].xml" in names:
        _check_package(content, [m.filename for m in members])
    if "word/document.xml" in names:
        return FileType(FileKind.WORD, DOCX)
    if "xl/workbook.xml" in names:
        return FileType(FileKind.SHEET, XLSX)
    if "mimetype" in names and "content.xml" in names:
        return FileType(FileKind.OTHER, "application/vnd.oasis.opendocument")
    return FileType(FileKind.OTHER, "application/zip")


#: Relations of a paper's parts that its program follows by itself, without a click.
_FOLLOWED = ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk")
_REMOTE = re.compile(r"(?i)(https?|ftp|smb|webdav):|(file:)?[\\/]{2,}[^\\/]")
#: A template of the writer's own machine ("file:///C:/…/Normal.dotm") is what Word itself notes down: it leads nowhere else.
_OWN_DISK = re.compile(r"(?i)file:/{2,3}[a-z](:|%3a)[\\/]")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_GIVEN = re.compile(r"""\b(Type|Target|TargetMode)\s*=\s*["']([^"']*)["']""")
_RELATIONS = 1 << 20
_MAINS = frozenset({"word/document.xml", "xl/workbook.xml"})


def _check_package(content: bytes, names: list[str]) -> None:
    """A paper whose main part is not where every reader looks for it, or that fetches from elsewhere, is refused."""
    if len({name.lower() for name in names}) != len(names):
        raise Refusal(_("Tệp có hai phần trùng tên, có thể để lừa người đọc."), _SAVED_AGAIN)
    mains = {name for name in names if name in _MAINS}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in names:
            for kind, target, mode in _relations(archive, name) if name.lower().endswith(".rels") else ():
                if name.lower() == "_rels/.rels" and kind == "officeDocument":
                    _check_main(target, mains)
                if mode == "External" and kind in _FOLLOWED:
                    _check_followed(target)


def _relations(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str, str]]:
    with archive.open(name) as part:
        body = part.read(_RELATIONS)
    if b"\x00" in body[:64]:  # a part in two-byte letters is read by Word too
        body = body.decode("utf-16", errors="replace").encode()
    for row in _RELATION.findall(body):
        said = dict(_GIVEN.findall(html.unescape(row.decode("utf-8", errors="replace"))))
        yield said.get("Type", "").rsplit("/", 1)[-1], said.get("Target", ""), said.get("TargetMode", "")


def _check_main(target: str, mains: set[str]) -> None:
    main = posixpath.normpath(f"/{target}").lstrip("/")
    if main not in mains and (mains or main.startswith(("word/", "xl/"))):
        raise Refusal(_("Phần chính của tệp nằm ở chỗ lạ (“%s”).") % target[:60], _SAVED_AGAIN)


def _check_followed(target: str) -> None:
    if _REMOTE.match(target) and not _OWN_DISK.match(target):
        raise Refusal(
            _("Tệp tự tải thêm nội dung từ máy khác khi mở (“%s”), không được nhận.") % target[:60],
            _("Mở bằng Word, bỏ mẫu đính kèm từ xa, lưu lại rồi gửi lại."),
        )


def _bomb() -> Refusal:
    return Refusal(_("Tệp nén phình ra quá lớn khi mở, có thể là tệp phá hoại."), _("Gửi tệp gốc chưa nén."))


def _compound(content: bytes, suffix: str) -> FileType:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal(_("Tệp đặt mật khẩu."), _("Bỏ mật khẩu rồi gửi lại."))
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal(
            _("Tệp có macro, không được nhận."), _("Lưu thành .docx hoặc .xlsx không macro rồi gửi lại.")
        )
    if "Workbook".encode("utf-16-le") in content:
        return FileType(FileKind.SHEET, "application/vnd.ms-excel")
    return FileType(FileKind.WORD, "application/msword")


_SUFFIXES = {
    FileKind.PDF: {"pdf"}, FileKind.PICTURE: {"png", "jpg", "jpeg"}, FileKind.WORD: {"docx", "doc", "rtf"},
    FileKind.SHEET: {"xlsx", "xls"},
}  # fmt: skip


def _check_name(found: FileType, suffix: str) -> None:
    """A name that promises another type than the bytes hold is refused: it fools the next reader."""
    known = {s for suffixes in _SUFFIXES.values() for s in suffixes}
    mine = _SUFFIXES.get(FileKind(found.kind), set())
    if (suffix in known and suffix not in mine) or (mine and suffix and suffix not in mine):
        raise Refusal(
            _("Tên tệp ghi “.%s” nhưng nội dung là loại khác.") % suffix,
            _("Mở bằng đúng phần mềm, lưu lại đúng loại rồi gửi lại."),
        )
