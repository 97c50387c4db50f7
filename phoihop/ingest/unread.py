"""Numbers that a paper writes in a way no figure was read from: said, so that a person looks at them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import replace

from django.utils.translation import gettext as _

from phoihop.core.stated import MOST, Stated, Told, with_figures
from phoihop.ingest.readers import Source
from phoihop.ingest.reading.page import LONGEST_SENTENCE

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


#: A paper with more figures is a register; so many are set against the others.
MOST_FIGURES = 3000


def with_doubts(told: Told, source: Source) -> Told:
    """What stands where nobody sees it, or in a sentence too long to be read at once, is not sure."""
    starts = [one.start for one in source.hidden]
    count = 0

    def marked(figure: Stated) -> Stated:
        nonlocal count
        n = bisect_right(starts, figure.start) - 1
        if n >= 0 and figure.start < source.hidden[n].end:
            count += 1
            return replace(figure, mark="can_xem", reason=source.hidden[n].why)
        if len(figure.sentence) > LONGEST_SENTENCE - 200 and not figure.cell:
            return replace(figure, mark="can_xem", reason=_("câu quá dài"))
        return figure

    made = with_figures(told, marked)
    notes = [_("%d số nằm ở dòng, cột hoặc chữ bị ẩn trong tệp: cần xem từng số.") % count] if count else []
    if any(f.reason == _("câu quá dài") for f in made.figures):
        notes.append(
            _("Có câu dài hơn %d chữ, được đọc từng khúc: hãy xem lại các số ở đó.") % LONGEST_SENTENCE
        )
    return replace(made, notes=(*told.notes, *notes)) if notes else made


def not_too_many(told: Told) -> Told:
    """The first of a register's figures; the rest is opened in its file."""
    if len(told.figures) <= MOST_FIGURES:
        return told
    gone = {id(f) for f in told.figures[MOST_FIGURES:]}
    note = _("Văn bản có %(all)d con số, chỉ lấy %(kept)d số đầu để đối chiếu; các số sau mở trong tệp. "
             "Nên gửi biểu tổng hợp thay cho danh sách chi tiết.") % {"all": len(told.figures), "kept": MOST_FIGURES}  # fmt: skip
    return replace(_without(told, gone), notes=(*told.notes, note))


def _without(told: Told, gone: Container[int]) -> Told:
    """The paper without some of its figures, and without the totals and rates these stand in."""

    def stands(*figures: Stated) -> bool:
        return not any(id(f) in gone for f in figures)

    return replace(
        told, figures=[f for f in told.figures if stands(f)], sums=[s for s in told.sums if stands(s.total, *s.parts)],
        rates=[r for r in told.rates if stands(r.rate, r.part, r.whole)],
    )  # fmt: skip


def without_absurd(told: Told) -> Told:
    """No figure that is no number of an office ("999999999999999999999999 cuộc"): said, and the rest is read."""
    gone = {
        id(f): f for f in told.figures if abs(f.value) >= MOST or (f.of is not None and abs(f.of) >= MOST)
    }
    if not gone:
        return told
    shown = ", ".join(f"“{told.text[f.start : f.end][:40]}”" for f in list(gone.values())[:SHOWN])
    note = _("Có số lớn quá mức, chưa lấy vào bảng: %s. Hãy xem lại trong tệp.") % shown
    return replace(_without(told, gone), notes=(*told.notes, note))
