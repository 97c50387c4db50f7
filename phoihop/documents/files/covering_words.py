"""The words to be taken out, as they may be written: other case, other spaces, digits in groups, either form of the letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import partial_ratio

from phoihop.core.text import fold
from phoihop.documents.files.letters import plain, readings

#: What stands where a word stood; always of one length, so that it tells nothing.
BAR = "█████"
_NUMBER = 7
#: Letters from which on a word drawn apart is no chance meeting of two others.
_APART = 8
#: Letters from which on, and likeness in the hundred at which, a word read off a picture counts.
_SHORT, _LIKE = 4, 88


class Words:
    def __init__(self, wanted: Sequence[str]) -> None:
        self.given = [" ".join(plain(unicodedata.normalize("NFC", word)).split()) for word in wanted]
        self.wanted = sorted((word for word in set(self.given) if word), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(_as_written, self.wanted)) or r"(?!)", re.IGNORECASE)

    def places(self, text: str) -> list[tuple[int, int]]:
        """In the text as it stands, however it is read: callers bring it in composed letters."""
        found = sorted(
            (places[match.start()], places[match.end() - 1] + 1)
            for read, places in readings(text)
            for match in self.pattern.finditer(read)
        )
        apart: list[tuple[int, int]] = []
        for start, end in found:
            if apart and start < apart[-1][1]:
                apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
            else:
                apart.append((start, end))
        return apart

    def covered(self, text: str) -> tuple[str, int]:
        """The text with a bar in each place, and how many there are."""
        made = unicodedata.normalize("NFC", text)
        places = self.places(made)
        for start, end in reversed(places):
            made = made[:start] + BAR + made[end:]
        return (made if places else text), len(places)

    def says(self, text: str) -> bool:
        return bool(text) and bool(self.places(unicodedata.normalize("NFC", text)))

    def missed_in(self, text: str) -> list[int]:
        """Which of the words (by their place in ``given``) stand nowhere in the text."""
        said = [read for read, _places in readings(unicodedata.normalize("NFC", text))]
        return [
            n
            for n, word in enumerate(self.given)
            if word and not any(re.search(_as_written(word), read, re.IGNORECASE) for read in said)
        ]

    def glimpsed(self, text: str) -> bool:
        """Whether a word can still be read in the text, were its letters drawn apart."""
        close = re.sub(r"\s+", "", plain(unicodedata.normalize("NFC", text))).lower()
        drawn = (re.sub(r"\s+", "", word).lower() for word in self.wanted)
        return self.says(text) or any(len(word) >= _APART and word in close for word in drawn)

    def looked_like(self, text: str) -> bool:
        """Whether what a machine read off a picture may be one of the words: its marks and gaps are often wrong."""
        seen = re.sub(r"\W+", "", fold(text))
        drawn = [re.sub(r"\W+", "", fold(word)) for word in self.wanted]
        return any(
            (len(word) >= _SHORT and word in seen)
            or (len(word) >= _APART and partial_ratio(word, seen) >= _LIKE)
            for word in drawn
        )

    def within(self, content: bytes) -> bool:
        folded = content.lower()
        return any(code.lower() in folded for code in self.codes()) or any(
            self.pattern.search(unicodedata.normalize("NFC", content.decode(name, errors="ignore")))
            for name in ("utf-8", "utf-16-le", "utf-16-be")
        )

    def codes(self) -> Iterator[bytes]:
        """Each word in the encodings a paper may hold it in."""
        for word in self.wanted:
            for form in ("NFC", "NFD"):
                text = unicodedata.normalize(form, word)
                for cased in (text, text.upper(), text.lower()):
                    yield cased.encode()
                    yield cased.encode("utf-16-be")
                    yield cased.encode("utf-16-le")
                    yield cased.encode("utf-16-be").hex().encode()


def _as_written(word: str) -> str:
    digits = re.sub(r"[ .\-]", "", word)
    if digits.isdigit() and len(digits) >= _NUMBER:
        bare = digits.lstrip("0") if len(digits.lstrip("0")) >= _NUMBER else digits
        # A workbook that took the number for a sum has lost the zeros before it.
        return r"(?<!\d)(?:0[\s.\-]?)*" + r"[\s.\-]{0,2}".join(bare) + r"(?!\d)"
    body = r"[\s\u00a0]+".join(re.escape(part) for part in word.split())
    left = r"(?<!\w)" if word[0].isalnum() else ""
    right = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{left}{body}{right}"
