"""Bodies named in a text: kind, level and place, with what a list of them shares."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from phoihop.ingest.reading.data.bodies import BODIES, CAPITALS, PREFIX
from phoihop.ingest.reading.data.letters import CAPITALISED, DASH, UPPER
from phoihop.ingest.reading.data.levels import LEVEL, LEVELS, NEXT_PHRASE, RANK
from phoihop.ingest.reading.data.surnames import SURNAMES
from phoihop.ingest.reading.data.titles import HEADS

_ALTERNATIVES = "|".join(
    f"(?P<{code}>{pattern}{'|' + CAPITALS[code] if code in CAPITALS else ''})" for code, pattern, _ in BODIES
)
_SAYS_LEVEL = re.compile(r"(?:Tỉnh|Thành|Quận|Huyện|Thị) ủy")
_NAMES = {code: name for code, _, name in BODIES}
_SMALL = rf"{CAPITALISED}(?:[ ]+{CAPITALISED}){{0,3}}"
_CAPITALS = rf"[{UPPER}]{{2,}}(?:[ ]+[{UPPER}]{{2,}}){{0,3}}"
_NUMBERED = (
    r"(?:(?<=[Qq]uận )|(?<=QUẬN )|(?<=[Pp]hường )|(?<=PHƯỜNG )|(?<=[PQ]\.)|(?<=[PQ]\. ))"
    r"\d{1,2}(?![\d./,]|\s*(?:%|tỷ|tỉ|triệu|nghìn|đồng|người|tháng|ngày|năm|quý|giờ))"
)
_LOCALITY = rf"(?:(?P<hcm>TP\.? ?HCM)|(?P<level>{LEVEL})(?:(?:[ ]+|(?<=\.))(?P<name>{_SMALL}|{_CAPITALS}|{_NUMBERED}))?)"
_BODY = re.compile(rf"(?<![\w/])(?P<prefix>{PREFIX})?(?:{_ALTERNATIVES})(?!\w)")
_AFTER = re.compile(rf"\s*(?:của |tại |thuộc |các |\s)?\s*{_LOCALITY}(?!\w)")
_AND_ANOTHER = re.compile(rf"\s+và\s+{_LOCALITY}(?!\w)")
"""“HĐND xã A và phường B”: the body of both."""
LOCALITY = re.compile(rf"(?<!\w){_LOCALITY}(?!\w)")
_BARE_PLACE = re.compile(
    rf"(?P<name>{CAPITALISED}(?:[ ]+{CAPITALISED}){{1,2}})(?:\s*:"
    rf"|\s+(?:{NEXT_PHRASE}|làm rõ|lắng nghe|nâng cao|giải trình|bàn giao)(?!\w))"
)
_INITIALS = re.compile(rf"[{UPPER}]\.[{UPPER}]")
"""“Q.C” under an article is its writer, not a district."""
_IN_A_SYMBOL = re.compile(r"\d/[A-ZĐ\d]{1,8}(?:-[A-ZĐ]+)*-$")
_FORMER = re.compile(r"\s*\(?\s*cũ(?!\w)")
"""“tỉnh X (cũ)”: a territory that is no more is nobody's home."""
_JOIN = re.compile(rf"\s*(?:,|;|{DASH}|&|/|và|với|cùng|cùng với|và các|phối hợp với|,\s*và)\s*")
_PHRASE = re.compile(rf"(?:{NEXT_PHRASE})(?!\w)", re.IGNORECASE)


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
        if self.code == "TODB" and (number := re.search(r"số \d+", self.written)):
            core = f"Tổ đại biểu {number.group()} HĐND"
        if self.code == "TN" and "oàn" in self.written[:10]:
            core = self.written  # Quận Đoàn, Huyện đoàn … say their level themselves
        if self.code == "DOANTHE" and "oàn thể" in self.written and "rị" in self.written:
            core = "các đoàn thể chính trị - xã hội"  # as the paper calls them
        level = "" if self.code == "DANG" and self.place and _SAYS_LEVEL.match(core) else self.level
        parts = [self.prefix, core, level, self.place]
        return " ".join(p for p in parts if p)


def level_of(written: str) -> str:
    return LEVELS.get(written.lower().replace(".", ""), written.lower())


def trimmed_place(text: str, near: re.Match[str]) -> str:
    """The place name of a match, without words that belong to what follows (a person, the next phrase)."""
    if near["name"] is None or near["name"].isdigit():
        return near["name"] or ""
    pieces = [(m.group(), near.start("name") + m.start()) for m in re.finditer(r"\S+", near["name"])]
    words = [w for w, _ in pieces]
    if _PHRASE.match(text, pieces[0][1]):
        return ""
    for index in range(1, len(words)):
        rest = len(words) - index
        # "thành phố Hà Nội Trần Thế C": a family name with more capitals behind it begins a person
        begins_person = index >= 2 and words[index] in SURNAMES and rest >= 2
        if begins_person or _PHRASE.match(text, pieces[index][1]):
            words = words[:index]
            break
    if _is_person(text, near.start(), words):
        return ""
    if near["name"].isupper() and len(near["name"]) > 2:
        words = [w.capitalize() for w in words]
    return " ".join(words)


def _is_person(text: str, level_start: int, words: list[str]) -> bool:
    """“Chủ tịch UBND huyện Tô Hoài P”: behind a title three capitals from a family name are a person."""
    odd = any(
        re.search(r"['’]|^.$|[a-zà-ỹ][A-ZĐ]|^[A-ZĐ]{2}[a-z]", w) for w in words
    )  # Y Jăn …, AYun H'Hương
    if not odd and (len(words) < 3 or words[0] not in SURNAMES):
        return False
    clause = re.split(r"[.;:\n]", text[max(0, level_start - 120) : level_start])[-1]
    return re.search(rf"(?:{HEADS})(?!\w)[^,]*$", clause) is not None


def _clean_prefix(prefix: str | None) -> str:
    if not prefix:
        return ""
    kept = re.sub(r"(?i)^(?:lãnh đạo|đại diện)\s*", "", prefix).strip()
    kept = re.sub(r"(?:,| và)? (?:các )?Ban(?: của)?$|\s*của$", "", kept).strip()
    low = kept.lower()
    if low in ("tt", "tt.", "thường trực"):
        return "Thường trực"
    usual = {
        "btt": "Ban Thường trực",
        "ban thường trực": "Ban Thường trực",
        "btv": "Ban Thường vụ",
        "ban thường vụ": "Ban Thường vụ",
    }
    return usual.get(low, kept)


def find_bodies(text: str, start: int = 0, end: int | None = None) -> list[Body]:
    """Bodies in a stretch of text, in order; members of one list share the level and place at its end."""
    stop = len(text) if end is None else end
    found: list[Body] = []
    position = start
    while match := _BODY.search(text, position, stop):
        if _IN_A_SYMBOL.search(text[max(0, match.start() - 24) : match.start()]):
            position = match.end()
            continue
        code = next(c for c, _, _ in BODIES if match.group(c))
        last, level, place = match.end(), "", ""
        if near := _AFTER.match(text, last, stop):
            level, place, last = _locality(text, near)
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
        if level and (more := _AND_ANOTHER.match(text, last, stop)) and (more["name"] or not place):
            level, place, position = _locality(text, more)
            start_at = more.start("level") if more["level"] else more.start("hcm")
            found.append(replace(found[-1], start=start_at, end=position, level=level, place=place))
    return _share(text, found)


def _locality(text: str, near: re.Match[str]) -> tuple[str, str, int]:
    """(level, place, end) of a locality behind a body."""
    if near["hcm"]:
        return "thành phố", "Hồ Chí Minh", near.end("hcm")
    place = trimmed_place(text, near)
    end = near.start("name") + len(place) if place else near.end("level")
    return level_of(near["level"]), place, end


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
            level, place, end = _locality(text, match)
            if place and not _FORMER.match(text, end) and not _INITIALS.fullmatch(match.group()):
                key = (level, place)
                counts[key] += 3 if match.start() < headline_end else 1
                first.setdefault(key, match.start())
        self.by_level: dict[str, str] = {}
        for (level, place), _count in sorted(counts.items(), key=lambda kv: (-kv[1], first[kv[0]])):
            self.by_level.setdefault(level, place)
        self._from_headline(text)

    def _from_headline(self, text: str) -> None:
        """“Bình An ký kết …” over a body that says only “huyện”: the headline's place is that level's."""
        match = _BARE_PLACE.match(text.lstrip())
        if match is None or _BODY.match(match["name"]) or LOCALITY.match(match["name"]):
            return
        bare: Counter[str] = Counter(
            b.level for b in find_bodies(text) if b.level and not b.place and b.level not in self.by_level
        )
        if bare:
            self.by_level[bare.most_common(1)[0][0]] = match["name"]

    def fill(self, body: Body) -> Body:
        """A body with only a level gets the paper's own locality of that level."""
        own = self.by_level.get(body.level, "")
        if own and (not body.place or own.startswith(body.place + " ")):
            return replace(body, place=own)
        return body

    def nearest(self, body: Body) -> Body:
        """A body without any level gets the lowest level the paper names."""
        if body.level:
            return self.fill(body)
        for level in sorted(self.by_level, key=lambda known: -RANK.get(known, 0)):
            return replace(body, level=level, place=self.by_level[level])
        return body
