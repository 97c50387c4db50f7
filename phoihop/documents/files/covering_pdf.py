"""A PDF without some words: its pages are redacted and put into a new file, so that nothing else comes along."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents.files.covering_words import Words

#: Letters below which a page that carries a picture is taken for a scan.
FEW = 20


def cover(content: bytes, words: Words) -> tuple[bytes, int, str]:
    """The new file, the places covered, and why it could not be done."""
    import pymupdf  # noqa: PLC0415 heavy: only when a PDF is covered

    with pymupdf.open(stream=content, filetype="pdf") as book:
        if book.needs_pass:
            return b"", 0, _("Tệp đặt mật khẩu. Bỏ mật khẩu rồi gửi lại.")
        count = 0
        for number, page in enumerate(book, start=1):
            if len(page.get_text().strip()) < FEW and page.get_images():
                return (
                    b"",
                    0,
                    _("Trang %d là ảnh chụp, máy không biết chữ ở đâu. In ra, che tay rồi chụp lại.")
                    % number,
                )
            count += _cover_page(pymupdf, page, words)
        with pymupdf.open() as made:
            made.insert_pdf(book, links=False, annots=False, widgets=False)
            _drop_said(made)
            if any(words.pattern.search(unicodedata.normalize("NFC", page.get_text())) for page in made):
                return b"", 0, _("Có chỗ chữ trong PDF không che được.")
            made.set_metadata({})
            made.del_xml_metadata()
            return made.tobytes(garbage=4, clean=True, deflate=True), count, ""


def _cover_page(pymupdf: Any, page: Any, words: Words) -> int:
    for note in list(page.annots() or ()):
        page.delete_annot(note)
    for box in list(page.widgets() or ()):
        page.delete_widget(box)
    text = page.get_text()
    said = {match[0] for match in words.pattern.finditer(unicodedata.normalize("NFC", text))}
    count = 0
    for one in said:
        for form in {one, unicodedata.normalize("NFD", one), " ".join(one.split())}:
            for quad in page.search_for(form, quads=True):
                page.add_redact_annot(quad, fill=(0, 0, 0))
                count += 1
    page.apply_redactions(
        images=pymupdf.PDF_REDACT_IMAGE_PIXELS, graphics=pymupdf.PDF_REDACT_LINE_ART_NONE,
        text=pymupdf.PDF_REDACT_TEXT_REMOVE,
    )  # fmt: skip
    return count


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
