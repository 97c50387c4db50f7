"""Forms of passkeys (khóa truy cập), in the words of the office.

A key is always one that signs in by itself: it lies in the device, which asks for finger, face or PIN before
it answers. So one touch is both steps.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn import forms as shipped
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.sign_in import word

NAME_LENGTH = 60
_NOT_READ = _("Khóa chưa đọc được. Bấm lại nút và làm theo thiết bị.")


class AddForm(shipped.SignupWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A name and what the device answered; without a way to choose a weaker key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields["name"])
        self.fields["credential"].error_messages |= {"required": _NOT_READ, "invalid": _NOT_READ}

    def clean_name(self) -> str:
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        try:
            given: dict[str, Any] = super().clean()
        except (ValidationError, KeyError, ValueError) as error:
            raise ValidationError(
                _("Thiết bị trả lời chưa đúng hoặc đã quá giờ. Bấm lại nút để thử lần nữa.")
            ) from error
        return given


class RenameForm(shipped.EditWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self.fields["name"])

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:NAME_LENGTH]


def _named(field: Any) -> None:
    word(field, _("Tên khóa"), required=_("Đặt tên khóa."))
    field.help_text = _("Để nhận ra khi bỏ: “Máy ở phòng”, “Điện thoại của tôi”.")
    field.widget.attrs["maxlength"] = str(NAME_LENGTH)
