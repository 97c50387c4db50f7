"""The lines of a file as far as a stamp or a heading can stand on them: quick, without the readers of the rooms above."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

from phoihop.core.apart import Died, apart
from phoihop.documents.filetypes import FileType
from phoihop.documents.models import FileKind

#: Pages of a PDF that are looked at, bytes of one part, seconds a page may take.
PAGES, PART, SECONDS = 12, 24 << 20, 20
_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
    r"|xl/(sharedStrings|worksheets/sheet\d+|drawings/drawing\d+)\.xml|(content|styles)\.xml|docProps/\w+\.xml"
)
#: What ends a line in the three families of packed papers: paragraph, cell, shared string.
_ENDS = re.compile(
    rb"</(?:w:p|w:tab|w:br|a:p|si|is|v|text:p|text:h|oddHeader|oddFooter|firstHeader|evenHeader|dc:\w+|cp:\w+)>"
    rb"|<w:(?:br|cr|tab)\b[^>]*/>"
)
#: Word keeps a text box twice; what was deleted under tracked changes is still in the file and counts.
_TAG = re.compile(r"<[^>]*>")
_RTF_LETTER = re.compile(r"\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)?")


def lines_in(content: bytes, found: FileType) -> list[str]:
    """Lines without empty ones; a file that cannot be opened has none."""
    if found.kind == FileKind.PDF:
        return _of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _of_packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _of_old_office(content)
    if found.kind == FileKind.PICTURE:
        return []
    text = _decoded(content)
    if content.startswith(b"{\\rtf"):
        text = _RTF_LETTER.sub(lambda m: chr(int(m[1]) % 65536), text.replace("\\par", "\n"))
        text = re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text)
    elif found.kind == FileKind.WEB:
        text = html.unescape(_TAG.sub("", re.sub(r"(?i)</(p|div|td|th|li|h\d|tr)>|<br\s*/?>", "\n", text)))
    return _kept(text.splitlines())


def _kept(lines: Any) -> list[str]:
    return [line for raw in lines if (line := " ".join(str(raw).split()))]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _of_packed(content: bytes) -> list[str]:
    found: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if _PARTS.fullmatch(name):
                    with archive.open(name) as part:
                        text = _ENDS.sub(b"\n", part.read(PART)).decode("utf-8", errors="replace")
                    found += _kept(html.unescape(_TAG.sub("", text)).splitlines())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return found
    return found


def _of_old_office(content: bytes) -> list[str]:
    """Letters beyond Latin-1 stand in these files in two bytes each, at even or at odd places."""
    found: list[str] = []
    for start in (0, 1):
        text = content[start:].decode("utf-16-le", errors="replace")
        found += [line for line in re.split(r"[\x00-\x1f\ufffd]+", text) if 0 < len(line.strip()) < 200]
    return _kept(found)


def _of_pdf(content: bytes) -> list[str]:
    def work() -> list[str]:
        import pymupdf  # noqa: PLC0415 heavy: only when a PDF comes in

        lines: list[str] = []
        with pymupdf.open(stream=content, filetype="pdf") as book:
            for page in list(book)[:PAGES]:
                blocks = page.get_text("dict")["blocks"]
                lines += [
                    "".join(s["text"] for s in row["spans"]) for b in blocks for row in b.get("lines", ())
                ]
                for note in page.annots() or ():
                    lines += str(note.info.get("content", "")).splitlines()
        return lines

    try:
        return _kept(apart(work, seconds=SECONDS))
    except Died:
        return []
