"""What a person typed and could not save: kept on the server, given back next time, gone after success."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.utils.datastructures import MultiValueDict

from phoihop.core.actions import Action, registry
from phoihop.core.forms import INSTEAD, KNOWN, ActionForm, SecretField
from phoihop.core.models import Draft, Record
from phoihop.core.who import Actor

_ENGINE = {
    "csrfmiddlewaretoken",
    "key",
    "seen",
    "hat",
    "next",
    "ai",
    "nhap",
    "ma",
    "bo",
    "mot",
    KNOWN,
    INSTEAD,
}
#: Pages that are no form of one action and keep what is typed all the same.
pages: set[str] = set()


def keeps(verb: Action | None) -> bool:
    """Whether the form of this action is given back the next time it is opened; of a visitor's form nothing is."""
    form = verb.form if verb is not None else None
    return form is None or not issubclass(form, ActionForm) or form.keeps_draft


def may_keep(action: str, data: MultiValueDict[str, Any]) -> bool:
    """Whether these very words may lie in a draft."""
    verb = registry.get(action)
    form = verb.form if verb is not None else None
    return form is None or not issubclass(form, ActionForm) or form.may_keep(dict(data.lists()))


def kept_of(action: str, data: MultiValueDict[str, Any]) -> dict[str, list[Any]]:
    """What was typed but for the boxes whose content is sealed: that is written down nowhere else."""
    verb = registry.get(action)
    fields = verb.form.base_fields.items() if verb is not None and verb.form else ()
    secret = {name for name, field in fields if isinstance(field, SecretField)}
    told = {name: items for name, items in data.lists() if name not in secret}
    rows = tuple(f"{name}-" for name in secret) + tuple(f"{name}_" for name in secret)
    return {name: items for name, items in told.items() if not (rows and name.startswith(rows))}


def keep(
    actor: Actor, action: str, record: Record | None, data: MultiValueDict[str, Any], *, at: datetime
) -> bool:
    """Keep the typed values (never files, never engine fields) for this person, action and record.

    False where the words may lie nowhere, the disk is full or the books are busy: the text still stands on the
    page that is answered.
    """
    if actor.user is None:
        return False
    if not may_keep(action, data):
        forget(actor, action, record)
        return False
    values = {name: items for name, items in kept_of(action, data).items() if name not in _ENGINE}
    try:
        with transaction.atomic():
            Draft.objects.update_or_create(
                user=actor.user, action=action, record_id=record.pk if record else 0,
                defaults={"data": json.dumps(values, ensure_ascii=False), "at": at},
            )  # fmt: skip
    except OperationalError:
        return False
    return True


def restore(actor: Actor, action: str, record: Record | None) -> MultiValueDict[str, Any] | None:
    """The values kept before, or None."""
    if not keeps(registry.get(action)):
        return None
    found = Draft.objects.filter(
        user=actor.user or 0, action=action, record_id=record.pk if record else 0
    ).first()
    return MultiValueDict(json.loads(found.data)) if found else None


def forget(actor: Actor, action: str, record: Record | None) -> None:
    Draft.objects.filter(user=actor.user or 0, action=action, record_id=record.pk if record else 0).delete()


def drop_unkept() -> int:
    """What older releases kept of forms that keep nothing; returns how many."""
    names = [verb.name for verb in registry.values() if not keeps(verb)]
    return Draft.objects.filter(action__in=names).delete()[0]


def forget_all(record: Record) -> None:
    """What anybody typed about a record and did not send: its words were taken back."""
    names = [verb.name for verb in registry.values() if isinstance(record, verb.on)]
    Draft.objects.filter(action__in=names, record_id=record.pk).delete()
