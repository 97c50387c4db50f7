"""Frees the file of the database of what was erased: deleted rows leave their letters in pages until they are used again.

``want`` is called by whoever erased something, ``run`` by ``tick`` and by the command: outside of any transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection

from phoihop.core.models import Draft, Record, Salted, SealedMark, SealedText, SearchRow, SearchText, Setting

#: Of this machine alone: a package does not carry it.
WANTED = "here.scrub"


def want(*, at: datetime) -> None:
    Setting.objects.update_or_create(name=WANTED, defaults={"value": at.isoformat()})


def is_wanted() -> bool:
    return Setting.objects.filter(name=WANTED).exists()


def run(*, at: datetime) -> bool:
    """True when nothing erased before stands in the file any more; False when it was not asked for, or could not be.

    A reader who holds an old page keeps the log of changes from being cut: then the next ``tick`` does it.
    """
    wanted = Setting.objects.filter(name=WANTED).values_list("value", flat=True).first()
    if wanted is None or connection.in_atomic_block:
        return False
    done = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    if done:
        SealedText.objects.filter(erased_at__lte=datetime.fromisoformat(wanted), scrubbed_at=None).update(
            scrubbed_at=at
        )
        Setting.objects.filter(name=WANTED, value=wanted).delete()
    return done


def _sqlite() -> bool:
    """The text index forgets what its segments still tell, the file is written anew, and its log is cut."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_searchindex(core_searchindex) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy: int = cursor.fetchone()[0]
    return busy == 0


def _postgresql() -> bool:
    """The tables that held such words are written anew; each is closed for the moment it takes."""
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in held_in()):
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
    return True


def held_in() -> set[Any]:
    """The tables in which erased words can have stood."""
    mine = {
        m for m in apps.get_models() if issubclass(m, Salted) or (issubclass(m, Record) and m.unjournalled)
    }
    return mine | {SealedText, SealedMark, SearchRow, SearchText, Draft}
