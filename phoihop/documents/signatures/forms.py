"""What a signer is asked for. The pass phrase is read from the form, used, and gone with the request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phoihop.documents.signatures.block import PICTURE_LIMIT
from phoihop.documents.signatures.keys import LIMIT, DeviceKey, FileKey, Key

FILE, DEVICE = "file", "device"


class KeyForm(forms.Form):
    """A key file with its pass phrase, or the PIN of the device the installation is set up with."""

    means = forms.ChoiceField(
        label=_("Ký bằng"), choices=((FILE, _("Tệp khóa (.p12, .pfx)")), (DEVICE, _("Thiết bị ký cắm ở máy chủ"))),
        initial=FILE, widget=forms.RadioSelect,
    )  # fmt: skip
    key_file = forms.FileField(
        label=_("Tệp khóa ký số"), required=False, widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        help_text=_("Tệp .p12 hoặc .pfx do nơi cấp giao. Tệp chỉ dùng để ký lần này, không lưu lại."),
    )  # fmt: skip
    phrase = forms.CharField(
        label=_("Mật khẩu của tệp khóa"), strip=False, max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Hỏi mỗi lần ký; không lưu, không ghi vào nhật ký."),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Ảnh chữ ký tay (không bắt buộc)"), required=False,
        widget=forms.FileInput(attrs={"accept": ".png"}),
        help_text=_("PNG nền trong suốt, mực xanh, dưới 2 MB. Không chọn thì in tên và tư cách người ký."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.PKCS11_MODULE:
            del self.fields["means"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        by_file = data.get("means", FILE) == FILE
        upload, picture = data.get("key_file"), data.get("picture")
        if by_file and upload is None and "key_file" not in self.errors:
            self.add_error("key_file", _("Chưa chọn tệp khóa ký số."))
        if upload is not None and upload.size > LIMIT:
            self.add_error("key_file", _("Tệp nặng quá, đây không phải tệp khóa ký số."))
        if picture is not None and picture.size > PICTURE_LIMIT:
            self.add_error("picture", _("Ảnh nặng quá 2 MB."))
        return data

    def key(self) -> Key:
        """Lives as long as the caller holds it."""
        if self.cleaned_data.get("means", FILE) == DEVICE:
            return DeviceKey(
                module=settings.PKCS11_MODULE, device=settings.PKCS11_TOKEN, label=settings.PKCS11_LABEL,
                pin=self.cleaned_data["phrase"],
            )  # fmt: skip
        return FileKey(content=self.cleaned_data["key_file"].read(), phrase=self.cleaned_data["phrase"])


class SignedElsewhereForm(forms.Form):
    signed_file = forms.FileField(
        label=_("Tệp PDF đã ký số"), widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text=_("Tải tệp PDF ở trang này, ký bằng phần mềm của nơi cấp, rồi gửi lại ở đây."),
    )  # fmt: skip
