"""Tài liệu công khai: files that were opened to the public, to be downloaded; one taken back says so and no more."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from phoihop.core.access import note
from phoihop.core.text import slug
from phoihop.documents.models import File, FileState
from phoihop.portal.places import the_place

ROWS = 30


def _public(code: str) -> File:
    """A file that is or was public; of any other nobody outside learns that it is there."""
    found: File | None = (
        File.objects.select_related("owner").filter(code=code, public_on__isnull=False).first()
    )
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, name: str, told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, name, {"place": the_place(), **told}, status=status)
    return _unkept(response)


def _unkept(response: Any) -> Any:
    """Nothing of it stays in a cache or in a search engine: what is taken back must be gone."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


@login_not_required
def public_files(request: HttpRequest) -> HttpResponse:
    rows = (
        File.objects.filter(public_on__isnull=False, state=FileState.KEPT)
        .select_related("owner")
        .order_by("-public_on", "-pk")
    )
    page = Paginator(rows, ROWS).get_page(request.GET.get("trang", "1"))
    return _page(request, "portal/files.html", {"page": page})


@login_not_required
def public_file(request: HttpRequest, code: str) -> HttpResponse:
    file = _public(code)
    gone = file.state != FileState.KEPT
    return _page(
        request,
        "portal/file.html",
        {"gone": gone, "file": None if gone else file},
        status=410 if gone else 200,
    )


@login_not_required
def public_download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The bytes under the name they were published with, as an attachment."""
    file = _public(code)
    if file.state != FileState.KEPT:
        return _page(request, "portal/file.html", {"gone": True}, status=410)
    if not default_storage.exists(file.stored_as):
        raise Http404
    note(request, kind="file", what=file.code)
    name = f"{slug(file.public_title)[:80] or file.code}{PurePath(file.name).suffix.lower()}"
    response = FileResponse(default_storage.open(file.stored_as), as_attachment=True, filename=name)
    response["Content-Type"] = file.mime
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    gone: HttpResponseBase = _unkept(response)
    return gone
