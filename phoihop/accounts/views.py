"""The one-time password slip: shown once, to be printed and handed over."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.accounts.actions import issue_slip
from phoihop.accounts.models import Account, User
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, perform, the_action
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.views import act_view, fetch


class Login(LoginView):  # type: ignore[misc] # allauth ships no types
    """Signing in; on a new installation the page says how the first account is made."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), "nobody": not User.objects.exists()}


login = Login.as_view()


def slip(request: HttpRequest, code: str) -> HttpResponse:
    """GET asks as every action does; POST shows the slip instead of going back to the record."""
    if request.method != "POST":
        return act_view(request, the_action(issue_slip), code)
    account: Any = fetch(Account, request, code)
    try:
        made = perform(issue_slip, account, actor=actor_of(request), at=moment.now())
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    response = render(request, "accounts/slip.html", {"account": made, "password": made.user.slip})
    response["Cache-Control"] = "no-store"
    return response
