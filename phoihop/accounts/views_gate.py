"""Signing in through the common gate: there and back again, and what can go wrong on the way, in plain words."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.openid_connect import views as shipped
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from requests import HTTPError, RequestException

from phoihop.accounts.gate import PROVIDER, Told, Unclear, account_of, gate, told_by
from phoihop.core import moment
from phoihop.core.access import note

SERVER_ERRORS = 500
_log = logging.getLogger("phoihop.gate")
#: What happened, and what now; the account and everything written stand as they were.
TROUBLE = {
    "down": (
        _("Cổng đăng nhập chung không trả lời."),
        _("Chờ ít phút rồi thử lại, hoặc vào bằng tên đăng nhập và mật khẩu. Còn lâu thì báo quản trị."), 503,
    ),
    "stopped": (
        _("Đồng chí đã thôi ở cổng đăng nhập chung."),
        _("Bấm lại nút của cổng, hoặc vào bằng tên đăng nhập và mật khẩu."), 200,
    ),
    "stale": (
        _("Lượt đăng nhập này đã dùng rồi, đã quá mười phút, hoặc không bắt đầu từ máy này."),
        _("Về trang đăng nhập và bấm lại nút của cổng."), 400,
    ),
    "answer": (
        _("Cổng đăng nhập chung trả lời không đúng."),
        _("Bấm lại nút của cổng. Vẫn vậy thì vào bằng tên đăng nhập và mật khẩu, rồi báo quản trị."), 502,
    ),
    "busy": (
        _("Nhiều lượt vào cùng lúc từ mạng này."), _("Chờ một phút rồi thử lại, hoặc vào bằng tên đăng nhập và mật khẩu."), 429,
    ),
    "unknown": (
        _("Cổng nhận ra đồng chí, nhưng ở đây chưa có tài khoản nào gắn với người ấy."),
        _("Nhờ quản trị của phường gắn ở trang Liên kết đăng nhập; nếu cần mã thì đọc mã dưới đây."), 403,
    ),
}  # fmt: skip


def trouble(request: HttpRequest, kind: str, *, code: str = "") -> HttpResponse:
    note(request, kind="sign-in failed", what=f"cổng đăng nhập: {kind}")
    what, now, status = TROUBLE[kind]
    said = {"what": what, "now": now, "code": code}
    page = render(request, "account/gate_trouble.html", said, status=status)
    page["Cache-Control"] = "no-store"
    return page


class GateAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """The one gate of the settings; nobody is made, nobody is found but through ``Identity``."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Never from the database: a secret does not stand there."""
        told = gate()
        if not told or provider not in (None, PROVIDER, "openid_connect"):
            return []
        rules = {
            "server_url": told["address"], "fetch_userinfo": True, "oauth_pkce_enabled": True,
            "auth_params": {"prompt": "login"},  # at a shared desk the gate's own session is another's
        }  # fmt: skip
        return [
            SocialApp(
                provider="openid_connect", provider_id=PROVIDER, name=told["words"][:40], client_id=told["client"],
                secret=told["secret"], settings=rules,
            )
        ]  # fmt: skip

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Which account it is; whatever allauth may have found elsewhere does not count."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(trouble(request, "stale"))
        try:
            told = told_by(sociallogin.account.extra_data)
        except Unclear as error:
            _log.warning("the gate's answer: %s", error)
            raise ImmediateHttpResponse(trouble(request, "answer")) from error
        account = account_of(told, at=moment.now())
        if account is None:
            raise ImmediateHttpResponse(self._unknown(request, told))
        sociallogin.user = account.user
        # Neither the token nor what the gate told is kept, not even between two steps of signing in.
        sociallogin.token, sociallogin.account.extra_data, sociallogin.email_addresses = None, {}, []

    def _unknown(self, request: HttpRequest, told: Told) -> HttpResponse:
        return trouble(request, "unknown", code=told.subject)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        if error == AuthError.CANCELLED or request.GET.get("error") == "access_denied":
            kind = "stopped"
        elif "state_id" in (extra_context or {}) and exception is None:
            kind = "stale"
        else:
            kind = _kind_of(exception)
            _log.warning("the gate: %s", type(exception).__name__)
        raise ImmediateHttpResponse(trouble(request, kind))


def _kind_of(error: Exception | None) -> str:
    """A gate that refuses has answered; one that breaks or is not there has not."""
    if (
        isinstance(error, HTTPError)
        and error.response is not None
        and error.response.status_code < SERVER_ERRORS
    ):
        return "answer"
    return "down" if isinstance(error, RequestException) else "answer"


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the gate, by way of a page: the policy lets no form end at another address."""
    if not gate():
        raise Http404
    if request.method != "POST":
        return redirect("account_login")
    if not ratelimit.consume(request, action="login"):  # each asks the gate, and waits for it
        return trouble(request, "busy")
    request.GET = QueryDict("")  # nothing of the address goes on to the gate
    try:
        answer: HttpResponse = shipped.login(request, provider_id)
    except RequestException as error:
        _log.warning("the gate: %s", type(error).__name__)
        return trouble(request, _kind_of(error))
    except (KeyError, TypeError, ValueError):
        _log.warning("the gate: its discovery page lacks what it must hold")
        return trouble(request, "answer")
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    page = render(request, "account/gate_go.html", {"url": answer.url, "gate": gate()["words"]})
    page["Refresh"] = f"0; url={answer.url}"
    page["Cache-Control"] = "no-store"
    return page


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the gate."""
    if not gate():
        raise Http404
    try:
        answer: HttpResponse = shipped.callback(request, provider_id)
    except RequestException as error:
        _log.warning("the gate: %s", type(error).__name__)
        return trouble(request, _kind_of(error))
    except (KeyError, TypeError, ValueError):
        _log.warning("the gate: its answer lacks what it must hold")
        return trouble(request, "answer")
    return answer


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    """Where allauth would go after an error of its own: nothing is to be done there."""
    return HttpResponseRedirect(reverse("account_login"))
