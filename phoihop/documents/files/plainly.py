"""The lines of a file as far as a stamp or a heading can stand on them: quick, without the readers of the rooms above.

Every page, box and note is read. What is too much to be read to its end is refused: a mark could stand behind it.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.apart import Died, apart
from phoihop.documents.files.pdfs import Locked, text_of, whole
from phoihop.documents.filetypes import FileType, Refusal
from phoihop.documents.models import FileKind

#: What a package that was cut, locked or packed in a way nobody knows answers with when it is opened or read.
UNPACKING = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)
#: Bytes of one part, seconds a paper may take.
PART, SECONDS = 128 << 20, 60
#: Parts of a packed paper that say how it looks, and hold no words of it.
_LOOKS = re.compile(r"(?i)(^|/)(theme/|fontTable|webSettings|calcChain|\[Content_Types\]|.*\.rels$)")
#: What ends a line in the families of packed papers: paragraph, cell, shared string, head and foot of a page.
_ENDS = re.compile(
    r"</(?:[\w.-]+:)?(?:p|h|si|is|v|tc|row|text|comment|author|\w*Header|\w*Footer)>|<(?:[\w.-]+:)?(?:br|cr|tab|line-break)\b[^>]*/>"
)
#: Word keeps a text box twice; what was deleted under tracked changes is still in the file and counts.
_TAG = re.compile(r"<[^>]*>")
_AS_IT_IS = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
#: A word drawn as a picture ("MẬT" across the page), and a letter kept as the number of its place in a font.
_DRAWN = re.compile(r"""<(?:[\w.-]+:)?textpath\b[^>]*?\bstring\s*=\s*["']([^"']*)["'][^>]*>""")
_SYMBOL = re.compile(r"""<(?:[\w.-]+:)?sym\b[^>]*?\bchar\s*=\s*["']([0-9A-Fa-f]{4})["'][^>]*>""")
#: Where on the page, in which letters: the marks of a workbook's page head.
_HEAD = re.compile(r"&\"[^\"]*\"|&K[0-9A-F]{6}|&\d{1,3}|&[LCRBIUESXY]")
_PAPERS = re.compile(r"(?i)(word|xl|ppt)/|content\.xml$|styles\.xml$")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_RTF_LETTER = re.compile(r"\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)?")


class Unfinished(Refusal):
    """Too much to be read to its end."""

    def __init__(self) -> None:
        super().__init__(
            _("Tệp quá lớn hoặc quá rối, máy không đọc được đến hết để tìm dấu mật."),
            _("Tách thành tệp nhỏ hơn, hoặc mở ra, lưu lại rồi gửi lại."),
        )


def lines_in(content: bytes, found: FileType) -> list[str]:
    """Lines without empty ones; a file that cannot be opened has none. Refusal where it cannot be read to its end."""
    if found.kind == FileKind.PDF:
        return _of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _of_packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _of_old_office(content)
    if found.kind == FileKind.PICTURE:
        return []
    return _kept(line for text in _decoded(content) for line in _of_text(text, content, found))


def _of_text(text: str, content: bytes, found: FileType) -> list[str]:
    if content.startswith(b"{\\rtf"):
        text = re.sub(r"\\(?:par|line|cell|row|sect|page)\b", "\n", text)
        text = _RTF_LETTER.sub(lambda m: chr(int(m[1]) % 65536), text)
        text = re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text)
    elif found.kind == FileKind.WEB:
        text = html.unescape(_TAG.sub("", re.sub(r"(?i)</(p|div|td|th|li|h\d|tr)>|<br\s*/?>", "\n", text)))
    elif text.lstrip().startswith("<?xml"):
        text = of_xml(text)
    return text.splitlines()


def _kept(lines: Any) -> list[str]:
    return [line for raw in lines if (line := " ".join(str(raw).split()))]


def _decoded(content: bytes) -> Iterator[str]:
    """As it says it is written; where it is in none of the usual ways, as the old machines wrote."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", errors="replace")
        return
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield content.decode("cp1258", errors="replace")
        yield content.decode("cp1252", errors="replace")


def _of_packed(content: bytes) -> list[str]:
    found: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if _LOOKS.search(member.filename):
                    continue
                text = _part(archive, member)
                if text:
                    found += of_xml(text, whole=bool(_PAPERS.search(member.filename))).splitlines()
    except UNPACKING:
        return _kept(found)
    return _kept(found)


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """A part that holds marked-up text, whatever it is called."""
    with archive.open(member) as part:
        head = part.read(64)
        if head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] != b"<":
            return ""
        body = head + part.read(PART)
    if len(body) > PART:
        raise Unfinished
    if b"\x00" in head[:8]:
        marked = head[:2] in (b"\xff\xfe", b"\xfe\xff")
        return body.decode(
            "utf-16" if marked else "utf-16-be" if head[:1] == b"\x00" else "utf-16-le", errors="replace"
        )
    said = _ENCODING.match(body.lstrip(b"\xef\xbb\xbf"))
    try:
        return body.decode(said[1].decode() if said else "utf-8", errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def of_xml(text: str, *, whole: bool = True) -> str:
    """The words of a part, a line each; of a part of no known family every element is a line."""
    paged = "Header>" in text or "Footer>" in text
    text = _AS_IT_IS.sub(lambda m: html.escape(m[1]), text)
    text = _DRAWN.sub(r"\n\1\n", text)
    text = _SYMBOL.sub(lambda m: f"&#{_place(m[1])};", text)
    text = _TAG.sub("", _ENDS.sub("\n", text)) if whole else _TAG.sub("\n", text)
    return _HEAD.sub("\n", html.unescape(text)) if paged else html.unescape(text)


def _place(code: str) -> int:
    """Fonts of symbols keep their letters in a range of their own."""
    number = int(code, 16)
    return number & 0xFF if 0xF000 <= number <= 0xF0FF else number


def _of_old_office(content: bytes) -> list[str]:
    """Letters beyond Latin-1 stand in these files in two bytes each, at even or at odd places."""
    found: list[str] = []
    for start in (0, 1):
        text = content[start:].decode("utf-16-le", errors="replace")
        found += [line for line in re.split(r"[\x00-\x1f\ufffd]+", text) if 0 < len(line.strip()) < 200]
    return _kept(found)


def _of_pdf(content: bytes) -> list[str]:
    try:
        found = apart(lambda: pdf_lines(content), seconds=SECONDS)
    except Died:
        raise Unfinished from None
    if found is None:
        raise Refusal(_("Tệp đặt mật khẩu."), _("Bỏ mật khẩu rồi gửi lại."))
    return _kept(found)


def pdf_lines(content: bytes) -> list[str] | None:
    """Of every page with its boxes and notes, of layers that are off and what lies beside the page too; in a process apart.

    None where a password is asked for.
    """
    lines: list[str] = []
    try:
        book = whole(content)
    except Locked:
        return None
    except (RuntimeError, ValueError):  # no PDF after all: nobody can read it
        return []
    with book:
        for page in book:
            lines += text_of(page).splitlines()
            for note in page.annots() or ():
                lines += [*str(note.info.get("content", "")).splitlines(), str(note.info.get("subject", ""))]
                lines += note.get_text("text").splitlines()
            for box in page.widgets() or ():
                lines += str(box.field_value or "").splitlines()
        lines += [str(value) for value in (book.metadata or {}).values() if value]
        lines += [str(row[1]) for row in book.get_toc()] + _filled_in(book)
    return lines


def _filled_in(book: Any) -> list[str]:
    """A form kept as XML beside its pages."""
    found: list[str] = []
    _kind, told = book.xref_get_key(book.pdf_catalog(), "AcroForm/XFA")
    for xref in re.findall(r"(\d+) 0 R", str(told)):
        if book.xref_is_stream(int(xref)):
            found += of_xml(
                (book.xref_stream(int(xref)) or b"").decode(errors="replace"), whole=False
            ).splitlines()
    return found
