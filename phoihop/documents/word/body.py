"""The words of a paper: headings, paragraphs, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from phoihop.core.papers import Cell, Heading, ListItem, Paragraph, Run, Table
from phoihop.documents.layout import Layout
from phoihop.documents.word.markup import Box, Grid, Item, Para, Row, Span
from phoihop.documents.word.measuring import width_mm
from phoihop.documents.word.opening import text_width
from phoihop.documents.word.spans import spans, tie

_PART = re.compile(r"(?:Phần|Chương|Mục|Tiểu mục)\b", re.IGNORECASE)


def heading(block: Heading) -> list[Item]:
    """Phần, Chương, Mục stand centred over their title; all others run on after their number."""
    style = f"Heading{min(max(block.level, 1), 3)}"
    if _PART.match(block.number):
        out: list[Item] = [Para(spans=(Span(text=block.number),), style="Chuong", keep_next=True)]
        if block.text:
            out.append(Para(spans=(Span(text=block.text.upper()),), style="TieuDeChuong", keep_next=True))
        return out
    words = " ".join(w for w in (block.number, block.text) if w)
    return [Para(spans=(Span(text=tie([words])[0]),), style=style, keep_next=True)]


def paragraph(block: Paragraph, *, base_url: str) -> list[Item]:
    align = "" if block.align == "justify" else block.align
    first = 0.0 if block.align in ("center", "right") else None
    return [Para(spans=spans(block.runs, base_url=base_url), style="VanBan", align=align, first=first)]


def list_item(block: ListItem, *, base_url: str) -> list[Item]:
    marker = (Run(text=f"{block.marker} "),) if block.marker else ()
    return [Para(spans=spans((*marker, *block.runs), base_url=base_url), style="VanBan")]


# -------------------------------------------------------------------------------------- tables

_PADDING = 3.6  # mm beside the words of a cell, with a little room for other fonts
Placed = tuple[int, Cell, str]  # column, cell, "" | restart | continue


def place_cells(rows: Sequence[Sequence[Cell]]) -> list[list[Placed]]:
    """Each row's cells with their column, as in HTML: a cell over several rows is written once."""
    hanging: dict[int, tuple[int, Cell]] = {}  # column → rows still covered, cell
    out: list[list[Placed]] = []
    for row in rows:
        placed: list[Placed] = []
        column = 0
        waiting = list(row)
        while waiting or any(c >= column for c in hanging):
            if column in hanging:
                left, cell = hanging.pop(column)
                placed.append((column, cell, "continue"))
                if left > 1:
                    hanging[column] = (left - 1, cell)
                column += cell.span
                continue
            if not waiting:
                column = min(c for c in hanging if c >= column)
                continue
            cell = waiting.pop(0)
            placed.append((column, cell, "restart" if cell.rows > 1 else ""))
            if cell.rows > 1:
                hanging[column] = (cell.rows - 1, cell)
            column += cell.span
        out.append(placed)
    return out


def _filled(placed: list[Placed], columns: int) -> list[Placed]:
    """The row with an empty cell for every column nobody filled."""
    out: list[Placed] = []
    at = 0
    for column, cell, down in placed:
        out += [(c, Cell(runs=()), "") for c in range(at, column)]
        out.append((column, cell, down))
        at = column + cell.span
    return out + [(c, Cell(runs=()), "") for c in range(at, columns)]


def column_widths(
    rows: Sequence[Sequence[Placed]], *, columns: int, total: float, size: float, shares: Sequence[float]
) -> tuple[float, ...]:
    """By the shares asked for or by contents; never narrower than the longest word if there is room."""
    least = [8.0] * columns
    wish = [8.0] * columns
    for row in rows:
        for column, cell, _down in row:
            if cell.span > 1:
                continue
            longest = max((width_mm(w, size=size, bold=cell.head) for w in cell.text.split()), default=0.0)
            whole = width_mm(cell.text, size=size, bold=cell.head)
            least[column] = max(least[column], longest + _PADDING)
            wish[column] = max(wish[column], min(whole + _PADDING, total * 0.6))
    if len(shares) == columns and sum(shares) > 0:
        wish = [total * s / sum(shares) for s in shares]
    if sum(least) >= total:
        return tuple(total * w / sum(least) for w in least)
    spare = total - sum(least)
    more = [max(0.0, w - m) for w, m in zip(wish, least, strict=True)]
    if not sum(more):
        return tuple(m + spare / columns for m in least)
    return tuple(m + spare * x / sum(more) for m, x in zip(least, more, strict=True))


def table(block: Table, *, layout: Layout, base_url: str, landscape: bool) -> list[Item]:
    """Caption, then the table: heading rows repeat on each page and no row breaks over two pages."""
    element = layout.elements["table"]
    rows = place_cells(block.rows)
    columns = max((c + cell.span for row in rows for c, cell, _d in row), default=0)
    out: list[Item] = []
    if block.caption:
        out.append(Para(spans=(Span(text=tie([block.caption])[0]),), style="TenBang", keep_next=True))
    if not columns:
        return out
    rows = [_filled(row, columns) for row in rows]
    widths = column_widths(
        rows, columns=columns, total=text_width(layout, landscape=landscape), size=element.used,
        shares=block.widths,
    )  # fmt: skip
    made = tuple(
        Row(
            boxes=tuple(
                _cell(
                    cell,
                    widths=widths[c : c + cell.span],
                    down=down,
                    head=i < block.head_rows,
                    base_url=base_url,
                )
                for c, cell, down in row
            ),
            head=i < block.head_rows,
        )
        for i, row in enumerate(rows)
    )
    return [*out, Grid(rows=made, widths=widths, ruled=True), Para(exact=6)]


def _cell(cell: Cell, *, widths: Sequence[float], down: str, head: bool, base_url: str) -> Box:
    head = head or cell.head
    runs = () if down == "continue" else cell.runs
    para = Para(
        spans=spans(runs, base_url=base_url, bold=head), style="OBang",
        align="center" if head else cell.align, keep_next=head,
    )  # fmt: skip
    return Box(paras=(para,), width=sum(widths), span=cell.span, down=down, middle=head)


def last_kept(items: list[Item]) -> list[Item]:
    """The same items with the last paragraph kept with what follows (a signature never stands alone)."""
    for i in range(len(items) - 1, -1, -1):
        item = items[i]
        if isinstance(item, Para):
            items[i] = replace(item, keep_next=True)
            if item.spans:
                break
        else:
            break
    return items
