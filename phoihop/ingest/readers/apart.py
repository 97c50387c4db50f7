"""Reading apart: in a process of its own with bounded memory and time, so that no file takes the house down.

The libraries that open foreign files are native code. A spreadsheet of one kilobyte can ask for half a
terabyte, a style can inherit from five thousand others: then the child ends, and the person is told that
the file is broken. Where the system cannot fork (Windows) the file is read where one is.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import time
from pathlib import Path
from typing import Any, NoReturn

from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.files import is_plain, read_file
from phoihop.ingest.readers.source import Source, Unreadable

#: What the longest honest paper takes on a slow machine, an old Word file converted before it is read.
SECONDS = 120
#: Beyond what the process holds already.
MEMORY = 1 << 30
_CHUNK = 1 << 20


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


def read_apart(data: bytes, name: str = "", *, seconds: float = SECONDS, memory: int = MEMORY) -> Source:
    """As ``read_file``; a child that dies, swells or does not end means that the file is broken."""
    if is_plain(data) or not hasattr(os, "fork"):
        return read_file(data, name)
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(send, data, name, memory=memory)
    os.close(send)
    try:
        reply = _collect(receive, until=time.monotonic() + seconds)
    finally:
        os.close(receive)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    try:
        found = pickle.loads(reply)  # noqa: S301 written by our own child
    except (EOFError, pickle.UnpicklingError):
        raise refusals.broken_file() from None
    if isinstance(found, Source):
        return found
    raise Unreadable(*found)


def _answer(send: int, data: bytes, name: str, *, memory: int) -> NoReturn:
    """The child: reads, writes what it found, and ends without any of its parent's farewells."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts prints pages
        _bound(memory)
        try:
            found: Any = read_file(data, name)
        except Unreadable as error:
            found = (error.code, error.message)
        with os.fdopen(send, "wb") as out:
            pickle.dump(found, out, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _bound(memory: int) -> None:
    """The soft limit only: the office program that converts old files may lift it for itself."""
    import resource  # noqa: PLC0415 not on every system

    held = Path("/proc/self/statm")
    if held.exists():  # elsewhere the limit is not kept, and time alone bounds the child
        most = int(held.read_text().split()[0]) * resource.getpagesize() + memory
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _collect(receive: int, *, until: float) -> bytes:
    """What the child wrote until it closed its end, or as much as came in time."""
    parts: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        ready, _write, _error = select.select([receive], [], [], left)
        part = os.read(receive, _CHUNK) if ready else b""
        if not part:
            break
        parts.append(part)
    return b"".join(parts)
