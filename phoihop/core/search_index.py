"""The text index beside the search table, one form per database; visibility and facets stand in the same index."""

from __future__ import annotations

from typing import Any

COLUMNS = "text, readers, facets"
_OLD = (
    "INSERT INTO core_searchindex(core_searchindex, rowid, text, readers, facets) "
    "VALUES ('delete', old.id, old.text, old.readers, old.facets); "
)
_NEW = "INSERT INTO core_searchindex(rowid, text, readers, facets) VALUES (new.id, new.text, new.readers, new.facets); "
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS core_searchindex USING fts5({COLUMNS}, "
    "content='core_searchrow', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER IF NOT EXISTS core_searchrow_in AFTER INSERT ON core_searchrow BEGIN {_NEW}END",
    f"CREATE TRIGGER IF NOT EXISTS core_searchrow_out AFTER DELETE ON core_searchrow BEGIN {_OLD}END",
    f"CREATE TRIGGER IF NOT EXISTS core_searchrow_set AFTER UPDATE OF {COLUMNS} ON core_searchrow BEGIN {_OLD}{_NEW}END",
)
#: Rows of one stretch of keys: PostgreSQL is asked about the newest stretches first, by a word each row has of them.
STRETCH = 20_000
POSTGRESQL = (
    # Weight A is what was written, B who may read it, C what it is found by, D its stretch: a word typed in a text
    # can never pass for a reader.
    "ALTER TABLE core_searchrow ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple'::regconfig, text), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, readers), 'B') || "
    "setweight(to_tsvector('simple'::regconfig, facets), 'C') || "
    f"to_tsvector('simple'::regconfig, 'e' || (id / {STRETCH})::text)) STORED",
    "CREATE INDEX IF NOT EXISTS core_searchrow_vector ON core_searchrow USING gin (vector)",
)


def make_index(apps: Any, schema_editor: Any) -> None:
    """Create the index; safe to run again, which is done after every migrate.

    A table that has not all its columns yet is on its way through older migrations: a later one makes the index.
    """
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        table = schema_editor.connection.introspection.get_table_description(cursor, "core_searchrow")
        if not {"text", "readers", "facets"} <= {column.name for column in table}:
            return
        for statement in SQLITE if sqlite else POSTGRESQL:
            cursor.execute(statement)


def drop_index(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for name in ("in", "out", "set"):
                cursor.execute(f"DROP TRIGGER IF EXISTS core_searchrow_{name}")
            cursor.execute("DROP TABLE IF EXISTS core_searchindex")
        else:
            cursor.execute("ALTER TABLE core_searchrow DROP COLUMN IF EXISTS vector")


def fill_index(apps: Any, schema_editor: Any) -> None:
    """SQLite's index made anew over rows that are there already; PostgreSQL fills its own."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchindex(core_searchindex) VALUES ('rebuild')")
