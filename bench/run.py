"""Measures what the plan of the house promises; prints a table and writes build/bench.json.

    make bench

Every ratio is taken within one run on one machine; absolute times are shown, never tested.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
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

from bench import start  # noqa: E402
from bench.plain import plain_project  # noqa: E402
from bench.reading import thirty_pages  # noqa: E402
from phoihop.accounts.actions import grant  # noqa: E402
from phoihop.accounts.setup import first_run  # noqa: E402
from phoihop.commitments import actions as verbs  # noqa: E402
from phoihop.commitments.models import Commitment, CommitmentState  # noqa: E402
from phoihop.core import moment, seed  # noqa: E402
from phoihop.core.actions import perform  # noqa: E402
from phoihop.core.who import CLOCK, Actor, Hat  # noqa: E402
from phoihop.directory.models import Organisation  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
found: dict[str, dict[str, Any]] = {}


def note(name: str, value: float, unit: str, *, reference: float | None = None, bar: str = "") -> None:
    ratio = round(value / reference, 2) if reference else None
    found[name] = {"value": round(value, 3), "unit": unit, "reference": reference, "ratio": ratio, "bar": bar}


def cpu(run: Callable[[], Any], times: int = 30) -> float:
    """Median CPU milliseconds of one call, after a warm-up."""
    run(), run()
    spent = []
    for _n in range(times):
        start = process_time()
        run()
        spent.append((process_time() - start) * 1000)
    return sorted(spent)[times // 2]


def fill(bodies: list[Organisation], upto: int) -> None:
    """Rows as they stand in the book, for scale; the measured actions go through the engine."""
    have = Commitment.objects.count()
    states = [
        CommitmentState.UNDERWAY,
        CommitmentState.REPORTED,
        CommitmentState.VERIFIED,
        CommitmentState.ACCEPTED,
    ]
    rows = []
    for n in range(have, upto):
        due = date(2026, 1, 1) + timedelta(days=n % 900)
        state = states[n % 4]
        rows.append(
            Commitment(
                code=f"B-{n:07d}", state=state, content=f"Việc số {n}: rà soát, báo cáo kết quả thực hiện tại tổ {n % 24}",
                lead=bodies[n % len(bodies)], owner=bodies[0], product="Báo cáo, ảnh niêm yết", due_on=due, sort_on=due,
                source_words="Chương trình phối hợp năm 2027", number=f"{n % 8}.{n % 6}",
                verifier=bodies[1] if state == CommitmentState.VERIFIED else None,
                verified_on=due if state == CommitmentState.VERIFIED else None,
            )
        )  # fmt: skip
    Commitment.objects.bulk_create(rows, batch_size=2000)


def lists(client: Client, bodies: list[Organisation]) -> None:
    at_1k = 0.0
    for size in (1000, 10000, 100000):
        fill(bodies, size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        ours = cpu(lambda: client.get("/nhiem-vu/?muc=overdue"))
        if size == 1000:
            at_1k = ours
        if size == 10000:
            page = client.get("/nhiem-vu/?muc=overdue").content
            with plain_project():
                client.handler.load_middleware()
                bare = cpu(lambda: client.get("/nhiem-vu/?muc=overdue"))
                plain = client.get("/nhiem-vu/?muc=overdue").content
            client.handler.load_middleware()
            note("list of 25 in 10,000: CPU", ours, "ms", reference=bare, bar="≤ 2 × plain view")
            note("list: HTML bytes", len(page), "bytes", reference=len(plain), bar="± 20 %")
            with CaptureQueriesContext(connection) as captured:
                client.get("/nhiem-vu/?muc=overdue")
            note("list: queries signed in", len(captured), "queries", bar="≤ 6")
        if size == 100000:
            note("list: growth 1,000 → 100,000", ours, "ms", reference=at_1k, bar="≤ 1.5")


def one_action(bodies: list[Organisation]) -> None:
    hats = tuple(Hat(role="clerk", body=b.pk, words="Chuyên viên", body_name=str(b)) for b in bodies[:1])
    actor = Actor(user=1, name="Đo", hats=hats, territories=frozenset({bodies[0].territory_id}))
    unit = Actor(user=2, name="Đo", hats=(Hat(role="unit", body=bodies[1].pk, words="Đơn vị"),))
    row = perform(
        verbs.propose, actor=actor, at=moment.now(), content="Việc đo", lead=bodies[1], product="Báo cáo",
        due_on=date(2027, 12, 31),
    )  # fmt: skip
    row = perform(verbs.issue, row, actor=actor, at=moment.now())
    with CaptureQueriesContext(connection) as captured:
        perform(verbs.accept, row, actor=unit, at=moment.now())
    statements = [
        q
        for q in captured.captured_queries
        if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    note("one action: queries", len(statements), "queries", bar="≤ 12")
    ours = cpu(lambda: perform(verbs.urge, row, actor=actor, at=moment.now()), 25)

    def bare() -> None:
        with transaction.atomic():
            row.save()

    note("one action: CPU", ours, "ms", reference=cpu(bare, 25), bar="≤ 15 × bare save()")


def beginning() -> None:
    """The whole command, and the processes it keeps, beside the same libraries with an empty app."""
    run = start.measure()
    note(
        "cold command to the first 200",
        run["ours_seconds"],
        "s",
        reference=run["empty_seconds"],
        bar="≤ 1.5 × empty app",
    )
    note(
        "memory of two workers",
        run["ours_web"],
        "MB",
        reference=run["empty_web"],
        bar="≤ 1.5 × empty app, ≤ 300",
    )
    note("memory with background and schedule", run["ours_all"], "MB")


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
    lists(client, bodies)
    note("30 pages of Word read", thirty_pages(), "s", bar="≤ 2")
    beginning()
    out = ROOT / "build"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print(f"{'measure':<34} {'value':>12} {'unit':<8} {'reference':>12} {'ratio':>7}  bar")
    for name, row in found.items():
        reference = "" if row["reference"] is None else f"{row['reference']:.3f}"
        print(
            f"{name:<34} {row['value']:>12} {row['unit']:<8} {reference:>12} {row['ratio'] or '':>7}  {row['bar']}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
