"""Automatic numbers of a Word file (1., a), I., Điều 1.), counted as Word would print them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Nine levels, and what Word lets one type for a number and for the text around it.
DEEPEST, HIGHEST, LONGEST_TEXT = 8, 32_767, 80
#: a … z, aa … zz: thirty times round, as Word does.
MOST_LETTERS = 780
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True, kw_only=True)
class Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1


def roman(value: int) -> str:
    out = ""
    for number, letters in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while value >= number:
            out += letters
            value -= number
    return out


def letters(value: int) -> str:
    if value > MOST_LETTERS:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def small(text: str | None, *, default: int, most: int) -> int:
    """A number as a file states it; what is none, or larger than any office needs, is the default or the most."""
    if not text or not (text.isascii() and text.isdigit()):
        return default
    return min(int(text[:9]), most)


def shown(value: int, form: str) -> str:
    if form == "upperRoman":
        return roman(value)
    if form == "lowerRoman":
        return roman(value).lower()
    if form == "upperLetter":
        return letters(value).upper()
    if form == "lowerLetter":
        return letters(value)
    return f"{value:02d}" if form == "decimalZero" else str(value)


@dataclass
class Numbering:
    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _opened: set[str] = field(default_factory=set)

    def next(self, properties: _Element) -> tuple[str, int]:
        """The marker of the next paragraph of a list, and its depth (1 is the outermost)."""
        number = _value(properties, "numId")
        depth = _value(properties, "ilvl") or "0"
        if not number or number == "0" or number not in self.lists:
            return "", 0
        level, abstract = small(depth, default=0, most=DEEPEST), self.lists[number]
        own = self.levels.get((abstract, level), Level())
        if own.form == "none":
            return "", level + 1
        if number not in self._opened:
            self._opened.add(number)
            for (changed, at), start in self.overrides.items():
                if changed == number:
                    self._counts[(abstract, at)] = start - 1
        self._counts[(abstract, level)] = self._counts.get((abstract, level), own.start - 1) + 1
        for key in [k for k in self._counts if k[0] == abstract and k[1] > level]:
            del self._counts[key]
        if own.form == "bullet":
            return "-", level + 1
        return self._marker(abstract, own), level + 1

    def _marker(self, abstract: str, own: Level) -> str:
        def count(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = self.levels.get((abstract, at), Level())
            return shown(max(self._counts.get((abstract, at), level.start), 1), level.form)

        return _PLACE.sub(count, own.text).strip()


def _value(parent: _Element, name: str) -> str:
    child = parent.find(W + name)
    return (child.get(W + "val") or "") if child is not None else ""


def read_numbering(root: _Element | None) -> Numbering:
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(W + "abstractNum"):
        key = abstract.get(W + "abstractNumId") or ""
        for level in abstract.iter(W + "lvl"):
            start = _value(level, "start")
            numbering.levels[(key, _depth(level))] = Level(
                form=_value(level, "numFmt") or "decimal",
                text=_value(level, "lvlText")[:LONGEST_TEXT],
                start=small(start, default=1, most=HIGHEST),
            )
    for number in root.iter(W + "num"):
        key = number.get(W + "numId") or ""
        numbering.lists[key] = _value(number, "abstractNumId")
        for change in number.iter(W + "lvlOverride"):
            start = _value(change, "startOverride")
            if start:
                numbering.overrides[(key, _depth(change))] = small(start, default=1, most=HIGHEST)
    return numbering


def _depth(element: _Element) -> int:
    return small(element.get(W + "ilvl"), default=0, most=DEEPEST)
