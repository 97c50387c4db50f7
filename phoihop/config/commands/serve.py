from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from phoihop.config.commands import at_least_one, port
from phoihop.config.demo_mark import demo_mark

LOCAL = ("127.0.0.1", "::1", "localhost")
TICK_SECONDS = 600
WEB_SECONDS = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe, mặc định chỉ máy này")
    parser.add_argument("--port", type=port, default=8000, help="cổng, mặc định 8000")
    parser.add_argument("--workers", type=at_least_one, default=2, help="số tiến trình web")


def run(options: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 settings are read here

    django.setup()
    from phoihop.config.commands.migrate import prepare  # noqa: PLC0415 after Django is ready

    prepare()
    return start(host=options.host, port=options.port, workers=options.workers)


def start(*, host: str, port: int, workers: int) -> int:
    """Web, background worker and schedule under one roof; one of them ending ends all, cleanly."""
    if host not in LOCAL and _is_demo():
        print("Đây là dữ liệu mẫu, chỉ mở trên máy này (127.0.0.1). Chưa chạy gì.", file=sys.stderr)
        return 1
    if _taken(host, port):
        print(
            f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác: --port {port + 1}", file=sys.stderr
        )
        return 1
    python = [sys.executable, "-m"]
    web = [
        *python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--no-access-log", "--log-level", "warning", "phoihop.config.wsgi:application",
    ]  # fmt: skip
    tick = [*python, "phoihop.config.cli", "tick", "--every", str(TICK_SECONDS)]
    jobs = [*python, "django", "db_worker", "--interval", "5"]
    children = [subprocess.Popen(web)]  # noqa: S603 our own command

    def stop(signum: int, frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # The first page comes first: the others would take the processors from the web while it starts.
    _wait_for_answer(children[0], host, port)
    children += [subprocess.Popen(command) for command in (tick, jobs)]  # noqa: S603 our own commands
    print(f"Đang chạy ở http://{host}:{port}/ (Ctrl-C để dừng)", flush=True)
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    stop(signal.SIGTERM, None)
    codes = [_end(child) for child in children]
    return max((code for code in codes if code > 0), default=0)


def _wait_for_answer(child: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Until the web answers at all, has ended, or is slower than anybody waits for."""
    near = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104 compared only
    until = time.monotonic() + WEB_SECONDS
    while child.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{near}:{port}/suc-khoe/", timeout=2).close()
        except urllib.error.HTTPError:
            return  # it answered, if only to say that it does not know this name
        except OSError:
            time.sleep(0.05)
        else:
            return


def _is_demo() -> bool:
    """Marked in the data folder or in the database itself: a copy of either alone is still a demo."""
    from phoihop.core.models import Setting  # noqa: PLC0415 after Django is ready

    data = Path(os.environ.get("PHOIHOP_DATA", "var")).resolve()
    return demo_mark(data) is not None or Setting.objects.filter(name="demo").exists()


def _end(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
