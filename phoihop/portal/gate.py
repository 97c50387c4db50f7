"""Limits of the public door: they hold work back, never a hall full of people behind one address.

What is counted is the time a visitor's files cost and the codes that hit nothing; papers that are known
cost nothing. The counters live in the memory of each process and hold no address, only its digest.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache

from phoihop.core.access import address_of

#: Files looked at side by side in one process, and how long one waits for its turn.
BESIDE, WAIT = 2, 20
#: Seconds of work in a span of seconds that one address may cost: six hundred honest papers.
WORK, SPAN = 300, 300
#: Codes that hit nothing, from one address in the span.
MISSES = 120
#: Petitions from one address, and from everywhere, in the span: a hall of sixty sends two each.
SENDS, FLOOD = 150, 1500
#: Lookup codes that hit nothing before the next wrong one waits: from one address, or with the same first letters.
WRONG, WRONG_ALIKE, ALIKE = 10, 40, 2
#: How long it waits, in seconds, and how many wait side by side in one process.
DELAY, DELAYED = 1.0, 2
_waiting = threading.BoundedSemaphore(DELAYED)
_turn = threading.BoundedSemaphore(BESIDE)


class Busy(Exception):
    """Not now; nothing was looked at."""


def _key(request: Any, kind: str) -> str:
    return f"portal:{kind}:{hashlib.sha256((address_of(request) or '').encode()).hexdigest()[:24]}"


def _add(key: str, amount: float) -> None:
    """The span runs from the first that was counted: who goes on trying does not push its end away."""
    cache.add(key, 0.0, SPAN)
    try:
        cache.incr(key, amount)  # type: ignore[arg-type]
    except ValueError:  # it ran out in between
        cache.set(key, amount, SPAN)


@contextmanager
def work(request: Any) -> Iterator[None]:
    """A turn at looking at a file; Busy if this address has had its share or all hands are full."""
    key = _key(request, "work")
    if float(cache.get(key, 0)) > WORK or not _turn.acquire(timeout=WAIT):
        raise Busy
    began = time.monotonic()
    try:
        yield
    finally:
        _turn.release()
        _add(key, time.monotonic() - began)


def may_guess(request: Any) -> bool:
    return float(cache.get(_key(request, "miss"), 0)) < MISSES


def missed(request: Any) -> None:
    _add(_key(request, "miss"), 1)


def chosen(request: Any) -> str:
    """The names of the pictures that came with a form: this door keeps nothing of a visitor, so they are chosen again."""
    return ", ".join(str(upload.name)[:60] for upload in request.FILES.getlist("anh"))


def may_send(request: Any) -> bool:
    """Counted when something was sent, never when a form was wrong."""
    here, everywhere = cache.get(_key(request, "send"), 0), cache.get("portal:send", 0)
    return float(here) < SENDS and float(everywhere) < FLOOD


def sent(request: Any) -> None:
    _add(_key(request, "send"), 1)
    _add("portal:send", 1)


def wrong_code(request: Any, code: str) -> bool:
    """Count a lookup code that hit nothing; True when it is one too many, after it was made to wait.

    A right code is never counted and never waits, whoever guesses beside it.
    """
    alike = f"portal:alike:{code[:ALIKE]}"
    _add(_key(request, "wrong"), 1)
    _add(alike, 1)
    too_many = float(cache.get(_key(request, "wrong"), 0)) > WRONG or float(cache.get(alike, 0)) > WRONG_ALIKE
    if too_many and _waiting.acquire(blocking=False):
        try:
            time.sleep(DELAY)
        finally:
            _waiting.release()
    return too_many
