"""More time is asked for and answered, reminders come before the day, and who checks is named in advance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from phoihop.commitments import actions as verbs
from phoihop.commitments.forms import ExtendForm, ProposeForm
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import DUE, Book, scan
from phoihop.core.actions import Forbidden, Refused, actions_of, the_action
from phoihop.core.background import remind_of_deadlines
from phoihop.core.forms import bind
from phoihop.core.models import Deadline, JournalEntry, Notice
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import TODAY, acting

pytestmark = pytest.mark.django_db

LATER = DUE + timedelta(days=15)


@pytest.fixture
def book() -> Book:
    return Book()


def asked(book: Book) -> Commitment:
    made: Commitment = book.perform(
        verbs.ask_extension, book.accepted(), book.lead, new_due=LATER, reason="Chờ vốn"
    )
    return made


def clocks(row: Commitment) -> set[str]:
    running = Deadline.objects.filter(record_id=row.pk, stopped_on=None, paused_on=None)
    return {clock.code.removeprefix("commitments.") for clock in running}


def offered(row: Commitment, who: Actor) -> set[str]:
    return {offer.action.name.removeprefix("commitments.") for offer in actions_of(row, who)}


def test_a_request_stands_on_the_task_until_it_is_answered(book: Book) -> None:
    row = asked(book)
    assert (row.asked_on, row.asked_due, row.asked_words) == (
        TODAY, LATER, "đến 15/09/2027, xin ngày 02/08/2027",
    )  # fmt: skip
    assert clocks(row) == {"due", "extension_decision"}
    assert "đang xin gia hạn" in row.sub_line(TODAY)
    form = bind(the_action(verbs.extend), row, book.leader)
    assert isinstance(form, ExtendForm) and form.initial["new_due"] == LATER


def test_a_request_may_be_declined_and_the_day_stays(book: Book) -> None:
    row = asked(book)
    row = book.perform(verbs.decline_extension, row, book.leader, reason="Còn kịp")
    assert (row.due_on, row.asked_on, row.asked_due, clocks(row)) == (DUE, None, None, {"due"})
    (decision,) = row.decisions.all()
    assert (decision.kind, decision.asked_on, decision.old_due, decision.new_due, decision.reason) == (
        "declined", TODAY, DUE, None, "Còn kịp",
    )  # fmt: skip
    told = Notice.objects.get(verb="commitments.decline_extension", body=book.bodies["PKT"].pk)
    assert told.text == f"{row.owner} không đồng ý gia hạn: {row.content}. Hạn vẫn là 31/08/2027."


def test_the_office_declines_only_with_the_leaders_note_on_paper(book: Book) -> None:
    row = asked(book)
    with pytest.raises(Refused, match="Thiếu bút phê"):
        book.perform(verbs.decline_extension, row, book.office, reason="Còn kịp")
    row = book.perform(
        verbs.decline_extension, row, book.office, reason="Còn kịp", decided_by="Chủ tịch", decided_on=TODAY,
        scan=scan(),
    )  # fmt: skip
    assert row.decisions.get().scan is not None


def test_what_nobody_asked_for_is_not_declined(book: Book) -> None:
    row = book.accepted()
    assert "decline_extension" not in offered(row, book.leader)
    with pytest.raises(Forbidden):
        book.perform(verbs.decline_extension, row, book.leader, reason="x")
    assert {"decline_extension", "extend"} <= offered(asked(book), book.leader)
    assert "decline_extension" not in offered(asked(book), book.lead)


def test_granting_more_time_answers_the_request(book: Book) -> None:
    row = book.perform(verbs.extend, asked(book), book.leader, new_due=LATER, reason="Chờ vốn")
    assert (row.asked_on, row.asked_due, clocks(row)) == (None, None, {"due"})
    assert [(d.kind, d.asked_on) for d in row.decisions.all()] == [("extension", TODAY)]


@pytest.mark.parametrize(
    ("verb", "who", "inputs", "left"),
    [
        ("report_done", "lead", {"text": "Xong"}, {"verification"}),
        ("defer", "leader", {"review_on": LATER, "reason": "Chờ vốn"}, set()),
        ("drop", "leader", {"reason": "Trùng"}, set()),
    ],
)
def test_no_clock_waits_for_an_answer_nobody_needs_any_more(
    book: Book, verb: str, who: str, inputs: dict[str, Any], left: set[str]
) -> None:
    row = book.perform(getattr(verbs, verb), asked(book), getattr(book, who), **inputs)
    assert (row.asked_on, clocks(row)) == (None, left)


def test_a_task_put_aside_before_it_was_taken_no_longer_waits_to_be_taken(book: Book) -> None:
    row = book.perform(verbs.defer, book.issued(), book.leader, review_on=LATER, reason="Chờ vốn")
    assert clocks(row) == set()
    assert clocks(book.perform(verbs.resume, row, book.leader)) == {"due"}


def test_the_lead_is_reminded_fifteen_seven_and_three_days_before_and_each_once(book: Book) -> None:
    row = book.accepted()
    sent = []
    for n in range(29):
        at = datetime(2027, 8, 2, 1, 15, tzinfo=UTC) + timedelta(days=n)
        for _again in range(2):
            before = Notice.objects.filter(verb="commitments.due").count()
            remind_of_deadlines(at=at)
            if Notice.objects.filter(verb="commitments.due").count() > before:
                sent.append((DUE - at.date()).days)
    assert sent == [15, 7, 3]
    texts = Notice.objects.filter(verb="commitments.due", body=book.bodies["PKT"].pk).order_by("pk")
    assert [n.text for n in texts] == [
        f"Hoàn thành việc, còn {left} ngày, hạn 31/08/2027: {row.content}." for left in (15, 7, 3)
    ]


def test_a_finished_task_reminds_nobody(book: Book) -> None:
    row = book.reported()
    remind_of_deadlines(at=datetime(2027, 8, 28, 1, tzinfo=UTC))
    assert not Notice.objects.filter(verb="commitments.due", record_id=row.pk).exists()


def test_the_body_named_to_check_is_told_and_its_unit_verifies(book: Book) -> None:
    row = book.reported(verifier=book.bodies["PVHXH"])
    assert Notice.objects.filter(verb="commitments.report_done", body=book.bodies["PVHXH"].pk).count() == 1
    unit = acting(book.bodies["PVHXH"], "unit", user=9)
    assert Commitment.objects.visible_to(unit).filter(pk=row.pk).exists()
    row = book.perform(verbs.verify, row, unit, words="Đã xem tại chỗ")
    assert (row.state, row.verifier, row.verified_on) == ("verified", book.bodies["PVHXH"], TODAY)


def test_the_lead_is_not_named_to_check_itself(book: Book) -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused, match="Đơn vị kiểm lại phải khác đơn vị chủ trì") as why:
        book.proposed(verifier=book.bodies["PKT"])
    assert (why.value.field, JournalEntry.objects.count(), Commitment.objects.count()) == (
        "verifier",
        before,
        0,
    )


def test_two_leads_are_refused_in_words_and_one_is_taken(book: Book) -> None:
    from django.http import QueryDict

    def form(*leads: str) -> ProposeForm:
        data = QueryDict(mutable=True)
        data.update({"content": "Việc", "product": "Ảnh", "due_on": "31/08/2027"})
        data.setlist("lead", list(leads))
        return ProposeForm(data, actor=book.office)

    one, two = (str(book.bodies[kind].pk) for kind in ("PKT", "PVHXH"))
    assert form(one, two).errors["lead"] == ["Chỉ một đơn vị chủ trì; thêm đơn vị khác vào Phối hợp."]
    taken = form(one)
    assert taken.is_valid() and taken.cleaned_data["lead"] == book.bodies["PKT"]
    assert taken.cleaned_data["due_on"] == date(2027, 8, 31)


def test_the_lead_among_the_helpers_is_left_out_and_nobody_stands_twice(book: Book) -> None:
    bodies = book.bodies
    row = book.proposed(cooperation=[bodies["PKT"], bodies["MTTQ"], bodies["MTTQ"], bodies["VP"]])
    assert Commitment.objects.get(pk=row.pk).cooperating() == [bodies["MTTQ"].pk, bodies["VP"].pk]
