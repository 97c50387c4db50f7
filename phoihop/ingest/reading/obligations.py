"""Duties with days: who, what, how many days, working or calendar, before or after what."""

from __future__ import annotations

import re

from phoihop.core.text import parse_number_words
from phoihop.ingest.readers.outline import outline
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_AMOUNT = r"(?P<n>\d{1,3})\s*(?:\((?P<words>[^)\d]{2,24})\)\s*)?ngày(?P<working>\s+làm việc)?"
_DEADLINE = re.compile(
    rf"(?P<cue>chậm nhất(?: là)?(?: trước| sau)?|trong (?:thời hạn|thời gian|vòng)(?: không quá)?|ít "
    rf"nhất(?: là)?|trước ít nhất|không quá|muộn nhất(?: là)?|tối thiểu|sau|trước|trong|từ|đúng)?\s*"
    rf"(?:trước |sau )?(?:thời hạn )?{_AMOUNT},?\s*(?P<rel>kể từ|sau khi|sau|trước khi|trước|tính từ"
    rf"|tính đến|từ khi|từ ngày)?\s*(?P<anchor>[^.;\n]{{0,160}})",
    re.IGNORECASE,
)
_ANCHOR_END = re.compile(
    r",|(?<!\w)(?:thì|phải|có trách nhiệm|gửi|thông báo|báo cáo|tổ chức|các cơ quan|để)(?!\w)"
)
_ANCHOR_FIRST = re.compile(
    r"(?P<rel>trước|sau)\s+(?:khi\s+|ngày\s+)?(?P<anchor>[^.;,\n]{4,90}?)\s+(?:ít nhất|tối thiểu"
    r"|chậm nhất|muộn nhất|không quá)?\s*(?:là\s*)?$"
)
_DUTY = re.compile(
    r"có trách nhiệm|phải|gửi|thông báo|báo cáo|tổng hợp|trả lời|cung cấp|chuyển|mời|chuẩn bị|phối "
    r"hợp|xem xét|công bố|đăng tải|ban hành|tổ chức|chủ trì|giải quyết|hoàn thành|thẩm tra|triệu tập"
)
_VAGUE_WHO = re.compile(
    (
        r"(?:các bên|hai bên|ba bên|các cơ quan|cơ quan chủ trì(?: soạn thảo)?|cơ quan chủ trì soạn thảo"
        r"|cơ quan soạn thảo|cơ quan, đơn vị[^,;.]{0,30}|cơ quan được [^,;.]{0,40}|đơn vị[^,;.]{0,30}"
        r"|bên [^,;.]{0,30}|đại biểu hđnd|tổ trưởng[^,;.]{0,30}|văn phòng)"
    ),
    re.IGNORECASE,
)


_RECEIVER = re.compile(r"(?:gửi(?: cho| đến| tới)?|đến|cho|tới|với|của|cùng)\s*$")


def find_obligations(page: Page, home: Home) -> list[Found]:
    """Every deadline in days with the party that bears it; short of a party the item asks to be looked at."""
    found: list[Found] = []
    text = _joined(page)
    for match in _DEADLINE.finditer(text.lower().replace("\n", " "), 0, page.end):
        start, end = _clause(text, match)
        relation, sure, anchor = _relation(match, text.lower()[start : match.start("n")])
        if not relation:
            continue
        clause = text[start:end]
        if not _DUTY.search(clause.lower()):
            continue
        anchor = anchor or _anchor(text, match)
        who, who_sure = _who(text, start, end, match, home)
        what = _what(text, start, end, match)
        agrees = _words_agree(match)
        value = {
            "who": who,
            "what": what,
            "days": int(match["n"]),
            "day_type": "working" if match["working"] else "calendar",
            "relation": relation,
            "anchor": anchor,
        }
        certain = sure and who_sure and agrees
        reason = (
            ""
            if certain
            else "Số và chữ không khớp."
            if not agrees
            else "Chưa rõ bên thực hiện hoặc mốc tính."
        )
        found.append(
            Found(
                field="obligations",
                value=value,
                start=start,
                end=end,
                mark=SURE if certain else CHECK,
                reason=reason,
            )
        )
    return found


def _words_agree(match: re.Match[str]) -> bool:
    if not match["words"]:
        return True
    try:
        return parse_number_words(match["words"]) == int(match["n"])
    except ValueError:
        return True


def _relation(match: re.Match[str], before: str) -> tuple[str, bool, str]:
    """(before or after, sure, anchor if it stands in front of the number)."""
    after = (match["rel"] or "").lower()
    cue = match.group()[: match.start("n") - match.start()].lower()
    if after.startswith("trước") or after == "tính đến":
        return "before", True, ""
    if after.startswith(("kể từ", "sau", "tính từ", "từ")):
        return "after", True, ""
    if first := _ANCHOR_FIRST.search(before):
        return "before" if first["rel"] == "trước" else "after", True, " ".join(first["anchor"].split())
    if "trước" in cue:
        return "before", True, ""
    if "sau" in cue:
        return "after", True, ""
    return ("after", False, "") if cue.strip() else ("", False, "")


def _joined(page: Page) -> str:
    """Lines broken inside a sentence joined (offsets kept); line ends that part sentences stay."""
    chars = list(page.text)
    for match in re.finditer(r"\n", page.text):
        at = match.start()
        line = page.text[page.text.rfind("\n", 0, at) + 1 : at].strip()
        following = page.text[at + 1 : at + 40].lstrip()
        shape = outline(line)
        parted = not line or line[-1] in ".;:" or (shape is not None and shape.heading) or line.isupper()
        if not (
            parted
            and (not following or following[0].isupper() or following[0].isdigit() or following[0] in "-+a")
        ):
            chars[at] = " "
    return "".join(chars)


_POINT = re.compile(r"(?:\s|^)(?:\d{1,2}(?:\.\d{1,2})?[.)]|[a-zđ]\)|[-+]|Điều \d+\.)\s+(?=[A-ZĐ])")


def _clause(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The sentence around a deadline, without the number of its point."""
    start = max(text.rfind(mark, 0, match.start()) + len(mark) for mark in (". ", "; ", "\n"))
    start = max(start, 0) if match.start() > 2 else 0
    for mark in _POINT.finditer(text, max(0, start - 4), match.start()):
        start = max(start, mark.end())
    stop = re.compile(r"[;\n]|\.(?=\s|$)").search(text, match.end("n"))
    end = stop.start() if stop else len(text)
    after = _POINT.search(text, match.end("n"), end)
    end = after.start() if after else end
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def _anchor(text: str, match: re.Match[str]) -> str:
    if not match["anchor"]:
        return ""
    begin = match.start("anchor")
    stretch = text[begin : match.end("anchor")]
    stop = _ANCHOR_END.search(stretch)
    anchor = stretch[: stop.start()] if stop else stretch
    bodies = [
        b
        for b in find_bodies(anchor)
        if re.search(r"(?:có trách nhiệm|gửi|phải)", stretch[b.end : b.end + 30])
    ]
    if bodies and bodies[0].start > 3:
        anchor = anchor[: bodies[0].start]
    return " ".join(re.sub(r"^(?:ngày|khi)\s+", "", anchor.strip()).split())[:120]


def _who(text: str, start: int, end: int, match: re.Match[str], home: Home) -> tuple[str, bool]:
    """The body that bears the duty, in front of the deadline or behind it; (name, sure)."""
    vague = _VAGUE_WHO.match(text, start, end)
    before = find_bodies(text, start, match.start())
    if (
        vague is None
        and before
        and before[0].start - start < 60
        and not _RECEIVER.search(text[max(start, before[0].start - 14) : before[0].start].lower())
    ):
        return home.fill(before[0]).name, True
    if vague:
        return " ".join(vague.group().split()), True
    anchor_end = match.start("anchor") if match["anchor"] else match.end()
    comma = text.find(",", anchor_end, end)
    begin = comma + 1 if comma > 0 else anchor_end
    for body in find_bodies(text, begin, end):
        if _RECEIVER.search(text[max(begin, body.start - 14) : body.start].lower()):
            continue
        return home.fill(body).name, True
    vague = _VAGUE_WHO.search(text, start, end)
    if vague:
        return " ".join(vague.group().split()), True
    heading = find_bodies(text, max(0, start - 600), start)
    return (home.fill(heading[-1]).name, False) if heading else ("", False)


def _what(text: str, start: int, end: int, match: re.Match[str]) -> str:
    """The duty without its deadline: what stands behind the deadline, or in front of it."""
    deadline_end = (
        match.end("rel") if match["rel"] else match.end("working") if match["working"] else match.end("n") + 5
    )
    comma = text.find(",", deadline_end, end)
    behind = text[comma + 1 : end].strip() if comma > 0 else ""
    cue = match.start("cue") if match["cue"] else match.start("n")
    front = re.sub(r"\s*(?:trước|sau)\s[^,]{4,60}$", "", text[start:cue]).strip(" ,")
    what = (
        behind
        if _DUTY.search(behind.lower()) and len(behind) > 12
        else front
        if len(front) > 12
        else text[start:end]
    )
    what = re.sub(r"^.*?có trách nhiệm\s+", "", " ".join(what.split()))
    return what[:240]
