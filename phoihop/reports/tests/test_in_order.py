"""Before a report stands still: what is not in order is listed with its place, and issued only knowingly."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.core import journal, moment
from phoihop.core.actions import Refused, perform
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import NOW
from phoihop.reports import actions, settling
from phoihop.reports.models import Compilation, Difference, Intake, IntakeFigure, Report
from phoihop.reports.tests.papers import COUNCIL, FRONT, word
from phoihop.reports.tests.test_round_pages import clerk, page, ready
from phoihop.reports.tests.test_rounds import Round
from phoihop.reports.tests.test_word import july_of, merged, text_of, written
from phoihop.reports.unsettled import Matters, unsettled

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]
OPEN, STALE, FLAWED = (
    "Chỗ vênh chưa quyết",
    "Đổi sau khi gộp, bản này còn cũ",
    "Hạn chế chưa rõ nguyên nhân, trách nhiệm",
)
UNSURE = "Số chưa chắc đọc đúng, chưa ai xem"


@pytest.fixture
def july() -> Round:
    return july_of((COUNCIL, "BC HDND.docx"), (FRONT, "BC MTTQ.docx"))


def listed(report: Report) -> dict[str, Matters]:
    fresh = Report.objects.get(pk=report.pk)
    return {one.title: one for one in unsettled(fresh)}


def frozen(july: Round, report: Report) -> Report:
    made: Report = perform(actions.freeze, report, actor=july.office, at=NOW)
    return made


def issue(july: Round, report: Report, **given: Any) -> Report:
    made: Report = perform(
        actions.issue, report, actor=july.office, at=NOW, number="12", issued_on=NOW.date(), **given
    )
    return made


def test_what_is_open_and_what_has_no_cause_is_listed_where_it_is_put_right(july: Round) -> None:
    report = merged(july)
    found = listed(report)
    assert list(found) == [OPEN, FLAWED]
    [row] = found[OPEN].rows
    assert row.where == f"/tong-hop/{july.record.code}/?muc=doi-chieu#v-{july.one().code}"
    [row] = found[FLAWED].rows
    limitation = next(s for s in report.sections.all() if s.kind == "limitation")
    assert (row.words, row.where) == (limitation.text, f"/bao-cao/{report.code}/#{limitation.code}")


def test_a_report_not_in_order_is_issued_with_a_tick_and_words_the_journal_keeps(july: Round) -> None:
    report = frozen(july, merged(july))
    with pytest.raises(Refused) as why:
        issue(july, report)
    assert (why.value.field, "chỗ vênh chưa quyết: 1" in why.value.reason) == ("anyway", True)
    with pytest.raises(Refused) as why:
        issue(july, report, anyway=True, anyway_why="  ")
    assert why.value.field == "anyway_why"
    assert Report.objects.get(pk=report.pk).state == "frozen"
    report = issue(july, report, anyway=True, anyway_why="Chủ tịch yêu cầu gửi trong ngày")
    told = list(journal.history(report))
    assert report.state == "issued"
    assert any(event.inputs.get("anyway_why") == "Chủ tịch yêu cầu gửi trong ngày" for event in told)
    assert verify_database().faults == []


def test_a_number_settled_after_the_draft_was_put_together_is_said_to_be_old(july: Round) -> None:
    report = merged(july)
    assert STALE not in listed(report)
    perform(settling.settle, july.one(), actor=july.office, at=NOW, choice="p0", reason="theo biên bản")
    found = listed(report)
    assert OPEN not in found
    said = [row.words for row in found[STALE].rows]
    assert [words.partition(": ")[2] for words in said] == [
        "in 1.876 (có nơi ghi 1.786), nay là 1.876 (lượt cử tri tham dự)",
        "in 1.786 (có nơi ghi 1.876), nay là 1.876 (lượt cử tri tham dự)",
    ]


def test_a_paper_set_aside_or_come_in_since_is_said(july: Round) -> None:
    report = merged(july)
    perform("reports.set_aside", Intake.objects.get(name="BC MTTQ.docx"), actor=july.office, at=NOW, why="")
    later = tuple(line.replace("240 suất", "300 suất") for line in FRONT)
    july.take(word(later, "BC MTTQ ban 2.docx"))
    said = [row.words for row in listed(report)[STALE].rows]
    assert said[:2] == [
        "BC MTTQ.docx: không dùng", "BC MTTQ ban 2.docx: đưa vào sau khi gộp, chưa có đoạn nào ở đây",
    ]  # fmt: skip


def test_a_doubtful_number_is_listed_until_somebody_looked(july: Round) -> None:
    row = IntakeFigure.objects.get(value=240)
    IntakeFigure.objects.filter(pk=row.pk).update(mark="ngo", reason="đọc từ bản quét")
    report = merged(july)
    [matter] = listed(report)[UNSURE].rows
    assert matter.words.endswith("(đọc từ bản quét)")
    assert matter.where == f"/van-ban-gui-ve/{row.intake.code}/?so={row.source}#so"
    perform(
        "reports.check_figures", Intake.objects.get(pk=row.intake_id), actor=july.office, at=NOW, orders=[row.order],
        verdict="right",
    )  # fmt: skip
    assert UNSURE not in listed(report)


def test_a_doubt_stands_beside_the_number_only_where_sources_are_shown(july: Round) -> None:
    report = merged(july)
    clean, working = text_of(written(july, report)), text_of(written(july, report, "reports.review"))
    assert "1.876 lượt cử tri" in clean and "có nơi ghi" not in clean
    assert "(có nơi ghi 1.786)" in working and "(có nơi ghi 1.876)" in working
    row = report.figures.get(printed="1.876")
    assert (row.remark, row.marked_words) == ("có nơi ghi 1.786", "1.876 (có nơi ghi 1.786)")


def test_the_pages_before_freezing_and_issuing_show_the_list_and_ask_for_the_words(
    clerk: Client, settings: Any
) -> None:
    settings.CLOCK_OFFSET = NOW - moment.now()
    record: Compilation = ready(clerk)
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    report = Report.objects.get()
    text = page(clerk, f"/bao-cao/{report.code}/freeze/")
    assert "Chỗ vênh chưa quyết: 1" in text and 'name="anyway"' not in text
    sent = clerk.post(f"/bao-cao/{report.code}/freeze/", {"closing_at": ""})
    assert sent.status_code == 302
    text = page(clerk, f"/bao-cao/{report.code}/issue/")
    assert f"/tong-hop/{record.code}/?muc=doi-chieu#v-" in text and 'name="anyway"' in text
    given = {"number": "12", "issued_on": f"{NOW:%d/%m/%Y}"}
    assert clerk.post(f"/bao-cao/{report.code}/issue/", given).status_code == 409
    assert Report.objects.get().state == "frozen"


def test_a_report_in_order_is_issued_without_a_tick(clerk: Client, settings: Any) -> None:
    settings.CLOCK_OFFSET = NOW - moment.now()
    record: Compilation = ready(clerk)
    found = Difference.objects.get()
    clerk.post(f"/cho-venh/{found.code}/quyet/", {"choice": "p0", "reason": "theo biên bản"})
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    report = Report.objects.get()
    codes = [s.code for s in report.sections.all() if s.kind == "limitation"]
    boxes = {f"{code}.responsible": "Văn phòng" for code in codes} | {
        f"{code}.cause": "thiếu người" for code in codes
    }
    boxes |= {f"{s.code}.text": s.text for s in report.sections.all() if s.kind == "limitation"}
    assert clerk.post(f"/bao-cao/{report.code}/edit-limitations/", boxes).status_code == 302
    clerk.post(f"/bao-cao/{report.code}/freeze/", {"closing_at": ""})
    text = page(clerk, f"/bao-cao/{report.code}/issue/")
    assert "Không còn chỗ nào chưa ổn" in text and 'name="anyway"' not in text


def test_the_list_of_what_is_not_in_order_costs_the_same_for_many_differences(july: Round) -> None:
    def queries() -> int:
        fresh = Report.objects.get(pk=report.pk)
        with CaptureQueriesContext(connection) as asked:
            unsettled(fresh)
        return len(asked)

    report = merged(july)
    one = queries()
    for n in range(2):
        perform(
            settling.find, actor=july.office, at=NOW, compilation=july.record, kind="within", identity=f"x{n}", words="hai số",
            places=[], options=[],
        )  # fmt: skip
    assert len(listed(report)[OPEN].rows) == 3
    assert queries() == one
