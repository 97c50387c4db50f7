"""Which rows a package holds: all of them, or those of a year, a locality, a record with what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from phoihop.core.models import Deadline, JournalEntry, Link, Record
from phoihop.core.who import Actor
from phoihop.upkeep.package.rows import columns, kinds, tables

CHUNK = 500


class Choice(Protocol):
    """What is chosen, in words and as a question; ``whole`` when nothing is left out."""

    scope: dict[str, str]
    whole: bool

    def holds(self, label: str, key: Any) -> bool: ...

    def chunks(self, model: type[models.Model]) -> Iterator[models.QuerySet[Any]]: ...


@dataclass
class All:
    """The whole installation."""

    scope: dict[str, str] = field(default_factory=lambda: {"kind": "all"})
    whole: bool = True

    def holds(self, label: str, key: Any) -> bool:
        return True

    def chunks(self, model: type[models.Model]) -> Iterator[models.QuerySet[Any]]:
        """The rows in order of their key, some at a time."""
        rows, last = model._base_manager.order_by("pk"), None
        while True:
            keys = list(
                (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:CHUNK]
            )
            if not keys:
                return
            yield rows.filter(pk__in=keys)
            last = keys[-1]


class Some:
    """Some records, and every row they lean on: nothing in the package points to a row that is not in it."""

    whole = False

    def __init__(self, scope: dict[str, str], seeds: dict[str, set[Any]]) -> None:
        self.scope = scope
        self.kept: dict[str, set[Any]] = defaultdict(set)
        self.models: dict[str, type[models.Model]] = {m._meta.label_lower: m for m in (*kinds(), *tables())}
        self.attached = [m for m in tables() if _needs(m) or _names_a_record(m)]
        for label, keys in seeds.items():
            self._add(label, keys)
        while self._attach():
            pass

    def holds(self, label: str, key: Any) -> bool:
        model = self.models.get(label)
        if model is None:
            return False
        if not issubclass(model, Record) and model not in self.attached:
            return True
        return key in self.kept[label]

    def chunks(self, model: type[models.Model]) -> Iterator[models.QuerySet[Any]]:
        label = model._meta.label_lower
        if not issubclass(model, Record) and model not in self.attached:
            yield from All().chunks(model)
            return
        keys = sorted(self.kept[label])
        for start in range(0, len(keys), CHUNK):
            yield model._base_manager.order_by("pk").filter(pk__in=keys[start : start + CHUNK])

    def _add(self, label: str, keys: Iterable[Any]) -> None:
        """Keep these rows and, step by step, every row they refer to."""
        waiting: dict[str, set[Any]] = {label: set(keys)}
        while waiting:
            label, found = waiting.popitem()
            fresh = found - self.kept[label]
            self.kept[label] |= fresh
            model = self.models[label]
            whole = [(model, "pk", fresh)]
            if issubclass(model, Record):
                whole += [(part, part.parent, fresh) for part in model.parts()]
            for table, by, wanted in whole:
                for name, target in _needs(table).items():
                    above = self.models.get(target)
                    if above is not None and (issubclass(above, Record) or above in self.attached):
                        more = _values(table, by, wanted, name) - self.kept[target]
                        if more:
                            waiting.setdefault(target, set()).update(more)

    def _attach(self) -> bool:
        """Rows of tables that hang on records (users, notices) come along when all they hang on is kept."""
        grew = False
        for model in self.attached:
            label, needs = model._meta.label_lower, _needs(model)
            names = [n for n, target in needs.items() if target in self.models]
            pair = ("record_type", "record_id") if _names_a_record(model) else ()
            asked = model._base_manager.values_list("pk", *pair, *names).iterator(chunk_size=2000)
            found = set()
            for pk, *values in asked:
                on = [(needs[n], v) for n, v in zip(names, values[len(pair) :], strict=True) if v is not None]
                on += [(values[0], values[1])] if pair else []
                if on and all(self.holds(target, value) for target, value in on):
                    found.add(pk)
            fresh = found - self.kept[label]
            self._add(label, fresh)
            grew = grew or bool(fresh)
        return grew


def _needs(model: type[models.Model]) -> dict[str, str]:
    """Column → table it refers to."""
    return {f.attname: f.related_model._meta.label_lower for f in columns(model) if f.is_relation}


def _names_a_record(model: type[models.Model]) -> bool:
    """By ``record_type`` and ``record_id``, as notices do."""
    return {"record_type", "record_id"} <= {f.name for f in model._meta.concrete_fields}


def _values(model: type[models.Model], by: str, keys: set[Any], name: str) -> set[Any]:
    found: set[Any] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        rows = model._base_manager.filter(**{f"{by}__in": ordered[start : start + CHUNK]})
        found.update(rows.exclude(**{name: None}).order_by().values_list(name, flat=True).distinct())
    return found


def of_year(year: int) -> Some:
    """Records on which something was done in that year, by the local calendar."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, last = (datetime(y, 1, 1, tzinfo=zone).astimezone(UTC) for y in (year, year + 1))
    rows = JournalEntry.objects.filter(at__gte=first, at__lt=last).order_by()
    return Some(
        {"kind": "year", "year": str(year)}, _by_kind(rows.values_list("record_type", "record_id").distinct())
    )


def of_bodies(reader: Actor, scope: dict[str, str]) -> Some:
    """What these bodies together may read: ``reader`` wears a hat of each."""
    seeds = {
        model._meta.label_lower: set(
            model._default_manager.visible_to(reader).order_by().values_list("pk", flat=True)
        )
        for model in kinds()
    }
    return Some(scope, seeds)


def about(record: Record) -> Some:
    """A record and everything that follows from it: what refers or links to it, and what follows from that."""
    seeds: dict[str, set[Any]] = defaultdict(set)
    waiting = {record._meta.label_lower: {record.pk}}
    below = _below()
    while waiting:
        label, keys = waiting.popitem()
        fresh = keys - seeds[label]
        seeds[label] |= fresh
        for found_label, found in _following(label, fresh, below):
            more = found - seeds[found_label]
            if more:
                waiting.setdefault(found_label, set()).update(more)
    return Some({"kind": "record", "code": record.code}, dict(seeds))


def _below() -> dict[str, list[tuple[type[Record], str]]]:
    """Kind → the paths by which records of other kinds refer to it, in a field or in a part."""
    found: dict[str, list[tuple[type[Record], str]]] = defaultdict(list)
    for model in kinds():
        for name, target in _record_needs(model):
            found[target].append((model, name))
        for part in model.parts():
            link: Any = part._meta.get_field(part.parent)
            step = (
                link.remote_field.get_accessor_name()
                if link.remote_field.related_name
                else part._meta.model_name
            )
            for name, target in _record_needs(part):
                if name != link.attname:
                    found[target].append((model, f"{step}__{name}"))
    return found


def _record_needs(model: type[models.Model]) -> list[tuple[str, str]]:
    labels = {m._meta.label_lower: m for m in kinds()}
    return [(n, t) for n, t in _needs(model).items() if t in labels]


def _following(
    label: str, keys: set[Any], below: dict[str, list[tuple[type[Record], str]]]
) -> Iterator[tuple[str, set[Any]]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        some = ordered[start : start + CHUNK]
        for model, path in below[label]:
            rows = model._base_manager.filter(**{f"{path}__in": some}).order_by()
            yield model._meta.label_lower, set(rows.values_list("pk", flat=True))
        for model, kind, key in _typed():
            rows = model._base_manager.filter(**{kind: label, f"{key}__in": some}).order_by()
            yield model._meta.label_lower, set(rows.values_list("pk", flat=True))
        links = Link.objects.filter(to_type=label, to_id__in=some).values_list("from_type", "from_id")
        yield from _by_kind(links).items()


def _typed() -> list[tuple[type[Record], str, str]]:
    """Kinds that name a record of any kind by ``<name>_type`` and ``<name>_id``."""
    found = []
    for model in kinds():
        names = {f.name for f in model._meta.concrete_fields}
        found += [
            (model, n, f"{n[:-5]}_id")
            for n in sorted(names)
            if n.endswith("_type") and f"{n[:-5]}_id" in names
        ]
    return found


def _by_kind(pairs: Iterable[tuple[str, Any]]) -> dict[str, set[Any]]:
    known = {m._meta.label_lower for m in kinds()}
    found: dict[str, set[Any]] = defaultdict(set)
    for label, key in pairs:
        if label in known:
            found[label].add(key)
    return dict(found)


def side_rows(records: list[Record]) -> tuple[dict[int, list[Link]], dict[int, list[Deadline]]]:
    """Links and clocks of some records of one kind, by record."""
    links: dict[int, list[Link]] = defaultdict(list)
    clocks: dict[int, list[Deadline]] = defaultdict(list)
    if not records:
        return links, clocks
    label, keys = records[0]._meta.label_lower, [r.pk for r in records]
    for link in Link.objects.filter(from_type=label, from_id__in=keys).order_by("pk"):
        links[link.from_id].append(link)
    for clock in Deadline.objects.filter(record_type=label, record_id__in=keys).order_by("pk"):
        clocks[clock.record_id].append(clock)
    return links, clocks
