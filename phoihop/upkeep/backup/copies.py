"""Takes a copy, reads one, puts it back, rehearses; and what lies in the folder of copies."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from phoihop.upkeep.backup import databases, facts
from phoihop.upkeep.backup.sealing import Opener, Sealer, Unreadable, key_of, new_key, words_of

KEY = "backup_key"
SUFFIX = ".phb"
#: What a copy says of its content; the first thing in it.
CONTENT = "ke-khai.json"
FILES, KEYS, DEMO = "store", "keys", "demo.json"
_SMALL = 16 << 20


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an installation lies: its data, its database, its copies."""

    data: Path
    copies: Path
    database: dict[str, Any]
    tables: list[str]
    release: str


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy that was finished and read back: its file and what is told beside it, which is no secret."""

    path: Path
    told: dict[str, Any]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.told["at"])

    @property
    def tested(self) -> dict[str, Any]:
        found: dict[str, Any] = self.told.get("tested", {})
        return found


@dataclass(frozen=True, kw_only=True)
class Erased:
    """Words that stood in the database from one moment until another: a copy taken between holds them."""

    since: datetime
    erased: datetime

    def stands_in(self, taken: datetime) -> bool:
        return self.since <= taken < self.erased


def key_at(data: Path) -> bytes:
    """The key of this installation, made on first use; readable by its owner alone."""
    path = data / "keys" / KEY
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(words_of(new_key()))
    return key_of(path.read_text())


def found(folder: Path) -> list[Copy]:
    """Finished copies, newest first; what was cut off half-way has no word beside it and does not count."""
    copies = []
    for beside in sorted(folder.glob(f"*{SUFFIX}.json"), reverse=True):
        path = beside.with_name(beside.name.removesuffix(".json"))
        with contextlib.suppress(ValueError, OSError):
            if path.is_file() and path.stat().st_size == (told := json.loads(beside.read_text()))["size"]:
                copies.append(Copy(path=path, told=told))
    return copies


def take(place: Place, *, at: datetime) -> Copy:
    """A new copy beside the old ones: written, read back whole, then told; the old ones stay as they are."""
    key = key_at(place.data)
    place.copies.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = place.copies / f"phoihop-{at:%Y%m%d-%H%M%S}{SUFFIX}"
    part = path.with_suffix(".part")
    try:
        with tempfile.TemporaryDirectory(dir=place.copies, prefix=".tam-") as scratch:
            database, held = databases.take(place.database, Path(scratch), place.tables)
            held["files"] = facts.of_files(place.data / FILES)
            held |= {"release": place.release, "at": at.isoformat(), "database": database.name}
            with part.open("xb") as out:
                os.chmod(part, 0o600)
                _fill(
                    Sealer(out, key, {"at": at.isoformat(), "release": place.release}), place, database, held
                )
                out.flush()
                os.fsync(out.fileno())
        _read_through(part, key)
        part.replace(path)
        told = {
            "at": at.isoformat(),
            "size": path.stat().st_size,
            "sha256": facts.digest_of(path),
            "holds": held,
        }
        tell(path, told)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Copy(path=path, told=told)


def tell(path: Path, told: dict[str, Any]) -> None:
    beside = path.with_name(f"{path.name}.json")
    part = beside.with_suffix(".part")
    part.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True))
    part.replace(beside)


def _fill(out: Sealer, place: Place, database: Path, held: dict[str, Any]) -> None:
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        text = json.dumps(held, ensure_ascii=False).encode()
        info = tarfile.TarInfo(CONTENT)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
        tar.add(database, database.name)
        if (place.data / FILES).exists():
            tar.add(place.data / FILES, FILES, filter=lambda i: None if i.name.endswith(".part") else i)
        for path in sorted((place.data / KEYS).glob("*")):
            if path.name != KEY:
                tar.add(path, f"{KEYS}/{path.name}")
        if (place.data / DEMO).exists():
            tar.add(place.data / DEMO, DEMO)
    out.close()


def _read_through(path: Path, key: bytes) -> None:
    """Every piece is genuine and the end is there: what cannot be read back is no copy."""
    with path.open("rb") as source:
        opened = Opener(source, key)
        while opened.read(1 << 20):
            pass


def thin_out(folder: Path, *, days: int, at: datetime, erased: Sequence[Erased] = ()) -> list[Path]:
    """Copies older than the days they are kept go, but for the first of each month of a year; never the newest.

    A copy that still holds what was erased goes ``days`` after the erasure, be it the first of a month.
    """
    copies = found(folder)
    months: set[str] = set()
    keep = {copies[0].path} if copies else set()
    for copy in reversed(copies):
        if copy.at >= at - timedelta(days=days):
            keep.add(copy.path)
        elif any(span.stands_in(copy.at) and at >= span.erased + timedelta(days=days) for span in erased):
            continue
        elif f"{copy.at:%Y-%m}" not in months and copy.at >= at - timedelta(days=366):
            months.add(f"{copy.at:%Y-%m}")
            keep.add(copy.path)
    gone = [copy.path for copy in copies if copy.path not in keep]
    for path in gone:
        path.with_name(f"{path.name}.json").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    for path in (*folder.glob("*.part"), *folder.glob(".tam-*")):  # of a copy that was killed, long ago
        if path.stat().st_mtime < (at - timedelta(days=1)).timestamp():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return gone


@contextlib.contextmanager
def unpacked(path: Path, key: bytes, near: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The content of a copy in a folder that is gone afterwards, and what it says of itself."""
    with tempfile.TemporaryDirectory(dir=near, prefix=".khoi-phuc-") as scratch:
        folder = Path(scratch)
        with path.open("rb") as source:
            opened = Opener(source, key)
            try:
                with tarfile.open(fileobj=opened, mode="r|") as tar:  # type: ignore[call-overload]
                    tar.extractall(folder, filter="data")
            except tarfile.TarError as error:
                raise Unreadable("Bản sao mở được mà nội dung không đọc được.") from error
            while opened.read(1 << 20):
                pass
        (folder / FILES).mkdir(exist_ok=True)
        held = json.loads((folder / CONTENT).read_text())
        yield folder, held


def compared(place: Place, folder: Path, held: dict[str, Any]) -> list[str]:
    """What of the copy is not what it was said to be, as it comes out of the database again."""
    database = folder / held["database"]
    tables = list(held["rows"])
    if held["database"] == databases.SQLITE:
        got = databases.facts_of_sqlite(database, tables)
    else:
        with databases.scratch_postgres(place.database, database) as name:
            got = databases.facts_of_postgres(place.database, name, tables)
    got["files"] = facts.of_files(folder / FILES)
    return facts.differences(held, got)


def put_back(place: Place, folder: Path, held: dict[str, Any], *, at: datetime) -> Path | None:
    """The content in the place of what is there; what was there is moved aside and its place returned."""
    database = folder / held["database"]
    if (held["database"] == databases.SQLITE) != databases.is_sqlite(place.database):
        raise Unreadable(
            "Bản sao và nơi này dùng hai loại cơ sở dữ liệu khác nhau. Dùng phoihop export, phoihop import."
        )
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = place.data / f"truoc-khoi-phuc-{at:%Y%m%d-%H%M%S}"
    moved = False
    names = [FILES] + ([Path(place.database["NAME"]).name] if databases.is_sqlite(place.database) else [])
    for name in names:
        if (place.data / name).exists():
            aside.mkdir(exist_ok=True, mode=0o700)
            if name == FILES:
                (place.data / name).rename(aside / name)
            else:  # the database stays until the copy takes its place
                databases.copy_sqlite(place.data / name, aside / name)
            moved = True
    shutil.move(folder / FILES, place.data / FILES)
    databases.put_back(place.database, database)
    (place.data / KEYS).mkdir(exist_ok=True, mode=0o700)
    for path in (folder / KEYS).glob("*"):
        target = place.data / KEYS / path.name
        shutil.copyfile(path, target)
        target.chmod(0o600)
    if (folder / DEMO).exists():
        shutil.copyfile(folder / DEMO, place.data / DEMO)
    return aside if moved else None
