"""The odds that two petitions are one matter: weights and small trees of ``data/likeness.json``, plain numbers.

Learned by tools/learn_petitions.py, which also writes what was learned from and how well it did on what it had not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data") / "likeness.json"

#: A leaf is what it adds; a fork is (number of the feature, border, at most, above).
Tree = float | Sequence[Any]
#: Every tree is asked so often, the leaf of a smaller one again and again: so no step asks whether it is at a leaf.
DEPTH = 3


@dataclass(frozen=True)
class Learned:
    names: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    start: float
    trees: tuple[tuple[Any, ...], ...]
    share: float


@cache
def learned() -> Learned:
    told = json.loads(DATA.read_text(encoding="utf-8"))
    return Learned(
        tuple(told["names"]),
        told["bias"],
        tuple(told["weights"]),
        told["start"],
        tuple([_grown(tree, DEPTH) for tree in told["trees"]]),
        told["share"],
    )


def _grown(tree: Tree, depth: int) -> Any:
    if not depth:
        return tree
    at, border, low, high = (0, 0.0, tree, tree) if isinstance(tree, float) else tree
    return at, border, _grown(low, depth - 1), _grown(high, depth - 1)


def odds(values: Sequence[float]) -> float:
    """The mean of a weighted sum and of the trees, as the logarithm of odds."""
    known = learned()
    if len(values) != len(known.weights):
        raise ValueError(f"{len(values)} numbers for {len(known.weights)} weights")
    line = known.bias + sum(map(mul, known.weights, values))
    grown = known.start
    for tree in known.trees:
        node: Any = tree
        for _step in range(DEPTH):
            at, border, low, high = node
            node = low if values[at] <= border else high
        grown += node
    return known.share * grown + (1 - known.share) * line


def probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
