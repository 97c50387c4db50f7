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


#: Classes of size and age: "từ 12 m đến dưới 15 m", "dưới 16 tuổi", "từ 15 m trở lên".
_CLASS = r"(?:m|mét|tuổi|cv|ha)(?!\w)"
_BETWEEN = re.compile(
    rf"(?<![\d./,])(\d{{1,3}})\s*(?:{_CLASS})?\s*(?:đến cận|đến dưới|đến|tới|-|–)\s*(?:dưới\s+)?(\d{{1,3}})\s*{_CLASS}",
    re.IGNORECASE,
)
_BEYOND = re.compile(rf"(?<!\w)(từ|trên|dưới)\s+(?:đủ\s+)?(\d{{1,3}})\s*{_CLASS}", re.IGNORECASE)


def classes_in(text: str) -> tuple[str, ...]:
    """The classes of size or age that some words name, each as one word."""
    between = [(m.start(), f"{m[1]}~{m[2]}") for m in _BETWEEN.finditer(text)]
    rest = _BETWEEN.sub(lambda m: " " * len(m.group()), text)
    beyond = [(m.start(), f"{'<' if m[1].lower() == 'dưới' else '>'}{m[2]}") for m in _BEYOND.finditer(rest)]
    return tuple(name for _at, name in sorted(between + beyond))


_TABLE_NAME = re.compile(
    r"(?<!\w)(?P<kind>phụ lục|phụ biểu|biểu|bảng)\s+(?:(?:số liệu\s+)?số\s+)?(?P<no>\d{1,2}|[IVX]{1,4})(?!\w)",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def tables_named(text: str) -> frozenset[str]:
    """ "Bảng 2", "Phụ lục số II": kinds and numbers of the tables that some words name."""
    named = ((m["kind"].lower(), m["no"].upper()) for m in _TABLE_NAME.finditer(text))
    return frozenset(
        f"{kind.replace('phụ biểu', 'biểu')} {_ROMAN.get(no, no)}".replace(" 0", " ") for kind, no in named
    )
