from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.core import moment
from phoihop.core.actions import registry
from phoihop.core.web.middleware import actor_of
from phoihop.desk.work import my_day


def home(request: HttpRequest) -> HttpResponse:
    """Việc của tôi: late, today, this week; who else holds what; what I sent."""
    today = moment.today()
    day = my_day(actor_of(request), today)
    sent = [
        (entry, str(registry[entry.action].says) if entry.action in registry else "") for entry in day.sent
    ]
    return render(request, "desk/home.html", {"day": day, "today": today, "sent": sent})
