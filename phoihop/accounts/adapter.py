"""Sign-in by allauth: no sign-up, sign-ins and failures in the access log, slips expire."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.actions import set_password
from phoihop.accounts.gate import BY_GATE
from phoihop.accounts.models import User
from phoihop.core import moment
from phoihop.core.access import note

_AGAIN = {
    "reauthenticate": _("Xác nhận bằng mật khẩu"),
    "mfa_reauthenticate": _("Xác nhận bằng mã sáu số hoặc mã dự phòng"),
    "mfa_reauthenticate:webauthn": _("Xác nhận bằng khóa truy cập"),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    #: allauth ships no Vietnamese: what its forms may answer here, in the words of the office.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang khóa. Hỏi quản trị."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng, hoặc phiếu đã hết hạn."),
        "invalid_login": _("Chưa đăng nhập được. Kiểm tra lại tên đăng nhập."),
        "too_many_login_attempts": _("Sai quá nhiều lần. Chờ năm phút rồi thử lại."),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "same_as_current": _("Mật khẩu mới phải khác mật khẩu đang dùng."),
        "rate_limited": _("Gửi quá nhanh. Chờ một phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the administrator."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and user.slip_until and user.slip_until < moment.now():
            user = None
        if user is None:
            note(request, kind="sign-in failed", what=str(credentials.get("username", ""))[:60])
        return user

    def login(self, request: HttpRequest, user: Any) -> None:
        before = user.last_login
        super().login(request, user)
        user.signed_in_before = before

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        note(request, kind="sign-in", what=user.username)
        from phoihop.accounts.second_step import (  # noqa: PLC0415 its views need the adapters first
            added_since,
            after_login,
        )

        if told := added_since(user, getattr(user, "signed_in_before", None)):
            messages.warning(request, told)
        if "sociallogin" in (kwargs.get("signal_kwargs") or {}):
            request.session[BY_GATE] = True
        after_login(request, user)
        return super().post_login(request, user, **kwargs)

    def clean_password(self, password: str, user: Any = None) -> str:
        """The words of a slip have been read by whoever printed it: they do not become one's own."""
        if isinstance(user, User) and user.must_change_password and user.check_password(password):
            raise ValidationError(_("Chọn mật khẩu khác với mật khẩu in trên phiếu."))
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        """Chosen by its owner: no slip any more, nothing left to change, no day on which it ends."""
        set_password(user, password, until=None)

    def logout(self, request: HttpRequest) -> None:
        """Who came through the gate is told that it is still open there."""
        came = request.session.get(BY_GATE)
        super().logout(request)
        if came:
            messages.info(
                request,
                str(_("Phiên ở cổng đăng nhập chung vẫn còn. Máy dùng chung thì đăng xuất cả ở cổng.")),
            )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's, in the words of the office."""
        found = super().get_reauthentication_methods(user)
        return [{**way, "description": _AGAIN.get(way["id"], way["description"])} for way in found]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if getattr(request.user, "must_change_password", False) and not request.session.get(BY_GATE):
            return reverse("account_change_password")
        if request.session.get("second_step_owed"):
            return reverse("mfa_activate_totp")
        return str(super().get_login_redirect_url(request))
