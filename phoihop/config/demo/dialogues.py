"""Last year's dialogue with what it promised, kept or not; next week's, prepared, with what was sent before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from phoihop.activities.dialogue import actions as dialogues
from phoihop.activities.dialogue.models import Dialogue
from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.who import Actor, Hat
from phoihop.directory.models import Organisation
from phoihop.meetings import holding
from phoihop.meetings.models import Meeting

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LAST = date(2026, 11, 20)
#: quarter, who collected it, what was asked before this year's conference
SENT = (
    ("tổ 4", "board", "Đèn ngõ 25 hỏng hai bóng từ tháng Sáu, buổi tối trẻ em đi học về rất tối"),
    ("tổ 7", "board", "Giờ thu gom rác 16 giờ chưa hợp với người đi làm, đề nghị chuyển sau 18 giờ"),
    ("tổ 2", "letter", "Thủ tục xác nhận nơi cư trú phải đi lại ba lần, đề nghị niêm yết rõ giấy tờ"),
    ("tổ 8", "online", "Vỉa hè đầu ngõ 84 bị hàng quán lấn hết, người già phải đi xuống lòng đường"),
)  # fmt: skip
PROMISED = (
    ("Sửa cống ngõ 61, hết ngập khi mưa lớn", date(2027, 3, 31), "Biên bản nghiệm thu"),
    ("Lắp 12 đèn chiếu sáng ngõ của tổ 3, tổ 5", date(2027, 8, 31), "Biên bản bàn giao"),
    ("Niêm yết thủ tục hành chính bằng chữ lớn tại 24 nhà văn hóa", date(2027, 8, 20), "Ảnh niêm yết"),
)  # fmt: skip


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def dialogues_of(bodies: dict[str, Organisation], people: dict[str, Actor]) -> Dialogue:
    """Everything by ordinary actions of the offices."""
    office, front = people["chuyenvien"], people["mattran"]
    common: dict[str, Any] = {
        "owner": bodies["UBND"], "front": bodies["MTTQ"], "council": bodies["TTHDND"],
        "ways": "đến dự; gửi phiếu cho Ban Công tác Mặt trận tổ dân phố; trang công khai của phường",
    }  # fmt: skip
    last_year(bodies, office, common)
    made: Dialogue = perform(
        dialogues.plan_dialogue, actor=office, at=at(date(2027, 7, 26)), starts_at=at(date(2027, 8, 13), 14),
        title="Hội nghị đối thoại với nhân dân các tổ 1 đến 8", ends_at=at(date(2027, 8, 13), 16, 40),
        place_words="Nhà văn hóa số 3", topic="Chiếu sáng ngõ, rác thải, trật tự vỉa hè, thủ tục hành chính", **common,
    )  # fmt: skip
    made = perform(
        dialogues.announce, made, actor=office, at=at(date(2027, 7, 30)),
        announced_words="Niêm yết tại trụ sở và 8 nhà văn hóa, loa phường, trang công khai",
    )  # fmt: skip
    for n, (quarter, via, text) in enumerate(SENT):
        made = perform(
            dialogues.collect_question, made, actor=front, at=at(date(2027, 7, 31), 9 + n), via=via, quarter=quarter, lines=[text]
        )  # fmt: skip
    answer = "Đã giao Phòng Kinh tế kiểm tra; thay bóng trước 10/8, báo lại tại hội nghị"
    made = perform(
        dialogues.answer_question, made, actor=office, at=at(date(2027, 8, 1), 10), number=1, answer=answer,
        answered_by="Phòng Kinh tế",
    )  # fmt: skip
    return made


def last_year(bodies: dict[str, Organisation], office: Actor, common: dict[str, Any]) -> None:
    start = at(LAST, 14)
    row = perform(
        dialogues.plan_dialogue, actor=office, at=at(date(2026, 11, 2)), starts_at=start, ends_at=at(LAST, 16, 40),
        title="Hội nghị đối thoại với nhân dân phường năm 2026", place_words="Hội trường UBND phường",
        topic="Thoát nước, chiếu sáng, thủ tục hành chính", **common,
    )  # fmt: skip
    row = perform(
        dialogues.announce, row, actor=office, at=at(date(2026, 11, 9)), announced_words="Niêm yết tại 24 nhà văn hóa, loa phường"
    )  # fmt: skip
    meeting: Meeting = perform(holding.hold, row.meeting, actor=office, at=start, began_at=start)
    meeting = perform(
        holding.record_turn, meeting, actor=office, at=start, name="Nguyễn Thị Lụa", title="Tổ dân phố 5", role="voter",
        asks=["Cống ngõ 61 cứ mưa lớn là ngập nửa bánh xe"], said_at=at(LAST, 14, 50),
    )  # fmt: skip
    meeting = perform(
        holding.answer_point, meeting, actor=office, at=start, point=1, answer="Đưa vào kế hoạch quý I/2027, xong trước 31/3",
        answered_by="Chủ tịch UBND phường",
    )  # fmt: skip
    for text, due, product in PROMISED:
        meeting = perform(
            holding.conclude, meeting, actor=office, at=start, text=text, lead=bodies["PKT"], due_on=due, product=product
        )  # fmt: skip
    perform(holding.close, meeting, actor=office, at=at(LAST, 16, 45), ended_at=at(LAST, 16, 40))
    row = perform(dialogues.collect_live, row, actor=office, at=at(LAST, 17))
    row = perform(dialogues.record_held, row, actor=office, at=at(LAST, 17, 5), people=168)
    row = perform(dialogues.give_conclusions, row, actor=office, at=at(date(2026, 11, 23)))
    perform(
        dialogues.publish_result, row, actor=office, at=at(date(2026, 11, 27)), published_on=date(2026, 11, 27),
        published_words="Loa phường, trang công khai; niêm yết tại trụ sở; gửi 24 tổ trưởng tổ dân phố",
    )  # fmt: skip
    follow(row.meeting, bodies["PKT"], office)


def follow(meeting: Meeting, lead: Organisation, office: Actor) -> None:
    """The first promise was kept and seen by the Front, the second is underway, the third taken on."""
    tasks = list(
        Commitment.objects.filter(source_type=meeting._meta.label_lower, source_id=meeting.pk).order_by("pk")
    )
    unit = replace(office, hats=(Hat(role="unit", body=lead.pk, words=str(lead), mandate=None),))
    for task in tasks:
        perform(commitments.issue, task, actor=office, at=at(date(2026, 11, 25)))
        perform(commitments.accept, task, actor=unit, at=at(date(2026, 11, 26)))
    perform(
        commitments.report_progress, tasks[1], actor=unit, at=at(date(2027, 7, 20)), text="Đã lắp 9/12 đèn"
    )
    perform(
        commitments.report_done, tasks[0], actor=unit, at=at(date(2027, 3, 29)), text="Đã thay 40 m cống, hết ngập",
        proof="Biên bản nghiệm thu số 04/BB-KT ngày 29/3/2027",
    )  # fmt: skip
    perform(
        commitments.verify, tasks[0], actor=office, at=at(date(2027, 4, 15)),
        words="Biên bản giám sát của Ban Công tác Mặt trận tổ 5 ngày 15/4/2027 sau trận mưa 14/4",
    )  # fmt: skip
