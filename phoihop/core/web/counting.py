"""Many bounded counts in one query: a count stops at a thousand, so its cost does not grow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

LIMIT = 1000


def count_all(wanted: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """The count of every query, at most ``LIMIT`` + 1 each, in one round trip."""
    names: list[str] = []
    parts: list[str] = []
    params: list[Any] = []
    found = dict.fromkeys(wanted, 0)
    for name, rows in wanted.items():
        try:
            sql, values = rows.order_by().values("pk")[: LIMIT + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 built by the ORM, values bound
        params.extend(values)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            row = cursor.fetchone()
        found.update(zip(names, row or (), strict=False))
    return found


def bounded(n: int) -> str:
    """ "47", or "1.000+" where counting stopped."""
    return "1.000+" if n > LIMIT else f"{n:,}".replace(",", ".")
