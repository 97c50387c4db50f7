"""Lịch công tác tuần: every meeting of the week and every dated duty that falls due in it, by body."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core.models import Deadline, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, not_ended
from phoihop.meetings.clashes import Clash, clashes_among
from phoihop.meetings.models import WEEKDAYS, Meeting, MeetingState, Openness
from phoihop.meetings.parts import Duty

#: The columns of the page: the bodies of a locality, with the kinds that stand for the same body.
COLUMNS = (("TTHDND", "HDND"), ("UBND",), ("MTTQ", "BTT"))
#: Meetings, and duties due, of one week.
MOST, MOST_DUE = 150, 40
NOON = 12
HOST, ATTEND, KNOW = gettext_lazy("chủ trì"), gettext_lazy("dự"), gettext_lazy("biết")


@dataclass(frozen=True)
class Line:
    """One meeting as the page tells it to this reader."""

    meeting: Meeting
    hours: str
    title: str
    place: str
    chair: str
    marks: tuple[Any, ...]
    seen: bool
    clashes: tuple[Clash, ...] = ()
    vehicles: str = ""

    @property
    def cancelled(self) -> bool:
        return self.meeting.state == MeetingState.CANCELLED

    @property
    def planned(self) -> bool:
        return self.meeting.state == MeetingState.PLANNED

    @property
    def is_common(self) -> bool:
        """Whether a sheet that goes to all bodies may name it."""
        return not _kept_back(self.meeting)


@dataclass(frozen=True)
class Due:
    """A duty with a clock that runs out on a day of the week."""

    day: date
    label: str
    record: Record
    at: str = ""


@dataclass
class Day:
    day: date
    morning: list[Line] = field(default_factory=list)
    afternoon: list[Line] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)

    @property
    def name(self) -> str:
        words = WEEKDAYS[self.day.weekday()]
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def halves(self) -> list[tuple[str, list[Line]]]:
        return [(_("Sáng"), self.morning), (_("Chiều"), self.afternoon)]

    @property
    def size(self) -> int:
        return max(len(self.morning), 1) + max(len(self.afternoon), 1) + bool(self.due)


@dataclass(frozen=True)
class Week:
    monday: date
    bodies: tuple[Organisation, ...]
    days: tuple[Day, ...]
    more: bool = False

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def code(self) -> str:
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def title(self) -> str:
        return _("Tuần %(n)d, từ ngày %(from)s đến ngày %(to)s") % {
            "n": self.number, "from": f"{self.monday:%d/%m/%Y}", "to": f"{self.sunday:%d/%m/%Y}",
        }  # fmt: skip

    @property
    def days_words(self) -> str:
        return _("Từ ngày %(from)s đến ngày %(to)s") % {
            "from": f"{self.monday:%d/%m/%Y}", "to": f"{self.sunday:%d/%m/%Y}",
        }  # fmt: skip

    @property
    def clashing(self) -> list[tuple[Line, Clash]]:
        """Every clash once, under the meeting that begins first; under the reader's own where the other is not his."""
        lines = [line for day in self.days for line in (*day.morning, *day.afternoon)]
        place = {line.meeting.pk: n for n, line in enumerate(lines)}
        return [
            (line, c)
            for line in lines
            for c in line.clashes
            if not c.known or place[line.meeting.pk] < place[c.meeting.pk]
        ]


def monday_of(words: str, today: date) -> date:
    """ "2027-W32" as the address says it; anything else is the week of today."""
    year, _w, number = words.partition("-W")
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return today - timedelta(days=today.weekday())


def columns_for(actor: Actor, today: date) -> list[Organisation]:
    """The bodies of the localities the actor works in, as far as they have a column."""
    kinds = [kind for group in COLUMNS for kind in group]
    rows = Organisation.objects.filter(not_ended(today), territory__in=actor.territories, kind__in=kinds)
    found: dict[tuple[int, int], Organisation] = {}
    places = {kind: n for n, kind in enumerate(kinds)}
    listed = rows.select_related("kind", "territory").order_by("pk")
    for body in sorted(listed, key=lambda b: (b.territory_id, places[b.kind_id], b.pk)):
        group = next(n for n, kinds_of in enumerate(COLUMNS) if body.kind_id in kinds_of)
        found.setdefault((body.territory_id, group), body)
    return list(found.values())


def week(monday: date, *, actor: Actor, today: date) -> Week:
    """The page of a week; a fixed number of queries, and one more per kind of record with something due."""
    bodies = columns_for(actor, today)
    start = timezone.make_aware(datetime.combine(monday, time.min))
    rows = Meeting.objects.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=7))
    near = Q(host__territory__in=actor.territories)
    found = list(
        rows.filter(near | Meeting.visibility(actor))
        .select_related("host", "room", "chair")
        .prefetch_related("co_hosts", "invitations__body", "rides__vehicle")
        .order_by("starts_at", "pk")[: MOST + 1]
    )
    seen = Meeting.objects.visible_to(actor)
    known = set(seen.filter(pk__in=[m.pk for m in found]).values_list("pk", flat=True))
    clashes = clashes_among(found, known)
    days = {monday + timedelta(days=n): Day(monday + timedelta(days=n)) for n in range(7)}
    for meeting in found[:MOST]:
        line = _line(meeting, bodies, known, clashes.get(meeting.pk, []))
        local = timezone.localtime(meeting.starts_at)
        half = days[local.date()].morning if local.hour < NOON else days[local.date()].afternoon
        half.append(line)
    for due in due_between(monday, monday + timedelta(days=6), bodies, actor=actor):
        days[due.day].due.append(due)
    return Week(monday=monday, bodies=tuple(bodies), days=tuple(days.values()), more=len(found) > MOST)


def _line(meeting: Meeting, bodies: list[Organisation], known: set[int], clashes: list[Clash]) -> Line:
    seen = meeting.pk in known
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    hidden = not seen and _kept_back(meeting)
    marks = tuple(_mark(meeting, body) for body in bodies)
    return Line(
        meeting=meeting, hours=f"{start:%H:%M}–{end:%H:%M}", title=_("Bận") if hidden else meeting.title,
        place="" if hidden else meeting.place_line, chair="" if hidden else meeting.chair_words, marks=marks, seen=seen,
        clashes=tuple(clashes), vehicles="" if hidden else meeting.vehicle_line,
    )  # fmt: skip


def _kept_back(meeting: Meeting) -> bool:
    """Others read "Bận" of it alone."""
    return meeting.openness == Openness.PRIVATE or meeting.state == MeetingState.PLANNED


def _mark(meeting: Meeting, body: Organisation) -> Any:
    """ "chủ trì", "dự" or "biết" for one column."""
    group = next((kinds for kinds in COLUMNS if body.kind_id in kinds), (body.kind_id,))

    def same(key: int, other: Organisation | None) -> bool:
        alike = other is not None and other.kind_id in group and other.territory_id == body.territory_id
        return key == body.pk or alike

    if same(meeting.host_id, meeting.host) or any(row.body_id == body.pk for row in meeting.co_hosts.all()):
        return HOST
    duties = {g.duty for g in meeting.invitations.all() if g.body_id and same(g.body_id, g.body)}
    return ATTEND if Duty.ATTEND in duties else KNOW if Duty.KNOW in duties else ""


def due_between(first: date, last: date, bodies: list[Organisation], *, actor: Actor) -> list[Due]:
    """Running clocks that end in these days, whatever room they belong to; only of records the reader sees."""
    keys = {body.pk for body in bodies} | set(actor.bodies)
    rows = Deadline.objects.filter(
        body__in=keys, due_on__gte=first, due_on__lte=last, stopped_on=None, paused_on=None
    ).select_related("rule")
    by_kind: dict[str, list[Deadline]] = defaultdict(list)
    for row in rows.order_by("due_on", "pk")[:MOST_DUE]:
        by_kind[row.record_type].append(row)
    found: list[Due] = []
    for label, clocks in by_kind.items():
        records = (
            apps.get_model(label)._default_manager.visible_to(actor).in_bulk([c.record_id for c in clocks])
        )
        found += [
            Due(c.due_on, c.rule.label, records[c.record_id], _hour(c))
            for c in clocks
            if c.record_id in records
        ]
    return sorted(found, key=lambda due: (due.day, due.at, due.label))


def _hour(clock: Deadline) -> str:
    """ "08:15" of a clock in hours."""
    return f"{timezone.localtime(clock.due_at):%H:%M}" if clock.due_at else ""
