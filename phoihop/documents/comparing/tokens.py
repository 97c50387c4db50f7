"""Words with their place on a page, whether printed by us, found in a text layer or read off a picture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from phoihop.core.text import fold, modern_tones
from phoihop.documents.versions import canonical

Box = tuple[float, float, float, float]

#: Signs a reader of pictures writes for those of a paper.
_ALIKE = str.maketrans({
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"), "\u2044": "/", "\u2215": "/", "\u00d0": "Đ",
    "\u00f0": "đ", "\u2019": "'", "\u2018": "'",
})  # fmt: skip
_EDGES = re.compile("^(?:[^\\w%]|[_\u02b0-\u02ff])+|(?:[^\\w%]|[_\u02b0-\u02ff])+$")
#: Words that count: a changed one of them changes the duty, however alike the letters are.
_COUNTING = frozenset(
    "không một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ linh lẻ rưỡi nửa đôi "
    "mốt nhất nhì".split()
)
_TURNING = frozenset(
    "không chưa chẳng chớ đừng cấm trừ ngoài miễn được phải tăng giảm trên dưới trước sau trong hơn kém thiếu đủ có "
    "và hoặc tối đa thiểu mọi mỗi".split()
)
#: Written with a capital wherever they stand, and no syllable of a person's name.
_OFFICIAL = frozenset(
    "ủy uỷ ban hội đồng mặt trận tổ đảng đoàn kế nghị thường trực luật điều khoản tờ bộ sở phòng".split()
)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One word; ``box`` left, top, right, foot in points of its page; ``sure`` from 0 to 100."""

    text: str
    page: int
    box: Box
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    sure: float = 100.0
    opens: bool = False

    @property
    def key(self) -> str:
        return key_of(self.text)

    @property
    def middle(self) -> tuple[float, float]:
        return ((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2)

    @property
    def high(self) -> float:
        return self.box[3] - self.box[1]


def key_of(text: str) -> str:
    """What of a word must agree: its letters, digits and inner marks; not capitals, quotes and marks at its ends."""
    plain = as_printed(text)
    return modern_tones(_EDGES.sub("", unicodedata.normalize("NFC", plain)).casefold())


def as_printed(text: str) -> str:
    """The word in the signs a paper is printed with."""
    return canonical(text).translate(_ALIKE)


def bare(text: str) -> str:
    """The word without tone marks."""
    return str(fold(text))


def is_number(text: str) -> bool:
    """Digits, or a word that counts."""
    return any(c.isdigit() for c in text) or key_of(text) in _COUNTING


def is_turning(text: str) -> bool:
    return key_of(text) in _TURNING


def kind_of(token: Token) -> str:
    """``number``, ``name`` or ``word``: names are capitalised where no sentence begins."""
    if is_number(token.text):
        return "number"
    letters = _EDGES.sub("", token.text)
    if letters[:1].isupper() and not token.opens and key_of(letters) not in _OFFICIAL:
        return "name"
    return "word"


def in_lines(tokens: Iterable[Token]) -> list[list[Token]]:
    """The words of one page by lines, from top to foot and left to right."""
    lines: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.middle[1]):
        at = token.middle[1]
        for line in lines[-3:]:
            own = sum(t.middle[1] for t in line) / len(line)
            if abs(at - own) < 0.42 * max(min(token.high, line[-1].high), 6.0):
                line.append(token)
                break
        else:
            lines.append([token])
    lines.sort(key=lambda line: sum(t.middle[1] for t in line) / len(line))
    return [sorted(line, key=lambda t: t.box[0]) for line in lines]


def in_order(pages: Sequence[Iterable[Token]]) -> list[Token]:
    """All words that say something, page by page and line by line."""
    return [t for page in pages for line in in_lines(page) for t in line if t.key]


# ------------------------------------------------------------------------------- of a printed page


def printed(page: Any, number: int) -> Iterator[Token]:
    """The words a PDF page itself writes."""
    import pymupdf  # noqa: PLC0415 heavy

    kind = pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES
    held = pymupdf.TextPage(page.get_displaylist(annots=0).get_textpage(kind))
    for block in held.extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            word: list[tuple[dict[str, Any], dict[str, Any]]] = []
            for span in line["spans"]:
                for char in span["chars"]:
                    if char["c"].strip() and char["c"] != "\u00a0":
                        word.append((span, char))
                    elif word:
                        yield _word(word, number)
                        word = []
            if word:
                yield _word(word, number)


def _word(chars: list[tuple[dict[str, Any], dict[str, Any]]], number: int) -> Token:
    span = chars[0][0]
    boxes = [c["bbox"] for s, c in chars if s["size"] > 0.75 * span["size"]]
    box = (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    text = unicodedata.normalize("NFC", "".join(c["c"] for s, c in chars if s["size"] > 0.75 * span["size"]))
    font = span["font"].casefold()
    return Token(
        text=text, page=number, box=box, size=span["size"], bold="bold" in font, italic="italic" in font
    )
