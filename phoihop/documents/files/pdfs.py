"""A PDF opened so that nothing in it hides: layers that are off are on, and what lies beside the page can be read."""

from __future__ import annotations

from typing import Any


class Locked(Exception):
    """A password is asked for."""


def whole(content: bytes) -> Any:
    """The book; RuntimeError or ValueError where the bytes are no PDF after all, Locked. Asked for in a process apart."""
    import pymupdf  # noqa: PLC0415 heavy: only when a PDF is taken apart

    book = pymupdf.open(stream=content, filetype="pdf")
    if book.needs_pass:
        book.close()
        raise Locked
    if not _pages(book):
        book.close()
        raise ValueError("no pages")
    if not book.get_ocgs():
        return book
    with book:
        book.xref_set_key(book.pdf_catalog(), "OCProperties", "null")
        shown = book.tobytes()
    return pymupdf.open(stream=shown, filetype="pdf")


def _pages(book: Any) -> int:
    """How many any reader can show; the library raises what it likes where the file is none."""
    try:
        return len(book)
    except Exception:
        return 0


def text_of(page: Any) -> str:
    """The words of a page wherever they stand, beyond its edge as well."""
    import pymupdf  # noqa: PLC0415 heavy: only when a PDF is taken apart

    page.set_cropbox(page.mediabox)
    found: str = page.get_text("text", flags=pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_MEDIABOX_CLIP)
    return found
