"""From the command to the first page, and the memory of all processes: ours against the empty app.

Ours also starts the background worker and the schedule; the empty app only its two web processes.
"""

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

TIMES = 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tree(pid: int) -> list[int]:
    """A process and all under it."""
    found = [pid]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == pid:
            found += tree(int(folder.name))
    return found


def megabytes(pids: list[int]) -> float:
    """Proportional set size: pages shared by the workers count once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended since it was listed
            continue
        for line in lines:
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def processor_seconds(pids: list[int]) -> float:
    """User and system time of the processes and of their ended children."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 this machine
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"no answer from {url}")


def _once(command: list[str], data: str) -> dict[str, float]:
    """Wall and processor seconds from the command to the first sign-in page, and the memory of all it started."""
    port = free_port()
    environment = {**os.environ, "PHOIHOP_DATA": data, "PHOIHOP_TESTING": "0", "PHOIHOP_HOSTS": "127.0.0.1"}
    # Modules are compiled once, as on any machine that is used; both sides need it equally.
    for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    begun = time.monotonic()
    words = [word.format(port=port) for word in command]
    process = subprocess.Popen(
        [sys.executable, *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    page = f"http://127.0.0.1:{port}/tai-khoan/login/"
    try:
        wait(page, process)
        found = {
            "seconds": time.monotonic() - begun, "processor": processor_seconds(tree(process.pid)),
        }  # fmt: skip
        for _n in range(40):  # every web process has answered
            wait(page, process)
        time.sleep(2)
        return {**found, "memory": megabytes(tree(process.pid))}
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    everything = tree(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        for pid in everything:
            os.kill(pid, signal.SIGKILL)
        process.wait()


def measure() -> dict[str, dict[str, float]]:
    """The best of several starts over data that exist already, as on any morning; both sides by turns."""
    commands = {
        "ours": ["-m", "phoihop.config.cli", "serve", "--port", "{port}", "--workers", "2"],
        "empty": ["-m", "bench.empty", "{port}"],
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="phoihop-start-") as root:
        for turn in range(TIMES + 1):
            for name, command in commands.items():
                data = Path(root) / name
                data.mkdir(exist_ok=True)
                run = _once(command, str(data))
                if turn:  # the first run makes tables and keys
                    runs[name].append(run)
    return {
        name: {what: min(run[what] for run in found) for what in found[0]} for name, found in runs.items()
    }


if __name__ == "__main__":
    for name, found in measure().items():
        print(name, {what: round(value, 2) for what, value in found.items()})
