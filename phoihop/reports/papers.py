"""The report as a paper in lawful form: joint heading, sections, limitations, annexes with sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import papers
from phoihop.core.papers import (
    Annex,
    Block,
    Paper,
    Recipients,
    Run,
    Signatures,
    Table,
    Title,
    cell,
    paper,
)
from phoihop.core.text import format_number
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head, signature_of
from phoihop.reports.models import Grade, Report, ReportFigure, ReportKind, Section, SectionKind

MARK = re.compile(r"\[\[(S\d+)\]\]")
MISSING = gettext_lazy("chưa rõ")


@paper(on=Report, label=gettext_lazy("Báo cáo"))
def review(report: Report, *, actor: Actor, at: datetime) -> Paper:
    """The whole report; a number is followed by its code, the annex of sources says where each comes from."""
    bodies = [row.body for row in report.audience.select_related("body__territory").all()]
    rows = {row.short: row for row in report.figures.all()}
    kind = _("Sơ kết") if report.kind == ReportKind.INTERIM else _("Tổng kết")
    subject = re.sub(rf"^{kind}", kind, report.title)
    day = report.issued_on or timezone.localdate(at)
    blocks: list[Block] = [
        joint_head(bodies, number=report.number, symbol=report.symbol, day=day if report.issued_on else None),
        Title(kind=_("BÁO CÁO"), subject=subject),
        papers.paragraph(
            _("Thực hiện %(about)s, các cơ quan báo cáo kết quả %(period)s như sau:")
            % {"about": report.about_words, "period": report.period_words}
        ),
    ]
    blocks += list(_body(report, rows))
    blocks.append(Signatures(columns=tuple(signature_of(body) for body in bodies)))
    blocks.append(Recipients(lines=(*(f"{body.name};" for body in bodies), _("Lưu: VT."))))
    blocks += [_figures_annex(report, rows), _sources_annex(rows)]
    words = report.closing_words
    return Paper(
        code="reports.review", title=report.title, blocks=tuple(blocks), digest=report.head,
        meta={"closing": words, "at": at.isoformat()},
    )  # fmt: skip


def _body(report: Report, rows: dict[str, ReportFigure]) -> Iterator[Block]:
    for section in report.sections.all():
        if section.kind == SectionKind.HEADING:
            level = section.level
            number = f"{section.number}." if level == 1 else section.number
            yield papers.Heading(level=level, number=number, text=section.heading)
            continue
        if section.heading:
            yield papers.Heading(level=section.level, number=section.number, text=section.heading)
        if section.kind == SectionKind.LIMITATION:
            yield from _limitation(section, rows)
        elif section.text and section.number == "-":
            yield papers.ListItem(runs=runs_of(report.said(section.text), rows), marker="-")
        elif section.text:
            for line in report.said(section.text).splitlines():
                yield papers.Paragraph(runs=runs_of(line, rows))
        else:
            yield papers.Paragraph(runs=(Run(text=_("[%s]") % (section.hint or _("chờ viết")), gap=True),))


def _limitation(section: Section, rows: dict[str, ReportFigure]) -> Iterator[Block]:
    if not section.text:
        yield papers.Paragraph(runs=(Run(text=f"[{section.hint}]", gap=True),))
        return
    kinds = {"objective": _("khách quan"), "subjective": _("chủ quan")}
    kind = f" ({kinds[section.cause_kind]})" if section.cause_kind else ""
    yield papers.ListItem(
        marker="-",
        runs=(
            *runs_of(section.text.rstrip("."), rows),
            Run(text=_(". Nguyên nhân%s: ") % kind),
            Run(text=section.cause or str(MISSING), gap=not section.cause),
            Run(text=_(". Trách nhiệm: ")),
            Run(text=section.responsible or str(MISSING), gap=not section.responsible),
            Run(text="."),
        ),
    )


def runs_of(text: str, rows: dict[str, ReportFigure]) -> tuple[Run, ...]:
    """Text with ``[[S07]]`` opened into the number and its mark; a number without a source says so."""
    out: list[Run] = []
    at = 0
    for match in MARK.finditer(text):
        if match.start() > at:
            out.append(Run(text=text[at : match.start()]))
        row = rows[match.group(1)]
        out.append(
            Run(
                text=row.words, figure=figure_code(row), mark=row.short, bold=row.grade != Grade.NONE,
                gap=row.grade == Grade.NONE,
            )
        )  # fmt: skip
        at = match.end()
    if at < len(text):
        out.append(Run(text=text[at:]))
    return tuple(out)


def figure_code(row: ReportFigure) -> str:
    """The address of a number: report code and its short code, as in ``/so-lieu/<code>/``."""
    return f"{row.report.code}.{row.short}"


def _figures_annex(report: Report, rows: dict[str, ReportFigure]) -> Annex:
    head = tuple(
        cell(text, head=True, align="center")
        for text in (_("Mã"), _("Số liệu"), _("Kế hoạch"), _("Kỳ này"), _("Kỳ trước"), _("Độ tin cậy"))
    )
    body = tuple(
        (
            cell(row.short, align="center"),
            cell(f"{row.label}{f' (nội dung {row.item})' if row.item else ''}"),
            cell("" if row.plan is None else format_number(row.plan), align="right"),
            cell(row.words, align="right"),
            cell("" if row.earlier is None else format_number(row.earlier), align="right"),
            cell(row.grade_label),
        )
        for row in rows.values()
    )
    table = Table(rows=(head, *body), head_rows=1, widths=(0.08, 0.42, 0.1, 0.12, 0.1, 0.18))
    closing = papers.paragraph(_("Số liệu %s.") % report.closing_words)
    return Annex(number="I", title=_("BIỂU SỐ LIỆU"), blocks=(closing, table))


def _sources_annex(rows: dict[str, ReportFigure]) -> Annex:
    head = tuple(
        cell(text, head=True, align="center") for text in (_("Mã"), _("Cách tính hoặc nguồn"), _("Hồ sơ"))
    )
    body = tuple(
        (cell(row.short, align="center"), cell(_how(row)), cell(_opens_to(row))) for row in rows.values()
    )
    note = papers.paragraph(_("Mở từng số tại trang Số liệu theo mã báo cáo và mã số ở cột đầu."))
    table = Table(rows=(head, *body), head_rows=1, widths=(0.1, 0.6, 0.3))
    return Annex(number="II", title=_("NGUỒN SỐ LIỆU"), blocks=(note, table))


def _how(row: ReportFigure) -> str:
    if row.corrected is None:
        return row.how
    old = _("chưa có số liệu") if row.value is None else format_number(row.value)
    return _("%(how)s Đã sửa từ %(old)s: %(why)s") % {"how": row.how, "old": old, "why": row.corrected_why}


def _opens_to(row: ReportFigure) -> str:
    if row.grade == Grade.RECORDS:
        return _("%d hồ sơ") % len(row.members)
    return row.source or _("không có")
