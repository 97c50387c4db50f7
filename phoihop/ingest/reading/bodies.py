"""Bodies named in a text: kind, level and place, with what a list of them shares."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from phoihop.ingest.reading.data.bodies import BODIES, PREFIX
from phoihop.ingest.reading.data.letters import CAPITALISED, DASH, UPPER
from phoihop.ingest.reading.data.levels import LEVEL, LEVELS
from phoihop.ingest.reading.data.surnames import SURNAMES

_ALTERNATIVES = "|".join(f"(?P<{code}>{pattern})" for code, pattern, _ in BODIES)
_NAMES = {code: name for code, _, name in BODIES}
_LOCALITY = rf"(?P<level>{LEVEL})(?:\s+(?P<name>{CAPITALISED}(?:[ ]+{CAPITALISED}){{0,3}}|[{UPPER}]{{2,}}(?:[ ]+[{UPPER}]{{2,}}){{0,3}}|\d{{1,2}}(?![\d./])))?"
_BODY = re.compile(rf"(?<![\w/])(?P<prefix>{PREFIX})?(?:{_ALTERNATIVES})(?!\w)")
_AFTER = re.compile(rf"\s*(?:của |tại |thuộc |các |\s)?\s*{_LOCALITY}(?!\w)")
LOCALITY = re.compile(rf"(?<!\w){_LOCALITY}(?!\w)")
_JOIN = re.compile(rf"\s*(?:,|;|{DASH}|&|/|và|với|cùng|cùng với|và các|phối hợp với|,\s*và)\s*")
_NOT_NAMES = frozenset(
    "Các Tại Theo Đồng Phó Chủ Bí Trưởng Ủy Ban Thường Hội Năm Ngày Trong Với Và Dự Tham Sáng Chiều Đảng Mặt Lễ Kết Khóa Nhiệm"
    " Nhân Tổ Đơn Quận Huyện Phường Xã Tỉnh Thành Kỳ Qua Cùng Về Từ Đến Khoá Đại Đoàn Phát Có Là Được Đã Sẽ Việt".split()
)


@dataclass(frozen=True, kw_only=True)
class Body:
    code: str
    start: int
    end: int
    prefix: str = ""
    written: str = ""
    level: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """As it is written in the book: ``Thường trực HĐND quận X``."""
        core = _NAMES[self.code] or self.written
        if self.code == "TN" and self.written.split(" ")[0].endswith("đoàn") or self.code == "TN" and "oàn" in self.written[:10]:
            core = self.written
        parts = [self.prefix, core, self.level, self.place]
        return " ".join(p for p in parts if p)


def level_of(written: str) -> str:
    return LEVELS.get(written.lower().rstrip(".").replace("t.p", "tp"), written.lower())


def trimmed_place(name: str | None) -> str:
    """A place name without words that belong to what follows (a person's name, the next phrase)."""
    if not name:
        return ""
    words = name.split()
    if words[0] in _NOT_NAMES:
        return ""
    for index, word in enumerate(words):
        if index and word in _NOT_NAMES:
            words = words[:index]
            break
        # "thành phố Hà Nội Trần Thế C": a family name with more capitals behind it begins a person
        if index >= 2 and word in SURNAMES and index + 1 < len(words):
            words = words[:index]
            break
    if name.isupper() and len(words) > 1:
        words = [w.capitalize() for w in words]
    return " ".join(words)


def _clean_prefix(prefix: str | None) -> str:
    if not prefix:
        return ""
    kept = re.sub(r"(?i)^(?:lãnh đạo|đại diện)\s*", "", prefix).strip()
    kept = re.sub(r"\s*của$", "", kept).strip()
    low = kept.lower()
    if low in ("tt", "tt.", "thường trực"):
        return "Thường trực"
    return {"btt": "Ban Thường trực", "btv": "Ban Thường vụ"}.get(low, kept.capitalize() if kept.isupper() else kept)


def find_bodies(text: str, start: int = 0, end: int | None = None) -> list[Body]:
    """Bodies in a stretch of text, in order; members of one list share the level and place at its end."""
    stop = len(text) if end is None else end
    found: list[Body] = []
    position = start
    while match := _BODY.search(text, position, stop):
        code = next(c for c, _, _ in BODIES if match.group(c))
        last, level, place = match.end(), "", ""
        if near := _AFTER.match(text, last, stop):
            level, place = level_of(near["level"]), trimmed_place(near["name"])
            last = _end_of_locality(near, place)
        found.append(
            Body(
                code=code,
                start=match.start(),
                end=last,
                prefix=_clean_prefix(match["prefix"]),
                written=match.group(code),
                level=level,
                place=place,
            )
        )
        position = max(last, match.end())
    return _share(text, found)


def _end_of_locality(near: re.Match[str], place: str) -> int:
    if near["name"] is None or not place:
        return near.end("level")
    return near.start("name") + len(place)


def _share(text: str, bodies: list[Body]) -> list[Body]:
    """``HĐND - UBND - MTTQ quận X``: the level and place said once at the end belong to all."""
    for index in range(len(bodies) - 2, -1, -1):
        here, following = bodies[index], bodies[index + 1]
        between = text[here.end : following.start]
        if not _JOIN.fullmatch(between):
            continue
        if not here.level and following.level:
            bodies[index] = replace(here, level=following.level, place=following.place)
        elif here.level == following.level and not here.place:
            bodies[index] = replace(here, place=following.place)
    return bodies


class Home:
    """The locality a paper speaks of: for each level the name that stands most often."""

    def __init__(self, text: str, headline_end: int) -> None:
        counts: Counter[tuple[str, str]] = Counter()
        first: dict[tuple[str, str], int] = {}
        for match in LOCALITY.finditer(text):
            place = trimmed_place(match["name"])
            if place:
                key = (level_of(match["level"]), place)
                counts[key] += 3 if match.start() < headline_end else 1
                first.setdefault(key, match.start())
        self.by_level: dict[str, str] = {}
        self._first = first
        for (level, place), _count in sorted(counts.items(), key=lambda kv: (-kv[1], first[kv[0]])):
            self.by_level.setdefault(level, place)

    def fill(self, body: Body) -> Body:
        """A body with only a level gets the paper's own locality of that level."""
        if body.level and not body.place and body.level in self.by_level:
            return replace(body, place=self.by_level[body.level])
        return body
