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


def drawn_together(text: str) -> str:
    """Words whose letters were drawn apart are written as words."""
    return _ALONE.sub(lambda m: re.sub(r"\s", "", m[0]), text)
