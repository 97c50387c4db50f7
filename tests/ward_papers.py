"""The papers of ``tests/wards``, each read once in a process, however many tests look at it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from phoihop.core.stated import Told
from phoihop.ingest.readers import Source, read_file
from phoihop.ingest.tally.tally import tell

WARDS = Path(__file__).parent / "wards"


@cache
def sources(ward: str) -> tuple[Source, ...]:
    return tuple(read_file(p.read_bytes(), p.name) for p in sorted((WARDS / ward / "papers").iterdir()))


@cache
def papers(ward: str) -> tuple[Told, ...]:
    return tuple(tell(source) for source in sources(ward))
