"""Canonical text of values, so that a digest means the same on every machine and database."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import models


def plain(value: Any) -> Any:
    """A value as JSON can hold it: decimals as strings, moments in UTC, records by typed key."""
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, models.Model):
        return {"key": f"{value._meta.label_lower}:{value.pk}", "words": words_of(value)}
    if isinstance(value, File):
        return {"file": value.name, "size": value.size}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        items = [plain(v) for v in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return str(value)


def words_of(row: Any) -> str:
    """What a record is called where that is kept: one whose texts stand in its row only, by its code."""
    return str(row.code) if getattr(row, "unjournalled", ()) and hasattr(row, "code") else str(row)


def canonical(value: Any) -> str:
    """Sorted keys, no spaces, real letters: the text that is digested and kept."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
