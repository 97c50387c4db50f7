"""The mark of a demo: a file beside its database that says since when and how far its clock is shifted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

FILE = "demo.json"


@dataclass(frozen=True)
class DemoMark:
    offset: timedelta


def demo_mark(data: Path) -> DemoMark | None:
    """The mark of a data folder, or None for real work."""
    path = data / FILE
    if not path.exists():
        return None
    return DemoMark(offset=timedelta(seconds=json.loads(path.read_text())["clock_offset_seconds"]))


def write_mark(data: Path, *, offset: timedelta) -> None:
    data.mkdir(parents=True, exist_ok=True)
    (data / FILE).write_text(
        json.dumps({"demo": True, "clock_offset_seconds": offset.total_seconds()}) + "\n"
    )
