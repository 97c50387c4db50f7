"""What is not in order in a report before it is frozen or issued, each with the page where it is put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.reports.chips import MARK
from phoihop.reports.models import (
    Compilation,
    DifferenceState,
    Grade,
    Intake,
    IntakeFigure,
    IntakeRole,
    IntakeState,
    Report,
    ReportFigure,
)
from phoihop.reports.printing import Decided, decisions, digits_of, with_rates
from phoihop.reports.reported import Reported

#: Letters of a line in the list.
LONGEST = 220


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing, and the address (under the root of the house) where it is looked at."""

    words: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Matters:
    """Things of one kind; ``must`` are done before the report is issued, of the others it may be issued knowingly."""

    title: str
    rows: tuple[Matter, ...]
    must: bool = False


def round_of(report: Report) -> Compilation | None:
    """The round whose joint report this is."""
    return Compilation.objects.filter(report=report).first()


def unsettled(report: Report) -> list[Matters]:
    """Differences, doubtful figures, what changed since the draft was put together, gaps of rule R-16, gaps of text."""
    record = round_of(report)
    rows = {row.short: row for row in report.figures.all()}
    found = [Matters(title=_("Chỗ vênh chưa quyết"), rows=tuple(_open(record)))] if record else []
    if record:
        papers = _papers(record, rows)
        found += [
            Matters(title=_("Số chưa chắc đọc đúng, chưa ai xem"), rows=tuple(_unsure(rows, papers))),
            Matters(
                title=_("Đổi sau khi gộp, bản này còn cũ"), rows=tuple(_stale(report, record, rows, papers))
            ),
        ]
    page = f"/{report.path}/{report.code}/"
    found += [
        Matters(
            title=_("Hạn chế chưa rõ nguyên nhân, trách nhiệm"),
            rows=tuple(
                Matter(words=_printed(section.text, rows), where=f"{page}#{section.code}")
                for section, _why, _who in report.flawed()
            ),
        ),
        Matters(
            title=_("Đoạn còn phải viết"), must=True,
            rows=tuple(
                Matter(words=name, where=f"{page}#{code}") for code, name in _waiting(report).items()
            ),
        ),
        Matters(
            title=_("Góp ý chưa trả lời"), must=True,
            rows=tuple(
                Matter(words=f"{row.body}: {_printed(str(row), rows)}"[:LONGEST], where=f"{page}gop-y/#g{row.order}")
                for row in report.remarks.select_related("body") if not row.answer
            ),
        ),
    ]  # fmt: skip
    return [one for one in found if one.rows]


def is_asked_about(report: Report, found: Sequence[Matters]) -> bool:
    """A joint report with something not in order is issued only with a tick and a reason."""
    return any(not one.must for one in found) and round_of(report) is not None


def _waiting(report: Report) -> dict[str, str]:
    names = report.place_names()
    return {section.code: names[section.code] for section in report.sections.all() if section.waits}


def _printed(text: str, rows: dict[str, ReportFigure]) -> str:
    return MARK.sub(lambda m: rows[m[1]].words if m[1] in rows else m[0], text)[:LONGEST]


def _open(record: Compilation) -> Iterator[Matter]:
    """Each unsettled number prints with its mark where sources are shown."""
    for difference in record.differences.filter(state=DifferenceState.OPEN).order_by("pk"):
        yield Matter(
            words=f"{difference.kind_words}: {difference.words}"[:LONGEST],
            where=f"/{record.path}/{record.code}/?muc=doi-chieu#v-{difference.code}",
        )


def _papers(record: Compilation, rows: dict[str, ReportFigure]) -> dict[str, Intake]:
    """The papers of the round, and any other the report took numbers from."""
    codes = {row.source.rpartition(".")[0] for row in rows.values() if row.grade == Grade.REPORTED}
    found = {*record.intakes.values_list("code", flat=True)} | codes
    papers = Intake.objects.filter(code__in=found).select_related("body").prefetch_related("figures")
    return {paper.code: paper for paper in papers.order_by("pk")}


def _told(
    rows: dict[str, ReportFigure], papers: dict[str, Intake]
) -> Iterator[tuple[ReportFigure, IntakeFigure, Intake]]:
    """Each reported number of the report with the figure it was taken from."""
    orders = {code: {one.order: one for one in paper.figures.all()} for code, paper in papers.items()}
    for row in rows.values():
        code, _dot, order = row.source.rpartition(".")
        found = orders.get(code, {}).get(int(order) if order.isdecimal() else 0)
        if row.grade == Grade.REPORTED and found is not None:
            found.intake = papers[code]
            yield row, found, papers[code]


def _unsure(rows: dict[str, ReportFigure], papers: dict[str, Intake]) -> Iterator[Matter]:
    for row, found, paper in _told(rows, papers):
        if found.is_unsure and row.corrected is None:
            why = f" ({found.reason})" if found.reason else ""
            yield Matter(
                words=f"{row.short}: {row.words} {row.noun}{why}"[:LONGEST],
                where=f"/{paper.path}/{paper.code}/?so={row.source}#so",
            )


def _stale(
    report: Report, record: Compilation, rows: dict[str, ReportFigure], papers: dict[str, Intake]
) -> Iterator[Matter]:
    """Papers replaced, set aside or come in since; numbers that a decision made since would print otherwise."""
    told = list(_told(rows, papers))
    used = {paper.code for _row, _found, paper in told} | {
        section.record.rpartition(".")[0] for section in report.sections.all() if section.record
    }
    for paper in papers.values():
        where = f"/{record.path}/{record.code}/?muc=van-ban"
        if paper.code in used and paper.state != IntakeState.CURRENT:
            yield Matter(words=f"{paper.name}: {paper.state_label.lower()}", where=where)
        elif paper.state in (IntakeState.WAITING, IntakeState.DOUBTED):
            yield Matter(words=f"{paper.name}: {paper.state_label.lower()}", where=where)
        elif (
            paper.state == IntakeState.CURRENT and paper.role == IntakeRole.REPORT and paper.code not in used
        ):
            yield Matter(words=_("%s: đưa vào sau khi gộp, chưa có đoạn nào ở đây") % paper.name, where=where)
    current = [paper for paper in papers.values() if paper.state == IntakeState.CURRENT]
    decided = with_rates(decisions(record.differences.exclude(state=DifferenceState.GONE)), current)
    for row, found, paper in told:
        if (
            paper.state == IntakeState.CURRENT
            and row.corrected is None
            and (now := _now(row, found, paper, decided))
        ):
            yield Matter(
                words=_("%(short)s: in %(was)s, nay là %(now)s (%(noun)s)")
                % {"short": row.short, "was": row.marked_words, "now": now, "noun": row.label[:80]},
                where=f"/{report.path}/{report.code}/?so={row.short}#nguon",
            )  # fmt: skip


def _now(row: ReportFigure, found: IntakeFigure, paper: Intake, decided: dict[str, Decided]) -> str:
    """How the number would print if the report were put together now; "" where that is how it stands."""
    if found.checked == "drop":
        return _("số đã bỏ")
    first, last = digits_of(found)
    fresh = ReportFigure(
        **Reported.of(found, paper, decided).figure(item=row.item, token=found.printed[first:last] if row.printed else "")
    )  # fmt: skip
    if not row.printed:
        return "" if fresh.value == row.value else fresh.words
    return "" if fresh.marked_words == row.marked_words else fresh.marked_words
