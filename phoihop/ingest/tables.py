"""Tables of a report as they stand, each under its heading: what may be taken over whole into another paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from phoihop.core.papers import Cell, Heading, ListItem, Paragraph, Table
from phoihop.core.stated import Passage, Told
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.tables import headings, logical_rows
from phoihop.ingest.tally.grids import whole_tables
from phoihop.ingest.tally.outline import Stack, group_of

#: A larger one is a register, and is opened as a file.
MOST_ROWS, MOST_COLUMNS = 120, 16
#: Whose tables tell of this period.
ROLES = ("report", "annex")
_UNIT = re.compile(r"\(?\s*((?:đơn vị(?: tính)?|ĐVT)\s*:[^()]{1,60}?)\s*\)?[.]?$", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:biểu|bảng|phụ lục|kết quả|một số|tổng hợp|tình hình|danh mục)", re.IGNORECASE)
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-C])\)?")
LONGEST_CAPTION = 160


def with_tables(told: Told, source: Source) -> Told:
    """What a paper told, and beside its prose every table that holds a figure of it; a caption goes with its table."""
    if told.role not in ROLES:
        return told
    cells = sorted(f.start for f in told.figures if f.cell)
    found = [p for p in _Walk().over(source) if any(p.start <= at < p.end for at in cells)]
    if not found:
        return told
    captions = {p.text for p in found} | {_UNIT.sub("", p.text).strip() for p in found}
    prose = [
        p for p in told.passages if p.text.strip().rstrip(":") not in captions and not _UNIT.fullmatch(p.text)
    ]
    return replace(told, passages=sorted([*prose, *found], key=lambda p: p.start))


@dataclass
class _Walk:
    """One pass over the blocks with the headings and the caption above each table."""

    stack: Stack = field(default_factory=Stack)
    caption: str = ""
    unit: str = ""

    def over(self, source: Source) -> list[Passage]:
        found = []
        for block in whole_tables(source.blocks):
            if isinstance(block, Heading):
                self.stack.push(block.level, block.number, block.text)
                self.caption = self.unit = ""
            elif isinstance(block, Table):
                if made := self._passage(block):
                    found.append(made)
                self.caption = self.unit = ""
            elif isinstance(block, Paragraph | ListItem):
                self._text(block.text.strip())
        return found

    def _text(self, text: str) -> None:
        if not text:
            return
        unit = _UNIT.search(text)
        if unit and len(text) <= LONGEST_CAPTION:
            self.unit, text = unit[1], text[: unit.start()].strip()
            if not text:
                return
        named = len(text) <= LONGEST_CAPTION and (bool(_CAPTION.match(text)) or text.isupper())
        self.caption = text.rstrip(":") if named else ""

    def _passage(self, block: Table) -> Passage | None:
        place = block.place
        if place is None or place.start is None or place.end is None:
            return None
        if not 2 <= len(block.rows) <= MOST_ROWS:
            return None
        table, above = _framed(block)
        columns = max((sum(c.span for c in row) for row in table.rows), default=0)
        if not 2 <= columns <= MOST_COLUMNS or len(table.rows) <= table.head_rows:
            return None
        caption = self.caption or block.caption or above
        if self.unit and self.unit.lower() not in caption.lower():
            caption = f"{caption} ({self.unit})" if caption else self.unit
        heading = self.stack.words
        return Passage(
            kind=self.stack.kind, text=caption or heading, start=place.start, end=place.end, heading=heading,
            group=group_of(caption, place.sheet) or self.stack.group, table=replace(table, caption=caption),
        )  # fmt: skip


def _framed(block: Table) -> tuple[Table, str]:
    """The table from its column headings on, as plain rows, and the words of the title rows above them."""
    rows = [tuple(row) for row in block.rows]
    even = logical_rows(replace(block, rows=rows))
    at = 0
    while at < min(3, len(rows) - 2) and len({id(c) for c in even[at] if c.text.strip()}) <= 1 < len(
        even[at]
    ):
        at += 1
    above = " ".join(c.text.strip() for row in rows[:at] for c in row if c.text.strip())
    _words, depth = headings(even, at)
    while at + depth < len(rows) and _is_numbering(rows[at + depth]):
        depth += 1
    kept = [row for row in rows[at:] if any(c.text.strip() for c in row)]
    return replace(block, rows=kept, head_rows=depth), above


def _is_numbering(row: tuple[Cell, ...]) -> bool:
    """The row (1) (2) (3) … or A B 1 2 under the headings."""
    words = [c.text.strip() for c in row if c.text.strip()]
    numbers = [re.sub(r"\D", "", w) for w in words]
    counted = [n for n in numbers if n]
    in_turn = counted == [str(n + 1) for n in range(len(counted))]
    return len(words) >= 3 and in_turn and bool(counted) and all(map(_NUMBERING.fullmatch, words))
