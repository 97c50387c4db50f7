"""The table of an old compiled list, however it was laid out: titles above, merged headings, numbering rows, groups.

Pure: blocks in, rows of words out. A row knows where it stands in the file, so that an error names row and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from phoihop.core.papers import Block, Table
from phoihop.core.text import fold

#: Rows above the first entry that may be titles and headings.
ABOVE = 30
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[a-zA-Z]|\d{1,2}\s*=.*)\s*\)?")
#: "Tổng cộng", "Cộng: 12", "Tổng số kiến nghị (a + b)"; not "Cống tắc …", "Công ty …".
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|tong cong|tong so)(?:\s+(?:số|các|toàn|chung|kiến nghị|ý kiến|nội dung|phường|xã|kien nghi|y kien)\b)*"
    r"[\s\d:.,()+=a-c/]*"
)
_ROMAN = re.compile(r"^(?:[ivxlc]{1,6}|[a-e]|\d{1,2})[.)]?$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)/]\s+")
_WORDS = re.compile(r"[^a-z0-9 ]+")


@dataclass(frozen=True)
class Line:
    """One row of words and where it stands: ``row`` as the file counts."""

    row: int
    words: Sequence[str]
    sheet: str = ""


@dataclass
class Grid:
    """A table as plain rows; ``sheet`` and the number of the first row as the file counts them."""

    rows: list[list[str]]
    first: int = 1
    sheet: str = ""
    #: First column as a spreadsheet names it, 0 = A; -1 where columns have no names.
    column: int = -1
    width: int = 0
    caption: str = ""


@dataclass
class Found:
    """The list in a grid: headings by column, the entries, and the group each stands under."""

    headings: list[str]
    lines: list[Line]
    groups: dict[int, list[str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    column: int = -1
    sheet: str = ""

    @property
    def signature(self) -> str:
        """The same headings again are the same kind of list, in whatever year."""
        return "|".join(map(plain_heading, self.headings))[:1000]


def plain_heading(text: str) -> str:
    return " ".join(_WORDS.sub(" ", fold(text)).split())


def grids_of(blocks: Iterable[Block]) -> Iterator[Grid]:
    """Every table as rows of words, merged cells filled: a heading over three columns stands over each of them."""
    number = 0
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) > 1:
            number += 1
            yield _grid(block, number)


def _grid(table: Table, number: int) -> Grid:
    rows: Any = table.rows
    words, reach = getattr(rows, "words", None), getattr(rows, "reach", None)
    if words is not None and reach is not None:
        top, left = rows.corner
        filled = list(words)
        for (r, c), (tall, wide) in reach.items():
            if 0 <= r < len(filled) and 0 <= c < len(filled[r]) and filled[r][c]:
                for k in range(r, min(r + tall, len(filled))):
                    # A group row goes over all columns: it stays one cell.
                    if wide >= len(filled[k]) - 1 and wide > 2:
                        continue
                    line = filled[k] = list(filled[k])
                    line[c : c + wide] = [filled[r][c]] * min(wide, len(line) - c)
        place = table.place
        return Grid(
            filled, first=top + 1, sheet=place.sheet if place else "", column=left,
            width=max(map(len, filled), default=0), caption=table.caption,
        )  # fmt: skip
    return _unmerged(table, number)


def _unmerged(table: Table, number: int) -> Grid:
    """A table of a text: cells that go over several rows or columns are there in each of them."""
    held: dict[tuple[int, int], str] = {}
    out: list[list[str]] = []
    for r, cells in enumerate(table.rows):
        line: list[str] = []
        queue = list(cells)
        c = 0
        while queue or (r, c) in held:
            if (r, c) in held:
                line.append(held.pop((r, c)))
                c += 1
                continue
            cell = queue.pop(0)
            text = cell.text.strip()
            if cell.under and not text and out and c < len(out[-1]):
                text = out[-1][c]
            alone = len(cells) == 1 or sum(1 for one in cells if one.text.strip()) == 1
            for step in range(cell.span):
                shown = text if step == 0 or not (alone and cell.span > 2) else ""
                line.append(shown)
                for below in range(1, cell.rows):
                    held[(r + below, c + step)] = text
            c += cell.span
        out.append(line)
    width = max(map(len, out), default=0)
    sheet = f"Bảng {number}"
    return Grid(out, sheet=sheet, width=width, caption=table.caption)


# ---------------------------------------------------------------------------------------- heading


def find_list(grid: Grid, known: frozenset[str]) -> Found | None:
    """The heading is the row (or two rows) whose words are most often names of columns. None if there is none."""
    best, at = 0.0, -1
    for n, row in enumerate(grid.rows[:ABOVE]):
        score = _heading_score(row, known)
        if score > best:
            best, at = score, n
    if at < 0 or best < 2:
        return None
    depth = 1
    while at + depth < len(grid.rows) and _goes_on(grid.rows[at], grid.rows[at + depth], known):
        depth += 1
    if at and _is_upper(grid.rows[at - 1], grid.rows[at]):
        at, depth = at - 1, depth + 1
    headings = _joined(grid.rows[at : at + depth], grid.width)
    start = at + depth
    while start < len(grid.rows) and is_numbering(grid.rows[start]):
        start += 1
    titles = [" ".join(dict.fromkeys(w for w in row if w.strip())) for row in grid.rows[:at]]
    found = Found(
        headings, [], titles=[t for t in [grid.caption, *titles] if t], column=grid.column, sheet=grid.sheet
    )
    _entries(grid, start, found)
    return found


def _heading_score(row: Sequence[str], known: frozenset[str]) -> float:
    cells = [plain_heading(w) for w in row if w.strip()]
    if len(set(cells)) < 3:
        return 0.0
    hits = sum(
        1.0 if c in known else 0.5 if any(k in c for k in known if len(k) > 4) else 0.0 for c in set(cells)
    )
    return hits - 0.3 * sum(len(c) > 60 for c in cells)


def _goes_on(upper: Sequence[str], lower: Sequence[str], known: frozenset[str]) -> bool:
    """The next row still names columns: short words under a heading that goes over several, nothing numbered."""
    if is_numbering(lower):
        return False
    cells = [w for w in lower if w.strip()]
    if list(upper) == list(lower):
        return True
    if len(cells) < 2 or any(len(w) > 60 for w in cells):
        return False
    under = [(u, w) for u, w in zip(upper, lower, strict=False) if w.strip()]
    same = sum(u == w for u, w in under)
    named = sum(plain_heading(w) in known for _u, w in under)
    over = {w for w in upper if w.strip() and list(upper).count(w) > 1}
    if over and all(u in over for u, _w in under) and len(set(cells)) == len(cells):
        return True
    repeated = len(set(upper)) < len([w for w in upper if w.strip()])
    return repeated and (same + named) * 2 >= len(under) and same > 0


def _is_upper(above: Sequence[str], heading: Sequence[str]) -> bool:
    """A row of headings over the one found: shares cells that go over both."""
    same = sum(a == b and bool(a.strip()) for a, b in zip(above, heading, strict=False))
    return same >= 2


def _joined(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    out = []
    for c in range(width):
        parts = [" ".join(row[c].split()) for row in rows if c < len(row) and row[c].strip()]
        out.append(" - ".join(dict.fromkeys(parts)))
    return out


def is_numbering(row: Sequence[str]) -> bool:
    """(1) (2) (3) … or A B 1 2 under the headings."""
    cells = [w.strip() for w in row if w.strip()]
    numbers = [re.sub(r"\D", "", w.split("=")[0]) for w in cells]
    counted = [int(n) for n in numbers if n]
    in_turn = len(counted) >= 2 and all(b - a == 1 for a, b in pairwise(counted))
    return len(cells) >= 3 and in_turn and all(map(_NUMBERING.fullmatch, cells))


# ---------------------------------------------------------------------------------------- entries


def _entries(grid: Grid, start: int, found: Found) -> None:
    """Rows after the heading: group rows set apart, totals and headings repeated on each page left out."""
    heading = set(filter(None, map(plain_heading, found.headings)))
    named = {part for text in found.headings for part in (text, *text.split(" - "))}
    groups: list[str] = []
    fresh = True
    rows, first, sheet = grid.rows, grid.first, grid.sheet
    for n in range(start, len(rows)):
        row = rows[n]
        filled = [w for w in row if w]
        if len(filled) > 3:  # most rows: nothing more is asked of them
            if (filled[0] in named and _again(filled, heading)) or (
                filled[0][0] == "(" and is_numbering(row)
            ):
                continue
            if filled[0][0] in "TtCc" and is_total(filled[0]):
                continue
            found.lines.append(Line(first + n, row, sheet))
            if groups:
                found.groups[len(found.lines) - 1] = groups
            fresh = True
            continue
        filled = [w.strip() for w in filled if w.strip()]
        distinct = list(dict.fromkeys(filled))
        if not distinct or _again(filled, heading) or is_total(distinct[0]):
            continue
        if not _lone_entry(row, distinct, rows[start:], n - start) and (name := _group(row, distinct)):
            groups = [name] if fresh else [*groups, name]
            fresh = False
            continue
        found.lines.append(Line(first + n, row, sheet))
        if groups:
            found.groups[len(found.lines) - 1] = groups
        fresh = True


def is_total(text: str) -> bool:
    return _TOTAL.fullmatch(text.strip().lower()) is not None


#: Rows looked at for which column holds the long texts, and how long a text alone must be to be no name of a group.
_NEAR, _SAYS = 40, 40


def _lone_entry(row: Sequence[str], distinct: list[str], rows: Sequence[Sequence[str]], at: int) -> bool:
    """A sentence alone in its row, in the column of the long texts: an entry whose other cells are missing."""
    if len(distinct) != 1 or len(distinct[0]) <= _SAYS or distinct[0].isupper():
        return False
    c = next(n for n, word in enumerate(row) if word.strip())
    near = [r for r in rows[max(0, at - _NEAR) : at + _NEAR] if sum(map(bool, r)) > 2]
    lengths = [sum(len(r[n]) for r in near if n < len(r)) for n in range(len(row))]
    return c > 0 and lengths[c] > 0 and sorted(lengths, reverse=True).index(lengths[c]) < 2


def _again(cells: Sequence[str], heading: set[str]) -> bool:
    return len(cells) >= 2 and sum(plain_heading(w) in heading for w in cells) >= max(2, len(cells) - 1)


def _group(row: Sequence[str], distinct: list[str]) -> str:
    """The name of a group row: one text alone in its row, or a numeral and a text."""
    if len(distinct) == 1 and len(distinct[0]) > 3 and len(distinct[0]) <= 160:
        return _LEAD.sub("", distinct[0]).strip(" :.")
    if (
        len(distinct) == 2
        and _ROMAN.match(distinct[0])
        and not distinct[0].isdigit()
        and len(distinct[1]) <= 160
    ):
        return distinct[1].strip(" :.")
    return ""
