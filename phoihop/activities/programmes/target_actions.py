"""Targets assigned from above: who follows them, what was reached, checked by another body than the one that gives it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import ReturnValueForm, TargetForm, ValueForm
from phoihop.activities.programmes.models import Programme, Target, TargetState, TargetValue, ValueState
from phoihop.core.actions import Refused, action, perform
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation


@action(
    on=Target, frm=None, to=TargetState.OPEN, form=TargetForm, by=role("clerk") & of("programme.party_ids"),
    label=_("Ghi chỉ tiêu được giao"), says=_("đã ghi chỉ tiêu được giao"), tells=["lead"],
)  # fmt: skip
def assign_target(
    *, actor: Actor, at: datetime, programme: Programme, number: str, name: str, unit: str, plan: Decimal,
    direction: str, assigned_by: str, assigned_act: str, item: str = "", lead: Organisation | None = None,
) -> Target:  # fmt: skip
    """A target says who assigned it and by which act; the programme only contributes to it."""
    target = Target(
        programme=programme, number=number, name=name, unit=unit, plan=plan, direction=direction,
        assigned_by=assigned_by, assigned_act=assigned_act, item=item, lead=lead,
    )  # fmt: skip
    target.link("implements", programme)
    return target


@action(
    on=Target, frm=[TargetState.OPEN], to=TargetState.ENDED, by=role("clerk") & of("programme.party_ids"),
    label=_("Khép chỉ tiêu"), says=_("đã khép chỉ tiêu"),
)  # fmt: skip
def end_target(target: Target, *, actor: Actor, at: datetime) -> None:
    """No more values are taken; the last checked one is the result."""


@action(
    on=Target, frm=[TargetState.OPEN], form=ValueForm, appends=True, primary=True,
    by=role("unit", "clerk", "member") & of("lead", "programme.party_ids"),
    label=_("Nộp số liệu"), says=_("đã nộp số liệu"), tells=["programme.owner"],
)  # fmt: skip
def submit_value(
    target: Target, *, actor: Actor, at: datetime, period_end: date, value: Decimal, source: str
) -> None:
    """A value of a period with its source; it counts in reports once another person has checked it."""
    perform(
        record_value, actor=actor, at=at, target=target, period_end=period_end, value=value, source=source
    )


@action(
    on=TargetValue, frm=None, to=ValueState.SUBMITTED, by=role("unit", "clerk", "member") & of("submitter"),
    label=_("Ghi số liệu"), says=_("đã nộp số liệu"),
)  # fmt: skip
def record_value(
    *, actor: Actor, at: datetime, target: Target, period_end: date, value: Decimal, source: str
) -> TargetValue:
    made = TargetValue(
        target=target, period_end=period_end, value=value, source=source, submitter_id=actor.acting_for
    )
    made.link("reports_on", target)
    return made


@action(
    on=TargetValue, frm=[ValueState.SUBMITTED], to=ValueState.CHECKED, also=["target"], primary=True,
    by=role("clerk", "leader") & of("target.programme.party_ids"),
    label=_("Xác nhận số liệu"), says=_("đã kiểm tra số liệu"),  # nothing to do for the submitter: no notice
)  # fmt: skip
def check_value(value: TargetValue, *, actor: Actor, at: datetime) -> None:
    """Another body than the submitter checks it; the newest checked value becomes the target's figure."""
    if value.submitter_id == actor.body:
        raise Refused(
            _("Đơn vị nộp không tự kiểm tra số liệu của mình."), instead=_("Nhờ bên khác kiểm tra.")
        )
    value.checker_id = actor.body
    perform(
        note_value, value.target, actor=actor, at=at, value=value.value, period_end=value.period_end,
        submitter=value.submitter,
    )  # fmt: skip


@action(
    on=Target, frm=[TargetState.OPEN], by=role("clerk", "leader") & of("programme.party_ids"), appends=True,
    label=_("Nhận số liệu đã kiểm tra"), says=_("đã nhận số liệu đã kiểm tra"),
)  # fmt: skip
def note_value(
    target: Target, *, actor: Actor, at: datetime, value: Decimal, period_end: date,
    submitter: Organisation | None = None,
) -> None:  # fmt: skip
    """Keep the newest checked value on the target; an older period does not replace a newer one.

    A target nobody was named for is followed by the body that gives its figures.
    """
    if target.lead_id is None and submitter is not None:
        target.lead = submitter
    if target.latest_on is None or period_end >= target.latest_on:
        target.latest, target.latest_on = value, period_end


@action(
    on=TargetValue, frm=[ValueState.SUBMITTED, ValueState.CHECKED], to=ValueState.RETURNED, form=ReturnValueForm,
    by=role("clerk", "leader") & of("target.programme.party_ids"),
    label=_("Trả lại số liệu"), says=_("đã trả lại số liệu"), tells=["submitter"], also=["target"],
)  # fmt: skip
def return_value(value: TargetValue, *, actor: Actor, at: datetime, returned_why: str) -> None:
    """The value is not right; the submitter gives a new one. Had it been checked, it counts no longer."""
    value.returned_why = returned_why
    if value.state == ValueState.CHECKED:
        others = value.target.values.filter(state=ValueState.CHECKED).exclude(pk=value.pk)
        newest = others.order_by("-period_end", "-pk").first()
        perform(
            take_back_value, value.target, actor=actor, at=at, value=newest.value if newest else None,
            period_end=newest.period_end if newest else None,
        )  # fmt: skip


@action(
    on=Target, frm=[TargetState.OPEN], by=role("clerk", "leader") & of("programme.party_ids"), appends=True,
    label=_("Bỏ số liệu bị trả lại"), says=_("đã bỏ số liệu bị trả lại"),
)  # fmt: skip
def take_back_value(
    target: Target, *, actor: Actor, at: datetime, value: Decimal | None, period_end: date | None
) -> None:
    """The newest value that still stands, or none."""
    target.latest, target.latest_on = value, period_end
