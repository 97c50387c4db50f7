"""Reading apart, so that no file takes the house down: what crashes a reader is a broken file."""

from __future__ import annotations

from typing import Any

from phoihop.core.apart import SECONDS, Died, apart
from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.files import is_plain, read_file
from phoihop.ingest.readers.source import Source, Unreadable


def read_once(upload: Any) -> Source:
    """An uploaded file read apart; the result stays on the upload, so that a form may read it before the
    books are locked and the action finds it read."""
    found = getattr(upload, "read_as", None)
    if found is None:
        upload.seek(0)
        try:
            found = read_apart(upload.read(), upload.name or "")
        except Unreadable as error:
            found = error
        upload.seek(0)
        upload.read_as = found
    if isinstance(found, Unreadable):
        raise found
    return found


def read_apart(data: bytes, name: str = "", *, seconds: float = SECONDS) -> Source:
    """As ``read_file``; a reader that dies, swells or does not end means that the file is broken."""
    if is_plain(data):
        return read_file(data, name)

    def work() -> Source | tuple[str, str]:
        try:
            return read_file(data, name)
        except Unreadable as error:
            return error.code, error.message

    try:
        found = apart(work, seconds=seconds)
    except Died:
        raise refusals.broken_file() from None
    if isinstance(found, Source):
        return found
    raise Unreadable(*found)
