"""The forms of signing in, in the words of the office: allauth ships no Vietnamese."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as shipped
from django.utils.translation import gettext_lazy as _


class LoginForm(shipped.LoginForm):  # type: ignore[misc] # allauth ships no types
    """Name and password; who forgot it asks for a slip, so the field offers no letter by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], _("Tên đăng nhập"), required=_("Điền tên đăng nhập."))
        word(self.fields["password"], _("Mật khẩu"), required=_("Điền mật khẩu."))


class ReauthenticateForm(shipped.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password"], _("Mật khẩu đang dùng"), required=_("Điền mật khẩu đang dùng."))


class ChangePasswordForm(shipped.ChangePasswordForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], _("Mật khẩu đang dùng"), required=_("Điền mật khẩu đang dùng."))
        word(self.fields["password1"], _("Mật khẩu mới"), required=_("Điền mật khẩu mới."))
        word(self.fields["password2"], _("Mật khẩu mới, gõ lại"), required=_("Gõ lại mật khẩu mới."))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super(shipped.PasswordVerificationMixin, self).clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần gõ mật khẩu mới không giống nhau."))
        return values


def word(field: Any, label: Any, *, required: Any) -> None:
    """Label and messages of a shipped field; its placeholder would only repeat the label."""
    field.label, field.help_text = label, ""
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)
