"""Headings of a last review: how deep each stands, what its words open, and what it is called in the period now told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from phoihop.core.period import Period
from phoihop.core.text import fold
from phoihop.reports.models import ReportKind

_RANKS = (
    ("part", re.compile(r"phan\b")),
    ("item", re.compile(r"[a-zd]\.?\d|\d")),
    ("roman", re.compile(r"[ivxlc]{2,}\b")),
)
_ORDER = ("part", "letter", "roman", "item")
#: What a heading opens, by its words; the first that fits.
_ROLES = (
    ("limitation", r"han che|ton tai|khuyet diem|chua (?:lam )?duoc|con chua|kho khan|vuong mac|mat yeu"),
    ("cause", r"nguyen nhan|^ly do"),
    ("direction", r"phuong huong|dinh huong|^(?:bai hoc va )?huong |^nhiem vu|chuyen sang|thoi gian toi|(?:nam|ky) toi|cuoi nam"),
    ("lesson", r"bai hoc|kinh nghiem"),
    ("strength", r"uu diem|mat (?:duoc|manh|tich cuc)|^(?:da )?duoc$"),
    ("proposal", r"^(?:(?:mot so|nhung) )?(?:kien nghi|de xuat|de nghi)(?! cua| cu tri)"),
    ("judgement", r"^danh gia|^nhan xet"),
    ("result", r"ket qua|da (?:cung )?lam|lam duoc|(?:cac|tung) noi dung|viec (?:ba|hai) co quan"),
    ("start", r"boi canh|chi dao|^(?:cong tac |viec )?trien khai|dac diem|tinh hinh|tong quan|khai quat|^mo dau"),
)  # fmt: skip
#: What a line opens that is a heading of its paper though it was read as a paragraph: by its first words only.
_OPENS = (
    ("limitation", r"(?:nhung |mot so |cac )?(?:han che|ton tai|khuyet diem|kho khan|vuong mac|mat chua duoc)"),
    ("cause", r"nguyen nhan"), ("lesson", r"(?:mot so |nhung )?bai hoc"),
    ("strength", r"(?:nhung |mot so |cac )?(?:uu diem|mat (?:duoc|manh|tich cuc))"),
    ("direction", r"phuong huong|dinh huong|nhiem vu (?:trong tam|6 thang|sau thang|nam|thoi gian toi|va giai phap)"),
    ("proposal", r"(?:mot so |nhung )?(?:kien nghi|de xuat|de nghi)(?:,? (?:kien nghi|de xuat))?(?:$|[.:]| voi| doi voi)"),
    ("result", r"(?:nhung )?ket qua"),
)  # fmt: skip
#: "Phần thứ hai", "A.", "II.", "3.", "3.1.", "b)": how deep a line stands by its own number.
_DEPTHS = ((r"(?:phần|chương trình)\b", 0), (r"[A-HĐ][.]?\s", 1), (r"[IVX]+[.]", 2), (r"(?:[A-HĐ]\.?)?\d{1,2}[.)]\s", 3),
           (r"\d{1,2}(?:\.\d{1,2})+", 4), (r"[a-zđ]\)", 5))  # fmt: skip
_YEAR = re.compile(r"(?:(?:6|06|sáu) tháng (?:đầu|cuối) )?(?P<of>năm\s+)?\b(?P<year>20\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """A heading as it stands: its depth in this review, 0 the outermost."""

    rank: int
    number: str
    text: str

    @property
    def whole(self) -> str:
        """As passages name it."""
        return fold(" ".join(f"{self.number} {self.text}".split()))


@dataclass
class Chapter:
    """An outermost heading with the headings right under it."""

    head: Title
    below: list[Title]


def role_of(title: str) -> str:
    """What a heading of these words opens; "" where they say nothing of it."""
    said = fold(title).strip(" .:")
    return next((role for role, words in _ROLES if re.search(words, said)), "")


def opened_by(line: str) -> str:
    """What kind of passages a heading-like line opens; "" where its words do not say it."""
    said = fold(
        re.sub(r"^\W*(?:[IVX]+|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])?[.):]*\s+", "", line.strip())
    ).strip(" .:")
    return next((role for role, words in _OPENS if re.match(words, said)), "")


def depth_of(line: str) -> int:
    """How deep a heading-like line stands by its number; a line in capitals without one is the outermost."""
    said = line.strip()
    return next(
        (depth for pattern, depth in _DEPTHS if re.match(pattern, said, re.IGNORECASE if depth == 0 else 0)),
        0,
    )


def chapters(headings: Sequence[Sequence[str | int]]) -> list[Chapter]:
    """Parts over letters over Roman over plain numbers, whichever of them a review has.

    A cover heading over whole chapters ("Phần thứ nhất" over "I. Chỉ đạo", "II. Kết quả") gives its place to them.
    """
    titles = _ranked(headings)
    kept = [t for n, t in enumerate(titles) if not _covers(titles, n)]
    found: list[Chapter] = []
    lifted = 0
    for title in titles:
        if title not in kept:
            lifted = 1
            continue
        if title.rank == 0:
            lifted = 0
        if title.rank <= lifted or not found:
            found.append(Chapter(title, []))
        elif title.rank == lifted + 1 or not _between(titles, title, found[-1]):
            found[-1].below.append(title)
    return found


def _between(titles: Sequence[Title], title: Title, chapter: Chapter) -> bool:
    """A heading of a middle depth stands over this one in its chapter."""
    span = titles[titles.index(chapter.head) + 1 : titles.index(title)]
    return any(t.rank < title.rank for t in span)


def _ranked(headings: Sequence[Sequence[str | int]]) -> list[Title]:
    letters = any(re.fullmatch(r"[aA][.)]?", str(number)) for _level, number, _text in headings)
    names = [_kind_of_number(str(number), letters=letters) for _level, number, _text in headings]
    ranks = {name: n for n, name in enumerate(name for name in _ORDER if name in names)}
    return [
        Title(ranks[name], str(number), str(text))
        for name, (_level, number, text) in zip(names, headings, strict=True)
    ]


def _kind_of_number(number: str, *, letters: bool) -> str:
    said = fold(number).strip(" .)")
    for name, pattern in _RANKS:
        if pattern.match(said):
            return name
    if re.fullmatch(r"[ivx]", said):
        return "letter" if letters and said != "i" and said not in "vx" else "roman"
    return "letter" if re.fullmatch(r"[a-zđ]", said) else "item" if said else "part"


def _covers(titles: Sequence[Title], n: int) -> bool:
    """Holds chapters that have headings of their own, one of them of results or of judgement."""
    inside = []
    for title in titles[n + 1 :]:
        if title.rank <= titles[n].rank:
            break
        inside.append(title)
    middle = [t for t in inside if t.rank == titles[n].rank + 1]
    deep = any(t.rank > titles[n].rank + 1 for t in inside)
    return (
        titles[n].rank == 0
        and deep
        and any(role_of(t.text) in ("result", "judgement", "start") for t in middle)
    )


def now_called(title: str, *, role: str, told: int, period: Period, kind: str) -> str:
    """The heading without the year of the last review: its period is the one told now, the year after it the next.

    ``told`` is the year the review told of.
    """

    def instead(match: re.Match[str]) -> str:
        ahead = role == "direction" or int(match["year"]) > told
        words = _next(period, kind) if ahead else period.words
        if not match["of"] and int(match["year"]) <= told:
            words = str(period.start.year)
        return words.upper() if title.isupper() else words

    return _YEAR.sub(instead, title) if told else title


def _next(period: Period, kind: str) -> str:
    year = period.start.year
    return Period.half(year, 2).words if kind == ReportKind.INTERIM else Period.year(year + 1).words
