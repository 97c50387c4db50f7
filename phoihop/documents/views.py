"""Files go out as attachments only, to those who may read them, each opening noted."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from phoihop.core.access import note
from phoihop.core.web.views import fetch
from phoihop.documents.models import File, FileState


def download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The bytes as they came; a withdrawn file is gone."""
    file = fetch(File, request, code)
    if file.state != FileState.KEPT or not default_storage.exists(file.stored_as):
        raise Http404
    note(request, kind="file", what=file.code)
    response = FileResponse(default_storage.open(file.stored_as), as_attachment=True, filename=file.name)
    response["Content-Type"] = file.mime
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
