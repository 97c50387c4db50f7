"""R-34 on a PDF: page, margins, font and page numbers, as far as a finished page still shows them.

Advice like that on a Word file; what only the source knows (styles, spacing) is not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.documents import fonts
from phoihop.documents.format_check import WARNING, Finding
from phoihop.documents.layout import DECREE_30, Layout

_MM = 25.4 / 72
_SLACK_MM = 0.6  # letters lean over their box a little
_A4_SLACK = 1.5
_TURNED = (15.0, 35.0)  # a turned sheet is bound at its top


class NotPdf(ValueError):
    """The bytes are no PDF that can be opened."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words in one ink on one page; edges in mm from the page's own."""

    page: int
    text: str
    font: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


def check_pdf(data: bytes, *, layout: Layout = DECREE_30) -> list[Finding]:
    """Every departure a reader of the pages can see; NotPdf if the bytes are none."""
    import pymupdf  # noqa: PLC0415 heavy

    try:
        book: Any = pymupdf.open(stream=data, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError) as error:
        raise NotPdf(str(error)) from error
    with book:
        out: list[Finding] = []
        sizes: Counter[float] = Counter()
        for number, page in enumerate(book, start=1):
            pieces = list(_pieces(page, number))
            out += _page(page, number, pieces, layout)
            for piece in pieces:
                sizes[round(piece.size * 2) / 2] += len(piece.text)
        out += _fonts(book, layout)
        body = layout.elements["body"]
        if sizes and not any(body.allows(size) for size, _n in sizes.most_common(2)):
            found = f"{sizes.most_common(1)[0][0]:g}".replace(".", ",")
            out.append(
                _finding("body.size", _("Cỡ chữ phần lớn văn bản là %(found)s; quy định %(range)s."), "", {
                    "found": found, "range": body.range_words,
                })
            )  # fmt: skip
        return out


def _finding(code: str, message: str, where: str, values: dict[str, str]) -> Finding:
    return Finding(code=code, severity=WARNING, message=message % values, where=where)


def _pieces(page: Any, number: int) -> Iterator[Piece]:
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                shown = [c for c in span["chars"] if c["c"].strip()]  # a space may hang over the edge
                if shown:
                    x0, x1 = shown[0]["bbox"][0] * _MM, shown[-1]["bbox"][2] * _MM
                    y0, y1 = span["bbox"][1] * _MM, span["bbox"][3] * _MM
                    text = "".join(c["c"] for c in span["chars"]).strip()
                    yield Piece(
                        page=number, text=text, font=span["font"], size=span["size"],
                        left=x0, right=page.rect.width * _MM - x1, top=y0, bottom=page.rect.height * _MM - y1,
                    )  # fmt: skip


def _page(page: Any, number: int, pieces: list[Piece], layout: Layout) -> Iterator[Finding]:
    m = layout.measures
    wide, high = page.rect.width * _MM, page.rect.height * _MM
    where = _("Trang %d") % number
    short, long = sorted((wide, high))
    if not (m["page.width"].allows(short, _A4_SLACK) and m["page.height"].allows(long, _A4_SLACK)):
        values = {"found": f"{wide:.0f} × {high:.0f} mm"}
        yield _finding("page.size", _("Khổ giấy là %(found)s; quy định A4 (210 × 297 mm)."), where, values)
        return
    text = [p for p in pieces if not _outside(p, layout)]
    for side in ("left", "right", "top", "bottom"):
        measure = m[f"margin.{side}"]
        least = _TURNED[0] if wide > high else measure.low
        found = min((getattr(p, side) for p in text), default=least)
        if found < least - _SLACK_MM:
            yield _finding(
                measure.code, _("%(what)s còn %(found)s mm; quy định %(range)s."), where,
                {
                    "what": measure.label.capitalize(), "found": f"{found:.1f}".replace(".", ","),
                    "range": measure.range_words,
                },
            )  # fmt: skip
    yield from _number(pieces, number, where, layout)


def _outside(piece: Piece, layout: Layout) -> bool:
    """A page number in the upper margin, the line of the mark in the lower one."""
    m = layout.measures
    return (piece.top < m["margin.top"].low and piece.text.isdigit()) or (
        piece.bottom < m["margin.bottom"].low and layout.elements["mark"].allows(round(piece.size * 2) / 2)
    )


def _number(pieces: list[Piece], number: int, where: str, layout: Layout) -> Iterator[Finding]:
    element = layout.elements["page_number"]
    for piece in pieces:
        low = piece.bottom < layout.measures["margin.bottom"].low
        if not piece.text.isdigit() or not (low or piece.top < layout.measures["margin.top"].low):
            continue
        if low or abs(piece.left - piece.right) > 2 * layout.measures["margin.left"].used:
            yield _finding("page_number.place", _("Số trang đặt canh giữa ở lề trên của trang."), where, {})
        if number == 1:
            yield _finding("page_number.first", _("Không hiển thị số ở trang thứ nhất."), where, {})
        if not element.allows(round(piece.size * 2) / 2):
            values = {"found": f"{piece.size:.1f}".replace(".", ","), "range": element.range_words}
            message = _("Cỡ chữ của số trang là %(found)s; quy định %(range)s.")
            yield _finding("page_number.size", message, where, values)


def _fonts(book: Any, layout: Layout) -> Iterator[Finding]:
    """The font itself and whether it is inside: a page must look the same on every machine."""
    right = {_plain(layout.font), _plain(fonts.FAMILY)}
    seen: set[str] = set()
    for page in book:
        for xref, suffix, _kind, name, *_rest in page.get_fonts(full=True):
            plain = name.split("+")[-1]
            if plain in seen:
                continue
            seen.add(plain)
            if not any(_plain(plain).startswith(r) for r in right):
                values = {"font": plain, "right": layout.font}
                yield _finding(
                    "font.family", _("Có chữ dùng phông %(font)s; quy định %(right)s."), "", values
                )
            if suffix == "n/a" and not book.extract_font(xref)[3]:
                yield _finding("font.loose", _("Phông %(font)s không nằm trong tệp."), "", {"font": plain})


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalpha()).removesuffix("psmt")
