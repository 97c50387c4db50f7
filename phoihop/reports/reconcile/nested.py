"""One of two numbers is a part of the other, by what their own papers reckon: no disagreement, whatever words they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from phoihop.core.stated import Stated, Sum, Told
from phoihop.reports.reconcile.numbers import one_slip

Place = tuple[str, int]


class Nested:
    """The totals of some papers with their parts, and the shares told beside their counts."""

    def __init__(self, papers: Iterable[Told]) -> None:
        self.sums: dict[Place, list[Sum]] = defaultdict(list)
        self.shares: dict[Place, list[Stated]] = defaultdict(list)
        for paper in papers:
            for claim in paper.sums:
                self.sums[(claim.total.file, claim.total.start)].append(claim)
            for figure in paper.figures:
                if figure.unit == "%" and figure.mode == "done" and (figure.step or 1) < 1:
                    self.shares[(figure.file, figure.line)].append(figure)

    def holds(self, a: Stated, b: Stated) -> bool:
        less, more = sorted((a, b), key=lambda f: f.value)
        return self._is_part(less, more) or self._is_share(less, more)

    def _is_part(self, less: Stated, more: Stated) -> bool:
        """ "10 cuộc, … 13 cuộc, cộng 23 cuộc" is right, and 13 is what another place tells."""
        return any(
            sum((p.value for p in claim.parts), Decimal(0)) == claim.total.value and any(_same(p, less) for p in claim.parts)
            for claim in self.sums.get((more.file, more.start), ())
        )  # fmt: skip

    def _is_share(self, less: Stated, more: Stated) -> bool:
        """ "tiếp nhận 6.482 hồ sơ, trực tuyến chiếm 88,2 %" makes the 5.718 that another place tells."""
        if less.unit == "%" or more.value < LEAST_WHOLE or one_slip(less.value, more.value):
            return False
        real = less.value * 100 / more.value
        return any(
            abs(real - share.value) <= (share.step or Decimal(1)) / 2
            for share in self.shares.get((more.file, more.line), ())
        )


#: Of smaller wholes any two counts make some share that is told.
LEAST_WHOLE = 200


def _same(part: Stated, other: Stated) -> bool:
    return (
        part.value == other.value
        and part.unit == other.unit
        and (part.file, part.start) != (other.file, other.start)
    )
