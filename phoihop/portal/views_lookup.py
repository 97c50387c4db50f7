"""Tra cứu: where a petition stands, by its code; the asker agrees, or says that it is not done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from phoihop.core import moment
from phoihop.core.actions import Refused
from phoihop.petitions.handing import safe_channel_words
from phoihop.petitions.models import Petition, practice_now
from phoihop.petitions.public import by_lookup, say, seen, typed_code
from phoihop.portal import gate
from phoihop.portal.answers import page
from phoihop.portal.forms import AgreeForm, SayForm, new_mark
from phoihop.portal.places import the_place


@login_not_required
def lookup_start(request: HttpRequest) -> HttpResponse:
    """The box for a code; a code typed here is led to its own address."""
    typed = request.GET.get("ma", "").strip()[:40]
    if not typed:
        return page(request, "portal/lookup.html", {"place": the_place()}, own=True)
    code = typed_code(typed)
    if code:
        return HttpResponseRedirect(reverse("lookup", args=[code]))
    return page(
        request,
        "portal/lookup.html",
        {"place": the_place(), "typed": typed, "misspelt": True},
        status=422,
        own=True,
    )


@csrf_exempt  # the code is the key, and the form carries its own signed mark
@login_not_required
def lookup(request: HttpRequest, code: str) -> HttpResponse:
    """A right code answers at once, however many wrong ones come from beside it."""
    row = by_lookup(typed_code(code))
    if row is None:
        busy = gate.wrong_code(request, typed_code(code))
        context = {"place": the_place(), "typed": code[:40], "wrong": True, "busy": busy}
        return page(request, "portal/lookup.html", context, status=429 if busy else 404, own=True)
    if request.method == "POST":
        return _said(request, row)
    return _shown(request, row)


def _shown(request: HttpRequest, row: Petition, *, status: int = 200, **told: Any) -> HttpResponse:
    today = moment.today()
    found = seen(row, today)
    context = {
        "seen": found, "row": row, "territory": row.receiver.territory, "typed": row.lookup, "mark": new_mark(),
        "noted": request.GET.get("da-ghi", ""), "desk": practice_now("desk_phone"),
        "safe": safe_channel_words(today) if found.handed_over else (), **told,
    }  # fmt: skip
    return page(request, "portal/lookup.html", context, status=status, own=True)


def _said(request: HttpRequest, row: Petition) -> HttpResponse:
    """Agreed, or not done: the latter with what is left and perhaps a picture."""
    done = request.POST.get("viec") == "dong-y"
    files: Any = {"anh": request.FILES.getlist("anh")}
    form: Any = AgreeForm(request.POST) if done else SayForm(request.POST, files, label_suffix="")
    if not form.is_valid():
        return _shown(request, row, status=422, form=form, lost=gate.chosen(request))
    if not done and (personal := form.personal()) is not None:
        return _shown(request, row, status=422, form=form, personal=personal, lost=gate.chosen(request))
    given = form.cleaned_data
    picture = next(iter(given.get("anh") or ()), None)
    try:
        with gate.work(request):
            say(row, at=moment.now(), done=done, said=given.get("noi_dung", ""), picture=picture)
    except gate.Busy:
        return _shown(request, row, status=429, form=form, too_busy=True, lost=gate.chosen(request))
    except Refused as refusal:
        return _shown(request, row, status=409, form=form, refused=refusal, lost=gate.chosen(request))
    return HttpResponseRedirect(
        f"{reverse('lookup', args=[row.lookup])}?da-ghi={'dong-y' if done else 'chua-xong'}", status=303
    )
