"""Ghi nhanh on the telephone, the sheet of the evening in large type, the blank form on paper."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from phoihop import __version__
from phoihop.activities.voter_contact.asked import sheet
from phoihop.activities.voter_contact.capturing import add_picture
from phoihop.activities.voter_contact.hall import fields, petition_of, places
from phoihop.activities.voter_contact.models import ContactPoint, VoterContact
from phoihop.core import moment
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.forms import asked_for, bind
from phoihop.core.vault import Secret
from phoihop.core.web.held import browser_mark
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.pages import counted_link
from phoihop.core.web.places import place
from phoihop.core.web.views import detail_context, fetch
from phoihop.meetings.models import Meeting

HERE = "/ghi-nhanh/"
FILES = (
    "vendor/bootstrap.min.css", "phoihop/phoihop.css", "phoihop/them.css", "phoihop/icons.svg", "phoihop/logo.svg",
    "phoihop/fonts/be-vietnam-pro-400.woff2", "phoihop/fonts/be-vietnam-pro-600.woff2", "voter_contact/kho.js",
    "voter_contact/ghi-nhanh.js",
)  # fmt: skip


def _page() -> dict[str, str]:
    root = place("/").removesuffix("/")
    sign_in = f"{reverse('account_login')}?next={place(HERE)}"
    return {"here": place(HERE), "root": root, "sign_in": sign_in}


@login_not_required
@require_GET
def quick(request: HttpRequest) -> HttpResponse:
    """The empty page: the same for everybody, so that it can lie on the telephone; it holds nothing anybody wrote."""
    return render(request, "voter_contact/ghi_nhanh.html", _page())


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it changes whenever a file of the page does, for their addresses tell their content."""
    shell = [place(HERE), *(static(name) for name in FILES)]
    mark = hashlib.sha256(
        f"{__version__} {shell} {render_to_string('voter_contact/ghi_nhanh.html', _page())}".encode()
    )
    context = {"version": mark.hexdigest()[:16], "shell": shell}
    response = render(request, "voter_contact/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _secrets(user: int) -> list[str]:
    """The secret only this person's sign-in gives, derived and never stored; older ones open what was written before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [
        salted_hmac("phoihop.voter_contact.telephone", str(user), secret=key, algorithm="sha256").digest()
        for key in keys
    ]
    return [base64.b64encode(value).decode() for value in made]


@require_GET
def facts(request: HttpRequest) -> JsonResponse:
    """Who is here, the key of what he wrote on this telephone, the points he may write down."""
    actor, now = actor_of(request), moment.now()
    chips, rest = fields(actor)
    points = [
        {"khoa": f"{p.contact}/{p.number}", "dot": p.contact, "so": p.number, "ten": p.title, "luc": p.when, "cutri": p.voters}
        for p in places(actor, at=now)
    ]  # fmt: skip
    value = {
        "ai": browser_mark(actor), "khoa": _secrets(actor.user or 0), "token": get_token(request), "ten": actor.name,
        "bay_gio": now.isoformat(), "diem": points, "chip": chips, "khac": rest,
    }  # fmt: skip
    return JsonResponse(value)


def _other(request: HttpRequest) -> JsonResponse | None:
    """What one person wrote is never sent in the name of another who signed in meanwhile."""
    if request.POST.get("ai") == browser_mark(actor_of(request)):
        return None
    return JsonResponse({"lydo": _("Mục này do người khác ghi.")}, status=401)


def _not_taken(reason: str, status: int) -> JsonResponse:
    return JsonResponse({"lydo": reason}, status=status)


@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """One item; sent twice it is the same petition, and the answer is the same."""
    if (other := _other(request)) is not None:
        return other
    actor, verb = actor_of(request), the_action("voter_contact.capture")
    try:
        row = fetch(VoterContact, request, request.POST.get("contact", ""))
    except Http404:
        return _not_taken(_("Không thấy đợt tiếp xúc này, hoặc đồng chí không còn dự."), 404)
    form = bind(verb, row, actor, request.POST)
    if form is None or not form.is_valid():
        return _asked_back(form)
    item = form.cleaned_data["item"]
    done, about, inputs = asked_for(verb, row, form)
    if done is not verb:
        inputs["said"] = _with_pictures(inputs["said"], request.FILES.getlist("upload"))
    try:
        made = perform(done, about, actor=actor, at=moment.now(), key=f"gn-{item}", **inputs)
    except Forbidden:
        return _not_taken(_("Đồng chí không có quyền ghi ở đợt này."), 404)
    except (Refused, ValidationError) as error:
        return _not_taken(getattr(error, "reason", "") or "; ".join(getattr(error, "messages", [])), 409)
    if done is not verb:
        return JsonResponse({"code": made.code, "received_at": moment.now().isoformat(), "kin": True})
    return _arrived(item)


def _asked_back(form: Any) -> JsonResponse:
    """What is wrong, or what a person is asked before it is taken: the telephone shows the answers as buttons."""
    wrong = form.errors.get_json_data() if form else {}
    reason = " ".join(str(fault["message"]) for said in wrong.values() for fault in said)
    questions = [
        {"ma": one.code, "kieu": one.kind, "hoi": f"{one.title} {one.now}", "giu": str(one.go_on), "khac": str(one.otherwise)}
        for one in getattr(form, "asks_back", ())
    ]  # fmt: skip
    return JsonResponse({"lydo": reason, "hoi": questions}, status=422)


def _with_pictures(said: Secret, uploads: list[Any]) -> Secret:
    """What is sealed goes with its pictures; they are named by number."""
    files = [
        {"name": f"tep-{n}.jpg", "data": base64.b64encode(upload.read()).decode()}
        for n, upload in enumerate(uploads, start=1)
    ]
    return Secret(said.reveal() | ({"files": files} if files else {}))


def _arrived(item: str) -> JsonResponse:
    found = petition_of(item)
    if found is None:
        return _not_taken(_("Chưa thấy kiến nghị của mục này."), 409)
    return JsonResponse({"code": found[0].code, "received_at": found[1].isoformat()})


@require_POST
def send_picture(request: HttpRequest) -> JsonResponse:
    """A picture of an item that has arrived."""
    if (other := _other(request)) is not None:
        return other
    found, upload = petition_of(request.POST.get("item", "")), request.FILES.get("upload")
    if found is None or upload is None:
        return _not_taken(_("Chưa thấy kiến nghị của ảnh này."), 409)
    try:
        add_picture(
            found[0],
            actor=actor_of(request),
            at=moment.now(),
            picture=request.POST.get("picture", ""),
            upload=upload,
        )
    except Forbidden:
        return _not_taken(_("Đồng chí không có quyền thêm ảnh."), 404)
    except Refused as refusal:
        return _not_taken(refusal.reason, 409)
    return _arrived(request.POST["item"])


#: What stands under which tab; the points are what one comes for.
TABS = (
    ("diem", gettext_lazy("Các điểm")),
    ("dot", gettext_lazy("Kế hoạch, kết quả")),
    ("lich-su", gettext_lazy("Lịch sử")),
)


def contact(request: HttpRequest, code: str) -> HttpResponse:
    """A round by tabs: a hall of forty voices makes a long history."""
    row: VoterContact = fetch(VoterContact, request, code)
    asked = request.GET.get("muc", "")
    seen = Meeting.objects.visible_to(actor_of(request)).filter(
        pk__in=[p.meeting_id for p in row.points.all()]
    )
    context = detail_context(request, row) | {
        "tabs": [(name, label, row.points_total if name == "diem" else None) for name, label in TABS],
        "tab": asked if asked in {name for name, _label in TABS} else "diem",
        "raised": counted_link("voter_contact.raised", row),
        "opened": {*seen.values_list("pk", flat=True)},
    }  # fmt: skip
    return render(request, "voter_contact/votercontact_detail.html", context)


def _point(row: VoterContact, number: int) -> ContactPoint:
    found = row.points.select_related("meeting__room").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def evening(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sheet of a point in large type: what was asked here and what became of it."""
    row: VoterContact = fetch(VoterContact, request, code)
    point = _point(row, number)
    context = {
        "record": row, "point": point, "sheet": sheet(row, point, actor=actor_of(request)), "points": list(row.points.all()),
        "opens": counted_link("voter_contact.asked_at_point", row, str(number)), "printed": moment.today(),
    }  # fmt: skip
    return render(request, "voter_contact/sheet.html", context)


def blank(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The blank form on paper for who has no telephone: its code leads back to the point."""
    row: VoterContact = fetch(VoterContact, request, code)
    point = _point(row, number)
    target = request.build_absolute_uri(f"{place(HERE)}#{row.code}/{point.number}")
    out = io.BytesIO()
    segno.make(target, error="m").save(out, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    drawing = "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
    chips, rest = fields(actor_of(request))
    context: dict[str, Any] = {
        "record": row, "point": point, "qr": drawing, "fields": [label for _code, label in (*chips, *rest)], "lines": range(8),
    }  # fmt: skip
    return render(request, "voter_contact/blank.html", context)
