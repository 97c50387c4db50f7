from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

from phoihop.config.commands import at_least_one, port
from phoihop.config.demo_mark import demo_mark

LOCAL = ("127.0.0.1", "::1", "localhost")
TICK_SECONDS = 600
JOB_SECONDS = 5
WEB_SECONDS = 20
#: Per web process: a few may wait (a slow line, the write lock) while others are answered.
WEB_THREADS = 16
#: A request that does not end is cut off, before the whole web process would be.
REQUEST_SECONDS = 10
#: Ctrl-C, a service manager, a closed terminal.
ENDINGS = {"SIGINT", "SIGTERM", "SIGHUP"} & set(signal.Signals.__members__)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe, mặc định chỉ máy này")
    parser.add_argument("--port", type=port, default=8000, help="cổng, mặc định 8000")
    parser.add_argument("--workers", type=at_least_one, default=2, help="số tiến trình web")


def run(options: argparse.Namespace) -> int:
    import django  # noqa: PLC0415 settings are read here

    django.setup()
    from phoihop.config.commands.migrate import prepare  # noqa: PLC0415 after Django is ready

    prepare()
    from phoihop.accounts.models import User  # noqa: PLC0415 after Django is ready

    if not User.objects.exists():
        print("Chưa ai có tài khoản. Mở cửa sổ lệnh nữa, gõ lại đúng lệnh này, thay chữ serve bằng init.")
    return start(host=options.host, port=options.port, workers=options.workers)


def start(*, host: str, port: int, workers: int) -> int:
    """Web, background worker and schedule under one roof; one of them ending ends all, cleanly."""
    if reason := why_not(host, port):
        print(reason, file=sys.stderr)
        return 1
    _load()
    children = [_begin(_web, host, port, workers)]

    def stop(signum: int, frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    for name in ENDINGS:
        signal.signal(signal.Signals[name], stop)
    # The first page comes first: the others would take the processors from the web while it starts.
    _wait_for_answer(children[0], host, port)
    children += [_begin(_schedule), _begin(_jobs)]
    print(f"Đang chạy ở http://{host}:{port}/ (Ctrl-C để dừng)", flush=True)
    while all(child.is_alive() for child in children):
        time.sleep(0.3)
    stop(signal.SIGTERM, None)
    codes = [_end(child) for child in children]
    return max((code for code in codes if code > 0), default=0)


def why_not(host: str, port: int) -> str:
    """Why nothing may be started there; empty when it may."""
    if host not in LOCAL and _is_demo():
        return "Đây là dữ liệu mẫu, chỉ mở trên máy này (127.0.0.1). Chưa chạy gì."
    if _taken(host, port):
        return f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác: --port {port + 1}"
    return ""


#: Libraries with threads of their own, begun when first used; a process that parts afterwards waits for them for ever.
DRAWING = ("typst",)


def _load() -> None:
    """What every process needs, once, before they part: where the system can fork (not on Windows),
    they share this memory and none of them starts anew. No open connection may be shared."""
    from django.db import connections  # noqa: PLC0415 after Django is ready
    from django.urls import get_resolver  # noqa: PLC0415 after Django is ready

    if drawing := {*DRAWING} & {*sys.modules}:
        raise RuntimeError(f"{', '.join(drawing)} was used here: its threads would not come along")
    import phoihop.config.wsgi  # noqa: F401, PLC0415 makes the application

    get_resolver().url_patterns  # noqa: B018 read for its effect
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()


def _begin(work: Callable[..., None], *given: Any) -> BaseProcess:
    child = multiprocessing.Process(target=_apart, args=(work, *given))
    child.start()
    return child


def _apart(work: Callable[..., None], *given: Any) -> None:
    """In a group of its own: Ctrl-C reaches the process above alone, which ends the others one by one."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    for name in ENDINGS:
        signal.signal(signal.Signals[name], signal.SIG_DFL)
    work(*given)


def _web(host: str, port: int, workers: int) -> None:
    from granian import Granian  # noqa: PLC0415 only the web process needs it
    from granian.constants import Interfaces  # noqa: PLC0415 only the web process needs it
    from granian.log import LogLevels  # noqa: PLC0415 only the web process needs it

    Granian(
        "phoihop.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=WEB_THREADS, workers_kill_timeout=REQUEST_SECONDS, log_access=False,
        log_level=LogLevels.error,
    ).serve()  # fmt: skip


def _schedule() -> None:
    from phoihop.config.commands import tick  # noqa: PLC0415 another command of this program

    tick.run(argparse.Namespace(every=TICK_SECONDS))


def _jobs() -> None:
    import django  # noqa: PLC0415 settings are read here

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 after Django is ready

    call_command("db_worker", interval=JOB_SECONDS)


def _wait_for_answer(child: BaseProcess, host: str, port: int) -> None:
    """Until the web answers at all, has ended, or is slower than anybody waits for."""
    near = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104 compared only
    until = time.monotonic() + WEB_SECONDS
    while child.is_alive() and time.monotonic() < until:
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


def _end(child: BaseProcess) -> int:
    child.join(timeout=REQUEST_SECONDS + 5)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode or 0


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
