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
from phoihop.core.figures import Outline, OutlineItem, Scope
from phoihop.core.models import Record
from phoihop.reports.models import Grade, ReportFigure, ReportKind, Section, SectionKind
from phoihop.reports.reported import confirmed

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
        **more: Any,
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
    overall(draft, outline, about=about, at=at, before=before)
    for item in outline.items:
        _content(draft, outline, item, about=about, at=at, before=before)
    draft.section(SectionKind.HEADING, number=next(roman), heading=_("Đánh giá chung"))
    draft.section(
        SectionKind.WRITTEN,
        level=2,
        number="1.",
        heading=_("Ưu điểm"),
        hint=_("Kết quả nổi bật, có số liệu ở phần II."),
    )
    draft.section(SectionKind.HEADING, level=2, number="2.", heading=_("Hạn chế, nguyên nhân, trách nhiệm"))
    late = late_lines(about=about, at=at)
    for line in late or (Line(kind=SectionKind.LIMITATION),):
        draft.section(
            line.kind, level=3, hint=_("Nêu hạn chế, nguyên nhân, trách nhiệm của ai."), **line.values
        )
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
    for line in lines_ahead(about=about, at=at):
        draft.section(line.kind, level=4, number="-", **line.values)
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


def overall(draft: Draft, outline: Outline, *, about: Record, at: date, before: dict[Any, Any]) -> None:
    scope = Scope(about=about, at=at, period=outline.period)
    asked = {code: _ask(draft, code, scope, before) for code in _known(COMMITMENTS)}
    text = _task_sentence(asked)
    targets = [_ask(draft, code, scope, before) for code in outline.targets]
    if targets and targets[0].value:
        text += " " + _target_sentence(targets)
    draft.section(SectionKind.COMPUTED, level=2, text=text.strip() or _("Chưa có việc nào trong sổ."))


def _content(
    draft: Draft, outline: Outline, item: Any, *, about: Record, at: date, before: dict[Any, Any]
) -> None:
    text = tasks_of(draft, outline, item, about=about, at=at, before=before)
    said = "; ".join(_reported(draft, outline, item))
    text = " ".join(part for part in (text, f"{said}." if said else "") if part)
    if not text:
        gap = draft.figure(
            label=str(item.title),
            grade=Grade.NONE,
            item=item.number,
            how=_("Chưa có việc nào và chưa đơn vị nào báo số liệu."),
        )
        text = f"[[{gap.short}]]"
    draft.section(SectionKind.COMPUTED, level=2, number=f"{item.number}.", heading=item.title, text=text)
    draft.section(SectionKind.WRITTEN, level=3, hint=_("Cách làm, kết quả nổi bật của nội dung này."))


def tasks_of(
    draft: Draft, outline: Outline, item: OutlineItem, *, about: Record, at: date, before: dict[Any, Any]
) -> str:
    """What the book says of the tasks of one content; "" where it holds none."""
    scope = Scope(about=about, at=at, period=outline.period, item=item.number)
    asked = {code: _ask(draft, code, scope, before) for code in _known(COMMITMENTS)}
    of_rooms = [_told(draft, one, scope, before) for one in figures.tellings_of(item.group)]
    return " ".join(part for part in (_task_sentence(asked), *of_rooms) if part)


def _told(draft: Draft, one: figures.Telling, scope: Scope, before: dict[Any, Any]) -> str:
    """What the records of another room say of this content, number by number; "" while there are none."""
    whole = figures.registry[one.clauses[0][0]]
    if not whole.value(scope):
        return ""
    asked = [(_ask(draft, code, scope, before), words) for code, words in one.clauses]
    head, *rest = (str(words).format(f"[[{row.short}]]") for row, words in asked)
    return head + "".join(rest) + "."


def _task_sentence(asked: dict[str, ReportFigure]) -> str:
    def tell(code: str, words: str) -> str:
        found = asked.get(code)
        return words.format(f"[[{found.short}]]") if found is not None else ""

    live = asked.get(COMMITMENTS[0])
    if live is None or not live.value:
        return ""
    head = tell("commitments.done", _("Đến [[CHOT]], hoàn thành {}")) + f" trong [[{live.short}]] nhiệm vụ"
    rest = [
        _unless_nought(asked.get(code), words)
        for code, words in (
            ("commitments.with_proof", _(", trong đó {} nhiệm vụ có bằng chứng")),
            ("commitments.verified", _("; {} đã được cơ quan khác xác minh")),
            ("commitments.in_progress", _("; {} đang thực hiện")),
            ("commitments.late", _("; {} chậm")),
            ("commitments.deferred", _("; {} tạm gác")),
            ("commitments.not_started", _("; {} chưa bắt đầu")),
        )
    ]
    return head + "".join(rest) + "."


def _unless_nought(found: ReportFigure | None, words: str) -> str:
    """A clause that is left out while its number is nought, now or on the closing moment."""
    return "" if found is None else f"⟦{found.short}|{words.format(f'[[{found.short}]]')}⟧"


def _target_sentence(targets: Sequence[ReportFigure]) -> str:
    whole, met, *others = targets
    text = _("Có [[%(met)s]]/[[%(all)s]] chỉ tiêu được giao đạt kế hoạch") % {
        "met": met.short,
        "all": whole.short,
    }
    words = (_(", trong đó {} chỉ tiêu vượt"), _("; {} chỉ tiêu chưa có số liệu để đánh giá"),
             _("; {} chỉ tiêu còn thời gian thực hiện"))  # fmt: skip
    return text + "".join(_unless_nought(row, said) for row, said in zip(others, words, strict=False)) + "."


def _reported(draft: Draft, outline: Outline, item: Any) -> Iterator[str]:
    """What the parties reported for this content in the period and a person confirmed, as they said it."""
    if not item.group:
        return
    for one in confirmed(bodies=outline.issuers, year=outline.period.start.year, group=item.group):
        made = draft.figure(**one.figure(item=item.number))
        yield f"[[{made.short}]] {one.row.unit} {one.row.noun}".replace("  ", " ")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line about one record: a late one as a limitation, an open one as a task of the next period."""

    kind: str
    values: dict[str, str] = field(default_factory=dict)


def _counted(code: str, *, about: Record, at: date) -> list[Any]:
    if code not in figures.registry:
        return []
    found = figures.registry[code].members(Scope(about=about, at=at)).select_related("lead")
    return sorted(found, key=lambda row: (row.due_on or date.max, row.pk))


def late_lines(*, about: Record, at: date) -> list[Line]:
    """Late commitments are limitations; the cause is what the lead wrote, else a person must say it (R-16)."""
    return [
        Line(
            kind=SectionKind.LIMITATION,
            values={
                "text": _("Chậm: %(what)s (hạn %(due)s)") % {"what": row.content, "due": f"{row.due_on:%d/%m/%Y}"},
                "cause": str(row.last_said()), "responsible": row.lead.name, "record": row.code,
            },
        )
        for row in _counted("commitments.late", about=about, at=at)
    ]  # fmt: skip


def lines_ahead(*, about: Record, at: date) -> list[Line]:
    """What is open is done next: first what is late, said so, then by the day it is due."""
    late = _counted("commitments.late", about=about, at=at)
    coming = [
        row
        for code in ("commitments.in_progress", "commitments.not_started")
        for row in _counted(code, about=about, at=at)
    ]
    out = []
    for row in (*late, *sorted(coming, key=lambda r: (r.due_on or date.max, r.pk))):
        due = f"{row.due_on:%d/%m/%Y}" if row.due_on else ""
        words = (
            _("Làm dứt điểm việc đã quá hạn từ %(due)s: %(what)s. Chủ trì: %(lead)s.")
            if row in late
            else _("%(what)s. Chủ trì: %(lead)s; hạn %(due)s.")
        )
        text = words % {"what": row.content.rstrip("."), "lead": row.lead.name, "due": due or _("chưa định")}
        out.append(Line(kind=SectionKind.COMPUTED, values={"text": text, "record": row.code}))
    return out
