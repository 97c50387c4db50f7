"""Duties with days: who, what, how many days, working or calendar, before or after what."""

from __future__ import annotations

import re

from phoihop.core.text import parse_number_words
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_AMOUNT = r"(?P<n>\d{1,3})\s*(?:\((?P<words>[^)\d]{2,24})\)\s*)?ngày(?P<working>\s+làm việc)?"
_DEADLINE = re.compile(
    rf"(?P<cue>chậm nhất(?: là)?(?: trước| sau)?|trong (?:thời hạn|thời gian|vòng)(?: không quá)?|ít nhất(?: là)?|trước ít nhất|không quá|muộn nhất(?: là)?|tối thiểu|sau|trước|trong|từ|đúng)?\s*"
    rf"(?:trước |sau )?(?:thời hạn )?{_AMOUNT},?\s*(?P<rel>kể từ|sau khi|sau|trước khi|trước|tính từ|tính đến|từ khi|từ ngày)?\s*(?P<anchor>[^.;\n]{{0,160}})",
    re.IGNORECASE,
)
_ANCHOR_END = re.compile(r",|(?<!\w)(?:thì|phải|có trách nhiệm|gửi|thông báo|báo cáo|tổ chức|các cơ quan|để)(?!\w)")
_DUTY = re.compile(r"có trách nhiệm|phải|gửi|thông báo|báo cáo|tổng hợp|trả lời|cung cấp|chuyển|mời|chuẩn bị|phối hợp|xem xét|công bố|đăng tải|ban hành|tổ chức|chủ trì|giải quyết|hoàn thành|thẩm tra|triệu tập")
_VAGUE_WHO = re.compile(r"(?:các bên|hai bên|ba bên|các cơ quan|cơ quan chủ trì|cơ quan, đơn vị[^,;.]{0,30}|cơ quan được [^,;.]{0,40}|đơn vị[^,;.]{0,30}|bên [^,;.]{0,30}|đại biểu hđnd|tổ trưởng[^,;.]{0,30}|văn phòng)", re.IGNORECASE)


def find_obligations(page: Page, home: Home) -> list[Found]:
    """Every deadline in days with the party that bears it; short of a party the item asks to be looked at."""
    found: list[Found] = []
    text = page.text.replace("\n", " ")
    for match in _DEADLINE.finditer(page.low.replace("\n", " "), 0, page.end):
        relation, sure = _relation(match)
        if not relation:
            continue
        start, end = _clause(text, match)
        clause = text[start:end]
        if not _DUTY.search(clause.lower()):
            continue
        anchor = _anchor(text, match)
        who, who_sure = _who(text, start, end, match, home)
        what = _what(text, start, end, match, who)
        agrees = _words_agree(match)
        value = {
            "who": who, "what": what, "days": int(match["n"]), "day_type": "working" if match["working"] else "calendar",
            "relation": relation, "anchor": anchor,
        }  # fmt: skip
        certain = sure and who_sure and agrees
        reason = "" if certain else "Số và chữ không khớp." if not agrees else "Chưa rõ bên thực hiện hoặc mốc tính."
        found.append(Found(field="obligations", value=value, start=start, end=end, mark=SURE if certain else CHECK, reason=reason))
    return found


def _words_agree(match: re.Match[str]) -> bool:
    if not match["words"]:
        return True
    try:
        return parse_number_words(match["words"]) == int(match["n"])
    except ValueError:
        return True


def _relation(match: re.Match[str]) -> tuple[str, bool]:
    """(before or after, sure)."""
    after = (match["rel"] or "").lower()
    cue = match.group()[: match.start("n") - match.start()].lower()
    if after.startswith("trước") or after == "tính đến":
        return "before", True
    if after.startswith(("kể từ", "sau", "tính từ", "từ")):
        return "after", True
    if "trước" in cue:
        return "before", True
    if "sau" in cue:
        return "after", True
    if cue.strip():
        return "after", False
    return "", False


def _clause(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The sentence around a deadline; a semicolon parts duties only where both sides are long."""
    start = max(text.rfind(". ", 0, match.start()) + 2, text.rfind("; ", 0, match.start()) + 2, 0)
    line = re.compile(r"(?:\s|^)(?:\d{1,2}\.|[a-zđ]\)|Điều \d+\.)\s+(?=[A-ZĐ])")
    for mark in line.finditer(text, max(0, start - 1), match.start()):
        start = mark.end()
    stop = re.compile(r"[;]|\.(?=\s|$)").search(text, match.end("n"))
    end = stop.start() if stop else len(text)
    after = line.search(text, match.end("n"), end)
    return start, after.start() if after else end


def _anchor(text: str, match: re.Match[str]) -> str:
    if not match["anchor"]:
        return ""
    begin = match.start("anchor")
    stretch = text[begin : match.end("anchor")]
    stop = _ANCHOR_END.search(stretch)
    anchor = stretch[: stop.start()] if stop else stretch
    bodies = [b for b in find_bodies(anchor) if re.search(r"(?:có trách nhiệm|gửi|phải)", stretch[b.end : b.end + 30])]
    if bodies and bodies[0].start > 3:
        anchor = anchor[: bodies[0].start]
    return " ".join(re.sub(r"^(?:ngày|khi)\s+", "", anchor.strip()).split())[:120]


def _who(text: str, start: int, end: int, match: re.Match[str], home: Home) -> tuple[str, bool]:
    """The first body of the clause that stands before its duty verb; in front of the deadline or behind it."""
    before = find_bodies(text, start, match.start())
    if before and before[0].start - start < 60 and not re.match(r"(?i)\s*(?:gửi|đến|cho)", text[max(start, before[0].start - 6) : before[0].start]):
        return home.fill(before[0]).name, True
    anchor_end = match.start("anchor") if match["anchor"] else match.end()
    comma = text.find(",", anchor_end, end)
    begin = comma + 1 if comma > 0 else anchor_end
    for body in find_bodies(text, begin, end):
        if re.search(r"(?:gửi(?: cho| đến| tới)?|đến|cho|với|của|cùng)\s*$", text[max(begin, body.start - 12) : body.start].lower()):
            continue
        return home.fill(body).name, True
    vague = _VAGUE_WHO.search(text, start, end)
    if vague:
        return " ".join(vague.group().split()), True
    heading = find_bodies(text, max(0, start - 600), start)
    return (home.fill(heading[-1]).name, False) if heading else ("", False)


def _what(text: str, start: int, end: int, match: re.Match[str], who: str) -> str:
    clause = " ".join(text[start:end].split())
    duty = re.search(r"(?:có trách nhiệm|phải)\s+(.*)", clause)
    what = duty[1] if duty else clause
    return what[:220]
