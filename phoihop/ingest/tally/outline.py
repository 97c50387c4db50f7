"""Who speaks in a report, of which period, and in which part of it a line stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from phoihop.core.contents import contents_in
from phoihop.core.text import fold
from phoihop.ingest.tally.periods import annex_period, minutes_period, period_of, report_period

_KIND_LINE = re.compile(
    r"^\s*(?P<kind>BÁO CÁO|CHƯƠNG TRÌNH|QUY CHẾ|KẾ HOẠCH|THÔNG BÁO|BIÊN BẢN|TỜ TRÌNH|CÔNG VĂN|KẾT LUẬN|PHỤ LỤC|BIỂU)\b(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
#: A PDF's letterhead in two columns leaves the kind at the end of the line of the day.
_KIND_BEHIND = re.compile(
    r"(?<=\d )(?P<kind>BÁO CÁO|CHƯƠNG TRÌNH|QUY CHẾ|KẾ HOẠCH|THÔNG BÁO|BIÊN BẢN|TỜ TRÌNH|KẾT LUẬN)(?P<rest>)\s*$",
    re.MULTILINE,
)
_BODIES = (
    (
        "HDND",
        re.compile(r"hội đồng nhân dân(?! và uỷ ban| và ủy ban)|hđnd(?! và ubnd| - ubnd)", re.IGNORECASE),
    ),
    ("UBND", re.compile(r"[uủ][ỷy] ban nhân dân|ubnd", re.IGNORECASE)),
    ("MTTQ", re.compile(r"mặt trận tổ quốc|mttq", re.IGNORECASE)),
)
_SYMBOL = re.compile(r"Số\s*:?\s*[\d…._ ]*\s*/\s*(?P<symbol>[A-ZĐƯ][\wĐƯ.-]*(?:-[\wĐƯ.]+)*)")
MINUTES = ("THÔNG BÁO", "BIÊN BẢN", "KẾT LUẬN")
HEAD_LENGTH = 3000
#: How far behind its kind a report says of which half year it is.
OPENING = 900


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the head of a paper says of it."""

    title: str
    role: str
    body: str
    joint: bool
    period: str
    words: str = ""


def identify(text: str, name: str, *, sheet: bool) -> Identity:
    """Kind, body and period from letterhead and title; what they do not say, from the file's name."""
    head = text[:HEAD_LENGTH]
    kind_at = _KIND_LINE.search(head) or _KIND_BEHIND.search(head)
    kind = kind_at["kind"].upper() if kind_at else ""
    letter = head[: kind_at.start()] if kind_at else head[:400]
    title = _title(head, kind_at)
    bodies = _bodies_of(letter, title, name)
    period = period_of(title) or period_of(head[:1200]) or period_of(name.replace("_", " "))
    if kind == "BÁO CÁO":
        period = report_period(period, title, name, head[kind_at.end() :][:OPENING] if kind_at else "")
    role = _role(kind, title, period, sheet=sheet, name=name)
    if role == "annex":
        period = annex_period(period, title, name, text)
    elif kind in MINUTES:
        period = minutes_period(period, head, name)
    body = bodies[0] if len(bodies) == 1 else ""
    return Identity(
        title=title or name,
        role=role,
        body=body,
        joint=len(bodies) > 1,
        period=period,
        words=letter.strip()[:300],
    )


def _title(head: str, kind: re.Match[str] | None) -> str:
    """The kind and the lines of its subject, until a blank or a sentence begins."""
    if kind is None:
        return next((line.strip() for line in head.splitlines() if len(line.strip()) > 8), "")
    lines = [kind["rest"].strip()] if kind["rest"].strip() else []
    for line in head[kind.end() :].splitlines()[:7]:
        said = line.strip(" _-–*")
        if not said:
            continue
        if lines and (
            said.endswith((".", ";"))
            or re.match(r"(?:Căn cứ|Thực hiện (?!Ch|ch|công)|Kính gửi|[IVX]+[.\s]|Phần)", said)
        ):
            break
        if len(said) > 220:
            break
        lines.append(said)
        if len(" ".join(lines)) > 60 and len(lines) >= 3:
            break
    return " ".join(" ".join(lines).split())[:300]


def _bodies_of(letter: str, title: str, name: str) -> list[str]:
    """Codes of the bodies that issue: the symbol of the number, else the letterhead, else title and file name."""
    symbol = _SYMBOL.search(letter)
    found = _named(symbol["symbol"]) if symbol else []
    if len(found) == 1:
        return found
    above = _named(letter)
    if above:
        return above
    for words in (title, re.sub(r"[_\-.]+", " ", name)):
        if found := _named(words) or _named_folded(words):
            return found
    return []


def _named(words: str) -> list[str]:
    said = " ".join(words.split())
    return [code for code, pattern in _BODIES if pattern.search(said)]


def _named_folded(words: str) -> list[str]:
    folded = fold(words)
    forms = (
        ("HDND", r"\bt?t?hdnd\b|hoi dong"),
        ("UBND", r"\bubnd\b|uy ban nhan dan"),
        ("MTTQ", r"\b(?:ub)?mttq\b|mat tran|\bmt\b"),
    )
    return [code for code, pattern in forms if re.search(pattern, folded)]


def _role(kind: str, title: str, period: str, *, sheet: bool, name: str) -> str:
    folded = fold(f"{title} {name}")
    if sheet or kind in ("PHỤ LỤC", "BIỂU"):
        return "annex"
    if kind in ("CHƯƠNG TRÌNH", "QUY CHẾ"):
        return "programme"
    if kind == "BÁO CÁO":
        whole_year = bool(re.fullmatch(r"\d{4}", period))
        return "last_review" if whole_year or "tong ket" in fold(title) else "report"
    if not kind and re.search(r"phu luc|bieu|so lieu", folded):
        return "annex"
    if not kind and re.search(r"bao cao|\bbc\b", folded):
        return "report"
    return "other"


_KINDS = (
    ("result", r"ket qua|tinh hinh|cong tac chi dao|dac diem|danh gia chung$|^danh gia chung"),
    ("limitation", r"han che|ton tai|khuyet diem|kho khan|vuong mac|mat chua duoc"),
    ("cause", r"^nguyen nhan|nguyen nhan(?: cua| chu yeu|$)"),
    ("lesson", r"bai hoc|kinh nghiem"),
    ("strength", r"uu diem|ket qua noi bat|mat (?:manh|duoc|tich cuc)|nhung ket qua dat duoc|diem sang"),
    (
        "direction",
        r"phuong huong|nhiem vu|giai phap|chuong trinh cong tac|ke hoach cong tac|cong tac trong tam|trong tam 6 thang|(?:ke hoach|chuong trinh|viec|chang duong)[^.;]{0,20} (?:6|sau) thang (?:cuoi nam|toi)|(?:6|sau) thang toi|thoi gian toi",
    ),
    ("proposal", r"^(?:mot so |nhung )?(?:kien nghi|de xuat|de nghi)\b"),
)
_NOT_AHEAD = re.compile(r"ket qua|thuc hien (?:cac |nhiem vu)|tinh hinh|da thuc hien")


def kind_of(heading: str, level: int, now: str) -> str:
    """What kind of part a heading opens; "" where it says nothing of it."""
    said = fold(heading).strip(" .:")
    if re.search(_KINDS[4][1], said):
        return "strength"
    for kind in ("limitation", "cause", "lesson"):
        if re.search(dict(_KINDS)[kind], said):
            return kind
    if re.search(dict(_KINDS)["proposal"], said) and "cu tri" not in said:
        return "proposal"
    if re.search(dict(_KINDS)["direction"], said) and not _NOT_AHEAD.search(said):
        return "direction"
    return "result" if re.search(_KINDS[0][1], said) else ""


def group_of(*words: str) -> str:
    """The content group (C1 …) that the first telling words belong to; "" where none fits."""
    for said in words:
        found = contents_in(said)
        if found:
            return max(found, key=lambda code: found[code])
    return ""


#: A numbered line longer than this is a paragraph, and opens no part of another kind.
LONG_HEADING = 120


@dataclass
class Stack:
    """The headings above the line being read."""

    path: list[tuple[int, str, str]] = field(default_factory=list)
    kind: str = "result"
    kind_level: int = 0

    def push(self, level: int, number: str, text: str) -> None:
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        self.path.append((level, number, text))
        own = kind_of(text, level, self.kind) if len(text) < LONG_HEADING else ""
        if own == "result" and self.kind == "direction" and level > self.kind_level:
            own = ""  # a task of what is to come
        if own:
            self.kind, self.kind_level = own, level
        elif level <= self.kind_level and self.kind in ("limitation", "cause", "strength", "lesson"):
            self.kind, self.kind_level = "result", level

    @property
    def untitled(self) -> bool:
        """Under "Phần thứ ba" alone: its title stands on the next line."""
        last = " ".join(" ".join(self.path[-1][1:]).split()) if self.path else ""
        return bool(re.fullmatch(r"phần\s+\S+(?:\s+\S+)?[.:]?", last, re.IGNORECASE))

    @property
    def words(self) -> str:
        return " > ".join(" ".join(f"{number} {text}".split()) for _level, number, text in self.path[-2:])

    @property
    def group(self) -> str:
        return group_of(*(text for _level, _number, text in reversed(self.path)))
