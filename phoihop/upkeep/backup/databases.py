"""One consistent copy of the database and its way back: SQLite by its online copy, PostgreSQL by its own programs."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from phoihop.upkeep.backup import facts

SQLITE, POSTGRES = "phoihop.sqlite3", "phoihop.dump"


class Missing(Exception):
    """A program of the system that is needed and not installed."""


def is_sqlite(settings: dict[str, Any]) -> bool:
    return str(settings["ENGINE"]).endswith("sqlite3")


def take(settings: dict[str, Any], folder: Path, tables: list[str]) -> tuple[Path, dict[str, Any]]:
    """The copy in ``folder`` and what it holds, both of the same moment; nobody who works has to stop."""
    if is_sqlite(settings):
        copy = folder / SQLITE
        with (
            contextlib.closing(sqlite3.connect(settings["NAME"])) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target, pages=2000)
        return copy, facts_of_sqlite(copy, tables)
    with _connected(settings, settings["NAME"]) as db:
        db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = db.execute("SELECT pg_export_snapshot()").fetchone()[0]
        copy = folder / POSTGRES
        _run(
            settings,
            "pg_dump",
            "-Fc",
            "--no-owner",
            "--no-acl",
            f"--snapshot={snapshot}",
            "-f",
            str(copy),
            settings["NAME"],
        )
        with db.cursor() as cursor:
            return copy, facts.of_database(cursor, tables)


def copy_sqlite(place: Path, copy: Path) -> None:
    """With what stands in its write-ahead log."""
    with (
        contextlib.closing(sqlite3.connect(place)) as source,
        contextlib.closing(sqlite3.connect(copy)) as out,
    ):
        source.backup(out, pages=2000)


def facts_of_sqlite(path: Path, tables: list[str]) -> dict[str, Any]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return facts.of_database(db.cursor(), tables)


def facts_of_postgres(settings: dict[str, Any], name: str, tables: list[str]) -> dict[str, Any]:
    with _connected(settings, name) as db, db.cursor() as cursor:
        return facts.of_database(cursor, tables)


def put_back(settings: dict[str, Any], copy: Path) -> None:
    """The copy in the place of the database, whole or not at all."""
    if is_sqlite(settings):
        place = Path(settings["NAME"])
        part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        shutil.copyfile(copy, part)
        part.chmod(0o600)
        for tail in ("-wal", "-shm"):
            place.with_name(place.name + tail).unlink(missing_ok=True)
        part.replace(place)
        return
    _run(
        settings, "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl", "--single-transaction",
        "-d", settings["NAME"], str(copy),
    )  # fmt: skip


@contextlib.contextmanager
def scratch_postgres(settings: dict[str, Any], copy: Path) -> Iterator[str]:
    """The copy in a database of its own on the same server, gone afterwards."""
    name = f"phoihop_thu_{secrets.token_hex(4)}"
    _run(settings, "createdb", name)
    try:
        _run(settings, "pg_restore", "--no-owner", "--no-acl", "--single-transaction", "-d", name, str(copy))
        yield name
    finally:
        _run(settings, "dropdb", "--if-exists", name)


def _connected(settings: dict[str, Any], name: str) -> Any:
    import psycopg  # noqa: PLC0415 only where PostgreSQL is used

    given = {word: settings.get(word.upper()) for word in ("host", "port", "user", "password")}
    return psycopg.connect(dbname=name, autocommit=True, **{k: v for k, v in given.items() if v})


def _run(settings: dict[str, Any], program: str, *words: str) -> None:
    """A program of the system, given the server by its environment: no password in a list of processes."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    found = shutil.which(program) or next(map(str, installed), None)
    if found is None:
        raise Missing(f"Máy này chưa có {program} của PostgreSQL. Cài gói postgresql-client rồi chạy lại.")
    given = {f"PG{word}": settings.get(word) for word in ("HOST", "PORT", "USER", "PASSWORD")}
    env = {**os.environ, **{k: str(v) for k, v in given.items() if v}}
    done = subprocess.run([found, *words], env=env, capture_output=True, text=True, check=False)  # noqa: S603 above
    if done.returncode:
        raise OSError(f"{program}: {done.stderr.strip()[-500:]}")


def address(settings: dict[str, Any], name: str) -> str:
    """The address of another database on the same server, as DATABASE_URL has it."""
    user, password, host = (quote(str(settings.get(k) or ""), safe="") for k in ("USER", "PASSWORD", "HOST"))
    port = f":{settings['PORT']}" if settings.get("PORT") else ""
    return f"postgresql://{user}{f':{password}' if password else ''}@{host}{port}/{name}"
