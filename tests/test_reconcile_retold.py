"""A ward told in other words says the same: verbs, joints of sentences, names of bodies, units, numbers in words, order."""

from __future__ import annotations

from functools import cache

import pytest

from phoihop.ingest.readers import Source
from phoihop.ingest.tally.tally import tell
from phoihop.reports.reconcile import reconcile
from phoihop.reports.reconcile.subjects import recognised, shipped
from tests.retelling import WAYS, retold
from tests.test_reconcile_wards import answers, planted
from tests.ward_papers import sources

WARD = "w17"


def found(papers: tuple[Source, ...]) -> tuple[set[str], int]:
    """(planted contradictions found, false alarms)"""
    told = recognised([tell(source) for source in papers], shipped())
    names = [planted(one, answers(WARD)["contradictions"]) for one in reconcile(told)]
    return set(names) - {""}, names.count("")


@cache
def as_they_are() -> tuple[set[str], int]:
    return found(sources(WARD))


@pytest.mark.parametrize("way", WAYS)
def test_what_is_found_in_a_wards_papers_is_found_when_they_are_told_in_other_words(way: str) -> None:
    hit, alarms = found(tuple(retold(source, way) for source in sources(WARD)))
    assert len(as_they_are()[0] - hit) <= 1
    assert alarms <= as_they_are()[1] + 1
