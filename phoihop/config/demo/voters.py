"""Voters of the demo ward: a round in May with what was said at its five points, a round to come, two requests of deputies."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.activities.voter_contact import actions as contacts
from phoihop.activities.voter_contact import capturing, leave
from phoihop.activities.voter_contact.forms import PointLine
from phoihop.activities.voter_contact.hall import petition_of
from phoihop.activities.voter_contact.models import VoterContact
from phoihop.config.demo.conferences import moment
from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK, Actor
from phoihop.directory import actions as directory
from phoihop.directory.models import Organisation, Person
from phoihop.meetings import actions as meetings
from phoihop.meetings.agenda import Item

SINCE = date(2026, 5, 20)
DEPUTIES = (
    ("Nguyễn Thị Kim Dung", "Đại biểu HĐND phường"), ("Lê Hữu Phước", "Đại biểu HĐND thành phố"),
    ("Tạ Quốc Bình", "Đại biểu HĐND phường"),
)  # fmt: skip
#: unit, day of May, place, voters, turns
MAY = (
    ("tổ dân phố 4", 18, "Nhà văn hóa tổ 4, ngõ 58", 42, 11), ("tổ dân phố 12", 19, "Nhà văn hóa tổ 12, ngõ 84", 18, 9),
    ("tổ dân phố 7", 20, "Trường THCS Minh Tân", 61, 14), ("tổ dân phố 15", 21, "Nhà văn hóa tổ 15", 35, 8),
    ("tổ dân phố 9", 22, "Hội trường UBND phường", 54, 12),
)  # fmt: skip
#: point, minutes after the opening, field, what was said, whether the asker wished to be told
SAID = (
    (1, 34, "do-thi", "Ngõ 58 có 12 đèn chiếu sáng hỏng từ Tết, tối đi lại rất khó. Bao giờ thay?", True),
    (1, 37, "moi-truong", "Điểm tập kết rác đầu ngõ 58 bốc mùi, đề nghị chuyển chỗ hoặc thu gom hai lần một ngày.", False),
    (1, 41, "an-ninh", "Thanh niên đua xe đêm thứ Bảy ở đường ven sông, đề nghị công an tuần tra.", False),
    (1, 48, "dien-nuoc", "Nước yếu vào giờ nấu cơm chiều ở các nhà cuối ngõ 62.", False),
    (2, 33, "do-thi", "Chiếu sáng sân chơi tổ 12 hỏng ba bóng, trẻ con không chơi được buổi tối.", False),
    (2, 36, "giao-thong", "Đường ngõ 90 bong tróc, mùa mưa trơn trượt.", False),
    (2, 38, "thuong-mai", "Chợ cóc trước cổng trường lấn hết vỉa hè, phụ huynh phải đứng dưới lòng đường.", False),
    (2, 43, "moi-truong", "Xe rác đến sớm hơn lịch, bà con không kịp đổ.", False),
    (2, 44, "chinh-quyen", "Hỏi lịch tiếp công dân buổi tối cho người đi làm.", False),
    (2, 45, "dien-nuoc", "Dây điện, dây mạng võng thấp ở ngõ 88, xe tải đi qua vướng.", False),
    (2, 46, "do-thi", "Nắp hố ga trước số 91 đã vỡ, rất nguy hiểm.", True),
    (2, 47, "do-thi", "Đoạn cuối ngõ 84 mưa là ngập, hỏi bao giờ làm rãnh. Trong lúc chờ thì ai khơi cống?", True),
    (2, 52, "y-te", "Trạm y tế hay thiếu thuốc huyết áp cho người có thẻ bảo hiểm.", False),
    (3, 35, "giao-duc", "Cổng trường THCS giờ tan học ùn tắc, đề nghị phân luồng và cấm dừng đỗ.", False),
    (3, 39, "lao-dong", "Đề nghị xét lại danh sách hộ cận nghèo của tổ, có hộ thoát nghèo vẫn còn tên.", False),
    (3, 44, "do-thi", "Đoạn cuối ngõ 84 phía tổ 7 cũng ngập như tổ 12, nước tràn vào nhà.", False),
    (4, 36, "dat-dai", "Dự án mở rộng đường ven sông treo sáu năm, bà con không sửa được nhà.", False),
    (4, 41, "van-hoa", "Nhà văn hóa tổ 15 dột, bàn ghế hỏng, xin kinh phí sửa trước Ngày hội Đại đoàn kết.", False),
    (5, 37, "an-ninh", "Chung cư mini ở ngõ 30 không có lối thoát nạn thứ hai, đề nghị kiểm tra phòng cháy.", False),
    (5, 42, "ngan-sach", "Đề nghị công khai danh mục công trình năm nay ở bảng tin tổ dân phố.", False),
)  # fmt: skip
ON_THE_SPOT = {
    "Nắp hố ga trước số 91": "Phòng Kinh tế, Hạ tầng và Đô thị đặt rào chắn ngay tối nay, thay nắp trong tuần.",
    "Hỏi lịch tiếp công dân": "Lịch tiếp công dân niêm yết tại trụ sở; phường xem xét thêm buổi ngoài giờ.",
    "Xe rác đến sớm": "Đội vệ sinh nhận lỗi, trả lại giờ thu gom 18 giờ từ ngày mai.",
}
AGAIN = (
    ("tổ dân phố 12", 11, "Nhà văn hóa tổ 12, ngõ 84"), ("tổ dân phố 4", 12, "Nhà văn hóa tổ 4, ngõ 58"),
    ("tổ dân phố 7", 13, "Trường THCS Minh Tân"),
)  # fmt: skip


def meet_voters(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """The round before the session of July, the round after it in ten days, and what deputies asked for."""
    deputies = elected(bodies)
    before_session(bodies, people, deputies)
    after_session(bodies, people, deputies)
    requests(bodies, people, deputies)


def elected(bodies: dict[str, Organisation]) -> list[Person]:
    found = []
    for name, title in DEPUTIES:
        one = Person.objects.filter(full_name=name).first()
        one = one or perform(directory.register_person, actor=CLOCK, at=moment(SINCE, 9), full_name=name)
        perform(
            directory.appoint,
            one,
            actor=CLOCK,
            at=moment(SINCE, 9),
            body=bodies["TTHDND"],
            title=title,
            valid_from=SINCE,
        )
        found.append(Person.objects.get(pk=one.pk))
    return found


def _point(day: date, place: str, unit: str) -> PointLine:
    start = moment(day, 19, 10)
    return PointLine(start, start + timedelta(hours=2), place, unit)


def before_session(bodies: dict[str, Organisation], people: dict[str, Actor], deputies: list[Person]) -> None:
    office, deputy = people["chuyenvien"], people["daibieu"]
    row: VoterContact = perform(
        contacts.plan_contact, actor=office, at=moment(date(2027, 4, 28), 9),
        title="Tiếp xúc cử tri trước kỳ họp thường lệ giữa năm 2027", kind="dinh_ky_truoc_ky_hop", form="hoi_nghi",
        owner=bodies["TTHDND"], front=bodies["MTTQ"], committee=bodies["UBND"], deputies=deputies,
        points=[_point(date(2027, 5, day), place, unit) for unit, day, place, _v, _s in MAY],
        content="Báo cáo dự kiến nội dung kỳ họp giữa năm; kết quả giải quyết kiến nghị lần trước; nghe ý kiến cử tri",
        session_words="kỳ họp thường lệ giữa năm", session_on=date(2027, 7, 8), points_due_on=date(2027, 5, 26),
        report_back_by=date(2027, 8, 13),
    )  # fmt: skip
    row = perform(
        contacts.announce, row, actor=office, at=moment(date(2027, 5, 7), 15),
        announced_words="Cổng thông tin của phường, loa và bảng tin 24 tổ dân phố",
    )  # fmt: skip
    for number, minutes, field, words, named in SAID:
        day = date(2027, 5, MAY[number - 1][1])
        _say(row, deputy, number, moment(day, 19, 10) + timedelta(minutes=minutes), field, words, named=named)
    for number, (_unit, evening, _place, voters, spoke) in enumerate(MAY, start=1):
        row = perform(
            contacts.record_point, row, actor=office, at=moment(date(2027, 5, evening) + timedelta(days=2), 9), point=number,
            voters=voters, spoke=spoke, reported_on=date(2027, 5, 25),
        )  # fmt: skip
    row = perform(contacts.record_held, row, actor=office, at=moment(date(2027, 5, 25), 9))
    perform(
        contacts.record_compiled, row, actor=office, at=moment(date(2027, 5, 28), 16), compiled_on=date(2027, 5, 28),
        compiled_words="Thường trực HĐND phường, số 27/BC-MTTQ",
    )  # fmt: skip


def _say(
    row: VoterContact, deputy: Actor, point: int, noted: datetime, field: str, words: str, *, named: bool
) -> None:
    """As Ghi nhanh sends it, some minutes after it was written down."""
    item = uuid.uuid5(uuid.NAMESPACE_URL, words).hex
    who: dict[str, Any] = (
        {"asker_name": Secret("Nguyễn Văn Mẫu"), "asker_phone": Secret("0900000000")} if named else {}
    )
    at = noted + timedelta(minutes=6)
    perform(
        capturing.capture, row, actor=deputy, at=at, key=f"gn-{item}", point=point, said=Secret(words), item=item,
        field=field, noted_at=noted, **who,
    )  # fmt: skip
    answer = next((said for start, said in ON_THE_SPOT.items() if words.startswith(start)), "")
    found = petition_of(item)
    if answer and found:
        perform(
            capturing.answer_on_spot, row, actor=deputy, at=at, petition=found[0], words=answer,
            answered_by="Phó Chủ tịch UBND phường",
        )  # fmt: skip


def after_session(bodies: dict[str, Organisation], people: dict[str, Actor], deputies: list[Person]) -> None:
    office = people["chuyenvien"]
    row: VoterContact = perform(
        contacts.plan_contact, actor=office, at=moment(date(2027, 7, 26), 9),
        title="Tiếp xúc cử tri sau kỳ họp thường lệ giữa năm 2027", kind="dinh_ky_sau_ky_hop", form="hoi_nghi",
        owner=bodies["TTHDND"], front=bodies["MTTQ"], committee=bodies["UBND"], deputies=deputies[:2],
        points=[_point(date(2027, 8, day), place, unit) for unit, day, place in AGAIN],
        content="Báo cáo kết quả kỳ họp giữa năm; báo cáo lại kết quả giải quyết kiến nghị tháng 5",
        session_words="kỳ họp thường lệ giữa năm", session_on=date(2027, 7, 8), points_due_on=date(2027, 8, 20),
        report_back_by=date(2027, 11, 30), despite="Chia Tổ đại biểu",
    )  # fmt: skip
    for point in row.points.select_related("meeting"):
        perform(
            meetings.set_agenda, point.meeting, actor=office, at=moment(date(2027, 7, 27), 10),
            lines=[
                Item("Tuyên bố lý do, giới thiệu đại biểu", 5, "Trưởng Ban Công tác Mặt trận"),
                Item("Báo cáo kết quả kỳ họp", 15, "Đại biểu HĐND"), Item("Việc bà con đã hỏi: kết quả đến nay", 20, "Đại diện UBND"),
                Item("Cử tri phát biểu", 60, "Cử tri"), Item("Trả lời tại chỗ, tiếp thu", 20, "Đại diện UBND, Tổ đại biểu"),
            ],
        )  # fmt: skip
    perform(
        contacts.announce, row, actor=office, at=moment(date(2027, 7, 30), 15), despite="Chia Tổ đại biểu",
        announced_words="Cổng thông tin của phường, loa ba tổ dân phố",
    )  # fmt: skip


def requests(bodies: dict[str, Organisation], people: dict[str, Actor], deputies: list[Person]) -> None:
    """One that was met and compiled, one that waits for its decision."""
    deputy, office = people["daibieu"], people["chuyenvien"]
    given: dict[str, Any] = {"owner": bodies["TTHDND"], "deputy": deputies[0]}
    row = perform(
        leave.ask_leave, actor=deputy, at=moment(date(2027, 6, 1), 8), kind="people", whom="các hộ kinh doanh chợ Đông",
        place="Ban quản lý chợ Đông", meets_on=date(2027, 6, 11), purpose="Nghe ý kiến về sắp xếp lại chợ", **given,
    )  # fmt: skip
    row = perform(
        leave.decide_leave, row, actor=office, at=moment(date(2027, 6, 3), 14), decided_by="Chủ tịch HĐND phường",
        decided_on=date(2027, 6, 3),
    )  # fmt: skip
    row = perform(
        leave.notify_place, row, actor=office, at=moment(date(2027, 6, 4), 10), notified_on=date(2027, 6, 4),
        words="Ban Công tác Mặt trận khu chợ; niêm yết tại chợ",
    )  # fmt: skip
    row = perform(
        leave.record_met, row, actor=deputy, at=moment(date(2027, 6, 11), 17), met_on=date(2027, 6, 11), voters=26,
        words="Nêu 4 việc, 1 việc trả lời tại chỗ",
    )  # fmt: skip
    perform(
        leave.send_compiled, row, actor=deputy, at=moment(date(2027, 6, 16), 15), compiled_on=date(2027, 6, 16),
        words="UBND phường, Tổ đại biểu, Ban Thường trực UBMTTQ",
    )  # fmt: skip
    perform(
        leave.ask_leave, actor=deputy, at=moment(date(2027, 7, 30), 9), kind="outside", whom="công nhân khu nhà trọ phường bên",
        place="Nhà văn hóa khu 3 phường Lam Kiều", meets_on=date(2027, 8, 10), purpose="Nghe việc đăng ký tạm trú, trường cho con", **given,
    )  # fmt: skip
