"""My work by day: what my bodies must do, what they wait for, what they just sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q

from phoihop.commitments.models import LIVE, Commitment, CommitmentState
from phoihop.core.actions import actions_of
from phoihop.core.deadlines import Distances
from phoihop.core.models import Deadline, JournalEntry
from phoihop.core.web.places import place
from phoihop.core.web.views import act_address
from phoihop.core.who import Actor

WEEK = timedelta(days=7)
#: Clocks of other records are told this far ahead: a review of a whole programme is not made in a week.
MONTH = timedelta(days=31)
OPEN = tuple(state for state in LIVE if state not in (CommitmentState.VERIFIED, CommitmentState.DEFERRED))
#: The button a row offers first, in this order: the next step of whoever looks at it.
NEXT = (
    "commitments.accept",
    "commitments.verify",
    "commitments.report_done",
    "commitments.issue",
    "commitments.urge",
)
LIMIT = 60


@dataclass
class Row:
    """One line of the day: the record, how late, who waits, and the one next step."""

    record: Commitment
    late: bool
    distance: str
    waiting: str
    url: str = ""
    label: str = ""


@dataclass
class Day:
    """The three groups of the page, and what others hold."""

    check: list[Row]
    late: list[Row]
    today: list[Row]
    soon: list[Row]
    others: list[Commitment]
    sent: list[JournalEntry]
    clocks: list[Clock]


@dataclass
class Clock:
    """A running deadline of my bodies on a record that has no line of its own on this page."""

    label: str
    code: str
    url: str
    due_on: date
    late: bool
    distance: str


def _clocks(actor: Actor, today: date, distances: Distances) -> list[Clock]:
    """Deadlines of my bodies besides those of commitments, the nearest first; one query."""
    rows = (
        Deadline.objects.filter(body__in=actor.bodies, stopped_on=None, paused_on=None, due_on__lte=today + MONTH)
        .exclude(record_type=Commitment._meta.label_lower)
        .select_related("rule")
        .order_by("due_on", "pk")[:LIMIT]
    )  # fmt: skip
    found = []
    for row in rows:
        model: Any = apps.get_model(row.record_type)
        late, words = distances.words(row.due_on, today)
        url = place(f"/{model.path}/{row.record_code}/")
        found.append(
            Clock(
                label=row.rule.label,
                code=row.record_code,
                url=url,
                due_on=row.due_on,
                late=late,
                distance=words,
            )
        )
    return found


def my_day(actor: Actor, today: date) -> Day:
    """Open commitments my bodies lead or set, due within the week or late; three queries and one for what I sent."""
    rows = list(
        Commitment.objects.filter(Q(lead__in=actor.bodies) | Q(owner__in=actor.bodies), state__in=OPEN)
        .filter(sort_on__lte=today + WEEK)
        .select_related("lead", "owner")
        .prefetch_related("cooperation")
        .order_by("sort_on", "pk")[:LIMIT]
    )
    distances = Distances()
    found = [_row(row, actor, today, distances) for row in rows]
    mine = [r for r in found if r.url and r.record.state != CommitmentState.REPORTED]
    return Day(
        check=[r for r in found if r.url and r.record.state == CommitmentState.REPORTED],
        late=[r for r in mine if r.record.sort_on < today],
        today=[r for r in mine if r.record.sort_on == today],
        soon=[r for r in mine if r.record.sort_on > today],
        others=[
            r.record
            for r in found
            if r.late and r.record.state != CommitmentState.REPORTED and r.record.lead_id not in actor.bodies
        ][:7],
        clocks=_clocks(actor, today, distances),
        sent=list(JournalEntry.objects.filter(actor_user=actor.user or 0).order_by("-noted_at")[:5]),
    )


def _row(row: Commitment, actor: Actor, today: date, distances: Distances) -> Row:
    late, words = distances.words(row.sort_on, today)
    waiting = str(row.lead if row.lead_id not in actor.bodies else row.owner)
    made = Row(record=row, late=late, distance=words, waiting=waiting)
    offers: dict[str, Any] = {offer.action.name: offer.action for offer in actions_of(row, actor)}
    for name in NEXT:
        if name in offers:
            made.url, made.label = act_address(offers[name], row), str(offers[name].label)
            if name == "commitments.urge":
                made.label = f"{made.label} lần {row.urged + 1}"
            break
    return made
