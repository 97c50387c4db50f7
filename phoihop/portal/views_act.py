"""What everybody may ask for on a line of a public page, by the form of its action: no account, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from phoihop.core import moment
from phoihop.core.actions import Action, Refused, perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.journal import fields_after
from phoihop.core.models import JournalEntry, Record
from phoihop.core.public import PublicPage, pages
from phoihop.core.who import PUBLIC
from phoihop.directory.models import Territory
from phoihop.portal import gate
from phoihop.portal.answers import page
from phoihop.portal.forms import GuardedForm, new_mark
from phoihop.portal.places import asked_place


@csrf_exempt  # no session: the form carries its own signed mark, and what it sends is nobody's
@login_not_required
def ask(request: HttpRequest, code: str, record: str) -> HttpResponse:
    """The form of the page's own action on one of the records it shows; 404 for any other."""
    shelf = pages.get(code)
    territory, _places = asked_place(request)
    if shelf is None or not shelf.verb or territory is None:
        raise Http404
    verb = the_action(shelf.verb)
    row = _shown(shelf, verb, territory, record, again=_sent_before(request, verb, record))
    form = bind(verb, row, PUBLIC, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "shelf": shelf,
        "verb": verb,
        "form": form,
        "territory": territory,
        "record": row,
    }
    if request.method != "POST":
        return _answer(request, context)
    guard = GuardedForm(request.POST)
    if not gate.may_send(request):
        return _answer(request, context | {"busy": True}, status=429)
    if not guard.is_valid() or form is None or not form.is_valid():
        return _answer(request, context | {"guard": guard}, status=422)
    return _asked(request, context, guard.cleaned_data["dau"], form)


def _sent_before(request: HttpRequest, verb: Action, code: str) -> bool:
    """Whether this very form was sent already: it is answered as it was, even where nobody new may ask any more."""
    guard = GuardedForm(request.POST)
    if request.method != "POST" or not guard.is_valid():
        return False
    sent = JournalEntry.objects.filter(key=_key(guard.cleaned_data["dau"]))
    return sent.filter(action=verb.name, record_code=code).exists()


def _key(mark: str) -> str:
    return f"dan-{mark[:40]}"


def _shown(shelf: PublicPage, verb: Action, territory: Territory, code: str, *, again: bool) -> Record:
    """Only what the page itself shows there may be asked for."""
    if not again and code not in {
        line.code for line in shelf.lines(moment.today(), territory.pk) if line.code
    }:
        raise Http404
    found: Record = verb.on._base_manager.get(code=code)
    return found


def _asked(request: HttpRequest, context: dict[str, Any], mark: str, form: forms.Form) -> HttpResponse:
    """Sent twice it is asked once: the form's mark is the key."""
    verb, row, key = context["verb"], context["record"], _key(mark)
    try:
        made = perform(verb, row, actor=PUBLIC, at=moment.now(), key=key, **inputs_of(form))
    except Refused as refusal:
        return _answer(request, context | {"refused": refusal}, status=409)
    gate.sent(request)
    told = context["shelf"].done(made, fields_after(key)) if context["shelf"].done else ""
    return _answer(request, context | {"told": told})


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return page(
        request,
        "portal/ask.html",
        context | {"mark": new_mark()},
        status=status,
        own=request.method == "POST",
    )
