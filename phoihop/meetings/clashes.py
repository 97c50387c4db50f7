"""Two meetings at once: the same person (also through two positions), the same room, vehicle or body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Person
from phoihop.meetings.models import STANDING, Meeting
from phoihop.meetings.parts import Duty, Invitation, Reply
from phoihop.meetings.protocol import heads, joined

#: Where somebody is expected or kept busy: by whom, as what.
People = dict[int, str]


@dataclass(frozen=True)
class Clash:
    """One thing that is wanted twice, in the words of an office."""

    kind: str
    who: str
    meeting: Meeting
    mine: str = ""
    theirs: str = ""
    known: bool = True

    @property
    def other(self) -> str:
        """The other meeting; of one that is not the reader's, only that there is one."""
        start, end = timezone.localtime(self.meeting.starts_at), timezone.localtime(self.meeting.ends_at)
        when = f"{start:%H:%M}–{end:%H:%M} {start:%d/%m/%Y}"
        return f"“{self.meeting.title}” ({when})" if self.known else _("một cuộc họp khác (%s)") % when

    @property
    def words(self) -> str:
        if self.kind in ("room", "vehicle"):  # by the name the office gave it: "Hội trường", "Xe 7 chỗ"
            return _("%(thing)s đã có %(other)s.") % {"thing": self.who, "other": self.other}
        if self.kind == "unit":
            return _("%(body)s cũng được mời hoặc chủ trì %(other)s.") % {
                "body": self.who,
                "other": self.other,
            }
        mine = f" ({self.mine})" if self.mine else ""
        theirs = _(" với tư cách %s") % self.theirs if self.theirs and self.known else ""
        return _("Đồng chí %(who)s%(mine)s đã có %(other)s%(theirs)s.") % {
            "who": self.who, "mine": mine, "other": self.other, "theirs": theirs,
        }  # fmt: skip


@dataclass
class Wanted:
    """What a meeting needs at its time."""

    starts_at: datetime
    ends_at: datetime
    room: int | None = None
    people: People = field(default_factory=dict)
    bodies: set[int] = field(default_factory=set)
    vehicles: set[int] = field(default_factory=set)


def wanted_by(meeting: Meeting) -> Wanted:
    """Of a meeting as it stands: its chair, secretary, guests, and the heads of the bodies called."""
    invited = [row for row in meeting.invitations.all() if row.duty == Duty.ATTEND]
    hosting = {meeting.host_id, *(row.body_id for row in meeting.co_hosts.all())}
    bodies = {row.body_id for row in invited if row.body_id and row.reply != Reply.ABSENT}
    people: People = {}
    for person, title in (
        (meeting.chair_id, meeting.chair_title),
        (meeting.secretary_id, meeting.secretary_title),
    ):
        if person:
            people[person] = title
    for row in invited:
        _expect(row, people)
    vehicles = {row.vehicle_id for row in meeting.rides.all()}
    return Wanted(meeting.starts_at, meeting.ends_at, meeting.room_id, people, {*hosting, *bodies}, vehicles)


def _expect(row: Invitation, people: People) -> None:
    """Who is expected for one invitation, after its reply."""
    if row.reply == Reply.ABSENT:
        return
    if row.reply == Reply.OTHER:
        if row.substitute_id:
            people.setdefault(row.substitute_id, str(row.body or ""))
        return
    if row.person_id:
        people.setdefault(row.person_id, row.title)


def calls_head(meeting: Meeting) -> list[int]:
    """Bodies whose head is expected: called as a body, without a substitute and not excused."""
    return [
        row.body_id for row in meeting.invitations.all()
        if row.body_id and not row.person_id and row.duty == Duty.ATTEND and row.reply in (Reply.WAITING, Reply.COMING)
    ]  # fmt: skip


def with_heads(pairs: Iterable[tuple[Wanted, list[int]]], day: datetime) -> None:
    """Adds the heads of the bodies called to what each meeting wants; three queries for all of them."""
    listed = list(pairs)
    found = heads(timezone.localdate(day), {key for _w, keys in listed for key in keys})
    for wanted, keys in listed:
        for key in keys:
            if head := found.get(key):
                wanted.people.setdefault(head.person_id, joined(head.title, head.body))


def clashes(
    wanted: Wanted, *, actor: Actor, called: Iterable[int] = (), but: int | None = None
) -> list[Clash]:
    """What is wanted twice at that time; ``called`` are bodies called whose head is expected."""
    rows = Meeting.objects.filter(
        state__in=STANDING, starts_at__lt=wanted.ends_at, ends_at__gt=wanted.starts_at
    ).exclude(pk=but or 0)
    others = list(
        rows.select_related("host", "room").prefetch_related("invitations__body", "co_hosts", "rides__vehicle").order_by("starts_at", "pk")
    )  # fmt: skip
    if not others:
        return []
    theirs = [(wanted_by(other), calls_head(other)) for other in others]
    with_heads([(wanted, list(called)), *theirs], wanted.starts_at)
    known = set(
        Meeting.objects.visible_to(actor).filter(pk__in=[o.pk for o in others]).values_list("pk", flat=True)
    )
    names = _names([wanted])
    return [
        clash for other, (needs, _heads) in zip(others, theirs, strict=True)
        for clash in _between(wanted, needs, other, names, known=other.pk in known)
    ]  # fmt: skip


@dataclass
class Names:
    """What people and bodies are called, read once."""

    people: dict[int, str]
    bodies: dict[int, str]


def _names(wanted: Iterable[Wanted]) -> Names:
    listed = list(wanted)
    people = Person.objects.filter(pk__in={key for w in listed for key in w.people})
    bodies = Organisation.objects.filter(pk__in={key for w in listed for key in w.bodies})
    return Names({p.pk: str(p) for p in people}, {b.pk: str(b) for b in bodies})


def _between(wanted: Wanted, needs: Wanted, other: Meeting, names: Names, *, known: bool) -> Iterator[Clash]:
    """What one meeting wants that the other needs at the same time."""
    if wanted.room and needs.room == wanted.room:
        yield Clash("room", other.room.name if other.room else "", other, known=known)
    for ride in other.rides.all():
        if ride.vehicle_id in wanted.vehicles:
            yield Clash("vehicle", str(ride.vehicle), other, known=known)
    twice = sorted(wanted.people.keys() & needs.people.keys())
    for key in twice:
        yield Clash(
            "person", names.people.get(key, ""), other, wanted.people[key], needs.people[key], known=known
        )
    if not twice:  # who is wanted twice says more than that his body is
        for key in sorted(wanted.bodies & needs.bodies):
            yield Clash("unit", names.bodies.get(key, ""), other, known=known)


def clashes_among(meetings: Iterable[Meeting], known: set[int]) -> dict[int, list[Clash]]:
    """Of the meetings of a week that the reader knows, each with what it wants twice; their guests are read already, four
    queries more. Of two that are not his he is told nothing: who is wanted twice would tell who sits where."""
    standing = [m for m in meetings if m.state in STANDING]
    pairs = [(wanted_by(m), calls_head(m)) for m in standing]
    if standing:
        with_heads(pairs, standing[0].starts_at)
    names = _names(wanted for wanted, _heads in pairs)
    found: dict[int, list[Clash]] = {}
    for one, (mine, _h) in zip(standing, pairs, strict=True):
        for other, (needs, _k) in zip(standing, pairs, strict=True):
            meets = one.starts_at < other.ends_at and other.starts_at < one.ends_at
            if one.pk != other.pk and meets and one.pk in known:
                listed = _between(mine, needs, other, names, known=other.pk in known)
                found.setdefault(one.pk, []).extend(listed)
    return found


def clashes_of(meeting: Meeting, *, actor: Actor) -> list[Clash]:
    """The clashes of a meeting as it stands."""
    return clashes(wanted_by(meeting), actor=actor, called=calls_head(meeting), but=meeting.pk)
