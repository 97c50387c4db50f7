"""Whether two petitions speak of one place: what they share, and whether a name or a number keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from phoihop.petitions.places import NUMBERED, UNITS, Places

#: Where one of these agrees, a different tổ or khu phố does not part two petitions.
_PINS = frozenset(
    {
        "lane",
        "alley",
        "school",
        "market",
        "bridge",
        "park",
        "hall",
        "cemetery",
        "estate",
        "works",
        "water",
        "hospital",
        "crossing",
        "name",
    }
)


@lru_cache(maxsize=16384)
def same_name(a: str, b: str, *, soft: bool) -> bool:
    """Equal, written by its first letters, in another order, or one letter dropped in a long name."""
    if a == b:
        return True
    if a[0].isdigit() or b[0].isdigit():
        return False
    first, second = sorted((a, b), key=len)
    if " " not in first and " " in second and first == "".join(w[0] for w in second.split()):
        return True
    if soft and (second.startswith(first + " ") or first.split()[:2] == second.split()[:2]):
        return True
    if len(first) >= 10 and len(second) - len(first) == 1 and first.count(" ") == second.count(" "):
        return bool(Indel.distance(first, second) == 1)
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    if first.count(" ") > 1 and sorted(first.split()) == sorted(second.split()):
        return True
    return _shortened(first, second)


def _shortened(first: str, second: str) -> bool:
    """Ng. Trãi, L.T. Kiệt, Ng T Minh Khai: each word equal or its beginning, the last one whole."""
    a, b = first.split(), second.split()
    if len(a) != len(b) or len(a) < 2 or a[-1] != b[-1]:
        return False
    return all(
        x == y or (len(x) <= 2 and y.startswith(x)) or (len(y) <= 2 and x.startswith(y))
        for x, y in zip(a, b, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Meeting:
    """What two petitions say of their places."""

    apart: bool
    shared: tuple[str, ...]
    pinned: bool


APART = Meeting(True, (), False)


def numbered_apart(a: Places, b: Places) -> bool:
    """Whether a lane or an alley parts two petitions whatever else they say: seen at once, most that share a key are so."""
    for kind in ("lane", "alley"):
        mine, yours = a.names.get(kind), b.names.get(kind)
        if mine and yours and mine.isdisjoint(yours):
            return True
    return False


def compare(a: Places, b: Places, text_a: str, text_b: str) -> Meeting:
    """``text_*``: the folded words, padded with spaces, to find a name that stands without its kind."""
    if numbered_apart(a, b):
        return APART
    shared: list[str] = []
    apart: set[str] = set()
    soft = a.soft | b.soft
    for kind in a.names.keys() & b.names.keys():
        both = _common(a.names[kind], b.names[kind], soft)
        both = (
            both
            or [x for x in a.names[kind] if " " in x and f" {x} " in text_b]
            or [x for x in b.names[kind] if " " in x and f" {x} " in text_a]
        )
        if both:
            shared += [f"{kind}:{name}" for name in both]
        elif not (soft & (a.names[kind] | b.names[kind])) or _unknown(a, b, kind, text_a, text_b):
            apart.add(kind)
    for one, other, text in ((a, b, text_b), (b, a, text_a)):
        for kind in one.names.keys() - other.names.keys():
            if kind not in NUMBERED:
                shared += [
                    f"{kind}:{name}" for name in one.names[kind] if " " in name and f" {name} " in text
                ]
    if not shared and _named(a) and _named(b) and not _spoken(a, text_b) and not _spoken(b, text_a):
        apart.add("name")
    kinds = {name.split(":")[0] for name in shared}
    pins = kinds & _PINS
    if pins - {"lane", "alley", "name"}:
        apart -= {"road", *UNITS}
    if pins - {"name"} and "road" not in apart:
        apart -= UNITS
    return Meeting(bool(apart), tuple(dict.fromkeys(shared)), bool(pins))


def _spoken(places: Places, text: str) -> bool:
    """Whether the other text has one of the names, whatever stands before it (ao Sen, khu Ao Sen)."""
    return any(
        f" {name} " in text
        for names in places.names.values()
        for name in names
        if not name[0].isdigit() and len(name) > 2
    )


def _named(places: Places) -> bool:
    """Whether a place is called by a name, not by a number alone."""
    return any(
        name not in places.soft and not name[0].isdigit() for names in places.names.values() for name in names
    )


def _common(a: set[str], b: set[str], soft: set[str]) -> list[str]:
    return [x for x in sorted(a) if any(same_name(x, y, soft=x in soft or y in soft) for y in b)]


def _unknown(a: Places, b: Places, kind: str, text_a: str, text_b: str) -> bool:
    """A soft name parts two petitions only if its first two words stand nowhere in the other."""
    for one, text in ((a, text_b), (b, text_a)):
        for name in one.names[kind]:
            if " " + " ".join(name.split()[:2]) + " " in text:
                return False
    return True
