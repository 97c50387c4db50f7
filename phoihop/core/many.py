"""Many new records of one kind by one declared action: each with its code, its checks, its journal entry, its search row.

What ``perform`` does one after another is done here for a few hundred at a time: a list of last year has thousands of
rows. Only a creating action that starts no clock and tells nobody may be performed so (docs/decisions/0018).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from phoihop.core import counters, indexing, ledger, moment, store
from phoihop.core.actions import Action, Refused, admit, group_now, the_action
from phoihop.core.canonical import plain
from phoihop.core.models import Link, Part, Record
from phoihop.core.snapshot import know_parts
from phoihop.core.who import Actor

#: Records written by one statement.
AT_ONCE = 400


def perform_many(
    verb: Action | Callable[..., Any] | str, items: Sequence[Mapping[str, Any]], *, actor: Actor, at: datetime
) -> list[Any]:
    """All of them or none; the records in the order of their inputs."""
    declared = the_action(verb)
    if declared.frm is not None or declared.form is not None:
        raise TypeError(f"{declared.name} is no action that makes records out of given values")
    if declared.tells or declared.calls or declared.starts or declared.stops or declared.also:
        raise TypeError(f"{declared.name} tells or runs clocks: it is performed one by one")
    group, made = group_now(), list[Record]()
    try:
        with transaction.atomic():
            for start in range(0, len(items), AT_ONCE):
                made += _make(declared, items[start : start + AT_ONCE], actor=actor, at=at, group=group)
    except IntegrityError as error:
        raise Refused(
            _("Có dòng không hợp với sổ, chưa dòng nào được ghi."),
            instead=_("Đọc lại tệp; nếu vẫn thế, báo quản trị kèm mã của lần đọc."),
        ) from error
    return made


def _make(
    verb: Action, items: Sequence[Mapping[str, Any]], *, actor: Actor, at: datetime, group: str
) -> list[Record]:
    actor = admit(verb, None, actor=actor, hat=None)
    records: list[Record] = [verb.function(actor=actor, at=at, **item) for item in items]
    for record in records:
        admit(verb, record, actor=replace(actor, hat=None), hat=None, prefer=actor.hat)
        record.state = verb.to or record.state
    _number(records, at=at)
    names = {f.name for f in verb.on._meta.concrete_fields}
    for record in records:
        store.check(record, names, asked=False)
    verb.on._base_manager.bulk_create(records)
    _parts(records)
    links = _links(records)
    effects = [{"clocks": [], "links": made} for made in links]
    ledger.append_first(
        records, verb, actor=actor, at=at, noted_at=moment.now(), inputs=[plain(dict(item)) for item in items],
        effects=effects, group=group,
    )  # fmt: skip
    indexing.index_new(records, at=at)
    return records


def _number(records: Sequence[Record], *, at: datetime) -> None:
    series = records[0].numbering(at)
    first = counters.next_numbers(series, len(records))
    for n, record in enumerate(records, start=first):
        record.code = f"{series}-{n:04d}"


def _parts(records: Sequence[Record]) -> None:
    """The parts of all of them, a statement for each kind; every record knows its own."""
    fresh: dict[type[Part], list[Part]] = defaultdict(list)
    for record in records:
        for part in record.added:
            setattr(part, part.parent, record)
            store.check(part, {f.name for f in part._meta.concrete_fields}, asked=False)
            fresh[type(part)].append(part)
    for model, rows in fresh.items():
        model._default_manager.bulk_create(rows)
    for record in records:
        know_parts(record, sorted(record.added, key=lambda part: (part.order, part.pk)))
        record.added = []


def _links(records: Sequence[Record]) -> list[list[list[str]]]:
    rows, told = [], []
    for record in records:
        label = record._meta.label_lower
        told.append([[kind, f"{other._meta.label_lower}:{other.pk}"] for kind, other in record.linked])
        rows += [
            Link(
                from_type=label, from_id=record.pk, kind=kind, to_type=other._meta.label_lower, to_id=other.pk
            )
            for kind, other in record.linked
        ]
        record.linked = []
    Link.objects.bulk_create(rows, ignore_conflicts=True)
    return told
