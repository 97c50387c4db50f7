"""The pieces of the Word writer as plain data for ``paper.typ``: every length resolved, in points.

Spacing is summed here: a piece is told how far it stands below the one before it, so that both formats
break their pages at about the same line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phoihop.documents.fonts import FALL, LINE, RISE, letters
from phoihop.documents.layout import Layout
from phoihop.documents.word.markup import Field, Grid, Item, Para, Row, Span, readable
from phoihop.documents.word.measuring import width_mm
from phoihop.documents.word.styles import STYLES, Style

Data = dict[str, Any]

POINTS = 72 / 25.4  # in one mm
_PADDING = 1.5  # mm beside the words of a ruled cell, as in Word
_TALL = 0.5  # share of a page from which a row may be broken over two
#: What the font has no picture for, and what stands for it.
_INSTEAD = {"☐": "□", "☑": "■", "☒": "■", "✓": "√", "✔": "√", "✗": "×", "✘": "×", "→": "→", "\u2011": "-"}
_UNKNOWN = "□"


def drawable(text: str) -> str:
    """The text in letters the font has: PDF/A knows no missing ones."""
    known = letters()
    return "".join(c if ord(c) in known or c in "\n\t" else _INSTEAD.get(c, _UNKNOWN) for c in readable(text))


class Drawing:
    """Turns pieces into data under one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.styles = {style.id: style for style in STYLES}
        self.level = 0
        m = layout.measures
        self.tall = (m["page.height"].used - m["margin.top"].used - m["margin.bottom"].used) * POINTS * _TALL

    # ------------------------------------------------------------------------------ paragraphs

    def _size(self, para: Para) -> float:
        style = self.styles.get(para.style)
        return self.layout.elements[style.element if style else "body"].used

    def _lead(self, para: Para, *, size: float) -> float:
        """The white between two lines of the paragraph."""
        if para.exact is not None:
            return para.exact - (RISE + FALL) * size
        style = self.styles.get(para.style)
        spaced = self.layout.measures["body.line"].used if style and style.spaced else 1.0
        return (LINE * spaced - RISE - FALL) * size

    def _after(self, para: Para) -> float:
        style = self.styles.get(para.style)
        if para.after is not None or style is None:
            return para.after or 0.0
        return self.layout.measures["body.after"].used if style.after is None else style.after

    def _before(self, para: Para) -> float:
        style = self.styles.get(para.style)
        return para.before if para.before is not None else style.before if style else 0.0

    def runs(self, para: Para) -> list[Data]:
        style = self.styles.get(para.style)
        element = self.layout.elements[style.element] if style else None
        out: list[Data] = []
        for span in para.spans:
            if isinstance(span, Field):
                continue
            bold = span.bold or bool(element and element.bold)
            italic = span.italic or bool(element and element.italic)
            size = span.size if span.size is not None else self._size(para)
            out += _run(span, size=size, bold=bold, italic=italic)
        return out

    def _first(self, para: Para, style: Style | None) -> float:
        if para.first is not None:
            return para.first * POINTS
        return self.layout.measures["body.indent"].used * POINTS if style and style.indent else 0.0

    def para(self, para: Para, *, above: float) -> Data:
        style = self.styles.get(para.style)
        runs = self.runs(para)
        size = max((r["size"] for r in runs if "size" in r), default=self._size(para))
        lead = self._lead(para, size=size)
        return {
            "k": "para", "above": above + self._before(para) + (0.0 if para.line_over else lead), "runs": runs,
            "lead": lead, "first": self._first(para, style), "rule": para.line_over,
            "left": (para.left or 0.0) * POINTS, "right": (para.right or 0.0) * POINTS,
            "align": para.align or (style.align if style else "left"), "level": self._outline(style),
            "sticky": para.keep_next, "whole": para.keep_lines,
        }  # fmt: skip

    def _outline(self, style: Style | None) -> int:
        """Headings for those who listen to the page: none is skipped on the way down."""
        if style is None or style.outline is None:
            return 0
        self.level = min(style.outline + 1, self.level + 1)
        return self.level

    def below(self, para: Para) -> float:
        """What a paragraph leaves free under itself; an empty one is nothing but that."""
        if para.line_over:
            return (para.exact or 0.0) + self._after(para)
        if not para.spans:
            high = para.exact if para.exact is not None else LINE * self._size(para)
            return self._before(para) + high + self._after(para)
        return self._after(para)

    def flow(self, items: Sequence[Item]) -> tuple[list[Data], float]:
        """The pieces one under the other, and what is left free under the last."""
        out: list[Data] = []
        gap = 0.0
        for item in items:
            if isinstance(item, Grid):
                out.append(self.grid(item, above=gap))
                gap = 0.0
                continue
            if item.spans or item.line_over:
                out.append(self.para(item, above=gap))
                gap = 0.0
            gap += self.below(item)
        return out, gap

    # ---------------------------------------------------------------------------------- tables

    def grid(self, grid: Grid, *, above: float) -> Data:
        head = sum(1 for row in grid.rows if row.head)
        last = grid.rows[-1].boxes[-1].paras if grid.rows else ()
        return {
            "k": "grid", "above": above, "widths": [w * POINTS for w in grid.widths], "ruled": grid.ruled,
            "head": head if grid.ruled else 0, "inset": _PADDING * POINTS if grid.ruled else 0,
            "sticky": not grid.ruled and bool(last) and last[-1].keep_next,
            "heights": [r.height * POINTS if r.height is not None else None for r in grid.rows],
            "rows": [self._row(grid, i) for i in range(len(grid.rows))],
        }  # fmt: skip

    def _row(self, grid: Grid, i: int) -> list[Data]:
        row = grid.rows[i]
        breaks = grid.ruled and self._height(row) > self.tall
        out: list[Data] = []
        column = 0
        for box in row.boxes:
            if box.down != "continue":
                paras, foot = self.flow(box.paras)
                out.append({
                    "span": box.span, "rows": _rows_of(grid, i, column) if box.down else 1,
                    "middle": box.middle, "paras": paras, "foot": foot, "breaks": breaks,
                })  # fmt: skip
            column += box.span
        return out

    def _height(self, row: Row) -> float:
        """About how high a row of a table will be: whether it fits a page is all that is asked."""
        high = 0.0
        for box in row.boxes:
            room = max(box.width - 2 * _PADDING, 1.0)
            lines = 0.0
            for para in box.paras:
                text = "".join(s.text for s in para.spans if isinstance(s, Span))
                size = self._size(para)
                lines += sum(width_mm(t, size=size) / room + 1 for t in text.split("\n")) * LINE * size
            high = max(high, lines)
        return high


def _rows_of(grid: Grid, i: int, column: int) -> int:
    """Over how many rows a cell reaches: those below whose cell at this column goes on."""
    count = 1
    for row in grid.rows[i + 1 :]:
        at, found = 0, False
        for box in row.boxes:
            found = found or (at == column and box.down == "continue")
            at += box.span
        if not found:
            break
        count += 1
    return count


def _run(span: Span, *, size: float, bold: bool, italic: bool) -> list[Data]:
    style: Data = {"size": size}
    change = span.change.kind if span.change is not None else ""
    marks = {
        "b": bold, "i": italic, "u": span.underline or change == "inserted", "gap": span.gap,
        "raised": span.raised, "gone": change == "deleted",
    }  # fmt: skip
    style |= {name: True for name, on in marks.items() if on}
    if span.link:
        style["link"] = span.link
    out: list[Data] = []
    for n, piece in enumerate(drawable(span.text).replace("\t", " ").split("\n")):
        if n:
            out.append({"br": True})
        if piece:
            out.append({"t": piece, **style})
    return out
