"""Marks of state secrecy on a paper: a stamp or a heading line, never a word in a sentence.

Such a paper may not enter a machine that stands on a network (domain.md §11.4); it is refused before a byte is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from phoihop.documents.files.letters import plain

#: From the highest down.
MARKS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_CLOSE = {mark.replace(" ", ""): mark for mark in MARKS}
#: The same stamps typed in the two old alphabets (TCVN3 capitals and small letters, VNI).
_OLD = {
    "TUYÖT MËT": "TUYỆT MẬT", "tuyÖt mËt": "TUYỆT MẬT", "TèI MËT": "TỐI MẬT", "tèi mËt": "TỐI MẬT", "MËT": "MẬT",
    "mËt": "MẬT", "TUYEÄT MAÄT": "TUYỆT MẬT", "TOÁI MAÄT": "TỐI MẬT", "MAÄT": "MẬT",
}  # fmt: skip
_LONGEST = 60
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_MARK = r"(tuyệt\s+mật|tối\s+mật|mật)"
#: "Độ mật: Tối mật", at the end of a short line.
_SAID = re.compile(rf"(?i)(?:^|\s)(?:mức\s+)?độ\s+mật\s*[:\-–]\s*{_MARK}$")
#: "Mật số 3", "TỐI MẬT (bản số 2)": the number of the copy stands beside the stamp.
_COPY = re.compile(rf"(?i)^{_MARK}\W{{1,3}}(?:bản\s+)?(?:sao\s+)?số\W{{0,2}}\d[\w/.\-]*$")
#: "TÀI LIỆU MẬT", "HỎA TỐC - MẬT": in capitals alone; in small letters they are words of a list that counts papers.
_NAMED = re.compile(
    r"^(?:TÀI LIỆU|VĂN BẢN|CÔNG VĂN|HỒ SƠ|BÁO CÁO|TỜ TRÌNH|KẾ HOẠCH|QUYẾT ĐỊNH|BẢN SAO|PHỤ LỤC|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)"
    r"\W{1,3}(?:(TUYỆT|TỐI)\s+)?MẬT$"
)
_URGENT = re.compile(r"^(?:(TUYỆT|TỐI)\s+)?MẬT\W{1,3}(?:HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)$")
#: A column of a register; beneath it "Mật" is what it says of another paper.
_COLUMN = re.compile(r"(?i)^(?:mức\s+)?độ\s+mật$")
#: A heading broken within the word: "BẢO VỆ BÍ" / "MẬT".
_BROKEN = re.compile(r"(?i)\b(?:bí|bảo|cơ|cẩn|thân)$")


def _bare(line: str) -> str:
    return _AROUND.sub("", plain(unicodedata.normalize("NFC", line)))


def _mark(bare: str) -> str:
    """The mark this line is, or ""; spaced letters ("M Ậ T") are the same stamp."""
    if len(bare) > _LONGEST:
        return ""
    if bare in _OLD:
        return _OLD[bare]
    found = _SAID.search(bare) or _COPY.match(bare)
    if found:
        return " ".join(found[1].upper().split())
    named = _NAMED.match(bare) or _URGENT.match(bare)
    if named:
        return f"{named[1]} MẬT" if named[1] else "MẬT"
    close = "".join(bare.split())
    # in small letters throughout it is the end of a sentence broken over lines
    return "" if close.islower() else _CLOSE.get(close.upper(), "")


def secret_mark(lines: Sequence[str]) -> str:
    """The highest mark found on a line of its own, or "".

    Different marks on neighbouring lines are the head of a table that counts papers, no stamp.
    """
    bare = [_bare(line) for line in lines]
    marks = [_mark(line) for line in bare]
    registers = any(
        _COLUMN.match(line) and not (marks[n + 1 : n + 2] or [""])[0] for n, line in enumerate(bare)
    )
    found = set()
    for n, mark in enumerate(marks):
        beside = {m for m in (*marks[max(n - 2, 0) : n], *marks[n + 1 : n + 3]) if m}
        if not mark or beside - {mark}:
            continue
        if (n and _BROKEN.search(bare[n - 1])) or (registers and not bare[n].isupper()):
            continue
        found.add(mark)
    return next((mark for mark in MARKS if mark in found), "")
