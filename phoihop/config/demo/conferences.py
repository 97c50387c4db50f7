"""Conferences of the demo ward: January's with its whole set of papers, this week's and next week's with one clash."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from phoihop.activities.programmes.models import Programme
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.models import Appointment, Organisation, Person
from phoihop.meetings import actions as meetings
from phoihop.meetings import booking, holding, writing
from phoihop.meetings.agenda import Item
from phoihop.meetings.bookable import Room
from phoihop.meetings.models import Meeting

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
START = date(2026, 5, 20)
#: When the chair of the committee changed: papers of January keep the title of January.
CHANGED = date(2027, 5, 4)
#: name, body kind, title, until
OFFICE_HOLDERS = (
    ("Đặng Quang Thịnh", "DANG", "Bí thư Đảng ủy", None), ("Đặng Quang Thịnh", "TTHDND", "Chủ tịch HĐND", None),
    ("Phạm Đình Khải", "DANG", "Phó Bí thư Đảng ủy", CHANGED), ("Phạm Đình Khải", "UBND", "Chủ tịch UBND", CHANGED),
    ("Hoàng Thị Bích Thảo", "MTTQ", "Chủ tịch UBMTTQ", None), ("Vũ Thị Hồng Liên", "TTHDND", "Phó Chủ tịch HĐND", None),
    ("Trịnh Văn Lộc", "MTTQ", "Phó Chủ tịch UBMTTQ", None), ("Trần Thu Phương", "VP", "Chánh Văn phòng HĐND và UBND", None),
    ("Nguyễn Văn Tâm", "CA", "Trưởng Công an", None), ("Lê Thị Ngọc Hà", "PN", "Chủ tịch Hội LHPN", None),
)  # fmt: skip
AGENDA = (
    Item("Tuyên bố lý do, giới thiệu đại biểu", 10, "Chánh Văn phòng HĐND và UBND"),
    Item("Phát biểu khai mạc", 10, "Chủ tịch HĐND phường"),
    Item("Báo cáo tổng kết chương trình phối hợp năm 2026", 25, "Chủ tịch UBMTTQ phường, thay mặt ba cơ quan"),
    Item("Trình bày dự thảo chương trình phối hợp năm 2027", 15, "Phó Chủ tịch HĐND phường"),
    Item("Thảo luận", 50, "Đại biểu dự hội nghị"), Item("Giải trình, làm rõ ý kiến", 15, "Chủ tịch UBND phường"),
    Item("Ký kết các chương trình phối hợp năm 2027", 15, "Đại diện các cơ quan ký kết"),
    Item("Phát biểu kết luận, bế mạc", 10, "Chủ tịch HĐND phường"),
)  # fmt: skip
TURNS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Lê Thị Ngọc Hà", ("Đưa việc tuyên truyền phân loại rác tại nguồn vào chương trình của Hội với Mặt trận",),
        ("Đồng tình với báo cáo tổng kết và dự thảo chương trình",),
    ),
    (
        "Nguyễn Văn Tâm", ("Thống nhất lịch giám sát để các tổ dân phố không phải đón nhiều đoàn trong một tháng",
                           "Công an được mời dự các hội nghị đối thoại về trật tự đô thị"), (),
    ),
    (
        "Vũ Thị Hồng Liên", ("Mỗi nhiệm vụ chỉ một cơ quan chủ trì, có sản phẩm và thời hạn",
                            "Kiến nghị cử tri trả lời chậm phải nêu rõ trách nhiệm"),
        ("Hoạt động tiếp xúc cử tri năm 2026 đổi mới, đúng luật",),
    ),
)  # fmt: skip


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def hold_conferences(programme: Programme, people: dict[str, Actor]) -> None:
    """Everything by ordinary actions of the two offices."""
    bodies = {body.kind_id: body for body in Organisation.objects.filter(territory=programme.territory)}
    staff(bodies)
    office, front = people["chuyenvien"], people["mattran"]
    hall, small = rooms(bodies, office)
    january(programme, bodies, hall, office, front)
    this_week(bodies, hall, small, office, front)
    on_the_road(bodies, office)
    next_week(bodies, hall, small, office, front)
    perform(
        meetings.open_feed, actor=office, at=moment(date(2027, 7, 30), 15), owner=bodies["UBND"],
        words="Điện thoại đồng chí Chủ tịch",
    )  # fmt: skip


def staff(bodies: dict[str, Organisation]) -> None:
    known = set(Appointment.objects.filter(valid_to=None).values_list("person__full_name", flat=True))
    for name, kind, title, until in OFFICE_HOLDERS:
        if name in known:
            continue  # read out of a paper already, with all positions
        found = Person.objects.filter(full_name=name).first()
        found = found or perform(directory.register_person, actor=CLOCK, at=moment(START, 9), full_name=name)
        perform(
            directory.appoint, found, actor=CLOCK, at=moment(START, 9), body=bodies[kind], title=title, valid_from=START,
            valid_to=until,
        )  # fmt: skip
    before = Person.objects.get(full_name="Phạm Đình Khải")
    for held in before.appointments.filter(valid_to=None):
        perform(
            directory.end_appointment,
            before,
            actor=CLOCK,
            at=moment(CHANGED, 8),
            order=held.order,
            valid_to=CHANGED,
        )
    now = Person.objects.get(full_name="Vũ Hoàng Nam")
    perform(
        directory.appoint, now, actor=CLOCK, at=moment(CHANGED, 9), body=bodies["UBND"], title="Chủ tịch UBND",
        valid_from=CHANGED,
    )  # fmt: skip
    perform(
        directory.appoint, now, actor=CLOCK, at=moment(CHANGED, 9), body=bodies["DANG"], title="Phó Bí thư Đảng ủy",
        valid_from=CHANGED,
    )  # fmt: skip


def named(*names: str) -> list[Person]:
    found = {person.full_name: person for person in Person.objects.filter(full_name__in=names)}
    return [found[name] for name in names]


def rooms(bodies: dict[str, Organisation], office: Actor) -> tuple[Room, Room]:
    given: dict[str, Any] = {"actor": office, "at": moment(START, 10), "owner": bodies["VP"]}
    hall: Room = perform(
        booking.add_room, name="Hội trường UBND phường", where="số 2 phố Minh Tân", seats=160, **given
    )
    small: Room = perform(
        booking.add_room, name="Phòng họp số 2", where="tầng 3 trụ sở UBND phường", seats=30, **given
    )
    return hall, small


def january(
    programme: Programme, bodies: dict[str, Organisation], hall: Room, office: Actor, front: Actor
) -> None:
    """One conference closes 2026 and signs 2027, with its minutes locked and its conclusions in the book."""
    day = date(2027, 1, 12)
    thinh, khai, thao, lien, phuong = named(
        "Đặng Quang Thịnh", "Phạm Đình Khải", "Hoàng Thị Bích Thảo", "Vũ Thị Hồng Liên", "Trần Thu Phương"
    )
    before: dict[str, Any] = {"actor": office, "at": moment(date(2027, 1, 4), 9)}
    row: Meeting = perform(
        meetings.plan, kind="tong_ket_ky_ket", host=bodies["TTHDND"], co_hosts=[bodies["UBND"], bodies["MTTQ"]],
        title="Hội nghị tổng kết chương trình phối hợp công tác năm 2026 và ký kết chương trình phối hợp công tác năm 2027",
        starts_at=moment(day, 8), ends_at=moment(day, 10, 30), room=hall, chair=thinh, secretary=phuong,
        purpose="Đánh giá kết quả phối hợp năm 2026; ký kết chương trình phối hợp năm 2027 của ba cơ quan và các chương trình của Mặt trận",
        dress="Trang phục lịch sự; mang theo dự thảo chương trình đã gửi", **before,
    )  # fmt: skip
    ward = Programme.objects.filter(territory=programme.territory)
    closed, signed = ward.filter(period_from=2026, period_to=2026), ward.filter(period_from=2027)
    for way, rows in (("closes", closed), ("signs", signed)):
        row = perform(meetings.link_record, row, about=list(rows.order_by("pk")), way=way, **before)
    perform(meetings.set_agenda, row, lines=AGENDA, **before)
    perform(
        meetings.invite, row, people=[khai, thao, lien, *named("Nguyễn Văn Tâm", "Lê Thị Ngọc Hà")],
        bodies=[bodies[kind] for kind in ("DANG", "PKT", "PVHXH", "CCB", "TN", "CTD")],
        outsiders=["Đại diện Ủy ban MTTQ Việt Nam thành phố", "Bí thư chi bộ, tổ trưởng 24 tổ dân phố"], **before,
    )  # fmt: skip
    row = perform(meetings.call, row, **before)
    for guest in row.invitations.all():
        answer: dict[str, Any] = {"reply": "coming"}
        if guest.body_id == bodies["CTD"].pk:
            answer = {"reply": "absent", "reply_words": "Dự họp ở thành phố"}
        perform(
            meetings.reply,
            row,
            invitation=guest.number,
            actor=office,
            at=moment(date(2027, 1, 8), 10),
            **answer,
        )
    row = held(row, bodies, office, day)
    minutes(conclude(row, bodies, office, day), office, front)


def held(row: Meeting, bodies: dict[str, Organisation], office: Actor, day: date) -> Meeting:
    given: dict[str, Any] = {"actor": office, "at": moment(day, 8)}
    row = perform(holding.hold, row, began_at=moment(day, 8), **given)
    names = ("Đặng Quang Thịnh", "Phạm Đình Khải", "Hoàng Thị Bích Thảo", "Vũ Thị Hồng Liên", "Trịnh Văn Lộc",
             "Trần Thu Phương", "Nguyễn Văn Tâm", "Lê Thị Ngọc Hà")  # fmt: skip
    others = [
        ("Bùi Đức Long", "Phó Chủ tịch Hội Cựu chiến binh phường", str(bodies["CCB"])), ("Ngô Quỳnh Chi", "Tổ trưởng tổ dân phố số 7", ""),
    ]  # fmt: skip
    row = perform(
        holding.record_attendance, row, present=[f"p{p.pk}" for p in named(*names)], others=others, **given
    )
    seats = {a.name: a.order for a in row.attendance.all()}
    for n, (name, asks, praise) in enumerate(TURNS):
        row = perform(
            holding.record_turn, row, speaker=seats[name], item=5, asks=asks, praise=praise,
            said_at=moment(day, 9, 5 + 12 * n), **given,
        )  # fmt: skip
    asked = [point.number for point in row.points.all() if point.asks]
    for point in asked[:-1]:
        row = perform(
            holding.answer_point, row, point=point, answer="Tiếp thu, đưa vào chương trình năm 2027",
            answered_by="Chủ tịch UBND phường", **given,
        )  # fmt: skip
    row = perform(
        holding.record_vote, row, about="thông qua dự thảo chương trình phối hợp năm 2027",
        in_favour=len(row.attendance.all()), **given,
    )  # fmt: skip
    made: Meeting = perform(
        holding.add_picture, row, upload=drawing(), caption="Người đứng đầu ba cơ quan ký chương trình phối hợp năm 2027",
        alternative="Tranh minh họa: ba người đứng sau bàn phủ khăn đỏ, mỗi người cầm một văn bản", **given,
    )  # fmt: skip
    return made


def drawing() -> ContentFile[bytes]:
    """A plain drawing that stands for the photograph: the demo shows nobody's face."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 only where the demo is built

    picture = Image.new("RGB", (640, 400), "#f4efe4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 250, 580, 390), fill="#a3211e")
    for left in (120, 290, 460):
        pen.ellipse((left + 15, 70, left + 65, 120), fill="#d9b38c")
        pen.rectangle((left, 125, left + 80, 250), fill="#2f4858")
        pen.rectangle((left + 15, 190, left + 65, 225), fill="#ffffff")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue(), name="ky-ket-2027.png")


def conclude(row: Meeting, bodies: dict[str, Organisation], office: Actor, day: date) -> Meeting:
    given: dict[str, Any] = {"actor": office, "at": moment(day, 10, 20)}
    perform(
        holding.conclude, row, text="Rà soát lịch giám sát năm 2027 của các cơ quan, không để một đơn vị đón quá hai đoàn trong một tháng",
        lead=bodies["VP"], due_on=date(2027, 2, 10), product="Lịch giám sát chung", **given,
    )  # fmt: skip
    perform(
        holding.conclude, row, text="Xây dựng phương án sửa rãnh thoát nước ngõ 84, báo cáo Thường trực HĐND", lead=bodies["PKT"],
        product="Phương án kèm dự toán", **given,
    )  # fmt: skip
    perform(
        holding.conclude,
        row,
        text="Biểu dương các tổ dân phố đã hoàn thành tốt phong trào năm 2026",
        gives_work=False,
        **given,
    )
    perform(holding.propose_tasks, row, **given)
    closed: Meeting = perform(holding.close, row, ended_at=moment(day, 10, 30), **given)
    return closed


def minutes(row: Meeting, office: Actor, front: Actor) -> None:
    made = perform(writing.write_minutes, actor=office, at=moment(date(2027, 1, 12), 15), meeting=row)
    made = perform(writing.check, made, actor=office, at=moment(date(2027, 1, 12), 16))
    made = perform(
        writing.remark, made, actor=front, at=moment(date(2027, 1, 13), 9),
        text="Đề nghị ghi đủ tên Hội Liên hiệp Phụ nữ Việt Nam phường",
    )  # fmt: skip
    made = perform(
        writing.answer_remark, made, actor=office, at=moment(date(2027, 1, 13), 10), number=1,
        answer="Biên bản đã ghi theo tên đầy đủ trong danh sách",
    )  # fmt: skip
    made = perform(
        writing.approve, made, actor=office, at=moment(date(2027, 1, 13), 14),
        approved_by="Chủ tịch HĐND phường Đặng Quang Thịnh",
    )  # fmt: skip
    perform(writing.lock, made, actor=office, at=moment(date(2027, 1, 13), 15))


def _set(
    actor: Actor, host: Organisation, title: str, start: datetime, hours: float, **given: Any
) -> Meeting:
    """A meeting planned and its guests called, a week before."""
    bodies: Sequence[Organisation] = given.pop("bodies", ())
    persons: Sequence[Person] = given.pop("people", ())
    know: Sequence[Organisation] = given.pop("know", ())
    when: dict[str, Any] = {"actor": actor, "at": moment(date(2027, 7, 29), 10)}
    row: Meeting = perform(
        meetings.plan,
        host=host,
        title=title,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        **given,
        **when,
    )
    if bodies or persons:
        row = perform(meetings.invite, row, bodies=bodies, people=persons, know=know, **when)
        row = perform(meetings.call, row, **when)
    return row


def this_week(bodies: dict[str, Organisation], hall: Room, small: Room, office: Actor, front: Actor) -> None:
    nam, thinh = named("Vũ Hoàng Nam", "Đặng Quang Thịnh")
    _set(
        office, bodies["UBND"], "Họp giao ban UBND phường tháng 8", moment(date(2027, 8, 3), 8), 1.5, kind="giao_ban", room=small,
        chair=nam, bodies=[bodies["PKT"], bodies["PVHXH"], bodies["VP"]], know=[bodies["TTHDND"]],
    )  # fmt: skip
    row = _set(
        office, bodies["TTHDND"], "Hội nghị sơ kết 6 tháng đầu năm 2027 chương trình phối hợp công tác",
        moment(date(2027, 8, 5), 14), 2.5, kind="so_ket", room=hall, chair=thinh, co_hosts=[bodies["UBND"], bodies["MTTQ"]],
        people=[nam, *named("Hoàng Thị Bích Thảo", "Trịnh Văn Lộc")], bodies=[bodies[k] for k in ("PKT", "PVHXH", "PN", "CCB")],
    )  # fmt: skip
    perform(meetings.reply, row, actor=front, at=moment(date(2027, 7, 30), 9), invitation=2, reply="coming")


def on_the_road(bodies: dict[str, Organisation], office: Actor) -> None:
    """The office goes out to look: no room, a vehicle."""
    car = perform(
        booking.add_vehicle, actor=office, at=moment(START, 10), name="Xe 16 chỗ", plate="29B-123.45", seats=16,
        owner=bodies["VP"],
    )  # fmt: skip
    _set(
        office, bodies["UBND"], "Kiểm tra thực địa các điểm úng ngập trước mùa mưa bão", moment(date(2027, 8, 4), 14), 2.5,
        kind="lam_viec", place_words="Tập trung tại trụ sở UBND phường", vehicles=[car], bodies=[bodies["PKT"]],
        know=[bodies["MTTQ"]],
    )  # fmt: skip


def next_week(bodies: dict[str, Organisation], hall: Room, small: Room, office: Actor, front: Actor) -> None:
    nam, thao = named("Vũ Hoàng Nam", "Hoàng Thị Bích Thảo")
    _set(
        front, bodies["MTTQ"], "Hội nghị phản biện xã hội dự thảo kế hoạch chỉnh trang ngõ, phố", moment(date(2027, 8, 11), 8, 30), 2.5,
        kind="phan_bien", room=hall, chair=thao, people=[nam], bodies=[bodies["PKT"], bodies["TTHDND"]], know=[bodies["VP"]],
    )  # fmt: skip
    _set(
        office, bodies["UBND"], "Làm việc với thành phố về giải phóng mặt bằng", moment(date(2027, 8, 11), 9), 2, kind="lam_viec",
        room=small, chair=nam, bodies=[bodies["PVHXH"]], despite="Thành phố ấn định giờ; đồng chí Chủ tịch sẽ cử người dự phản biện",
    )  # fmt: skip
