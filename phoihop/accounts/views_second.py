"""The pages of the second step: allauth's own, with what this house asks, journals and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView, reauthenticate
from allauth.mfa.recovery_codes.views import (
    download_recovery_codes,
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from phoihop.accounts.actions import note_step_added, note_step_removed
from phoihop.accounts.models import Account, AccountState
from phoihop.accounts.second_step import CODES, OWED, MFAAdapter, required, ways
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import perform
from phoihop.core.web.middleware import actor_of

__all__ = [
    "activate", "add_passkey", "authenticate", "deactivate", "download_recovery_codes", "generate_recovery_codes",
    "index", "passkey_login", "reauthenticate", "reauthenticate_passkey", "remove_passkey", "rename_passkey",
    "view_recovery_codes",
]  # fmt: skip


def changed(request: HttpRequest, verb: Callable[..., Any], way: object) -> None:
    """Into the journal of the account and the access log; who wears no hat today has the log alone."""
    account = Account.objects.filter(user=request.user.pk, state=AccountState.ACTIVE).first()
    if account is not None and actor_of(request).hats:
        perform(verb, account, actor=actor_of(request), at=moment.now(), way=str(way))
    note(request, kind="second step on" if verb is note_step_added else "second step off", what=str(way))


class Authenticate(AuthenticateView):  # type: ignore[misc] # allauth ships no types
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Which ways this person has: nothing is asked for that he never set up."""
        kinds = set(ways(self.stage.login.user).values_list("type", flat=True))
        return {**super().get_context_data(**given), "codes": "totp" in kinds, "keys": "webauthn" in kinds}


class Index(IndexView):  # type: ignore[misc] # allauth ships no types
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "required": required(self.request.user)}


class Activate(ActivateTOTPView):  # type: ignore[misc] # allauth ships no types
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "owed": self.request.session.get(OWED, False)}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            changed(self.request, note_step_added, CODES)
        self.request.session.pop(OWED, None)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc] # allauth ships no types
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        keys = ways(self.request.user).filter(type="webauthn").exists()
        return {**super().get_context_data(**given), "keys": keys}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            changed(self.request, note_step_removed, CODES)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc] # allauth ships no types
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**given), "owed": self.request.session.get(OWED, False)}
        # The server asks for a key that lies in the device and checks its owner, not the page.
        context["js_data"] = {"creation_options": begin_registration(self.request.user, True)}
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            changed(self.request, note_step_added, way_of(form.cleaned_data["name"]))
        self.request.session.pop(OWED, None)
        return response


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc] # allauth ships no types
    success_url = reverse_lazy("mfa_index")


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc] # allauth ships no types
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        key = self.get_object()
        if not MFAAdapter().can_delete_authenticator(key):
            messages.error(self.request, str(MFAAdapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        name = key.wrap().name
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            changed(self.request, note_step_removed, way_of(name))
        return response


class PasskeyLogin(LoginWebAuthnView):  # type: ignore[misc] # allauth ships no types
    def form_invalid(self, form: Any) -> HttpResponse:
        note(self.request, kind="sign-in failed", what="khóa truy cập")
        words = _(
            "Chưa vào được bằng khóa truy cập: khóa đã bỏ ở đây hoặc quá giờ. Thử lại, hoặc gõ mật khẩu."
        )
        get_adapter().add_message(self.request, messages.ERROR, message=words)
        return HttpResponseRedirect(str(reverse_lazy("account_login")))


class ReauthenticatePasskey(ReauthenticateWebAuthnView):  # type: ignore[misc] # allauth ships no types
    def form_invalid(self, form: Any) -> HttpResponse:
        get_adapter().add_message(
            self.request, messages.ERROR, message=_("Khóa chưa đúng hoặc quá giờ. Thử lại.")
        )
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


def way_of(name: str) -> str:
    return str(_("khóa truy cập “%s”") % name)


authenticate, index = Authenticate.as_view(), Index.as_view()
activate, deactivate = Activate.as_view(), Deactivate.as_view()
add_passkey, rename_passkey, remove_passkey = (
    AddPasskey.as_view(),
    RenamePasskey.as_view(),
    RemovePasskey.as_view(),
)
passkey_login, reauthenticate_passkey = PasskeyLogin.as_view(), ReauthenticatePasskey.as_view()
