from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.directory.models import Organisation
from phoihop.documents.files.looking import Look, look_at
from phoihop.documents.models import File


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


class PublishForm(ActionForm):
    """Shows the file before it asks: ``look`` is what the page draws beside the boxes."""

    public_title = forms.CharField(
        label=_("Tên trên trang công khai"), max_length=200,
        help_text=_("Ghi tên văn bản như người dân đọc; không ghi tên người, số định danh."),
    )  # fmt: skip
    public_why = forms.CharField(
        label=_("Công khai theo căn cứ nào, để làm gì"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    looked = forms.BooleanField(label=_("Tôi đã xem trang đầu, đúng là tệp cần công khai"))
    agreed = forms.BooleanField(required=False)
    look = Look()

    def prepare(self) -> None:
        if isinstance(self.record, File):
            self.look = look_at(self.record)
            self.initial["public_title"] = self.record.public_title or self.look.title
        if self.look.warnings:
            self.fields["agreed"].label = _("Tôi biết tệp có %s và vẫn công khai") % "; ".join(
                self.look.warnings
            )
        elif self.look.unread:
            self.fields["agreed"].label = _("Máy không đọc được chữ trong tệp; tôi đã tự xem hết các trang")
        else:
            del self.fields["agreed"]
            return
        self.fields["agreed"].required = True
