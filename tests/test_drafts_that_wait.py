"""A draft ready to be agreed to stands on the page of each chair, and on the day of each body that was asked."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_drafting import full
from phoihop.core.actions import perform
from phoihop.desk.leading import decisions_of
from phoihop.desk.work import my_day
from phoihop.directory.tests.factories import NOW, TODAY, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return Table()


def sent(table: Table, programme: Programme) -> Programme:
    made: Programme = perform(
        verbs.ask_comments, programme, actor=table.office, at=NOW, answer_on=date(2027, 8, 20),
        bodies=[table.bodies["PKT"]],
    )  # fmt: skip
    return made


def test_a_body_asked_about_a_draft_sees_it_among_what_waits(table: Table) -> None:
    made = sent(table, full(table))
    assert [(row.title, row.url) for row in my_day(table.stranger, TODAY).waiting] == [
        (str(made), f"/chuong-trinh/{made.code}/soan/")
    ]
    assert not my_day(table.unit, TODAY).waiting


def test_a_draft_ready_to_be_agreed_to_is_a_decision_of_each_chair_until_he_has_agreed(table: Table) -> None:
    chair = acting(table.bodies["UBND"], "leader", user=33)
    asked = "Thống nhất văn bản chương trình?"
    made = full(table)
    assert asked not in {d.question for d in decisions_of(chair, TODAY)}
    made = sent(table, made)
    assert [(d.record, d.about) for d in decisions_of(chair, TODAY) if d.question == asked] == [
        (made, "năm 2027, bản v1")
    ]
    row = table.comment(made)
    assert asked not in {d.question for d in decisions_of(chair, TODAY)}
    perform(verbs.answer_comment, row, actor=table.office, at=NOW, answer="explained", words="Đã có")
    table.agreed_by(Programme.objects.get(pk=made.pk), chair)
    assert asked not in {d.question for d in decisions_of(chair, TODAY)}


def test_the_leader_whose_turn_it_is_finds_it_among_his_decisions_and_on_his_day(table: Table) -> None:
    made = table.locked()
    for kind in ("TTHDND", "UBND", "MTTQ"):
        here = ("Ký chương trình? Đến lượt đồng chí.", f"/chuong-trinh/{made.code}/ky/")
        days = {}
        for other in ("TTHDND", "UBND", "MTTQ"):
            who = table.chair(other)
            assert (here in {(d.question, d.buttons[0][0]) for d in decisions_of(who, TODAY)}) == (
                other == kind
            )
            days[other] = [(w.words, w.url) for w in my_day(who, TODAY).waiting]
        assert days.pop(kind) == [(f"Đến lượt {table.bodies[kind]} ký", f"/chuong-trinh/{made.code}/ky/")]
        assert list(days.values()) == [[], []]
        made = table.sign(made, kind)
    assert made.state == "in_force"
