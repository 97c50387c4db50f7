"""Short and long forms of one thing are found by each other: UBND and Uỷ ban nhân dân, TXCT and tiếp xúc cử tri.

The words are added where a text goes into the index, not where it is asked for: a question stays a list of words
that both databases answer from the index alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from phoihop.core.text import fold

#: Where pairs (short, long) come from; a module that keeps a dictionary adds itself.
sources: list[Callable[[], Iterable[tuple[str, str]]]] = []
_WORD = re.compile(r"[^\W_]+")


_known: list[tuple[dict[str, str], re.Pattern[str] | None]] = []


def _forms() -> tuple[dict[str, str], re.Pattern[str] | None]:
    """Form → its other forms, and a pattern of the forms of several words; read once there is a dictionary.

    A short form that stands for several things is no other form of any: CT is a chair, a directive and a programme.
    """
    if _known:
        return _known[0]
    pairs = {
        (" ".join(_WORD.findall(fold(short))), " ".join(_WORD.findall(fold(long))))
        for source in sources
        for short, long in source()
    }
    means = Counter(short for short, _long in pairs)
    others: dict[str, set[str]] = defaultdict(set)
    for short, long in pairs:
        if short and " " in long:
            others[long].add(short)
            if means[short] == 1:
                others[short].add(long)
    phrases = sorted((form for form in others if " " in form), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b") if phrases else None
    found = {form: " ".join(sorted(words)) for form, words in others.items()}, pattern
    if found[0]:
        _known.append(found)
    return found


def forget() -> None:
    """Read the dictionary again: its rows have changed."""
    _known.clear()


def widened(folded: str) -> str:
    """A folded text with the other forms of what is in it added at its end."""
    others, pattern = _forms()
    if not others:
        return folded
    words = _WORD.findall(folded)
    added = {others[word] for word in words if word in others}
    if pattern is not None:
        added.update(others[phrase] for phrase in pattern.findall(" ".join(words)))
    return f"{folded} {' '.join(sorted(added))}" if added else folded
