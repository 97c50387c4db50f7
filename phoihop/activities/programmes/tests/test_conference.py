"""One conference closes a year and signs several programmes with different parties; a settled text leads to its meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_page import client
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.links import links_of
from phoihop.core.papers import build_paper
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents.versions import paper_lines
from phoihop.meetings import actions as meetings
from phoihop.meetings.models import Meeting
from phoihop.meetings.papers import SET

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(settings: Any) -> Table:
    settings.CLOCK_OFFSET = NOW - moment.now()
    cache.clear()
    return Table()


def conference(table: Table) -> tuple[Meeting, Programme, list[Programme]]:
    """Of the closing and signing kind: one programme of the year closed, two others with their own parties signed."""
    old = table.in_force()
    bodies = table.bodies
    fresh = [
        table.draft(title=f"Chương trình {a}, {b}", parties=[bodies[a], bodies[b]], period_from=2028, period_to=2028)
        for a, b in (("TTHDND", "UBND"), ("TTHDND", "MTTQ"))
    ]  # fmt: skip
    made = perform(
        meetings.plan, actor=table.office, at=NOW, kind="tong_ket_ky_ket", title="Tổng kết năm 2027, ký kết năm 2028",
        starts_at=NOW + timedelta(days=7), ends_at=NOW + timedelta(days=7, hours=2), host=bodies["TTHDND"],
        place_words="Hội trường UBND phường",
    )  # fmt: skip
    perform(meetings.link_record, made, actor=table.office, at=NOW, about=[old], way="closes")
    made = perform(meetings.link_record, made, actor=table.office, at=NOW, about=fresh, way="signs")
    return made, old, fresh


def words_of(code: str, row: Meeting, who: Actor) -> str:
    return "\n".join(paper_lines(build_paper(code, row, actor=who, at=NOW)))


def test_the_page_lists_what_is_closed_and_what_is_signed_and_each_programme_names_the_conference(
    table: Table,
) -> None:
    row, old, fresh = conference(table)
    page = client(table, "TTHDND").get(f"/hoi-nghi/{row.code}/").content.decode()
    closing, signing = page.index("Tổng kết tại hội nghị"), page.index("Ký kết tại hội nghị")
    assert closing < page.index(f"/chuong-trinh/{old.code}/") < signing
    assert all(signing < page.index(f"/chuong-trinh/{made.code}/", signing) for made in fresh)
    assert [(link.words, link.record) for link in links_of(old, table.office)] == [("Hội nghị tổng kết", row)]
    assert [[link.words for link in links_of(made, table.office)] for made in fresh] == [
        ["Hội nghị ký kết"]
    ] * 2


@pytest.mark.parametrize("code", SET)
def test_every_paper_of_the_set_names_all_of_them(table: Table, code: str) -> None:
    row, old, fresh = conference(table)
    words = words_of(code, row, table.office)
    assert [name for name in (str(old), *map(str, fresh)) if name not in words] == []


def test_who_reads_some_of_the_programmes_is_named_no_other(table: Table) -> None:
    row, old, (first, second) = conference(table)
    words = words_of("meetings.running_order", row, acting(table.bodies["MTTQ"], "clerk", user=77))
    assert [str(made) in words for made in (old, first, second)] == [True, False, True]


def test_the_text_that_was_settled_is_linked_to_the_meeting_that_settled_it(table: Table) -> None:
    row, _old, (made, _other) = conference(table)
    perform(
        verbs.settle_text, made, actor=table.office, at=NOW, held_on=TODAY, present="Hai bên", meeting=row
    )
    settled = Programme.objects.get(pk=made.pk)
    assert settled.settlements.get().meeting == row.code
    told = [(link.words, link.record) for link in links_of(settled, table.office)]
    assert ("Thống nhất tại hội nghị", row) in told
    back = [(link.words, link.record) for link in links_of(row, table.office)]
    assert ("Văn bản thống nhất tại đây", settled) in back
    assert verify_database().faults == []
