"""A draft that went out in Word and came back: LibreOffice's own tracked changes and comments, old versions, untracked edits."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.office import OFFICE, edited
from phoihop.activities.programmes.tests.test_actions import refused
from phoihop.activities.programmes.tests.test_drafting import full, line, rewrite, told, word
from phoihop.activities.programmes.texts import lines_of
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.papers import build_paper, formats
from phoihop.directory.tests.factories import NOW

pytestmark = pytest.mark.django_db
needs_office = pytest.mark.skipif(
    OFFICE is None and os.environ.get("PHOIHOP_REQUIRE_LIBREOFFICE") != "1",
    reason="LibreOffice is not installed here",
)


@pytest.fixture
def table() -> Table:
    return Table()


def sent(table: Table, programme: Programme) -> bytes:
    paper = build_paper("programmes.text", Programme.objects.get(pk=programme.pk), actor=table.office, at=NOW)
    return formats()["docx"].write(paper)


def taken(table: Table, programme: Programme, content: bytes) -> list[Comment]:
    perform(
        verbs.take_returned, programme, actor=table.second, at=NOW, uploads=[ContentFile(content, name="gop-y.docx")],
        body=table.bodies["MTTQ"],
    )  # fmt: skip
    return list(Comment.objects.order_by("pk"))


@needs_office
def test_what_libreoffice_tracked_and_commented_comes_back_on_its_paragraphs(
    table: Table, tmp_path: Path
) -> None:
    made = full(table)
    content = edited(
        tmp_path, sent(table, made), name="Lê Thị Góp",
        steps=[
            ("swap", "bốn đợt", "ba đợt"), ("say", "Hai cuộc", "Cần ghi rõ địa bàn."),
            ("below", "Các bên cử", "Mỗi quý họp một lần."), ("gone", "Mục đích hai"),
            ("swap", "Tiếp xúc cử tri", "Tiếp xúc cử tri, đối thoại"),
        ],
    )  # fmt: skip
    rows = taken(table, made, content)
    keys = {name: line(made, words).key for name, words in (
        ("bốn", "bốn đợt"), ("hai", "Hai cuộc"), ("bên", "Các bên"), ("mục", "Mục đích hai"), ("đầu", "Tiếp xúc"),
    )}  # fmt: skip
    found = {(row.key, row.old.strip(), row.new.strip(), row.note, row.after) for row in rows}
    assert found >= {
        (keys["hai"], "", "", "Cần ghi rõ địa bàn.", False),
        (keys["bên"], "", "Mỗi quý họp một lần.", "", True),
        (keys["mục"], "Mục đích hai.", "", "", False),
    }
    assert [row.key for row in rows if "đối thoại" in row.new] == [keys["đầu"]]
    assert [row.key for row in rows if "ba" in row.new and "quý" not in row.new] == [keys["bốn"]]
    assert {(row.body, row.author, row.version, row.way) for row in rows} == {
        (table.bodies["MTTQ"], "Lê Thị Góp", 1, "word")
    }
    for row in rows:
        if row.words != "Cần ghi rõ địa bàn.":
            perform(
                verbs.answer_comment, row, actor=table.office, at=NOW + timedelta(days=1), answer="accepted"
            )
    assert told(made)[2:] == [
        "Mục đích, yêu cầu", "Mục đích một.", "Nội dung phối hợp", "1. Tiếp xúc cử tri, đối thoại", "Mỗi năm ba đợt.",
        "Công khai lịch.", "2. Giám sát", "Hai cuộc.", "Trách nhiệm của các cơ quan", "Các bên cử đầu mối.",
        "Mỗi quý họp một lần.", "Tổ chức thực hiện", "Sơ kết trong tháng 7.",
    ]  # fmt: skip
    assert verify_database().faults == []


@needs_office
def test_a_file_made_from_an_older_version_is_placed_right_and_says_so(table: Table, tmp_path: Path) -> None:
    made = full(table)
    old = sent(table, made)
    rewrite(made, table.office, "bốn đợt", "Mỗi năm sáu đợt, theo luật.", at=NOW + timedelta(days=1))
    rewrite(made, table.office, "Công khai lịch", "", at=NOW + timedelta(days=1))
    steps = [("swap", "bốn đợt", "ba đợt"), ("say", "Công khai", "Ghi rõ nơi niêm yết.")]
    rows = taken(table, made, edited(tmp_path, old, steps=steps, name="Lê Thị Góp"))
    assert {row.version for row in rows} == {1}
    assert [row.key for row in rows if "ba" in row.new] == [line(made, "sáu đợt").key]
    gone = next(row for row in rows if row.note)
    assert gone.passage == "Công khai lịch." and gone.key not in {
        one.key for one in lines_of(Programme.objects.get(pk=made.pk))
    }


@needs_office
def test_what_was_changed_with_tracking_off_is_found_too(table: Table, tmp_path: Path) -> None:
    made = full(table)
    steps = [("swap", "bốn đợt", "ba đợt"), ("gone", "Mục đích hai")]
    rows = taken(table, made, edited(tmp_path, sent(table, made), steps=steps, name="Lê", tracked=False))
    assert [(row.key, row.old, row.new) for row in rows] == [
        (line(made, "bốn đợt").key, "Mỗi năm bốn đợt.", "Mỗi năm ba đợt."),
        (line(made, "Mục đích hai").key, "Mục đích hai.", ""),
    ]
    assert all("không bật theo dõi" in row.note for row in rows)


def test_a_file_without_changes_or_of_another_paper_is_refused_by_name(table: Table) -> None:
    made = full(table)
    given = {"body": table.bodies["MTTQ"]}
    same = [ContentFile(sent(table, made), name="nguyen.docx")]
    assert "“nguyen.docx” không có thay đổi" in refused(
        verbs.take_returned, made, table.second, uploads=same, **given
    )
    other = [word("Báo cáo tình hình", "Một đoạn khác hẳn.")]
    assert "không phải bản dự thảo" in refused(
        verbs.take_returned, made, table.second, uploads=other, **given
    )
    assert "cơ quan mình" in refused(
        verbs.take_returned, made, table.second, uploads=same, body=table.bodies["UBND"]
    )
    assert not Comment.objects.exists()


@needs_office
def test_a_file_sent_again_brings_only_what_is_new(table: Table, tmp_path: Path) -> None:
    made = full(table)
    steps: list[tuple[str, ...]] = [("swap", "bốn đợt", "ba đợt"), ("say", "Hai cuộc", "Cần ghi rõ địa bàn.")]
    (tmp_path / "a").mkdir()
    content = edited(tmp_path / "a", sent(table, made), name="Lê Thị Góp", steps=steps)
    first = taken(table, made, content)
    given = {"uploads": [ContentFile(content, name="gop-y.docx")], "body": table.bodies["MTTQ"]}
    assert "đã gửi trước đây" in refused(verbs.take_returned, made, table.second, **given)
    twice = [ContentFile(content, name="mot.docx"), ContentFile(content, name="hai.docx")]
    assert "đã gửi trước đây" in refused(
        verbs.take_returned, made, table.second, uploads=twice, body=given["body"]
    )
    (tmp_path / "b").mkdir()
    more = edited(
        tmp_path / "b", sent(table, made), name="Lê Thị Góp", steps=[*steps, ("say", "Công khai lịch", "Ghi nơi niêm yết.")]
    )  # fmt: skip
    again = taken(table, made, more)
    assert [row.note for row in again[len(first) :]] == ["Ghi nơi niêm yết."]
    perform(verbs.take_back_word, again[-1], actor=table.second, at=NOW)
    assert [row.note for row in taken(table, made, more)[len(again) :]] == ["Ghi nơi niêm yết."]
    both = perform(
        verbs.take_returned, full(table, title="Chương trình khác 2027"), actor=table.second, at=NOW, uploads=twice,
        body=given["body"],
    )  # fmt: skip
    assert both.comments.count() == len(first)
