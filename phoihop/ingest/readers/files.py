"""Which reader for which content. The extension is only a claim; what stands in the file decides."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from phoihop.ingest.readers import office, refusals
from phoihop.ingest.readers.archive import Archive, open_archive
from phoihop.ingest.readers.docx import read_docx
from phoihop.ingest.readers.encodings import utf16_without_mark
from phoihop.ingest.readers.html import read_html
from phoihop.ingest.readers.pdf import read_pdf
from phoihop.ingest.readers.plain import read_plain
from phoihop.ingest.readers.sheets import read_sheets
from phoihop.ingest.readers.source import ShouldStop, Source

DEFAULT_LIMIT = 64 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: list[tuple[bytes, str]] = [
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
]
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|div|p|table|article|section|h[1-6])[\s>/]", re.IGNORECASE
)
_SUFFIXES = {
    "docx": {".docx"},
    "pdf": {".pdf"},
    "doc": {".doc"},
    "rtf": {".rtf"},
    "odt": {".odt"},
    "sheet": {".xlsx", ".xls", ".ods"},
    "html": {".html", ".htm", ".xhtml"},
    "txt": {".txt", ".text", ".md", ""},
}


def read_file(
    path_or_bytes: str | Path | bytes,
    name: str = "",
    *,
    limit: int = DEFAULT_LIMIT,
    should_stop: ShouldStop | None = None,
) -> Source:
    """Read a file or its bytes into a Source; Unreadable says why not. Nothing is written anywhere."""
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
    else:
        data = _bytes_of(Path(path_or_bytes), limit=limit)
        name = name or Path(path_or_bytes).name
    if len(data) > limit:
        raise refusals.oversized(len(data), limit)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusals.empty()
    if should_stop and should_stop():
        raise refusals.stopped()
    source = _read(data, name=name, should_stop=should_stop)
    return _with_suffix_note(source)


def read_text(text: str, name: str = "", *, should_stop: ShouldStop | None = None) -> Source:
    """Pasted text; markup that was pasted with it is read as a page."""
    if not text.strip():
        raise refusals.empty()
    return read_plain(text, name=name, kind="pasted", should_stop=should_stop)


def _bytes_of(path: Path, *, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise refusals.oversized(size, limit)
        return path.read_bytes()
    except OSError:
        raise refusals.missing() from None


def _read(data: bytes, *, name: str, should_stop: ShouldStop | None) -> Source:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = open_archive(data)
        kind = _zip_kind(archive)
        if kind == "docx":
            return read_docx(archive, name=name, should_stop=should_stop)
        if kind == "spreadsheet":
            return read_sheets(data, name=name, archive=archive, should_stop=should_stop)
        if kind in office.CONVERTED:
            return _converted(data, kind, name=name, should_stop=should_stop)
        raise refusals.not_yet(kind)
    if data.startswith(_OLE):
        return _read_ole(data, name=name, should_stop=should_stop)
    if b"%PDF" in data[:1024]:
        return read_pdf(data, name=name, should_stop=should_stop)
    if data.startswith(b"{\\rtf"):
        return _converted(data, "rtf", name=name, should_stop=should_stop)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise refusals.not_yet(kind)
    if _is_html(data):
        return read_html(data, name=name, should_stop=should_stop)
    if _is_binary(data):
        raise refusals.binary()
    return read_plain(data, name=name, should_stop=should_stop)


def _zip_kind(archive: Archive) -> str:
    names = archive.names
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise refusals.macro()
    if "[Content_Types].xml" in names:
        kinds = archive.part("[Content_Types].xml")
        if b"macroEnabled" in kinds:
            raise refusals.macro()
    if "word/document.xml" in names:
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "spreadsheet"
    if any(n.startswith("ppt/") for n in names):
        return "presentation"
    if "mimetype" in names and b"opendocument" in archive.part("mimetype"):
        return {b"text": "odt", b"spre": "spreadsheet"}.get(archive.part("mimetype")[35:39], "presentation")
    return "archive"


def _read_ole(data: bytes, *, name: str, should_stop: ShouldStop | None) -> Source:
    """An old Office file, or a new one wrapped in its password."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise refusals.encrypted()
    if holds("WordDocument"):
        return _converted(data, "doc", name=name, should_stop=should_stop)
    if holds("Workbook") or holds("Book"):
        return read_sheets(data, name=name, should_stop=should_stop)
    raise refusals.not_yet("presentation") if holds("PowerPoint Document") else refusals.binary()


def _converted(data: bytes, kind: str, *, name: str, should_stop: ShouldStop | None) -> Source:
    """A kind only an office program understands, read through what that program makes of it."""
    made = office.to_docx(data, kind)
    source = read_docx(open_archive(made), name=name, should_stop=should_stop)
    return replace(source, kind=kind)


def is_plain(data: bytes) -> bool:
    """Neither packed nor marked up: read by this house's own code alone."""
    packed = data.startswith((b"PK", _OLE, b"{\\rtf")) or b"%PDF" in data[:1024]
    return not packed and not _is_html(data)


def _is_html(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and _HTML.search(head) is not None


def _is_binary(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(data):
        return False
    sample = data[:8192]
    control = sum(b < 9 or 13 < b < 32 for b in sample) - sample.count(0)
    return control > len(sample) * 0.05


def _with_suffix_note(source: Source) -> Source:
    suffix = PurePath(source.name).suffix.lower()
    if not suffix or suffix in _SUFFIXES.get(source.kind, set()):
        return source
    names = {
        "docx": _("tệp Word (.docx)"),
        "html": _("trang web (.html)"),
        "txt": _("văn bản thuần (.txt)"),
        "pdf": _("tệp PDF"),
        "doc": _("tệp Word kiểu cũ (.doc)"),
        "rtf": _("tệp .rtf"),
        "odt": _("tệp .odt"),
        "sheet": _("bảng tính"),
    }
    note = _("Đuôi tệp là %(suffix)s nhưng nội dung là %(kind)s; đã đọc theo nội dung.") % {
        "suffix": suffix,
        "kind": names[source.kind],
    }
    return replace(source, notes=(*source.notes, note))
