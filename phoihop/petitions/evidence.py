"""What two petitions are judged by: how near their matters, places, names, numbers and words are, each as a number.

``NAMES`` are the numbers in their order; ``data/likeness.json`` holds what they weigh, learned by
tools/learn_petitions.py. A near copy of which a name or a number differs is as telling as a shared word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from phoihop.core.text import fold
from phoihop.petitions import matters
from phoihop.petitions.lexicon import (
    BARE_STOP,
    ENDS,
    STOP,
    Clause,
    Words,
    concepts_in,
    content_of,
    done,
    wishes_of,
    words_of,
)
from phoihop.petitions.matters import Nearest, Telling, both, cosine
from phoihop.petitions.meeting import Meeting
from phoihop.petitions.names import Numbers, called_of, contrary, missing, names_of, numbers_of
from phoihop.petitions.places import UNITS, places_in
from phoihop.petitions.sketching import MOST, REST, Sketch, weight

_NUMBERS = re.compile(r"\d+(?:[/\-+.,]\d+)*[a-zA-Z]?|\b[A-Za-zĐđ]{1,3}\d+\w*")
_LETTERS = re.compile(r"\b(khu|nhà|tòa|lô|dãy|block|khối|hầm|đội|cụm)\s+([a-zA-Z])\b", re.IGNORECASE)
#: Spoken of everywhere and not of one place.
_GENERAL = tuple(
    tuple(phrase.split())
    for phrase in (
        "toàn thành phố|toàn phường|toàn xã|trên địa bàn|nội đô|các tuyến|nói chung|lộ trình|quy định|tuyên truyền|chủ trương|"
        "các quận|giải pháp tổng thể|đề án|cả nước|trung ương|quốc hội|toàn bộ|từng hộ|các trường|các khu"
    ).split("|")
)


def _by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        out.setdefault(phrase[0], []).append(phrase)
    return out


_GENERAL_MARKED = _by_first(_GENERAL)
_GENERAL_BARE = _by_first(tuple(fold(word) for word in phrase) for phrase in _GENERAL)


@dataclass(frozen=True, slots=True)
class Deep:
    """What a petition is judged by side by side with another, gathered when it comes to that."""

    said: str
    wishes: frozenset[str]
    nearest: Nearest
    tells: Telling
    aspects: dict[str, float]
    choices: dict[str, frozenset[str]]
    spoken: str
    tokens: tuple[str, ...]
    numbers: frozenset[str]
    codes: frozenset[str]
    letters: frozenset[str]
    labels: dict[str, frozenset[str]]
    names: frozenset[str]
    name_words: frozenset[str]
    called: frozenset[str]
    marked: bool
    general: int


@lru_cache(maxsize=4096)
def deep(text: str, place: str) -> Deep:
    words, where = words_of(text), words_of(place)
    taken = places_in(words).taken
    said = _said(words)
    boxed = _said(where)
    told = [one.once(_told_of, words.marked, left) for one, left in zip(words.clauses, taken, strict=True)]
    concepts = matters.terms_of_concepts(frozenset(concepts_in(words, taken)[0]))
    found = concepts.union(*[one.terms for one in told], *[one.senses for one in said])
    named = (
        said if words.cased else []
    ) + boxed  # what stands in the box of the place is a name, whatever its letters
    names = frozenset().union(*[one.names for one in named])
    called = [
        one.called for side, told_of in ((words, said), (where, boxed)) if side.cased for one in told_of
    ]
    codes = frozenset([one.lower() for one in _NUMBERS.findall(f"{text} {place}") if not one.isdigit()])
    both = " ; ".join(filter(None, (text, place)))
    choosing = _said(words_of(both)) if place else said
    return Deep(
        said=" ".join(chain.from_iterable([one.content for one in told])),
        wishes=frozenset(["done"] if done(words) else []).union(*[one.wishes for one in said]),
        nearest=matters.nearest(found),
        tells=matters.telling(found),
        aspects=matters.weighed_aspects(chain.from_iterable([one.aspects for one in said])),
        choices=matters.grouped(chain.from_iterable([one.choices for one in choosing])),
        spoken=f" {' '.join(words.bare)} , {' '.join(where.bare)} ",
        tokens=tuple(chain.from_iterable([one.tokens for one in said])),
        numbers=codes.union(*[one.numbers.named for one in said]),
        codes=codes,
        letters=frozenset([a.lower() + b.lower() for a, b in _LETTERS.findall(both)]),
        labels=_labels(said),
        names=names,
        name_words=frozenset([word for name in names for word in name.split()]),
        called=frozenset().union(*called),
        marked=words.marked,
        general=sum([one.general for one in said]),
    )


class _Said(NamedTuple):
    """What is looked at in a clause whatever places it names; ``tokens`` are laid beside those of another text."""

    tokens: tuple[str, ...]
    numbers: Numbers
    names: frozenset[str]
    called: frozenset[str]
    wishes: frozenset[str]
    senses: tuple[str, ...]
    aspects: tuple[str, ...]
    choices: tuple[str, ...]
    general: int


def _said(words: Words) -> list[_Said]:
    return [one.once(_said_of, words.marked) for one in words.clauses]


def _said_of(clause: Clause, is_marked: bool) -> _Said:
    numbers = numbers_of(clause)
    tokens = [
        bare
        for n, (low, bare) in enumerate(zip(clause.low, clause.bare, strict=True))
        if low not in ENDS
        and n not in numbers.idle
        and low not in STOP
        and (is_marked or bare not in BARE_STOP)
    ]
    return _Said(
        tuple(tokens),
        numbers,
        names_of(clause),
        called_of(clause),
        wishes_of(clause),
        matters.senses_of(clause, is_marked),
        matters.aspects_of(clause, is_marked),
        matters.choices_of(clause, is_marked),
        _general(clause, is_marked),
    )


class _Told(NamedTuple):
    """What a clause tells beside the names of places in it."""

    content: tuple[str, ...]
    terms: set[str]


def _told_of(clause: Clause, is_marked: bool, taken: frozenset[int]) -> _Told:
    return _Told(tuple(content_of(clause, is_marked, taken)), matters.terms_of(clause, is_marked, taken))


def _general(clause: Clause, is_marked: bool) -> int:
    """How many phrases speak of everywhere."""
    tokens, phrases = (clause.low, _GENERAL_MARKED) if is_marked else (clause.bare, _GENERAL_BARE)
    if phrases.keys().isdisjoint(tokens):
        return 0
    return sum(
        tokens[n : n + len(phrase)] == phrase
        for n, word in enumerate(tokens)
        if word in phrases
        for phrase in phrases[word]
    )


def _labels(said: Iterable[_Said]) -> dict[str, frozenset[str]]:
    """Word → the numbers it stands before."""
    out: dict[str, set[str]] = {}
    for one in said:
        for label, number in one.numbers.labels:
            out.setdefault(label, set()).add(number)
    return {label: frozenset(found) for label, found in out.items()}


_NAMES_OF_BASE = (
    "dice", "over", "token_set", "alone", "topics", "no_topic", "no_object", "trouble", "pinned", "shared", "shares", "rest",
    "said_set", "only_place", "no_trouble", "no_ask", "against", "done",
)  # fmt: skip
_NAMES_OF_MATTERS = (
    "matters", "topics_near", "near", "least_near", "two_first", "told", "sharp", "unsure", "aspects", "aspects_both", "aspects_apart",
    "common", "cover", "cover_most", "common_words", "common_senses", "common_new",
)  # fmt: skip
_NAMES_OF_WORDS = (
    "ratio", "only_first", "only_second", "only_least", "exchanged", "jaccard", "content_over", "sorted", "marks", "least_words",
    "length", "same_text", "kept", "swapped", "swapped_words", "swapped_numbers", "swapped_names",
)  # fmt: skip
_NAMES_OF_PLACES = (
    "both_named", "missing_least", "missing_most", "codes", "numbers", "numbers_both", "one_has_numbers", "letters", "labels",
    "alley_alone", "names_both", "kinds_apart", "kind_of_name", "both_placed", "placed", "names_more", "general", "general_most",
    "contrary",
)  # fmt: skip
NAMES = (
    *_NAMES_OF_BASE,
    *_NAMES_OF_MATTERS,
    *_NAMES_OF_WORDS,
    *_NAMES_OF_PLACES,
    "choices",
    *(f"choice_{group}" for group in matters.groups()),
    *(f"aspect_{aspect}" for aspect in matters.aspects()),
)


def features(a: Sketch, b: Sketch, met: Meeting) -> tuple[float, ...]:
    """The numbers of ``NAMES`` for two petitions that no place keeps apart."""
    one, other = deep(a.text, a.place), deep(b.text, b.place)
    choices = [_choice(one.choices.get(group), other.choices.get(group)) for group in matters.groups()]
    return (
        *_base(a, b, one, other, met),
        *_matters(one, other),
        *_words(one, other),
        *_places(a, b, one, other, met),
        float(sum(choice < 0 for choice in choices)),
        *choices,
        *(
            1.0 if aspect in one.aspects and aspect in other.aspects
            else -1.0 if (aspect in one.aspects) != (aspect in other.aspects)
            else 0.0
            for aspect in matters.aspects()
        ),
    )  # fmt: skip


def _choice(a: frozenset[str] | None, b: frozenset[str] | None) -> float:
    if not a or not b:
        return 0.0
    return 1.0 if a & b else -1.0


def _apart(a: frozenset[str], b: frozenset[str]) -> float:
    return float(bool(a and b and not a & b))


def _base(a: Sketch, b: Sketch, one: Deep, other: Deep, met: Meeting) -> tuple[float, ...]:
    """What is told of by the concepts of the lexicon."""
    shared = a.concepts & b.concepts
    rest_a, rest_b = set(a.rest), set(b.rest)
    both = len(rest_a & rest_b)
    mine = a.matter.weight + min(len(rest_a), MOST) * REST
    yours = b.matter.weight + min(len(rest_b), MOST) * REST
    common = weight(shared) + both * REST
    topics_a, topics_b = a.topics, b.topics
    troubles_a, troubles_b = a.matter.troubles, b.matter.troubles
    asks_a, asks_b = a.concepts - topics_a, b.concepts - topics_b
    plain_a, plain_b = (" ".join(sorted({*s.rest, *s.concepts})) for s in (a, b))
    return (
        2 * common / (mine + yours) if mine + yours else 0.0,
        min(1.0, common / min(mine, yours)) if mine and yours else 0.0,
        fuzz.token_set_ratio(plain_a, plain_b) / 100 if plain_a and plain_b else 0.0,
        min(weight(topics_a - shared), weight(topics_b - shared), 2.0),
        min(weight(topics_a & topics_b), 3.0),
        _apart(topics_a, topics_b),
        _apart(topics_a - troubles_a, topics_b - troubles_b),
        float(bool(troubles_a & troubles_b)),
        float(met.pinned),
        float(bool(met.shared)),
        min(len(met.shared), 3) / 3,
        min(both, 4) / 4,
        fuzz.token_set_ratio(one.said, other.said) / 100 if one.said and other.said else 0.0,
        float(bool(met.shared) and not (topics_a and topics_b)),
        _apart(troubles_a, troubles_b),
        _apart(asks_a, asks_b),
        float(_against(one.wishes, other.wishes)),
        float(("done" in one.wishes) != ("done" in other.wishes)),
    )


def _against(a: frozenset[str], b: frozenset[str]) -> bool:
    """One wishes what the other wishes away."""
    return any(
        (f"{n}+" in a and f"{n}-" in b and f"{n}-" not in a and f"{n}+" not in b)
        or (f"{n}-" in a and f"{n}+" in b and f"{n}+" not in a and f"{n}-" not in b)
        for n in range(3)
    )


def _matters(one: Deep, other: Deep) -> tuple[float, ...]:
    a, b = one.nearest, other.nearest
    tell, say = set(one.aspects), set(other.aspects)
    return (
        cosine(a.shares, b.shares),
        sum([min(share, b.topics[topic]) for topic, share in a.topics.items() if topic in b.topics]),
        cosine(a.near, b.near),
        min(a.near.get(b.first, 0.0), b.near.get(a.first, 0.0)),
        float(bool(set(list(a.near)[:2]) & set(list(b.near)[:2]))),
        both(a.told, b.told),
        both(a.sharp, b.sharp),
        min(a.near.get(a.first, 0.0), b.near.get(b.first, 0.0)),
        cosine(one.aspects, other.aspects),
        float(len(tell & say)),
        float(min(len(tell - say), len(say - tell))),
        *_common(one, other),
    )


def _common(one: Deep, other: Deep) -> tuple[float, ...]:
    """How much that both say tells, beside what each says."""
    a, b = one.tells, other.tells
    kinds = {"b": 0.0, "w": 0.0, "s": 0.0, "c": 0.0, "d": 0.0}
    for term in a.terms.keys() & b.terms.keys():
        kinds[term[0]] += a.terms[term]
    whole = sum(kinds.values())
    least, most = sorted((a.weight, b.weight))
    return (
        min(whole, 60.0),
        whole / max(1.0, least),
        whole / max(1.0, most),
        min(kinds["b"] + kinds["w"], 40.0),
        min(kinds["s"], 12.0),
        float(min(len(a.new & b.new), 4)),
    )


def _words(one: Deep, other: Deep) -> tuple[float, ...]:
    ratio = fuzz.ratio(" ".join(one.tokens), " ".join(other.tokens)) / 100
    mine, yours = one.tells.content, other.tells.content
    only, alone = mine - yours, yours - mine
    least, most = sorted((len(mine), len(yours)))
    both = len(mine & yours)
    return (
        ratio,
        float(min(len(only), 12)),
        float(min(len(alone), 12)),
        float(min(len(only), len(alone), 10)),
        float(ratio > 0.7 and bool(only) and bool(alone)),
        both / max(1, len(mine | yours)),
        both / max(1, least),
        fuzz.token_sort_ratio(one.said, other.said) / 100,
        float(one.marked) + float(other.marked),
        float(least),
        least / max(1, most),
        float(one.spoken == other.spoken),
        *_swapped(one, other),
    )


def _swapped(one: Deep, other: Deep) -> tuple[float, ...]:
    """How much of two texts runs alike, and of near copies what stands in the place of what."""
    kept = swapped = words = numbers = names = 0
    for tag, i, j, k, m in _steps(one.tokens, other.tokens):
        if tag == "equal":
            kept += j - i
            continue
        x, y = set(one.tokens[i:j]), set(other.tokens[k:m])
        if not x or not y:
            continue
        swapped += 1
        if any(w[0].isdigit() for w in x) and any(w[0].isdigit() for w in y):
            numbers += 1
        elif x & one.name_words and y & other.name_words:
            names += 1
        elif x - BARE_STOP and y - BARE_STOP:
            words += 1
    share = 2 * kept / max(1, len(one.tokens) + len(other.tokens))
    near = float(share > 0.6)
    return (
        share, min(swapped, 6) * near, min(words, 4) * near, min(numbers, 3) * near, min(names, 3) * near,
    )  # fmt: skip


def _steps(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Equal runs and, between them, what stands in the one and in the other."""
    out: list[tuple[str, int, int, int, int]] = []
    at_a = at_b = 0
    for i, k, size in ((m.a, m.b, m.size) for m in Indel.editops(a, b).as_matching_blocks()):
        if i > at_a or k > at_b:
            out.append(("replace", at_a, i, at_b, k))
        if size:
            out.append(("equal", i, i + size, k, k + size))
        at_a, at_b = i + size, k + size
    return out


def _places(a: Sketch, b: Sketch, one: Deep, other: Deep, met: Meeting) -> tuple[float, ...]:
    mine, yours = a.places.names, b.places.names
    kinds = mine.keys() & yours.keys() - (UNITS if met.pinned else set())
    lost = missing(one.names, other.spoken), missing(other.names, one.spoken)
    return (
        float(bool(one.names and other.names)),
        float(min(lost)),
        float(max(lost)),
        _apart(one.codes, other.codes),
        _apart(one.numbers, other.numbers),
        float(len(one.numbers & other.numbers)),
        float(bool(one.numbers) != bool(other.numbers)),
        _apart(one.letters, other.letters),
        float(
            sum(
                not one.labels[label] & other.labels[label] for label in one.labels.keys() & other.labels.keys()
            )
        ),
        float(("alley" in mine) != ("alley" in yours)),
        float(
            min(sum(f" {n} " in one.spoken and f" {n} " in other.spoken for n in one.names | other.names), 3)
        ),
        float(sum(not mine[kind] & yours[kind] for kind in kinds)),
        float(_kind_of_name(mine, yours)),
        float(bool(mine and yours)),
        float(bool(one.names or mine)),
        float(abs(len(one.names) - len(other.names))),
        float(bool(one.general) != bool(other.general)),
        float(max(one.general, other.general)),
        float(contrary(one.called, other.spoken) + contrary(other.called, one.spoken)),
    )  # fmt: skip


_LOOSE = frozenset({"name", "road", "area", "zone", "village", "unit", "quarter", "ward", "lane"})


def _kind_of_name(mine: dict[str, frozenset[str]], yours: dict[str, frozenset[str]]) -> int:
    """One name of two things: the bridge and the market of one village."""
    kinds: dict[str, list[set[str]]] = {}
    for side, names in enumerate((mine, yours)):
        for kind, found in names.items():
            for name in found:
                if not name[0].isdigit() and kind not in _LOOSE:
                    kinds.setdefault(name, [set(), set()])[side].add(kind)
    return sum(bool(x and y and not x & y) for x, y in kinds.values())
