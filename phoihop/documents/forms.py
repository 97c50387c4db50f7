from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.directory.models import Organisation


class StoreForm(ActionForm):
    """A file and a few words about it."""

    upload = forms.FileField(label=_("Tệp"))
    words = forms.CharField(label=_("Mô tả ngắn"), max_length=300, required=False)
    owner = forms.ModelChoiceField(
        label=_("Đơn vị giữ"), queryset=Organisation.objects.none(), required=False
    )

    def prepare(self) -> None:
        """A file is kept by one of the bodies its giver acts for."""
        if self.actor is not None:
            bodies: Any = self.fields["owner"]
            bodies.queryset = Organisation.objects.filter(pk__in=self.actor.bodies).order_by("rank", "pk")


class WithdrawForm(forms.Form):
    withdrawn_why = forms.CharField(label=_("Lý do thu hồi"), max_length=300, widget=forms.Textarea)
