"""Text search over all records: folded words, newest first, visibility and facets in the same index."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection

from phoihop.core.indexing import NUMBER, facet_token
from phoihop.core.models import Record, SearchRow, SearchText
from phoihop.core.search_index import STRETCH
from phoihop.core.text import fold, modern_tones, paper_number
from phoihop.core.who import Actor

WORD = r"\w+"
#: A common word fills a page of hits among so many of the newest rows, a less common one among so many stretches.
NEWEST, STRETCHES = 1000, 4
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
    """``counts`` are the facet tokens of the newest candidates; ``bounded``: there are more than were looked at;
    ``more``: than are shown."""

    hits: list[Hit] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bounded: bool = False
    more: bool = False
    #: The official number that was asked for and that no record carries.
    no_such: str = ""


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
    """Keys of search rows that hold every word, are found by every facet that was chosen, and that the actor may see.

    The newest first: a row gets a new key whenever its record changes. A last word that stands nowhere as a whole is
    taken as a beginning.
    """
    words = words_of(query)
    readers = (
        ["inside", *(f"b{key}" for key in sorted(actor.bodies))] if actor.kind == "person" else ["public"]
    )
    if actor.kind == "clock":
        readers = []
    if not words or (actor.kind == "person" and not actor.bodies):
        return []
    facets = [facet_token(code, value) for code, value in (chosen or {}).items() if value]
    if record_type:
        facets.append(facet_token("loai", record_type))
    ask = _ask_sqlite if connection.vendor == "sqlite" else _ask_postgresql
    found = ask(words, readers, facets, begins=False, limit=limit)
    if found or ask(words[-1:], [], [], begins=False, limit=1):
        return found
    return ask(words, readers, facets, begins=True, limit=limit)


def _ask_sqlite(
    words: list[str], readers: list[str], facets: list[str], *, begins: bool, limit: int
) -> list[int]:
    """The index is read from its newest key on and the reading ends when there are enough."""
    terms = [f'text : "{word}"' for word in words]
    terms[-1] += " *" if begins else ""
    terms += [f"readers : ({' OR '.join(readers)})"] if readers else []
    terms += [f"facets : {token}" for token in facets]
    sql = "SELECT rowid FROM core_searchindex WHERE core_searchindex MATCH %s ORDER BY rowid DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [" AND ".join(terms), limit])
        return [row[0] for row in cursor.fetchall()]


def _ask_postgresql(
    words: list[str], readers: list[str], facets: list[str], *, begins: bool, limit: int
) -> list[int]:
    """The index knows no order: the newest rows are looked through first, then the newest stretches, then all.

    Exact: where newer rows hold enough hits, no older row is newer than these.
    """
    terms = [f"{word}:A" for word in words]
    terms[-1] = f"{words[-1]}:*A" if begins else terms[-1]
    terms += [f"({' | '.join(f'{token}:B' for token in readers)})"] if readers else []
    terms += [f"{token}:C" for token in facets]
    match = " & ".join(terms)
    last = SearchRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    stretches = " | ".join(
        f"e{n}:D" for n in range(last // STRETCH, last // STRETCH - STRETCHES, -1) if n >= 0
    )
    rows = "SELECT id FROM core_searchrow WHERE vector @@ to_tsquery('simple', %s)"
    order = "ORDER BY id DESC LIMIT %s"
    steps: list[tuple[str, list[Any]]] = [
        (
            f"SELECT id FROM (SELECT id, vector FROM core_searchrow {order}) AS newest "
            f"WHERE vector @@ to_tsquery('simple', %s) {order}",
            [NEWEST, match, limit],
        ),
        # The hits are put in order after they were found: a walk along the keys would look at every row there is.
        (f"WITH hits AS MATERIALIZED ({rows}) SELECT id FROM hits {order}", [f"{match} & ({stretches})", limit]),
        (f"WITH hits AS MATERIALIZED ({rows}) SELECT id FROM hits {order}", [match, limit]),
    ]  # fmt: skip
    steps = [*(steps[:1] if last > NEWEST else ()), *(steps[1:2] if last > STRETCH else ()), steps[2]]
    found: list[int] = []
    with connection.cursor() as cursor:
        for sql, params in steps:
            cursor.execute(sql, params)
            found = [row[0] for row in cursor.fetchall()]
            if len(found) >= limit:
                break
    return found


def find(query: str, actor: Actor, *, limit: int = SHOWN) -> list[Hit]:
    """The hits alone, see :func:`look`."""
    return look(query, actor, limit=limit).hits


def look(
    query: str, actor: Actor, *, chosen: Mapping[str, str] | None = None, limit: int = SHOWN
) -> Found:  # fmt: skip
    """Hits of every kind: the official number or the code that was asked for, a title that is the words, a title that
    holds them, then the others.

    Whoever types tone marks means them: "đèn" finds no "đến" while something with "đèn" is there.
    """
    number = paper_number(query)
    carriers = _carriers(number, actor, chosen or {}) if number else []
    ids = [
        *carriers,
        *(key for key in row_ids(query, actor, limit=CANDIDATES, chosen=chosen) if key not in carriers),
    ]
    bare = SearchRow.objects.only("id", "record_type", "record_id", "code", "title", "facets")
    by_key = {row.pk: row for row in bare.filter(pk__in=ids)}
    words = words_of(query)
    rows = sorted(
        (by_key[key] for key in ids if key in by_key),
        key=lambda row: -1 if row.pk in carriers else _place(row, query.strip().upper(), words),
    )
    marked = fold(query) != " ".join(query.lower().split())
    rows = _seen(rows, actor)
    seen = _loaded(rows if marked else rows[:limit])
    insides = _insides(record for _row, record in seen)
    if marked:
        seen = (_as_marked(seen, query, insides) or seen)[:limit]
    hits = [_hit(row, record, query, insides) for row, record in seen]
    counts = Counter(token for row in rows for token in row.facets.split())
    more = len(hits) == limit and len(rows) > limit
    none = bool(number) and not any(row.pk in carriers for row in rows)
    return Found(
        hits=hits,
        counts=counts,
        bounded=len(ids) >= CANDIDATES,
        more=more,
        no_such=query.strip() if none else "",
    )


def _carriers(number: str, actor: Actor, chosen: Mapping[str, str]) -> list[int]:
    """Rows of the records that carry this number, by the words of its symbol: the numeral may have a nought before it."""
    symbol = number.partition("/")[2]
    return row_ids(symbol, actor, limit=CANDIDATES, chosen={**chosen, NUMBER: number})


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


def _place(row: SearchRow, code: str, words: list[str]) -> int:
    """0 for a row that is called so, 1 for one whose title holds the words in a row, 2 for the others."""
    title, asked = f" {' '.join(re.findall(WORD, fold(row.title)))} ", f" {' '.join(words)} "
    if row.code.upper() == code or title == asked:
        return 0
    return 1 if asked in title else 2


def _texts(record: Record, insides: Insides, *, title: bool = True) -> Iterator[str]:
    """What of a record is searched, as it was written; what is inside its file last."""
    shown, gone = str(record), record.told_no_more()
    for name in (name for name in record.search if name not in gone):
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
