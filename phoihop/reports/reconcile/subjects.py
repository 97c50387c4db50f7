"""The same subject in different words: a figure is given the code of the catalogue's subject its words name.

A catalogue is a list of subjects with every way of saying them, general language and an office's own. Nothing is
read again when it changes: the words of a figure are kept with it and looked up each time papers are compared.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from phoihop.core.stated import Stated, Told, with_figures
from phoihop.core.text import fold

SHIPPED = Path(__file__).parents[1] / "data" / "subjects.csv"
#: Units in which a figure itself is measured; every other unit of a subject ("cuộc", "lượt") counts things.
MEASURES = frozenset({"đồng", "%", "ha", "m", "m2", "km", "kg", "tấn", "tạ"})
#: What may stand before the first word of a subject without making it another.
BEFORE = frozenset({"tong", "so", "cac"})
#: A clause to the left of a number ends here.
_BREAK = re.compile(r"[;,.()\[\]–…\n]")
_NUMBER = re.compile(r"\d")
#: The number itself where it stands: "84/87", "1.876", "09 (chín)".
_OWN = re.compile(r"^[\d.,/\s]+(?:\([^)]*\)\s*)?")
#: Numbers of days and periods count nothing.
_TIME = re.compile(r"\d+ tháng|(?:năm|ngày|tháng|quý) [\d/]+", re.IGNORECASE)
_WORD = re.compile(r"\w+")

Tokens = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """A subject of the catalogue; ``forms`` are all ways of saying it, its name among them."""

    code: str
    name: str
    forms: tuple[str, ...] = ()
    unit: str = ""

    @property
    def measure(self) -> str:
        return measure(self.unit)


def measure(unit: str) -> str:
    """The unit where a figure is measured in it, nothing where things are counted."""
    return unit if unit in MEASURES else ""


def tokens(text: str) -> Tokens:
    return tuple(_WORD.findall(fold(text)))


class Catalogue:
    """Subjects by their forms. Rows of one code are one subject: the first names it, all lend their forms."""

    def __init__(self, rows: Iterable[Known]) -> None:
        self.rows: dict[str, Known] = {}
        self.starting: dict[str, list[tuple[Tokens, Known]]] = defaultdict(list)
        for row in rows:
            self.rows.setdefault(row.code, row)
            for form in dict.fromkeys(tokens(words) for words in (row.name, *row.forms)):
                if form:
                    self.starting[form[0]].append((form, row))
        for found in self.starting.values():
            found.sort(key=lambda pair: -len(pair[0]))

    def name(self, code: str) -> str:
        row = self.rows.get(code)
        return row.name if row else ""

    def at(self, words: Tokens, start: int) -> Iterator[tuple[Tokens, Known]]:
        """Forms that stand in these words from this place on, the longest first."""
        if start < len(words):
            for form, row in self.starting.get(words[start], ()):
                if words[start : start + len(form)] == form:
                    yield form, row


@cache
def shipped() -> Catalogue:
    """The rows of general language the house ships: the catalogue where there is no database."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return Catalogue(
            Known(
                code=row["known_as"],
                name=row["name"],
                unit=row["unit"],
                forms=tuple(row["wordings"].split("|")),
            )
            for row in csv.DictReader(lines)
        )


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """What of a figure names its subject: ``words`` its noun or headings, ``at`` where it stands in the sentence."""

    words: str
    sentence: str
    at: int
    cell: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """The subject found; ``whole`` where the noun says nothing more than the subject does."""

    code: str = ""
    whole: bool = False


def recognise(figure: Stated, catalogue: Catalogue) -> str:
    """The code of the subject a figure counts, or ""."""
    at = figure.start - (figure.place.start or 0)
    phrase = Phrase(
        words=figure.subject.words, sentence=figure.sentence, at=at, cell=figure.cell, unit=figure.unit
    )
    return named(phrase, catalogue).code


def named(phrase: Phrase, catalogue: Catalogue) -> Named:
    """The subject of a phrase.

    Its noun (of a cell the row heading; in a row of totals the column) begins with a form, the longest wins.
    Else a form runs across the number ("đã trả lời 84 kiến nghị"). Else, where the noun is only the subject's unit
    ("04 cuộc", "1,2 tỷ đồng"), the form nearest to the left of the number in its clause.
    """
    for words in _headings(phrase):
        said = tokens(words)
        if found := _head(_further(said, phrase), len(said), phrase, catalogue):
            return found
    if phrase.cell:
        return Named()
    (*others, left), noun = _left(phrase), tokens(phrase.words)
    row = _across(left, noun, phrase, catalogue)
    if row is None and not others:  # else the words to the left may be what another number counts
        row = _nearest(left, noun, phrase, catalogue)
    return Named(code=row.code, whole=noun == tokens(row.unit)) if row else Named()


def _headings(phrase: Phrase) -> tuple[str, ...]:
    """The noun; of a cell the heading of its row, and where that row is a total the heading of its column."""
    words = phrase.words
    if not phrase.cell:
        # before a sum of money stands a series: "chi thường xuyên và chi dự phòng 1,7 tỷ đồng" tells the last of it
        return (words.split(" và ")[-1] if phrase.unit in MEASURES else words,)
    row, _paren, column = words.partition(" (")
    parts = phrase.sentence.split(" | ")[1:-1]
    total = any(fold(part).startswith(("tong cong", "cong", "tong so")) for part in parts)
    return (row, column.rstrip(")")) if total and column else (row,)


def _further(noun: Tokens, phrase: Phrase) -> Tokens:
    """A noun that stands behind its number, with what its clause says after it ("hội nghị" of "hội nghị tiếp xúc")."""
    if phrase.cell or not 0 <= phrase.at <= len(phrase.sentence):
        return noun
    clause = _BREAK.split(_OWN.sub("", phrase.sentence[phrase.at :], count=1))[0]
    behind = tokens(_NUMBER.split(clause)[0])
    return behind if behind[: len(noun)] == noun else noun


def _fits(phrase: Phrase, row: Known) -> bool:
    """Money is no count, a share is neither."""
    return not row.unit or row.measure == phrase.unit


def _head(words: Tokens, noun: int, phrase: Phrase, catalogue: Catalogue) -> Named | None:
    """``noun`` is how many of the words are the noun's own."""
    start = 0
    while start < len(words) and (words[start] in BEFORE or words[start].isdigit()):
        start += 1
    for at in dict.fromkeys((0, start)):
        for form, row in catalogue.at(words, at):
            if _fits(phrase, row):
                return Named(code=row.code, whole=at + len(form) >= noun and "(" not in phrase.words)
    return None


def _left(phrase: Phrase) -> list[Tokens]:
    """The words of the clause before the number, cut at other numbers; nothing where the place is not known."""
    if not 0 <= phrase.at <= len(phrase.sentence):
        return [()]
    clause = _TIME.sub(" ", _BREAK.split(phrase.sentence[: phrase.at])[-1])
    return [tokens(piece) for piece in _NUMBER.split(clause)]


def _across(left: Tokens, noun: Tokens, phrase: Phrase, catalogue: Catalogue) -> Known | None:
    """A form that begins before the number and ends in the noun behind it."""
    words = left + noun
    found = [
        (len(form), row)
        for start in range(len(left))
        for form, row in catalogue.at(words, start)
        if start + len(form) > len(left) and _fits(phrase, row)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _nearest(left: Tokens, noun: Tokens, phrase: Phrase, catalogue: Catalogue) -> Known | None:
    found = [
        (start + len(form), len(form), row)
        for start in range(len(left))
        for form, row in catalogue.at(left, start)
        if _fits(phrase, row) and (row.measure or noun == tokens(row.unit))
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def related(one: str, two: str) -> bool:
    """One is a part of the other ("supervision.council" of "supervision"): neither the same nor another subject."""
    return one.startswith(f"{two}.") or two.startswith(f"{one}.")


def recognised(papers: Sequence[Told], catalogue: Catalogue) -> list[Told]:
    """The papers with the subject of every figure that is known."""
    return [with_figures(paper, lambda figure: coded(figure, catalogue)) for paper in papers]


def coded(figure: Stated, catalogue: Catalogue) -> Stated:
    code = recognise(figure, catalogue)
    return (
        figure if code == figure.subject.code else replace(figure, subject=replace(figure.subject, code=code))
    )
