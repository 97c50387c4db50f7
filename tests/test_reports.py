"""A review from its first draft to a corrected number: what is counted, what is refused, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import Commitment
from phoihop.core.actions import Forbidden, Refused, Stale, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, JournalEntry, Notice, Record
from phoihop.core.papers import build_paper
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, acting
from phoihop.reports import actions as verbs
from phoihop.reports.confirming import check_figures, keep_read
from phoihop.reports.forms import FreezeForm
from phoihop.reports.models import Intake, Report, ReportFigure, Section
from phoihop.reports.papers import Printer
from phoihop.reports.tests.papers import confirmed_figure
from phoihop.reports.views import pieces

pytestmark = pytest.mark.django_db


class Year:
    """A programme in force with four tasks: one verified, one reported, one late, one not begun."""

    def __init__(self) -> None:
        self.table = Table()
        self.programme: Programme = self.table.in_force()
        self.office = self.table.office
        ends = (date(2027, 6, 30), date(2027, 6, 30), date(2027, 7, 1), date(2027, 12, 1))
        self.tasks = [self.task(n, due) for n, due in enumerate(ends, start=1)]
        for n in (0, 1):
            self.tasks[n] = perform(tasks.report_done, self.tasks[n], actor=self.lead, at=NOW, text="Xong.")
        self.tasks[0] = perform(
            tasks.verify, self.tasks[0], actor=self.office, at=NOW, words="Đã xem tại chỗ"
        )

    @property
    def lead(self) -> Actor:
        return acting(self.table.bodies["PVHXH"], "unit", user=9)

    def task(self, n: int, due: date) -> Commitment:
        made = perform(
            tasks.propose, actor=self.office, at=NOW, content=f"Việc {n}", lead=self.table.bodies["PVHXH"],
            product="Báo cáo", due_on=due, source=self.programme, source_item="1",
        )  # fmt: skip
        made = perform(tasks.issue, made, actor=self.office, at=NOW, past=True)
        taken: Commitment = perform(tasks.accept, made, actor=self.lead, at=NOW)
        return taken

    def review(self, kind: str = "interim") -> Report:
        made: Report = perform(
            verbs.start, actor=self.office, at=NOW, about=self.programme, kind=kind, year=2027
        )
        return made

    def frozen(self) -> Report:
        made: Report = perform(verbs.freeze, self.review(), actor=self.office, at=NOW)
        return made


@pytest.fixture
def year() -> Year:
    return Year()


def refused(verb: Callable[..., Any], record: Record | None, who: Actor, **inputs: Any) -> str:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused) as why:
        perform(verb, record, actor=who, at=NOW, **inputs)
    assert JournalEntry.objects.count() == before
    return why.value.reason


def numbers(report: Report, item: str = "") -> dict[str, int | None]:
    rows = ReportFigure.objects.filter(report=report, item=item).exclude(figure="")
    return {row.figure: None if row.standing is None else int(row.standing) for row in rows}


WHOLE = {
    "commitments.live": 4, "commitments.done": 2, "commitments.with_proof": 1, "commitments.verified": 1,
    "commitments.in_progress": 0, "commitments.late": 1, "commitments.deferred": 0, "commitments.not_started": 1,
}  # fmt: skip


def test_the_skeleton_has_every_number_that_can_be_computed(year: Year) -> None:
    report = year.review()
    found = numbers(report)
    assert {code: n for code, n in found.items() if code.startswith("commitments.")} == WHOLE
    assert numbers(report, "1") == WHOLE
    told = set(Notice.objects.filter(verb="reports.start").values_list("body", flat=True))
    assert told == {year.table.bodies["UBND"].pk, year.table.bodies["MTTQ"].pk}


def test_a_late_task_stands_as_a_limitation_whose_cause_a_person_must_write(year: Year) -> None:
    rows = Section.objects.filter(report=year.review(), kind="limitation")
    assert [(s.text, s.cause) for s in rows] == [("Chậm: Việc 3 (hạn 01/07/2027)", "")]


def test_only_parties_make_and_read_the_review(year: Year) -> None:
    for other in (year.table.stranger, year.table.unit):
        with pytest.raises(Forbidden):
            perform(verbs.start, actor=other, at=NOW, about=year.programme, kind="interim", year=2027)
        assert not Report.objects.visible_to(other).exists()
    report = year.review()
    assert Report.objects.visible_to(year.table.second).get() == report
    with pytest.raises(Forbidden):
        perform(verbs.freeze, report, actor=year.table.stranger, at=NOW)


def test_frozen_numbers_stand_still_and_open_to_what_they_counted(year: Year) -> None:
    report = year.frozen()
    row = ReportFigure.objects.get(report=report, figure="commitments.done", item="")
    pairs = [["commitments.commitment", t.pk, t.head] for t in year.tasks[:2]]
    assert row.value == Decimal(2) and row.members == pairs
    perform(tasks.report_done, year.tasks[2], actor=year.lead, at=NOW, text="Xong muộn.")
    assert numbers(report)["commitments.done"] == 2
    with pytest.raises(Stale):
        perform(verbs.freeze, report, actor=year.office, at=NOW)
    assert verify_database().faults == []


def test_figures_are_computed_anew_on_the_closing_moment(year: Year) -> None:
    report = year.review()
    perform(tasks.report_done, year.tasks[2], actor=year.lead, at=NOW, text="Xong.")
    perform(verbs.freeze, report, actor=year.office, at=NOW)
    assert numbers(report)["commitments.done"] == 3


def test_a_past_closing_moment_counts_what_stood_then_and_leaves_today_as_it_is(year: Year) -> None:
    closing = NOW
    after = NOW + timedelta(days=2)
    done, new = year.tasks[1], year.tasks[3]
    done = perform(tasks.verify, done, actor=year.office, at=after, words="Đã xem sau khi chốt")
    perform(tasks.report_done, year.tasks[2], actor=year.lead, at=after, text="Xong muộn.")
    chair = acting(year.table.bodies["TTHDND"], "leader", user=7)
    perform(tasks.defer, new, actor=chair, at=after, review_on=date(2027, 9, 1), reason="Chờ vốn")
    added = perform(
        tasks.propose, actor=year.office, at=after, content="Việc 5", lead=year.table.bodies["PVHXH"],
        product="Báo cáo", due_on=date(2027, 12, 1), source=year.programme, source_item="1",
    )  # fmt: skip
    perform(tasks.issue, added, actor=year.office, at=after, past=True)
    report: Report = perform(
        verbs.start, actor=year.office, at=after, about=year.programme, kind="interim", year=2027
    )
    assert numbers(report)["commitments.verified"] == 2
    perform(verbs.freeze, report, actor=year.office, at=after, closing_at=closing)
    whole = {code: n for code, n in numbers(report).items() if code.startswith("commitments.")}
    assert (whole, numbers(report, "1")) == (WHOLE, WHOLE)
    row = ReportFigure.objects.get(report=report, figure="commitments.done", item="")
    assert row.members == [["commitments.commitment", t.pk, t.head] for t in year.tasks[:2]]
    late = Section.objects.filter(report=report, kind="limitation")
    assert [(s.text, s.record) for s in late] == [("Chậm: Việc 3 (hạn 01/07/2027)", year.tasks[2].code)]
    assert Commitment.objects.get(pk=done.pk).state == "verified"
    assert Commitment.objects.filter(pk=added.pk).exists()
    assert verify_database().faults == []


def test_what_a_person_changed_in_a_limitation_outlives_the_closing_moment(year: Year) -> None:
    report = year.review()
    row = Section.objects.get(report=report, kind="limitation")
    change = {row.code: {"text": row.text, "cause": "Chờ bàn giao mặt bằng", "responsible": "UBND phường"}}
    perform(verbs.edit_limitations, report, actor=year.office, at=NOW, changes=change)
    perform(tasks.report_done, year.tasks[2], actor=year.lead, at=NOW, text="Xong.")
    perform(verbs.freeze, report, actor=year.office, at=NOW)
    kept = Section.objects.filter(report=report, kind="limitation")
    assert [(s.cause, s.responsible) for s in kept] == [("Chờ bàn giao mặt bằng", "UBND phường")]


def test_the_cause_of_a_late_task_is_what_its_lead_wrote(year: Year) -> None:
    perform(tasks.report_progress, year.tasks[2], actor=year.lead, at=NOW, text="Chưa có bảng tin.")
    row = Section.objects.get(report=year.review(), kind="limitation")
    assert row.cause == f"Chưa có bảng tin (đơn vị ghi ngày {NOW:%d/%m/%Y})"
    assert row.responsible == year.table.bodies["PVHXH"].name


def test_what_is_late_is_not_promised_again_with_a_day_gone_by(year: Year) -> None:
    lines = Section.objects.filter(report=year.review(), kind="computed", number="-").values_list(
        "text", flat=True
    )
    assert [line.partition(". Chủ trì")[0] for line in lines] == [
        "Làm dứt điểm việc đã quá hạn từ 01/07/2027: Việc 3", "Việc 4",
    ]  # fmt: skip


def test_clauses_about_nothing_are_not_told(year: Year) -> None:
    report = year.frozen()
    text = next(s.text for s in report.sections.all() if s.kind == "computed" and s.level == 2)
    assert "tạm gác" in text
    assert "tạm gác" not in report.said(text) and "chậm" in report.said(text)


def test_contents_keep_the_numbers_they_have_in_the_programme(year: Year) -> None:
    report = year.review()
    rows = Section.objects.filter(report=report, kind="computed", level=2).exclude(heading="")
    wanted = [(f"{item.number}.", item.title) for item in year.programme.contents.all()]
    assert [(s.number, s.heading) for s in rows] == wanted


def test_a_box_to_write_in_is_named_after_its_content(year: Year) -> None:
    names = year.review().place_names()
    item = year.programme.contents.all()[0]
    assert f"1. {item.title}: Cách làm, kết quả nổi bật của nội dung này." in names.values()


def test_there_is_one_review_of_a_programme_for_a_period(year: Year) -> None:
    report = year.review()
    again = {"about": year.programme, "kind": "interim", "year": 2027}
    assert report.code in refused(verbs.start, None, year.office, **again)
    perform(verbs.abandon, report, actor=year.office, at=NOW, why="Lập nhầm")
    assert year.review().code != report.code


def test_a_year_outside_the_programme_has_no_review(year: Year) -> None:
    said = refused(verbs.start, None, year.office, about=year.programme, kind="interim", year=2035)
    assert said == "Chương trình này của năm 2027, không có số liệu năm 2035."


def test_a_report_is_not_issued_before_its_figures_were_closed(year: Year) -> None:
    report = year.frozen()
    for section in Section.objects.filter(report=report, text="").exclude(kind="heading"):
        perform(verbs.write, report, actor=year.office, at=NOW, texts={section.code: "Có."})
    early = NOW.date() - timedelta(days=3)
    assert "trước lúc chốt" in refused(verbs.issue, report, year.office, number="1", issued_on=early)


def test_nothing_is_frozen_at_a_moment_to_come(year: Year) -> None:
    report = year.review()
    later = NOW + timedelta(hours=1)
    assert "chưa tới" in refused(verbs.freeze, report, year.office, closing_at=later)


def test_nothing_is_frozen_before_the_period_begins(year: Year) -> None:
    report = year.review()
    early = datetime(1900, 1, 1, tzinfo=UTC)
    assert "trước kỳ báo cáo" in refused(verbs.freeze, report, year.office, closing_at=early)
    for words in ("00:00 01/01/0001", "01/01/0001", "31/12/9999"):
        assert "closing_at" in FreezeForm({"closing_at": words}).errors


def test_a_mark_typed_by_hand_that_names_no_figure_is_just_what_was_typed(year: Year) -> None:
    report = year.review()
    code = next(s.code for s in report.sections.all() if s.kind == "written")
    report = perform(
        verbs.write, report, actor=year.office, at=NOW, texts={code: "Theo [[S999]] và [[S01]]."}
    )
    rows = {row.short: row for row in report.figures.all()}
    said = report.sections.get(code=code).text
    assert [words for words, row in pieces(said, rows) if row is None] == ["Theo [[S999]] và ", "."]
    assert [run.text for run in Printer(rows, opened=True).runs(said)] == [
        "Theo [[S999]] và ",
        rows["S01"].words,
        ".",
    ]
    assert build_paper("reports.review", report, actor=year.office, at=NOW)


def test_a_correction_shows_both_numbers_and_the_reason(year: Year) -> None:
    report = year.frozen()
    row = ReportFigure.objects.get(report=report, figure="commitments.with_proof", item="")
    perform(
        verbs.correct, report, actor=year.office, at=NOW, short=row.short, corrected=Decimal(2), corrected_why="Sót"
    )  # fmt: skip
    row.refresh_from_db()
    said = (row.value, row.corrected, row.standing, row.corrected_why)
    assert said == (Decimal(1), Decimal(2), Decimal(2), "Sót")


def test_a_correction_that_breaks_the_sum_is_refused_with_the_arithmetic(year: Year) -> None:
    report = year.frozen()
    row = ReportFigure.objects.get(report=report, figure="commitments.done", item="")
    told = refused(
        verbs.correct, report, year.office, short=row.short, corrected=Decimal(3), corrected_why="Nhầm"
    )
    assert "Số liệu không khớp: 3 hoàn thành" in told and "= 5, khác 4" in told


def test_correcting_a_number_the_report_does_not_have_is_refused(year: Year) -> None:
    report = year.frozen()
    assert "Không có con số" in refused(
        verbs.correct, report, year.office, short="S999", corrected=Decimal(1), corrected_why="x"
    )


def test_written_text_is_kept_with_its_author_and_numbers_are_not_typed(year: Year) -> None:
    report = year.review()
    waiting = [s for s in report.sections.all() if s.waits]
    computed = report.sections.filter(kind="computed").first()
    assert waiting and computed is not None
    perform(verbs.write, report, actor=year.office, at=NOW, texts={waiting[0].code: "Đã họp liên tịch."})
    found = Section.objects.get(pk=waiting[0].pk)
    assert (found.text, found.author) == ("Đã họp liên tịch.", year.office.hats[0].words)
    assert "không gõ được" in refused(verbs.write, report, year.office, texts={computed.code: "Đạt 100%."})


def test_a_limitation_is_added_behind_the_others_and_dropped_by_its_code(year: Year) -> None:
    report = year.review()
    perform(
        verbs.add_limitation, report, actor=year.office, at=NOW, text="Thiếu người", cause="Biên chế",
        responsible="UBND",
    )  # fmt: skip
    rows = list(Section.objects.filter(report=report, kind="limitation").order_by("order"))
    assert [s.text for s in rows][-1] == "Thiếu người"
    perform(verbs.drop_limitation, report, actor=year.office, at=NOW, code=rows[0].code)
    assert [s.text for s in Section.objects.filter(report=report, kind="limitation")] == ["Thiếu người"]
    assert "Không có hạn chế" in refused(verbs.drop_limitation, report, year.office, code="P99")


def test_a_review_with_parts_unwritten_is_not_issued(year: Year) -> None:
    report = year.frozen()
    told = refused(verbs.issue, report, year.office, number="12", issued_on=NOW.date())
    waiting = [s.code for s in report.sections.all() if s.waits]
    assert told.startswith(f"Còn {len(waiting)} đoạn chờ viết")
    texts = dict.fromkeys(waiting, "Không có.")
    report = perform(verbs.write, report, actor=year.office, at=NOW, texts=texts)
    report = perform(verbs.issue, report, actor=year.office, at=NOW, number="12", issued_on=NOW.date())
    assert (report.state, report.number) == ("issued", "12")


def test_an_issued_review_is_held_against_the_programme_and_its_clock_stops(year: Year) -> None:
    report = year.frozen()
    waiting = [s.code for s in report.sections.all() if s.waits]
    report = perform(
        verbs.write, report, actor=year.office, at=NOW, texts=dict.fromkeys(waiting, "Không có.")
    )
    late = refused(verbs.issue, report, year.office, number="12", issued_on=NOW.date() + timedelta(days=1))
    assert "tương lai" in late
    running = Deadline.objects.filter(stopped_on=None, record_type="programmes.programme")
    assert set(running.values_list("code", flat=True)) == {
        "programmes.interim_review", "programmes.final_review",
    }  # fmt: skip
    perform(verbs.issue, report, actor=year.office, at=NOW, number="12", issued_on=NOW.date())
    assert list(running.values_list("code", flat=True)) == ["programmes.final_review"]
    held = Programme.objects.get(pk=year.programme.pk).reviews.get()
    assert (held.label, held.held_on) == ("Sơ kết 6 tháng 2027", NOW.date())
    assert held.words.startswith("Báo cáo sơ kết 6 tháng đầu năm 2027, số 12/")
    assert verify_database().faults == []


def test_the_next_review_compares_with_the_last_frozen_one(year: Year) -> None:
    year.frozen()
    final = year.review("final")
    row = ReportFigure.objects.get(report=final, figure="commitments.done", item="")
    assert (row.value, row.earlier) == (Decimal(2), Decimal(2))


def stated(year: Year, who: Actor, *, group: str = "", left: Decimal | None = None) -> Intake:
    found = confirmed_figure("Có 66 lượt người dự.", "66", "lượt người dự", group=group, left=left)
    made: Intake = perform(
        keep_read, actor=who, at=NOW, owner=year.table.bodies["MTTQ"], source=year.programme, title="Tin hội nghị", found=found
    )  # fmt: skip
    return made


def test_a_reported_number_keeps_its_sentence_and_is_read_by_owner_and_recorder(year: Year) -> None:
    made = stated(year, year.office)
    row = made.figures.get()
    assert (row.sentence, row.start, row.end, row.checked) == ("Có 66 lượt người dự.", 3, 5, "right")
    for reader in (year.office, year.table.second):
        assert Intake.objects.visible_to(reader).get() == made
    assert not Intake.objects.visible_to(year.table.stranger).exists()


def test_a_number_left_out_leaves_new_reports_alone(year: Year) -> None:
    item = year.programme.contents.first()
    assert item is not None and item.group_id
    made = stated(year, year.office, group=item.group_id)
    source = f"{made.code}.1"
    report = year.review()
    assert ReportFigure.objects.filter(report=report, source=source).count() == 1
    perform(verbs.abandon, report, actor=year.office, at=NOW, why="Lập lại sau khi bỏ số")
    dropped: dict[str, Any] = {"orders": [1], "verdict": "drop", "why": "số của cả thành phố"}
    with pytest.raises(Forbidden):
        perform(check_figures, made, actor=year.table.stranger, at=NOW, **dropped)
    perform(check_figures, made, actor=year.table.second, at=NOW, **dropped)
    assert not ReportFigure.objects.filter(report=year.review(), source=source).exists()


def test_a_number_changed_at_the_desk_is_printed_as_changed_with_both_values_told(year: Year) -> None:
    item = year.programme.contents.first()
    assert item is not None
    stated(year, year.office, group=item.group_id or "", left=Decimal(76))
    row = ReportFigure.objects.get(report=year.review(), grade="reported")
    assert (row.value, row.words) == (Decimal(76), "76")
    assert "Đã sửa từ 66: sửa khi xác nhận ở bàn đọc." in row.how
    assert verify_database().faults == []


def test_a_closing_day_alone_means_its_end() -> None:
    form = FreezeForm({"closing_at": "31/07/2026"})
    assert form.is_valid(), form.errors
    closing = timezone.localtime(form.cleaned_data["closing_at"])
    assert f"{closing:%d/%m/%Y %H:%M}" == "31/07/2026 23:59"
    form = FreezeForm({"closing_at": "17:00 31/07/2026"})
    assert form.is_valid() and timezone.localtime(form.cleaned_data["closing_at"]).hour == 17
