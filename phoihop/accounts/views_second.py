"""The pages of the second step: allauth's own, with what this house asks and notes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView, authenticate, reauthenticate
from allauth.mfa.recovery_codes.views import (
    download_recovery_codes,
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse

from phoihop.accounts.second_step import OWED, required
from phoihop.core.access import note

__all__ = [
    "activate", "authenticate", "deactivate", "download_recovery_codes", "generate_recovery_codes", "index",
    "reauthenticate", "view_recovery_codes",
]  # fmt: skip


class Index(IndexView):  # type: ignore[misc]
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "required": required(self.request.user)}


class Activate(ActivateTOTPView):  # type: ignore[misc]
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "owed": self.request.session.get(OWED, False)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(OWED, None)
        note(self.request, kind="second step on", what=self.request.user.username)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note(self.request, kind="second step off", what=self.request.user.username)
        return response


index, activate, deactivate = Index.as_view(), Activate.as_view(), Deactivate.as_view()
