"""Word files (.docx): paragraphs, automatic numbers, tables, footnotes, tracked changes and comments.

Page heads and feet are left out. What was deleted and what was remarked stand in no text: they are runs
without letters that carry their :class:`Change`.

The parts are parsed directly: a paper of thirty pages is read in a fraction of a second, and nothing but
the text parts is ever unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from phoihop.core.papers import Change, Run
from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.archive import Archive
from phoihop.ingest.readers.encodings import legacy_note, tidy
from phoihop.ingest.readers.legacy import convert, family_of, font_family, is_soup, is_typed_in
from phoihop.ingest.readers.numbering import Numbering, read_numbering, small
from phoihop.ingest.readers.source import Builder, GivenCell, ShouldStop, Source
from phoihop.ingest.readers.wordstyles import Style, Styles, read_styles, toggled

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {W + "instrText", W + "delText", W + "pict", _FALLBACK}
#: Word itself knows no more columns.
MOST_COLUMNS = 63
_CONTAINERS = {W + "sdt", W + "sdtContent", W + "smartTag", W + "customXml", W + "body"}


def parse_part(body: bytes) -> _Element:
    """One XML part, refusing declarations of entities before the parser sees them."""
    from lxml import etree  # noqa: PLC0415 heavy

    plain = body.replace(b"\x00", b"") if b"\x00" in body[:64] else body  # UTF-16 needs no mark to be read
    head = body[:2]
    if head in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refusals.entities()
    if _STRICT in body[:4096]:
        body = body.replace(_STRICT, W[1:-1].encode())
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:  # damaged, or nested deeper than any paper
        raise refusals.broken() from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusals.entities()
    return root


def read_docx(archive: Archive, *, name: str, should_stop: ShouldStop | None = None) -> Source:
    root = parse_part(archive.part("word/document.xml"))
    styles = read_styles(_optional(archive, "word/styles.xml"))
    numbering = read_numbering(_optional(archive, "word/numbering.xml"))
    body = root.find(W + "body")
    if body is None:
        raise refusals.broken()
    builder = Builder(name=name, kind="docx", should_stop=should_stop)
    remarks = _remarks(_optional(archive, "word/comments.xml"))
    footnotes = _footnotes(_optional(archive, "word/footnotes.xml"))
    word = _Word(builder=builder, styles=styles, numbering=numbering, remarks=remarks, footnotes=footnotes)
    word.family = family_of(_words(p) for p in body.iter(W + "p"))
    word.blocks(body)
    source = builder.source()
    if not source.text.strip():
        raise refusals.empty()
    if is_soup(source.text):
        raise refusals.soup_word()
    return source


def _optional(archive: Archive, part: str) -> _Element | None:
    return parse_part(archive.part(part)) if part in archive.names else None


@dataclass
class _Word:
    builder: Builder
    styles: Styles
    numbering: Numbering
    remarks: dict[str, Change] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    #: The old font of a text whose fonts have other names.
    family: str = ""
    seen: int = 0
    _boxes: list[_Element] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def blocks(self, parent: _Element) -> None:
        for child in parent:
            self.seen += 1
            stop = self.builder.should_stop
            if stop and self.seen % 500 == 0 and stop():
                raise refusals.stopped()
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in _CONTAINERS:
                self.blocks(child)
            elif child.tag in (W + "ins", W + "moveTo"):
                self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> None:
        style, marker, level = self._shape(paragraph)
        runs = self._runs(paragraph, style)
        for line in _lines(runs):
            self.builder.add_line(line, marker=marker, level=level, heading=style.heading)
            marker = ""
        self._write_footnotes()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _write_footnotes(self) -> None:
        """A footnote stands after its paragraph, or after the table it was called from."""
        notes, self._notes = self._notes, []
        for note in notes:
            self.builder.add_line((Run(text=note, italic=True),))

    def _shape(self, paragraph: _Element) -> tuple[Style, str, int]:
        """The style of a paragraph, its automatic number and the depth of that number."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return self.styles.of(None), "", 0
        named = properties.find(W + "pStyle")
        style = self.styles.of(named.get(W + "val") if named is not None else None)
        outline = properties.find(W + "outlineLvl")
        if outline is not None and (depth := small(outline.get(W + "val"), default=9, most=9)) < 9:
            style = style.with_heading(min(depth + 1, 3))
        number = properties.find(W + "numPr")
        source = number if number is not None else style.number
        if source is None:
            return style, "", 0
        marker, level = self.numbering.next(source)
        return style, marker, level

    def _runs(self, paragraph: _Element, style: Style) -> tuple[Run, ...]:
        runs: list[Run] = []
        for element, change in _run_elements(paragraph, None):
            for box in element.iter(W + "txbxContent"):
                own = next(box.iterancestors(W + "r"), None) is element  # a box inside a box is read with it
                if own and not any(True for _ in box.iterancestors(_FALLBACK)):
                    self._boxes.append(box)
            for called in element.findall(W + "footnoteReference"):
                if note := self.footnotes.get(called.get(W + "id") or ""):
                    self._notes.append(note)
            for remark in element.findall(W + "commentReference"):
                if found := self.remarks.get(remark.get(W + "id") or ""):
                    runs.append(Run(text="", change=found))
            if change is not None and change.kind == "deleted":
                gone = _text(element, deleted=True)
                if gone:
                    runs.append(Run(text="", change=replace(change, note=gone)))
                continue
            text = _text(element)
            if text:
                runs.append(self._run(element, text, style, change))
        return tuple(runs)

    def _run(self, element: _Element, text: str, style: Style, change: Change | None) -> Run:
        properties = element.find(W + "rPr")
        own = self.styles.run_style(properties)
        font = own.font or style.font or self.styles.default_font
        family = font_family(font) or self.family
        if family and is_typed_in(text, family, around=self._beside(element, own.font)):
            text = convert(text, family)
            self.builder.notes.append(legacy_note(family))
        text, note = tidy(text)
        if note:
            self.builder.notes.append(note)
        if toggled(properties, "caps", inherited=style.caps):
            text = text.upper()
        return Run(
            text=text,
            bold=toggled(properties, "b", inherited=style.bold or own.bold),
            italic=toggled(properties, "i", inherited=style.italic or own.italic),
            font=font,
            change=change,
            unseen=toggled(properties, "vanish", inherited=style.vanish or own.vanish),
        )

    def _beside(self, element: _Element, font: str) -> str:
        """What stands in the same paragraph under the same font."""
        parent = element.getparent()
        runs = parent.findall(W + "r") if parent is not None else ()
        return "".join(_text(r) for r in runs if self.styles.run_style(r.find(W + "rPr")).font == font)

    def _table(self, table: _Element) -> None:
        rows: list[list[GivenCell]] = []
        head = 0
        for row in _children(table, W + "tr"):
            cells = [
                GivenCell(runs=self._cell(cell), span=_grid_span(cell), under=_goes_on(cell))
                for cell in _children(row, W + "tc")
            ]
            properties = row.find(W + "trPr")
            if toggled(properties, "hidden", inherited=False):
                cells = [replace(c, runs=tuple(replace(r, unseen=True) for r in c.runs)) for c in cells]
            if properties is not None and properties.find(W + "tblHeader") is not None and head == len(rows):
                head += 1
            if any(run.text.strip() for cell in cells for run in cell.runs):
                rows.append(cells)
        if len(rows) == 1 and len(rows[0]) == 1:
            for line in _lines(rows[0][0].runs):
                self.builder.add_line(line)
        elif rows:
            self.builder.add_table(rows, head_rows=head or 1)
        self._write_footnotes()

    def _cell(self, cell: _Element) -> tuple[Run, ...]:
        """A cell's paragraphs joined by line ends; a table inside gives its words."""
        runs: list[Run] = []
        for paragraph in cell.iter(W + "p"):
            style, marker, _level = self._shape(paragraph)
            line = self._runs(paragraph, style)
            if marker:
                line = (Run(text=marker + " "), *line)
            if any(r.text.strip() for r in line):
                runs += [Run(text="\n"), *line] if runs else line
        self._boxes.clear()
        return tuple(runs)


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Rows or cells, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _grid_span(cell: _Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return max(small(span.get(W + "val"), default=1, most=MOST_COLUMNS), 1) if span is not None else 1


def _goes_on(cell: _Element) -> bool:
    """Whether the cell above goes on here (a merge downwards that does not begin in this row)."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val", "continue") != "restart"


def _run_elements(parent: _Element, change: Change | None) -> Iterator[tuple[_Element, Change | None]]:
    """The runs of a paragraph in order, also inside links, fields and insertions; deletions are skipped."""
    for child in parent:
        if child.tag == W + "r":
            yield child, change
        elif child.tag in _LEFT_OUT or child.tag == W + "pPr" or not isinstance(child.tag, str):
            continue
        elif child.tag in (W + "ins", W + "moveTo"):
            yield from _run_elements(child, _change(child, "inserted"))
        elif child.tag in (W + "del", W + "moveFrom"):
            yield from _run_elements(child, _change(child, "deleted"))
        else:
            yield from _run_elements(child, change)


def _change(element: _Element, kind: str, note: str = "") -> Change:
    at = element.get(W + "date") or ""
    try:
        moment = datetime.fromisoformat(at.replace("Z", "+00:00")) if at else None
    except ValueError:
        moment = None
    return Change(kind=kind, author=element.get(W + "author") or "", at=moment, note=note)


def _plain_words(element: _Element) -> str:
    """The words of a footnote or comment, its paragraphs in one line."""
    lines = ("".join(_text(run) for run in p.iter(W + "r")).strip() for p in element.iter(W + "p"))
    return tidy(" ".join(line for line in lines if line))[0]


def _remarks(root: _Element | None) -> dict[str, Change]:
    if root is None:
        return {}
    found = root.iter(W + "comment")
    return {c.get(W + "id") or "": _change(c, "comment", _plain_words(c)) for c in found}


def _footnotes(root: _Element | None) -> dict[str, str]:
    """Notes by their key; the separators Word keeps among them have a type of their own."""
    if root is None:
        return {}
    found = {
        n.get(W + "id") or "": _plain_words(n) for n in root.iter(W + "footnote") if not n.get(W + "type")
    }
    return {key: words for key, words in found.items() if words}


def _words(element: _Element | None) -> str:
    """All letters in it, of whatever run."""
    return "".join(t.text or "" for t in element.iter(W + "t")) if element is not None else ""


def _text(run: _Element, *, deleted: bool = False) -> str:
    parts: list[str] = []
    for child in run:
        if child.tag == (W + "delText" if deleted else W + "t"):
            parts.append(child.text or "")
        elif child.tag in (W + "tab", W + "ptab"):
            parts.append(" ")
        elif child.tag in (W + "br", W + "cr"):
            parts.append("\n")
        elif child.tag == W + "noBreakHyphen":
            parts.append("-")
        elif child.tag == W + "softHyphen":  # in an old font a letter
            parts.append("\u00ad")
    return "".join(parts)


_BREAK = re.compile(r"\n+")


def _lines(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """Runs parted at line breaks inside a paragraph: each line is a paragraph of its own here."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        pieces = _BREAK.split(run.text)
        for index, piece in enumerate(pieces):
            if index:
                lines.append([])
            if piece or (run.change and not run.text):
                lines[-1].append(replace(run, text=piece))
    return [tuple(line) for line in lines if line]
