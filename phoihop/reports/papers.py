"""The report as a paper in lawful form: joint heading, sections, limitations, annexes of figures.

Two papers say the same: the one that is signed, and the one with a mark at every number and the annex of sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import papers
from phoihop.core.papers import (
    Annex,
    Block,
    Cell,
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
from phoihop.directory.models import Appointment, Organisation
from phoihop.directory.papers import joint_head, signature_of
from phoihop.documents.capacity import column, head_of, usual
from phoihop.documents.models import Signature
from phoihop.reports.compose import COMMITMENTS
from phoihop.reports.models import Grade, Report, ReportFigure, ReportKind, Section, SectionKind
from phoihop.reports.standing import targets_told
from phoihop.reports.tables import blocks_of

MARK = re.compile(r"\[\[(S\d+)\]\]")


@paper(on=Report, label=gettext_lazy("Báo cáo"))
def official(report: Report, *, actor: Actor, at: datetime) -> Paper:
    """The paper that is signed and sent: words and numbers only. Once issued it is the paper of the record."""
    rows = {row.short: row for row in report.figures.all()}
    return _written("reports.official", report, rows, at=at, opened=False)


@paper(on=Report, label=gettext_lazy("Báo cáo kèm nguồn số liệu"))
def review(report: Report, *, actor: Actor, at: datetime) -> Paper:
    """The working copy: a number is followed by its code, the annex of sources says where each comes from."""
    rows = {row.short: row for row in report.figures.all()}
    return _written("reports.review", report, rows, at=at, opened=True)


def _written(
    code: str, report: Report, rows: dict[str, ReportFigure], *, at: datetime, opened: bool
) -> Paper:
    bodies = [row.body for row in report.audience.select_related("body__territory", "body__kind").all()]
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
    blocks += list(_body(report, Printer(rows, opened=opened)))
    blocks.append(Signatures(columns=tuple(_columns(bodies, day))))
    blocks.append(Recipients(lines=(*(f"{body.name};" for body in bodies), _("Lưu: VT."))))
    blocks += _annexes(report, rows, opened=opened)
    return Paper(
        code=code, title=report.title, blocks=tuple(blocks), digest=report.head,
        meta={"closing": report.closing_words, "at": at.isoformat()},
    )  # fmt: skip


def _columns(bodies: Sequence[Organisation], day: date) -> Iterator[papers.Signature]:
    """The head of each body on the day of the paper, in his absence a deputy; nobody on record: the column alone."""
    rows = Appointment.objects.filter(body__in=bodies).select_related("person").order_by("pk")
    held = [row for row in rows if row.held_on(day)]
    for body in bodies:
        signer = head_of(body, held)
        if signer is None:
            yield signature_of(body)
        else:
            given = Signature(
                body=body, title=signer.title, name=signer.person.full_name, capacity=usual(signer, body)
            )
            yield column(given)


def _annexes(report: Report, rows: dict[str, ReportFigure], *, opened: bool) -> list[Block]:
    tables = (_targets_table(report, rows), _figures_table(rows), _sources_table(rows) if opened else None)
    annexes = [table for table in tables if table]
    closing = papers.paragraph(_("Số liệu %s.") % report.closing_words)
    return [
        Annex(number=roman if len(annexes) > 1 else "", title=title, blocks=(closing, *body))
        for roman, (title, *body) in zip(("I", "II", "III"), annexes, strict=False)
    ]


def _body(report: Report, printer: Printer) -> Iterator[Block]:
    for section in report.sections.all():
        if section.kind == SectionKind.HEADING:
            level = section.level
            number = f"{section.number}." if level == 1 else section.number
            yield papers.Heading(level=level, number=number, text=section.heading)
            continue
        if section.heading:
            yield papers.Heading(level=section.level, number=section.number, text=section.heading)
        if section.kind == SectionKind.LIMITATION:
            yield from _limitation(section, printer)
        elif section.kind == SectionKind.TABLE:
            yield from blocks_of(section, printer.runs)
        elif section.text and section.number == "-":
            yield papers.ListItem(runs=printer.runs(report.said(section.text)), marker="-")
        elif section.text:
            for line in report.said(section.text).splitlines():
                yield papers.Paragraph(runs=printer.runs(line))
        else:
            yield papers.Paragraph(runs=(Run(text=_("[%s]") % (section.hint or _("chờ viết")), gap=True),))


def _limitation(section: Section, printer: Printer) -> Iterator[Block]:
    if not section.text:
        yield papers.Paragraph(runs=(Run(text=f"[{section.hint}]", gap=True),))
        return
    kinds = {"objective": _("khách quan"), "subjective": _("chủ quan")}
    kind = f" ({kinds[section.cause_kind]})" if section.cause_kind else ""
    said = (
        [_("Nguyên nhân%(kind)s: %(cause)s") % {"kind": kind, "cause": section.cause}]
        if section.cause
        else []
    )
    said += [_("Trách nhiệm: %s") % section.responsible] if section.responsible else []
    whole = ". ".join(words.rstrip(".") for words in (section.text, *said))
    yield papers.ListItem(marker="-", runs=printer.runs(f"{whole}."))


class Printer:
    """Opens ``[[S07]]`` into the number, in the working copy with its mark; a number without a source says so."""

    def __init__(self, rows: dict[str, ReportFigure], *, opened: bool) -> None:
        self.rows, self.opened = rows, opened

    def runs(self, text: str) -> tuple[Run, ...]:
        out: list[Run] = []
        at = 0
        for match in MARK.finditer(text):
            row = self.rows.get(match.group(1))
            if row is None:  # typed by hand, and no figure of this report
                continue
            if match.start() > at:
                out.append(Run(text=text[at : match.start()]))
            out += self._number(row)
            at = match.end()
        if at < len(text):
            out.append(Run(text=text[at:]))
        return tuple(out)

    def _number(self, row: ReportFigure) -> list[Run]:
        gap = row.grade == Grade.NONE
        if not self.opened:
            return [Run(text=row.words, gap=gap)]
        number = Run(text=row.words, figure=figure_code(row), mark=f"[{row.short}]", bold=not gap, gap=gap)
        return [number, Run(text=f" ({row.doubt})")] if row.doubt else [number]


def figure_code(row: ReportFigure) -> str:
    """The address of a number: report code and its short code, as in ``/so-lieu/<code>/``."""
    return f"{row.report.code}.{row.short}"


def _head(*words: str) -> tuple[Cell, ...]:
    return tuple(cell(text, head=True, align="center") for text in words)


def _targets_table(report: Report, rows: dict[str, ReportFigure]) -> tuple[Any, ...] | None:
    """Every assigned target with plan and result as they stood on the closing moment."""
    told = targets_told(report, list(rows.values()))
    if not told:
        return None
    lines = tuple(
        (
            cell(row.number, align="center"), cell(row.name), cell(row.unit, align="center"),
            cell(format_number(row.plan), align="right"), cell(row.reached or _("chưa có"), align="right"),
            cell(row.share, align="right"), cell(row.verdict),
        )
        for row in told
    )  # fmt: skip
    head = _head(
        _("TT"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Kế hoạch"), _("Thực hiện"), _("Tỷ lệ (%)"), _("Đánh giá")
    )
    widths = (0.07, 0.36, 0.12, 0.11, 0.12, 0.09, 0.13)
    return _("KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO"), Table(rows=(head, *lines), head_rows=1, widths=widths)


def _figures_table(rows: dict[str, ReportFigure]) -> tuple[Any, ...] | None:
    """One line per content, one column per figure of the book: a content is told once, a nought is a stroke."""
    counted = [row for row in rows.values() if row.figure in COMMITMENTS]
    labels = {row.figure: row.label for row in counted}
    told = [code for code in COMMITMENTS if any(row.figure == code and row.standing for row in counted)]
    values = {(row.item, row.figure): row for row in counted}
    items = list(dict.fromkeys(row.item for row in counted if row.item and row.standing))
    if not told or not items:
        return None

    def line(item: str, name: str) -> tuple[Cell, ...]:
        found = [values.get((item, code)) for code in told]
        numbers = (cell(row.words if row and row.standing else "-", align="right") for row in found)
        return (cell(name, align="center", head=not item), *numbers)

    head = _head(_("Nội dung"), *(labels[code].capitalize() for code in told))
    body = (*(line(item, item) for item in items), line("", _("Cộng")))
    rest = 0.86 / len(told)
    table = Table(rows=(head, *body), head_rows=1, widths=(0.14, *(rest for _code in told)))
    return _("NHIỆM VỤ THEO NỘI DUNG PHỐI HỢP"), table


def _sources_table(rows: dict[str, ReportFigure]) -> tuple[Any, ...] | None:
    """The numbers that stand in the text, each with its source; the contents of one way of counting share a line."""
    printed = [row for row in rows.values() if row.standing]
    if not printed:
        return None
    parts: dict[str, list[ReportFigure]] = {}
    for row in printed:
        if row.item and row.figure and row.corrected is None:
            parts.setdefault(row.figure, []).append(row)
    whole = {row.figure for row in printed if row.figure and not row.item}
    compared = any(row.earlier is not None for row in printed)
    lines = []
    for row in printed:
        if row.figure in whole and row in parts.get(row.figure, ()):
            continue
        below = "; ".join(f"{part.item}: {part.short}" for part in parts.get(row.figure, ()) if not row.item)
        place = _(" (nội dung %s)") % row.item if row.item else ""
        below = _(". Theo nội dung: %s") % below if below else ""
        lines.append((
            cell(row.short, align="center"), cell(f"{row.marked_words} {row.noun}{place}{below}"),
            *((cell(row.earlier_words, align="right"),) if compared else ()), cell(_how(row)), cell(_opens_to(row)),
        ))  # fmt: skip
    note = papers.paragraph(_("Mở từng số tại trang Số liệu theo mã báo cáo và mã số ở cột đầu."))
    before = (_("Kỳ trước"),) if compared else ()
    head = _head(_("Mã"), _("Số liệu"), *before, _("Cách tính hoặc nguồn"), _("Độ tin cậy"))
    widths = (0.08, 0.36, 0.1, 0.3, 0.16) if compared else (0.08, 0.42, 0.32, 0.18)
    return _("NGUỒN SỐ LIỆU"), note, Table(rows=(head, *lines), head_rows=1, widths=widths)


def _how(row: ReportFigure) -> str:
    if row.corrected is None:
        return row.how
    given = {"how": row.how, "old": row.first_words, "why": row.corrected_why}
    return _("%(how)s Đã sửa từ %(old)s: %(why)s") % given


def _opens_to(row: ReportFigure) -> str:
    if row.grade == Grade.RECORDS:
        return _("có hồ sơ: %d") % len(row.members)
    return f"{row.grade_label}, {row.source}" if row.source else row.grade_label
