"""What a file holds, seen without downloading it: pages of a PDF as pictures, the text of the others."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

#: Pages of a PDF and lines of a text that are shown; the file itself has the rest.
PAGES, LINES = 20, 400
#: Bytes beyond which a page would wait too long: the file is downloaded instead.
LIMIT = 20 << 20
#: Pixels a page is wide, and the most it may be high: a poster must not fill the memory.
WIDTH, HEIGHT = 1000, 3000

#: Draws the lines of a file's text. Set by the module that reads papers, which lies above this one.
ReadLines = Callable[[bytes, str], list[str]]
_readers: list[ReadLines] = []
#: The library that draws pages is not safe to use from two threads at once.
_drawing = threading.Lock()


class Unseen(Exception):
    """The file cannot be shown; ``reason`` says why in a sentence for the page."""


def reads_lines(reader: ReadLines) -> ReadLines:
    """Declare what turns bytes and a name into lines; it raises :class:`Unseen` where it cannot."""
    _readers[:] = [reader]
    return reader


def lines_of(content: bytes, name: str) -> list[str]:
    """The first lines of the text, or nothing where no reader is installed."""
    return _readers[0](content, name)[:LINES] if _readers else []


def page_count(content: bytes) -> int:
    """How many pages a PDF has, as far as they are shown."""
    import pypdfium2  # noqa: PLC0415 heavy: only when a file is looked at

    with _drawing:
        try:
            book = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unseen from error
        try:
            return min(len(book), PAGES)
        finally:
            book.close()


def page_picture(content: bytes, number: int) -> bytes:
    """One page of a PDF, counted from 1, as PNG."""
    import pypdfium2  # noqa: PLC0415 heavy: only when a file is looked at

    with _drawing:
        try:
            book = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unseen from error
        try:
            if not 1 <= number <= min(len(book), PAGES):
                raise Unseen
            page = book[number - 1]
            wide, high = page.get_size()
            picture = page.render(scale=min(WIDTH / max(wide, 1), HEIGHT / max(high, 1))).to_pil()
        finally:
            book.close()
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
