"""Inputs about letters of complaint and denunciation: no box for words or names, and what looks like one is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Mandate, User, active_on
from phoihop.accounts.roles import Role
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.personal import telling
from phoihop.petitions.models import CameBy, CustodyKind, Outcome, Weight


class NamelessField(forms.CharField):
    """A place, a number, a body: a name, a telephone, a house or a whole sentence about somebody is refused."""

    def clean(self, value: Any) -> str:
        words: str = super().clean(value) or ""
        if said := telling(words):
            raise forms.ValidationError(said)
        return words


def place_field(*, required: bool = True) -> NamelessField:
    return NamelessField(
        label=_("Đơn nằm ở đâu"), max_length=80, required=required,
        help_text=_("Phòng, tủ, kệ, số hồ sơ. Ví dụ: tủ số 3, phòng Tiếp công dân. Không ghi tên, không ghi nội dung."),
    )  # fmt: skip


def officers(body: int | None) -> Any:
    """Who may hold a letter: the officers of reception of the body today."""
    held = Mandate.objects.filter(active_on(moment.today()), role=Role.RECEPTION, body=body or 0)
    return (
        User.objects.filter(pk__in=held.values("user"), is_active=True)
        .select_related("person")
        .order_by("pk")
    )


class _Holding(ActionForm):
    def prepare(self) -> None:
        body: Any = getattr(self.record, "owner_id", None)
        if body is None and self.actor is not None:
            body = next((hat.body for hat in self.actor.hats if hat.role == Role.RECEPTION), None)
        for name in ("holder",):
            if name in self.fields:
                self.fields[name].queryset = officers(body)  # type: ignore[attr-defined]
        for name in ("received_on", "on"):
            if name in self.fields:
                self.fields[name].initial = moment.today()


def past(day: Any) -> Any:
    if day and day > moment.today():
        raise forms.ValidationError(_("Ngày này chưa đến."))
    return day


class HandOverForm(ActionForm):
    kind = forms.ChoiceField(
        label=_("Có dấu hiệu là"),
        choices=[(k.value, k.label) for k in (CustodyKind.DENUNCIATION, CustodyKind.COMPLAINT)],
    )


class RegisterForm(_Holding):
    kind = forms.ChoiceField(label=_("Loại đơn"), choices=CustodyKind.choices)
    received_on = DayField(label=_("Ngày nhận"))
    came_by = forms.ChoiceField(
        label=_("Đến bằng cách"), choices=[(c.value, c.label) for c in CameBy if c != CameBy.CHANNEL]
    )
    place = place_field()
    holder = forms.ModelChoiceField(label=_("Người giữ"), queryset=User.objects.none(), required=False)

    def clean_received_on(self) -> Any:
        return past(self.cleaned_data["received_on"])


class TakeForm(_Holding):
    place = place_field()
    kind = forms.ChoiceField(label=_("Loại đơn"), choices=CustodyKind.choices)


class MoveForm(_Holding):
    place = place_field()
    holder = forms.ModelChoiceField(label=_("Người giữ"), queryset=User.objects.none())


class AcceptForm(_Holding):
    on = DayField(label=_("Ngày thụ lý"))
    weight = forms.ChoiceField(label=_("Mức phức tạp"), choices=Weight.choices, initial=Weight.PLAIN)

    def clean_on(self) -> Any:
        return past(self.cleaned_data["on"])


class ExtendForm(_Holding):
    decision = NamelessField(
        label=_("Số, ngày quyết định gia hạn"),
        max_length=60,
        help_text=_("Ví dụ: 12/QĐ-UBND ngày 05/08/2027."),
    )


class PassForm(_Holding):
    passed_to = NamelessField(label=_("Chuyển cơ quan nào"), max_length=120)
    on = DayField(label=_("Ngày chuyển"))

    def clean_on(self) -> Any:
        return past(self.cleaned_data["on"])


class ConcludeForm(_Holding):
    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=[(o.value, o.label) for o in Outcome if o != Outcome.PASSED],
        help_text=_("Chỉ loại kết quả. Kết luận nằm trong hồ sơ giấy."),
    )  # fmt: skip
    on = DayField(label=_("Ngày kết thúc"))

    def clean_on(self) -> Any:
        return past(self.cleaned_data["on"])


class EraseForm(ActionForm):
    reason = forms.ChoiceField(
        label=_("Xóa vì"),
        choices=[
            ("đã chép ra hồ sơ giấy", _("Đã in, đưa vào hồ sơ giấy")),
            ("đã hướng dẫn người gửi làm đơn riêng", _("Đã hướng dẫn người gửi làm đơn riêng")),
            ("đã giải quyết xong", _("Đã giải quyết xong")),
            ("không phải tố cáo", _("Không phải tố cáo, người gửi đã được trả lời")),
        ],
    )  # fmt: skip
