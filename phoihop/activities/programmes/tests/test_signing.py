"""Agreed, locked, signed in order, withdrawn, recorded on paper, amended, ended: who may, what follows, what is refused."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.agreeing import agreed
from phoihop.activities.programmes.amending import consolidated
from phoihop.activities.programmes.forms import AskCommitteeForm
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.activities.programmes.tests.test_actions import forbidden, refused
from phoihop.activities.programmes.tests.test_drafting import full, rewrite
from phoihop.activities.programmes.texts import fingerprint_of
from phoihop.core.actions import Forbidden, Refused, actions_of, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Notice
from phoihop.core.papers import build_paper
from phoihop.core.web.views import papers_taken
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents.models import OutgoingDocument

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def table() -> Table:
    return Table()


def fresh(programme: Programme) -> Programme:
    return Programme.objects.get(pk=programme.pk)


def counting(programme: Programme) -> list[str]:
    now = fresh(programme)
    kinds = {row.body_id: row.body.kind_id for row in now.parties.select_related("body")}
    return [kinds[key] for key in agreed(now, fingerprint_of(now))]


# -------------------------------------------------------------------------------------- agreement


def test_a_party_agrees_to_one_fingerprint_and_any_change_of_the_text_voids_it_with_why(table: Table) -> None:
    made = table.agree(full(table), "UBND", "MTTQ")
    assert counting(made) == ["UBND", "MTTQ"]
    rewrite(made, table.office, "bốn đợt", "Mỗi năm năm đợt.", at=LATER, reason="Theo luật")
    assert counting(made) == []
    told = [(row.version, row.void_why) for row in fresh(made).agreements.all()]
    assert told == [(1, "Văn bản đổi ở bản v2: Theo luật")] * 2
    table.agree(fresh(made), "UBND")
    assert counting(made) == ["UBND"]
    assert "thống nhất bản v2 rồi" in refused(
        verbs.agree, fresh(made), table.chair("UBND"), fingerprint=fingerprint_of(fresh(made))
    )


def test_what_was_agreed_to_is_what_stood_on_the_page(table: Table) -> None:
    made = full(table)
    seen = fingerprint_of(made)
    rewrite(made, table.office, "bốn đợt", "Mỗi năm năm đợt.")
    assert "đã đổi" in refused(verbs.agree, fresh(made), table.chair("UBND"), fingerprint=seen)


def test_the_office_records_an_agreement_only_with_its_paper_and_a_stranger_gives_none(table: Table) -> None:
    made = full(table)
    clerk = acting(table.bodies["UBND"], "clerk", user=31)
    assert "Thiếu văn bản" in refused(verbs.agree, made, clerk, fingerprint=fingerprint_of(made))
    read = fingerprint_of(made)
    perform(verbs.agree, made, actor=clerk, at=NOW, paper="Công văn số 12/UBND-VP", fingerprint=read)
    assert counting(made) == ["UBND"]
    forbidden(verbs.agree, made, table.stranger, table.unit, fingerprint=read)


def test_an_agreement_is_withdrawn_with_a_reason_and_stays_readable(table: Table) -> None:
    made = table.agree(full(table), "UBND")
    assert "chưa thống nhất" in refused(
        verbs.withdraw_agreement, made, table.chair("MTTQ"), reason="Chưa rõ kinh phí"
    )
    perform(verbs.withdraw_agreement, made, actor=table.chair("UBND"), at=NOW, reason="Chưa rõ kinh phí")
    assert (counting(made), [r.withdrawn_why for r in fresh(made).agreements.all()]) == (
        [],
        ["Chưa rõ kinh phí"],
    )


def test_the_joint_meeting_and_the_committees_view_are_steps_without_a_paper_of_the_party(
    table: Table,
) -> None:
    made = full(table)
    perform(
        verbs.settle_text, made, actor=table.office, at=NOW, held_on=TODAY, place="Phòng họp 1", present="Ba bên, hai Ban"
    )  # fmt: skip
    assert "tương lai" in refused(
        verbs.settle_text, made, table.office, held_on=TODAY + timedelta(days=1), present="x"
    )
    assert "Chưa ghi việc xin" in refused(
        verbs.note_committee_view, made, table.office, answered_on=TODAY, conclusion="Đồng ý"
    )
    perform(verbs.ask_committee_view, made, actor=table.office, at=NOW, asked_on=TODAY, way="in_writing")
    perform(
        verbs.note_committee_view, fresh(made), actor=table.office, at=NOW, answered_on=TODAY, conclusion="Đồng ý chủ trương"
    )  # fmt: skip
    now = fresh(made)
    assert [(s.version, s.present) for s in now.settlements.all()] == [(1, "Ba bên, hai Ban")]
    assert [(v.way, v.conclusion) for v in now.committee_views.all()] == [("in_writing", "Đồng ý chủ trương")]
    files: Any = {"upload": ContentFile(PDF, name="cong-van.pdf")}
    form = AskCommitteeForm({"asked_on": "01/08/2027", "way": "in_writing"}, files)
    assert not form.is_valid() and "Không lưu văn bản của Đảng" in form.non_field_errors().as_text()


# ------------------------------------------------------------------------------------------ signing


def test_only_an_agreed_text_without_open_comments_is_locked(table: Table) -> None:
    table.seat()
    made = full(table)
    assert "Chưa thống nhất bản v1" in refused(verbs.lock_for_signing, made, table.office)
    row = table.comment(made)
    assert "Còn 1 góp ý" in refused(verbs.lock_for_signing, table.agree(made), table.office)
    perform(verbs.answer_comment, row, actor=table.office, at=NOW, answer="explained", words="Đã có")
    done = perform(verbs.lock_for_signing, fresh(made), actor=table.office, at=NOW)
    assert done.state == "locked"
    forbidden(verbs.lock_for_signing, full(table), table.second, table.stranger)


def test_signed_in_order_the_last_signature_brings_it_into_force_under_its_number(table: Table) -> None:
    made = table.locked()
    document = OutgoingDocument.objects.get()
    assert (document.official_number, document.held_by, document.state) == (
        "01/CTrPH-HĐND-UBND-MTTQ", "programmes.sign programmes.sign_last", "locked",
    )  # fmt: skip
    forbidden(verbs.sign, made, table.chair("UBND"), table.chair("MTTQ"), way="recorded")
    made = table.sign(made, "TTHDND")
    made = table.sign(made, "UBND")
    assert (made.state, made.turn, made.turns_left) == ("locked", table.bodies["MTTQ"], 1)
    made = table.sign(made, "MTTQ")
    assert (made.state, made.number_words, made.signed_on) == (
        "in_force", "số 01/CTrPH-HĐND-UBND-MTTQ", TODAY,
    )  # fmt: skip
    assert [p.signature_words for p in made.parties.all()] == [
        "TM. Chủ tịch Trần Thị Đầu", "TM. Chủ tịch Vũ Hoàng Nam", "TM. Chủ tịch Lê Văn Ba",
    ]  # fmt: skip
    assert verify_database().faults == []


def test_a_locked_text_is_changed_by_nobody_and_unlocked_before_the_first_signature_keeps_its_number(
    table: Table,
) -> None:
    made = table.locked()
    with pytest.raises(Refused):
        rewrite(made, table.office, "Mục đích", "Khác.")
    made = perform(verbs.unlock, made, actor=table.office, at=NOW, reason="Sai chính tả")
    assert (made.state, OutgoingDocument.objects.get().state) == ("draft", "draft")
    rewrite(made, table.office, "Mục đích.", "Mục đích khác.", at=LATER)
    made = table.locked(fresh(made))
    document = OutgoingDocument.objects.get()
    assert (document.official_number, "Mục đích khác." in document.paper) == ("01/CTrPH-HĐND-UBND-MTTQ", True)
    made = table.sign(made, "TTHDND")
    assert "Đã có người ký" in refused(verbs.unlock, made, table.office, reason="x")


def test_a_signature_withdrawn_before_the_last_leaves_all_readable_and_the_next_version_needs_all_again(
    table: Table,
) -> None:
    made = table.sign(table.sign(table.locked(), "TTHDND"), "UBND")
    forbidden(verbs.withdraw_signature, made, table.stranger, table.unit, reason="x")
    assert "chưa ký" in refused(verbs.withdraw_signature, made, table.chair("MTTQ"), reason="x")
    made = perform(
        verbs.withdraw_signature, made, actor=table.chair("UBND"), at=LATER, reason="Hạn 15/8 không khả thi"
    )
    assert made.shown_state(TODAY) == ("rut", "Đã rút chữ ký (UBND, 03/08: Hạn 15/8 không khả thi)")
    document = OutgoingDocument.objects.get()
    assert (document.state, [(r.body.kind_id, bool(r.signed_on)) for r in document.signatures.all()]) == (
        "dropped", [("TTHDND", True), ("UBND", True), ("MTTQ", False)],
    )  # fmt: skip
    assert counting(made) == []
    told = set(Notice.objects.filter(verb="programmes.withdraw_signature").values_list("body", flat=True))
    assert told == {table.bodies["TTHDND"].pk, table.bodies["MTTQ"].pk}
    rewrite(made, table.office, "Mục đích.", "Mục đích, hạn 30/8.", at=LATER)
    assert fresh(made).state == "draft"
    assert "Chưa thống nhất" in refused(verbs.lock_for_signing, fresh(made), table.office)
    made = table.locked(fresh(made))
    for kind in ("TTHDND", "UBND", "MTTQ"):
        made = table.sign(made, kind)
    assert (made.state, made.number, OutgoingDocument.objects.count()) == ("in_force", "02", 2)
    with pytest.raises(Refused):
        perform(verbs.withdraw_signature, made, actor=table.chair("UBND"), at=LATER, reason="Muộn rồi")
    assert verify_database().faults == []


def test_signed_by_hand_one_hands_in_the_scan_and_another_confirms_it(table: Table) -> None:
    made = table.locked()
    made = perform(
        verbs.record_signing, made, actor=table.office, at=NOW, signed_on=TODAY, signed_place="Hội trường",
        upload=ContentFile(PDF, name="ban-ky.pdf"),
    )  # fmt: skip
    document = OutgoingDocument.objects.get()
    assert (made.state, {row.way for row in document.signatures.all()}, made.number) == (
        "signed",
        {"paper"},
        "01",
    )
    assert "không tự xác nhận" in refused(verbs.confirm_signing, made, table.office, why="Đã xem bằng mắt")
    assert "Bên nộp bản ký" in refused(
        verbs.confirm_signing, made, table.chair("TTHDND"), why="Đã xem bằng mắt"
    )
    back = perform(verbs.hand_back_scan, made, actor=table.second, at=NOW, reason="Mờ trang 2")
    assert back.state == "locked"
    made = perform(
        verbs.record_signing, back, actor=table.office, at=NOW, signed_on=TODAY, upload=ContentFile(PDF + b"%", name="2.pdf")
    )  # fmt: skip
    made = perform(verbs.confirm_signing, made, actor=table.second, at=NOW, why="Đã xem bằng mắt")
    document.refresh_from_db()
    assert (made.state, document.copy_confirmed_on) == ("in_force", TODAY)


# ---------------------------------------------------------------------------------- amended, ended


def test_after_effect_an_annex_changes_what_it_says_and_the_text_of_each_day_is_known(table: Table) -> None:
    base = table.locked()
    for kind in ("TTHDND", "UBND", "MTTQ"):
        base = table.sign(base, kind)
    perform(verbs.amend, base, actor=table.office, at=NOW, reason="Hạn mới")
    annex = Programme.objects.get(amends=base)
    assert "chưa ký xong" in refused(verbs.amend, base, table.office)
    table.agree(annex)
    assert "chưa sửa đoạn nào" in refused(verbs.lock_for_signing, fresh(annex), table.office)
    rewrite(annex, table.office, "Sơ kết tháng 7.", "Sơ kết tháng 8.", at=LATER)
    annex = table.locked(fresh(annex))
    words = "\n".join(
        getattr(b, "text", "")
        for b in build_paper("programmes.text", annex, actor=table.office, at=NOW).walk()
    )
    assert "Sửa đổi đoạn “Sơ kết tháng 7.” thành:" in words and "“Sơ kết tháng 8.”" in words
    for kind in ("TTHDND", "UBND", "MTTQ"):
        annex = table.sign(annex, kind)
    now = {row.line.text: row.by for row in consolidated(base, TODAY)}
    assert (now["Sơ kết tháng 8."], now["Mục đích."]) == (annex, None)
    assert "Sơ kết tháng 7." in {row.line.text for row in consolidated(base, TODAY - timedelta(days=1))}


def test_an_annex_is_locked_and_unlocked_by_the_party_that_drafted_it(table: Table) -> None:
    base = table.locked()
    for kind in ("TTHDND", "UBND", "MTTQ"):
        base = table.sign(base, kind)
    perform(verbs.amend, base, actor=table.second, at=NOW, reason="Hạn mới")
    annex = Programme.objects.get(amends=base)
    rewrite(annex, table.second, "Sơ kết tháng 7.", "Sơ kết tháng 8.", at=LATER)
    annex = table.agree(fresh(annex))
    forbidden(verbs.lock_for_signing, annex, table.chair("UBND"), table.stranger)
    annex = perform(verbs.lock_for_signing, annex, actor=table.second, at=NOW)
    annex = perform(verbs.unlock, annex, actor=table.second, at=NOW, reason="Sai chính tả")
    annex = perform(verbs.lock_for_signing, annex, actor=table.second, at=NOW)
    assert (annex.state, annex.paper_out.drafter, annex.paper_out.owner) == (
        "locked", table.bodies["MTTQ"], table.bodies["TTHDND"],
    )  # fmt: skip
    for kind in ("TTHDND", "UBND", "MTTQ"):
        annex = table.sign(annex, kind)
    assert annex.state == "in_force"


def test_a_programme_is_ended_when_a_second_party_confirms_what_the_first_asked(table: Table) -> None:
    made = table.in_force()
    given: dict[str, Any] = {"reason": "Sáp nhập", "paper": "Biên bản ngày 02/8/2027"}
    assert "trước ngày ký" in refused(verbs.ask_end, made, table.office, ended_on=date(2026, 1, 1), **given)
    forbidden(verbs.ask_end, made, table.stranger, table.unit, ended_on=TODAY, **given)
    forbidden(verbs.end, made, table.office, table.leader, same=True)
    made = perform(verbs.ask_end, made, actor=table.leader, at=NOW, ended_on=TODAY, **given)
    assert (made.state, made.ended_on, made.ending_words) == (
        "in_force", None,
        "UBND đề nghị từ 02/08/2027: Sáp nhập (Biên bản ngày 02/8/2027); chờ bên khác xác nhận",
    )  # fmt: skip
    assert "Đã có đề nghị" in refused(verbs.ask_end, made, table.office, ended_on=TODAY, **given)
    forbidden(verbs.end, made, table.leader, table.chair("UBND"), table.stranger, same=True)
    both = acting(table.bodies["TTHDND"], "clerk", user=table.leader.user or 0)
    assert "không tự xác nhận" in refused(verbs.end, made, both, same=True)
    made = perform(verbs.end, made, actor=table.second, at=NOW, same=True)
    assert (made.state, made.ended_on, made.ended_why, made.ending_words) == (
        "ended", TODAY, "Sáp nhập (Biên bản ngày 02/8/2027)", "",
    )  # fmt: skip
    assert verify_database().faults == []


def test_an_end_that_was_asked_for_is_dropped_and_the_programme_goes_on(table: Table) -> None:
    made = table.in_force()
    assert "Chưa bên nào" in refused(verbs.drop_end, made, table.office, reason="x")
    names = {offer.action.name for offer in actions_of(made, table.office)}
    assert "programmes.ask_end" in names and not names & {"programmes.end", "programmes.drop_end"}
    made = perform(
        verbs.ask_end, made, actor=table.office, at=NOW, ended_on=TODAY, reason="Sáp nhập", paper="Biên bản"
    )
    asker, other = ({o.action.name for o in actions_of(made, who)} for who in (table.office, table.second))
    assert "programmes.end" in other and "programmes.end" not in asker
    made = perform(verbs.drop_end, made, actor=table.second, at=NOW, reason="Chưa bàn")
    assert (made.state, made.ending_on, made.ending_by) == ("in_force", None, None)


# ------------------------------------------------------------------------------------- any sequence


@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_leaves_an_agreement_or_signature_counted_on_another_text(
    table: Table, seed: int
) -> None:
    """Whatever revises, agrees, withdraws, locks, unlocks and signs in whatever order."""
    dice = random.Random(seed)
    table.seat()
    made = full(table)
    kinds = ("TTHDND", "UBND", "MTTQ")
    chairs: list[Actor] = [table.chair(kind) for kind in kinds]
    steps: list[Any] = [
        lambda n: rewrite(made, table.office, "Mục đích", f"Mục đích {n}.", at=NOW + timedelta(days=n)),
        *[lambda n, c=c: table.agreed_by(fresh(made), c) for c in chairs],
        *[lambda n, c=c: table.agreed_by(fresh(made), c) for c in chairs],
        lambda n: perform(verbs.withdraw_agreement, fresh(made), actor=dice.choice(chairs), at=NOW, reason="x"),
        lambda n: perform(verbs.lock_for_signing, fresh(made), actor=table.office, at=NOW),
        lambda n: table.sign(fresh(made), dice.choice(kinds)),
        lambda n: perform(verbs.withdraw_signature, fresh(made), actor=dice.choice(chairs), at=NOW, reason="x"),
    ]  # fmt: skip
    for n in range(1, 26):
        try:
            dice.choice(steps)(n)
        except (Refused, Forbidden, StopIteration):
            continue
        now = fresh(made)
        digest = fingerprint_of(now)
        assert all(row.fingerprint == digest for row in agreed(now, digest).values())
        assert all(row.version == now.version for row in now.agreements.all() if row.stands)
        if now.state in ("locked", "in_force"):
            assert {row.body_id for row in now.agreements.all() if row.stands} == set(now.party_ids())
            assert [row.fingerprint for row in now.signing_rounds.all()][-1] == digest
        document = now.paper_out
        if document is not None and document.fingerprint:
            assert document.fingerprint == document.fingerprint_now()


def test_the_text_of_a_programme_goes_out_through_its_own_signing_alone(table: Table) -> None:
    made = full(table)
    assert "programmes.text" not in str(papers_taken(made, table.office))
    with pytest.raises(Refused, match="chỉ làm theo bản ghi nguồn"):
        perform("documents.prepare", actor=table.office, at=NOW, source=made, paper="programmes.text")
    assert not OutgoingDocument.objects.exists()


# ------------------------------------------------------------------------- the paper goes out


def test_the_programme_signed_in_full_issues_its_paper_and_each_receiver_has_it_in_its_register(
    table: Table,
) -> None:
    document_of = OutgoingDocument.objects.get
    made = table.locked()
    forbidden_now = {offer.action.name for offer in actions_of(made, table.office)}
    assert "programmes.issue_paper" not in forbidden_now
    made = perform(
        verbs.record_signing, made, actor=table.office, at=NOW, signed_on=TODAY, upload=ContentFile(PDF, name="ban-ky.pdf")
    )  # fmt: skip
    made = perform(verbs.confirm_signing, made, actor=table.second, at=NOW, why="Đã xem bằng mắt")
    forbidden(verbs.issue_paper, made, table.second, table.stranger, table.unit)
    assert "tương lai" in refused(verbs.issue_paper, made, table.office, issued_on=TODAY + timedelta(days=1))
    made = perform(verbs.issue_paper, fresh(made), actor=table.office, at=NOW, copies_made=6)
    document = document_of()
    assert (made.state, document.state, document.issued_on, document.copies, document.number) == (
        "in_force", "issued", TODAY, 6, 1,
    )  # fmt: skip
    told = set(Notice.objects.filter(verb="programmes.issue_paper").values_list("body", flat=True))
    assert told == {table.bodies["UBND"].pk, table.bodies["MTTQ"].pk}
    assert "đã ban hành ngày 02/08/2027" in refused(verbs.issue_paper, fresh(made), table.office)
    shown = Programme.objects.select_related("paper_out").get(pk=made.pk)
    assert "programmes.issue_paper" not in {offer.action.name for offer in actions_of(shown, table.office)}
    assert verify_database().faults == []


def test_a_signature_only_noted_lacks_its_copy_before_the_paper_goes_out(table: Table) -> None:
    made = table.locked()
    for kind in ("TTHDND", "UBND", "MTTQ"):
        made = table.sign(made, kind)
    assert "Chưa có bản ký" in refused(verbs.issue_paper, made, table.office)
    old = table.in_force()
    assert old.paper_out is None
    forbidden(verbs.issue_paper, old, table.office)
