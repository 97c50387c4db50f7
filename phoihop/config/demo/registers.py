"""The papers of the demo ward: letters that went out, one waiting to be approved, a number left empty, papers that came in."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from phoihop.accounts.models import Account
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.core.papers import (
    Issuer,
    LetterHead,
    Paper,
    Recipients,
    Signature,
    Signatures,
    Title,
    formats,
    paragraph,
)
from phoihop.core.who import CLOCK, Actor, Hat
from phoihop.directory import actions as directory
from phoihop.directory.models import Appointment, Organisation, Person
from phoihop.documents import actions as documents
from phoihop.documents.comparing.copies import work_of
from phoihop.documents.framing import blocks_of
from phoihop.documents.models import DocumentKind, OutgoingDocument
from phoihop.documents.papers import copy

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
#: Body kind, who chairs it by the papers of the ward, title.
CHAIRS = (
    ("TTHDND", "Đặng Quang Thịnh", "Chủ tịch HĐND"), ("MTTQ", "Hoàng Thị Bích Thảo", "Chủ tịch UBMTTQ"),
)  # fmt: skip
PLAN = (
    "I. MỤC ĐÍCH\nTuyên truyền, phổ biến các luật mới ban hành đến tổ dân phố.\nII. NỘI DUNG\n"
    "- Mỗi phường tổ chức ít nhất hai buổi tuyên truyền trước ngày 30/9/2027.\n"
    "- Báo cáo kết quả về UBND thành phố trước ngày 15/10/2027."
)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def registers(bodies: dict[str, Organisation], people: dict[str, Actor]) -> None:
    """By ordinary actions of the office and the chair of the People's Committee."""
    chairs(bodies)
    office = wearing(people["chuyenvien"], bodies["UBND"], "clerk")
    leader = people["chutich"]
    late = Commitment.objects.filter(owner=bodies["TTHDND"], state="underway").order_by("sort_on").first()
    council = wearing(people["chuyenvien"], bodies["TTHDND"], "clerk")
    if late is not None:  # the letter that goes with a reminder waits for the chair of the council
        draft(council, at(date(2027, 8, 2), 8), source=late, paper="commitments.urging")
    lists = {
        "kind": DocumentKind.objects.get(pk="BC"),
        "owner": bodies["UBND"],
        "copies": bodies["TTHDND"].name,
    }
    first = draft(
        office, at(date(2027, 7, 5)), about="Kết quả tiếp công dân 6 tháng đầu năm 2027", text=(
            "I. KẾT QUẢ\nĐã tiếp 12 lượt công dân; các nội dung đều được trả lời tại buổi tiếp.\n"
            "II. PHƯƠNG HƯỚNG\n- Duy trì lịch tiếp công dân hằng tháng."
        ), **lists,
    )  # fmt: skip
    out(first, office, leader, date(2027, 7, 6))
    gone = draft(
        office,
        at(date(2027, 7, 8)),
        about="Tiến độ niêm yết danh sách hộ nghèo",
        text="Đã niêm yết.",
        **lists,
    )
    gone = perform(documents.approve, gone, actor=leader, at=at(date(2027, 7, 8), 10))
    gone = perform(
        documents.lock_for_signing, gone, actor=office, at=at(date(2027, 7, 8), 11), dated=date(2027, 7, 8)
    )
    why = "Lấy số nhầm: nội dung đã nằm trong báo cáo tháng"
    perform(documents.drop, gone, actor=leader, at=at(date(2027, 7, 9)), words=why)
    ready = draft(
        office, at(date(2027, 7, 30)), about="Kết quả thực hiện cải cách hành chính 7 tháng đầu năm 2027",
        text="Đã giải quyết hồ sơ đúng hạn; không có hồ sơ quá hạn chưa xin lỗi.", **lists,
    )  # fmt: skip
    ready = perform(documents.approve, ready, actor=leader, at=at(date(2027, 7, 30), 10))
    perform(
        documents.lock_for_signing, ready, actor=office, at=at(date(2027, 8, 2), 8), dated=date(2027, 8, 2)
    )
    waiting = draft(
        office, at(date(2027, 7, 30)), kind=DocumentKind.objects.get(pk="TTr"), owner=bodies["UBND"],
        about="Bổ sung kinh phí tuyên truyền pháp luật năm 2027", to=bodies["TTHDND"].name, copies="Như trên",
        text="UBND phường trình Thường trực HĐND xem xét, bổ sung kinh phí tuyên truyền pháp luật năm 2027.",
    )  # fmt: skip
    perform(documents.submit, waiting, actor=office, at=at(date(2027, 7, 30), 15))
    come_in(bodies, office, leader)


def chairs(bodies: dict[str, Organisation]) -> None:
    """Who signs for each of the three bodies; a position that is on record already stays."""
    chair = Account.objects.select_related("user__person").get(username="chutich").user.person
    told = [(bodies["UBND"], chair, "Chủ tịch UBND")]
    told += [
        (bodies[kind], Person.objects.filter(full_name=name).first() or name, title)
        for kind, name, title in CHAIRS
    ]
    for body, who, title in told:
        held = Appointment.objects.filter(body=body, valid_to=None, title__startswith="Chủ tịch").exists()
        if held:
            continue
        when = at(date(2027, 7, 1))
        person = (
            perform(directory.register_person, actor=CLOCK, at=when, full_name=who)
            if isinstance(who, str)
            else who
        )
        perform(
            directory.appoint,
            person,
            actor=CLOCK,
            at=when,
            body=body,
            title=title,
            valid_from=date(2026, 5, 26),
        )


def wearing(actor: Actor, body: Organisation, role: str) -> Actor:
    """The same person for one of the bodies served."""
    hats = tuple(hat for hat in actor.hats if hat.body == body.pk and hat.role == role)
    words = f"Chuyên viên {body.short_name}"
    return Actor(
        user=actor.user, person=actor.person, name=actor.name, territories=actor.territories,
        hats=hats or (Hat(role=role, body=body.pk, words=words, body_name=body.name, territory=body.territory_id),),
    )  # fmt: skip


def draft(actor: Actor, moment: datetime, **given: Any) -> OutgoingDocument:
    made: OutgoingDocument = perform(
        documents.prepare, actor=actor.wearing(actor.hats[0]), at=moment, **given
    )
    return made


def out(row: OutgoingDocument, office: Actor, leader: Actor, day: date) -> None:
    """Approved, numbered, signed on paper, scanned, looked at by a second person, issued: on one day."""
    row = perform(documents.approve, row, actor=leader, at=at(day, 8))
    row = perform(documents.lock_for_signing, row, actor=office, at=at(day, 9), dated=day)
    row = perform(documents.sign, row, actor=leader, at=at(day, 10), way="paper", signed_on=day)
    scan = ContentFile(formats()["pdf"].write(row.blocks()), name="ban-ky.pdf")
    row = perform(documents.record_signed_copy, row, actor=office, at=at(day, 11), upload=scan)
    work = work_of(copy(row))
    while work is not None and work.outcome() is None and not work.trouble():
        work.step()
    row = perform(documents.confirm_signed_copy, row, actor=leader, at=at(day, 14))
    perform(documents.issue, row, actor=office, at=at(day, 15), issued_on=day, copies_made=5)


def come_in(bodies: dict[str, Organisation], office: Actor, leader: Actor) -> None:
    """A plan of the city with tasks in it, given to a unit by the chair; a letter that waits to be registered."""
    head = LetterHead(
        issuers=(Issuer(name="ỦY BAN NHÂN DÂN"),), locality="THÀNH PHỐ HÀ NỘI", number="45", symbol="KH-UBND",
        place_name="Hà Nội", day=date(2027, 7, 20),
    )  # fmt: skip
    subject = "Tuyên truyền, phổ biến pháp luật quý III năm 2027"
    signed = Signatures(
        columns=(Signature(authority="TM. ỦY BAN NHÂN DÂN", titles=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),)
    )
    plan = Paper(
        code="demo.plan", title=subject, blocks=(
            head, Title(kind="KẾ HOẠCH", subject=subject), *blocks_of(PLAN),
            paragraph("UBND các xã, phường tổ chức thực hiện."), signed, Recipients(lines=("UBND các xã, phường;", "Lưu: VT.")),
        ),
    )  # fmt: skip
    file = ContentFile(formats()["docx"].write(plan), name="45-KH-UBND.docx")
    given: dict[str, Any] = {
        "owner": bodies["UBND"],
        "sender_words": "UBND thành phố Hà Nội",
        "standing": "superior",
    }
    paper = perform(
        documents.receive, actor=office, at=at(date(2027, 7, 22)), their_number="45/KH-UBND", dated=date(2027, 7, 20),
        about=subject, kind=DocumentKind.objects.get(pk="KH"), upload=file, **given,
    )  # fmt: skip
    paper = perform(documents.register_arrival, paper, actor=office, at=at(date(2027, 7, 22), 10))
    perform(
        documents.assign, paper, actor=leader, at=at(date(2027, 7, 22), 14), unit=bodies["PVHXH"], due_on=date(2027, 8, 6),
        words="Tham mưu kế hoạch của phường, báo cáo trước ngày 06/8.",
    )  # fmt: skip
    perform(
        documents.receive, actor=office, at=at(date(2027, 8, 2), 8), their_number="118/SNV-CCHC", dated=date(2027, 7, 30),
        about="V/v báo cáo kết quả cải cách hành chính 7 tháng", owner=bodies["UBND"], sender_words="Sở Nội vụ",
        kind=DocumentKind.objects.get(pk="CV"),
    )  # fmt: skip
