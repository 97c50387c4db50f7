"""Rows as JSON and back, for any model: what stands in a package follows from the declarations alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from phoihop.core.canonical import plain
from phoihop.core.models import Deadline, JournalBody, JournalEntry, JournalRoot, Link, Part, Record, Setting
from phoihop.core.salted import texts_of
from phoihop.core.snapshot import fields_of

#: The engine's own tables, which a package holds in its own way: inside the records, or as the journal.
_ENGINE = (JournalEntry, JournalBody, JournalRoot, Link, Deadline)
#: Settings that speak of this machine and not of the work.
HERE = "here."


def _ours() -> list[type[models.Model]]:
    found = [
        m for m in apps.get_models(include_auto_created=True)
        if m._meta.app_config and m._meta.app_config.name.startswith("phoihop.") and m._meta.managed
        and not m._meta.proxy
    ]  # fmt: skip
    return sorted(found, key=lambda m: m._meta.label_lower)


def kinds() -> list[type[Record]]:
    """Every kind of record of this release."""
    return [m for m in _ours() if issubclass(m, Record)]


def tables() -> list[type[models.Model]]:
    """Every other table: catalogues, calendars, counters, users. One that stays here says so (``in_package``)."""
    return [
        m for m in _ours()
        if not issubclass(m, Record | Part) and m not in _ENGINE and getattr(m, "in_package", True)
    ]  # fmt: skip


def everything() -> list[type[models.Model]]:
    """Every table a package fills."""
    return [m for m in _ours() if m in _ENGINE or issubclass(m, Part)] + [*kinds(), *tables()]


def dump(value: Any) -> str:
    """JSON as it is, numbers as numbers; sorted, so that equal rows make equal lines."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def columns(model: type[models.Model]) -> list[Any]:
    """The columns a package holds of a table: all but those declared secret."""
    left = getattr(model, "secret", ())
    return [f for f in model._meta.concrete_fields if f.name not in left]


def row_of(instance: models.Model) -> dict[str, Any]:
    """A row of a table, with its key."""
    return {f.attname: _out(f, getattr(instance, f.attname)) for f in columns(type(instance))}


def _out(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField | models.FloatField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64encode(value).decode()
    if isinstance(field, models.FileField):
        return str(value)
    if isinstance(field, models.DecimalField):
        return format(value, f".{field.decimal_places}f")
    return plain(value)


def back(field: Any, value: Any) -> Any:
    """The value of a column from its JSON."""
    if value is None or isinstance(field, models.JSONField | models.FloatField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def record_line(record: Record, links: Iterable[Link], clocks: Iterable[Deadline]) -> str:
    """A record as one line: fields and parts as its journal knows them, keys, links, clocks.

    ``exact`` holds those values that the journal's own text tells less exactly (numbers inside JSON) or by a digest.
    """
    parts: dict[str, list[dict[str, Any]]] = {}
    keys: dict[str, list[int]] = {}
    exact: dict[str, Any] = {}
    if found := _inexact(record):
        exact["fields"] = found
    for part in record.parts():
        link: Any = part._meta.get_field(part.parent)
        rows = list(getattr(record, link.remote_field.get_accessor_name()).all())
        name = part._meta.model_name or ""
        parts[name] = [fields_of(row, leave=frozenset({link.attname})) for row in rows]
        keys[name] = [row.pk for row in rows]
        lost = {str(n): found for n, row in enumerate(rows) if (found := _inexact(row))}
        if lost:
            exact[name] = lost
    line = {
        "id": record.pk, "code": record.code, "seq": record.seq, "head": record.head, "fields": fields_of(record),
        "parts": parts, "keys": keys, "clocks": [row_of(clock) for clock in clocks],
        "links": [{"id": w.pk, "kind": w.kind, "to": f"{w.to_type}:{w.to_id}"} for w in links],
    }  # fmt: skip
    return dump({**line, "exact": exact} if exact else line)


def _inexact(row: models.Model) -> dict[str, Any]:
    """Columns whose value the plain text would not give back; a text the journal does not keep, with its salt."""
    found = texts_of(row)
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        exact = isinstance(field, models.JSONField | models.FloatField | models.BinaryField)
        if exact and value is not None and (isinstance(field, models.BinaryField) or plain(value) != value):
            found[field.attname] = _out(field, value)
    return found


def from_line(
    model: type[Record], line: dict[str, Any]
) -> tuple[Record, list[Part], list[Link], list[Deadline]]:
    """The rows a line tells of, ready to be written as they are."""
    label, exact = model._meta.label_lower, line.get("exact", {})
    record = _made(model, {**line["fields"], **exact.get("fields", {})}, pk=line["id"])
    record.seq, record.head = line["seq"], line["head"]
    parts = []
    for part in model.parts():
        name = part._meta.model_name or ""
        link: Any = part._meta.get_field(part.parent)
        for n, values in enumerate(line["parts"].get(name, ())):
            held = {**values, **exact.get(name, {}).get(str(n), {}), link.attname: line["id"]}
            parts.append(_made(part, held, pk=line["keys"][name][n]))
    links = []
    for w in line["links"]:
        kind, _colon, key = w["to"].partition(":")
        links.append(
            Link(
                pk=w["id"], from_type=label, from_id=line["id"], kind=w["kind"], to_type=kind, to_id=int(key)
            )
        )
    return record, parts, links, [from_row(Deadline, row) for row in line["clocks"]]


def from_row(model: Any, row: dict[str, Any]) -> Any:
    return _made(model, row, pk=row[model._meta.pk.attname])


def _made(model: Any, values: dict[str, Any], *, pk: Any) -> Any:
    """What a package must not hold is not taken from one either: a doctored line brings no password."""
    known = {f.attname: f for f in columns(model)}
    made = model(**{name: back(known[name], value) for name, value in values.items() if name in known})
    made.pk = pk
    return made


def setting_here(row: models.Model) -> bool:
    return isinstance(row, Setting) and row.name.startswith(HERE)
