"""Whether two petitions speak of one place: what they share, and whether a name or a number keeps them apart."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from phoihop.petitions.places import NUMBERED, UNITS, Named

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
#: Where one of these agrees, a different road does not either.
_HOLD = _PINS - {"lane", "alley", "name"}


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


def _apart_at_once(a: Named, b: Named, text_a: str, text_b: str) -> bool:
    """Whether a lane, an alley or a road parts two petitions whatever else they say: most that share a key are so.

    A road does where its name is known to its end and nothing is named that would hold the two together.
    """
    mine, yours = a.names, b.names
    for kind in ("lane", "alley"):
        if kind in mine and kind in yours and mine[kind].isdisjoint(yours[kind]):
            return True
    if "road" not in mine or "road" not in yours or a.soft or b.soft:
        return False
    one, other = mine["road"], yours["road"]
    return (
        _HOLD.isdisjoint(mine) and _HOLD.isdisjoint(yours)
        and _strange(one, other) and not _told(one, text_b) and not _told(other, text_a)
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _strange(mine: frozenset[str], yours: frozenset[str]) -> bool:
    """Whether none of the names is one of the others."""
    return not _common(mine, yours, frozenset())


def _told(names: Set[str], text: str) -> list[str]:
    """Names of several words that stand in a text, whatever stands before them."""
    return [name for name in names if " " in name and f" {name} " in text]


def compare(a: Named, b: Named, text_a: str, text_b: str) -> Meeting:
    """``text_*``: the folded words, padded with spaces, to find a name that stands without its kind."""
    if _apart_at_once(a, b, text_a, text_b):
        return APART
    shared: list[str] = []
    apart: set[str] = set()
    soft = a.soft | b.soft
    for kind in a.names.keys() & b.names.keys():
        both = _common(a.names[kind], b.names[kind], soft)
        both = both or _told(a.names[kind], text_b) or _told(b.names[kind], text_a)
        if both:
            shared += [f"{kind}:{name}" for name in both]
        elif not (soft & (a.names[kind] | b.names[kind])) or _unknown(a, b, kind, text_a, text_b):
            apart.add(kind)
    for one, other, text in ((a, b, text_b), (b, a, text_a)):
        for kind in one.names.keys() - other.names.keys():
            if kind not in NUMBERED:
                shared += [f"{kind}:{name}" for name in _told(one.names[kind], text)]
    if not shared and _named(a) and _named(b) and not _spoken(a, text_b) and not _spoken(b, text_a):
        apart.add("name")
    kinds = {name.split(":")[0] for name in shared}
    pins = kinds & _PINS
    if pins & _HOLD:
        apart -= {"road", *UNITS}
    if pins - {"name"} and "road" not in apart:
        apart -= UNITS
    return Meeting(bool(apart), tuple(dict.fromkeys(shared)), bool(pins))


def _spoken(places: Named, text: str) -> bool:
    """Whether the other text has one of the names, whatever stands before it (ao Sen, khu Ao Sen)."""
    return any(
        f" {name} " in text
        for names in places.names.values()
        for name in names
        if not name[0].isdigit() and len(name) > 2
    )


def _named(places: Named) -> bool:
    """Whether a place is called by a name, not by a number alone."""
    return any(
        name not in places.soft and not name[0].isdigit() for names in places.names.values() for name in names
    )


def _common(a: Set[str], b: Set[str], soft: Set[str]) -> list[str]:
    return [x for x in sorted(a) if any(same_name(x, y, soft=x in soft or y in soft) for y in b)]


def _unknown(a: Named, b: Named, kind: str, text_a: str, text_b: str) -> bool:
    """A soft name parts two petitions only if its first two words stand nowhere in the other."""
    for one, text in ((a, text_b), (b, text_a)):
        for name in one.names[kind]:
            if " " + " ".join(name.split()[:2]) + " " in text:
                return False
    return True
