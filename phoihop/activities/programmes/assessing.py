"""The written rule by which an assigned target is met, exceeded or missed: one table, asked by pages and by SQL.

A plan is for a year: until its last day a value still below it is on its way, not missed, unless it may
not be passed at all. "At most" is better below the plan; "exactly" cannot be exceeded; without a checked
value nothing is known.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("từ mức này trở lên")
    AT_MOST = "at_most", _("không quá mức này")
    EXACTLY = "exactly", _("đúng mức này")


class Assessment(models.TextChoices):
    EXCEEDED = "exceeded", _("Vượt")
    MET = "met", _("Đạt")
    ONGOING = "ongoing", _("Đang thực hiện")
    MISSED = "missed", _("Chưa đạt")
    UNKNOWN = "unknown", _("Chưa đánh giá được")


#: Direction → below the plan while the year runs, below it when the year is over, at it, above it.
RULE: dict[str, tuple[Assessment, Assessment, Assessment, Assessment]] = {
    Direction.AT_LEAST: (Assessment.ONGOING, Assessment.MISSED, Assessment.MET, Assessment.EXCEEDED),
    Direction.AT_MOST: (Assessment.EXCEEDED, Assessment.EXCEEDED, Assessment.MET, Assessment.MISSED),
    Direction.EXACTLY: (Assessment.ONGOING, Assessment.MISSED, Assessment.MET, Assessment.MISSED),
}


def assess(
    *, plan: Decimal, value: Decimal | None, direction: str, on: date | None, closed: bool
) -> Assessment:
    """What the rule says of one target whose latest checked value was reached by the end of a day."""
    if value is None:
        return Assessment.UNKNOWN
    on_its_way, below, reached, above = RULE[direction]
    if value < plan:
        running = not closed and on is not None and (on.month, on.day) != (12, 31)
        return on_its_way if running else below
    return reached if value == plan else above


def assessed(*, closed: str) -> Case:
    """The same table as one SQL expression over the columns of a target; ``closed`` is the state of an ended one."""
    running = ~Q(state=closed) & Q(latest_on__isnull=False) & ~Q(latest_on__month=12, latest_on__day=31)
    whens = []
    for direction, (on_its_way, below, reached, above) in RULE.items():
        row = Q(direction=direction)
        whens += [
            When(row & Q(latest__lt=F("plan")) & running, then=Value(on_its_way.value)),
            When(row & Q(latest__lt=F("plan")), then=Value(below.value)),
            When(row & Q(latest=F("plan")), then=Value(reached.value)),
            When(row & Q(latest__gt=F("plan")), then=Value(above.value)),
        ]
    return Case(*whens, default=Value(Assessment.UNKNOWN.value))
