"""The week as a Word file, one turned sheet: what is pinned to the board and sent to the units."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.core.papers import Block, Cell, Paper, Paragraph, Recipients, Run, Signatures, Table, Title, cell
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head, signature_of
from phoihop.meetings.week import Day, Line, Week


def week_paper(week: Week, *, body: Organisation, at: datetime) -> Paper:
    """Heading of the body that puts it up, the table, who signs: all on one turned sheet, without a number."""
    head = replace(joint_head([body], number="", symbol="", day=at.date()), unnumbered=True)
    blocks: list[Block] = [
        head,
        Title(kind=_("LỊCH CÔNG TÁC TUẦN %d") % week.number, subject=week.days_words),
        _table(week),
        Paragraph(runs=(Run(text=_("Nếu thay đổi, văn phòng báo lại."), italic=True),)),
        Signatures(columns=(signature_of(body),)),
        Recipients(lines=(*(f"{b.name};" for b in week.bodies), _("Lưu: VT."))),
    ]
    return Paper(
        code="meetings.week",
        title=week.title,
        blocks=tuple(blocks),
        meta={"at": at.isoformat()},
        landscape=True,
    )


def _table(week: Week) -> Table:
    heads = (_("Ngày"), _("Giờ"), _("Nội dung, địa điểm"), _("Chủ tọa"), *(str(b) for b in week.bodies))
    rows = [tuple(cell(w, head=True, align="center") for w in heads)]
    for day in week.days:
        rows += _rows(day)
    rest = 0.27 / max(len(week.bodies), 1)
    return Table(
        rows=tuple(rows),
        head_rows=1,
        widths=(0.09, 0.135, 0.345, 0.16, *(rest for _b in week.bodies)),
        landscape=True,
    )


def _rows(day: Day) -> list[tuple[Cell, ...]]:
    """Meetings that all bodies of the sheet may read, of the rest that the hour is taken; what falls due stands on one's page."""
    name = f"{day.name} {day.day:%d/%m}"
    return [
        (
            cell(name), cell(f"{half}, {line.hours}"), _what(line), cell(line.chair if line.is_common else ""),
            *(cell(str(m), align="center") for m in line.marks),
        )
        for half, lines in day.halves for line in lines
    ]  # fmt: skip


def _what(line: Line) -> Cell:
    if not line.is_common:
        return cell(_("Bận"))
    cancelled = _("HỦY: ") if line.cancelled else _("(dự kiến) ") if line.planned else ""
    told = "; ".join(words for words in (line.place, line.vehicles) if words)
    where = f" ({told})" if told else ""
    return Cell(runs=(Run(text=f"{cancelled}{line.title}{where}"),))
