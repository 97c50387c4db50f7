"""The commands of an installation, run as an administrator runs them: one after the other in one data folder."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from socket import socket
from time import sleep
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from phoihop.config.demo.build import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
PAPER = ROOT / "phoihop/config/demo/papers/16-minh-tan-tin-ky-ket-2027.txt"


class Machine:
    """A data folder and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ, "PHOIHOP_DATA": str(folder / "var"), "PHOIHOP_TESTING": "1", "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "phoihop.config.settings", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "phoihop.config.cli", *words], cwd=self.folder, env=self.env, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        told = done.stdout + done.stderr
        assert done.returncode == code, told
        assert "Traceback" not in told
        return told


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    made = Machine(tmp_path_factory.mktemp("machine"))
    told = made.run(
        "init", "--loai", "phuong", "--ten", "Cầu Giấy", "--thuoc", "thành phố Hà Nội", "--quan-tri", "quantri",
        "--ho-ten", "Quản Trị Viên",
    )  # fmt: skip
    assert re.search(r"Quản trị: quantri {3}Mật khẩu: \S{4}-\S{4}-\S{4}-\S{4}", told), told
    return made


def test_the_first_run_is_made_once_and_keeps_its_keys_private(machine: Machine) -> None:
    again = machine.run("init", "--loai", "phuong", "--ten", "Khác", "--ho-ten", "Ai", code=1)
    assert "đã có địa bàn" in again
    keys = list((machine.folder / "var/keys").iterdir())
    assert [oct(key.stat().st_mode & 0o777) for key in keys] == ["0o600"] * len(keys) and keys


def test_nobody_else_on_the_machine_reads_what_an_installation_writes(machine: Machine) -> None:
    data = machine.folder / "var"
    data.chmod(0o755)  # as an earlier release left it
    machine.run("migrate")
    assert oct(data.stat().st_mode & 0o777) == "0o700"
    fresh = [
        path
        for path in (data / "phoihop.sqlite3", data / "static" / ".collected")
        if path.stat().st_mode & 0o077
    ]
    assert fresh == []


def test_what_is_missing_or_not_understood_is_said_in_vietnamese_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    other = Machine(tmp_path)
    assert "Chưa ghi gì" in other.run("init", "--loai", "phuong", code=2)
    wrong = other.run("init", "--loai", "quan", "--ten", "A", "--ho-ten", "B", code=2)
    assert "không có “quan”" in wrong and "invalid" not in wrong
    assert "phải là số từ 1 đến 65535" in other.run("serve", "--port", "tám", code=2)


def test_the_journal_is_proved_exported_and_proved_again_without_the_database(
    machine: Machine, tmp_path: Path
) -> None:
    whole = machine.run("verify")
    assert re.match(r"Nguyên vẹn: \d{2,} bước của \d{2,} bản ghi", whole)
    export = tmp_path / "nhat-ky.jsonl"
    assert "Đã xuất" in machine.run("verify", "--xuat", str(export))
    elsewhere = Machine(tmp_path / "may-khac")
    elsewhere.folder.mkdir()
    assert elsewhere.run("verify", str(export)) == whole
    text = export.read_text(encoding="utf-8")
    export.write_text(text.replace("Cầu Giấy", "Cầu Giãy", 1), encoding="utf-8")
    assert "KHÔNG KHỚP" in elsewhere.run("verify", str(export), code=1)


def test_the_schedule_runs_twice_without_harm(machine: Machine) -> None:
    assert machine.run("tick").startswith("Đã nhắc 0 việc sắp đến hạn")
    assert "chưa có gì mới để niêm phong" in machine.run("tick")
    assert "đã cập nhật" in machine.run("migrate")
    assert "Nguyên vẹn" in machine.run("verify")


def test_a_paper_is_read_to_the_screen_or_to_a_folder_and_a_bad_one_is_told(
    machine: Machine, tmp_path: Path
) -> None:
    found = json.loads(machine.run("read", str(PAPER)))
    assert {"doc_type"} <= set(found)
    bad = tmp_path / "rong.txt"
    bad.write_bytes(b"")
    told = machine.run(
        "read", str(PAPER), str(bad), str(tmp_path / "khong-co.txt"), "--ra", str(tmp_path / "ra"), code=1
    )
    assert "rong.txt:" in told and "khong-co.txt:" in told
    assert [p.name for p in (tmp_path / "ra").iterdir()] == [f"{PAPER.stem}.json"]


def test_a_report_that_is_not_there_is_told(machine: Machine) -> None:
    assert machine.run("report", "BC-2027-9999", code=1) == "Không có báo cáo BC-2027-9999.\n"


@pytest.mark.parametrize(
    "page", ["workflows.md", "permissions.md", "figures.md", "deadlines.md", "imports.svg"]
)
def test_what_the_declarations_say_is_printed_as_in_the_generated_pages(page: str, machine: Machine) -> None:
    name = page.split(".", maxsplit=1)[0]
    assert machine.run("show", name).strip() == (ROOT / "docs/generated" / page).read_text().strip()


def test_a_folder_for_an_activity_needs_a_plain_name(machine: Machine) -> None:
    assert "chữ thường không dấu" in machine.run("new-activity", "Đối-thoại", code=2)
    assert "Chưa thay đổi gì" in machine.run("new-activity", "programmes", code=1)


@pytest.mark.long
@pytest.mark.one_database
def test_the_sample_ward_is_built_and_served_at_once_with_its_papers_as_pdf(tmp_path: Path) -> None:
    """The first thing a newcomer does; a paper was drawn while the ward was built."""
    env = {**Machine(tmp_path).env, "PHOIHOP_TESTING": ""}
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "phoihop.config.cli", "demo", "--port", str(port)]
    with (
        (tmp_path / "told").open("w+") as told,
        subprocess.Popen(words, cwd=tmp_path, env=env, stdout=told, stderr=told) as run,
    ):
        try:
            while "Đang chạy" not in (tmp_path / "told").read_text():
                assert run.poll() is None, (tmp_path / "told").read_text()
                sleep(0.5)
            browser = build_opener(HTTPCookieProcessor())
            base = f"http://127.0.0.1:{port}"
            form = browser.open(f"{base}/tai-khoan/login/", timeout=60).read().decode()
            token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
            given = urlencode(
                {"login": "chuyenvien", "password": PASSWORD, "csrfmiddlewaretoken": token}
            ).encode()
            browser.open(f"{base}/tai-khoan/login/", given, timeout=60).close()
            paper = browser.open(f"{base}/van-ban-di/VBDI-2027-0001/van-ban/document.pdf", timeout=60)
            assert (paper.status, paper.read(5)) == (200, b"%PDF-")
        finally:
            run.terminate()


@pytest.mark.long
def test_a_package_goes_to_another_machine_is_proved_there_without_data_and_put_in(
    machine: Machine, tmp_path: Path
) -> None:
    package = tmp_path / "goi.zip"
    told = machine.run("export", "--ra", str(package))
    assert re.search(r"Đã xuất .*goi.zip: \d+ hồ sơ, \d+ bước nhật ký, 0 tệp", told), told
    mark = re.search(r"biên bản giao nhận\): ([0-9a-f]{64})", told)
    assert mark
    elsewhere = Machine(tmp_path / "may-khac")
    elsewhere.folder.mkdir()
    proved = elsewhere.run("verify", str(package))
    assert "Nguyên vẹn" in proved and mark[1] in proved
    assert not (elsewhere.folder / "var").exists(), "checking a package makes no installation"
    assert "Đã đưa vào" in elsewhere.run("import", str(package))
    assert "mật khẩu" in elsewhere.run("slip", "quantri")
    assert "Chưa ghi gì" in elsewhere.run("import", str(package), code=1)
    assert "Không có tài khoản" in elsewhere.run("slip", "ai-do", code=1)
    assert "Nguyên vẹn" in elsewhere.run("verify")
    assert "Không có hồ sơ mã XX-1" in machine.run("export", "--ho-so", "XX-1", code=1)
    assert "đã có tệp" in machine.run("export", "--ra", str(package), code=1)


def test_a_copy_is_taken_rehearsed_and_put_up_on_another_machine_with_the_key_from_paper(
    machine: Machine, tmp_path: Path
) -> None:
    page, minutes = tmp_path / "khoa.html", tmp_path / "bien-ban.html"
    told = machine.run("backup", "--giay-khoa", str(page))
    assert "đã đọc lại trọn vẹn" in told
    assert oct(page.stat().st_mode & 0o777) == "0o600"
    assert "Kết quả: đạt" in machine.run("rehearse", "--ra", str(minutes))
    assert "Lãnh đạo văn phòng" in minutes.read_text()
    words = tmp_path / "khoa.txt"
    found = re.search(r"<code>(.*?)</code>", page.read_text())
    assert found
    words.write_text(found[1].replace("<br>", " "))
    copy = next((machine.folder / "var/backups").glob("*.phb"))
    elsewhere = Machine(tmp_path / "may-khac")
    elsewhere.folder.mkdir()
    assert "Cần khóa" in elsewhere.run("restore", str(copy), code=1)
    assert "Đã khôi phục" in elsewhere.run("restore", str(copy), "--khoa", str(words))
    assert elsewhere.run("verify") == machine.run("verify")
    assert "Thêm --thay" in elsewhere.run("restore", str(copy), "--khoa", str(words), code=1)
    words.write_text(found[1][:20])
    assert "Khóa gõ" in elsewhere.run("restore", str(copy), "--thay", "--khoa", str(words), code=1)


def test_an_update_goes_on_after_a_copy_and_one_that_fails_half_way_is_put_back(machine: Machine) -> None:
    assert "Đã cập nhật và kiểm chứng xong" in machine.run("upgrade")
    before = machine.run("verify")
    machine.env["DJANGO_SETTINGS_MODULE"] = "tests.halfway.settings"
    told = machine.run("upgrade", code=1)
    machine.env["DJANGO_SETTINGS_MODULE"] = "phoihop.config.settings"
    assert "Dữ liệu đã trở lại như trước khi cập nhật" in told
    db = sqlite3.connect(machine.folder / "var/phoihop.sqlite3")
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    written = db.execute("SELECT count(*) FROM core_setting WHERE name = 'halfway'").fetchone()[0]
    db.close()
    assert ("halfway_note" in tables, written) == (False, 0)
    assert machine.run("verify") == before
