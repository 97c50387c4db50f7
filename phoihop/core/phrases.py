"""Standing phrases: words kept as dated rows and printed as they stand, which an office may put in its own way.

The room that keeps such rows says so; each row has ``valid_from``, ``valid_to``, ``source`` and ``confidence``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, Q

from phoihop.core.text import typed


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """Which rows of a table are phrases, in which column the words stand, and how one is called."""

    model: type[Model]
    text: str
    called: Callable[[Any], str]
    among: Q


class Phrase(NamedTuple):
    """One phrase in force: its key in a choice, what it is, the row, its words and how long they may be."""

    key: str
    called: str
    row: Any
    words: str
    longest: int | None


_kept: dict[str, Phrases] = {}


def keeps_phrases(
    model: type[Model], *, text: str, called: Callable[[Any], str], among: Q | None = None
) -> None:
    """Declare that rows of this table are standing phrases."""
    _kept[model._meta.label_lower] = Phrases(model=model, text=text, called=called, among=among or Q())


def in_force(day: date) -> list[Phrase]:
    """The phrases printed on a day, table by table."""
    found = []
    for label, kept in _kept.items():
        valid = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
        longest = getattr(kept.model._meta.get_field(kept.text), "max_length", None)
        for row in kept.model._default_manager.filter(valid, kept.among).order_by("pk"):
            found.append(Phrase(f"{label}:{row.pk}", kept.called(row), row, getattr(row, kept.text), longest))
    return found


def put(phrase: Phrase, words: str, *, since: date, source: str) -> None:
    """The row ends on the day and another begins; what was printed before keeps the old words. Called in an action."""
    kept, row = _kept[phrase.row._meta.label_lower], phrase.row
    kept.model._default_manager.filter(pk=row.pk).update(valid_to=since)
    row.pk = None
    setattr(row, kept.text, typed(words))
    row.valid_from, row.valid_to, row.source, row.confidence = since, None, source, "S"
    row.save(force_insert=True)
