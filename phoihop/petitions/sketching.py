"""A petition as it is looked for and first compared: its concepts, its other words, its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from phoihop.petitions.lexicon import concepts_in, lexicon, words_of
from phoihop.petitions.places import Named, places_in

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
#: What a word weighs that belongs to no concept, and how many of them count.
REST, MOST = 0.25, 6


@dataclass(frozen=True, slots=True)
class Matter:
    """The concepts of a text, kept once for all texts that tell of the same."""

    concepts: frozenset[str]
    topics: frozenset[str]
    troubles: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a petition is found by, and its text for the closer look."""

    text: str
    place: str
    matter: Matter
    rest: tuple[str, ...]
    places: Named
    joined: str

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
    said_of = words_of(f"tại {place}") if place else None
    if said_of:
        where = places_in(said_of)
        if not where.names:
            where.put("name", " ".join(said_of.bare[1:]), soft=True)
        places.join(where)
    concepts, rest = concepts_in(words, places.taken)
    spoken = (*words.bare, *said_of.bare) if said_of else words.bare
    return Sketch(
        text, place, _matter(frozenset(concepts)), tuple(rest), places.kept(), f" {' '.join(spoken)} "
    )


@cache
def _matter(concepts: frozenset[str]) -> Matter:
    kinds = lexicon().kinds
    for thing, troubles, one in _ONE_TROUBLE:
        if thing in concepts and concepts & troubles:
            concepts = (concepts - troubles) | {one}
    if not any(kinds[c] == "trouble" for c in concepts):
        concepts |= {trouble for ask, trouble in _MEANT.items() if ask in concepts}
    topics = frozenset(c for c in concepts if kinds[c] != "ask")
    return Matter(concepts, topics, frozenset(c for c in topics if kinds[c] == "trouble"), weight(concepts))


def weight(concepts: Iterable[str]) -> float:
    weights = _weights()
    return sum(weights[c] for c in concepts)


@cache
def _weights() -> dict[str, float]:
    return {c: _GENERAL.get(c) or _WEIGHTS[kind] for c, kind in lexicon().kinds.items()}
