"""Letters as an eye reads them: of other width, broken by marks nobody sees, borrowed from another alphabet, drawn apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Marks no page shows that are no control characters of format: joiners of letters, choosers of a form.
_UNSEEN = frozenset("\u034f\u115f\u1160\u3164\uffa0")
_ALIKE = str.maketrans(
    "АВЕКМНОРСТХУІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϹϲ\u2010\u2011",
    "ABEKMHOPCTXYIJSaeopcyxijsABEZHIKMNOPTYXoCc--",
)
#: A word broken at the end of a line, and the mark where it may be.
_SOFT = re.compile("\u00ad(?=[ \\t]*\\n)")
_BROKEN = re.compile(r"(?<=\w)-[ \t]*\n\s*(?=\w)")
#: A word of which every letter stands alone: "S E C R E T".
_ALONE = re.compile(r"(?<!\w)\w(?:[ \t\u00a0]+\w){2,}(?!\w)")


@lru_cache(maxsize=4096)
def _seen(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.category(letter) == "Cf" or letter in _UNSEEN or "\ufe00" <= letter <= "\ufe0f":
        return ""
    return unicodedata.normalize("NFKC", letter).translate(_ALIKE)


def plain(text: str) -> str:
    """The text as it is read."""
    return plain_with_places(text)[0] if not text.isascii() else text


def plain_with_places(text: str) -> tuple[str, list[int]]:
    """The text as it is read, and for each of its letters the place in the text given, whose end comes last."""
    if text.isascii():
        return text, list(range(len(text) + 1))
    out: list[str] = []
    places: list[int] = []
    for n, letter in enumerate(text):
        seen = _seen(letter)
        out.append(seen)
        places += [n] * len(seen)
    return "".join(out), [*places, len(text)]


Read = tuple[str, list[int]]


def readings(text: str) -> list[Read]:
    """Each way the text may be read, with the places of its letters: as it stands, over line ends, letters drawn apart."""
    soft = _SOFT.sub("-", text)
    seen = plain_with_places(soft)
    found = [seen, *(_without(seen, cut) for cut in (_line_ends(seen[0]), _gaps(seen[0])) if cut)]
    return [(read, places) for read, places in found if read]


def _line_ends(text: str) -> set[int]:
    return {n for match in _BROKEN.finditer(text) for n in range(match.start(), match.end())}


def _gaps(text: str) -> set[int]:
    return {n for m in _ALONE.finditer(text) for n in range(m.start(), m.end()) if text[n].isspace()}


def _without(read: Read, cut: set[int]) -> Read:
    text, places = read
    kept = [n for n in range(len(text)) if n not in cut]
    return "".join(text[n] for n in kept), [*(places[n] for n in kept), places[-1]]
