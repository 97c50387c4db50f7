"""A superior's paper is read at the reading desk from its own page, and what arises from it leads back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.core.actions import perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.links import links_of
from phoihop.core.onward import ways_from
from phoihop.directory.tests.factories import NOW, acting
from phoihop.documents.actions import receive
from phoihop.documents.tests.factories import Registry
from phoihop.ingest import actions as reading

pytestmark = pytest.mark.django_db

PAPER = Path(reading.__file__).parent / "tests/fixtures/news_signing.txt"


def test_the_file_of_an_incoming_paper_is_read_without_being_chosen_again() -> None:
    room = Registry()
    paper = perform(
        receive, actor=room.office, at=NOW, owner=room.bodies["UBND"], sender_words="UBND thành phố", about="Kế hoạch",
        standing="superior", upload=ContentFile(PAPER.read_bytes(), name="ke-hoach.txt"),
    )  # fmt: skip
    asked = {way.verb: given for way, given in ways_from(paper)}
    assert asked == {"ingest.read": {"about": f"documents.incomingdocument:{paper.code}"}}
    stranger = acting(room.bodies["PVHXH"], "clerk", user=8)
    foreign: Any = bind(the_action(reading.read), None, stranger, {**asked["ingest.read"]})
    assert not foreign.is_valid()
    form: Any = bind(the_action(reading.read), None, room.office, {**asked["ingest.read"]})
    assert form.is_valid(), form.errors
    made = perform(reading.read, actor=room.office, at=NOW, **inputs_of(form))
    assert {link.record for link in links_of(made, room.office)} >= {paper}
    assert made.file.sha256 == paper.file.sha256
