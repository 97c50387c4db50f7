"""A paper → .docx: walks the blocks and turns sections; ``package`` makes the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from phoihop.core.papers import (
    Addressees,
    Annex,
    Block,
    Format,
    Heading,
    LegalBasis,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Signatures,
    Table,
    Title,
)
from phoihop.documents.layout import DECREE_30, Layout, layout_on
from phoihop.documents.word import body, closing, opening, package
from phoihop.documents.word.markup import NAMESPACES, Grid, Item, Para, Sink, twips


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a section is: turned or not, counting its pages anew or going on."""

    landscape: bool = False
    restart: bool = False


def turned(layout: Layout) -> Layout:
    """The same numbers for a page that lies on its side: as wide as the upright one is high."""
    wide, high = layout.measures["page.width"], layout.measures["page.height"]
    return replace(layout, measures={**layout.measures, "page.width": high, "page.height": wide})


class Writer:
    """Collects the items of one paper; sections are closed in the paragraph that ends them."""

    def __init__(self, paper: Paper, *, layout: Layout, year: int | None) -> None:
        self.paper = paper
        self.layout = layout
        self.year = year
        self.base_url = paper.meta.get("base_url", "")
        self.items: list[Item] = []
        self.sheet = self.open = Sheet(landscape=paper.landscape, restart=True)
        self.upright = not paper.landscape  # whether what is at hand is portrait apart from turned tables
        self.framed = turned(layout) if paper.landscape else layout  # for heading, title and signatures
        self.sections = 0
        self.header_refs = ""

    # ------------------------------------------------------------------------------- sections

    def section_xml(self, sheet: Sheet) -> str:
        """``w:sectPr``; the first section names the headers, later ones inherit them."""
        m = self.layout.measures
        wide, high = twips(m["page.width"].used), twips(m["page.height"].used)
        size = (
            f'w:w="{high}" w:h="{wide}" w:orient="landscape"'
            if sheet.landscape
            else f'w:w="{wide}" w:h="{high}"'
        )
        edges = " ".join(
            f'w:{side}="{twips(m[f"margin.{side}"].used)}"' for side in ("top", "right", "bottom", "left")
        )
        refs = self.header_refs if self.sections == 0 else ""
        self.sections += 1
        return (
            f'<w:sectPr>{refs}<w:type w:val="nextPage"/><w:pgSz {size}/>'
            f'<w:pgMar {edges} w:header="{twips(m["page_number.from_edge"].used)}" '
            f'w:footer="{twips(m["mark.from_edge"].used)}" w:gutter="0"/>'
            + ('<w:pgNumType w:start="1"/>' if sheet.restart else "")
            + ("<w:titlePg/>" if sheet.restart else "")
            + "</w:sectPr>"
        )

    def turn(self, *, landscape: bool, restart: bool = False) -> None:
        """What comes next stands on another sheet; nothing happens until something comes."""
        if restart or landscape != self.sheet.landscape:
            self.sheet = Sheet(landscape=landscape, restart=restart)

    def add(self, items: list[Item]) -> None:
        if self.items and self.open is not self.sheet:
            ending = self.section_xml(self.open)
            last = self.items[-1]
            if isinstance(last, Para) and not last.section:
                exact = last.exact if last.spans else 1.0  # an empty line must not fall on a page of its own
                self.items[-1] = replace(last, section=ending, keep_next=False, exact=exact)
            else:
                self.items.append(Para(exact=1, section=ending))
        self.open = self.sheet
        self.items += items

    # --------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        for kind, found in groupby(blocks, key=_family):
            group = list(found)
            if kind == "closing":
                self.close(group)
            elif kind == "basis":
                self.add(opening.legal_bases([b for b in group if isinstance(b, LegalBasis)]))
            else:
                for block in group:
                    self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case LetterHead():
                self.add(opening.letterhead(block, layout=self.framed, year=self.year))
            case Title():
                self.add(opening.title(block, layout=self.framed))
            case Addressees():
                self.add(opening.addressees(block, layout=self.framed))
            case Heading():
                self.add(body.heading(block))
            case Paragraph():
                self.add(body.paragraph(block, base_url=self.base_url))
            case ListItem():
                self.add(body.list_item(block, base_url=self.base_url))
            case Table():
                self.table(block)
            case Annex():
                self.annex(block)
            case _:
                raise TypeError(f"no layout for the block {type(block).__name__}")

    def table(self, block: Table) -> None:
        self.turn(landscape=block.landscape or not self.upright)
        landscape = self.sheet.landscape
        self.add(body.table(block, layout=self.layout, base_url=self.base_url, landscape=landscape))
        self.turn(landscape=not self.upright)

    def close(self, group: list[Block]) -> None:
        """Signatures and recipients stand together, whichever of them the paper names first."""
        recipients = [b for b in group if isinstance(b, Recipients)]
        signatures = [b for b in group if isinstance(b, Signatures)]
        body.last_kept(self.items)
        for i in range(max(1, len(signatures))):
            signed = signatures[i] if signatures else None
            receiving = recipients[0] if recipients and i == 0 else None
            self.add(closing.closing(signed, receiving, layout=self.framed))

    def annex(self, block: Annex) -> None:
        first = block.blocks[0] if block.blocks else None
        # the annex's own heading stands on the same sheet as the table it opens with
        landscape = block.landscape or (isinstance(first, Table) and first.landscape)
        self.upright = not block.landscape
        self.turn(landscape=landscape, restart=True)
        self.add(opening.annex_heading(block, layout=self.layout, landscape=landscape))
        self.blocks(block.blocks)
        self.upright = not self.paper.landscape

    # ------------------------------------------------------------------------------ rendering

    def body_xml(self, sink: Sink) -> str:
        items = list(self.items)
        if not items or isinstance(items[-1], Grid):
            items.append(Para(exact=1))  # Word wants a paragraph after the last table
        out = [sink.para(i) if isinstance(i, Para) else i.render(sink) for i in items]
        return f"<w:body {NAMESPACES}>{''.join(out)}{self.section_xml(self.open)}</w:body>"


def _family(block: Block) -> str:
    if isinstance(block, Signatures | Recipients):
        return "closing"
    return "basis" if isinstance(block, LegalBasis) else "other"


def layout_of(paper: Paper) -> tuple[Layout, int | None]:
    """The layout in force on the day of the paper, and its year."""
    days = [b.day for b in paper.blocks if isinstance(b, LetterHead) and b.day]
    day = days[0] if days else package.stated_day(paper)
    if day is None:
        return DECREE_30, None
    return layout_on(day) or DECREE_30, day.year


def write(paper: Paper) -> bytes:
    """The paper as .docx; equal papers are equal bytes.

    ``meta`` may hold ``at`` (ISO moment for the file's properties) and ``base_url`` (what stands before a
    figure's code in the address it opens).
    """
    layout, year = layout_of(paper)
    file = package.Package(paper, layout=layout)
    writer = Writer(paper, layout=layout, year=year)
    writer.header_refs = file.page_numbers() + file.mark()
    writer.blocks(paper.blocks)
    sink = Sink()
    file.fill(writer.body_xml(sink), links=sink.links)
    return file.packed()


WORD = Format(
    suffix="docx",
    mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    label="Word",
    write=write,
)
