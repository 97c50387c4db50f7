"""The meeting's own page by tabs, and what the form shows while a date is chosen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from phoihop.commitments.forms import bodies_of
from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import the_action
from phoihop.core.deadlines import calendar as calendar_of_days
from phoihop.core.papers import formats
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.views import detail_context, fetch
from phoihop.core.working_days import name_of
from phoihop.meetings.agenda import rows_of
from phoihop.meetings.agenda_forms import AgendaForm
from phoihop.meetings.clashes import Clash, Wanted, calls_head, clashes, clashes_of, wanted_by
from phoihop.meetings.feed import calendar, feed_at, token_of
from phoihop.meetings.forms import ISSUED, PlanForm
from phoihop.meetings.guests import expected
from phoihop.meetings.models import Feed, FeedState, Meeting, MeetingState
from phoihop.meetings.occasions import closed_and_signed
from phoihop.meetings.protocol import title_of
from phoihop.meetings.rights import OFFICE
from phoihop.meetings.week import monday_of, week

#: Which tables of parts stand under which tab.
TABS = (
    ("tong-quan", gettext_lazy("Tổng quan"), ("co_hosts", "agenda", "papers")),
    ("khach", gettext_lazy("Khách, điểm danh"), ("invitations", "attendance")),
    ("dien-bien", gettext_lazy("Lượt, nội dung"), ("turns", "points", "votes")),
    ("ket-luan", gettext_lazy("Kết luận"), ("conclusions",)),
    ("anh", gettext_lazy("Ảnh"), ("pictures",)),
    ("lich-su", gettext_lazy("Lịch sử"), ()),
)

#: Letters of a table pasted at once.
MOST_PASTED = 20_000


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
    shut = record.shutting is not None
    standing = record.state in (MeetingState.PLANNED, MeetingState.CALLED)
    context |= {
        "tabs": [(name, label, sum(sized[r] for r in of) if of else None) for name, label, of in TABS],
        "tab": tab[0],
        "clashes": clashes_of(record, actor=actor_of(request)) if standing else [],
        "waiting": [] if shut else [p for p in record.points.all() if p.waits],
        "gaps": []
        if shut
        else [c for c in record.conclusions.all() if c.gives_work and not c.commitment_id and c.gaps],
        "shut": shut and _office(request, record),
        "taken": (),  # a meeting offers its own papers to be issued
        "issued": ISSUED if record.state != MeetingState.CANCELLED and _office(request, record) else (),
        "closed_and_signed": closed_and_signed(record, actor_of(request)) if tab[0] == TABS[0][0] else [],
        "minutes": (written := next(iter(record.minutes.all()), None)),
        "may_write": written is None
        and record.state in (MeetingState.HELD, MeetingState.CLOSED)
        and _office(request, record),
    }
    return render(request, "meetings/meeting_detail.html", context)


def _office(request: HttpRequest, record: Meeting) -> bool:
    return bool(OFFICE.hats(actor_of(request), record))


def whole_set(request: HttpRequest, code: str) -> HttpResponse:
    """All papers of the conference in one click."""
    from phoihop.meetings.set_of_papers import zipped  # noqa: PLC0415 heavy: the Word writer only where it writes

    record: Meeting = fetch(Meeting, request, code)
    content = zipped(record, actor=actor_of(request), at=moment.now())
    note(request, kind="export", what=f"{record.code} bo-van-ban.zip")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{record.code}-bo-van-ban.zip"'
    return response


def week_page(request: HttpRequest) -> HttpResponse:
    """One page for a week: what is on, where it clashes, what falls due; printed on one sheet."""
    today = moment.today()
    shown = week(monday_of(request.GET.get("tuan", ""), today), actor=actor_of(request), today=today)
    steps = {"before": -7, "after": 7}
    around = {name: monday_code(shown.monday + timedelta(days=n)) for name, n in steps.items()}
    context = {
        "week": shown, **around, "today": today, "printed_at": timezone.localtime(moment.now()), "creations": _may_plan(request),
    }  # fmt: skip
    return render(request, "meetings/week.html", context)


def monday_code(monday: date) -> str:
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02d}"


def _may_plan(request: HttpRequest) -> bool:
    return bool(the_action("meetings.plan").by.hats(actor_of(request), None))


def week_word(request: HttpRequest) -> HttpResponse:
    """The same as Word."""
    from phoihop.meetings.week_paper import week_paper  # noqa: PLC0415 blocks are built only where a paper is asked for

    actor, today = actor_of(request), moment.today()
    shown = week(monday_of(request.GET.get("tuan", ""), today), actor=actor, today=today)
    body = bodies_of(actor).first()
    if body is None:
        raise Http404
    fmt = formats()["docx"]
    made = week_paper(shown, body=body, at=timezone.localtime(moment.now()))
    note(request, kind="export", what=f"lich-cong-tac {shown.code}.docx")
    response = HttpResponse(fmt.write(made), content_type=fmt.mime)
    response["Content-Disposition"] = f'attachment; filename="lich-cong-tac-{shown.code}.docx"'
    return response


@login_not_required
def feed_file(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Read by telephones without a sign-in: the address itself is the key, and it can be taken back."""
    found = feed_at(code, token)
    if found is None:
        raise Http404
    response = HttpResponse(calendar(found, at=moment.now()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["Content-Disposition"] = 'inline; filename="lich-cong-tac.ics"'
    return response


def feed_page(request: HttpRequest, code: str) -> HttpResponse:
    """The address itself, for whoever acts for the body."""
    record: Feed = fetch(Feed, request, code)
    context = detail_context(request, record)
    if record.state == FeedState.OPEN:
        path = reverse("meeting_feed", args=[record.code, token_of(record)])
        context["feed_address"] = request.build_absolute_uri(path)
    return render(request, "meetings/feed_detail.html", context)


def name_signs(request: HttpRequest, code: str) -> HttpResponse:
    """Signs for the table, two on a sheet, folded in the middle."""
    record: Meeting = fetch(Meeting, request, code)
    there = list(record.attendance.all())
    signs = [(a.name, a.title) for a in there] or [(g.name, g.title) for g in expected(record)]
    return render(request, "meetings/name_signs.html", {"record": record, "signs": signs})


def clash_lines(request: HttpRequest) -> HttpResponse:
    """What the time, room and people chosen so far are wanted for already; shown beside the form, before it is sent."""
    actor = actor_of(request)
    record = None
    if code := request.GET.get("cuoc", ""):
        record = fetch(Meeting, request, code)
    if not OFFICE.hats(actor, record):  # who plans nothing is not told who is busy when
        raise Http404
    form = PlanForm(request.GET, record=record, actor=actor)
    form.is_valid()
    values = form.cleaned_data
    told = {"wrong": _not_understood(form, request), "off": _day_off(values.get("on"))}
    if told["wrong"] or "starts_at" not in values or "ends_at" not in values:
        return render(request, "meetings/clashes.html", {"waiting": True, **told})
    return render(request, "meetings/clashes.html", {"clashes": _found(record, values, request), **told})


def _not_understood(form: PlanForm, request: HttpRequest) -> list[str]:
    """What is wrong with the day and the hours typed so far: while it is, nobody can say what is free."""
    typed = [name for name in ("on", "start", "end") if request.GET.get(name, "").strip()]
    return [str(words) for name in typed for words in form.errors.get(name, [])]


def _day_off(day: date | None) -> str:
    """ "thứ Bảy 14/08/2027 (nghỉ hằng tuần)" by the calendar of the house; empty on a working day."""
    book = calendar_of_days()
    if day is None or book.is_working(day):
        return ""
    return f"{name_of(day, book)}, {day:%d/%m/%Y}"


def _found(record: Meeting | None, values: dict[str, Any], request: HttpRequest) -> list[Clash]:
    """Of a meeting that stands, with the time, room and vehicles now in the boxes; else of what is chosen so far."""
    actor, room = actor_of(request), values.get("room")
    vehicles = {v.pk for v in values.get("vehicles") or ()}
    if record is None:
        chosen = [p for p in (values.get("chair"), values.get("secretary")) if p]
        bodies = {b.pk for b in [values.get("host"), *(values.get("co_hosts") or ())] if b}
        people = {p.pk: title_of(p, values["starts_at"].date()) for p in chosen}
        wanted = Wanted(
            values["starts_at"], values["ends_at"], room.pk if room else None, people, bodies, vehicles
        )
        return clashes(wanted, actor=actor)
    record.starts_at, record.ends_at, record.room = values["starts_at"], values["ends_at"], room
    wanted = wanted_by(record)
    if "title" in request.GET:  # the form that asks for vehicles too, not the one that only moves a meeting
        wanted.vehicles = vehicles
    return clashes(wanted, actor=actor, called=calls_head(record), but=record.pk)


@require_POST
def agenda_rows(request: HttpRequest) -> HttpResponse:
    """Pasted lines as rows of the running order, for the table that takes them in; nothing is kept."""
    lines = request.POST.get("hang-dan", "")[:MOST_PASTED].splitlines()
    widget = AgendaForm.base_fields["agenda"].widget
    drawn = widget.drawn("agenda", [row for _n, row in rows_of(lines)])
    return render(request, "rows.html#rows", drawn)
