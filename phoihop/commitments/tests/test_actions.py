"""A promise on its way through the book: who may do what when, which clocks run, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.commitments import actions as verbs
from phoihop.commitments.forms import bodies_near
from phoihop.commitments.models import Bucket, Commitment, bucket_of
from phoihop.commitments.models import CommitmentState as S
from phoihop.commitments.tests.factories import DUE, Book, scan
from phoihop.core import store
from phoihop.core.actions import Forbidden, Refused, Stale, actions_of, perform, the_action
from phoihop.core.deadlines import calendar
from phoihop.core.forms import bind, inputs_of
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, JournalEntry, Notice
from phoihop.core.snapshot import snapshot
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.documents.actions import receive
from phoihop.documents.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture
def book() -> Book:
    return Book()


def again(row: Commitment) -> Commitment:
    return Commitment.objects.get(pk=row.pk)


def clocks(row: Commitment) -> dict[str, date]:
    """The clocks that run now, by code."""
    running = Deadline.objects.filter(record_id=row.pk, stopped_on=None, paused_on=None)
    return {clock.code: clock.due_on for clock in running}


def told(row: Commitment, verb: str) -> set[int]:
    return set(Notice.objects.filter(record_id=row.pk, verb=verb).values_list("body", flat=True))


def refused(book: Book, verb: Callable[..., Any], row: Commitment, who: Actor, **inputs: Any) -> str:
    """The reason of a refusal that wrote nothing."""
    before = JournalEntry.objects.count(), File.objects.count()
    with pytest.raises(Refused) as why:
        book.perform(verb, row, who, **inputs)
    assert (JournalEntry.objects.count(), File.objects.count()) == before
    assert again(row).state == row.state
    return why.value.reason


#: action → (how the record stands, who may not, inputs)
FORBIDDEN: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "issue": ("proposed", ("lead", "helper", "stranger"), {}),
    "accept": ("issued", ("office", "leader", "helper", "stranger"), {}),
    "query": ("issued", ("office", "leader", "helper", "stranger"), {"text": "x"}),
    "report_progress": ("accepted", ("office", "leader", "helper", "stranger"), {"text": "x"}),
    "add_proof": ("accepted", ("office", "helper", "stranger"), {"kind": "number", "words": "x"}),
    "report_done": ("accepted", ("office", "leader", "helper", "stranger"), {"text": "x"}),
    "take_back": ("reported", ("office", "helper", "stranger"), {"reason": "x"}),
    "return_work": ("reported", ("lead", "stranger"), {"reason": "x"}),
    "verify": ("reported", ("lead", "stranger"), {"words": "x"}),
    "ask_extension": ("accepted", ("office", "helper", "stranger"), {"new_due": DUE, "reason": "x"}),
    "extend": ("accepted", ("lead", "helper", "stranger"), {"new_due": DUE, "reason": "x"}),
    "defer": ("accepted", ("lead", "helper", "stranger"), {"review_on": DUE, "reason": "x"}),
    "resume": ("deferred", ("lead", "helper", "stranger"), {}),
    "urge": ("issued", ("lead", "helper", "stranger"), {}),
    "drop": ("accepted", ("lead", "helper", "stranger"), {"reason": "x"}),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_whoever_may_not_act_is_refused_and_nothing_is_written(book: Book, name: str) -> None:
    state, others, inputs = FORBIDDEN[name]
    row = getattr(book, state)()
    before = JournalEntry.objects.count()
    for other in others:
        with pytest.raises(Forbidden):
            book.perform(getattr(verbs, name), row, getattr(book, other), **inputs)
    assert JournalEntry.objects.count() == before and again(row).state == row.state


def test_a_proposal_runs_no_clock_and_tells_nobody(book: Book) -> None:
    row = book.proposed()
    assert (row.state, clocks(row), told(row, "commitments.propose")) == ("proposed", {}, set())
    assert (row.owner_id, again(row).cooperating()) == (book.bodies["UBND"].pk, [book.bodies["MTTQ"].pk])


def test_a_task_without_product_or_date_is_not_given_out(book: Book) -> None:
    row = book.proposed(product="", due_on=None)
    assert refused(book, verbs.issue, row, book.office) == "Thiếu: sản phẩm đầu ra, thời hạn."


def test_giving_out_starts_two_clocks_and_tells_lead_and_helper(book: Book) -> None:
    row = book.issued()
    # five working days after Monday 02/08/2027
    assert clocks(row) == {"commitments.acceptance": date(2027, 8, 9), "commitments.due": DUE}
    assert told(row, "commitments.issue") == {book.bodies["PKT"].pk, book.bodies["MTTQ"].pk}


def test_taking_on_stops_the_first_clock(book: Book) -> None:
    row = book.accepted()
    assert (row.state, clocks(row)) == ("accepted", {"commitments.due": DUE})
    with pytest.raises(Stale, match="Đã nhận"):
        book.perform(verbs.accept, row, book.lead)


def test_a_queried_task_is_adjusted_and_given_out_again(book: Book) -> None:
    row = book.perform(verbs.query, book.issued(), book.lead, text="Ngày này trùng kỳ họp")
    assert (row.state, clocks(row)) == ("queried", {"commitments.due": DUE})
    later = DUE + timedelta(days=10)
    row = book.perform(
        verbs.adjust, row, book.office, content=row.content, lead=row.lead, cooperation=[], responsible_title="",
        product=row.product, due_on=later, authority="", field="", competence="",
    )  # fmt: skip
    assert again(row).cooperating() == []
    row = book.perform(verbs.issue, row, book.office)
    assert (row.state, clocks(row)["commitments.due"]) == ("issued", later)


def test_progress_is_kept_in_order_with_who_and_when(book: Book) -> None:
    row = book.accepted()
    for text in ("Đã in", "Đã dán 3 tổ"):
        row = book.perform(verbs.report_progress, row, book.lead, text=text)
    kept = [(p.text, p.by, p.on) for p in again(row).progress.all()]
    who = book.lead.hats[0].words
    assert (row.state, kept) == ("underway", [("Đã in", who, TODAY), ("Đã dán 3 tổ", who, TODAY)])


def test_a_proof_is_a_number_or_a_file_that_all_readers_may_open(book: Book) -> None:
    row = book.accepted()
    assert "Chưa chọn tệp" in refused(book, verbs.add_proof, row, book.lead, kind="file", words="Biên bản")
    row = book.perform(verbs.add_proof, row, book.lead, kind="number", words="12/BB-PKT")
    row = book.perform(verbs.add_proof, row, book.lead, kind="file", words="Biên bản", upload=scan())
    proofs = list(again(row).proofs.all())
    assert [(p.kind, p.words, p.checks) for p in proofs] == [
        ("number", "12/BB-PKT", "done"), ("file", "Biên bản", "done"),
    ]  # fmt: skip
    file = proofs[1].file
    assert file is not None
    for who in (book.lead, book.office, book.helper):
        assert File.objects.visible_to(who).filter(pk=file.pk).exists()
    assert not File.objects.visible_to(book.stranger).filter(pk=file.pk).exists()


def test_reported_done_needs_no_proof_and_is_not_yet_verified(book: Book) -> None:
    row = book.reported()
    assert (row.state, row.reported_on, row.verified_on, row.proof_count) == ("reported", TODAY, None, 0)
    assert set(clocks(row)) == {"commitments.verification"}
    assert bucket_of(row, TODAY) == Bucket.REPORTED


def test_returned_work_is_underway_with_its_old_date(book: Book) -> None:
    row = book.perform(verbs.return_work, book.reported(), book.helper, reason="Thiếu tổ 7")
    assert (row.state, row.reported_on, clocks(row)) == ("underway", None, {"commitments.due": DUE})
    assert told(row, "commitments.return_work") == {book.bodies["PKT"].pk}


def test_another_body_verifies_by_a_proof_of_its_own(book: Book) -> None:
    row = again(book.perform(verbs.verify, book.reported(), book.helper, words="Biên bản kiểm tra 28/07"))
    assert (row.state, row.verifier_id, row.verified_on) == ("verified", book.bodies["MTTQ"].pk, TODAY)
    assert [(p.words, p.checks) for p in row.proofs.all()] == [("Biên bản kiểm tra 28/07", "verified")]
    assert clocks(row) == {}


def test_a_body_is_not_offered_to_verify_what_it_leads_itself(book: Book) -> None:
    row = book.issued(lead=book.bodies["UBND"])
    row = book.perform(verbs.accept, row, book.office)
    row = book.perform(verbs.report_done, row, book.office, text="Xong")
    offered = {offer.action.name for offer in actions_of(row, book.office)}
    assert "commitments.take_back" in offered and not offered & {
        "commitments.verify",
        "commitments.return_work",
    }
    with pytest.raises(Forbidden):
        book.perform(verbs.verify, row, book.office, words="Biên bản kiểm tra")


def test_ok_verifies_nothing_and_the_name_of_a_paper_or_a_file_does(book: Book) -> None:
    row = book.reported()
    assert "Chưa rõ xác minh bằng gì" in refused(book, verbs.verify, row, book.office, words="ok")
    assert again(row).state == S.REPORTED
    assert book.perform(verbs.verify, row, book.office, words="ảnh", upload=scan()).state == S.VERIFIED


def test_reporting_done_may_carry_its_proof_and_be_taken_back(book: Book) -> None:
    row = book.perform(
        verbs.report_done, book.accepted(), book.lead, text="Xong ở 24 tổ", proof="Báo cáo số 45/BC-PKT"
    )
    row = again(row)
    assert [(p.words, p.kind) for p in row.proofs.all()] == [("Báo cáo số 45/BC-PKT", "number")]
    said = row.last_result()
    assert said is not None and (said.text, row.reported_on) == ("Xong ở 24 tổ", NOW.date())
    row = again(book.perform(verbs.take_back, row, book.lead, reason="Báo nhầm việc"))
    assert (row.state, row.reported_on, set(clocks(row))) == (S.UNDERWAY, None, {"commitments.due"})
    assert [p.kind for p in row.progress.all()] == ["result", "take_back"]


def test_a_returned_task_says_so_until_it_is_reported_again(book: Book) -> None:
    row = again(book.perform(verbs.return_work, book.reported(), book.office, reason="Thiếu 3 tổ"))
    assert (row.returned_on, "bị trả lại 02/08/2027" in row.sub_line(NOW.date())) == (NOW.date(), True)
    row = again(book.perform(verbs.report_done, row, book.lead, text="Đã bổ sung 3 tổ"))
    assert row.returned_on is None


def test_a_task_whose_day_has_passed_is_given_only_on_purpose(book: Book) -> None:
    row = book.proposed(due_on=NOW.date() - timedelta(days=1))
    assert "đã qua" in refused(book, verbs.issue, row, book.office)
    assert book.perform(verbs.issue, row, book.office, past=True).state == S.ISSUED


def test_being_urged_is_not_working(book: Book) -> None:
    row = again(book.perform(verbs.urge, book.accepted(), book.office, words="Báo trước thứ Sáu"))
    assert [p.text for p in row.progress.all()] == ["Đôn đốc lần 1. Báo trước thứ Sáu"]
    assert ("Làm", "", "later") in row.thread()


def test_the_lead_asks_and_only_the_leader_of_the_owner_moves_the_date(book: Book) -> None:
    row, later = book.accepted(), DUE + timedelta(days=15)
    assert "không sau hạn" in refused(book, verbs.ask_extension, row, book.lead, new_due=DUE, reason="x")
    row = book.perform(verbs.ask_extension, row, book.lead, new_due=later, reason="Mưa bão")
    assert (row.due_on, "commitments.extension_decision" in clocks(row)) == (DUE, True)
    assert "sau hạn cũ" in refused(book, verbs.extend, row, book.leader, new_due=DUE, reason="x")
    row = again(book.perform(verbs.extend, row, book.leader, new_due=later, reason="Mưa bão"))
    assert (row.due_on, row.sort_on, clocks(row)) == (later, later, {"commitments.due": later})
    decision = row.decisions.get()
    assert (decision.kind, decision.old_due, decision.new_due) == ("extension", DUE, later)
    assert decision.decided_by == book.leader.hats[0].words


def test_a_request_is_declined_once_by_who_may_grant_it_and_the_date_stays(book: Book) -> None:
    row, later = book.accepted(), DUE + timedelta(days=15)
    with pytest.raises(Forbidden):  # nothing was asked for
        book.perform(verbs.decline_extension, row, book.leader, reason="Đủ thời gian")
    row = book.perform(verbs.ask_extension, row, book.lead, new_due=later, reason="Mưa bão")
    for other in (book.lead, book.helper, book.stranger):
        with pytest.raises(Forbidden):
            book.perform(verbs.decline_extension, row, other, reason="Đủ thời gian")
    row = again(book.perform(verbs.decline_extension, row, book.leader, reason="Đủ thời gian"))
    assert (row.state, row.due_on, clocks(row)) == ("accepted", DUE, {"commitments.due": DUE})
    assert (row.decisions.get().kind, row.decisions.get().reason) == ("declined", "Đủ thời gian")
    assert told(row, "commitments.decline_extension") == {book.bodies["PKT"].pk, book.bodies["MTTQ"].pk}
    with pytest.raises(Forbidden):  # a request is answered once
        book.perform(verbs.decline_extension, row, book.leader, reason="Đủ thời gian")


def test_the_office_records_a_decision_on_paper_with_who_when_and_scan(book: Book) -> None:
    row, later = book.accepted(), DUE + timedelta(days=15)
    paper: dict[str, Any] = {
        "new_due": later,
        "reason": "Mưa bão",
        "decided_by": "Chủ tịch",
        "decided_on": TODAY,
    }
    assert "Thiếu bút phê" in refused(book, verbs.extend, row, book.office, **paper)
    future = {**paper, "decided_on": TODAY + timedelta(days=1), "scan": scan()}
    assert "tương lai" in refused(book, verbs.extend, row, book.office, **future)
    row = again(book.perform(verbs.extend, row, book.office, **paper, scan=scan()))
    decision = row.decisions.get()
    assert (decision.decided_by, decision.noted_by) == ("Chủ tịch", book.office.hats[0].words)
    assert decision.scan_id is not None


def test_deferred_work_has_a_day_to_look_again_and_its_clock_rests(book: Book) -> None:
    row = book.accepted()
    assert "phía trước" in refused(book, verbs.defer, row, book.leader, review_on=TODAY, reason="x")
    row = book.deferred()
    assert (row.state, clocks(row), bucket_of(row, DUE + timedelta(days=99))) == (
        "deferred",
        {},
        Bucket.DEFERRED,
    )
    row = again(book.perform(verbs.resume, row, book.leader))
    assert (row.state, row.review_on, clocks(row)) == ("underway", None, {"commitments.due": DUE})


def test_every_urging_is_counted_and_told(book: Book) -> None:
    row = book.issued()
    for _n in range(2):
        row = book.perform(verbs.urge, row, book.office)
    assert (row.urged, row.state) == (2, "issued")
    assert [p.text for p in again(row).progress.all()] == ["Đôn đốc lần 1", "Đôn đốc lần 2"]
    assert Notice.objects.filter(verb="commitments.urge", body=book.bodies["PKT"].pk).count() == 2


def test_a_proposal_is_dropped_simply_and_a_promise_only_by_decision(book: Book) -> None:
    assert book.perform(verbs.drop, book.proposed(), book.office, reason="Trùng").state == "dropped"
    row = book.accepted()
    assert "Thiếu bút phê" in refused(book, verbs.drop, row, book.office, reason="Trùng")
    row = again(book.perform(verbs.drop, row, book.leader, reason="Trùng"))
    assert (row.state, clocks(row), row.decisions.get().kind) == ("dropped", {}, "drop")
    assert bucket_of(row, TODAY) is None


def test_the_database_itself_wants_product_and_date_once_given_out(book: Book) -> None:
    row = book.issued()
    row.product = ""
    with pytest.raises(ValidationError, match="sản phẩm đầu ra"):
        row.full_clean()


def test_conditions_asked_together_still_name_each_fault(book: Book) -> None:
    row = again(book.issued())
    with CaptureQueriesContext(connection) as asked:
        store.check(row, {"state", "product", "due_on"})
    assert len([q for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]) == 1
    row.product, row.due_on = "", None
    with pytest.raises(ValidationError) as why:
        store.check(row, {"state", "product", "due_on"})
    assert why.value.messages == [
        "Thiếu: sản phẩm đầu ra. Ví dụ: ảnh niêm yết, biên bản.", "Thiếu: thời hạn. Ví dụ: 31/08/2027.",
    ]  # fmt: skip


def test_a_whole_life_leaves_an_unbroken_journal(book: Book) -> None:
    row = book.perform(verbs.verify, book.reported(), book.office, words="Đã xem tại chỗ", at=NOW)
    names = JournalEntry.objects.filter(record_id=row.pk, record_type="commitments.commitment").order_by(
        "seq"
    )
    assert [e.action.split(".")[1] for e in names] == ["propose", "issue", "accept", "report_done", "verify"]
    assert verify_database().faults == []


def test_a_body_whose_last_day_has_come_is_offered_no_task(book: Book) -> None:
    ended, there = book.bodies["PKT"], book.bodies["PVHXH"]
    Organisation.objects.filter(pk=ended.pk).update(valid_to=date(2026, 1, 1))
    offered = set(bodies_near(book.office).values_list("pk", flat=True))
    assert (ended.pk in offered, there.pk in offered) == (False, True)


def asked(book: Book, verb: Callable[..., Any], row: Commitment, who: Actor) -> list[str]:
    """What an action asks of the database, the frames of its transaction left out."""
    with CaptureQueriesContext(connection) as captured:
        book.perform(verb, row, who)
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_an_action_that_starts_two_clocks_asks_no_more_than_twelve_times_and_one_that_stops_one_ten(
    book: Book,
) -> None:
    plain, helped = book.proposed(cooperation=[]), book.proposed()
    calendar()  # read once in a process
    for row, starting, stopping in ((plain, 11, 9), (helped, 12, 10)):
        found = asked(book, verbs.issue, row, book.office), asked(book, verbs.accept, again(row), book.lead)
        assert [len(queries) for queries in found] == [starting, stopping], found


def test_a_snapshot_holds_the_parts_as_they_stand_and_asks_only_of_kinds_there_are(book: Book) -> None:
    row = again(book.proposed())
    assert snapshot(row)["parts"]["proof"] == []
    row.proofs.create(order=1, kind="note", words="Biên bản", body=book.bodies["PKT"], on=TODAY)
    with CaptureQueriesContext(connection) as captured:
        parts = snapshot(row)["parts"]
    assert len(captured) == 3
    assert [len(parts[kind]) for kind in ("cooperation", "proof", "progress", "decision")] == [1, 1, 0, 0]
    assert list(row.progress.all()) == [] and row.progress.filter(order=1).count() == 0


def test_a_task_may_arise_from_a_superiors_paper_named_in_the_address(book: Book) -> None:
    paper = perform(
        receive, actor=book.office, at=NOW, owner=book.bodies["UBND"], sender_words="UBND thành phố",
        their_number="45/KH-UBND", about="Kế hoạch", standing="superior",
    )  # fmt: skip
    given = {
        "content": "Tuyên truyền",
        "lead": str(book.bodies["PKT"].pk),
        "source": f"documents.incomingdocument:{paper.code}",
    }
    for who, found in ((book.office, paper.pk), (book.stranger, None)):
        form: Any = bind(the_action(verbs.propose), None, who, given)
        assert form.is_valid(), form.errors
        source = inputs_of(form).get("source")
        assert (source.pk if source else None) == found
    made = book.perform(verbs.propose, None, book.office, **inputs_of(bind_valid(book, given)))
    assert (made.source_type, made.source_id, made.origin) == (
        "documents.incomingdocument",
        paper.pk,
        "paper",
    )
    assert "45/KH-UBND" in made.source_words


def bind_valid(book: Book, given: dict[str, str]) -> Any:
    form: Any = bind(the_action(verbs.propose), None, book.office, given)
    assert form.is_valid()
    return form
