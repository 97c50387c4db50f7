"""Request id, clean input, and who acts: once per request."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from phoihop.core import moment
from phoihop.core.room import trouble
from phoihop.core.web import errors
from phoihop.core.who import Actor

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_log = logging.getLogger("phoihop.web")


class RequestId:
    """A short id on every request, shown on error pages and in the log line."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(4)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class Bounds:
    """What is asked in no known way, or is heavier than any paper, is refused before anything reads it.

    What the database refuses because its disk is full or it is busy is told as such, by every door.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return errors.not_allowed(request, methods=METHODS)
        size = request.META.get("CONTENT_LENGTH") or "0"
        if not size.isdigit() or int(size) > settings.REQUEST_LIMIT:
            return errors.too_heavy(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        found = trouble(exception)
        if found is None:
            return None
        _log.error("database refuses: %s", type(exception).__name__, extra={"request": request})
        return errors.unavailable(request, found)


class CleanInput:
    """NUL and lone surrogates never get past the door: databases and papers choke on them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            "\x00" in request.path
            or _dirty(request.GET)
            or (request.content_type != "application/json" and _dirty(request.POST))
        ):
            return errors.bad_input(request)
        return self.get_response(request)


def _dirty(values: QueryDict) -> bool:
    for name, items in values.lists():
        for value in (name, *items):
            if "\x00" in str(value) or any("\ud800" <= c <= "\udfff" for c in str(value)):
                return True
    return False


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: set on every request by :class:`WhoActs`."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


class WhoActs:
    """``request.actor``: built once, by the function settings name, so that core knows no account."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.build = import_string(settings.ACTOR_FOR)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: self.build(request.user, on=moment.today())
        )
        user = request.user
        if user.is_authenticated:
            owes = getattr(user, "must_change_password", False) and not request.session.get("by_gate")
            if owes and not request.path_info.startswith(errors.OPEN_PATHS):
                return redirect("account_change_password")
            if request.session.get("second_step_owed") and not request.path_info.startswith(
                errors.OPEN_PATHS
            ):
                return redirect("mfa_activate_totp")
            self._stay(request)
            response = self.get_response(request)
            # A desk is shared: after signing out, nothing read before comes back with the button.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        response = self.get_response(request)
        if request.user.is_authenticated:  # by the key of a machine, read on the way
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _stay(self, request: HttpRequest) -> None:
        """Renew an idle session when a third of its time has gone, not at every click."""
        left = request.session.get_expiry_age()
        mark = request.session.get("seen", 0)
        now = int(moment.now().timestamp())
        if now - mark > left / 3:
            unsaved = request.session.modified
            request.session["seen"] = now
            try:
                request.session.save()
            except (OperationalError, UpdateError):  # the disk is full or the books are busy: reading goes on
                _log.warning("session not renewed", extra={"request": request})
            request.session.modified = unsaved
