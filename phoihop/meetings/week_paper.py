"""The week as a Word file on one turned sheet: what is pinned to the board and sent to the units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.core import papers
from phoihop.core.papers import Annex, Block, Cell, Paper, Recipients, Run, Signatures, Table, Title, cell
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head, joint_symbol, signature_of
from phoihop.meetings.week import Day, Line, Week


def week_paper(week: Week, *, body: Organisation, at: datetime) -> Paper:
    """Heading and title of the body that issues it; the table lies behind on its side."""
    said = sum(len(day.morning) + len(day.afternoon) for day in week.days)
    blocks: list[Block] = [
        joint_head([body], number="", symbol=f"LCT-{joint_symbol([body])}", day=at.date()),
        Title(kind=_("LỊCH CÔNG TÁC"), subject=week.title),
        papers.paragraph(_("Tuần này có %d cuộc họp, hội nghị, ghi ở phụ lục kèm theo. Nếu thay đổi, văn phòng báo lại.") % said),
        Signatures(columns=(signature_of(body),)),
        Recipients(lines=(*(f"{b.name};" for b in week.bodies), _("Lưu: VT."))),
        Annex(title=_("LỊCH TUẦN"), blocks=(_table(week),), landscape=True),
    ]  # fmt: skip
    return Paper(code="meetings.week", title=week.title, blocks=tuple(blocks), meta={"at": at.isoformat()})


def _table(week: Week) -> Table:
    heads = (_("Ngày"), _("Giờ"), _("Nội dung, địa điểm"), _("Chủ tọa"), *(str(b) for b in week.bodies))
    rows = [tuple(cell(w, head=True, align="center") for w in heads)]
    for day in week.days:
        rows += _rows(day, week.bodies)
    rest = 0.24 / max(len(week.bodies), 1)
    return Table(
        rows=tuple(rows),
        head_rows=1,
        widths=(0.1, 0.11, 0.36, 0.19, *(rest for _b in week.bodies)),
        landscape=True,
    )


def _rows(day: Day, bodies: Sequence[Organisation]) -> list[tuple[Cell, ...]]:
    """What all bodies of the sheet may read; of the rest that the hour is taken."""
    everyone, columns = {body.pk for body in bodies}, len(bodies)
    name = f"{day.name} {day.day:%d/%m}"
    found = [
        (
            cell(name), cell(f"{half}, {line.hours}"), _what(line), cell(line.chair if line.is_common else ""),
            *(cell(str(m), align="center") for m in line.marks),
        )
        for half, lines in day.halves for line in lines
    ]  # fmt: skip
    for due in day.due:
        if not everyone <= {*due.record.reader_keys()}:
            continue  # one's own: it stands on one's page
        label = _("%(label)s, đến %(hour)s") % {"label": due.label, "hour": due.at} if due.at else due.label
        words = _("Đến hạn: %(label)s (%(record)s)") % {"label": label, "record": due.record}
        found.append((cell(name), cell(""), cell(words), cell(""), *(cell("") for _n in range(columns))))
    return found


def _what(line: Line) -> Cell:
    if not line.is_common:
        return cell(_("Bận"))
    cancelled = _("HỦY: ") if line.cancelled else _("(dự kiến) ") if line.planned else ""
    told = "; ".join(words for words in (line.place, line.vehicles) if words)
    where = f" ({told})" if told else ""
    return Cell(runs=(Run(text=f"{cancelled}{line.title}{where}"),))
