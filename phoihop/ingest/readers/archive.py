"""Opening a zip without trusting it: sizes, ratio, passwords and macros are looked at before any reading."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.source import Unreadable

MAX_ENTRIES = 5_000
MAX_TOTAL = 300 * 1024 * 1024
MAX_PART = 80 * 1024 * 1024
MAX_RATIO = 150
_RATIO_MATTERS_FROM = 2 * 1024 * 1024
_ENCRYPTED_FLAG = 0x1
#: Begins the entry of each member in the list at the end; counted before that list is read.
_MEMBER = b"PK\x01\x02"


@dataclass(frozen=True, kw_only=True)
class Archive:
    data: bytes
    names: frozenset[str]
    #: The member read last: a long sheet is asked for by one question after the other.
    _last: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def part(self, name: str) -> bytes:
        """One member, never more than MAX_PART; Unreadable if it is damaged."""
        if name not in self._last:
            body = self._read(name)
            self._last.clear()
            self._last[name] = body
        return self._last[name]

    def _read(self, name: str) -> bytes:
        try:
            with zipfile.ZipFile(BytesIO(self.data)) as opened, opened.open(name) as member:
                body = member.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            KeyError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ):
            raise refusals.broken() from None
        except Exception as other:  # zlib.error, lzma.LZMAError: the stream itself is damaged
            if type(other).__name__ in ("error", "LZMAError"):
                raise refusals.broken() from None
            raise
        if len(body) > MAX_PART:
            raise refusals.bomb()
        return body


def open_archive(data: bytes) -> Archive:
    if data.count(_MEMBER) > MAX_ENTRIES:
        raise refusals.bomb()
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            entries = opened.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error):
        raise refusals.broken() from None
    if any(e.flag_bits & _ENCRYPTED_FLAG for e in entries):
        raise refusals.encrypted()
    if refusal := _bomb(entries, size=len(data)):
        raise refusal
    return Archive(data=data, names=frozenset(e.filename for e in entries))


def _bomb(entries: list[zipfile.ZipInfo], *, size: int) -> Unreadable | None:
    total = sum(e.file_size for e in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL:
        return refusals.bomb()
    if total > _RATIO_MATTERS_FROM and total > size * MAX_RATIO:
        return refusals.bomb()
    swollen = [
        e for e in entries if e.file_size > _RATIO_MATTERS_FROM and e.file_size > e.compress_size * MAX_RATIO
    ]
    return refusals.bomb() if swollen else None
