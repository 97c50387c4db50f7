"""What waits for somebody in a room of its own: each room declares how it is found, the first page asks them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from phoihop.core.who import Actor


class Waits(NamedTuple):
    """One line: what waits, until when or for what, and where it is done."""

    title: str
    words: str
    url: str


Found = Callable[[Actor], list[Waits]]
_rooms: list[Found] = []


def waits(found: Found) -> Found:
    """Declare what of a room waits for an actor; one query."""
    _rooms.append(found)
    return found


def waiting_in_rooms(actor: Actor) -> list[Waits]:
    return [row for found in _rooms for row in found(actor)]
