"""A compiled list as a file in the columns of whoever gets it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.web.views import fetch
from phoihop.petitions.lists_out import ORDERS, order_of, rows_of, workbook
from phoihop.petitions.models import CompiledList

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_file(request: HttpRequest, code: str, whose: str) -> HttpResponse:
    compiled: CompiledList = fetch(CompiledList, request, code)
    if whose not in ORDERS:
        raise Http404
    content = workbook(compiled.title.upper(), rows_of(compiled), order_of(whose, moment.today()))
    note(request, kind="export", what=f"{compiled.code} {whose}")
    reply = HttpResponse(content, content_type=EXCEL)
    reply["Content-Disposition"] = f'attachment; filename="{compiled.code}-{whose}.xlsx"'
    return reply
