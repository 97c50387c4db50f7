"""The meeting's own page by tabs, and what the form shows while a date is chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.views import detail_context, fetch
from phoihop.meetings.clashes import Wanted, clashes, clashes_of
from phoihop.meetings.forms import PlanForm
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.meetings.protocol import title_of

#: Which tables of parts stand under which tab.
TABS = (
    ("tong-quan", _("Tổng quan"), ("co_hosts", "agenda", "papers")),
    ("khach", _("Khách, điểm danh"), ("invitations", "attendance")),
    ("dien-bien", _("Lượt, nội dung"), ("turns", "points", "votes")),
    ("ket-luan", _("Kết luận"), ("conclusions",)),
    ("anh", _("Ảnh"), ("pictures",)),
    ("lich-su", _("Lịch sử"), ()),
)


def meeting(request: HttpRequest, code: str) -> HttpResponse:
    record: Meeting = fetch(Meeting, request, code)
    context: dict[str, Any] = detail_context(request, record)
    asked = request.GET.get("muc", "")
    tab = next((t for t in TABS if t[0] == asked), TABS[0])
    relations = [relation for relation, _title, _columns in Meeting.detail.tables] if Meeting.detail else []
    sized = {
        relation: len(rows) for relation, (_t, _c, rows) in zip(relations, context["tables"], strict=True)
    }
    context["tables"] = [
        table for relation, table in zip(relations, context["tables"], strict=True) if relation in tab[2]
    ]
    standing = record.state in (MeetingState.PLANNED, MeetingState.CALLED)
    context |= {
        "tabs": [(name, label, sum(sized[r] for r in of) if of else None) for name, label, of in TABS],
        "tab": tab[0],
        "clashes": clashes_of(record, actor=actor_of(request)) if standing else [],
        "waiting": [p for p in record.points.all() if p.asks and not p.answer],
        "gaps": [c for c in record.conclusions.all() if c.gives_work and not c.commitment_id and c.gaps],
        "minutes": record.minutes.first(),
    }
    return render(request, "meetings/meeting_detail.html", context)


def whole_set(request: HttpRequest, code: str) -> HttpResponse:
    """All papers of the conference in one click."""
    from phoihop.meetings.set_of_papers import zipped  # noqa: PLC0415 heavy: the Word writer only where it writes

    record: Meeting = fetch(Meeting, request, code)
    content = zipped(record, actor=actor_of(request), at=moment.now())
    note(request, kind="export", what=f"{record.code} bo-van-ban.zip")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{record.code}-bo-van-ban.zip"'
    return response


def clash_lines(request: HttpRequest) -> HttpResponse:
    """What the time, room and people chosen so far are wanted for already; shown beside the form, before it is sent."""
    actor = actor_of(request)
    record = None
    if code := request.GET.get("cuoc", ""):
        record = fetch(Meeting, request, code)
    form = PlanForm(request.GET, record=record, actor=actor)
    form.is_valid()
    values = form.cleaned_data
    if "starts_at" not in values or "ends_at" not in values:
        return render(request, "meetings/clashes.html", {"waiting": True})
    if record is not None:
        record.starts_at, record.ends_at, record.room = (
            values["starts_at"],
            values["ends_at"],
            values.get("room"),
        )
        found = clashes_of(record, actor=actor)
    else:
        chosen = [p for p in (values.get("chair"), values.get("secretary")) if p]
        bodies = {b.pk for b in [values.get("host"), *(values.get("co_hosts") or ())] if b}
        day = values["starts_at"].date()
        wanted = Wanted(
            values["starts_at"], values["ends_at"], room=values["room"].pk if values.get("room") else None,
            people={p.pk: title_of(p, day) for p in chosen}, bodies=bodies,
        )  # fmt: skip
        found = clashes(wanted, actor=actor)
    return render(request, "meetings/clashes.html", {"clashes": found})
