"""Passages of the papers in use: what is usually merged, and what two bodies say in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from phoihop.core.contents import contents_in
from phoihop.core.text import fold
from phoihop.reports.headings import depth_of, opened_by
from phoihop.reports.models import Compilation, Intake, IntakePassage, IntakeRole

#: Two sentences of two bodies this alike (by runs of three words, of the shorter and of the longer) are one written twice.
ALIKE = 0.6
ALIKE_OF_LONGER = 0.4
SHORTEST = 8
#: A line of a content is one of the paper's numbered headings ("3. Giám sát"), not an item under them.
DEEPEST = 3
_CAPTION = re.compile(r"(?:bảng|biểu|phụ lục)\b", re.IGNORECASE)
#: Letters of a line in capitals that is a heading.
LEAST, LONGEST = 6, 140
_CLOSING = ("Trên đây là", "Trên đây, là", "Kính đề nghị", "Kính báo cáo", "Kính trình", "Nơi nhận")
#: A line that is a heading of its paper though it was read as a paragraph, and the caption over a table.
_HEADING = re.compile(
    r"(?:(?:chương trình|phần)(?: thứ)? \w+|(?:bảng|biểu|phụ lục)(?: số)? [\dIVX]+|(?:[A-HĐ]\.?)?\d{1,2}(?:\.\d{1,2})*[.)]"
    r"|[IVX]+\.|[a-zđ]\))"
    r"[.:]?\s+[^;]{3,110}(?<![.;])$",
    re.IGNORECASE,
)
#: Who receives a paper, as the last lines of it name them.
_NAMED = re.compile(
    r"[-+•]\s*(?:Như trên|Lưu|TT|Thường trực|Thường vụ|Đảng ủy|Chủ tịch|Ban|BTT|BTV|UBND|Ủy ban"
    r"|Uỷ ban|HĐND|Các|Văn phòng|VP)[^:.]{0,60}[;.,]?$"
)
_RECEIVER = re.compile(
    r"[-+•]?\s*(?:Như trên|Lưu|TT|Thường trực|Ban|BTT|UBND|Ủy ban|Uỷ ban|HĐND|Đảng ủy|Các|Văn phòng)[^,:]*[;.]$"
)
#: A full stop with a capital after it, where it closes no abbreviation (TP., Th.S., P.) and no number of a list (2. Kỳ họp).
_END = re.compile(
    r"(?<![\s.])(?<!\b[A-ZĐ])(?<!\bTP)(?<!\b[Tt]h)(?<!\bv)(?<!^\d)(?<!^\d\d)[.](?=\s+[-–+*•“\"(]?\s*(?P<next>\w))"
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence in a passage of a paper; ``start`` and ``end`` count characters of the passage."""

    passage: IntakePassage
    intake: Intake
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def before(self) -> str:
        return self.passage.text[: self.start]

    @property
    def after(self) -> str:
        return self.passage.text[self.end :]

    @property
    def key(self) -> tuple[int, int, int]:
        return self.passage.pk, self.start, self.end

    @property
    def address(self) -> str:
        """As a form names it."""
        return "-".join(map(str, self.key))


def told_passages(intakes: Sequence[Intake]) -> Iterator[tuple[IntakePassage, Intake]]:
    """The prose of this period's reports and the tables of the reports and their annexes, in order."""
    for intake in intakes:
        for passage in steered(intake.passages.all()):
            if intake.role == IntakeRole.REPORT or (intake.role == IntakeRole.ANNEX and passage.table):
                yield passage, intake


def steered(passages: Iterable[IntakePassage]) -> Iterator[IntakePassage]:
    """Passages under the headings of their paper, also under those that were read as paragraphs.

    A line that looks like a heading, and says what it opens or which content it is of, steers what stands under it until
    another as deep comes or the paper's own next heading.
    """
    over: list[tuple[int, str, str]] = []
    under = ""
    for passage in passages:
        if passage.heading != under:
            over, under = [], passage.heading
        line = passage.text.strip()
        if not passage.table and is_heading(line):
            over = [one for one in over if one[0] < depth_of(line)]
            kind, depth = opened_by(line), depth_of(line)
            topic = depth <= DEEPEST and contents_in(line) and not contents_in(passage.heading)
            if not _CAPTION.match(line) and (kind or topic):
                over.append((depth_of(line), kind, line))
        yield _under(passage, over) if over else passage


def _under(passage: IntakePassage, over: Sequence[tuple[int, str, str]]) -> IntakePassage:
    """A copy that stands under these lines; what is still to come is told so by the paper's own heading."""
    made = copy(passage)
    made.heading = " > ".join((*filter(None, (passage.heading,)), *(line for _depth, _kind, line in over)))
    told = [kind for _depth, kind, _line in over if kind]
    if told and (passage.kind != "direction" or told[-1] == "proposal"):
        made.kind = told[-1]
    named = contents_in(over[-1][2]) if not contents_in(passage.heading) else {}
    made.group = max(named, key=lambda code: named[code]) if named else passage.group
    return made


def is_heading(line: str) -> bool:
    return bool(_HEADING.match(line)) or (line.isupper() and LEAST < len(line) < LONGEST)


def told_tables(intakes: Sequence[Intake]) -> Iterator[tuple[IntakePassage, Intake]]:
    """Of these the tables."""
    return ((passage, intake) for passage, intake in told_passages(intakes) if passage.table)


def is_usual(passage: IntakePassage, intake: Intake) -> bool:
    """Goes into the joint report unless a person takes it out: results that carry a figure, and every judgement.

    A table only where a person takes it: its numbers mostly stand in the prose already.
    """
    if passage.table or is_frame(passage.text) or passage.pk in receivers(intake):
        return False
    if passage.kind != "result":
        return True
    return any(passage.start <= f.start < passage.end for f in intake.figures.all())


def is_frame(text: str) -> bool:
    """What belongs to the paper and not to what it reports: title in capitals, closing line, who receives it."""
    said = text.strip()
    closes = (
        said.endswith("./.") or said.startswith(_CLOSING) or (len(said) < 70 and bool(_RECEIVER.match(said)))
    )
    return said.isupper() or closes or is_heading(said)


def receivers(intake: Intake) -> set[int]:
    """The last lines of a paper where they name who receives it; with its closing line before them or not."""
    found: set[int] = set()
    for passage in reversed(list(intake.passages.all())):
        said = passage.text.strip()
        if not (len(said) < 80 and _NAMED.match(said)) and not said.startswith("Nơi nhận"):
            break
        found.add(passage.pk)
    return found


class Choices:
    """What a person decided of passages and sentences of a round."""

    def __init__(self, compilation: Compilation) -> None:
        rows = list(compilation.passage_choices.all())
        self.words = {row.passage_id: row.keep for row in rows if not row.end}
        self.whole = {key: word != "drop" for key, word in self.words.items()}
        self.pieces = {(row.passage_id, row.start, row.end): row.keep == "keep" for row in rows if row.end}

    def keeps(self, passage: IntakePassage, intake: Intake) -> bool:
        return self.whole.get(passage.pk, self.usual(passage, intake))

    def usual(self, passage: IntakePassage, intake: Intake) -> bool:
        """What holds until a person ticks the passage or takes it out: a sentence chosen to be kept brings its passage along."""
        kept = any(keep and pk == passage.pk for (pk, _s, _e), keep in self.pieces.items())
        return kept or is_usual(passage, intake)

    def word(self, passage: IntakePassage) -> str:
        """What a person said of the whole passage: keep, drop, join, or nothing yet."""
        return self.words.get(passage.pk, "")

    def cuts(self, passage: IntakePassage) -> list[tuple[int, int]]:
        """Sentences of a passage that another body's report says already, and was chosen to say; whole ones only."""
        chosen = [(s, e) for (pk, s, e), keep in self.pieces.items() if pk == passage.pk and not keep]
        whole = set(sentences(passage.text)) if chosen else set()
        return [piece for piece in chosen if piece in whole]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a passage begin and end: what goes on in lower case belongs to the one before."""
    at = 0
    for match in _END.finditer(text):
        if not match["next"].isupper():
            continue
        yield at, match.end()
        at = match.end()
    if text[at:].strip():
        yield at, len(text)


def repeated(intakes: Sequence[Intake]) -> list[tuple[Said, Said]]:
    """Pairs of sentences of two bodies that say the same nearly word for word, each sentence in one pair."""
    rows: list[tuple[Said, frozenset[int]]] = []
    for passage, intake in told_passages(intakes):
        for start, end in () if passage.table or is_frame(passage.text) else sentences(passage.text):
            runs = _runs(passage.text[start:end])
            if len(runs) >= SHORTEST:
                rows.append((Said(passage=passage, intake=intake, start=start, end=end), runs))
    taken: set[int] = set()
    pairs = []
    for _alike, n, m in sorted(_alike_pairs(rows), reverse=True):
        if not {n, m} & taken:
            taken |= {n, m}
            pairs.append((rows[n][0], rows[m][0]))
    return pairs


def _alike_pairs(rows: list[tuple[Said, frozenset[int]]]) -> Iterator[tuple[float, int, int]]:
    index: dict[int, list[int]] = {}
    for n, (_said, runs) in enumerate(rows):
        for run in runs:
            index.setdefault(run, []).append(n)
    for n, (said, runs) in enumerate(rows):
        near = {
            m
            for run in runs
            for m in index[run]
            if m > n and rows[m][0].intake.speaker != said.intake.speaker
        }
        for m in near:
            other = rows[m][1]
            shared, sizes = len(runs & other), sorted((len(runs), len(other)))
            if shared >= ALIKE * sizes[0] and shared >= ALIKE_OF_LONGER * sizes[1]:
                yield shared / sizes[0], n, m


def _runs(text: str) -> frozenset[int]:
    """Runs of three words, as numbers: quick to compare and light to hold."""
    words = [w for w in "".join(ch if ch.isalpha() else " " for ch in fold(text)).split() if len(w) > 1]
    return frozenset(hash((words[n], words[n + 1], words[n + 2])) for n in range(len(words) - 2))
