"""Offers the reader of reports to whoever compares them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import replace

from phoihop.core.apart import Died, apart
from phoihop.core.importers import Untold, block_reader, teller
from phoihop.core.papers import Block
from phoihop.core.stated import Told
from phoihop.ingest.readers import Unreadable, read_apart, read_file, refusals
from phoihop.ingest.unread import not_too_many, note_of, with_doubts, without_absurd

log = logging.getLogger(__name__)


@teller
def tell_file(content: bytes, name: str) -> Told:
    """A file as it came, opened and read by its outline apart: neither can take its reader along."""
    from phoihop.ingest.tables import with_tables  # noqa: PLC0415 heavy
    from phoihop.ingest.tally.tally import tell  # noqa: PLC0415 heavy; here, so that every child has it

    def work() -> Told | tuple[str, str]:
        try:
            source = read_file(content, name)
            told = with_tables(with_doubts(not_too_many(without_absurd(tell(source))), source), source)
            note = note_of(told)
            return replace(told, notes=(*told.notes, note)) if note else told
        except Unreadable as error:
            return error.message, ""
        except Exception:
            return refusals.unexpected().message, traceback.format_exc()

    try:
        found = apart(work)
    except Died:
        raise Untold(refusals.broken_file().message) from None
    if isinstance(found, Told):
        return found
    message, fault = found
    if fault:
        log.error("reading %s\n%s", name, fault)
    raise Untold(message)


@block_reader
def read_blocks(content: bytes, name: str) -> Sequence[Block]:
    """A file as blocks, tracked changes and comments kept."""
    try:
        return read_apart(content, name).blocks
    except Unreadable as error:
        raise Untold(error.message) from error
