"""The programme's page: its tabs, numbers that open to exactly what they count, two versions of its text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests.factories import account
from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.overview import FIGURES, overview
from phoihop.activities.programmes.tests.factories import TITLE, Table
from phoihop.commitments import actions as duties
from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting

pytestmark = pytest.mark.django_db
TABS = ("tong-quan", "van-ban", "viec", "chi-tieu", "ky-ket", "lich-su")


def client(table: Table, kind: str, role: str = "clerk") -> Client:
    made = account(f"{kind}-{role}".lower(), table.bodies[kind], role)
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def work(table: Table, programme: Programme, count: int = 1) -> None:
    """In content 1 as many tasks late as reported done with a proof; one target met, one without a value."""
    unit = acting(table.bodies["PVHXH"], "unit", user=4)

    def issued(content: str, **given: Any) -> Any:
        made = perform(
            duties.propose, actor=table.office, at=NOW, content=content, lead=table.bodies["PVHXH"], product="Báo cáo",
            source=programme, source_item="1", **given,
        )  # fmt: skip
        perform(duties.issue, made, actor=table.office, at=NOW, past=True)
        return perform(duties.accept, made, actor=unit, at=NOW)

    for n in range(count):
        issued(f"Việc trễ {n}", due_on=TODAY - timedelta(days=3), number=f"1.{n}")
        done = issued(f"Việc xong {n}", due_on=TODAY + timedelta(days=60), number=f"1.{n}")
        perform(duties.add_proof, done, actor=unit, at=NOW, kind="number", words="Báo cáo số 7")
        perform(duties.report_done, done, actor=unit, at=NOW, text="Đã xong")
        table.checked(table.target(programme, item="1", number=f"{n}.1"), 20)
        table.target(programme, item="1", number=f"{n}.2")


def test_every_number_of_the_overview_opens_to_exactly_what_it_counts(table: Table) -> None:
    programme = table.in_force()
    work(table, programme, 2)
    office = client(table, "TTHDND")
    shown = overview(programme, TODAY)
    for line in (shown.lines[0], shown.total):
        told = {
            "all": line.all, "done": line.done, "proved": line.proved, "met": line.met, "targets": line.targets,
            "underway": line.bar.underway, "late": line.bar.late, "deferred": line.bar.deferred,
            "waiting": line.bar.waiting,
        }  # fmt: skip
        assert set(told) == set(FIGURES)
        opened = {name: office.get(link) for name, link in line.links.items()}
        assert {name: int(page.context["everything"]) for name, page in opened.items()} == told
        assert {name: len(page.context["window"].rows) for name, page in opened.items()} == told
    assert (shown.total.all, shown.total.done, shown.total.proved, shown.total.bar.late) == (4, 2, 2, 2)


def test_a_party_opens_every_record_of_a_number_and_a_lead_is_told_how_many_are_not_its_own(
    table: Table,
) -> None:
    programme = table.in_force()
    work(table, programme)
    link = overview(programme, TODAY).total.links["all"]
    page = client(table, "MTTQ").get(link)
    assert (len(page.context["window"].rows), page.context["unseen"]) == (2, 0)
    own = perform(
        duties.propose, actor=table.office, at=NOW, content="Việc của Phòng KT", lead=table.bodies["PKT"], product="Báo cáo",
        source=programme, due_on=TODAY,
    )  # fmt: skip
    perform(duties.issue, own, actor=table.office, at=NOW)
    page = client(table, "PKT").get(link)
    assert (len(page.context["window"].rows), page.context["unseen"]) == (1, 2)
    assert "Còn 2 dòng đồng chí không được xem" in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    ["so=commitments.live", "so=commitments.live&cua=chuong-trinh/CTPH-1900-0001", "so=khong.co&cua=chuong-trinh/x",
     "so=programmes.targets&cua=chuong-trinh/x", "so=commitments.live&cua=khong-co/x"],
)  # fmt: skip
def test_a_figure_that_is_not_of_the_list_or_not_of_a_record_one_may_see_is_not_there(
    table: Table, asked: str
) -> None:
    table.in_force()
    assert client(table, "TTHDND").get(f"/nhiem-vu/?{asked}").status_code == 404


def test_a_stranger_opens_no_number_of_a_programme(table: Table) -> None:
    programme = table.in_force()
    links = overview(programme, TODAY).total.links
    stranger = client(table, "PKT")
    assert {stranger.get(link).status_code for link in links.values()} == {404}


def test_every_tab_shows_its_part_and_costs_the_same_for_one_task_and_for_three(table: Table) -> None:
    few, many = table.in_force(), table.in_force(title="Chương trình khác", kind="joint_plan")
    work(table, few, 1)
    work(table, many, 3)
    office = client(table, "TTHDND")
    costs: dict[str, list[int]] = {}
    for programme in (few, many, few, many):
        for tab in TABS:
            with CaptureQueriesContext(connection) as captured:
                page = office.get(f"/chuong-trinh/{programme.code}/?muc={tab}")
            assert (page.status_code, page.context["tab"]) == (200, tab)
            costs.setdefault(tab, []).append(len(captured))
    assert {tab: (found[2], found[2]) for tab, found in costs.items()} == {
        tab: (found[2], found[3]) for tab, found in costs.items()
    }
    listed = office.get(f"/chuong-trinh/{many.code}/?muc=viec").content.decode()
    assert all(f"Việc xong {n}" in listed and f"Việc trễ {n}" in listed for n in range(3))
    assert office.get(f"/chuong-trinh/{many.code}/?muc=khong-co").context["tab"] == "tong-quan"


def revised(programme: Programme, who: Actor, **given: Any) -> Programme:
    inputs = {
        "title": TITLE, "period_from": 2027, "period_to": 2027, "kind": programme.kind, "parent": None,
        "parties": [row.body for row in programme.parties.all()], "contents": ["Tiếp xúc cử tri", "Giám sát"],
        "bases": [], "purpose": "", "duties": "", "arrangement": "", **given,
    }  # fmt: skip
    made: Programme = perform(verbs.revise, programme, actor=who, at=NOW, **inputs)
    return made


def test_two_versions_of_the_text_stand_side_by_side_word_by_word(table: Table) -> None:
    programme = table.draft()
    colleague = acting(table.bodies["TTHDND"], "clerk", user=11)
    revised(programme, colleague, contents=["Tiếp xúc cử tri định kỳ", "Giám sát, phản biện xã hội"])
    office = client(table, "TTHDND")
    page = office.get(f"/chuong-trinh/{programme.code}/?muc=van-ban")
    assert [v.number for v in page.context["versions"]] == [2, 1]
    newer, older = page.context["versions"]
    assert newer.fingerprint != older.fingerprint
    compared = office.get(f"/chuong-trinh/{programme.code}/?muc=van-ban&tu={older.seq}&den={newer.seq}")
    changed = [c for c in compared.context["compared"].changes if c.kind != "kept"]
    assert [(c.kind, [(s.mark, s.text) for s in c.segments]) for c in changed] == [
        ("changed", [("equal", "1. Tiếp xúc cử tri"), ("insert", " định kỳ")])
    ]
    assert "<ins> định kỳ</ins>" in compared.content.decode()


def test_an_action_that_leaves_the_text_alone_makes_no_version(table: Table) -> None:
    programme = table.in_force()
    page = client(table, "TTHDND").get(f"/chuong-trinh/{programme.code}/?muc=van-ban")
    assert len(page.context["versions"]) == 1
