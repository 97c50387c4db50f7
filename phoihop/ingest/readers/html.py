"""Web pages: headings, paragraphs, lists and tables of the body, without menus, scripts and page feet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from phoihop.core.papers import Run
from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.encodings import decode, tidy
from phoihop.ingest.readers.source import Builder, GivenCell, ShouldStop, Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEFT_OUT = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "footer",
    "aside",
    "iframe",
    "form",
    "select",
    "button",
    "head",
    "object",
    "canvas",
    "map",
}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "body",
    "html",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "hr",
    "center",
    "address",
    "pre",
    "br",
    "caption",
    "details",
    "summary",
    "fieldset",
}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEADINGS = {f"h{n}": min(n, 3) for n in range(1, 7)}
_MAX_DEPTH = 200


def read_html(data: bytes, *, name: str, should_stop: ShouldStop | None = None) -> Source:
    from lxml import etree, html  # noqa: PLC0415 heavy

    text, note = _decode(data)
    text, legacy = tidy(text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise refusals.broken() from None
    builder = Builder(name=name, kind="html", should_stop=should_stop, notes=[n for n in (note, legacy) if n])
    _Page(builder).walk(root)
    source = builder.source()
    if source.text.strip():
        return source
    return _bare_words(text, builder)


def _bare_words(text: str, builder: Builder) -> Source:
    """A page nested deeper than the parser goes: its words line by line, without its build."""
    words = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->", " ", text)
    for line in re.sub(r"<[^>]*>", "\n", words).split("\n"):
        builder.add_line((Run(text=" ".join(unescape(line).split())),))
    source = builder.source()
    if not source.text.strip():
        raise refusals.empty()
    return source


def _decode(data: bytes) -> tuple[str, str]:
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(match[1].decode("ascii")), ""
        except (LookupError, UnicodeDecodeError):
            return decode(data)  # the page says one thing and is another
    return decode(data)


class _Page:
    """Walks a page once, without recursion into tables' cells for blocks of their own."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.pending: list[str] = []
        self.seen = 0

    def flush(self, *, heading: int = 0, item: bool = False) -> None:
        line = " ".join("".join(self.pending).split())
        self.pending.clear()
        if line:
            self.builder.add_line((Run(text=line),), marker="-" if item else "", heading=heading)

    def walk(self, element: HtmlElement, depth: int = 0) -> None:
        self.seen += 1
        stop = self.builder.should_stop
        if stop and self.seen % 2000 == 0 and stop():
            raise refusals.stopped()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _LEFT_OUT or depth > _MAX_DEPTH:
            return
        if tag == "table" and self._table(element):
            return
        is_block = tag in _BLOCKS
        if is_block:
            self.flush()
        self.pending.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self.pending.append(child.tail or "")
        if is_block:
            self.flush(heading=_HEADINGS.get(tag, 0), item=tag == "li")

    def _table(self, element: HtmlElement) -> bool:
        """A table of data as a Table; a table that only lays out the page is walked like a division."""
        rows = [r for r in element.iter("tr") if next(r.iterancestors("table")) is element]
        cells = [[c for c in row if c.tag in ("td", "th")] for row in rows]
        cells = [row for row in cells if row]
        if len(cells) < 2 or max(map(len, cells)) < 2 or any(True for _ in _inner_tables(element)):
            return False
        self.flush()
        head = sum(1 for row in cells if all(c.tag == "th" for c in row)) or 1
        self.builder.add_table(
            [[GivenCell(runs=(Run(text=_cell_text(c)),), span=_span(c)) for c in row] for row in cells],
            head_rows=head,
        )
        return True


def _inner_tables(element: HtmlElement) -> Iterator[HtmlElement]:
    return (inner for inner in element.iter("table") if inner is not element)


def _cell_text(cell: HtmlElement) -> str:
    return " ".join(" ".join(cell.itertext()).split())


def _span(cell: HtmlElement) -> int:
    span = cell.get("colspan", "1")
    return int(span) if span.isdigit() and 0 < int(span) < 100 else 1
