"""Actions that make one report of several: what goes in is chosen, the draft is put together, promises become proposals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.figures import Outline, outline_of
from phoihop.core.importers import importer_of
from phoihop.core.models import Record
from phoihop.core.text import fold
from phoihop.core.who import Actor, of, role
from phoihop.reports.compose import Draft, Line, late_lines, lines_ahead, overall, tasks_of
from phoihop.reports.frame import Part, frame_of, laid_out, samples
from phoihop.reports.inline import edited, numbers_of
from phoihop.reports.last_time import LastTime
from phoihop.reports.models import (
    USUAL,
    Audience,
    Compilation,
    CompilationState,
    Grade,
    Intake,
    IntakeFigure,
    IntakePassage,
    IntakePromise,
    IntakeState,
    PassageChoice,
    PromiseChoice,
    Report,
    ReportFigure,
    ReportKind,
    ReportState,
    SectionKind,
)
from phoihop.reports.passages import Choices, told_passages
from phoihop.reports.printing import decisions, digits_of, with_rates
from phoihop.reports.reported import Reported, confirmed
from phoihop.reports.tables import Sheet, alike, inside, made_of

C = CompilationState
OFFICE = role("clerk", "leader") & of("owner")

_MARKER = re.compile(r"^\s*(?:[-+*•–]|\(?\d{1,2}[).]|[a-zđ]\))\s+")
_CAUSE = re.compile(
    r"(?:[,;.]\s*(?:nguyên nhân(?: chủ yếu| chính| chủ quan| khách quan)?(?: là do| là vì| là| do| vì)?|do|vì)\s*:?\s+"
    r"|\s+do\s+(?=(?:chưa|thiếu|không|còn|khối lượng|một số|cán bộ|công chức|đơn vị|cơ quan|việc|điều kiện|thời|ảnh hưởng"
    r"|Văn phòng|Ban|Phòng|Tổ|Ủy ban|UBND)\b))"
    r"(?P<cause>[^;.]{6,400}?)\s*(?=[;.]|$)"
)
_BLAME = re.compile(
    r"[,;.]\s*trách nhiệm(?: chính| trước hết| này| chủ yếu)?\s*(?:thuộc(?: về)?|là của|của|:)\s+(?P<who>[^;.]{3,280}?)\s*(?=[;.]|$)",
    re.IGNORECASE,
)


@action(
    on=Compilation, frm=[C.OPEN], by=OFFICE, appends=True,
    label=_("Chọn đoạn đưa vào"), says=_("đã chọn đoạn đưa vào báo cáo chung"),
)  # fmt: skip
def choose(
    compilation: Compilation, *, actor: Actor, at: datetime, keep: Sequence[tuple[int, int, int]],
    drop: Sequence[tuple[int, int, int]], join: Sequence[tuple[int, int, int]] = (),
) -> None:  # fmt: skip
    """Passages as (key, 0, 0), sentences of passages as (key, start, end); a later choice takes the place of an earlier.

    ``join`` are tables of several bodies with the same columns: they become one, with a column for the body.
    """
    there = {(row.passage_id, row.start, row.end): row for row in compilation.passage_choices.all()}
    wanted = {key: "keep" for key in keep} | {key: "drop" for key in drop} | {key: "join" for key in join}
    near = set(IntakePassage.objects.filter(intake__compilation=compilation).values_list("pk", flat=True))
    for key, word in wanted.items():
        row = there.get(key)
        if key[0] not in near:
            raise Refused(_("Đoạn này không thuộc đợt tổng hợp này."))
        if row is None:
            compilation.add(PassageChoice(passage_id=key[0], start=key[1], end=key[2], keep=word))
        elif row.keep != word:
            row.keep = word
            compilation.change(row)
    for pk in {pk for pk, _start, end in keep if end}:
        whole = there.get((pk, 0, 0))
        if whole is not None and whole.keep == "drop":
            whole.keep = "keep"
            compilation.change(whole)


@action(
    on=Compilation, frm=[C.OPEN], by=OFFICE, appends=True,
    label=_("Chọn khung báo cáo"), says=_("đã chọn khung báo cáo"),
)  # fmt: skip
def follow(compilation: Compilation, *, actor: Actor, at: datetime, sample: str) -> None:
    """The joint report takes the headings of this last review; ``USUAL``: those of the usual outline."""
    known = {USUAL, *(i.code for i in samples(compilation.intakes.filter(state=IntakeState.CURRENT)))}
    if sample not in known:
        raise Refused(
            _("Văn bản này không làm khung báo cáo được."),
            instead=_("Chọn một báo cáo tổng kết, sơ kết kỳ trước đang dùng trong đợt, có đề mục."),
        )
    compilation.sample = sample


@action(
    on=Compilation, frm=[C.OPEN], by=OFFICE, appends=True, primary=True,
    label=_("Gộp thành báo cáo chung"), says=_("đã gộp thành báo cáo chung"),
    warns=_("Gộp lại thì bản đang soạn của đợt này được bỏ (vẫn xem được), bản mới lập từ các lựa chọn hiện tại. "
        "Những chỗ đã sửa tay trong bản đang soạn không chuyển sang bản mới."),
)  # fmt: skip
def merge(compilation: Compilation, *, actor: Actor, at: datetime) -> None:
    """The joint report is drafted from what is chosen and settled; an earlier draft is given up, never overwritten."""
    earlier = compilation.report
    if earlier and earlier.state == ReportState.ISSUED:
        raise Refused(
            _("Báo cáo chung đã ban hành."), instead=_("Sửa con số trong báo cáo bằng việc Sửa một con số.")
        )
    papers = [i for i in _papers(compilation) if i.role == "report"]
    if not papers:
        raise Refused(
            _("Chưa có báo cáo nào của kỳ này để gộp."), instead=_("Đưa báo cáo của các cơ quan vào trước.")
        )
    if earlier and earlier.state in (ReportState.DRAFTING, ReportState.FROZEN):
        perform("reports.abandon", earlier, actor=actor, at=at, why=str(_("Gộp lại từ đợt tổng hợp")))
    compilation.report = perform(draft_joint, actor=actor, at=at, compilation=compilation)


def _papers(compilation: Compilation) -> list[Intake]:
    rows = compilation.intakes.filter(state=IntakeState.CURRENT).select_related("body")
    order = {"HDND": 0, "UBND": 1, "MTTQ": 2}
    found = list(rows.prefetch_related("figures", "passages").order_by("pk"))
    for intake in found:
        intake.compilation = compilation
    return sorted(found, key=lambda i: (order.get(i.speaker, 9), i.pk))


def about_of(compilation: Compilation) -> Record:
    """The programme where the round names one, else the round itself."""
    if not compilation.about_type:
        return compilation
    found: Record = apps.get_model(compilation.about_type)._default_manager.get(pk=compilation.about_id)
    return found


@action(
    on=Report, frm=None, to=ReportState.DRAFTING, by=role("clerk", "leader") & of("owner", "audience_ids"),
    label=_("Lập báo cáo chung"), says=_("đã lập báo cáo chung từ đợt tổng hợp"), tells=["audience_ids"],
)  # fmt: skip
def draft_joint(*, actor: Actor, at: datetime, compilation: Compilation) -> Report:
    """Headings of the last review, passages of the bodies under them, every number linked to where it was read."""
    about = about_of(compilation)
    outline = outline_of(about)
    period = compilation.period
    word = _("Sơ kết") if compilation.kind == ReportKind.INTERIM else _("Tổng kết")
    report = Report(
        kind=compilation.kind, title=f"{word} {period.words} {outline.title}"[:400], about_type=about._meta.label_lower,
        about_id=about.pk, about_words=f"{outline.title}, {outline.reference}".strip(", ")[:400],
        owner_id=compilation.owner_id, period_start=period.start, period_end=period.end, period_words=period.words,
        symbol=f"BC-{outline.symbol}", round_code=compilation.code, made_at=at, made_by=actor.capacity[:200],
    )  # fmt: skip
    for order, body in enumerate(compilation.asked_ids()):
        report.add(Audience(body_id=body, order=order))
    report.previous = last_joint(compilation)
    day = timezone.localdate(at)
    draft = Joint(compilation, outline, about=about, day=day, earlier=report.previous).made()
    for part in (*draft.sections, *draft.figures):
        report.add(part)
    report.link("reports_on", about)
    if about is not compilation:
        report.link("compiled_from", compilation)
    return report


def last_joint(compilation: Compilation) -> Report | None:
    """The newest frozen report of the same office for an earlier period that tells what bodies reported."""
    rows = Report.objects.filter(
        owner=compilation.owner_id, state__in=(ReportState.FROZEN, ReportState.ISSUED),
        period_end__lt=compilation.period.end, figures__grade=Grade.REPORTED,
    )  # fmt: skip
    return rows.order_by("-period_end", "-pk").first()


class Joint:
    """The draft being put together."""

    def __init__(
        self, compilation: Compilation, outline: Outline, *, about: Record, day: date, earlier: Report | None
    ) -> None:
        self.compilation, self.outline, self.about, self.day = compilation, outline, about, day
        self.papers = _papers(compilation)
        self.choices = Choices(compilation)
        self.decided = with_rates(decisions(compilation.differences.exclude(state="gone")), self.papers)
        self.last = LastTime(self.papers, earlier)
        self.draft = Draft()
        self.joined = [one.sheets for one in alike(self.papers, self.choices) if one.choice == "join"]

    def made(self) -> Draft:
        kept = [(p, i) for p, i in told_passages(self.papers) if self.choices.keeps(p, i)]
        has_programme = self.about is not self.compilation
        parts = laid_out(self._frame(), kept, items=self.outline.items if has_programme else ())
        for part in parts:
            number = part.number.rstrip(".") if part.level == 1 else part.number
            self.draft.section(SectionKind.HEADING, level=part.level, number=number, heading=part.title[:300])
            if has_programme and part is next((p for p in parts if p.kind == "result"), None):
                overall(self.draft, self.outline, about=self.about, at=self.day, before={})
            for item in part.items:
                told = tasks_of(self.draft, self.outline, item, about=self.about, at=self.day, before={})
                if told:
                    self.draft.section(SectionKind.COMPUTED, level=3, text=told)
            self._lines(part, late_lines if part.kind == "limitation" else None)
            for passage, intake in part.passages:
                self._passage(passage, intake, part)
            self._of_the_desk(part)
            self._lines(part, lines_ahead if part.kind == "direction" else None)
        return self.draft

    def _frame(self) -> list[Part]:
        compilation = self.compilation
        return frame_of(
            self.papers,
            self.outline.items,
            kind=compilation.kind,
            sample=compilation.sample,
            period=compilation.period,
        )

    def _lines(self, part: Part, lines: Any) -> None:
        """Late tasks as limitations, open ones as tasks ahead, where the programme has any in the book."""
        if lines is None or self.about is self.compilation:
            return
        found: list[Line] = lines(about=self.about, at=self.day)
        for line in found:
            self.draft.section(
                line.kind, level=4, number="" if line.kind == SectionKind.LIMITATION else "-", **line.values
            )

    def _of_the_desk(self, part: Part) -> None:
        """Figures confirmed in papers brought in from the reading desk, which have no passages of their own."""
        if part.kind != "result" or not any(paper.read_from for paper in self.papers):
            return
        told = {(fold(f.label), f.value) for f in self.draft.figures}
        wanted: dict[str, Any] = {"bodies": self.compilation.asked_ids(), "year": self.compilation.year}
        by_paper: dict[Intake, list[str]] = {}
        for one in (one for group in sorted(part.groups) for one in confirmed(group=group, **wanted)):
            values = one.figure(item=part.number.rstrip("."))
            of_round = one.intake.read_from and one.intake.compilation_id == self.compilation.pk
            if of_round and (fold(values["label"]), values["value"]) not in told:
                made = self.draft.figure(**values)
                words = f"[[{made.short}]] {one.row.unit} {one.row.noun}".replace("  ", " ")
                by_paper.setdefault(one.intake, []).append(words)
        for intake, said in by_paper.items():
            text = f"{'; '.join(said)}."
            author = intake.body.name if intake.body else ""
            self.draft.section(
                SectionKind.PASSAGE, level=4, number="-", text=text, author=author[:200], record=intake.code
            )

    def _table(self, passage: IntakePassage, intake: Intake, part: Part) -> None:
        """A table as a table; of those joined the first stands for all, and each number opens as in prose."""
        sheets = next((s for s in self.joined if passage in [p for p, _i in s]), ((passage, intake),))
        if sheets[0][0] != passage:
            return
        table = made_of(sheets, marked=lambda words, start, sheet: self._marked(words, start, sheet, part))
        bodies = dict.fromkeys(i.body.name if i.body else str(i.role_label) for _p, i in sheets)
        self.draft.section(
            SectionKind.TABLE, level=4, text=table["caption"] or part.title, author="; ".join(bodies)[:200],
            record=f"{intake.code}.{passage.order}", table=table,
        )  # fmt: skip

    def _marked(self, words: str, start: int, sheet: Sheet, part: Part) -> str:
        """The words of a cell with a mark where its figure stands."""
        passage, intake = sheet
        edits: list[tuple[int, int, str]] = []
        for row in inside(intake.told(), passage):
            at = row.start - start
            if 0 <= at < len(words) and words[at : at + len(row.printed)] == row.printed:
                first, last = digits_of(row)
                if not any(s <= at + first < e for s, e, _w in edits):
                    made = self._figure(row, intake, row.printed[first:last], part)
                    edits.append((at + first, at + last, f"[[{made.short}]]"))
        return edited(words, edits)

    def _passage(self, passage: IntakePassage, intake: Intake, part: Part) -> None:
        if passage.table:
            self._table(passage, intake, part)
            return
        text = self._text(passage, intake, part)
        if not text:
            return
        marker = _MARKER.match(text)
        body = text[marker.end() :] if marker else text
        author = intake.body.name if intake.body else str(intake.role_label)
        origin = f"{intake.code}.{passage.order}"
        if passage.kind == "limitation":
            rest, cause, who = with_cause(body, passage)
            self.draft.section(
                SectionKind.LIMITATION, level=3, text=rest, cause=cause, responsible=who[:300], author=author[:200], record=origin
            )  # fmt: skip
        else:
            self.draft.section(
                SectionKind.PASSAGE,
                level=4,
                number="-" if marker else "",
                text=body,
                author=author[:200],
                record=origin,
            )

    def _text(self, passage: IntakePassage, intake: Intake, part: Part) -> str:
        """The passage with a mark where each number stands, without the sentences chosen to be told by another body."""
        cuts = self.choices.cuts(passage)
        edits = [(start, end, "") for start, end in cuts]
        for start, end, row in numbers_of(passage, intake, cuts):
            made = self._figure(row, intake, passage.text[start:end], part)
            edits.append((start, end, f"[[{made.short}]]"))
        return " ".join(edited(passage.text, edits).split())

    def _figure(self, row: IntakeFigure, intake: Intake, token: str, part: Part) -> ReportFigure:
        told = Reported.of(row, intake, self.decided)
        return self.draft.figure(
            **told.figure(item=part.number.rstrip("."), token=token), **self.last.before(row)
        )


def with_cause(text: str, passage: IntakePassage) -> tuple[str, str, str]:
    """A limitation without its cause and who is responsible, and these two apart; what the paper does not say stays empty."""
    cause, who = passage.cause, passage.responsible
    if not who and (blamed := _BLAME.search(text)):
        who = blamed["who"].strip()
        text = f"{text[: blamed.start()]}{text[blamed.end() :]}"
    if not cause and (caused := _CAUSE.search(text)):
        cause = caused["cause"].strip()
        text = f"{text[: caused.start()]}{text[caused.end() :]}"
    return text.strip(" .;,") + ".", cause, who


@action(
    on=Compilation, frm=[C.OPEN, C.CLOSED], by=OFFICE, appends=True,
    label=_("Đưa cam kết vào sổ"), says=_("đã đưa cam kết vào sổ"),
)  # fmt: skip
def take_promise(
    compilation: Compilation, *, actor: Actor, at: datetime, promise: IntakePromise, content: str, lead: str,
    product: str = "", due: date | None = None,
) -> None:  # fmt: skip
    """A promise of a sent paper is proposed in the book of promises, linked to the sentence it stands in."""
    entry = importer_of("commitment")
    if entry is None:
        raise Refused(_("Chưa có sổ theo dõi để ghi."))
    _need_undecided(compilation, promise)
    intake = promise.intake
    item = {
        "content": content, "lead": lead, "coop": promise.cooperating, "product": product, "due": due, "day": due,
        "span": f"{promise.start}-{promise.end}", "programme": about_of(compilation) if compilation.about_type else None,
    }  # fmt: skip
    made = entry.run(item, actor=actor, at=at, source=intake)
    compilation.add(PromiseChoice(promise=promise, made=made.code))


@action(
    on=Compilation, frm=[C.OPEN, C.CLOSED], by=OFFICE, appends=True,
    label=_("Không lấy các cam kết"), says=_("đã để ngoài các cam kết còn lại"),
)  # fmt: skip
def drop_promises(
    compilation: Compilation, *, actor: Actor, at: datetime, promises: Sequence[IntakePromise]
) -> None:
    for promise in promises:
        _need_undecided(compilation, promise)
        compilation.add(PromiseChoice(promise=promise, made=""))


def _need_undecided(compilation: Compilation, promise: IntakePromise) -> None:
    if promise.intake.compilation_id != compilation.pk:
        raise Refused(_("Cam kết này không thuộc đợt tổng hợp này."))
    if any(row.promise_id == promise.pk for row in compilation.promise_choices.all()):
        raise Refused(_("Cam kết này đã quyết rồi."), instead=_("Mở lại trang để xem."))
