"""How a public page is answered: asked again it costs two small queries while nothing has changed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import get_language

from phoihop import __version__
from phoihop.core import deadlines, moment
from phoihop.core.models import JournalEntry
from phoihop.portal.places import name_of

View = Callable[..., HttpResponse]


def _tag(request: HttpRequest) -> str:
    """Release, local date, version of the calendar, the last entry of the journal, language, address."""
    last = JournalEntry.objects.order_by("-pk").values_list("pk", "digest").first()
    parts = (
        __version__,
        moment.today(),
        deadlines.calendar().version,
        last,
        get_language(),
        request.get_full_path(),
    )
    return '"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:32] + '"'


def unchanged(view: View) -> View:
    """A page without anybody's own data: 304 to who has it already."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        tag = _tag(request)
        known = request.headers.get("If-None-Match", "").replace("W/", "").split(", ")
        response = HttpResponseNotModified() if tag in known else view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"], response["Cache-Control"] = tag, "public, max-age=0, must-revalidate"
        return response

    return answered


def page(
    request: HttpRequest, name: str, told: dict[str, Any], *, status: int = 200, own: bool = False
) -> HttpResponse:
    """``own`` is what concerns one person: it stays in no cache and in no search engine."""
    place = told.get("territory")
    response = render(request, name, {"place": name_of(place), "at": moment.now(), **told}, status=status)
    if own:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = "60"
    return response
