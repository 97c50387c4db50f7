"""A record as text: every stored field and every part, and the same read back from the row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from phoihop.core.canonical import digest, plain
from phoihop.core.models import Record

_ENGINE = {"id", "seq", "head"}


def fields_of(instance: models.Model, *, leave: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Stored values of one row, as the database would give them back."""
    out: dict[str, Any] = {}
    for field in instance._meta.concrete_fields:
        if field.name in _ENGINE or field.attname in leave or field.primary_key:
            continue
        value = getattr(instance, field.attname)
        if value is not None and not isinstance(field, models.FileField):
            value = field.to_python(value)
            if isinstance(field, models.DecimalField):
                value = format(value, f".{field.decimal_places}f")
        out[field.attname] = str(value) if isinstance(field, models.FileField) else plain(value)
    return out


def read_parts(record: Record) -> None:
    """Load every part of the record afresh, one query per part model."""
    vars(record)["_prefetched_objects_cache"] = {}
    models.prefetch_related_objects([record], *record.part_names())


def snapshot(record: Record) -> dict[str, Any]:
    """Fields of the record and, per part model, its rows in order."""
    read_parts(record)
    parts: dict[str, list[dict[str, Any]]] = {}
    for part in record.parts():
        link: Any = part._meta.get_field(part.parent)
        rows = getattr(record, link.remote_field.get_accessor_name()).all()
        parts[part._meta.model_name or ""] = [fields_of(row, leave=frozenset({link.attname})) for row in rows]
    return {"fields": fields_of(record), "parts": parts}


def schema_of(shot: dict[str, Any]) -> str:
    """Which fields the snapshot knows: a later column does not make an older entry wrong."""
    return digest("\n".join(sorted(shot["fields"])))


def moment(value: datetime) -> str:
    return str(plain(value))
