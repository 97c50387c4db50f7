"""Sentences of denunciation on every way into a petition and through it, each handed over to reception at its end."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils.datastructures import MultiValueDict

from phoihop.activities.dialogue import actions as dialogue
from phoihop.activities.dialogue.tests.factories import AFTER, NOTICE, Square
from phoihop.activities.dialogue.tests.factories import START as ASKED_AT
from phoihop.activities.reception import actions as reception
from phoihop.core import drafts
from phoihop.core.actions import perform
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC
from phoihop.directory.tests.factories import NOW
from phoihop.meetings import holding, writing
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Petition, PetitionState
from phoihop.petitions.tests.factories import Voices, picture

#: What was said, by the way it went; nothing of it is a person's name, so only the sentence itself can tell it.
SENTENCES = {
    "split": "Khoản thu quỹ xóm Ghềnh bị ỉm một phần ba",
    "returned": "Người ký nghiệm thu bến Khoảnh lấy phong bì",
    "verdict": "Họ dọa cắt điện nếu còn hỏi phong bì bến Khoảnh",
    "merged": "Tổ thu phí chợ Quýt ăn chặn vé tháng",
    "joined": "Vé tháng chợ Quýt bị ăn chặn đã ba quý",
    "before": "Danh sách hộ nghèo gò Nhuận bị tráo",
    "live": "Sổ đỏ Vạn Khoảnh phải lót tay mới xong",
    "answer": "Đã mời người nêu chuyện lót tay lên làm việc",
    "matter": "Trưởng trạm bơm Tràng Kiểng bán dầu công",
    "proof": "Ảnh chụp cảnh đếm phong bì bến Khoảnh",
    "draft": "Kế toán trạm bơm khai khống giờ máy nổ",
}


def plant(ward: Voices, officer: Any) -> None:
    split(ward)
    returned(ward)
    merged(ward)
    asked(ward)
    received(ward, officer)


def over(ward: Voices, row: Petition) -> None:
    """Half-typed by two people, then handed over by one of them."""
    typed = MultiValueDict({"title": [SENTENCES["draft"]], "questions": [row.content]})
    for who in (ward.office, ward.council):
        drafts.keep(who, "petitions.classify", row, typed, at=NOW)
    fresh = Petition.objects.get(pk=row.pk)
    near = {ward.bodies["TTHDND"].pk: ward.council, ward.bodies["UBND"].pk: ward.office}
    who = near.get(fresh.receiver_id, ward.front)
    perform(petitions.hand_over, fresh, actor=who, at=max(NOW, AFTER))


def split(ward: Voices) -> None:
    """Cut off from a letter with two matters."""
    plain = "Đèn ngõ 9 hỏng từ đầu tháng"
    row = ward.received(content=f"{plain}. {SENTENCES['split']}.", title="", questions=[])
    perform(
        petitions.split,
        row,
        actor=ward.council,
        at=NOW,
        parts=[SENTENCES["split"]],
        title=plain,
        content=plain,
    )
    cut = Petition.objects.get(content=SENTENCES["split"])
    shown = ContentFile(picture().read() + b"% ghenh", name="tep-2.pdf")
    over(
        ward,
        perform(
            petitions.add_files, cut, actor=ward.council, at=NOW, uploads=[shown], words=SENTENCES["proof"]
        ),
    )


def returned(ward: Voices) -> None:
    """Answered, told by its asker to be not done, and read for what it is only then."""
    words = SENTENCES["returned"]
    row = ward.assigned(content=f"{words}. Bao giờ xong?", title=words, questions=[words])
    row = ward.answered_to(row, result_class="giai_trinh", route="", promised_on=None)
    row = perform(petitions.not_done, row, actor=PUBLIC, at=NOW, said=SENTENCES["verdict"])
    assert row.state == PetitionState.RETURNED
    over(ward, row)


def merged(ward: Voices) -> None:
    """The one that was answered for both goes, and the one that joined it, free again, goes too."""
    row, other = (ward.received(content=SENTENCES[n], title="", questions=[]) for n in ("merged", "joined"))
    perform(petitions.merge, row, actor=ward.council, at=NOW, others=[other], reason="cùng nội dung")
    over(ward, row)
    over(ward, other)


def asked(ward: Voices) -> None:
    """Asked before a dialogue and in its hall, answered there, and written into a first draft of the minutes."""
    square = Square(bodies=ward.bodies)
    row = square.asked(square.announced(), "Cống tổ 7 tắc", SENTENCES["before"])
    row = square.perform(dialogue.answer_question, row, number=2, answer=SENTENCES["answer"])
    meeting = square.perform(holding.hold, row.meeting, at=ASKED_AT, began_at=ASKED_AT)
    meeting = square.perform(
        holding.record_attendance, meeting, at=ASKED_AT, present=[], others=[("Lê Thị Khách", "Tổ trưởng tổ 4", "")]
    )  # fmt: skip
    meeting = square.perform(
        holding.record_turn, meeting, at=ASKED_AT, name="Một người dân", role="voter", asks=[SENTENCES["live"]],
        said_at=ASKED_AT,
    )  # fmt: skip
    meeting = square.perform(
        holding.answer_point, meeting, at=ASKED_AT, point=1, answer=SENTENCES["answer"], answered_by="Chủ tịch UBND"
    )  # fmt: skip
    square.perform(dialogue.collect_live, row, at=AFTER)
    square.perform(writing.write_minutes, None, at=AFTER, meeting=meeting)
    for words in (SENTENCES["before"], SENTENCES["live"]):
        over(ward, Petition.objects.get(content=words))
    assert NOTICE < AFTER


def received(ward: Voices, officer: Any) -> None:
    """Said to the officer as one matter of two."""
    perform(
        reception.record_reception, actor=officer, at=NOW, received_on=NOW.date(), receiver="Chủ tịch UBND",
        name=Secret("Khách"), matters=["Rác để lâu ở ngõ 4", SENTENCES["matter"]],
    )  # fmt: skip
    over(ward, Petition.objects.get(content=SENTENCES["matter"]))
