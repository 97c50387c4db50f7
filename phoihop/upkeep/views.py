"""Pages of whoever runs the installation: copies, log, incidents, rules and catalogues, personal data."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from phoihop.accounts.shared import alone
from phoihop.core import background, moment, phrases
from phoihop.core.models import CalendarDay, DeadlineRule
from phoihop.core.web.middleware import actor_of
from phoihop.core.who import Actor
from phoihop.upkeep import logs, personal
from phoihop.upkeep.backup import copies
from phoihop.upkeep.models import UNITS
from phoihop.upkeep.package.rows import columns, tables

#: After so many days without a good copy, or without a rehearsal, the page says so first.
STALE_COPY, STALE_TEST = timedelta(days=2), timedelta(days=92)
ROWS = 500


def administrator(request: HttpRequest) -> Actor:
    """Whoever is none finds no such page."""
    actor = actor_of(request)
    if not actor.holds("administrator"):
        raise Http404
    return actor


def copies_page(request: HttpRequest) -> HttpResponse:
    """M40: the last good copy, when it was tested, and what to type."""
    administrator(request)
    now = moment.now()
    found = copies.found(settings.BACKUPS)
    newest = found[0] if found else None
    tested = next((copy for copy in found if copy.tested.get("good")), None)
    context = {
        "copies": found[:30],
        "clock_ahead": background.clock_went_back(at=now),
        "newest": newest,
        "stale": newest is None or now - newest.at > STALE_COPY,
        "tested": tested,
        "tested_at": datetime.fromisoformat(tested.tested["at"]) if tested else None,
        "test_stale": tested is None or now - datetime.fromisoformat(tested.tested["at"]) > STALE_TEST,
        "same_disk": _same_disk(),
        "folder": settings.BACKUPS,
        "days": settings.BACKUP_DAYS,
        "printed_at": timezone.localtime(now),
    }
    return render(request, "upkeep/copies.html", context)


def _same_disk() -> bool:
    """Whether one broken disk would take the data and the copies together."""
    if not settings.BACKUPS.exists():
        return False
    return os.stat(settings.BACKUPS).st_dev == os.stat(settings.DATA).st_dev


def log(request: HttpRequest) -> HttpResponse:
    """M41: who did what and when, by record, person, day; and who opened what from where."""
    actor = administrator(request)
    asked = logs.Asked.of(request.GET)
    page = logs.access_page(actor, asked) if asked.opened else logs.journal_page(actor, asked)
    return render(request, "upkeep/log.html", {"asked": asked, "page": page, "alone": alone(actor)})


def incident(request: HttpRequest) -> HttpResponse:
    """What to do when something went wrong: to be printed and hung beside the machine."""
    administrator(request)
    return render(request, "upkeep/incident.html", {"printed_at": timezone.localtime(moment.now())})


def rules(request: HttpRequest) -> HttpResponse:
    """M39: every deadline with its source and days of validity, the calendar of the year, the catalogues."""
    administrator(request)
    today = moment.today()
    year = request.GET.get("nam", "")
    typed = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    year_shown = typed if date.min.year < typed < date.max.year else today.year
    rows = list(DeadlineRule.objects.order_by("label", "-valid_from"))
    context = {
        "rules": [(rule, _length(rule), rule.valid_to is None or rule.valid_to > today) for rule in rows],
        "days": list(CalendarDay.objects.filter(day__gte=date(year_shown, 1, 1), day__lte=date(year_shown, 12, 31)).order_by("day")),
        "year": year_shown,
        "before": year_shown - 1,
        "after": year_shown + 1,
        "phrases": phrases.in_force(today),
        "catalogues": [(m._meta.label_lower, _title(m)) for m in tables() if is_catalogue(m)],
    }  # fmt: skip
    return render(request, "upkeep/rules.html", context)


def _length(rule: DeadlineRule) -> str:
    if rule.unit in UNITS:
        return f"{rule.amount} {UNITS[rule.unit]}"
    return (
        "ngày ghi trong hồ sơ" if not rule.amount else f"đến {rule.amount % 100:02d}/{rule.amount // 100:02d}"
    )


def is_catalogue(model: Any) -> bool:
    """Reference data of a room: no table of the engine, of users, of work in progress."""
    return model._meta.app_label not in ("core", "accounts", "upkeep") and not model._meta.auto_created


def _title(model: Any) -> str:
    words = str(model._meta.verbose_name_plural)
    return words[:1].upper() + words[1:]


#: What the program alone reads of a row.
INNER = ("code", "english")


def catalogue(request: HttpRequest, label: str) -> HttpResponse:
    """The rows of one catalogue as they stand, with their dates and sources."""
    administrator(request)
    model = next((m for m in tables() if m._meta.label_lower == label and is_catalogue(m)), None)
    if model is None:
        raise Http404
    fields = [f for f in columns(model) if f.editable and not f.auto_created and f.name not in INNER]
    refs = [f.name for f in fields if f.is_relation]
    found = list(model._base_manager.order_by("pk").select_related(*refs or (None,))[: ROWS + 1])
    heads = [str(f.verbose_name) for f in fields]
    rows = [list(zip(heads, (_cell(row, f) for f in fields), strict=True)) for row in found[:ROWS]]
    context = {
        "title": _title(model),
        "heads": heads,
        "rows": rows,
        "more": len(found) > ROWS,
    }
    return render(request, "upkeep/catalogue.html", context)


def _cell(row: Any, field: Any) -> str:
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)


def data_map(request: HttpRequest) -> HttpResponse:
    """What personal data lie where, who reads them and how long they stay."""
    administrator(request)
    return render(
        request,
        "upkeep/data_map.html",
        {"rows": personal.places(), "printed_at": timezone.localtime(moment.now())},
    )
