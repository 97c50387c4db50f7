"""What a petition is about, told by the wordings of ``data/matters.csv``: each matter of an office in the words people use.

A text is laid beside every wording; the matters it comes nearest to, with their shares, are what two petitions are
compared by. ``data/aspects.csv`` holds the kinds of trouble and request, ``data/exclusive.csv`` words of which a petition
means one and not the other (tiểu học, trung học cơ sở). All three are data: an office's word is added there.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from phoihop.core.text import fold
from phoihop.petitions.lexicon import BARE_STOP, ENDS, STOP, Words, concepts_in, longest_in, words_of
from phoihop.petitions.places import places_in

DATA = Path(__file__).with_name("data")
#: Names of kinds of places that also tell what a petition is about.
_TELL = frozenset("truong cho cau ho ao kenh song cong chua dinh den mo nha ben tram".split())
#: Matters that are kept of one text, and how sharply the nearest one stands out.
NEAREST, SHARP = 12, 2.0
#: What a term weighs by its kind: marked word, folded word, two words, concept, two concepts.
_WEIGHTS = {"m": 0.5, "b": 0.5, "w": 0.65, "c": 0.6, "d": 0.8}
#: A text without marks has no marked words; the others count for them.
_WITHOUT_MARKS = 1.5
#: A term of so many matters tells nothing of any.
COMMON = 50


@dataclass(frozen=True, slots=True)
class Nearest:
    """The matters a text comes nearest to: how near, and as shares of one."""

    near: dict[str, float]
    shares: dict[str, float]
    topics: dict[str, float]

    @property
    def first(self) -> str:
        return next(iter(self.near), "")


def terms(words: Words, taken: set[int]) -> set[str]:
    """Words, pairs of words, concepts and pairs of concepts; names and numbers of places are left out."""
    out: set[str] = set()
    before: tuple[str, bool] | None = None
    for n, (low, bare) in enumerate(zip(words.low, words.bare, strict=True)):
        number = low[0].isdigit()
        if low in ENDS or (n in taken and (number or bare not in _TELL)):
            before = None
            continue
        stop = number or low in STOP or (not words.marked and bare in BARE_STOP)
        if not stop and len(low) > 1:
            out.add(f"b:{bare}")
            if words.marked:
                out.add(f"m:{low}")
        if before and not number and not (before[1] and stop):
            out.add(f"w:{before[0]} {bare}")
        before = (bare, stop)
    concepts = sorted(concepts_in(words, taken)[0])
    out.update(f"c:{one}" for one in concepts)
    out.update(f"d:{one}+{other}" for n, one in enumerate(concepts) for other in concepts[n + 1 :])
    return out


@dataclass(frozen=True)
class _Matters:
    """Term → (matter, weight) …; the length of each matter; its topic."""

    weights: dict[str, list[tuple[str, float]]]
    lengths: dict[str, float]
    topics: dict[str, str]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def _matters() -> _Matters:
    counts: dict[str, Counter[str]] = {}
    topics: dict[str, str] = {}
    for row in _rows("matters.csv"):
        topics[row["matter"]] = row["topic"]
        mine = counts[row["matter"]] = Counter()
        for wording in (*row["wordings"].split("|"), row["matter"]):
            words = words_of(wording)
            mine.update(terms(words, places_in(words).at))
    known = Counter(term for mine in counts.values() for term in mine)
    weights: dict[str, list[tuple[str, float]]] = defaultdict(list)
    squares: dict[str, float] = defaultdict(float)
    for matter, mine in counts.items():
        for term, count in mine.items():
            if known[term] > COMMON:
                continue
            weight = _WEIGHTS[term[0]] * math.log(len(counts) / known[term]) * math.sqrt(min(count, 3) / 3)
            weights[term].append((matter, weight))
            squares[matter] += weight * weight
    return _Matters(dict(weights), {m: square**0.25 for m, square in squares.items()}, topics)


def nearest(found: set[str], *, marked: bool) -> Nearest:
    known = _matters()
    sums: dict[str, float] = defaultdict(float)
    for term in found:
        for matter, weight in known.weights.get(term, ()):
            sums[matter] += weight
    much = 1.0 if marked else _WITHOUT_MARKS
    ranked = sorted(
        ((much * total / known.lengths[m], m) for m, total in sums.items()), key=lambda one: (-one[0], one[1])
    )[:NEAREST]
    if not ranked:
        return Nearest({}, {}, {})
    most = ranked[0][0]
    grown = {m: math.exp((near - most) * SHARP) for near, m in ranked}
    whole = sum(grown.values())
    shares = {m: value / whole for m, value in grown.items()}
    topics: dict[str, float] = defaultdict(float)
    for matter, share in shares.items():
        topics[known.topics[matter]] += share
    return Nearest({m: near for near, m in ranked}, shares, dict(topics))


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    if not a or not b:
        return 0.0
    both = sum(value * b.get(key, 0.0) for key, value in a.items())
    return both / math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))


# ------------------------------------------------------------------------------ aspects, exclusive

Phrases = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]


def _phrases(pairs: Iterator[tuple[str, str]]) -> tuple[Phrases, Phrases]:
    """Phrases by their first word, longest first: marked, and folded where that is still clear."""
    out: list[Phrases] = []
    gathered: list[dict[tuple[str, ...], list[str]]] = [defaultdict(list), defaultdict(list)]
    for phrase, means in pairs:
        words = tuple(phrase.split())
        gathered[0][words].append(means)
        folded = tuple(fold(word) for word in words)
        if len(folded) > 1 or len(folded[0]) >= 4 or folded[0] == words[0]:
            gathered[1][folded].append(means)
    for one in gathered:
        by_first: Phrases = defaultdict(list)
        for words, told in one.items():
            by_first[words[0]].append((words, tuple(told)))
        for rows in by_first.values():
            rows.sort(key=lambda row: -len(row[0]))
        out.append(dict(by_first))
    return out[0], out[1]


@cache
def _aspects() -> tuple[Phrases, Phrases]:
    return _phrases(
        (phrase, row["aspect"]) for row in _rows("aspects.csv") for phrase in row["phrases"].split("|")
    )


@cache
def _exclusive() -> tuple[Phrases, Phrases]:
    return _phrases(
        (phrase, f"{row['group']}:{n}")
        for row in _rows("exclusive.csv")
        for n, choice in enumerate(row["choices"].split(";"))
        for phrase in choice.split("|")
    )


def _told(words: Words, known: tuple[Phrases, Phrases]) -> Counter[str]:
    tokens, table = (words.low, known[0]) if words.marked else (words.bare, known[1])
    out: Counter[str] = Counter()
    for means in longest_in(tokens, table):
        out.update(means)
    return out


def aspects_in(words: Words) -> dict[str, float]:
    return {aspect: math.sqrt(min(count, 2)) for aspect, count in _told(words, _aspects()).items()}


def choices_in(words: Words) -> dict[str, frozenset[str]]:
    """Group → which of its words the text uses."""
    out: dict[str, set[str]] = defaultdict(set)
    for choice in _told(words, _exclusive()):
        out[choice.partition(":")[0]].add(choice)
    return {group: frozenset(found) for group, found in out.items()}


@cache
def groups() -> tuple[str, ...]:
    return tuple(row["group"] for row in _rows("exclusive.csv"))


@cache
def aspects() -> tuple[str, ...]:
    return tuple(row["aspect"] for row in _rows("aspects.csv"))
