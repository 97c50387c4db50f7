"""Inputs of what an administrator enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.models import DeadlineRule
from phoihop.core.working_days import DayKind
from phoihop.upkeep.models import Ask

LONG = forms.Textarea(attrs={"rows": 3})
UNITS = {"working_day": _("ngày làm việc"), "day": _("ngày"), "month": _("tháng"), "hour": _("giờ")}
DAYS = {
    DayKind.HOLIDAY: _("Ngày nghỉ lễ"), DayKind.SWAP_REST: _("Nghỉ hoán đổi"), DayKind.SWAP_WORK: _("Làm bù"),
}  # fmt: skip


def rules_now() -> list[tuple[str, str]]:
    """The rules in force that a unit may set for itself: lengths in days, months, hours."""
    rows = DeadlineRule.objects.filter(valid_to=None, overridable_by="unit", unit__in=list(UNITS))
    return [
        (row.code, f"{row.label} (đang là {row.amount} {UNITS[row.unit]})") for row in rows.order_by("label")
    ]


class RuleForm(ActionForm):
    code = forms.ChoiceField(label=_("Thời hạn"))
    amount = forms.IntegerField(label=_("Số"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_("Tính theo"), choices=list(UNITS.items()))
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày văn bản của đơn vị."))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("code",)

    def prepare(self) -> None:
        self.fields["code"].choices = rules_now()  # type: ignore[attr-defined]


class DayForm(ActionForm):
    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Là ngày"), choices=[(k.value, v) for k, v in DAYS.items()])
    name = forms.CharField(label=_("Tên"), max_length=200)
    confirmed = forms.BooleanField(label=_("Đã có văn bản chính thức"), required=False)
    source = forms.CharField(label=_("Căn cứ"), max_length=300)
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("day", "name")


class RequestForm(ActionForm):
    ask = forms.ChoiceField(label=_("Yêu cầu"), choices=Ask.choices)
    about = forms.CharField(label=_("Người yêu cầu"), max_length=120)
    contact = forms.CharField(label=_("Trả lời về đâu"), max_length=200, required=False)
    received_on = DayField(label=_("Ngày nhận"))
    words = forms.CharField(label=_("Nội dung"), widget=LONG, required=False)

    def prepare(self) -> None:
        self.fields["received_on"].initial = moment.today()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > moment.today():
            raise forms.ValidationError(_("Ngày nhận không thể sau hôm nay."))
        return day


class AnswerForm(ActionForm):
    answer = forms.CharField(label=_("Đã trả lời"), widget=LONG)


class OutcomeForm(ActionForm):
    outcome = forms.CharField(label=_("Kết quả"), widget=LONG)


class LeavingForm(forms.Form):
    """What the package shall hold."""

    what = forms.ChoiceField(label=_("Xuất gì"), widget=forms.Select(attrs={"class": "form-select"}))
    papers = forms.BooleanField(
        label=_("Kèm văn bản Word, PDF của từng hồ sơ"), required=False, initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip
