"""What a file looked like when it was signed and what was done to it after, said in plain words.

The bytes a signature covers are a whole file of their own: both are opened and compared by pages,
attachments and boxes filled in, apart from the validators' own analysis.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

#: Pages whose text is compared; a longer paper is compared by its length beyond.
PAGES = 400


@dataclass(frozen=True)
class Look:
    """One state of the file."""

    pages: tuple[str, ...]
    attachments: dict[str, str]
    boxes: dict[str, str]
    signatures: frozenset[str]
    notes: int
    frames: dict[str, tuple[int, float, float, float, float]]


class Revisions:
    """Looks at the states of one file; the last state is looked at once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._seen: dict[int, Look | None] = {}

    def look(self, end: int) -> Look | None:
        if end not in self._seen:
            self._seen[end] = look(self.content[:end])
        return self._seen[end]

    def after(self, end: int) -> tuple[tuple[str, ...], bool]:
        """What came after the byte a signature ends with, and whether that was only further signatures."""
        then, now = self.look(end), self.look(len(self.content))
        if then is None or now is None:
            return (_("không so được với bản lúc ký"),), False
        said = [*_pages(then, now), *_attachments(then, now), *_boxes(then, now)]
        if now.notes != then.notes:
            said.append(
                _("ghi chú, hình vẽ trên trang: %(then)d → %(now)d") % {"then": then.notes, "now": now.notes}
            )
        added = sorted(now.signatures - then.signatures)
        told = [_("thêm %d chữ ký") % len(added)] if added else []
        if covered := under(self.content[:end], [now.frames[name] for name in added if name in now.frames]):
            told.append(_("khung chữ ký thêm che lên chữ “%s”: xem bằng mắt") % covered)
        return (*said, *told), not said


def look(content: bytes) -> Look | None:
    """A state of the file; None if it cannot be opened."""
    import pymupdf  # noqa: PLC0415 heavy: only where signatures are read

    pymupdf.TOOLS.mupdf_display_errors(False)
    try:
        with pymupdf.open(stream=content, filetype="pdf") as book:
            pages, boxes, signatures, notes = [], {}, set(), 0
            frames: dict[str, tuple[int, float, float, float, float]] = {}
            for page in book.pages(0, min(len(book), PAGES)):
                pages.append(hashlib.sha256(_drawn(page)).hexdigest())
                notes += sum(1 for _note in page.annots() or ())
                for widget in page.widgets() or ():
                    if widget.field_type == pymupdf.PDF_WIDGET_TYPE_SIGNATURE:
                        signatures.add(str(widget.field_name))
                        frames[str(widget.field_name)] = (page.number, *widget.rect)
                    else:
                        boxes[str(widget.field_name)] = str(widget.field_value)
            pages += [""] * (len(book) - len(pages))
            held = {name: hashlib.sha256(book.embfile_get(name)).hexdigest() for name in book.embfile_names()}
    except (RuntimeError, ValueError, TypeError, AttributeError):
        return None
    return Look(tuple(pages), held, boxes, frozenset(signatures), notes, frames)


def under(content: bytes, frames: list[tuple[int, float, float, float, float]]) -> str:
    """The words of the signed page that a later block lies over: drawing over words changes what a reader sees."""
    import pymupdf  # noqa: PLC0415 as above

    found: list[str] = []
    with pymupdf.open(stream=content, filetype="pdf") as book:
        for number, x0, y0, x1, y1 in frames:
            if not 0 <= number < len(book) or x1 - x0 < 1 or y1 - y0 < 1:
                continue
            held = pymupdf.TextPage(book[number].get_displaylist(annots=0).get_textpage()).extractWORDS()
            found += [w[4] for w in held if x0 < (w[0] + w[2]) / 2 < x1 and y0 < (w[1] + w[3]) / 2 < y1]
    return " ".join(found[:12])


def _drawn(page: Any) -> bytes:
    """What the page itself writes and shows, without what is laid over it: boxes, notes, blocks of signatures."""
    import pymupdf  # noqa: PLC0415 as above

    words = pymupdf.TextPage(page.get_displaylist(annots=0).get_textpage()).extractText()
    commands: bytes = page.read_contents()
    return hashlib.sha256(str(words).encode()).digest() + hashlib.sha256(commands).digest()


def _pages(then: Look, now: Look) -> list[str]:
    said = []
    if len(now.pages) > len(then.pages):
        said.append(_("thêm %d trang") % (len(now.pages) - len(then.pages)))
    elif len(now.pages) < len(then.pages):
        said.append(_("bớt %d trang") % (len(then.pages) - len(now.pages)))
    pairs = zip(then.pages, now.pages, strict=False)
    changed = [str(n) for n, (a, b) in enumerate(pairs, start=1) if a != b]
    if changed:
        said.append(_("nội dung trang %s khác bản lúc ký") % ", ".join(changed[:20]))
    return said


def _attachments(then: Look, now: Look) -> list[str]:
    said = [_("bỏ tệp đính kèm “%s”") % name for name in then.attachments if name not in now.attachments]
    said += [_("thêm tệp đính kèm “%s”") % name for name in now.attachments if name not in then.attachments]
    both = then.attachments.keys() & now.attachments.keys()
    said += [
        _("thay tệp đính kèm “%s”") % name
        for name in sorted(both)
        if then.attachments[name] != now.attachments[name]
    ]
    return [line[:200] for line in said[:20]]


def _boxes(then: Look, now: Look) -> list[str]:
    names = sorted(then.boxes.keys() | now.boxes.keys())
    changed = [name for name in names if then.boxes.get(name) != now.boxes.get(name)]
    return [_("ô “%s” bị điền lại sau khi ký") % name[:80] for name in changed[:20]]


def beyond(content: bytes, covered: int) -> tuple[str, ...]:
    """Bytes after the end of the file: no part of the paper, and under no signature. ``covered``: where signatures end."""
    end = content.rfind(b"%%EOF") + len(b"%%EOF")
    if covered and b"startxref" not in content[covered:]:
        end = min(end, covered)
    rest = len(content[end:].strip(b"\0\t\n\f\r "))
    if not rest:
        return ()
    return (
        _("Sau chỗ kết thúc văn bản, tệp còn %d byte thừa không chữ ký nào phủ: nên tải lại bản gốc.") % rest,
    )


def item(held: Any, key: str) -> Any:
    """The value behind a key, references followed; None if it is not there."""
    return held[key] if key in held else None


def warnings(reader: Any) -> tuple[str, ...]:
    """What a paper has no need of and may show other things to other people."""
    said = []
    try:
        root = reader.root
        names, opens = item(root, "/Names") or {}, item(root, "/OpenAction")
        if "/JavaScript" in names or "/AA" in root or _acts(opens):
            said.append(_("Tệp có mã lệnh (JavaScript): nội dung hiện ra có thể đổi khi mở."))
        if "/XFA" in (item(root, "/AcroForm") or {}):
            said.append(_("Tệp có biểu mẫu XFA: mỗi phần mềm có thể hiện nội dung khác nhau."))
        if "/OCProperties" in root:
            said.append(_("Tệp có lớp ẩn, hiện: nội dung in ra có thể khác nội dung trên màn hình."))
    except Exception:
        logging.getLogger("phoihop.documents").warning("catalogue of a PDF not readable")
        said.append(_("Phần mục lục của tệp PDF viết sai quy cách."))
    return tuple(said)


def _acts(action: Any) -> bool:
    return isinstance(action, dict) and str(item(action, "/S")) in ("/JavaScript", "/Launch", "/SubmitForm")
