"""The words to be taken out, as they may be written: other case, other spaces, digits in groups, either form of the letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

#: What stands where a word stood; always of one length, so that it tells nothing.
BAR = "█████"
_NUMBER = 7
#: Letters from which on a word drawn apart is no chance meeting of two others.
_APART = 8


class Words:
    def __init__(self, wanted: Sequence[str]) -> None:
        self.given = [" ".join(unicodedata.normalize("NFC", word).split()) for word in wanted]
        self.wanted = sorted((word for word in set(self.given) if word), key=len, reverse=True)
        self.pattern = re.compile("|".join(map(_as_written, self.wanted)) or r"(?!)", re.IGNORECASE)

    def places(self, text: str) -> list[tuple[int, int]]:
        """In the text as it stands: callers bring it in composed letters."""
        return [match.span() for match in self.pattern.finditer(text)]

    def missed_in(self, text: str) -> list[int]:
        """Which of the words (by their place in ``given``) stand nowhere in the text."""
        said = unicodedata.normalize("NFC", text)
        return [
            n
            for n, word in enumerate(self.given)
            if word and not re.search(_as_written(word), said, re.IGNORECASE)
        ]

    def glimpsed(self, text: str) -> bool:
        """Whether a word can still be read in the text, were its letters drawn apart."""
        close = re.sub(r"[\s\u00a0]+", "", unicodedata.normalize("NFC", text)).lower()
        drawn = (re.sub(r"\s+", "", word).lower() for word in self.wanted)
        return bool(self.pattern.search(unicodedata.normalize("NFC", text))) or any(
            len(word) >= _APART and word in close for word in drawn
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
        return r"(?<!\d)(?:0[ .\-\u00a0]?)*" + r"[ .\-\u00a0]?".join(bare) + r"(?!\d)"
    body = r"[\s\u00a0]+".join(re.escape(part) for part in word.split())
    left = r"(?<!\w)" if word[0].isalnum() else ""
    right = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{left}{body}{right}"
