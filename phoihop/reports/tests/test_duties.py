"""Năm mẫu out of a round: the programme that was sent in brings the rest of the year, in one grid."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from phoihop.commitments.models import Commitment
from phoihop.core import moment
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW
from phoihop.reports.duties import duties_of
from phoihop.reports.models import Intake
from phoihop.reports.tests.papers import COUNCIL, word
from phoihop.reports.tests.test_round_pages import clerk, opened, page, read_all, send
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.tests.test_word import july_of

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]

PROGRAMME = (
    "HỘI ĐỒNG NHÂN DÂN - ỦY BAN NHÂN DÂN - ỦY BAN MẶT TRẬN TỔ QUỐC PHƯỜNG THỬ NGHIỆM", "CHƯƠNG TRÌNH",
    "Phối hợp công tác năm 2026 giữa Thường trực HĐND, UBND và Ban Thường trực Ủy ban MTTQ phường", "I. MỤC ĐÍCH, YÊU CẦU",
    "Nâng cao chất lượng phối hợp giữa ba cơ quan trong năm 2026.", "II. NỘI DUNG PHỐI HỢP", "1. Tiếp xúc cử tri",
    "Phối hợp tổ chức tiếp xúc cử tri trước và sau kỳ họp.",
)  # fmt: skip


@pytest.fixture
def july() -> Round:
    return july_of((COUNCIL, "BC HDND.docx"), (PROGRAMME, "CTPH 2026.docx"))


def paper(name: str = "CTPH 2026.docx") -> Intake:
    found: Intake = Intake.objects.get(name=name)
    return found


def test_the_rest_of_the_year_is_proposed_once_and_only_what_is_ahead(july: Round) -> None:
    assert paper().role == "programme"
    july.record = perform("reports.propose_duties", july.record, actor=july.office, at=NOW, paper=paper())
    made = list(Commitment.objects.all())
    assert (
        made
        and {row.state for row in made} == {"proposed"}
        and {row.origin for row in made} == {"standard_year"}
    )
    assert all(row.due_on is None or row.due_on >= NOW.date() for row in made)
    assert {(row.source_type, row.source_id) for row in made} == {("reports.intake", paper().pk)}
    perform("reports.propose_duties", july.record, actor=july.office, at=NOW, paper=paper())
    assert Commitment.objects.count() == len(made)
    assert duties_of([paper()]) == [(paper(), len(made), len(made))]
    assert verify_database().faults == []


def test_only_the_office_proposes_and_only_from_a_programme_of_its_round(july: Round) -> None:
    with pytest.raises(Forbidden):
        perform("reports.propose_duties", july.record, actor=july.front, at=NOW, paper=paper())
    with pytest.raises(Refused):
        perform("reports.propose_duties", july.record, actor=july.office, at=NOW, paper=paper("BC HDND.docx"))
    assert not Commitment.objects.exists()


def test_one_tick_leads_to_the_grid_of_that_paper(clerk: Client, settings: Any) -> None:
    settings.CLOCK_OFFSET = NOW - moment.now()
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(PROGRAMME, "CTPH 2026.docx"))
    read_all(clerk, record)
    root = f"/tong-hop/{record.code}/"
    assert "<strong>Năm mẫu 2027:</strong>" in page(clerk, root)
    sent = clerk.post(f"{root}nam-mau/", {"paper": paper().code})
    assert sent.headers["Location"] == f"/nhiem-vu/luoi/{paper().code}/?next=%2Ftong-hop%2F{record.code}%2F"
    grid = page(clerk, sent.headers["Location"])
    n = Commitment.objects.count()
    assert n and grid.count("-tick") == n and f'<a href="{root}">Về nơi đề xuất</a>' in grid
    assert f"{n} việc chờ giao" in page(clerk, root)
    wrong = Intake.objects.get(name="BC HDND.docx").code
    assert clerk.post(f"{root}nam-mau/", {"paper": wrong}).status_code == 409
