"""Work done apart: in a process of its own with bounded memory and time.

The libraries that open foreign files are native code. A spreadsheet of one kilobyte can ask for half a
terabyte, a page of a PDF can draw for ever: then the child ends, and whoever asked is told, while
everybody else works on. Where the system cannot fork (Windows) the work is done where one is.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

Result = TypeVar("Result")

#: What the longest honest work takes on a slow machine: an old Word file converted before it is read.
SECONDS = 120
#: Beyond what the process holds already.
MEMORY = 1 << 30
_CHUNK = 1 << 20


class Died(Exception):
    """The work crashed, swelled or did not end."""


def apart(work: Callable[[], Result], *, seconds: float = SECONDS, memory: int = MEMORY) -> Result:
    """What ``work`` returns, which must be plain values; whatever it raises is :class:`Died`."""
    if not hasattr(os, "fork"):
        return work()
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(send, work, memory=memory)
    os.close(send)
    try:
        reply = _collect(receive, until=time.monotonic() + seconds)
    finally:
        os.close(receive)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    try:
        found: Result = pickle.loads(reply)  # noqa: S301 written by our own child
    except (EOFError, pickle.UnpicklingError) as error:
        raise Died from error
    return found


def _answer(send: int, work: Callable[[], Any], *, memory: int) -> NoReturn:
    """The child: works, writes what it found, and ends without any of its parent's farewells."""
    code = 1
    try:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts prints pages
        _bound(memory)
        found = work()
        with os.fdopen(send, "wb") as out:
            pickle.dump(found, out, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _bound(memory: int) -> None:
    """The soft limit only: a program the child starts may lift it for itself."""
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
