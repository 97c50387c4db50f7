"""Figures that were records of their own move into papers: nothing is lost, and the journal proves it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from phoihop.core.actions import perform
from phoihop.core.canonical import canonical, digest
from phoihop.core.journal import export_lines, history, verify_database
from phoihop.core.models import Counter, JournalBody, JournalEntry, SearchRow
from phoihop.core.proof import verify_lines
from phoihop.core.seal import seal, sealed_values
from phoihop.core.snapshot import fields_of, schema_of
from phoihop.directory.tests.factories import NOW, acting, ward
from phoihop.reports import collecting
from phoihop.reports.models import Intake, IntakeFigure, Report, ReportFigure
from phoihop.reports.reported import confirmed, moved_to
from phoihop.reports.told import told_again

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("reports", "0006_remarks_of_bodies")]
#: Through the move and on to the release of this code.
AFTER = [("reports", "0013_doubt_beside_a_number")]
SENTENCE = "Hội nghị có hơn 66 lượt người dự."


def migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


def journalled(
    apps: Any, record: Any, label: str, action: str, *, reader: int | None = None, state: str
) -> None:
    """An entry as the engine of that release wrote it."""
    parts = [{"order": 0, "body_id": reader}] if reader else []
    shot = {"fields": fields_of(record), "parts": {"statementreader": parts}}
    text = canonical({"inputs": {}, "effects": {"clocks": [], "links": []}, "snapshot": shot})
    entry = JournalEntry(
        record_type=label, record_id=record.pk, record_code=record.code, seq=record.seq + 1, at=NOW, noted_at=NOW,
        actor_kind="person", actor_name="Lê Thị Mai", capacity="Chuyên viên, Văn phòng", action=action, before="",
        after=state, schema=schema_of(shot), body_digest=digest(text), group=uuid.uuid4().hex, previous=record.head,
    )  # fmt: skip
    entry.digest = seal(sealed_values(entry))
    entry.save()
    JournalBody.objects.create(entry=entry, text=text)
    record.seq, record.head = entry.seq, entry.digest
    record.save()


class Old:
    """A release before: two statements of one paper, one of them replaced, and a report that prints the first."""

    def __init__(self) -> None:
        self.bodies = ward()
        self.office = acting(self.bodies["TTHDND"], "clerk", user=1)
        asked = [self.bodies[kind] for kind in ("TTHDND", "UBND", "MTTQ")]
        made = perform(
            collecting.open_round, actor=self.office, at=NOW, kind="interim", year=2027, asked=asked
        )
        self.report: Report = perform("reports.draft_joint", actor=self.office, at=NOW, compilation=made)
        self.apps = migrated(BEFORE)
        for n, state in enumerate(("confirmed", "replaced"), start=1):
            self.statement(n, state)
        Counter.objects.create(series="SL-2027", value=2)
        rows = self.apps.get_model("reports", "ReportFigure")
        rows.objects.create(
            report_id=self.report.pk, order=1, short="S01", label="lượt người dự", grade="reported", value=66,
            source="SL-2027-0001",
        )  # fmt: skip
        self.sealed_report()

    def statement(self, n: int, state: str) -> None:
        row = self.apps.get_model("reports", "Statement").objects.create(
            code=f"SL-2027-000{n}", state=state, noun="lượt người dự", value=Decimal(66 * n), unit="", qualifier=">",
            owner_id=self.bodies["MTTQ"].pk, period_words="6 tháng đầu năm 2027", year=2027, group="C2",
            source_code="DV-2027-0009", source_words="Tin hội nghị", sentence=SENTENCE.replace("66", str(66 * n)),
            span_start=10, span_end=43,
        )  # fmt: skip
        reader = self.bodies["TTHDND"].pk
        self.apps.get_model("reports", "StatementReader").objects.create(statement=row, body_id=reader)
        SearchRow.objects.create(
            record_type="reports.statement", record_id=row.pk, code=row.code, title="66", text="66", at=NOW
        )
        journalled(self.apps, row, "reports.statement", "reports.state_figure", reader=reader, state=state)

    def sealed_report(self) -> None:
        """The report's last entry says what its parts are now."""
        report = self.apps.get_model("reports", "Report").objects.get(pk=self.report.pk)
        last = JournalEntry.objects.filter(record_type="reports.report", record_id=report.pk).latest("seq")
        shot = json.loads(last.body.text)["snapshot"]
        rows = self.apps.get_model("reports", "ReportFigure").objects.filter(report=report)
        shot["parts"]["reportfigure"] = [fields_of(row, leave=frozenset({"report_id"})) for row in rows]
        text = canonical({"inputs": {}, "effects": {"clocks": [], "links": []}, "snapshot": shot})
        entry = JournalEntry(
            record_type="reports.report", record_id=report.pk, record_code=report.code, seq=report.seq + 1, at=NOW,
            noted_at=NOW, actor_kind="person", actor_name="", capacity="", action="reports.write", before=report.state,
            after=report.state, schema=schema_of(shot), body_digest=digest(text), group="g", previous=report.head,
        )  # fmt: skip
        entry.digest = seal(sealed_values(entry))
        entry.save()
        JournalBody.objects.create(entry=entry, text=text)
        report.seq, report.head = entry.seq, entry.digest
        report.save()


@pytest.fixture
def old() -> Iterator[Old]:
    try:
        yield Old()
    finally:
        migrated(AFTER)


def test_every_former_figure_is_a_figure_of_its_paper_and_the_journal_is_whole(old: Old) -> None:
    before = list(JournalEntry.objects.order_by("pk").values_list("digest", flat=True))
    migrated(AFTER)
    assert list(JournalEntry.objects.order_by("pk").values_list("digest", flat=True))[: len(before)] == before
    assert verify_database().faults == [] and verify_lines(export_lines()).faults == []
    paper = Intake.objects.get()
    told = [(f.former, f.value, f.checked, f.value_words, f.checked_by) for f in paper.figures.all()]
    assert told == [
        ("SL-2027-0001", Decimal(66), "right", "hơn 66", "Chuyên viên, Văn phòng"),
        ("SL-2027-0002", Decimal(132), "drop", "hơn 132", "Chuyên viên, Văn phòng"),
    ]
    assert (paper.compilation, paper.read_from, paper.body) == (None, "DV-2027-0009", old.bodies["MTTQ"])
    assert paper.reader_ids() == [old.bodies["MTTQ"].pk, old.bodies["TTHDND"].pk]
    assert [f.value_words for f in told_again(paper).figures] == ["66"]
    assert paper.figures.all()[0].pieces == ("Hội nghị có hơn ", "66", " lượt người dự.")
    assert set(SearchRow.objects.filter(record_type__startswith="reports.").values_list("record_type", flat=True)) == {
        "reports.compilation", "reports.intake", "reports.report",
    }  # fmt: skip


def test_what_a_report_printed_opens_to_the_place_in_the_paper(old: Old) -> None:
    migrated(AFTER)
    paper = Intake.objects.get()
    assert ReportFigure.objects.get().source == f"{paper.code}.1"
    found = moved_to("SL-2027-0001", old.office)
    assert found is not None and found.source == f"{paper.code}.1"
    assert moved_to("SL-2027-0001", acting(old.bodies["PKT"], "clerk", user=3)) is None
    says = history(Report.objects.get(pk=old.report.pk))[0].says
    assert says == "đã ghi lại nơi mở của số liệu khi cập nhật phần mềm"
    assert Client().get("/so-lieu-bao-cao/SL-2027-0001/").status_code == 302  # to sign in
    [one] = confirmed(bodies=[old.bodies["MTTQ"].pk], year=2027, group="C2")
    assert one.figure(item="2")["source"] == f"{paper.code}.1"


def test_a_former_record_taken_away_or_left_without_its_paper_is_named(old: Old) -> None:
    migrated(AFTER)
    Counter.objects.filter(series="SL-2027").update(value=3)
    assert [(f.code, f.what) for f in verify_database().faults] == [
        ("SL-2027-0003", "số đã cấp nhưng bản ghi không còn")
    ]
    Counter.objects.filter(series="SL-2027").update(value=2)
    IntakeFigure.objects.all().delete()
    Intake.objects.get().readers_of.all().delete()
    Intake.objects.all().delete()
    named = {fault.code for fault in verify_database().faults}
    assert {"SL-2027-0001", "SL-2027-0002"} <= named
