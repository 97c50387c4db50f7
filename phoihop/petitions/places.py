"""Places named in a petition: lane, road, quarter, school, market …; whether two petitions speak of one place.

The same complaint about another street, another lane or another tổ is another petition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from phoihop.core.text import fold, parse_number_words
from phoihop.petitions.lexicon import ENDS, STOP, Clause, Taken, Words, common_words

#: Words before a name → kind of place. Longer ones are tried first.
_KINDS: Mapping[str, str] = {
    "ngõ": "lane", "hẻm": "lane", "kiệt": "lane", "ngách": "alley",
    "đường": "road", "phố": "road", "quốc lộ": "road", "tỉnh lộ": "road", "đại lộ": "road", "hương lộ": "road", "tuyến đường": "road",
    "tuyến phố": "road", "huyện lộ": "road", "đ": "road",
    "tổ dân phố": "unit", "tổ": "unit", "tổ dân cư": "unit", "khu phố": "quarter", "khu dân cư": "area", "khóm": "quarter",
    "khu": "zone", "cụm": "zone", "cụm dân cư": "zone",
    "thôn": "village", "ấp": "village", "xóm": "village", "bản": "village", "buôn": "village", "làng": "village",
    "phường": "ward", "xã": "ward", "p": "ward",
    "khu đô thị": "estate", "khu tập thể": "estate", "chung cư": "estate", "tòa nhà": "estate", "tòa": "estate", "cư xá": "estate",
    "khu tái định cư": "estate",
    "trường mầm non": "school", "trường tiểu học": "school", "trường trung học cơ sở": "school", "trường trung học phổ thông": "school",
    "mầm non": "school", "tiểu học": "school", "trung học cơ sở": "school", "trung học phổ thông": "school", "trường mẫu giáo": "school",
    "trường": "school", "trường học": "school",
    "chợ": "market", "cầu": "bridge", "hồ": "water", "ao": "water", "kênh": "water", "rạch": "water", "sông": "water", "suối": "water",
    "công viên": "park", "vườn hoa": "park", "nhà văn hóa": "hall", "nghĩa trang": "cemetery", "bệnh viện": "hospital",
    "trạm y tế": "hospital", "chùa": "temple", "đình": "temple", "đền": "temple", "nhà thờ": "temple", "miếu": "temple",
    "bến xe": "station", "ga": "station", "bến phà": "landing", "bến đò": "landing", "phà": "landing", "đò": "landing", "bến": "landing",
    "cao đẳng": "school", "đại học": "school", "trường cao đẳng": "school", "trường đại học": "school", "bệnh viện đa khoa": "hospital",
    "bệnh viện nhi": "hospital", "trung tâm y tế": "hospital", "nhà sinh hoạt": "hall", "đồng": "field", "xứ đồng": "field",
    "cánh đồng": "field", "khu công nghiệp": "estate", "cụm công nghiệp": "estate", "nhà máy": "works",
    "công ty": "works", "xưởng": "works", "dự án": "works", "trạm bơm": "works", "cống": "works",
    "ngã tư": "crossing", "ngã ba": "crossing", "ngã năm": "crossing", "vòng xoay": "crossing", "nút giao": "crossing",
    "số nhà": "house", "nhà số": "house", "tại số": "house", "trước số": "house", "cạnh số": "house", "đối diện số": "house",
    "nhà": "house", "xe buýt số": "number", "tuyến số": "number", "buýt số": "number", "tuyến": "number", "xe buýt": "number",
    "buýt": "number", "tuyến xe buýt số": "number", "vành đai": "ring", "đường vành đai": "ring",
}  # fmt: skip
#: Kinds named by a number alone.
NUMBERED = frozenset(
    {"lane", "alley", "unit", "quarter", "area", "house", "village", "number", "ring", "zone"}
)
_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
_FIRST_BARE: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _kind in sorted(_KINDS.items(), key=lambda row: -len(row[0].split())):
    _phrase = tuple(_words.split())
    _FIRST.setdefault(_phrase[0], []).append((_phrase, _kind))
    _folded = tuple(fold(_w) for _w in _phrase)
    _FIRST_BARE.setdefault(_folded[0], []).append((_folded, _kind))
#: Read without marks these are other words as often; then only a number or a capital after them makes a place.
_DOUBTFUL = frozenset(
    "cho cau ho ao ga dinh den chua ban song lang p d to pho xa ap mieu toa truong cong xom suoi ngo khom".split()
)
_NO_SCHOOL = frozenset("moi hoi hien thi cong nong lam quang dau chu lap phi".split())
#: Where a clause ends with one of these, what follows may be the name.
_LAST = frozenset(phrase[-1] for rows in _FIRST_BARE.values() for phrase, _kind in rows) | {"so", "thu"}
_GOES_ON = frozenset({"so", "thu", "va"})
_NUMBER = re.compile(r"\d+(?:[/\-]\d+)*[a-z]?")
#: How wide or long a road is says nothing of which it is.
_LENGTH = re.compile(r"\d+ ?(?:m|km|mét)(?: .*)?")
#: After "đường" and the like, in a text without capitals: no name begins with these.
_NO_NAME = frozenset(
    """xuong hong bi giao be vao noi lien nay di nhua dan o tai la co da dang khong chua qua tu den doan thi rat ngap nuoc ong day
    lang hem ngo trong ngoai truoc sau gan sang mot hai dat cap sat bo va cua cho khi hay de nghi sua noi nuoc mat he pho
    phuong xa to khu thon ap quoc tinh chinh cu rong hep ra ban lam moi keo dai duoc bien dien vi do voi thuong dong lun nut
    o ga nhieu hay bat noi bo giai phong phia bac nam dong tay hoc tieu mam trung cao""".split()
)
NOT_NAME = frozenset(
    """đề kiến cử hiện bà người ủy ubnd hđnd nhà tổ khu ngõ ngách hẻm đường phố phường xã thôn nước rác đèn cây mưa mong kính nhiều
    các cứ khi do vì từ tại trước sau đoạn trường chợ cầu tình việc lần năm tháng ngày tối sáng cống rãnh vỉa mặt chúng tôi xin
    cho có không chưa đang đã bị hố nắp xe ban công an phòng sở""".split()
)
_ENDS_BEFORE = frozenset(".:;?!\n(")
_SPEAKERS = frozenset("tri ông bà anh chị bác cô chú hộ đồng chí".split())
UNITS = frozenset({"zone", "unit", "quarter", "area", "village"})


@dataclass(slots=True)
class Places:
    """Names by kind as they are read; ``soft`` were read from a text without capitals, where nobody knows the end of a
    name; ``at`` are the pieces of the text they stand on, ``taken`` the same by clause."""

    names: dict[str, set[str]] = field(default_factory=dict)
    soft: set[str] = field(default_factory=set)
    at: set[int] = field(default_factory=set)
    taken: Taken = ()

    def put(self, kind: str, name: str, *, soft: bool = False) -> None:
        self.names.setdefault(kind, set()).add(name)
        if soft:
            self.soft.add(name)

    def join(self, other: Places) -> None:
        """What another text says of the place: of kinds not named here yet."""
        for kind, names in other.names.items():
            if kind not in self.names:
                self.names[kind] = set(names)
                self.soft |= other.soft & names

    def kept(self) -> Named:
        return Named(
            {kind: _one(frozenset(names)) for kind, names in self.names.items()}, _one(frozenset(self.soft))
        )


@lru_cache(maxsize=32768)
def _one(names: frozenset[str]) -> frozenset[str]:
    """The same names are one object, however many petitions name them."""
    return names


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """The places of a petition, as they are kept and compared."""

    names: dict[str, frozenset[str]]
    soft: frozenset[str]

    def keys(self) -> list[str]:
        """Each place by the first two words of its name, however it was read."""
        return sorted(
            {f"{kind}:{' '.join(name.split()[:2])}" for kind, names in self.names.items() for name in names}
        )

    def tokens(self) -> list[str]:
        """Each place as one word, for the index."""
        return [
            f"{kind}:{name}" for kind, names in self.names.items() for name in names if name not in self.soft
        ]


def _number(text: str) -> str:
    if text.isdigit() and text[0] != "0":
        return text
    return re.sub(r"\b0+(?=\d)", "", text).replace("-", "/")


def _joined(words: Words, n: int, stop: int) -> str:
    name = " ".join(word for word in words.bare[n:stop] if word != ".")
    return re.sub(r"^nga (?:tu|ba|nam) (?=\w)", "", name)


#: A building, a canal, a bus: letters and a number. The letters are its kind, so that CT2 is not CT3.
_CODE = re.compile(r"([a-zđ]{1,3})(\d{1,3})|(\d{1,3})([a-zđ])")
#: Such endings count hours, money, lengths, generations.
_COUNTS = frozenset("h g k m tr km cm kg l p s w đ d".split())
#: A number after these stands on a door when a lane or a road follows it.
_DOOR = frozenset({"số", "so"})
_NO_DOOR = frozenset("tổ phố cư tuyến buýt máy xe dân to pho cu tuyen may dan thứ lần nhóm".split())
_STREETS = frozenset("ngõ ngách hẻm kiệt đường phố ngo ngach hem kiet duong pho đ".split())


def _marks(words: Words, found: Places, start: int, stop: int) -> None:
    """Codes (CT2, N3, 47B) and numbers on doors (số 17 ngõ 30)."""
    low, end = words.low, len(words.low)
    for n in range(start, stop):
        word = low[n]
        if not word.isalpha():
            if word.isdigit() or not (code := _CODE.fullmatch(word)):
                continue
            letters, number = code[1] or code[4], code[2] or code[3]
            if letters not in _COUNTS and not (code[1] and letters in ("q", "p", "ql", "tl")):
                found.put(f"code {letters}" if code[1] else f"code #{letters}", number)
        elif (
            word in _DOOR
            and n + 2 < end
            and _NUMBER.fullmatch(low[n + 1])
            and (not n or low[n - 1] not in _NO_DOOR)
        ):
            after = n + 3 if low[n + 2] == "," and n + 3 < end else n + 2
            if low[after] in _STREETS or (words.cased and words.raw[after][0].isupper()):
                found.put("house", _number(low[n + 1]))


def places_in(words: Words) -> Places:
    found = Places()
    n = start = 0
    for clause in words.clauses:
        end = start + len(clause.low)
        if _open(clause, words, start):
            _marks(words, found, start, end)
            n = _between(words, max(n, start), end, found)
        elif (alone := _alone(clause, words)).names:
            _take(found, alone, start)
        start = end
    found.taken = _by_clause(words, found.at)
    return found


_NONE: frozenset[int] = frozenset()


def _by_clause(words: Words, at: set[int]) -> Taken:
    out: list[frozenset[int]] = []
    start = 0
    for clause in words.clauses:
        end = start + len(clause.low)
        here = at.intersection(range(start, end))
        out.append(frozenset([n - start for n in here]) if here else _NONE)
        start = end
    return out


def _between(words: Words, n: int, end: int, found: Places) -> int:
    """Places that begin between two pieces; where the last one ends."""
    low, bare, raw, cased = words.low, words.bare, words.raw, words.cased
    while n < end:
        step = 0
        if low[n] in _FIRST or bare[n] in _FIRST_BARE:
            step = _at(words, n, found)
        if not step and cased and raw[n][0].isupper():
            step = _proper(words, n, found)
        n += step or 1
    return n


def _open(clause: Clause, words: Words, start: int) -> bool:
    """Whether a place may begin before a clause or go on after it (tổ 12, 13; số 7, ngõ 30; Ng. Trãi)."""
    first = clause.raw[0]
    if first[0].isdigit() or clause.bare[0] in _GOES_ON:
        return True
    if start and first[0].isupper() and words.raw[start - 1] not in _ENDS_BEFORE:
        return True
    last = len(clause.raw) - 1
    if clause.raw[last] in ENDS:
        last -= 1
    if last < 0:
        return False
    end = clause.raw[last]
    return end[0].isdigit() or clause.bare[last] in _LAST or (end[0].isupper() and len(end) <= 2)


def _alone(clause: Clause, words: Words) -> Places:
    """The places of a clause that stands for itself, looked for once."""
    found: Places = clause.once(_places_of, words.marked, words.cased)
    return found


def _places_of(clause: Clause, marked: bool, cased: bool) -> Places:
    found = Places()
    alone = Words(clause.raw, clause.low, clause.bare, marked, cased, (clause,))
    _marks(alone, found, 0, len(clause.low))
    _between(alone, 0, len(clause.low), found)
    return found


def _take(found: Places, told: Places, start: int) -> None:
    for kind, names in told.names.items():
        found.names.setdefault(kind, set()).update(names)
    found.soft |= told.soft
    found.at.update(start + n for n in told.at)


def _proper(words: Words, n: int, found: Places) -> int:
    """A name without a kind before it (nhà hàng Biển Đông, phố đi bộ Trịnh Công Sơn); not of a person who speaks."""
    raw, low = words.raw, words.low
    if (
        not n
        or raw[n - 1] in _ENDS_BEFORE
        or not raw[n][0].isupper()
        or low[n] in NOT_NAME
        or len(raw[n]) < 2
    ):
        return 0
    stop = _capitals(words, n)
    if stop - n < 2:
        return 0
    if low[n - 1] not in _SPEAKERS and not all(word.isupper() for word in raw[n:stop]):
        found.put("name", _joined(words, n, stop))
        found.at.update(range(n, stop))
    return stop - n


def _at(words: Words, n: int, found: Places) -> int:
    """A place beginning here; how many pieces it took."""
    low, bare = words.low, words.bare
    for first, tokens in ((_FIRST, low), (_FIRST_BARE, bare)):
        plain = first is _FIRST_BARE
        if plain and (not low[n].isascii() or (words.marked and low[n] in _DOUBTFUL)):
            break
        if low[n] in ("trường", "truong") and n and bare[n - 1] in _NO_SCHOOL:
            break
        for phrase, kind in first.get(tokens[n], ()):
            size = len(phrase)
            if tokens[n : n + size] != phrase:
                continue
            doubtful = plain and phrase[0] in _DOUBTFUL and size == 1
            if took := _name(words, n + size, kind, found, doubtful=doubtful):
                found.at.update(range(n, n + size + took))
                return size + took
    return 0


def _name(words: Words, n: int, kind: str, found: Places, *, doubtful: bool) -> int:
    """The number or the name after its kind; 0 if there is none."""
    low, end, began = words.low, len(words.low), n
    if (
        n < end and low[n] == "." and len(low[n - 1]) > 2
    ):  # the end of a sentence, not of a short form (đ. 30-4)
        return 0
    while n < end and low[n] in ("số", "so", ".", "thứ"):
        n += 1
    if n >= end or (kind == "road" and _LENGTH.fullmatch(" ".join(low[n : n + 2]))):
        return 0
    if _NUMBER.fullmatch(low[n]):
        return _numbers(words, n, kind, found) - began
    if kind in ("unit", "quarter", "village", "area") and (counted := _counted(words, n, kind, found)):
        return counted - began
    if kind in ("lane", "alley", "house", "unit", "number", "ring", "zone") or (
        n > began and low[n - 1] != "."
    ):
        return 0
    if words.cased:
        stop = _capitals(words, n, named=True)
        if stop > n:
            found.put(kind, _joined(words, n, stop))
            return stop - began
        return 0
    if doubtful or kind not in _SOFT or _common_word(words, n):
        return 0
    stop = n
    while stop < end and stop - n < 4 and low[stop].isalpha() and not _common_word(words, stop):
        stop += 1
    if stop > n:
        found.put(kind, " ".join(words.bare[n:stop]), soft=True)
        return min(stop - began, n - began + 2)
    return 0


UNITS_OF_COUNT = frozenset("ngày hộ tháng năm nhà lần giờ người lớp m km mét đến hôm tuần cái".split())
#: Kinds whose names are looked for in a text without capitals.
_SOFT = frozenset({"road", "market", "school", "park", "village", "area"})


def _common_word(words: Words, n: int) -> bool:
    """A word of every day: no name goes on with it in a text without capitals."""
    return (
        words.bare[n] in _NO_NAME or (words.marked and words.low[n] in STOP) or words.low[n] in common_words()
    )


def _capitals(words: Words, n: int, *, named: bool = False) -> int:
    end, stop = len(words.raw), n
    while stop < end and stop - n < 5:
        raw = words.raw[stop]
        if (
            raw == "."
            and stop > n
            and len(words.raw[stop - 1]) <= 2
            and stop + 1 < end
            and words.raw[stop + 1][0].isupper()
        ):
            stop += 1
            continue
        if raw.isdigit() and stop + 1 < end and words.low[stop + 1] in UNITS_OF_COUNT:
            break
        if not (raw[0].isupper() or (stop > n and raw.isdigit())) or (
            stop == n and not named and words.low[stop] in NOT_NAME
        ):
            break
        stop += 1
    return stop


def _numbers(words: Words, n: int, kind: str, found: Places) -> int:
    """One number, or several of one kind: tổ 12, 13 và 14. A lane with steps is lane and alley. Returns the end."""
    low, end = words.low, len(words.low)
    if kind == "road" and n + 2 < end and low[n + 1] in ("tháng", "thang") and low[n + 2].isdigit():
        found.put(kind, f"{int(low[n])}/{int(low[n + 2])}")
        return n + 3
    number = _number(low[n])
    if kind in ("lane", "alley") and "/" in number:
        lane, _stroke, alley = number.partition("/")
        found.put("lane", lane)
        found.put("alley", alley)
    elif kind == "house" and "/" in number:  # 101-119 is a row of houses; 3/26 is 3 of lane 26
        first, *_between, last = number.split("/")
        for each in (first, last) if "-" in low[n] else (number, first):
            found.put(kind, each)
    elif kind in UNITS and "/" in number:
        for each in number.split("/"):
            found.put(kind, each)
    else:
        found.put(kind, number)
    n += 1
    if kind in UNITS:
        while n + 1 < end and low[n] in (",", "và", "va", "đến") and _NUMBER.fullmatch(low[n + 1]):
            found.put(kind, _number(low[n + 1]))
            n += 2
    if kind in ("lane", "alley", "house") and words.cased:
        start = n + 1 if n < end and low[n] == "," else n
        stop = _capitals(words, start)
        if stop - start >= 2:
            found.put("road", " ".join(words.bare[start:stop]))
            return stop
    return n


_COUNTING = frozenset("khong mot hai ba bon tu nam lam sau bay tam chin muoi mot tram nghin ngan".split())


def _counted(words: Words, n: int, kind: str, found: Places) -> int:
    """A number in words: tổ mười hai. Returns the end, 0 if there is none."""
    if words.bare[n] not in _COUNTING:
        return 0
    for size in (3, 2, 1):
        if n + size <= len(words.low):
            try:
                number = parse_number_words(" ".join(words.low[n : n + size]))
            except (ValueError, KeyError):
                continue
            found.put(kind, str(number))
            return n + size
    return 0
