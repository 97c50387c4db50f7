"""Normalised words: abbreviations opened, same meanings under one name, empty words left out."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from phoihop.core.text import modern_tones
from phoihop.ingest.tally.data.words import EMPTY, EMPTY_PHRASES, HEADS, SAME, SHORT

_WORD = re.compile(r"[^\W_]+(?:[/-][^\W_]+)*")
_JOINT = "_"
#: "đơn vị" is one word; "các vị", "05 vị" only counts people.
_BEFORE_VI = frozenset({"đơn", "địa", "chức", "định", "cương"})


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for line in SAME.strip().splitlines():
        first, *others = (part.strip() for part in line.split("|"))
        joined = first.replace(" ", _JOINT)
        names |= dict.fromkeys((first, *others), joined)
    forms = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w])")
    return pattern, names


@cache
def _empty() -> re.Pattern[str]:
    phrases = sorted(
        (p.strip() for p in re.split(r"[|\n]", EMPTY_PHRASES) if p.strip()), key=len, reverse=True
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")


@cache
def _heads() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in HEADS.strip().splitlines():
        name, _colon, words = line.partition(":")
        for word in words.split("|"):
            found.setdefault(word.strip(), name.strip())
    return found


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Small letters, one tone place, abbreviations opened, no marks between words."""
    said = _WORD.findall(modern_tones(text).lower())
    words = (
        word if word == "vị" and n and said[n - 1] in _BEFORE_VI else SHORT.get(word, word)
        for n, word in enumerate(said)
    )  # fmt: skip
    return " ".join(word for word in words if word)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words that tell a subject from another, in order."""
    pattern, names = _same()
    joined = _empty().sub(" ", pattern.sub(lambda m: names[m.group()], plain(text)))
    return tuple(
        w for w in joined.split() if w not in EMPTY and not any(c.isdigit() for c in w) and len(w) > 1
    )


@lru_cache(maxsize=20_000)
def head_class(noun: str, *, known: bool = False) -> str:
    """The class of the thing counted; an unknown thing is its own class, or "" where only known ones are ``known``."""
    said = re.sub(r"^(?:tổng số|tổng|số lượng|số)\s+", "", plain(noun)).split()
    heads = _heads()
    for length in (3, 2, 1):
        if (first := " ".join(said[:length])) in heads:
            return heads[first]
    return "" if known or not said else said[0]


@lru_cache(maxsize=20_000)
def beside_head(noun: str) -> tuple[str, ...]:
    """The words of a noun without the thing counted: what tells this count from others of its class."""
    said = re.sub(r"^(?:tổng số|tổng|số lượng|số)\s+", "", plain(noun)).split()
    heads = _heads()
    for length in (3, 2, 1):
        if " ".join(said[:length]) in heads:
            return tokens(" ".join(said[length:]))
    return tokens(" ".join(said))


def is_head(words: str) -> bool:
    """Nothing but a thing counted: "cuộc", "lượt người"."""
    return plain(words) in _heads()


def head_words(noun: str) -> list[str]:
    """The words of a noun that name the thing counted and nothing else ("nhà" of "nhà văn hóa")."""
    said = plain(noun).split()
    heads = _heads()
    return next((said[:length] for length in (3, 2, 1) if " ".join(said[:length]) in heads), [])
