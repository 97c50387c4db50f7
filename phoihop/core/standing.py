"""Records as they stood at a past moment: put back from the journal, read by whoever asks, and undone again.

A figure is a query. Asked about a past moment it must meet the rows of that moment, so for the time of a
block the changed rows are put back inside a savepoint that is always rolled back. Nothing is ever kept.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Min

from phoihop.core.models import JournalBody, JournalEntry, Record
from phoihop.core.salted import is_salted

_AT_ONCE = 400


@contextmanager
def standing_at(moment: datetime, kinds: Iterable[type[Record]]) -> Iterator[None]:
    """Inside the block the rows of ``kinds`` are those of ``moment``, by the time each act was done."""
    with transaction.atomic():
        for kind in sorted(set(kinds), key=lambda kind: kind._meta.label_lower):
            _put_back(kind, moment)
        yield
        transaction.set_rollback(True)


def _put_back(kind: type[Record], moment: datetime) -> None:
    """Everything from the first act after the moment on did not happen yet, also what was dated back later."""
    label = kind._meta.label_lower
    later = JournalEntry.objects.filter(record_type=label, at__gt=moment).values("record_id")
    firsts = list(later.annotate(first=Min("seq")).order_by().values_list("record_id", "first"))
    for start in range(0, len(firsts), _AT_ONCE):
        chunk = dict(firsts[start : start + _AT_ONCE])
        _remove_parts(kind, list(chunk))
        _remove(kind._base_manager.filter(pk__in=[key for key, first in chunk.items() if first == 1]))
        entries = [
            entry
            for entry in JournalEntry.objects.filter(record_type=label, record_id__in=chunk, at__lte=moment)
            if entry.seq == chunk[entry.record_id] - 1
        ]
        bodies = JournalBody.objects.in_bulk([entry.pk for entry in entries])
        parts: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for entry in entries:
            shot = json.loads(bodies[entry.pk].text)["snapshot"]
            values = _values(kind, shot["fields"]) | {
                "state": entry.after, "seq": entry.seq, "head": entry.digest,
            }  # fmt: skip
            kind._base_manager.filter(pk=entry.record_id).update(**values)
            for part in kind.parts():
                link: Any = part._meta.get_field(part.parent)
                for told in shot["parts"].get(part._meta.model_name or "", ()):
                    parts[part].append(part(**_values(part, told), **{link.attname: entry.record_id}))
        for part_model, made in parts.items():
            part_model._base_manager.bulk_create(made)


def _values(model: type[models.Model], told: dict[str, Any]) -> dict[str, Any]:
    """Stored texts as values of the columns that still exist; what the journal does not tell stays as it is."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value if value is None else known[name].to_python(value)
        for name, value in told.items()
        if name in known and not is_salted(value)
    }


def _remove_parts(kind: type[Record], keys: list[int]) -> None:
    for part in kind.parts():
        _remove(part._base_manager.filter(**{f"{part.parent}__in": keys}))


def _remove(rows: models.QuerySet[Any]) -> None:
    """Without the collector: what refers to these rows is checked at the end, and by then they are back."""
    rows._raw_delete(rows.db)
