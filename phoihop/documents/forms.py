from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.directory.models import Organisation


class StoreForm(forms.Form):
    """A file and a few words about it."""

    upload = forms.FileField(label=_("Tệp"))
    words = forms.CharField(label=_("Mô tả ngắn"), max_length=300, required=False)
    owner = forms.ModelChoiceField(label=_("Đơn vị giữ"), queryset=Organisation.objects.all(), required=False)


class WithdrawForm(forms.Form):
    withdrawn_why = forms.CharField(label=_("Lý do thu hồi"), max_length=300, widget=forms.Textarea)
