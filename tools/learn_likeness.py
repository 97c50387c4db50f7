"""Learn what makes two figures one fact, from the labelled wards of tests/wards that may be looked at;
writes reports/reconcile/data/likeness.json.

Run by hand after the reading of reports changed: ``.venv/bin/pip install scikit-learn`` (not a dependency of the product),
then ``.venv/bin/python tools/learn_likeness.py``; with ``--held-out`` a quarter of the wards is judged by what the others taught, and
nothing is written. With fixed labels and seed the outcome is the same every time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")

import django

django.setup()

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from phoihop.core.stated import Stated, Told
from phoihop.ingest.readers import read_file
from phoihop.ingest.tally.tally import tell
from phoihop.reports.reconcile import likeness
from phoihop.reports.reconcile.find import in_the_period, reconcile
from phoihop.reports.reconcile.likeness import STRONG_SLIP, Facts, Learned
from phoihop.reports.reconcile.numbers import agree, in_one_measure, slip
from phoihop.reports.reconcile.pairs import (
    LEAST,
    Company,
    Pair,
    comparable,
    slip_features,
)  # fmt: skip
from phoihop.reports.reconcile.subjects import recognised, shipped

WARDS = ROOT / "tests" / "wards"
#: Slips put into each fact that two places tell alike, so that there is enough to learn from.
SLIPS = 3
#: Of the pairs that are no one fact, one in so many is learned from, and counts for all of them.
THINNED = 4
#: Wards judged by what the others taught are left out so many parts of them at a time.
FOLDS = 4
#: How strongly weights are held small; the likeness also drops what it does not need.
HELD_SAME, HELD_SLIP = 0.03, 1.0


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def number(said: str) -> Decimal | None:
    try:
        return Decimal(said)
    except InvalidOperation:
        return None


def labelled(answers: dict[str, Any], papers: Sequence[Told]) -> dict[int, str]:
    """Figure (by identity) → the fact it is labelled with."""
    by_file = {p.file: p for p in papers}
    facts: dict[int, str] = {}
    for label in answers["figures"]:
        value, paper = number(label["value"]), by_file[label["file"]]
        open_ones = [
            f for f in paper.figures if value is not None and f.value == value and id(f) not in facts
        ]
        ranked = [(fit(label, f, paper.text), n, f) for n, f in enumerate(open_ones)]
        if ranked and (best := max(ranked, key=lambda row: (row[0], -row[1])))[0] >= 0.5:
            facts[id(best[2])] = label["fact"]
    return facts


def fit(label: dict[str, Any], figure: Stated, text: str) -> float:
    """How well a figure stands where a label says, 0 … 1."""
    cell = re.fullmatch(r"(.+)!([A-Z]+\d+)", label["snippet"])
    if cell:
        return float(figure.place.cell == cell[2] and figure.place.sheet.strip() == cell[1].strip())
    wanted = words(label["snippet"])
    if label["where"] == "table" or figure.cell:
        said = set(words(figure.sentence))
        share = len(set(wanted) & said) / max(1, len(set(wanted)))
        return share if figure.cell == (label["where"] == "table") else 0.0
    beside = words(text[max(0, figure.start - 90) : figure.end + 90])
    joined, snippet = " ".join(beside), " ".join(wanted)
    return 1.0 if snippet in joined else 0.9 * len(set(wanted) & set(beside)) / max(1, len(set(wanted)))


def papers_of(folder: Path) -> list[Told]:
    return [tell(read_file(p.read_bytes(), p.name)) for p in sorted((folder / "papers").iterdir())]


class Ward:
    """The pairs of a ward with their features and whether they are one fact."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
        self.papers = papers_of(folder)
        facts = labelled(self.answers, self.papers)
        settled = in_the_period(recognised(self.papers, shipped()))
        named: dict[int, str] = {}
        figures: list[Stated] = []
        for before, after in zip(self.papers, settled, strict=True):
            for old, new in zip(before.figures, after.figures, strict=True):
                if after.role == "programme":
                    continue
                figures.append(in_one_measure(new))
                if id(old) in facts:
                    named[id(figures[-1])] = facts[id(old)]
        roles = {p.file: p.role for p in settled}
        read = [p for p in settled if p.role != "programme"]
        self.facts = Facts(
            figures, [s for p in read for s in p.sums], [r for p in read for r in p.rates],
            before=lambda figure: roles[figure.file] == "last_review",
        )  # fmt: skip
        self.pairs: list[tuple[Stated, Stated]] = []
        self.rows: list[dict[str, float]] = []
        self.same: list[int] = []
        for n, a in enumerate(figures):
            for b in figures[n + 1 :]:
                if a.mode not in ("done", "plan") or b.mode not in ("done", "plan") or not comparable(a, b):
                    continue
                if self.facts.worth_comparing(a, b) or slip(a, b) >= STRONG_SLIP:
                    self.pairs.append((a, b))
                    self.rows.append(self.facts.features(a, b))
                    self.same.append(int(id(a) in named and named[id(a)] == named.get(id(b))))


def fitted(rows: list[dict[str, float]], truth: list[int], held: float, *, drop: bool) -> Learned:
    names = list(rows[0])
    kept_rows = [n for n, same in enumerate(truth) if same or not drop or n % THINNED == 0]
    table = np.array([[float(rows[n][name]) for name in names] for n in kept_rows])
    truth = [truth[n] for n in kept_rows]
    heavy = [1.0 if same or not drop else float(THINNED) for same in truth]
    scaler = StandardScaler().fit(table, sample_weight=heavy)
    model = LogisticRegression(
        C=held, max_iter=4000, **({"penalty": "l1", "solver": "liblinear"} if drop else {})
    )
    model.fit(scaler.transform(table), truth, sample_weight=heavy)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    kept = {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) > 1e-4}
    return Learned(bias=round(bias, 4), weights=kept)


def wrong_number(value: Decimal, chance: random.Random) -> Decimal:
    """A number as a slip of the pen, or an older draft, leaves it."""
    digits = f"{value.normalize():f}"
    if "." in digits or len(digits.rstrip("0")) < 2 or chance.random() < 0.25:
        if value < 100:
            return value + chance.choice([-3, -2, -1, 1, 2, 3] if value > 4 else [1, 2])
        return (value * Decimal(chance.choice(["0.9", "0.95", "1.02", "1.05", "1.1"]))).quantize(Decimal(1))
    core = digits.rstrip("0")
    tail, signs = digits[len(core) :], list(core)
    at = chance.randrange(len(signs) - 1)
    if chance.random() < 0.5 and signs[at] != signs[at + 1] and (at or signs[1] != "0"):
        signs[at], signs[at + 1] = signs[at + 1], signs[at]
    else:
        at = chance.randrange(len(signs))
        signs[at] = chance.choice([d for d in "123456789" if d != signs[at]])
    return Decimal("".join(signs) + tail)


def slips(ward: Ward, same: Learned, chance: random.Random) -> tuple[list[dict[str, float]], list[int]]:
    pairs = [
        (Pair(first=a, second=b, likeness=score), truth)
        for (a, b), row, truth in zip(ward.pairs, ward.rows, ward.same, strict=True)
        if (score := same.score(row)) >= LEAST
    ]
    company = Company([pair for pair, _truth in pairs])
    rows: list[dict[str, float]] = []
    truths: list[int] = []
    for pair, truth in pairs:
        a, b = pair.first, pair.second
        if not agree(a, b):
            rows.append(slip_features(ward.facts, company, pair))
            truths.append(truth)
            continue
        for _n in range(SLIPS if truth else 0):
            told = (replace(a, value=wrong_number(a.value, chance)), b)
            if chance.random() < 0.5:
                told = (a, replace(b, value=wrong_number(b.value, chance)))
            if not agree(*told):
                rows.append(slip_features(ward.facts, company, pair, told))
                truths.append(1)
    return rows, truths


def learn(wards: Sequence[Ward]) -> dict[str, Learned]:
    same = fitted(
        [r for w in wards for r in w.rows], [t for w in wards for t in w.same], HELD_SAME, drop=True
    )
    chance, rows, truths = random.Random(1), [], []  # noqa: S311 a fixed seed, no secret
    for ward in wards:
        more, told = slips(ward, same, chance)
        rows += more
        truths += told
    return {"same": same, "slip": fitted(rows, truths, HELD_SLIP, drop=False)}


def judged(ward: Ward) -> tuple[int, int, int]:
    """(planted, found, false alarms) with what is learned now."""
    sys.path.insert(0, str(ROOT / "tests"))
    from test_reconcile_wards import planted  # noqa: PLC0415

    told = reconcile(recognised(ward.papers, shipped()))
    names = [planted(one, ward.answers["contradictions"]) for one in told]
    return len(ward.answers["contradictions"]), len(set(names) - {""}), names.count("")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("wards", nargs="*")
    chosen = parser.parse_args()
    names = chosen.wards or [f"w{n}" for n in (*range(1, 34),)]
    wards = [Ward(WARDS / name) for name in names]
    if chosen.held_out:
        sums = [0, 0, 0]
        for fold in range(FOLDS):
            held = wards[fold::FOLDS]
            taught = learn([w for w in wards if w not in held])
            likeness.learned = lambda taught=taught: taught  # type: ignore[assignment]
            sys.modules["phoihop.reports.reconcile.pairs"].learned = likeness.learned  # type: ignore[attr-defined]
            for ward in held:
                row = judged(ward)
                sums = [x + y for x, y in zip(sums, row, strict=True)]
                print(ward.name, *row, flush=True)
        print("all", *sums)
        return
    taught = learn(wards)
    told = {k: {"bias": v.bias, "weights": dict(sorted(v.weights.items()))} for k, v in taught.items()}
    likeness.WEIGHTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print({k: len(v.weights) for k, v in taught.items()})


if __name__ == "__main__":
    main()
