"""This installation, as the copies see it; settings are read here alone."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from phoihop import __version__
from phoihop.upkeep.backup.copies import Place
from phoihop.upkeep.package.rows import everything


def here() -> Place:
    """Of the tables this release knows, those the database has: before an update it may lack some."""
    there = set(connection.introspection.table_names())
    tables = [m._meta.db_table for m in everything() if m._meta.db_table in there]
    return Place(
        data=settings.DATA, copies=settings.BACKUPS, database=connection.settings_dict, release=__version__,
        tables=tables,
    )  # fmt: skip
