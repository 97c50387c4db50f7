"""Figures of assigned targets, and how a programme is reported on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.assessing import Assessment, assessed
from phoihop.activities.programmes.models import (
    Programme,
    ReviewKind,
    Target,
    TargetState,
)
from phoihop.core.figures import OUTSIDE, Outline, OutlineItem, Scope, figure, outline
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_symbol

#: The written rule over the columns of a target.
ASSESSED = assessed(closed=TargetState.ENDED)


def _targets(scope: Scope) -> QuerySet[Any]:
    found = (
        Target.objects.filter(programme=scope.about)
        if isinstance(scope.about, Programme)
        else Target.objects.none()
    )
    if scope.item == OUTSIDE and isinstance(scope.about, Programme):
        return found.exclude(item__in=scope.about.contents.values("number"))
    return found.filter(item=scope.item) if scope.item else found


@figure(
    on=Target,
    label=_("chỉ tiêu được giao"),
    unit=_("chỉ tiêu"),
    how=_("Mọi chỉ tiêu được giao ghi ở chương trình."),
)
def targets(scope: Scope) -> QuerySet[Any]:
    return _targets(scope)


@figure(
    on=Target, label=_("chỉ tiêu đạt kế hoạch"), unit=_("chỉ tiêu"),
    how=_("Giá trị đã kiểm tra mới nhất bằng hoặc tốt hơn kế hoạch giao."),
)  # fmt: skip
def targets_met(scope: Scope) -> QuerySet[Any]:
    good = (Assessment.MET, Assessment.EXCEEDED)
    return _targets(scope).annotate(assessed=ASSESSED).filter(assessed__in=good)


@figure(
    on=Target, label=_("chỉ tiêu vượt kế hoạch"), unit=_("chỉ tiêu"),
    how=_("Giá trị đã kiểm tra mới nhất tốt hơn kế hoạch giao."),
)  # fmt: skip
def targets_exceeded(scope: Scope) -> QuerySet[Any]:
    return _targets(scope).annotate(assessed=ASSESSED).filter(assessed=Assessment.EXCEEDED)


@figure(
    on=Target, label=_("chỉ tiêu chưa đạt"), unit=_("chỉ tiêu"),
    how=_("Giá trị đã kiểm tra mới nhất không đạt kế hoạch giao, kỳ đã hết."),
)  # fmt: skip
def targets_missed(scope: Scope) -> QuerySet[Any]:
    return _targets(scope).annotate(assessed=ASSESSED).filter(assessed=Assessment.MISSED)


@figure(
    on=Target, label=_("chỉ tiêu đang thực hiện"), unit=_("chỉ tiêu"),
    how=_("Kế hoạch tính đến hết năm; giá trị đã kiểm tra mới nhất chưa tới kế hoạch."),
)  # fmt: skip
def targets_ongoing(scope: Scope) -> QuerySet[Any]:
    return _targets(scope).annotate(assessed=ASSESSED).filter(assessed=Assessment.ONGOING)


@figure(
    on=Target,
    label=_("chỉ tiêu chưa có số liệu"),
    unit=_("chỉ tiêu"),
    how=_("Chưa có giá trị nào đã kiểm tra."),
)
def targets_unknown(scope: Scope) -> QuerySet[Any]:
    return _targets(scope).annotate(assessed=ASSESSED).filter(assessed=Assessment.UNKNOWN)


@outline(on=Programme)
def programme_outline(programme: Programme) -> Outline:
    """Parties issue together, in the order of listing; the contents are the report's second part."""
    bodies: list[Organisation] = [p.body for p in programme.parties.select_related("body")]
    lead = f"{programme.number_words} " if programme.number else ""
    day = f"ngày {programme.signed_on:%d/%m/%Y}" if programme.signed_on else ""
    return Outline(
        title=programme.title,
        reference=f"{lead}{day}".strip(),
        issuers=tuple(body.pk for body in bodies),
        symbol=joint_symbol(bodies),
        items=tuple(
            OutlineItem(number=item.number, title=item.title, group=item.group_id or "")
            for item in programme.contents.all()
        ),
        period=programme.period,
        targets=(
            "programmes.targets", "programmes.targets_met", "programmes.targets_exceeded", "programmes.targets_unknown",
            "programmes.targets_ongoing",
        ),
        before=programme.predecessor,
        noted={
            ReviewKind.INTERIM: "programmes.record_interim_review", ReviewKind.FINAL: "programmes.record_final_review",
        },
    )  # fmt: skip
