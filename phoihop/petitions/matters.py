"""What a petition is about, told by the wordings of ``data/matters.csv``: each matter of an office in the words people use.

A text is laid beside every matter; how near it comes to each is what two petitions are compared by. What a word or a pair of
words tells of each matter is weighed ahead by tools/weigh_matters.py and lies in ``data/matter_words.txt``.
``data/synonyms.csv`` holds words of one sense, ``data/aspects.csv`` the kinds of trouble and request, ``data/exclusive.csv``
words of which a petition means one and not the other (tiểu học, trung học cơ sở). All are data: an office's word is added there.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from phoihop.core.text import fold
from phoihop.petitions.lexicon import (
    BARE_STOP,
    ENDS,
    STOP,
    Clause,
    Taken,
    Words,
    concepts_in,
    longest_in,
    words_of,
)
from phoihop.petitions.places import places_in

DATA = Path(__file__).with_name("data")
#: What the weighed words are made of; they are weighed anew when one of these changes.
SOURCES = ("matters.csv", "synonyms.csv", "concepts.csv")
WEIGHED = DATA / "matter_words.txt"
#: Names of kinds of places that also tell what a petition is about.
_TELL = frozenset("truong cho cau ho ao kenh song cong chua dinh den mo nha ben tram".split())
#: Matters that are kept of one text: the nearest, and those whose nearness is compared.
NEAREST, COMPARED, SHARP = 12, 40, 2.0
#: What a term weighs by its kind: folded word, two words, concept, two concepts, sense.
_KINDS = {"b": 1.1, "w": 0.65, "c": 0.6, "d": 0.7, "s": 1.0}
#: How much more a seldom term tells, how soon a repeated one has told all, how much long matters are held back.
_SELDOM, _REPEATED, _LENGTH = 0.65, 8.0, 0.4
#: A weight is one letter of these, a matter two.
_LETTERS = "".join(map(chr, range(35, 127)))
_STEP = 0.015
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The matters a text comes nearest to: how near, and as shares of one; ``told`` and ``sharp`` are of length one."""

    near: dict[int, float]
    shares: dict[int, float]
    topics: dict[str, float]
    told: dict[int, float]
    sharp: dict[int, float]

    @property
    def first(self) -> int:
        return next(iter(self.near), -1)


def terms(words: Words, taken: Taken) -> set[str]:
    """Words, pairs of words, senses, concepts and pairs of concepts; names and numbers of places are left out."""
    out: set[str] = set()
    for clause, left in zip(words.clauses, taken, strict=True):
        out |= terms_of(clause, words.marked, left)
        out.update(senses_of(clause, words.marked))
    return out | terms_of_concepts(frozenset(concepts_in(words, taken)[0]))


@lru_cache(maxsize=4096)
def terms_of_concepts(found: frozenset[str]) -> frozenset[str]:
    """Concepts and pairs of concepts."""
    concepts = sorted(found)
    pairs = (f"d:{one}+{other}" for n, one in enumerate(concepts) for other in concepts[n + 1 :])
    return frozenset([*(f"c:{one}" for one in concepts), *pairs])


def terms_of(clause: Clause, is_marked: bool, taken: Set[int]) -> set[str]:
    """Words and pairs of words."""
    out: set[str] = set()
    before: tuple[str, bool] | None = None
    for n, (low, bare) in enumerate(zip(clause.low, clause.bare, strict=True)):
        number = low[0].isdigit()
        if low in ENDS or (n in taken and (number or bare not in _TELL)):
            before = None
            continue
        stop = number or low in STOP or (not is_marked and bare in BARE_STOP)
        if not stop and len(low) > 1:
            out.add(f"b:{bare}")
        if before and not number and not (before[1] and stop):
            out.add(f"w:{before[0]} {bare}")
        before = (bare, stop)
    return out


@dataclass(frozen=True)
class Weighed:
    """Term → what it tells of each matter, as it lies in the file; matters by number, their topics."""

    terms: dict[str, str]
    topics: tuple[str, ...]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def sources() -> str:
    """The digest of what the words are weighed by."""
    return hashlib.sha256(b"".join((DATA / name).read_bytes() for name in SOURCES)).hexdigest()


def weigh(*, known: bool = True) -> Iterator[str]:
    """The lines of the file of weighed words. Without ``known`` those wordings are left out that were written with the pairs
    in view from which the odds are learned."""
    counts: dict[str, Counter[str]] = {}
    topics: list[str] = []
    for row in _rows("matters.csv"):
        topics.append(row["topic"])
        mine = counts[row["matter"]] = Counter()
        told = [*row["wordings"].split("|"), *(row["known"].split("|") if known else ()), row["matter"]]
        for wording in filter(None, told):
            words = words_of(wording)
            mine.update(terms(words, places_in(words).taken))
    held = Counter(term for mine in counts.values() for term in mine)
    tells = {term: _weight(term, len(counts), many) for term, many in held.items()}
    lines: dict[str, list[str]] = defaultdict(list)
    for number, mine in enumerate(counts.values()):
        raw = {term: tells[term] * math.sqrt(n / (n + _REPEATED)) for term, n in mine.items()}
        length = sum(weight * weight for weight in raw.values()) ** (_LENGTH / 2)
        for term, weight in raw.items():
            if size := min(len(_LETTERS) - 1, round(weight / length / _STEP)):
                lines[term].append(_letters(number) + _LETTERS[size])
    yield sources()
    yield "|".join(topics)
    yield from (f"{term}\t{''.join(lines[term])}" for term in sorted(lines))


def _letters(number: int) -> str:
    return _LETTERS[number // len(_LETTERS)] + _LETTERS[number % len(_LETTERS)]


def _weight(term: str, matters: int, holding: int) -> float:
    return _KINDS[term[0]] * math.log(matters / holding) ** _SELDOM


def read(lines: Iterable[str]) -> Weighed:
    each = iter(lines)
    next(each)
    topics = tuple(next(each).rstrip("\n").split("|"))
    found: dict[str, str] = {}
    for line in each:
        term, _tab, told = line.rstrip("\n").partition("\t")
        found[term] = told
    return Weighed(found, topics)


@cache
def weighed() -> Weighed:
    with WEIGHED.open(encoding="utf-8") as lines:
        return read(lines)


@lru_cache(maxsize=8192)
def _decoded(told: str) -> tuple[tuple[int, int], ...]:
    base = len(_LETTERS)
    at = [ord(letter) - 35 for letter in told]
    return tuple((at[n] * base + at[n + 1], at[n + 2]) for n in range(0, len(at), 3))


@dataclass(frozen=True, slots=True)
class Telling:
    """What each term weighs in a comparison word by word, and all together; the single words; those no wording has."""

    terms: dict[str, float]
    weight: float
    content: frozenset[str]
    new: frozenset[str]


@lru_cache(maxsize=4096)
def telling(found: frozenset[str]) -> Telling:
    """A term that no wording has is as telling as the most seldom; shared by two petitions it tells much."""
    known = weighed()
    many = len(known.topics)
    tells = {term: _weight(term, many, max(1, len(known.terms.get(term, "")) // 3)) for term in found}
    return Telling(
        tells,
        sum(tells.values()),
        frozenset([term[2:] for term in found if term[0] == "b"]),
        frozenset([term for term in found if term not in known.terms]),
    )


@lru_cache(maxsize=4096)
def nearest(found: frozenset[str]) -> Nearest:
    known = weighed()
    steps = [0] * len(known.topics)
    for term in found:
        if told := known.terms.get(term):
            for matter, weight in _decoded(told):
                steps[matter] += weight
    sums = [step * _STEP for step in steps]
    mean = sum(sums) / len(sums)
    ranked = sorted(range(len(sums)), key=lambda m: -sums[m])[:COMPARED]
    most = sums[ranked[0]]
    if not most:
        return Nearest({}, {}, {}, {}, {})
    near = {m: sums[m] for m in ranked[:NEAREST]}
    grown = {m: math.exp((value - most) * SHARP) for m, value in near.items()}
    whole = sum(grown.values())
    shares = {m: value / whole for m, value in grown.items()}
    topics: dict[str, float] = defaultdict(float)
    for matter, share in shares.items():
        topics[known.topics[matter]] += share
    over = {m: sums[m] - mean for m in ranked if sums[m] > mean}
    return Nearest(near, shares, dict(topics), _unit(over, 2.0), _unit(over, 3.0))


def _unit(values: dict[int, float], power: float) -> dict[int, float]:
    grown = {m: value**power for m, value in values.items()}
    length = math.sqrt(sum(value * value for value in grown.values()))
    return {m: value / length for m, value in grown.items()}


def cosine(a: dict[Key, float], b: dict[Key, float]) -> float:
    if not a or not b:
        return 0.0
    return both(a, b) / math.sqrt(sum([v * v for v in a.values()]) * sum([v * v for v in b.values()]))


def both(a: dict[Key, float], b: dict[Key, float]) -> float:
    """The product of two that are of length one."""
    return sum([value * b[key] for key, value in a.items() if key in b])


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
def _senses() -> tuple[Phrases, Phrases]:
    return _phrases(
        (phrase, f"s:{row['sense']}") for row in _rows("synonyms.csv") for phrase in row["phrases"].split("|")
    )


@cache
def _exclusive() -> tuple[Phrases, Phrases]:
    return _phrases(
        (phrase, f"{row['group']}:{n}")
        for row in _rows("exclusive.csv")
        for n, choice in enumerate(row["choices"].split(";"))
        for phrase in choice.split("|")
    )


def _phrases_in(clause: Clause, known: tuple[Phrases, Phrases], is_marked: bool) -> tuple[str, ...]:
    tokens, table = (clause.low, known[0]) if is_marked else (clause.bare, known[1])
    return tuple([one for means in longest_in(tokens, table) for one in means])


def senses_of(clause: Clause, is_marked: bool) -> tuple[str, ...]:
    return _phrases_in(clause, _senses(), is_marked)


def aspects_of(clause: Clause, is_marked: bool) -> tuple[str, ...]:
    return _phrases_in(clause, _aspects(), is_marked)


def choices_of(clause: Clause, is_marked: bool) -> tuple[str, ...]:
    """Which of the words a clause uses that exclude each other, by group: "group:n"."""
    return _phrases_in(clause, _exclusive(), is_marked)


def weighed_aspects(told: Iterable[str]) -> dict[str, float]:
    return {aspect: math.sqrt(min(count, 2)) for aspect, count in Counter(told).items()}


def grouped(choices: Iterable[str]) -> dict[str, frozenset[str]]:
    """Group → which of its words the text uses."""
    out: dict[str, set[str]] = defaultdict(set)
    for choice in choices:
        out[choice.partition(":")[0]].add(choice)
    return {group: frozenset(found) for group, found in out.items()}


@cache
def groups() -> tuple[str, ...]:
    return tuple(row["group"] for row in _rows("exclusive.csv"))


@cache
def aspects() -> tuple[str, ...]:
    return tuple(row["aspect"] for row in _rows("aspects.csv"))
