"""What was told of the same thing last time: a figure of the last review beside a figure of this period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from phoihop.core.stated import Stated
from phoihop.reports.models import Intake, IntakeFigure, IntakeRole
from phoihop.reports.reconcile.same import Facts
from phoihop.reports.told import told_again

#: How alike two figures must be said to be told of the same thing, and by how much the likest must lead
#: another that says another number; a wrong "last time" is worse than none.
ALIKE = 0.6
LEAD = 0.08
#: The share of the words naming the count that both must have.
SHARED = 0.5


class Said(NamedTuple):
    """A figure of the last review and where it stands."""

    told: Stated
    source: str


class LastTime:
    """The figures of the last reviews among these papers, to be asked for by a figure of this period."""

    def __init__(self, papers: Sequence[Intake]) -> None:
        self.then: list[Said] = []
        self.now: dict[tuple[str, int], Stated] = {}
        self.periods: dict[str, str] = {}
        if not any(paper.role == IntakeRole.LAST_REVIEW for paper in papers):
            return
        told = [(paper, told_again(paper)) for paper in papers]
        for paper, one in told:
            for row, figure in zip(paper.told(), one.figures, strict=True):
                if paper.role != IntakeRole.LAST_REVIEW:
                    self.now[(paper.code, row.order)] = figure
                    self.periods[paper.code] = paper.period
                elif figure.mode == "done" and (
                    figure.period.startswith("to-") or figure.period == paper.period
                ):
                    self.then.append(Said(figure, f"{paper.code}.{row.order}"))
        self.facts = Facts(
            [f for _p, one in told for f in one.figures], [s for _p, one in told for s in one.sums]
        )

    def of(self, row: IntakeFigure) -> Said | None:
        """The likest figure of last time; None where none is like enough, or two that differ are as like."""
        figure = self.now.get((row.intake.code, row.order))
        if figure is None or figure.mode != "done" or not self._is_of_now(figure):
            return None
        scored = sorted(
            ((self.facts.alike(figure, said.told), said) for said in self.then if self._may_be(figure, said.told)),
            key=lambda pair: -pair[0],
        )  # fmt: skip
        if not scored or scored[0][0] < ALIKE:
            return None
        best, found = scored[0]
        others = (score for score, said in scored[1:] if said.told.value != found.told.value)
        return found if best - next(others, 0.0) >= LEAD else None

    def _is_of_now(self, figure: Stated) -> bool:
        """Not what the paper says of an earlier year for comparison."""
        return figure.period.startswith("to-") or figure.period == self.periods[figure.file]

    def _may_be(self, now: Stated, then: Stated) -> bool:
        one, two = set(now.subject.key), set(then.subject.key)
        if len(one & two) < SHARED * min(len(one), len(two)) or bool(one) != bool(two):
            return False
        if now.period.startswith("to-") != then.period.startswith("to-") or (now.of is None) != (
            then.of is None
        ):
            return False
        return now.subject.head == then.subject.head and self.facts.same_kind(now, then)

    def before(self, row: IntakeFigure) -> dict[str, Any]:
        """As the report's figure keeps it."""
        said = self.of(row)
        if said is None:
            return {}
        return {"earlier": said.told.value.quantize(Decimal("0.001")), "earlier_source": said.source}
