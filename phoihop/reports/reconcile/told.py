"""A paper with some of its figures said otherwise: totals and rates follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from phoihop.core.stated import Stated, Told


def with_figures(paper: Told, changed: Callable[[Stated], Stated]) -> Told:
    """Every figure as ``changed`` gives it, in its totals and rates too."""
    new = {id(f): changed(f) for f in paper.figures}
    return replace(
        paper, figures=list(new.values()),
        sums=[replace(s, total=new.get(id(s.total), s.total), parts=tuple(new.get(id(p), p) for p in s.parts)) for s in paper.sums],
        rates=[
            replace(r, rate=new.get(id(r.rate), r.rate), part=new.get(id(r.part), r.part), whole=new.get(id(r.whole), r.whole))
            for r in paper.rates
        ],
    )  # fmt: skip
