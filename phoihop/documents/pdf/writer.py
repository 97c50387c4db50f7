"""A paper → PDF/A-3 by typst: the blocks laid out by the Word writer's own pieces, drawn by ``paper.typ``.

Both formats so have one home of every measure and break their headings alike. The file carries what it was
made from (``van-ban.json``) as the source of the document.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.paper_data import data_of
from phoihop.core.papers import Paper
from phoihop.documents import fonts
from phoihop.documents.layout import Layout
from phoihop.documents.marking import mark_of, mark_words, qr_svg
from phoihop.documents.pdf.drawing import POINTS, Data, Drawing, drawable
from phoihop.documents.word.markup import Item
from phoihop.documents.word.package import NO_DAY, issuing_names, stated_moment
from phoihop.documents.word.writer import Sheet, Writer, layout_of

#: The file inside the PDF that holds its data.
ATTACHED = "van-ban.json"
#: PDF/A-3 with tags and Unicode, and the rules of accessible PDF.
STANDARDS = ["a-3a", "ua-1"]


class Sheets(Writer):
    """Collects the items by sheets, where Word closes a section in its last paragraph."""

    def __init__(self, paper: Paper, *, layout: Layout, year: int | None) -> None:
        super().__init__(paper, layout=layout, year=year)
        self.sheets: list[tuple[Sheet, list[Item]]] = []

    def add(self, items: list[Item]) -> None:
        if not self.sheets or self.open is not self.sheet:
            self.sheets.append((self.sheet, []))
        self.open = self.sheet
        self.items = self.sheets[-1][1]
        self.items += items


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "paper.typ").read_bytes()


def _page(layout: Layout) -> Data:
    m = layout.measures
    sides = {side: m[f"margin.{side}"].used * POINTS for side in ("top", "bottom", "left", "right")}
    # the number hangs from its line below the edge; what lies between it and the text is the ascent
    number = (fonts.RISE + fonts.FALL) * layout.elements["page_number"].used
    return {
        "width": m["page.width"].used * POINTS, "height": m["page.height"].used * POINTS, **sides,
        "ascent": sides["top"] - m["page_number.from_edge"].used * POINTS - number,
        "descent": sides["bottom"] - (m["mark.size"].used + m["mark.from_edge"].used) * POINTS,
    }  # fmt: skip


def _mark(paper: Paper, layout: Layout) -> Data | None:
    mark = mark_of(paper)
    if mark is None:
        return None
    told: Data = {
        "words": mark_words(mark), "size": layout.measures["mark.size"].used * POINTS,
        "letters": layout.elements["mark"].used, "alt": _("Mã QR mở trang kiểm tra văn bản"),
    }  # fmt: skip
    return told | ({"qr": qr_svg(mark.address)} if mark.address else {})


def attached(paper: Paper) -> str:
    """What the PDF carries inside: the paper as data, with the codes by which its record is found."""
    told: dict[str, Any] = {
        "format": "phoihop.paper.1", "code": paper.code, "record": paper.meta.get("record", ""),
        "digest": paper.digest, "fingerprint": paper.meta.get("verify", ""), "paper": data_of(paper),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)


def write(paper: Paper) -> bytes:
    """The paper as PDF/A-3; equal papers are equal bytes."""
    import typst  # noqa: PLC0415 heavy: only when a file is asked for

    compiled: Any = typst.compile  # its stub wants lists of unions
    layout, year = layout_of(paper)
    sheets = Sheets(paper, layout=layout, year=year)
    sheets.blocks(paper.blocks)
    drawing = Drawing(layout)
    moment = stated_moment(paper) or NO_DAY
    told: Data = {
        "title": drawable(paper.title), "author": drawable(issuing_names(paper)), "day": _day(moment),
        "font": fonts.FAMILY, "rise": fonts.RISE, "fall": fonts.FALL,
        "size": layout.elements["body"].used, "number": layout.elements["page_number"].used,
        "page": _page(layout), "mark": _mark(paper, layout),
        "attached": {"name": ATTACHED, "words": _("Nội dung văn bản ở dạng dữ liệu")},
        "sheets": [
            {"landscape": s.landscape, "restart": s.restart, "items": drawing.flow(items)[0]}
            for s, items in sheets.sheets
        ],
    }  # fmt: skip
    return bytes(
        compiled(
            _template(),
            font_paths=[str(fonts.FOLDER)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(moment.timestamp()),
            sys_inputs={"told": json.dumps(told, ensure_ascii=False), "attached": attached(paper)},
        )
    )


def _day(moment: datetime) -> dict[str, int]:
    at = moment.astimezone(UTC)
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(at, name) for name in names}
