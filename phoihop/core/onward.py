"""Ways that lead from a record to an action of another room: declared by that room, offered on the record's page.

So a lower room needs not know who goes on with its records, and a paper of any record can be taken over by
the room that keeps papers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from phoihop.core.models import Record

#: What the form of the action is told of the record in its address; None where this record leads nowhere.
Ask = Callable[[Any], Mapping[str, str] | None]


@dataclass(frozen=True, kw_only=True)
class Onward:
    """``verb`` makes a record out of this one; ``on`` is the label of the kind of record it starts from."""

    verb: str
    on: str
    label: Any
    ask: Ask


_ways: dict[tuple[str, str], Onward] = {}
_takers: dict[str, Any] = {}


def onward(verb: str, *, on: type[Record], label: Any, ask: Ask) -> None:
    """Declare that ``verb`` goes on from records of this kind."""
    key = on._meta.label_lower
    _ways[verb, key] = Onward(verb=verb, on=key, label=label, ask=ask)


def takes_papers(verb: str, *, label: Any) -> None:
    """Declare that ``verb`` takes over any paper of any record (``source`` and ``made`` in its address)."""
    _takers[verb] = label


def ways_from(record: Record) -> list[tuple[Onward, Mapping[str, str]]]:
    """The ways from this record, with what each asks for."""
    mine = [way for way in _ways.values() if way.on == record._meta.label_lower]
    asked = [(way, way.ask(record)) for way in mine]
    return [(way, given) for way, given in asked if given is not None]


def paper_takers() -> list[tuple[str, Any]]:
    return list(_takers.items())


def key_of(record: Record) -> str:
    """ "documents.incomingdocument:VBDE-2027-0001": how an address names a record of any kind."""
    return f"{record._meta.label_lower}:{record.code}"
