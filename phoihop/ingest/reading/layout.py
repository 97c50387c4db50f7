"""What the layout of a page did to its text, undone character for character: offsets stay the source's."""

from __future__ import annotations

import re
from statistics import median

from phoihop.ingest.reading.data.letters import CAPITALISED, LOWER, UPPER

_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})
_BROKEN = re.compile(rf"(?<=[^\n.;:!?…|])\n(?![{LOWER}]\))(?=[ \t]*[{LOWER}]{{1,7}}[ ,;.\n])")
_ANY_BREAK = re.compile(
    rf"(?<=[^\n.;:!?…|])\n(?=[ \t]*(?:[{UPPER}{LOWER}]|\d+ [{LOWER}]|\d+,\d))(?![{LOWER}]\))"
)
_UNFINISHED = re.compile(
    r"(?:(?<!\w)(?:phường|xã|quận|huyện|tỉnh|thành phố|thị trấn|của|và|do|ông|bà|đồng chí|các|tại|với|có)|[,–-])$"
)
_WRAPPED_LINES = 4
_LONG_LINE = 45
_FULL_WIDTH = 0.6
_OTHER_PAPER = re.compile(
    rf"^[ \t]*(?:TP\.? ?|T\.?X\.? ?)?{CAPITALISED}(?: (?:-|–|{CAPITALISED})){{0,4}}\s?:\s*"
    rf"[{UPPER}0-9“\"][^\n]{{18,190}}[^\n.;:!?…,]$",
    re.MULTILINE,
)
_A_BOX = 2


def undone(text: str) -> str:
    """The same number of characters: Đ for the eth of some fonts, broken lines whole, other headlines gone."""
    return _without_other_papers(_joined(text.translate(_ETH)))


def _joined(text: str) -> str:
    """A line end inside a sentence becomes a space; on a hard-wrapped page every end of a full line does."""
    breaks = [m.start() for m in _BROKEN.finditer(text)]
    wrapped = len(breaks) >= _WRAPPED_LINES
    chosen = breaks if wrapped else [at for at in breaks if _long_enough(text, at)]
    if wrapped:
        width = median(_line_before(text, at) for at in breaks) * _FULL_WIDTH
        chosen += [m.start() for m in _ANY_BREAK.finditer(text) if _goes_on(text, m.start(), width)]
    chars = list(text)
    for at in chosen:
        chars[at] = " "
    return "".join(chars) if chosen else text


def _goes_on(text: str, at: int, width: float) -> bool:
    """A full line, or one whose last word cannot be the last; a headline in capitals ends where they end."""
    line = text[text.rfind("\n", 0, at) + 1 : at].strip()
    if line.isupper():
        return False
    return _line_before(text, at) >= width or _UNFINISHED.search(line) is not None


def _line_before(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _long_enough(text: str, at: int) -> bool:
    """Cells, labels and words of a menu are short; a broken sentence is not, or its next line is not."""
    following = text.find("\n", at + 1)
    return max(_line_before(text, at), (following if following > 0 else len(text)) - at) >= _LONG_LINE


def _without_other_papers(text: str) -> str:
    """“Tỉnh A: …” lines in a row inside a page are headlines of other papers, blotted out."""
    found = [m for m in _OTHER_PAPER.finditer(text) if m.start() > text.find("\n", _LONG_LINE)]
    if len(found) < _A_BOX:
        return text
    kept = list(text)
    for match in found:
        near = any(m is not match and abs(m.start() - match.start()) < 2 * len(m.group()) + 40 for m in found)
        if near:
            kept[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(kept)
