"""The disk fills up while somebody works: each door says so, nothing is half-written, and it goes on afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test import Client

from phoihop.accounts.actions import create_account
from phoihop.accounts.setup import first_run
from phoihop.config import cli
from phoihop.core import room
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry
from phoihop.core.seed import load_all
from phoihop.core.tests import factories as make
from phoihop.core.tests.sample.models import Errand
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.documents.whole_files import WholeFiles

ROOT = Path(__file__).resolve().parent.parent
OPEN = "/viec-thu/moi/open-errand/"
FULL = "Ổ đĩa máy chủ đã đầy hoặc không ghi được."


@pytest.fixture
def clerk(transactional_db: None) -> Client:
    if connection.vendor != "sqlite":
        pytest.skip("the shipped database is the one that lives in a file of this machine")
    load_all()
    make.rules()
    first_run(kind="phuong", name="Thử", username="quantri", full_name="Quản Trị Viên", at=make.NOW)
    account = perform(
        create_account, actor=CLOCK, at=make.NOW, username="cb", full_name="Cán Bộ",
        home=Organisation.objects.get(kind="UBND"), role="clerk", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client = Client(raise_request_exception=False)
    client.force_login(account.user)
    client.get("/viec-thu/")
    return client


@contextmanager
def full_database() -> Iterator[None]:
    """The file may not grow by one page: what fits into the pages it has is still written."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def until_full(ask: Any) -> tuple[list[Any], Any]:
    """The answers of what was still written, and the first that says the disk is full."""
    done: list[Any] = []
    for n in range(200):
        answer = ask(f"Việc thứ {n} " + "dài thêm " * 18)
        if answer.status_code >= 500:
            return done, answer
        done.append(answer)
    raise AssertionError("the disk never filled up")


def test_the_page_says_that_the_disk_is_full_keeps_the_text_and_nothing_is_half_written(
    clerk: Client,
) -> None:
    with full_database():
        done, answer = until_full(lambda t: clerk.post(OPEN, {"title": t, "key": t[:20]}))
        typed = f"Việc thứ {len(done)} "
        said = answer.content.decode()
        read = clerk.get("/viec-thu/")
    assert answer.status_code == 503
    assert [
        w
        for w in (FULL, "Chưa có gì thay đổi trong sổ", "Báo quản trị dọn đĩa, rồi bấm gửi lại.", typed)
        if w not in said
    ] == []
    assert read.status_code == 200
    assert Errand.objects.count() == len(done)
    assert JournalEntry.objects.filter(record_type="sample.errand").count() == len(done)
    assert verify_database().faults == []
    again = clerk.post(OPEN, {"title": typed, "key": answer.context["key"]})
    assert (again.status_code, Errand.objects.count()) == (302, len(done) + 1)


def test_the_json_door_says_so_too_and_the_same_key_makes_one_record_afterwards(clerk: Client) -> None:
    def ask(title: str) -> Any:
        url = f"/api/v1/viec-thu/open_errand?key={title[:16].strip().replace(' ', '-')}"
        return clerk.post(url, json.dumps({"title": title}), content_type="application/json")

    with full_database():
        done, answer = until_full(ask)
    assert (answer.status_code, answer.json()) == (
        503, {"what": FULL, "instead": "Chưa ghi gì vào sổ; gửi lại sau, cùng mã gửi.", "fields": {}},
    )  # fmt: skip
    title = f"Việc thứ {len(done)} " + "dài thêm " * 18
    assert [ask(title).json()["code"], ask(title).json()["code"]] == [Errand.objects.latest("pk").code] * 2
    assert Errand.objects.count() == len(done) + 1
    assert verify_database().faults == []


def test_a_command_says_so_and_does_everything_afterwards(
    transactional_db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the shipped database is the one that lives in a file of this machine")
    load_all()
    first = ["init", "--loai", "phuong", "--ten", "Thử", "--ho-ten", "Quản Trị", "--quan-tri", "quantri"]
    with full_database():
        assert cli.main(first) == 1
    assert capsys.readouterr().err.strip() == (
        "Ổ đĩa đã đầy hoặc không ghi được. Những gì đã ghi trước đó còn nguyên, tệp đang viết dở đã bỏ. "
        "Dọn đĩa rồi chạy lại."
    )
    assert (Organisation.objects.count(), JournalEntry.objects.count()) == (0, 0)
    assert (cli.main(first), cli.main(["verify"])) == (0, 0)


def test_a_busy_database_is_no_full_disk_and_another_fault_is_neither() -> None:
    busy, other = OperationalError("database is locked"), OSError(13, "Permission denied")
    assert [room.trouble(e) for e in (busy, other, ValueError())] == [room.BUSY, None, None]


def test_a_file_is_written_whole_or_not_at_all_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.docx"
    with room.whole(path) as out:
        out.write(b"first")
    with pytest.raises(OSError), room.whole(path) as out:
        out.write(b"half of the sec")
        raise OSError(28, "No space left on device")
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"first", ["bao-cao.docx"])


#: One process under a limit of file size: what the page, the JSON door and the command say, and what remains.
LIMITED = r"""
import base64, contextlib, io, json, os, resource, signal, sys
from datetime import date
import django
django.setup()
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from phoihop.accounts.actions import create_account
from phoihop.accounts.setup import first_run
from phoihop.config import cli
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.seed import load_all
from phoihop.core.tests import factories as make
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.documents.models import File
from phoihop.documents.stored import touched

load_all()
first_run(kind="phuong", name="Thử", username="quantri", full_name="Quản Trị Viên", at=make.NOW)
account = perform(
    create_account, actor=CLOCK, at=make.NOW, username="cb", full_name="Cán Bộ",
    home=Organisation.objects.get(kind="UBND"), role="clerk", valid_from=date(2020, 1, 1),
)
account.user.must_change_password = False
account.user.save()
client = Client(raise_request_exception=False)
client.force_login(account.user)
size, memory = int(sys.argv[1]), int(sys.argv[2])
settings.ALLOWED_HOSTS = ["*"]
settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = memory, 64 << 20
PDF = b"%PDF-1.4\n" + b"x" * size + b"\n%%EOF\n"

def by_page():
    upload = SimpleUploadedFile("ban-chup.pdf", PDF, content_type="application/pdf")
    return client.post("/tai-lieu/moi/store/", {"upload": upload, "words": "Bản chụp", "key": "trang"})

def by_json():
    given = {"upload": {"name": "ban-chup.pdf", "content_base64": base64.b64encode(PDF + b"2").decode()}}
    return client.post("/api/v1/tai-lieu/store?key=json", json.dumps(given), content_type="application/json")

def stored():
    return sorted(n for _at, _folders, names in os.walk(settings.DATA / "store") for n in names)

def command():
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        code = cli.main(["verify", "--xuat", str(settings.DATA / "nhat-ky.jsonl")])
    return code, told.getvalue().strip()

soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
largest = max(path.stat().st_size for path in settings.DATA.rglob("*") if path.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 300_000, hard))
page, answer = by_page(), by_json()
after = {"page": (page.status_code, page.content.decode()), "json": (answer.status_code, answer.json()),
    "records": File.objects.count(), "stored": stored()}
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
after["command"] = command()
after["left"] = sorted(p.name for p in settings.DATA.iterdir() if "nhat-ky" in p.name)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
after["again"] = [by_page().status_code, by_json().status_code, command()[0], File.objects.count(), len(stored())]
after["faults"] = [str(f) for f in [*verify_database().faults, *touched()]]
print(json.dumps(after))
"""


@pytest.mark.long
@pytest.mark.parametrize("memory", [64 << 20, 1 << 20], ids=["in the storage", "on the way in"])
def test_a_file_that_finds_no_room_leaves_neither_record_nor_half_a_file(memory: int, tmp_path: Path) -> None:
    """The size allowed is less than the file: at the storage, or already where an upload is put down."""
    env = {
        **os.environ, "PHOIHOP_DATA": str(tmp_path), "PHOIHOP_TESTING": "1", "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(20 << 20), str(memory)], env=env, cwd=ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    after = json.loads(done.stdout.splitlines()[-1])
    status, said = after["page"]
    assert (
        status,
        FULL in said,
        "hưa ghi" in said or "Chưa có gì thay đổi" in said,
        "Báo quản trị dọn đĩa" in said,
    ) == (
        503,
        True,
        True,
        True,
    )
    assert after["json"] == [
        503, {"what": FULL, "instead": "Chưa ghi gì vào sổ; gửi lại sau, cùng mã gửi.", "fields": {}},
    ]  # fmt: skip
    assert (after["records"], after["stored"], after["left"]) == (0, [], [])
    code, told = after["command"]
    assert (code, "đĩa đã đầy hoặc không ghi được" in told) == (1, True)
    assert (after["again"], after["faults"]) == ([302, 200, 0, 2, 2], [])


def test_a_file_killed_on_its_way_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    storage = WholeFiles(location=tmp_path)

    class Dies(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        storage.save("files/ab/abc", Dies(b"half and half"))
    assert (storage.exists("files/ab/abc"), list((tmp_path / "files/ab").iterdir())) == (False, [])
    assert storage.save("files/ab/abc", ContentFile(b"whole")) == "files/ab/abc"
    assert (tmp_path / "files/ab/abc").read_bytes() == b"whole"
