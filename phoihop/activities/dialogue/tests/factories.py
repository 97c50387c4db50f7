"""Dialogues in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from phoihop.activities.dialogue import actions as verbs
from phoihop.activities.dialogue.models import Dialogue
from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import acting, ward
from phoihop.meetings import holding

#: Friday 16/04/2027, 14:00 in Hà Nội; planned on the 1st, announced on the 5th.
START = datetime(2027, 4, 16, 7, 0, tzinfo=UTC)
BEFORE = datetime(2027, 4, 1, 1, 15, tzinfo=UTC)
NOTICE = datetime(2027, 4, 5, 1, 15, tzinfo=UTC)
AFTER = START + timedelta(hours=3)


class Square:
    """A ward whose committee holds the dialogue with the council and the Front; a stranger."""

    def __init__(self, *, bodies: dict[str, Organisation] | None = None) -> None:
        self.bodies = bodies or ward()
        self.office = acting(self.bodies["UBND"], "clerk", user=1)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=4)
        self.council = acting(self.bodies["TTHDND"], "clerk", user=5)
        self.stranger = acting(self.bodies["PVHXH"], "clerk", user=6)

    def perform(
        self, verb: Any, row: Record | None, who: Actor | None = None, *, at: datetime = NOTICE, **inputs: Any
    ) -> Any:
        return perform(verb, row, actor=who or self.office, at=at, **inputs)

    def planned(self, *, start: datetime = START, at: datetime | None = None, **given: Any) -> Dialogue:
        inputs = {
            "title": f"Hội nghị đối thoại với nhân dân năm {start.year}", "topic": "Trật tự đô thị, rác thải, thủ tục hành chính",
            "starts_at": start, "ends_at": start + timedelta(hours=2), "owner": self.bodies["UBND"],
            "front": self.bodies["MTTQ"], "council": self.bodies["TTHDND"], "place_words": "Hội trường UBND phường",
            "ways": "đến dự; gửi phiếu cho Ban Công tác Mặt trận", **given,
        }  # fmt: skip
        made: Dialogue = self.perform(verbs.plan_dialogue, None, at=at or start - (START - BEFORE), **inputs)
        return made

    def announced(self, *, start: datetime = START, **given: Any) -> Dialogue:
        row = self.planned(start=start, **given)
        made: Dialogue = self.perform(
            verbs.announce, row, at=start - (START - NOTICE), announced_words="Niêm yết tại 24 nhà văn hóa, loa phường"
        )  # fmt: skip
        return made

    def asked(self, row: Dialogue, *lines: str, who: Actor | None = None) -> Dialogue:
        made: Dialogue = self.perform(
            verbs.collect_question, row, who or self.front, via="board", quarter="tổ 12",
            lines=list(lines) or ["Đèn ngõ 12 hỏng từ tháng Hai"],
        )  # fmt: skip
        return made

    def held(self, *, start: datetime = START, people: int = 145, **given: Any) -> Dialogue:
        """One matter sent before, two asked in the hall of which one is answered, two conclusions."""
        row = self.asked(self.announced(start=start, **given))
        meeting = self.perform(holding.hold, row.meeting, at=start, began_at=start)
        meeting = self.perform(
            holding.record_attendance, meeting, at=start, present=[], others=[("Lê Thị Khách", "Tổ trưởng tổ 4", "")]
        )  # fmt: skip
        meeting = self.perform(
            holding.record_turn, meeting, at=start, name="Lê Thị Khách", title="Tổ trưởng tổ 4", role="voter",
            asks=["Vỉa hè ngõ 84 bị chiếm", "Giờ thu gom rác chưa hợp lý"], said_at=start + timedelta(minutes=40),
        )  # fmt: skip
        meeting = self.perform(
            holding.answer_point, meeting, at=start, point=1, answer="Ra quân trước 30/4", answered_by="Chủ tịch UBND"
        )  # fmt: skip
        for text in ("Thay đèn ngõ 12", "Lập lại trật tự vỉa hè ngõ 84"):
            meeting = self.perform(
                holding.conclude, meeting, at=start, text=text, lead=self.bodies["PKT"], product="Ảnh",
                due_on=(start + timedelta(days=30)).date(),
            )  # fmt: skip
        row = self.perform(verbs.collect_live, row, at=start + timedelta(hours=1))
        made: Dialogue = self.perform(verbs.record_held, row, at=start + timedelta(hours=3), people=people)
        return made

    def published(self, *, start: datetime = START, **given: Any) -> Dialogue:
        row = self.perform(
            verbs.give_conclusions, self.held(start=start, **given), at=start + timedelta(days=3)
        )
        made: Dialogue = self.perform(
            verbs.publish_result, row, at=start + timedelta(days=8), published_on=(start + timedelta(days=7)).date(),
            published_words="Loa phường; niêm yết; gửi 24 tổ trưởng",
        )  # fmt: skip
        return made
