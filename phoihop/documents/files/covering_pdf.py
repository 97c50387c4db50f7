"""A PDF without some words: its pages are redacted and put into a new file, so that nothing else comes along."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents.files.covering_words import Words
from phoihop.documents.files.pdfs import Locked, text_of, whole

#: Letters below which a page that carries a picture is taken for a scan.
FEW = 20
#: Share of the height of a line a bar leaves free above and below.
_LOW = 0.15


def cover(content: bytes, words: Words, *, pictures: bool) -> tuple[bytes, int, str]:
    """The new file, the places covered, and why it could not be done; without its pictures unless they are to stay."""
    import pymupdf  # noqa: PLC0415 heavy: only when a PDF is covered

    try:
        book = whole(content)
    except Locked:
        return b"", 0, _("Tệp đặt mật khẩu. Bỏ mật khẩu rồi gửi lại.")
    with book:
        count = 0
        for number, page in enumerate(book, start=1):
            if len(page.get_text().strip()) < FEW and page.get_image_info():
                said = _("Trang %d là ảnh chụp, máy không biết chữ ở đâu. In ra, che tay rồi chụp lại.")
                return b"", 0, said % number
            if not pictures and not _drop_pictures(pymupdf, page):
                return b"", 0, _("Trang %d có ảnh không bỏ được.") % number
            count += _cover_page(pymupdf, page, words)
        with pymupdf.open() as made:
            made.insert_pdf(book, links=False, annots=False, widgets=False)
            _drop_said(made)
            made.set_metadata({})
            made.del_xml_metadata()
            done = made.tobytes(garbage=4, clean=True, deflate=True)
    with whole(done) as again:
        if any(words.glimpsed(text_of(page)) for page in again):
            return b"", 0, _("Có chỗ chữ trong PDF không che được.")
    return done, count, ""


def _drop_pictures(pymupdf: Any, page: Any) -> bool:
    """Whether the page has none any more."""
    for one in page.get_image_info():
        page.add_redact_annot(one["bbox"], fill=False, cross_out=False)
    page.apply_redactions(
        images=pymupdf.PDF_REDACT_IMAGE_REMOVE, graphics=pymupdf.PDF_REDACT_LINE_ART_NONE,
        text=pymupdf.PDF_REDACT_TEXT_NONE,
    )  # fmt: skip
    return not page.get_image_info()


def _cover_page(pymupdf: Any, page: Any, words: Words) -> int:
    for note in list(page.annots() or ()):
        page.delete_annot(note)
    for box in list(page.widgets() or ()):
        page.delete_widget(box)
    shown = page.cropbox
    page.set_cropbox(page.mediabox)
    letters = _letters(pymupdf, page)
    places = words.places("".join(letter for letter, _line, _box in letters))
    for start, end in places:
        for box in _boxes(pymupdf, letters[start:end]):
            page.add_redact_annot(box, fill=(0, 0, 0), cross_out=False)
    page.apply_redactions(
        images=pymupdf.PDF_REDACT_IMAGE_PIXELS, graphics=pymupdf.PDF_REDACT_LINE_ART_NONE,
        text=pymupdf.PDF_REDACT_TEXT_REMOVE,
    )  # fmt: skip
    page.set_cropbox(shown)
    return len(places)


Letter = tuple[str, int, Any]


def _letters(pymupdf: Any, page: Any) -> list[Letter]:
    """Every letter of the page, composed, with its line and its place; a line ends in one without a place."""
    flags = pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_MEDIABOX_CLIP & ~pymupdf.TEXT_PRESERVE_IMAGES
    found: list[Letter] = []
    rows = [
        row for block in page.get_text("rawdict", flags=flags)["blocks"] for row in block.get("lines", ())
    ]
    for n, row in enumerate(rows):
        for one in (one for span in row["spans"] for one in span["chars"]):
            box, letter = pymupdf.Rect(one["bbox"]), one["c"]
            last = found[-1] if found else ("", -1, None)
            composed = unicodedata.normalize("NFC", last[0] + letter) if unicodedata.combining(letter) else ""
            if last[1] == n and last[2] is not None and len(composed) == 1:
                found[-1] = (composed, n, last[2] | box)
            else:
                found += [(part, n, box) for part in unicodedata.normalize("NFC", letter)]
        found.append(("\n", n, None))
    return found


def _boxes(pymupdf: Any, letters: list[Letter]) -> list[Any]:
    """One for each line, a little lower than the line: the letters above and below are not touched."""
    lines: dict[int, Any] = {}
    for _letter, line, box in letters:
        if box is not None:
            lines[line] = lines[line] | box if line in lines else pymupdf.Rect(box)
    for box in lines.values():
        if box.width >= box.height:
            box.y0, box.y1 = box.y0 + box.height * _LOW, box.y1 - box.height * _LOW
    return list(lines.values())


def _drop_said(book: Any) -> None:
    """What a page may say beside its drawing: words for readers aloud, private notes of programs, thumbnails."""
    for xref in range(1, book.xref_length()):
        for key in (
            "PieceInfo",
            "Metadata",
            "Thumb",
            "StructParents",
            "StructParent",
            "ActualText",
            "Alt",
            "LastModified",
        ):
            if book.xref_get_key(xref, key)[0] != "null":
                book.xref_set_key(xref, key, "null")


def unpacked(content: bytes) -> list[bytes]:
    """Every object and every stream of the file, as they are when unpacked, and the text a reader would copy."""
    import pymupdf  # noqa: PLC0415 heavy: only when a PDF is covered

    found: list[bytes] = []
    with pymupdf.open(stream=content, filetype="pdf") as book:
        for xref in range(1, book.xref_length()):
            found.append(book.xref_object(xref).encode())
            if book.xref_is_stream(xref):
                found.append(book.xref_stream(xref) or b"")
        found += [page.get_text().encode() for page in book]
        found.append(repr(book.metadata).encode())
    return found
