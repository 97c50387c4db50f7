"""What a reading consists of: found items with their span and mark, and the record they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from phoihop.core.papers import Place

SURE = "chac"
CHECK = "can_xem"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One item read: ``value`` in the shape of the record, the span it was read from, and how sure it is."""

    field: str
    value: Any
    start: int
    end: int
    mark: str = SURE
    reason: str = ""
    place: Place | None = None

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "field": self.field,
            "value": self.value,
            "span": [self.start, self.end],
            "mark": self.mark,
        }
        if self.reason:
            found["reason"] = self.reason
        if self.place is not None:
            where = {"file": self.place.file, "paragraph": self.place.paragraph, "cell": self.place.cell}
            found["place"] = {key: value for key, value in where.items() if value not in ("", None)}
        return found


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Two places of a paper that do not agree; the message says it in Vietnamese."""

    code: str
    message: str
    first: tuple[int, int]
    second: tuple[int, int]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "spans": [list(self.first), list(self.second)]}


_SINGLE = ("published", "place", "programme", "regulation", "petitions", "tasks")
_LISTS = (
    "event_kinds",
    "event_dates",
    "organisers",
    "parties",
    "persons",
    "figures",
    "documents",
    "outcomes",
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that was found in a paper. ``items`` holds every single thing; the record is made of them."""

    relevant: bool
    doc_type: str = "none"
    items: tuple[Found, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    record: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str) -> list[Found]:
        """The items of one field, in the order of the text."""
        return [item for item in self.items if item.field == name]

    def value(self, name: str) -> Any:
        found = self.of(name)
        return found[0].value if found else None

    def as_json(self) -> dict[str, Any]:
        """The record of SCHEMA.md; beside it every item with span and mark, and the contradictions."""
        if not self.relevant:
            return {"relevant": False, "doc_type": "none", "reason": self.reason, "notes": list(self.notes)}
        return {
            "relevant": True,
            **self.record,
            "items": [item.as_json() for item in self.items],
            "contradictions": [c.as_json() for c in self.contradictions],
            "notes": list(self.notes),
        }


def make_record(doc_type: str, items: Iterable[Found]) -> dict[str, Any]:
    """The SCHEMA.md record: one value or a list per field, dictionaries carrying their span and mark."""
    record: dict[str, Any] = {"doc_type": doc_type}
    record.update({name: None for name in _SINGLE})
    record.update({name: [] for name in _LISTS})
    for item in items:
        if item.field in _SINGLE:
            if record[item.field] is None:
                record[item.field] = _marked(item)
        elif item.field in _LISTS:
            record[item.field].append(_marked(item))
    return record


def _marked(item: Found) -> Any:
    if not isinstance(item.value, dict):
        return item.value
    marked = {**item.value, "mark": item.mark, "span": [item.start, item.end]}
    return {**marked, "reason": item.reason} if item.reason else marked
