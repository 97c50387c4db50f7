"""The programme's own page: what the generic detail cannot show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.overview import overview
from phoihop.core import moment
from phoihop.core.web.views import detail_context, fetch


def programme(request: HttpRequest, code: str) -> HttpResponse:
    record = fetch(Programme, request, code)
    context = detail_context(request, record) | {"overview": overview(record, moment.today())}
    return render(request, "programmes/programme_detail.html", context)
