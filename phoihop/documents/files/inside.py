"""Papers within papers: of a zip, attached to a PDF, embedded in a Word file or a workbook, one in another.

Each is looked at as if it had come alone. How deep, how many and how large is bounded; what is beyond is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.apart import Died, apart
from phoihop.documents.files.pdfs import Locked, whole
from phoihop.documents.files.plainly import SECONDS, UNPACKING, Unfinished
from phoihop.documents.filetypes import UNPACKED_LIMIT, FileType, Refusal, detect
from phoihop.documents.models import FileKind

DEPTH, PAPERS = 4, 500
_PACKED, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = b"PK\x05\x06"
#: Where an object of a PDF says which streams hold the bytes of a file.
_HELD = re.compile(r"/EF\s*<<([^>]*)>>")
#: What the machine that packed wrote for itself.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_FAMILIES = ("[Content_Types].xml", "mimetype")


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A paper and where it lay: "gói.zip, phu-luc.docx"; of the file itself nothing."""

    where: str
    content: bytes
    found: FileType


def papers_in(content: bytes, found: FileType) -> Iterator[Inner]:
    """The file itself, and every paper in it. Refusal where one may not come in, or there are too many."""
    waiting = [(Inner(where="", content=content, found=found), 0)]
    papers, size = 0, 0
    while waiting:
        outer, depth = waiting.pop()
        yield outer
        known = not _is_paper(outer)
        for name, body in _members(outer):
            papers, size = papers + 1, size + len(body)
            where = f"{outer.where}, {name}" if outer.where else name
            if depth >= DEPTH or papers > PAPERS or size > UNPACKED_LIMIT:
                raise _too_much(where)
            inner = _judged(name if known else "", body, where)
            if inner is not None:
                waiting.append((inner, depth + 1))


def _judged(name: str, body: bytes, where: str) -> Inner | None:
    litter = name.startswith(_LITTER[0]) or PurePosixPath(name).name in _LITTER
    try:
        return Inner(where=where, content=body, found=detect(body, PurePosixPath(name).name))
    except Refusal as refusal:
        if litter:
            return None
        raise Refusal(
            _("Tệp bên trong (“%(where)s”): %(why)s") % {"where": where[-120:], "why": refusal.reason},
            refusal.instead,
        ) from refusal


def _too_much(where: str) -> Refusal:
    return Refusal(
        _(
            "Tệp chứa quá nhiều tệp khác, hoặc tệp trong tệp quá %(deep)d lớp (“%(where)s”): máy không xem hết được."
        )
        % {"deep": DEPTH, "where": where[-120:]},
        _("Gửi từng tệp một, không nén, không đính kèm trong tệp khác."),
    )


def _members(outer: Inner) -> list[tuple[str, bytes]]:
    if outer.found.kind == FileKind.PDF:
        return _attached(outer.content)
    if outer.content.startswith(_PACKED):
        return list(_packed(outer.content))
    if outer.content.startswith(_OLE):
        return _carved(outer.content)
    return []


def _packed(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file of a zip; of a paper that is itself a package only what is a paper by its first bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paper = _is_package(archive)
            for member in archive.infolist():
                if member.is_dir() or not member.file_size:
                    continue
                with archive.open(member) as part:
                    head = part.read(len(_OLE))
                    if not paper or head.startswith((_PACKED, _PDF, _OLE)):
                        yield member.filename, head + part.read()
    except UNPACKING as error:
        raise Refusal(_("Tệp nén bị hỏng, không mở hết được."), _("Nén lại rồi gửi lại.")) from error


def _is_package(archive: zipfile.ZipFile) -> bool:
    return any(name in archive.NameToInfo for name in _FAMILIES)


def _is_paper(outer: Inner) -> bool:
    """Its inner files were named by the program that wrote it, not by a person."""
    if not outer.content.startswith(_PACKED):
        return outer.found.kind != FileKind.PDF
    with zipfile.ZipFile(io.BytesIO(outer.content)) as archive:
        return _is_package(archive)


def _carved(content: bytes) -> list[tuple[str, bytes]]:
    """A package that lies in an old Office file in one piece."""
    start, last = content.find(_PACKED), content.rfind(_LAST)
    piece = content[start : last + 22] if 0 <= start < last else b""
    return [("oleObject", piece)] if piece and zipfile.is_zipfile(io.BytesIO(piece)) else []


def _attached(content: bytes) -> list[tuple[str, bytes]]:
    try:
        return apart(lambda: attachments(content), seconds=SECONDS)
    except Died:
        raise Unfinished from None


def _object(book: Any, xref: int) -> str:
    """As it is written; nothing where the number is free, as after a signing."""
    try:
        found: str = book.xref_object(xref, compressed=True)
    except RuntimeError:
        return ""
    return found


def attachments(content: bytes) -> list[tuple[str, bytes]]:
    """Whatever is kept in a PDF as a file, listed or only pinned to a page; in a process apart."""
    try:
        book = whole(content)
    except (Locked, RuntimeError, ValueError):  # told where its lines are read; or no PDF after all
        return []
    with book:
        listed = {
            book.embfile_get(n): str(book.embfile_info(n).get("filename") or "")
            for n in range(book.embfile_count())
        }
        held = set()
        for xref in range(1, book.xref_length()):
            said = _object(book, xref)
            held |= {int(key) for group in _HELD.findall(said) for key in re.findall(r"(\d+) 0 R", group)}
            if "/EmbeddedFile" in said and book.xref_is_stream(xref):
                held.add(xref)
        bodies = [book.xref_stream(xref) or b"" for xref in sorted(held) if book.xref_is_stream(xref)]
    rest = dict.fromkeys(body for body in bodies if body not in listed)
    found = [
        *((name, body) for body, name in listed.items()),
        *((f"dinh-kem-{n}", body) for n, body in enumerate(rest, 1)),
    ]
    return [(name, body) for name, body in found if body]
