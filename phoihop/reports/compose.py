"""What a report starts with: the skeleton of a review (sơ kết, tổng kết), its figures and their sentences.

The skeleton is domain.md §2.8: results by content, strengths, limitations each with cause and
responsibility, next period's tasks, proposals, annex of figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core import figures
from phoihop.core.figures import Outline, Scope
from phoihop.core.models import Record
from phoihop.reports.models import Grade, ReportFigure, ReportKind, Section, SectionKind, Statement

#: Figures asked for the whole and for each content, in the order they are told. The first is the whole.
COMMITMENTS = (
    "commitments.live", "commitments.done", "commitments.with_proof", "commitments.verified",
    "commitments.in_progress", "commitments.late", "commitments.deferred", "commitments.not_started",
)  # fmt: skip


@dataclass
class Draft:
    """Sections and figures being put together, with their running codes."""

    sections: list[Section] = field(default_factory=list)
    figures: list[ReportFigure] = field(default_factory=list)

    def section(
        self,
        kind: str,
        *,
        level: int = 1,
        number: str = "",
        heading: str = "",
        text: str = "",
        hint: str = "",
        **more: str,
    ) -> Section:
        n = len(self.sections) + 1
        made = Section(
            code=f"P{n:02d}", kind=kind, level=level, number=number, heading=heading, text=text, hint=hint, order=n * 10,
            **more,
        )  # fmt: skip
        self.sections.append(made)
        return made

    def figure(self, **values: Any) -> ReportFigure:
        n = len(self.figures) + 1
        made = ReportFigure(short=f"S{n:02d}", order=n, **values)
        self.figures.append(made)
        return made


def computed(code: str, scope: Scope) -> tuple[Decimal, list[list[Any]]]:
    """Value and members of a declared figure: each member as (type, key, digest of its last entry)."""
    declared = figures.registry[code]
    rows = declared.members(scope)
    members = [
        [declared.on._meta.label_lower, pk, head]
        for pk, head in rows.order_by("pk").values_list("pk", "head")
    ]
    return declared.value(scope), members


def compose(
    outline: Outline, *, about: Record, kind: str, at: date, earlier: Sequence[ReportFigure]
) -> Draft:
    """The whole draft: every figure that can be computed is, the rest waits for a person."""
    draft = Draft()
    before = {(f.figure, f.item): f.standing for f in earlier}
    roman = iter(("I", "II", "III", "IV", "V"))
    draft.section(SectionKind.HEADING, number=next(roman), heading=_("Công tác chỉ đạo, triển khai"))
    draft.section(
        SectionKind.WRITTEN,
        hint=_("Đặc điểm tình hình; các cuộc họp liên tịch, văn bản đã ban hành để triển khai."),
    )
    draft.section(
        SectionKind.HEADING, number=next(roman), heading=_("Kết quả thực hiện các nội dung phối hợp")
    )
    _overall(draft, outline, about=about, at=at, before=before)
    for n, item in enumerate(outline.items, start=2):
        _content(draft, outline, item, n=n, about=about, at=at, before=before)
    draft.section(SectionKind.HEADING, number=next(roman), heading=_("Đánh giá chung"))
    draft.section(
        SectionKind.WRITTEN,
        level=2,
        number="1.",
        heading=_("Ưu điểm"),
        hint=_("Kết quả nổi bật, có số liệu ở phần II."),
    )
    draft.section(SectionKind.HEADING, level=2, number="2.", heading=_("Hạn chế, nguyên nhân, trách nhiệm"))
    _late_limitations(draft, about=about, at=at)
    if kind == ReportKind.FINAL:
        draft.section(
            SectionKind.WRITTEN,
            level=2,
            number="3.",
            heading=_("Bài học kinh nghiệm"),
            hint=_("Hai đến ba bài học."),
        )
    ahead = (
        _("Phương hướng, nhiệm vụ 6 tháng cuối năm")
        if kind == ReportKind.INTERIM
        else _("Phương hướng, nhiệm vụ năm sau")
    )
    draft.section(SectionKind.HEADING, number=next(roman), heading=ahead)
    _tasks_ahead(draft, about=about, at=at)
    draft.section(SectionKind.WRITTEN, hint=_("Nhiệm vụ trọng tâm khác của kỳ tới."))
    draft.section(SectionKind.HEADING, number=next(roman), heading=_("Kiến nghị, đề xuất"))
    draft.section(SectionKind.WRITTEN, hint=_("Kiến nghị với ai, việc gì, trước ngày nào."))
    return draft


def _ask(draft: Draft, code: str, scope: Scope, before: dict[Any, Any]) -> ReportFigure:
    declared = figures.registry[code]
    value, members = computed(code, scope)
    return draft.figure(
        figure=code, item=scope.item, label=str(declared.label), unit=str(declared.unit), how=str(declared.how),
        grade=Grade.RECORDS, value=value, members=members, earlier=before.get((code, scope.item)),
    )  # fmt: skip


def _known(codes: Sequence[str]) -> list[str]:
    return [code for code in codes if code in figures.registry]


def _overall(draft: Draft, outline: Outline, *, about: Record, at: date, before: dict[Any, Any]) -> None:
    scope = Scope(about=about, at=at, period=outline.period)
    asked = {code: _ask(draft, code, scope, before) for code in _known(COMMITMENTS)}
    text = _task_sentence(asked)
    targets = [_ask(draft, code, scope, before) for code in outline.targets]
    if targets and targets[0].value:
        text += " " + _target_sentence(targets)
    draft.section(
        SectionKind.COMPUTED, level=2, number="1.", heading=_("Nhiệm vụ, chỉ tiêu"), text=text.strip()
    )


def _content(
    draft: Draft, outline: Outline, item: Any, *, n: int, about: Record, at: date, before: dict[Any, Any]
) -> None:
    scope = Scope(about=about, at=at, period=outline.period, item=item.number)
    asked = {code: _ask(draft, code, scope, before) for code in _known(COMMITMENTS)}
    text = _task_sentence(asked) if asked and asked[COMMITMENTS[0]].value else ""
    said = "; ".join(_statements(draft, outline, item))
    text = " ".join(part for part in (text, f"{said}." if said else "") if part)
    if not text:
        gap = draft.figure(
            label=str(item.title),
            grade=Grade.NONE,
            item=item.number,
            how=_("Chưa có việc nào và chưa đơn vị nào báo số liệu."),
        )
        text = f"[[{gap.short}]]"
    draft.section(SectionKind.COMPUTED, level=2, number=f"{n}.", heading=item.title, text=text)
    draft.section(SectionKind.WRITTEN, level=3, hint=_("Cách làm, kết quả nổi bật của nội dung này."))


def _task_sentence(asked: dict[str, ReportFigure]) -> str:
    def tell(code: str, words: str) -> str:
        found = asked.get(code)
        return words.format(f"[[{found.short}]]") if found is not None else ""

    live = asked.get(COMMITMENTS[0])
    if live is None or not live.value:
        return ""
    done, proof = asked["commitments.done"], asked["commitments.with_proof"]
    head = _("Đến [[CHOT]], hoàn thành [[%(done)s]] trong [[%(live)s]] nhiệm vụ, trong đó [[%(proof)s]] nhiệm vụ có bằng chứng") % {
        "done": done.short, "live": live.short, "proof": proof.short,
    }  # fmt: skip
    rest = [
        tell("commitments.verified", _("{} đã được cơ quan khác xác minh")),
        tell("commitments.in_progress", _("{} đang thực hiện")),
        tell("commitments.late", _("{} chậm")),
        tell("commitments.deferred", _("{} tạm gác")),
        tell("commitments.not_started", _("{} chưa bắt đầu")),
    ]
    return head + "".join(f"; {part}" for part in rest if part) + "."


def _target_sentence(targets: Sequence[ReportFigure]) -> str:
    whole, met, beyond, unknown = targets
    text = _("Có [[%(met)s]]/[[%(all)s]] chỉ tiêu được giao đạt kế hoạch") % {
        "met": met.short,
        "all": whole.short,
    }
    if beyond.value:
        text += _(", trong đó [[%s]] chỉ tiêu vượt") % beyond.short
    if unknown.value:
        text += _("; [[%s]] chỉ tiêu chưa có số liệu để đánh giá") % unknown.short
    return text + "."


def _statements(draft: Draft, outline: Outline, item: Any) -> Iterator[str]:
    """What bodies reported for this content in the period, as they said it; parties' statements only."""
    if not item.group:
        return
    found = Statement.objects.filter(
        state="confirmed", owner__in=outline.issuers, year=outline.period.start.year, group=item.group
    )
    for row in found.select_related("owner").order_by("pk"):
        made = draft.figure(
            item=item.number, label=row.noun, unit=row.unit, grade=Grade.REPORTED, value=row.value, source=row.code,
            how=_("Theo %(source)s: “%(sentence)s”") % {"source": row.source_words, "sentence": row.sentence[:200]},
        )  # fmt: skip
        yield f"[[{made.short}]] {row.unit} {row.noun}".replace("  ", " ")


def _late_limitations(draft: Draft, *, about: Record, at: date) -> None:
    """Late commitments are stated as limitations; cause and responsibility wait for people (R-16)."""
    if "commitments.late" not in figures.registry:
        return
    late = figures.registry["commitments.late"].members(Scope(about=about, at=at)).select_related("lead")
    for row in late.order_by("due_on", "pk")[:20]:
        words = _("Chậm: %(what)s (hạn %(due)s)") % {"what": row.content, "due": f"{row.due_on:%d/%m/%Y}"}
        draft.section(SectionKind.LIMITATION, level=3, text=words, responsible=str(row.lead))
    if not any(s.kind == SectionKind.LIMITATION for s in draft.sections):
        draft.section(
            SectionKind.LIMITATION, level=3, hint=_("Nêu hạn chế, nguyên nhân, trách nhiệm của ai.")
        )


def _tasks_ahead(draft: Draft, *, about: Record, at: date) -> None:
    """Open commitments whose day is still to come become the next period's tasks, nearest first."""
    wanted = [
        code
        for code in ("commitments.in_progress", "commitments.not_started", "commitments.late")
        if code in figures.registry
    ]
    rows = [
        row
        for code in wanted
        for row in figures.registry[code].members(Scope(about=about, at=at)).select_related("lead")
    ]
    for row in sorted(rows, key=lambda r: (r.due_on or date.max, r.pk))[:30]:
        due = f"{row.due_on:%d/%m/%Y}" if row.due_on else _("chưa có hạn")
        text = _("%(what)s. Chủ trì: %(lead)s; hạn %(due)s.") % {
            "what": row.content,
            "lead": row.lead,
            "due": due,
        }
        draft.section(SectionKind.COMPUTED, level=4, number="-", text=text)
