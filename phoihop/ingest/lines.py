"""The text of a kept file as lines, for looking at it; the readers are those of the reading desk."""

from __future__ import annotations

from phoihop.documents.preview import Unseen, reads_lines
from phoihop.ingest.readers import Unreadable, read_apart


@reads_lines
def lines(content: bytes, name: str) -> list[str]:
    """The non-empty lines as they are read; an unreadable file says why."""
    try:
        source = read_apart(content, name)
    except Unreadable as error:
        raise Unseen(error.message) from error
    return [line for line in source.text.splitlines() if line.strip()]
