"""Reads the journal: the history of a record, its state on a date, and the proof that nothing was touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _lazy

from phoihop.core import agreement
from phoihop.core.actions import registry
from phoihop.core.canonical import canonical
from phoihop.core.models import JournalBody, JournalEntry, JournalRoot, Record
from phoihop.core.proof import Report, verify_lines
from phoihop.core.seal import sealed_values

#: What an update of the programme did itself, in its migrations; no action of today has these names.
BY_UPDATE = {
    "core.moved": _lazy("đã chuyển vào bản ghi khác khi cập nhật phần mềm"),
    "core.readdressed": _lazy("đã ghi lại nơi mở của số liệu khi cập nhật phần mềm"),
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a history."""

    entry: JournalEntry
    inputs: dict[str, Any] = field(default_factory=dict)
    #: Fields that stand after it as they stood before: typed again, not changed.
    kept: frozenset[str] = frozenset()
    says: str = ""

    @property
    def noted_later(self) -> bool:
        """Stated for one moment, written down at another: more than a day apart."""
        return abs((self.entry.noted_at - self.entry.at).total_seconds()) > 86400


def history(record: Record, *, limit: int = 50) -> list[Event]:
    """What was done, newest first, with the inputs of each action: one query."""
    rows = (
        JournalEntry.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
        .select_related("body")
        .order_by("-seq")[:limit]
    )  # fmt: skip
    texts = [_body(row) for row in rows]
    return [
        Event(entry=row, inputs=_inputs(text), kept=_kept(text, before), says=_said(row.action, text))
        for row, text, before in zip(rows, texts, [*texts[1:], {}], strict=True)
    ]


def _said(action: str, text: dict[str, Any]) -> str:
    """The sentence of the action, as its declaration words it today."""
    declared = registry.get(action)
    if declared is None:
        return str(BY_UPDATE.get(action, action))
    return str(declared.said(text) if declared.said and text else declared.says)


def said_by(entries: Iterable[JournalEntry]) -> list[tuple[JournalEntry, str]]:
    """Entries of any records, each with its sentence; their bodies come with them."""
    return [(entry, _said(entry.action, _body(entry))) for entry in entries]


FindGone = Callable[[set[str]], Iterable[str]]
_find_gone: list[FindGone] = []


def forgets_names(found: FindGone) -> FindGone:
    """Declare which of some names of files belong to files that were taken back."""
    _find_gone[:] = [found]
    return found


def names_gone(events: Sequence[Event]) -> frozenset[str]:
    """The names of files in these entries that are told no more: one query, none where no entry names a file."""
    inputs = (value for event in events for value in event.inputs.values())
    names = {
        str(value["file"])
        for value in inputs
        if isinstance(value, dict) and isinstance(value.get("file"), str)
    }
    return frozenset(name for find in _find_gone if names for name in find(names))


def _body(entry: JournalEntry) -> dict[str, Any]:
    try:
        found = json.loads(entry.body.text)
    except JournalBody.DoesNotExist:
        return {}
    return found if isinstance(found, dict) else {}


def _inputs(body: dict[str, Any]) -> dict[str, Any]:
    inputs = body.get("inputs")
    return inputs if isinstance(inputs, dict) else {}


def _kept(body: dict[str, Any], before: dict[str, Any]) -> frozenset[str]:
    now, then = (text.get("snapshot", {}).get("fields", {}) for text in (body, before))
    return frozenset(
        name.removesuffix("_id") for name, value in now.items() if name in then and then[name] == value
    )


def as_of(record: Record, at: datetime) -> dict[str, Any] | None:
    """The snapshot that held at a moment (by the clock), or None if the record was not there yet."""
    entry = (
        JournalEntry.objects.filter(
            record_type=record._meta.label_lower, record_id=record.pk, noted_at__lte=at
        )
        .select_related("body")
        .order_by("-seq")
        .first()
    )
    return json.loads(entry.body.text)["snapshot"] if entry else None


def fields_after(key: str) -> dict[str, Any]:
    """The fields of the record as the performance with this key left them, whatever was done since."""
    entry = JournalEntry.objects.select_related("body").get(key=key)
    found: dict[str, Any] = json.loads(entry.body.text)["snapshot"]["fields"]
    return found


def export_lines(chosen: Callable[[str, int], bool] | None = None) -> Iterator[str]:
    """The journal as lines of JSON that ``verify_lines`` proves without a database.

    Entries in the order they were written, each daily root after the last entry it seals, and a last
    line that counts and digests all lines, so that a cut-off file is noticed. ``chosen`` (kind and key of
    a record) takes the whole chains of some records alone: without the daily roots, which seal all.
    """
    running, count = hashlib.sha256(), 0
    roots = [] if chosen else list(JournalRoot.objects.order_by("last_entry"))
    for entry in _entries(chosen):
        body = entry.body.text if hasattr(entry, "body") else None
        own = {"id": entry.pk, "record_id": entry.record_id, "digest": entry.digest, "body": body}
        lines = [{**sealed_values(entry), **own}]
        while roots and roots[0].last_entry <= entry.pk:
            lines.append(_root_values(roots.pop(0)))
        for values in lines:
            line = canonical(values)
            running.update(line.encode())
            count += 1
            yield line
    for root in roots:
        yield canonical({**_root_values(root), "previous": "?"})
    yield canonical({"lines": count, "digest": running.hexdigest()})


def _root_values(root: JournalRoot) -> dict[str, Any]:
    return {
        "root": root.day, "entries": root.entries, "last_entry": root.last_entry, "previous": root.previous,
        "digest": root.digest,
    }  # fmt: skip


def _entries(chosen: Callable[[str, int], bool] | None) -> Iterator[JournalEntry]:
    rows = JournalEntry.objects.order_by("pk")
    if chosen is None:
        yield from rows.select_related("body").iterator(chunk_size=500)
        return
    asked = rows.values_list("pk", "record_type", "record_id").iterator(chunk_size=2000)
    keys = [pk for pk, kind, key in asked if chosen(kind, key)]
    for start in range(0, len(keys), 500):
        yield from rows.filter(pk__in=keys[start : start + 500]).select_related("body")


def verify_database() -> Report:
    """Prove the journal, and that every record's row, parts, links and clocks are what its entries say."""
    report = verify_lines(export_lines())
    for model in apps.get_models():
        if issubclass(model, Record):
            report.faults += agreement.of_records(model)
    report.faults += agreement.of_kinds_gone()
    report.faults += agreement.of_numbers()
    return report
