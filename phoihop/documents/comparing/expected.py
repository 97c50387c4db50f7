"""The agreed text as it stands on paper: the words of our own PDF, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from phoihop.core.papers import Paper
from phoihop.documents.comparing.tokens import Token, in_lines, printed

_ENDS = re.compile(r"[.;:!?…/]['\"”’)]*$|^[-–+•]$|^\d+[.)]$|^[a-zđ]\)$|^[IVXLC]+\.$")
#: What stands in the margins (points) is not the text: page numbers over it, the line of the mark under it.
MARGIN = 19.0 * 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Words by page, and how large a page is (points)."""

    pages: tuple[tuple[Token, ...], ...]
    sizes: tuple[tuple[float, float], ...]


def agreed(paper: Paper) -> Agreed:
    """Lays the paper out and takes its words off the pages."""
    import pymupdf  # noqa: PLC0415 heavy

    from phoihop.documents.pdf import write  # noqa: PLC0415 heavy: typst

    book: Any = pymupdf.open(stream=write(paper), filetype="pdf")
    with book:
        pages, sizes = [], []
        for number, page in enumerate(book, start=1):
            sizes.append((page.rect.width, page.rect.height))
            pages.append(tuple(_opened(inner(printed(page, number), page.rect.height))))
        return Agreed(pages=tuple(pages), sizes=tuple(sizes))


def inner(tokens: Iterator[Token] | list[Token], high: float) -> list[Token]:
    """Without what stands in the upper and lower margin."""
    return [t for t in tokens if MARGIN < t.middle[1] < high - MARGIN]


def _opened(tokens: list[Token]) -> Iterator[Token]:
    """Marks the words with which a sentence, a line of capitals or a cell begins: their capital says nothing."""
    before = ""
    for line in in_lines(tokens):
        shouted = [t for t in line if t.text.isupper()]
        for i, token in enumerate(line):
            gap = i == 0 or token.box[0] - line[i - 1].box[2] > 1.2 * token.high
            opens = _ENDS.search(before) is not None or not before or len(shouted) > len(line) / 2
            yield replace(token, opens=opens or (gap and i > 0))
            before = token.text
