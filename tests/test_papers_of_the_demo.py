"""R-34 over the whole invented year: every paper the demo can produce keeps the form of Nghị định 30/2020."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps

from phoihop.core import moment
from phoihop.core.models import Record
from phoihop.core.papers import Annex, Paper, build_paper, formats, papers_on
from phoihop.core.who import CLOCK
from phoihop.documents.format_check import check

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.one_database]


def every_paper() -> Iterator[tuple[str, Paper]]:
    """Each kind of paper of each record of the demo."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        for kind in papers_on(model):
            for record in model._base_manager.order_by("pk"):
                made = build_paper(kind.code, record, actor=CLOCK, at=moment.now())
                yield f"{kind.code} {record.code}", made


def test_no_paper_of_the_demo_departs_from_the_decree(demo: None) -> None:
    word = formats()["docx"]
    found: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    for name, paper in every_paper():
        if all(isinstance(block, Annex) for block in paper.blocks):
            seen["annex"] += 1  # goes with another paper, whose head it has no right to repeat
            continue
        seen["paper"] += 1
        if wrong := [f"{row.code}: {row.message}" for row in check(word.write(paper))]:
            found[name] = wrong
    assert found == {}
    assert (seen["paper"] > 300, seen["annex"] > 0) == (True, True)
