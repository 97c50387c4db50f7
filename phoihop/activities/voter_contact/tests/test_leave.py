"""A deputy asks to meet others: a contact on a Friday, a holiday and its compensation between the request and the meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from phoihop.activities.voter_contact import leave
from phoihop.activities.voter_contact.tests.factories import Round
from phoihop.core.actions import Forbidden, Refused
from phoihop.core.deadlines import explain, running

pytestmark = pytest.mark.django_db
#: Monday 26/04/2027. 30/4 is a Friday, 1/5 a Saturday, so 3/5 is a day off instead.
MONDAY = datetime(2027, 4, 26, 2, 0, tzinfo=UTC)
FRIDAY = date(2027, 5, 7)


@pytest.fixture
def made() -> Round:
    return Round()


def due(row: Any) -> dict[str, date]:
    return {clock.code.removeprefix("voter_contact."): clock.due_on for clock in running(row)}


def decided(made: Round, row: Any, **given: Any) -> Any:
    return made.perform(
        leave.decide_leave, row, made.leader, at=datetime(2027, 4, 29, 2, 0, tzinfo=UTC), decided_by="Chủ tịch HĐND",
        decided_on=date(2027, 4, 29), **given,
    )  # fmt: skip


def test_a_group_met_on_a_friday_with_a_holiday_in_between(made: Round) -> None:
    row = made.asked(at=MONDAY, meets_on=FRIDAY)
    assert due(row) == {"people_decision": date(2027, 5, 5)}
    counted = explain(running(row)[0])
    assert [d.day.day for d in counted.days if d.counted] == [27, 28, 29, 4, 5]
    row = decided(made, row)
    assert due(row) == {"people_notice": date(2027, 5, 4)}
    row = made.perform(
        leave.notify_place, row, made.deputy, notified_on=date(2027, 5, 4), words="Ban Công tác Mặt trận tổ 3"
    )
    assert due(row) == {}
    row = made.perform(
        leave.record_met,
        row,
        made.deputy,
        at=datetime(2027, 5, 7, 9, 0, tzinfo=UTC),
        met_on=FRIDAY,
        voters=14,
        words="Nêu 3 việc",
    )
    assert due(row) == {"people_compilation": date(2027, 5, 14)}
    row = made.perform(
        leave.send_compiled, row, made.deputy, compiled_on=date(2027, 5, 12), words="UBND, Tổ đại biểu, MTTQ"
    )
    assert (row.state, due(row)) == ("compiled", {})


def test_outside_the_constituency_the_host_is_told_and_nothing_is_compiled_by_a_clock(made: Round) -> None:
    row = made.asked(at=MONDAY, meets_on=FRIDAY, kind="outside")
    assert due(row) == {"outside_decision": date(2027, 5, 5)}
    row = decided(made, row)
    assert due(row) == {"outside_notice": date(2027, 5, 4)}


def test_an_article_that_was_not_read_is_told_as_the_units_own(made: Round) -> None:
    rule = running(made.asked(at=MONDAY, meets_on=FRIDAY, kind="outside"))[0].rule
    assert (rule.basis_status, rule.confidence) == ("unit", "S-hdr")
    rule = running(made.asked(at=MONDAY, meets_on=FRIDAY))[0].rule
    assert (rule.basis_status, rule.article) == ("in_force", "Điều 33.2, 33.4")


def test_a_refusal_has_its_reason_and_stops_the_clock(made: Round) -> None:
    row = made.perform(
        leave.refuse_leave, made.asked(at=MONDAY, meets_on=FRIDAY), made.leader, at=MONDAY, decided_by="Chủ tịch HĐND",
        decided_on=date(2027, 4, 26), words="Trùng lịch kỳ họp",
    )  # fmt: skip
    assert (row.state, row.decision_words, due(row)) == ("refused", "Trùng lịch kỳ họp", {})


def test_what_is_refused(made: Round) -> None:
    with pytest.raises(Refused, match="đã qua"):
        made.asked(at=MONDAY, meets_on=date(2027, 4, 1))
    with pytest.raises(Refused, match=r"Điều 3\.6"):
        made.asked(at=MONDAY, meets_on=FRIDAY, purpose="Vận động tài trợ cho lễ hội")
    row = made.asked(at=MONDAY, meets_on=FRIDAY)
    with pytest.raises(Refused, match="Ngày quyết định"):
        made.perform(
            leave.decide_leave, row, made.leader, at=MONDAY, decided_by="x", decided_on=date(2027, 4, 30)
        )
    with pytest.raises(Forbidden):
        made.perform(
            leave.decide_leave, row, made.deputy, at=MONDAY, decided_by="x", decided_on=date(2027, 4, 26)
        )
    row = made.perform(
        leave.notify_place, decided(made, row), made.deputy, notified_on=date(2027, 5, 4), words="x"
    )
    with pytest.raises(Refused, match="chưa đến"):
        made.perform(leave.record_met, row, made.deputy, at=MONDAY, met_on=FRIDAY, voters=1, words="x")
