"""A paper → .docx: walks the blocks, turns sections, packs the parts so that equal papers are equal bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

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
from phoihop.documents.word import body, closing, opening
from phoihop.documents.word.markup import NAMESPACES, Field, Grid, Item, Para, Sink, Span, lines, readable, twips
from phoihop.documents.word.measuring import wrap
from phoihop.documents.word.styles import NUMBERING_FREE_STYLES, styles_xml

if TYPE_CHECKING:
    from docx.document import Document

_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a section is: turned or not, counting its pages anew or going on."""

    landscape: bool = False
    restart: bool = False


class Writer:
    """Collects the items of one paper; sections are closed in the paragraph that ends them."""

    def __init__(self, paper: Paper, *, layout: Layout, year: int | None) -> None:
        self.paper = paper
        self.layout = layout
        self.year = year
        self.base_url = paper.meta.get("base_url", "")
        self.items: list[Item] = []
        self.sheet = Sheet(restart=True)
        self.sections = 0
        self.header_refs = ""

    # ------------------------------------------------------------------------------- sections

    def section_xml(self, sheet: Sheet) -> str:
        """``w:sectPr``; the first section names the headers, later ones inherit them."""
        m = self.layout.measures
        wide, high = twips(m["page.width"].used), twips(m["page.height"].used)
        size = f'w:w="{high}" w:h="{wide}" w:orient="landscape"' if sheet.landscape else f'w:w="{wide}" w:h="{high}"'
        edges = " ".join(
            f'w:{side}="{twips(m[f"margin.{side}"].used)}"' for side in ("top", "right", "bottom", "left")
        )
        refs = self.header_refs if self.sections == 0 else ""
        self.sections += 1
        return (
            f'<w:sectPr>{refs}<w:type w:val="nextPage"/><w:pgSz {size}/>'
            f'<w:pgMar {edges} w:header="{twips(m["page_number.from_edge"].used)}" '
            f'w:footer="{twips(m["page_number.from_edge"].used)}" w:gutter="0"/>'
            + ('<w:pgNumType w:start="1"/>' if sheet.restart else "")
            + ("<w:titlePg/>" if sheet.restart else "")
            + "</w:sectPr>"
        )

    def turn(self, sheet: Sheet) -> None:
        """End the present section, if anything stands in it, and begin another."""
        if self.items:
            ending = self.section_xml(self.sheet)
            last = self.items[-1]
            if isinstance(last, Para) and not last.section:
                self.items[-1] = replace(last, section=ending, keep_next=False)
            else:
                self.items.append(Para(exact=1, section=ending))
        self.sheet = sheet

    # --------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        for kind, found in groupby(blocks, key=_family):
            group = list(found)
            if kind == "closing":
                self.close(group)
            elif kind == "basis":
                self.items += opening.legal_bases([b for b in group if isinstance(b, LegalBasis)])
            else:
                for block in group:
                    self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case LetterHead():
                self.items += opening.letterhead(block, layout=self.layout, year=self.year)
            case Title():
                self.items += opening.title(block, layout=self.layout)
            case Addressees():
                self.items += opening.addressees(block, layout=self.layout)
            case Heading():
                self.items += body.heading(block)
            case Paragraph():
                self.items += body.paragraph(block, base_url=self.base_url)
            case ListItem():
                self.items += body.list_item(block, base_url=self.base_url)
            case Table():
                self.table(block)
            case Annex():
                self.annex(block)
            case _:
                raise TypeError(f"no layout for the block {type(block).__name__}")

    def table(self, block: Table) -> None:
        before = self.sheet
        turned = block.landscape and not before.landscape
        if turned:
            self.turn(Sheet(landscape=True))
        self.items += body.table(
            block, layout=self.layout, base_url=self.base_url, landscape=self.sheet.landscape
        )
        if turned:
            self.turn(Sheet(landscape=before.landscape))

    def close(self, group: list[Block]) -> None:
        """Signatures and recipients stand together, whichever of them the paper names first."""
        recipients = [b for b in group if isinstance(b, Recipients)]
        signatures = [b for b in group if isinstance(b, Signatures)]
        body.last_kept(self.items)
        self.items += closing.closing(
            signatures[0] if signatures else None, recipients[0] if recipients else None, layout=self.layout
        )
        for more in signatures[1:]:
            self.items += closing.closing(more, None, layout=self.layout)

    def annex(self, block: Annex) -> None:
        self.turn(Sheet(landscape=block.landscape, restart=True))
        room = opening.text_width(self.layout, landscape=block.landscape) - 8
        word = f"Phụ lục {block.number}".strip()
        size = self.layout.elements["annex_title"].used
        named = wrap(block.title.upper(), room=room, size=size, bold=True)
        self.items.append(Para(spans=(Span(text=word),), style="PhuLuc", keep_next=True))
        if block.title:
            self.items.append(Para(spans=lines(named, size=size, bold=True), style="TenPhuLuc", keep_next=True))
        if block.reference:
            self.items.append(Para(spans=(Span(text=block.reference),), style="KemTheo", keep_next=True))
        self.items.append(Para(exact=6, keep_next=True))
        self.blocks(block.blocks)

    # ------------------------------------------------------------------------------ rendering

    def body_xml(self, sink: Sink) -> str:
        items = list(self.items)
        if not items or isinstance(items[-1], Grid):
            items.append(Para(exact=1))  # Word wants a paragraph after the last table
        out = [sink.para(i) if isinstance(i, Para) else i.render(sink) for i in items]
        return f"<w:body {NAMESPACES}>{''.join(out)}{self.section_xml(self.sheet)}</w:body>"


def _family(block: Block) -> str:
    if isinstance(block, Signatures | Recipients):
        return "closing"
    return "basis" if isinstance(block, LegalBasis) else "other"


# ------------------------------------------------------------------------------------------ package


def _moment(paper: Paper) -> datetime:
    """The time the paper states (``meta["at"]``, ISO), never the clock."""
    at = paper.meta.get("at", "")
    if not at:
        return _NO_DAY
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _issuing_names(paper: Paper) -> str:
    heads = [b for b in paper.blocks if isinstance(b, LetterHead)]
    if not heads:
        return ""
    names = " - ".join(i.name for i in heads[0].issuers)
    return readable(" ".join(n for n in (names, heads[0].locality) if n))


def _properties(document: Document, paper: Paper) -> None:
    moment = _moment(paper).astimezone(UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title = readable(paper.title)[:255]
    core.author = core.last_modified_by = _issuing_names(paper)[:255]
    core.created = core.modified = moment
    core.identifier = paper.digest
    core.language = "vi-VN"
    core.comments = core.keywords = core.subject = ""
    core.revision = 1


def _strip(document: Document) -> None:
    """Leave out what the template brings and a paper does not need (thumbnail, old styles, custom XML)."""
    package = document.part.package
    for owner in (package, document.part):
        for key, rel in list(owner.rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in (
                "thumbnail", "stylesWithEffects", "customXml", "webSettings", "fontTable", "numbering",
                "extended-properties",
            ):  # fmt: skip
                del owner.rels[key]


def _headers(document: Document, layout: Layout) -> str:
    """A page number in the top margin, nothing on the first page; returns the references."""
    from docx.oxml import parse_xml  # noqa: PLC0415 heavy

    section = document.sections[0]
    size = layout.elements["page_number"].used
    section.different_first_page_header_footer = True
    refs = []
    for header, number in ((section.header, True), (section.first_page_header, False)):
        header.is_linked_to_previous = False
        root: Any = header._element
        for child in list(root):
            root.remove(child)
        para = Para(spans=(Field(code="PAGE", size=size),) if number else (), align="center")
        root.append(parse_xml(Sink().para(para).replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
    for ref in section._sectPr.headerReference_lst:
        kind = "first" if "FIRST" in str(ref.type_) else "default"
        refs.append(f'<w:headerReference w:type="{kind}" r:id="{ref.rId}"/>')
    return "".join(refs)


def _restyle(document: Document, layout: Layout) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415 heavy

    part: Any = document.part._styles_part
    part._element = parse_xml(styles_xml(layout))


def _settings(document: Document) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415 heavy

    part: Any = document.part._settings_part
    part._element = parse_xml(
        f"<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>"
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _packed(document: Document) -> bytes:
    """The package with fixed dates and order: the same paper gives the same bytes."""
    loose = io.BytesIO()
    document.save(loose)
    out = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, source.read(name), compresslevel=6)
    return out.getvalue()


def _layout_of(paper: Paper) -> tuple[Layout, int | None]:
    days = [b.day for b in paper.blocks if isinstance(b, LetterHead) and b.day]
    if days:
        return layout_on(days[0]) or DECREE_30, days[0].year
    moment = _moment(paper)
    if moment == _NO_DAY:
        return DECREE_30, None
    return layout_on(moment.date()) or DECREE_30, moment.year


def write(paper: Paper) -> bytes:
    """The paper as .docx. ``meta`` may hold ``at`` (ISO moment of the file's properties) and ``base_url``
    (prefix of the address a figure's code opens)."""
    import docx  # noqa: PLC0415 heavy
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 heavy
    from docx.oxml import parse_xml  # noqa: PLC0415 heavy

    layout, year = _layout_of(paper)
    document = docx.Document()
    _strip(document)
    _restyle(document, layout)
    _settings(document)
    writer = Writer(paper, layout=layout, year=year)
    writer.header_refs = _headers(document, layout)
    writer.blocks(paper.blocks)
    sink = Sink()
    made: Any = parse_xml(writer.body_xml(sink))
    root: Any = document.element
    root.replace(root.body, made)
    for address, key in sink.links.items():
        document.part.rels.load(RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True) if False else None
    _properties(document, paper)
    return _packed(document)


WORD = Format(
    suffix="docx",
    mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    label=str(_("Word")),
    write=write,
)
