"""Pages every installation has: search, notices, the diagram of a kind of record."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from phoihop.core import drafts, moment
from phoihop.core import notices as told
from phoihop.core.actions import offered_on, registry
from phoihop.core.models import Record
from phoihop.core.search import Found, look
from phoihop.core.show import diagram
from phoihop.core.web.facets import Asked
from phoihop.core.web.held import next_of
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place
from phoihop.core.web.views import act_address, fetch

#: Notices of one page, and how many of one kind and day stand each on a line of its own.
SHOWN, MANY = 120, 3
#: Pages of what is told and is no record.
OTHER = {"core.sealedopening": "/quan-tri/kho-kin/"}


def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    actor = actor_of(request)
    asked = Asked(request.GET, actor)
    found = look(words, actor, chosen=asked.chosen) if words else Found()
    context = {
        "words": words,
        "hits": found.hits,
        "facets": asked.facets(found),
        "asked": asked,
        "found": found,
    }
    return render(request, "search.html", context)


def notices(request: HttpRequest) -> HttpResponse:
    """What the actor's bodies were told; opening the page does not mark it, the button does."""
    actor = actor_of(request)
    if request.method == "POST":
        told.mark_read(actor, at=moment.now())
        return redirect("notices")
    rows = list(told.notices_for(actor)[:SHOWN])
    paths = {m._meta.label_lower: m.path for m in apps.get_models() if issubclass(m, Record)}
    linked = [
        (row, place(OTHER.get(row.record_type) or f"/{paths[row.record_type]}/{row.record_code}/"))
        for row in rows
    ]
    return render(request, "notices.html", {"groups": _grouped(linked)})


def _grouped(rows: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    """Many of one kind on one day stand under one line: a reader sees at once what else there is."""
    kinds: dict[tuple[Any, ...], list[tuple[Any, str]]] = {}
    for row, url in rows:
        key = (timezone.localdate(row.at), row.verb, row.fresh)
        kinds.setdefault(key, []).append((row, url))
    found = []
    for found_rows in kinds.values():
        few = found_rows if len(found_rows) <= MANY else found_rows[:1]
        found.append({"few": few, "more": found_rows[len(few) :]})
    return found


def workflow(request: HttpRequest, label: str) -> HttpResponse:
    """The state machine of a kind of record, drawn from its actions."""
    model = next((m for m in apps.get_models() if issubclass(m, Record) and m.path == label), None)
    if model is None:
        raise Http404
    return render(request, "workflow.html", {"drawing": diagram(model), "model": model})


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps a form while it is typed, or throws the kept text away when the person says so."""
    actor = actor_of(request)
    name, code = request.POST.get("nhap", ""), request.POST.get("ma", "")
    if name in drafts.pages:
        return _kept(drafts.keep(actor, name, None, request.POST, at=moment.now()))
    verb = registry.get(name)
    if verb is None or verb not in offered_on(verb.on) or not drafts.keeps(verb):
        raise Http404
    record = fetch(verb.on, request, code) if code else None
    if not verb.by.hats(actor, record):
        raise Http404
    if "bo" in request.POST:
        drafts.forget(actor, name, record)
        target = next_of(request)
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        return redirect(target if safe else act_address(verb, record))
    if not drafts.may_keep(name, request.POST):  # the page says that these words stand on it alone
        drafts.forget(actor, name, record)
        return HttpResponse(status=200)
    return _kept(drafts.keep(actor, name, record, request.POST, at=moment.now()))


def _kept(done: bool) -> HttpResponse:
    return HttpResponse(status=204 if done else 503)
