"""The .docx file round the body: styles, page numbers, properties; its bytes depend on the paper only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.papers import LetterHead, Paper
from phoihop.documents.layout import Layout
from phoihop.documents.marking import mark_of, mark_words, qr_png
from phoihop.documents.word.markup import NAMESPACES, Field, Para, Sink, Span, readable
from phoihop.documents.word.styles import styles_xml

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
# what the library's template brings and a paper does not need
_UNUSED = {
    "thumbnail", "stylesWithEffects", "customXml", "webSettings", "fontTable", "numbering",
    "extended-properties", "theme",
}  # fmt: skip
_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)


def stated_moment(paper: Paper) -> datetime | None:
    """The time the paper states (``meta["at"]``, ISO), never the clock."""
    at = paper.meta.get("at", "")
    if not at:
        return None
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def stated_day(paper: Paper) -> date | None:
    moment = stated_moment(paper)
    return moment.date() if moment else None


def issuing_names(paper: Paper) -> str:
    """The issuing bodies in one line, as the author of the file."""
    for block in paper.blocks:
        if isinstance(block, LetterHead):
            names = " - ".join(i.name for i in block.issuers)
            return readable(f"{names} {block.locality}".strip())
    return ""


class Package:
    """One .docx in the making."""

    def __init__(self, paper: Paper, *, layout: Layout) -> None:
        import docx  # noqa: PLC0415 heavy
        from docx.oxml import parse_xml  # noqa: PLC0415 heavy

        self.paper = paper
        self.layout = layout
        self.parse: Any = parse_xml
        self.document = docx.Document()
        main: Any = self.document.part
        for owner in (main.package, main):
            for key, rel in list(owner.rels.items()):
                if rel.reltype.rsplit("/", 1)[-1] in _UNUSED:
                    del owner.rels[key]
        main._styles_part._element = parse_xml(styles_xml(layout))
        main._settings_part._element = parse_xml(_SETTINGS)

    def page_numbers(self) -> str:
        """A page number in the top margin, none on the first page; returns the references of the headers."""
        section = self.document.sections[0]
        size = self.layout.elements["page_number"].used
        refs = ""
        headers = (("default", section.header), ("first", section.first_page_header))
        for kind, header in headers:
            header.is_linked_to_previous = False
            spans = (Field(code="PAGE", size=size),) if kind == "default" else ()
            root: Any = header._element
            for child in list(root):
                root.remove(child)
            xml = Sink().para(Para(spans=spans, align="center"))
            root.append(self.parse(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
            part: Any = header.part
            key = self.document.part.relate_to(part, part_reltype(self.document, part))
            refs += f'<w:headerReference w:type="{kind}" r:id="{key}"/>'
        return refs

    def mark(self) -> str:
        """The QR and the line beside it in the lower margin of the first page; the reference of that footer."""
        found = mark_of(self.paper)
        if found is None:
            return ""
        from docx.shared import Mm  # noqa: PLC0415 heavy

        footer = self.document.sections[0].first_page_footer
        footer.is_linked_to_previous = False
        words = Span(text=f"  {mark_words(found)}", size=self.layout.elements["mark"].used)
        xml = Sink().para(Para(spans=(words,), align="left", middle=True))
        root: Any = footer._element
        for child in list(root):
            root.remove(child)
        root.append(self.parse(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
        if found.address:
            line = footer.paragraphs[0]
            high = Mm(self.layout.measures["mark.size"].used)
            line.add_run().add_picture(io.BytesIO(qr_png(found.address)), height=high)
            picture: Any = line.runs[-1]._element
            picture.getparent().remove(picture)
            line.runs[0]._element.addprevious(picture)
            shown: Any = picture.find(f".//{{{_DRAWING}}}docPr")
            shown.set("name", "QR")
            shown.set("descr", _("Mã QR mở trang kiểm tra văn bản"))
        part: Any = footer.part
        key = self.document.part.relate_to(part, part_reltype(self.document, part))
        return f'<w:footerReference w:type="first" r:id="{key}"/>'

    def fill(self, body_xml: str, *, links: Mapping[str, str]) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 heavy

        root: Any = self.document.element
        root.replace(root.body, self.parse(body_xml))
        for address, key in links.items():
            self.document.part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True)
        self._properties()

    def _properties(self) -> None:
        core = self.document.core_properties
        core.title = readable(self.paper.title)[:255]
        core.author = core.last_modified_by = issuing_names(self.paper)[:255]
        core.created = core.modified = (
            (stated_moment(self.paper) or NO_DAY).astimezone(UTC).replace(tzinfo=None)
        )
        core.identifier = self.paper.digest[:255]
        core.language = "vi-VN"
        core.comments = core.keywords = core.subject = ""
        core.revision = 1

    def packed(self) -> bytes:
        """Fixed order and dates inside the archive: the same paper gives the same bytes."""
        loose, out = io.BytesIO(), io.BytesIO()
        self.document.save(loose)
        with zipfile.ZipFile(loose) as source, zipfile.ZipFile(out, "w") as target:
            for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
                info = zipfile.ZipInfo(name, date_time=_ZIP_DAY)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 0
                target.writestr(info, source.read(name), compresslevel=6)
        return out.getvalue()


def part_reltype(document: Any, part: Any) -> str:
    """The relation by which the document already knows a part."""
    return str(
        next(r.reltype for r in document.part.rels.values() if not r.is_external and r.target_part is part)
    )
