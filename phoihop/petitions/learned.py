"""The odds that two petitions are one matter: weights and small trees of ``data/likeness.json``, plain numbers.

Learned by tools/learn_petitions.py, which also writes what was learned from and how well it did on what it had not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data") / "likeness.json"

#: A leaf is what it adds; a fork is (number of the feature, border, at most, above).
Tree = float | tuple[int, float, "Tree", "Tree"]


@dataclass(frozen=True)
class Learned:
    names: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    start: float
    trees: tuple[Tree, ...]
    share: float


@cache
def learned() -> Learned:
    told = json.loads(DATA.read_text(encoding="utf-8"))
    return Learned(
        tuple(told["names"]),
        told["bias"],
        tuple(told["weights"]),
        told["start"],
        tuple(told["trees"]),
        told["share"],
    )


def odds(values: Sequence[float]) -> float:
    """The mean of a weighted sum and of the trees, as the logarithm of odds."""
    known = learned()
    line = known.bias + sum(w * v for w, v in zip(known.weights, values, strict=True))
    grown = known.start
    for tree in known.trees:
        node = tree
        while not isinstance(node, float):
            at, border, low, high = node
            node = low if values[at] <= border else high
        grown += node
    return known.share * grown + (1 - known.share) * line


def probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
