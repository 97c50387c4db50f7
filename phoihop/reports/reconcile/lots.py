"""Petitions and what became of them: are two counts of one lot, whatever they are called?"""

from __future__ import annotations

import re

from phoihop.core.stated import Stated
from phoihop.reports.reconcile.subjects import tokens

#: What people put to an office, said as an opinion here and a petition there; letters go their own way.
_VOICES = frozenset({"petition", "opinion", "feedback"})
_VOICE_WORDS = re.compile(r"(?<!\w)(?:kiến nghị|ý kiến|phản ánh)(?!\w)", re.IGNORECASE)
#: Whose petitions they are.
_OF_WHOM = {
    name: re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)
    for name, said in {
        "voters": r"cử tri|tiếp xúc|txct|knct|kỳ họp",
        "oversight": r"kiến nghị[^,;.]{0,30}(?:giám sát|phản biện|khảo sát)|sau (?:các |mỗi )?(?:cuộc |đợt )?giám sát"
        r"|qua giám sát[^.;\d]{0,60}\d+ kiến nghị|thanh tra nhân dân|ttnd|gsđtcđ|giám sát đầu tư",
        "dialogue": r"đối thoại",
        "callers": r"tiếp công dân|tiếp dân|khiếu nại|tố cáo|đơn thư",
        "line": r"đường dây nóng|1022|cổng|ứng dụng|zalo",
    }.items()
}
#: Rows of two tables are one where of their words so many of a hundred are the same.
SAME_ROW = 75
_EMPTY = frozenset("viec cong tac ve cac va cua tren dia ban phuong xa".split())
_TOTAL_ROW = re.compile(r"\W*(?:tổng|cộng|toàn)(?!\w)", re.IGNORECASE)


def voice(figure: Stated) -> bool:
    """A count of petitions, opinions, letters; of "cases" only where they are called petitions beside."""
    head = figure.subject.head
    if head in _VOICES or head == "letter":
        return True
    return head == "case" and bool(_VOICE_WORDS.search(_sentence(figure)))


def one_lot(a: Stated, b: Stated) -> bool:
    heads = {a.subject.head, b.subject.head}
    if "letter" in heads and heads & _VOICES:
        return False
    one, two = _whose(a), _whose(b)
    if one and two and not one & two:
        return False
    if overseers_apart(a, b):
        return False
    return not (a.cell and b.cell) or _one_row(a, b)


def overseers_apart(a: Stated, b: Stated) -> bool:
    """What came of the oversight of two bodies, each of its own."""
    one, two = _overseer(a), _overseer(b)
    return _whose(a) == _whose(b) == {"oversight"} and bool(one and two) and one != two


def _sentence(figure: Stated) -> str:
    return f"{figure.sentence} {figure.subject.words}"


def _whose(figure: Stated) -> set[str]:
    """Whose petitions are counted, by the nearest words that say so: the sentence, what stands before it, the headings."""
    for said in (
        _sentence(figure),
        " ".join(w.replace("_", " ") for w in figure.subject.before),
        figure.heading,
    ):
        if found := {name for name, pattern in _OF_WHOM.items() if pattern.search(said)}:
            return found
    return set()


#: Each body oversees for itself.
_OVERSEERS = (
    ("HDND", re.compile(r"(?<!\w)(?:hđnd|hội đồng nhân dân)(?!\w)", re.IGNORECASE)),
    (
        "MTTQ",
        re.compile(
            r"(?<!\w)(?:mttq|mặt trận|thanh tra nhân dân|ttnd|gsđtcđ|giám sát đầu tư|phản biện)(?!\w)",
            re.IGNORECASE,
        ),
    ),
)


def _overseer(figure: Stated) -> str:
    named = [body for body, pattern in _OVERSEERS if pattern.search(_sentence(figure))]
    if len(named) == 1:
        return named[0]
    return "" if named or figure.body == "UBND" else figure.body


def _one_row(a: Stated, b: Stated) -> bool:
    """Two cells of rows called alike, or both of what adds up."""
    if bool(_TOTAL_ROW.match(a.subject.words)) != bool(_TOTAL_ROW.match(b.subject.words)):
        return False
    if _TOTAL_ROW.match(a.subject.words):
        return True
    one, two = (frozenset(tokens(f.subject.words.split(" (")[0])) - _EMPTY for f in (a, b))
    return len(one & two) * 200 >= SAME_ROW * (len(one) + len(two))
