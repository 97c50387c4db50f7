"""Who stands before whom: titles as held on a day, in the order of the protocol table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from phoihop.core.text import fold, name_key
from phoihop.directory.finding import aliased
from phoihop.directory.models import Appointment, Organisation, Person, valid_on
from phoihop.meetings.models import ProtocolRank

#: Behind everybody whose place is known.
LAST = 999


class Standing(NamedTuple):
    """How somebody stands on a list of a day: place, title in words, the body it is held in."""

    rank: int
    title: str
    body: int | None


def joined(title: str, body: Organisation) -> str:
    """ "Chủ tịch" of UBND is "Chủ tịch UBND"; a title that names its body already stays."""
    short = str(body)
    if fold(short) in fold(title) or fold(body.kind.symbol or short) in fold(title).split():
        return title
    last = f"{title.rpartition(' ')[2]} "
    same = short.casefold().startswith(last.casefold())
    return f"{title} {short[len(last) :] if same else short}".strip()


#: The locality behind the name of a body: it is that of the body.
_PLACE = re.compile(r" (phuong|xa|thi tran|dac khu|thi xa|quan|huyen|thanh pho|tinh)( .*)?$")


def _each_once(held: Iterable[tuple[str, int]]) -> list[str]:
    """One position of one body once, in its fullest words: "Chủ tịch Ủy ban MTTQ Việt Nam phường", "Chủ tịch UBMTTQ"."""
    told: dict[tuple[str, int], str] = {}
    for title, body in held:
        key = _PLACE.sub("", aliased(title)), body
        told[key] = max(told.get(key, ""), title, key=len)
    return list(dict.fromkeys(told.values()))


class Protocol:
    """The table as it stands on a day, read once."""

    def __init__(self, day: date) -> None:
        self.day = day
        rows = ProtocolRank.objects.filter(Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))
        # However the same title is written: "Chủ tịch Ủy ban MTTQ Việt Nam phường" is "Chủ tịch UBMTTQ".
        self.ranks = {aliased(row.title): row.rank for row in rows.order_by("-valid_from")}
        self.titles = sorted(self.ranks, key=len, reverse=True)

    def rank(self, title: str, body: Organisation | None) -> int:
        """Of the longest title of the table that the words begin with; else behind it by the body's own place."""
        words = aliased(title)
        symbol = aliased(body.kind.symbol) if body else ""
        whole = f"{words} {symbol}".strip()
        for known in self.titles:
            if words.startswith(known) or whole.startswith(known):
                return self.ranks[known]
        return min(200 + (body.rank if body else 500), LAST - 1)

    def standing(self, held: Iterable[Appointment], only: int | None = None) -> Standing:
        """All positions of somebody on the day, the highest first; ``only`` keeps those in one body in front."""
        held = list(held)
        found = sorted(
            (self.rank(joined(a.title, a.body), a.body), a.order, joined(a.title, a.body), a.body_id)
            for a in held
        )
        if not found:
            return Standing(LAST, "", only)
        titles = _each_once((title, body) for _rank, _order, title, body in found)
        # Called through a body that has an office here: Party committees keep their own papers.
        internal = {a.body_id for a in held if a.body.kind.party_relation == "internal"}
        body = next((key for _r, _o, _t, key in found if key not in internal), found[0][3])
        return Standing(found[0][0], ", ".join(titles)[:400], only or body)


def held_on(day: date, people: Iterable[int]) -> dict[int, list[Appointment]]:
    """The positions these people hold on the day, by person; one query."""
    found: dict[int, list[Appointment]] = {key: [] for key in people}
    rows = Appointment.objects.filter(valid_on(day), person__in=found).select_related("body__kind")
    for row in rows.order_by("rank", "order", "pk"):
        found[row.person_id].append(row)
    return found


def title_of(person: Person | None, day: date) -> str:
    """The title of one person on a day, as a paper writes it."""
    if person is None:
        return ""
    return Protocol(day).standing(held_on(day, [person.pk])[person.pk]).title


def heads(day: date, bodies: Iterable[int]) -> dict[int, Appointment]:
    """Who leads each of these bodies on the day: the highest position held there."""
    found: dict[int, Appointment] = {}
    rows = Appointment.objects.filter(valid_on(day), body__in=set(bodies), person__state="active")
    protocol = Protocol(day)
    for row in rows.select_related("person", "body__kind").order_by("pk"):
        here = found.get(row.body_id)
        if here is None or _place(protocol, row) < _place(protocol, here):
            found[row.body_id] = row
    return found


def _place(protocol: Protocol, row: Appointment) -> tuple[int, int]:
    return protocol.rank(joined(row.title, row.body), row.body), row.pk


def key_of(rank: int, name: str) -> tuple[int, str]:
    """By rank, then by given name as the Vietnamese alphabet goes."""
    return rank, name_key(name)
