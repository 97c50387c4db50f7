from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.directory.models import BodyKind, Extent, Level, Organisation, Territory, governed, not_ended


class TerritoryForm(forms.Form):
    kind_word = forms.CharField(label=_("Loại"), max_length=30, help_text=_("Ví dụ: phường, xã, thành phố"))
    name = forms.CharField(label=_("Tên"), max_length=120)
    level = forms.ChoiceField(label=_("Cấp"), choices=Level.choices)
    parent = forms.ModelChoiceField(label=_("Thuộc"), queryset=Territory.objects.all(), required=False)
    valid_from = DayField(label=_("Từ ngày"), required=False)
    valid_to = DayField(label=_("Đến trước ngày"), required=False)


class BodyForm(ActionForm):
    territory = forms.ModelChoiceField(label=_("Địa bàn"), queryset=Territory.objects.none())
    kind = forms.ModelChoiceField(label=_("Loại"), queryset=BodyKind.objects.all())
    name = forms.CharField(label=_("Tên đầy đủ"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, required=False)
    above = forms.ModelChoiceField(
        label=_("Trực thuộc"), queryset=Organisation.objects.none(), required=False
    )
    valid_from = DayField(label=_("Từ ngày"), required=False)
    valid_to = DayField(label=_("Đến trước ngày"), required=False)

    def prepare(self) -> None:
        """Bodies are added to one's own locality or one right below it; what stands above may lie higher."""
        if self.actor is None:
            return
        places: Any = self.fields["territory"]
        places.queryset = Territory.objects.filter(
            Q(pk__in=self.actor.territories) | Q(parent__in=self.actor.territories)
        ).order_by("pk")
        above: Any = self.fields["above"]
        higher = Q(territory__children__in=self.actor.territories)
        bodies = Organisation.objects.filter(governed(self.actor, "territory") | higher)
        above.queryset = bodies.order_by("rank", "pk").distinct()


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Tên đầy đủ"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, required=False)


class EndForm(forms.Form):
    valid_to = DayField(label=_("Thôi từ ngày"))


class SuccessionForm(ActionForm):
    new = forms.ModelChoiceField(label=_("Địa bàn kế tiếp"), queryset=Territory.objects.none())
    share = forms.ChoiceField(label=_("Phần đi vào đó"), choices=Extent.choices, initial=Extent.PART)
    on = DayField(label=_("Từ ngày"))
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Ví dụ: Nghị quyết số 1656/NQ-UBTVQH15")
    )

    def prepare(self) -> None:
        places: Any = self.fields["new"]
        places.queryset = Territory.objects.filter(not_ended(moment.today())).order_by("pk")
        if self.record is not None:
            places.queryset = places.queryset.exclude(pk=self.record.pk)


class TermForm(forms.Form):
    ordinal = forms.CharField(label=_("Khóa"), max_length=20, required=False, help_text=_("Ví dụ: khóa II"))
    words = forms.CharField(label=_("Nhiệm kỳ"), max_length=60, help_text=_("Ví dụ: 2026-2031"))
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"), required=False)


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Họ tên"), max_length=120)
    birth_year = forms.IntegerField(label=_("Năm sinh"), min_value=1900, max_value=2100, required=False)


class AppointForm(ActionForm):
    body = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Chức vụ"), max_length=200, help_text=_("Ví dụ: Chủ tịch UBND phường"))
    rank = forms.IntegerField(
        label=_("Thứ tự nghi thức"), initial=500, min_value=1, max_value=999, required=False
    )
    valid_from = DayField(label=_("Từ ngày"), required=False)
    valid_to = DayField(label=_("Đến trước ngày"), required=False)

    def prepare(self) -> None:
        if self.actor is not None:
            bodies: Any = self.fields["body"]
            near = Organisation.objects.filter(governed(self.actor, "territory"))
            bodies.queryset = near.order_by("rank", "pk")


class EndAppointmentForm(forms.Form):
    order = forms.IntegerField(label=_("Dòng chức vụ"), min_value=0)
    valid_to = DayField(label=_("Thôi từ ngày"))
