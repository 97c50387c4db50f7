"""Text search over all records: folded words, newest first, visibility in the same index."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from phoihop.core.models import Record, SearchRow
from phoihop.core.text import fold, modern_tones
from phoihop.core.who import Actor

WORD = r"\w+"


@dataclass(frozen=True, kw_only=True)
class Hit:
    row: SearchRow
    kind: str
    path: str


def words_of(query: str) -> list[str]:
    """The folded words of a query, at most twelve, only letters and digits."""
    return re.findall(r"\w+", fold(query), re.UNICODE)[:12]


def row_ids(query: str, actor: Actor, *, record_type: str = "", limit: int = 200) -> list[int]:
    """Keys of search rows that hold every word (the last as a beginning) and that the actor may see."""
    words = words_of(query)
    tokens = (
        ["inside", *(f"b{key}" for key in sorted(actor.bodies))] if actor.kind == "person" else ["public"]
    )
    if actor.kind == "clock":
        tokens = []
    if not words or (actor.kind == "person" and not actor.bodies):
        return []
    sql, params = _newest(words, tokens, record_type, int(limit))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


#: A common word fills a page of hits among so many of the newest rows, and then the others need not be put in order.
NEWEST = 5000


def _newest(words: list[str], tokens: list[str], record_type: str, limit: int) -> tuple[str, list[Any]]:
    """The newest hits in one statement: those among the newest rows, and only where they are too few, of all rows.

    Exact: where the newest rows hold enough hits, no older row is newer than these.
    """
    only, extra = ("WHERE record_type = %s ", [record_type]) if record_type else ("", [])
    sql, params = _statement(words, tokens, record_type)
    order = "ORDER BY s.at DESC, s.id DESC LIMIT"
    near = f"SELECT id FROM core_searchrow {only}ORDER BY at DESC, id DESC LIMIT {NEWEST}"
    # On SQLite the key of the text index, so that a row is looked up only after it was found to be among the newest.
    key = "+i.rowid" if connection.vendor == "sqlite" else "s.id"
    few = f"(SELECT COUNT(*) FROM fresh) < {limit}"
    return (
        f"WITH fresh AS MATERIALIZED ({sql} AND {key} IN ({near}) {order} {limit}), "
        f"whole AS MATERIALIZED ({sql} {order} (SELECT CASE WHEN {few} THEN {limit} ELSE 0 END)) "
        f"SELECT id FROM (SELECT id, at FROM whole UNION ALL SELECT id, at FROM fresh WHERE NOT {few}) AS found "
        "ORDER BY at DESC, id DESC",
        [*params, *extra, *params],
    )


def _statement(words: list[str], tokens: list[str], record_type: str) -> tuple[str, list[Any]]:
    """Every hit, in no order; further conditions may follow."""
    only = " AND s.record_type = %s" if record_type else ""
    extra = [record_type] if record_type else []
    if connection.vendor == "sqlite":
        match = " AND ".join(f'text : "{word}" *' for word in words)
        if tokens:
            match = f"({match}) AND readers : ({' OR '.join(tokens)})"
        return (
            "SELECT s.id, s.at FROM core_searchindex i JOIN core_searchrow s ON s.id = i.rowid "
            f"WHERE core_searchindex MATCH %s{only}",
            [match, *extra],
        )
    match = " & ".join(f"{word}:*A" for word in words)
    if tokens:
        match = f"({match}) & ({' | '.join(f'{token}:B' for token in tokens)})"
    return (
        f"SELECT s.id, s.at FROM core_searchrow s WHERE s.vector @@ to_tsquery('simple', %s){only}",
        [match, *extra],
    )


#: Candidates that are put in order; the index itself knows only "newest first".
CANDIDATES = 200


def find(query: str, actor: Actor, *, limit: int = 50) -> list[Hit]:
    """Hits of every kind: an exact code, a title that is the words, a title that holds them, then the others.

    Whoever types tone marks means them: "đèn" finds no "đến" while something with "đèn" is there.
    """
    ids = row_ids(query, actor, limit=CANDIDATES)
    rows = {row.pk: row for row in SearchRow.objects.filter(pk__in=ids)}
    hits = []
    seen = _seen(list(rows.values()), actor)
    for key in ids:
        row = rows[key]
        if (row.record_type, row.record_id) in seen:
            model: Any = apps.get_model(row.record_type)
            hits.append(Hit(row=row, kind=str(model._meta.verbose_name), path=model.path))
    if fold(query) != " ".join(query.lower().split()):
        hits = _as_marked(hits, query) or hits
    return sorted(hits, key=lambda hit: _place(hit, query))[:limit]


def _seen(rows: list[SearchRow], actor: Actor) -> set[tuple[str, int]]:
    """The index narrows, the record decides: readers named on another record (the parties of a target's
    programme) may have changed since the row was written."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_type[row.record_type].append(row.record_id)
    found: set[tuple[str, int]] = set()
    for label, keys in by_type.items():
        model: Any = apps.get_model(label)
        if issubclass(model, Record):
            visible = model._default_manager.visible_to(actor).filter(pk__in=keys)
            found.update((label, key) for key in visible.values_list("pk", flat=True))
    return found


def _place(hit: Hit, query: str) -> int:
    title, words = fold(hit.row.title), fold(query)
    if hit.row.code.upper() == query.strip().upper() or title == words:
        return 0
    whole = f" {' '.join(words_of(query))} " in f" {' '.join(words_of(hit.row.title))} "
    return 1 if whole else 2


def _as_marked(hits: list[Hit], query: str) -> list[Hit]:
    """The hits whose own text holds every word with the marks it was typed with; one query for each kind."""
    wanted = [modern_tones(word) for word in re.findall(WORD, query.lower())]
    texts: dict[tuple[str, int], str] = {}
    for label in {hit.row.record_type for hit in hits}:
        model: Any = apps.get_model(label)
        keys = [hit.row.record_id for hit in hits if hit.row.record_type == label]
        for record in model._base_manager.filter(pk__in=keys):
            text = " ".join([record.code, *(str(getattr(record, name) or "") for name in record.search)])
            texts[label, record.pk] = f" {' '.join(re.findall(WORD, modern_tones(text.lower())))} "
    return [
        hit for hit in hits
        if all(f" {word}" in texts.get((hit.row.record_type, hit.row.record_id), "") for word in wanted)
    ]  # fmt: skip


def record_ids(query: str, actor: Actor, model: type[Record], *, limit: int = 1000) -> list[int]:
    """Keys of records of one kind that match, for the search box of a list."""
    ids = row_ids(query, actor, record_type=model._meta.label_lower, limit=limit)
    return list(SearchRow.objects.filter(pk__in=ids).values_list("record_id", flat=True))
