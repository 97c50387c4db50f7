"""Parts of a formal paper by its layout: title below the heading, the numbered parts, the signing columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phoihop.core.text import fold

_KINDS = re.compile(
    r"(?:CHƯƠNG TRÌNH|QUY CHẾ|KẾ HOẠCH|BÁO CÁO|THÔNG BÁO|NGHỊ QUYẾT|QUYẾT ĐỊNH|TỜ TRÌNH|BIÊN BẢN|KẾT LUẬN|CÔNG VĂN)"
    r"(?: PHỐI HỢP| LIÊN TỊCH| KẾT LUẬN)?(?: CÔNG TÁC)?"
)
_BEGINS = re.compile(
    r"(?:căn cứ|thực hiện|để |sáng |chiều |ngày |điều \d|chương |kính gửi|[ivx]+\.|\d+\.)", re.IGNORECASE
)
_ROMAN = re.compile(r"([IVX]+)\.\s+(.+)")
_CAPACITY = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.")
#: What a part is by the words of its heading, in the order they are tried.
_PARTS = (
    ("purpose", ("muc dich", "yeu cau")), ("duties", ("trach nhiem", "phan cong")),
    ("arrangement", ("to chuc thuc hien", "dieu khoan thi hanh")),
)  # fmt: skip
_SOME = 40
#: A headline is among the first lines and longer than the name of a site or paper.
_HEAD, _NAME = 4, 6


def title_of(text: str) -> str:
    """ "Chương trình Phối hợp công tác … năm 2027": kind and subject below the heading; else the first full line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for n, line in enumerate(lines[:_SOME]):
        if _KINDS.fullmatch(line):
            subject: list[str] = []
            for following in lines[n + 1 : n + 5]:
                if _BEGINS.match(following) or " | " in following or following.endswith((":", ".")):
                    break
                subject.append(following)
            if subject:
                return joined_title(line.capitalize(), " ".join(subject))[:400]
    spoken = [line for line in lines if len(line) > 8 and not line.isupper() and " | " not in line]
    headline = next((line for line in spoken[:_HEAD] if len(line.split()) > _NAME), "")
    return (headline or (spoken or lines or [""])[0])[:400]


def joined_title(kind: str, subject: str) -> str:
    """The kind is not told twice where the subject begins with it; a subject goes on in a small letter."""
    if fold(subject).startswith(fold(kind)):
        return subject
    first = subject.split(" ", 1)[0]
    small = first in ("Phối", "Giữa", "Về", "Kết", "Tổng", "Sơ", "Triển", "Thực", "Đẩy", "Tổ")
    return f"{kind} {subject[:1].lower() + subject[1:] if small else subject}"


def parts_of(text: str) -> dict[str, str]:
    """The text of the parts I, III, IV … of a programme: purpose, duties, arrangement."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        heading = _ROMAN.fullmatch(line.strip())
        if heading and heading[2].isupper():
            words = fold(heading[2])
            current = next((name for name, keys in _PARTS if any(key in words for key in keys)), "")
            if current in found:
                current = ""
            elif current:
                found[current] = []
            continue
        if _CAPACITY.match(line.strip()) or line.startswith(("Nơi nhận", "Phụ lục", "PHỤ LỤC")):
            current = ""
        if current:
            found[current].append(line.strip())
    return {name: "\n".join(lines).strip().removesuffix("./.").strip() for name, lines in found.items()}


@dataclass(frozen=True, kw_only=True)
class Block:
    """One signing column: in what capacity, for which body, title and name, and where it stands."""

    capacity: str
    body: str
    title: str
    name: str
    start: int
    end: int


def signing_columns(text: str) -> list[Block]:
    """The columns under the text, left to right; columns of a row are parted by a stroke."""
    found: list[Block] = []
    at = 0
    open_lines: list[tuple[str, int, int]] = []
    for line in text.split("\n"):
        if line.startswith(("Nơi nhận", "Phụ lục", "PHỤ LỤC")):
            if found or open_lines:
                break
        place = at
        for piece in line.split(" | "):
            words = piece.strip()
            named = any(_is_name(line) for line, _start, _end in open_lines)
            if named and _CAPACITY.match(words) and words.upper() == words:
                found += _closed(open_lines)
                open_lines = []
            if _CAPACITY.match(words) or open_lines:
                open_lines.append((words, place, place + len(piece)))
            place += len(piece) + 3
        at += len(line) + 1
    return [*found, *_closed(open_lines)]


def _is_name(words: str) -> bool:
    return bool(words) and not words.startswith("(") and words.upper() != words and len(words.split()) <= 6


def _closed(lines: list[tuple[str, int, int]]) -> Iterator[Block]:
    """A column is complete when a name in small letters stands under the capitals."""
    capitals: list[str] = []
    for words, _start, end in lines[:12]:
        if not words or words.startswith("("):
            continue
        if words.upper() == words:
            capitals.append(words)
            continue
        if not capitals or not _is_name(words):
            return
        # "TM. BAN THƯỜNG TRỰC / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH": the body, in whose place, the signer's own title
        signs = [line for line in capitals if _CAPACITY.match(line)]
        titles = [
            line for line in capitals
            if line not in signs and fold(line).startswith(("chu tich", "pho chu tich", "truong", "pho truong"))
        ]  # fmt: skip
        bodies = [line for line in capitals if line not in titles and line not in signs[1:]]
        yield Block(
            capacity=signs[-1].partition(" ")[0], body=" ".join(bodies).partition(" ")[2],
            title=(titles[-1] if titles else "").capitalize(), name=words, start=lines[0][1], end=end,
        )  # fmt: skip
        return


def content_texts(text: str) -> dict[str, str]:
    """What stands under each numbered heading of the part on contents, by its number."""
    found: dict[str, list[str]] = {}
    inside, current = False, ""
    for line in text.splitlines():
        heading = _ROMAN.fullmatch(line.strip())
        if heading and heading[2].isupper():
            words = fold(heading[2])
            if inside:
                break
            inside = "noi dung" in words or "nhiem vu" in words
            continue
        number = re.match(r"(\d{1,2})\.\s", line)
        if inside and number:
            current = number[1]
            found.setdefault(current, [])
        elif inside and current and " | " not in line:
            found[current].append(line.strip())
    return {number: "\n".join(lines).strip() for number, lines in found.items() if any(lines)}
