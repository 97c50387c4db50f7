"""The overview of a programme: its contents by state of their commitments, and who is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.assessing import Assessment
from phoihop.activities.programmes.models import Programme
from phoihop.commitments.models import LIVE, Bucket, Commitment, CommitmentState, bucket_of
from phoihop.core.deadlines import Distances
from phoihop.core.figures import OUTSIDE
from phoihop.core.web.pages import counted_link
from phoihop.core.who import Actor

#: Pixels per commitment: bars of one table have one scale.
UNIT = 21


#: The kinds of fill of a bar in their order: field, drawing, words of the key.
FILLS = (
    ("done", "xong", _("hoàn thành")), ("underway", "dang", _("đang thực hiện")), ("late", "tre", _("chậm")),
    ("deferred", "gac", _("tạm gác")), ("waiting", "chua", _("chưa bắt đầu")),
)  # fmt: skip


@dataclass
class Bar:
    """One bar in the table, drawn by kind of fill, number on it."""

    done: int = 0
    underway: int = 0
    late: int = 0
    deferred: int = 0
    waiting: int = 0

    @property
    def width(self) -> int:
        return UNIT * sum(getattr(self, name) for name, _css, _words in FILLS)

    @property
    def frame(self) -> int:
        return self.width - 1

    @property
    def words(self) -> str:
        return ", ".join(f"{getattr(self, name)} {words}" for name, _css, words in FILLS)

    @property
    def parts(self) -> list[dict[str, Any]]:
        at, out = 0, []
        for name, css, _words in FILLS:
            n = getattr(self, name)
            if n:
                # A late stretch is drawn by its thick edge, which lies inside.
                inset = 1.5 if css == "tre" else 0.0
                drawn = {
                    "x": at + inset,
                    "y": inset,
                    "w": UNIT * n - 2 * inset,
                    "h": 18 - 2 * inset,
                    "mid": at + UNIT * n / 2,
                }
                # As text: a template would write 1,5 where a drawing wants 1.5.
                out.append({"css": css, "n": n, **{name: f"{value:g}" for name, value in drawn.items()}})
                at += UNIT * n
        return out


@dataclass
class Line:
    """One content, or the whole; every number opens to what it counts through ``links``."""

    number: str
    title: str
    bar: Bar = field(default_factory=Bar)
    all: int = 0
    done: int = 0
    proved: int = 0
    met: int = 0
    targets: int = 0
    links: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> list[tuple[str, int, str, str]]:
        """The legend: drawing, number, words, and where the number opens."""
        found = [
            (css, int(getattr(self.bar, name)), str(words), self.links[name]) for name, css, words in FILLS
        ]
        return [row for row in found if row[1] or row[0] != "chua"]


#: The declared figure behind each number of a line.
FIGURES = {
    "all": "commitments.live", "done": "commitments.done", "proved": "commitments.with_proof",
    "met": "programmes.targets_met", "targets": "programmes.targets", "underway": "commitments.in_progress",
    "late": "commitments.late", "deferred": "commitments.deferred",
    "waiting": "commitments.not_started",
}  # fmt: skip


@dataclass
class Overview:
    lines: list[Line]
    total: Line
    late: list[tuple[Commitment, str]]
    proposed: int


def overview(programme: Programme, today: date, actor: Actor | None = None) -> Overview:
    """Three queries: the commitments, those of them the reader may open, and the targets of the programme."""
    lines = {item.number: Line(item.number, item.title) for item in programme.contents.all()}
    outside, total = Line(OUTSIDE, str(_("Ngoài các nội dung"))), Line("", "")
    for line in (*lines.values(), outside, total):
        line.links = {name: counted_link(code, programme, line.number) for name, code in FIGURES.items()}
    late: list[tuple[Commitment, str]] = []
    distances = Distances()
    rows = Commitment.objects.filter(source_type=programme._meta.label_lower, source_id=programme.pk)
    states: Counter[str] = Counter()
    for row in rows.select_related("lead").order_by("due_on", "pk"):
        states[row.state] += 1
        if row.state not in LIVE:
            continue
        place = bucket_of(row, today)
        for line in (lines.get(row.source_item, outside), total):
            _count(line, row, place)
        if place == Bucket.OVERDUE and row.due_on:
            late.append((row, distances.words(row.due_on, today)[1]))
    for target in programme.targets.all():
        for line in (lines.get(target.item, outside), total):
            line.targets += 1
            line.met += target.assessment in (Assessment.MET, Assessment.EXCEEDED)
    if actor is not None and late:
        open_to = set(
            Commitment.objects.visible_to(actor)
            .filter(pk__in=[r.pk for r, _w in late])
            .values_list("pk", flat=True)
        )
        late = [(row, words) for row, words in late if row.pk in open_to]
    shown = [*lines.values(), *([outside] if outside.all or outside.targets else [])]
    gives = actor is None or any(h.role == "clerk" and h.body == programme.owner_id for h in actor.hats)
    return Overview(
        lines=shown, total=total, late=late, proposed=states[CommitmentState.PROPOSED] if gives else 0
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
    elif row.state == CommitmentState.UNDERWAY:
        line.bar.underway += 1
    else:
        line.bar.waiting += 1
