"""What a meeting has booked goes out with it and comes back: the room, the vehicles, the rows of its running order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW, acting
from phoihop.meetings import actions as meetings
from phoihop.meetings import booking
from phoihop.meetings.agenda import Item, NamedPaper
from phoihop.meetings.models import Meeting
from phoihop.upkeep.tests.test_package import put_back, written
from phoihop.upkeep.tests.ward import Ward, emptied

pytestmark = pytest.mark.django_db
START = datetime(2027, 8, 9, 1, 0, tzinfo=UTC)


def booked(ward: Ward) -> Meeting:
    host = ward.table.bodies["TTHDND"]
    given: dict[str, Any] = {"actor": acting(host, "clerk", user=7), "at": NOW}
    room = perform(booking.add_room, name="Phòng họp số 1", owner=host, **given)
    car = perform(booking.add_vehicle, name="Xe 7 chỗ", plate="29A-123.45", owner=host, **given)
    row = perform(
        meetings.plan, kind="lam_viec", title="Đi thực địa", host=host, room=room, starts_at=START, vehicles=[car],
        ends_at=START + timedelta(hours=1), **given,
    )  # fmt: skip
    made: Meeting = perform(
        meetings.set_agenda,
        row,
        lines=[Item("Xem hiện trường", 60, "Đoàn", 0, [NamedPaper("Bản đồ")])],
        **given,
    )
    return made


@pytest.mark.parametrize("scope", [{}, {"year": 2027}], ids=["all", "year"])
def test_a_meeting_comes_back_with_its_room_its_vehicle_and_its_rows(
    db: None, tmp_path: Path, scope: dict[str, Any]
) -> None:
    row = booked(Ward())

    def told() -> tuple[Any, ...]:
        found = Meeting.objects.get(code=row.code)
        items = [(i.number, i.minutes, i.title, i.speaker) for i in found.agenda.all()]
        papers = [(p.item, p.words) for p in found.papers.all()]
        return str(found.room), found.vehicle_line, found.head, items, papers

    before = told()
    assert before[:2] == ("Phòng họp số 1", "Xe 7 chỗ, 29A-123.45")
    written(tmp_path / "goi.zip", papers=False, **scope)
    emptied()
    put_back(tmp_path / "goi.zip")
    assert told() == before
    assert verify_database().faults == []
