"""The second step of signing in: a code of six digits from a telephone, a passkey, or a code kept on paper.

By allauth. Secrets are sealed by the key of the vault, outside the database; the picture is drawn here.
"""

from __future__ import annotations

import base64
import io
import secrets
from datetime import datetime
from typing import Any

import segno
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as shipped
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import User, required_roles
from phoihop.accounts.sign_in import word
from phoihop.core import keyring, moment

#: In the session while a required second step has not been set up.
OWED = "second_step_owed"
CODES = _("mã sáu số trên điện thoại")
_NONCE = 12
_SEAL = b"phoihop second step"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Vai trò của đồng chí bắt buộc có bước thứ hai: không tắt được cách cuối cùng."
        ),
        "cannot_generate_recovery_codes": _("Bật bước thứ hai trước, rồi mới lập mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã hết hạn. Chờ mã mới trên điện thoại rồi gõ lại."),
    }

    def encrypt(self, text: str) -> str:
        key = keyring.keys()[0]
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), _SEAL)
        return f"{keyring.name_of(key)}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        name, _colon, told = encrypted_text.partition(":")
        key = next((key for key in keyring.keys() if keyring.name_of(key) == name), None)
        if key is None:
            raise keyring.NoKey(str(_("Khóa đã niêm phong bước thứ hai không còn ở máy này.")))
        raw = base64.b64decode(told)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], _SEAL).decode()

    def build_totp_svg(self, url: str) -> str:
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=2, xmldecl=False)
        return out.getvalue().decode()

    def get_totp_issuer(self) -> str:
        return "phoihop"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Where a role demands a second step, its last way stays."""
        return (
            not required(authenticator.user) or ways(authenticator.user).exclude(pk=authenticator.pk).exists()
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return str(_("Khóa số %d") % (Authenticator.objects.filter(user=user, type=type).count() + 1))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "phoihop"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """What the device shows when it asks which key: the person, not the number of a row."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.get_full_name()}


def required(user: User) -> bool:
    """Does one of the person's roles of today ask for it?"""
    today = moment.today()
    hats = actor_for(user, on=today).hats
    asked = required_roles(today)
    return any((hat.role, hat.territory) in asked for hat in hats)


def ways(user: User) -> QuerySet[Any]:
    """What counts as a second step, oldest first; codes on paper only stand in for one of them."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=user, type__in=("totp", "webauthn"))
    return found.order_by("pk")


def added_since(user: User, before: datetime | None) -> str:
    """What its owner reads at the next sign-in: a way he did not set up himself was set up by another."""
    if before is None:
        return ""
    added = [
        way.wrap().name if way.type == "webauthn" else CODES
        for way in ways(user).filter(created_at__gt=before)
    ]
    if not added:
        return ""
    words = _(
        "Từ lần đăng nhập trước có thêm cách đăng nhập: %s. Nếu không phải đồng chí đặt, bỏ ngay ở Bước thứ hai và báo quản trị."
    )
    return str(words) % ", ".join(str(name) for name in added)


def owed(user: User) -> bool:
    """Required and not yet set up."""
    return required(user) and not ways(user).exists()


class AuthenticateForm(shipped.AuthenticateForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = ways(self.user).filter(type="totp").exists()
        asked = (
            _("Mã sáu số trên điện thoại, hoặc một mã dự phòng") if codes else _("Một mã dự phòng trên giấy")
        )
        _code(self.fields["code"], asked)


class ReauthenticateForm(shipped.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Mã sáu số trên điện thoại"))


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc] # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Mã sáu số điện thoại đang hiện"))


def _code(field: Any, label: Any) -> None:
    word(field, label, required=_("Gõ mã."))
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


def after_login(request: Any, user: User) -> None:
    """Marks the session of who has to set it up before anything else; he proved a moment ago who he is."""
    if owed(user):
        request.session[OWED] = True
        reauthenticate_by_password(request)
