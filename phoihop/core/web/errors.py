"""Errors in one place: what happened, is my work safe, what now; JSON for machines."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phoihop.core import drafts, moment
from phoihop.core.room import Trouble, trouble
from phoihop.core.web import held
from phoihop.core.web.places import place

#: Pages that stay open while a first password must be changed.
OPEN_PATHS = ("/tai-khoan/", "/static/", "/suc-khoe/")


def show(
    request: HttpRequest, *, status: int, what: str, safe: str, now: str, link: str = "", button: str = ""
) -> HttpResponse:
    """One page (or JSON) for every kind of error."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"what": what, "instead": now, "fields": {}}, status=status)
    context = {
        "what": what,
        "safe": safe,
        "now": now,
        "link": link or place("/"),
        "button": button or _("Về trang làm việc"),
        "status": status,
        "bare": status >= 500,
    }
    return render(request, "error.html", context, status=status)


def not_allowed(request: HttpRequest, *, methods: tuple[str, ...]) -> HttpResponse:
    response = show(
        request, status=405, what=_("Địa chỉ này không nhận cách gửi đó."), safe=_("Chưa ghi gì vào sổ."),
        now=_("Mở lại trang rồi làm bằng các nút trên trang."),
    )  # fmt: skip
    response["Allow"] = ", ".join(methods)
    return response


def unavailable(request: HttpRequest, found: Trouble) -> HttpResponse:
    """The disk is full or the database was busy too long, outside a form that would keep the text."""
    return show(
        request, status=503, what=str(found.what), now=str(found.now),
        safe=_("Việc đang làm chưa ghi vào sổ; những gì đã ghi trước đó còn nguyên."),
    )  # fmt: skip


def too_heavy(request: HttpRequest) -> HttpResponse:
    return show(
        request, status=413, what=_("Gửi lên quá nặng."), safe=_("Chưa ghi gì vào sổ."),
        now=_("Giảm cỡ tệp hoặc chia nhỏ rồi gửi lại."),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if exception is not None and type(exception).__name__ in ("RequestDataTooBig", "TooManyFilesSent"):
        return too_heavy(request)
    return show(
        request, status=400, what=_("Yêu cầu không đọc được."), safe=_("Chưa ghi gì vào sổ."),
        now=_("Quay lại trang trước và thử lại."),
    )  # fmt: skip


def bad_input(request: HttpRequest) -> HttpResponse:
    return show(
        request, status=400, what=_("Trong chữ gửi lên có ký tự hỏng, máy không đọc được."),
        safe=_("Chưa ghi gì vào sổ."), now=_("Chép lại đoạn chữ từ bản gốc, bỏ ký tự lạ rồi gửi lại."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return show(
        request, status=403, what=_("Vai trò của đồng chí không làm được việc này."), safe=_("Không có gì thay đổi."),
        now=_("Hỏi quản trị hoặc đơn vị giữ bản ghi; việc mở thử đã ghi nhật ký truy cập."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return show(
        request, status=404, what=_("Không có trang này, hoặc đồng chí không được xem."),
        safe=_("Dữ liệu không mất; chỉ là địa chỉ này không mở được."),
        now=_("Kiểm tra lại mã, hoặc tìm theo tên ở ô tìm kiếm."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    found = trouble(sys.exc_info()[1])  # the error handler is called while the error is being handled
    if found is not None:
        return unavailable(request, found)
    return show(
        request, status=500, what=_("Máy chủ gặp lỗi khi làm việc này."),
        safe=_("Việc đang làm chưa ghi vào sổ; những gì đã ghi trước đó còn nguyên."),
        now=_("Thử lại; nếu vẫn lỗi, báo quản trị mã lỗi dưới đây."),
    )  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Usually somebody signed in again in another tab: the text is kept and the form opens with it."""
    kept = _keep_typed(request)
    safe = _("Chưa ghi gì vào sổ; chữ vừa gõ đã giữ trong bản nháp.")
    if not kept:
        safe = _("Chưa ghi gì vào sổ; chữ vừa gõ còn ở trang trước.")
    now = _("Mở lại biểu mẫu: chữ trở về các ô. Tệp đính kèm thì chọn lại.")
    if not kept:
        now = _("Bấm quay lại, chép chữ vừa gõ ra chỗ khác, rồi mở lại biểu mẫu.")
    return show(
        request, status=403, what=_("Phiên làm việc đã đổi nên biểu mẫu này chưa gửi được."), safe=safe, now=now,
        link=request.path, button=_("Mở lại biểu mẫu"),
    )  # fmt: skip


def _keep_typed(request: HttpRequest) -> bool:
    """Only what this house's own form sent, for whoever is signed in or signs in next."""
    actor = getattr(request, "actor", None)
    found, owner = held.asked(request), held.owner_of(request)
    if not request.user.is_authenticated:
        return held.hold(request)
    if found is None or actor is None or owner != actor.user:
        return False
    verb, code = found
    record = verb.on._default_manager.visible_to(actor).filter(code=code).first() if code else None
    kept = drafts.keep(actor, verb.name, record, request.POST, at=moment.now())
    return kept and bool(record) == bool(code)
