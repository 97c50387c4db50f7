"""From the command to the first answer, and the memory of two workers: ours against the empty app."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

TIMES = 3


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tree(pid: int) -> list[int]:
    """A process and all under it."""
    found = [pid]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == pid:
            found += _tree(int(folder.name))
    return found


def _words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _megabytes(pids: list[int]) -> float:
    """Proportional set size: pages shared by the workers count once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 this machine
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"no answer from {url}")


def _once(command: list[str], data: str, *, web: str) -> tuple[float, float, float]:
    """(seconds to the first 200, MB of the web processes, MB of everything the command started)."""
    port = _port()
    environment = {**os.environ, "PHOIHOP_DATA": data, "PHOIHOP_TESTING": "0", "PHOIHOP_HOSTS": "127.0.0.1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    begun = time.monotonic()
    words = [word.format(port=port) for word in command]
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/suc-khoe/", process)
        seconds = time.monotonic() - begun
        for _n in range(40):  # both workers have answered
            _wait(f"http://127.0.0.1:{port}/suc-khoe/", process)
        time.sleep(2)
        everything = _tree(process.pid)
        serving = [pid for pid in everything if web in _words(pid)]
        servers = {pid for one in serving for pid in _tree(one)}
        return seconds, _megabytes(sorted(servers)), _megabytes(everything)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def measure() -> dict[str, float]:
    """Medians of several starts over data that exist already, as on any morning."""
    commands = {
        "ours": (["-m", "phoihop.config.cli", "serve", "--port", "{port}", "--workers", "2"], "phoihop.config.wsgi"),
        "empty": (["-m", "bench.empty", "{port}"], "bench.empty:application"),
    }  # fmt: skip
    found: dict[str, float] = {}
    for name, (command, web) in commands.items():
        with tempfile.TemporaryDirectory(prefix="phoihop-start-") as data:
            _once(command, data, web=web)  # the first run makes tables and keys
            runs = [_once(command, data, web=web) for _n in range(TIMES)]
        for place, what in enumerate(("seconds", "web", "all")):
            found[f"{name}_{what}"] = median(run[place] for run in runs)
    return found


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:<16} {value:8.2f}")
