"""Each action of a petition: what it does, and what it refuses in which words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from phoihop.commitments.models import Commitment
from phoihop.core import journal, vault
from phoihop.core.actions import Forbidden, Refused, actions_of, perform
from phoihop.core.models import Deadline, JournalBody, Notice
from phoihop.core.vault import Secret
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward
from phoihop.documents.models import OutgoingDocument
from phoihop.petitions import actions as verbs
from phoihop.petitions.merging import join, let_go, rejoin
from phoihop.petitions.models import Petition, PetitionState
from phoihop.petitions.receiving import cut_off, leading, lookup_code
from phoihop.petitions.tests.factories import DUE, PROMISED, UNIT_DUE, Voices, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work() -> Voices:
    return Voices()


def clocks(row: Petition) -> dict[str, date]:
    rows = Deadline.objects.filter(record_type=row._meta.label_lower, record_id=row.pk, stopped_on=None)
    return {clock.code: clock.due_on for clock in rows}


def told(row: Petition, verb: str) -> set[int]:
    return set(
        Notice.objects.filter(record_id=row.pk, verb=f"petitions.{verb}").values_list("body", flat=True)
    )


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


# --- coming in -----------------------------------------------------------------------------------


def test_what_a_voter_said_is_received_with_a_code_nobody_guesses_and_both_offices_read_it(
    at_work: Voices,
) -> None:
    row = at_work.received()
    assert (row.state, row.turns, row.times, row.source) == ("received", 1, 1, "voter_contact")
    assert [q.text for q in row.questions.all()] == ["Ngõ 84 ngập khi mưa.", "Bao giờ cải tạo rãnh?"]
    assert (row.forwarder, row.front) == (at_work.bodies["TTHDND"], at_work.bodies["MTTQ"])
    assert told(row, "receive") == {at_work.bodies["MTTQ"].pk}
    assert clocks(row) == {"petitions.classify": date(2027, 8, 9)}
    assert Petition.objects.visible_to(at_work.front).count() == 1
    assert Petition.objects.visible_to(at_work.unit).count() == 0


def test_a_citizen_sends_without_an_account_and_the_ward_that_is_named_receives(at_work: Voices) -> None:
    row = at_work.received(
        at_work.public, receiver=at_work.bodies["TTHDND"], source="door", questions=(), title=""
    )
    assert row.title == "Ngõ 84 ngập 30 đến 40 cm mỗi khi mưa trên 30 phút"
    assert [q.text for q in row.questions.all()] == [row.title]
    assert journal.history(row)[0].entry.capacity == "Người dân"


def test_a_title_is_the_first_sentence_and_never_breaks_a_word() -> None:
    assert leading("Đèn hỏng. Xin sửa.") == "Đèn hỏng"
    long = "từ " * 100
    assert leading(long) == ("từ " * 66).strip() + "…"


def test_lookup_codes_have_no_letters_that_are_read_as_others_and_do_not_repeat() -> None:
    codes = {lookup_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {11}
    assert set("".join(codes)) & set("01IOLU") == set()


def test_who_asked_is_a_reference_into_the_vault_and_stands_in_no_journal(at_work: Voices) -> None:
    row = at_work.received(asker_name=Secret("Lê Thị Bưởi"), asker_phone=Secret("0912 345 678"))
    assert vault.open_sealed(row.asker_ref, actor=at_work.council, reason="gọi lại", at=NOW) == {
        "name": "Lê Thị Bưởi", "phone": "0912 345 678",
    }  # fmt: skip
    assert vault.same("phone", "+84912345678") == [row.asker_ref]
    kept = " ".join(JournalBody.objects.values_list("text", flat=True))
    assert [word for word in ("Bưởi", "345 678", "12345678", "ngập", row.lookup) if word in kept] == []
    assert at_work.received().asker_ref == ""


def test_a_body_that_hears_nobody_cannot_write_a_petition_down(at_work: Voices) -> None:
    with pytest.raises(Forbidden):
        at_work.received(acting(at_work.bodies["PKT"], "unit", user=30))
    assert Petition.objects.count() == 0


def test_a_letter_with_three_matters_is_one_turn_and_three_matters(at_work: Voices) -> None:
    row = at_work.received(title="Ngập, đèn hỏng, chợ tạm")
    at_work.perform(
        verbs.split,
        row,
        at_work.council,
        parts=["Đèn ngõ 126 hỏng", "Chợ tạm lấn đường"],
        title="Ngập ngõ 84",
    )
    rows = list(Petition.objects.order_by("pk"))
    assert [r.title for r in rows] == ["Ngập ngõ 84", "Đèn ngõ 126 hỏng", "Chợ tạm lấn đường"]
    assert [r.split_from_id for r in rows] == [None, row.pk, row.pk]
    assert len({r.lookup for r in rows}) == 3
    assert {r.source_words for r in rows} == {"nhà văn hóa tổ 12"}
    with pytest.raises(Refused, match="Chưa ghi nội dung nào để tách"):
        at_work.perform(verbs.split, rows[0], at_work.council, parts=[], title="Ngập")


def test_cutting_off_is_no_button_of_its_own(at_work: Voices) -> None:
    row = at_work.received()
    made = perform(cut_off, actor=at_work.council, at=NOW, first=row, text="Đèn hỏng")
    assert (made.split_from, made.state) == (row, "received")
    assert "petitions.cut_off" not in {o.action.name for o in actions_of(row, at_work.council)}


def test_pictures_of_the_asker_are_kept_with_the_petition_and_read_by_its_readers(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.add_files, at_work.received(), at_work.council, uploads=[picture()], words="Ảnh ngõ ngập"
    )
    proof = row.proofs.get()
    assert (proof.shows, proof.file.words) == ("Ảnh ngõ ngập", "Ảnh người nêu gửi")
    assert not any("ngõ ngập" in held for held in JournalBody.objects.values_list("text", flat=True))
    assert type(proof.file).objects.visible_to(at_work.front).filter(pk=proof.file_id).exists()


def test_classifying_says_field_competence_and_who_answers_and_counts_the_times(at_work: Voices) -> None:
    before = at_work.classified()
    row = at_work.received()
    row = at_work.perform(
        verbs.classify, row, at_work.front, title="Ngập ngõ 84", field="do-thi", competence="commune",
        answering=at_work.bodies["UBND"], repeats=before,
        suggested=[("field", "do-thi", "có chữ “ngập”"), ("field", "giao-thong", "có chữ “ngõ”")],
    )  # fmt: skip
    assert (row.state, row.field, row.times, row.repeats) == ("classified", "do-thi", 2, before)
    assert [(s.value, s.taken) for s in row.suggestions.all()] == [("do-thi", True), ("giao-thong", False)]
    assert set(clocks(row)) == {"petitions.forward"}


def test_a_wrong_class_is_put_right_until_it_is_answered_but_not_who_answers_once_forwarded(
    at_work: Voices,
) -> None:
    row = at_work.forwarded()
    same: dict[str, Any] = {"title": row.title, "competence": "commune"}
    row = at_work.perform(
        verbs.reclassify, row, at_work.council, field="giao-thong", answering=at_work.bodies["UBND"], **same
    )
    assert (row.field, row.state) == ("giao-thong", "forwarded")
    with pytest.raises(Refused, match="Kiến nghị đã chuyển"):
        at_work.perform(
            verbs.reclassify, row, at_work.council, field="giao-thong", answering=at_work.bodies["VP"], **same
        )


def test_the_asker_may_take_it_back_and_the_row_stays(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.withdraw, at_work.forwarded(), at_work.council, reason="Người hỏi báo đã tự giải quyết"
    )
    assert (row.state, clocks(row)) == ("withdrawn", {})


def test_what_is_handed_over_leaves_no_word_in_the_row(at_work: Voices) -> None:
    row = at_work.perform(verbs.hand_over, at_work.received(), at_work.council)
    assert (row.state, row.content, row.place, row.questions.count()) == ("handed_over", "", "", 0)
    assert "84" not in row.title


# --- its way -------------------------------------------------------------------------------------


def test_forwarding_sets_the_day_and_starts_the_clock_of_the_body_that_answers(at_work: Voices) -> None:
    row = at_work.forwarded()
    assert (row.state, row.due_on, row.sort_on, row.sendings) == ("forwarded", DUE, DUE, 1)
    assert clocks(row) == {"petitions.answer": DUE}
    assert told(row, "forward") == {at_work.bodies["UBND"].pk, at_work.bodies["MTTQ"].pk}
    with pytest.raises(Refused, match="Hạn trả lời đã qua"):
        at_work.perform(
            verbs.forward, at_work.classified(), at_work.council, due_on=TODAY - timedelta(days=1)
        )


def test_a_department_drafts_and_others_help(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.assign, at_work.forwarded(), at_work.office, responsible=at_work.bodies["PKT"], unit_due_on=UNIT_DUE,
        co_answerers=[at_work.bodies["PVHXH"], at_work.bodies["PKT"]],
    )  # fmt: skip
    assert [helper.body for helper in row.co_answerers.all()] == [at_work.bodies["PVHXH"]]
    row = at_work.perform(verbs.contribute, row, at_work.helper, words="Phòng đã thống kê 11 hộ bị ngập.")
    assert [(h.words, h.given_on) for h in row.co_answerers.all()] == [
        ("Phòng đã thống kê 11 hộ bị ngập.", TODAY)
    ]
    with pytest.raises(Refused, match="sau hạn trả lời"):
        at_work.perform(
            verbs.assign,
            row,
            at_work.office,
            responsible=at_work.bodies["PKT"],
            unit_due_on=DUE + timedelta(days=1),
        )


def test_what_was_not_forwarded_is_not_assigned(at_work: Voices) -> None:
    with pytest.raises(Refused, match="chưa được chuyển đến"):
        at_work.perform(
            verbs.assign,
            at_work.classified(),
            at_work.office,
            responsible=at_work.bodies["PKT"],
            unit_due_on=UNIT_DUE,
        )


def test_a_unit_that_is_not_concerned_gives_it_back_with_the_reason(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.transfer, at_work.assigned(), at_work.unit, reason="Thuộc Công ty thoát nước", to_words="PVHXH"
    )
    assert (row.state, row.responsible, row.due_on) == ("forwarded", None, DUE)
    assert [t.kind for t in row.transfers.all()] == ["forward", "assign", "move"]


def test_beyond_competence_goes_up_and_comes_back_with_the_paper_of_the_upper_level(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.send_up, at_work.forwarded(), at_work.council, competent="Sở Xây dựng", paper="12/TTHĐND"
    )
    assert (row.state, row.competence, set(clocks(row))) == (
        "sent_up",
        "province",
        {"petitions.upper_answer"},
    )
    with pytest.raises(Refused, match="Cần: ngày hẹn xong"):
        at_work.perform(
            verbs.record_upper_answer,
            row,
            at_work.council,
            result_class="se_giai_quyet",
            short="Đưa vào kế hoạch.",
            letter="45/SXD",
        )
    row = at_work.perform(
        verbs.record_upper_answer, row, at_work.council, result_class="se_giai_quyet", short="Đưa vào kế hoạch 2028.",
        letter="45/SXD", promised_on=PROMISED,
    )  # fmt: skip
    assert (row.state, row.answered_on, row.solved_on, row.promised_on) == ("answered", TODAY, None, PROMISED)


def test_the_office_extends_once_and_a_second_time_is_the_leaders(at_work: Voices) -> None:
    row = at_work.assigned()
    row = at_work.perform(
        verbs.ask_extension, row, at_work.unit, new_due=DUE + timedelta(days=7), reason="Chờ dự toán"
    )
    assert row.asked_due == DUE + timedelta(days=7)
    row = at_work.perform(
        verbs.extend, row, at_work.council, new_due=DUE + timedelta(days=7), reason="Chờ dự toán"
    )
    assert (row.due_on, row.extensions, row.asked_due) == (DUE + timedelta(days=7), 1, None)
    assert clocks(row)["petitions.answer"] == DUE + timedelta(days=7)
    more: dict[str, Any] = {"new_due": DUE + timedelta(days=20), "reason": "Chờ dự toán"}
    with pytest.raises(Refused, match="lần này lãnh đạo quyết định"):
        at_work.perform(verbs.extend, row, at_work.council, **more)
    row = at_work.perform(verbs.extend, row, at_work.chair, **more)
    assert (row.due_on, row.extensions) == (DUE + timedelta(days=20), 2)
    with pytest.raises(Forbidden):
        at_work.perform(
            verbs.extend, row, at_work.office, new_due=DUE + timedelta(days=40), reason="Tự gia hạn"
        )


def test_a_request_may_be_declined_and_the_day_stays(at_work: Voices) -> None:
    row = at_work.assigned()
    row = at_work.perform(
        verbs.ask_extension, row, at_work.unit, new_due=DUE + timedelta(days=7), reason="Chờ dự toán"
    )
    row = at_work.perform(verbs.decline_extension, row, at_work.chair, reason="Đã quá lâu")
    assert (row.due_on, row.asked_due) == (DUE, None)


def test_reminders_are_numbered(at_work: Voices) -> None:
    row = at_work.assigned()
    for n in (1, 2):
        row = at_work.perform(verbs.urge, row, at_work.council, words="Bà con hỏi lại")
        assert row.urged == n
    assert [t.words for t in row.transfers.all() if t.kind == "urge"] == [
        "Lần 1. Bà con hỏi lại",
        "Lần 2. Bà con hỏi lại",
    ]


# --- the answer gate -----------------------------------------------------------------------------


def test_noted_and_will_be_considered_is_not_solved(at_work: Voices) -> None:
    """J5: stopped in these words."""
    with pytest.raises(Refused, match="Cần: kết quả cụ thể, ngày, bằng chứng") as stopped:
        at_work.drafted(result_class="da_giai_quyet", short="Đã ghi nhận, sẽ xem xét.")
    assert stopped.value.instead == "Ghi bằng chứng (ảnh, biên bản), hoặc chọn Đang giải quyết kèm lộ trình."


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"result_class": "dang_giai_quyet", "route": ""}, "Cần: lộ trình và ngày hẹn xong"),
        ({"result_class": "se_giai_quyet", "promised_on": None}, "Cần: lộ trình và ngày hẹn xong"),
        ({"result_class": "dang_giai_quyet", "promised_on": TODAY}, "Ngày hẹn phải ở phía trước"),
        ({"result_class": "chua_giai_quyet"}, "Cần: lý do chưa giải quyết được"),
        ({"result_class": "khong_tham_quyen"}, "Cần: cơ quan có thẩm quyền"),
        ({"result_class": "giai_trinh", "lines": {1: "Đúng."}}, "Chưa trả lời câu 2"),
        ({"result_class": "da_giai_quyet", "proof_words": "Biên bản 01/8", "lines": {1: "Đúng."}}, "khi còn câu trống: câu 2"),
        ({"result_class": "khong_co"}, "không còn dùng"),
    ],
)  # fmt: skip
def test_each_class_of_result_asks_for_what_it_needs(
    at_work: Voices, given: dict[str, Any], words: str
) -> None:
    row = at_work.assigned()
    with pytest.raises(Refused, match=words):
        at_work.draft(row, **given)
    assert Petition.objects.get().answers.count() == 0


def test_before_the_leader_approves_it_is_not_answered(at_work: Voices) -> None:
    row = at_work.drafted()
    assert (row.state, row.answered_on, row.result_class, row.result_told) == (
        "drafted",
        None,
        "",
        "Chờ duyệt",
    )
    with pytest.raises(Forbidden):
        at_work.perform(verbs.answer, row, at_work.unit, capacity="TL.")


def test_the_leader_sends_a_draft_back_and_it_is_drafted_again(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.send_back, at_work.drafted(), at_work.leader, reason="Nói rõ ai khơi cống khi mưa"
    )
    assert (row.state, row.answers.get().sent_back_why) == ("assigned", "Nói rõ ai khơi cống khi mưa")
    row = at_work.draft(row)
    assert [a.number for a in row.answers.all()] == [1, 2]


def test_a_promise_in_an_answer_becomes_a_commitment_of_the_unit(at_work: Voices) -> None:
    row = at_work.answered()
    task = Commitment.objects.get()
    assert row.commitment == task
    assert (task.lead, task.owner, task.verifier) == (
        at_work.bodies["PKT"],
        at_work.bodies["UBND"],
        at_work.bodies["TTHDND"],
    )
    assert (task.due_on, task.state, task.origin) == (PROMISED, "issued", "petition")
    assert (row.state, row.answered_on, row.solved_on) == ("answered", TODAY, None)
    assert row.public_line() == "Đã trả lời, chưa giải quyết – hẹn 30/10/2027"
    assert row.answers.get().capacity == "TM."


def test_solved_with_its_proof_is_the_second_fact_and_not_the_third(at_work: Voices) -> None:
    row = at_work.solved()
    assert (row.answered_on, row.solved_on, row.verified_on) == (TODAY, TODAY, None)
    assert [p.shows for p in row.proofs.all()] == ["Biên bản nghiệm thu ngày 01/8/2027"]
    assert row.public_line() == "Đã giải quyết 02/08/2027"
    assert Commitment.objects.count() == 0


def test_an_answer_that_comes_late_says_by_how_many_working_days(at_work: Voices) -> None:
    row = at_work.perform(verbs.answer, at_work.drafted(), at_work.leader, capacity="KT.", at=later(23))
    assert row.answers.get().late_days == 3


def test_an_answer_copied_from_an_earlier_one_is_shown_as_such(at_work: Voices) -> None:
    first = at_work.answered()
    row = at_work.drafted()
    assert row.answers.get().copied_from == first.code
    other = at_work.drafted(
        short="Ngõ 90 đã kiểm tra ngày 05/7, rãnh thông, không phải thay; tổ trưởng đã ký biên bản."
    )
    assert other.answers.get().copied_from == ""


def test_what_was_promised_is_reported_through_the_same_gate_and_the_old_answer_stays(
    at_work: Voices,
) -> None:
    row = at_work.draft(at_work.answered(), result_class="da_giai_quyet", proof_upload=picture())
    assert (row.state, row.result_class) == ("drafted", "dang_giai_quyet")
    row = at_work.perform(verbs.answer, row, at_work.leader, capacity="TM.", at=later(1))
    assert (row.result_class, row.solved_on, row.answers.count()) == (
        "da_giai_quyet",
        TODAY + timedelta(days=1),
        2,
    )


# --- what others say -----------------------------------------------------------------------------


def test_a_returned_answer_counts_the_next_sending_and_the_third_offers_an_inspection(
    at_work: Voices,
) -> None:
    """J5: a draft for the chair of the council, never sent by itself."""
    row = at_work.returned()
    assert (row.state, row.sendings, row.answers.get().return_reason) == (
        "returned",
        2,
        "Trả lời không vào câu hỏi.",
    )
    with pytest.raises(Refused, match="từ lần 3 chưa có kết quả"):
        at_work.perform(verbs.offer_inspection, row, at_work.chair)
    row = at_work.draft(
        row, short="Đã ghi nhận và sẽ xem xét trong thời gian tới theo kế hoạch chung của phường."
    )
    row = at_work.returned(at_work.perform(verbs.answer, row, at_work.leader, capacity="TM."))
    assert row.sendings == 3
    row = at_work.perform(verbs.offer_inspection, row, at_work.chair)
    paper = OutgoingDocument.objects.get()
    assert (paper.state, paper.owner) == ("draft", at_work.bodies["TTHDND"])
    assert "đã được gửi 3 lần" in paper.paper


def test_the_asker_agrees_by_code_and_that_verifies_nothing(at_work: Voices) -> None:
    row = at_work.perform(verbs.agree, at_work.solved(), at_work.public, asker_code="…M2X")
    assert (row.asker_says, row.verified_on, row.asker_told) == ("agrees", None, "Đồng ý")


def test_not_done_with_a_picture_opens_it_again_once_and_within_the_days(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.not_done, at_work.solved(), at_work.public, said="Vẫn ngập", picture=picture(), at=later(3)
    )
    assert (row.state, row.solved_on, row.sendings) == ("returned", None, 2)
    assert row.verdicts.get().picture is not None
    row = at_work.draft(row, result_class="da_giai_quyet", proof_words="Biên bản 05/8")
    row = at_work.perform(verbs.answer, row, at_work.leader, capacity="TM.", at=later(4))
    with pytest.raises(Refused, match="đã được mở lại một lần"):
        at_work.perform(verbs.not_done, row, at_work.public, said="Vẫn ngập", at=later(5))


def test_not_done_after_the_days_is_refused_with_what_to_do(at_work: Voices) -> None:
    row = at_work.solved()
    with pytest.raises(Refused, match="Đã quá ngày báo chưa xong") as refused:
        at_work.perform(verbs.not_done, row, at_work.public, said="Vẫn ngập", at=later(40))
    assert refused.value.instead == "Gửi kiến nghị mới, ghi mã cũ; lần hỏi được tính tiếp."


def test_results_are_posted_within_the_days_counted_from_when_the_answer_was_due(at_work: Voices) -> None:
    row = at_work.answered()
    assert clocks(row) == {"petitions.publish": date(2027, 9, 14)}
    row = at_work.perform(verbs.post_result, row, at_work.office, where="bảng tin nơi tiếp công dân")
    assert clocks(row) == {}
    assert [t.to_words for t in row.transfers.all() if t.kind == "post"] == ["bảng tin nơi tiếp công dân"]


def test_reporting_back_is_a_step_with_its_own_day(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.report_back,
        at_work.answered(),
        at_work.council,
        words="Hội nghị tổ 12",
        reported_on=date(2027, 8, 1),
    )
    assert (row.reported_back_on, row.state) == (date(2027, 8, 1), "answered")


def test_only_another_body_verifies_and_only_what_is_solved(at_work: Voices) -> None:
    with pytest.raises(Refused, match="chưa báo đã giải quyết xong"):
        at_work.perform(verbs.verify, at_work.answered(), at_work.front, words="Đã đi xem")
    row = at_work.solved()
    with pytest.raises(Forbidden):
        at_work.perform(verbs.verify, row, at_work.office, words="Tự xác minh")
    row = at_work.perform(
        verbs.verify, row, at_work.front, words="Đi xem ngày 02/8, tổ trưởng xác nhận", upload=picture()
    )
    assert (row.state, row.review, row.verified_on) == ("verified", "done", TODAY)


def test_the_review_is_a_field_of_its_own(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.review, at_work.answered(), at_work.chair, review="unsatisfying", words="Không có lộ trình vốn"
    )
    assert (row.state, row.result_class, row.review) == ("answered", "dang_giai_quyet", "unsatisfying")


def test_a_petition_with_a_promise_ahead_is_not_closed(at_work: Voices) -> None:
    with pytest.raises(Refused, match="Còn hẹn đến 30/10/2027"):
        at_work.perform(verbs.close, at_work.answered(), at_work.council, reason="Đã nói rõ")
    row = at_work.answered(result_class="giai_trinh")
    assert at_work.perform(verbs.close, row, at_work.council, reason="Đã nói rõ").state == "closed"


# --- merged and split again ----------------------------------------------------------------------


def test_merging_keeps_everything_of_everyone_and_splitting_restores_it(at_work: Voices) -> None:
    first, second, third = (
        at_work.forwarded(),
        at_work.forwarded(quarter="Tổ dân phố 13"),
        at_work.received(),
    )
    first = at_work.perform(verbs.merge, first, at_work.council, others=[second, third], reason="cùng ngõ 84")
    second.refresh_from_db()
    assert (first.turns, second.state, second.merged_into_id, second.quarter) == (
        3,
        "merged",
        first.pk,
        "Tổ dân phố 13",
    )
    second = at_work.perform(verbs.split_again, second, at_work.council, reason="Ngõ khác")
    first.refresh_from_db()
    assert (second.state, second.merged_into, first.turns) == ("forwarded", None, 2)
    assert clocks(second) == {"petitions.answer": DUE}
    third = at_work.perform(verbs.split_again, third, at_work.council, reason="Ngõ khác")
    assert (third.state, set(clocks(third))) == ("received", {"petitions.classify"})
    first.refresh_from_db()
    assert first.turns == 1
    with pytest.raises(Refused, match="vào chính nó"):
        at_work.perform(verbs.merge, first, at_work.council, others=[first])
    with pytest.raises(Refused, match="không gộp được"):
        at_work.perform(verbs.merge, first, at_work.council, others=[at_work.drafted()])


def test_what_one_answer_cannot_serve_is_not_merged_and_the_reason_says_what_to_do(at_work: Voices) -> None:
    """Another locality, further along, with another body, of another competence, asked anew after an answer."""

    def refused(row: Petition, other: Petition) -> tuple[str, str]:
        with pytest.raises(Refused) as why:
            at_work.perform(verbs.merge, row, at_work.council, others=[other])
        assert Petition.objects.get(pk=other.pk).merged_into is None

        def short(words: str) -> str:
            return words.replace(other.code, "B").replace(row.code, "A")

        return short(why.value.reason), short(why.value.instead)

    classified, forwarded = at_work.classified(), at_work.forwarded()
    assert refused(classified, forwarded) == (
        "B đã đến bước “Đã chuyển”, xa hơn kiến nghị này.", "Mở B và gộp A vào đó.",
    )  # fmt: skip
    elsewhere = at_work.assigned()
    elsewhere.responsible = at_work.bodies["PVHXH"]
    Petition.objects.filter(pk=elsewhere.pk).update(responsible=elsewhere.responsible)
    there, here = elsewhere.responsible, at_work.bodies["PKT"]
    assert refused(at_work.assigned(), elsewhere) == (
        f"B đang ở {there}, kiến nghị này ở {here}.", "Chuyển về cùng một nơi trả lời rồi gộp, hoặc để trả lời riêng.",
    )  # fmt: skip
    Petition.objects.filter(pk=classified.pk).update(competence="province")
    assert refused(forwarded, Petition.objects.get(pk=classified.pk))[0] == (
        "B được phân loại thuộc thẩm quyền khác."
    )
    told = at_work.answered()
    fresh = at_work.received()
    at_work.perform(
        verbs.merge, told, at_work.council, others=[at_work.received()]
    )  # still in work: same turn
    Petition.objects.filter(pk=told.pk).update(solved_on=TODAY - timedelta(days=3))
    assert refused(Petition.objects.get(pk=told.pk), fresh) == (
        "A đã có trả lời trước khi có B: đây là hỏi lại, không phải cùng một lượt.",
        "Khi phân loại B, ghi đã hỏi ở A.",
    )
    other = Voices(bodies=ward("Khác"))
    assert refused(forwarded, other.received())[0] == "B là kiến nghị của địa phương khác."


def test_a_group_that_joins_another_goes_along_whole(at_work: Voices) -> None:
    a, b, c = at_work.received(), at_work.received(), at_work.received()
    at_work.perform(verbs.merge, b, at_work.council, others=[c])
    b.refresh_from_db()
    a = at_work.perform(verbs.merge, a, at_work.council, others=[b])
    assert a.turns == 3
    assert set(Petition.objects.filter(merged_into=a).values_list("pk", flat=True)) == {b.pk, c.pk}


def test_the_inner_steps_of_merging_are_no_buttons(at_work: Voices) -> None:
    a, b = at_work.received(), at_work.received()
    b = perform(join, b, actor=at_work.council, at=NOW, into=a, reason="")
    b = perform(rejoin, b, actor=at_work.council, at=NOW, into=a)
    a = perform(let_go, a, actor=at_work.council, at=NOW, turns=1)
    assert (b.merged_into, a.turns) == (a, 1)
    names = {o.action.name for row in (a, b) for o in actions_of(row, at_work.council)}
    assert names & {"petitions.join", "petitions.rejoin", "petitions.let_go"} == set()


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_forwards_all_its_petitions_with_one_letter(at_work: Voices) -> None:
    rows = [at_work.classified() for _ in range(3)]
    made = at_work.perform(
        verbs.compile,
        None,
        at_work.council,
        purpose="forward",
        title="Biểu trước kỳ họp",
        since=date(2027, 1, 1),
        until=TODAY,
    )
    assert made.count == 3
    made = at_work.perform(
        verbs.forward_list,
        made,
        at_work.council,
        receiver_body=at_work.bodies["UBND"],
        due_on=DUE,
        paper="31/TTHĐND",
    )
    assert made.state == "sent"
    assert set(Petition.objects.filter(pk__in=[r.pk for r in rows]).values_list("state", "due_on")) == {
        ("forwarded", DUE)
    }
    with pytest.raises(Refused, match="Không có kiến nghị nào hợp"):
        at_work.perform(
            verbs.compile,
            None,
            at_work.council,
            purpose="forward",
            title="Biểu",
            since=date(2027, 1, 1),
            until=TODAY,
        )


def test_a_report_and_a_notice_are_sent_and_a_list_given_up_leaves_the_petitions(at_work: Voices) -> None:
    row = at_work.answered()
    span: dict[str, Any] = {"since": date(2027, 1, 1), "until": TODAY}
    report = at_work.perform(
        verbs.compile,
        None,
        at_work.office,
        purpose="session",
        title="Báo cáo",
        session_on=date(2027, 12, 10),
        **span,
    )
    with pytest.raises(Refused, match="không phải để chuyển"):
        at_work.perform(
            verbs.forward_list, report, at_work.office, receiver_body=at_work.bodies["TTHDND"], due_on=DUE
        )
    assert at_work.perform(verbs.send_list, report, at_work.office).state == "sent"
    notice = at_work.perform(
        verbs.compile, None, at_work.council, purpose="notice", title="Thông báo", quarter=row.quarter, **span
    )
    assert at_work.perform(verbs.drop_list, notice, at_work.council, reason="Lập lại").state == "dropped"
    row.refresh_from_db()
    assert row.state == PetitionState.ANSWERED


def test_a_solved_petition_without_an_answer_cannot_stand_in_the_database(at_work: Voices) -> None:
    row = at_work.received()
    row.solved_on = TODAY
    with pytest.raises(ValidationError, match="Chưa trả lời thì chưa thể ghi đã giải quyết"):
        row.full_clean()
