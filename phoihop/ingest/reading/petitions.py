"""Petitions of voters: totals, what became of them, and lists item by item."""

from __future__ import annotations

import re
from typing import Any

from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.data.sectors import SECTORS
from phoihop.ingest.reading.focus import Focus
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_N = r"(?<![\d/.,])(?P<n>\d{1,3}(?:\.\d{3})+|\d{1,5})(?![\d/%])"
_NOUN = (
    r"(?:lượt |nội dung |nhóm )?(?:ý kiến(?:,\s*(?:phản ánh,\s*)?kiến nghị| phản ánh,? kiến nghị| kiến "
    r"nghị)?|kiến nghị|câu hỏi|nội dung kiến nghị|vấn đề)"
)
_TOTAL = re.compile(rf"{_N}(?:/\d+)?\s+{_NOUN}", re.IGNORECASE)
_RESOLVED = re.compile(
    (
        rf"(?:đã |được )*(?:giải quyết(?: xong| dứt điểm)?|trả lời|xử lý xong|hoàn thành)(?: được| xong| "
        rf"dứt điểm)*\s+{_N}(?:/(?P<of>\d+))?\s*(?:{_NOUN}|vụ|việc|nội dung)"
        rf"|{_N.replace('<n>', '<n2>')}(?:/(?P<of2>\d+))?\s+{_NOUN}[^.;,\d]{{0,24}}(?:đã |được )+(?:giải "
        rf"quyết|trả lời|xử lý)(?! theo)"
    ),
    re.IGNORECASE,
)
_PENDING = re.compile(
    (
        rf"(?:đang|còn|chưa)\s+(?:được )?(?:giải quyết|xem xét|xử lý|tồn)?[^.;,\d]{{0,20}}{_N}\s*{_NOUN}"
        rf"|{_N.replace('<n>', '<n2>')}\s+{_NOUN}[^.;,\d]{{0,20}}(?:đang|chưa)\s+(?:được )?(?:tiếp tục )"
        rf"?(?:giải quyết|xử lý|xem xét)"
    ),
    re.IGNORECASE,
)
_SECTOR = re.compile(
    rf"{_N}\s+{_NOUN}[^.;,\d()]{{0,30}}lĩnh vực\s+(?P<sector>[^.;,()\d]+?)(?=\s+và\s+\d|[.;,()]|$)",
    re.IGNORECASE,
)
_VOTERS = re.compile(
    r"(?P<from>Cử tri\s+(?:(?:các |ở |tại )?(?:tỉnh|thành phố|TP\.?|quận|huyện|thị xã|xã|phường|thị "
    r"trấn|thôn|tổ dân phố|khu phố|khu vực|ấp|bản|khu dân cư|một số)[^:;.\n]{2,60}?))"
    r"\s*(?P<sep>(?:đề nghị|kiến nghị|phản ánh|cho biết|có ý kiến)\s*:?|:)"
    r"\s*(?P<subject>[^\n]{10,900})"
)
_STATUS = (
    (
        "resolved",
        (
            r"đã (?:hoàn thành|giải quyết xong|khắc phục|được khắc phục|thực hiện xong|sửa chữa xong|xử lý "
            r"xong|hoàn tất)|đã tháo dỡ|đồng ý tháo dỡ"
        ),
    ),
    (
        "in_progress",
        (
            r"đang (?:triển khai|thi công|thực hiện|xem xét|lập|hoàn thiện|xử lý)|dự kiến hoàn thành|bố trí "
            r"kinh phí|đã bố trí|đã (?:được )?[^.]{0,40}bố trí|sẽ hoàn thành"
        ),
    ),
    ("assigned", r"(?:đã )?(?:chỉ đạo|giao|yêu cầu|đề nghị)\s+(?:sở|ubnd|phòng|các|ban|công ty|đơn vị|chủ)"),
    (
        "deferred",
        (
            r"sẽ (?:xem xét|nghiên cứu|bố trí|đưa vào|triển khai)|khi (?:có|cân đối|bố trí)[^.]{0,30}(?:điều "
            r"kiện|nguồn|vốn|kinh phí)|giai đoạn (?:sau|tiếp theo)|chưa (?:cân đối|bố trí)"
        ),
    ),
    ("explained", r"theo quy định|căn cứ|không thuộc thẩm quyền|hiện nay|về nội dung này"),
)


def _count(raw: str) -> int:
    return int(raw.replace(".", ""))


def find_petitions(page: Page, focus: Focus, home: Home, codes: set[str]) -> Found | None:
    """Totals for voter contact and reports on petitions; items for lists of answers."""
    if not codes & {"voter_contact", "petition_resolution", "petition_list"}:
        return None
    items, spans = _items(page, home) if "petition_list" in codes else ([], [])
    value: dict[str, Any] = {
        "total": None,
        "resolved": None,
        "pending": None,
        "answered_by": None,
        "items": items,
    }
    if "petition_list" in codes:
        value["total"] = len(items) or None
        value["answered_by"] = _answering_level(page)
    else:
        if total := _total(page):
            value["total"] = _count(total["n"])
            spans.append((total.start(), total.end()))
        sectors = [
            {"sector": " ".join(m["sector"].split()), "count": _count(m["n"])}
            for m in _SECTOR.finditer(page.low, 0, page.end)
        ]
        value["items"] = sectors if len(sectors) > 1 else []
        if match := _RESOLVED.search(page.low, 0, page.end):
            value["resolved"] = _count(match["n"] or match["n2"])
            spans.append((match.start(), match.end()))
        if match := _PENDING.search(page.low, 0, page.end):
            value["pending"] = _count(match["n"] or match["n2"])
    if value["total"] is None and not value["items"] and value["resolved"] is None:
        return None
    start, end = spans[0] if spans else (focus.start, focus.end)
    clear = value["total"] is not None and value["resolved"] is None
    return Found(
        field="petitions",
        value=value,
        start=start,
        end=end,
        mark=SURE if clear else CHECK,
        reason="" if clear else "Hãy so lại tổng và số đã giải quyết.",
    )


_RECEIVED = re.compile(
    r"(?:tổng số|tổng cộng|tiếp nhận|nhận được|ghi nhận|chuyển|tổng hợp(?: được)?|có|với|nêu|phát "
    r"biểu|tham gia|đã)\s*(?:được |hơn |trên |gần |khoảng |là |gồm )*$"
)
_SETTLED = re.compile(
    r"(?:giải quyết|dứt điểm|trả lời|xử lý|hoàn thành|còn|đang|chưa|xong|gồm|trong đó)\s*(?:được |xong )*$"
)


def _total(page: Page) -> re.Match[str] | None:
    """The petitions raised: the number behind a word of receiving, else the largest not yet settled."""
    found = [m for m in _TOTAL.finditer(page.low, 0, page.end)]
    open_ones = [m for m in found if not _SETTLED.search(page.low[max(0, m.start() - 30) : m.start()])]
    for match in open_ones:
        if _RECEIVED.search(page.low[max(0, match.start() - 40) : match.start()]):
            return match
    return max(open_ones or found, key=lambda m: _count(m["n"]), default=None)


def _answering_level(page: Page) -> str | None:
    for body in find_bodies(page.text, 0, page.end):
        if body.code == "UBND":
            return f"UBND {body.level}".strip()
    for level in ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "phường", "xã"):
        if re.search(rf"hđnd {level}|đề nghị {level}|kiến nghị {level}", page.low):
            return f"UBND {level}"
    return None


def _items(page: Page, home: Home) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    items: list[dict[str, Any]] = []
    spans: list[tuple[int, int]] = []
    matches = list(_VOTERS.finditer(page.text, 0, page.end))
    for index, match in enumerate(matches):
        answer_end = matches[index + 1].start() if index + 1 < len(matches) else page.end
        answer = page.text[match.end() : answer_end]
        answered_by, status = _answer(answer, home)
        items.append(
            {
                "no": _number_before(page.text, match.start()),
                "from": " ".join(match["from"].split()),
                "sector": _sector(match["subject"]),
                "subject": _subject(match["subject"]),
                "answered_by": answered_by,
                "status": status,
            }
        )
        spans.append((match.start(), match.end()))
    return items, spans


def _number_before(text: str, at: int) -> str | None:
    number = re.search(r"(?:^|\n)\s*(?:Câu\s+)?(\d{1,3})\s*[.):]\s*$", text[max(0, at - 14) : at])
    return number[1] if number else None


def _subject(text: str) -> str:
    """What is asked for: the sentence with the request where there is one."""
    sentences = re.split(r"(?<=[.?!])\s+", " ".join(text.split()))
    asked = [s for s in sentences if re.search(r"đề nghị|kiến nghị|mong|quan tâm", s, re.IGNORECASE)]
    return " ".join([*sentences[:1], *[a for a in asked if a not in sentences[:1]]])[:420]


def _answer(answer: str, home: Home) -> tuple[str | None, str]:
    low = answer.lower()
    bodies = [b for b in find_bodies(answer) if b.code in ("SO", "UBND", "PHONG", "CA")]
    departments = [b for b in bodies if b.code in ("SO", "PHONG", "CA")]
    by = (departments or bodies)[0] if bodies else None
    name = home.fill(by).name if by else None
    if name is None and (
        match := re.search(r"(?i)\b(sở|phòng|ban quản lý)\s+([A-ZĐ]\w+(?:\s[A-ZĐ]?\w+){0,3})", answer)
    ):
        name = match.group()
    if not answer.strip() or len(answer.split()) < 8:
        return name, "unanswered"
    for status, pattern in _STATUS:
        if re.search(pattern, low):
            return name, status
    return name, "explained"


def _sector(text: str) -> str:
    low = text.lower()
    scores = {sector: sum(low.count(word) for word in words) for sector, words in SECTORS.items()}
    best = max(scores, key=lambda s: scores[s])
    return best if scores[best] else "khác"
