"""What keeps a demo on its own machine, and what a person is told when a port is taken."""

from __future__ import annotations

import signal
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from phoihop.config import demo_mark
from phoihop.config.commands import serve
from phoihop.core.models import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Commands that would have been started; none is."""
    commands: list[list[str]] = []

    class Ended:
        def __init__(self, command: list[str]) -> None:
            commands.append(command)

        def poll(self) -> int:
            return 0

        def wait(self, timeout: float | None = None) -> int:
            return 0

        def terminate(self) -> None:
            pass

    monkeypatch.setattr(subprocess, "Popen", Ended)
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    monkeypatch.setenv("PHOIHOP_DATA", str(tmp_path))
    return commands


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_real_work_is_served_on_any_address_by_three_processes(started: list[list[str]]) -> None:
    assert serve.start(host="0.0.0.0", port=free_port(), workers=2) == 0  # noqa: S104 what is tested
    assert [command[2] for command in started] == ["granian", "phoihop.config.cli", "django"]


def test_a_demo_marked_by_its_file_stays_on_this_machine(
    started: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo_mark.write_mark(tmp_path, offset=timedelta(days=200))
    assert serve.start(host="0.0.0.0", port=free_port(), workers=1) == 1  # noqa: S104 what is tested
    assert started == [] and "dữ liệu mẫu" in capsys.readouterr().err
    assert serve.start(host="127.0.0.1", port=free_port(), workers=1) == 0


def test_a_demo_database_without_its_file_stays_on_this_machine(started: list[list[str]]) -> None:
    Setting.objects.create(name="demo", value="1")
    assert serve.start(host="0.0.0.0", port=free_port(), workers=1) == 1  # noqa: S104 what is tested
    assert started == []


def test_a_taken_port_is_told_and_nothing_starts(
    started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.start(host="127.0.0.1", port=port, workers=1) == 1
    told = capsys.readouterr().err
    assert f"Cổng {port} đang có chương trình khác dùng" in told and started == []
