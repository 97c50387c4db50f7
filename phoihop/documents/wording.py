"""Two texts word for word: the same, or the places where they part; the words of a PDF without what lies over it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Places told at most, and words shown around and of each.
PLACES, AROUND, LONG = 20, 4, 24
#: Pages and words read; a paper of an office has a tenth of it.
PAGES, WORDS = 200, 60_000
_DASHES = re.compile(r"[‐‑‒–—−]")


def pdf_words(book: Any) -> list[str]:
    """Of an opened PDF, page by page: what the pages write themselves, not boxes, notes and blocks of signatures."""
    import pymupdf  # noqa: PLC0415 heavy: only where a PDF is read

    words: list[str] = []
    for page in book.pages(0, min(len(book), PAGES)):
        text = pymupdf.TextPage(page.get_displaylist(annots=0).get_textpage()).extractText()
        words += text.split()[: WORDS - len(words)]
    return words


def pdf_file_words(content: bytes) -> list[str]:
    """Of the bytes of a PDF that is known to be harmless, or in a process of its own."""
    import pymupdf  # noqa: PLC0415 as above

    with pymupdf.open(stream=content, filetype="pdf") as book:
        return pdf_words(book)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the shown text parts from the registered one; ``after`` are the words before it, which both have."""

    after: str
    registered: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    same: bool
    places: tuple[Place, ...] = ()
    more: int = 0
    alike: float = 1.0


def compare(registered: Sequence[str], shown: Sequence[str]) -> Compared:
    """Letters, numbers and marks count; how a dash is drawn and where a line ends does not."""
    ours, theirs = [_same(word) for word in registered], [_same(word) for word in shown]
    if ours == theirs:
        return Compared(same=True)
    match = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    places = [
        Place(
            after=" ".join(registered[max(a - AROUND, 0) : a]), registered=_short(registered[a:b]),
            shown=_short(shown[c:d]),
        )
        for kind, a, b, c, d in match.get_opcodes() if kind != "equal"
    ]  # fmt: skip
    return Compared(
        same=False, places=tuple(places[:PLACES]), more=max(len(places) - PLACES, 0), alike=match.ratio()
    )


def _same(word: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFC", word)).replace("\u00ad", "")


def _short(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= LONG else f"{' '.join(words[:LONG])} …"
