"""Actors and errands for the tests of the engine; errands reach their state by actions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from phoihop.core.actions import perform
from phoihop.core.models import DeadlineRule
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand
from phoihop.core.who import Actor, Hat

NOW = datetime(2027, 8, 2, 1, 15, tzinfo=UTC)  # 08:15, Monday 02/08/2027 in Hà Nội
OFFICE, UNIT, STRANGER_BODY = 1, 2, 9


def person(*hats: tuple[str, int], user: int = 7, name: str = "Trần Thị Mẫu") -> Actor:
    return Actor(
        user=user, person=user, name=name,
        hats=tuple(Hat(role=r, body=b, words=f"{r} của {b}", mandate=n) for n, (r, b) in enumerate(hats, 1)),
    )  # fmt: skip


CLERK = person(("clerk", OFFICE))
LEAD = person(("unit", UNIT), user=8, name="Lê Văn Thử")
STRANGER = person(("clerk", STRANGER_BODY), ("unit", STRANGER_BODY), user=9, name="Người lạ")


def rules() -> None:
    """The clocks of the sample work: five working days to take it, and its own due date."""
    common: dict[str, Any] = {"valid_from": date(2020, 1, 1), "basis_status": "unit", "confidence": "M"}
    DeadlineRule.objects.create(
        code="sample.taking", label="Nhận việc thử", amount=5, unit="working_day", **common
    )
    DeadlineRule.objects.create(
        code="sample.due", label="Hạn việc thử", amount=0, unit="fixed_date", remind="15,7,3", **common
    )


def errand(*, taken: bool = False, at: datetime = NOW, **inputs: Any) -> Errand:
    given = {"title": "Niêm yết lịch tiếp công dân", "lead": UNIT, "due_on": date(2027, 8, 31), **inputs}
    made: Errand = perform(verbs.open_errand, actor=CLERK, at=at, **given)
    return perform(verbs.take, made, actor=LEAD, at=at) if taken else made
