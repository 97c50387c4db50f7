"""Understanding of papers: ``read_paper`` turns a Source into a Reading of proposals with span and mark.

Rules and dictionaries of general administrative Vietnamese; nothing is learnt, nothing is stored, and no
rule knows a place, a person or a figure of any particular paper.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from phoihop.ingest.reading.model import CHECK, SURE, Contradiction, Found, Reading

if TYPE_CHECKING:
    from phoihop.ingest.readers import Source


def read_paper(source: Source, *, today: date | None = None) -> Reading:
    """Understand one paper. The rules are loaded, and their patterns compiled, when the first one is read:
    a server that starts has other things to do."""
    from phoihop.ingest.reading import read  # noqa: PLC0415 heavy

    return read.read_paper(source, today=today)


__all__ = ["CHECK", "SURE", "Contradiction", "Found", "Reading", "read_paper"]
