"""Reading as an office reads: files are sent to a served round, and the page asks on until nothing waits.

    python -m bench.rounds [--papers 300]

Seconds from the first file sent to the last comparison, and the most memory that all processes held
together: web, background worker, schedule, what reads a file apart, the office program that opens an old one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email.message import Message
from typing import Any
from urllib.request import Request, urlopen

from bench import mixed, start

Files = Sequence[tuple[str, bytes]]
SINCE = date(2020, 1, 1)


def prepare(places: Sequence[tuple[str, str, int]]) -> list[dict[str, str]]:
    """For each (kind, name, year) a locality with its bodies, a clerk signed in, and an open round."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from phoihop.accounts.actions import create_account
    from phoihop.accounts.actor import actor_for
    from phoihop.accounts.setup import LEVELS, register_bodies
    from phoihop.core import moment, seed
    from phoihop.core.actions import perform
    from phoihop.core.who import CLOCK
    from phoihop.directory.actions import register_territory
    from phoihop.reports.collecting import open_round

    call_command("migrate", verbosity=0)
    seed.load_all()
    cookie = settings.SESSION_COOKIE_NAME
    made: list[dict[str, str]] = []
    clock: dict[str, Any] = {"actor": CLOCK, "at": moment.now()}
    for n, (kind, name, year) in enumerate(places):
        word, level = LEVELS[kind]
        place = perform(register_territory, kind_word=word, name=name, level=level, valid_from=SINCE, **clock)
        bodies = register_bodies(place, kind, at=moment.now(), also=frozenset())
        account = perform(
            create_account, username=f"do{n}", full_name="Người Đo", role="clerk", home=bodies["TTHDND"],
            valid_from=SINCE, **clock,
        )  # fmt: skip
        account.user.must_change_password = False
        account.user.save()
        client = Client()
        client.force_login(account.user)
        opened = perform(
            open_round, actor=actor_for(account.user, on=moment.today()), at=moment.now(), kind="interim", year=year,
            asked=[bodies[k] for k in ("TTHDND", "UBND", "MTTQ")],
        )  # fmt: skip
        made.append({"round": opened.code, "cookie": f"{cookie}={client.cookies[cookie].value}"})
    return made


@dataclass
class Office:
    """A clerk at the page of one round."""

    port: int
    round: str
    cookie: str
    token: str = ""

    def _ask(self, path: str, *, body: bytes | None = None, **head: str) -> Message:
        head |= {"Cookie": f"{self.cookie}; csrftoken={self.token}", "X-CSRFToken": self.token}
        url = f"http://127.0.0.1:{self.port}/tong-hop/{self.round}/{path}"
        with urlopen(Request(url, data=body, headers=head), timeout=900) as reply:
            reply.read()
            cookies = "; ".join(reply.headers.get_all("Set-Cookie") or ())
            if found := re.search(r"csrftoken=(\w+)", cookies):
                self.token = found[1]
            return reply.headers

    def send(self, files: Files) -> None:
        """All at once, as they are dropped on the page."""
        self._ask("")
        mark = "papers-of-a-round"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="uploads"; filename="{name}"\r\n\r\n'.encode()
            + body
            + b"\r\n"
            for name, body in files
        ]
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        self._ask("take-in/", body=b"".join((*parts, f"--{mark}--\r\n".encode())), **kind)

    def read(self) -> None:
        """As the page does: it asks again until it is sent on."""
        for _n in range(1000):
            if "HX-Redirect" in self._ask("doc-tiep/", body=b"", **{"HX-Request": "true"}):
                return
        raise RuntimeError("the round was never done")


@dataclass
class Peak:
    """The most memory a process and all under it held, looked at five times a second."""

    pid: int
    most: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self.done.wait(0.2):
            self.most = max(self.most, start.megabytes(start.tree(self.pid)))


@contextmanager
def served(places: Sequence[tuple[str, str, int]]) -> Iterator[tuple[int, list[Office]]]:
    """(process, offices) of a server over new data."""
    with tempfile.TemporaryDirectory(prefix="phoihop-rounds-") as data:
        kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        environment = {**kept, "PHOIHOP_DATA": data, "PHOIHOP_TESTING": "0", "PHOIHOP_HOSTS": "127.0.0.1"}
        told = subprocess.run(
            [sys.executable, "-m", "bench.rounds", "--prepare", json.dumps(places)], check=True, capture_output=True,
            env={**environment, "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"},
        )  # fmt: skip
        port = start.free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "phoihop.config.cli", "serve", "--port", str(port), "--workers", "2"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            start.wait(f"http://127.0.0.1:{port}/tai-khoan/login/", process)
            rows = json.loads(told.stdout.splitlines()[-1])
            yield process.pid, [Office(port=port, **row) for row in rows]
        finally:
            start.end(process)


def timed(office: Office, files: Files, pid: int) -> dict[str, float]:
    """Wall seconds until all is kept and until all is compared; processor seconds of all processes."""
    before, begun = start.processor_seconds(start.tree(pid)), time.monotonic()
    office.send(files)
    sent = time.monotonic()
    office.read()
    seconds, after = time.monotonic() - begun, start.processor_seconds(start.tree(pid))
    return {"sent": sent - begun, "seconds": seconds, "processor": after - before}


def many(count: int) -> dict[str, float]:
    """One round of many mixed papers, some of them in archives."""
    files = mixed.uploads(count)
    with served([("phuong", mixed.PLACE, mixed.YEAR)]) as (pid, [office]):
        peak = Peak(pid)
        watcher = threading.Thread(target=peak.watch)
        watcher.start()
        try:
            told = timed(office, files, pid)
        finally:
            peak.done.set()
            watcher.join()
    return {**told, "memory": peak.most}


def wards() -> list[dict[str, float]]:
    """Each invented ward's own files in a round of its own."""
    folders = mixed.ward_folders()
    places = [mixed.place_of(ward) for ward in folders]
    with served(places) as (pid, offices):
        return [
            timed(office, [(p.name, p.read_bytes()) for p in sorted((ward / "papers").iterdir())], pid)
            for ward, office in zip(folders, offices, strict=True)
        ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--prepare", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare(options.prepare)))
        return
    print(json.dumps({"wards": wards()}), flush=True)
    print(json.dumps({"many": many(options.papers)}))


if __name__ == "__main__":
    main()
