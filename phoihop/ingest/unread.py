"""Numbers that a paper writes in a way no figure was read from: said, so that a person looks at them."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from phoihop.core.stated import MOST, Stated, Told

#: A point before one or two digits, where Vietnamese writes a comma: "1.2 tỷ", "98.5%".
_POINT = re.compile(r"(?<![\d.,/])\d{1,3}\.\d{1,2}(?![\d.,/])\s*(?:%|tỷ|tỉ|triệu|nghìn|ngàn)")
_WORD = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|nghìn|ngàn|linh|lẻ|triệu|tỷ)"
#: Two number words or more before what they count: "mười hai cuộc"; "hai bên" counts nothing.
_COUNTED = "cuộc|buổi|lượt|hội nghị|hộ|kiến nghị|ý kiến|đơn|đoàn|tổ|suất|nhà|căn|người|đồng"
_SPELT = re.compile(rf"(?<!\w){_WORD}(?: {_WORD})+ (?:{_COUNTED})(?!\w)", re.IGNORECASE)
SHOWN = 5


def unread(told: Told) -> list[str]:
    """Such numbers with what they count, in the order of the text."""
    taken = [(f.start, f.end) for f in told.figures]
    found = [m for pattern in (_POINT, _SPELT) for m in pattern.finditer(told.text)]
    free = [m for m in found if not any(start < m.end() and m.start() < end for start, end in taken)]
    return list(dict.fromkeys(m.group() for m in sorted(free, key=lambda m: m.start())))


def note_of(told: Told) -> str:
    """One sentence for the person who reads the list of papers; empty when every number was read."""
    rows = unread(told)
    if not rows:
        return ""
    shown = ", ".join(f"“{row}”" for row in rows[:SHOWN])
    more = _(" và %d chỗ nữa") % (len(rows) - SHOWN) if len(rows) > SHOWN else ""
    return _(
        "Có số viết bằng chữ hoặc dùng dấu chấm thay dấu phẩy, chưa lấy vào bảng: %(shown)s%(more)s. Hãy xem lại trong tệp."
    ) % {"shown": shown, "more": more}  # fmt: skip


def without_absurd(told: Told) -> Told:
    """No figure that is no number of an office ("999999999999999999999999 cuộc"): said, and the rest is read."""
    gone = {
        id(f): f for f in told.figures if abs(f.value) >= MOST or (f.of is not None and abs(f.of) >= MOST)
    }
    if not gone:
        return told

    def stands(*figures: Stated) -> bool:
        return not any(id(f) in gone for f in figures)

    shown = ", ".join(f"“{told.text[f.start : f.end][:40]}”" for f in list(gone.values())[:SHOWN])
    note = _("Có số lớn quá mức, chưa lấy vào bảng: %s. Hãy xem lại trong tệp.") % shown
    return replace(
        told, figures=[f for f in told.figures if stands(f)], notes=(*told.notes, note),
        sums=[s for s in told.sums if stands(s.total, *s.parts)],
        rates=[r for r in told.rates if stands(r.rate, r.part, r.whole)],
    )  # fmt: skip
