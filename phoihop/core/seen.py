"""What a form must find unchanged when it comes back: the state of the record, and the fields the form shows."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from django.db import models

from phoihop.core.canonical import canonical, digest, plain
from phoihop.core.models import Record


def own_values(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """What the record holds under the names of a form's boxes; a box may be called like something it can do."""
    held = {name: getattr(record, name) for name in names if hasattr(record, name)}
    return {name: value for name, value in held.items() if not inspect.ismethod(value)}


def seen_of(verb: Any, record: Record | None) -> str:
    """What a form must find unchanged when it comes back: the state and the fields it shows."""
    if record is None or verb.appends:
        return ""
    names = {*verb.form.base_fields, *getattr(verb.form, "shows", ())} if verb.form else set()
    held = own_values(record, sorted(names))
    values = {n: plain(v.all() if isinstance(v, models.Manager) else v) for n, v in held.items()}
    return digest(canonical([record.state, values]))[:24]
