"""Who held the event and where: subject and place of the event sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from phoihop.ingest.reading.bodies import (
    LOCALITY,
    Body,
    Home,
    find_bodies,
    level_of,
    trimmed_place,
)
from phoihop.ingest.reading.focus import EVENT_VERB, Focus
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page
from phoihop.ingest.reading.people import Person

_VENUE_WORDS = (
    r"(?:hội trường|trụ sở|phòng họp|nhà văn hóa|trung tâm|hội quán|trường|cung|nhà hát|nhà khách|ubnd"
    r"|hđnd|\d+|khu|thôn|tổ dân phố|nhà|sân|xã|phường|quận|huyện|thành phố|tp|thị|tỉnh|đảng ủy|huyện ủy"
    r"|quận ủy|tỉnh ủy|thành ủy|cơ quan|công ty|văn phòng|điểm cầu)"
)
_AT = re.compile(rf"(?<!\w)tại\s+(?=(?:{_VENUE_WORDS}|[A-ZĐ]))", re.IGNORECASE)
_PLACE_END = re.compile(
    r",\s*(?=(?:thường trực|ban thường|ủy ban|ub|hđnd|hội đồng|tổ đại biểu|đoàn|đã|các|liên đoàn"
    r"|hội\s|mttq|mặt trận|lãnh đạo|thay mặt|đồng chí|ông|bà|dưới|với|nhằm|phối hợp|huyện\s|quận\s"
    r"|đảng|đ/c|công an|ban\s|sở\s))"
    r"|\s+(?=(?:đã diễn ra|diễn ra|đã tổ chức|tổ chức|phối hợp|tiến hành|về|theo"
    r"|nhằm|để|giữa|với|do|trước|sau|trong)(?!\w))|[;.\n(“]"
)
_ADVERBIAL = re.compile(
    r"\s*(?:(?:nhằm|để|thực hiện|căn cứ|theo|hưởng ứng|nhân|trước|sau|được sự|dưới sự|trong|với|qua"
    r"|triển khai|tiếp tục|chuẩn bị|vừa qua|trên cơ sở)(?!\w)[^,]*,)+"
)
_NEAR = 30
_LEADING = re.compile(r"(?:sự|được|của|ý kiến|chủ trương|trụ sở|văn phòng)[\w ]{0,24}$")
_MAIN_BODIES = ("DANVAN", "DANG")
NOT_CLEAR = "Không thấy rõ chủ thể trước động từ tổ chức."
_LEVELLED = frozenset({"HDND", "UBND", "MTTQ", "TODB"})


def _subject_end(page: Page, focus: Focus) -> int:
    lead = focus.lead
    if lead is None:
        return 0
    start = lead.start
    if focus.day and lead.start <= focus.day.start < lead.end:
        start = focus.day.end
    elif clause := _ADVERBIAL.match(page.low, lead.start, lead.end):
        start = clause.end() if EVENT_VERB.search(page.low, clause.end(), lead.end) else start
    for match in EVENT_VERB.finditer(page.low, start, lead.end):
        if (
            re.search(
                r"(?:trụ sở|hội trường|phòng họp)\s[^,]*$",
                page.low[max(start, match.start() - 30) : match.start()],
            )
            and match.group() == "báo cáo"
        ):
            continue
        return match.start()
    verb = EVENT_VERB.search(page.low, lead.start, lead.end)
    return verb.start() if verb else lead.end


def find_place(page: Page, focus: Focus, home: Home, organisers: list[Found]) -> Found | None:
    """The venue after “tại”, else the locality."""
    lead = focus.lead
    if lead is not None:
        for match in _AT.finditer(page.text, lead.start, lead.end):
            stop = _PLACE_END.search(page.low, match.end(), lead.end)
            end = stop.start() if stop else lead.end
            value = " ".join(page.text[match.end() : end].split()).strip(" ,.-–")
            if 3 <= len(value) <= 140 and not re.match(
                r"(?i)(các )?(hội nghị|kỳ họp|buổi|phiên|lễ|diễn đàn|cuộc)", value
            ):
                return Found(field="place", value=value, start=match.end(), end=end, mark=SURE)
    return _locality_of(page, focus, home, organisers)


_LEVELS_UP = ("phường", "xã", "thị trấn", "đặc khu", "quận", "huyện", "thị xã", "thành phố", "tỉnh")
_VOTERS_OF = re.compile(r"tiếp xúc (?:với )?cử tri (?:của )?(?:các )?")


def _locality_of(page: Page, focus: Focus, home: Home, organisers: list[Found]) -> Found | None:
    """No venue: where the voters met are, else the territory of those who held it, else the lowest named."""
    for start, end in (span for _zone, span in focus.zones()):
        voters = _VOTERS_OF.search(page.low, start, end)
        near = LOCALITY.match(page.text, voters.end(), end) if voters else None
        if near and near["name"]:
            return _from_territory(" ".join(near.group().split()), near.start())
    own = next((n for n, x in enumerate(_LEVELS_UP) if any(_of_level(o, x) for o in organisers)), None)
    for level in _LEVELS_UP[own or 0 :]:
        is_own = own is not None and level == _LEVELS_UP[own]
        if level in home.by_level and (is_own or _is_home(page, focus, level, home)):
            value = f"{level} {home.by_level[level]}"
            at = page.low.find(value.lower())
            return _from_territory(value, max(at, 0))
    return None


def _of_level(organiser: Found, level: str) -> bool:
    return re.search(rf"(?<!\w)(?<!thị ){level}(?!\w)", str(organiser.value)) is not None


def _from_territory(value: str, at: int) -> Found:
    return Found(
        field="place",
        value=value,
        start=at,
        end=at + len(value),
        mark=CHECK,
        reason="Văn bản không ghi địa điểm; lấy theo địa bàn.",
    )


def _is_home(page: Page, focus: Focus, level: str, home: Home) -> bool:
    name = f"{level} {home.by_level[level]}".lower()
    return name in page.low[: max(focus.end, 600)]


def _masked(text: str, people: list[Person], start: int, end: int) -> str:
    """The stretch with people and their titles blotted out: the bodies of titles hold no event."""
    chars = list(text[start:end])
    for person in people:
        low, high = max(person.start, start), min(max(person.end, person.title_end), end)
        for index in range(low - start, high - start):
            chars[index] = "·"
    return "".join(chars)


def find_organisers(page: Page, focus: Focus, home: Home, people: list[Person]) -> list[Found]:
    """Bodies before the verb of holding; behind “phối hợp với …” too; those of the place are left out."""
    lead = focus.lead
    if lead is None:
        return []
    end = _subject_end(page, focus)
    start = lead.start
    if focus.day and focus.day.end <= end:
        start = focus.day.end
    stretch = _masked(page.text, people, start, end)
    low = stretch.lower()
    place = _AT.search(stretch)
    skip_from, skip_to = -1, -1
    if place:
        stop = _PLACE_END.search(low, place.end())
        if stop and stretch[stop.start()] == ",":
            skip_from, skip_to = place.start(), stop.start()
        elif page.low.startswith("diễn ra", end):  # “tại Trụ sở A đã diễn ra …”: A is the place
            skip_from, skip_to = place.start(), len(low)
    if focus.day is None and (clause := _ADVERBIAL.match(low)) and find_bodies(stretch, clause.end()):
        bodies_from = clause.end()
    else:
        bodies_from = 0
    occasion = re.search(r"tại (?:kỳ họp|hội nghị|phiên họp|buổi)[^;,]*[;,]", low)
    bodies = [b for b in find_bodies(stretch, bodies_from) if not skip_from <= b.start < skip_to]
    bodies = [b for b in bodies if occasion is None or not occasion.start() <= b.start < occasion.end()]
    if not bodies and (near := _right_before_a_verb(page, focus, people)):
        return [_found(b, home, CHECK) for b in near]
    if not bodies:
        bodies, loose = _after_verb(page, focus, people)
        return [_found(b, home, CHECK if loose else SURE) for b in bodies]
    named = [b for b in bodies if not _only_leads(stretch, b)] or bodies
    return [_found(_of_headline(_shift(b, start), page, focus), home, SURE) for b in _distinct(named)]


_DONE_NOW = re.compile(r"\s*,?\s*(?:(?:đã|vừa|cũng|long trọng|trọng thể|tiến hành|đồng)\s+)*")


def _right_before_a_verb(page: Page, focus: Focus, people: list[Person]) -> list[Body]:
    """“Thực hiện Kế hoạch giám sát của A, B vừa chủ trì …”: the bodies that stand at a later verb."""
    lead = focus.lead
    if lead is None:
        return []
    stretch = _masked(page.text, people, lead.start, lead.end)
    for verb in EVENT_VERB.finditer(stretch.lower()):
        bodies = find_bodies(stretch, 0, verb.start())
        if verb.group() not in ("tổ chức", "chủ trì", "tiến hành", "ký kết", "phát động") or not bodies:
            continue
        placed = re.search(r"tại\s[^,]{0,60}$", stretch[: bodies[-1].start].lower())
        if not placed and _DONE_NOW.fullmatch(stretch.lower(), bodies[-1].end, verb.start()):
            return [_shift(b, lead.start) for b in bodies[-1:] if b.code not in _MAIN_BODIES]
    return []


def _of_headline(body: Body, page: Page, focus: Focus) -> Body:
    """A body without a level has that of its namesake, or of the place, in the headline."""
    line = focus.headline
    if body.level or line is None or body.code not in _LEVELLED:
        return body
    for other in find_bodies(page.text, line.start, line.end):
        if other.code == body.code and other.level:
            return replace(body, level=other.level, place=other.place)
    first = LOCALITY.match(page.text, line.start, line.end)
    return (
        replace(body, level=level_of(first["level"]), place=trimmed_place(page.text, first))
        if first and first["level"]
        else body
    )


def _only_leads(stretch: str, body: Body) -> bool:
    """A Party committee that agrees or directs, and boards of it, hold no event."""
    if body.code == "DANVAN":
        return True
    return (
        body.code == "DANG"
        and _LEADING.search(stretch[max(0, body.start - 40) : body.start].lower()) is not None
    )


def headline_organisers(page: Page, focus: Focus, home: Home) -> list[Found]:
    """The subject of the headline, where the body names nobody before the verb."""
    line = focus.headline
    verb = EVENT_VERB.search(page.low, line.start, line.end) if line else None
    if line is None or verb is None:
        return []
    bodies = [b for b in find_bodies(page.text, line.start, verb.start()) if b.code not in _MAIN_BODIES]
    return [
        replace(_found(b, home, CHECK), reason="Lấy theo đầu đề; thân bài không ghi rõ ai tổ chức.")
        for b in _distinct(bodies)
    ]


def _shift(body: Body, by: int) -> Body:
    return replace(body, start=body.start + by, end=body.end + by)


_SENT = re.compile(r"(?P<sent>đoàn (?:giám sát|khảo sát|công tác)(?: của)?|\bdo)\s+(?!các )", re.IGNORECASE)
_SENT_BY = re.compile(r"(?P<sent>[Đđ]oàn (?:giám sát|khảo sát) của)\s+")


def _after_verb(page: Page, focus: Focus, people: list[Person]) -> tuple[list[Body], bool]:
    """“Đoàn giám sát của HĐND …”, “hội nghị do X tổ chức”: the holder, and whether it was only guessed."""
    lead = focus.lead
    if lead is None:
        return [], True
    stretch = _masked(page.text, people, lead.start, lead.end)
    sent = _SENT.search(stretch)
    if sent is None:  # said further on: “… quyết định thành lập đoàn giám sát của Ban …”
        sent, stretch, by = _SENT_BY.search(page.text, 0, page.end), page.text, 0
    else:
        by = lead.start
    if sent is None:
        return [], True
    near = find_bodies(stretch, sent.end(), min(len(stretch), sent.end() + 160))
    bodies = [_shift(b, by) for b in near if b.start - sent.end() < _NEAR]
    return bodies[:1], not (by and sent["sent"].lower().endswith("của"))


def chaired_by(page: Page, focus: Focus, home: Home, people: list[Person]) -> list[Found]:
    """“Phó Chủ tịch UBND … A chủ trì họp”: the body of the one who took the chair, to be looked at."""
    lead = focus.lead
    for person in people if lead else ():
        last = max(person.end, person.title_end)
        chaired = re.match(r"[^,.;]{0,12}(?:đồng )?chủ trì", page.low[last : last + 30])
        if lead and lead.start <= person.start < lead.end and chaired:
            near = find_bodies(page.text[person.start : last])[-1:]
            return [_found(_shift(replace(b, prefix=""), person.start), home, CHECK) for b in near]
    return []


def _distinct(bodies: list[Body]) -> list[Body]:
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for body in bodies:
        key = (body.code, body.level, body.place)
        if key not in seen:
            seen.add(key)
            kept.append(body)
    return kept


def _found(body: Body, home: Home, mark: str) -> Found:
    reason = "" if mark == SURE else NOT_CLEAR
    body = home.fill(body)
    if mark == SURE and not body.level and body.code in _LEVELLED:
        mark, reason = CHECK, "Văn bản không ghi rõ cấp, địa bàn của cơ quan này."
    return Found(
        field="organisers",
        value=body.name,
        start=body.start,
        end=body.end,
        mark=mark,
        reason=reason,
    )
