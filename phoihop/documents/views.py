"""Files go out as attachments only, to those who may read them, each opening noted; a look needs no download."""

from __future__ import annotations

import zipfile
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from phoihop.core.access import note, note_once
from phoihop.core.web.views import fetch
from phoihop.documents import preview
from phoihop.documents.files.pictured import picture_of
from phoihop.documents.models import File, FileKind, FileState


def _kept(request: HttpRequest, code: str) -> File:
    """The file if its bytes may still be opened; a withdrawn one is gone."""
    file: File = fetch(File, request, code)
    if file.state != FileState.KEPT or not default_storage.exists(file.stored_as):
        raise Http404
    return file


def _content(file: File) -> bytes:
    if file.size > preview.LIMIT:
        raise preview.Unseen(_("Tệp nặng quá để xem ngay trên trang."))
    with default_storage.open(file.stored_as) as held:
        return held.read()


def download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The bytes as they came."""
    file = _kept(request, code)
    note(request, kind="file", what=file.code)
    response = FileResponse(default_storage.open(file.stored_as), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.mime
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def look(request: HttpRequest, code: str) -> HttpResponse:
    """Pages as pictures or the text as lines; where neither can be had, the reason."""
    file = _kept(request, code)
    note(request, kind="file", what=file.code)
    shown: dict[str, Any] = {"record": file, "pages": (), "lines": (), "unseen": ""}
    try:
        if file.kind == FileKind.PDF:
            shown["pages"] = range(1, preview.page_count(_content(file)) + 1)
        else:
            shown["lines"] = preview.lines_of(_content(file), file.name)
    except preview.Unseen as error:
        shown["unseen"] = str(error) or _("Tệp hỏng hoặc có mật khẩu, không dựng được trang để xem.")
    shown["more"] = len(shown["lines"]) == preview.LINES or len(shown["pages"]) == preview.PAGES
    return render(request, "documents/look.html", shown)


def picture(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One picture of a Word file or a workbook, as it lies in it."""
    file = _kept(request, code)
    try:
        found = picture_of(_content(file), number)
    except (preview.Unseen, zipfile.BadZipFile):
        found = None
    if found is None:
        raise Http404
    note_once(request, kind="file", what=file.code)
    response = HttpResponse(found[0], content_type=found[1])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One page of a PDF as a picture: an opening, whichever page asked for it."""
    file = _kept(request, code)
    if file.kind != FileKind.PDF:
        raise Http404
    note_once(request, kind="file", what=file.code)
    try:
        picture = preview.page_picture(_content(file), number)
    except preview.Unseen:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, no-store"  # a file taken back must not come out of a cache
    return response
