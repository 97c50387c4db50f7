"""Plain and pasted text: one block a line, made lazily so that ten thousand pages stay cheap."""

from __future__ import annotations

import re
from array import array

from phoihop.ingest.readers.encodings import decode, tidy
from phoihop.ingest.readers.refusals import empty, stopped
from phoihop.ingest.readers.source import Lines, ShouldStop, Source

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ASK_EVERY = 20_000


def read_plain(
    data: bytes | str, *, name: str, kind: str = "txt", should_stop: ShouldStop | None = None
) -> Source:
    notes: list[str] = []
    if isinstance(data, bytes):
        text, note = decode(data)
        notes.append(note)
    else:
        text = data
    if should_stop and should_stop():
        raise stopped()
    text, note = tidy(text)
    notes.append(note)
    if not text.strip():
        raise empty()
    starts, ends = array("Q"), array("Q")
    for count, match in enumerate(_LINE.finditer(text)):
        if should_stop and count % _ASK_EVERY == 0 and should_stop():
            raise stopped()
        starts.append(match.start())
        ends.append(match.end())
    lines = Lines(text=text, name=name, starts=starts, ends=ends)
    return Source(name=name, kind=kind, text=text, blocks=lines, notes=tuple(n for n in notes if n))
