"""The text of a Word file as blocks: what stands between its head and its signatures, and its annexes.

The head, the number, the signing columns and Nơi nhận of the file are left behind: the record that takes the
text over writes its own. Found by words and place, as the check of form finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from phoihop.core.papers import (
    Annex,
    Block,
    Cell,
    Heading,
    LegalBasis,
    ListItem,
    Run,
    Table,
)
from phoihop.core.papers import Paragraph as Text
from phoihop.documents.word.parts import Parts
from phoihop.documents.word.reading import Letters, Paragraph, read

_BASIS = re.compile(r"Căn cứ\b")
_ADDRESSED = re.compile(r"Kính gửi\s*:?")
_MARKER = re.compile(r"^\s*(?P<marker>[-–+•])\s*")
_PART = re.compile(r"^(?P<number>(?:Phần|Chương)\s+\S+|[IVX]{1,6}\.|Điều \d{1,3}\.)\s+(?P<text>.+)$")
_POINT = re.compile(r"^(?P<number>\d{1,2}\.(?:\d{1,2}\.?)*)\s+(?P<text>.+)$")
_ANNEX = re.compile(r"^Phụ lục(?:\s+(?:số\s+)?(?P<number>[\dIVXLC]+))?\s*[.:]?$", re.IGNORECASE)


def blocks_of_word(data: bytes) -> tuple[Block, ...]:
    """The blocks between head and closing, annexes behind them; NotWord if the bytes are no .docx."""
    parts = Parts(read(data))
    start, stop = _start(parts), _stop(parts)
    body = [p for p in parts.main if start <= p.index < stop]
    return (*_blocks(_without_addressees(body)), *_annexes(parts.file.paragraphs[parts.annex_start :]))


def _start(parts: Parts) -> int:
    lines = [
        parts.country, parts.motto, parts.number, parts.date, parts.kind, *parts.subject, *parts.about, *parts.issuers,
    ]  # fmt: skip
    stood = [line.paragraph.index for line in lines if line is not None]
    return max(stood, default=-1) + 1


def _stop(parts: Parts) -> int:
    ends = [line.paragraph.index for line in (*parts.authorities[:1], parts.recipients) if line is not None]
    return min((end for end in ends if end >= _start(parts)), default=parts.annex_start)


def _without_addressees(body: list[Paragraph]) -> list[Paragraph]:
    """ "Kính gửi" and the "-" lines under it."""
    out: list[Paragraph] = []
    addressed = False
    for paragraph in body:
        if _ADDRESSED.match(paragraph.text):
            addressed = True
        elif not addressed or not _MARKER.match(paragraph.text):
            addressed = addressed and not paragraph.text
            if not addressed:
                out.append(paragraph)
    return out


def _blocks(paragraphs: Iterable[Paragraph]) -> list[Block]:
    out: list[Block] = []
    for table, rows in groupby(paragraphs, key=lambda p: p.table):
        if table >= 0:
            out.append(_table(list(rows)))
        else:
            out += [_block(p) for p in rows if p.text]
    return out


def _block(paragraph: Paragraph) -> Block:
    text = paragraph.text
    bold = all(x.bold for x in paragraph.letters if x.text.strip())
    if _BASIS.match(text) and (paragraph.letters[0].italic or text.endswith((";", ".", ","))):
        return LegalBasis(text=text.rstrip(";.,"))
    if bold and (found := _PART.match(text)):
        return Heading(level=1, number=found["number"], text=found["text"])
    if bold and (found := _POINT.match(text)):
        return Heading(level=2, number=found["number"], text=found["text"])
    if found := _MARKER.match(text):
        return ListItem(runs=_runs(paragraph.letters, cut=found.end()), marker=found["marker"])
    align = paragraph.align if paragraph.align in ("center", "right") else "justify"
    return Text(runs=_runs(paragraph.letters), align=align)


def _runs(letters: Iterable[Letters], *, cut: int = 0) -> tuple[Run, ...]:
    """Neighbours of one style are one run; ``cut`` letters at the beginning are the marker."""
    out: list[Run] = []
    for style, found in groupby(letters, key=lambda x: (x.bold, x.italic, x.underline)):
        text = re.sub(r"\s+", " ", "".join(x.text for x in found))
        if not out:
            text = text.lstrip()[cut:] if cut else text.lstrip()
            if not text:
                continue
        bold, italic, underline = style
        out.append(Run(text=text, bold=bold, italic=italic, underline=underline))
    if out:
        last = out[-1]
        out[-1] = Run(text=last.text.rstrip(), bold=last.bold, italic=last.italic, underline=last.underline)
    return tuple(run for run in out if run.text)


def _table(paragraphs: list[Paragraph]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for _row, in_row in groupby(paragraphs, key=lambda p: p.row):
        cells: list[Cell] = []
        for _column, found in groupby(in_row, key=lambda p: p.column):
            inside = list(found)
            runs = [run for p in inside for run in (*_runs(p.letters), Run(text="\n"))][:-1]
            head = bool(runs) and all(run.bold for run in runs if run.text.strip())
            align = inside[0].align if inside[0].align in ("center", "right") else "left"
            cells.append(Cell(runs=tuple(runs), align=align, head=head))
        rows.append(tuple(cells))
    wide = max((len(row) for row in rows), default=1)
    rows = [(*row, *(Cell(runs=()) for _n in range(wide - len(row)))) for row in rows]
    heads = 1 if rows and all(cell.head for cell in rows[0] if cell.text.strip()) else 0
    return Table(rows=tuple(rows), head_rows=heads)


def _annexes(paragraphs: list[Paragraph]) -> list[Block]:
    """Each "Phụ lục" with its title (the next centred line) and what follows it."""
    out: list[Block] = []
    number, title = "", ""
    inside: list[Paragraph] = []
    seen = False
    for paragraph in [*paragraphs, None]:
        found = _ANNEX.match(paragraph.text) if paragraph is not None and paragraph.table < 0 else None
        if paragraph is None or found:
            if seen:
                out.append(Annex(number=number, title=title, blocks=tuple(_blocks(inside))))
            if found:
                number, title, inside, seen = found["number"] or "", "", [], True
        elif not title and paragraph.text and paragraph.table < 0:
            title = paragraph.text
        else:
            inside.append(paragraph)
    return out
