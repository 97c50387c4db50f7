"""An emergency programme: one page, any month, signed within hours, figures until it is closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdfium2 import PdfDocument

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_actions import forbidden, refused
from phoihop.activities.programmes.tests.test_page import client
from phoihop.core import moment
from phoihop.core.actions import Refused, actions_of, perform
from phoihop.core.deadlines import left_of, running
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, DeadlineRule, Notice
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW, acting

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 10, 9, 22, 40, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Saturday in October
WORDS = {
    "about": "ứng phó bão số 5",
    "need": "Bão số 5 dự báo vào đất liền trưa 10/10; 3 tổ dân phố ven sông phải di dời.",
    "contents": ["Di dời dân ở tổ 4, 7, 9 trước 09 giờ ngày 10/10", "Bố trí nơi ở tạm, suất ăn", "Tiếp nhận, phân phối hàng cứu trợ"],
    "duties": "UBND: chỉ huy, di dời; trực 0900 000 001.\nUBMTTQ: tiếp nhận cứu trợ; trực 0900 000 002.",
}  # fmt: skip


@pytest.fixture
def table() -> Table:
    made = Table()
    made.seat()
    return made


def drafted(table: Table, **given: Any) -> Programme:
    usual = {**WORDS, "parties": [table.bodies["UBND"], table.bodies["MTTQ"]]}
    who = acting(table.bodies["UBND"], "clerk", user=31)
    made: Programme = perform(verbs.draft_emergency, actor=who, at=NIGHT, **{**usual, **given})
    return made


def in_force(table: Table) -> Programme:
    made = table.agree(drafted(table), "UBND", "MTTQ")
    who = acting(table.bodies["UBND"], "clerk", user=31)
    made = perform(verbs.lock_for_signing, made, actor=who, at=NIGHT)
    made = table.sign(made, "UBND")
    done: Programme = perform(
        verbs.sign_last, made, actor=table.chair("MTTQ"), at=NIGHT + timedelta(hours=3), way="recorded"
    )
    return done


def test_its_clock_runs_from_the_minute_of_the_draft_through_the_weekend(table: Table) -> None:
    made = drafted(table)
    (clock,) = running(made)
    assert (made.title, made.short_title, made.period_words, made.kind_label) == (
        "Chương trình phối hợp đột xuất ứng phó bão số 5", "Chương trình phối hợp đột xuất ứng phó bão số 5", "năm 2027",
        "Chương trình phối hợp đột xuất",
    )  # fmt: skip
    assert (clock.due_at, clock.body) == (NIGHT + timedelta(hours=24), table.bodies["UBND"].pk)
    assert left_of(clock, NIGHT + timedelta(hours=19)) == "còn 5 giờ"
    assert left_of(clock, NIGHT + timedelta(hours=26)) == "quá hạn 2 giờ"
    assert set(Notice.objects.values_list("body", flat=True)) == {table.bodies["MTTQ"].pk}
    with pytest.raises(Refused, match="hai bên"):
        drafted(table, parties=[table.bodies["UBND"]])


def test_the_hours_are_data_and_the_text_says_them(table: Table) -> None:
    DeadlineRule.objects.filter(code="programmes.emergency_figures").update(amount=12)
    DeadlineRule.objects.filter(code="programmes.emergency_signing").update(amount=8)
    made = drafted(table)
    assert running(made)[0].due_at == NIGHT + timedelta(hours=8)
    assert "số liệu báo 12 giờ một lần" in made.paragraphs.get(section="arrangement").text


def test_in_force_it_owes_figures_and_no_review_of_a_year_until_it_is_closed(table: Table) -> None:
    made = in_force(table)
    assert (made.state, made.interim_year, made.final_year) == ("in_force", None, None)
    (clock,) = running(made)
    assert (clock.code, clock.due_at) == ("programmes.emergency_figures", NIGHT + timedelta(hours=27))
    told = NIGHT + timedelta(hours=9)
    made = perform(
        verbs.record_figures, made, actor=table.second, at=told, words="Đã di dời 42 hộ, 131 người"
    )
    (clock,) = running(made)
    assert clock.due_at == told + timedelta(hours=24)
    assert [(row.time_words, row.words) for row in made.figures.all()] == [
        ("07:40, 10/10/2027", "Đã di dời 42 hộ, 131 người")
    ]
    forbidden(verbs.record_figures, made, table.stranger, table.unit, words="x")
    who = acting(table.bodies["UBND"], "clerk", user=31)
    made = perform(verbs.close, made, actor=who, at=told, closed_on=told.date())
    assert (made.state, running(made)) == ("closed", [])
    assert verify_database().faults == []


def test_an_ordinary_programme_is_offered_no_figures(table: Table) -> None:
    usual = table.in_force()
    names = {offer.action.name for offer in actions_of(usual, table.office)}
    assert "programmes.record_figures" not in names
    assert "Chỉ chương trình đột xuất" in refused(verbs.record_figures, usual, table.office, words="x")
    assert not Deadline.objects.filter(code__startswith="programmes.emergency").exists()


def test_it_is_written_on_one_page_its_paper_is_one_page_and_the_page_says_the_hours(
    table: Table, settings: Any
) -> None:
    settings.CLOCK_OFFSET = NIGHT + timedelta(hours=18, minutes=30) - moment.now()
    made = drafted(table)
    paper = build_paper("programmes.text", made, actor=table.chair("UBND"), at=NOW)
    assert len(PdfDocument(formats()["pdf"].write(paper))) == 1
    desk = client(table, "UBND")
    form = desk.get("/chuong-trinh/moi/draft-emergency/").content.decode()
    assert "Việc đột xuất" in form and "Từ năm" not in form
    page = desk.get(f"/chuong-trinh/{made.code}/ky/").content.decode()
    assert "Ký chương trình đột xuất: <strong>còn 5 giờ</strong> (22:40, 10/10)" in page
    home = desk.get("/").content.decode()
    assert "còn 5 giờ" in home and "hạn 22:40, " in home
    week = desk.get("/lich-cong-tac/?tuan=2027-W40").content.decode()
    assert "Ký chương trình đột xuất, đến 22:40" in week
