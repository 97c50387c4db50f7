"""What no generic page does: the sheet of the week."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from phoihop.core import moment
from phoihop.core.web.middleware import actor_of
from phoihop.petitions.weekly import sheet


def week_page(request: HttpRequest) -> HttpResponse:
    """The numbers of a week beside those of the year, ready to copy."""
    today = moment.today()
    asked = request.GET.get("tuan", "")
    try:
        day = date.fromisoformat(asked) if asked else today
    except ValueError:
        day = today
    monday = day - timedelta(days=day.weekday())
    context = {
        "sheet": sheet(monday, actor=actor_of(request)), "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat() if monday + timedelta(days=7) <= today else "",
        "printed_at": timezone.localtime(moment.now()),
    }  # fmt: skip
    return render(request, "petitions/week.html", context)
