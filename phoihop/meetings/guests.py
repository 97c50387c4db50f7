"""Whom one may tick as present: those called, their substitutes, and the people of the bodies called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from phoihop.core.who import Actor
from phoihop.directory.models import Appointment, Organisation, Person, valid_on
from phoihop.meetings.models import Meeting, MeetingState
from phoihop.meetings.parts import Duty, Invitation, Reply
from phoihop.meetings.protocol import Protocol, Standing, key_of
from phoihop.meetings.rights import SPEAKERS


@dataclass(frozen=True)
class Guest:
    """Somebody who may be there, with the title of the day."""

    name: str
    title: str = ""
    person: Person | None = None
    body: Organisation | None = None
    body_words: str = ""
    rank: int = 999
    key: str = ""

    @property
    def who(self) -> tuple[int | None, str]:
        return (self.person.pk if self.person else None, self.name)

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part)


def expected(row: Meeting) -> list[Guest]:
    """In order of protocol; two queries beside the invitations."""
    invited = [
        guest for guest in row.invitations.select_related("body__kind", "person", "substitute")
        if guest.duty == Duty.ATTEND
    ]  # fmt: skip
    named = {p.pk: p for p in (row.chair, row.secretary) if p}
    for guest in invited:
        for person in (guest.person, guest.substitute):
            if person:
                named[person.pk] = person
    bodies = {row.host_id, *row.co_hosting(), *(g.body_id for g in invited if g.body_id)}
    positions: dict[int, list[Appointment]] = {}
    held = Appointment.objects.filter(valid_on(row.day), person__state="active").select_related(
        "person", "body__kind"
    )
    inside = held.filter(body__in=bodies).values("person")
    for position in held.filter(person__in=[*named, *inside.values_list("person", flat=True)]).order_by("pk"):
        positions.setdefault(position.person_id, []).append(position)
        named.setdefault(position.person_id, position.person)
    protocol = Protocol(row.day)
    found = []
    for key, person in named.items():
        mine = positions.get(key, [])
        standing = protocol.standing(mine)
        body = _body(standing, mine, bodies)
        found.append(
            Guest(name=str(person), title=standing.title, person=person, body=body, rank=standing.rank, key=f"p{key}")
        )  # fmt: skip
    found += [Guest(name=g.words, rank=998, key=f"w{g.number}") for g in invited if g.words]
    return sorted(found, key=lambda g: key_of(g.rank, g.name))


def _body(standing: Standing, mine: list[Appointment], bodies: set[int]) -> Organisation | None:
    """Counted for the body called; where several are, for that of the highest position."""
    called = [a.body for a in mine if a.body_id in bodies]
    first = next((a.body for a in mine if a.body_id == standing.body), None)
    return first if first in called or not called else called[0]


#: Meetings told on the first page; the rest stands in the book.
FEW = 8


def unanswered(actor: Actor, today: date) -> list[Meeting]:
    """Meetings to come to which a body is called and has not answered, of those the actor speaks for; the next first."""
    bodies = actor.bodies_as(*SPEAKERS)
    if not bodies:
        return []
    start = timezone.make_aware(datetime.combine(today, time.min))
    open_ones = Invitation.objects.filter(body__in=bodies, duty=Duty.ATTEND, reply=Reply.WAITING)
    rows = Meeting.objects.filter(
        state=MeetingState.CALLED, ends_at__gte=start, pk__in=open_ones.values("meeting")
    )
    return list(rows.order_by("starts_at", "pk")[:FEW])
