"""The command speaks Vietnamese, also when it does not understand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, ProgrammingError

from phoihop.commitments.actions import add_proof
from phoihop.commitments.tests.factories import PDF, Book
from phoihop.config import cli
from phoihop.directory.models import Territory
from phoihop.documents.models import File


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("cách dùng: phoihop") and "usage" not in told
    assert [name for name in cli.COMMANDS if name not in told] == []


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_its_own_help_in_vietnamese(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and "cách dùng" in told and "in trợ giúp này" in told


def test_an_unknown_command_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["khong-co"])
    assert ended.value.code == 2 and "lỗi" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["serve", "--port", "99999999"], "phải là số từ 1 đến 65535"),
        (["serve", "--port", "-1"], "cần một giá trị|phải là số"),
        (["serve", "--workers", "0"], "phải là số từ 1 đến 64"),
        (["demo", "--port", "abc"], "phải là số từ 1 đến 65535"),
        (["tick", "--every", "-5"], "cần một giá trị|phải là số"),
        (["tick", "--every", "²"], "phải là số từ 0 đến 86400"),
        (["show", "gi-do"], "không có “gi-do”; chọn một trong"),
        (["init", "--loai", "gi-do"], "không có “gi-do”"),
        (["report"], "thiếu tham số"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(
    given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(given)
    told = capsys.readouterr().err
    assert ended.value.code == 2 and re.search(words, told), told
    assert "invalid" not in told and "argument " not in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["verify", "/khong/co"], "/khong/co: không có tệp hoặc thư mục này."),
        (["verify", "/"], "/: đây là thư mục, không phải tệp."),
        (["verify", "--xuat", "/khong/co/tep"], "/khong/co/tep: không có tệp hoặc thư mục này."),
        (["read", "/khong/co", "/"], "/khong/co: không có tệp hoặc thư mục này.\n/: đây là thư mục, không phải tệp."),
        (["report", "BC-1"], "Không có báo cáo BC-1."),
        (["new-activity", "import"], "Tên chỉ gồm chữ thường không dấu và gạch dưới, không trùng từ khóa của Python."),
        (["new-activity", "../x"], "Tên chỉ gồm chữ thường không dấu và gạch dưới, không trùng từ khóa của Python."),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_one_sentence_and_no_traceback(
    given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(given) != 0
    assert capsys.readouterr().err.strip() == words


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            ["init", "--loai", "phuong", "--ten", "Thử", "--ho-ten", "Ai", "--quan-tri", "Tên Dài!"],
            "Từ 3 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch. Chưa ghi gì.",
        ),
        (
            ["init", "--loai", "phuong", "--ten", "a\x00b", "--ho-ten", "Ai", "--quan-tri", "ai.do"],
            "Nội dung có ký tự rỗng (NUL) không lưu được. Hãy gõ lại hoặc dán lại đoạn này. Chưa ghi gì.",
        ),
    ],
)  # fmt: skip
def test_a_first_run_with_names_nobody_may_have_writes_nothing(
    given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(given) == 2
    assert capsys.readouterr().err.strip() == words
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("no such table: core_journalroot"), "phoihop migrate"),
        (ProgrammingError('relation "core_setting" does not exist'), "phoihop migrate"),
        (OperationalError("database or disk is full"), "Ổ đĩa đã đầy"),
        (OperationalError("couldn't get a connection after 30.00 sec"), "DATABASE_URL"),
        (ImproperlyConfigured("DATABASE_URL không đọc được."), "Cấu hình chưa đúng: DATABASE_URL"),
        (KeyError("a fault of our own"), ""),
    ],
)
def test_trouble_outside_is_told_and_a_fault_of_our_own_is_shown_whole(error: Exception, words: str) -> None:
    told = cli.in_words(error)
    assert (words in told) if words else told == ""


@pytest.mark.parametrize(
    ("name", "value"), [("PHOIHOP_IDLE_MINUTES", "lâu"), ("DATABASE_URL", "khong-phai-dia-chi")]
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "phoihop.config.cli", "show"], capture_output=True, text=True, check=False,
        env={**os.environ, "PHOIHOP_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings", name: value},
    )  # fmt: skip
    assert (done.returncode, done.stderr.startswith(f"Cấu hình chưa đúng: {name}")) == (1, True)


def test_a_file_changed_or_gone_in_the_storage_is_found_and_named(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Book()
    task = book.accepted()
    for words in (b"mot", b"hai"):
        picture = ContentFile(PDF + words, name="anh.pdf")
        task = book.perform(add_proof, task, book.lead, kind="file", words="Ảnh", upload=picture)
    assert cli.main(["verify"]) == 0
    changed, gone = File.objects.order_by("pk")
    with Path(default_storage.path(changed.stored_as)).open("ab") as stored:
        stored.write(b" ")
    default_storage.delete(gone.stored_as)
    assert cli.main(["verify"]) == 1
    told = capsys.readouterr().err
    assert f"{changed.code} · bước 1: tệp trong kho đã bị sửa" in told
    assert f"{gone.code} · bước 1: tệp không còn trong kho" in told
    default_storage.delete(changed.stored_as)
