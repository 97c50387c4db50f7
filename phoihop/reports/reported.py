"""Figures bodies reported, as they hold now: the one place every report takes them from, and where they open to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.reports.models import (
    SPEAKERS,
    Check,
    Compilation,
    Difference,
    DifferenceState,
    Grade,
    Intake,
    IntakeFigure,
    IntakeRole,
    IntakeState,
)
from phoihop.reports.printing import Decided, decisions, printed_as

#: What tells of this period; a last review tells of another, a programme of what is meant to be.
TELLING = (IntakeRole.REPORT, IntakeRole.ANNEX, IntakeRole.OTHER)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A figure of a paper with what a person decided of it: corrected beside its sentence, settled against another."""

    row: IntakeFigure
    intake: Intake
    decided: Decided | None = None

    @classmethod
    def of(cls, row: IntakeFigure, intake: Intake, decided: Mapping[str, Decided]) -> Reported:
        return cls(
            row=row, intake=intake, decided=_with_correction(row, decided.get(f"{intake.code}.{row.order}"))
        )

    @property
    def value(self) -> Decimal:
        settled = self.decided.value if self.decided else None
        return self.row.value if settled is None else settled

    @property
    def how(self) -> str:
        name = self.intake.body.short_name if self.intake.body else self.intake.role_label
        words = _("%(body)s, %(file)s: “%(sentence)s”") % {
            "body": name, "file": self.intake.name[:80], "sentence": self.row.sentence.strip()[:150],
        }  # fmt: skip
        return f"{words} {self.decided.how}"[:400] if self.decided and self.decided.how else words[:400]

    def figure(self, *, item: str, token: str = "") -> dict[str, Any]:
        """The values of the report's figure; ``token`` is how the number stands in the text that is taken over."""
        printed = printed_as(self.row, token, self.decided) if token else ""
        return {
            "item": item[:10], "label": self.row.noun[:300], "unit": self.row.unit[:80], "grade": Grade.REPORTED,
            "value": self.value.quantize(Decimal("0.001")), "source": f"{self.intake.code}.{self.row.order}",
            "printed": printed[:120], "remark": self.decided.remark[:300] if token and self.decided else "", "how": self.how,
        }  # fmt: skip


def _with_correction(row: IntakeFigure, decided: Decided | None) -> Decided | None:
    """What a person put in the place of the printed number holds where nothing else was settled."""
    if not row.is_fixed:
        return decided
    why = _("Đã sửa từ %(was)s: %(why)s.") % {"was": row.read_words, "why": row.checked_why.rstrip(".")}
    if decided is None:
        return Decided(value=row.standing, of=row.corrected_of, how=why)
    if decided.value is None:
        decided = replace(decided, value=row.standing, of=row.corrected_of)
    return replace(decided, how=f"{why} {decided.how}".strip())


def confirmed(*, bodies: Iterable[int], year: int, group: str) -> list[Reported]:
    """What these bodies reported for a content in a year and a person confirmed, at the desk or in a round.

    The same number told of the same thing in two papers is told once.
    """
    rows = (
        IntakeFigure.objects.filter(
            Q(period=str(year)) | Q(period__startswith=f"{year}-"), intake__state=IntakeState.CURRENT, group=group,
            intake__body__in=list(bodies), intake__role__in=TELLING, checked__in=(Check.RIGHT, Check.FIXED), mode="done",
        )
        .select_related("intake__body")
        .order_by("intake_id", "order")
    )  # fmt: skip
    found: dict[tuple[Any, ...], IntakeFigure] = {}
    for row in rows:
        found.setdefault((row.intake.body_id, fold(row.noun), row.unit, row.standing, row.whole), row)
    rounds = {row.intake.compilation_id for row in found.values()} - {None}
    settled = (
        Difference.objects.filter(compilation__in=rounds).exclude(state=DifferenceState.GONE)
        if rounds
        else ()
    )
    decided = decisions(settled)
    return [Reported.of(row, row.intake, decided) for row in found.values()]


def sent_figure(source: str, actor: Actor) -> IntakeFigure | None:
    """The figure behind a number of a report ("VG-2027-0003.12"), for whoever may read the paper."""
    code, _dot, order = source.rpartition(".")
    intake = Intake.objects.visible_to(actor).filter(code=code).select_related("body", "file").first()
    found = intake.figures.filter(order=order).first() if intake and order.isdecimal() else None
    if found and intake:
        found.intake = intake
    return found


def moved_to(code: str, actor: Actor) -> IntakeFigure | None:
    """The figure that was a record under this code ("SL-2027-0004"), for whoever may read its paper."""
    row = IntakeFigure.objects.filter(former=code).select_related("intake").first()
    return sent_figure(row.source, actor) if row else None


def beside(record: Compilation, actor: Actor) -> list[Intake]:
    """Papers of the reading desk that tell of the period of a round, of its bodies, and that the actor reads."""
    bodies = record.asked_ids()
    year = str(record.year)
    rows = (
        Intake.objects.visible_to(actor)
        .filter(compilation=None, state=IntakeState.CURRENT, body__in=bodies)
        .select_related("body")
        .prefetch_related("figures")
        .order_by("pk")
    )
    return [paper for paper in rows if any(_of_period(f, record.period_code, year) for f in paper.told())]


def _of_period(row: IntakeFigure, period: str, year: str) -> bool:
    """Half a year is told by itself, its quarters and months, and by what only names its year; a year by all of it."""
    if period == year:
        return row.period == year or row.period.startswith(f"{year}-")
    months = {f"{year}-{m:02d}" for m in range(1, 7)}
    return row.period in {year, period, f"{year}-Q1", f"{year}-Q2"} | months


def known_figure(
    *, body: int, sha256: str, sentence: str, start: int, value: Decimal, actor: Actor
) -> IntakeFigure | None:
    """The same number of the same body, read before: at the same place of the same file, or in the same sentence."""
    place = Q(sentence=sentence) | (Q(intake__file__sha256=sha256, start=start) if sha256 else Q(pk__in=()))
    papers = Intake.objects.visible_to(actor).filter(body=body, state=IntakeState.CURRENT)
    rows = IntakeFigure.objects.filter(place, intake__in=papers, value=value).exclude(checked=Check.DROPPED)
    return rows.select_related("intake").order_by("pk").first()


def speaker_of(kind: str) -> str:
    """The code under which the figures of a body stand."""
    return SPEAKERS.get(kind, kind)
