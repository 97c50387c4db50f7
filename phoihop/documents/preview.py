"""What a file holds, seen without downloading it: pages of a PDF as pictures, the text of the others."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from phoihop.core.apart import Died, apart

#: Pages of a PDF and lines of a text that are shown; the file itself has the rest.
PAGES, LINES = 20, 400
#: Bytes beyond which a page would wait too long: the file is downloaded instead.
LIMIT = 20 << 20
#: Pixels a page is wide, and the most it may be high: a poster must not fill the memory.
WIDTH, HEIGHT = 1000, 3000

#: Draws the lines of a file's text. Set by the module that reads papers, which lies above this one.
ReadLines = Callable[[bytes, str], list[str]]
_readers: list[ReadLines] = []
#: A page that is not drawn by then is not waited for.
SECONDS = 20


class Unseen(Exception):
    """The file cannot be shown; ``reason`` says why in a sentence for the page."""


def reads_lines(reader: ReadLines) -> ReadLines:
    """Declare what turns bytes and a name into lines; it raises :class:`Unseen` where it cannot."""
    _readers[:] = [reader]
    return reader


def lines_of(content: bytes, name: str) -> list[str]:
    """The first lines of the text, or nothing where no reader is installed."""
    return _readers[0](content, name)[:LINES] if _readers else []


def all_lines_of(content: bytes, name: str) -> list[str]:
    """Every line of the text; :class:`Unseen` where it cannot be read."""
    return _readers[0](content, name) if _readers else []


def page_count(content: bytes) -> int:
    """How many pages a PDF has, as far as they are shown."""
    found = _apart(lambda book: min(len(book), PAGES), content)
    return int(found)


def page_picture(content: bytes, number: int) -> bytes:
    """One page of a PDF, counted from 1, as PNG."""
    found: bytes | None = _apart(lambda book: _drawn(book, number), content)
    if found is None:
        raise Unseen
    return found


def _apart(ask: Callable[[Any], Any], content: bytes) -> Any:
    """What is asked of the opened PDF; the library is native code, so it is asked in a process of its own."""

    def work() -> Any:
        import pypdfium2  # noqa: PLC0415 heavy: only when a file is looked at

        book = pypdfium2.PdfDocument(content)
        try:
            return ask(book)
        finally:
            book.close()

    try:
        return apart(work, seconds=SECONDS)
    except Died as error:
        raise Unseen from error


def _drawn(book: Any, number: int) -> bytes | None:
    if not 1 <= number <= min(len(book), PAGES):
        return None
    page = book[number - 1]
    wide, high = page.get_size()
    picture = page.render(scale=min(WIDTH / max(wide, 1), HEIGHT / max(high, 1))).to_pil()
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
