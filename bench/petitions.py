"""Figures of a book of petitions on PostgreSQL: list, detail, lookup and one new petition, at 1,000 and at a million rows.

    python -m bench.petitions [--upto 1000000]

Starts a throw-away cluster of its own; without PostgreSQL it says so. A thousand petitions are laid down directly, then
copied within the database, each copy at a place of its own: only the keys of one in fifty copies meet again.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BASE, TIMES = 1000, 20
MEASURED = "Ngập ngõ 84 khi mưa trên 30 phút"
#: One copy in so many tells the same places again: what a crowd of one key is.
MEET = 50


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL of its own; empty where it is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not programs:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="phoihop-pg-") as work:
        root = os.geteuid() == 0
        if root:  # initdb refuses root
            Path(work).chmod(0o755)
        home = Path(work) / "pg"
        home.mkdir()
        prefix = ["setpriv", "--reuid=nobody", "--clear-groups"] if root else []
        if root:
            os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)

        def run(program: str, *words: str) -> None:
            subprocess.run(
                [*prefix, str(programs[-1] / program), *words], check=True, stdout=subprocess.DEVNULL
            )

        data = str(home / "data")
        run("initdb", "-D", data, "-U", "phoihop", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c max_wal_size=4GB -c jit=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(home / "log"), "-w", "start")
        try:
            yield f"postgresql://phoihop@{str(home).replace('/', '%2F')}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def lay_down(bodies: list[Any]) -> None:
    """A thousand petitions in every state, with question, answer, way, clock and keys."""
    from bench.likeness import texts
    from phoihop.core import moment
    from phoihop.core.models import Deadline, DeadlineRule
    from phoihop.petitions.alike import keep_keys
    from phoihop.petitions.models import Answer, Petition, Question, Transfer

    states = ("received", "classified", "forwarded", "assigned", "answered", "closed", "verified", "sent_up")
    today, council = moment.today(), bodies[0]
    rows = []
    for n, text in enumerate(texts(BASE)):
        raised = today - timedelta(days=n % 700)
        due = raised + timedelta(days=90)
        done = raised + timedelta(days=40) if n % 8 >= 4 else None
        rows.append(
            Petition(
                code=f"KN-{n:05d}", state=states[n % 8], title=text[:200], content=text, source="voter_contact", raised_on=raised,
                received_on=raised, quarter=f"Tổ dân phố {n % 40 + 1}", field=("do-thi", "moi-truong", "")[n % 3],
                receiver=council, forwarder=council, answering=bodies[1], responsible=bodies[2], lookup=f"BENCH{n:05d}",
                due_on=due, sort_on=due, answered_on=done, solved_on=done if n % 8 in (5, 6) else None,
                verified_on=done if n % 8 == 6 else None, result_class="da_giai_quyet" if n % 8 in (5, 6) else "",
            )
        )  # fmt: skip
    Petition.objects.bulk_create(rows)
    Question.objects.bulk_create(Question(petition=r, number=1, order=1, text=r.title) for r in rows)
    Answer.objects.bulk_create(
        Answer(
            petition=r,
            number=1,
            sending=1,
            order=1,
            unit=bodies[2],
            result_class=r.result_class,
            short="Đã kiểm tra.",
        )
        for r in rows
        if r.answered_on
    )
    Transfer.objects.bulk_create(
        Transfer(petition=r, order=1, kind="forward", from_body=council, to_body=bodies[1], on=r.raised_on)
        for r in rows
    )
    rule = DeadlineRule.objects.filter(code__startswith="petitions.").first()
    if rule is not None:
        Deadline.objects.bulk_create(
            Deadline(
                record_type="petitions.petition", record_id=r.pk, record_code=r.code, code=rule.code, rule=rule,
                event_on=r.raised_on, due_on=r.sort_on, body=council.pk, calendar_version="-", stopped_on=r.answered_on,
            )
            for r in rows
        )  # fmt: skip
    keep_keys(list(Petition.objects.select_related("receiver")))


def _moved(column: str) -> str:
    """The words of a copy: at a lane of its own, but for one in fifty."""
    return (
        f"CASE WHEN k % {MEET} = 0 THEN t.{column} ELSE replace(t.{column}, 'ngõ ', 'ngõ ' || k || '/') END"
    )


def copy(first: int, last: int) -> None:
    """The thousand again and again, within the database: copies ``first`` to ``last``."""
    from django.db import connection

    from phoihop.core.models import Deadline
    from phoihop.petitions.models import Answer, LikenessKey, Petition, Question, Transfer

    many = 100_000_000
    own: dict[Any, dict[str, str]] = {
        Petition: {
            "code": "t.code || '.' || k", "lookup": "t.lookup || '.' || k",
            "title": f"left({_moved('title')}, 200)",
            "content": _moved("content"),
        },
        Question: {}, Answer: {}, Transfer: {},
        Deadline: {"record_id": "t.record_id + k * 10000", "record_code": "t.record_code || '.' || k"},
        LikenessKey: {"key": f"CASE WHEN k % {MEET} = 0 OR t.key < 0 THEN t.key ELSE t.key # (k * 7919) END"},
    }  # fmt: skip
    with connection.cursor() as cursor:
        for model, changed in own.items():
            columns = [f.column for f in model._meta.local_concrete_fields]
            spread = many if model is LikenessKey else 10_000
            values = [
                f"t.id + k::bigint * {spread}" if c == "id"
                else "t.petition_id + k * 10000" if c == "petition_id"
                else changed.get(c, f't."{c}"')
                for c in columns
            ]  # fmt: skip
            named = ", ".join(f'"{c}"' for c in columns)
            where = "t.id <= 10000" if model is not LikenessKey else f"t.id <= {many}"
            if model is Deadline:
                where += " AND t.record_type = 'petitions.petition'"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({named}) SELECT {', '.join(values)} "  # noqa: S608 our own names
                f"FROM {model._meta.db_table} t, generate_series({first}, {last}) k WHERE {where}"
            )
        cursor.execute("ANALYZE")


def measured(client: Any, clerk: Any) -> dict[str, Any]:
    """Queries, processor milliseconds of the page, and wall milliseconds (the database works in another process)."""
    from django.db import connection, reset_queries, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from phoihop.petitions.alike import candidates, keep_keys
    from phoihop.petitions.models import Petition

    out: dict[str, Any] = {"rows": Petition.objects.count()}
    row = Petition.objects.filter(title=MEASURED).earliest("pk")
    pages = {
        "list": (client, "/kien-nghi/"), "overdue": (client, "/kien-nghi/?muc=overdue"), "all": (client, "/kien-nghi/?muc=tat-ca"),
        "detail": (client, f"/kien-nghi/{row.code}/"), "lookup": (Client(), f"/tra-cuu/{row.lookup}/"),
    }  # fmt: skip
    for name, (who, path) in pages.items():
        reply = who.get(path)
        if reply.status_code != 200:
            raise RuntimeError(f"{path} answers {reply.status_code}")
        reset_queries()  # the log holds a set number
        with CaptureQueriesContext(connection) as captured:
            who.get(path)
        asked = len(captured)  # the next request empties the log
        slow = max(
            captured.captured_queries, key=lambda q: float(q["time"]), default={"time": "0", "sql": ""}
        )
        spent, took = [], []
        for _n in range(TIMES):
            cpu, wall = process_time(), perf_counter()
            who.get(path)
            spent.append((process_time() - cpu) * 1000)
            took.append((perf_counter() - wall) * 1000)
        out[name] = {
            "queries": asked,
            "slowest": [round(float(slow["time"]) * 1000), slow["sql"][:160]],
            "cpu": round(min(spent), 1),
            "wall": round(min(took), 1),
        }
    spent, took = [], []
    for _n in range(TIMES):
        with transaction.atomic():
            cpu, wall = process_time(), perf_counter()
            keep_keys([row])
            candidates(row, clerk)
            spent.append((process_time() - cpu) * 1000)
            took.append((perf_counter() - wall) * 1000)
            transaction.set_rollback(True)
    out["one new petition"] = {"cpu": round(min(spent), 1), "wall": round(min(took), 1)}
    return out


def run(upto: int) -> list[dict[str, Any]]:
    """In a process whose database is the cluster."""
    import django

    django.setup()
    from datetime import date

    from django.core.management import call_command
    from django.test import Client

    from phoihop.accounts.actions import grant
    from phoihop.accounts.actor import actor_for
    from phoihop.accounts.setup import first_run
    from phoihop.core import moment, seed
    from phoihop.core.actions import perform
    from phoihop.core.who import CLOCK
    from phoihop.directory.models import Organisation
    from phoihop.petitions.actions import receive

    call_command("migrate", verbosity=0)
    seed.load_all()
    _place, account, _password = first_run(
        kind="phuong", name="Đo", username="do", full_name="Người Đo", at=moment.now()
    )
    kinds = {body.kind_id: body for body in Organisation.objects.all()}
    bodies = [kinds["TTHDND"], kinds["UBND"], kinds["PKT"]]
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
    clerk = actor_for(account.user, on=moment.today())
    lay_down(bodies)
    perform(
        receive, actor=clerk, at=moment.now(), content="Ngõ 84 đường Lê Lợi ngập 30 cm mỗi khi mưa. Bao giờ cải tạo rãnh?",
        title=MEASURED, quarter="Tổ dân phố 12", place="ngõ 84", source="voter_contact", source_words="nhà văn hóa tổ 12",
        questions=["Ngõ 84 ngập khi mưa.", "Bao giờ cải tạo rãnh?"],
    )  # fmt: skip
    copy(1, 0)  # the statistics of the thousand
    told = [measured(client, clerk)]
    done = 0
    for size in (100_000, 1_000_000):
        if size > upto:
            break
        begun = perf_counter()
        copy(done + 1, size // BASE - 1)
        done = size // BASE - 1
        print(f"{size} rows laid down in {perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        told.append(measured(client, clerk))
        print(json.dumps(told[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    return told


def figures(upto: int) -> list[dict[str, Any]]:
    """Measured in a process and a cluster of their own; empty without PostgreSQL."""
    with cluster() as address, tempfile.TemporaryDirectory(prefix="phoihop-bench-") as data:
        if not address:
            return []
        environment = {
            **os.environ, "DATABASE_URL": address, "PHOIHOP_DATA": data, "PHOIHOP_TESTING": "1", "PHOIHOP_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "phoihop.config.settings",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "bench.petitions", "--inside", "--upto", str(upto)], cwd=ROOT, check=True,
            stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        told: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
        return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--upto", type=int, default=1_000_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(run(options.upto), ensure_ascii=False))
        return
    told = figures(options.upto)
    print(json.dumps(told, ensure_ascii=False, indent=1) if told else "PostgreSQL is not installed here.")


if __name__ == "__main__":
    main()
