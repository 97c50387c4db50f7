"""The text index beside the search table, one form per database; visibility stands in the same index."""

from __future__ import annotations

from typing import Any

SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS core_searchindex USING fts5("
    "text, readers, content='core_searchrow', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER IF NOT EXISTS core_searchrow_in AFTER INSERT ON core_searchrow BEGIN "
    "INSERT INTO core_searchindex(rowid, text, readers) VALUES (new.id, new.text, new.readers); END",
    "CREATE TRIGGER IF NOT EXISTS core_searchrow_out AFTER DELETE ON core_searchrow BEGIN "
    "INSERT INTO core_searchindex(core_searchindex, rowid, text, readers) "
    "VALUES ('delete', old.id, old.text, old.readers); END",
    "CREATE TRIGGER IF NOT EXISTS core_searchrow_set AFTER UPDATE OF text, readers ON core_searchrow BEGIN "
    "INSERT INTO core_searchindex(core_searchindex, rowid, text, readers) "
    "VALUES ('delete', old.id, old.text, old.readers); "
    "INSERT INTO core_searchindex(rowid, text, readers) VALUES (new.id, new.text, new.readers); END",
)
POSTGRESQL = (
    # Weight A is what was written, B who may read it: a word typed in a text can never pass for a reader.
    "ALTER TABLE core_searchrow ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple'::regconfig, text), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, readers), 'B')) STORED",
    "CREATE INDEX IF NOT EXISTS core_searchrow_vector ON core_searchrow USING gin (vector)",
)


def make_index(apps: Any, schema_editor: Any) -> None:
    """Create the index; safe to run again, which is done after every migrate."""
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop_index(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            for name in ("in", "out", "set"):
                cursor.execute(f"DROP TRIGGER IF EXISTS core_searchrow_{name}")
            cursor.execute("DROP TABLE IF EXISTS core_searchindex")
        else:
            cursor.execute("ALTER TABLE core_searchrow DROP COLUMN IF EXISTS vector")
