"""Where the parts of the form stand in a Word file: heading, number, title, căn cứ, text, closing.

Found by their words and place, never by the styles or tables of one program.
"""

from __future__ import annotations

import re
from functools import cached_property

from phoihop.core.text import fold, strip_honorifics
from phoihop.documents.layout import COUNTRY, PARTY_HEADING
from phoihop.documents.word.reading import Line, Paragraph, WordFile

BODY_LENGTH = 80  # shorter paragraphs say little about how the body is set
_HEAD = 40  # lines among which Quốc hiệu is looked for
_BELOW = 12  # lines after the first căn cứ among which a misplaced number or title is still found
_NAME_WORDS = range(2, 7)

# kinds of paper and the letters their symbols begin with (NĐ 30/2020, Điều 7 and Phụ lục III)
KINDS = {
    "NGHỊ QUYẾT": ("NQ",), "QUYẾT ĐỊNH": ("QĐ",), "CHỈ THỊ": ("CT",), "QUY CHẾ": ("QC",),
    "QUY ĐỊNH": ("QyĐ",), "THÔNG CÁO": ("TC",), "THÔNG BÁO": ("TB",), "HƯỚNG DẪN": ("HD",),
    "CHƯƠNG TRÌNH": ("CTr",), "KẾ HOẠCH": ("KH",), "PHƯƠNG ÁN": ("PA",), "ĐỀ ÁN": ("ĐA",),
    "DỰ ÁN": ("DA",), "BÁO CÁO": ("BC",), "BIÊN BẢN": ("BB",), "TỜ TRÌNH": ("TTr",), "HỢP ĐỒNG": ("HĐ",),
    "CÔNG ĐIỆN": ("CĐ",), "BẢN GHI NHỚ": ("BGN",), "BẢN THỎA THUẬN": ("BTT",), "GIẤY ỦY QUYỀN": ("GUQ",),
    "GIẤY MỜI": ("GM",), "GIẤY GIỚI THIỆU": ("GGT",), "GIẤY NGHỈ PHÉP": ("GNP",), "PHIẾU GỬI": ("PG",),
    "PHIẾU CHUYỂN": ("PC",), "PHIẾU BÁO": ("PB",), "THƯ CÔNG": (), "NGHỊ QUYẾT LIÊN TỊCH": ("NQ",),
    "QUY CHẾ PHỐI HỢP": ("QC",), "CHƯƠNG TRÌNH PHỐI HỢP": ("CTr",), "KẾT LUẬN": (), "DANH SÁCH": (),
    "LỊCH CÔNG TÁC": (), "KỊCH BẢN": (),
}  # fmt: skip
KINDS_FOLDED = {fold(k): k for k in KINDS}
STAMPS = {"khan", "thuong khan", "hoa toc", "mat", "toi mat", "tuyet mat"}

NUMBER = re.compile(
    r"^\s*Số\s*(?P<colon>:?)\s*(?P<number>[\d.…]*[a-z]?)\s*(?P<stroke>[/\-–])\s*(?P<symbol>\S.*)$"
)
DATE = re.compile(
    r"ngày\s*(?P<day>\d{0,2})[\s.…]*tháng\s*(?P<month>\d{0,2})[\s.…]*năm\s*(?P<year>\d{0,4})", re.IGNORECASE
)
CAPACITY = re.compile(r"^(?:TM|KT|TL|TUQ|Q|T/M|K/T)\.?\s")
KEPT = re.compile(r"^[-–+•\s]*Lưu\b")


class Parts:
    """The parts of the form found in a file; each is None or empty where it is not there."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.lines = file.lines

    @cached_property
    def country(self) -> Line | None:
        return next((x for x in self.lines[:_HEAD] if fold(COUNTRY)[:20] in fold(x.text)), None)

    @cached_property
    def party(self) -> bool:
        return self.country is None and any(fold(PARTY_HEADING) in fold(x.text) for x in self.lines[:_HEAD])

    @cached_property
    def motto(self) -> Line | None:
        def alike(line: Line) -> bool:
            text = fold(line.text)
            return "doc lap" in text and "tu do" in text and "hanh phuc" in text

        return next((x for x in self.lines[:_HEAD] if alike(x)), None)

    @cached_property
    def body_start(self) -> int:
        """Index of the line where the head of the paper certainly ends."""
        for i, line in enumerate(self.lines):
            if re.match(r"(?:Kính gửi|Căn cứ\b)", line.text) or len(line.text) > 2 * BODY_LENGTH:
                return i
        return len(self.lines)

    @cached_property
    def head(self) -> list[Line]:
        return self.lines[: max(self.body_start, 1)]

    @cached_property
    def number(self) -> Line | None:
        def alike(line: Line) -> bool:
            return bool(NUMBER.match(line.text)) or bool(re.match(r"^Số\s*:", line.text))

        return next((x for x in self.lines[: self.body_start + _BELOW] if alike(x)), None)

    @cached_property
    def date(self) -> Line | None:
        lines = self.lines[: self.body_start + _BELOW]
        return next((x for x in lines if DATE.search(x.text) and not re.match(r"\(|Căn cứ", x.text)), None)

    @cached_property
    def kind(self) -> Line | None:
        """The name of the kind: a centred line of its own, or in capitals whatever its place."""
        for line in self.lines[: self.body_start + _BELOW]:
            name = fold(line.text)
            named = name in KINDS_FOLDED or any(name.startswith(k + " ") for k in KINDS_FOLDED)
            if named and (line.capitals or name in KINDS_FOLDED) and line.paragraph.table < 0:
                return line
        return None

    @cached_property
    def about(self) -> list[Line]:
        return [
            x for x in self.lines[: self.body_start + _BELOW] if re.match(r"V/v\b", x.text, re.IGNORECASE)
        ]

    @cached_property
    def subject(self) -> list[Line]:
        """Centred lines right under the kind."""
        if self.kind is None:
            return []
        at = self.lines.index(self.kind)
        out: list[Line] = []
        for line in self.lines[at + 1 :]:
            centred = line.paragraph.align == "center" and line.paragraph.table < 0
            if not centred or re.match(
                r"(?:Kính gửi|Căn cứ|Chương|Phần|Phụ lục)\b", line.text, re.IGNORECASE
            ):
                break
            out.append(line)
        return out

    @cached_property
    def issuers(self) -> list[Line]:
        """Lines of the issuing side above the number."""
        out: list[Line] = []
        below = (self.number, self.date, self.kind)
        stop = min((x.paragraph.index for x in below if x is not None), default=len(self.file.paragraphs))
        for line in self.head:
            if line.paragraph.index >= stop:
                break
            if line in (self.country, self.motto, self.kind, self.date) or fold(PARTY_HEADING) in fold(
                line.text
            ):
                continue
            if fold(line.text) in STAMPS or not re.search(r"[^\W\d_]", line.text):
                continue
            out.append(line)
        return out

    @cached_property
    def bases(self) -> list[Paragraph]:
        return [p for p in self.main if re.match(r"Căn cứ\b", p.text) and p.table < 0]

    @cached_property
    def annex_start(self) -> int:
        """Index of the paragraph where the first annex begins."""
        for p in self.file.paragraphs:
            if p.table < 0 and re.match(
                r"Phụ lục(?:\s+(?:số\s+)?[\dIVXLC]+)?\s*[.:]?$", p.text, re.IGNORECASE
            ):
                return p.index
        return len(self.file.paragraphs)

    @cached_property
    def main(self) -> list[Paragraph]:
        """Paragraphs of the paper itself, annexes left out."""
        return self.file.paragraphs[: self.annex_start]

    @cached_property
    def recipients(self) -> Line | None:
        found = [x for x in self.lines if re.match(r"N[ơo]i nhận\b", x.text)]
        return found[-1] if found else None

    @cached_property
    def recipient_lines(self) -> list[Line]:
        """The lines under "Nơi nhận", in its cell or column."""
        if self.recipients is None:
            return []
        out: list[Line] = []
        for line in self.lines[self.lines.index(self.recipients) + 1 :]:
            if line.paragraph.index >= self.annex_start:
                break
            if line.spot[0] != self.recipients.spot[0]:
                break
            if line.spot[0] >= 0 and line.column // 10 != self.recipients.column // 10:
                continue
            if re.match(r"[-–+•]", line.text) or line.paragraph.listed or KEPT.match(line.text):
                out.append(line)
            elif out and line.spot[0] < 0 and line.column == 0 and not line.capitals:
                break
        return out

    @cached_property
    def authorities(self) -> list[Line]:
        after = self.body_start
        return [
            x for x in self.lines[after:]
            if CAPACITY.match(x.text) and x.capitals and x.paragraph.index < self.annex_start
        ]  # fmt: skip

    @cached_property
    def signers(self) -> list[Line]:
        """Names: short lines of capitalised words below an authority, in its column."""
        out: list[Line] = []
        for authority in self.authorities:
            for line in self.lines[self.lines.index(authority) + 1 :]:
                same = line.spot[0] == authority.spot[0] and line.column // 10 == authority.column // 10
                words = strip_honorifics(line.text).split()
                if (
                    same
                    and not line.capitals
                    and len(words) in _NAME_WORDS
                    and all(w[0].isupper() for w in words)
                ):
                    if line not in out:
                        out.append(line)
                    break
        return out

    @cached_property
    def body(self) -> list[Paragraph]:
        """Long paragraphs of the text itself: no heading, table, basis or Nơi nhận."""
        ends = [x.paragraph.index for x in (*self.authorities[:1], self.recipients) if x is not None]
        stop = min(ends, default=self.annex_start)
        heads = [x.paragraph.index for x in (self.number, self.kind, *self.subject) if x is not None]
        start = max(heads, default=-1)
        return [
            p for p in self.main
            if start < p.index < stop and p.table < 0 and len(p.text) >= BODY_LENGTH
            and p.align != "center" and not re.match(r"(?:Căn cứ|Kính gửi)\b", p.text)
            and not all(x.bold for x in p.letters if x.text.strip())
        ]  # fmt: skip
