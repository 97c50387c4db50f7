"""Text search over all records: folded words, newest first, visibility and facets in the same index."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

from phoihop.core.indexing import facet_token
from phoihop.core.models import Record, SearchRow, SearchText
from phoihop.core.text import fold, modern_tones
from phoihop.core.who import Actor

WORD = r"\w+"
#: A common word fills a page of hits among so many of the newest rows, and then the others need not be put in order.
NEWEST = 5000
#: Candidates that are put in order; the index itself knows only "newest first".
CANDIDATES = 200
#: Hits of one page, and letters of a snippet.
SHOWN, SNIPPET = 50, 180


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record that was found, and the place in it where the words stand (pieces, marked or not)."""

    row: SearchRow
    kind: str
    path: str
    snippet: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Found:
    """``counts`` are the facet tokens of the newest candidates; ``bounded``: there are more than were looked at."""

    hits: list[Hit] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bounded: bool = False


def words_of(query: str) -> list[str]:
    """The folded words of a query, at most twelve, only letters and digits."""
    return re.findall(WORD, fold(query), re.UNICODE)[:12]


def row_ids(
    query: str,
    actor: Actor,
    *,
    record_type: str = "",
    limit: int = 200,
    chosen: Mapping[str, str] | None = None,
) -> list[int]:
    """Keys of search rows that hold every word (the last as a beginning), are found by every facet that was chosen,
    and that the actor may see."""
    words = words_of(query)
    readers = (
        ["inside", *(f"b{key}" for key in sorted(actor.bodies))] if actor.kind == "person" else ["public"]
    )
    if actor.kind == "clock":
        readers = []
    if not words or (actor.kind == "person" and not actor.bodies):
        return []
    facets = [facet_token(code, value) for code, value in (chosen or {}).items() if value]
    sql, params = _newest(_match(words, readers, facets), record_type, int(limit))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _match(words: list[str], readers: list[str], facets: list[str]) -> str:
    """The question as the text index of this database asks it."""
    if connection.vendor == "sqlite":
        match = " AND ".join(f'text : "{word}" *' for word in words)
        match = f"({match}) AND readers : ({' OR '.join(readers)})" if readers else match
        return " AND ".join([f"({match})", *(f"facets : {token}" for token in facets)])
    match = " & ".join(f"{word}:*A" for word in words)
    match = f"({match}) & ({' | '.join(f'{token}:B' for token in readers)})" if readers else match
    return " & ".join([f"({match})", *(f"{token}:C" for token in facets)])


def _newest(match: str, record_type: str, limit: int) -> tuple[str, list[Any]]:
    """The newest hits in one statement: those among the newest rows, and only where they are too few, of all rows.

    Exact: where the newest rows hold enough hits, no older row is newer than these.
    """
    only, extra = ("WHERE record_type = %s ", [record_type]) if record_type else ("", [])
    sql, params = _statement(match, record_type)
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


def _statement(match: str, record_type: str) -> tuple[str, list[Any]]:
    """Every hit, in no order; further conditions may follow."""
    only = " AND s.record_type = %s" if record_type else ""
    extra = [record_type] if record_type else []
    if connection.vendor == "sqlite":
        return (
            "SELECT s.id, s.at FROM core_searchindex i JOIN core_searchrow s ON s.id = i.rowid "
            f"WHERE core_searchindex MATCH %s{only}",
            [match, *extra],
        )
    return (
        f"SELECT s.id, s.at FROM core_searchrow s WHERE s.vector @@ to_tsquery('simple', %s){only}",
        [match, *extra],
    )


def find(query: str, actor: Actor, *, limit: int = SHOWN) -> list[Hit]:
    """The hits alone, see :func:`look`."""
    return look(query, actor, limit=limit).hits


def look(
    query: str, actor: Actor, *, chosen: Mapping[str, str] | None = None, limit: int = SHOWN
) -> Found:  # fmt: skip
    """Hits of every kind: an exact code, a title that is the words, a title that holds them, then the others.

    Whoever types tone marks means them: "đèn" finds no "đến" while something with "đèn" is there.
    """
    ids = row_ids(query, actor, limit=CANDIDATES, chosen=chosen)
    bare = SearchRow.objects.only("id", "record_type", "record_id", "code", "title", "facets", "at")
    by_key = {row.pk: row for row in bare.filter(pk__in=ids)}
    rows = sorted((by_key[key] for key in ids if key in by_key), key=lambda row: _place(row, query))
    marked = fold(query) != " ".join(query.lower().split())
    rows = _seen(rows, actor)
    seen = _loaded(rows if marked else rows[:limit])
    insides = _insides(record for _row, record in seen)
    if marked:
        seen = (_as_marked(seen, query, insides) or seen)[:limit]
    hits = [_hit(row, record, query, insides) for row, record in seen]
    counts = Counter(token for row in rows for token in row.facets.split())
    return Found(hits=hits, counts=counts, bounded=len(ids) == CANDIDATES)


def _seen(rows: list[SearchRow], actor: Actor) -> list[SearchRow]:
    """The index narrows, the record decides: readers named on another record (the parties of a target's
    programme) may have changed since the row was written. One query for each kind."""
    found: set[tuple[str, int]] = set()
    for label, (model, keys) in _by_kind(rows).items():
        visible = model._default_manager.visible_to(actor).filter(pk__in=keys)
        found.update((label, key) for key in visible.values_list("pk", flat=True))
    return [row for row in rows if (row.record_type, row.record_id) in found]


def _by_kind(rows: Iterable[SearchRow]) -> dict[str, tuple[Any, list[int]]]:
    kinds: dict[str, tuple[Any, list[int]]] = {}
    for row in rows:
        model = kinds[row.record_type][0] if row.record_type in kinds else apps.get_model(row.record_type)
        if issubclass(model, Record):
            kinds.setdefault(row.record_type, (model, []))[1].append(row.record_id)
    return kinds


def _loaded(rows: list[SearchRow]) -> list[tuple[SearchRow, Record]]:
    """Rows with their records, in the same order; one query for each kind."""
    records = {
        (label, record.pk): record
        for label, (model, keys) in _by_kind(rows).items()
        for record in model._base_manager.filter(pk__in=keys)
    }
    return [(row, records[key]) for row in rows if (key := (row.record_type, row.record_id)) in records]


Insides = Mapping[tuple[str, int], str]


def _hit(row: SearchRow, record: Record, query: str, insides: Insides) -> Hit:
    return Hit(
        row=row, kind=str(record._meta.verbose_name), path=record.path,
        snippet=tuple(snippet(_texts(record, insides, title=False), words_of(query))),
    )  # fmt: skip


def _place(row: SearchRow, query: str) -> int:
    title, words = fold(row.title), fold(query)
    if row.code.upper() == query.strip().upper() or title == words:
        return 0
    whole = f" {' '.join(words_of(query))} " in f" {' '.join(words_of(row.title))} "
    return 1 if whole else 2


def _texts(record: Record, insides: Insides, *, title: bool = True) -> Iterator[str]:
    """What of a record is searched, as it was written; what is inside its file last."""
    shown = str(record)
    for name in record.search:
        text = str(getattr(record, name) or "")
        if title or text != shown:
            yield text
    yield insides.get((record._meta.label_lower, record.pk), "")


def _insides(records: Iterable[Record]) -> Insides:
    """What stands inside the files of records that may still be read; one query for each kind that has files."""
    keys: dict[str, list[int]] = defaultdict(list)
    for record in records:
        if record.state in record.contents_in:
            keys[record._meta.label_lower].append(record.pk)
    return {
        (label, key): text
        for label, pks in keys.items()
        for key, text in SearchText.objects.filter(record_type=label, record_id__in=pks).values_list(
            "record_id", "text"
        )
    }


def _as_marked(
    seen: list[tuple[SearchRow, Record]], query: str, insides: Insides
) -> list[tuple[SearchRow, Record]]:  # fmt: skip
    """Those whose own text holds every word with the marks it was typed with, or holds no look-alike of it: a word
    that was found by way of an abbreviation has no marks to compare."""
    wanted = [(modern_tones(word), fold(word)) for word in re.findall(WORD, query.lower())]
    found = []
    for row, record in seen:
        text = " ".join([record.code, *_texts(record, insides)]).lower()
        words = f" {' '.join(re.findall(WORD, modern_tones(text)))} "
        bare = fold(words)
        if all(f" {word}" in words or f" {plain}" not in f" {bare}" for word, plain in wanted):
            found.append((row, record))
    return found


def snippet(texts: Iterable[str], words: list[str]) -> Iterator[tuple[str, bool]]:
    """The first place where words of the query stand, with what is round it; pieces, the words marked."""
    for text in texts:
        hits = [
            m.span() for m in re.finditer(WORD, text) if any(fold(m.group()).startswith(w) for w in words)
        ]
        if not hits:
            continue
        start = max(0, hits[0][0] - SNIPPET // 3)
        start = text.rfind(" ", 0, start) + 1 if start else 0
        end = min(len(text), start + SNIPPET)
        end = text.rfind(" ", start, end) if end < len(text) and " " in text[start + 1 : end] else end
        at = start
        for one, two in hits:
            if two > end:
                break
            if one > at:
                yield ("…" if at == start and start else "") + text[at:one], False
            yield text[one:two], True
            at = two
        yield text[at:end] + ("…" if end < len(text) else ""), False
        return


def record_ids(query: str, actor: Actor, model: type[Record], *, limit: int = 1000) -> list[int]:
    """Keys of records of one kind that match, for the search box of a list."""
    ids = row_ids(query, actor, record_type=model._meta.label_lower, limit=limit)
    return list(SearchRow.objects.filter(pk__in=ids).values_list("record_id", flat=True))
