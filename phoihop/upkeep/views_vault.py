"""The page of whoever guards the vault: who opened what, what is erased when, and which copies still hold it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from phoihop.accounts.models import Account
from phoihop.accounts.shared import alone
from phoihop.core import moment
from phoihop.core.models import SealedOpening, SealedText
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address
from phoihop.directory.models import Organisation
from phoihop.upkeep.backup import copies
from phoihop.upkeep.openings import note_looked

ROWS = 200
#: What the kinds of sealed texts are called; another kind by its own name.
KINDS = {
    "petitions.asker": "người nêu kiến nghị", "petitions.denunciation": "nội dung chuyển bộ phận tiếp công dân",
    "reception.visitor": "người đến tiếp công dân", "reception.booking": "người đăng ký tiếp công dân",
}  # fmt: skip


def vault_page(request: HttpRequest) -> HttpResponse:
    """Openings, newest first, what needs a look marked; what is due; what was erased, by whom and why."""
    actor = actor_of(request)
    if not actor.holds("protection", "administrator"):
        raise Http404
    if request.method == "POST":
        if actor.holds("protection"):
            note_looked(actor, at=moment.now())
        return redirect("vault")
    openings = SealedOpening.objects.order_by("-pk")
    if not alone(actor):
        openings = openings.filter(
            body__in=Organisation.objects.filter(territory__in=actor.territories).values("pk")
        )
    asked = request.GET.get("ma", "").strip()[:60]
    if asked:
        openings = openings.filter(about=asked)
    rows = list(openings[:ROWS])
    accounts = _accounts(rows)
    held = SealedText.objects.filter(erased_at=None)
    context = {
        "openings": [(row, accounts.get(row.user or 0, "")) for row in rows],
        "fresh": sum(row.looked_at is None for row in rows),
        "asked": asked,
        "held": held.count(),
        "due": [(row, KINDS.get(row.kind, row.kind)) for row in held.exclude(erase_after=None).order_by("erase_after")[:50]],
        "erased": [_erasure(row) for row in SealedText.objects.exclude(erased_at=None).order_by("-erased_at")[:100]],
        "guard": actor.holds("protection"),
        "days": settings.BACKUP_DAYS,
        "printed_at": timezone.localtime(moment.now()),
    }  # fmt: skip
    return render(request, "upkeep/vault.html", context)


def _accounts(rows: list[SealedOpening]) -> dict[int, str]:
    """Where the account of who opened is frozen."""
    found = Account.objects.filter(user__in={row.user for row in rows if row.user})
    return {account.user_id: address(account) for account in found}


def _erasure(row: SealedText) -> dict[str, Any]:
    """The record of one erasure: who, when, why, whether the file is free of it, until when which copies are not."""
    freed = row.scrubbed_at or row.erased_at or row.kept_at
    span = copies.Erased(since=row.held_since, erased=freed)
    holding = [copy.path.name for copy in copies.found(settings.BACKUPS) if span.stands_in(copy.at)]
    until: datetime = freed + timedelta(days=settings.BACKUP_DAYS)
    return {"row": row, "kind": KINDS.get(row.kind, row.kind), "copies": holding, "until": until}
