"""The leader's page: three facts over one whole, decisions that are this leader's own, each party's share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.activities.programmes.tests.factories import Table
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import Commitment
from phoihop.core.actions import perform
from phoihop.desk.leading import SHOWN, decisions_of, leading_page
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents.tests.factories import Registry
from phoihop.petitions import actions as petitions
from phoihop.petitions.tests.factories import DUE, Voices

pytestmark = pytest.mark.django_db


class Agreed(Table):
    """A programme in force with commitments of its parties, and the chair of the people's committee."""

    def __init__(self) -> None:
        super().__init__()
        self.programme = self.in_force()
        self.book = acting(self.bodies["TTHDND"], "clerk", user=1)

    def given(self, lead: str, **more: Any) -> Commitment:
        row = perform(
            tasks.propose, actor=self.book, at=NOW, content="Niêm yết lịch tiếp công dân", product="Ảnh niêm yết",
            lead=self.bodies[lead], due_on=TODAY + timedelta(days=20), source=self.programme, source_item="1", **more,
        )  # fmt: skip
        made: Commitment = perform(tasks.issue, row, actor=self.book, at=NOW, past=True)
        return made

    def asked(self, lead: str) -> Commitment:
        unit = acting(self.bodies[lead], "unit", user=9)
        row = perform(tasks.accept, self.given(lead), actor=unit, at=NOW)
        made: Commitment = perform(
            tasks.ask_extension,
            row,
            actor=unit,
            at=NOW,
            new_due=TODAY + timedelta(days=40),
            reason="Chờ nhà thầu",
        )
        return made


def test_three_facts_stand_over_one_whole_and_open_to_their_records() -> None:
    table = Agreed()
    unit = acting(table.bodies["PVHXH"], "unit", user=9)
    for _n in range(3):
        row = perform(tasks.accept, table.given("PVHXH"), actor=unit, at=NOW)
    perform(tasks.report_done, row, actor=unit, at=NOW, text="Đã niêm yết.")
    page = leading_page(table.leader, TODAY)
    assert page.about == table.programme
    assert [(f.n, f.whole) for f in page.facts] == [(1, 3), (0, 3), (0, 3)]
    assert tuple(page.total[name] for name in ("unproved", "unchecked", "late")) == (1, 0, 0)


def test_each_party_counts_what_it_and_its_units_lead() -> None:
    table = Agreed()
    table.given("MTTQ")
    table.given("UBND")
    shares = {s.body.pk: s.numbers["live"] for s in leading_page(table.leader, TODAY).shares}
    assert shares == {table.bodies["TTHDND"].pk: 0, table.bodies["UBND"].pk: 1, table.bodies["MTTQ"].pk: 1}


def test_a_decision_is_asked_of_the_leader_of_the_body_that_set_the_day_and_of_nobody_else() -> None:
    table = Agreed()
    row = table.asked("PVHXH")
    chair = acting(table.bodies["TTHDND"], "leader", user=7)
    [decision] = decisions_of(chair, TODAY)
    assert (decision.record, decision.question, decision.about) == (row, "Cho gia hạn?", row.asked_words)
    assert [label for _url, label, _capacity in decision.buttons] == ["Gia hạn", "Không gia hạn"]
    for other in (table.leader, table.office, acting(table.bodies["MTTQ"], "leader", user=8)):
        assert decisions_of(other, TODAY) == []
    perform(tasks.decline_extension, row, actor=chair, at=NOW, reason="Đủ thời gian")
    assert decisions_of(chair, TODAY) == []


def test_a_signed_copy_waits_for_a_leader_of_each_party() -> None:
    table = Table()
    programme = table.signed()
    assert [d.record for d in decisions_of(table.leader, TODAY)] == [programme]
    assert leading_page(table.leader, TODAY).about is None


def test_five_decisions_are_shown_and_the_rest_is_counted() -> None:
    table = Agreed()
    for _n in range(SHOWN + 2):
        table.asked("PVHXH")
    page = leading_page(acting(table.bodies["TTHDND"], "leader", user=7), TODAY)
    assert (len(page.decisions), page.more) == (SHOWN, 2)


def test_the_page_asks_the_database_the_same_number_of_times_for_one_and_for_three_rows() -> None:
    table = Agreed()
    chair = acting(table.bodies["TTHDND"], "leader", user=7)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            table.asked("PVHXH")
        with CaptureQueriesContext(
            connection,
        ) as taken:
            leading_page(chair, TODAY)
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_who_leads_nothing_has_no_such_page(client: Client) -> None:
    assert client.get("/lanh-dao/").status_code in (302, 404)


def test_petitions_ask_the_chair_for_time_only_where_it_was_asked_for_and_the_leader_for_the_answer() -> None:
    voices = Voices()
    given: dict[str, Any] = {"new_due": DUE + timedelta(days=7), "reason": "Chờ dự toán"}
    asked = voices.perform(petitions.ask_extension, voices.assigned(), voices.unit, **given)
    voices.assigned()
    assert [decision.record for decision in decisions_of(voices.chair, TODAY)] == [asked]
    drafted = voices.drafted()
    assert [decision.record for decision in decisions_of(voices.leader, TODAY)] == [drafted]


def test_the_petitions_a_leader_reads_stand_first_as_three_facts_over_one_whole_and_open() -> None:
    voices = Voices()
    chair = acting(voices.bodies["TTHDND"], "leader", user=7)
    assert leading_page(chair, TODAY).petitions is None
    for made in (voices.forwarded(), voices.answered(), voices.solved()):
        assert made.pk
    shown = leading_page(chair, TODAY).petitions
    assert shown is not None
    assert [(f.title, f.n, f.whole) for f in shown.facts] == [
        ("Đã trả lời", 2, 3), ("Đã giải quyết", 1, 3), ("Đã xác minh", 0, 3),
    ]  # fmt: skip
    assert shown.facts[0].link == "/kien-nghi/?so=petitions.answered&nam=2027"
    told = {name: number.n for name, number in shown.numbers.items()}
    assert told == {
        "answered": 2, "solved": 1, "verified": 0, "turns": 3, "matters": 3, "unanswered": 1, "overdue": 0, "unsolved": 1,
        "third_time": 0, "unverified": 1,
    }  # fmt: skip
    stranger = acting(voices.bodies["MTTQ"], "leader", user=8)
    seen = leading_page(stranger, TODAY).petitions
    assert seen is None or seen.numbers["turns"].n <= 3


def test_what_is_signed_is_decided_on_the_page_that_signs(client: Client) -> None:
    room = Registry()
    made = room.locked()
    [decision] = decisions_of(room.leader, TODAY)
    assert [url for url, _label, _capacity in decision.buttons] == [f"/van-ban-di/{made.code}/ky-so/"]
