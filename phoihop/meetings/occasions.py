"""What a meeting is about, closes and signs: one conference may close a year and sign several programmes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core.links import links_of
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.meetings.models import Meeting

#: Kind of link from the meeting → what happens there; the order in which it happens.
WAYS: dict[str, Any] = {
    "discusses": gettext_lazy("Bàn về"), "closes": gettext_lazy("Tổng kết"), "signs": gettext_lazy("Ký kết"),
}  # fmt: skip


def occasions(meeting: Meeting, actor: Actor) -> dict[str, list[Record]]:
    """The records this reader may see, by what the meeting does with them."""
    found: dict[str, list[Record]] = {kind: [] for kind in WAYS}
    for link in links_of(meeting, actor):
        if link.kind in found:
            found[link.kind].append(link.record)
    return found


def closed_and_signed(meeting: Meeting, actor: Actor) -> list[tuple[str, list[Record]]]:
    """ "Tổng kết" and "Ký kết" with their records; empty where the meeting does neither."""
    found = occasions(meeting, actor)
    return [(str(WAYS[kind]), found[kind]) for kind in ("closes", "signs") if found[kind]]


def told(meeting: Meeting, actor: Actor) -> list[tuple[str, str]]:
    """The same as words of a paper: every programme by its name."""
    return [(label, "; ".join(str(row) for row in rows)) for label, rows in closed_and_signed(meeting, actor)]


def sentence(meeting: Meeting, actor: Actor) -> str:
    """ "Hội nghị tổng kết: …. Ký kết: …."; empty where there is nothing to name."""
    words = " ".join(f"{label}: {names}." for label, names in told(meeting, actor))
    return _("Tại hội nghị: %s") % words if words else ""
