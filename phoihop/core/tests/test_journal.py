"""The proof: a byte changed anywhere in journal, rows or export is found, and the record is named."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from phoihop.core import background, ledger
from phoihop.core.actions import perform
from phoihop.core.journal import export_lines, verify_database
from phoihop.core.models import Deadline, JournalBody, JournalEntry, JournalRoot, Link, Notice
from phoihop.core.proof import Clock, clocks_said, differ, verify_lines
from phoihop.core.tests import factories as make
from phoihop.core.tests.factories import CLERK, NOW
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand, Helper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _work() -> None:
    make.rules()
    for title in ("Khơi cống đầu phố", "Niêm yết lịch", "Trả lời 6 kiến nghị"):
        made = make.errand(title=title, taken=True, helpers=[4, 5])
        perform(verbs.follow, made, actor=CLERK, at=NOW)
    ledger.seal_day(date(2027, 8, 1))
    perform(verbs.rename, Errand.objects.order_by("pk")[0], actor=CLERK, at=NOW, title="Tên mới")


def flipped(text: str, at: int) -> str:
    """The text with one character replaced by another of the same kind."""
    old = text[at]
    new = "1" if old == "0" else "0" if old.isdigit() else "b" if old == "a" else "a"
    return text[:at] + new + text[at + 1 :]


def test_an_untouched_journal_is_clean_with_and_without_the_database() -> None:
    report = verify_database()
    assert (report.records, report.entries, report.faults) == (6, 13, [])
    assert verify_lines(export_lines()).faults == []


def test_every_single_byte_flipped_in_the_export_is_found() -> None:
    lines = list(export_lines())
    text = "\n".join(lines)
    chosen = random.Random(3).sample(range(len(text)), 400)
    for at in chosen:
        if text[at] != "\n":
            assert verify_lines(flipped(text, at).split("\n")).faults, text[at - 40 : at + 10]


def test_a_line_left_out_or_a_cut_end_of_the_export_is_found() -> None:
    lines = list(export_lines())
    for at in range(len(lines)):
        assert verify_lines(lines[:at] + lines[at + 1 :]).faults


JOURNAL = [f.attname for f in JournalEntry._meta.concrete_fields if f.attname not in ("id",)]


@pytest.mark.parametrize("column", JOURNAL)
def test_a_changed_value_in_a_journal_row_is_found_and_the_record_is_named(column: str) -> None:
    ledger.lift_guards()
    entry = JournalEntry.objects.order_by("pk")[3]
    value = getattr(entry, column)
    if isinstance(value, int) or value is None:
        new: object = (value or 0) + 100
    elif isinstance(value, str):
        new = flipped(value, len(value) // 2) if value else "x"
    else:
        new = value + timedelta(seconds=1)
    JournalEntry.objects.filter(pk=entry.pk).update(**{column: new})
    faults = verify_database().faults
    named = {entry.record_code, str(new), f"{entry.record_type}:{new}", f"{new}:{entry.record_id}"}
    assert named & {fault.code for fault in faults}, faults


def test_a_flipped_byte_in_a_journal_body_is_found_and_the_record_is_named() -> None:
    ledger.lift_guards()
    body = JournalBody.objects.select_related("entry").order_by("pk")[2]
    for at in random.Random(5).sample(range(len(body.text)), 60):
        JournalBody.objects.filter(pk=body.pk).update(text=flipped(body.text, at))
        assert body.entry.record_code in {fault.code for fault in verify_database().faults}


ROW = [f.attname for f in Errand._meta.concrete_fields if f.attname != "id"]


@pytest.mark.parametrize("column", ROW)
def test_a_changed_column_of_a_record_is_found_and_the_record_is_named(column: str) -> None:
    record = Errand.objects.get(title="Niêm yết lịch")
    value = getattr(record, column)
    new = (
        flipped(value, 0)
        if isinstance(value, str)
        else value + (timedelta(days=1) if isinstance(value, date) else 1)
    )
    Errand.objects.filter(pk=record.pk).update(**{column: new})
    codes = {fault.code for fault in verify_database().faults}
    assert codes & {record.code, str(new)}


def test_a_changed_part_a_removed_link_and_a_vanished_record_are_found() -> None:
    record = Errand.objects.get(title="Niêm yết lịch")
    Helper.objects.filter(errand=record, body=4).update(body=6)
    assert [fault.code for fault in verify_database().faults] == [record.code]
    Helper.objects.filter(errand=record, body=6).update(body=4)
    assert verify_database().faults == []
    Link.objects.filter(from_id=record.pk).delete()
    assert [fault.code for fault in verify_database().faults] == [record.code]


def test_a_text_taken_out_of_the_journal_is_found_even_where_the_row_was_changed_with_it() -> None:
    ledger.lift_guards()
    record = Errand.objects.get(title="Niêm yết lịch")
    JournalBody.objects.filter(entry__digest=record.head).delete()
    Errand.objects.filter(pk=record.pk).update(title="Việc khác")
    told = [(f.code, f.what) for f in verify_database().faults]
    assert (record.code, "chữ của bước này đã bị xóa") in told
    assert any("đã bị xóa" in fault.what for fault in verify_lines(export_lines()).faults)


@pytest.mark.parametrize("change", ["moved", "removed", "reopened", "doubled"])
def test_a_touched_deadline_is_found_and_its_record_is_named(change: str) -> None:
    record = Errand.objects.get(title="Niêm yết lịch")
    rows = Deadline.objects.filter(record_id=record.pk, record_type="sample.errand")
    assert rows.exists()
    if change == "moved":
        rows.update(due_on=date(2030, 1, 1))
    elif change == "removed":
        rows.delete()
    elif change == "reopened":
        rows.update(stopped_on=NOW.date())
    else:
        row = rows[0]
        row.pk = None
        row.save(force_insert=True)
    assert {(f.code, f.what) for f in verify_database().faults} == {
        (record.code, "thời hạn của bản ghi đã bị sửa")
    }


def test_the_clocks_of_a_record_follow_from_what_its_steps_did() -> None:
    done = [
        "start a 2027-08-10",
        "pause a",
        "resume a 2027-08-20",
        "start a 2027-09-01",
        "start b 2027-08-05",
        "stop b",
    ]
    assert clocks_said(done) == [
        Clock("a", "2027-08-20", stopped=True), Clock("a", "2027-09-01"), Clock("b", "2027-08-05", stopped=True),
    ]  # fmt: skip


def test_a_column_of_a_later_release_makes_no_entry_wrong_and_a_changed_one_does() -> None:
    said = [{"body": 4, "order": 0}]
    assert not differ(said, [{"body": 4, "order": 0, "added_later": ""}])
    assert differ(said, [{"body": 6, "order": 0, "added_later": ""}])
    assert differ(said, []) and differ([], said)


def test_a_record_taken_away_with_all_its_entries_leaves_a_number_without_a_record() -> None:
    ledger.lift_guards()
    record = Errand.objects.get(title="Niêm yết lịch")
    entries = JournalEntry.objects.filter(record_type="sample.errand", record_id=record.pk)
    JournalBody.objects.filter(entry__in=entries).delete()
    Notice.objects.all().delete()
    entries.delete()
    for rows in (Helper.objects.filter(errand=record), Errand.objects.filter(pk=record.pk)):
        rows.delete()
    assert (record.code, "số đã cấp nhưng bản ghi không còn") in [
        (f.code, f.what) for f in verify_database().faults
    ]


@pytest.mark.parametrize(
    "junk",
    ["[" * 100_000, "\udcff\udcfe", "{}", "null", '{"lines":' + "9" * 5000 + "}", '{"root":1}', "\ufeff"],
)
def test_an_export_with_junk_in_it_is_told_and_does_not_end_the_proof(junk: str) -> None:
    lines = list(export_lines())
    for at in (0, len(lines) // 2, len(lines)):
        assert verify_lines([*lines[:at], junk, *lines[at:]]).faults
    assert verify_lines([*lines, lines[-1]]).faults[0].what == "có dòng đứng sau dòng cuối"


def test_a_record_written_behind_the_engine_is_found() -> None:
    Errand.objects.create(code="VT-LẠ", state="open", title="Chui", owner=1)
    assert [(f.code, f.what) for f in verify_database().faults] == [("VT-LẠ", "bản ghi không có nhật ký")]


def test_a_touched_daily_root_is_found() -> None:
    ledger.lift_guards()
    JournalRoot.objects.update(digest="0" * 64)
    assert verify_database().faults


@pytest.mark.parametrize("table", ["core_journalentry", "core_journalbody", "core_journalroot"])
def test_the_database_itself_refuses_to_change_the_journal(table: str) -> None:
    attempts = [
        f"UPDATE {table} SET {'text' if table.endswith('body') else 'digest'} = 'x'",
        f"DELETE FROM {table}",
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # foreign keys checked at the end would refuse the TRUNCATE first
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        attempts.append(f"TRUNCATE {table} CASCADE")
    else:
        attempts.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    for statement in attempts:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify_database().faults == []


def test_reminders_are_sent_once_at_fifteen_seven_and_three_days() -> None:
    made = make.errand(title="Sắp hạn", due_on=date(2027, 8, 20))
    counts = []
    for ahead in (16, 15, 14, 7, 7, 3, 2, 0):
        at = NOW.replace(day=20) - timedelta(days=ahead)
        background.remind_of_deadlines(at=at)
        counts.append(Notice.objects.filter(record_code=made.code, verb="sample.due").count())
    assert counts == [0, 1, 1, 2, 2, 3, 3, 3]
