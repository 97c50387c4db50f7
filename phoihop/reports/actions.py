"""A report is composed from figures, completed by people, frozen, corrected with both values, issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import figures
from phoihop.core.actions import Refused, action, perform, the_action
from phoihop.core.figures import Outline, Scope, outline_of
from phoihop.core.models import Record
from phoihop.core.period import Period
from phoihop.core.standing import standing_at
from phoihop.core.text import format_number
from phoihop.core.who import Actor, of, role
from phoihop.reports import (  # noqa: F401 the round, in files of its own
    circulating,
    collecting,
    confirming,
    duties,
    letters,
    merging,
    naming,
    remarks_paper,
    settling,
)
from phoihop.reports.chips import need_kept
from phoihop.reports.compose import Line, compose, computed, late_lines, lines_ahead
from phoihop.reports.forms import (
    AbandonForm,
    CorrectForm,
    DropLimitationForm,
    EditLimitationsForm,
    FreezeForm,
    IssueForm,
    LimitationForm,
    WriteForm,
)
from phoihop.reports.frame import kind_of
from phoihop.reports.models import (
    Audience,
    Compilation,
    Grade,
    Report,
    ReportFigure,
    ReportKind,
    ReportState,
    Section,
    SectionKind,
)
from phoihop.reports.unsettled import is_asked_about, unsettled

S = ReportState
#: The office that makes the report for all; the parties read it and send remarks.
WRITERS = role("clerk") & of("owner")


@action(
    on=Report, frm=None, to=S.DRAFTING, by=role("clerk", "leader") & of("audience_ids"),
    label=_("Lập báo cáo"), says=_("đã lập báo cáo"), tells=["audience_ids"],
)  # fmt: skip
def start(*, actor: Actor, at: datetime, about: Record, kind: str, year: int) -> Report:
    """Compose the skeleton with every number that can be computed today; people write the rest."""
    outline = outline_of(about)
    _need_year(outline, year)
    period = Period.half(year, 1) if kind == ReportKind.INTERIM else Period.year(year)
    _need_first(about, kind, period)
    label = str(_("Sơ kết")) if kind == ReportKind.INTERIM else str(_("Tổng kết"))
    report = Report(
        kind=kind, title=f"{label} {period.words} {outline.title}"[:400], about_type=about._meta.label_lower,
        about_id=about.pk, about_words=f"{outline.title}, {outline.reference}"[:400], owner_id=actor.acting_for,
        period_start=period.start, period_end=period.end, period_words=period.words, symbol=f"BC-{outline.symbol}",
        made_at=at, made_by=actor.capacity[:200],
    )  # fmt: skip
    report.previous = _earlier(about, outline.before, period)
    rows = list(report.previous.figures.all()) if report.previous else []
    day = timezone.localdate(at)
    draft = compose(outline, about=about, kind=kind, at=day, earlier=rows)
    for order, body in enumerate(outline.issuers):
        report.add(Audience(body_id=body, order=order))
    for part in (*draft.sections, *draft.figures):
        report.add(part)
    report.link("reports_on", about)
    return report


def _need_year(outline: Outline, year: int) -> None:
    first, last = outline.period.start.year, outline.period.last.year
    if not first <= year <= last:
        raise Refused(
            _("Chương trình này của %(years)s, không có số liệu năm %(year)d.")
            % {"years": outline.period.words, "year": year},
            instead=_("Chọn năm trong thời gian của chương trình."), field="year",
        )  # fmt: skip


def _need_first(about: Record, kind: str, period: Period) -> None:
    """One review of a programme for a period: a second one would give a second set of figures."""
    there = Report.objects.filter(
        about_type=about._meta.label_lower, about_id=about.pk, kind=kind, period_start=period.start, period_end=period.end,
    ).exclude(state=S.ABANDONED).first()  # fmt: skip
    if there:
        raise Refused(
            _("Đã có %(heading)s, mã %(code)s (%(state)s).")
            % {"heading": there.heading, "code": there.code, "state": there.state_label.lower()},
            instead=_("Mở báo cáo đó viết tiếp; nếu lập nhầm thì bấm Bỏ bản này rồi lập lại."),
        )


def _earlier(about: Record, before: Record | None, period: Period) -> Report | None:
    """The newest frozen report on the same programme, else on its predecessor: for comparison."""
    for record in (about, before):
        if record is not None:
            found = Report.objects.filter(
                about_type=record._meta.label_lower, about_id=record.pk, state__in=(S.FROZEN, S.ISSUED),
                period_end__lt=period.end,
            ).order_by("-period_end", "-pk").first()  # fmt: skip
            if found:
                return found
    return None


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=WriteForm, by=WRITERS,
    label=_("Viết các đoạn còn thiếu"), says=_("đã viết phần lời"),
)  # fmt: skip
def write(report: Report, *, actor: Actor, at: datetime, texts: Mapping[str, str]) -> None:
    """Keep the text people wrote; numbers are never typed here, they stand in their own sections."""
    for section in report.sections.all():
        if section.code in texts and section.text != texts[section.code]:
            if section.kind not in (SectionKind.WRITTEN, SectionKind.LIMITATION):
                raise Refused(_("Phần %s do phần mềm tính, không gõ được.") % section.code)
            section.text, section.author = texts[section.code], actor.capacity[:200]
            report.change(section)


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=LimitationForm, by=WRITERS, appends=True,
    label=_("Thêm hạn chế"), says=_("đã nêu một hạn chế"),
)  # fmt: skip
def add_limitation(
    report: Report, *, actor: Actor, at: datetime, text: str, cause: str = "", cause_kind: str = "",
    responsible: str = "",
) -> None:  # fmt: skip
    """A limitation with cause and responsibility; what is missing prints as missing (rule R-16)."""
    rows = list(report.sections.all())
    places = [s.order for s in rows if s.kind == SectionKind.LIMITATION]
    if not places:
        heading = _heading(rows, "limitation")
        places = [heading.order if heading else max(s.order for s in rows)]
    number = max(int(s.code[1:]) for s in rows) + 1
    report.add(
        Section(
            code=f"P{number:02d}", kind=SectionKind.LIMITATION, level=3, text=text, cause=cause, cause_kind=cause_kind,
            responsible=responsible, order=max(places) + 1, author=actor.capacity[:200],
        )
    )  # fmt: skip


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=EditLimitationsForm, by=WRITERS,
    label=_("Sửa các hạn chế"), says=_("đã sửa các hạn chế"),
)  # fmt: skip
def edit_limitations(
    report: Report, *, actor: Actor, at: datetime, changes: Mapping[str, Mapping[str, str]]
) -> None:
    """Text, cause and responsibility of any limitation, also of one that was drawn from a late task."""
    numbers = {row.short: row for row in report.figures.all()}
    for section in report.sections.all():
        wanted = changes.get(section.code)
        if wanted is None or section.kind != SectionKind.LIMITATION:
            continue
        if wanted.get("text", section.text).strip():
            now = [wanted.get(name, getattr(section, name)) for name in ("text", "cause", "responsible")]
            need_kept(section.whole, "\n".join(now), numbers)
        if any(getattr(section, name) != words for name, words in wanted.items()):
            for name in ("text", "cause", "cause_kind", "responsible"):
                setattr(section, name, wanted.get(name, getattr(section, name)))
            section.author = actor.capacity[:200]
            report.change(section)


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=DropLimitationForm, by=WRITERS,
    label=_("Bỏ một hạn chế"), says=_("đã bỏ một hạn chế"),
)  # fmt: skip
def drop_limitation(report: Report, *, actor: Actor, at: datetime, code: str) -> None:
    named = [s for s in report.sections.all() if s.code == code and s.kind == SectionKind.LIMITATION]
    if not named:
        raise Refused(_("Không có hạn chế mã %s trong báo cáo này.") % code, field="code")
    report.drop(named[0])


@action(
    on=Report, frm=[S.DRAFTING], to=S.FROZEN, form=FreezeForm, by=WRITERS, tells=["audience_ids"], primary=True,
    label=_("Chốt số liệu"), says=_("đã chốt số liệu"),
    warns=_("Từ lúc chốt, các con số đứng yên; sửa sau đó giữ cả hai số và lý do."),
)  # fmt: skip
def freeze(report: Report, *, actor: Actor, at: datetime, closing_at: datetime | None = None) -> None:
    """Compute every figure once more on the closing moment and keep (record, journal entry) pairs.

    Parts that do not add up to their whole are refused with the arithmetic (rules R-16, R-17).
    """
    moment = closing_at or at
    if moment > at:
        raise Refused(
            _("Không chốt được ở một lúc chưa tới."), instead=_("Để trống là chốt ngay bây giờ."), field="closing_at"
        )  # fmt: skip
    about = report.about()
    day = timezone.localdate(moment)
    if day < report.period_start:
        raise Refused(
            _("Lúc chốt nằm trước kỳ báo cáo (từ %s).") % f"{report.period_start:%d/%m/%Y}",
            instead=_("Xem lại ngày, hoặc để trống là chốt ngay bây giờ."), field="closing_at",
        )  # fmt: skip
    counted = [row for row in report.figures.all() if row.grade == Grade.RECORDS]
    kinds = {figures.registry[row.figure].on for row in counted}
    with standing_at(moment, kinds):
        for row in counted:
            scope = Scope(about=about, at=day, period=report.period, item=row.item)
            row.value, row.members = computed(row.figure, scope)
            report.change(row)
        late, ahead = late_lines(about=about, at=day), lines_ahead(about=about, at=day)
    _need_sums(counted)
    report.closing_at = moment
    sections = list(report.sections.all())
    _draw_anew(report, [s for s in sections if s.kind == SectionKind.LIMITATION], late, under="limitation")
    _draw_anew(
        report, [s for s in sections if s.kind == SectionKind.COMPUTED and s.record], ahead, under="direction"
    )


def _draw_anew(report: Report, there: list[Section], lines: list[Line], *, under: str) -> None:
    """The lines about records follow the closing moment; what a person wrote or changed stays."""
    wanted = {line.values["record"]: line for line in lines}
    for section in there:
        if section.author:
            wanted.pop(section.record, None)
        elif section.record not in wanted:
            if section.record or wanted:
                report.drop(section)
        else:
            line = wanted.pop(section.record)
            if section.text != line.values["text"]:
                section.text = line.values["text"]
                report.change(section)
    rows = list(report.sections.all())
    number = max(int(s.code[1:]) for s in (*rows, *_adding(report)))
    heading = _heading(rows, under)
    if heading is None or (report.about_type == Compilation._meta.label_lower and not lines):
        return  # a joint report has the headings of the last review, and no record draws lines in it
    order = max((s.order for s in there), default=heading.order) + 1
    if under == "limitation" and not lines and not [s for s in there if s not in report.dropped]:
        lines = [
            Line(
                kind=SectionKind.LIMITATION,
                values={"hint": str(_("Nêu hạn chế, nguyên nhân, trách nhiệm của ai."))},
            )
        ]
        wanted = {"": lines[0]}
    level, mark = (3, "") if under == "limitation" else (4, "-")
    for n, line in enumerate(wanted.values(), start=1):
        report.add(
            Section(
                code=f"P{number + n:02d}",
                kind=line.kind,
                level=level,
                number=mark,
                order=order,
                **line.values,
            )
        )


def _heading(rows: list[Section], kind: str) -> Section | None:
    """The first heading under which limitations, or what is planned, stand; its number differs from frame to frame."""
    return next((s for s in rows if s.kind == SectionKind.HEADING and kind_of(s.heading) == kind), None)


def _adding(report: Report) -> list[Section]:
    return [part for part in report.added if isinstance(part, Section)]


def _need_sums(rows: list[ReportFigure]) -> None:
    """Figures that declare the same whole must add up to it, for the total and for each content."""
    values = {(row.figure, row.item): row for row in rows if row.figure}
    for (code, item), whole in values.items():
        parts = [
            row
            for (part, place), row in values.items()
            if place == item and figures.registry[part].whole == code
        ]
        total = sum((row.standing or Decimal(0) for row in parts), Decimal(0))
        if parts and total != whole.standing:
            said = " + ".join(f"{row.words} {row.label.lower()}" for row in parts)
            raise Refused(
                _("Số liệu không khớp: %(said)s = %(sum)s, khác %(whole)s %(label)s.") % {
                    "said": said, "sum": format_number(total), "whole": whole.words, "label": whole.label.lower(),
                },
                instead=_("Mở từng con số để xem hồ sơ nào bị đếm hai lần hoặc bỏ sót."),
            )  # fmt: skip


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], to=S.ABANDONED, form=AbandonForm, by=role("clerk", "leader") & of("owner"),
    tells=["audience_ids"],
    label=_("Bỏ bản này"), says=_("đã bỏ bản báo cáo này"),
    warns=_("Bản bỏ vẫn xem được nhưng không sửa, không ban hành được nữa; có thể lập bản khác."),
)  # fmt: skip
def abandon(report: Report, *, actor: Actor, at: datetime, why: str) -> None:
    """Made by mistake or twice; the reason stays in the history."""


@action(
    on=Report, frm=[S.FROZEN, S.ISSUED], form=CorrectForm, by=WRITERS, tells=["audience_ids"],
    label=_("Sửa một con số đã chốt"), says=_("đã sửa một con số đã chốt"),
    warns=_("Báo cáo và trang con số sẽ hiện cả số cũ, số mới và lý do."),
)  # fmt: skip
def correct(
    report: Report, *, actor: Actor, at: datetime, short: str, corrected: Decimal, corrected_why: str
) -> None:
    """Both values and the reason stay; sums are checked with the new value."""
    rows = list(report.figures.all())
    named = [row for row in rows if row.short == short]
    if not named:
        raise Refused(_("Không có con số %s trong báo cáo này.") % short, field="short")
    for row in named:
        row.corrected, row.corrected_why = row.meant(corrected), corrected_why
        report.change(row)
    _need_sums(rows)


@action(
    on=Report, frm=[S.FROZEN], to=S.ISSUED, form=IssueForm, by=WRITERS, tells=["audience_ids"],
    label=_("Ban hành báo cáo"), says=_("đã ban hành báo cáo"),
)  # fmt: skip
def issue(
    report: Report, *, actor: Actor, at: datetime, number: str, issued_on: date, anyway: bool = False, anyway_why: str = "",
) -> None:  # fmt: skip
    """Numbered and sent; sections still waiting for text are refused by name.

    A joint report that is not in order is issued only by who says that he saw it and why; the journal keeps his words.
    """
    names = report.place_names()
    waiting = [names[s.code] for s in report.sections.all() if s.waits]
    if waiting:
        raise Refused(
            _("Còn %(n)d đoạn chờ viết: %(what)s.") % {"n": len(waiting), "what": "; ".join(waiting[:5])},
            instead=_("Viết nốt hoặc ghi “Không có” rồi ban hành."),
        )
    unanswered = sum(1 for row in report.remarks.all() if not row.answer)
    if unanswered:
        raise Refused(
            _("Còn %d góp ý chưa trả lời.") % unanswered,
            instead=_("Mở phần Góp ý của báo cáo, tiếp thu hoặc giải trình từng ý."),
        )
    if issued_on > timezone.localdate(at):
        raise Refused(_("Ngày ban hành ở tương lai."), instead=_("Xem lại ngày."), field="issued_on")
    if report.closing_at and issued_on < timezone.localdate(report.closing_at):
        raise Refused(
            _("Ngày ban hành trước lúc chốt số liệu (%s).") % f"{timezone.localtime(report.closing_at):%d/%m/%Y}",
            instead=_("Xem lại ngày."), field="issued_on",
        )  # fmt: skip
    _need_in_order(report, anyway, anyway_why)
    report.number, report.issued_on = number, issued_on
    _tell_the_reviewed(report, actor=actor, at=at)


def _need_in_order(report: Report, anyway: bool, why: str) -> None:
    left = unsettled(report)
    if not is_asked_about(report, left) or (anyway and why.strip()):
        return
    said = "; ".join(f"{one.title.lower()}: {len(one.rows)}" for one in left)
    raise Refused(
        _("Báo cáo còn chỗ chưa ổn (%s).") % said,
        instead=_("Mở từng chỗ để xử lý; hoặc tích “vẫn ban hành” và ghi vì sao."),
        field="anyway_why" if anyway else "anyway",
    )


def _tell_the_reviewed(report: Report, *, actor: Actor, at: datetime) -> None:
    """The record reported on learns that its review is issued, so that its clock stops waiting for one."""
    about = report.about()
    noted = outline_of(about).noted.get(report.kind)
    if noted and about.state in (the_action(noted).frm or ()):
        words = f"{report.heading}, số {report.number}/{report.symbol}"
        perform(
            noted,
            about,
            actor=actor,
            at=at,
            year=report.period_start.year,
            held_on=report.issued_on,
            words=words,
        )
