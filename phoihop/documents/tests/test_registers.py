"""R-3: the numbers of a book are 1 … n, each once; a gap has its reason; two locks at once never share one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.core.actions import Refused
from phoihop.core.journal import verify_database
from phoihop.directory.tests.factories import TODAY
from phoihop.documents import actions as verbs
from phoihop.documents.books import in_book, out_book
from phoihop.documents.models import (
    DocumentKind,
    NoSeries,
    NumberSeries,
    OutgoingDocument,
    SigningWay,
    headed_on,
    series_for,
    symbol_of,
)
from phoihop.documents.tests.factories import Registry

STEPS = st.lists(st.sampled_from(("lock", "drop", "issue", "again")), min_size=1, max_size=7)


class Clerk:
    """Does what a day brings, in any order."""

    def __init__(self, room: Registry, kind: DocumentKind) -> None:
        self.room, self.kind, self.open = room, kind, list[OutgoingDocument]()

    def lock(self) -> None:
        self.open.append(self.room.locked(kind=self.kind, copies=""))

    def drop(self) -> None:
        if self.open:
            self.room.perform(verbs.drop, self.open.pop(), self.room.leader, words="Không cần nữa")

    def issue(self) -> None:
        if self.open:
            made = self.room.perform(verbs.sign, self.open.pop(), self.room.leader)
            self.room.perform(verbs.issue, self.room.compared(made), self.room.office)

    def again(self) -> None:
        """Returned, approved, and locked once more."""
        if self.open:
            made = self.room.perform(verbs.return_draft, self.open.pop(), self.room.leader, words="Sửa")
            made = self.room.perform(verbs.approve, made, self.room.leader)
            self.open.append(self.room.perform(verbs.lock_for_signing, made, self.room.office))


@pytest.mark.django_db
def test_whatever_happens_the_numbers_of_a_book_are_one_to_n_and_a_gap_has_its_reason() -> None:
    room = Registry()
    kinds = iter(DocumentKind.objects.exclude(letters=""))

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def holds(steps: list[str]) -> None:
        kind = next(kinds)
        clerk = Clerk(room, kind)
        for step in steps:
            getattr(clerk, step)()
        rows = OutgoingDocument.objects.filter(kind=kind, number__isnull=False).order_by("number")
        assert [row.number for row in rows] == list(range(1, steps.count("lock") + 1))
        assert all(row.ended_why for row in rows if row.state == "dropped")
        assert len({row.official_number for row in rows}) == len(rows)

    holds()


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


@pytest.mark.django_db(transaction=True)
def test_locks_at_the_same_moment_never_share_a_number() -> None:
    room = Registry()
    ready = [room.approved(copies="") for _n in range(4)]
    done = together(
        *[lambda row=row: room.perform(verbs.lock_for_signing, row, room.office) for row in ready]
    )
    assert sorted(getattr(row, "number", repr(row)) for row in done) == [1, 2, 3, 4]
    twice = room.approved(copies="")
    told = together(*[lambda: room.perform(verbs.lock_for_signing, twice, room.office)] * 2)
    assert sorted(type(row).__name__ for row in told) == ["OutgoingDocument", "Stale"]
    assert OutgoingDocument.objects.get(pk=twice.pk).number == 5
    assert verify_database().faults == []


@pytest.mark.django_db
def test_the_database_itself_refuses_a_number_twice() -> None:
    room = Registry()
    first, second = room.locked(), room.locked()
    with pytest.raises(IntegrityError):
        OutgoingDocument.objects.filter(pk=second.pk).update(number=first.number)


@pytest.mark.django_db
def test_a_body_may_count_all_its_papers_together_from_a_new_year_on() -> None:
    room = Registry()
    ubnd, front = room.bodies["UBND"], room.bodies["MTTQ"]
    NumberSeries.objects.create(
        code="chung", label="Một dãy số chung", body=ubnd, group="chung", valid_from=date(2027, 1, 1)
    )
    kinds = [DocumentKind.objects.get(pk=code) for code in ("BC", "KH")]
    assert [room.locked(kind=kind).official_number for kind in kinds] == ["01/BC-UBND", "02/KH-UBND"]
    assert series_for(front, kinds[0], date(2027, 8, 2)).code == "di"
    assert series_for(ubnd, kinds[0], date(2026, 8, 2)).code == "di"
    with pytest.raises(NoSeries):
        series_for(ubnd, kinds[0], date(1990, 1, 1))
    with pytest.raises(Refused, match="Chưa có cách đánh số"):
        NumberSeries.objects.all().delete()
        room.locked()


@pytest.mark.django_db
def test_joint_styles_of_numbers_are_templates() -> None:
    room = Registry()
    three = [room.bodies[key] for key in ("TTHDND", "UBND", "MTTQ")]
    kinds = {kind.code: kind for kind in DocumentKind.objects.all()}
    told = {
        "{kind}-{bodies}": "QCPH-HĐND-UBND-MTTQ", "{kind}/{bodies}": "QCPH/HĐND-UBND-MTTQ",
        "{year}/{kind}-{bodies}": "2027/QCPH-HĐND-UBND-MTTQ", "{kind}-{bodies}-{unit}": "QCPH-HĐND-UBND-MTTQ-PKT",
    }  # fmt: skip
    for template, symbol in told.items():
        assert (
            symbol_of(kinds["QCPH"], three, year=2027, unit=room.bodies["PKT"], template=template) == symbol
        )
    assert symbol_of(kinds["CV"], three[1:2], year=2027, unit=room.bodies["UBND"]) == "UBND"
    assert symbol_of(kinds["CV"], three[1:2], year=2027, unit=room.bodies["VP"]) == "UBND-VP"


@pytest.mark.django_db
def test_the_book_shows_every_number_and_why_one_is_empty() -> None:
    room = Registry()
    room.issued()
    room.perform(verbs.drop, room.locked(), room.leader, words="Lấy số nhầm")
    room.draft()
    book = out_book(room.bodies["UBND"], 2027, room.office)
    assert [cells[0] for _row, cells in book.rows] == ["01/BC-UBND", "02/BC-UBND"]
    assert (book.rows[1][1][-1], book.gaps) == ("Số để trống: Lấy số nhầm", 1)
    assert book.rows[0][1][3] == "Vũ Hoàng Nam"
    room.registered()
    come = in_book(room.bodies["UBND"], 2027, room.office)
    assert [cells[:4] for _row, cells in come.rows] == [
        ("01", "02/08/2027", "UBND thành phố Hà Nội", "45/KH-UBND")
    ]


@pytest.mark.django_db
def test_which_bodies_sign_by_one_head_is_the_rows_to_say_on_the_day() -> None:
    Registry()
    told = [kind in headed_on(TODAY) for kind in ("VP", "PKT", "UBND", "MTTQ")]
    assert told == [True, True, False, False]
    SigningWay.objects.filter(body_kind="PKT").update(valid_to=TODAY + timedelta(days=1))
    assert ("PKT" in headed_on(TODAY + timedelta(days=1)), "PKT" in headed_on(TODAY)) == (False, True)
