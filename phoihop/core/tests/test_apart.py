"""Work done apart gives back its result, or is told to have died; it never takes its parent along."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from phoihop.core.apart import Died, apart


def test_what_is_done_apart_comes_back() -> None:
    assert apart(lambda: {"pages": 3, "words": "đã đọc" * 200_000}) == {
        "pages": 3,
        "words": "đã đọc" * 200_000,
    }


def endless() -> None:
    while True:
        pass


def deep(n: int = 0) -> int:
    return deep(n + 1)


@pytest.mark.parametrize(
    "work", [os.abort, endless, deep, lambda: bytearray(1 << 31), lambda: 1 / 0, lambda: os._exit(0)]
)
def test_what_aborts_swells_fails_or_does_not_end_is_told(work: Callable[[], Any]) -> None:
    begun = time.monotonic()
    with pytest.raises(Died):
        apart(work, seconds=2)
    assert time.monotonic() - begun < 10


def test_nobody_is_left_behind() -> None:
    before = children()
    with pytest.raises(Died):
        apart(endless, seconds=0.2)
    assert children() == before


def children() -> set[str]:
    """Processes this one started and has not taken leave of; another test's browser may be among them."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            if int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(path.parent.name)
    return found
