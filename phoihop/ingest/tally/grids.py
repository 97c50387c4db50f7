"""Tables that a sheet's empty column cut in two, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from phoihop.core.papers import Block, Cell, Paragraph, Table

_NUMERIC = re.compile(r"[-\d.,/%\s]*")
#: The column that begins a table of its own.
_NUMBERING = re.compile(r"S?TT\b|Số TT", re.IGNORECASE)
#: Rows of headings above the numbers.
MOST_HEADS = 3


def whole_tables(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, a table that begins with bare numbers joined to the table on the same rows of the same sheet left of it."""
    found: list[Block] = []
    for own in blocks:
        headed = _under_its_title(found[-2], found[-1], own) if len(found) > 1 else None
        if headed is not None:
            found.pop()
        block = headed or own
        left = found[-1] if found else None
        if isinstance(block, Table) and isinstance(left, Table) and _goes_on(left, block):
            beside = {_row_number(row): row for row in block.rows}
            rows = [(*row, *beside[_row_number(row)]) for row in left.rows]
            place = replace(left.place, end=block.place.end) if left.place and block.place else left.place
            found[-1] = replace(left, rows=rows, place=place)
        elif isinstance(block, Table) and isinstance(left, Table) and (heads := _headed_by(left, block)):
            found.append(replace(block, rows=(*heads, *block.rows)))
        else:
            found.append(block)
    return found


def _under_its_title(left: Block, title: Block, right: Block) -> Table | None:
    """The right table with the line over it as a merged heading, where that stands beside the left one's headings."""
    if not isinstance(left, Table) or not isinstance(title, Paragraph) or not isinstance(right, Table):
        return None
    if not left.rows or not right.rows:
        return None
    place = left.place
    if not place or not place.sheet or not title.place or title.place.sheet != place.sheet:
        return None
    first = next((c for c in left.rows[0] if c.place and c.place.cell), None)
    if (
        first is None
        or first.place is None
        or [_row_number(r) for r in left.rows[1:]] != [_row_number(r) for r in right.rows]
    ):
        return None
    row = (Cell(runs=title.runs, span=len(right.rows[0]), place=first.place),)
    return replace(right, rows=[row, *right.rows])


def _goes_on(left: Table, right: Table) -> bool:
    if not left.place or not right.place or not left.place.sheet or left.place.sheet != right.place.sheet:
        return False
    here, there = {_row_number(row) for row in left.rows}, {_row_number(row) for row in right.rows}
    if "" in here | there or not here <= there or len(left.rows) != len(here):
        return False
    more = [row for row in right.rows if _row_number(row) not in here]
    if any(cell.text.strip() for row in more for cell in row):
        return False
    same = [row for row in right.rows if _row_number(row) in here]
    below = [row[0].text for row in same[MOST_HEADS:] if row]
    named = any(_NUMBERING.match(row[0].text.strip()) for row in same[:MOST_HEADS] if row)
    return not named and all(_NUMERIC.fullmatch(words) for words in below)


#: "3", "4." at the head of a row.
_NUMBER = re.compile(r"\d{1,3}\.?")


def _headed_by(above: Table, below: Table) -> list[tuple[Cell, ...]]:
    """The headings of the table above, for a table of the same sheet without any whose rows count on from its own."""
    if not above.place or not below.place or not above.place.sheet or above.place.sheet != below.place.sheet:
        return []
    counted = [n for n, row in enumerate(above.rows) if row and _NUMBER.fullmatch(row[0].text.strip())]
    first = below.rows[0] if below.rows else []
    if not counted or counted[0] > MOST_HEADS or not first or not _NUMBER.fullmatch(first[0].text.strip()):
        return []
    last = above.rows[counted[-1]][0].text.strip(" .")
    if int(first[0].text.strip(" .")) != int(last) + 1 or len(first) > len(above.rows[counted[0]]):
        return []
    return [tuple(row) for row in above.rows[: counted[0]]]


def _row_number(row: Sequence[Cell]) -> str:
    return next((re.sub(r"\D", "", c.place.cell) for c in row if c.place and c.place.cell), "")


def without_blanks(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Logical rows without the columns that hold nothing, wherever a merged heading stands over them."""
    width = len(rows[0]) if rows else 0
    if any(len(row) != width for row in rows):
        return list(rows)

    def blank(row: tuple[Cell, ...], n: int) -> bool:
        beside = [row[k] for k in (n - 1, n + 1) if 0 <= k < width]
        return not row[n].text.strip() or any(row[n] is cell for cell in beside)

    kept = [n for n in range(width) if not all(blank(row, n) for row in rows) or _only_merged(rows, n)]
    return [tuple(row[n] for n in kept) for row in rows]


def _only_merged(rows: Sequence[tuple[Cell, ...]], n: int) -> bool:
    """No cell of the column is empty: all are parts of merged ones."""
    return all(row[n].text.strip() for row in rows)
