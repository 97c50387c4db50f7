"""Which two figures tell one fact with two numbers: likely the same fact, parted as a slip parts numbers, and nothing
as alike that agrees."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from phoihop.core.stated import Stated
from phoihop.reports.reconcile.apart import clause_left, two_days, two_facts
from phoihop.reports.reconcile.likeness import STRONG_SLIP, Facts, learned
from phoihop.reports.reconcile.numbers import agree, slip

#: Odds (logarithm) from which a pair is told to a person, and a pair of percentages, whose bases are seldom said.
#: Chosen on wards left out of the learning.
TOLD, TOLD_SHARE = 0.75, 3.5
#: The same for two bodies' counts of which one names a day amid the period.
TOLD_AMID = 5.5
#: Likeness below which a pair is not looked at; a sure slip may be this unlike, others may not.
LEAST, LEAST_PLAIN = -6.0, -4.0
#: The same for long numbers of which two digits changed places: hardly ever two facts.
LEAST_SWAPPED, SWAPPED, SWAP_TELLS = -10.0, 1.0, 2.0
SURE_SLIP = 0.7
#: A sentence that names the row of a table tells what stands in it, however small the numbers.
ROW_TELLS = 4.5
#: Two sentences that each begin with what they are about, in the same words.
LABEL_TELLS = 1.0
#: The same where nothing but words speaks for one fact: a table beside its paragraph, company of the same numbers, parts of one
#: whole, one subject of the catalogue are a second reason.
TOLD_BARE = 2.0
SECOND_REASONS = (
    "parts_one", "table_below", "refers", "whole_shared", "whole_found", "company", "state_same", "ratio_same",
    "label_same", "row_named", "subject_one", "subject_near",
)  # fmt: skip
#: How far a pair must lead whatever agrees with either of the two on the other's side.
LEAD = 0.2
#: A count of a day before these is not the month's.
LAST_DAYS = 28

Side = tuple[str, bool]


@dataclass(frozen=True, kw_only=True)
class Pair:
    first: Stated
    second: Stated
    likeness: float
    odds: float = 0.0


def side_of(figure: Stated) -> Side:
    return figure.file, figure.cell


def comparable(a: Stated, b: Stated) -> bool:
    """The same measure, time, place and stage, told in two places."""
    if side_of(a) == side_of(b) or a.unit != b.unit or not _same_time(a.period, b.period):
        return False
    if a.spot and b.spot and a.spot != b.spot:
        return False
    if (a.of is None) != (b.of is None) and (a.of if a.of is not None else b.of) in (a.value, b.value):
        return False  # one is the whole of which the other tells the part
    one, two = _given_by(a), _given_by(b)
    return not (one and two and one != two) and _same_day(a, b)


#: Who set the plan a figure is, or is a share of: two setters set two plans.
_GIVEN = re.compile(
    r"(?:dự toán|kế hoạch|chỉ tiêu|vốn)[^,;.|()]{0,20}?(?P<who>tỉnh|thành phố|trung ương|cấp trên|hđnd|hội đồng nhân dân|đảng ủy)"
    r"(?: [^,;.|()\d]{1,20})?\s*(?:giao|đề ra|quyết nghị)",
    re.IGNORECASE,
)


def _given_by(figure: Stated) -> str:
    said = figure.sentence if figure.cell else figure.subject.words
    if figure.unit not in ("%", "đồng") and figure.mode != "plan":
        return ""
    named = _GIVEN.search(said)
    if named is None and figure.mode == "plan":
        named = next(iter(reversed(list(_GIVEN.finditer(clause_left(figure))))), None)
    return named["who"].lower().replace("hội đồng nhân dân", "hđnd") if named else ""


def _same_time(one: str, two: str) -> bool:
    return one.removeprefix("to-") == two.removeprefix("to-")


def _same_day(a: Stated, b: Stated) -> bool:
    """Two different days are two counts; a day only one names must not lie before the period's last month."""
    if a.as_of and b.as_of:
        return a.as_of == b.as_of
    one = a.as_of or b.as_of
    return one is None or one.month in (6, 12)


def likely_pairs(facts: Facts, figures: Sequence[Stated]) -> Iterator[Pair]:
    """Every two figures that may tell one fact, with their likeness; equal and differing ones."""
    buckets: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for figure in figures:
        if figure.mode in ("done", "plan"):
            buckets[(figure.unit, figure.period.removeprefix("to-"))].append(figure)
    for bucket in buckets.values():
        for a, b in combinations(bucket, 2):
            if comparable(a, b) and (facts.worth_comparing(a, b) or slip(a, b) >= STRONG_SLIP):
                likeness = facts.likeness(a, b)
                if likeness >= (LEAST_SWAPPED if _swapped(a, b) else LEAST):
                    yield Pair(first=a, second=b, likeness=likeness)


class Company:
    """For one figure: what else is like it on each side, and whether that agrees."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.near: dict[int, list[tuple[Stated, float]]] = defaultdict(list)
        for pair in pairs:
            self.near[id(pair.first)].append((pair.second, pair.likeness))
            self.near[id(pair.second)].append((pair.first, pair.likeness))

    def best(self, figure: Stated, as_told: Stated, but: Stated) -> tuple[float, float, float]:
        """Likeness of what agrees best on the other's side, of what agrees best anywhere, of what else differs there.

        ``as_told`` is the figure with the number it is held to have (learning puts in slips of its own)."""
        agreeing = anywhere = differing = LEAST
        side = side_of(but)
        for other, likeness in self.near.get(id(figure), ()):
            if other is but:
                continue
            same = agree(as_told, other)
            if same:
                anywhere = max(anywhere, likeness)
            if side_of(other) == side:
                if same:
                    agreeing = max(agreeing, likeness)
                else:
                    differing = max(differing, likeness)
        return agreeing, anywhere, differing


def slip_features(
    facts: Facts, company: Company, pair: Pair, told: tuple[Stated, Stated] | None = None
) -> dict[str, float]:
    """What speaks for two numbers of one fact. ``told`` stands in for the pair's figures while learning."""
    a, b = told or (pair.first, pair.second)
    one = company.best(pair.first, a, pair.second)
    two = company.best(pair.second, b, pair.first)
    agreeing, differing = max(one[0], two[0]), max(one[2], two[2])
    parted, most = slip(a, b), max(abs(a.value), abs(b.value))
    apart = float(abs(a.value - b.value) / most) if most else 0.0
    like, percent = pair.likeness, a.unit == "%"
    amid = (a.as_of is None) != (b.as_of is None) and (a.as_of or b.as_of or date.max).day < LAST_DAYS
    return facts.features(pair.first, pair.second) | {
        "likeness": like, "slip": parted, "slip_likeness": parted * like, "slip_squared": parted * parted,
        "strong": parted >= STRONG_SLIP, "no_slip": parted == 0, "lead": like - agreeing, "agreeing": agreeing,
        "lead_differing": like - differing, "lead_all": like - max(agreeing, differing),
        "agrees_elsewhere": max(one[1], two[1]), "both_agree_elsewhere": min(one[1], two[1]),
        "percent": percent, "percent_likeness": percent * like, "percent_cell": percent and a.cell != b.cell,
        "money": a.unit == "đồng", "apart": min(apart, 2.0), "small": most < 30, "tiny": most < 10,
        "size": math.log10(float(most) + 1), "file_same": a.file == b.file, "cells": a.cell and b.cell,
        "last_review": facts.before(a) or facts.before(b), "period_same": a.period == b.period, "mode_same": a.mode == b.mode,
        "label_same": bool(a.subject.label) and a.subject.label == b.subject.label, "row_named": facts.row_named(a, b),
        "length_same": _digits(a.value) == _digits(b.value), "amid": amid, "amid_plain": amid and parted < STRONG_SLIP,
    }  # fmt: skip


def _swapped(a: Stated, b: Stated) -> bool:
    heads = {a.subject.head, b.subject.head} - {""}
    return slip(a, b) >= SWAPPED and a.period == b.period and a.mode == b.mode and len(heads) < len((a, b))


def _needed(pair: Pair, features: dict[str, float]) -> float:
    """The odds from which a pair is told."""
    if two_days(pair.first, pair.second, features):
        return TOLD_AMID
    if pair.first.unit == "%":
        return TOLD_SHARE
    return TOLD if any(features[name] for name in SECOND_REASONS) else TOLD_BARE


def _digits(value: Decimal) -> int:
    return len(f"{value.normalize():f}")


def disagreeing(facts: Facts, figures: Sequence[Stated]) -> list[Pair]:
    """The pairs to tell, the surest first: each figure is the other's likeliest differing partner on its side."""
    pairs = list(likely_pairs(facts, figures))
    company = Company(pairs)
    found: list[Pair] = []
    for pair in pairs:
        if agree(pair.first, pair.second) or pair.first.mode != pair.second.mode:
            continue
        features = slip_features(facts, company, pair)
        if pair.likeness < LEAST_PLAIN and features["slip"] < SURE_SLIP and not features["row_named"]:
            continue
        swapped = _swapped(pair.first, pair.second)
        alone = swapped and features["agreeing"] <= LEAST
        if (features["lead"] < LEAD and not alone) or two_facts(pair.first, pair.second, features):
            continue
        odds = learned()["slip"].score(features) + SWAP_TELLS * swapped
        odds += ROW_TELLS * features["row_named"] + LABEL_TELLS * features["label_same"]
        if odds < _needed(pair, features):
            continue
        found.append(Pair(first=pair.first, second=pair.second, likeness=pair.likeness, odds=odds))
    best: dict[tuple[int, Side], tuple[float, int]] = {}
    for n, pair in enumerate(found):
        for me, other in ((pair.first, pair.second), (pair.second, pair.first)):
            place = (id(me), side_of(other))
            if pair.odds > best.get(place, (-math.inf, -1))[0]:
                best[place] = (pair.odds, n)
    kept = [
        pair
        for n, pair in enumerate(found)
        if best[(id(pair.first), side_of(pair.second))][1] == n
        and best[(id(pair.second), side_of(pair.first))][1] == n
    ]
    return sorted(kept, key=lambda pair: -pair.odds)
