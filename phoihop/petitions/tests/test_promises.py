"""What an answer promised stands in the book of promises as the later answers say, by which answer, and never further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.commitments import actions as commitments
from phoihop.commitments.models import Bucket, Commitment, bucket_of
from phoihop.core import journal
from phoihop.core.actions import offered_on
from phoihop.core.models import Deadline
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Petition
from phoihop.petitions.tests.factories import DUE, PROMISED, Voices

pytestmark = pytest.mark.django_db
PROOF = "Biên bản nghiệm thu ngày 01/8/2027"


@pytest.fixture
def at_work() -> Voices:
    return Voices()


def kept(at_work: Voices) -> Petition:
    return at_work.answered_to(at_work.answered(), result_class="da_giai_quyet", proof_words=PROOF)


def promise() -> Commitment:
    return Commitment.objects.get()


def running(row: Commitment) -> set[str]:
    rows = Deadline.objects.filter(record_type=row._meta.label_lower, record_id=row.pk, stopped_on=None)
    return set(rows.values_list("code", flat=True))


def test_an_answer_that_says_solved_reports_the_earlier_promise_done_and_says_by_which_answer(
    at_work: Voices,
) -> None:
    row = kept(at_work)
    task = promise()
    assert (row.commitment, task.state, task.reported_on, task.verified_on) == (task, "reported", TODAY, None)
    assert bucket_of(task, TODAY) == Bucket.REPORTED
    told = task.last_result()
    assert told is not None
    assert told.text == f"Đã giải quyết, theo trả lời lần 2 kiến nghị {row.code}, ngày 02/08/2027."
    assert [(p.words, p.body) for p in task.proofs.all()] == [
        (f"Bằng chứng kèm trả lời lần 2 kiến nghị {row.code}, ngày 02/08/2027", at_work.bodies["PKT"]),
    ]
    event = journal.history(task)[0]
    assert (event.entry.action, event.entry.capacity) == (
        "commitments.report_by_answer",
        at_work.leader.hats[0].words,
    )
    assert running(task) == {"commitments.verification"}


def test_what_the_unit_drafts_moves_no_promise_until_it_is_approved(at_work: Voices) -> None:
    at_work.draft(at_work.answered(), result_class="da_giai_quyet", proof_words=PROOF)
    assert promise().state == "issued"


def test_a_promise_put_aside_is_reported_done_and_one_reported_by_the_unit_is_left_as_it_is(
    at_work: Voices,
) -> None:
    row = at_work.answered()
    at_work.perform(
        commitments.defer, promise(), at_work.leader, review_on=TODAY + timedelta(days=30), reason="Chờ vốn"
    )
    at_work.answered_to(row, result_class="da_giai_quyet", proof_words=PROOF)
    assert (promise().state, promise().review_on) == ("reported", None)

    other = at_work.answered()
    task = Commitment.objects.latest("pk")
    at_work.perform(commitments.accept, task, at_work.unit)
    at_work.perform(commitments.report_done, task, at_work.unit, text="Đã thay xong rãnh")
    at_work.answered_to(other, result_class="da_giai_quyet", proof_words=PROOF)
    said = Commitment.objects.get(pk=task.pk).last_result()
    assert said is not None
    assert said.text == "Đã thay xong rãnh"


def test_who_verifies_the_petition_verifies_its_promise_and_a_deputy_leaves_it_reported(
    at_work: Voices,
) -> None:
    row = kept(at_work)
    at_work.perform(verbs.verify, row, at_work.council, words="Đi xem ngày 02/8, tổ trưởng xác nhận")
    task = promise()
    assert (task.state, task.verifier, task.verified_on) == ("verified", at_work.bodies["TTHDND"], TODAY)
    assert [p.checks for p in task.proofs.all()] == ["done", "verified"]

    at_work.perform(
        verbs.verify, kept_other := kept(at_work), acting(at_work.bodies["TTHDND"], "deputy", user=41),
        words="Đi xem ngày 02/8, tổ trưởng xác nhận",
    )  # fmt: skip
    assert (Commitment.objects.latest("pk").state, Petition.objects.get(pk=kept_other.pk).state) == (
        "reported",
        "verified",
    )


def test_an_answer_returned_or_not_done_opens_its_promise_again_and_the_next_answer_moves_its_day(
    at_work: Voices,
) -> None:
    row = at_work.returned(kept(at_work))
    task = promise()
    assert (task.state, task.reported_on, task.returned_on) == ("underway", None, TODAY)
    assert running(task) == {"commitments.due"}
    later = task.due_on + timedelta(days=30) if task.due_on else DUE
    row = at_work.answered_to(row, promised_on=later)
    assert (promise().state, promise().due_on) == ("underway", later)

    row = at_work.answered_to(row, result_class="da_giai_quyet", proof_words=PROOF)
    at_work.perform(verbs.verify, row, at_work.council, words="Đi xem ngày 02/8, tổ trưởng xác nhận")
    assert promise().state == "verified"


def test_the_asker_who_says_not_done_opens_the_promise_again(at_work: Voices) -> None:
    row = kept(at_work)
    at_work.perform(verbs.not_done, row, at_work.public, said="Rãnh vẫn tắc")
    task = promise()
    assert task.state == "underway"
    assert [p.text for p in task.progress.all()][
        -1
    ] == f"Kiến nghị {row.code}, ngày 02/08/2027: người hỏi báo chưa xong."
    assert not any("tắc" in p.text for p in task.progress.all())


def test_the_answer_of_the_upper_level_reports_the_promise_done(at_work: Voices) -> None:
    row = at_work.returned(at_work.answered())
    row = at_work.perform(verbs.send_up, row, at_work.council, competent="Sở Xây dựng")
    at_work.perform(
        verbs.record_upper_answer, row, at_work.council, result_class="da_giai_quyet", short="Đã thay rãnh.",
        letter="1520/SXD-HT ngày 30/7/2027", proof_words=PROOF,
    )  # fmt: skip
    assert (promise().state, promise().proof_count) == ("reported", 1)


def test_the_words_of_answers_are_no_buttons_of_the_book() -> None:
    names = {verb.name for verb in offered_on(Commitment)}
    assert names & {"commitments.report_by_answer", "commitments.reopen_by_answer"} == set()


def test_a_promise_answered_before_is_reported_and_verified_when_the_petition_is_verified(
    at_work: Voices,
) -> None:
    row = at_work.answered()
    # As an earlier release left it: the petition solved, its promise standing.
    Petition.objects.filter(pk=row.pk).update(solved_on=TODAY, result_class="da_giai_quyet")
    row = Petition.objects.get(pk=row.pk)
    at_work.perform(verbs.verify, row, at_work.council, at=NOW, words="Đi xem ngày 02/8, tổ trưởng xác nhận")
    assert promise().state == "verified"


def test_a_review_that_finds_less_than_done_opens_a_verified_promise_again(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.verify, kept(at_work), at_work.council, words="Đi xem ngày 02/8, tổ trưởng xác nhận"
    )
    found = {"words": "Đi xem ngày 03/8, rãnh mới thay một nửa"}
    row = at_work.perform(verbs.review, row, at_work.council, review="unsatisfying", **found)
    assert promise().state == "verified"
    at_work.perform(verbs.review, row, at_work.council, review="partly", **found)
    assert (promise().state, promise().verified_on) == ("underway", None)
    told = [p.text for p in promise().progress.all()][-1]
    assert told == f"Kiến nghị {row.code}, ngày 02/08/2027: xem xét lại: mới giải quyết một phần."


def test_a_promise_the_unit_reported_done_is_opened_again_by_an_answer_that_promises_on(
    at_work: Voices,
) -> None:
    row = at_work.answered()
    at_work.perform(commitments.accept, promise(), at_work.unit)
    at_work.perform(commitments.report_done, promise(), at_work.unit, text="Đã thay xong rãnh")
    later = PROMISED + timedelta(days=30)
    row = at_work.answered_to(row, short="Còn hai hố ga, lùi thêm một tháng.", promised_on=later)
    assert (promise().state, promise().due_on) == ("underway", later)
    told = [p.text for p in promise().progress.all() if p.kind == "return"]
    assert told == [f"Trả lời lần 2 kiến nghị {row.code}, ngày 02/08/2027: còn làm tiếp."]
