"""Two people at once, with real threads: one wins, the other is told, the chain holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from phoihop.core.actions import Refused, Stale, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry
from phoihop.core.tests import factories as make
from phoihop.core.tests.factories import CLERK, LEAD, NOW
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs in threads that start at the same moment; results or exceptions in order."""
    results: list[Any] = [None] * len(jobs)
    start = threading.Barrier(len(jobs))

    def run(n: int, job: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[n] = job()
        except Exception as error:  # the test looks at what each thread was told
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_of_two_who_take_one_errand_one_wins_and_the_other_is_told() -> None:
    make.rules()
    made = make.errand()
    results = together(*[lambda: perform(verbs.take, made, actor=LEAD, at=NOW)] * 2)
    assert sorted(type(r).__name__ for r in results) == ["Errand", "Stale"]
    assert JournalEntry.objects.filter(record_id=made.pk).count() == 2
    assert verify_database().faults == []


def test_eight_threads_of_renaming_keep_the_chain_whole() -> None:
    make.rules()
    made = make.errand()

    def rename_often(n: int) -> int:
        return sum(
            bool(perform(verbs.rename, made, actor=CLERK, at=NOW, title=f"Tên {n}.{i}")) for i in range(10)
        )

    assert together(*[lambda n=n: rename_often(n) for n in range(8)]) == [10] * 8
    assert Errand.objects.get().seq == 81
    assert verify_database().faults == []


def test_one_key_sent_by_four_threads_makes_one_record() -> None:
    make.rules()
    results = together(
        *[lambda: perform(verbs.open_errand, actor=CLERK, at=NOW, title="Gửi nhiều lần", key="một")] * 4
    )
    assert {getattr(r, "pk", repr(r)) for r in results} == {Errand.objects.get().pk}
    assert not [r for r in results if isinstance(r, Refused | Stale)]
