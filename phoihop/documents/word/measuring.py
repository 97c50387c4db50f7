"""How wide words are in Times New Roman, and where a centred line may break.

Lines under the motto and the issuing body are as long as a share of the words above them, so the writer
must know widths without a renderer. Advance widths per 2048 units; every Vietnamese letter is as wide as
its base letter, ơ and ư have their own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_REGULAR = {
    369: "'", 410: "|", 512: " ,.", 569: "/:;\\ijlt", 614: "²³", 682: "!()-I[]`fr‘’", 717: "•",
    797: "Js", 836: '"', 909: "?acez“”", 961: "^", 983: "{}", 1024: "#$*0123456789_bdghknopquvxy–đ",
    1083: "ơ", 1108: "~", 1110: "ư", 1139: "FPS", 1155: "+<=>", 1251: "ELTZ", 1366: "BCR",
    1479: "ADGHKNOQUVXYwĐƠ", 1589: "Ư", 1593: "&m", 1706: "%", 1821: "M", 1886: "@", 1933: "W", 2048: "—…",
}  # fmt: skip
_BOLD = {
    451: "|", 512: " ,.", 569: "'/\\il", 614: "²³", 682: "!()-:;[]`fjt‘’", 717: "•", 797: "Is",
    807: "{}", 909: "cerz", 1024: "#$*0123456789?J_agovxy–“”", 1065: "~", 1134: "ơ", 1137: '"',
    1139: "Sbdhknpquđ", 1167: "+<=>", 1190: "^", 1229: "ư", 1251: "FP", 1366: "BELTZ",
    1479: "ACDNRUVXYwĐ", 1593: "GHKOQƠ", 1630: "Ư", 1706: "&m", 1905: "@", 1933: "M", 2048: "%W—…",
}  # fmt: skip
_ITALIC = {
    438: "'", 512: " ,.", 563: "|", 569: "/\\fijlt", 614: "²³", 682: "!()-:;I`‘’", 717: "•",
    797: "[]rsz", 819: "{}", 860: '"', 864: "^", 909: "Jcekvxy", 1024: "#$*0123456789?S_abdghnopqu–đ",
    1093: "ơ", 1108: "~", 1117: "ư", 1139: "LTYZ“”", 1251: "ABEFPRVX", 1366: "CKNw", 1382: "+<=>",
    1479: "DGHOQUmĐƠ", 1544: "Ư", 1593: "&", 1706: "%MW", 1821: "—…", 1884: "@",
}  # fmt: skip
_UNITS = 2048
_MM_PER_PT = 25.4 / 72
_HORN = "\u031b"
_HORNED = {"o": "ơ", "O": "Ơ", "u": "ư", "U": "Ư"}


@cache
def _widths(style: str) -> dict[str, int]:
    table = {"b": _BOLD, "i": _ITALIC}.get(style, _REGULAR)
    return {char: width for width, chars in table.items() for char in chars}


@cache
def _base(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return _HORNED.get(parts[0], parts[0]) if _HORN in parts else " " if char == "\u00a0" else parts[0]


def width_mm(text: str, *, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width of one unbroken line; letters outside the table count as wide as ``n``."""
    widths = _widths("b" if bold else "i" if italic else "")
    units = sum(widths.get(_base(c), 1024) for c in unicodedata.normalize("NFC", text))
    return units / _UNITS * size * _MM_PER_PT


# Words that read badly when a centred heading breaks inside them.
_TOGETHER = re.compile(
    r"\b(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T)\. ?\w+|ban thường trực|thường trực|hội đồng|nhân dân|[uủ][ỷy] ban"
    r"|mặt trận|tổ quốc|việt nam|phối hợp|công tác|kết quả|thực hiện|chương trình|kế hoạch|nhiệm vụ|quy chế"
    r"|giám sát|tiếp xúc|cử tri|kiến nghị|phản biện|xã hội|sơ kết|tổng kết|chủ tịch|đóng góp"
    r"|tháng \d+|năm \d+|tháng đầu năm \d+|đầu năm|cuối năm"
    r"|(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh) \S+(?: \S+)?)(?!\w)",
    re.IGNORECASE,
)
_INSIDE_COST = 4.0  # dearer than a ragged line and than one line more
_LINE_COST = 3.0


def wrap(text: str, *, room: float, size: float, bold: bool = False, italic: bool = False) -> list[str]:
    """Break a centred text into lines of at most ``room`` mm, even in length, without splitting terms.

    A single word wider than the room keeps its own line.
    """
    words = text.split(" ")
    starts: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    inside = {i for m in _TOGETHER.finditer(text) for i in range(m.start() + 1, m.end())}

    def line(i: int, j: int) -> float:
        return width_mm(" ".join(words[i:j]), size=size, bold=bold, italic=italic)

    whole = line(0, len(words))
    if whole <= room:
        return [text]
    even = whole / max(2, -(-whole // room))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for j in range(1, len(words) + 1):
        choices = []
        for i in range(j - 1, -1, -1):
            wide = line(i, j)
            if wide > room and i < j - 1:
                break
            split = _INSIDE_COST if i and starts[i] - 1 in inside else 0.0
            choices.append((best[i][0] + ((even - wide) / even) ** 2 + split + _LINE_COST, i))
        best.append(min(choices))
    lines: list[str] = []
    j = len(words)
    while j:
        i = best[j][1]
        lines.insert(0, " ".join(words[i:j]))
        j = i
    return lines
