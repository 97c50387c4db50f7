"""This installation, as the copies see it; settings are read here alone."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from phoihop import __version__
from phoihop.core.models import SealedText
from phoihop.upkeep.backup.copies import Erased, Place
from phoihop.upkeep.package.rows import everything


def here() -> Place:
    """Of the tables this release knows, those the database has: before an update it may lack some."""
    there = set(connection.introspection.table_names())
    tables = [m._meta.db_table for m in everything() if m._meta.db_table in there]
    return Place(
        data=settings.DATA, copies=settings.BACKUPS, database=connection.settings_dict, release=__version__,
        tables=tables,
    )  # fmt: skip


def erased_spans() -> list[Erased]:
    """From when until when each erased text stood in the database and in its file."""
    rows = SealedText.objects.exclude(erased_at=None).values_list("held_since", "erased_at", "scrubbed_at")
    return [Erased(since=since, erased=scrubbed or erased) for since, erased, scrubbed in rows if erased]
