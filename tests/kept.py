"""Databases that take longer to make than most tests to run: made once, kept as a file, laid down again."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What an empty database is made of: while none of these changes, its copy of an earlier run is laid down.
MADE_OF = (
    "phoihop/**/migrations/*.py", "phoihop/core/search_index.py", "phoihop/core/tests/sample/*.py", "requirements.txt",
)  # fmt: skip
_MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """One worker of the run at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def empty_database() -> Path:
    """A file with every migration applied and no row."""
    told = hashlib.sha256()
    for path in sorted({path for pattern in MADE_OF for path in ROOT.glob(pattern)}):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    kept = ROOT / "build" / "tests" / f"empty-{told.hexdigest()[:16]}.sqlite3"
    with alone(kept.with_name("lock")):
        if not kept.exists():
            for older in kept.parent.glob("empty-*"):
                older.unlink()
            half = kept.with_suffix(".half")
            env = {
                **os.environ,
                "DATABASE_URL": f"sqlite:///{half}",
                "DJANGO_SETTINGS_MODULE": "tests.settings",
            }
            subprocess.run([sys.executable, "-c", _MIGRATE], env=env, cwd=ROOT, check=True)
            with contextlib.closing(sqlite3.connect(half)) as made:
                made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            half.rename(kept)
    return kept


def copy(source: sqlite3.Connection, path: Path) -> None:
    """What a connection sees, as a file that is there whole or not at all."""
    half = path.with_suffix(".half")
    with contextlib.closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.rename(path)
