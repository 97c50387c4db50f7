"""Two numbers: the same as finely as they were said, or parted as a slip of the pen parts them?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from phoihop.core.stated import Stated

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


#: Measures of one kind: what one of it is in the smaller measure of that kind.
MEASURES = {
    "ha": ("m2", Decimal(10_000)),
    "km": ("m", Decimal(1000)),
    "tấn": ("kg", Decimal(1000)),
    "tạ": ("kg", Decimal(100)),
}


def in_one_measure(figure: Stated) -> Stated:
    """Hectares as square metres, kilometres as metres, tonnes as kilogrammes: so that two ways of saying it compare."""
    if figure.unit not in MEASURES:
        return figure
    unit, times = MEASURES[figure.unit]
    return replace(figure, unit=unit, value=figure.value * times, step=(figure.step or Decimal(1)) * times)


def _trailing(value: Decimal) -> int:
    digits = f"{value:f}".split(".")[0]
    return len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0


def agree(first: Stated, second: Stated) -> bool:
    """The same number, as finely as the coarser of the two was said."""
    if first.of is not None and second.of is not None and first.of != second.of:
        return False
    return abs(first.value - second.value) <= max(tolerance(first), tolerance(second))


def one_slip(first: Decimal, second: Decimal) -> bool:
    """One digit off, or two beside each other swapped."""
    a, b = f"{first.normalize():f}", f"{second.normalize():f}"
    off = [n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b):
        return False
    return len(off) == 1 or (
        len(off) == 2 and off[1] - off[0] == 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
    )


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
            places = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
            if places[1] - places[0] > 1:
                return 0.3  # digits far from each other are seldom swapped
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
