"""Search over a million records: the time of a question and of its whole page, for who sees little and for who sees all.

    python -m bench.searching [--rows 1000000] [--keep]

On PostgreSQL with ``DATABASE_URL`` (1,000,000 rows), else on SQLite (200,000). One third of the questions are rare
words, one third words in a fiftieth of the records, one third words in over half of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import perf_counter

os.environ.setdefault("PHOIHOP_TESTING", "1")
os.environ.setdefault("PHOIHOP_DATA", tempfile.mkdtemp(prefix="phoihop-search-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402

from phoihop.accounts.setup import first_run  # noqa: E402
from phoihop.commitments import actions as verbs  # noqa: E402
from phoihop.commitments.models import Commitment  # noqa: E402
from phoihop.core import background, moment, seed  # noqa: E402
from phoihop.core.actions import perform  # noqa: E402
from phoihop.core.indexing import facet_tokens  # noqa: E402
from phoihop.core.models import SearchRow  # noqa: E402
from phoihop.core.search import look, row_ids  # noqa: E402
from phoihop.core.who import Actor, Hat  # noqa: E402
from phoihop.directory.models import Organisation  # noqa: E402

#: A row in so many belongs to whoever sees little: half a per cent.
SELDOM = 200
QUESTIONS = 120
BAR = 20.0


def main() -> None:
    """Fills the tables, asks, prints a line for each reader and kind of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--keep", action="store_true", help="ask again over the rows that are there")
    given = parser.parse_args()
    rows = given.rows or (200_000 if connection.vendor == "sqlite" else 1_000_000)
    if not given.keep:
        call_command("migrate", verbosity=0)
        seed.load_all()
        first_run(kind="phuong", name="Đo", username="do", full_name="Người Đo", at=moment.now())
        began = perf_counter()
        fill(rows)
        print(f"{connection.vendor}: {rows:,} rows laid down in {perf_counter() - began:.0f} s")
    bodies = list(Organisation.objects.order_by("pk"))
    readers = {"sees all": reader(bodies[0]), f"sees 1 in {SELDOM}": reader(bodies[2])}
    print(f"{'reader':<16}{'question':<12}{'index p50':>10}{'p95':>8}{'page p50':>10}{'p95':>8}  ms")
    for name, actor in readers.items():
        every: list[float] = []
        whole: list[float] = []
        for kind, words in questions(rows).items():
            index = [timed(partial(row_ids, w, actor)) for w in words]
            page = [timed(partial(look, w, actor)) for w in words]
            every, whole = every + index, whole + page
            line(name, kind, index, page)
        line(name, "mix", every, whole)
        met = p95(every) <= BAR
        print(
            f"{'':<16}{'':<12}{'met' if met else 'NOT met'}: p95 of the mix {p95(every):.1f} ms, bar {BAR:g}"
        )


def reader(body: Organisation) -> Actor:
    hat = Hat(role="clerk", body=body.pk, words="Chuyên viên", body_name=str(body))
    return Actor(user=1, name="Đo", hats=(hat,), territories=frozenset({body.territory_id}))


def questions(rows: int) -> dict[str, list[str]]:
    """The same number of each kind; no two the same, so that no answer is a cached one."""
    each = QUESTIONS // 3
    return {
        "rare": [f"hiem{n * 37 % (rows // 10)}" for n in range(each)],
        "medium": [f"vuon{n % 50} {'tuyen' if n % 2 else 'pho'}" for n in range(each)],
        "common": [("phuong", "bao cao", "phuong ket qua", "ket qua thuc hien")[n % 4] for n in range(each)],
    }


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds of the second time it is asked: the first brings the pages of the index into memory."""
    ask()
    start = perf_counter()
    ask()
    return (perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def line(name: str, kind: str, index: list[float], page: list[float]) -> None:
    print(
        f"{name:<16}{kind:<12}{statistics.median(index):>10.1f}{p95(index):>8.1f}"
        f"{statistics.median(page):>10.1f}{p95(page):>8.1f}"
    )


def fill(rows: int) -> None:
    """Copies of one lawful commitment with other words, laid down by the database itself."""
    bodies = list(Organisation.objects.order_by("pk"))
    hat = Hat(role="clerk", body=bodies[0].pk, words="Chuyên viên", body_name=str(bodies[0]), territory=bodies[0].territory_id)  # fmt: skip
    office = Actor(user=1, name="Đo", hats=(hat,), territories=frozenset({bodies[0].territory_id}))
    first = perform(
        verbs.propose, actor=office, at=moment.now(), content="việc đo", lead=bodies[1], product="Báo cáo",
        due_on=moment.today() + timedelta(days=60),
    )  # fmt: skip
    words = (
        f"'viec ' || n || ' hiem' || (n % {rows // 10}) || ' vuon' || (n % 50) || CASE WHEN n % 10 < 6 THEN ' phuong' ELSE '' END"
        " || ' bao cao ket qua thuc hien tuyen pho to ' || (n % 24)"
    )
    lead = f"CASE WHEN n % {SELDOM} = 0 THEN {bodies[2].pk} ELSE {bodies[1].pk} END"
    _copy(Commitment, first.pk, rows, {"code": "'B-' || n", "content": words, "lead_id": lead})
    row = SearchRow.objects.get(record_id=first.pk, record_type=Commitment._meta.label_lower)
    token = f"'b{bodies[0].pk} b' || {lead}"
    facets = facet_tokens(first, at=moment.now())
    _copy(
        SearchRow, row.pk, rows,
        {
            "record_id": f"{first.pk} + n", "code": "'B-' || n", "title": words, "text": words, "readers": token,
            "facets": f"'{facets}'",
        },
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    background.weigh_indexes()


def _copy(model: type[models.Model], key: int, rows: int, changed: dict[str, str]) -> None:
    table = model._meta.db_table
    columns = [str(f.column) for f in model._meta.concrete_fields]
    takes = ["t.id + n" if c == "id" else changed.get(c, f't."{c}"') for c in columns]
    series = (  # the numbers are our own
        f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows}) SELECT n FROM c)"
        if connection.vendor == "sqlite"
        else f"(SELECT n FROM generate_series(1, {rows}) AS g(n))"
    )
    names = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(takes)} FROM "{table}" t, {series} AS g WHERE t.id = {key}'
        )


if __name__ == "__main__":
    main()
