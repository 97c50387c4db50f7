"""Where on a paper a signer's block belongs: between the capacity and the printed name of the signer."""

from __future__ import annotations

from typing import Any

from phoihop.core.apart import Died, apart
from phoihop.core.text import fold
from phoihop.documents.signatures.block import Box

SECONDS = 20
#: Points between the lines around it and the block.
AIR = 2
#: Of a block: what an office leaves for a hand signature, and what it takes at least to be read.
WIDE, HIGH, LOW = 150.0, 70.0, 24.0
#: How far above the printed name the capacity may stand.
REACH = 220.0


def place(content: bytes, *, name: str, authority: str = "") -> Box | None:
    """Over the printed ``name`` under ``authority`` on the last page that has it; None if it is not found."""
    try:
        found: Box | None = apart(lambda: _found(content, name, authority), seconds=SECONDS)
    except Died:
        return None
    return found


def _found(content: bytes, name: str, authority: str) -> Box | None:
    import pymupdf  # noqa: PLC0415 heavy: only when somebody signs

    wanted, above = _plain(name), _plain(authority)
    if not wanted:
        return None
    with pymupdf.open(stream=content, filetype="pdf") as book:
        for number in reversed(range(len(book))):
            lines = _lines(book[number])
            names = [line for line in lines if _plain(line[4]) == wanted]
            placed = [_between(line, lines, above, number) for line in names]
            best = [found for found in placed if found is not None]
            if best:
                return best[-1]
    return None


def _lines(page: Any) -> list[tuple[float, float, float, float, str]]:
    """Boxes and words of the lines; a wide line is split where the columns part."""
    found = []
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            words = "".join(span["text"] for span in line["spans"]).strip()
            if words:
                found.append((*line["bbox"], words))
    return found


def _plain(words: str) -> str:
    return " ".join(fold(words).split())


def _between(
    line: tuple[float, float, float, float, str], lines: list[tuple[float, float, float, float, str]],
    authority: str, page: int,
) -> Box | None:  # fmt: skip
    """The room between the name and the nearest line above it in the same column."""
    left, top, right, _bottom, _words = line
    middle = (left + right) / 2
    column = [
        o for o in lines if o[3] <= top + 1 and o[0] - 20 <= middle <= o[2] + 20 and top - o[3] <= REACH
    ]
    if not column:
        return None
    if authority and not any(_plain(o[4]) and _plain(o[4]) in authority for o in column):
        return None
    ceiling = max(o[3] for o in column)
    if top - ceiling < LOW:
        return None
    high = min(top - ceiling - 2 * AIR, HIGH)
    low = (ceiling + top) / 2 - high / 2
    return Box(page=page, x0=max(middle - WIDE / 2, 0), y0=low, x1=middle + WIDE / 2, y1=low + high)
