"""Which petitions tell of one matter: found by keys of an index, scored side by side, with the reason in words.

A text becomes a :class:`Sketch`: its concepts, its other words, its places. Two sketches that no place keeps apart are
laid side by side: what they ask about, where, and in which words (``evidence``). Keys that an index keeps are numbers:
place × concept, and the bands of a MinHash over all words. Nothing here merges anything.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rensa import RMinHash

from phoihop.petitions.evidence import deep, features
from phoihop.petitions.learned import odds, probability
from phoihop.petitions.meeting import Meeting, compare
from phoihop.petitions.sketching import Sketch, sketch, weight

__all__ = ["ALIKE", "Likeness", "Sketch", "keys_of", "likeness", "pairs", "reasons", "sketch", "topic_keys"]

#: A pair from this score on is shown as one matter.
ALIKE = 0.50
#: Raised when sketches made by an older release give other keys.
VERSION = 3
BANDS, ROWS, SEED = 8, 4, 5
#: A key that this many share says little: only the newest of them are compared.
CROWD = 40
#: Kinds of places by how closely they say where.
_CLOSE = {
    kind: n
    for n, kind in enumerate(
        "lane alley name number school market bridge park hall estate works crossing road house water unit quarter village area"
        " zone".split()
    )
}
#: A place of such a kind is asked about so seldom that it alone is a key.
_TELLING = frozenset({"name", "market", "school", "park", "estate", "bridge", "crossing", "hall"})
_MASK = (1 << 63) - 1
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
    met = compare(a.places, b.places, a.joined, b.joined)
    shared = a.concepts & b.concepts
    if met.apart:
        return Likeness(0.0, met, shared, 0.0)
    one, other = deep(a.text, a.place), deep(b.text, b.place)
    words = fuzz.token_set_ratio(one.said, other.said) / 100 if one.said and other.said else 0.0
    score = 1.0 if one.spoken == other.spoken else probability(odds(features(a, b, met)))
    return Likeness(score, met, shared, words)


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
    return _CLOSE.get(place.partition(":")[0], len(_CLOSE)), place


def _closest(one: Sketch) -> list[str]:
    return sorted(one.places.keys(), key=_closeness)


def _where(place: str) -> str:
    """A numbered place with its kind; a name alone, whatever it was called before it."""
    _kind, _colon, name = place.partition(":")
    return place if name[0].isdigit() else name


#: Said of nearly every matter ("chậm giải quyết", "nguy hiểm"): where a text tells of more, no key.
_SAID_OF_MANY = 0.5


@lru_cache(maxsize=4096)
def _telling(topics: frozenset[str]) -> list[str]:
    """What a petition tells of, the weightiest first."""
    ranked = sorted((-weight((c,)), c) for c in topics)
    return [c for heavy, c in ranked if -heavy > _SAID_OF_MANY] or [c for _heavy, c in ranked]


def _place_keys(one: Sketch, places: Sequence[str], scope: str) -> list[int]:
    """Where × what: the closest place with each thing told of; without a place, what × what."""
    topics = _telling(one.topics)[:5] or sorted(set(one.rest))[:4]
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


def _bands(places: Sequence[str], row: Sequence[int]) -> list[tuple[str, int, Sequence[int]]]:
    """Words alike, told of one place, or of none."""
    where = _where(places[0]) if places else ""
    return [(where, n, row[n * ROWS : (n + 1) * ROWS]) for n in range(BANDS)]


def keys_of(many: Sequence[Sketch], scopes: Sequence[str]) -> list[list[int]]:
    """For each sketch the keys it is found by, without doubles. ``scopes``: whose petitions are compared at all."""
    out: list[list[int]] = []
    for one, row, scope in zip(many, _rows(many), scopes, strict=True):
        places = _closest(one)
        bands = [_number(f"{scope}|{where}|{n}|{band}") for where, n, band in _bands(places, row)]
        out.append(list(dict.fromkeys([*_place_keys(one, places, scope), *bands])))
    return out


def topic_keys(one: Sketch, scope: str) -> list[int]:
    """What alone, wherever: negative, so that no pair is looked for among so many."""
    topics = sorted(one.topics, key=lambda c: (-weight((c,)), c))[:3]
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
            places = _closest(one)
            mine = dict.fromkeys(_place_keys(one, places, ""))
            owners.extend([len(sketches)] * len(mine))
            keys.extend(mine)
            for column, (where, _n, band) in zip(columns, _bands(places, row), strict=True):
                column.append(hash((where, *band)))  # of this run alone: no index keeps it
            sketches.append(one)
    for first, second in _side_by_side(sketches, columns, keys, owners):
        found = likeness(sketches[first], sketches[second])
        if found.score >= least:
            yield first, second, found


def _side_by_side(
    sketches: Sequence[Sketch], columns: Sequence[array[int]], keys: array[int], owners: array[int]
) -> Iterator[tuple[int, int]]:
    """Those that share a key and that no place keeps apart; such as hang together one after the other, so that each is
    looked at closely once."""
    seen: set[int] = set()
    tops: dict[int, int] = {}
    met: list[tuple[int, int, int]] = []
    for holders in (zip(keys, owners, strict=True), *(zip(c, range(len(c)), strict=True) for c in columns)):
        for first, second in _meetings(holders):
            at = first * len(sketches) + second
            if at in seen:
                continue
            seen.add(at)
            a, b = sketches[first], sketches[second]
            if not compare(a.places, b.places, a.joined, b.joined).apart:
                top = tops.setdefault(first, first)
                tops.setdefault(second, top)
                met.append((top, first, second))
    seen.clear()
    met.sort()
    return ((first, second) for _top, first, second in met)


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
