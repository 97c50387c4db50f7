"""Citizens are received: days posted, kept and missed, a register without names, letters by number, one message that was none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from phoihop.activities.reception import actions as reception
from phoihop.activities.reception.models import ReceptionDay
from phoihop.core import vault
from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC, Actor
from phoihop.directory.models import Organisation
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Custody

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PLACE = "Phòng tiếp công dân, tầng 1, trụ sở UBND phường"
MORNING = "8 giờ đến 11 giờ 30"
CHAIR = "Chủ tịch UBND phường"


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)


def receive_citizens(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """By the officer of reception, and a clerk who notices what a message of the public door really is."""
    officer = people["tiepdan"]
    timetable(officer)
    register(officer)
    letters(officer)
    handed_over(bodies["UBND"], people)


def timetable(officer: Actor) -> None:
    """July kept, delegated and missed; August posted; two have booked."""
    common: dict[str, Any] = {"hours": MORNING, "receiver": CHAIR, "place": PLACE}
    july = [date(2027, 7, 8), date(2027, 7, 15), date(2027, 7, 22)]
    perform(reception.publish_timetable, actor=officer, at=at(date(2027, 6, 25)), days=july, **common)
    august = [date(2027, 8, 5), date(2027, 8, 12), date(2027, 8, 19), date(2027, 8, 26)]
    perform(reception.publish_timetable, actor=officer, at=at(date(2027, 7, 26)), days=august, **common)
    rows = {row.day: row for row in ReceptionDay.objects.all()}
    perform(reception.note_held, rows[july[0]], actor=officer, at=at(july[0], 11, 40))
    perform(
        reception.note_held,
        rows[july[1]],
        actor=officer,
        at=at(july[1], 11, 40),
        delegate="Chánh Văn phòng HĐND và UBND phường",
    )
    perform(
        reception.record_missed, rows[july[2]], actor=officer, at=at(july[2], 7, 30),
        missed_why="Họp ứng phó mưa lớn theo lệnh của thành phố",
        instead=date(2027, 7, 29),
    )  # fmt: skip
    made_up = ReceptionDay.objects.get(day=date(2027, 7, 29))
    perform(reception.note_held, made_up, actor=officer, at=at(date(2027, 7, 29), 11, 40))
    for name, topic in (("Lương Văn Thử", "do-thi"), ("Kiều Thị Mẫu", "")):
        perform(
            reception.book, rows[august[0]], actor=PUBLIC, at=at(date(2027, 7, 30), 20), name=Secret(name), phone=Secret("0900000001"),
            topic=topic, agreed=True,
        )  # fmt: skip
        rows[august[0]].refresh_from_db()


def register(officer: Actor) -> None:
    """Three lines: one with two petitions, one concluded, one repeated without anything new."""
    days = {row.day: row for row in ReceptionDay.objects.all()}
    perform(
        reception.record_reception, actor=officer, at=at(date(2027, 7, 8), 10), received_on=date(2027, 7, 8), receiver=CHAIR,
        name=Secret("Tăng Thị Thử"), address=Secret("tổ dân phố 4"), phone=Secret("0900000002"),
        matters=["Vỉa hè trước chợ bị chiếm làm chỗ để xe", "Đèn chiếu sáng ngõ 21 tắt từ tháng 6"], reception_day=days[date(2027, 7, 8)],
    )  # fmt: skip
    row = perform(
        reception.record_reception, actor=officer, at=at(date(2027, 7, 15), 9), received_on=date(2027, 7, 15),
        receiver="Chánh Văn phòng HĐND và UBND phường", name=Secret("Cao Văn Mẫu"),
        content="Hỏi thủ tục cấp đổi số nhà sau sắp xếp tổ dân phố.",
        wish="Được hướng dẫn một lần, đủ giấy tờ.", reception_day=days[date(2027, 7, 15)],
    )  # fmt: skip
    perform(
        reception.conclude, row, actor=officer, at=at(date(2027, 7, 15), 10),
        conclusion="Bộ phận một cửa gửi danh mục giấy tờ; phường cấp đổi miễn phí đến hết 31/12/2027.",
    )  # fmt: skip
    again = perform(
        reception.record_reception, actor=officer, at=at(date(2027, 7, 29), 9), received_on=date(2027, 7, 29), receiver=CHAIR,
        name=Secret("Đàm Thị Ví Dụ"), content="Đề nghị trả lời lại việc đã có kết luận tháng 5, không có tình tiết mới.",
        reception_day=days[date(2027, 7, 29)],
    )  # fmt: skip
    perform(reception.refuse, again, actor=officer, at=at(date(2027, 7, 29), 10), refusal="repeated")


def letters(officer: Actor) -> None:
    """A denunciation by post, accepted; a complaint handed in, passed on."""
    first = perform(
        petitions.register_custody, actor=officer, at=at(date(2027, 7, 12)), kind="denunciation", received_on=date(2027, 7, 12),
        came_by="post", place="tủ số 3, ngăn 2, phòng Tiếp công dân",
    )  # fmt: skip
    perform(petitions.accept_case, first, actor=officer, at=at(date(2027, 7, 20)), on=date(2027, 7, 20))
    second = perform(
        petitions.register_custody, actor=officer, at=at(date(2027, 7, 19)), kind="complaint", received_on=date(2027, 7, 19),
        came_by="hand", place="tủ số 3, ngăn 1, phòng Tiếp công dân",
    )  # fmt: skip
    perform(
        petitions.pass_on,
        second,
        actor=officer,
        at=at(date(2027, 7, 21)),
        passed_to="UBND thành phố",
        on=date(2027, 7, 21),
    )


def handed_over(body: Organisation, people: dict[str, Actor]) -> None:
    """By the public door at night; the clerk hands it over in the morning, the officer opens it once."""
    row = perform(
        petitions.receive, actor=PUBLIC, at=at(date(2027, 7, 29), 22), receiver=body, source="door",
        content="Tôi phản ánh một cán bộ nhận tiền khi làm thủ tục, xin giấu tên.", asker_phone=Secret("0900000003"),
    )  # fmt: skip
    perform(petitions.hand_over, row, actor=people["chuyenvien"], at=at(date(2027, 7, 30), 8))
    row.refresh_from_db()
    officer = people["tiepdan"]
    custody = Custody.objects.get(code=row.handed_to)
    vault.open_sealed(
        custody.sealed_ref,
        actor=officer,
        reason="nhận đơn, hướng dẫn người gửi",
        at=at(date(2027, 7, 30), 9),
        about=custody.code,
    )
