"""The folder of received files: under its name a file stands whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A full disk or a killed process never leaves half a file under the fingerprint of the whole one.

    Otherwise the next sender of the same bytes would find the name taken and trust what lies there.
    """

    def _save(self, name: str, content: File[Any]) -> str:
        part = f"{name}.{secrets.token_hex(4)}.part"
        try:
            part = super()._save(part, content)  # type: ignore[misc]
            here, there = Path(self.path(part)), Path(self.path(name))
            _to_disk(here)
            here.replace(there)
            _to_disk(there.parent)
        except BaseException:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        return name


def _to_disk(path: Path) -> None:
    """What is acknowledged survives a power cut, as the rows of the database do."""
    if os.name == "nt" and path.is_dir():  # a folder cannot be opened there
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
