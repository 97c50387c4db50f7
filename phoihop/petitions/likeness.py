"""Which petitions tell of one matter: found by keys of an index, scored side by side, with the reason in words.

A text becomes a :class:`Sketch`: its concepts, its other words, its places. Two sketches are compared by what they ask
about and where. Keys that an index keeps are numbers: place × concept, and the bands of a MinHash over all words.
Nothing here merges anything.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rensa import RMinHash

from phoihop.petitions.lexicon import concepts_in, content_words, lexicon, wishes_in, words_of
from phoihop.petitions.places import Meeting, Places, compare, places_in

#: A pair from this score on is shown as one matter.
ALIKE = 0.50
#: Raised when sketches made by an older release give other keys.
VERSION = 1
BANDS, ROWS, SEED = 8, 4, 5
#: A key that this many share says little: only the newest of them are compared.
CROWD = 40
_WEIGHTS = {"object": 1.0, "trouble": 1.3, "ask": 0.35}
#: Said of many things: little told by them alone.
_GENERAL = {
    "slow": 0.4, "accident": 0.4, "broken": 0.8, "dirty": 0.7, "admin": 0.5, "policy": 0.5, "project": 0.6,
    "school": 0.6, "budget": 0.4, "factory": 0.6, "roadbed": 0.7, "traffic": 1.0, "remove": 0.2,
    "build": 0.3, "apartment": 0.5, "fee": 0.6, "jobs": 0.7, "lack": 0.5, "support": 0.5,
    "publicland": 0.7, "equipment": 0.6, "contribution": 0.8, "speaker": 0.7, "house": 0.6, "smoke": 1.0,
    "overload": 1.0,
}  # fmt: skip
#: With the first these troubles are one: a lamp that is broken is dark, refuse that lies about stinks.
_ONE_TROUBLE = (
    ("light", {"broken", "dark", "noelectric"}, "dark"),
    ("waste", {"stink", "dirty", "traffic", "clogged", "slow", "smoke", "jam"}, "dirty"),
    ("livestock", {"stink", "dirty"}, "stink"),
    ("drain", {"clogged", "flood", "jam"}, "flood"),
    ("encroach", {"traffic", "accident", "jam"}, "encroach"),
    ("cables", {"sagging", "accident", "fall"}, "sagging"),
    ("tree", {"fall", "accident", "broken"}, "fall"),
    ("power", {"overfull", "noelectric"}, "noelectric"),
    ("places", {"overfull", "jam"}, "places"),
    ("pupils", {"overfull"}, "places"),
    ("school", {"overfull"}, "places"),
    ("roadbed", {"broken", "accident"}, "broken"),
    ("project", {"slow"}, "slow"),
    ("jam", {"jam"}, "traffic"),
    ("leak", {"broken"}, "leak"),
)  # fmt: skip
#: Where no trouble is named, what is asked for tells it.
_MEANT = {"repair": "broken", "install": "lack", "build": "lack"}
#: Kinds of places by how closely they say where.
_CLOSE = (
    "lane", "alley", "name", "number", "school", "market", "bridge", "park", "hall", "estate", "works", "crossing",
    "road", "house", "water", "unit", "quarter", "village", "area", "zone",
)  # fmt: skip
#: A place of such a kind is asked about so seldom that it alone is a key.
_TELLING = frozenset({"name", "market", "school", "park", "estate", "bridge", "crossing", "hall"})
_MASK = (1 << 63) - 1
#: What a word weighs that belongs to no concept, and how many of them count.
_REST, _MOST = 0.25, 6


@dataclass(frozen=True, slots=True)
class Matter:
    """The concepts of a text, kept once for all texts that tell of the same."""

    concepts: frozenset[str]
    topics: frozenset[str]
    troubles: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a petition is compared by, gathered once."""

    matter: Matter
    rest: tuple[str, ...]
    places: Places
    plain: str
    said: str
    joined: str
    wishes: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        return self.matter.concepts

    @property
    def topics(self) -> frozenset[str]:
        return self.matter.topics


def sketch(text: str, *, place: str = "") -> Sketch:
    """``place`` is what a box of its own says of where: it counts like a place named in the text."""
    words = words_of(text)
    places = places_in(words)
    if place:
        places.join(places_in(words_of(place)))
    concepts, rest = concepts_in(words, places.at)
    for thing, troubles, one in _ONE_TROUBLE:
        if thing in concepts and concepts & troubles:
            concepts = (concepts - troubles) | {one}
    kinds = lexicon().kinds
    if not any(kinds[c] == "trouble" for c in concepts):
        concepts |= {trouble for ask, trouble in _MEANT.items() if ask in concepts}
    said = " ".join(content_words(words, places.at))
    plain = " ".join(sorted({*rest, *concepts}))
    places.at.clear()
    return Sketch(
        _matter(frozenset(concepts)),
        tuple(rest),
        places,
        plain,
        said,
        f" {' '.join(words.bare)} ",
        wishes_in(words),
    )


@cache
def _matter(concepts: frozenset[str]) -> Matter:
    kinds = lexicon().kinds
    topics = frozenset(c for c in concepts if kinds[c] != "ask")
    return Matter(concepts, topics, frozenset(c for c in topics if kinds[c] == "trouble"), _weight(concepts))


# --------------------------------------------------------------------------------------- scoring


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two petitions are, and why."""

    score: float
    meeting: Meeting
    shared: frozenset[str]
    words: float

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def alike(self) -> bool:
        return self.score >= ALIKE


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """The odds that two petitions are one matter; of two places that differ, never."""
    meeting = compare(a.places, b.places, a.joined, b.joined)
    shared = a.concepts & b.concepts
    if meeting.apart:
        return Likeness(0.0, meeting, shared, 0.0)
    found = features(a, b, meeting, shared)
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, found, strict=True))
    words = fuzz.token_sort_ratio(a.said, b.said) / 100 if a.said and b.said else 0.0
    return Likeness(1 / (1 + math.exp(-odds)), meeting, shared, (found[2] + words) / 2)


def features(a: Sketch, b: Sketch, meeting: Meeting, shared: frozenset[str]) -> tuple[float, ...]:
    """What the odds are made of, in the order of ``WEIGHTS``."""
    rest_a, rest_b = set(a.rest), set(b.rest)
    both = len(rest_a & rest_b)
    mine = a.matter.weight + min(len(rest_a), _MOST) * _REST
    yours = b.matter.weight + min(len(rest_b), _MOST) * _REST
    common = _weight(shared) + both * _REST
    topics_a, topics_b = a.topics, b.topics
    alone = min(_weight(topics_a - shared), _weight(topics_b - shared), 2.0)
    troubles_a, troubles_b = a.matter.troubles, b.matter.troubles
    asks_a, asks_b = a.concepts - topics_a, b.concepts - topics_b
    objects_a, objects_b = topics_a - troubles_a, topics_b - troubles_b
    return (
        2 * common / (mine + yours) if mine + yours else 0.0,
        min(1.0, common / min(mine, yours)) if mine and yours else 0.0,
        fuzz.token_set_ratio(a.plain, b.plain) / 100 if a.plain and b.plain else 0.0,
        alone,
        min(_weight(topics_a & topics_b), 3.0),
        float(bool(topics_a and topics_b) and not topics_a & topics_b),
        float(bool(objects_a and objects_b) and not objects_a & objects_b),
        float(bool(troubles_a & troubles_b)),
        float(meeting.pinned),
        float(bool(meeting.shared)),
        min(len(meeting.shared), 3) / 3,
        min(both, 4) / 4,
        fuzz.token_set_ratio(a.said, b.said) / 100 if a.said and b.said else 0.0,
        float(bool(meeting.shared) and not (topics_a and topics_b)),
        float(bool(troubles_a and troubles_b) and not troubles_a & troubles_b),
        float(bool(asks_a and asks_b) and not asks_a & asks_b),
        float(_against(a.wishes, b.wishes)),
        float(("done" in a.wishes) != ("done" in b.wishes)),
    )


def _against(a: frozenset[str], b: frozenset[str]) -> bool:
    """One wishes what the other wishes away."""
    return any(
        (f"{n}+" in a and f"{n}-" in b and f"{n}-" not in a and f"{n}+" not in b)
        or (f"{n}-" in a and f"{n}+" in b and f"{n}+" not in a and f"{n}-" not in b)
        for n in range(3)
    )


#: Learned by tools/learn_petitions.py from tests/data/likeness_development.csv; the order is that of ``features``.
WEIGHTS = (
    1.26,
    1.09,
    0.48,
    -0.89,
    1.25,
    -0.43,
    -0.18,
    0.28,
    0.54,
    0.61,
    0.60,
    0.86,
    1.23,
    -0.15,
    0.47,
    -0.20,
    -2.07,
    -0.84,
)
BIAS = -4.13


def _weight(concepts: Iterable[str]) -> float:
    weights = _weights()
    return sum(weights[c] for c in concepts)


@cache
def _weights() -> dict[str, float]:
    return {c: _GENERAL.get(c) or _WEIGHTS[kind] for c, kind in lexicon().kinds.items()}


# --------------------------------------------------------------------------------------- reasons

_KIND_WORDS = {
    "lane": "ngõ", "alley": "ngách", "road": "đường", "unit": "tổ", "quarter": "khu phố", "area": "khu dân cư",
    "village": "thôn", "house": "số nhà", "number": "số",
}  # fmt: skip


def reasons(found: Likeness, *, field: str = "") -> list[str]:
    """Why two petitions may be one: the place, the share of words, the field."""
    out = []
    if found.meeting.shared:
        shared = sorted(found.meeting.shared, key=_closeness)
        names = [_named(place) for place in shared[:2]]
        out.append(str(_("cùng địa điểm: %s")) % ", ".join(names))
    out.append(str(_("giống %d %% lời")) % round(found.words * 100))
    if field:
        out.append(str(_("cùng lĩnh vực: %s")) % field)
    return out


def _named(place: str) -> str:
    kind, _colon, name = place.partition(":")
    word = _KIND_WORDS.get(kind, "")
    return f"{word} {name}".strip() if name[:1].isdigit() else name.title()


# ----------------------------------------------------------------------------------- keys, pairs


def _number(text: str) -> int:
    """A stable number of 63 bits: two databases and two machines agree on it."""
    data = text.encode()
    return ((zlib.crc32(data) << 32) | zlib.crc32(data[::-1] + b"#")) & _MASK


def _tokens(one: Sketch) -> list[str]:
    return [*one.concepts, *one.rest, *one.places.tokens()] or [one.joined]


def _closeness(place: str) -> tuple[int, str]:
    kind = place.split(":", maxsplit=1)[0]
    return (_CLOSE.index(kind) if kind in _CLOSE else len(_CLOSE), place)


def _closest(one: Sketch) -> list[str]:
    return sorted(one.places.keys(), key=_closeness)


def _where(place: str) -> str:
    """A numbered place with its kind; a name alone, whatever it was called before it."""
    _kind, _colon, name = place.partition(":")
    return place if name[0].isdigit() else name


def _place_keys(one: Sketch, scope: str) -> list[int]:
    """Where × what: the closest place with each thing told of; without a place, what × what."""
    topics = sorted(one.topics, key=lambda c: (-_weight((c,)), c))[:5] or sorted(set(one.rest))[:4]
    places = _closest(one)
    if places:
        lane = places[0].startswith("lane:")
        found: list[int] = []
        for n, place in enumerate(places[:3]):
            kind, where = place.split(":")[0], _where(place)
            if (
                lane and n and kind not in _TELLING
            ):  # a road or a quarter says little more where the lane is known
                continue
            found += [_number(f"{scope}|{where}|{topic}") for topic in topics]
            if kind in _TELLING:
                found.append(_number(f"{scope}|{where}|"))
        return found
    words = sorted([*topics[:4], *sorted(set(one.rest))[: max(1, 4 - len(topics))]])
    return [_number(f"{scope}|{a}|{b}") for n, a in enumerate(words) for b in words[n + 1 :]] or [
        _number(f"{scope}|{word}|") for word in words
    ]


def _band_keys(one: Sketch, row: Sequence[int], scope: str) -> list[int]:
    """Words alike, told of one place, or of none."""
    where = next(map(_where, _closest(one)), "")
    return [_number(f"{scope}|{where}|{n}|{row[n * ROWS : (n + 1) * ROWS]}") for n in range(BANDS)]


def keys_of(many: Sequence[Sketch], scopes: Sequence[str]) -> list[list[int]]:
    """For each sketch the keys it is found by, without doubles. ``scopes``: whose petitions are compared at all."""
    return [
        list(dict.fromkeys([*_place_keys(one, scope), *_band_keys(one, row, scope)]))
        for one, row, scope in zip(many, _rows(many), scopes, strict=True)
    ]


def topic_keys(one: Sketch, scope: str) -> list[int]:
    """What alone, wherever: negative, so that no pair is looked for among so many."""
    topics = sorted(one.topics, key=lambda c: (-_weight((c,)), c))[:3]
    return [-1 - _number(f"{scope}|*|{topic}") for topic in topics]


def _rows(many: Sequence[Sketch]) -> list[list[int]]:
    tokens = [_tokens(one) for one in many]
    return list(RMinHash.digest_matrix_from_token_sets(tokens, num_perm=BANDS * ROWS, seed=SEED).to_rows())


def pairs(
    texts: Sequence[str], *, least: float = ALIKE, chunk: int = 5000
) -> Iterator[tuple[int, int, Likeness]]:
    """Every pair of one matter among many texts: (earlier, later, likeness), each once.

    One kind of key after the other, so that only one table of them is held at a time.
    """
    sketches: list[Sketch] = []
    columns = [array("q") for _band in range(BANDS)]
    owners, keys = array("l"), array("q")
    for start in range(0, len(texts), chunk):
        fresh = [sketch(text) for text in texts[start : start + chunk]]
        for one, row in zip(fresh, _rows(fresh), strict=True):
            mine = dict.fromkeys(_place_keys(one, ""))
            owners.extend([len(sketches)] * len(mine))
            keys.extend(mine)
            for column, key in zip(columns, _band_keys(one, row, ""), strict=True):
                column.append(key)
            sketches.append(one)
    seen: set[int] = set()
    for holders in (zip(keys, owners, strict=True), *(zip(c, range(len(c)), strict=True) for c in columns)):
        for first, second in _meetings(holders):
            at = first * len(texts) + second
            if at in seen:
                continue
            seen.add(at)
            found = likeness(sketches[first], sketches[second])
            if found.score >= least:
                yield first, second, found


def _meetings(holders: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Who shares a key with whom; of a crowd the newest."""
    once: dict[int, int] = {}
    more: dict[int, list[int]] = {}
    for key, n in holders:
        first = once.setdefault(key, n)
        if first == n:
            continue
        held = more.setdefault(key, [first])
        yield from ((other, n) for other in held)
        held.append(n)
        if len(held) > CROWD:
            del held[0]
