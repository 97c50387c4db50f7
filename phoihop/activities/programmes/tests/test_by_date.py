"""What dates say of a programme: in force only in its years and while a party exists; what waits from the year before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_who_reads import task
from phoihop.commitments import standard
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.directory import actions as directory
from phoihop.directory.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def tabs(row: Programme, today: date) -> list[str]:
    listing: Any = Programme.listing
    return [
        tab.code for tab in listing.tabs if Programme.objects.filter(tab.where(today), pk=row.pk).exists()
    ]


def test_a_programme_is_in_force_only_in_its_years() -> None:
    row = Table().in_force()
    told = {
        day.year: (row.shown_state(day)[1], tabs(row, day))
        for day in (TODAY, date(2028, 1, 2), date(2026, 12, 1))
    }
    assert told == {
        2027: ("Có hiệu lực", ["dang"]), 2028: ("Hết thời hạn, chưa ghi tổng kết", ["het"]),
        2026: ("Đã ký, hiệu lực từ năm 2027", ["soan"]),
    }  # fmt: skip


def test_a_programme_whose_parties_have_all_ended_is_not_in_force() -> None:
    table = Table()
    row = table.in_force()
    for n, body in enumerate(table.parties):
        perform(directory.end_body, body, actor=table.office, at=NOW, valid_to=date(2027, 7, n + 1))
    row = Programme.objects.get(pk=row.pk)
    assert (row.shown_state(TODAY)[1], tabs(row, TODAY)) == ("Các bên đã kết thúc 03/07/2027", ["het"])
    listing: Any = Programme.listing
    assert listing.prepare(Programme.objects.filter(pk=row.pk)).get().shown_state(TODAY) == row.shown_state(
        TODAY
    )


def test_a_body_known_to_end_has_ended_on_its_day() -> None:
    body = Table().bodies["UBND"]
    body.valid_to = TODAY
    assert [body.shown_state(day)[1] for day in (date(2027, 8, 1), TODAY)] == [
        "Đang hoạt động",
        "Đã kết thúc",
    ]


def test_what_is_carried_over_and_what_was_left_are_told_apart() -> None:
    table = Table()
    old = table.in_force()
    kept, dropped = task(table, old, source_item="1"), task(table, old, source_item="2")
    perform(
        verbs.renew, old, actor=table.office, at=NOW, period_from=2028, period_to=2028, keep=["1"], carry=True
    )
    new = Programme.objects.get(predecessor=old)
    assert [row.content for row in standard.taken_over(new)] == [kept.content]
    assert list(standard.left_open(new)) == [dropped]


def test_what_was_only_proposed_lapses_when_the_programme_is_closed() -> None:
    table = Table()
    row = table.in_force()
    perform(verbs.propose_duties, row, actor=table.office, at=NOW, year=2027)
    given = task(table, row)
    perform(verbs.close, row, actor=table.second, at=NOW, closed_on=TODAY)
    assert set(Commitment.objects.exclude(pk=given.pk).values_list("state", flat=True)) == {"dropped"}
    assert Commitment.objects.get(pk=given.pk).state == "issued"
