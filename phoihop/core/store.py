"""Locks, checks and saves a record with its parts, on behalf of the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint, Value
from django.db.models.functions import Coalesce

from phoihop.core import counters
from phoihop.core.canonical import plain
from phoihop.core.models import Link, Part, Record


def lock(given: Record, also: Sequence[str]) -> Record:
    """Read the record afresh under a lock, and the records it names in ``also``, in (type, key) order."""
    wanted: list[tuple[str, int, type[Record], str]] = [
        (given._meta.label_lower, given.pk, type(given), ""),
    ]
    for name in also:
        other: Any = given._meta.get_field(name)
        key = getattr(given, other.attname)
        if key is not None:
            wanted.append((other.related_model._meta.label_lower, key, other.related_model, name))
    found: dict[str, Record] = {}
    for _type, key, model, name in sorted(wanted, key=lambda w: w[:2]):
        # What the record is always read with comes along in the same query; only its own row is locked.
        joins = (model.detail.select if model.detail else ()) or (None,)
        rows = model._base_manager.select_related(*joins).select_for_update(of=("self",))
        found[name] = rows.get(pk=key)
    record = found.pop("")
    for name, other_record in found.items():
        setattr(record, name, other_record)
    return record


def loaded(record: Record) -> dict[str, Any]:
    """Stored values before the action, to know what it changed."""
    return {field.attname: plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}


def changed(record: Record, before: dict[str, Any]) -> list[str]:
    """Names of the fields whose stored value differs."""
    return [
        field.name
        for field in record._meta.concrete_fields
        if not field.primary_key and plain(getattr(record, field.attname)) != before.get(field.attname)
    ]


def part_relations(record: Record) -> set[str]:
    """The relations whose parts the action added, changed or dropped."""
    parts = (*record.added, *record.changed, *record.dropped)
    links: list[Any] = [part._meta.get_field(part.parent) for part in parts]
    return {link.remote_field.get_accessor_name() for link in links}


def save(record: Record, before: dict[str, Any], *, at: datetime) -> list[list[str]]:
    """Check what changed, insert a new record, save its parts and links; returns the links made."""
    if not record.code:
        series = record.numbering(at)
        record.code = f"{series}-{counters.next_number(series):04d}"
    names = set(changed(record, before)) if before else {f.name for f in record._meta.concrete_fields}
    check(record, names)
    if record.pk is None:
        record.save(force_insert=True)
    _save_parts(record)
    return _save_links(record)


def check(instance: models.Model, names: set[str], *, asked: bool = True) -> None:
    """``full_clean`` of the changed fields and of the constraints that touch them.

    References are not looked up again (the form chose them and the database holds the foreign key),
    so an ordinary action spends one query here, for all its check constraints together. Where many rows are
    written at once the constraints are not ``asked``: the database refuses all of them together.
    """
    references = {f.name for f in instance._meta.concrete_fields if f.is_relation}
    unchanged = {f.name for f in instance._meta.fields} - names
    # What the column may hold empty is no fault: ``blank`` is a matter of forms.
    empty = {
        f.name for f in instance._meta.concrete_fields if f.null and getattr(instance, f.attname) is None
    }
    instance.clean_fields(exclude=unchanged | references | empty | {"id", "seq", "head"})
    instance.clean()
    if not asked:
        return
    errors: dict[str, list[Any]] = defaultdict(list)
    touched = [c for c in instance._meta.constraints if names.intersection(_fields_of(c))]
    checks = [c for c in touched if isinstance(c, CheckConstraint)]
    if len(checks) > 1 and _all_hold(instance, checks):
        touched = [c for c in touched if not isinstance(c, CheckConstraint)]
    for constraint in touched:
        try:
            constraint.validate(type(instance), instance)
        except ValidationError as error:
            errors[NON_FIELD_ERRORS].extend(error.error_list)
    if errors:
        raise ValidationError(errors)


def _all_hold(instance: models.Model, checks: Sequence[CheckConstraint]) -> bool:
    """All conditions asked in one query; only when one fails is each asked for its own message."""
    together = Q()
    for constraint in checks:
        together &= Q(Coalesce(constraint.condition, True, output_field=models.BooleanField()))
    values = {f.name: Value(getattr(instance, f.attname), f) for f in instance._meta.concrete_fields}
    try:
        return together.check({**values, "pk": Value(instance.pk)})
    except FieldError:
        return False


def _fields_of(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields)
    if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
        return {path.split("__")[0] for path in _paths(constraint.condition)}
    return set()


def _paths(condition: Q) -> set[str]:
    out: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            out |= _paths(child)
        elif isinstance(child, tuple):
            out.add(child[0])
            if isinstance(child[1], models.F):
                out.add(str(child[1].name))  # type: ignore[attr-defined]
    return out


def _save_parts(record: Record) -> None:
    for part in record.dropped:
        part.delete()
    for part in record.changed:
        check(part, {f.name for f in part._meta.concrete_fields})
        part.save()
    fresh: dict[type[Part], list[Part]] = defaultdict(list)
    for part in record.added:
        setattr(part, part.parent, record)
        check(part, {f.name for f in part._meta.concrete_fields})
        fresh[type(part)].append(part)
    for model, rows in fresh.items():
        model._default_manager.bulk_create(rows)
    record.added, record.changed, record.dropped = [], [], []


def _save_links(record: Record) -> list[list[str]]:
    rows = [
        Link(
            from_type=record._meta.label_lower, from_id=record.pk, kind=kind,
            to_type=other._meta.label_lower, to_id=other.pk,
        )
        for kind, other in record.linked
    ]  # fmt: skip
    Link.objects.bulk_create(rows, ignore_conflicts=True)
    made = [[kind, f"{other._meta.label_lower}:{other.pk}"] for kind, other in record.linked]
    record.linked = []
    return made
