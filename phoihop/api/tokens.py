"""The key a machine shows at this door: who it is, how often it may ask, what its scopes leave it.

A scope only takes away: what a token reads went through ``visible_to`` for its one hat, what it does through the
rule of the action, as for a person in that role.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer

from phoihop.accounts.models import Token
from phoihop.accounts.tokens import actor_of_token, token_of
from phoihop.core import moment
from phoihop.core.access import address_of, note

#: Calls of one token, wrong keys from one address, and the seconds in which they are counted.
CALLS, WRONG, SPAN = 600, 60, 60


class TooMany(HttpError):
    """Not now: the key stays good, nothing was done."""

    def __init__(self) -> None:
        super().__init__(429, "too many")


class TokenAuth(HttpBearer):
    """``Authorization: Bearer …``; a key that is wrong is told so, whatever session comes with it."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        known: Any = request
        found = token_of(token, on=moment.today())
        if found is None:
            wrong = _count("wrong", address_of(request) or "")
            if wrong in (1, WRONG):
                note(request, kind="wrong token", what=request.path)
            raise TooMany if wrong > WRONG else AuthenticationError
        known.token, known.user, known.actor = found, found.user, actor_of_token(found)
        if _count("calls", found.code) > CALLS:
            raise TooMany
        note(request, kind="token", what=f"{found.code} {request.method} {request.path}")
        return found


def _count(kind: str, of: str) -> int:
    key = f"api:{kind}:{hashlib.sha256(of.encode()).hexdigest()[:24]}"
    cache.add(key, 0, SPAN)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        cache.set(key, 1, SPAN)
        return 1


def out_of_scope(request: HttpRequest, verb: str, kind: str) -> bool:
    """Whether the token that asks was not given this; a session of a person has no scopes."""
    token: Token | None = getattr(request, "token", None)
    return token is not None and not token.allows(verb, kind)


def for_the_known(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The description of the door is for who may use it; made once, it is the same for all of them."""
    made: list[bytes] = []

    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            known = TokenAuth()(request) or request.user.is_authenticated
        except HttpError as error:
            return refusal(error.status_code)
        if not known:
            return refusal(401)
        if not made:
            made.append(view(request, **kwargs).content)
        return HttpResponse(made[0], content_type="application/json; charset=utf-8")

    return guarded


def refusal(status: int) -> HttpResponse:
    words = {
        401: (_("Chưa đăng nhập, hoặc khóa không dùng được."), _("Xin quản trị cấp khóa, gửi kèm mỗi lần gọi.")),
        429: (_("Gọi quá nhiều trong một phút."), _("Chờ một phút rồi gọi tiếp; khóa vẫn dùng được.")),
    }.get(status, (_("Yêu cầu không đọc được."), _("Gửi JSON theo OpenAPI của thao tác.")))  # fmt: skip
    response = JsonResponse({"what": words[0], "instead": words[1], "fields": {}}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response["Retry-After"] = str(SPAN)
    return response
