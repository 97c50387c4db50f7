"""The one block model: what a paper says, whether it comes in or goes out.

``papers.py`` of a module builds blocks, ``documents`` writes them once per format, ``ingest`` reads
any file into the same blocks. A block read from a file keeps its :class:`Place`; a piece of text
that came from a tracked change or a comment keeps its :class:`Change`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phoihop.core.who import Actor


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in a source a block stands; ``start``/``end`` count characters of the joined text."""

    file: str = ""
    page: int | None = None
    paragraph: int | None = None
    sheet: str = ""
    cell: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A tracked change or comment in a source: ``kind`` is inserted, deleted or comment."""

    kind: str
    author: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text in one style.

    ``figure`` is the code of a number that opens to its source; ``mark`` is the superscript printed
    after it; ``gap`` marks text a person still has to write; ``unseen`` what a read file holds and does not show.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    figure: str = ""
    mark: str = ""
    gap: bool = False
    font: str = ""
    change: Change | None = None
    unseen: bool = False


@dataclass(frozen=True, kw_only=True)
class Block:
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """One issuing body as it stands in the heading, in capitals; ``parent`` stands above, not bold."""

    name: str
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterHead(Block):
    """The two-column heading: issuing bodies and number on the left, motto, place and date right.

    ``locality`` is the last line of a joint heading (PHƯỜNG MINH TÂN); ``number`` is the running
    number ("01", empty while not given), ``symbol`` what follows the stroke (CTrPH-HĐND-UBND-MTTQ);
    ``about`` is the V/v line of a công văn; ``unnumbered`` a sheet that is put up, not issued.
    """

    issuers: tuple[Issuer, ...]
    locality: str = ""
    number: str = ""
    symbol: str = ""
    place_name: str = ""
    day: date | None = None
    about: str = ""
    party: bool = False
    unnumbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Title(Block):
    """Kind of paper in capitals ("BÁO CÁO") and its subject (trích yếu)."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Addressees(Block):
    """Kính gửi: one or several."""

    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LegalBasis(Block):
    """One "Căn cứ …" line, without its closing mark."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Heading(Block):
    """``level`` 1 = Phần/Chương/I., 2 = 1., 3 = a); ``number`` as printed, may be empty.

    ``runs`` are the whole line as a file had it, with its changes; a heading that is written needs none.
    """

    level: int
    text: str
    number: str = ""
    runs: tuple[Run, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Paragraph(Block):
    runs: tuple[Run, ...]
    align: str = "justify"

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, kw_only=True)
class ListItem(Block):
    """``marker`` as printed ("-", "a)", "1.")."""

    runs: tuple[Run, ...]
    marker: str = "-"
    level: int = 1

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, kw_only=True)
class Cell:
    runs: tuple[Run, ...]
    span: int = 1
    rows: int = 1
    #: Read from a file: the cell above goes on here, and this one is empty.
    under: bool = False
    align: str = "left"
    head: bool = False
    place: Place | None = None

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """``head_rows`` rows repeat on each page; ``widths`` are shares of the text width."""

    rows: Sequence[tuple[Cell, ...]]
    head_rows: int = 1
    widths: tuple[float, ...] = ()
    caption: str = ""
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signing column: ``authority`` ("TM. ỦY BAN NHÂN DÂN"), ``titles`` below it, ``name``."""

    authority: str
    titles: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatures(Block):
    columns: tuple[Signature, ...]


@dataclass(frozen=True, kw_only=True)
class Recipients(Block):
    """Nơi nhận; the last line is "Lưu: VT, …"."""

    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Annex(Block):
    """Phụ lục with its own title and page numbers."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    reference: str = ""
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A finished document: ``code`` names its kind, ``digest`` the journal entry it was made from.

    ``landscape``: the whole of it lies on its side, heading and signature too.
    """

    code: str
    title: str
    blocks: tuple[Block, ...]
    digest: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    landscape: bool = False

    def walk(self) -> Iterator[Block]:
        """Every block, annexes opened, in order."""
        stack = list(reversed(self.blocks))
        while stack:
            block = stack.pop()
            yield block
            if isinstance(block, Annex):
                stack.extend(reversed(block.blocks))


def told_pieces(paper: Paper) -> Iterator[tuple[str, Any]]:
    """The text piece by piece for a page that shows it: ("heading", words), ("table", rows of cells), …"""
    for block in paper.walk():
        match block:
            case LetterHead():
                number = "" if block.unnumbered else f"Số: {block.number or '…'}/{block.symbol}"
                yield (
                    "head",
                    [*(issuer.name for issuer in block.issuers), block.locality, number, block.about],
                )
            case Title():
                yield "title", [block.kind, block.subject]
            case Addressees():
                yield "text", f"Kính gửi: {'; '.join(block.names)}"
            case LegalBasis():
                yield "text", block.text
            case Heading():
                yield "heading", f"{block.number} {block.text}".strip()
            case ListItem():
                yield "text", f"{block.marker} {block.text}"
            case Paragraph():
                yield "text", block.text
            case Table():
                yield "table", [[part.text for part in row] for row in block.rows]
            case Signatures():
                yield "signed", [[c.authority, *c.titles, c.name] for c in block.columns]
            case Recipients():
                yield "to", list(block.lines)
            case Annex():
                yield "heading", " ".join(part for part in ("Phụ lục", block.number, block.title) if part)


def runs(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """Plain text as one run."""
    return (Run(text=text, bold=bold, italic=italic),)


def paragraph(text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    return Paragraph(runs=runs(text, bold=bold, italic=italic))


def cell(text: str, *, align: str = "left", head: bool = False, span: int = 1) -> Cell:
    return Cell(runs=runs(text, bold=head), align=align, head=head, span=span)


BuildPaper = Callable[..., Paper]
WritePaper = Callable[[Paper], bytes]
Occasion = Callable[[Any], bool]


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A document a record can produce: ``build(record, actor=, at=)`` returns its blocks.

    ``held``: it goes out only through an action of its record, so no other room is offered to take it over.
    ``when``: it is offered only while the record gives occasion for it.
    """

    code: str
    on: str
    label: Any
    build: BuildPaper
    held: bool = False
    when: Occasion | None = None

    @property
    def short(self) -> str:
        """The part of the address that names it."""
        return self.code.split(".", 1)[1]


@dataclass(frozen=True, kw_only=True)
class Format:
    """How blocks become bytes; registered once by the module that knows the layout."""

    suffix: str
    mime: str
    label: str
    write: WritePaper


_kinds: dict[str, PaperKind] = {}
_formats: dict[str, Format] = {}


def paper(
    *, on: type[Any], label: Any, held: bool = False, when: Occasion | None = None
) -> Callable[[BuildPaper], BuildPaper]:
    """Declare a document of a record: ``@paper(on=Programme, label=_("Bản chương trình"))``."""

    def register(build: BuildPaper) -> BuildPaper:
        app = build.__module__.rsplit(".", 1)[0].rsplit(".", 1)[-1]
        code = f"{app}.{build.__name__}"
        if code in _kinds and _kinds[code].build is not build:
            raise ValueError(f"paper {code} is declared twice")
        meta = on._meta
        _kinds[code] = PaperKind(
            code=code, on=meta.label_lower, label=label, build=build, held=held, when=when
        )
        return build

    return register


def papers_on(model: Any) -> list[PaperKind]:
    """The documents declared on a kind of record, in order of declaration."""
    return [kind for kind in _kinds.values() if kind.on == model._meta.label_lower]


def papers_of(record: Any) -> list[PaperKind]:
    """The documents this record gives occasion for now."""
    return [kind for kind in papers_on(record) if kind.when is None or kind.when(record)]


def paper_kind(code: str) -> PaperKind:
    """The kind with this code; KeyError if nobody declared it."""
    return _kinds[code]


def register_format(fmt: Format) -> None:
    _formats[fmt.suffix] = fmt


def formats() -> dict[str, Format]:
    return dict(_formats)


def build_paper(code: str, record: Any, *, actor: Actor, at: datetime) -> Paper:
    return _kinds[code].build(record, actor=actor, at=at)
