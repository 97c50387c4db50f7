"""What is shown once, to be printed and handed over: the password slip of a person, the key of a machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.accounts.actions import issue_slip, renew_key
from phoihop.accounts.gate import gate
from phoihop.accounts.models import Account, Token, User
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, perform, the_action
from phoihop.core.models import Record
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.views import act_view, fetch


class Login(LoginView):  # type: ignore[misc] # allauth ships no types
    """Signing in; on a new installation the page says how the first account is made."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**given),
            "nobody": not User.objects.exists(),
            "gate": gate().get("words", ""),
        }


login = Login.as_view()


def slip(request: HttpRequest, code: str) -> HttpResponse:
    """GET asks as every action does; POST shows the slip instead of going back to the record."""
    return _once(request, issue_slip, Account, code, "accounts/slip.html")


def token_key(request: HttpRequest, code: str) -> HttpResponse:
    """The same for the key of a machine."""
    return _once(request, renew_key, Token, code, "accounts/token_key.html")


def _once(
    request: HttpRequest, verb: Callable[..., Any], model: type[Record], code: str, page: str
) -> HttpResponse:
    if request.method != "POST":
        return act_view(request, the_action(verb), code)
    record: Any = fetch(model, request, code)
    try:
        made = perform(verb, record, actor=actor_of(request), at=moment.now())
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    response = render(request, page, {"record": made})
    response["Cache-Control"] = "no-store"
    return response
