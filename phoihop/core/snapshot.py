"""A record as text: every stored field and every part, and the same read back from the row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models

from phoihop.core.canonical import digest, plain
from phoihop.core.models import Part, Record
from phoihop.core.salted import SALT, salted

_ENGINE = {"id", "seq", "head"}


def fields_of(instance: models.Model, *, leave: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Stored values of one row, as the database would give them back; of an unjournalled text its salted digest."""
    out: dict[str, Any] = {}
    apart = getattr(instance, "unjournalled", ())
    for field in instance._meta.concrete_fields:
        if apart and field.name == SALT:
            continue
        if field.name in apart:
            out[field.attname] = salted(instance.salt, getattr(instance, field.attname))  # type: ignore[attr-defined]
            continue
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
    """Load every part of the record afresh: one query tells of which kinds there are any, one more reads each of these.

    Asked under the lock the engine holds, after it was given: what another wrote before is seen.
    """
    vars(record)["_prefetched_objects_cache"] = {}
    names = record.part_names()
    there = _kinds_there(record) if len(names) > 1 else set(names)
    models.prefetch_related_objects([record], *(name for name in names if name in there))
    for name in names:
        if name not in there:
            rows = getattr(record, name).get_queryset()
            rows._result_cache, rows._prefetch_done = [], True
            vars(record)["_prefetched_objects_cache"][name] = rows


def know_parts(record: Record, parts: list[Part]) -> None:
    """A record just made has exactly these parts: nothing is read."""
    vars(record)["_prefetched_objects_cache"] = {}
    for name in record.part_names():
        manager = getattr(record, name)
        rows = manager.get_queryset()
        rows._result_cache = [part for part in parts if isinstance(part, manager.model)]
        rows._prefetch_done = True
        vars(record)["_prefetched_objects_cache"][name] = rows


def _kinds_there(record: Record) -> set[str]:
    """The relations of parts in which the record has any row."""
    links: list[Any] = [part._meta.get_field(part.parent) for part in record.parts()]
    quoted = connection.ops.quote_name
    asked = ", ".join(
        f"EXISTS (SELECT 1 FROM {quoted(link.model._meta.db_table)} WHERE {quoted(link.column)} = %s)"  # noqa: S608 names of our own tables
        for link in links
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [record.pk] * len(links))
        found = cursor.fetchone()
    return {link.remote_field.get_accessor_name() for link, there in zip(links, found, strict=True) if there}


def snapshot(record: Record) -> dict[str, Any]:
    """Fields of the record and, per part model, its rows in order."""
    read_parts(record)
    return snapshot_of_read(record)


def snapshot_of_read(record: Record) -> dict[str, Any]:
    """The same from parts that are known already."""
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
