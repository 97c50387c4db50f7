"""Kiểm tra văn bản: anyone shows a paper or its code and is told what the register says. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from phoihop.core import moment
from phoihop.documents.checking.answer import Answer, by_code, by_file
from phoihop.documents.checking.clues import Unread
from phoihop.documents.filetypes import LIMIT
from phoihop.documents.marking import fingerprint_start, short_code
from phoihop.portal import gate
from phoihop.portal.places import the_place


@csrf_exempt  # nothing is written: a strange page can make a visitor ask, and learns nothing of the answer
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """The page; a file is looked at in memory and forgotten, a code is led to its own address."""
    if request.method != "POST":
        return _page(request, {})
    upload = request.FILES.get("tep")
    typed = request.POST.get("ma", "").strip()[:200]
    if upload is not None:
        return _page(request, _file(request, upload))
    if typed:
        start = fingerprint_start(typed.rstrip("/").rsplit("/", 1)[-1])
        if start:
            return HttpResponseRedirect(reverse("check_code", args=[short_code(start.ljust(64, "0"))]))
        return _page(
            request, {"typed": typed, "wrong": _("Mã gồm 12 chữ và số, ví dụ 7K3D-9QXM-2BTR, in ở chân trang đầu văn bản.")}, status=422
        )  # fmt: skip
    return _page(request, {"wrong": _("Chọn tệp hoặc gõ mã trước.")}, status=422)


@login_not_required
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a paper leads; a code that is known answers however many wrong ones came from beside it."""
    answer = by_code(code)
    if not answer.known:
        if not gate.may_guess(request):
            return _page(request, {"typed": code, "busy": True}, status=429)
        gate.missed(request)
    return _page(request, {"answer": answer, "typed": code, "by": "code"})


def _file(request: HttpRequest, upload: Any) -> dict[str, Any]:
    if upload.size > LIMIT:
        return {
            "refused": Unread(
                _("Tệp nặng quá %d MB.") % (LIMIT >> 20), instead=_("Gửi bản PDF hoặc Word gốc.")
            )
        }
    try:
        with gate.work(request):
            found: Answer = by_file(upload.read(), upload.name or "", at=moment.now())
    except gate.Busy:
        return {"busy": True}
    except Unread as error:
        return {"refused": error}
    return {"answer": found, "by": "file"}


def _page(request: HttpRequest, told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    status = 429 if told.get("busy") else 422 if told.get("refused") and status == 200 else status
    response = render(
        request, "portal/check.html",
        {"place": the_place(), "at": moment.now(), "limit": LIMIT >> 20, "answer": None, **told}, status=status,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = "60"
    return response
