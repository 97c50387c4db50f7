"""How a kind of meeting usually runs: as dated rows prescribe it, else as the kind declares it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Confidence
from phoihop.directory.models import valid_on
from phoihop.meetings.kinds import Step, kind_of


class UsualStep(models.Model):
    """One item of the order of a kind of meeting that an act or the unit prescribes, as a dated row with its source."""

    kind = models.CharField(_("Loại hội nghị"), max_length=40)
    order = models.PositiveSmallIntegerField(_("Thứ tự"))
    title = models.CharField(_("Nội dung"), max_length=400)
    minutes = models.PositiveSmallIntegerField(_("Số phút"))
    who = models.CharField(_("Người trình bày"), max_length=300, blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")

    class Meta:
        ordering = ("kind", "valid_from", "order")
        verbose_name = _("thứ tự hội nghị")
        verbose_name_plural = _("thứ tự hội nghị")
        constraints = (
            models.UniqueConstraint(fields=("kind", "order", "valid_from"), name="usual_step_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.order}. {self.title}"


def usual_agenda(kind: str, day: date) -> Sequence[Step]:
    """The order of a kind of meeting on a day: as the rows prescribe it, else as the kind declares it."""
    rows = UsualStep.objects.filter(valid_on(day), kind=kind).order_by("order")
    told = [Step(title=row.title, minutes=row.minutes, who=row.who) for row in rows]
    return told or kind_of(kind).agenda


def length_of(kind: str, day: date) -> timedelta:
    """How long a meeting of a kind lasts when nobody said: its usual agenda, or two hours."""
    usual = sum(step.minutes for step in usual_agenda(kind, day))
    return timedelta(minutes=usual or 120)
