"""A source as the rules see it: headline, posting line, body without the page's furniture, sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from phoihop.core.papers import Table
from phoihop.core.text import modern_tones
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.data.letters import UPPER
from phoihop.ingest.reading.layout import undone

MAX_CHARACTERS = 600_000
#: A longer stretch without a full stop is read in pieces: the work for one number grows with its sentence.
LONGEST_SENTENCE = 2000

_TAIL = re.compile(
    r"^\s*(?:Các tin (?:tức )?khác|Tin (?:cùng chuyên mục|liên quan|khác|mới)|Bài (?:viết )?liên "
    r"quan|danh mục tin tức"
    r"|\(\d+\) Bình luận|Bình luận|Đừng bỏ lỡ|Ý kiến bạn đọc|TAGS?:?|Từ khóa:?|Chia sẻ:?|Xem thêm:?"
    r"|Tin đọc nhiều|Lượt xem.*"
    r"|Gửi bình luận|Tổng số điểm của bài viết.*|Click để đánh giá.*|Thống kê truy cập|Đọc thêm:?"
    r"|Bài hay? khác|Loading\.*|\d(?:[.,]\d)?/\d - \(\d+ (?:đánh giá|bình chọn)\))\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FURNITURE = re.compile(
    r"^(?:Nhảy đến nội dung|Chế độ ban đêm.*|-A A \+A|Mặc định Cỡ chữ|<<.*>>|.*\.(?:png|jpg|jpeg|gif)"
    r"|Thông tin chi tiết|Trang chủ.*"
    r"|PHỤC VỤ CÁC KỲ HỌP|In bài này|Tìm kiếm tin tức|Nhiệt liệt chào mừng .*|\|+|[-–=_*.\s]+|Truy "
    r"cập nội dung.*|Tìm kiếm.*|Đọc bài viết|Đọc nội dung.*|Xem với cỡ chữ.*|Skip .*|\d+:\d\d|Hệ "
    r"thống pháp luật|Đăng nhập|Đang tải văn bản.*|Từ khóa:.*|Chào mừng bạn.*)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"[.!?…]+[”\"')]*(?=\s+[“\"'(]?[{UPPER}0-9]|\s*$)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TS|ThS|PGS|GS|BS|KS|Q|P|TX|TT|UB|Đ/c|đ/c|TM|KT|TL|TUQ|NĐ|QĐ|v\.v)|\d)\.?$"
)


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    text: str


class Page:
    """Text with one tone place and whole sentences (same offsets as the source), and where its parts are."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = undone(modern_tones(source.text[:MAX_CHARACTERS]))
        self.low = self.text.lower()
        self.cut_short = len(source.text) > MAX_CHARACTERS

    @cached_property
    def lines(self) -> list[Line]:
        found = []
        for match in re.finditer(r"[^\n]*\S[^\n]*", self.text):
            raw = match.group()
            start = match.start() + len(raw) - len(raw.lstrip())
            kept = raw.strip()
            if kept and not _FURNITURE.match(kept):
                found.append(Line(start, start + len(kept), kept))
        return found

    @cached_property
    def end(self) -> int:
        """Where the paper ends and other headlines of the page begin."""
        for match in _TAIL.finditer(self.text):
            if match.start() > min(400, len(self.text) // 3):
                return match.start()
        return len(self.text)

    @cached_property
    def body_lines(self) -> list[Line]:
        return [line for line in self.lines if line.start < self.end]

    @cached_property
    def tables(self) -> list[Table]:
        if len(self.source.blocks) > 20_000:
            return []
        return [b for b in self.source.blocks if isinstance(b, Table)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences of the body; abbreviations and decimal points do not end one."""
        found: list[Sentence] = []
        for line in self.body_lines:
            start = line.start
            for match in _SENTENCE_END.finditer(self.text, line.start, line.end):
                if (
                    _ABBREVIATION.search(self.text[max(start, match.start() - 8) : match.start()])
                    and match.group() == "."
                ):
                    if (
                        not re.match(r"\s+[A-ZĐ]\w", self.text[match.end() : match.end() + 4])
                        or not self.text[match.start() - 1].isdigit()
                    ):
                        continue
                self._add(found, start, match.end())
                start = match.end()
            self._add(found, start, line.end)
        return found

    def _add(self, found: list[Sentence], start: int, end: int) -> None:
        while end - start > LONGEST_SENTENCE:
            piece = self.text[start : start + LONGEST_SENTENCE]
            cut = max(piece.rfind("; "), piece.rfind(", "))
            cut = cut if cut > LONGEST_SENTENCE // 2 else piece.rfind(" ")
            upto = start + (cut + 1 if cut > 0 else LONGEST_SENTENCE)
            self._kept(found, start, upto)
            start = upto
        self._kept(found, start, end)

    def _kept(self, found: list[Sentence], start: int, end: int) -> None:
        raw = self.text[start:end]
        kept = raw.strip()
        if kept:
            begin = start + len(raw) - len(raw.lstrip())
            found.append(Sentence(begin, begin + len(kept), kept))

    def sentence_at(self, offset: int) -> Sentence | None:
        for sentence in self.sentences:
            if sentence.start <= offset < sentence.end:
                return sentence
        return None
