"""A figure a body reported has one home: confirmed at the desk it is seen in a round, and the other way round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from phoihop.core.actions import Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.search import find
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, acting
from phoihop.ingest import actions as desk
from phoihop.ingest.models import Reading
from phoihop.reports.confirming import bring_in, check_figures
from phoihop.reports.models import Intake, IntakeFigure, Report
from phoihop.reports.overview import facts_of, page_of
from phoihop.reports.reported import beside, confirmed, sent_figure
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_round_pages import clerk, opened, page, read_all, send
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.told import told_again

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]
GIFTS = "Mặt trận phường đã trao 240 suất quà Tết cho hộ nghèo trên địa bàn phường."


@pytest.fixture
def july() -> Round:
    return Round()


def read_at_the_desk(who: Actor, *, changes: dict[str, str] | None = None, times: int = 1) -> Reading:
    """The report of the Front at the reading desk, every figure confirmed, some of them with another value."""
    for _n in range(times):
        reading: Reading = perform(desk.read, actor=who, at=NOW, upload=word(FRONT, "BC MTTQ.docx"))
        for proposal in reading.proposals.all():
            if proposal.field in ("figures", "organisers"):
                value = (changes or {}).get(str(proposal.main_value), "")
                reading = perform(
                    desk.decide, reading, actor=who, at=NOW, order=proposal.order, decision="accepted", value=value
                )  # fmt: skip
        reading = perform(desk.record, reading, actor=who, at=NOW, sure=True)
    return reading


def test_a_figure_confirmed_at_the_desk_is_a_figure_of_its_paper_with_the_place_and_the_subject(
    july: Round,
) -> None:
    reading = read_at_the_desk(july.front)
    paper = Intake.objects.get()
    assert (paper.compilation, paper.read_from, paper.body) == (None, reading.code, july.bodies["MTTQ"])
    row = paper.figures.get(value=240)
    assert (row.checked, row.period, row.sentence, row.noun) == (
        "right",
        "2027-H1",
        GIFTS,
        "suất quà Tết cho hộ nghèo",
    )
    assert row.pieces[1].startswith("240 suất quà Tết")
    figure = next(f for f in told_again(paper).figures if f.value == 240)
    assert (figure.subject.head, figure.body, figure.group) == ("gift", "MTTQ", row.group)
    assert {p.made for p in reading.proposals.filter(field="figures")} == {paper.code}
    assert (
        next(p.made_path for p in reading.proposals.filter(field="figures")) == f"van-ban-gui-ve/{paper.code}"
    )
    assert verify_database().faults == []


def test_what_the_person_left_holds_and_what_the_paper_says_stays(july: Round) -> None:
    read_at_the_desk(july.front, changes={"240": "204"})
    row = IntakeFigure.objects.get(value=240)
    assert (row.standing, row.checked, row.checked_why) == (
        Decimal(204),
        "fixed",
        "sửa khi xác nhận ở bàn đọc",
    )


def test_the_same_paper_read_twice_makes_no_figure_twice(july: Round) -> None:
    read_at_the_desk(july.front, times=2)
    assert Intake.objects.count() == 1
    values = list(Intake.objects.get().figures.values_list("value", flat=True))
    assert len(values) == len(set(values)) > 1


def test_what_is_confirmed_at_the_desk_counts_as_looked_at_in_the_round_that_has_it(july: Round) -> None:
    july.take(word(FRONT, "BC MTTQ.docx"))
    read_at_the_desk(july.office)
    paper = Intake.objects.get()
    assert paper.compilation == july.record
    assert paper.figures.get(value=240).checked == "right"
    wanted: dict[str, Any] = {"bodies": [july.bodies["MTTQ"].pk], "year": 2027}
    group = paper.figures.get(value=240).group
    assert [one.row.value for one in confirmed(group=group, **wanted)] == [240]


def test_a_later_round_shows_it_to_who_may_read_it_and_sets_it_against_the_others_once_brought_in(
    july: Round,
) -> None:
    read_at_the_desk(july.office)
    july.take(word(COUNCIL, "BC HDND.docx"))
    paper = Intake.objects.get(compilation=None)
    assert beside(july.record, july.office) == [paper]
    hdnd_only = acting(july.bodies["UBND"], "clerk", user=7)
    assert beside(july.record, hdnd_only) == []
    rows = facts_of(
        [*page_of(july.record).current, *beside(july.record, july.office)], frozenset(), period="2027-H1"
    )
    assert any(f.by_body.get("MTTQ") and f.words.startswith("suất quà") for f in rows)
    assert not july.record.differences.exists()
    with pytest.raises(Refused):
        perform(
            bring_in,
            paper,
            actor=acting(july.bodies["MTTQ"], "clerk", user=2),
            at=NOW,
            compilation=july.record,
        )
    perform(bring_in, paper, actor=july.office, at=NOW, compilation=july.record)
    assert page_of(july.record).is_busy
    july.read()
    assert july.one().kind == "body_body" and beside(july.record, july.office) == []
    assert {i.pk for i in Intake.objects.visible_to(hdnd_only)} >= {paper.pk}
    assert verify_database().faults == []


def test_what_was_brought_in_stands_in_the_joint_report_under_its_content(july: Round) -> None:
    read_at_the_desk(july.office)
    july.take(word(COUNCIL, "BC HDND.docx"))
    paper = Intake.objects.get(compilation=None)
    perform(bring_in, paper, actor=july.office, at=NOW, compilation=july.record)
    july.read()
    july.record = perform("reports.merge", july.record, actor=july.office, at=NOW)
    report = Report.objects.latest("pk")
    told = {row.source: row for row in report.figures.all()}
    met = paper.figures.get(value=1786)
    assert f"{paper.code}.{met.order}" in told
    place = sent_figure(f"{paper.code}.{met.order}", july.office)
    assert place is not None and place.intake == paper
    section = next(s for s in report.sections.all() if s.record == paper.code)
    assert section.author == july.bodies["MTTQ"].name


def test_a_figure_of_the_desk_is_found_by_its_words_and_not_when_left_out(july: Round) -> None:
    read_at_the_desk(july.front)
    paper = Intake.objects.get()
    assert paper.code in [hit.row.code for hit in find("suất quà Tết", july.front)]
    row = paper.figures.get(value=240)
    perform(check_figures, paper, actor=july.front, at=NOW, orders=[row.order], verdict="drop")
    assert paper.code not in [hit.row.code for hit in find("suất quà Tết", july.front)]


def test_the_page_of_a_round_offers_the_papers_of_the_desk(clerk: Client) -> None:
    from phoihop.directory.models import Organisation

    office = acting(Organisation.objects.get(kind="TTHDND"), "clerk", user=1)
    read_at_the_desk(office)
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"))
    read_all(clerk, record)
    paper = Intake.objects.get(compilation=None)
    text = page(clerk, f"/tong-hop/{record.code}/?muc=van-ban")
    assert "Đã đọc ở bàn đọc, cùng kỳ" in text and f'value="{paper.code}"' in text
    assert ">bàn đọc</span>" in page(clerk, f"/tong-hop/{record.code}/?muc=doi-chieu&loc=het")
    sent = clerk.post(f"/tong-hop/{record.code}/them-giay/", {"paper": paper.code})
    assert sent.headers["Location"] == f"/tong-hop/{record.code}/?muc=van-ban"
    again = clerk.post(f"/tong-hop/{record.code}/them-giay/", {"paper": paper.code})
    assert again.status_code == 409 and "đã thuộc một đợt" in again.content.decode()
    read_all(clerk, record)
    assert "Hai cơ quan báo hai số" in page(clerk, f"/tong-hop/{record.code}/")
    assert clerk.get("/so-lieu-bao-cao/").headers["Location"] == "/van-ban-gui-ve/"
    assert clerk.get("/so-lieu-bao-cao/SL-2027-0001/").status_code == 404
