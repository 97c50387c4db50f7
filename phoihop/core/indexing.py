"""Keeps the search table equal to the records: their words, who reads them, what they are found by, what their files say.

The table is no record of its own: it can be made again from the records at any time (``phoihop reindex``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from phoihop.core import moment
from phoihop.core.models import JournalEntry, Record, SearchRow, SearchText, Setting
from phoihop.core.synonyms import widened
from phoihop.core.text import fold, paper_number

#: Letters of a file that are searched: three hundred pages.
CONTENTS = 1_000_000
#: Bytes of words PostgreSQL takes in one row (1,048,575), with room for readers and facets; a text of so many letters fits.
ROOM, SURELY_FITS = 900_000, 60_000
_WORD = re.compile(r"[^\W_]+")
#: Of a word in that row: its head, and each place it stands at.
_HEAD, _PLACE = 3, 2
#: Records made again at a time.
CHUNK = 500
#: Raised when rows of an older release would miss what this one looks for.
VERSION = "4"
_MADE = "here.search.made"
#: The facet of the official number a record carries.
NUMBER = "so-hieu"
_PLAIN = re.compile(r"[^0-9a-z]+")


def facet_token(code: str, value: object) -> str:
    """One word of the index for "found by this": letters and digits only, so that both databases keep it whole."""
    return f"x{_PLAIN.sub('', fold(code))}x{_PLAIN.sub('', fold(str(value)))}"


def facet_tokens(record: Record, *, at: datetime) -> str:
    """What the record is found by: its kind, its year, its official number, and the attributes it declares in ``found_by``."""
    values: dict[str, object] = {"loai": record._meta.label_lower, "thoi-gian": timezone.localdate(at).year}
    for code, name in record.found_by.items():
        value = getattr(record, name)
        if value is not None and value != "":
            values[code] = value.year if isinstance(value, date) else value
    number = paper_number(str(getattr(record, record.numbered) or "")) if record.numbered else ""
    if number:
        values[NUMBER] = number
    return " ".join(facet_token(code, value) for code, value in values.items())


def index(record: Record, *, at: datetime, moved: bool = True) -> None:
    """The search row as the record stands now.

    ``moved``: who may read it may have changed, and with it who may read what hangs on it.
    """
    if not record.search:
        return
    _write(record, at=at, moved=moved)
    for other in record.read_alike() if moved else ():
        _write(other, at=None, moved=True)


Derive = Callable[[list[Record]], None]
_derived: dict[str, tuple[int, Derive]] = {}


def derived(label: str, *, version: int) -> Callable[[Derive], Derive]:
    """Declare who keeps a further index of a kind of record ("petitions.petition"): told after every action on it.

    Such an index is no record: it can be made again from the records at any time, and is at the first start of a
    release that raised ``version``.
    """

    def declare(run: Derive) -> Derive:
        _derived[label] = (version, run)
        return run

    return declare


def derive(records: list[Record]) -> None:
    if records and (kept := _derived.get(records[0]._meta.label_lower)):
        kept[1](records)


def index_new(records: list[Record], *, at: datetime) -> None:
    """The rows of many records just made, in one statement."""
    if records and records[0].search:
        SearchRow.objects.bulk_create(SearchRow(**_values(record, at=at)) for record in records)
    derive(records)


def _values(record: Record, *, at: datetime) -> dict[str, object]:
    readers = "inside" if record.everyone_inside else " ".join(f"b{key}" for key in record.reader_keys())
    return {
        "record_type": record._meta.label_lower, "record_id": record.pk, "code": record.code, "title": str(record)[:400],
        "text": _words(record), "readers": readers, "facets": facet_tokens(record, at=at), "at": at,
    }  # fmt: skip


def _write(record: Record, *, at: datetime | None, moved: bool) -> None:
    """``at`` is None when only the readers are renewed: nothing was done on that record."""
    fields = [*(("title", "text", "facets", "at", "code") if at else ()), *(("readers",) if moved else ())]
    tokens = ""
    if moved:
        tokens = "inside" if record.everyone_inside else " ".join(f"b{key}" for key in record.reader_keys())
    mine = {"record_type": record._meta.label_lower, "record_id": record.pk}
    if at is None:
        SearchRow.objects.filter(**mine).update(readers=tokens)
        return
    values = {
        **mine, "code": record.code, "title": str(record)[:400], "text": _words(record), "readers": tokens,
        "facets": facet_tokens(record, at=at), "at": at,
    }  # fmt: skip
    _put(values, fields)


def _put(values: dict[str, object], fields: list[str]) -> None:
    """Write the row in one statement; one that is there gets these fields and the newest key."""
    row = SearchRow(**values)
    columns = [f for f in SearchRow._meta.concrete_fields if not f.primary_key]
    given = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in columns]
    sqlite = connection.vendor == "sqlite"
    newest = "(SELECT MAX(id) + 1 FROM core_searchrow)" if sqlite else "excluded.id"
    names = ", ".join(str(f.column) for f in columns)
    places = ", ".join(["%s"] * len(columns))
    changes = ", ".join([f"id = {newest}", *(f"{name} = excluded.{name}" for name in fields)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO core_searchrow ({names}) VALUES ({places}) "
            f"ON CONFLICT (record_type, record_id) DO UPDATE SET {changes}",
            given,
        )


def _words(record: Record) -> str:
    """Folded words of the record and of its file, with the long and the short form of every usual abbreviation."""
    inside = contents_of(record) if record.contents_in else ""
    return widened(fitting(plain_words(f"{record.search_text()} {fold(inside)}")))


def plain_words(folded: str) -> str:
    """The words alone: PostgreSQL's own parser takes "-0001" for a number, "12/BC-UBND" for a path, "so.xlsx" for a host."""
    return " ".join(_WORD.findall(folded))


def fitting(words: str) -> str:
    """As much from its beginning as one row of PostgreSQL's index holds; only endless numbers and codes come so far.

    A distinct word costs its letters and its head, each place of a word two bytes.
    """
    if len(words) < SURELY_FITS:
        return words
    left, seen = ROOM, set[str]()
    for found in _WORD.finditer(words):
        word = found.group()
        left -= _PLACE
        if word not in seen:
            seen.add(word)
            left -= len(word.encode()) + _HEAD
        if left < 0:
            return words[: found.start()].rstrip()
    return words


def contents_of(record: Record) -> str:
    """What stands inside the record's file; a file that may not be read any more is forgotten here and now."""
    rows = SearchText.objects.filter(record_type=record._meta.label_lower, record_id=record.pk)
    if record.state not in record.contents_in:
        rows.delete()
        return ""
    return rows.values_list("text", flat=True).first() or ""


def keep_contents(record: Record, text: str) -> None:
    """The text of the record's file, from whoever can read it; searched from now on with the record.

    Reading takes its time: what counts is the record as it stands now, held still until its words are written.
    """
    with transaction.atomic():
        now = type(record)._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if now is None or now.state not in now.contents_in or shut(type(record)).filter(pk=now.pk).exists():
            return
        mine = {"record_type": now._meta.label_lower, "record_id": now.pk}
        SearchText.objects.update_or_create(
            **mine, defaults={"text": text[:CONTENTS], "read_at": moment.now()}
        )
        SearchRow.objects.filter(**mine).update(text=_words(now))


def shut(model: type[Record]) -> QuerySet[Any]:
    """Records whose contents nobody searches: another record names them as what it was made from (``shut``)."""
    naming = Q(pk__in=())
    for other in apps.get_models():
        for name in other.shut if issubclass(other, Record) else ():
            if other._meta.get_field(name).related_model is model:
                naming |= Q(Exists(other._base_manager.filter(**{name: OuterRef("pk")})))
    return model._base_manager.filter(naming)


def forget_contents(model: type[Record]) -> int:
    """What was read of a record before it was shut goes, and with it what it was found by. Returns how many."""
    label = model._meta.label_lower
    keys = shut(model).values("pk")
    held = SearchText.objects.filter(record_type=label, record_id__in=keys).values_list(
        "record_id", flat=True
    )
    done = 0
    for record in model._base_manager.filter(pk__in=list(held)):
        mine = {"record_type": label, "record_id": record.pk}
        with transaction.atomic():
            SearchText.objects.filter(**mine).delete()
            SearchRow.objects.filter(**mine).update(text=_words(record))
        done += 1
    return done


def reindex(tell: Callable[[int], None] = lambda n: None) -> int:
    """Every row made again from its record, in the order of the last actions. Returns how many."""
    kinds = {m._meta.label_lower: m for m in apps.get_models() if issubclass(m, Record) and m.search}
    last = JournalEntry.objects.filter(record_type__in=list(kinds)).order_by()
    rows = last.values_list("record_type", "record_id").annotate(last=Max("at"), entry=Max("pk"))
    told = sorted(rows.iterator(chunk_size=5000), key=lambda row: row[3])
    for start in range(0, len(told), CHUNK):
        part = told[start : start + CHUNK]
        records = {
            (label, record.pk): record
            for label, model in kinds.items()
            if (keys := [key for kind, key, *_when in part if kind == label])
            for record in model._base_manager.filter(pk__in=keys)
        }
        for label, key, at, _entry in part:
            if (label, key) in records:
                _write(records[label, key], at=at, moved=True)
        for label in kinds:
            derive([record for (kind, _key), record in records.items() if kind == label])
        tell(start + len(part))
    Setting.objects.update_or_create(name=_MADE, defaults={"value": _made_now()})
    return len(told)


def is_old() -> bool:
    """Whether rows were made by a release that wrote less, or other keys, into them."""
    made = Setting.objects.filter(name=_MADE).values_list("value", flat=True).first()
    return made != _made_now()


def _made_now() -> str:
    """The versions of the search index and of every further one."""
    further = (f"{label}:{version}" for label, (version, _run) in sorted(_derived.items()))
    return " ".join([VERSION, *further])
