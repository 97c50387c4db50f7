"""Who reads what of a programme: every party every task, a body the tasks of its departments, a lead its programme."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.commitments import actions as tasks
from phoihop.commitments import figures
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import DUE, scan
from phoihop.core.actions import perform
from phoihop.core.figures import Scope
from phoihop.core.search import find, record_ids
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting, body
from phoihop.documents.models import File

pytestmark = pytest.mark.django_db


def task(table: Table, programme: Programme, lead: str = "PVHXH", **given: Any) -> Commitment:
    inputs = {
        "content": "Rà soát hộ nghèo", "lead": table.bodies[lead], "product": "Danh sách", "due_on": DUE, **given,
    }  # fmt: skip
    made: Commitment = perform(tasks.propose, actor=table.office, at=NOW, source=programme, **inputs)
    return perform(tasks.issue, made, actor=table.office, at=NOW)


def seen(actor: Actor) -> list[str]:
    return sorted(Commitment.objects.visible_to(actor).values_list("code", flat=True))


def hits(actor: Actor, words: str = "rà soát") -> list[str]:
    return sorted(hit.row.code for hit in find(words, actor) if hit.row.code.startswith("NV"))


def test_every_signing_party_reads_every_task_in_list_figure_and_search() -> None:
    table = Table()
    programme = table.in_force()
    codes = sorted(row.code for row in (task(table, programme), task(table, programme, "PKT")))
    counted = figures.live(Scope(about=programme, at=TODAY))
    for actor in (table.office, table.second, table.leader):
        readable = Commitment.objects.visible_to(actor).filter(pk__in=counted)
        assert sorted(readable.values_list("code", flat=True)) == seen(actor) == hits(actor) == codes


def test_a_body_outside_the_programme_reads_only_the_tasks_it_has_in_it() -> None:
    table = Table()
    programme = table.in_force()
    mine, other = task(table, programme), task(table, programme, "PKT")
    assert (seen(table.unit), hits(table.unit)) == ([mine.code], [mine.code])
    assert (seen(table.stranger), hits(table.stranger)) == ([other.code], [other.code])


def test_a_body_reads_the_tasks_of_the_departments_under_it() -> None:
    table = Table()
    department = body(table.bodies["UBND"].territory, "TTPVHCC", above=table.bodies["UBND"])
    front = acting(table.bodies["MTTQ"], "clerk", user=8)
    made = perform(
        tasks.propose, actor=front, at=NOW, content="Rà soát danh sách", lead=department, product="Danh sách", due_on=DUE
    )  # fmt: skip
    assert (seen(table.leader), hits(table.leader)) == ([made.code], [made.code])
    assert seen(table.office) == []


def test_who_leads_a_task_reads_the_programme_and_finds_it() -> None:
    table = Table()
    programme = table.in_force()
    assert not Programme.objects.visible_to(table.unit).exists()
    task(table, programme)
    assert list(Programme.objects.visible_to(table.unit)) == [programme]
    assert record_ids("chương trình", table.unit, Programme) == [programme.pk]
    assert not Programme.objects.visible_to(table.stranger).exists()


def test_a_party_that_left_the_draft_finds_its_tasks_no_longer() -> None:
    table = Table()
    draft = table.draft()
    row = task(table, draft)
    assert hits(table.leader) == seen(table.leader) == [row.code]
    perform(
        verbs.revise, draft, actor=table.office, at=NOW, title=draft.title, period_from=2027, period_to=2027,
        parties=[table.bodies["TTHDND"], table.bodies["MTTQ"]], kind="programme", parent=None, contents=["Một"], bases=[],
        purpose="", duties="", arrangement="",
    )  # fmt: skip
    assert hits(table.leader) == seen(table.leader) == []


def test_what_proves_a_task_opens_for_every_party() -> None:
    table = Table()
    row = perform(tasks.accept, task(table, table.in_force()), actor=table.unit, at=NOW)
    perform(tasks.add_proof, row, actor=table.unit, at=NOW, kind="file", words="Danh sách", upload=scan())
    proof = row.proofs.get().file
    for actor in (table.office, table.second, table.leader, table.unit):
        assert File.objects.visible_to(actor).filter(pk=proof.pk).exists()
    assert not File.objects.visible_to(table.stranger).filter(pk=proof.pk).exists()
