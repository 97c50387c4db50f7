"""A day of the timetable, a line of the register and a letter, by the officer of a body."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from phoihop.accounts.tests import factories as people
from phoihop.activities.reception import actions as verbs
from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.petitions.actions import register_custody

NAME, PHONE = "Bùi Thị Kín", "0936 111 222"


def received(body: Organisation, words: str, n: int = 1) -> list[Record]:
    """One of each kind; ``words`` stand in each."""
    officer = people.actor(f"tiepdan.{body.pk}.{n}", body, "reception")
    day = perform(
        verbs.publish_timetable, actor=officer, at=NOW, days=[TODAY + timedelta(days=20 + n)], hours="sáng", receiver=words,
        place="tầng 1",
    )  # fmt: skip
    day = booked(day)
    row = perform(
        verbs.record_reception, actor=officer, at=NOW, received_on=TODAY, receiver="Chủ tịch", name=Secret(NAME),
        content=words, reception_day=day,
    )  # fmt: skip
    letter = perform(
        register_custody,
        actor=officer,
        at=NOW,
        kind="complaint",
        received_on=TODAY,
        came_by="post",
        place=f"tủ {words}",
    )
    return [day, row, letter]


def booked(day: Any) -> Any:
    return perform(verbs.book, day, actor=PUBLIC, at=NOW, name=Secret(NAME), phone=Secret(PHONE), agreed=True)
