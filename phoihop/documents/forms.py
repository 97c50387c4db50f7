from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.core.personal import Finding
from phoihop.directory.models import Organisation
from phoihop.documents.files.looking import Look, findings, look_at, pictures_of
from phoihop.documents.files.pictured import Pictured
from phoihop.documents.filetypes import DOCX, PDF
from phoihop.documents.models import File
from phoihop.documents.preview import Unseen


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
    shown = Pictured()

    def prepare(self) -> None:
        if isinstance(self.record, File):
            self.look = look_at(self.record)
            self.shown = pictures_of(self.record) if self.look.pictures else self.shown
            self.initial["public_title"] = self.record.public_title or self.look.title
        if self.look.warnings:
            self.fields["agreed"].label = _("Tôi biết tệp có %s và vẫn công khai") % "; ".join(
                self.look.warnings
            )
        elif self.look.pictures and not self.look.unread:
            self.fields["agreed"].label = (
                _("Tệp có ảnh (%s), máy không đọc chữ trong ảnh; tôi đã tự xem từng ảnh") % self.look.pictures
            )
        elif self.look.unread:
            self.fields["agreed"].label = _("Máy không đọc được chữ trong tệp; tôi đã tự xem hết các trang")
        else:
            del self.fields["agreed"]
            return
        self.fields["agreed"].required = True


KEEP, DROP = "keep", "drop"
PICTURES = (
    (DROP, _("Bỏ hết ảnh khỏi bản che")),
    (KEEP, _("Giữ ảnh: tôi đã xem từng ảnh, không ảnh nào có chữ phải che")),
)


class RedactForm(ActionForm):
    """What is to be taken out: words of one's own, and the personal data the machine found.

    The words are written down nowhere, not even as something half-typed.
    """

    keeps_draft = False
    shown = Pictured()

    kinds = forms.MultipleChoiceField(
        label=_("Dữ liệu cá nhân tìm thấy, che hết"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    words = forms.CharField(
        label=_("Chữ khác phải che, mỗi dòng một cụm"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do che"), max_length=300, help_text=_("Hiện trên trang công khai; không nhắc lại chữ bị che.")
    )  # fmt: skip
    pictures = forms.ChoiceField(label=_("Ảnh trong tệp"), choices=PICTURES, widget=forms.RadioSelect)
    new_name = forms.CharField(label=_("Tên tệp của bản che"), max_length=190)
    narrowed = forms.BooleanField(
        required=False, help_text=_("Không đánh dấu thì các đơn vị ấy vẫn mở được bản gốc như trước."),
    )  # fmt: skip

    def prepare(self) -> None:
        found: list[Finding] = []
        if isinstance(self.record, File):
            with contextlib.suppress(Unseen):
                found = findings(self.record)
            self.initial["words"] = ""  # not what is said about the file
            self.initial["new_name"] = f"ban-che-{self.record.code.lower()}"
            self._name_readers(self.record)
        self._ask_of_pictures()
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(one.kind, one.words) for one in found]
        self.initial["kinds"] = [one.kind for one in found]
        if not found:
            del self.fields["kinds"]

    def _ask_of_pictures(self) -> None:
        """Only where there are any that could stay: they are shown beside the boxes."""
        if isinstance(self.record, File) and self.record.mime in (PDF, DOCX):
            self.shown = pictures_of(self.record)
        if self.shown:
            self.fields["pictures"].label = _("Ảnh trong tệp (%s)") % self.shown.words
        else:
            del self.fields["pictures"]

    def _name_readers(self, file: File) -> None:
        """Who else opens the original is said by name."""
        bodies = [share.body.short_name for share in file.shares.select_related("body")]
        if bodies:
            self.fields["narrowed"].label = _("Thôi cho %s mở bản gốc; họ nhận bản che") % ", ".join(bodies)
        else:
            del self.fields["narrowed"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("words", "").strip() and not cleaned.get("kinds"):
            self.add_error("words", _("Gõ chữ cần che hoặc chọn loại dữ liệu."))
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """The words go as a file: of a file the journal keeps the name and the size alone."""
        given = dict(self.cleaned_data)
        words = given.pop("words", "")
        return {"kinds": [], **given, "hidden": ContentFile(words.encode(), name="chu-phai-che.txt")}
