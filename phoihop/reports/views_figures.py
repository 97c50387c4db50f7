"""Pages of figures of papers: addresses that were printed once, papers of the desk beside a round, the second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address, place
from phoihop.core.web.views import detail_context, fetch
from phoihop.reports.confirming import bring_in, check_figures, look_at, rows_named
from phoihop.reports.models import Compilation, Intake
from phoihop.reports.reported import moved_to
from phoihop.reports.second_look import BUTTONS, said_in, told_back
from phoihop.reports.views_round import round_context


def former(request: HttpRequest, code: str) -> HttpResponse:
    """A figure that was a record of its own, as reports once printed its address: where it stands now."""
    found = moved_to(code, actor_of(request))
    if found is None:
        note(request, kind="not found", what=request.path)
        raise Http404
    return redirect(f"{address(found.intake)}?so={found.source}#so")


def former_list(request: HttpRequest) -> HttpResponse:
    return redirect(place(f"/{Intake.path}/"))


def bring_in_paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper of the reading desk becomes one of this round."""
    record = fetch(Compilation, request, code)
    if request.method == "POST":
        paper = fetch(Intake, request, request.POST.get("paper", ""))
        try:
            perform(bring_in, paper, actor=actor_of(request), at=moment.now(), compilation=record)
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refusal:
            more = {"refused": refusal, "refused_what": _("Chưa đưa vào được")}
            return render(request, "reports/round.html", round_context(request, record) | more, status=409)
    return redirect(f"{address(record)}?muc=van-ban")


def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper with its figures; the one asked for can be looked at again there."""
    record = fetch(Intake, request, code)
    return render(request, "reports/intake_detail.html", _paper_context(request, record))


def _paper_context(request: HttpRequest, record: Intake) -> dict[str, Any]:
    right = the_action(check_figures)
    may = record.state in (right.frm or ()) and bool(right.by.hats(actor_of(request), record))
    return detail_context(request, record) | {"looks": may, "asked": request.GET.get("so", "")}


def look_in_paper(request: HttpRequest, code: str) -> HttpResponse:
    """One figure of a paper said to be right, another, or none, on the paper's own page."""
    record = fetch(Intake, request, code)
    name = next((request.POST[b] for b in BUTTONS.values() if b in request.POST), "")
    try:
        if request.method == "POST":
            _said(request, Intake.objects.filter(pk=record.pk))
    except Forbidden:
        note(request, kind="forbidden", what=request.path)
        raise Http404 from None
    except Refused as refused:
        more = {"look_refused": refused, "asked": name, "typed": request.POST}
        context = _paper_context(request, record) | more
        return render(request, "reports/intake_detail.html", context, status=409)
    return redirect(f"{address(record)}?so={name}#so")


def _said(request: HttpRequest, papers: QuerySet[Intake]) -> Mapping[str, Any]:
    word = said_in(request.POST)
    rows = rows_named(papers, word.names)
    look_at(
        rows, actor=actor_of(request), at=moment.now(), verdict=word.verdict, value=word.value, of_total=word.of_total,
        why=word.why,
    )  # fmt: skip
    return told_back(word, rows)


def look(request: HttpRequest, code: str) -> HttpResponse:
    """One word on one or many figures beside their sentences; the block comes back without them."""
    record = fetch(Compilation, request, code)
    refusal, done = None, None
    if request.method == "POST":
        try:
            done = _said(request, record.intakes.all())
        except Forbidden:
            note(request, kind="forbidden", what=request.path)
            raise Http404 from None
        except Refused as refused:
            refusal = refused
    if not request.headers.get("HX-Request") and refusal is None:
        return redirect(f"{address(record)}?muc=doi-chieu&loc=can-xem#so-lieu")
    asked = {
        "tab": "doi-chieu",
        "only": "can-xem",
        "look_refused": refusal,
        "done": done,
        "typed": request.POST,
    }
    context = round_context(request, fetch(Compilation, request, code), **asked)
    if request.headers.get("HX-Request"):
        return render(request, "reports/round_look.html", context | {"oob": True})
    return render(request, "reports/round.html", context, status=409)
