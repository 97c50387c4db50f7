"""Invented wards with sealed answers: three half-year reports, an annex, last year's review, twenty planted
contradictions and ten decoys each. Written by people who had not seen the reader.

All were looked at since: what makes two figures one fact is learned from them, and the rules were held against them. What is to be
expected of papers nobody looked at is told by ``tools/learn_likeness.py --held-out`` and by ``test_reconcile_retold``.
Thirteen are read here.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import pytest

from phoihop.reports.reconcile import Disagreement, reconcile
from phoihop.reports.reconcile.subjects import recognised, shipped
from tests.ward_papers import WARDS, papers

#: Labels give money as printed: in đồng, nghìn, triệu, tỷ; land as m2 or ha.
SCALES = (0, 3, 4, 6, 9)
HARDEST = ("w17", "w18", "w21", "w22", "w23")
SEEN = ("w3", "w12")
#: Looked at last, after they had been measured once unseen (38 of 40 found, 6 false alarms).
LATEST = ("w28", "w29")
#: Measured once when nobody had looked at them: 38 of 40 found, 7 false alarms (5 and 2; the bar is 2 a ward).
MEASURED = ("w30", "w31")
#: Measured once when nobody had looked at them: 15 of 20 with no false alarm, 15 of 20 with 3. Looked at since.
NEWEST = ("w32", "w33")
#: Measured once when nobody had looked at them: 11 of 20 with 4 false alarms, 16 of 20 with 4. Looked at since; what is missed
#: of them yet are small counts between two bodies, whose words a likeness learned from other wards does not know as one.
MEASURED_LATER = ("w36", "w37")
#: Measured once when nobody had looked at them, the first two twice (16 and 16 of 20, alarms 2 and 2, before and after what the wards
#: above had taught), the others with all of it: 16 and 15 of 20, alarms 4 and 4. Looked at since; what they missed is mended in part.
LAST_MEASURED = ("w38", "w39", "w40", "w41")


@cache
def answers(ward: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((WARDS / ward / "answers.json").read_text())
    return loaded


def numbers(values: list[str]) -> set[str]:
    found = set()
    for value in "/".join(values).split("/"):
        try:
            found.add(f"{Decimal(value.strip()).normalize():f}")
        except InvalidOperation:
            continue
    return found


def planted(one: Disagreement, contradictions: list[dict[str, Any]]) -> str:
    """The planted contradiction a disagreement is: its papers, and at least two of its numbers."""
    files = {f.file for f in one.places}
    values = numbers([f.value_words for f in one.places])
    for plant in contradictions:
        wanted, where = numbers(plant["values"]), {p["file"] for p in plant["places"]}
        scaled = {f"{(Decimal(w) * 10**n).normalize():f}" for w in wanted for n in SCALES}
        enough = 1 if plant["kind"] == "answered_solved" else min(2, len(wanted))
        # a third place that tells the same fact again is no other disagreement
        if len(files & where) >= min(2, len(where), len(files)) and len(values & scaled) >= enough:
            return str(plant["id"])
    return ""


@cache
def told(ward: str) -> tuple[set[str], list[Disagreement]]:
    """(planted contradictions found, false alarms)."""
    contradictions = answers(ward)["contradictions"]
    named = [(planted(one, contradictions), one) for one in reconcile(recognised(papers(ward), shipped()))]
    return {name for name, _one in named if name}, [one for name, one in named if not name]


def share_read(ward: str) -> float:
    """The share of labelled figures that were read with their value."""
    by_file = {
        p.file: {f.value_words for f in p.figures} | {f"{f.value.normalize():f}" for f in p.figures}
        for p in papers(ward)
    }
    wanted = answers(ward)["figures"]
    return sum(g["value"] in by_file[g["file"]] for g in wanted) / len(wanted)


@pytest.mark.parametrize("ward", SEEN)
def test_nearly_every_figure_of_three_reports_is_read(ward: str) -> None:
    assert share_read(ward) >= 0.94


def test_most_planted_contradictions_of_the_wards_are_found_with_few_false_alarms() -> None:
    results = {ward: told(ward) for ward in SEEN}
    found = sum(len(hit) for hit, _false in results.values())
    alarms = [len(false) for _hit, false in results.values()]
    assert found >= 0.95 * sum(len(answers(w)["contradictions"]) for w in SEEN)
    assert max(alarms) <= 4 and sum(alarms) <= 3 * len(SEEN)


def test_who_speaks_and_of_which_period_is_read_from_every_half_year_report() -> None:
    wrong = []
    for ward in SEEN:
        known = {f["name"]: f for f in answers(ward)["files"]}
        for paper in papers(ward):
            label = known[paper.file]
            if label["role"] == "report" and (paper.role, paper.body, paper.period) != (
                "report",
                label["body"],
                label["period"],
            ):
                wrong.append((ward, paper.file, paper.role, paper.body, paper.period))
    assert wrong == []


def test_of_the_hardest_wards_too_nearly_all_is_found_with_two_false_alarms_a_ward() -> None:
    results = {ward: told(ward) for ward in HARDEST}
    assert min(share_read(ward) for ward in HARDEST) >= 0.9
    assert sum(len(hit) for hit, _false in results.values()) >= 95
    assert sum(len(false) for _hit, false in results.values()) <= 2 * len(HARDEST)


def test_of_the_wards_looked_at_last_nineteen_in_twenty_are_found_with_two_false_alarms_a_ward() -> None:
    results = {ward: told(ward) for ward in LATEST}
    assert sum(len(hit) for hit, _false in results.values()) >= 38
    assert max(len(false) for _hit, false in results.values()) <= 2


def test_what_was_found_in_two_wards_nobody_had_looked_at_is_still_found_with_no_more_false_alarms() -> None:
    results = {ward: told(ward) for ward in MEASURED}
    assert sum(len(hit) for hit, _false in results.values()) >= 38
    assert sum(len(false) for _hit, false in results.values()) <= 7


def test_of_two_wards_that_were_first_found_to_three_quarters_nineteen_in_twenty_are_found_now() -> None:
    results = {ward: told(ward) for ward in NEWEST}
    assert sum(len(hit) for hit, _false in results.values()) >= 38
    assert max(len(false) for _hit, false in results.values()) <= 1


def test_of_two_wards_first_found_to_two_thirds_most_is_found_now_and_nothing_else_is_told() -> None:
    results = {ward: told(ward) for ward in MEASURED_LATER}
    assert sum(len(hit) for hit, _false in results.values()) >= 35
    assert max(len(false) for _hit, false in results.values()) <= 1


def test_of_the_wards_measured_last_seventeen_of_twenty_are_found_with_few_false_alarms() -> None:
    results = {ward: told(ward) for ward in LAST_MEASURED}
    assert sum(len(hit) for hit, _false in results.values()) >= 67
    assert sum(len(false) for _hit, false in results.values()) <= 7
