"""The books of the papers that go out and come in, on the page and as files; advice on the form of any Word file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.listing import Column, Listing
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import place
from phoihop.core.web.views import paper_response
from phoihop.directory.models import Organisation
from phoihop.documents import books
from phoihop.documents.books import Book
from phoihop.documents.filetypes import LIMIT
from phoihop.documents.models import IncomingDocument, OutgoingDocument

FORMATS = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))


def book_out(request: HttpRequest, suffix: str = "") -> HttpResponse:
    return _book(request, OutgoingDocument, suffix)


def book_in(request: HttpRequest, suffix: str = "") -> HttpResponse:
    return _book(request, IncomingDocument, suffix)


def _book(request: HttpRequest, model: Any, suffix: str) -> HttpResponse:
    """The book of one of the bodies the person acts for; this year's unless another is asked for."""
    actor = actor_of(request)
    mine = Organisation.objects.filter(pk__in=actor.bodies).select_related("kind", "territory")
    bodies = {str(body.pk): body for body in mine.order_by("rank", "pk")}
    if not bodies:
        raise Http404
    key = request.GET.get("co-quan", "")
    body = bodies.get(key) or _usual(model, bodies)
    years = books.years_of(model, body, actor, moment.today().year)
    year = next((y for y in years if str(y) == request.GET.get("nam")), moment.today().year)
    kinds = books.kinds_of(body, year, actor) if model is OutgoingDocument else ()
    kind = next((code for code, _name in kinds if code == request.GET.get("loai")), "")
    opened = (books.out_book if model is OutgoingDocument else books.in_book)(body, year, actor, kind=kind)
    asked = {"co-quan": body.pk, "nam": year, "loai": kind}
    if suffix:
        return _file(request, opened, suffix, name=f"so-{model.path}-{year}")
    context = {
        "title": opened.title, "path": model.path, "list_title": model.listing.title, "chosen": body.name,
        "year": year, "years": years, "kinds": kinds, "kind": kind, "body": str(body.pk), "columns": opened.columns,
        "bodies": [(pk, found.name) for pk, found in bodies.items()], "gaps": opened.gaps, "more": opened.more,
        "rows": [(row, list(zip(opened.columns, cells, strict=True))) for row, cells in opened.rows],
        "formats": FORMATS, "here": place(f"/{model.path}/so"), "asked": urlencode({k: v for k, v in asked.items() if v}),
    }  # fmt: skip
    return render(request, "documents/book.html", context)


def _usual(model: Any, bodies: dict[str, Organisation]) -> Organisation:
    """The body whose book was written in last; the highest in protocol while no book has a number."""
    numbered = model._default_manager.filter(owner__in=list(bodies), number__isnull=False)
    last = numbered.order_by("-pk").values_list("owner", flat=True).first()
    return bodies.get(str(last)) or next(iter(bodies.values()))


def _file(request: HttpRequest, book: Book, suffix: str, *, name: str) -> HttpResponse:
    note(request, kind="export", what=f"{name}.{suffix}, {len(book.rows)}")
    if suffix == "xlsx":
        return _sheet(book, name)
    made = books.paper_of_book(book, actor=actor_of(request), at=moment.now())
    return paper_response(made, suffix, name=name)


def _sheet(book: Book, name: str) -> HttpResponse:
    from phoihop.core.web.sheet import workbook  # noqa: PLC0415 heavy: xlsxwriter only for an export

    columns = tuple(Column(value=f"c{n}", label=label) for n, label in enumerate(book.columns))
    rows = [SimpleNamespace(**{f"c{n}": words for n, words in enumerate(cells)}) for _row, cells in book.rows]
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(workbook(Listing(title=book.title, columns=columns), rows), content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def format_advice(request: HttpRequest) -> HttpResponse:
    """R-34 as advice on a Word file dropped in; nothing of it is kept."""
    from phoihop.documents.format_check import NotWord, check  # noqa: PLC0415 heavy

    shown: dict[str, Any] = {"checked": "", "found": (), "refusal": ""}
    given = request.FILES.get("tep")
    if request.method == "POST" and given is None:
        shown["refusal"] = _("chưa chọn tệp.")
    elif given is not None and (given.size or 0) > LIMIT:
        shown["refusal"] = _("tệp nặng quá mức %d MB.") % (LIMIT >> 20)
    elif given is not None:
        try:
            shown["found"] = check(given.read())
            shown["checked"] = given.name
        except NotWord as error:
            shown["refusal"] = str(error)
    return render(request, "documents/format_advice.html", shown, status=422 if shown["refusal"] else 200)
