"""A copy put up beside the real thing, proved as the real thing is, and taken down again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from phoihop.upkeep.backup import copies, databases, facts
from phoihop.upkeep.backup.copies import Place


@dataclass(kw_only=True)
class Rehearsal:
    copy: str
    sha256: str
    at: datetime
    held: dict[str, Any]
    seconds: float = 0.0
    proof: str = ""
    wrong: list[str] = field(default_factory=list)


def rehearse(place: Place, path: Path, key: bytes, *, at: datetime) -> Rehearsal:
    """Nothing of the installation is touched; the result is noted beside the copy."""
    begun = time.monotonic()
    with copies.unpacked(path, key, place.copies if place.copies.is_dir() else path.parent) as (folder, held):
        done = Rehearsal(copy=path.name, sha256=facts.digest_of(path), at=at, held=held)
        done.wrong = copies.compared(place, folder, held)
        if not done.wrong:
            done.proof, faults = _proved(place, folder, held)
            done.wrong += faults
    done.seconds = time.monotonic() - begun
    _note(path, done)
    return done


def _proved(place: Place, folder: Path, held: dict[str, Any]) -> tuple[str, list[str]]:
    """The copy as an installation of its own: brought to this release, then proved by the same command."""
    env = {**os.environ, "PHOIHOP_DATA": str(folder), "DATABASE_URL": ""}
    if held["database"] == databases.SQLITE:
        return _commands(env)
    with databases.scratch_postgres(place.database, folder / held["database"]) as name:
        return _commands({**env, "DATABASE_URL": databases.address(place.database, name)})


def _commands(env: dict[str, str]) -> tuple[str, list[str]]:
    told = ""
    for command in ("migrate", "verify"):
        words = [sys.executable, "-m", "phoihop.config.cli", command]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)  # noqa: S603 this program
        told = done.stdout.strip()
        if done.returncode:
            return told, done.stderr.strip().splitlines()[-20:]
    return told, []


def _note(path: Path, done: Rehearsal) -> None:
    for copy in copies.found(path.parent):
        if copy.path == path:
            tested = {
                "at": done.at.isoformat(),
                "good": not done.wrong,
                "proof": done.proof,
                "wrong": done.wrong,
            }
            copies.tell(path, {**copy.told, "tested": tested})


def lines(done: Rehearsal) -> list[str]:
    """The minutes in plain lines."""
    held = done.held
    taken = timezone.localtime(datetime.fromisoformat(held["at"]))
    return [
        f"Biên bản khôi phục thử, {timezone.localtime(done.at):%H giờ %M, ngày %d/%m/%Y}",
        f"Bản sao: {done.copy}, lập {taken:%H:%M ngày %d/%m/%Y}, bản phần mềm {held['release']}",
        f"Dấu của bản sao: {done.sha256}",
        f"Số dòng các bảng: {sum(held['rows'].values())} dòng của {len(held['rows'])} bảng",
        f"Nhật ký: {held['entries']} bước, dấu {held['journal'][:16]}…",
        f"Tệp: {held['files']['count']}",
        f"Kiểm chứng: {done.proof or 'chưa kiểm được'}",
        f"Thời gian khôi phục: {done.seconds:.0f} giây",
        *(f"KHÔNG KHỚP  {words}" for words in done.wrong),
        "Kết quả: KHÔNG ĐẠT" if done.wrong else "Kết quả: đạt, bản sao khôi phục được và khớp từng mục.",
    ]
