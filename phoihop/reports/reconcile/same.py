"""Do two figures speak of the same fact? A score from the words they count in and the words around them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from phoihop.core.stated import Stated, Sum

#: A number said with "hơn", "gần", "khoảng" is fine to its first two figures.
ROUND = frozenset({">", "<", "~"})


def tolerance(figure: Stated) -> Decimal:
    """How far another number may lie off and still be the same one, said more or less finely."""
    step = figure.step or Decimal(1)
    if figure.qualifier in ROUND and figure.value:
        size = Decimal(10) ** max(figure.value.copy_abs().adjusted() - 1, 0)
        zeros = Decimal(10) ** _trailing(figure.value)
        return max(step, min(size, zeros))
    return step if step > 1 or figure.unit == "%" else Decimal(0)


def _trailing(value: Decimal) -> int:
    digits = f"{value:f}".split(".")[0]
    return len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0


def agree(first: Stated, second: Stated) -> bool:
    """The same number, as finely as the coarser of the two was said."""
    if first.of is not None and second.of is not None and first.of != second.of:
        return False
    return abs(first.value - second.value) <= max(tolerance(first), tolerance(second))


def near(first: Stated, second: Stated) -> bool:
    """Numbers that a slip of the pen would turn into each other: digits swapped, one digit off, a few percent apart."""
    a, b = f"{first.value:f}".strip("0."), f"{second.value:f}".strip("0.")
    if (
        len(a) == len(b)
        and len(a) > 1
        and (sorted(a) == sorted(b) or (len(a) > 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1))
    ):
        return True
    most = max(abs(first.value), abs(second.value))
    if most <= 30 and abs(first.value - second.value) <= 3 and not first.unit:
        return True
    return bool(most) and abs(first.value - second.value) * 100 <= most * 15


@dataclass(frozen=True)
class Weights:
    """How telling a word is: rare words tell more."""

    of: dict[str, float]

    @classmethod
    def over(cls, figures: Iterable[Stated]) -> Weights:
        counted: Counter[str] = Counter()
        total = 0
        for figure in figures:
            counted.update(figure.subject.around | figure.subject.under | set(figure.subject.key))
            total += 1
        return cls({w: math.log(1 + total / n) / math.log(1 + total) + 0.15 for w, n in counted.items()})

    def sum(self, words: Iterable[str]) -> float:
        return sum(self.of.get(w, 1.0) for w in words)

    def held(self, words: Iterable[str], other: frozenset[str]) -> float:
        """The share of some words found among others."""
        own = set(words)
        total = self.sum(own)
        return self.sum(own & other) / total if total else 0.0

    def dice(self, first: frozenset[str], second: frozenset[str]) -> float:
        total = self.sum(first) + self.sum(second)
        return 2 * self.sum(first & second) / total if total else 0.0


Line = tuple[str, int]


class Facts:
    """The figures of some papers, and how alike any two of them are."""

    def __init__(self, figures: Sequence[Stated], sums: Iterable[Sum] = ()) -> None:
        self.figures = figures
        self.parts = {(p.file, p.start): s.total for s in sums for p in s.parts}
        self.weights = Weights.over(figures)
        self.lines: dict[Line, list[Stated]] = defaultdict(list)
        for figure in figures:
            self.lines[(figure.file, figure.line)].append(figure)

    def comparable(self, a: Stated, b: Stated) -> bool:
        """The same kind of thing, of the same time, place and stage."""
        heads = {a.subject.head, b.subject.head} - {""}
        if a.unit != b.unit or (not a.unit and len(heads) > 1):
            return False
        if a.spot != b.spot or (a.state and b.state and a.state != b.state):
            return False
        return self._same_day(a, b)

    @staticmethod
    def _same_day(a: Stated, b: Stated) -> bool:
        """Two different days are two different counts; a day only one names must not lie before the period's last month."""
        if a.as_of and b.as_of:
            return a.as_of == b.as_of
        one = a.as_of or b.as_of
        return one is None or one.month in (6, 12)

    def alike(self, a: Stated, b: Stated) -> float:
        """0 … about 1.3. What tells the count apart weighs most; equal figures beside both raise it; the parts of
        two totals are as alike as their totals are."""
        score = self._alike(a, b)
        whole_a, whole_b = self.parts.get((a.file, a.start)), self.parts.get((b.file, b.start))
        if whole_a is not None and whole_b is not None:
            return 0.6 * score + 0.4 * self._alike(whole_a, whole_b)
        if (whole_a is None) != (whole_b is None) and not (a.cell or b.cell):
            score -= 0.2
        return score

    def _alike(self, a: Stated, b: Stated) -> float:
        around_a, around_b = (
            a.subject.around | frozenset(a.subject.key),
            b.subject.around | frozenset(b.subject.key),
        )
        if a.cell or b.cell:  # a cell says what it is about only in its headings
            around_a, around_b = (
                (around_a | a.subject.under if a.cell else around_a),
                (around_b | b.subject.under if b.cell else around_b),
            )
        wide = min(1.0, self.weights.dice(around_a | a.subject.under, around_b | b.subject.under) * 1.6)
        one = self.weights.held(a.subject.key, around_b) if a.subject.key else wide
        two = self.weights.held(b.subject.key, around_a) if b.subject.key else wide
        own = (
            self.weights.dice(frozenset(a.subject.key), frozenset(b.subject.key))
            if a.subject.key and b.subject.key
            else wide
        )
        if a.subject.key and b.subject.key and max(one, two) < 0.34:
            return 0.3 * wide
        return 0.25 * (one + two + own + wide) + 0.15 * min(2, self._shared(a, b))

    def _shared(self, a: Stated, b: Stated) -> int:
        """Figures of the two lines, other than these, that say the same number of the same thing."""
        count = 0
        for x in self.lines[(a.file, a.line)]:
            if x is a or abs(x.start - a.start) > 400 or x.unit == "%" or x.mode != a.mode:
                continue
            for y in self.lines[(b.file, b.line)]:
                if (
                    y is not b
                    and abs(y.start - b.start) <= 400
                    and x.subject.head == y.subject.head
                    and x.value == y.value
                    and x.value > 1
                ):
                    count += 1
                    break
        return count
