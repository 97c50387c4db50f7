"""What keeps a demo on its own machine, what a person is told when a port is taken, and how serving ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from phoihop.config import demo_mark
from phoihop.config.commands.serve import why_not
from phoihop.core.models import Setting

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation of its own, without a mark."""
    monkeypatch.setenv("PHOIHOP_DATA", str(tmp_path))
    return tmp_path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.django_db
def test_real_work_is_served_on_any_address(folder: Path) -> None:
    assert why_not("0.0.0.0", free_port()) == ""  # noqa: S104 what is tested


@pytest.mark.django_db
def test_a_demo_marked_by_its_file_stays_on_this_machine(folder: Path) -> None:
    demo_mark.write_mark(folder, offset=timedelta(days=200))
    assert "dữ liệu mẫu" in why_not("0.0.0.0", free_port())  # noqa: S104 what is tested
    assert why_not("127.0.0.1", free_port()) == ""


@pytest.mark.django_db
def test_a_demo_database_without_its_file_stays_on_this_machine(folder: Path) -> None:
    Setting.objects.create(name="demo", value="1")
    assert "dữ liệu mẫu" in why_not("0.0.0.0", free_port())  # noqa: S104 what is tested


@pytest.mark.django_db
def test_a_taken_port_is_told_with_one_that_is_free(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = why_not("127.0.0.1", port)
    assert told == f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác: --port {port + 1}"


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/suc-khoe/", timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def test_ctrl_c_ends_every_process_at_once_and_says_nothing_of_errors(folder: Path) -> None:
    """Sent as a terminal sends it, to the whole group in front: only the first process takes it."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("processes are the same; the shipped database needs no server of its own")
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": "",
        "PHOIHOP_TESTING": "0",
        "DJANGO_SETTINGS_MODULE": "phoihop.config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "phoihop.config.cli", "serve", "--port", str(port)], env=env, cwd=ROOT,
        start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not answers(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert answers(port)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[0]
    assert (process.returncode, "ERROR" in said, "Traceback" in said) == (0, False, False), said
    assert not answers(port) and why_not("127.0.0.1", port) == ""
