"""What a petition calls by name or number: runs of capitals, lanes and posts with their numbers; what counts is left out."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz

from phoihop.petitions.lexicon import BARE_STOP, STOP, Clause, bare_common_words
from phoihop.petitions.places import NOT_NAME

#: Words a name is not told by, however it is written.
_KIND_WORDS = frozenset(
    """duong pho ngo ngach hem kiet to khu thon ap xom ban lang phuong xa cho cau ho truong kdc tdp kp tap the do thi dan cu
    ubnd hdnd nha van hoa""".split()
)
_UNNAMED = NOT_NAME | STOP
#: Other things that bear a name.
_THINGS = frozenset(
    "dam cong ao kenh rach song dong suoi deo nui doi dap mieu chua dinh den ga ben tram bai go truong".split()
)
_BEFORE_NAMES = _KIND_WORDS | _THINGS
#: A number before one of these counts something; before the others it names it.
_COUNTED = frozenset(
    """ho nam thang ngay gio lan nguoi met m km cay so tang tuoi trieu nghin dong ty lan chau em lop phut buoi chuyen phan cai con
    nha vu ca bong mon tuan dem cm kg tan xe quy""".split()
)
#: A number after one of these is that of a quarter or a lane: what it parts is told by the places.
_UNIT_WORDS = frozenset("to pho cu khom thon ap xom ban ngo ngach hem kiet khu cum".split())


def names_of(clause: Clause) -> frozenset[str]:
    """Runs of capitals that are no beginning of a sentence, folded, without what kind of place they are."""
    out: set[str] = set()
    raw, n = clause.raw, 0
    for at in [at for at, word in enumerate(raw) if word[0].isupper()]:
        if at < n:
            continue
        n = at
        stop = n + 1
        while stop < len(raw) and (raw[stop][0].isupper() or raw[stop].isdigit()):
            stop += 1
        name = list(clause.bare[n:stop])
        if n == 0:
            name = [] if stop == 1 else name[1:] if clause.low[0] in _UNNAMED else name
        while name and name[0] in _KIND_WORDS:
            name = name[1:]
        if (
            name
            and not all(word.isupper() for word in raw[n:stop])
            and not all(word.isdigit() for word in name)
        ):
            out.add(" ".join(name))
        n = stop
    return frozenset(out)


def called_of(clause: Clause) -> frozenset[str]:
    """Names of two words and more with the kind of place before them: cống đá, tây mỗ b."""
    out: set[str] = set()
    raw, bare, n = clause.raw, clause.bare, 0
    for at in [at for at, word in enumerate(raw) if word[0].isupper()]:
        if at < n or (not at and clause.low[0] in _UNNAMED):
            continue
        n = at
        stop = n + 1
        while stop < len(raw) and raw[stop][0].isupper():
            stop += 1
        start = n - 1 if n and bare[n - 1] in _BEFORE_NAMES else n
        if stop - start > 1:
            out.add(" ".join(bare[start:stop]))
        n = stop
    return frozenset(out)


def contrary(called: frozenset[str], spoken: str) -> int:
    """Names that the other begins or ends alike and goes on otherwise: đầm Bẩy and đầm cói."""
    said = spoken.split()
    out = 0
    for name in called:
        if f" {name} " in spoken:
            continue
        words = name.split()
        size = len(words)
        for n in range(len(said) - size + 1):
            here = said[n : n + size]
            if (here[:-1] == words[:-1] and _naming(here[-1])) or (
                size > 2 and here[1:] == words[1:] and _naming(here[0])
            ):
                out += 1
                break
    return out


def _naming(word: str) -> bool:
    return word.isalpha() and word not in BARE_STOP and word not in bare_common_words()


class Numbers(NamedTuple):
    """The numbers of a clause: those that name something, with the word before them where there is one (khoảnh 7, km 12+300,
    số 17); where the others stand."""

    named: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    idle: tuple[int, ...]


NO_NUMBERS = Numbers((), (), ())


def numbers_of(clause: Clause) -> Numbers:
    """Idle are those that count (3 lần, 12 hộ), or tell the tổ, whose meeting is judged apart."""
    bare = clause.bare
    at = [n for n, word in enumerate(bare) if word[0].isdigit()]
    if not at:
        return NO_NUMBERS
    idle = [
        n for n in at if (n and bare[n - 1] in _UNIT_WORDS) or (n + 1 < len(bare) and bare[n + 1] in _COUNTED)
    ]
    naming = [n for n in at if n not in idle]
    labels = [(bare[n - 1], bare[n]) for n in naming if n and bare[n - 1].isalpha()]
    return Numbers(tuple([bare[n] for n in naming]), tuple(labels), tuple(idle))


def missing(names: frozenset[str], spoken: str) -> int:
    return sum(
        f" {name} " not in spoken and not (len(name) >= 6 and fuzz.partial_ratio(name, spoken) >= 92)
        for name in names
    )
