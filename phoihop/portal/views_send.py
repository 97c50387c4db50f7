"""Gửi kiến nghị: text, pictures, place, perhaps a telephone; the code at once. No account, no script."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from phoihop.core import moment
from phoihop.core.actions import Refused
from phoihop.directory.models import Organisation, Territory
from phoihop.petitions.handing import safe_channel_words
from phoihop.petitions.models import practice_now
from phoihop.petitions.models.words import signs_of
from phoihop.petitions.public import by_lookup, receiver_in, send, typed_code
from phoihop.petitions.quarters import known_in, written
from phoihop.portal import gate
from phoihop.portal.answers import page
from phoihop.portal.forms import SendForm, new_mark
from phoihop.portal.places import asked_place


@csrf_exempt  # no session: the form carries its own signed mark, and what it sends is nobody's
@login_not_required
def send_petition(request: HttpRequest) -> HttpResponse:
    territory, places = asked_place(request)
    if request.method != "POST":
        first = {"to": written(request.GET.get("to", "")[:60], territory), "cong_khai": "khong"}
        return _form(request, SendForm(initial=first, label_suffix=""), territory, places)
    files: Any = {"anh": request.FILES.getlist("anh")}  # all of them: Django's own box takes the last
    form = SendForm(request.POST, files, label_suffix="")
    receiver = receiver_in(territory) if territory else None
    if not gate.may_send(request):
        return _form(request, form, territory, places, status=429, busy=True, lost=gate.chosen(request))
    if not form.is_valid() or receiver is None:
        return _form(
            request, form, territory, places, status=422, lost=gate.chosen(request), nowhere=receiver is None
        )
    given = form.cleaned_data
    today = moment.today()
    if request.POST.get("da_doc") != "1" and (signs := signs_of(given["noi_dung"], today)):
        told = {"signs": signs, "safe": _ways(today), "lost": gate.chosen(request)}
        return _form(request, form, territory, places, status=422, **told)
    if (personal := form.personal()) is not None:
        return _form(
            request, form, territory, places, status=422, personal=personal, lost=gate.chosen(request)
        )
    return _sent(request, form, receiver, territory, places)


def _ways(today: Any) -> list[str]:
    """How to denounce safely; that it was taken out is not true before it was sent."""
    return [words for words in safe_channel_words(today) if "đã được lấy ra" not in words]


def _sent(
    request: HttpRequest, form: SendForm, receiver: Organisation, territory: Territory | None, places: list[Territory]
) -> HttpResponse:  # fmt: skip
    given = form.cleaned_data
    try:
        with gate.work(request):
            row = send(
                at=moment.now(), receiver=receiver, content=given["noi_dung"], quarter=given["to"], place=given["dia_diem"],
                public=given["cong_khai"] == "co", phone=given["dien_thoai"], pictures=given["anh"],
                key=f"cong-{given['dau'][:40]}",
            )  # fmt: skip
    except gate.Busy:
        return _form(request, form, territory, places, status=429, busy=True, lost=gate.chosen(request))
    except Refused as refusal:
        return _form(request, form, territory, places, status=409, refused=refusal, lost=gate.chosen(request))
    gate.sent(request)
    return HttpResponseRedirect(reverse("lookup_slip", args=[row.lookup]), status=303)


def _form(
    request: HttpRequest, form: SendForm, territory: Territory | None, places: list[Territory], *, status: int = 200,
    **told: Any,
) -> HttpResponse:  # fmt: skip
    told.setdefault("read", request.POST.get("da_doc") == "1")
    told["quarters"] = known_in([territory.pk]) if territory else []
    context = {"form": form, "territory": territory, "places": places, "mark": new_mark(), **told}
    return page(request, "portal/send.html", context, status=status, own=request.method == "POST")


@login_not_required
def lookup_slip(request: HttpRequest, code: str) -> HttpResponse:
    """The slip to print or photograph: the code, where to ask, nothing of what was said."""
    row = by_lookup(typed_code(code))
    if row is None:
        busy = gate.wrong_code(request, typed_code(code))
        return page(
            request,
            "portal/lookup.html",
            {"typed": code[:40], "wrong": True, "busy": busy},
            status=429 if busy else 404,
            own=True,
        )
    where = request.build_absolute_uri(reverse("lookup", args=[row.lookup]))
    context = {
        "row": row, "territory": row.receiver.territory, "where": where, "qr": _qr(where, _("Mã QR mở trang tra cứu")),
        "desk": practice_now("desk_phone"),
    }  # fmt: skip
    return page(request, "portal/slip.html", context, own=True)


@login_not_required
def poster(request: HttpRequest) -> HttpResponse:
    """A sheet for the notice board of a tổ: its QR opens the form with the place filled in."""
    territory, places = asked_place(request)
    quarter = written(request.GET.get("to", "")[:60], territory)
    query = f"?to={request.GET.get('to', '')[:60]}" if quarter else ""
    if territory and len(places) > 1:
        query = f"{query}{'&' if query else '?'}noi={territory.code}"
    where = request.build_absolute_uri(reverse("send_petition") + query)
    context = {
        "territory": territory,
        "quarter": quarter,
        "where": where,
        "qr": _qr(where, _("Mã QR mở trang gửi kiến nghị")),
    }
    return page(request, "portal/poster.html", context)


def _qr(text: str, title: str) -> Any:
    """Drawn as part of the page: no further request."""
    drawn = segno.make(text, error="m").svg_inline(
        scale=5, border=2, title=title, svgclass="cg-qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 drawn here, of black and white squares
