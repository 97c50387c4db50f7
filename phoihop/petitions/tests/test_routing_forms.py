"""The forms of a petition's way: working days are proposed, a day off or an odd number is asked about, drafters are few."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from phoihop.core import moment
from phoihop.core.actions import the_action
from phoihop.core.forms import ActionForm, bind
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, body
from phoihop.petitions import actions as verbs
from phoihop.petitions.asking import day_within, working_day
from phoihop.petitions.tests.factories import UNIT_DUE, Voices

pytestmark = pytest.mark.django_db
SUNDAY, SATURDAY, HOLIDAY = date(2027, 8, 22), date(2027, 8, 21), date(2027, 9, 2)


@pytest.fixture
def at_work(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


def form(verb: Any, row: Record, who: Actor, data: dict[str, Any] | None = None) -> ActionForm:
    sent = (
        None
        if data is None
        else MultiValueDict({n: v if isinstance(v, list) else [v] for n, v in data.items()})
    )
    made = bind(the_action(verb), row, who, sent)
    assert isinstance(made, ActionForm)
    return made


def asked(made: ActionForm) -> list[str]:
    made.is_valid()
    return [str(one.title) for one in made.asks_back]


def test_the_proposed_days_are_working_days(at_work: Voices) -> None:
    assert form(verbs.forward, at_work.classified(), at_work.council).initial["due_on"] == date(2027, 8, 23)
    row = at_work.perform(verbs.forward, at_work.classified(), at_work.council, due_on=date(2027, 8, 20))
    # Five days before is Sunday 15/8: the working day before it.
    assert form(verbs.assign, row, at_work.office).initial["unit_due_on"] == date(2027, 8, 13)
    returned = form(verbs.return_answer, at_work.answered(), at_work.council)
    assert returned.initial["due_on"] == date(2027, 8, 23)


def test_a_day_within_a_term_is_worked_on_and_never_past_nor_after_its_end(at_work: Voices) -> None:
    assert (working_day(SUNDAY), working_day(SUNDAY, back=True)) == (date(2027, 8, 23), date(2027, 8, 20))
    assert day_within(date(2027, 8, 4), TODAY, before=5) == TODAY
    assert day_within(SUNDAY, SATURDAY, before=5) == SUNDAY


@pytest.mark.parametrize(
    ("day", "what"),
    [(SUNDAY, "Chủ nhật, nghỉ hằng tuần"), (SATURDAY, "thứ Bảy, nghỉ hằng tuần"), (HOLIDAY, "nghỉ lễ")],
)
def test_a_term_on_a_day_off_is_asked_about_with_the_working_days_beside_it(
    at_work: Voices, day: date, what: str
) -> None:
    row = at_work.classified()
    made = form(verbs.forward, row, at_work.council, {"due_on": f"{day:%d/%m/%Y}"})
    (title,) = asked(made)
    assert title.startswith(f"Hạn {day:%d/%m/%Y} là ngày nghỉ ({what}")
    knowing = form(
        verbs.forward, row, at_work.council, {"due_on": f"{day:%d/%m/%Y}", "biet": [made.asks_back[0].code]}
    )
    assert asked(knowing) == []
    assert knowing.inputs()["due_on"] == day


def test_the_day_of_a_unit_of_more_time_and_of_a_new_answer_is_asked_about_too(at_work: Voices) -> None:
    row = at_work.forwarded()
    given = {"responsible": at_work.bodies["PKT"].pk, "unit_due_on": "21/8/2027"}
    assert len(asked(form(verbs.assign, row, at_work.office, given))) == 1
    more = {"new_due": "28/8/2027", "reason": "Chờ vật tư"}
    assert len(asked(form(verbs.ask_extension, row, at_work.office, more))) == 1
    assert len(asked(form(verbs.extend, row, at_work.council, more))) == 1
    again = {"due_on": "28/8/2027", "reason": "Không vào câu hỏi"}
    assert len(asked(form(verbs.return_answer, at_work.answered(), at_work.council, again))) == 1


@pytest.mark.parametrize("number", ["31/TTHĐND", "Số 31/TTHĐND-VP ngày 02/8/2027", "12a/2027/CV-UBND"])
def test_a_number_with_its_sign_is_taken_as_it_is(at_work: Voices, number: str) -> None:
    made = form(
        verbs.forward, at_work.classified(), at_work.council, {"due_on": "23/8/2027", "paper": number}
    )
    assert asked(made) == []


def test_what_is_no_number_of_a_paper_is_asked_about_and_never_refused(at_work: Voices) -> None:
    row = at_work.classified()
    made = form(verbs.forward, row, at_work.council, {"due_on": "23/8/2027", "paper": "gửi rồi"})
    assert asked(made) == ["“gửi rồi” không giống số công văn chuyển."]
    knowing = {"due_on": "23/8/2027", "paper": "gửi rồi", "biet": [made.asks_back[0].code]}
    assert form(verbs.forward, row, at_work.council, knowing).is_valid()


def test_the_letter_of_an_answer_needs_its_day_and_is_asked_about_once(at_work: Voices) -> None:
    row = at_work.drafted(letter="45/UBND")
    same = {"capacity": "TM.", "letter": "45/UBND"}
    assert asked(form(verbs.answer, row, at_work.leader, same)) == []
    other = form(verbs.answer, row, at_work.leader, {**same, "letter": "46/UBND-KT"})
    assert asked(other) == ["“46/UBND-KT” không giống số, ngày văn bản trả lời."]
    dated = {**same, "letter": "46/UBND-KT ngày 02/8/2027"}
    assert asked(form(verbs.answer, row, at_work.leader, dated)) == []


def offered(made: ActionForm, name: str) -> list[str]:
    box: Any = made.fields[name]
    return [label for value, label in box.choices if value]


def test_only_bodies_under_the_one_that_answers_are_offered_and_those_beside_it(at_work: Voices) -> None:
    place = at_work.bodies["UBND"].territory
    body(place, "TTPVHCC", above=at_work.bodies["UBND"])
    body(place, "BAN_KTNS", above=at_work.bodies["TTHDND"])
    body(place, "CD", above=at_work.bodies["MTTQ"])
    body(place, "TODB")
    made = form(verbs.assign, at_work.forwarded(), at_work.office)
    assert offered(made, "responsible") == [
        "Văn phòng HĐND và UBND",
        "Phòng Kinh tế",
        "Phòng VH-XH",
        "TTPVHCC",
    ]
    assert offered(made, "co_answerers") == offered(made, "responsible")
    taken = {"responsible": at_work.bodies["MTTQ"].pk, "unit_due_on": "13/8/2027"}
    assert "responsible" in form(verbs.assign, at_work.forwarded(), at_work.office, taken).errors


def test_who_has_it_already_stays_among_those_offered(at_work: Voices) -> None:
    row = at_work.perform(
        verbs.assign, at_work.forwarded(), at_work.office, responsible=at_work.bodies["MTTQ"], unit_due_on=UNIT_DUE,
        co_answerers=[at_work.bodies["TTHDND"]],
    )  # fmt: skip
    names = offered(form(verbs.assign, row, at_work.office), "responsible")
    assert {str(at_work.bodies["MTTQ"]), str(at_work.bodies["TTHDND"])} <= set(names)


def test_who_drafted_before_is_offered_first_with_the_reason_and_several_may_help(at_work: Voices) -> None:
    for _n in range(3):
        at_work.assigned()
    row = at_work.forwarded()
    made = form(verbs.assign, row, at_work.office)
    first, *others = offered(made, "responsible")
    assert first.startswith("Phòng Kinh tế (đã dự thảo 3 kiến nghị")
    assert not any("(" in label for label in others)
    assert "Gợi ý" in made.fields["responsible"].help_text
    assert made.initial["responsible"] is None
    helpers = [at_work.bodies["PVHXH"].pk, at_work.bodies["VP"].pk]
    given = {"responsible": at_work.bodies["PKT"].pk, "co_answerers": helpers, "unit_due_on": "13/8/2027"}
    taken = form(verbs.assign, row, at_work.office, given)
    assert taken.is_valid()
    assert {one.pk for one in taken.inputs()["co_answerers"]} == set(helpers)


def test_the_body_of_the_time_before_is_offered_with_its_code(at_work: Voices) -> None:
    before = at_work.assigned()
    row = at_work.perform(
        verbs.classify, at_work.received(), at_work.council, title="Ngập ngõ 84", field="moi-truong",
        competence="commune", answering=at_work.bodies["UBND"], repeats=before,
    )  # fmt: skip
    row = at_work.perform(verbs.forward, row, at_work.council, due_on=date(2027, 8, 20))
    assert offered(form(verbs.assign, row, at_work.office), "responsible")[0] == (
        f"Phòng Kinh tế (đã dự thảo trả lời lần trước, {before.code})"
    )
