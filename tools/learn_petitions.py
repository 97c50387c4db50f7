"""Learn the weights of the likeness of petitions from the development pairs; prints what goes into likeness.py.

    python tools/learn_petitions.py phoihop/petitions/tests/data/likeness_development.csv

The frozen pairs of the tests are never given to it.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

from django.conf import settings

ROUNDS, RATE, SHRINK, DEARER = 4000, 1.0, 0.003, 1.3


def learn(rows: list[tuple[tuple[float, ...], int]]) -> tuple[list[float], float]:
    """Logistic regression by plain descent, a little shrunk; a missed pair costs more than a false one."""
    weights, bias = [0.0] * len(rows[0][0]), 0.0
    for _round in range(ROUNDS):
        slopes, slope = [0.0] * len(weights), 0.0
        for values, same in rows:
            odds = bias + sum(w * v for w, v in zip(weights, values, strict=True))
            error = (1 / (1 + math.exp(-odds)) - same) * (DEARER if same else 1)
            slope += error
            slopes = [s + error * v for s, v in zip(slopes, values, strict=True)]
        weights = [w - RATE * (s / len(rows) + SHRINK * w) for w, s in zip(weights, slopes, strict=True)]
        bias -= RATE * slope / len(rows)
    return weights, bias


def main() -> None:
    settings.configure(USE_I18N=False)
    from phoihop.petitions.likeness import compare, features, sketch  # noqa: PLC0415 needs the settings

    rows = []
    for name in sys.argv[1:]:
        with Path(name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                a, b = sketch(row["first"]), sketch(row["second"])
                meeting = compare(a.places, b.places, a.joined, b.joined)
                if not meeting.apart:
                    rows.append((features(a, b, meeting, a.concepts & b.concepts), int(row["same"])))
    weights, bias = learn(rows)
    sys.stdout.write(f"WEIGHTS = ({', '.join(f'{w:.2f}' for w in weights)})\nBIAS = {bias:.2f}\n")


if __name__ == "__main__":
    main()
