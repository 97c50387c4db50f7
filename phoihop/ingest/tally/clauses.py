"""The words round one number of running text: its sentence, its clause, who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.core.papers import Place
from phoihop.core.stated import Stated
from phoihop.ingest.reading.figures import Figure
from phoihop.ingest.tally.outline import Identity, Stack

_CLAUSE = re.compile(r";|(?<!\d)\.(?=\s)|\n")
#: What stands in brackets that closed before the number says nothing of it.
CLOSED = re.compile(r"\([^()]*\)")


#: Behind these another clause begins: "15 căn nên khả năng hoàn thành chỉ tiêu năm là cao".
_RIGHT_ENDS = re.compile(r"[,;.:(]\s?|\n|(?<!\w)(?:thì|nên|nhưng|song|trong khi)(?!\w)", re.IGNORECASE)


#: "tăng từ 112,76 tỷ đồng lên …": from what was then to what is now.
FROM = re.compile(r"(?<!\w)từ (?:mức |con số |chỗ |khoảng )*$", re.IGNORECASE)
RISEN_TO = re.compile(
    r"(?<!\w)từ (?:mức |con số |chỗ |khoảng )*\d[^;]{0,90}?(?<!\w)(?:lên|xuống|còn)(?: (?:đến|tới|còn|thành|mức|con số|là|được))*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """What figures of a paper have when their sentence does not say otherwise.

    ``until`` are year and month up to which it says that all its numbers count."""

    identity: Identity
    file: str
    year: int
    half: int
    until: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A sentence with all that is known of where it stands.

    ``floor`` is where its paragraph begins, ``opening`` the paragraph's first words: what it is about, ``refs`` the tables it
    points to; ``carried`` are the figures said before it under the same heading, the last first.
    """

    text: str
    floor: int
    start: int
    end: int
    who: Speaker
    stack: Stack
    place: Place
    number: int
    group: str
    opening: tuple[str, ...] = ()
    refs: frozenset[str] = frozenset()
    carried: tuple[Stated, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The words round one number: its sentence, what stands left of it, what follows its noun."""

    sentence: str
    left: str
    near: str
    right: str
    noun: str = ""
    before: str = ""
    after: str = ""
    behind: str = ""


def clause_of(line: Line, figure: Figure, before: int, after: int) -> Clause:
    """``before`` is where the number before it ends, ``after`` where the next one begins (in this sentence)."""
    text = line.text
    left = text[line.start : figure.start]
    cut = [m.end() for m in _CLAUSE.finditer(left)]
    right = text[figure.end : after]
    stop = _RIGHT_ENDS.search(right)
    return Clause(
        sentence=text[line.start : line.end].strip(), left=left, right=right[: stop.start()] if stop else right,
        near=text[max(before, line.start + (cut[-1] if cut else 0)) : figure.start],
        noun="" if figure.unit else figure.noun, before=text[max(line.floor, line.start - 300) : line.start], after=text[figure.end : after],
        behind=text[figure.start : figure.end + (stop.start() if stop else len(right))][:100],
    )  # fmt: skip


#: "(Số liệu tính đến ngày 31/5/2027)" over a whole report.
_UNTIL = re.compile(
    r"số liệu[^.;\n]{0,60}?đến (?:hết )?(?:ngày )?\d{1,2}/(?P<m>\d{1,2})/(?P<y>20\d\d)", re.IGNORECASE
)


def speaker_of(identity: Identity, file: str, head: str = "") -> Speaker:
    until = _UNTIL.search(head)
    match = re.match(r"(\d{4})(?:-H([12]))?", identity.period)
    return Speaker(
        identity=identity,
        file=file,
        year=int(match[1]) if match else 0,
        half=int(match[2]) if match and match[2] else 0,
        until=(int(until["y"]), int(until["m"])) if until else (0, 0),
    )


def since(left: str) -> str:
    """What stands left of a number in its own clause."""
    return re.split(r"[;\n]|(?<!\d)\.\s", left)[-1][-160:]
