"""Numbers written in words: "bảy mươi sáu hộ", "một trăm linh năm", "mười bốn trên mười chín tiêu chí", "ba hội nghị"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phoihop.core.text import parse_number_words
from phoihop.ingest.tally.words import head_class

_DIGIT = r"một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín"
_TENS = rf"(?:(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\s+mươi(?:\s+(?:{_DIGIT}))?|mười(?:\s+(?:{_DIGIT}))?)"
_HUNDREDS = rf"(?:(?:{_DIGIT})\s+trăm(?:\s+(?:(?:linh|lẻ)\s+(?:{_DIGIT})|{_TENS}))?)"
_LONG = rf"(?:{_HUNDREDS}|{_TENS})"
_NUMBER = re.compile(
    rf"(?<![\w-])(?P<n>{_LONG})(?:\s*(?:trên|/)\s*(?:tổng số\s+)?(?P<of>{_LONG}))?(?![\w-])", re.IGNORECASE
)
#: One word alone counts only where it stands before a thing that is counted in meetings and cases, and is no name.
_SINGLE = re.compile(r"(?<![\w-])(?P<n>hai|ba|bốn|năm|sáu|bảy|tám|chín)(?=\s+[^\W\d_]{2})", re.IGNORECASE)
_COUNTED_ALONE = frozenset(
    {"event", "session", "case", "petition", "opinion", "letter", "house", "household", "model", "work"}
)
_NOT_ALONE = re.compile(
    r"(?:các|cả|từng|mỗi|trong|thứ|giữa|ngày|tháng|lần|khóa|kỳ|tổ|số|và|qua|sau|lớp|hơn|trên|đến|hằng|hàng|cuối|đầu|của|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|\d)\s*,?\s*$",
    re.IGNORECASE,
)
_FIVE = re.compile(
    r"(?:thực hiện|tổ chức|có|được|mở|gồm|chủ trì|tiến hành|ghi nhận|xảy ra|tiếp nhận|là)\s*$", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"\s*(?:\(\s*\d|năm(?!\s+(?:nhiệm vụ|nội dung|nhóm))|tháng|ngày(?! công)|tuần|giờ|phút|tuổi|quý|trăm|mươi|mười|nghìn|ngàn|triệu|tỷ|tỉ|đồng|phần|phẩy|phần trăm|%|[-–]\s)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\d\s*\(|\(|bằng chữ:?|thứ|lần thứ|ngày|tháng|khóa|tuổi|nghìn|ngàn|triệu|tỷ|tỉ|trăm|mươi|phẩy|điều|khoản)\s*$",
    re.IGNORECASE,
)


#: How far back the list goes whose last count is a word.
LISTED = 90


@dataclass(frozen=True, kw_only=True)
class Spelled:
    """A number in words: where it stands and its value, with the whole where one is named."""

    start: int
    end: int
    value: int
    of: int | None = None


def spelled_numbers(text: str, end: int) -> Iterator[Spelled]:
    """The numbers in words that count something; not those said again in digits beside, nor dates and ordinals."""
    taken: set[int] = set()
    for match in _NUMBER.finditer(text, 0, end):
        taken.update(range(match.start(), match.end()))
        if _NOT_AFTER.match(text, match.end()) or _NOT_BEFORE.search(
            text[max(0, match.start() - 16) : match.start()]
        ):
            continue
        try:
            of = parse_number_words(match["of"]) if match["of"] else None
            yield Spelled(start=match.start(), end=match.end(), value=parse_number_words(match["n"]), of=of)
        except ValueError:
            continue
    for match in _SINGLE.finditer(text, 0, end):
        if match.start() not in taken and _counts_alone(text, match):
            yield Spelled(start=match.start(), end=match.end(), value=parse_number_words(match["n"].lower()))


def _counts_alone(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 20) : match.start()]
    noun = re.match(r"\s+([^\W\d_]+)", text[match.end() : match.end() + 20])
    listed = rf"\d\s+{re.escape(noun[1])}(?!\w)[^;.\n]*(?:,|(?<!\w)và)\s*$" if noun else ""
    if listed and re.search(listed, text[max(0, match.start() - LISTED) : match.start()]):
        return True  # the last of a list of counts of the same thing
    if (
        _NOT_ALONE.search(before)
        or (match["n"].lower() == "năm" and not _FIVE.search(before))
        or match["n"][0].isupper()
    ):
        return False
    after = " ".join(text[match.end() : match.end() + 30].split()[:3])
    return head_class(after, known=True) in _COUNTED_ALONE
