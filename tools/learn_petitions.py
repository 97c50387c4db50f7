"""Learn what makes two petitions one matter; writes phoihop/petitions/data/likeness.json.

Run by hand. After ``matters.csv``, ``synonyms.csv`` or ``concepts.csv`` changed, ``.venv/bin/python tools/weigh_matters.py`` writes
``matter_words.txt``. After that, or when places or evidence changed: ``.venv/bin/pip install scikit-learn`` (not a dependency of the
product), then this, which writes ``likeness.json``. With ``--held-out`` each cluster is judged by what the others taught; with
``--unseen FILE`` the pairs of a file by what the other files taught; both write nothing.

What a pair is learned from leaves out the wordings that were written with the pairs in view (``known`` of matters.csv): with them
the matters would seem surer than they are of a petition nobody has seen.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from django.conf import settings
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

settings.configure(USE_I18N=False)

from phoihop.core.text import fold
from phoihop.petitions import matters
from phoihop.petitions.evidence import NAMES, deep, features
from phoihop.petitions.learned import DATA
from phoihop.petitions.matters import _rows
from phoihop.petitions.meeting import compare
from phoihop.petitions.sketching import sketch

PAIRS = ROOT / "phoihop" / "petitions" / "tests" / "data"
FILES = ("pairs_frozen.csv", "pairs_development.csv", "likeness_development.csv", "pairs_second.csv")
FOLDS, SHARE = 8, 0.5
TREES = {"n_estimators": 200, "max_depth": 3, "learning_rate": 0.06, "subsample": 0.5, "min_samples_leaf": 10,
         "max_features": 0.2, "random_state": 1}  # fmt: skip
HELD = 0.02
#: What a pair counts that the tool made itself, and one of the files whose texts are as people write them.
RETOLD, SPOKEN = 0.3, 2.0
AS_SPOKEN = ("pairs_development.csv", "pairs_second.csv")


@dataclass
class Pair:
    file: str
    cluster: str
    same: bool
    apart: bool
    values: tuple[float, ...]
    note: str
    first: str
    second: str
    place: str = ""
    other: str = ""


def blind(*, known: bool = False) -> None:
    """From here on matters are told without the wordings that were written with the pairs in view."""
    table = matters.read(matters.weigh(known=known))
    matters.weighed = lambda: table
    matters.nearest.cache_clear()
    deep.cache_clear()


def told(files: Iterable[str]) -> list[Pair]:
    out = []
    for name in files:
        with (PAIRS / name).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        clusters = _clusters(rows)
        for row in rows:
            first, second = row.get("a") or row["first"], row.get("b") or row["second"]
            a, b = sketch(first, place=row.get("place_a", "")), sketch(second, place=row.get("place_b", ""))
            met = compare(a.places, b.places, a.joined, b.joined)
            values = () if met.apart else features(a, b, met)
            same = row["kind"] == "same" if "kind" in row else row["same"] == "1"
            out.append(
                Pair(
                    name,
                    f"{name}:{clusters[first]}",
                    same,
                    met.apart,
                    values,
                    row.get("note", ""),
                    first,
                    second,
                    row.get("place_a", ""),
                    row.get("place_b", ""),
                )
            )
    return out


def _clusters(rows: list[dict[str, str]]) -> dict[str, str]:
    """Text → its cluster: texts joined by a pair are of one."""
    above: dict[str, str] = {}

    def top(text: str) -> str:
        while above.setdefault(text, text) != text:
            text = above[text]
        return text

    for row in rows:
        above[top(row.get("a") or row["first"])] = top(row.get("b") or row["second"])
    return {text: top(text) for text in list(above)}


OPENINGS = (
    "Kính đề nghị UBND phường xem xét: ",
    "Cử tri phản ánh: ",
    "Bà con nhiều lần kiến nghị: ",
    "Tiếp tục đề nghị: ",
    "Tôi xin hỏi: ",
)
CLOSINGS = (" Mong các cấp quan tâm.", " Đã phản ánh 3 lần chưa được giải quyết.", " Đề nghị sớm có biện pháp.", " Xin cảm ơn.",
            " Việc này kéo dài 2 năm nay.")  # fmt: skip


def retold(pairs: list[Pair], seed: int = 5) -> list[Pair]:
    """The same petition sent again: opened or closed in other words, without marks, shortened, with another count.

    The written pairs know no such copies; without them a near copy would always be another matter.
    """
    rng = random.Random(seed)  # noqa: S311 no secret
    out = []
    for text, cluster in sorted({(p.first, p.cluster) for p in pairs}):
        again = _again(text, rng)
        a, b = sketch(text), sketch(again)
        met = compare(a.places, b.places, a.joined, b.joined)
        if a.joined != b.joined and not met.apart:
            out.append(Pair("", cluster, True, False, features(a, b, met), "retold", text, again))
    return out


def _again(text: str, rng: random.Random) -> str:
    clauses = re.split(r"(?<=[,.;]) ", text)
    if len(clauses) > 2 and rng.random() < 0.5:
        del clauses[rng.randrange(1, len(clauses))]
    said = " ".join(clauses)
    said = re.sub(r"\b([2-9]) (tháng|năm|lần|ngày|hộ)\b", lambda m: f"{int(m[1]) + 1} {m[2]}", said)
    if rng.random() < 0.5:
        said = (
            rng.choice(OPENINGS) + said[:1].lower() + said[1:]
            if said[1:2].islower()
            else rng.choice(OPENINGS) + said
        )
    if rng.random() < 0.5:
        said = said.rstrip(".") + "." + rng.choice(CLOSINGS)
    return fold(said) if rng.random() < 0.25 else said


def framed(pairs: list[Pair], seed: int = 7) -> list[Pair]:
    """A pair opened and closed in the same set words, as letters to an office are: that makes it neither more nor less."""
    rng = random.Random(seed)  # noqa: S311 no secret
    out = []
    for pair in pairs:
        opening, closing = rng.choice(OPENINGS), rng.choice(CLOSINGS) + rng.choice(CLOSINGS)
        if pair.apart or rng.random() < 0.5:
            continue
        first, second = (f"{opening}{text.rstrip('.')}.{closing}" for text in (pair.first, pair.second))
        a, b = sketch(first, place=pair.place), sketch(second, place=pair.other)
        met = compare(a.places, b.places, a.joined, b.joined)
        if not met.apart:
            out.append(Pair("", pair.cluster, pair.same, False, features(a, b, met), "framed", first, second))
    return out


def exchanged(pairs: list[Pair], seed: int = 6) -> list[Pair]:
    """Another matter: in one wording of a pair a word is exchanged for one it excludes, or a number that names for another."""
    rng = random.Random(seed)  # noqa: S311 no secret
    out = []
    for pair in pairs:
        if not pair.same or not (other := _other(pair.second, rng)):
            continue
        a, b = sketch(pair.first, place=pair.place), sketch(other)
        met = compare(a.places, b.places, a.joined, b.joined)
        if not met.apart:
            out.append(
                Pair("", pair.cluster, False, False, features(a, b, met), "exchanged", pair.first, other)
            )
    return out


def _other(text: str, rng: random.Random) -> str:
    """The text with one word or number exchanged; empty if it has none."""
    ways = []
    for row in _rows("exclusive.csv"):
        choices = [choice.split("|") for choice in row["choices"].split(";")]
        for n, phrases in enumerate(choices):
            for phrase in phrases:
                if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE):
                    others = [choice[0] for m, choice in enumerate(choices) if m != n]
                    ways.append((rf"(?<!\w){re.escape(phrase)}(?!\w)", rng.choice(others)))
    for label in re.findall(r"\b(?:số|khoảnh|km|tuyến|lô|kênh|mương|trạm) (\d+)", text):
        ways.append((rf"(?<!\w){label}(?!\w)", str(int(label) + rng.choice([1, 2, 10, 11]))))
    if not ways:
        return ""
    old, new = rng.choice(ways)
    return re.sub(old, new, text, flags=re.IGNORECASE)


class Learner:
    """A weighted sum and small trees, both of the same features; their odds are halved together."""

    def __init__(self, pairs: list[Pair]) -> None:
        values, same = np.array([p.values for p in pairs]), np.array([p.same for p in pairs])
        self.scale = StandardScaler().fit(values)
        counts = [RETOLD if not p.file else SPOKEN if p.file in AS_SPOKEN else 1.0 for p in pairs]
        self.line = LogisticRegression(C=HELD, max_iter=5000).fit(self.scale.transform(values), same, counts)
        self.trees = GradientBoostingClassifier(**TREES).fit(values, same, counts)

    def scores(self, pairs: list[Pair]) -> Any:
        values = np.array([p.values for p in pairs])
        odds = SHARE * self.trees.decision_function(values) + (1 - SHARE) * self.line.decision_function(
            self.scale.transform(values)
        )
        return 1 / (1 + np.exp(-odds))

    def plain(self) -> dict[str, Any]:
        weights = self.line.coef_[0] / self.scale.scale_
        bias = float(self.line.intercept_[0] - (weights * self.scale.mean_).sum())
        prior = self.trees.init_.class_prior_[1]
        return {
            "names": list(NAMES),
            "share": SHARE,
            "bias": round(bias, 4),
            "weights": [round(float(w), 4) for w in weights],
            "start": round(float(np.log(prior / (1 - prior))), 4),
            "trees": [_grown(one[0].tree_, 0) for one in self.trees.estimators_],
        }


def _grown(tree: Any, n: int) -> Any:
    if tree.children_left[n] < 0:
        return round(float(tree.value[n][0][0]) * TREES["learning_rate"], 4)
    return [
        int(tree.feature[n]),
        round(float(tree.threshold[n]), 4),
        _grown(tree, tree.children_left[n]),
        _grown(tree, tree.children_right[n]),
    ]


def taught(pairs: list[Pair]) -> Learner:
    return Learner([p for p in pairs if not p.apart] + retold(pairs) + exchanged(pairs) + framed(pairs))


def held_out(pairs: list[Pair]) -> Any:
    """A score for each pair by what the other clusters taught; 0 where a place keeps them apart."""
    scores = np.zeros(len(pairs))
    groups = np.array([p.cluster for p in pairs])
    for learn, judge in GroupKFold(FOLDS).split(groups, groups=groups):
        mine = [pairs[n] for n in learn]
        learner = taught(mine)
        open_ones = [n for n in judge if not pairs[n].apart]
        scores[open_ones] = learner.scores([pairs[n] for n in open_ones])
    return scores


def figures(pairs: list[Pair], scores: Any, least: float = 0.5) -> dict[str, float]:
    right = sum(p.same and s >= least for p, s in zip(pairs, scores, strict=True))
    shown = sum(s >= least for s in scores)
    same = sum(p.same for p in pairs)
    return {"precision": round(right / max(1, shown), 3), "recall": round(right / max(1, same), 3)}


def report(pairs: list[Pair], scores: Any) -> dict[str, dict[str, float]]:
    out = {}
    for name in dict.fromkeys(p.file for p in pairs):
        mine = [n for n, p in enumerate(pairs) if p.file == name]
        out[name] = figures([pairs[n] for n in mine], scores[mine])
    out["all"] = figures(pairs, scores)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--held-out", action="store_true", help="judge each cluster by the others and write nothing"
    )
    parser.add_argument("--wrong", action="store_true", help="list the pairs that the others taught wrongly")
    parser.add_argument(
        "--unseen", metavar="FILE", help="judge the pairs of one file by what the other files taught"
    )
    options = parser.parse_args()
    blind()
    pairs = told(name for name in FILES if name != options.unseen)
    if options.unseen:
        learner = taught(pairs)
        blind(known=True)
        pairs = told([options.unseen])
        scores = np.array([0.0 if p.apart else learner.scores([p])[0] for p in pairs])
    elif options.held_out:
        scores = held_out(pairs)
    else:
        DATA.write_text(json.dumps(taught(pairs).plain(), separators=(",", ":")) + "\n")
        return
    print(json.dumps(report(pairs, scores), indent=1))
    if options.wrong:
        for pair, score in sorted(zip(pairs, scores, strict=True), key=lambda one: one[1]):
            if (score >= 0.5) != pair.same:
                print(
                    f"{'SAME' if pair.same else 'DIFF'} {score:.2f} | {pair.first} | {pair.second} | {pair.note}"
                )


if __name__ == "__main__":
    main()
