"""A ward of ``tests/wards``: its papers, and the sealed truth that its joint report is held against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from phoihop.core.text import fold

WARDS = Path(__file__).parents[1] / "wards"
_LEVELS = {"phường": "phuong", "xã": "xa", "đặc khu": "dac_khu"}
#: A contradiction of these kinds has one true value for every place that takes part in it.
_ONE_VALUE = ("prose_annex", "body_body", "within", "year_year")


@dataclass(frozen=True, kw_only=True)
class Read:
    """A number as the product read it: which paper, the text before and after it, its row or cell, its value."""

    file: str
    value: Decimal
    before: str = ""
    after: str = ""
    row: str = ""
    where: str = ""


class SealedWard:
    def __init__(self, name: str) -> None:
        self.name = name
        self.papers = sorted((WARDS / name / "papers").iterdir())
        self.answers: dict[str, Any] = json.loads((WARDS / name / "answers.json").read_text(encoding="utf-8"))

    @property
    def place(self) -> tuple[str, str, str]:
        """(kind as ``phoihop init`` names it, name, what it lies in)."""
        own, _comma, above = self.answers["ward"].partition(", ")
        word = next(w for w in _LEVELS if own.startswith(w))
        return _LEVELS[word], own.removeprefix(word).strip(), above

    @cached_property
    def _true(self) -> dict[tuple[str, str], Decimal]:
        """The value that holds, by fact and period; of another period, as a planted contradiction tells it."""
        found = {
            (f["fact"], f["period"]): number for f in self.answers["final"] if (number := number_of(f["value"])) is not None
        }  # fmt: skip
        for plant in self.answers["contradictions"]:
            true = number_of(plant["true"])
            if plant["kind"] not in _ONE_VALUE or true is None:
                continue
            for figure in self.answers["figures"]:
                if self._is_place(plant, figure):
                    found.setdefault((figure["fact"], figure["period"]), true)
        return found

    def _is_place(self, plant: dict[str, Any], figure: dict[str, Any]) -> bool:
        if not numbers([figure["value"]]) <= numbers(plant["values"]):
            return False
        return any(
            p["file"] == figure["file"] and _overlap(p["snippet"], figure["snippet"]) for p in plant["places"]
        )

    def figure(self, read: Read) -> dict[str, Any] | None:
        """The labelled figure that a read number is: the one whose snippet stands around it most evenly."""
        alike = [
            (off, n) for n, one in enumerate(self.answers["figures"]) if one["file"] == read.file
            and read.value in numbers([one["value"]], first=True) and (off := _off(one["snippet"], read)) is not None
        ]  # fmt: skip
        return self.answers["figures"][min(alike)[1]] if alike else None

    def true_of(self, read: Read) -> Decimal | None:
        """What a read number should be; None where the answers do not say."""
        one = self.figure(read)
        if one is None:
            return None
        true = self._true.get((one["fact"], one["period"]))
        if true is None or (one["q"] and _rounds(read.value, true)):
            return read.value if true is not None else None
        if true != read.value and not self.planted_at(one):
            return None  # the label itself is in doubt: nothing was planted there
        return true

    def planted_at(self, figure: dict[str, Any]) -> list[str]:
        """The planted contradictions a labelled figure takes part in."""
        return [p["id"] for p in self.answers["contradictions"] if self._is_place(p, figure)]

    def planted(self, files: Iterable[str], values: Iterable[Decimal]) -> dict[str, Any] | None:
        """The planted contradiction a disagreement is: its papers, and at least two of its numbers."""
        there = set(values)
        for plant in self.answers["contradictions"]:
            wanted = numbers(plant["values"])
            enough = 1 if plant["kind"] == "answered_solved" else min(2, len(wanted))
            if set(files) <= {p["file"] for p in plant["places"]} and len(there & wanted) >= enough:
                return plant
        return None


def number_of(text: str) -> Decimal | None:
    try:
        return Decimal(text.split("/", maxsplit=1)[0].strip())
    except InvalidOperation:
        return None


def numbers(values: Iterable[str], *, first: bool = False) -> set[Decimal]:
    """Every number of the values; of ratios both, or the ``first`` alone."""
    parts = [p for value in values for p in (value.split("/")[:1] if first else value.split("/"))]
    return {n for part in parts if (n := number_of(part)) is not None}


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _off(snippet: str, read: Read) -> int | None:
    """How far a number stands from the middle of a snippet; None where it does not stand in it."""
    sheet, _mark, cell = snippet.partition("!")
    if cell:
        return 0 if f"tờ {sheet}, ô {cell}" == read.where else None
    if " / " in snippet:
        return 0 if _plain(snippet.split(" / ", maxsplit=1)[0]) in _plain(read.row) else None
    before = f"{_plain(read.before)} "
    text, wanted = before + _plain(read.after), _plain(snippet)
    found = text.find(wanted, max(len(before) - len(wanted), 0))
    if not found <= len(before) < found + len(wanted) or found < 0:
        return None
    return abs(found + len(wanted) // 2 - len(before))


def _overlap(one: str, other: str) -> bool:
    """One stands in the other, or they share a run of four words."""
    first, second = _plain(one), _plain(other)
    if first in second or second in first:
        return True
    words = first.split()
    return any(" ".join(words[n : n + 4]) in second for n in range(len(words) - 3))


def _rounds(said: Decimal, true: Decimal) -> bool:
    """ "hơn 1,05 tỷ" of 1.059.190.000: within one part in fifty."""
    return abs(said - true) * 50 <= abs(true)
