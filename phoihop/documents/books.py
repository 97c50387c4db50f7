"""Sổ văn bản đi, sổ văn bản đến: the numbers of one body and one year in their order, gaps with their reasons.

The columns are those offices use; the annex of Nghị định 30/2020/NĐ-CP that draws the books was not read for
this version (confidence M), and the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from phoihop.core import moment
from phoihop.core.models import Record
from phoihop.core.papers import (
    Block,
    Paper,
    Recipients,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paragraph,
)
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head
from phoihop.documents.models import IncomingDocument, OutgoingDocument, OutgoingState, Purpose

#: Rows of one opening of a book.
LIMIT = 2000
OUT_COLUMNS = (
    _l("Số, ký hiệu"), _l("Ngày văn bản"), _l("Tên loại và trích yếu"), _l("Người ký"), _l("Nơi nhận"), _l("Đơn vị lưu"),
    _l("Số bản"), _l("Ghi chú"),
)  # fmt: skip
IN_COLUMNS = (
    _l("Số đến"), _l("Ngày đến"), _l("Tác giả"), _l("Số, ký hiệu"), _l("Ngày văn bản"), _l("Tên loại và trích yếu"),
    _l("Đơn vị hoặc người nhận"), _l("Ngày chuyển"), _l("Ký nhận"), _l("Ghi chú"),
)  # fmt: skip
OUT_WIDTHS = (0.13, 0.09, 0.25, 0.13, 0.16, 0.08, 0.05, 0.11)
IN_WIDTHS = (0.07, 0.09, 0.14, 0.11, 0.09, 0.2, 0.1, 0.08, 0.05, 0.07)


@dataclass(frozen=True, kw_only=True)
class Book:
    """One book opened: whose, of which year, its columns and rows."""

    title: str
    body: Organisation
    year: int
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Any, tuple[str, ...]], ...]
    gaps: int = 0
    more: bool = False


def out_book(body: Organisation, year: int, actor: Actor, *, kind: str = "") -> Book:
    """Every number given in the year, kind by kind; a dropped one stays with its reason."""
    rows: Any = OutgoingDocument.objects.visible_to(actor).filter(owner=body, year=year, number__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.select_related("kind", "drafter").prefetch_related("signatures", "recipients")
    rows = list(rows.defer("paper").order_by("kind__order", "book", "number")[: LIMIT + 1])
    return Book(
        title=_("Sổ đăng ký văn bản đi"), body=body, year=year, columns=tuple(str(c) for c in OUT_COLUMNS), widths=OUT_WIDTHS,
        rows=tuple((row, _out_cells(row)) for row in rows[:LIMIT]),
        gaps=sum(row.state == OutgoingState.DROPPED for row in rows), more=len(rows) > LIMIT,
    )  # fmt: skip


def _out_cells(row: OutgoingDocument) -> tuple[str, ...]:
    notes = []
    if row.state == OutgoingState.DROPPED:
        notes.append(_("Số để trống: %s") % row.ended_why)
    elif row.state == OutgoingState.RECALLED:
        notes.append(_("Thu hồi %(day)s: %(why)s") % {"day": _day(row.ended_on), "why": row.ended_why})
    elif row.state != OutgoingState.ISSUED or row.copy_waits:
        notes.append(row.shown_state(moment.today())[1])
    if row.order_why:
        notes.append(_("Ngày không theo thứ tự số: %s") % row.order_why)
    to = [r.words for r in row.recipients.all() if r.purpose in Purpose.values]
    return (
        row.official_number, _day(row.dated), f"{row.kind.name}: {row.about}",
        "; ".join(s.name for s in row.signatures.all()), "; ".join(to), str(row.drafter),
        str(row.copies or ""), "; ".join(notes),
    )  # fmt: skip


def in_book(body: Organisation, year: int, actor: Actor, *, kind: str = "") -> Book:
    """Every arrival number of the year in its order, count by count where each kind has its own."""
    rows: Any = IncomingDocument.objects.visible_to(actor).filter(owner=body, year=year, number__isnull=False)
    rows = rows.filter(kind=kind) if kind else rows
    rows = list(
        rows.select_related("kind", "unit")
        .prefetch_related("handlings")
        .order_by("book", "number")[: LIMIT + 1]
    )
    return Book(
        title=_("Sổ đăng ký văn bản đến"), body=body, year=year, columns=tuple(str(c) for c in IN_COLUMNS), widths=IN_WIDTHS,
        rows=tuple((row, _in_cells(row)) for row in rows[:LIMIT]), more=len(rows) > LIMIT,
    )  # fmt: skip


def _in_cells(row: IncomingDocument) -> tuple[str, ...]:
    given = [part.decided_on for part in row.handlings.all()]
    about = f"{row.kind.name}: {row.about}" if row.kind else row.about
    return (
        f"{row.number:02d}", _day(row.arrived_on), row.sender_words, row.their_number, _day(row.dated), about,
        str(row.unit or ""), _day(given[-1] if given else None), "", row.note or row.result,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def years_of(model: type[Record], body: Organisation, actor: Actor, this_year: int) -> list[int]:
    """The years that have numbers, and this one; newest first."""
    found = model._default_manager.visible_to(actor).filter(owner=body).exclude(year=None)
    return sorted({this_year, *found.order_by().values_list("year", flat=True).distinct()}, reverse=True)


def kinds_of(body: Organisation, year: int, actor: Actor) -> Sequence[tuple[str, str]]:
    rows = OutgoingDocument.objects.visible_to(actor).filter(owner=body, year=year, number__isnull=False)
    return list(rows.order_by("kind__order").values_list("kind", "kind__name").distinct())


def paper_of_book(book: Book, *, actor: Actor, at: datetime) -> Paper:
    """The book to be printed and bound: what stands on its cover, then one table, all on turned sheets; no paper of a
    kind that is issued, so without a number."""
    today = timezone.localdate(at)
    head = tuple(cell(words, head=True, align="center") for words in book.columns)
    lines = tuple(tuple(cell(words) for words in cells) for _row, cells in book.rows)
    numbers = [cells[0] for _row, cells in book.rows]
    told = _("Đến ngày %(day)s, sổ có %(n)d số.") % {"day": f"{today:%d/%m/%Y}", "n": len(numbers)}
    if numbers:
        told += " " + _("Từ số %(first)s đến số %(last)s.") % {"first": numbers[0], "last": numbers[-1]}
    blocks: list[Block] = [
        replace(joint_head([book.body], number="", symbol="", day=today), unnumbered=True),
        Title(kind=book.title.upper(), subject=_("Năm %d") % book.year), paragraph(told),
        Table(rows=(head, *lines), head_rows=1, widths=book.widths, landscape=True),
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP SỔ"), name=actor.name),)),
        Recipients(lines=(_("Lưu: VT."),)),
    ]  # fmt: skip
    title = f"{book.title} {_('năm %d') % book.year}"
    return Paper(
        code="documents.book", title=title, blocks=tuple(blocks), meta={"at": at.isoformat()}, landscape=True
    )
