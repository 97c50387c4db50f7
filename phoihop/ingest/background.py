"""Reads what stands inside the files that were kept, so that they are found by it; a part of the one scheduled command."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from phoihop.core.indexing import forget_contents, keep_contents, shut
from phoihop.core.models import Record, SearchText
from phoihop.ingest.readers.apart import read_apart
from phoihop.ingest.readers.source import Source, Unreadable

_log = logging.getLogger("phoihop.ingest")
#: Files of one turn: a turn of the schedule stays short.
AT_ONCE = 20


def read_contents(limit: int = AT_ONCE) -> int:
    """The text of files nobody has looked into yet; one that cannot be read is remembered as empty. Returns how many.

    Each by itself: a file that no reader and no index takes keeps neither the others nor the schedule waiting.
    """
    done = 0
    for model in _looked_into():
        forget_contents(model)
    for record in unread(limit):
        try:
            keep_contents(record, _text(record))
        except Exception:
            _log.exception("contents of %s not kept", record.code)
            if not _remembered_as_empty(record):
                continue
        done += 1
    return done


def _remembered_as_empty(record: Any) -> bool:
    """Else it comes up in the next turn again."""
    try:
        keep_contents(record, "")
    except DatabaseError:
        _log.exception("%s is looked into again later", record.code)
        return False
    return True


def unread(limit: int) -> Iterator[Any]:
    """Records whose file may be read and was not, the newest first; never one that another record shuts."""
    for model in _looked_into():
        known = SearchText.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"))
        rows = model._base_manager.filter(~Exists(known), state__in=model.contents_in)
        yield from rows.exclude(pk__in=shut(model).values("pk")).order_by("-pk")[:limit]


def _looked_into() -> list[type[Record]]:
    return [m for m in apps.get_models() if issubclass(m, Record) and m.contents_in]


def _text(record: Any) -> str:
    """What no reader knows (pictures, sound) says nothing."""
    try:
        with default_storage.open(record.stored_as) as stored:
            source: Source = read_apart(stored.read(), record.name)
    except (Unreadable, OSError):
        return ""
    return source.text
