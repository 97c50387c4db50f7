"""What was typed is not lost: saved while typing, carried over an expired session, given back after sign-in."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

from phoihop.core import drafts, moment, vault
from phoihop.core.actions import Action, registry
from phoihop.core.forms import ActionForm, bind
from phoihop.core.models import Record
from phoihop.core.who import Actor

_SIGNER = Signer(salt="phoihop.core.web.held")
#: Letters kept for a visitor whose session is over; a page of typing is a tenth of it.
LIMIT = 200_000

Handler = Callable[[HttpRequest], HttpResponse]


def mark_of(actor: Actor) -> str:
    """Goes along with every form: whose typing it is, so that nobody else is given it."""
    return _SIGNER.sign(str(actor.user or 0))


def browser_mark(actor: Actor) -> str:
    """Whose browser this is, for what a page keeps in it: the same at each sign-in, telling nothing else."""
    return salted_hmac("phoihop.core.web.browser", str(actor.user or 0), algorithm="sha256").hexdigest()[:32]


def owner_of(request: HttpRequest) -> int:
    try:
        return int(_SIGNER.unsign(request.POST.get("ai", "")))
    except (BadSignature, ValueError):
        return 0


def asked(request: HttpRequest) -> tuple[Action, str] | None:
    """The action whose form this address is, and the code of its record."""
    match = request.resolver_match
    if match is None or not isinstance(match.func, functools.partial):
        return None
    verb = of_page(request) or match.func.keywords.get("verb")
    return (verb, str(match.kwargs.get("code") or "")) if isinstance(verb, Action) else None


def of_page(request: HttpRequest) -> Action | None:
    """A page that is one form with many buttons sends all its boxes along; the action they belong to."""
    verb = registry.get(request.POST.get("nhap", ""))
    return verb if verb is not None and not verb.inner else None


def keep_page(request: HttpRequest, record: Record | None, actor: Actor, *, at: datetime) -> None:
    """Before one button of a page does its work, whatever stands in the boxes of the others is kept."""
    verb = of_page(request)
    if verb is not None and isinstance(record, verb.on) and verb.by.hats(actor, record):
        drafts.keep(actor, verb.name, record, request.POST, at=at)


def keep_rest(request: HttpRequest, record: Any, actor: Actor, *, at: datetime) -> None:
    """After it, only what is in no record yet."""
    verb = of_page(request)
    if verb is None or not isinstance(record, verb.on):
        return
    form = bind(verb, record, actor, request.POST)
    left = form.unsent() if isinstance(form, ActionForm) else None
    if left:
        drafts.keep(actor, verb.name, record, left, at=at)
    else:
        drafts.forget(actor, verb.name, record)


def shown(request: HttpRequest, verb: Action, record: Record, actor: Actor) -> dict[str, Any]:
    """The form of an action on the page of its record, with what was typed and not sent."""
    draft = give_back(request, verb, record, actor) or drafts.restore(actor, verb.name, record)
    form = bind(verb, record, actor, draft)
    restored = isinstance(form, ActionForm) and draft is not None and bool(form.unsent())
    return {"form": form, "restored": restored, "inline": verb, "mark": mark_of(actor)}


def next_of(request: HttpRequest) -> str:
    """Where a button says to go on; several buttons of one form say it in their address."""
    return request.POST.get("next") or request.GET.get("next") or ""


class KeepTyped:
    """A form sent after the session has ended waits, in the visitor's new session, for the one who typed it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        if request.method == "POST" and not request.user.is_authenticated:
            hold(request)


def hold(request: HttpRequest) -> bool:
    """Only forms this house made, for the person they were made for: the mark says so."""
    found, owner = asked(request), owner_of(request)
    if found is None or not owner:
        return False
    verb, code = found
    text = json.dumps(drafts.kept_of(verb.name, request.POST), ensure_ascii=False)
    if len(text) > LIMIT:
        return False
    waits = {"user": owner, "action": verb.name, "code": code, "data": text}
    if not drafts.keeps(verb):  # of a visitor's form nothing lies open anywhere, a session included
        waits |= {"data": vault.wrap(text), "sealed": True}
    request.session["held"] = waits
    return True


def give_back(
    request: HttpRequest, verb: Action, record: Record | None, actor: Actor
) -> MultiValueDict[str, Any] | None:
    """On the form again, signed in: what waited becomes the person's draft; another person's is thrown away.

    What may be no draft is returned, for this one page.
    """
    held = request.session.get("held")
    if not held:
        return None
    values: MultiValueDict[str, Any] | None = None
    if held["user"] == actor.user:
        if (held["action"], held["code"]) != (verb.name, record.code if record else ""):
            return None
        text = vault.unwrap(held["data"]) if held.get("sealed") else held["data"]
        values = MultiValueDict(json.loads(text)) if text else None
        if values is not None and drafts.keep(actor, verb.name, record, values, at=moment.now()):
            values = None
    del request.session["held"]
    return values
