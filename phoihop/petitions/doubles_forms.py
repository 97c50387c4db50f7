"""Inputs of what a person decides of two petitions that are alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.petitions.models import Petition


class _NamesOne(ActionForm):
    def found(self, name: str) -> Petition:
        code = self.cleaned_data[name].strip().upper()
        rows = Petition.objects.visible_to(self.actor) if self.actor else Petition.objects.none()
        row = rows.filter(code=code).select_related("merged_into").first()
        if row is None or (self.record is not None and row.pk == self.record.pk):
            raise ValidationError(_("Không có kiến nghị nào khác mã %s.") % code)
        return row


class OtherForm(_NamesOne):
    other = forms.CharField(label=_("Mã kiến nghị kia"), max_length=60)

    def clean_other(self) -> Any:
        return self.found("other")


class EarlierForm(_NamesOne):
    earlier = forms.CharField(label=_("Mã kiến nghị lần trước"), max_length=60)

    def clean_earlier(self) -> Any:
        return self.found("earlier")
