"""What a reader hands over: the joined text, the blocks over it, and notes for the person."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from phoihop.core.papers import Block, Cell, Heading, ListItem, Paragraph, Place, Run, Table
from phoihop.ingest.readers.outline import outline

ShouldStop = Callable[[], bool]


class Unreadable(Exception):
    """A file that gives no text. ``code`` is for programs, ``message`` says what happened and what now."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file read: ``blocks`` carry places whose offsets count characters of ``text``."""

    name: str
    kind: str
    text: str
    blocks: Sequence[Block]
    notes: tuple[str, ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """The block that holds this character, None between blocks."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            place = self.blocks[middle].place
            if place is not None and place.end is not None and place.end <= offset:
                low = middle + 1
            else:
                high = middle
        if low == len(self.blocks):
            return None
        block = self.blocks[low]
        place = block.place
        return block if place and place.start is not None and place.start <= offset else None

    def place_of(self, start: int, end: int) -> Place:
        """Where a span stands: its paragraph (and cell) with exact offsets."""
        block = self.block_at(start)
        place = block.place if block and block.place else Place(file=self.name)
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    if cell.place and (cell.place.start or 0) <= start < (cell.place.end or 0):
                        place = cell.place
        return replace(place, start=start, end=end)


class Lines(Sequence[Block]):
    """The blocks of a plain text, made when asked for: ten thousand pages cost only their offsets."""

    def __init__(self, *, text: str, name: str, starts: array[int], ends: array[int]) -> None:
        self._text, self._name, self._starts, self._ends = text, name, starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start, end = self._starts[index], self._ends[index]
        number = (index if index >= 0 else len(self) + index) + 1
        place = Place(file=self._name, paragraph=number, start=start, end=end)
        return line_block(self._text[start:end], place=place)

    def __iter__(self) -> Iterator[Block]:
        return (self[i] for i in range(len(self)))


def line_block(line: str, *, place: Place, runs: tuple[Run, ...] = (), bold: bool = False) -> Block:
    """A line as heading, list item or paragraph, told from how it begins."""
    shape = outline(line, bold=bold)
    kept = runs or (Run(text=line),)
    if shape is None:
        return Paragraph(runs=kept, place=place)
    if shape.heading:
        return Heading(level=shape.level, text=shape.rest, number=shape.marker, place=place)
    if not runs:
        kept = (Run(text=shape.rest),)
    return ListItem(runs=kept, marker=shape.marker, level=shape.level, place=place)


@dataclass
class Builder:
    """Collects blocks and the text they stand in, so that offsets always agree."""

    name: str
    kind: str
    should_stop: ShouldStop | None = None
    notes: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)

    def _append(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def _place(self, start: int, end: int) -> Place:
        return Place(file=self.name, paragraph=len(self._blocks) + 1, start=start, end=end)

    def _next(self) -> None:
        if self._blocks:
            self._append("\n")

    def add_line(self, runs: tuple[Run, ...], *, marker: str = "", level: int = 0, heading: int = 0) -> None:
        """One paragraph; ``marker`` is an automatic number that stands in no run."""
        body = "".join(r.text for r in runs)
        if not body.strip():
            return
        self._next()
        line = f"{marker} {body}" if marker else body
        place = self._place(*self._append(line))
        bold = all(r.bold for r in runs if r.text.strip())
        if heading:
            shape = outline(line, bold=True)
            number = shape.marker if shape else marker
            self._blocks.append(
                Heading(level=heading, text=shape.rest if shape else body, number=number, place=place)
            )
            return
        block = line_block(line, place=place, runs=() if marker else runs, bold=bold)
        if marker and isinstance(block, Paragraph | ListItem):
            block = ListItem(runs=runs, marker=marker, level=max(level, 1), place=place)
        self._blocks.append(block)

    def add_table(self, rows: list[list[tuple[tuple[Run, ...], int]]], *, head_rows: int = 1) -> None:
        """Rows of (runs, columns spanned); in the text cells are parted by `` | ``, rows by line ends."""
        self._next()
        start, number = self._length, len(self._blocks) + 1
        kept: list[tuple[Cell, ...]] = []
        for index, row in enumerate(rows):
            if index:
                self._append("\n")
            cells: list[Cell] = []
            for column, (runs, span) in enumerate(row):
                if column:
                    self._append(" | ")
                begin, end = self._append("".join(r.text for r in runs))
                at = Place(
                    file=self.name, paragraph=number, cell=f"{index + 1}.{column + 1}", start=begin, end=end
                )
                cells.append(Cell(runs=runs, span=span, head=index < head_rows, place=at))
            kept.append(tuple(cells))
        place = Place(file=self.name, paragraph=number, start=start, end=self._length)
        self._blocks.append(Table(rows=tuple(kept), head_rows=head_rows, place=place))

    def source(self) -> Source:
        notes = tuple(dict.fromkeys(self.notes))
        return Source(
            name=self.name, kind=self.kind, text="".join(self._parts), blocks=tuple(self._blocks), notes=notes
        )
