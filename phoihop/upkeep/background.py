"""Writes a package that was asked for on the page, apart from the page; tells how far it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django_tasks import task

from phoihop.core import moment
from phoihop.core.room import no_room
from phoihop.upkeep.actions import note_package
from phoihop.upkeep.models import Leaving
from phoihop.upkeep.package.scopes import name_of, scope_of
from phoihop.upkeep.package.writing import write

#: A package lies ready for so long; it holds everything, so it does not lie about.
DAYS = 3


def folder() -> Path:
    return Path(settings.DATA) / "packages"


@task()
def write_package(key: int) -> None:
    """In a folder of its own, readable by its owner alone; a fault is told on the page."""
    asked = Leaving.objects.get(pk=key)
    scope = dict(asked.scope)
    papers = bool(scope.pop("papers", True))
    now = moment.now()
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep()
    try:
        choice = scope_of(**scope)
        path = folder() / f"phoihop-{name_of(choice.scope)}-{now:%Y%m%d-%H%M%S}-{key}.zip"
        done = write(
            path, choice, at=now, by=f"người dùng số {asked.user}", papers=papers,
            say=lambda words: note_package(key, progress=words[:300]),
        )  # fmt: skip
    except Exception as error:
        words = "Ổ đĩa máy chủ đã đầy." if no_room(error) else "Không lập được gói; xem nhật ký máy chủ."
        note_package(key, ended_at=moment.now(), fault=words)
        raise
    note_package(key, ended_at=moment.now(), file=path.name, fingerprint=done.fingerprint, progress="")


def sweep() -> int:
    """Packages nobody may fetch any more."""
    gone = 0
    for path in folder().glob("*.zip"):
        if path.stat().st_mtime < (moment.now() - settings.CLOCK_OFFSET - timedelta(days=DAYS)).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
