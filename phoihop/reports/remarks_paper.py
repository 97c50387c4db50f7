"""The remarks on a circulated draft as one paper: paragraph, body, remark, answer, who and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import papers
from phoihop.core.papers import Annex, Cell, Paper, Run, Table, cell, paper
from phoihop.core.text import format_date
from phoihop.core.who import Actor
from phoihop.reports.models import Answer, Remark, Report, ReportFigure, Section
from phoihop.reports.papers import MARK, Printer

WIDTHS = (0.05, 0.23, 0.12, 0.28, 0.18, 0.14)
#: Of the paragraph a remark stands in, as much as is needed to know it again.
SHOWN = 160


@paper(on=Report, label=gettext_lazy("Bảng tổng hợp, giải trình ý kiến góp ý"))
def remarks_matrix(report: Report, *, actor: Actor, at: datetime) -> Paper:
    """Every remark once, in the order of the report; what nobody answered says so."""
    rows = list(report.remarks.select_related("body"))
    figures = {row.short: row for row in report.figures.all()}
    note = papers.paragraph(_counts(rows))
    sheet = Annex(
        title=_("BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý"), reference=_("(Vào dự thảo %s)") % report.title,
        blocks=(note, _table(report, rows, figures)), landscape=True,
    )  # fmt: skip
    return Paper(
        code="reports.remarks_matrix", title=str(_("Tổng hợp góp ý %s") % report.title)[:200], blocks=(sheet,),
        digest=report.head, meta={"at": at.isoformat()},
    )  # fmt: skip


def _counts(rows: Sequence[Remark]) -> str:
    if not rows:
        return str(_("Chưa có ý kiến góp ý nào."))
    bodies = len({row.body_id for row in rows})
    said = [
        f"{n} {str(answer.label).lower()}"
        for answer in Answer
        if (n := sum(r.answer == answer for r in rows))
    ]
    return _("Có %(n)d ý kiến của %(bodies)d cơ quan: %(said)s.") % {
        "n": len(rows), "bodies": bodies, "said": ", ".join(said),
    }  # fmt: skip


def _table(report: Report, rows: Sequence[Remark], figures: dict[str, ReportFigure]) -> Table:
    head = tuple(
        cell(text, head=True, align="center")
        for text in (
            _("TT"), _("Đoạn của dự thảo"), _("Cơ quan góp ý"), _("Nội dung góp ý"), _("Trả lời"), _("Người trả lời, ngày"),
        )
    )  # fmt: skip
    names = report.place_names()
    sections = {section.code: section for section in report.sections.all()}
    place = {code: n for n, code in enumerate(sections)}
    ordered = sorted(rows, key=lambda row: (place.get(row.section, len(place)), row.order))
    lines: list[tuple[Cell, ...]] = []
    for _code, group in groupby(ordered, key=lambda row: row.section):
        for n, row in enumerate(group):
            where = (
                _where(sections.get(row.section), names, figures)
                if n == 0
                else (Run(text=_("như trên"), italic=True),)
            )
            lines.append(_line(len(lines) + 1, row, where, figures))
    return Table(rows=(head, *lines), head_rows=1, widths=WIDTHS)


def _line(n: int, row: Remark, where: tuple[Run, ...], figures: dict[str, ReportFigure]) -> tuple[Cell, ...]:
    body = row.body.short_name or row.body.name
    when = format_date(timezone.localdate(row.answered_at)) if row.answered_at else ""
    answer = [Run(text=row.answer_label, bold=True, gap=not row.answer)]
    if row.words:
        answer.append(Run(text=f": {row.words}"))
    return (
        cell(str(n), align="center"), Cell(runs=where), cell(f"{body} ({row.author})" if row.author else body),
        Cell(runs=tuple(_said(row, figures))), Cell(runs=tuple(answer)),
        cell(", ".join(part for part in (row.answered_by, when) if part)),
    )  # fmt: skip


def _where(
    section: Section | None, names: dict[str, str], figures: dict[str, ReportFigure]
) -> tuple[Run, ...]:
    """The heading the paragraph stands under, and how it begins."""
    if section is None:
        return (Run(text=_("không khớp đoạn nào của dự thảo"), italic=True),)
    text = plain(section.text, figures)
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
    name = names[section.code]
    head = () if name == section.code else (Run(text=f"{name}: ", bold=True),)
    return (*head, Run(text=f"“{shown}”")) if shown else head or (Run(text=section.code),)


def _said(row: Remark, figures: dict[str, ReportFigure]) -> Iterator[Run]:
    """The change as an office writes it, and the comment."""
    old, new = plain(row.old, figures).strip(), plain(row.new, figures).strip()
    if old and new:
        yield Run(text=_("Sửa “%(old)s” thành “%(new)s”.") % {"old": old, "new": new})
    elif new:
        yield Run(text=_("Thêm “%s”.") % new)
    elif old:
        yield Run(text=_("Bỏ “%s”.") % old)
    if row.note:
        yield Run(text=f" {row.note}" if old or new else row.note)


def plain(text: str, figures: dict[str, ReportFigure]) -> str:
    """Words with their numbers printed; a number of no figure of the report is left out."""
    return (
        "".join(run.text for run in Printer(figures, opened=True).runs(text)) if MARK.search(text) else text
    )
