"""Who may do what to a round and its joint report, and what stays as it was once the round is over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.directory.tests.factories import NOW, acting
from phoihop.reports.models import Intake, Report
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_round_pages import clerk, page, ready
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.tests.test_word import july_of, merged

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]


@pytest.fixture
def july() -> Round:
    return july_of((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("abandon", {"why": "không thích"}), ("rewrite", {"code": "P03", "text": "khác"}), ("freeze", {}),
        ("circulate", {}), ("write", {"texts": {}}), ("edit_limitations", {"changes": {}}),
    ],
)  # fmt: skip
def test_a_body_that_only_reads_the_joint_report_changes_nothing_in_it(
    july: Round, verb: str, given: dict[str, Any]
) -> None:
    report = merged(july)
    with pytest.raises(Forbidden):
        perform(f"reports.{verb}", report, actor=july.front, at=NOW, **given)
    assert Report.objects.get(pk=report.pk).state == "drafting"


def test_a_leader_of_the_office_merges_again_over_an_earlier_draft(july: Round) -> None:
    first = merged(july)
    leader = acting(july.bodies["TTHDND"], "leader", user=9)
    perform("reports.merge", july.record, actor=leader, at=NOW)
    assert Report.objects.get(pk=first.pk).state == "abandoned"


def test_only_the_office_stops_the_reading(july: Round) -> None:
    july.send(word(COUNCIL[:9], "BC HDND 2.docx"), who=july.front)
    with pytest.raises(Forbidden):
        perform("reports.stop_reading", july.record, actor=july.front, at=NOW)
    perform("reports.stop_reading", july.record, actor=july.office, at=NOW)
    assert Intake.objects.get(name="BC HDND 2.docx").state == "aside"


def changes(july: Round) -> list[tuple[str, Intake, dict[str, Any]]]:
    """Every way to make another paper count in a round."""
    paper, aside = Intake.objects.get(name="BC HDND.docx"), Intake.objects.get(name="BC MTTQ.docx")
    figure = paper.figures.all()[0]
    return [
        ("assign", paper, {"role": "annex", "body": july.bodies["UBND"], "period": "2027-H1"}), ("set_aside", paper, {"why": ""}),
        ("use", aside, {}), ("check_figures", paper, {"orders": [figure.order], "verdict": "drop"}),
    ]  # fmt: skip


def test_papers_of_a_closed_round_stay_as_they_are_until_it_is_opened_again(july: Round) -> None:
    perform("reports.set_aside", Intake.objects.get(name="BC MTTQ.docx"), actor=july.office, at=NOW, why="")
    july.record = perform("reports.close_round", july.record, actor=july.office, at=NOW)
    for verb, paper, given in changes(july):
        with pytest.raises(Refused) as why:
            perform(f"reports.{verb}", Intake.objects.get(pk=paper.pk), actor=july.office, at=NOW, **given)
        assert why.value.reason == "Đợt này đã kết thúc.", verb
    july.record = perform("reports.reopen_round", july.record, actor=july.office, at=NOW)
    perform("reports.use", Intake.objects.get(name="BC MTTQ.docx"), actor=july.office, at=NOW)
    assert Intake.objects.get(name="BC MTTQ.docx").state == "current"


def test_papers_of_an_issued_joint_report_stay_as_they_are(july: Round) -> None:
    perform("reports.set_aside", Intake.objects.get(name="BC MTTQ.docx"), actor=july.office, at=NOW, why="")
    report = perform("reports.freeze", merged(july), actor=july.office, at=NOW)
    given: dict[str, Any] = {"number": "12", "issued_on": NOW.date(), "anyway": True, "anyway_why": "đã xem"}
    perform("reports.issue", report, actor=july.office, at=NOW, **given)
    for verb, paper, inputs in changes(july):
        with pytest.raises(Refused) as why:
            perform(f"reports.{verb}", Intake.objects.get(pk=paper.pk), actor=july.office, at=NOW, **inputs)
        assert why.value.reason == "Báo cáo chung đã ban hành.", verb


def test_a_closed_round_offers_no_button_that_would_change_its_papers(clerk: Client) -> None:
    record = ready(clerk)
    root = f"/tong-hop/{record.code}/"
    assert "Sửa: của ai, kỳ nào" in page(clerk, f"{root}?muc=van-ban")
    assert clerk.post(f"{root}close-round/").status_code == 302
    text = page(clerk, f"{root}?muc=van-ban")
    assert "Sửa: của ai, kỳ nào" not in text and "Không dùng" not in text


def test_a_whole_of_nought_is_refused(july: Round) -> None:
    paper = Intake.objects.get(name="BC HDND.docx")
    given: dict[str, Any] = {"orders": [1], "verdict": "fixed", "value": 1, "of_total": 0, "why": "gõ nhầm"}
    with pytest.raises(Refused) as why:
        perform("reports.check_figures", paper, actor=july.office, at=NOW, **given)
    assert why.value.reason == "Mẫu số không thể bằng 0."
