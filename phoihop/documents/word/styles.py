"""Named styles of a paper: a clerk who changes one of them in Word changes the whole paper."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.documents.layout import Layout
from phoihop.documents.word.markup import NAMESPACES, Para, Span, twips


@dataclass(frozen=True, kw_only=True)
class Style:
    """``name`` is what Word shows; ``element`` gives size and letters; spacing in pt."""

    id: str
    name: str
    element: str
    align: str = "justify"
    before: float = 0
    after: float | None = None
    indent: bool = True
    spaced: bool = True
    outline: int | None = None


STYLES = (
    Style(id="VanBan", name="Văn bản", element="body"),
    Style(id="CanCu", name="Căn cứ", element="basis"),
    Style(id="Heading1", name="heading 1", element="clause_title", outline=0),
    Style(id="Heading2", name="heading 2", element="clause_title", outline=1),
    Style(id="Heading3", name="heading 3", element="body", outline=2),
    Style(id="Chuong", name="Phần, Chương, Mục", element="part", align="center", before=12, after=0,
          indent=False, outline=0),
    Style(id="TieuDeChuong", name="Tiêu đề Phần, Chương, Mục", element="part_title", align="center",
          indent=False),
    Style(id="TenLoai", name="Tên loại", element="kind", align="center", before=10, after=0, indent=False,
          spaced=False),
    Style(id="TrichYeu", name="Trích yếu", element="subject", align="center", after=0, indent=False,
          spaced=False),
    Style(id="PhuLuc", name="Phụ lục", element="annex", align="center", after=0, indent=False, spaced=False,
          outline=0),
    Style(id="TenPhuLuc", name="Tên phụ lục", element="annex_title", align="center", after=0, indent=False,
          spaced=False),
    Style(id="KemTheo", name="Kèm theo", element="annex_reference", align="center", after=0, indent=False,
          spaced=False),
    Style(id="TenBang", name="Tên bảng", element="caption", align="center", before=6, after=4, indent=False,
          spaced=False),
    Style(id="OBang", name="Ô bảng", element="table", align="left", before=2, after=2, indent=False,
          spaced=False),
)  # fmt: skip


def _style(style: Style, layout: Layout) -> str:
    element = layout.elements[style.element]
    measures = layout.measures
    after = measures["body.after"].used if style.after is None else style.after
    line = round(measures["body.line"].used * 240) if style.spaced else 240
    heading = style.outline is not None
    ppr = "<w:keepNext/>" if heading else ""
    ppr += f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(after * 20)}" '
    ppr += f'w:line="{line}" w:lineRule="auto"/>'
    ppr += f'<w:ind w:firstLine="{twips(measures["body.indent"].used)}"/>' if style.indent else ""
    ppr += f'<w:jc w:val="{"both" if style.align == "justify" else style.align}"/>'
    ppr += f'<w:outlineLvl w:val="{style.outline}"/>' if heading else ""
    ink = Span(text="", size=element.used, bold=element.bold, italic=element.italic).properties()
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{ppr}</w:pPr>{ink}</w:style>'
    )


def styles_xml(layout: Layout) -> str:
    """``styles.xml``: Times New Roman for every script, Vietnamese as the language of proofing."""
    font = layout.font
    fonts = f'w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"'
    half = round(layout.elements["body"].used * 2)
    normal = Para(before=0, after=0).properties()
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:color w:val="000000"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{normal}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        "</w:style>" + "".join(_style(s, layout) for s in STYLES) + "</w:styles>"
    )
