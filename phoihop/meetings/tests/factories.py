"""Meetings in every state, each reached by the actions that lead there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from phoihop.core.actions import perform
from phoihop.core.models import Record
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.models import Organisation, Person
from phoihop.directory.tests.factories import NOW, SINCE, acting, person, ward
from phoihop.meetings import actions as verbs
from phoihop.meetings import booking, holding, writing
from phoihop.meetings.agenda import Item
from phoihop.meetings.bookable import Room, Vehicle
from phoihop.meetings.minutes import Minutes
from phoihop.meetings.models import Meeting

#: Monday 09/08/2027, 08:00–10:00 in Hà Nội.
START = datetime(2027, 8, 9, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
HEADS = (
    ("TTHDND", "Lê Văn An", "Chủ tịch HĐND"), ("UBND", "Vũ Hoàng Nam", "Chủ tịch UBND"),
    ("MTTQ", "Trần Thị Bình", "Chủ tịch UBMTTQ"), ("PKT", "Đỗ Minh Quân", "Trưởng phòng"),
)  # fmt: skip


def picture(name: str = "anh.png") -> ContentFile[bytes]:
    out = BytesIO()
    Image.new("RGB", (8, 6), "white").save(out, "PNG")
    return ContentFile(out.getvalue(), name=name)


class Hall:
    """A ward with its heads in office, a room, the office that calls meetings, bodies called, and a stranger."""

    def __init__(self) -> None:
        self.bodies: dict[str, Organisation] = ward()
        self.office = acting(self.bodies["UBND"], "clerk", user=1)
        self.leader = acting(self.bodies["UBND"], "leader", user=2)
        self.front = acting(self.bodies["MTTQ"], "clerk", user=4)
        self.stranger = acting(self.bodies["PVHXH"], "clerk", user=5)
        self.people: dict[str, Person] = {kind: self.head(kind, name, title) for kind, name, title in HEADS}
        self.room: Room = self.perform(
            booking.add_room, None, self.office, name="Phòng họp số 1", where="Trụ sở UBND phường", owner=self.bodies["UBND"]
        )  # fmt: skip

    def vehicle(self, name: str = "Xe 7 chỗ", **given: Any) -> Vehicle:
        made: Vehicle = self.perform(
            booking.add_vehicle, None, self.office, name=name, **{"plate": "29A-123.45", "owner": self.bodies["UBND"], **given}
        )  # fmt: skip
        return made

    def head(self, kind: str, name: str, title: str, *, since: date = SINCE) -> Person:
        made = person(name)
        self.appoint(made, kind, title, since=since)
        return Person.objects.get(pk=made.pk)

    def appoint(
        self, who: Person, kind: str, title: str, *, since: date = SINCE, until: date | None = None
    ) -> None:
        perform(
            directory.appoint, who, actor=CLOCK, at=NOW, body=self.bodies[kind], title=title, valid_from=since,
            valid_to=until,
        )  # fmt: skip

    def perform(self, verb: Any, row: Record | None, who: Actor, *, at: datetime = NOW, **inputs: Any) -> Any:
        return perform(verb, row, actor=who, at=at, **inputs)

    def planned(self, **given: Any) -> Meeting:
        who = given.pop("who", self.office)
        inputs = {
            "kind": "ky_ket", "title": "Hội nghị ký kết chương trình phối hợp năm 2027", "starts_at": START, "ends_at": END,
            "host": self.bodies["UBND"], "room": self.room, "chair": self.people["UBND"],
            "co_hosts": [self.bodies["TTHDND"], self.bodies["MTTQ"]], **given,
        }  # fmt: skip
        made: Meeting = self.perform(verbs.plan, None, who, **inputs)
        return made

    def invited(self, **given: Any) -> Meeting:
        made: Meeting = self.perform(
            verbs.invite, self.planned(**given), self.office, bodies=[self.bodies["TTHDND"], self.bodies["MTTQ"]],
            people=[self.people["PKT"]], outsiders=["Đại diện Văn phòng Đoàn ĐBQH và HĐND thành phố"],
            know=[self.bodies["VP"]],
        )  # fmt: skip
        return made

    def called(self, **given: Any) -> Meeting:
        made: Meeting = self.perform(verbs.call, self.invited(**given), self.office)
        return made

    def held(self, **given: Any) -> Meeting:
        row = self.perform(holding.hold, self.called(**given), self.office, began_at=START)
        keys = [f"p{self.people[kind].pk}" for kind in ("PKT", "MTTQ", "UBND", "TTHDND")]
        made: Meeting = self.perform(
            holding.record_attendance, row, self.office, present=keys, others=[("Lê Thị Khách", "Tổ trưởng tổ 4", "")]
        )  # fmt: skip
        return made

    def spoken(self, **given: Any) -> Meeting:
        """Two turns: three points that ask, one of praise; one answer, one vote, two conclusions."""
        row = self.held(**given)
        row = self.perform(
            holding.record_turn, row, self.office, speaker=3, item=3, said_at=START + timedelta(minutes=40),
            asks=["Sớm ban hành lịch tiếp công dân", "Bố trí 3 nội dung đối thoại mỗi năm"],
            praise=["Đồng tình với báo cáo"],
        )  # fmt: skip
        row = self.perform(
            holding.record_turn, row, self.office, name="Lê Thị Khách", title="Tổ trưởng tổ 4", role="voter",
            asks=["Sửa đèn ngõ 12"], said_at=START + timedelta(minutes=50),
        )  # fmt: skip
        row = self.perform(
            holding.answer_point,
            row,
            self.office,
            point=4,
            answer="Sửa xong trước 30/8",
            answered_by="Chủ tịch UBND",
        )
        row = self.perform(
            holding.record_vote, row, self.office, about="thông qua chương trình", in_favour=4, silent=1
        )
        row = self.perform(
            holding.conclude, row, self.office, text="Niêm yết lịch tiếp công dân tại 24 tổ dân phố", lead=self.bodies["VP"],
            due_on=date(2027, 8, 31), product="Ảnh niêm yết",
        )  # fmt: skip
        made: Meeting = self.perform(
            holding.conclude, row, self.office, text="Sửa đèn ngõ 12", lead=self.bodies["PKT"]
        )
        return made

    def closed(self, **given: Any) -> Meeting:
        made: Meeting = self.perform(holding.close, self.spoken(**given), self.office, ended_at=END)
        return made

    def minutes(self, **given: Any) -> Minutes:
        made: Minutes = self.perform(writing.write_minutes, None, self.office, meeting=self.closed(**given))
        return made


def items(*lines: tuple[str, int, str]) -> list[Item]:
    return [Item(*line) for line in lines]
