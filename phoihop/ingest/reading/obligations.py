"""Duties with days: who, what, how many days, working or calendar, before or after what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phoihop.core.text import parse_number_words
from phoihop.ingest.readers.outline import outline
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.data.phrases import either
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_AMOUNT = r"(?<![\d,.])(?P<n>\d{1,3})\s*(?:\((?P<words>[^)\d]{2,24})\)\s*)?ngày(?P<working>\s+làm việc)?"
_CUES = either(
    """
    chậm nhất | chậm nhất là | chậm nhất trước | chậm nhất sau | trong thời hạn | trong thời gian | trong vòng
    trong thời hạn không quá | ít nhất | ít nhất là | trước ít nhất | không quá | muộn nhất | muộn nhất là
    tối thiểu | sau | trước | trong | từ | đúng | chậm nhất là trước | chậm nhất là sau
    """
)
_RELATIONS = "so với|kể từ|sau khi|sau|trước khi|trước|tính từ|tính đến|từ khi|từ ngày"
_DEADLINE = re.compile(
    rf"(?P<cue>{_CUES})?\s*(?:trước |sau )?(?:thời hạn )?{_AMOUNT}(?:,?\s*(?P<rel>{_RELATIONS})(?!\w))?"
)
_AND_MORE = r"(?!\s(?:và|hoặc)\s+(?:chậm nhất\s+)?\d)"
_ANCHOR = re.compile(rf"(?:{_AND_MORE}[^.;\n]){{0,160}}")
_ANCHOR_END = re.compile(
    r",|(?<!\w)(?:thì|phải|có trách nhiệm|gửi|thông báo|báo cáo|tổ chức|các cơ quan|để)(?!\w)"
)
_ANCHOR_FIRST = re.compile(
    r"(?P<rel>trước|sau)\s+(?:khi\s+|ngày\s+)?"
    r"(?!(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|không quá)\s*(?:là\s*)?$)(?P<anchor>[^.;,\n]{2,90}?)\s*"
    r",?\s*(?:(?<!\w)(?:ít nhất|tối thiểu|chậm nhất|muộn nhất|không quá"
    r"|trong (?:thời hạn|thời gian|vòng)(?: không quá)?))?\s*(?:là\s*)?$"
)
_DUTY = re.compile(
    either(
        """
        có trách nhiệm | phải | gửi | thông báo | báo cáo | tổng hợp | trả lời | cung cấp | chuyển | mời
        chuẩn bị | phối hợp | xem xét | công bố | đăng tải | ban hành | tổ chức | chủ trì | giải quyết
        hoàn thành | thẩm tra | triệu tập
        """
    )
)
_VAGUE_WHO = re.compile(
    r"các bên|hai bên|ba bên|các cơ quan|cơ quan chủ trì(?: soạn thảo)?|cơ quan soạn thảo"
    r"|cơ quan, đơn vị[^,;.]{0,30}|cơ quan được [^,;.]{0,40}|đơn vị[^,;.]{0,30}|bên [^,;.]{0,30}"
    r"|đoàn (?:giám sát|khảo sát)|đại biểu hđnd|tổ trưởng[^,;.]{0,30}|văn phòng",
    re.IGNORECASE,
)
_RECEIVER = re.compile(r"(?:gửi(?: cho| đến| tới)?|đến|cho|tới|với|của|cùng|về|và(?: các)?)\s*$")
_POINT = re.compile(r"(?:\s|^)(?:\d{1,2}(?:\.\d{1,2})?[.)]|[a-zđ]\)|[-+]|Điều \d+\.)\s+(?=[A-ZĐ])")
_BARE = re.compile("trong|sau|trước|từ|đúng")
"""“trong 2 ngày (18 và 19/12)” tells how long; a duty says from what or before what."""
_LASTS = re.compile(
    r"(?:diễn ra|kéo dài|(?:làm việc|họp|tổ chức|triển khai|phát động)\s+(?:trong|sau))\s+(?:trong |vòng )*$"
)
_NEAR_START = 60
_ENOUGH = 12


def find_obligations(page: Page, home: Home) -> list[Found]:
    """Every deadline in days with the party that bears it; short of a party the item asks to be looked at."""
    text = _joined(page)
    found = []
    for match in _deadlines(text.lower().replace("\n", " "), page.end):
        start, end = _clause(text, match)
        if not _DUTY.search(text[start:end].lower()) or _LASTS.search(text.lower(), start, match.start("n")):
            continue
        relation, sure, anchor = _relation(match, text.lower()[start : match.start()])
        if not relation or (_BARE.fullmatch(match["cue"] or "") and not match["rel"] and not anchor):
            continue
        who, known = _who(text, start, end, match, home)
        reason = _doubt(match, sure=sure and known)
        value = {
            "who": who,
            "what": _what(text, start, end, match),
            "days": int(match["n"]),
            "day_type": "working" if match["working"] else "calendar",
            "relation": relation,
            "anchor": anchor or _anchor(text, match),
        }
        mark = CHECK if reason else SURE
        found.append(Found(field="obligations", value=value, start=start, end=end, mark=mark, reason=reason))
    return found


def _deadlines(low: str, stop: int) -> Iterator[re.Match[str]]:
    """Every amount of days; what one is counted from may hold the next (20 ngày trước … và 07 ngày trước …)."""
    position = 0
    while match := _DEADLINE.search(low, position, stop):
        position = match.end()
        yield match


def _doubt(match: re.Match[str], *, sure: bool) -> str:
    if not _words_agree(match):
        return "Số và chữ không khớp."
    return "" if sure else "Chưa rõ bên thực hiện hoặc mốc tính."


def _words_agree(match: re.Match[str]) -> bool:
    if not match["words"]:
        return True
    try:
        return parse_number_words(match["words"]) == int(match["n"])
    except ValueError:
        return True


def _relation(match: re.Match[str], before: str) -> tuple[str, bool, str]:
    """(before or after, sure, anchor if it stands in front of the number)."""
    relation, cue = match["rel"] or "", match.group()[: match.start("n") - match.start()]
    if relation.startswith("trước") or relation == "tính đến":
        return "before", True, ""
    if relation and relation != "so với":
        return "after", True, ""
    if first := _ANCHOR_FIRST.search(before + (match["cue"] or "")):
        return "before" if first["rel"] == "trước" else "after", True, " ".join(first["anchor"].split())
    if "trước" in cue or "sau" in cue:
        return "before" if "trước" in cue else "after", True, ""
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
    """What the days are counted from: behind the relation, up to a comma or the duty."""
    if not match["rel"]:
        return ""
    following = _ANCHOR.match(text, match.end())
    stretch = following.group() if following else ""
    stop = _ANCHOR_END.search(stretch)
    anchor = stretch[: stop.start()] if stop else stretch
    for body in find_bodies(anchor):
        if body.start and re.match(r"\s*(?:có trách nhiệm|gửi|phải)", stretch[body.end :]):
            anchor = anchor[: body.start]  # the body behind it begins the duty
            break
    return " ".join(re.sub(r"^\s*(?:ngày|khi)\s+", "", anchor).split())[:120]


def _who(text: str, start: int, end: int, match: re.Match[str], home: Home) -> tuple[str, bool]:
    """The body that bears the duty, in front of the deadline or behind it; (name, sure)."""
    if vague := _VAGUE_WHO.match(text, start, end):
        return " ".join(vague.group().split()), True
    before = find_bodies(text, start, match.start())
    if before and before[0].start - start < _NEAR_START and not _receives(text, start, before[0].start):
        return home.fill(before[0]).name, True
    comma = text.find(",", match.end(), end)
    begin = comma + 1 if comma > 0 else match.end()
    for body in find_bodies(text, begin, end):
        if not _receives(text, begin, body.start):
            return home.fill(body).name, True
    for vague in _VAGUE_WHO.finditer(text, start, end):
        if not _receives(text, start, vague.start()):
            return " ".join(vague.group().split()), True
    heading = find_bodies(text, max(0, start - 600), start)
    return (home.fill(heading[-1]).name, False) if heading else ("", False)


def _receives(text: str, start: int, at: int) -> bool:
    return _RECEIVER.search(text[max(start, at - 14) : at].lower()) is not None


def _what(text: str, start: int, end: int, match: re.Match[str]) -> str:
    """The duty without its deadline: what stands behind the deadline, or in front of it."""
    comma = text.find(",", match.end(), end)
    behind = text[comma + 1 : end].strip() if comma > 0 else ""
    front = re.sub(r"\s*(?:trước|sau)(?:\s[^,]{4,60})?$", "", text[start : match.start()]).strip(" ,")
    what = text[start:end]
    if len(behind) > _ENOUGH and _DUTY.search(behind.lower()):
        what = behind
    elif len(front) > _ENOUGH:
        what = front
    return re.sub(r"^.*?có trách nhiệm\s+", "", " ".join(what.split()))[:240]
