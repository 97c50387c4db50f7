"""What a petition calls by name or number: runs of capitals, lanes and posts with their numbers; what counts is left out."""

from __future__ import annotations

from rapidfuzz import fuzz

from phoihop.petitions.lexicon import BARE_STOP, ENDS, STOP, Words, bare_common_words
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
#: A number before one of these counts something; before the others it names it.
_COUNTED = frozenset(
    """ho nam thang ngay gio lan nguoi met m km cay so tang tuoi trieu nghin dong ty lan chau em lop phut buoi chuyen phan cai con
    nha vu ca bong mon tuan dem cm kg tan xe quy""".split()
)
#: A number after one of these is that of a quarter or a lane: what it parts is told by the places.
_UNIT_WORDS = frozenset("to pho cu khom thon ap xom ban ngo ngach hem kiet khu cum".split())


def names_in(words: Words, *, always: bool) -> set[str]:
    """Runs of capitals that are no beginning of a sentence, folded, without what kind of place they are."""
    out: set[str] = set()
    if not (words.cased or always):
        return out
    raw, n = words.raw, 0
    for at in [at for at, word in enumerate(raw) if word[0].isupper()]:
        if at < n:
            continue
        n = at
        stop = n + 1
        while stop < len(raw) and (raw[stop][0].isupper() or raw[stop].isdigit()):
            stop += 1
        name = list(words.bare[n:stop])
        if n == 0 or raw[n - 1] in ENDS:
            name = [] if stop - n == 1 else name[1:] if words.low[n] in _UNNAMED else name
        while name and name[0] in _KIND_WORDS:
            name = name[1:]
        if (
            name
            and not all(word.isupper() for word in raw[n:stop])
            and not all(word.isdigit() for word in name)
        ):
            out.add(" ".join(name))
        n = stop
    return out


def called_in(words: Words) -> set[str]:
    """Names of two words and more with the kind of place before them: cống đá, tây mỗ b."""
    out: set[str] = set()
    raw, bare, n = words.raw, words.bare, 0
    if not words.cased:
        return out
    for at in [at for at, word in enumerate(raw) if word[0].isupper()]:
        if at < n or ((not at or raw[at - 1] in ENDS) and words.low[at] in _UNNAMED):
            continue
        n = at
        stop = n + 1
        while stop < len(raw) and raw[stop][0].isupper():
            stop += 1
        start = n - 1 if n and bare[n - 1] in _KIND_WORDS | _THINGS else n
        if stop - start > 1:
            out.add(" ".join(bare[start:stop]))
        n = stop
    return out


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


def idle_numbers(words: Words) -> set[int]:
    """Numbers that name nothing here: they count (3 lần, 12 hộ), or tell the tổ, whose meeting is judged apart."""
    bare = words.bare
    return {
        n
        for n, word in enumerate(bare)
        if word[0].isdigit()
        and ((n + 1 < len(bare) and bare[n + 1] in _COUNTED) or (n > 0 and bare[n - 1] in _UNIT_WORDS))
    }


def labels_in(words: Words, idle: set[int]) -> dict[str, frozenset[str]]:
    """Numbers that name something by the word before them: khoảnh 7, km 12+300, số 17."""
    out: dict[str, set[str]] = {}
    bare = words.bare
    for n in range(1, len(bare)):
        if bare[n][0].isdigit() and n not in idle and bare[n - 1].isalpha():
            out.setdefault(bare[n - 1], set()).add(bare[n])
    return {label: frozenset(found) for label, found in out.items()}


def missing(names: frozenset[str], spoken: str) -> int:
    return sum(
        f" {name} " not in spoken and not (len(name) >= 6 and fuzz.partial_ratio(name, spoken) >= 92)
        for name in names
    )
