"""What was told of the same thing last time: a figure of the last review beside a figure of this period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from phoihop.core.stated import Stated
from phoihop.core.text import fold
from phoihop.reports.models import Grade, Intake, IntakeFigure, IntakeRole, Report
from phoihop.reports.reconcile.likeness import Facts
from phoihop.reports.told import stated_of, told_again

#: How alike two figures must be said to be told of the same thing, and by how much the likest must lead
#: another that says another number; a wrong "last time" is worse than none.
ALIKE = 0.7
LEAD = 0.08
#: The share of the words naming the count that both must have.
SHARED = 0.5
#: A count hardly grows or shrinks by more than this from one review to the next: then it is another count.
MOST = 20

Key = tuple[str, int]


class Said(NamedTuple):
    """A figure of the last review and where it stands."""

    told: Stated
    source: str


class LastTime:
    """The figures of the last review, to be asked for by a figure of this period.

    The review is among these papers; where none was sent in, it is the joint report the house made last time.
    """

    def __init__(self, papers: Sequence[Intake], report: Report | None = None) -> None:
        self.found: dict[Key, Said] = {}
        told = [(paper, told_again(paper)) for paper in papers]
        then: list[Said] = []
        now: dict[Key, Stated] = {}
        for paper, one in told:
            for row, figure in zip(paper.told(), one.figures, strict=True):
                own = figure.mode == "done" and (
                    figure.period.startswith("to-") or figure.period == paper.period
                )
                if own and paper.role == IntakeRole.LAST_REVIEW:
                    then.append(Said(figure, f"{paper.code}.{row.order}"))
                elif own:
                    now[(paper.code, row.order)] = figure
        if report and not any(paper.role == IntakeRole.LAST_REVIEW for paper in papers):
            then = printed_in(report)
        if then:
            figures = [*(f for _p, one in told for f in one.figures), *(said.told for said in then)]
            facts = Facts(figures, [s for _p, one in told for s in one.sums])
            self.found = matched(now, then, facts)

    def before(self, row: IntakeFigure) -> dict[str, Any]:
        """As the report's figure keeps it; nothing where no figure of last time is like enough."""
        said = self.found.get((row.intake.code, row.order))
        if said is None:
            return {}
        return {"earlier": said.told.value.quantize(Decimal("0.001")), "earlier_source": said.source}


def printed_in(report: Report) -> list[Said]:
    """What a report of the house told in figures of papers: as it printed them, from where they were read."""
    wanted = {row.source: row for row in report.figures.all() if row.grade == Grade.REPORTED and row.source}
    codes = {source.rpartition(".")[0] for source in wanted}
    papers = Intake.objects.filter(code__in=codes).prefetch_related("figures").order_by("pk")
    found: dict[tuple[str, Decimal], Said] = {}
    for paper in papers:
        for row in paper.told():
            printed = wanted.get(f"{paper.code}.{row.order}")
            if printed is not None and printed.standing is not None:
                told = replace(stated_of(row, paper), value=printed.standing)
                found.setdefault((fold(row.noun), told.value), Said(told, printed.source))
    return list(found.values())


def matched(now: Mapping[Key, Stated], then: Sequence[Said], facts: Facts) -> dict[Key, Said]:
    """For each figure of now the one of last time it may be set beside."""
    likest: dict[tuple[str, str], list[tuple[float, Key, Said]]] = defaultdict(list)
    for key, figure in now.items():
        scored = sorted(
            ((facts.resemblance(figure, said.told), said) for said in then if _may_be(figure, said.told, facts)), key=lambda p: -p[0],
        )  # fmt: skip
        if not scored or scored[0][0] < ALIKE:
            continue
        best, found = scored[0]
        others = (score for score, said in scored[1:] if said.told.value != found.told.value)
        if best - next(others, 0.0) >= LEAD:
            likest[(key[0], found.source)].append((best, key, found))
    return {key: said for rows in likest.values() for key, said in _whole(rows, now)}


def _whole(rows: list[tuple[float, Key, Said]], now: Mapping[Key, Stated]) -> Iterator[tuple[Key, Said]]:
    """Several numbers of one paper are like one of last time: the likest is meant, of those about as like the
    largest, for the others are its parts."""
    top = max(score for score, _key, _said in rows)
    value = max(now[key].value for score, key, _said in rows if score >= top - LEAD)
    for _score, key, said in rows:
        if now[key].value == value:
            yield key, said


def _may_be(now: Stated, then: Stated, facts: Facts) -> bool:
    one, two = set(now.subject.key), set(then.subject.key)
    if len(one & two) < SHARED * min(len(one), len(two)) or bool(one) != bool(two):
        return False
    if length_of(now.period) != length_of(then.period) or (now.of is None) != (then.of is None):
        return False
    if min(now.value, then.value) * MOST < max(now.value, then.value):
        return False
    return now.subject.head == then.subject.head and facts.same_kind(now, then)


def length_of(period: str) -> str:
    """How long a period is: half a year is never set beside a whole one; totals that run on are alike."""
    if period.startswith(("to-", "term")):
        return period.partition("-")[0]
    _year, _dash, rest = period.partition("-")
    return rest[:1] if rest[:1] in ("H", "Q") else "month" if rest else "year" if period else ""
