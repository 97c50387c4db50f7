"""Offers the reader of reports to whoever compares them."""

from __future__ import annotations

from collections.abc import Sequence

from phoihop.core.importers import Untold, block_reader, teller
from phoihop.core.papers import Block
from phoihop.core.stated import Told
from phoihop.ingest.readers import Unreadable, read_apart
from phoihop.ingest.tally.tally import tell


@teller
def tell_file(content: bytes, name: str) -> Told:
    """A file as it came, read by its outline."""
    try:
        return tell(read_apart(content, name))
    except Unreadable as error:
        raise Untold(error.message) from error


@block_reader
def read_blocks(content: bytes, name: str) -> Sequence[Block]:
    """A file as blocks, tracked changes and comments kept."""
    try:
        return read_apart(content, name).blocks
    except Unreadable as error:
        raise Untold(error.message) from error
