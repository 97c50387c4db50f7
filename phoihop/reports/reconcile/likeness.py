"""Do two figures speak of the same fact? A likeness learned from wards whose answers are known.

The weights lie in ``data/likeness.json``, made by ``tools/learn_likeness.py`` from the labelled wards of ``tests/wards``;
nothing of a ward's names or numbers is in them. A likeness is the logarithm of the odds that two figures tell one fact:
0 is even, +2 about seven to one.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from phoihop.core.stated import Rate, Stated, Sum
from phoihop.reports.reconcile.numbers import slip
from phoihop.reports.reconcile.rows import row_named
from phoihop.reports.reconcile.subjects import PART, related

WEIGHTS = Path(__file__).with_name("data") / "likeness.json"
#: Each body oversees for itself: what came of it is its own.
_OVERSEEN = frozenset({"giám", "kiến_nghị_sau_giám_sát", "tái_giám_sát"})
#: What an office does or gets: of these each has its own, where it does not name the other.
ACTS = frozenset({"event", "session", "document", "letter", "petition", "opinion", "group"})
#: Words of the groups of people a count may be limited to (syllables, as words are kept).
PEOPLE = frozenset("thiểu trẻ khuyết tật nữ niên tuổi sinh công_nhân chiến tôn".split())
#: Words of which a fact has one or the other.
OPPOSITES = (
    ("thu", "chi"), ("thu_ngân_sách", "chi_ngân_sách"), ("thu", "chi_ngân_sách"), ("thu_ngân_sách", "chi"), ("mới", "sửa"), ("xây", "sửa"),
    ("đúng", "quá"), ("khiếu", "tố"), ("trực_tuyến", "tiếp"), ("thoát", "tái"), ("giám", "khảo"), ("giám", "phản_biện"),
)  # fmt: skip
#: How many characters round a figure the figures beside it may stand.
BESIDE = 400
#: How many lines and rows below a paragraph the cells of its table may stand.
BELOW = 15
#: A slip as sure as this may hide that one counts the gifts and the other the people who got them.
STRONG_SLIP = 0.65
#: Smaller numbers stand beside any other by chance.
LEAST_COMPANY = 4
Line = tuple[str, int]
Column = tuple[str, str, str, str, str, str]
Spot = tuple[str, int]


@dataclass(frozen=True)
class Learned:
    """A weighted sum of named features."""

    bias: float
    weights: dict[str, float]

    def score(self, features: dict[str, float]) -> float:
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())


@cache
def learned() -> dict[str, Learned]:
    """ "same" over the features of two figures, "slip" over those of a pair whose numbers differ."""
    rows = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: Learned(bias=row["bias"], weights=row["weights"]) for name, row in rows.items()}


class Words:
    """How telling a word is: rare words tell more."""

    def __init__(self, figures: Iterable[Stated]) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for figure in figures:
            counted.update(figure.subject.around | figure.subject.under | set(figure.subject.key))
            total += 1
        self.of = {w: math.log(1 + total / n) / math.log(1 + total) + 0.15 for w, n in counted.items()}
        self.sums: dict[frozenset[str], float] = {}

    def sum(self, words: frozenset[str]) -> float:
        found = self.sums.get(words)
        if found is None:
            found = self.sums[words] = sum(self.of.get(w, 1.0) for w in words)
        return found

    def held(self, own: frozenset[str], near: frozenset[str], far: frozenset[str] = frozenset()) -> float:
        """The share of some words found among those near, by more than half among those far (headings)."""
        total = self.sum(own)
        if not total:
            return 0.0
        weight, found = self.of.get, 0.0
        for word in own:
            if word in near:
                found += weight(word, 1.0)
            elif word in far:
                found += 0.6 * weight(word, 1.0)
        return found / total

    def dice(self, first: frozenset[str], second: frozenset[str]) -> float:
        total = self.sum(first) + self.sum(second)
        return 2 * self.common(first, second) / total if total else 0.0

    def common(self, first: frozenset[str], second: frozenset[str]) -> float:
        weight = self.of.get
        return sum(weight(w, 1.0) for w in first & second)

    def rarest(self, words: Iterable[str]) -> float:
        return max((self.of.get(w, 1.0) for w in words), default=0.0)

    def missing(self, own: frozenset[str], near: frozenset[str], far: frozenset[str]) -> float:
        """The rarest word of one that the other does not know; half where its headings do."""
        weight = self.of.get
        return max((weight(w, 1.0) * (0.5 if w in far else 1.0) for w in own if w not in near), default=0.0)


@dataclass(frozen=True)
class Profile:
    """What a figure is compared by, gathered once."""

    figure: Stated
    key: frozenset[str]
    near: frozenset[str]
    all: frozenset[str]
    whole: Stated | None
    is_total: bool
    in_rate: str

    @property
    def head(self) -> str:
        return self.figure.subject.head


class Facts:
    """The figures of some papers, and how alike any two of them are."""

    def __init__(
        self,
        figures: Sequence[Stated],
        sums: Iterable[Sum] = (),
        rates: Iterable[Rate] = (),
        before: Callable[[Stated], bool] = lambda figure: False,
    ) -> None:
        """``before`` tells whether a figure stands in the last review."""
        self.figures, self.before = figures, before
        self.words = Words(figures)
        self.lines: dict[Line, list[Stated]] = defaultdict(list)
        for figure in figures:
            self.lines[(figure.file, figure.line)].append(figure)
        sums = list(sums)
        self.parts = {_spot(p): s.total for s in sums for p in s.parts}
        self.totals = {_spot(s.total) for s in sums}
        self.counts: dict[Spot, str] = {}
        for rate in rates:
            if rate.rate.mode == "change" and not rate.rate.cell:
                continue  # a count and that of last year are no part and whole
            self.counts[_spot(rate.part)] = "part"
            self.counts.setdefault(_spot(rate.whole), "whole")
        self.profiles: dict[int, Profile] = {}
        self.tables: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
        self.columns: dict[Column, Counter[Decimal]] = defaultdict(Counter)
        for figure in figures:
            if figure.cell:
                self.columns[_column(figure)][figure.value] += 1
                self.tables[_table(figure)].append(figure)

    def profile(self, figure: Stated) -> Profile:
        found = self.profiles.get(id(figure))
        if found is None or found.figure is not figure:
            subject, spot = figure.subject, _spot(figure)
            key = frozenset(subject.key)
            near = subject.around | key
            found = self.profiles[id(figure)] = Profile(
                figure=figure, key=key, near=near, all=near | subject.under | subject.said | subject.before, whole=self.parts.get(spot),
                is_total=spot in self.totals, in_rate=self.counts.get(spot, ""),
            )  # fmt: skip
        return found

    def is_part(self, figure: Stated) -> bool:
        """One of the parts of a total told beside it."""
        return _spot(figure) in self.parts

    def likeness(self, a: Stated, b: Stated) -> float:
        return learned()["same"].score(self.features(a, b))

    @staticmethod
    def same_kind(a: Stated, b: Stated) -> bool:
        """The same kind of thing, of the same place and stage, whatever the day."""
        heads = {a.subject.head, b.subject.head} - {""}
        if a.unit != b.unit or (not a.unit and len(heads) > 1 and slip(a, b) < STRONG_SLIP):
            return False
        return a.spot == b.spot and not (a.state and b.state and a.state != b.state)

    def resemblance(self, a: Stated, b: Stated) -> float:
        """0 … about 1.3 by words alone, whatever the days: what a running total is found again by."""
        told = self.features(a, b)
        beside = 0.15 * told["company"]
        if a.subject.key and b.subject.key and told["held_most"] < 0.34:
            score = 0.3 * told["wide"] + beside
        else:
            score = 0.25 * (told["held_most"] + told["held_least"] + told["own"] + told["wide"]) + beside
        if not a.unit and told["parts_one"] and not (a.cell or b.cell):
            score -= 0.2
        if not a.unit and a.subject.head != b.subject.head:
            score -= 0.15  # another thing counted, or one that the cell does not name
        return score - (0.6 if told["events_apart"] or told["overseen_apart"] else 0.1 * told["actors_apart"])

    def whenever(self, a: Stated, b: Stated) -> float:
        """The likeness of two figures were they of one time: what a running total is found again by."""
        told = self.features(a, b) | {"period_same": 1.0, "mode_same": 1.0, "day_same": 0.0, "day_one": 0.0}
        return learned()["same"].score(told)

    def worth_comparing(self, a: Stated, b: Stated) -> bool:
        """Some words in common; without any the likeness need not be reckoned."""
        one, two = self.profile(a), self.profile(b)
        if not (one.key & two.near or two.key & one.near or one.near & two.near):
            return False
        return (
            self.words.dice(one.near, two.near) >= 0.1
            or self.words.held(one.key, two.near, b.subject.under) >= 0.1
            or self.words.held(two.key, one.near, a.subject.under) >= 0.1
        )

    def features(self, a: Stated, b: Stated) -> dict[str, float]:
        """Named, alike whichever figure comes first."""
        one, two = self.profile(a), self.profile(b)
        doers = self._of_doers(one, two)
        return (
            self._of_words(one, two)
            | doers
            | self._of_standing(one, two)
            | by_catalogue(a, b, apart=bool(doers["actors_apart"]))
        )

    def _of_words(self, one: Profile, two: Profile) -> dict[str, float]:
        words, a, b = self.words, one.figure.subject, two.figure.subject
        wide = min(1.0, words.dice(one.near | a.under, two.near | b.under) * 1.6)
        held = (
            words.held(one.key, two.near, b.under) if one.key else wide,
            words.held(two.key, one.near, a.under) if two.key else wide,
        )
        anywhere = (
            words.held(one.key, two.all) if one.key else 0.5,
            words.held(two.key, one.all) if two.key else 0.5,
        )
        covered = (
            words.common(a.beside, two.all) / words.sum(a.beside) if a.beside else 0.0,
            words.common(b.beside, one.all) / words.sum(b.beside) if b.beside else 0.0,
        )
        missing = words.missing(one.key, two.near, b.under), words.missing(two.key, one.near, a.under)
        return {
            "held_most": max(held), "held_least": min(held), "anywhere_most": max(anywhere), "anywhere_least": min(anywhere),
            "own": words.dice(one.key, two.key) if one.key and two.key else wide, "near": words.dice(one.near, two.near),
            "wide": wide, "noun": words.dice(a.noun, b.noun), "after": words.dice(a.after, b.after),
            "said": words.dice(a.said, b.said),
            "told": words.dice(a.said | a.before, b.said | b.before), "under": words.dice(a.under, b.under),
            "beside": words.dice(a.beside, b.beside),
            "covered": sum(covered), "covered_apart": abs(covered[0] - covered[1]),
            "rarest_shared": words.rarest(one.near & two.near), "missing_most": max(missing), "missing_least": min(missing),
            "key_shared": words.common(one.key, two.key), "beside_shared": words.common(a.beside, b.beside),
        }  # fmt: skip

    def _of_doers(self, one: Profile, two: Profile) -> dict[str, float]:
        a, b = one.figure, two.figure
        doers, others = a.subject.doers, b.subject.doers
        topics, theirs = a.subject.topics, b.subject.topics
        theme, thema = a.subject.theme, b.subject.theme
        apart = bool(a.actors and b.actors and not a.actors & b.actors)
        one_sided = bool(doers) != bool(others)
        own = (
            a.body != b.body and a.actors == {a.body} and b.actors == {b.body} and not (a.shared or b.shared)
        )
        return {
            "actors_same": bool(a.actors & b.actors), "actors_apart": apart,
            "events_apart": apart and "event" in (one.head, two.head),
            "overseen_apart": apart and bool(_OVERSEEN & (one.key | two.key)), "shared": a.shared or b.shared,
            "names_other": a.body != b.body and (a.body in b.actors or b.body in a.actors),
            "own_apart": own, "own_acts_apart": own and one.head in ACTS and two.head in ACTS,
            "sizes_same": bool(_sizes(one) & _sizes(two)), "sizes_apart": bool(_sizes(one) ^ _sizes(two)),
            "people_apart": float(len((one.near & PEOPLE) ^ (two.near & PEOPLE))), "opposed": _opposed(one.near, two.near),
            "doers_same": bool(doers & others), "doers_apart": bool(doers and others and not doers & others),
            "doers_one": one_sided, "event_doers_one": one.head == "event" and one_sided,
            "topics_same": bool(topics & theirs), "topics_apart": bool(topics and theirs and not topics & theirs),
            "topics_one": bool(topics) != bool(theirs), "topics_differing": float(len(topics ^ theirs)),
            "theme_same": bool(theme & thema), "theme_apart": bool(theme and thema and not theme & thema),
        }  # fmt: skip

    def _of_standing(self, one: Profile, two: Profile) -> dict[str, float]:
        a, b = one.figure, two.figure
        parts = one.whole is not None, two.whole is not None
        rates = {one.in_rate, two.in_rate}
        return {
            "head_same": bool(one.head) and one.head == two.head, "head_apart": bool(one.head and two.head and one.head != two.head),
            "group_same": a.group == b.group, "body_same": a.body == b.body, "file_same": a.file == b.file,
            "cells": a.cell and b.cell, "cell_and_prose": a.cell != b.cell, "table_below": _table_below(a, b) or _table_below(b, a),
            "spot_same": bool(a.spot) and a.spot == b.spot, "spot_one": bool(a.spot) != bool(b.spot),
            "state_same": bool(a.state) and a.state == b.state, "state_apart": bool(a.state and b.state and a.state != b.state),
            "state_one": bool(a.state) != bool(b.state), "day_same": a.as_of is not None and a.as_of == b.as_of,
            "day_one": (a.as_of is None) != (b.as_of is None), "period_same": a.period == b.period, "mode_same": a.mode == b.mode,
            "plan": "plan" in (a.mode, b.mode), "money": a.unit == "đồng", "percent": a.unit == "%", "measure": bool(a.unit),
            "ratio_same": a.of is not None and a.of == b.of, "parts_both": all(parts), "parts_one": parts[0] != parts[1],
            "total_same": one.is_total == two.is_total, "rate_same": one.in_rate == two.in_rate != "",
            "rate_apart": rates == {"part", "whole"}, "last_review": float(self.before(a)) + float(self.before(b)),
            "company": float(min(2, self._company(a, b))), "column_company": self._column_company(a, b) + self._column_company(b, a),
            "refers": bool(a.cell != b.cell and a.body == b.body and a.subject.refs & b.subject.refs),
            "whole_shared": (shared := self._whole_shared(a, b)), "whole_state": shared * (bool(a.state) and a.state == b.state),
            "whole_found": max(self._whole_found(a, b), self._whole_found(b, a)),
        }  # fmt: skip

    def row_named(self, a: Stated, b: Stated) -> bool:
        """A sentence of one tells the row of the other by its name."""
        if a.cell == b.cell:
            return False
        prose, cell = (b, a) if a.cell else (a, b)
        return row_named(prose, cell, self.lines[(prose.file, prose.line)], self.tables[_table(cell)])

    def _company(self, a: Stated, b: Stated) -> int:
        """Figures of the two lines, other than these, that say the same number of the same thing."""
        count = sum(
            any(y is not b and x.value == y.value and x.subject.head == y.subject.head for y in self._near(b))
            for x in self._near(a)
            if x.value > 1 and x.unit != "%" and x.mode == a.mode
        )
        return count + self._whole_beside(a, b) + self._whole_beside(b, a)

    def _column_company(self, prose: Stated, cell: Stated) -> float:
        """How many of the other numbers said beside one stand in the column of the other, long ones more than short, 0 … 3."""
        if prose.cell or not cell.cell:
            return 0.0
        column = self.columns[_column(cell)]
        beside = {
            f.value
            for f in self._near(prose)
            if f.unit == cell.unit and f.value not in (prose.value, cell.value)
        }
        return min(
            3.0,
            sum(min(1.0, len(f"{v.normalize():f}") / 3) for v in beside if v > LEAST_COMPANY and column[v]),
        )

    def _whole_shared(self, a: Stated, b: Stated) -> float:
        """A larger count of the same thing said beside both ("trong 31 kiến nghị … 22", "31 …, xong 27"): its digits."""
        if not a.subject.head or a.unit == "%":
            return 0.0
        most = max(a.value, b.value)
        one = {
            f.value
            for f in self._near(a)
            if f.value > most and (f.subject.head, f.unit, f.mode) == (a.subject.head, a.unit, a.mode)
        }
        two = {
            f.value
            for f in self._near(b)
            if f.value > most and (f.subject.head, f.unit, f.mode) == (b.subject.head, b.unit, b.mode)
        }
        return float(max((len(f"{v.normalize():f}") for v in one & two if v > LEAST_COMPANY), default=0))

    def _whole_found(self, ratio: Stated, other: Stated) -> float:
        """The whole of a ratio, said beside the other: how many digits it has."""
        if ratio.of is None or (ratio.of != other.of and not self._whole_beside(ratio, other)):
            return 0.0
        return float(min(4, len(f"{ratio.of.normalize():f}")))

    def _near(self, figure: Stated) -> list[Stated]:
        return [
            f
            for f in self.lines[(figure.file, figure.line)]
            if f is not figure and abs(f.start - figure.start) <= BESIDE
        ]

    def _whole_beside(self, ratio: Stated, other: Stated) -> bool:
        """What one says as 29/34 the other says as 34 and, further on, 26."""
        return (
            ratio.of is not None and other.of is None and any(f.value == ratio.of for f in self._near(other))
        )


def _column(cell: Stated) -> Column:
    """The table a cell stands in, and which of its columns by what that holds."""
    return cell.file, cell.place.sheet, cell.heading, cell.unit, cell.period, cell.mode


def _table(cell: Stated) -> tuple[str, str, str]:
    return cell.file, cell.place.sheet, cell.heading


def _table_below(prose: Stated, cell: Stated) -> bool:
    """The paragraph a table follows tells what stands in it."""
    return cell.cell and not prose.cell and cell.file == prose.file and 0 < cell.line - prose.line <= BELOW


def _sizes(profile: Profile) -> frozenset[str]:
    """Classes of size or age in what it counts."""
    return frozenset(w for w in profile.key if w[0] in "<>" or "~" in w)


def _opposed(one: frozenset[str], two: frozenset[str]) -> float:
    return float(
        sum(
            (x in one and y in two and not (x in two or y in one))
            or (y in one and x in two and not (y in two or x in one))
            for x, y in OPPOSITES
        )
    )


def by_catalogue(a: Stated, b: Stated, *, apart: bool = False) -> dict[str, float]:
    """What the catalogue of subjects knows of two figures: one subject (``apart``: each body's own), perhaps a part of it, two."""
    one, two = a.subject.code, b.subject.code
    known = bool(one and two)
    same = known and one.removesuffix(PART) == two.removesuffix(PART)
    loose = one.endswith(PART) or two.endswith(PART)
    other = known and not same and not related(one, two)
    return {
        "subject_one": same and not loose and not apart, "subject_near": same and (loose or apart),
        "subject_part": known and not same and not other, "subject_two": other and not loose, "subject_other": other and loose,
        "subject_unknown": bool(one) != bool(two),
    }  # fmt: skip


def _spot(figure: Stated) -> Spot:
    return figure.file, figure.start
