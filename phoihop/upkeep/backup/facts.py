"""What a database and a folder of files hold, as few numbers that two copies can be compared by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PIECE = 1 << 20


def of_database(cursor: Any, tables: Iterable[str]) -> dict[str, Any]:
    """Rows per table, and one digest over the digests of all entries of the journal in their order."""
    rows = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 names of our own tables
        rows[table] = cursor.fetchone()[0]
    running, entries = hashlib.sha256(), 0
    cursor.execute("SELECT digest FROM core_journalentry ORDER BY id")
    while found := cursor.fetchmany(2000):
        for (digest,) in found:
            running.update(digest.encode())
            entries += 1
    return {"rows": rows, "entries": entries, "journal": running.hexdigest()}


def of_files(folder: Path) -> dict[str, Any]:
    """Number and one digest over name and content of every file."""
    running, count = hashlib.sha256(), 0
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(".part")):
        running.update(f"{path.relative_to(folder).as_posix()} {digest_of(path)}\n".encode())
        count += 1
    return {"count": count, "digest": running.hexdigest()}


def digest_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def differences(said: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """In words, what does not agree."""
    wrong = [
        f"bảng {table}: bản sao ghi {said['rows'].get(table)} dòng, khôi phục được {found['rows'].get(table)}"
        for table in sorted({*said["rows"], *found["rows"]})
        if said["rows"].get(table) != found["rows"].get(table)
    ]
    if (said["entries"], said["journal"]) != (found["entries"], found["journal"]):
        wrong.append("đầu nhật ký không khớp")
    if said["files"] != found["files"]:
        wrong.append(
            f"tệp: bản sao ghi {said['files']['count']}, khôi phục được {found['files']['count']} hoặc nội dung khác"
        )
    return wrong
