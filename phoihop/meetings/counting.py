"""What can be counted of a meeting, and every count its minutes state held against the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.core.text import fold, parse_number_words
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import Duty

_WORD = "không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|tư|lăm|trăm|linh|lẻ"
_N = rf"(?P<n>\d+|(?:(?:{_WORD})\s+)*(?:{_WORD}))"
#: Nouns that minutes count, the longest first: what stands before them is held against the rows.
_CLAIMS = (
    ("guests", _N + r"\s+(?:cơ quan, cá nhân|khách|giấy) (?:được )?mời\b"),
    ("present", _N + r"\s+(?:đồng chí |vị )?(?:đại biểu|người|đồng chí)\s+(?:có mặt|dự|tham dự)"),
    ("praise", _N + r"\s+ý(?: kiến)?\s+(?:ghi nhận|đồng tình)"),
    ("answered", _N + r"\s+nội dung\s+(?:đã |được )+(?:trả lời|giải trình|tiếp thu)"),
    ("asks", _N + r"\s+nội dung\s+(?:đề nghị|kiến nghị|hỏi|góp ý|cần trả lời|phát biểu)"),
    ("turns", _N + r"\s+lượt\b"),
    ("minutes", r"chương trình\b[^.]*?\b" + _N + r"\s+phút\b"),
    ("items", r"chương trình\b[^.]*?\b" + _N + r"\s+mục\b"),
    ("conclusions", _N + r"\s+kết luận\b"),
)
_PATTERNS = [(name, re.compile(rf"(?<![\w/.,-]){pattern}", re.IGNORECASE)) for name, pattern in _CLAIMS]
_BODY = re.compile(
    r"^\s*-?\s*(?P<body>[^:]{2,200}):\s*" + _N + r"\s+(?:đồng chí|đại biểu|người)\b", re.IGNORECASE
)
_VOTE = re.compile(r"\bbiểu quyết (?:số |lần )?(?P<n>\d+)\b", re.IGNORECASE)
_VOTED = (
    ("against", re.compile(r"không tán thành:?\s+(\d+)", re.IGNORECASE)),
    ("in_favour", re.compile(r"(?<!không )tán thành:?\s+(\d+)", re.IGNORECASE)),
    ("silent", re.compile(r"không có ý kiến:?\s+(\d+)", re.IGNORECASE)),
)
LABELS = {
    "guests": "khách mời", "present": "người có mặt", "praise": "ý ghi nhận", "answered": "nội dung đã trả lời",
    "asks": "nội dung", "turns": "lượt phát biểu", "minutes": "phút theo chương trình", "items": "mục chương trình",
    "conclusions": "kết luận", "in_favour": "tán thành", "against": "không tán thành", "silent": "không có ý kiến",
}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """What the rows of a meeting add up to."""

    totals: dict[str, int]
    by_body: dict[str, int]
    votes: dict[int, dict[str, int]]


@dataclass(frozen=True)
class Mismatch:
    """One count the minutes state otherwise than the rows, and where."""

    line: int
    what: str
    said: int
    counted: int
    quote: str = ""

    @property
    def words(self) -> str:
        where = _("Đoạn %d") % self.line if self.line else _("Sổ cuộc họp")
        return _("%(where)s: ghi %(said)d %(what)s, sổ có %(counted)d.") % {
            "where": where, "said": self.said, "what": self.what, "counted": self.counted,
        }  # fmt: skip


def counts(meeting: Meeting) -> Counts:
    """Turns and points are counted apart; of the points, praise apart from what asks for something."""
    points = list(meeting.points.all())
    asks = [p for p in points if p.asks]
    agenda = list(meeting.agenda.all())
    bodies = Counter(a.body.name for a in meeting.attendance.select_related("body") if a.body)
    return Counts(
        totals={
            "guests": sum(g.duty == Duty.ATTEND for g in meeting.invitations.all()),
            "present": len(meeting.attendance.all()), "turns": len(meeting.turns.all()), "asks": len(asks),
            "praise": len(points) - len(asks), "answered": sum(bool(p.response) for p in asks),
            "minutes": sum(i.minutes for i in agenda), "items": len(agenda),
            "conclusions": len(meeting.conclusions.all()),
        },
        by_body=dict(bodies),
        votes={
            v.number: {"in_favour": v.in_favour, "against": v.against, "silent": v.silent} for v in meeting.votes.all()
        },
    )  # fmt: skip


def reconcile(lines: Iterable[tuple[int, str]], meeting: Meeting) -> list[Mismatch]:
    """Every count stated in the lines that differs from the rows, and rows that cannot be right among themselves."""
    found = counts(meeting)
    quoted = _quoted(meeting)
    listed = [(number, _without(text, quoted)) for number, text in lines]
    faults = [fault for number, text in listed for fault in _line(number, text, found)]
    told = {fold(name) for _n, text in listed if (name := _named(text))}
    faults += [
        Mismatch(0, _("người của %s (biên bản không kể cơ quan này)") % name, 0, n)
        for name, n in found.by_body.items()
        if told and fold(name) not in told
    ]
    present = found.totals["present"]
    for number, vote in found.votes.items():
        if sum(vote.values()) > present:
            faults.append(
                Mismatch(
                    0, _("phiếu của biểu quyết %d so với người có mặt") % number, sum(vote.values()), present
                )
            )
    return faults


def _quoted(meeting: Meeting) -> list[str]:
    """Words of the rows themselves: a number somebody spoke is no count of the minutes."""
    said = [text for p in meeting.points.all() for text in (p.said, p.response)]
    said += [item.title for item in meeting.agenda.all()]
    said += [text for c in meeting.conclusions.all() for text in (c.text, c.product)]
    said += [vote.about for vote in meeting.votes.all()]
    return sorted({text.rstrip(".") for text in said if text}, key=len, reverse=True)


def _without(text: str, quoted: Iterable[str]) -> str:
    for words in quoted:
        text = text.replace(words, "…")
    return text


def _named(text: str) -> str:
    match = _BODY.match(text)
    return match["body"].strip() if match else ""


def _line(number: int, text: str, found: Counts) -> Iterator[Mismatch]:
    body = _BODY.match(text)
    if body:
        name = body["body"].strip()
        counted = next((n for known, n in found.by_body.items() if fold(known) == fold(name)), 0)
        said = value_of(body["n"])
        if said != counted:
            yield Mismatch(number, _("người của %s") % name, said, counted, body[0])
        return
    vote = _VOTE.search(text)
    if vote:
        yield from _vote(number, text, int(vote["n"]), found)
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            said = value_of(match["n"])
            if said != found.totals[name]:
                yield Mismatch(number, LABELS[name], said, found.totals[name], match[0])


def _vote(number: int, text: str, nth: int, found: Counts) -> Iterator[Mismatch]:
    counted = found.votes.get(nth)
    if counted is None:
        yield Mismatch(number, _("lần biểu quyết số %d") % nth, 1, 0)
        return
    for name, pattern in _VOTED:
        match = pattern.search(text)
        if match and int(match[1]) != counted[name]:
            yield Mismatch(
                number, f"{LABELS[name]} (biểu quyết {nth})", int(match[1]), counted[name], match[0]
            )


def value_of(words: str) -> int:
    """ "05" and "năm" are the same number."""
    return int(words) if words.isdigit() else parse_number_words(words)
