"""Do two figures speak of the same fact? A score from the words they count in and the words around them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from phoihop.core.stated import Stated, Sum

#: A number said with "hơn", "gần", "khoảng" is fine to its first two figures.
#: A slip as sure as this may hide that one counts the gifts and the other the people who got them.
SURE_SLIP = 0.65
#: Each body oversees for itself: what came of it is its own.
_OVERSEEN = frozenset({"giám", "kiến_nghị_sau_giám_sát", "tái_giám_sát"})
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


def slip(first: Stated, second: Stated) -> float:
    """How much two numbers look like one with a slip of the pen, 0 … 1.

    Long numbers with two digits swapped or one digit off are hardly ever two facts; short ones often are.
    """
    if first.unit == "%":
        return 0.35 if abs(first.value - second.value) <= 15 else 0.0
    a, b = f"{first.value.normalize():f}".replace(".", ""), f"{second.value.normalize():f}".replace(".", "")
    while len(a) > 1 and len(b) > 1 and a[-1] == b[-1] == "0":
        a, b = a[:-1], b[:-1]
    if len(a) == len(b) and len(a) > 1:
        off = sum(x != y for x, y in zip(a, b, strict=True))
        if sorted(a) == sorted(b) and off == 2:
            return {2: 0.4, 3: 0.75, 4: 0.9}.get(len(a), 1.0)
        if off == 1 and len(a) > 2:
            return {3: 0.45, 4: 0.65}.get(len(a), 0.7)
        if off == 1:
            return 0.2
    most = max(abs(first.value), abs(second.value))
    apart = abs(first.value - second.value)
    if most <= 30 and apart <= 3 and not first.unit:
        return 0.1 if most < 10 else 0.3
    return 0.35 if most and apart * 100 <= most * 15 else 0.0


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

    def held(self, words: Iterable[str], near: frozenset[str], far: frozenset[str]) -> float:
        """The share of some words found among those near, by more than half among those far (headings)."""
        own = set(words)
        total = self.sum(own)
        return (self.sum(own & near) + 0.6 * self.sum((own - near) & far)) / total if total else 0.0

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
        return self.same_kind(a, b) and self._same_day(a, b)

    @staticmethod
    def same_kind(a: Stated, b: Stated) -> bool:
        """The same kind of thing, of the same place and stage."""
        heads = {a.subject.head, b.subject.head} - {""}
        if a.unit != b.unit or (not a.unit and len(heads) > 1 and slip(a, b) < SURE_SLIP):
            return False
        return a.spot == b.spot and not (a.state and b.state and a.state != b.state)

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
        if (whole_a is None) != (whole_b is None) and not (a.cell or b.cell or a.unit):
            score -= 0.2
        if not a.unit and a.subject.head != b.subject.head:
            score -= 0.15  # another thing counted, or one that the cell does not name
        return score - self._other_doers(a, b)

    @staticmethod
    def _other_doers(a: Stated, b: Stated) -> float:
        """Each body holds its own meetings and supervisions: counts of different doers are seldom one fact."""
        if not a.actors or not b.actors or a.actors & b.actors:
            return 0.0
        if a.subject.head == "event" or _OVERSEEN & {*a.subject.key, *b.subject.key}:
            return 0.6
        if a.shared or b.shared:
            return 0.1  # one takes part in, or receives, what the other does
        return {"petition": 0.25, "opinion": 0.25, "letter": 0.25}.get(a.subject.head, 0.1)

    def _alike(self, a: Stated, b: Stated) -> float:
        one, two = a.subject, b.subject
        near_one, near_two = one.around | frozenset(one.key), two.around | frozenset(two.key)
        wide = min(1.0, self.weights.dice(near_one | one.under, near_two | two.under) * 1.6)
        held_one = self.weights.held(one.key, near_two, two.under) if one.key else wide
        held_two = self.weights.held(two.key, near_one, one.under) if two.key else wide
        beside = 0.15 * min(2, self._shared(a, b))
        if one.key and two.key and max(held_one, held_two) < 0.34:
            return 0.3 * wide + beside
        own = self.weights.dice(frozenset(one.key), frozenset(two.key)) if one.key and two.key else wide
        return 0.25 * (held_one + held_two + own + wide) + beside

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
