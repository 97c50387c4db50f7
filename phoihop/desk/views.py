from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.core import moment
from phoihop.core.actions import registry
from phoihop.core.web.middleware import actor_of
from phoihop.desk.work import beginnings, my_day, url_of


def home(request: HttpRequest) -> HttpResponse:
    """Việc của tôi: late, today, this week; who else holds what; what I sent."""
    today = moment.today()
    day = my_day(actor_of(request), today)
    sent = [
        (entry, str(verb.says) if (verb := registry.get(entry.action)) else "", url_of(entry))
        for entry in day.sent
    ]
    begins = [] if day.groups or day.waiting else beginnings(actor_of(request))
    return render(request, "desk/home.html", {"day": day, "today": today, "sent": sent, "begins": begins})
