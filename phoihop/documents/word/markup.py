"""The few WordprocessingML pieces a paper needs, as values that render to text.

Values rather than a live tree: the writer may still change the last paragraph (keep it with the
signatures, end a section in it) before anything is rendered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from phoihop.core.papers import Change

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile(r"([\t\n])")


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def points(pt: float) -> int:
    """Points in twentieths, the unit of spacing."""
    return round(pt * 20)


def readable(text: str) -> str:
    """NFC, without the control characters XML cannot hold."""
    return _NOT_XML.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run: its text and its ink. ``size`` None keeps the size of the style."""

    text: str
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: bool = False
    gap: bool = False
    link: str = ""
    change: Change | None = None

    def properties(self) -> str:
        out = "<w:b/><w:bCs/>" if self.bold else ""
        out += "<w:i/><w:iCs/>" if self.italic else ""
        if self.size is not None:
            half = round(self.size * 2)
            out += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        out += '<w:highlight w:val="yellow"/>' if self.gap else ""
        out += '<w:u w:val="single"/>' if self.underline else ""
        out += '<w:vertAlign w:val="superscript"/>' if self.raised else ""
        return f"<w:rPr>{out}</w:rPr>" if out else ""

    def render(self) -> str:
        deleted = self.change is not None and self.change.kind == "deleted"
        tag = "w:delText" if deleted else "w:t"
        out = []
        for piece in _PIECES.split(readable(self.text)):
            if piece == "\t":
                out.append("<w:tab/>")
            elif piece == "\n":
                out.append("<w:br/>")
            elif piece:
                out.append(f'<{tag} xml:space="preserve">{escape(piece)}</{tag}>')
        return f"<w:r>{self.properties()}{''.join(out)}</w:r>"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value the word processor fills in (PAGE)."""

    code: str
    size: float

    def render(self) -> str:
        ink = Span(text="", size=self.size).properties()
        return (
            f'<w:r>{ink}<w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r>{ink}<w:instrText xml:space="preserve"> {self.code} </w:instrText></w:r>'
            f'<w:r>{ink}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{ink}<w:t>2</w:t></w:r>'
            f'<w:r>{ink}<w:fldChar w:fldCharType="end"/></w:r>'
        )


@dataclass(frozen=True, kw_only=True)
class Para:
    """A paragraph; lengths in mm, spacing in pt. ``line_over`` draws a solid line on its upper edge;
    ``middle`` sets words half way up a picture beside them.
    """

    spans: tuple[Span | Field, ...] = ()
    style: str = ""
    align: str = ""
    before: float | None = None
    after: float | None = None
    exact: float | None = None
    first: float | None = None
    left: float | None = None
    right: float | None = None
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    line_over: bool = False
    middle: bool = False
    section: str = ""

    def _spacing(self) -> str:
        out = f' w:before="{points(self.before)}"' if self.before is not None else ""
        out += f' w:after="{points(self.after)}"' if self.after is not None else ""
        out += f' w:line="{points(self.exact)}" w:lineRule="exact"' if self.exact is not None else ""
        return f"<w:spacing{out}/>" if out else ""

    def _indent(self) -> str:
        named = (("left", self.left), ("right", self.right), ("firstLine", self.first))
        out = "".join(f' w:{name}="{twips(mm)}"' for name, mm in named if mm is not None)
        return f"<w:ind{out}/>" if out else ""

    def properties(self) -> str:
        out = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        out += "<w:keepNext/>" if self.keep_next else ""
        out += "<w:keepLines/>" if self.keep_lines else ""
        out += "<w:pageBreakBefore/>" if self.page_break_before else ""
        if self.line_over:
            out += '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        out += self._spacing() + self._indent()
        if self.align:
            out += f'<w:jc w:val="{"both" if self.align == "justify" else self.align}"/>'
        out += '<w:textAlignment w:val="center"/>' if self.middle else ""
        if self.exact is not None and not self.spans:
            out += '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
        out += self.section
        return f"<w:pPr>{out}</w:pPr>" if out else ""

    def kept(self) -> Para:
        return replace(self, keep_next=True)


class Sink:
    """Where rendering leaves what is not text: relations for links, numbers for tracked changes."""

    def __init__(self) -> None:
        self.links: dict[str, str] = {}
        self.changes = 0

    def relation(self, address: str) -> str:
        return self.links.setdefault(address, f"rIdLink{len(self.links) + 1}")

    def run(self, span: Span | Field) -> str:
        out = span.render()
        if isinstance(span, Field):
            return out
        if span.change is not None and span.change.kind in ("inserted", "deleted"):
            self.changes += 1
            tag = "w:ins" if span.change.kind == "inserted" else "w:del"
            author = quoteattr(readable(span.change.author) or "—")
            return f'<{tag} w:id="{self.changes}" w:author={author}{_when(span.change)}>{out}</{tag}>'
        if span.link:
            return f'<w:hyperlink r:id="{self.relation(span.link)}" w:history="1">{out}</w:hyperlink>'
        return out

    def para(self, para: Para) -> str:
        return f"<w:p>{para.properties()}{''.join(self.run(s) for s in para.spans)}</w:p>"

    def paras(self, paras: Iterable[Para]) -> str:
        return "".join(self.para(p) for p in paras)


def _when(change: Change) -> str:
    if change.at is None:
        return ""
    at = change.at if change.at.tzinfo is None else change.at.astimezone(UTC)
    return f' w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'


@dataclass(frozen=True, kw_only=True)
class Box:
    """A table cell: ``down`` is "" (one row), "restart" or "continue" of a cell over several rows."""

    paras: tuple[Para, ...]
    width: float
    span: int = 1
    down: str = ""
    middle: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    boxes: tuple[Box, ...]
    head: bool = False
    height: float | None = None


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: lines round every cell, or none (heading, signatures); ``widths`` in mm."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    ruled: bool = False

    def kept(self) -> Grid:
        """The same table, held together and to what follows its last row."""
        return replace(
            self,
            rows=tuple(
                replace(r, boxes=tuple(replace(b, paras=tuple(p.kept() for p in b.paras)) for b in r.boxes))
                for r in self.rows
            ),
        )

    def render(self, sink: Sink) -> str:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        kind = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if self.ruled else 'w:val="nil"'
        borders = "".join(f"<w:{e} {kind}/>" for e in edges)
        side = twips(1.5) if self.ruled else 0
        total = sum(twips(w) for w in self.widths)
        out = [
            f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="left"/>',
            f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>',
            '<w:tblLayout w:type="fixed"/>',
            f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>',
            "</w:tblCellMar></w:tblPr><w:tblGrid>",
            *(f'<w:gridCol w:w="{twips(w)}"/>' for w in self.widths),
            "</w:tblGrid>",
        ]
        out += [_row(row, sink) for row in self.rows]
        return "".join(out) + "</w:tbl>"


def _row(row: Row, sink: Sink) -> str:
    props = "<w:cantSplit/>"
    if row.height is not None:
        props += f'<w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>'
    props += "<w:tblHeader/>" if row.head else ""
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(_box(b, sink) for b in row.boxes)}</w:tr>"


def _box(box: Box, sink: Sink) -> str:
    props = f'<w:tcW w:w="{twips(box.width)}" w:type="dxa"/>'
    props += f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    props += f'<w:vMerge w:val="{box.down}"/>' if box.down else ""
    props += '<w:vAlign w:val="center"/>' if box.middle else ""
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{sink.paras(box.paras or (Para(),))}</w:tc>"


Item = Para | Grid


def lines(
    texts: Sequence[str], *, size: float, bold: bool = False, italic: bool = False
) -> tuple[Span | Field, ...]:
    """Several lines of one centred text, broken by hand."""
    return (Span(text="\n".join(texts), size=size, bold=bold, italic=italic),)
