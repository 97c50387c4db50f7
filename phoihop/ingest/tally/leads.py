"""Whose work it is: the body a clause begins with, gives work to, or names behind a colon; and who helps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.ingest.tally.data.giving import BODY_HEADS, MANY_HEADS, VERBS, either

#: Common words that begin like a body: "hội nghị", "tổ chức", "đoàn kết" at the head of a sentence.
_NO_BODY = r"(?!Hội (?:nghị|thảo|thi|trường|diễn)|Tổ chức (?!chính|đảng|thành viên)|Đoàn kết|Trường hợp|Ban hành|Thuế suất)"
_HEAD = rf"{_NO_BODY}(?:(?:[Cc]ác\s+)?(?:{either(BODY_HEADS)})|(?i:{either(MANY_HEADS)}))(?!\w)"
_VERB = rf"(?:{either(VERBS)})(?!\w)"
_WORD = r"(?:\s+(?:[-–]\s*)?|,\s+(?=[A-ZĐÂĂÊÔƠƯ]))[^\s;:.,()]+"
#: A name runs until what it does; the place at its end closes it where the doing is said in an unknown word.
_NAME = rf"{_HEAD}(?:{_WORD}){{0,16}}?"
_BY_VERB = re.compile(rf"(?P<lead>{_NAME})(?=,?\s+(?:đã\s+)?{_VERB}|\s*,\s+trong\s|\s*:\s)")
_PLACE = "(?:phường|xã|thị trấn|đặc khu)"
_BY_PLACE = re.compile(rf"(?P<lead>{_NAME}\s{_PLACE}(?:,\s{_PLACE})*)(?=\s)")
_MARK = re.compile(
    r"\s*(?:[-–+*•]\s*|\(?\d{1,3}[.)/]\s*|\(?[a-zđ]\)\s*|(?:\d+\.)+\d*\s*|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là,?:?\s*"
    r"|(?:trong đó|đồng thời|và|Riêng|riêng)\s+|(?:Trong|Định kỳ|Vào|Trước|Từ)\s[^,;:]{3,40},\s+|(?:Đối với|Với)\s+)"
)
#: "Nông nghiệp: …" before a sentence says what it is about.
_LABEL = re.compile(r"[^:;,.()]{2,45}:\s+(?=[A-ZĐÂĂÊÔƠƯ])")
_GIVEN = re.compile(
    r"(?<!\w)(?:(?:thống nhất |đồng ý )?giao(?: nhiệm vụ)?(?: cho)?|phân công|yêu cầu|đề nghị|kiến nghị|đôn đốc|ủy quyền)\s+(?:cho\s+)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:[,:;]\s+|(?<!\w)(?:trong đó|do|đồng thời|và|;)\s+)")
_BEHIND = re.compile(
    rf"(?::\s*|\(|(?:chủ trì|thực hiện|phụ trách|đầu mối)\s*:\s*)(?P<lead>{_NAME})\s*(?=[;.)]|,\s*(?:hạn|xong|trước|chậm)|$)"
)
_HELPING = re.compile(
    rf"(?:phối hợp(?: chặt chẽ)?(?: với| cùng)?|cùng(?: với)?)\s+(?P<who>(?:{_HEAD}|các|nhà thầu|cán bộ)(?:,?\s+[^\s;:.,()]+){{0,24}}?)"
    rf"(?=,?\s+{_VERB}|\s*[;:.()]|\s*,?\s+(?:trước|chậm nhất|để)\s|$)"
)


_CHAIRS = re.compile(r"[\s,]*(?:chủ trì\b[\s,]*)?")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A body and where its name ends in the clause; ``given`` where work is handed to it by a word of giving."""

    words: str
    start: int
    end: int
    given: bool = False
    behind: bool = False


def lead_of(clause: str) -> Named | None:
    """The body a clause gives work to, else the one it begins with, else one inside or behind a colon."""
    for match in _GIVEN.finditer(clause):
        if named := _at(clause, match.end()):
            return Named(words=named.words, start=match.start(), end=named.end, given=True)
    if named := _at(clause, opening(clause)):
        return named
    if behind := _BEHIND.search(clause):
        return Named(words=_plain(behind["lead"]), start=behind.start(), end=behind.end("lead"), behind=True)
    for match in _INSIDE.finditer(clause):
        if named := _at(clause, match.end()):
            return named
    return None


def helpers_of(clause: str) -> str:
    """Who works with the lead: "phối hợp với Công an phường, các tổ dân phố"."""
    match = _HELPING.search(clause)
    return _plain(match["who"]) if match else ""


def behind_helpers(clause: str, at: int) -> int:
    """Where the doing begins behind "chủ trì, phối hợp với Công an phường"; the place itself where it begins at once."""
    chairs = _CHAIRS.match(clause, at)
    begin = chairs.end() if chairs else at
    helping = _HELPING.match(clause, begin)
    return helping.end() if helping else begin


def opening(clause: str) -> int:
    """Where the words begin behind numbers, dashes and "Một là"."""
    at = behind_marks(clause)
    label = _LABEL.match(clause, at)
    return behind_marks(clause, label.end()) if label else at


def behind_marks(clause: str, at: int = 0) -> int:
    while (match := _MARK.match(clause, at)) and match.end() > at:
        at = match.end()
    return at


def _at(clause: str, at: int) -> Named | None:
    match = _BY_VERB.match(clause, at) or _BY_PLACE.match(clause, at)
    if match is None:
        return None
    return Named(words=_plain(match["lead"]), start=at, end=match.end("lead"))


def _plain(words: str) -> str:
    return re.sub(r"\s+[-–]\s*", " - ", " ".join(words.split())).strip(" ,;-")
