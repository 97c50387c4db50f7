"""Any .docx as measured lines: what stands where, in which font, size and place.

Only what the check of form needs. Formatting is resolved as Word does: run, character style, paragraph
style and its parents, defaults of the file. Headings made with tables, tabs or spaces read alike.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 300_000_000
_MM_PER_TWIP = 25.4 / 1440
_BREAK = re.compile(r"[\t\n]")
# outside tables columns are also made with spaces, but "Số:      /BC" and "ngày      tháng" are one column
_GAP = re.compile(
    r"[\t\n]|(?<![ \u00a0])(?<!Số)(?<!Số:)(?<!ngày)(?<!tháng)(?<!năm)[ \u00a0]{3,}(?![ \u00a0/]|tháng|năm)"
)
_RUN_HOLDERS = {f"{_W}{t}" for t in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")}


class NotWord(ValueError):
    """The bytes are no .docx that can be opened; the message is a Vietnamese sentence."""


@dataclass(frozen=True, kw_only=True)
class Letters:
    """A stretch of text in one effective style; ``size`` in pt."""

    text: str
    font: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: bool = False
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One visual line made by hand: a paragraph, or its part between tabs, breaks or wide gaps.

    ``column`` counts cells or gaps from the left; ``spot`` is (table, row) or (-1, paragraph).
    """

    letters: tuple[Letters, ...]
    paragraph: Paragraph
    column: int
    spot: tuple[int, int]

    @property
    def text(self) -> str:
        return " ".join("".join(x.text for x in self.letters).split())

    def _shown(self) -> list[Letters]:
        return [x for x in self.letters if x.text.strip() and not x.raised]

    @property
    def sizes(self) -> set[float]:
        return {x.size for x in self._shown()}

    @property
    def bold(self) -> bool:
        return bool(self._shown()) and all(x.bold for x in self._shown())

    @property
    def italic(self) -> bool:
        return bool(self._shown()) and all(x.italic for x in self._shown())

    @property
    def underline(self) -> bool:
        return any(x.underline for x in self._shown())

    @property
    def capitals(self) -> bool:
        return self.text == self.text.upper() and any(c.isalpha() for c in self.text)


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """``line`` is the spacing in lines, 0 where it is fixed in points; lengths in mm, spacing in pt."""

    index: int
    letters: tuple[Letters, ...]
    section: int = 0
    table: int = -1
    row: int = 0
    column: int = 0
    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    listed: bool = False
    drawn: bool = False

    @property
    def text(self) -> str:
        return " ".join("".join(x.text for x in self.letters).split())

    def lines(self) -> list[Line]:
        joined = "".join(x.text for x in self.letters)
        out: list[Line] = []
        start = column = 0
        cuts = [*(_GAP if self.table < 0 else _BREAK).finditer(joined), None]
        for cut in cuts:
            end = cut.start() if cut else len(joined)
            if joined[start:end].strip():
                out.append(self._line(start, end, column))
                column += 1
            if cut and cut.group() == "\n":
                column = 0
            start = cut.end() if cut else end
        return out

    def _line(self, start: int, end: int, column: int) -> Line:
        found: list[Letters] = []
        at = 0
        for letters in self.letters:
            piece = letters.text[max(0, start - at) : max(0, end - at)]
            if piece:
                found.append(replace(letters, text=piece))
            at += len(letters.text)
        spot = (self.table, self.row) if self.table >= 0 else (-1, self.index)
        return Line(letters=tuple(found), paragraph=self, column=column + self.column * 10, spot=spot)


@dataclass(frozen=True, kw_only=True)
class PageNumber:
    where: str
    align: str
    size: float


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lengths in mm; ``number`` is the page number of its ordinary pages, ``on_first`` of its first."""

    width: float
    height: float
    margins: dict[str, float]
    landscape: bool
    restarts: bool
    number: PageNumber | None
    on_first: bool


@dataclass(kw_only=True)
class WordFile:
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for p in self.paragraphs for line in p.lines()]


# ------------------------------------------------------------------------------------------ styles


def _val(element: Any, tag: str, name: str = "val") -> str | None:
    found = element.find(f"{_W}{tag}") if element is not None else None
    return None if found is None else found.get(f"{_W}{name}", "")


def _number(text: str | None, default: float = 0.0) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def _mm(text: str | None) -> float:
    return _number(text) * _MM_PER_TWIP


def _on(value: str | None) -> bool | None:
    return None if value is None else value not in ("0", "false", "off", "none")


class Styles:
    """Looks a property up along run → styles → defaults."""

    def __init__(self, root: Any, theme: bytes | None) -> None:
        self.by_id: dict[str, Any] = {}
        self.default = ""
        for style in root.findall(f"{_W}style"):
            key = style.get(f"{_W}styleId", "")
            self.by_id[key] = style
            if style.get(f"{_W}type") == "paragraph" and _on(style.get(f"{_W}default")):
                self.default = key
        defaults = root.find(f"{_W}docDefaults")
        self.run_default = self._inner(defaults, "rPrDefault", "rPr")
        self.paragraph_default = self._inner(defaults, "pPrDefault", "pPr")
        self.theme = _theme_fonts(theme)

    @staticmethod
    def _inner(element: Any, outer: str, inner: str) -> Any:
        found = element.find(f"{_W}{outer}") if element is not None else None
        return found.find(f"{_W}{inner}") if found is not None else None

    def chain(self, style_id: str | None, tag: str) -> Iterator[Any]:
        """``rPr`` or ``pPr`` of a style and its parents, nearest first."""
        seen: set[str] = set()
        while style_id and style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            found = style.find(f"{_W}{tag}")
            if found is not None:
                yield found
            style_id = _val(style, "basedOn")

    def run_sources(self, run: Any, paragraph_style: str) -> list[Any]:
        own = run.find(f"{_W}rPr")
        sources = [own] if own is not None else []
        sources += self.chain(_val(own, "rStyle"), "rPr")
        sources += self.chain(paragraph_style, "rPr")
        return [*sources, self.run_default] if self.run_default is not None else sources

    def font(self, sources: list[Any]) -> str:
        for source in sources:
            fonts = source.find(f"{_W}rFonts")
            if fonts is None:
                continue
            for name in ("hAnsi", "ascii"):
                theme = fonts.get(f"{_W}{name}Theme")
                if theme:
                    return self.theme.get("major" if theme.startswith("major") else "minor", "")
                if fonts.get(f"{_W}{name}"):
                    return str(fonts.get(f"{_W}{name}"))
        return ""


def _theme_fonts(theme: bytes | None) -> dict[str, str]:
    """``major`` and ``minor`` Latin fonts of the theme."""
    if theme is None:
        return {}
    out = {}
    for kind in ("major", "minor"):
        pattern = rf"<a:{kind}Font>.*?<a:latin[^>]*typeface=\"([^\"]*)\"".encode()
        found = re.search(pattern, theme, re.DOTALL)
        if found:
            out[kind] = found.group(1).decode("utf-8", "replace")
    return out


def _first(sources: list[Any], tag: str, name: str = "val") -> str | None:
    return next((v for s in sources if (v := _val(s, tag, name)) is not None), None)


# --------------------------------------------------------------------------------------- paragraphs


def _runs(element: Any) -> Iterator[Any]:
    """Runs in reading order, without deleted text and without text boxes."""
    for child in element:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in _RUN_HOLDERS:
            yield from _runs(child)


def _run_text(run: Any) -> str:
    out = []
    for child in run:
        tag = child.tag.rsplit("}", 1)[-1]
        if tag == "t":
            out.append(child.text or "")
        elif tag in ("tab", "ptab"):
            out.append("\t")
        elif tag in ("br", "cr"):
            out.append("\n")
        elif tag == "noBreakHyphen":
            out.append("-")
    return unicodedata.normalize("NFC", "".join(out))


def _letters(run: Any, styles: Styles, paragraph_style: str) -> Letters:
    sources = styles.run_sources(run, paragraph_style)
    text = _run_text(run)
    if _on(_first(sources, "caps")):
        text = text.upper()
    underline = _first(sources, "u")
    return Letters(
        text=text, font=styles.font(sources), size=_number(_first(sources, "sz"), 20.0) / 2,
        bold=bool(_on(_first(sources, "b"))), italic=bool(_on(_first(sources, "i"))),
        underline=underline not in (None, "none"), raised=_first(sources, "vertAlign") == "superscript",
        colour=(_first(sources, "color") or "").lower(),
    )  # fmt: skip


def _drawn(element: Any, sources: list[Any]) -> bool:
    """A line or shape stands in the paragraph: border, drawing or old-style picture."""
    border = sources[0].find(f"{_W}pBdr") if sources else None
    if border is not None and any(b.get(f"{_W}val") not in (None, "nil", "none") for b in border):
        return True
    return any(e.tag.rsplit("}", 1)[-1] in ("drawing", "pict", "AlternateContent") for e in element.iter())


@dataclass(frozen=True, kw_only=True)
class _Spot:
    index: int
    section: int
    table: int = -1
    row: int = 0
    column: int = 0


def _paragraph(element: Any, styles: Styles, spot: _Spot) -> Paragraph:
    own = element.find(f"{_W}pPr")
    style = _val(own, "pStyle") or styles.default
    sources = [own] if own is not None else []
    sources += styles.chain(style, "pPr")
    if styles.paragraph_default is not None:
        sources.append(styles.paragraph_default)
    line, rule = _first(sources, "spacing", "line"), _first(sources, "spacing", "lineRule")
    align = _first(sources, "jc") or "left"
    return Paragraph(
        index=spot.index, section=spot.section, table=spot.table, row=spot.row, column=spot.column,
        letters=tuple(_letters(r, styles, style) for r in _runs(element)),
        align={"both": "justify", "distribute": "justify", "start": "left", "end": "right"}.get(align, align),
        first=_mm(_deep(sources, "ind", "firstLine")) - _mm(_deep(sources, "ind", "hanging")),
        left=_mm(_deep(sources, "ind", "left")),
        before=_number(_deep(sources, "spacing", "before")) / 20,
        after=_number(_deep(sources, "spacing", "after")) / 20,
        line=_number(line, 240) / 240 if rule in (None, "", "auto") else 0.0,
        listed=_first(sources, "numPr", "val") is not None,
        drawn=_drawn(element, sources),
    )  # fmt: skip


def _deep(sources: list[Any], tag: str, name: str) -> str | None:
    """Like ``_first``, but an element that leaves the attribute out does not hide its parents'."""
    for source in sources:
        found = source.find(f"{_W}{tag}")
        if found is not None and found.get(f"{_W}{name}") is not None:
            return str(found.get(f"{_W}{name}"))
    return None


class _Walk:
    """Paragraphs of the body in order; those of tables know their cell."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.out: list[Paragraph] = []
        self.section = 0
        self.tables = 0

    def body(self, element: Any) -> None:
        for child in element:
            tag = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
            if tag == "p":
                self.paragraph(child)
            elif tag == "tbl":
                self.table(child)
            elif tag in ("sdt", "sdtContent", "ins"):
                self.body(child)

    def paragraph(self, element: Any, *, table: int = -1, row: int = 0, column: int = 0) -> None:
        spot = _Spot(index=len(self.out), section=self.section, table=table, row=row, column=column)
        self.out.append(_paragraph(element, self.styles, spot))
        properties = element.find(f"{_W}pPr")
        if properties is not None and properties.find(f"{_W}sectPr") is not None:
            self.section += 1

    def table(self, element: Any) -> None:
        number = self.tables
        self.tables += 1
        for row, tr in enumerate(element.findall(f"{_W}tr")):
            for column, tc in enumerate(tr.findall(f"{_W}tc")):
                self.cell(tc, table=number, row=row, column=column)

    def cell(self, element: Any, *, table: int, row: int, column: int) -> None:
        for child in element:
            tag = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
            if tag == "p":
                self.paragraph(child, table=table, row=row, column=column)
            elif tag == "tbl":
                self.table(child)
            elif tag in ("sdt", "sdtContent"):
                self.cell(child, table=table, row=row, column=column)


# ----------------------------------------------------------------------------------------- sections


def _page_number(part: Any, styles: Styles, where: str) -> PageNumber | None:
    """The PAGE field of a header or footer with its alignment and size."""
    for element in part.iter(f"{_W}p"):
        codes = [e.text or "" for e in element.iter(f"{_W}instrText")]
        codes += [e.get(f"{_W}instr", "") for e in element.iter(f"{_W}fldSimple")]
        if not any(re.search(r"\bPAGE\b", code) for code in codes):
            continue
        read = _paragraph(element, styles, _Spot(index=0, section=0))
        frame = element.find(f"{_W}pPr/{_W}framePr")
        align = read.align
        if frame is not None and frame.get(f"{_W}xAlign"):
            align = frame.get(f"{_W}xAlign")
        elif any("\t" in x.text for x in read.letters):
            align = "center"  # the middle tab of Word's own header style
        style = _val(element.find(f"{_W}pPr"), "pStyle") or styles.default
        inks = [styles.run_sources(r, style) for r in _runs(element)]
        size = max((_number(_first(s, "sz"), 20.0) / 2 for s in inks), default=0.0)
        return PageNumber(where=where, align=align, size=size)
    return None


def _section(section: Any, styles: Styles, before: Section | None) -> Section:
    own = [
        (w, p)
        for w, p in (("top", section.header), ("bottom", section.footer))
        if not p.is_linked_to_previous
    ]
    found = (_page_number(part._element, styles, where) for where, part in own)
    number = next((n for n in found if n), None) if own else before.number if before else None
    on_first = number is not None
    if section.different_first_page_header_footer:
        firsts = [
            p for p in (section.first_page_header, section.first_page_footer) if not p.is_linked_to_previous
        ]
        on_first = any(_page_number(p._element, styles, "top") is not None for p in firsts)
        on_first = on_first or bool(not firsts and before and before.on_first)
    count = section._sectPr.find(f"{_W}pgNumType")
    width, height = (v.mm if v is not None else 0.0 for v in (section.page_width, section.page_height))
    margins = {
        side: v.mm if (v := getattr(section, f"{side}_margin")) is not None else 0.0
        for side in ("top", "bottom", "left", "right")
    }
    return Section(
        width=width, height=height, margins=margins, landscape=width > height,
        restarts=count is not None and count.get(f"{_W}start") is not None, number=number, on_first=on_first,
    )  # fmt: skip


def read(data: bytes) -> WordFile:
    """Open a .docx of any origin; NotWord if it is none."""
    import docx  # noqa: PLC0415 heavy

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > _MOST_BYTES:
                raise NotWord(_("Tệp quá lớn sau khi giải nén, không đối chiếu thể thức."))
            theme = next((n for n in archive.namelist() if n.startswith("word/theme/")), None)
            theme_bytes = archive.read(theme) if theme else None
        document: Any = docx.Document(io.BytesIO(data))
    except NotWord:
        raise
    except Exception as broken:
        raise NotWord(_("Không mở được tệp này như một tệp Word (.docx).")) from broken
    styles = Styles(document.styles.element, theme_bytes)
    walk = _Walk(styles)
    walk.body(document.element.body)
    out = WordFile(paragraphs=walk.out)
    for section in document.sections:
        out.sections.append(_section(section, styles, out.sections[-1] if out.sections else None))
    return out
