"""The index of likeness over all petitions: kept after every action, asked for the few that one petition may repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from phoihop.core.indexing import derived
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.petitions.likeness import (
    ALIKE,
    VERSION,
    Likeness,
    Sketch,
    keys_of,
    likeness,
    reasons,
    sketch,
    topic_keys,
)
from phoihop.petitions.models import SILENT, LikenessKey, Petition

#: Candidates whose words are compared, and holders of one key that are looked at: the newest.
COMPARED, HELD = 60, 400


def sketch_of(row: Petition) -> Sketch:
    return sketch(row.content or row.title, place=", ".join(w for w in (row.quarter, row.place) if w))


@derived("petitions.petition", version=VERSION)
def keep_keys(records: list[Record]) -> None:
    """The keys as the petitions stand now; of one that is new nothing has to be taken away."""
    rows = [record for record in records if isinstance(record, Petition)]
    old = [row.pk for row in rows if row.seq > 1]
    known: dict[int, set[int]] = {}
    if old:
        for key, pk in LikenessKey.objects.filter(petition__in=old).values_list("key", "petition"):
            known.setdefault(pk, set()).add(key)
    kept = [row for row in rows if row.state not in SILENT]
    sketches, scopes = [sketch_of(row) for row in kept], [scope_of(row) for row in kept]
    keys = keys_of(sketches, scopes) if kept else []
    fresh = {
        row.pk: [*mine, *topic_keys(one, scope)]
        for row, mine, one, scope in zip(kept, keys, sketches, scopes, strict=True)
    }
    gone = [pk for pk, held in known.items() if held != set(fresh.get(pk, ()))]
    if gone:
        LikenessKey.objects.filter(petition__in=gone).delete()
    LikenessKey.objects.bulk_create(
        LikenessKey(key=key, petition_id=pk)
        for pk, mine in fresh.items()
        if pk not in known or pk in gone
        for key in mine
    )


def scope_of(row: Petition) -> str:
    """Petitions heard in one locality are compared with each other."""
    return str(row.receiver.territory_id)


@dataclass(frozen=True)
class Candidate:
    """A petition that may be the same matter, and why."""

    row: Petition
    found: Likeness
    reasons: list[str]


def candidates(row: Petition, actor: Actor, *, least: float = ALIKE, most: int = 10) -> list[Candidate]:
    """Earlier and later petitions of one matter, the likest first; only such as the actor may see."""
    mine = sketch_of(row)
    near = nearest(keys_of([mine], [scope_of(row)])[0], without=row.pk)
    rows = Petition.objects.visible_to(actor).filter(pk__in=near).exclude(state__in=SILENT)
    rows = rows.select_related("answering", "responsible", "merged_into", "receiver")
    found = [(other, likeness(mine, sketch_of(other))) for other in rows]
    alike = [pair for pair in found if pair[1].score >= least]
    alike.sort(key=lambda pair: (-pair[1].score, -pair[0].pk))
    return [
        Candidate(
            other, why, reasons(why, field=row.field_label if row.field and row.field == other.field else "")
        )
        for other, why in alike[:most]
    ]


def nearest(keys: Sequence[int], *, without: int | None = None) -> list[int]:
    """Petitions sharing most keys; of a key that many share, the newest. One query, each key read from the index."""
    if not keys:
        return []
    table = LikenessKey._meta.db_table
    one = (
        f"SELECT * FROM (SELECT petition_id FROM {table} WHERE key = %s "  # noqa: S608 our own table
        f"ORDER BY petition_id DESC LIMIT {HELD}) AS k"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(keys)), list(keys))
        counts = Counter(pk for (pk,) in cursor.fetchall())
    counts.pop(without or 0, None)
    return sorted(counts, key=lambda pk: (-counts[pk], -pk))[:COMPARED]


def with_topic(keys: Sequence[int], *, without: int | None = None) -> list[int]:
    """Petitions that tell of the same things, wherever; the newest of those with most in common."""
    return nearest(keys, without=without)
