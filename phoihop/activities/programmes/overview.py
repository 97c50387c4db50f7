"""The overview of a programme: its contents by state of their commitments, and who is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phoihop.activities.programmes.models import Assessment, Programme
from phoihop.commitments.models import LIVE, Bucket, Commitment, CommitmentState, bucket_of
from phoihop.core.deadlines import Distances

#: Pixels per commitment: bars of one table have one scale.
UNIT = 21


@dataclass
class Bar:
    """One bar in the table: done, under way, late, deferred, drawn by kind of fill, number on it."""

    done: int = 0
    underway: int = 0
    late: int = 0
    deferred: int = 0

    @property
    def width(self) -> int:
        return UNIT * (self.done + self.underway + self.late + self.deferred)

    @property
    def parts(self) -> list[dict[str, Any]]:
        at, out = 0, []
        for css, n in (
            ("xong", self.done),
            ("dang", self.underway),
            ("tre", self.late),
            ("gac", self.deferred),
        ):
            if n:
                out.append({"css": css, "x": at, "w": UNIT * n, "n": n, "mid": at + UNIT * n // 2})
                at += UNIT * n
        return out


@dataclass
class Line:
    number: str
    title: str
    bar: Bar = field(default_factory=Bar)
    all: int = 0
    done: int = 0
    proved: int = 0
    met: int = 0
    targets: int = 0


@dataclass
class Overview:
    lines: list[Line]
    total: Line
    late: list[tuple[Commitment, str]]
    proposed: int


def overview(programme: Programme, today: date) -> Overview:
    """Two queries: the commitments and the targets of the programme."""
    lines = {item.number: Line(item.number, item.title) for item in programme.contents.all()}
    total = Line("", "")
    late: list[tuple[Commitment, str]] = []
    distances = Distances()
    rows = Commitment.objects.filter(source_type=programme._meta.label_lower, source_id=programme.pk)
    states: Counter[str] = Counter()
    for row in rows.select_related("lead").order_by("due_on", "pk"):
        states[row.state] += 1
        if row.state not in LIVE:
            continue
        place = bucket_of(row, today)
        for line in filter(None, (lines.get(row.source_item), total)):
            _count(line, row, place)
        if place == Bucket.OVERDUE and row.due_on:
            late.append((row, distances.words(row.due_on, today)[1]))
    for target in programme.targets.all():
        for line in filter(None, (lines.get(target.item), total)):
            line.targets += 1
            line.met += target.assessment in (Assessment.MET, Assessment.EXCEEDED)
    return Overview(
        lines=list(lines.values()), total=total, late=late, proposed=states[CommitmentState.PROPOSED]
    )


def _count(line: Line, row: Commitment, place: Bucket | None) -> None:
    line.all += 1
    if place in (Bucket.REPORTED, Bucket.VERIFIED):
        line.done += 1
        line.bar.done += 1
        line.proved += row.proof_count > 0
    elif place == Bucket.OVERDUE:
        line.bar.late += 1
    elif place == Bucket.DEFERRED:
        line.bar.deferred += 1
    else:
        line.bar.underway += 1
