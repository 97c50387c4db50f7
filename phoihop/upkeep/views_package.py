"""The page on which an administrator asks for a package, sees how far it is and fetches it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from phoihop.accounts.shared import alone
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.models import JournalEntry
from phoihop.core.who import Actor
from phoihop.directory.models import Territory
from phoihop.upkeep.actions import ask_for_package
from phoihop.upkeep.background import DAYS, folder, write_package
from phoihop.upkeep.forms import LeavingForm
from phoihop.upkeep.models import Leaving
from phoihop.upkeep.views import administrator

SHOWN = 20


def choices(actor: Actor) -> dict[str, tuple[str, dict[str, Any]]]:
    """What this administrator may take out: of an installation of several localities only his own."""
    places = Territory.objects.filter(pk__in=actor.territories).order_by("pk")
    found = {f"dia-ban:{p.code}": (_("Địa bàn: %s") % p, {"territory": p.code}) for p in places}
    if not alone(actor):
        return found
    first, last = (
        JournalEntry.objects.order_by(way).values_list("at", flat=True).first() for way in ("at", "-at")
    )
    years = range(last.year, first.year - 1, -1) if first and last else ()
    whole: dict[str, tuple[str, dict[str, Any]]] = {"tat-ca": (_("Toàn bộ dữ liệu"), {})}
    return whole | {f"nam:{y}": (_("Năm %d") % y, {"year": y}) for y in years} | found


def leave(request: HttpRequest) -> HttpResponse:
    """Ask (POST) and look how far it is; the newest first."""
    actor = administrator(request)
    offered = choices(actor)
    form = LeavingForm(request.POST or None)
    form.fields["what"].choices = [(k, words) for k, (words, _scope) in offered.items()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        words, scope = offered[form.cleaned_data["what"]]
        asked = ask_for_package(
            user=request.user.pk or 0,
            words=words,
            scope={**scope, "papers": form.cleaned_data["papers"]},
            at=moment.now(),
        )
        note(request, kind="export", what=f"goi {form.cleaned_data['what']}")
        write_package.enqueue(asked.pk)
        messages.success(request, _("Đang lập gói; trang này cho biết đến đâu."))
        return redirect("leave")
    mine = Leaving.objects.filter(user=request.user.pk or 0).order_by("-pk")[:SHOWN]
    rows = [(row, bool(row.file) and (folder() / row.file).exists()) for row in mine]
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "rows": rows,
        "days": DAYS,
        "running": any(not row.ended_at for row, _there in rows),
    }
    return render(request, "upkeep/leave.html", context, status=status)


def fetch_package(request: HttpRequest, key: int) -> HttpResponse | FileResponse:
    """The file to whoever asked for it, once more in the access log."""
    administrator(request)
    row = Leaving.objects.filter(pk=key, user=request.user.pk or 0).exclude(file="").first()
    if row is None or not (folder() / row.file).exists():
        raise Http404
    note(request, kind="export", what=f"goi {row.file}")
    return FileResponse((folder() / row.file).open("rb"), as_attachment=True, filename=row.file)
