"""Marks of state secrecy on a paper: a stamp or a heading line, never a word in a sentence.

Such a paper may not enter a machine that stands on a network (domain.md §11.4); it is refused before a byte is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_MARKS = {"TUYỆTMẬT": "TUYỆT MẬT", "TỐIMẬT": "TỐI MẬT", "MẬT": "MẬT"}
#: The same stamps typed in the two old alphabets (TCVN3 capitals and small letters, VNI).
_OLD = {
    "TUYÖT MËT": "TUYỆT MẬT", "tuyÖt mËt": "TUYỆT MẬT", "TèI MËT": "TỐI MẬT", "tèi mËt": "TỐI MẬT", "MËT": "MẬT",
    "mËt": "MẬT", "TUYEÄT MAÄT": "TUYỆT MẬT", "TOÁI MAÄT": "TỐI MẬT", "MAÄT": "MẬT",
}  # fmt: skip
_AROUND = "()[]{}<>*|_-–—=.:;,•\"“”'’« »"
_SAID = re.compile(r"(?i)^(?:mức\s+)?độ\s+mật\s*[:\-–]\s*(tuyệt\s+mật|tối\s+mật|mật)\s*[.;)]?$")


def _mark(line: str) -> str:
    """The mark this line is, or ""; spaced letters ("M Ậ T") are the same stamp."""
    bare = unicodedata.normalize("NFC", line).strip().strip(_AROUND).strip()
    if len(bare) > 40:
        return ""
    if bare in _OLD:
        return _OLD[bare]
    said = _SAID.match(bare)
    if said:
        return " ".join(said[1].upper().split())
    return _MARKS.get("".join(bare.split()), "")


def secret_mark(lines: Sequence[str]) -> str:
    """The highest mark found on a line of its own, or "".

    Different marks on neighbouring lines are the head of a table that counts papers, no stamp.
    """
    marks = [_mark(line) for line in lines]
    found = set()
    for n, mark in enumerate(marks):
        beside = {m for m in (*marks[max(n - 2, 0) : n], *marks[n + 1 : n + 3]) if m}
        if mark and not beside - {mark}:
            found.add(mark)
    return next((mark for mark in _MARKS.values() if mark in found), "")
