"""What a reader hands over: the joined text, the blocks over it, and notes for the person."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, overload

from django.utils.translation import gettext as _

from phoihop.core.papers import Block, Cell, Heading, ListItem, Paragraph, Place, Run, Table
from phoihop.ingest.readers.outline import outline

ShouldStop = Callable[[], bool]
#: What stands between two cells of a row in the joined text.
PARTED = " | "


class Unreadable(Exception):
    """A file that gives no text. ``code`` is for programs, ``message`` says what happened and what now."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Hidden(NamedTuple):
    """A stretch of the text that nobody sees who opens the file, and why: "dòng ẩn", "cột ẩn", "chữ ẩn"."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file read: ``blocks`` carry places whose offsets count characters of ``text``; ``hidden`` is in order."""

    name: str
    kind: str
    text: str
    blocks: Sequence[Block]
    notes: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()

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
        return Heading(level=shape.level, text=shape.rest, number=shape.marker, runs=runs, place=place)
    if not runs:
        kept = (Run(text=shape.rest),)
    return ListItem(runs=kept, marker=shape.marker, level=shape.level, place=place)


class Grid(Sequence[tuple[Cell, ...]]):
    """The rows of a spreadsheet's table, made when asked for: a hundred thousand cost only their words."""

    def __init__(
        self, *, words: Sequence[Sequence[str]], starts: array[int], reach: dict[tuple[int, int], tuple[int, int]],
        corner: tuple[int, int], place: Place, head_rows: int,
    ) -> None:  # fmt: skip
        self._words, self._starts, self._reach = words, starts, reach
        self._corner, self._place, self._head_rows = corner, place, head_rows

    def __len__(self) -> int:
        return len(self._words)

    @property
    def words(self) -> Sequence[Sequence[str]]:
        """Every cell as words; those a merged cell covers are empty."""
        return self._words

    @property
    def reach(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Merged cells by their first one: (rows, columns), all counted from the first cell of the table."""
        return self._reach

    @property
    def corner(self) -> tuple[int, int]:
        return self._corner

    @overload
    def __getitem__(self, index: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Cell, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Cell, ...] | list[tuple[Cell, ...]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        number = index if index >= 0 else len(self) + index
        at, cells, column = self._starts[number], [], 0
        words = self._words[number]
        while column < len(words):
            tall, wide = self._reach.get((number, column), (1, 1))
            text = words[column]
            name = f"{column_name(self._corner[1] + column)}{self._corner[0] + number + 1}"
            place = replace(self._place, cell=name, start=at, end=at + len(text))
            cells.append(
                Cell(runs=(Run(text=text),), span=wide, rows=tall, head=number < self._head_rows, place=place)
            )
            # The cells it covers are empty words in the text, parted like any others.
            at += len(text) + len(PARTED) * wide
            column += wide
        return tuple(cells)


def column_name(index: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, kw_only=True)
class GivenCell:
    """A cell as a reader found it; ``at`` is its own name in the file ("C7"), else row and column are told."""

    runs: tuple[Run, ...]
    span: int = 1
    rows: int = 1
    under: bool = False
    at: str = ""


@dataclass(frozen=True)
class Unseen:
    """The rows and columns of a sheet that are hidden, counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()

    def within(
        self, words: Sequence[Sequence[str]], starts: Sequence[int], corner: tuple[int, int]
    ) -> Iterator[Hidden]:
        """The stretches of a table's text that stand in them; ``corner`` is the first cell of the table."""
        top, left = corner
        for n, row in enumerate(words):
            if top + n in self.rows:
                long = sum(map(len, row)) + len(PARTED) * (len(row) - 1)
                yield Hidden(starts[n], starts[n] + long, str(_("dòng ẩn")))
            elif self.columns:
                at = starts[n]
                for c, text in enumerate(row):
                    if left + c in self.columns and text:
                        yield Hidden(at, at + len(text), str(_("cột ẩn")))
                    at += len(text) + len(PARTED)


@dataclass
class Builder:
    """Collects blocks and the text they stand in, so that offsets always agree.

    ``page`` and ``sheet`` are set by the reader as it goes and kept with every block.
    """

    name: str
    kind: str
    should_stop: ShouldStop | None = None
    page: int | None = None
    sheet: str = ""
    notes: list[str] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _waiting: list[Run] = field(default_factory=list)

    def _append(self, text: str) -> tuple[int, int]:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def _place(self, start: int, end: int) -> Place:
        return Place(
            file=self.name, page=self.page, sheet=self.sheet, paragraph=len(self._blocks) + 1, start=start, end=end
        )  # fmt: skip

    def _next(self) -> None:
        if self._blocks:
            self._append("\n")

    def add_line(self, runs: tuple[Run, ...], *, marker: str = "", level: int = 0, heading: int = 0) -> None:
        """One paragraph; ``marker`` is an automatic number that stands in no run."""
        body = "".join(r.text for r in runs)
        if not body.strip():  # a paragraph deleted whole: what it said goes with the next line
            self._waiting += [r for r in runs if r.change]
            return
        runs, self._waiting = (*self._waiting, *runs), []
        self._next()
        line = f"{marker} {body}" if marker else body
        place = self._place(*self._append(line))
        self._unseen(runs, self._length - len(body))
        bold = all(r.bold for r in runs if r.text.strip())
        if heading:
            shape = outline(line, bold=True)
            number = shape.marker if shape else marker
            self._blocks.append(
                Heading(
                    level=heading, text=shape.rest if shape else body, number=number, runs=runs, place=place
                )
            )
            return
        block = line_block(line, place=place, runs=() if marker else runs, bold=bold)
        if marker and isinstance(block, Paragraph | ListItem):
            block = ListItem(runs=runs, marker=marker, level=max(level, 1), place=place)
        self._blocks.append(block)

    def _unseen(self, runs: tuple[Run, ...], at: int) -> None:
        """Remember which stretches of what was just written are hidden letters."""
        for run in runs:
            if run.unseen and run.text.strip():
                self.hidden.append(Hidden(at, at + len(run.text), str(_("chữ ẩn"))))
            at += len(run.text)

    def add_table(self, rows: list[list[GivenCell]], *, head_rows: int = 1, caption: str = "") -> None:
        """In the text cells are parted by `` | ``, rows by line ends."""
        self._next()
        start, number = self._length, len(self._blocks) + 1
        kept: list[tuple[Cell, ...]] = []
        for index, row in enumerate(rows):
            if index:
                self._append("\n")
            cells: list[Cell] = []
            for column, given in enumerate(row):
                if column:
                    self._append(PARTED)
                begin, end = self._append("".join(r.text for r in given.runs))
                self._unseen(given.runs, begin)
                at = Place(
                    file=self.name, page=self.page, sheet=self.sheet, paragraph=number,
                    cell=given.at or f"{index + 1}.{column + 1}", start=begin, end=end,
                )  # fmt: skip
                cells.append(
                    Cell(
                        runs=given.runs,
                        span=given.span,
                        rows=given.rows,
                        under=given.under,
                        head=index < head_rows,
                        place=at,
                    )
                )
            kept.append(tuple(cells))
        place = Place(
            file=self.name, page=self.page, sheet=self.sheet, paragraph=number, start=start, end=self._length
        )
        self._blocks.append(Table(rows=tuple(kept), head_rows=head_rows, caption=caption, place=place))

    def add_rows(
        self, words: Sequence[Sequence[str]], *, reach: dict[tuple[int, int], tuple[int, int]], corner: tuple[int, int],
        caption: str = "", head_rows: int = 1, unseen: Unseen | None = None, joined: str | None = None,
    ) -> None:  # fmt: skip
        """A table given as words; ``reach`` are merged cells (rows, columns), ``corner`` is its first cell; ``joined`` are
        the words as they stand in the text, where somebody joined them before."""
        if joined is None:
            joined = "\n".join(map(PARTED.join, words))
        self._next()
        starts, at = array("Q"), self._length
        for row in words:
            starts.append(at)
            at += sum(map(len, row)) + len(PARTED) * (len(row) - 1) + 1
        place = Place(
            file=self.name, page=self.page, sheet=self.sheet, paragraph=len(self._blocks) + 1,
            start=self._length, end=self._length + len(joined),
        )  # fmt: skip
        self._append(joined)
        if unseen is not None:
            self.hidden += unseen.within(words, starts, corner)
        rows = Grid(words=words, starts=starts, reach=reach, corner=corner, place=place, head_rows=head_rows)
        self._blocks.append(Table(rows=rows, head_rows=head_rows, caption=caption, place=place))

    def source(self) -> Source:
        notes = tuple(dict.fromkeys(self.notes))
        return Source(
            name=self.name,
            kind=self.kind,
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            notes=notes,
            hidden=tuple(sorted(self.hidden)),
        )
