"""What a telephone needs in the hall: the points near today, the fields of work, and what became of an item sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.activities.voter_contact.models import ContactPoint, ContactState, VoterContact
from phoihop.activities.voter_contact.rights import HALL
from phoihop.commitments.models import list_values
from phoihop.core.models import JournalEntry
from phoihop.core.who import Actor
from phoihop.meetings.models import MeetingState
from phoihop.petitions.models import Petition

#: How long before and after its evening a point stands on the telephone.
BEFORE, AFTER = timedelta(days=14), timedelta(days=14)
#: Fields drawn as buttons; the others stand in the list beside.
BUTTONS = 6
#: Letters a button has room for; a longer label is cut after its first words.
SHORT = 15
#: Of the petitions of the place, the newest tell which fields are named most.
LATELY = 400
OPEN = (ContactState.ANNOUNCED, ContactState.HELD)


@dataclass(frozen=True)
class Place:
    """One point as the telephone shows it."""

    contact: str
    number: int
    title: str
    when: str
    voters: int | None


def places(actor: Actor, *, at: datetime) -> list[Place]:
    """The points this person may write down, the nearest evening first."""
    rounds = VoterContact.objects.visible_to(actor).filter(state__in=OPEN)
    points = ContactPoint.objects.filter(
        contact__in=rounds.values("pk"),
        meeting__starts_at__gte=at - AFTER,
        meeting__starts_at__lte=at + BEFORE,
    ).exclude(meeting__state=MeetingState.CANCELLED)
    found = [p for p in points.select_related("contact", "meeting") if HALL.hats(actor, p.contact)]
    today = timezone.localdate(at)
    found.sort(key=lambda p: (p.meeting.day != today, abs(p.meeting.starts_at - at), p.pk))
    return [Place(p.contact.code, p.number, p.meeting.title, _when(p, today), p.voters) for p in found]


def _when(point: ContactPoint, today: date) -> str:
    """An evening that is over is said to be: what was noted on paper there is typed in later."""
    day, line = point.meeting.day, point.meeting.time_line
    if day == today:
        return str(_("hôm nay, %s") % line)
    return str(_("%s (đã họp)") % line) if day < today else line


def fields(actor: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The fields of work: those named most lately in this place as buttons, by their first words; the rest as a list."""
    known = list_values("field")
    lately = Petition.objects.visible_to(actor).order_by("-pk").values_list("field", flat=True)[:LATELY]
    named = Counter(str(code) for code in lately if code)
    ranked = sorted(known, key=lambda pair: -named[pair[0]])[:BUTTONS]
    first = {code for code, _label in ranked}
    buttons = [
        (code, label if len(label) <= SHORT else label.partition(",")[0])
        for code, label in known
        if code in first
    ]
    return buttons, [pair for pair in known if pair[0] not in first]


def receive_key(item: str) -> str:
    """The idempotency key under which the petition of an item is received: once, however often it is sent."""
    return f"kn-{item}"


def petition_of(item: str) -> tuple[Petition, datetime] | None:
    """The petition an item became, and when it arrived here."""
    entry = JournalEntry.objects.filter(key=receive_key(item), record_type="petitions.petition").first()
    if entry is None:
        return None
    return Petition.objects.get(pk=entry.record_id), entry.noted_at
