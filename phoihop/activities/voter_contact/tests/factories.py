"""Rounds of voter contact in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from phoihop.activities.voter_contact import actions as verbs
from phoihop.activities.voter_contact import leave
from phoihop.activities.voter_contact.forms import PointLine
from phoihop.activities.voter_contact.models import Request, VoterContact
from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.models import Organisation, Person
from phoihop.directory.tests.factories import NOW, SINCE, acting, person, ward

#: 19:30 on Wednesday 19/05/2027 in Hà Nội.
EVENING = datetime(2027, 5, 19, 12, 30, tzinfo=UTC)
#: Tuesday 04/05/2027, 08:15: the round is planned.
BEFORE = datetime(2027, 5, 4, 1, 15, tzinfo=UTC)
AFTER = datetime(2027, 5, 24, 1, 15, tzinfo=UTC)


def line(n: int, *, start: datetime = EVENING) -> PointLine:
    begins = start + timedelta(days=n - 1)
    return PointLine(begins, begins + timedelta(hours=2), f"Nhà văn hóa tổ {11 + n}", f"tổ dân phố {11 + n}")


class Round:
    """A ward whose council office plans, whose Front chairs, whose committee answers; with a deputy."""

    def __init__(self, name: str = "Thử Nghiệm", *, bodies: dict[str, Organisation] | None = None) -> None:
        self.bodies = bodies or ward(name)
        self.office = acting(self.bodies["TTHDND"], "clerk", user=1)
        self.leader = acting(self.bodies["TTHDND"], "leader", user=2)
        self.deputy = acting(self.bodies["TTHDND"], "deputy", user=3)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=4)
        self.stranger = acting(self.bodies["PVHXH"], "clerk", user=5)
        self.member = self.elected("Nguyễn Văn Đại", "Đại biểu HĐND phường")

    def elected(self, name: str, title: str) -> Person:
        made = person(name)
        perform(
            directory.appoint,
            made,
            actor=CLOCK,
            at=NOW,
            body=self.bodies["TTHDND"],
            title=title,
            valid_from=SINCE,
        )
        return Person.objects.get(pk=made.pk)

    def perform(
        self, verb: Any, row: Record | None, who: Actor | None = None, *, at: datetime = BEFORE, **inputs: Any
    ) -> Any:
        return perform(verb, row, actor=who or self.office, at=at, **inputs)

    def planned(self, points: int = 2, *, days: int = 0, **given: Any) -> VoterContact:
        """``days``: so many days after the evening of the round."""
        who, at = given.pop("who", self.office), given.pop("at", BEFORE)
        inputs = {
            "title": "Tiếp xúc cử tri trước kỳ họp thường lệ giữa năm 2027", "kind": "dinh_ky_truoc_ky_hop", "form": "hoi_nghi",
            "owner": self.bodies["TTHDND"], "front": self.bodies["MTTQ"], "committee": self.bodies["UBND"],
            "points": [line(n, start=EVENING + timedelta(days=days)) for n in range(1, points + 1)], "deputies": [self.member], "points_due_on": date(2027, 5, 26),
            "report_back_by": date(2027, 9, 30), "despite": "chia tổ đại biểu", "session_words": "kỳ họp thường lệ giữa năm", "session_on": date(2027, 7, 8),
            **given,
        }  # fmt: skip
        made: VoterContact = self.perform(verbs.plan_contact, None, who, at=at, **inputs)
        return made

    def announced(self, points: int = 2, **given: Any) -> VoterContact:
        at = given.get("at", BEFORE)
        row: VoterContact = self.perform(
            verbs.announce,
            self.planned(points, **given),
            at=at,
            announced_words="Cổng thông tin, loa tổ dân phố",
        )
        return row

    def counted(self, points: int = 2, **given: Any) -> VoterContact:
        row = self.announced(points, **given)
        for n in range(1, points + 1):
            row = self.perform(verbs.record_point, row, at=AFTER, point=n, voters=10 * n, spoke=n)
        return row

    def held(self, points: int = 2, **given: Any) -> VoterContact:
        made: VoterContact = self.perform(verbs.record_held, self.counted(points, **given), at=AFTER)
        return made

    def compiled(self, points: int = 2, **given: Any) -> VoterContact:
        made: VoterContact = self.perform(
            verbs.record_compiled, self.held(points, **given), at=AFTER, compiled_on=date(2027, 5, 24),
            compiled_words="Thường trực HĐND, số 12/BC-MTTQ",
        )  # fmt: skip
        return made

    def asked(self, **given: Any) -> Request:
        at = given.pop("at", BEFORE)
        inputs = {
            "kind": "people", "owner": self.bodies["TTHDND"], "deputy": self.member, "whom": "các hộ kinh doanh chợ Đông",
            "place": "chợ Đông", "meets_on": date(2027, 5, 14), "purpose": "Nghe ý kiến về di dời chợ", **given,
        }  # fmt: skip
        made: Request = self.perform(leave.ask_leave, None, self.deputy, at=at, **inputs)
        return made
