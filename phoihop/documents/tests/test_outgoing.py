"""A paper goes out: prepared, approved, numbered, signed, issued; each step and each refusal."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile

from phoihop.core.actions import Forbidden, Refused, actions_of, perform
from phoihop.core.journal import history
from phoihop.core.paper_data import paper_of
from phoihop.core.papers import LetterHead, Recipients, Signatures, Title, formats
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents import actions as verbs
from phoihop.documents.models import DocumentKind, File, IncomingDocument, OutgoingDocument
from phoihop.documents.tests.factories import Registry, scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Registry:
    return Registry()


def block(document: OutgoingDocument, kind: type) -> object:
    return next(b for b in document.blocks().blocks if isinstance(b, kind))


def test_a_draft_knows_its_kind_its_receivers_and_who_will_sign(room: Registry) -> None:
    made = room.draft()
    assert (made.state, made.owner.pk, made.drafter.pk) == (
        "draft",
        room.bodies["UBND"].pk,
        room.bodies["PKT"].pk,
    )
    assert [(r.words, r.body_id) for r in made.recipients.all()] == [
        (room.bodies["MTTQ"].name, room.bodies["MTTQ"].pk), ("Sở Nội vụ", None),
    ]  # fmt: skip
    assert [(s.signer_words, s.capacity, s.signed_on) for s in made.signatures.all()] == [
        ("Vũ Hoàng Nam, Chủ tịch UBND", "TM", None)
    ]
    assert block(made, Title) == Title(kind="BÁO CÁO", subject="Kết quả tiếp công dân")
    assert block(made, Recipients).lines[-1] == "Lưu: VT, PKT."  # type: ignore[attr-defined]
    assert made.remarks == []


def test_lock_reserves_the_number_and_writes_it_with_the_day_into_text_and_fingerprint(
    room: Registry,
) -> None:
    made = room.locked()
    assert (made.official_number, made.year, made.dated) == ("01/BC-UBND", 2027, date(2027, 8, 2))
    head = block(made, LetterHead)
    assert (head.number, head.symbol, head.day) == ("01", "BC-UBND", date(2027, 8, 2))  # type: ignore[attr-defined]
    column = block(made, Signatures).columns[0]  # type: ignore[attr-defined]
    assert (column.authority, column.titles, column.name) == (
        "TM. ỦY BAN NHÂN DÂN",
        ("CHỦ TỊCH",),
        "Vũ Hoàng Nam",
    )
    assert made.fingerprint == made.fingerprint_now() != ""
    made.number = 2
    assert made.fingerprint != made.fingerprint_now()


def test_the_word_file_opened_again_bears_the_number(room: Registry) -> None:
    made = room.locked()
    opened = docx.Document(BytesIO(formats()["docx"].write(made.blocks())))
    words = "\n".join(
        [p.text for p in opened.paragraphs]
        + [p.text for t in opened.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    )
    assert "Số: 01/BC-UBND" in words and "24 tổ dân phố" in words and "Vũ Hoàng Nam" in words


def test_signed_and_issued_it_arrives_at_the_receivers_of_the_installation(room: Registry) -> None:
    made = room.issued()
    assert (made.state, made.issued_on, made.signed_on) == ("issued", date(2027, 8, 2), date(2027, 8, 2))
    arrived = IncomingDocument.objects.get()
    assert (arrived.owner.pk, arrived.state, arrived.their_number, arrived.about) == (
        room.bodies["MTTQ"].pk, "arrived", "01/BC-UBND", "Kết quả tiếp công dân",
    )  # fmt: skip
    assert OutgoingDocument.objects.visible_to(room.front).get() == made


def test_before_it_is_issued_no_receiver_reads_it(room: Registry) -> None:
    made = room.signed()
    assert not OutgoingDocument.objects.visible_to(room.front).exists()
    assert not IncomingDocument.objects.exists()
    assert made.state == "locked"


def test_what_is_not_approved_gets_no_number_and_what_is_not_signed_is_not_issued(room: Registry) -> None:
    with pytest.raises(Forbidden):
        room.perform(verbs.lock_for_signing, room.draft(), room.office)
    with pytest.raises(Refused, match="Chưa đủ chữ ký"):
        room.perform(verbs.issue, room.locked(), room.office)


def test_a_unit_drafts_but_neither_approves_nor_locks(room: Registry) -> None:
    made = room.perform(verbs.submit, room.draft(), room.unit)
    assert made.state == "submitted"
    for verb in (verbs.approve, verbs.return_draft, verbs.drop):
        with pytest.raises(Forbidden):
            room.perform(verb, made, room.unit, words="x")


def test_the_office_approves_only_with_the_leaders_note(room: Registry) -> None:
    made = room.draft()
    with pytest.raises(Refused, match="Thiếu bút phê"):
        room.perform(verbs.approve, made, room.office)
    done = room.perform(
        verbs.approve, made, room.office, words="Đồng ý", decided_by="Chủ tịch Vũ Hoàng Nam",
        decided_on=date(2027, 8, 1), scan=scan(),
    )  # fmt: skip
    ruling = done.rulings.get()
    assert (ruling.decided_by, ruling.decided_on, ruling.scan.name) == (
        "Chủ tịch Vũ Hoàng Nam", date(2027, 8, 1), "ban-ky.pdf",
    )  # fmt: skip


def test_a_returned_paper_keeps_its_number_and_gets_another_fingerprint(room: Registry) -> None:
    made = room.locked()
    first = made.fingerprint
    made = room.perform(verbs.return_draft, made, room.leader, words="Thiếu số liệu tổ 2")
    assert (made.state, made.number, made.fingerprint) == ("draft", 1, "")
    made = room.perform(verbs.revise_text, made, room.unit, text="Đã niêm yết tại 25 tổ.")
    made = room.perform(verbs.approve, made, room.leader)
    made = room.perform(verbs.lock_for_signing, made, room.office)
    assert made.official_number == "01/BC-UBND" and made.fingerprint not in ("", first)
    assert room.locked().official_number == "02/BC-UBND"


def test_a_paper_with_a_number_does_not_change_its_book(room: Registry) -> None:
    made = room.perform(verbs.return_draft, room.locked(), room.leader, words="Sai loại")
    made = room.perform(verbs.revise_text, made, room.unit, kind=DocumentKind.objects.get(pk="KH"))
    made = room.perform(verbs.approve, made, room.leader)
    with pytest.raises(Refused, match="ở sổ khác"):
        room.perform(verbs.lock_for_signing, made, room.office)


def test_every_kind_and_every_body_counts_for_itself(room: Registry) -> None:
    kinds = {code: DocumentKind.objects.get(pk=code) for code in ("KH", "CV")}
    assert room.locked().official_number == "01/BC-UBND"
    assert room.locked(kind=kinds["KH"]).official_number == "01/KH-UBND"
    assert room.locked(kind=kinds["CV"]).official_number == "01/UBND-PKT"


def test_a_joint_paper_bears_all_signs_and_is_signed_in_order(room: Registry) -> None:
    bodies = room.bodies
    made = room.locked(
        kind=DocumentKind.objects.get(pk="CTrPH"), joint=[bodies["TTHDND"], bodies["MTTQ"]], copies=""
    )
    assert made.official_number == "01/CTrPH-UBND-HĐND-MTTQ"
    assert [s.capacity for s in made.signatures.all()] == ["TM", "TM", "TM"]
    with pytest.raises(Refused, match="Chưa đến lượt"):
        room.perform(verbs.sign, made, room.leader, body=bodies["MTTQ"])
    for who in ("leader", "clerk", "unit", "member"):
        with pytest.raises(Forbidden):
            room.perform(verbs.sign, made, acting(bodies["MTTQ"], who))
    made.refresh_from_db()
    assert [s.signed_on for s in made.signatures.all()] == [None, None, None]
    for key in ("UBND", "TTHDND", "MTTQ"):
        made = room.perform(verbs.sign, made, acting(bodies[key], "leader"), body=bodies[key])
    assert made.signed_on == date(2027, 8, 2)
    with pytest.raises(Refused, match="đã đủ chữ ký"):
        room.perform(verbs.sign, made, room.leader)


def test_a_signer_holds_the_position_on_the_day_and_signs_in_a_fitting_capacity(room: Registry) -> None:
    made = room.draft()
    gone = room.appoint("Người Cũ", "UBND", "Chủ tịch UBND", until=date(2027, 8, 1))
    ubnd = room.bodies["UBND"]
    cases = (
        ({"appointment": gone}, "không giữ chức vụ"),
        ({"appointment": room.deputy, "capacity": "TM"}, "Cấp phó không ký"),
        ({"appointment": room.chair, "capacity": "KT"}, "cấp phó ký thay"),
        ({"appointment": room.chief, "capacity": "TM"}, "không phải chức vụ"),
        ({"appointment": room.chief, "capacity": "TUQ"}, "văn bản ủy quyền"),
    )
    for given, words in cases:
        with pytest.raises(Refused, match=words):
            room.perform(verbs.choose_signer, made, room.office, body=ubnd, **given)
    made = room.perform(verbs.choose_signer, made, room.office, body=ubnd, appointment=room.deputy)
    column = block(made, Signatures).columns[0]  # type: ignore[attr-defined]
    assert (column.authority, column.titles) == ("TM. ỦY BAN NHÂN DÂN", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    made = room.perform(verbs.choose_signer, made, room.office, body=ubnd, appointment=room.chief)
    column = block(made, Signatures).columns[0]  # type: ignore[attr-defined]
    assert (column.authority, column.titles) == ("TL. CHỦ TỊCH", ("CHÁNH VĂN PHÒNG",))


def test_no_number_without_a_signer_for_every_body(room: Registry) -> None:
    made = room.draft(owner=room.bodies["PVHXH"], who=room.stranger)
    made = perform(verbs.approve, made, actor=acting(room.bodies["PVHXH"], "leader"), at=NOW)
    with pytest.raises(Refused, match="Chưa có người ký"):
        room.perform(verbs.lock_for_signing, made, room.stranger)


def test_a_digital_signature_needs_the_signed_pdf(room: Registry) -> None:
    made = room.locked()
    with pytest.raises(Refused, match="tệp PDF đã ký"):
        room.perform(verbs.sign, made, room.leader, way="digital")
    with pytest.raises(
        Refused, match="PDF"
    ):  # one that carries no signature; what is verified is in test_signing_pages
        room.perform(verbs.sign, made, room.leader, way="digital", upload=scan())
    made.refresh_from_db()
    assert made.signatures.get().signed_on is None


def test_a_signed_copy_counts_once_another_person_has_confirmed_it(room: Registry) -> None:
    made = room.signed()
    made = room.perform(verbs.record_signed_copy, made, room.office, upload=scan())
    with pytest.raises(Refused, match="không tự xác nhận"):
        room.perform(verbs.confirm_signed_copy, made, room.office, why="Đã xem bằng mắt")
    made = room.perform(verbs.return_signed_copy, made, room.leader, reason="Mờ trang 2")
    assert made.signed_copy is None and "Mờ trang 2" in made.copy_result
    made = room.perform(verbs.record_signed_copy, made, room.office, upload=scan())
    made = room.perform(verbs.confirm_signed_copy, made, room.leader, why="Đã xem bằng mắt")
    assert made.copy_confirmed_on == date(2027, 8, 2)
    with pytest.raises(Refused, match="đã được xác nhận"):
        room.perform(verbs.record_signed_copy, made, room.office, upload=scan())


def test_what_is_signed_on_paper_is_issued_once_its_signed_copy_is_confirmed(room: Registry) -> None:
    made = room.signed()
    with pytest.raises(Refused, match="Chưa có bản ký: chữ ký của Vũ Hoàng Nam"):
        room.perform(verbs.issue, made, room.office)
    made = room.perform(verbs.record_signed_copy, made, room.office, upload=scan())
    with pytest.raises(Refused, match="chưa được người khác xác nhận"):
        room.perform(verbs.issue, made, room.office)
    made = room.perform(verbs.confirm_signed_copy, made, room.leader, why="Đã xem bằng mắt")
    assert room.perform(verbs.issue, made, room.office).state == "issued"


def test_the_confirmed_copy_of_an_issued_paper_stays(room: Registry) -> None:
    made = room.issued()
    with pytest.raises(Refused, match="không trả lại bản ký được nữa"):
        room.perform(verbs.return_signed_copy, made, room.leader, reason="Mờ trang 2")
    made.refresh_from_db()
    assert made.signed_copy is not None and "documents.return_signed_copy" in made.withheld()


def test_after_approval_the_signer_is_chosen_by_the_issuing_body_alone(room: Registry) -> None:
    ubnd = {"body": room.bodies["UBND"], "appointment": room.deputy}
    made = room.perform(verbs.choose_signer, room.draft(), room.unit, **ubnd)
    assert made.signatures.get().name == "Lê Thị Hạnh"
    approved = room.approved()
    with pytest.raises(Forbidden):
        room.perform(verbs.choose_signer, approved, room.unit, **ubnd)
    approved.refresh_from_db()
    assert approved.signatures.get().name == "Vũ Hoàng Nam"
    assert (
        room.perform(verbs.choose_signer, approved, room.office, **ubnd).signatures.get().name
        == "Lê Thị Hạnh"
    )


def test_one_paper_of_a_record_is_under_way_once(room: Registry) -> None:
    given: dict[str, Any] = {"source": room.draft(), "paper": "documents.document", "kind": None, "about": ""}
    first = room.draft(**given)
    with pytest.raises(Refused, match=f"đã được soạn: {first.code}"):
        room.draft(**given)
    assert OutgoingDocument.objects.filter(paper_code="documents.document").count() == 1
    room.perform(verbs.drop, first, room.leader, words="Nhầm")
    assert room.draft(**given).state == "draft"


def test_no_copy_before_a_signature_and_nothing_to_confirm_without_one(room: Registry) -> None:
    made = room.locked()
    with pytest.raises(Refused, match="Chưa có ai ký"):
        room.perform(verbs.record_signed_copy, made, room.office, upload=scan())
    with pytest.raises(Refused, match="Chưa có bản ký"):
        room.perform(verbs.confirm_signed_copy, made, room.leader, why="Đã xem bằng mắt")


def test_a_dropped_paper_leaves_its_number_as_a_gap_with_the_reason(room: Registry) -> None:
    made = room.perform(verbs.drop, room.locked(), room.leader, words="Không còn cần thiết")
    assert (made.state, made.official_number, made.ended_why) == (
        "dropped",
        "01/BC-UBND",
        "Không còn cần thiết",
    )
    assert room.locked().official_number == "02/BC-UBND"


def test_the_office_alone_does_not_drop_a_number(room: Registry) -> None:
    with pytest.raises(Refused, match="Thiếu bút phê"):
        room.perform(verbs.drop, room.locked(), room.office, words="Nhầm")
    assert room.perform(verbs.drop, room.draft(), room.office, words="Nhầm").state == "dropped"


def test_a_correction_is_a_paper_of_its_own_linked_to_the_first(room: Registry) -> None:
    made = room.perform(verbs.correct, room.issued(), room.office, wrong="24 tổ", right="25 tổ")
    notice = OutgoingDocument.objects.exclude(pk=made.pk).get()
    assert (made.state, notice.state, notice.kind.pk) == ("issued", "draft", "TB")
    text = notice.paper
    assert "số 01/BC-UBND" in text and "25 tổ" in text
    assert [r.words for r in notice.recipients.all()] == [r.words for r in made.recipients.all()]


def test_a_recall_holds_at_once_and_drafts_the_notice_that_tells_the_receivers(room: Registry) -> None:
    made = room.perform(verbs.recall, room.issued(), room.leader, words="Ban hành không đúng thẩm quyền")
    assert (made.state, made.ended_on) == ("recalled", date(2027, 8, 2))
    notice = OutgoingDocument.objects.exclude(pk=made.pk).get()
    assert "Ban hành không đúng thẩm quyền" in notice.paper and notice.state == "draft"


def test_a_held_paper_is_handled_through_its_record_alone(room: Registry) -> None:
    source = room.draft()
    held = room.draft(
        source=source, paper="documents.document", held_by="documents.sign", kind=None, about=""
    )
    assert held.about == source.about
    for verb, given in (
        (verbs.lock_for_signing, {}),
        (verbs.revise_text, {"text": "khác"}),
        (verbs.drop, {"words": "x"}),
    ):
        with pytest.raises(Refused, match="theo bản ghi nguồn"):
            room.perform(verb, held, room.leader if verb is verbs.drop else room.office, **given)
    with pytest.raises(Forbidden):
        room.perform(verbs.approve, held, room.leader)
    locked = room.perform(verbs.lock_for_signing, held, room.office, through=source)
    assert locked.state == "locked"
    with pytest.raises(Refused, match="theo bản ghi nguồn"):
        room.perform(verbs.sign, locked, room.leader)
    signed = room.perform(verbs.sign, locked, room.leader, through=source)
    with pytest.raises(Refused, match="theo bản ghi nguồn"):
        room.perform(verbs.issue, signed, room.office)
    with pytest.raises(Refused, match="theo bản ghi nguồn"):
        room.perform(verbs.record_signed_copy, signed, room.office, upload=scan())
    signed = room.perform(verbs.record_signed_copy, signed, room.office, upload=scan(), through=source)
    for step, told in (
        (verbs.confirm_signed_copy, {"why": "Đã xem bằng mắt"}),
        (verbs.return_signed_copy, {"reason": "Mờ"}),
    ):
        with pytest.raises(Refused, match="theo bản ghi nguồn"):
            room.perform(step, signed, room.leader, **told)
    signed = room.perform(
        verbs.confirm_signed_copy, signed, room.leader, why="Đã xem bằng mắt", through=source
    )
    assert room.perform(verbs.issue, signed, room.office, through=source).state == "issued"


def test_a_place_left_to_be_written_keeps_it_from_being_submitted(room: Registry) -> None:
    from phoihop.core.paper_data import text_of
    from phoihop.core.papers import Paper, Paragraph, Run

    text = text_of(Paper(code="x", title="x", blocks=(Paragraph(runs=(Run(text="…", gap=True),)),)))
    made = room.draft(blocks=text)
    with pytest.raises(Refused, match="còn 1 chỗ chưa điền"):
        room.perform(verbs.submit, made, room.unit)


def test_a_stored_paper_is_the_paper(room: Registry) -> None:
    made = room.locked()
    assert paper_of(made.paper) == made.blocks()


def test_only_a_picture_or_pdf_is_a_signed_copy(room: Registry) -> None:
    row = room.signed()
    with pytest.raises(Refused, match=r"PDF hoặc ảnh chụp; “sai\.txt” là Văn bản thuần"):
        room.perform(
            verbs.record_signed_copy, row, room.office, upload=ContentFile(b"ten letters", name="sai.txt")
        )
    assert File.objects.count() == 0


def test_what_a_ruling_on_paper_lacks_is_named_and_no_more(room: Registry) -> None:
    row = room.issued()
    with pytest.raises(Refused, match="Thiếu bút phê: bản chụp") as told:
        room.perform(verbs.recall, row, room.office, words="Sai", decided_by="Vũ Hoàng Nam", decided_on=TODAY)
    assert told.value.field == "scan"


def test_what_is_put_right_stands_in_the_paper(room: Registry) -> None:
    row = room.issued()
    with pytest.raises(Refused, match="không có chỗ nào ghi “25 tổ dân phố”"):
        room.perform(verbs.correct, row, room.office, wrong="25 tổ dân phố", right="24 tổ dân phố")
    room.perform(verbs.correct, row, room.office, wrong="24  tổ dân phố", right="25 tổ dân phố")
    assert OutgoingDocument.objects.filter(about__startswith="Đính chính").count() == 1


def test_a_signature_given_on_paper_is_told_as_the_record_of_it_and_whose_it_was(room: Registry) -> None:
    made = room.perform(verbs.sign, room.locked(), room.office, way="paper")
    assert history(made)[0].says == "đã ghi việc Chủ tịch UBND Vũ Hoàng Nam ký trên giấy"
    other = room.perform(verbs.sign, room.locked(), room.office, way="recorded")
    assert history(other)[0].says == "đã ghi lại chữ ký đã có của Chủ tịch UBND Vũ Hoàng Nam"


def test_a_copy_is_asked_for_once_somebody_has_signed(room: Registry) -> None:
    def offered(row: OutgoingDocument) -> set[str]:
        read = OutgoingDocument.objects.prefetch_related("signatures").get(pk=row.pk)
        return {o.action.name for o in actions_of(read, room.office)} & {
            "documents.record_signed_copy", "documents.issue",
        }  # fmt: skip

    made = room.locked()
    assert offered(made) == set()
    assert offered(room.perform(verbs.sign, made, room.leader)) == {"documents.record_signed_copy"}
