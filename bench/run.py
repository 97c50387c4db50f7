"""Measures what the plan of the house promises; prints a table and writes build/bench.json.

    make bench

Every ratio is taken within one run on one machine; absolute times are shown, never tested.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

os.environ.setdefault("PHOIHOP_TESTING", "1")
os.environ["PHOIHOP_DATA"] = tempfile.mkdtemp(prefix="phoihop-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
os.environ["PHOIHOP_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import petitions, rounds, start  # noqa: E402
from bench.book import fill  # noqa: E402
from bench.plain import plain_project  # noqa: E402
from phoihop.accounts.actions import grant  # noqa: E402
from phoihop.accounts.actor import actor_for  # noqa: E402
from phoihop.accounts.setup import first_run  # noqa: E402
from phoihop.commitments import actions as verbs  # noqa: E402
from phoihop.core import moment, seed  # noqa: E402
from phoihop.core.actions import perform  # noqa: E402
from phoihop.core.models import Deadline, JournalEntry, Notice  # noqa: E402
from phoihop.core.notices import mark_read  # noqa: E402
from phoihop.core.web.pages import PAGE_SIZE  # noqa: E402
from phoihop.core.who import CLOCK, Actor, Hat  # noqa: E402
from phoihop.directory.models import Organisation  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TIMES = 30
found: dict[str, dict[str, Any]] = {}


def note(
    name: str, value: float, unit: str, *, reference: float | None = None, bar: float | None = None,
    most: float | None = None, least: float | None = None,
) -> None:  # fmt: skip
    """Keep a measure; ``bar`` is the most the value may be, ``most`` and ``least`` bound its ratio to the reference."""
    ratio = value / reference if reference else None
    bounds = [
        f"≤ {bar:g}" if bar is not None else "", f"≥ {least:g} ×" if least is not None else "",
        f"≤ {most:g} ×" if most is not None else "",
    ]  # fmt: skip
    met = (bar is None or value <= bar) and (
        ratio is None or ((most is None or ratio <= most) and (least is None or ratio >= least))
    )
    found[name] = {
        "value": round(value, 3), "unit": unit, "reference": reference,
        "ratio": None if ratio is None else round(ratio, 2), "bar": ", ".join(b for b in bounds if b), "met": met,
    }  # fmt: skip


def cpu(run: Callable[[], Any], times: int = TIMES) -> float:
    """Least CPU milliseconds of one call, after a warm-up: other work on the machine can only add."""
    run(), run()
    spent = []
    for _n in range(times):
        start = process_time()
        run()
        spent.append((process_time() - start) * 1000)
    return min(spent)


def lists(client: Client, reader: Actor, bodies: list[Organisation]) -> None:
    """The list as it opens: late commitments of a body that sees the whole book, at three sizes of it."""
    path = "/nhiem-vu/?muc=overdue"
    spent: dict[int, float] = {}
    asked: dict[int, int] = {}
    found_in: dict[int, float] = {}  # every row holds the words
    for size in (1000, 10000, 100000):
        fill(bodies, size)
        mark_read(reader, at=moment.now())  # nobody keeps a year of notices unread
        spent[size] = cpu(lambda: client.get(path))
        found_in[size] = cpu(lambda: client.get("/nhiem-vu/?muc=tat-ca&tim=bao+cao"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(path)
        asked[size] = len(captured)
        full(page.content)
        if size == 10000:
            beside_plain(client, path, spent[size], page.content)
    note("list: queries signed in", asked[10000], "queries", bar=6)
    note("list: queries at 1,000 and at 100,000", asked[100000], "queries", reference=asked[1000], most=1)
    note("search of a common word: growth", found_in[100000], "ms", reference=found_in[1000], most=3)
    note("list: growth 1,000 → 100,000", spent[100000], "ms", reference=spent[1000], most=1.5)


def full(page: bytes) -> None:
    """Both pages show the same number of commitments."""
    if (rows := page.count(b'<a class="ten"')) != PAGE_SIZE:
        raise RuntimeError(f"a measured page has {rows} rows")


def beside_plain(client: Client, path: str, ours: float, page: bytes) -> None:
    with plain_project():
        client.handler.load_middleware()
        bare = cpu(lambda: client.get(path))
        plain = client.get(path).content
    client.handler.load_middleware()
    full(plain)
    note("list of 25 in 10,000: CPU", ours, "ms", reference=bare, most=2)
    note("list: HTML bytes", len(page), "bytes", reference=len(plain), most=1.2, least=0.8)


def one_action(bodies: list[Organisation]) -> None:
    """A task taken on (stops a clock) and one given out (starts two), each journalled and told to a body."""
    hats = tuple(Hat(role="clerk", body=b.pk, words="Chuyên viên", body_name=str(b)) for b in bodies[:1])
    office = Actor(user=1, name="Đo", hats=hats, territories=frozenset({bodies[0].territory_id}))
    unit = Actor(user=2, name="Đo", hats=(Hat(role="unit", body=bodies[1].pk, words="Đơn vị"),))
    rows = [
        perform(
            verbs.propose, actor=office, at=moment.now(), content=f"Việc đo {n}", lead=bodies[1],
            product="Báo cáo", due_on=moment.today() + timedelta(days=60),
        )
        for n in range(TIMES + 3)
    ]  # fmt: skip

    def bare() -> None:
        with transaction.atomic():
            rows[0].save()

    saved = cpu(bare)
    for verb, actor, left, words in (
        (verbs.issue, office, [2, 2, 1], "starting two clocks"),
        (verbs.accept, unit, [3, 2, 2], "stopping a clock"),
    ):
        with CaptureQueriesContext(connection) as captured:
            row = perform(verb, rows[-1], actor=actor, at=moment.now())
        its = {"record_type": row._meta.label_lower, "record_id": row.pk}
        kept = [model.objects.filter(**its).count() for model in (JournalEntry, Deadline, Notice)]
        if kept != left:
            raise RuntimeError(f"the measured action left {kept} entries, clocks, notices")
        frames = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        statements = [q for q in captured.captured_queries if not q["sql"].startswith(frames)]
        note(f"action {words}: queries", len(statements), "queries", bar=12)
        waiting = iter(rows)
        spent = cpu(partial(_next, verb, waiting, actor))
        note(f"action {words}: CPU", spent, "ms", reference=saved, most=15)


def _next(verb: Callable[..., Any], waiting: Iterator[Any], actor: Actor) -> None:
    perform(verb, next(waiting), actor=actor, at=moment.now())


def beginning() -> None:
    """The whole command, and the processes it keeps, beside the same libraries with an empty app."""
    run = start.measure()
    ours, empty = run["ours"], run["empty"]
    note("cold command to the first page", ours["seconds"], "s", reference=empty["seconds"], most=1.5)
    note("the same in processor time", ours["processor"], "s", reference=empty["processor"], most=1.5)
    note("memory with two workers", ours["memory"], "MB", reference=empty["memory"], most=1.5, bar=300)


def papers() -> None:
    """In a process of its own, whose memory is that of reading alone."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench.reading import speed; speed()"], cwd=ROOT, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    note("30 pages of Word read", told["thirty"], "s", bar=2)
    note("10,000 pages of text read", told["seconds"], "s")
    note("10,000 pages of text: memory", told["peak"], "MB", bar=300)
    note("100,000 rows of a spreadsheet: CPU", told["rows"], "s", reference=told["calamine"], most=4)


def voices() -> None:
    """Old lists of petitions and petitions of one matter, each in a process of its own."""
    for module, call in (("petition_import", "main()"), ("likeness", "speed()")):
        name = call.split("(", 1)[0]
        done = subprocess.run(
            [sys.executable, "-c", f"from bench.{module} import {name}; {call}"], cwd=ROOT, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        told = json.loads(done.stdout)
        if module == "petition_import":
            note("1,000 rows of an old list recorded", told["1,000 rows with faults"]["recorded"], "s", bar=3)
            read = told["100,000 rows read"]
            note("100,000 rows of an old list: CPU", read["ours"], "s", reference=read["bare"], most=4)
        else:
            note("duplicates among 100,000 texts: CPU", told["seconds"], "s", bar=20)
            note("duplicates among 100,000 texts: memory", told["peak"], "MB", bar=400)


def a_million_petitions() -> None:
    """On a PostgreSQL of its own; left out where it is not installed."""
    told = petitions.figures(1_000_000)
    if not told:
        return
    first, last = told[0], told[-1]
    for name, bar in (("list", 6), ("detail", None), ("lookup", 3)):
        page, small = last[name], first[name]
        note(
            f"petitions, {name}: queries",
            page["queries"],
            "queries",
            reference=small["queries"],
            most=1,
            bar=bar,
        )
        note(f"petitions, {name}: growth from 1,000", page["wall"], "ms", reference=small["wall"], most=1.5)
    note(f"one new petition against {last['rows']:,}", last["one new petition"]["wall"], "ms", bar=50)


def rounds_of_reports() -> None:
    """Through the pages of a served round, all processes counted. Wall time: on a busy machine see the CPU."""
    for n, spent in enumerate(rounds.wards(), start=1):
        note(f"the files of ward {n} read and compared", spent["seconds"], "s", bar=10)
        note(f"the files of ward {n}: CPU of all", spent["processor"], "s")
    told = rounds.many(300)
    note("300 mixed papers read and compared", told["seconds"], "s", bar=600)
    note("300 mixed papers: taken in", told["sent"], "s")
    note("300 mixed papers: CPU of all processes", told["processor"], "s", bar=1200)
    note("300 mixed papers: memory of all", told["memory"], "MB", bar=600)


def table() -> str:
    lines = [f"{'measure':<38} {'value':>10} {'unit':<8} {'reference':>10} {'ratio':>6}  bar"]
    for name, row in found.items():
        reference = "" if row["reference"] is None else f"{row['reference']:.3f}".rstrip("0").rstrip(".")
        ratio = "" if row["ratio"] is None else row["ratio"]
        missed = "" if row["met"] else "  MISSED"
        lines.append(
            f"{name:<38} {row['value']:>10} {row['unit']:<8} {reference:>10} {ratio:>6}  {row['bar']}{missed}"
        )
    return "\n".join(lines)


def main() -> int:
    call_command("migrate", verbosity=0)
    seed.load_all()
    _place, account, _password = first_run(
        kind="phuong", name="Đo", username="do", full_name="Người Đo", at=moment.now()
    )
    bodies = list(Organisation.objects.filter(kind__in=("UBND", "PVHXH", "PKT", "TTPVHCC")).order_by("rank"))
    perform(
        grant,
        actor=CLOCK,
        at=moment.now(),
        user=account.user,
        role="clerk",
        body=bodies[0],
        valid_from=date(2020, 1, 1),
    )
    client = Client()
    client.force_login(account.user)
    one_action(bodies)
    lists(client, actor_for(account.user, on=moment.today()), bodies)
    papers()
    voices()
    a_million_petitions()
    rounds_of_reports()
    beginning()
    out = ROOT / "build"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
