"""The edges of a petition's way: what was cut off, joined, renewed, returned or handed over leaves nothing behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.commitments.models import Commitment
from phoihop.core import vault
from phoihop.core.actions import Refused, actions_of
from phoihop.core.models import Deadline
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Custody, Petition, Standing, standing_of
from phoihop.petitions.papers import three_facts
from phoihop.petitions.public import say, seen
from phoihop.petitions.tests.factories import DUE, PROMISED, Voices, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work() -> Voices:
    return Voices()


def running(row: Petition) -> set[str]:
    rows = Deadline.objects.filter(record_type=row._meta.label_lower, record_id=row.pk, stopped_on=None)
    return set(rows.values_list("code", flat=True))


def test_what_was_cut_off_a_letter_stands_in_it_no_longer_and_the_letter_is_one_turn(at_work: Voices) -> None:
    row = at_work.received(content="Ngõ 84 ngập. Ông trưởng nhận phong bì. Đèn hỏng.", public=True)
    row = at_work.perform(
        verbs.split, row, at_work.council, parts=["Ông trưởng nhận phong bì", "Đèn hỏng"], title="Ngập ngõ 84",
        content="Ngõ 84 ngập.",
    )  # fmt: skip
    row = Petition.objects.get(pk=row.pk)
    assert (row.content, [q.text for q in row.questions.all()]) == ("Ngõ 84 ngập.", ["Ngập ngõ 84"])
    cut = list(Petition.objects.exclude(pk=row.pk))
    assert {c.public_since for c in cut} == {None}
    assert three_facts([row, *cut]) == "3 nội dung, 1 lượt: đã trả lời 0; đã giải quyết 0; đã xác minh 0."


def test_who_joined_a_petition_that_is_withdrawn_stands_alone_again(at_work: Voices) -> None:
    first, second, third = at_work.forwarded(), at_work.forwarded(), at_work.received()
    first = at_work.perform(verbs.merge, first, at_work.council, others=[second, third])
    first = at_work.perform(verbs.withdraw, first, at_work.council, reason="Người hỏi rút")
    states = {row.pk: (row.state, row.merged_into) for row in Petition.objects.exclude(pk=first.pk)}
    assert states == {second.pk: ("forwarded", None), third.pk: ("received", None)}
    assert (running(second), running(third), running(first)) == (
        {"petitions.answer"},
        {"petitions.classify"},
        set(),
    )
    names = {offer.action.name for offer in actions_of(Petition.objects.get(pk=third.pk), at_work.council)}
    assert "petitions.set_free" not in names


def test_a_list_goes_to_the_body_its_petitions_are_for(at_work: Voices) -> None:
    at_work.classified()
    row = at_work.received()
    at_work.perform(
        verbs.classify,
        row,
        at_work.council,
        title=row.title,
        field="do-thi",
        competence="commune",
        answering=at_work.bodies["VP"],
    )
    given: dict[str, Any] = {"purpose": "forward", "title": "Biểu", "since": date(2027, 1, 1), "until": TODAY}
    with pytest.raises(Refused, match="nhiều cơ quan trả lời"):
        at_work.perform(verbs.compile, None, at_work.council, **given)
    made = at_work.perform(verbs.compile, None, at_work.council, **given, answering=at_work.bodies["UBND"])
    with pytest.raises(Refused, match="trả lời"):
        at_work.perform(
            verbs.forward_list, made, at_work.council, receiver_body=at_work.bodies["VP"], due_on=DUE
        )
    assert Petition.objects.filter(state="forwarded").count() == 0


def test_a_renewed_answer_that_is_not_approved_leaves_the_one_that_stood(at_work: Voices) -> None:
    row = at_work.draft(
        at_work.answered(), short="Lùi đến cuối năm.", promised_on=PROMISED + timedelta(days=60)
    )
    assert standing_of(row, TODAY) == Standing.ANSWERED
    row = at_work.perform(verbs.send_back, row, at_work.leader, reason="Không lùi")
    assert (row.state, row.promised_on, running(row)) == ("answered", PROMISED, {"petitions.publish"})


def test_a_promise_is_given_another_day_and_never_made_twice(at_work: Voices) -> None:
    later = PROMISED + timedelta(days=60)
    at_work.answered_to(at_work.answered(), short="Lùi đến cuối năm.", promised_on=later)
    task = Commitment.objects.get()
    assert (task.due_on, task.content) == (later, "Thay 180 m rãnh, nâng 2 hố ga")


def test_what_is_solved_is_not_renewed_by_any_door(at_work: Voices) -> None:
    with pytest.raises(Refused, match="đã giải quyết xong"):
        at_work.draft(at_work.solved())


def test_everyone_with_a_code_speaks_once_to_the_common_answer(at_work: Voices) -> None:
    first, other = at_work.assigned(), at_work.received()
    first = at_work.perform(verbs.merge, first, at_work.council, others=[other])
    first = at_work.answered_to(first, result_class="da_giai_quyet", proof_words="Biên bản 01/8")
    other = Petition.objects.get(pk=other.pk)
    assert seen(other, TODAY).say_until == first.say_until
    say(other, at=NOW, done=True, said="Tốt rồi")
    say(first, at=NOW, done=True)
    codes = [v.asker_code for v in Petition.objects.get(pk=first.pk).verdicts.all()]
    assert codes == [f"…{other.lookup[-3:]}", f"…{first.lookup[-3:]}"]
    with pytest.raises(Refused, match="đã nói về lần trả lời này"):
        say(other, at=NOW, done=True)
    with pytest.raises(Refused, match="Đã quá ngày"):
        say(first, at=NOW + timedelta(days=40), done=True)


def test_a_denunciation_typed_under_not_done_is_sealed_with_everything_that_repeats_it(
    at_work: Voices,
) -> None:
    row = at_work.perform(
        verbs.not_done,
        at_work.solved(),
        at_work.public,
        said="Cán bộ X nhận tiền",
        picture=picture("anh-x.pdf"),
    )
    shown = row.verdicts.get().picture
    row = at_work.perform(verbs.hand_over, row, at_work.council)
    left = [
        getattr(row, name).count() for name in ("answers", "answer_lines", "verdicts", "transfers", "proofs")
    ]
    assert (row.short_answer, left, running(row)) == ("", [0, 0, 0, 0, 0], set())
    held = vault.peek(Custody.objects.get().sealed_ref)
    assert held is not None and held.reveal()["said"] == "Cán bộ X nhận tiền"
    assert shown is not None
    shown.refresh_from_db()
    assert shown.state != "kept"
