"""The upper part of a paper: heading of the issuing bodies, number, place and date, title, Kính gửi."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from phoihop.core.papers import Addressees, Annex, LegalBasis, LetterHead, Title
from phoihop.core.text import long_date
from phoihop.documents.layout import COUNTRY, MOTTO, PARTY_HEADING, Element, Layout
from phoihop.documents.word.markup import Box, Grid, Item, Para, Row, Span, lines
from phoihop.documents.word.measuring import width_mm, wrap
from phoihop.documents.word.spans import NBSP, tie

_GUTTER = 2.0  # mm kept free beside the widest line of a column
_SLACK = 0.5  # mm by which another word processor may measure a line longer


def text_width(layout: Layout, *, landscape: bool = False) -> float:
    side = layout.measures["page.height" if landscape else "page.width"].used
    return side - layout.measures["margin.left"].used - layout.measures["margin.right"].used


def number_words(head: LetterHead) -> str:
    """``Số: 05/BC-UBND``; room is left for the number while it is not given."""
    if head.unnumbered:
        return ""
    number = head.number.strip()
    number = number.zfill(2) if number.isdecimal() else number
    number = number or NBSP * 6
    if head.party:
        return f"Số {number}-{head.symbol}".removesuffix("-")
    return f"Số: {number}/{head.symbol}".removesuffix("/")


def date_words(head: LetterHead, *, year: int | None) -> str:
    """``Minh Tân, ngày 05 tháng 8 năm 2026``; the year of the paper while the day is not known."""
    day: date | None = head.day
    if day is not None:
        words = long_date(day)
    else:
        room = NBSP * 6
        words = f"ngày{room}tháng{room}năm {year}" if year else f"ngày{room}tháng{room}năm{room}"
    return f"{head.place_name}, {words}" if head.place_name else words


def rule_under(text_mm: float, *, column: float, share: float = 1.0) -> Para:
    """A solid line, centred, ``share`` of the words above it; drawn as the upper edge of an empty line."""
    side = max(0.0, (column - text_mm * share) / 2)
    return Para(left=side, right=side, before=3, after=0, exact=3, line_over=True, keep_next=True)


class Heading:
    """Both columns of a letterhead, measured so that Quốc hiệu never breaks."""

    def __init__(self, head: LetterHead, *, layout: Layout, year: int | None) -> None:
        self.head = head
        self.layout = layout
        self.joint = len(head.issuers) > 1
        self.width = text_width(layout)
        self.number = number_words(head)
        self.date = date_words(head, year=year)
        country_mm = width_mm(self.country_text, size=self._size("country"), bold=True)
        self.date_size, date_mm = self._fit_date()
        self.right = country_mm + 2 * _GUTTER if not head.party else max(country_mm, date_mm) + 2 * _GUTTER
        self.left = self.width - self.right
        # number and date share a row of their own: the border moves towards the shorter of them
        least = width_mm(self.number, size=self._element("number").used) + _SLACK
        most = self.width - date_mm - _SLACK
        if least + _GUTTER <= most - _GUTTER:
            least, most = least + _GUTTER, most - _GUTTER
        self.left_below = min(max(self.left, least), most)

    def _fit_date(self) -> tuple[float, float]:
        """Size and width of the date: the smaller size where number and date crowd each other."""
        element = self._element("place_date")
        number_mm = width_mm(self.number, size=self._element("number").used)
        for size in (element.used, element.low):
            date_mm = width_mm(self.date, size=size, italic=True)
            if number_mm + date_mm + 3 * _GUTTER <= self.width:
                return size, date_mm
        return element.low, date_mm

    @property
    def country_text(self) -> str:
        return PARTY_HEADING if self.head.party else COUNTRY

    def _element(self, code: str) -> Element:
        if self.head.party:
            code = {"country": "party", "issuer": "party_body"}.get(code, code)
        return self.layout.elements[code]

    def _size(self, code: str) -> float:
        """A joint heading needs the room: it is written in the smallest size the decree allows."""
        element = self._element(code)
        return element.low if self.joint else element.used

    def _issuing_lines(self) -> tuple[list[str], list[str]]:
        """Lines of the parent (not bold) and of the issuing bodies (bold), each body on its own line."""
        size = self._size("issuer")
        room = self.left - _GUTTER
        parents: list[str] = []
        bodies: list[str] = []
        for i, issuer in enumerate(self.head.issuers, start=1):
            if issuer.parent:
                parents += wrap(issuer.parent, room=room, size=self._size("parent"))
            dash = " -" if i < len(self.head.issuers) else ""
            bodies += wrap(issuer.name + dash, room=room, size=size, bold=True)
        if self.head.locality:
            bodies += wrap(self.head.locality, room=room, size=size, bold=True)
        return parents, bodies

    def _left(self) -> tuple[Para, ...]:
        parents, bodies = self._issuing_lines()
        size = self._size("issuer")
        out: list[Para] = []
        if parents:
            out.append(Para(spans=lines(parents, size=self._size("parent")), align="center", keep_next=True))
        out.append(Para(spans=lines(bodies, size=size, bold=True), align="center", keep_next=True))
        if self.head.party:
            star = Span(text="*", size=size)
            return (*out, Para(spans=(star,), align="center", keep_next=True))
        last = width_mm(bodies[-1], size=size, bold=True) if bodies else 0.0
        share = self.layout.measures["line.share"].used
        return (*out, rule_under(last, column=self.left, share=share))

    def _right(self) -> tuple[Para, ...]:
        size = self._size("country")
        country = Span(text=self.country_text, size=size, bold=True)
        top = Para(spans=(country,), align="center", keep_next=True)
        if self.head.party:
            return (top, rule_under(width_mm(country.text, size=size, bold=True), column=self.right))
        motto = self._size("motto")
        return (
            top,
            Para(spans=(Span(text=MOTTO, size=motto, bold=True),), align="center", keep_next=True),
            rule_under(width_mm(MOTTO, size=motto, bold=True), column=self.right),
        )

    def _number(self) -> tuple[Para, ...]:
        span = Span(text=self.number, size=self._element("number").used)
        number = Para(spans=(span,), align="center", before=4, keep_next=True)
        if not self.head.about:
            return (number,)
        about = self._element("about")
        room = self.left_below - _GUTTER
        below = Para(
            spans=lines(wrap(self.head.about, room=room, size=about.used), size=about.used),
            align="center", before=self.layout.measures["about.before"].used, keep_next=True,
        )  # fmt: skip
        return (number, below)

    def _date(self) -> tuple[Para, ...]:
        span = Span(text=self.date, size=self.date_size, italic=True)
        return (Para(spans=(span,), align="center", before=4, keep_next=True),)

    def grid(self) -> Grid:
        shift = self.left_below - self.left
        over, under = (1, 2) if shift > 0 else (2, 1)
        top = (
            Box(paras=self._left(), width=self.left, span=over if shift else 1),
            Box(paras=self._right(), width=self.right, span=3 - over if shift else 1),
        )
        below = (
            Box(paras=self._number(), width=self.left_below, span=under if shift else 1),
            Box(paras=self._date(), width=self.width - self.left_below, span=3 - under if shift else 1),
        )
        first, last = min(self.left, self.left_below), self.width - max(self.left, self.left_below)
        widths = (first, abs(shift), last) if shift else (self.left, self.right)
        return Grid(rows=(Row(boxes=top), Row(boxes=below)), widths=widths)


def letterhead(head: LetterHead, *, layout: Layout, year: int | None) -> list[Item]:
    """The heading table and a little room below it."""
    return [Heading(head, layout=layout, year=year).grid(), Para(exact=8)]


def title(block: Title, *, layout: Layout) -> list[Item]:
    kind, subject = layout.elements["kind"], layout.elements["subject"]
    room = text_width(layout)
    out: list[Item] = [
        Para(
            spans=lines(wrap(block.kind, room=room, size=kind.used, bold=True), size=kind.used, bold=True),
            style="TenLoai", keep_next=True,
        )
    ]  # fmt: skip
    if block.subject:
        broken = wrap(block.subject, room=room - 8, size=subject.used, bold=True)
        below = lines(broken, size=subject.used, bold=True)
        out.append(Para(spans=below, style="TrichYeu", keep_next=True))
        widest = width_mm(broken[-1], size=subject.used, bold=True)
        out.append(rule_under(widest, column=room, share=layout.measures["line.share"].used))
        out.append(Para(exact=8))
    return out


def addressees(block: Addressees, *, layout: Layout) -> list[Item]:
    """One on the line of the words, several on lines of their own."""
    names = [n.strip().rstrip(";.,") for n in block.names if n.strip()]
    size = layout.elements["addressees"].used
    if len(names) == 1:
        wide = width_mm(f"Kính gửi: {names[0]}", size=size)
        left = max(0.0, (text_width(layout) - wide) / 2)
        return [Para(spans=(Span(text=f"Kính gửi: {names[0]}"),), before=6, after=12, left=left)]
    widest = max((width_mm(f"- {n};", size=size) for n in names), default=0.0)
    words = width_mm("Kính gửi:", size=size)
    left = max(0.0, (text_width(layout) - words - widest) / 2)
    out: list[Item] = [Para(spans=(Span(text="Kính gửi:"),), before=6, left=left, keep_next=True)]
    for i, name in enumerate(names, start=1):
        mark = ";" if i < len(names) else "."
        last = i == len(names)
        line = Para(spans=(Span(text=f"- {name}{mark}"),), left=left + words, after=12 if last else 0)
        out.append(line)
    return out


_CLOSING = re.compile(r"[\s;.,]+$")


def legal_bases(blocks: Sequence[LegalBasis]) -> list[Item]:
    """A run of căn cứ: each ends with a semicolon, the last with a full stop."""
    out: list[Item] = []
    for i, block in enumerate(blocks, start=1):
        mark = ";" if i < len(blocks) else "."
        words = _CLOSING.sub("", block.text)
        out.append(Para(spans=(Span(text=tie([words + mark])[0]),), style="CanCu"))
    return out


def annex_heading(block: Annex, *, layout: Layout, landscape: bool) -> list[Item]:
    """``Phụ lục I``, its title in capitals, the line that names the paper it belongs to."""
    word = f"Phụ lục {block.number}".strip()
    out: list[Item] = [Para(spans=(Span(text=word),), style="PhuLuc", keep_next=True)]
    size = layout.elements["annex_title"].used
    if block.title:
        room = text_width(layout, landscape=landscape) - 8
        named = lines(wrap(block.title.upper(), room=room, size=size, bold=True), size=size, bold=True)
        out.append(Para(spans=named, style="TenPhuLuc", keep_next=True))
    if block.reference:
        out.append(Para(spans=(Span(text=block.reference),), style="KemTheo", keep_next=True))
    return [*out, Para(exact=6, keep_next=True)]
