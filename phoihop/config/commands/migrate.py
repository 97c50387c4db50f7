from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path
from typing import Any

import django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def prepare() -> dict[str, Any]:
    """Tables and reference data as this release has them; safe to run again."""
    from django.conf import settings  # noqa: PLC0415 after Django is ready
    from django.core.management import call_command  # noqa: PLC0415 after Django is ready

    from phoihop.core import indexing  # noqa: PLC0415 after Django is ready
    from phoihop.core.seed import load_all, load_records  # noqa: PLC0415 after Django is ready

    settings.DATA.mkdir(parents=True, exist_ok=True)
    if hasattr(os, "getuid") and settings.DATA.stat().st_uid == os.getuid():
        settings.DATA.chmod(
            0o700
        )  # also one that an earlier release left open to every account of the machine
    call_command("migrate", verbosity=0)
    _collect(settings.DATA / "static")
    made = load_all() | load_records()
    if indexing.is_old():
        indexing.reindex()
    return made


def _collect(folder: Path) -> None:
    """Copy and compress the static files, unless the same files already lie there: a start need not wait."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 after Django is ready
    from django.core.management import call_command  # noqa: PLC0415 after Django is ready

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            held = Path(storage.path(path)).stat()
            found.update(f"{path}|{held.st_size}|{held.st_mtime_ns}\n".encode())
    stamp = folder / ".collected"
    if stamp.is_file() and stamp.read_text() == found.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(found.hexdigest())


def run(options: argparse.Namespace) -> int:
    django.setup()
    fresh = {name: n for name, n in prepare().items() if n}
    print("Cơ sở dữ liệu đã cập nhật." + (f" Danh mục mới: {fresh}" if fresh else ""))
    return 0
