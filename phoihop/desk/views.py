from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from phoihop.core import moment
from phoihop.core.journal import said_by
from phoihop.core.web.middleware import actor_of
from phoihop.desk.leading import leading_page
from phoihop.desk.work import beginnings, my_day, url_of


def home(request: HttpRequest) -> HttpResponse:
    """Việc của tôi: late, today, this week; who else holds what; what I sent."""
    today = moment.today()
    day = my_day(actor_of(request), today)
    sent = [(entry, words, url_of(entry)) for entry, words in said_by(day.sent)]
    begins = [] if day.groups or day.waiting else beginnings(actor_of(request))
    return render(request, "desk/home.html", {"day": day, "today": today, "sent": sent, "begins": begins})


def leading(request: HttpRequest) -> HttpResponse:
    """Trang lãnh đạo: three facts, the decisions that are this leader's own, each party's share; 404 for who leads nothing."""
    actor, today = actor_of(request), moment.today()
    if not actor.holds("leader"):
        raise Http404
    page = leading_page(actor, today, request.GET.get("cua", ""))
    context = {"page": page, "today": today, "now": timezone.localtime(moment.now())}
    return render(request, "desk/leading.html", context)
