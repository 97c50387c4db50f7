"""The front page of a ward for its people, what modules show to everybody, and Cam kết và kết quả thực hiện."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from phoihop.commitments import public as promises
from phoihop.core import moment
from phoihop.core.actions import the_action
from phoihop.core.public import in_order, pages
from phoihop.petitions.public import by_place
from phoihop.portal.answers import page, unchanged
from phoihop.portal.places import asked_place

#: Lines of "Sắp tới" on the front page.
AHEAD = 6


def _choose(request: HttpRequest, places: Any) -> HttpResponse:
    """Several localities on one machine: which one is meant."""
    return page(request, "portal/choose.html", {"places": places})


@login_not_required
@unchanged
def front(request: HttpRequest) -> HttpResponse:
    territory, places = asked_place(request)
    if territory is None:
        return _choose(request, places)
    today = moment.today()
    shelves = in_order()
    ahead = [(line, shelf) for shelf in shelves if shelf.ahead for line in shelf.lines(today, territory.pk)]
    ahead = sorted(ahead, key=lambda pair: (pair[0].on or today, pair[0].at or moment.now().time()))[:AHEAD]
    context = {"territory": territory, "noi": _noi(places, territory), "shelves": shelves, "ahead": ahead}
    if promises.showing_in(territory):
        topics = promises.facts_by_topic(promises.shown_in(territory), today, promises.late_before(today))
        context["facts"] = sum((topic.facts for topic in topics), promises.Facts())
    return page(request, "portal/front.html", context)


@login_not_required
@unchanged
def shelf(request: HttpRequest, code: str) -> HttpResponse:
    """One of the pages modules declare."""
    if code not in pages:
        raise Http404
    territory, places = asked_place(request)
    if territory is None:
        return _choose(request, places)
    lines = pages[code].lines(moment.today(), territory.pk)
    context = {"territory": territory, "noi": _noi(places, territory), "shelf": pages[code], "lines": lines}
    context["verb"] = the_action(pages[code].verb) if pages[code].verb else None
    return page(request, "portal/shelf.html", context)


@login_not_required
@unchanged
def promised(request: HttpRequest) -> HttpResponse:
    territory, places = asked_place(request)
    if territory is None:
        return _choose(request, places)
    showing = promises.showing_in(territory)
    if showing is None:
        return page(request, "portal/promises.html", {"territory": territory, "noi": _noi(places, territory)})
    today = moment.today()
    late = promises.late_before(today)
    rows = promises.shown_in(territory)
    topics = promises.facts_by_topic(rows, today, late)
    asked = {"nhom": request.GET.get("nhom", "")[:20], "linh_vuc": request.GET.get("linh-vuc", "")[:40]}
    asked["thu_tu"] = "hen" if request.GET.get("thu-tu") == "hen" else ""
    found, more = promises.page_of(
        rows, today, late, group=asked["nhom"], field=asked["linh_vuc"], after=request.GET.get("tu", "")[:30],
        newest=not asked["thu_tu"],
    )  # fmt: skip
    context = {
        "territory": territory, "noi": _noi(places, territory), "showing": showing, "topics": topics, "asked": asked,
        "facts": sum((topic.facts for topic in topics), promises.Facts()), "groups": promises.GROUPS,
        "rows": [(row, promises.told(row, today, late)) for row in found], "late_before": late,
        "more": _next({**asked, **_noi(places, territory)}, more),
        "quarters": by_place(territory, today),
    }  # fmt: skip
    return page(request, "portal/promises.html", context)


def _noi(places: Any, territory: Any) -> dict[str, str]:
    return {"noi": territory.code} if len(places) > 1 else {}


def _next(asked: dict[str, str], after: str) -> str:
    """The address of the page after this one, with what was chosen; empty at the end."""
    kept = {name.replace("_", "-"): value for name, value in asked.items() if value}
    return urlencode({**kept, "tu": after}) if after else ""
