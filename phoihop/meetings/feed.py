"""The calendar of a body as iCalendar, at an address nobody can guess and its body can take back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from phoihop.meetings.models import Feed, FeedState, Meeting, MeetingState, Openness

#: How far back and ahead a telephone needs to see.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 1000
_SALT = "phoihop.meetings.feed"
_STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def token_of(feed: Feed) -> str:
    """The secret part of the address: derived from the installation's key, stored nowhere."""
    return salted_hmac(_SALT, feed.code, algorithm="sha256").hexdigest()[:40]


def feed_at(code: str, token: str) -> Feed | None:
    """The feed with this address, while it is open."""
    found = Feed.objects.filter(code=code, state=FeedState.OPEN).select_related("owner").first()
    return found if found is not None and constant_time_compare(token_of(found), token) else None


def meetings_of(body: int, *, at: datetime) -> list[Meeting]:
    """What the body holds or is called to."""
    hosted = Q(host=body) | Q(pk__in=Meeting.objects.filter(co_hosts__body=body).values("pk"))
    called = Q(pk__in=Meeting.objects.filter(invitations__body=body).values("pk"))
    rows = Meeting.objects.filter(
        hosted | called, Meeting.told_to([body]), starts_at__gte=at - BACK, starts_at__lt=at + AHEAD
    )
    return list(rows.select_related("room", "host").order_by("starts_at", "pk")[:MOST])


def calendar(feed: Feed, *, at: datetime) -> bytes:
    """Moments in UTC, so that every telephone shows the hour of Hà Nội; no names, no numbers, no words of guests."""
    from icalendar import Calendar, Event  # noqa: PLC0415 only where a calendar is written

    out = Calendar()
    out.add("prodid", "-//phoihop//lich cong tac//VI")
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", _("Lịch công tác %s") % feed.owner)
    out.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for row in meetings_of(feed.owner_id, at=at):
        event = Event()
        event.add("uid", f"{row.code}.{salted_hmac(_SALT, row.code).hexdigest()[:12]}@phoihop")
        event.add("dtstamp", row.changed_at)
        event.add("last-modified", row.changed_at)
        event.add("sequence", row.revision)
        event.add("dtstart", row.starts_at)
        event.add("dtend", row.ends_at)
        event.add("status", _STATUS.get(MeetingState(row.state), "CONFIRMED"))
        private = row.openness == Openness.PRIVATE
        event.add("summary", _("Bận") if private else row.title)
        event.add("class", "PRIVATE" if private else "PUBLIC")
        if not private:
            event.add("location", row.place_line)
            event.add(
                "description",
                _("%(kind)s. Chủ trì: %(host)s.") % {"kind": row.kind_label, "host": row.host.name},
            )
        out.add_component(event)
    return bytes(out.to_ical())
