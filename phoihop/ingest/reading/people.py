"""People named with a title: “name - title”, “title name”, “đồng chí name, title”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from phoihop.core.text import fold
from phoihop.ingest.reading.bodies import Home, find_bodies
from phoihop.ingest.reading.data.letters import CAPITALISED, DASH
from phoihop.ingest.reading.data.levels import LEVEL
from phoihop.ingest.reading.data.surnames import HISTORIC, SURNAMES
from phoihop.ingest.reading.data.titles import ABBREVIATIONS, HEADS, SPEECH
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_NAME = rf"{CAPITALISED}(?:[ ]+{CAPITALISED}){{1,5}}"
_HONORIFIC = (
    r"(?:[Cc]ác\s+)?(?:[Đđ]ồng chí|[Đđ]ại biểu(?=\s+(?!HĐND|Hội|Quốc|Nhân))"
    r"|[Đđ]\s?/\s?c|ông|bà|Ông|Bà|anh|chị|[Bb]ác sĩ|[Tt]iến sĩ|TS\.?|ThS\.?"
    r"|(?:[Tt]hượng|[Tt]rung|[Đđ]ại|[Tt]hiếu) (?:tá|úy|tướng))"
)
_HEAD = re.compile(rf"(?:{HEADS}|(?i:cán bộ)(?!,))(?!\w)")
_SHORTEST = 2
_NAMED = re.compile(rf"(?<![\w’'])(?P<hon>{_HONORIFIC}\s*:?\s+)?(?P<name>{_NAME})(?![\w’'])")
_SEPARATOR = re.compile(rf"\s*(?:[,:(]|{DASH}|\s)\s*(?:{DASH}\s*)?(?:là\s+)?")
_STOP = re.compile(rf"(?<!\w)(?:{SPEECH})(?!\w)", re.IGNORECASE)
_FIRST_WORDS_NOT_NAMES = frozenset(
    "Phó Trưởng Ban Ủy Thường Chủ Bí Phòng Sở Hội Quận Huyện Tỉnh Thành Xã Phường Mặt Đảng Chánh "
    "Giám Tổ Đại Kỳ Nghị Luật Quyết"
    " Thông Báo Kế Chương Quy Lễ Quỹ Đơn Tham Dự Cùng Các Tại Phát Kết Sau Trước Theo Với Trong Về "
    "Đồng Đoàn Công Liên Bộ Cục Vụ"
    " Viện Tòa Trường Trung Nhà Khu Đường Phố Sáng Chiều Năm Tháng Ngày Quốc Nhân Việt Ảnh Tin Bài "
    "Cử Người Ngoài Đến Thay Từ"
    " Cuộc Phong Ngày Tổng Nông Cựu Phụ Chữ Thanh Văn Đề Dự Toàn Hà Hồ Trụ Cơ Thực Bên Cả Hiện Qua "
    "Đây Do Có Là Được Tuy".split()
)
_PLACE_BEFORE = re.compile(
    rf"(?:{LEVEL}|[Đđ]ường|[Pp]hố|[Tt]hôn|[Ấấ]p|[Bb]ản|[Nn]gã (?:ba|tư)|[Cc]ầu|[Tt]rường(?: \w+)*"
    rf"|[Ss]ông|[Cc]hợ|nhà|xóm|làng|khu)\s+$"
)


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str
    title: str
    start: int
    end: int
    title_end: int
    told: bool = False


def _is_name(name: str, *, honorific: bool) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 6 or name in HISTORIC:
        return False
    first = words[0]
    known = first in SURNAMES and (honorific or len(words) >= 3)
    if first in _FIRST_WORDS_NOT_NAMES and not known and not (honorific and len(words) >= 3):
        return False
    if any(w.isupper() and len(w) > 1 for w in words):
        return False
    return not _HEAD.match(name)


_PART = re.compile(rf"\s*(?:[,(]|\bkiêm\b|\bvà là\b)\s*|\s*{DASH}\s*(?={_HEAD.pattern})")
"""Between parts of a title; a dash parts them only before another title (not in Kinh tế - Ngân sách)."""


_NEXT_PERSON = re.compile(rf"[Đđ]ại biểu\s+(?!HĐND|Hội|Quốc|Nhân){_NAME}")


_TITLE_END = re.compile(r"[;\n:)](?!\w)|(?<!PBT)(?<!PCT)(?<!\bCT)(?<!\bBT)(?<!TP)\.(?!\w)|\.{2,}")


def read_title(text: str, start: int, limit: int) -> tuple[str, int]:
    """The title that begins here: parts by commas and dashes, each beginning like a title."""
    stop = _TITLE_END.search(text, start, limit)
    end = stop.start() if stop else limit
    stretch = text[start:end]
    parts: list[str] = []
    used = 0
    position = 0
    while position < len(stretch):
        boundary = _PART.search(stretch, position)
        piece_end = boundary.start() if boundary else len(stretch)
        piece = stretch[position:piece_end]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        head = _HEAD.match(body)
        if not head or _NEXT_PERSON.match(body) or (parts and _plural(text, start + position)):
            break
        cut = _cut(body, head.end())
        parts.append(body[:cut].strip(" -–—"))
        used = position + lead + len(parts[-1])
        if cut < len(body) or not boundary:
            break
        position = boundary.end()
    return ", ".join(_expand(p) for p in parts if p), start + used


def _plural(text: str, at: int) -> bool:
    return bool(re.match(r"\s*(?:các|những)\b", text[at : at + 12]))


def _cut(body: str, after: int) -> int:
    """Where the title ends and what the person does, or another person, begins."""
    cut = len(body)
    if match := _STOP.search(body, after):
        cut = match.start()
    if match := re.search(
        r"\s+(?:đồng chí|đ/c|ông|bà|anh|chị|thông tin (?:về|tới|đến|thêm|một))\s", body[after:cut]
    ):
        cut = after + match.start()
    for match in re.finditer(
        r"\s+(?:cùng|để|về|với|nhằm|trong|khi|qua|từ|của buổi|làm|các|và)(?:\s|$)", body[after:cut]
    ):
        if not _goes_on(body, after + match.start()):
            return after + match.start()
    return cut


def _goes_on(body: str, at: int) -> bool:
    """“Ban Tuyên giáo và Dân vận”, “Văn phòng HĐND và UBND”: names of bodies that hold an “và”."""
    following = re.match(r"\s+(?:và|các)\s+(?:các\s+)?(\w+)(?:\s+(\w+))?", body[at:])
    if following is None or not (following[1][0].isupper() or following[1] == "nhân"):
        return False
    person = following[1] in SURNAMES and (following[2] or "a")[0].isupper()
    return not person


def _expand(part: str) -> str:
    """A title part with its abbreviations written out."""
    part = re.sub(r"(?<=PBT|PCT)\.\s*", " ", part)
    for short, long in ABBREVIATIONS.items():
        part = re.sub(
            rf"(?<![\w.]){re.escape(short)}(?=[\s,]|$|(?=[A-ZĐ][a-zà-ỹ]))",
            long + " " if not re.search(rf"{re.escape(short)}(?:\s|,|$)", part) else long,
            part,
        )
    return " ".join(part.split())


def _title_before(text: str, name_start: int) -> tuple[str, int]:
    """A title that ends right before a name: “Phó Chủ tịch UBND huyện X Nguyễn Văn A”."""
    window_start = max(0, name_start - 220)
    line_start = text.rfind("\n", window_start, name_start) + 1
    begin = max(window_start, line_start)
    clause = re.split(r"[.;:\n“”]|\s(?:có|gồm|đồng chí|ông|bà|và)\s", text[begin:name_start])[-1]
    offset = name_start - len(clause)
    for head in _HEAD.finditer(clause):
        piece = clause[head.start() :]
        inner = piece
        if _STOP.search(inner) or len(inner) > 180:
            continue
        parts = [p.strip() for p in _PART.split(inner) if p.strip()]
        if not parts or not all(_HEAD.match(p) for p in parts) or inner.rstrip().endswith(("-", "–", ",")):
            continue
        parts[-1] = re.sub(r"\s+đối với$", "", parts[-1])
        return ", ".join(_expand(p) for p in parts), offset + head.start()
    return "", name_start


def _split_place(text: str, match: re.Match[str], home: Home) -> tuple[int, str]:
    """“thành phố Hà Nội Trần Thế C”: the capitals of a place are not part of the name."""
    start, name = match.start("name"), match["name"]
    words = name.split()
    if not re.search(rf"(?<!\w){LEVEL}\s+$", text[max(0, start - 12) : start]):
        return start, name
    for place in home.by_level.values():
        if name.startswith(place + " "):
            return start + len(place) + 1 + (
                len(name) - len(place) - 1 - len(name[len(place) :].lstrip())
            ), name[len(place) :].strip()
    for index in range(len(words) - 1):
        placed = index >= 2 or (index == 1 and words[0] not in SURNAMES)
        if placed and words[index] in SURNAMES and 2 <= len(words) - index <= 4:
            rest = " ".join(words[index:])
            return match.end("name") - len(re.split(r"\s+", name, maxsplit=index)[-1]), rest
    return start, name


def _before_title(text: str, start: int, end: int) -> int:
    """“ông Võ Minh Hùng Thành ủy viên”: where the title begins with a capital that is not the name's."""
    for index, word in enumerate(re.finditer(r"\S+", text[start:end])):
        if index >= _SHORTEST and _HEAD.match(text, start + word.start()):
            return start + len(text[start : start + word.start()].rstrip())
    return end


def find_people(page: Page, home: Home) -> list[Person]:
    text, found = page.text, []
    for match in _NAMED.finditer(text, 0, page.end):
        honorific = bool(match["hon"])
        start, name = _split_place(text, match, home)
        end = _before_title(text, start, match.end("name"))
        name = " ".join(name[: len(name) - match.end("name") + end].split())
        if not _is_name(name, honorific=honorific) or (not honorific and name in home.by_level.values()):
            continue
        before = text[max(0, start - 30) : start]
        title, title_end = "", end
        separator = _SEPARATOR.match(text, end)
        if separator and (separator.group().strip(" ") or _HEAD.match(text, separator.end())):
            title, title_end = read_title(text, separator.end(), min(len(text), separator.end() + 260))
        if not title and re.match(r"\s+làm\s+", text[end : end + 8]):
            title, title_end = read_title(text, end + text[end : end + 8].index("làm") + 4, end + 60)
        lead = ""
        begin = match.start()
        if not (honorific and title):
            lead, begin = _title_before(text, match.start("hon") if honorific else start)
        role = re.match(
            r"[^.;\n]{0,8}?\s*làm\s+(Trưởng đoàn|Phó Trưởng đoàn|Tổ trưởng)", text[title_end : title_end + 40]
        )
        title = ", ".join(p for p in (lead, title, role[1] if role else "") if p)
        if not title and not (honorific and _takes_part(text, match.start(), end)):
            continue
        if not honorific and not title:
            continue
        if not honorific and _PLACE_BEFORE.search(before) and not (lead and _no_place(name)):
            continue
        if (
            not honorific
            and name.split()[0] not in SURNAMES
            and not (lead and _highland(name))
            and not _listed(text, start, end, title)
        ):
            continue
        found.append(
            Person(
                name=name, title=title, start=min(begin, start), end=end, title_end=title_end, told=honorific
            )
        )
    return found


def _no_place(name: str) -> bool:
    """Behind “tỉnh”, “huyện” two plain capitals are a place; three, or H'Hương and AYun, are a person."""
    return len(name.split()) > 2 or _highland(name)


def _highland(name: str) -> bool:
    return re.search(r"['’]|[a-zà-ỹ][A-ZĐ]|(?<!\w)[A-ZĐ]{2}[a-z]", name) is not None


def _takes_part(text: str, start: int, end: int) -> bool:
    """“ông X phát biểu”, “Tổ đại biểu gồm ông X, ông Y”: a part in the event, not a house or a gift."""
    before = text[max(0, start - 40) : start].lower()
    if re.search(r"(?:nhà|hộ|gia đình|của|cho|em|cháu|mẹ|vợ|con|trường hợp)\s*$", before):
        return False
    if _STOP.match(text[end:].lstrip(" ,")):
        return True
    return (
        re.search(
            r"(?:gồm|có|đại biểu|đại biểu hđnd tỉnh)(?:\s+các)?\s*:?\s*(?:(?:ông|bà)[^,;.]{3,30},\s*)*$",
            before,
        )
        is not None
    )


def _listed(text: str, start: int, end: int, title: str) -> bool:
    """A name whose family name is in no list must stand in a list of people, behind a colon or such."""
    before = text[max(0, start - 4) : start].strip()
    return bool(title) and (before == "" or before[-1] in ":;.-–•+,)")


def merge_people(people: list[Person]) -> list[list[Person]]:
    """Mentions of one person together, in the order of their first mention."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(fold(person.name) if person.name.isupper() else person.name.lower(), []).append(
            person
        )
    return list(groups.values())


def person_items(page: Page, people: list[Person], home: Home) -> list[Found]:
    items: list[Found] = []
    for mentions in merge_people(people):
        titled = [m for m in mentions if m.title]
        best = max(titled, key=lambda m: len(m.title), default=mentions[0])
        first = mentions[0]
        value = {"name": first.name, "title": best.title or None}
        org = _organisation(best.title, home)
        if org:
            value["org"] = org
        known = first.name.split()[0] in SURNAMES
        mark, reason = SURE, ""
        if not best.title:
            mark, reason = CHECK, "Không thấy chức danh đi cùng tên."
        elif not known and not any(m.told for m in mentions):
            mark, reason = CHECK, "Họ ít gặp; hãy kiểm tra đây có phải là tên người."
        items.append(
            Found(
                field="persons",
                value=value,
                start=best.start if best.title else first.start,
                end=max(best.end, best.title_end),
                mark=mark,
                reason=reason,
            )
        )
    return items


def _organisation(title: str, home: Home) -> str:
    """The body of the last part of a title, which is the post that counts here."""
    for part in reversed(title.split(", ")):
        bodies = find_bodies(part)
        if bodies:
            return home.fill(replace(bodies[-1], prefix="")).name
    return ""
