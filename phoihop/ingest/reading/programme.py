"""The programme or regulation a paper is about: parties, title and period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from phoihop.ingest.reading.bodies import Body, Home, find_bodies
from phoihop.ingest.reading.data.bodies import MASS_CODES
from phoihop.ingest.reading.data.kinds import INSTRUMENT
from phoihop.ingest.reading.data.letters import DASH
from phoihop.ingest.reading.focus import Focus
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.people import Person

_YEARS = rf"(?P<a>(?:19|20)\d\d)\s*(?:{DASH}|đến(?: năm)?)\s*(?P<b>(?:19|20)\d\d)"
_RANGE = re.compile(
    rf"(?:(?:giai đoạn|nhiệm kỳ|từ năm|các năm|thời kỳ)\s+)?(?<!\d){_YEARS}(?!\d)", re.IGNORECASE
)
_YEAR = re.compile(r"năm\s+(?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_BETWEEN = re.compile(
    (
        rf"(?:{INSTRUMENT}|phối hợp|liên tịch)[^.;\n]{{0,120}}?\bgiữa\b(?!\s+(?:hai|2|02|3|03|các)"
        rf"\s+(?:bên|cơ quan|đơn vị))"
    ),
    re.IGNORECASE,
)
_PARTY_END = re.compile(
    (
        r"[.;\n“]|(?<!\w)(?:năm\s+\d|giai đoạn|nhiệm kỳ|về việc|về\s+[“\"]|trong (?:tổ chức|việc|công "
        r"tác|thực hiện)|nhằm|để|được|đã|đánh giá|thống nhất|trên địa bàn|cho thấy|6 tháng|sáu tháng"
        r"|cùng với sự|theo|thực hiện|tham gia|tại|và triển khai|khóa|sẽ|ngày|góp phần|vào|diễn ra)(?!\w)"
    ),
    re.IGNORECASE,
)
_SIGN_CLAUSE = re.compile(rf"\bký(?: kết)?\b[^.;\n]{{0,40}}?{INSTRUMENT}[^.;\n]{{0,220}}", re.IGNORECASE)
_REVIEW_CLAUSE = re.compile(
    rf"(?:sơ kết|tổng kết|đánh giá)[^.;\n]{{0,60}}?(?:{INSTRUMENT}|công tác|hoạt động)[^.;\n]{{0,200}}",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"(?P<title>{INSTRUMENT}\s[^.;:\n]{{0,260}})", re.IGNORECASE)


_FIRST_OF_LIST = 24


@dataclass(frozen=True)
class Period:
    value: str
    start: int
    end: int
    headline: bool


def period_in(page: Page, start: int, end: int) -> Period | None:
    """A range of years, else a year, in a stretch."""
    for match in _RANGE.finditer(page.text, start, end):
        first, last = match["a"], match["b"]
        if int(first) < int(last):
            return Period(f"{first}-{last}", match.start(), match.end(), False)
    found = _YEAR.search(page.text, start, end)
    return Period(found["y"], found.start("y"), found.end(), False) if found else None


def signing_period(page: Page, focus: Focus) -> tuple[Period | None, Period | None]:
    """(period the body says is signed, period of the headline): the body wins where they differ."""
    head: Period | None = None
    body: Period | None = None
    head_end = focus.headline.end if focus.headline else 0
    for match in _SIGN_CLAUSE.finditer(page.text, 0, page.end):
        found = period_in(page, *_clause(page, match))
        if found is None:
            continue
        if match.start() < head_end:
            head = head or found
        else:
            body = body or found
    return body, head


def _clause(page: Page, match: re.Match[str]) -> tuple[int, int]:
    """The clause without a second clause that reviews another period."""
    other = re.search(r"(?:sơ kết|tổng kết|đánh giá|phản biện)", page.low[match.start() + 4 : match.end()])
    return match.start(), match.start() + 4 + other.start() if other else match.end()


def review_period(page: Page) -> Period | None:
    for match in _REVIEW_CLAUSE.finditer(page.text, 0, page.end):
        other = re.search(
            r"\bký(?: kết)?\b|\btriển khai\b|phương hướng", page.low[match.start() : match.end()]
        )
        stop = match.start() + other.start() if other else match.end()
        if found := period_in(page, match.start(), stop):
            return found
    return None


def find_parties(
    page: Page, focus: Focus, home: Home, organisers: list[Found], people: list[Person]
) -> list[Found]:
    """The sides: “giữa A, B và C”, “A với B”, or those who hold the signing together."""
    best: list[Body] = []
    matches = sorted(_BETWEEN.finditer(page.text, 0, page.end), key=lambda m: m.start() > focus.end)
    for match in matches:
        stop = _PARTY_END.search(page.text, match.end(), min(page.end, match.end() + 330))
        end = stop.start() if stop else min(page.end, match.end() + 330)
        bodies = _sides(page, match.end(), end)
        if len(bodies) >= 2 and _weight(bodies) > _weight(best):
            best = bodies
        if len(best) >= 3 and any(b.place for b in best):
            break
    if len(best) < 2:
        best = _with_partner(page, focus, home, best)
    if len(best) < 2:
        return (
            [
                replace(o, field="parties", mark=CHECK, reason="Lấy theo các bên cùng tổ chức.")
                for o in organisers
            ]
            if len(organisers) > 1
            else []
        )
    best = _spread(page, best, people)
    return [_party(b, home) for b in best]


def _weight(bodies: list[Body]) -> float:
    return len(bodies) + 0.5 * sum(bool(b.level) for b in bodies)


def _sides(page: Page, start: int, end: int) -> list[Body]:
    """The bodies of a list of sides; a Party committee is one only where the list begins with it."""
    bodies = find_bodies(page.text, start, end)
    kept: list[Body] = []
    for body in bodies:
        if body.code in ("DANG", "DANVAN") and body.start - start > _FIRST_OF_LIST:
            continue
        if all(_side(body) != _side(k) for k in kept):
            kept.append(body)
    return kept


def _side(body: Body) -> tuple[str, str, str]:
    """What tells two sides apart; of departments and the like there may be several at one level."""
    several = body.code in ("SO", "PHONG", "BAN", "KHAC", "LHH", "DANVAN")
    place = "" if body.code not in ("MTTQ", "HDND", "UBND") else body.place
    return body.code, body.level, body.written.lower() if several else place


def _with_partner(page: Page, focus: Focus, home: Home, best: list[Body]) -> list[Body]:
    """“X tổ chức ký kết chương trình phối hợp với Y”: X from the event, Y from the phrase."""
    for match in re.finditer(r"phối hợp\s+(?:công tác\s+|hoạt động\s+)?với\s+", page.low[: page.end]):
        stop = _PARTY_END.search(page.text, match.end(), min(page.end, match.end() + 200))
        partners = _sides(page, match.end(), stop.start() if stop else match.end() + 200)
        before = [
            b
            for b in find_bodies(page.text, max(0, match.start() - 200), match.start())
            if b.code in ("MTTQ", "HDND", "UBND")
        ]
        if partners and before:
            return [before[0], *[p for p in partners if p.code != before[0].code]]
    return best


def _spread(page: Page, bodies: list[Body], people: list[Person]) -> list[Body]:
    """“các tổ chức chính trị - xã hội” as a side: the organisations that the paper names."""
    group = next((b for b in bodies if b.code == "DOANTHE"), None)
    if group is None:
        return bodies
    named: dict[str, Body] = {}
    for body in find_bodies(page.text, 0, page.end):
        if body.code in MASS_CODES and body.code not in named:
            named[body.code] = replace(body, prefix="", level=body.level or group.level)
    if len(named) < 2:
        return bodies
    ordered = [named[c] for c in MASS_CODES if c in named]
    at = bodies.index(group)
    return [*bodies[:at], *ordered, *bodies[at + 1 :]]


def _party(body: Body, home: Home) -> Found:
    """A side; one of no level is taken for one of the paper's own territory, and given to be looked at."""
    loose = not body.level and body.code in ("HDND", "UBND", "MTTQ", "DANG", "CA")
    filled = home.nearest(body) if loose else home.fill(body)
    reason = "Cấp lấy theo địa bàn của bài." if loose else ""
    mark = CHECK if loose else SURE
    return Found(field="parties", value=filled.name, start=body.start, end=body.end, mark=mark, reason=reason)


def find_programme(page: Page, focus: Focus, codes: set[str], parties: list[Found]) -> Found | None:
    """Title and period; a signing counts the year signed for, a review the year reviewed."""
    body, head = signing_period(page, focus)
    reviewed = review_period(page)
    signing = bool(codes & {"programme_signing", "emulation"})
    period = (body or head if signing else reviewed) or reviewed or body or head
    if "emulation" in codes and "programme_signing" not in codes:
        period = _emulation_period(page, focus) or period
    if period is None and focus.lead and (not signing or "programme_signing" not in codes):
        period = period_in(page, focus.start, focus.end)
    title = _title(page, focus, codes)
    if title and period is None:
        period = period_in(page, title[1], min(page.end, title[2] + 60))
    if title is None and period is None:
        return None
    text, start, end = title if title else ("", period.start if period else 0, period.end if period else 0)
    if period and not title:
        start, end = period.start, period.end
    conflict = bool(signing and body and head and body.value != head.value)
    reason = "Đầu đề và thân bài ghi năm khác nhau; lấy theo thân bài." if conflict else ""
    value = {"title": text or None, "period": period.value if period else None}
    mark = CHECK if conflict or period is None or not parties else SURE
    return Found(
        field="programme",
        value=value,
        start=start,
        end=end,
        mark=mark,
        reason=reason or ("" if mark == SURE else "Chưa đủ các bên hoặc thời gian."),
    )


def _emulation_period(page: Page, focus: Focus) -> Period | None:
    """The year the movement is for: that of the headline, else the one said behind “thi đua”."""
    if focus.headline and (found := period_in(page, focus.headline.start, focus.headline.end)):
        return found
    told = page.low.find("thi đua", focus.start, focus.end)
    return period_in(page, told, focus.end) if told >= 0 else None


def _title(page: Page, focus: Focus, codes: set[str]) -> tuple[str, int, int] | None:
    if "emulation" in codes and "programme_signing" not in codes:
        match = re.search(r"phong trào thi đua|giao ước thi đua", page.low)
        return (
            (page.text[match.start() : match.end()].capitalize(), match.start(), match.end())
            if match
            else None
        )
    candidates = []
    for match in _TITLE.finditer(page.text, 0, page.end):
        stop = re.search(
            (
                r"(?<!\w)(?:đã|được|cho thấy|đánh giá|và phản biện|và đề nghị|sẽ|trước sự|;|gồm|bao gồm"
                r"|như sau|tập trung|có \d+ |với \d+ |nhằm|do )(?!\w)|\s+[-–]\s+(?=Ủy viên)"
            ),
            match["title"],
        )
        end = match.start() + (stop.start() if stop else len(match["title"]))
        text = " ".join(page.text[match.start() : end].split()).strip(" ,-–")
        score = (
            ("giữa" in text) * 3 + ("phối hợp" in text) * 2 + (match.start() < focus.end) + (len(text) > 40)
        )
        candidates.append((score, -match.start(), text, match.start(), end))
    if not candidates:
        return None
    _score, _at, text, start, end = max(candidates)
    text = without_period(text)
    return text[0].upper() + text[1:], start, end


def without_period(title: str) -> str:
    """The period is kept beside a title, not at its end."""
    title = re.sub(r"\s+năm\s+\d{4}\s*,.*$", "", title)
    title = re.sub(r",\s*(?:hai|ba|bốn|các|\d+) (?:cơ quan|bên|đơn vị).*$", "", title)
    title = re.sub(r"\s+\d+ tháng(?: đầu| cuối)?(?: năm)?\s*$", "", re.sub(r"\s+năm\s+\d{4}\s*$", "", title))
    return re.sub(
        rf"[\s,]+(?:năm\s+\d{{4}}|(?:giai đoạn|nhiệm kỳ)\s+(?:năm\s+)?\d{{4}}\s*{DASH}\s*\d{{4}})\s*$",
        "",
        title,
        flags=re.IGNORECASE,
    )
