"""Every commitment of the book lies in exactly one bucket, and memory and database say the same one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.commitments.models import (
    LIVE,
    NO_DATE,
    Bucket,
    Commitment,
    CommitmentState,
    bucket,
    bucket_of,
    in_bucket,
)
from phoihop.commitments.tests.factories import Book
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import TODAY

pytestmark = pytest.mark.django_db

SAME_TABLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
#: Around today, far off on both sides, and the edges of the week.
DAYS = st.one_of(
    st.integers(-400, 400), st.sampled_from([-1, 0, 1, 6, 7, 8])
).map(lambda n: TODAY + timedelta(days=n))  # fmt: skip
STANDS = st.tuples(st.sampled_from(list(CommitmentState)), DAYS, st.booleans())


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return Book().bodies


def standing(
    bodies: dict[str, Organisation], n: int, stand: tuple[CommitmentState, date, bool]
) -> Commitment:
    """A row as it stands in the table; only proposals and dropped ones may be without a date."""
    state, day, dateless = stand
    due = None if dateless and state in ("proposed", "dropped") else day
    seen = state == CommitmentState.VERIFIED
    return Commitment(
        code=f"T-{n}", state=state, content=f"Việc {n}", lead=bodies["PKT"], owner=bodies["UBND"], product="Ảnh",
        due_on=due, sort_on=due or NO_DATE, review_on=day if state == CommitmentState.DEFERRED else None,
        verified_on=day if seen else None, verifier=bodies["MTTQ"] if seen else None,
    )  # fmt: skip


@SAME_TABLES
@given(stands=st.lists(STANDS, max_size=30), today=st.sampled_from([TODAY, TODAY + timedelta(days=200)]))
def test_memory_and_database_name_the_same_bucket_and_the_buckets_part_the_book(
    bodies: dict[str, Organisation], stands: list[tuple[CommitmentState, date, bool]], today: date
) -> None:
    Commitment.objects.all().delete()
    Commitment.objects.bulk_create(standing(bodies, n, stand) for n, stand in enumerate(stands))
    rows = list(Commitment.objects.annotate(lies_in=bucket(today)))
    assert [row.lies_in for row in rows] == [bucket_of(row, today) or "" for row in rows]
    members = {name: set(Commitment.objects.filter(in_bucket(name, today))) for name in Bucket}
    assert members == {name: {row for row in rows if row.lies_in == name} for name in Bucket}
    book = {row for row in rows if row.state in LIVE}
    assert sum(map(len, members.values())) == len(book)
    assert set().union(*members.values()) == book


@pytest.mark.parametrize(
    ("state", "away", "name"),
    [
        ("issued", -1, Bucket.OVERDUE), ("queried", -1, Bucket.OVERDUE), ("underway", -1, Bucket.OVERDUE),
        ("underway", 0, Bucket.SOON), ("accepted", 7, Bucket.SOON), ("accepted", 8, Bucket.NOT_STARTED),
        ("queried", 8, Bucket.NOT_STARTED), ("underway", 8, Bucket.UNDERWAY), ("reported", -99, Bucket.REPORTED),
        ("verified", -99, Bucket.VERIFIED), ("deferred", -99, Bucket.DEFERRED), ("proposed", -1, None),
        ("dropped", -1, None),
    ],
)  # fmt: skip
def test_the_first_that_fits_is_the_bucket(
    bodies: dict[str, Organisation], state: str, away: int, name: Bucket | None
) -> None:
    row = standing(bodies, 1, (CommitmentState(state), TODAY + timedelta(days=away), False))
    assert bucket_of(row, TODAY) == name


def test_the_day_a_row_is_sorted_by_cannot_part_from_its_due_date(bodies: dict[str, Organisation]) -> None:
    row = standing(bodies, 1, (CommitmentState.ISSUED, TODAY, False))
    row.sort_on = NO_DATE
    with pytest.raises(ValidationError, match="Ngày xếp thứ tự"):
        row.validate_constraints()


def test_one_page_of_a_large_book_is_read_from_the_index(bodies: dict[str, Organisation]) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the plan of PostgreSQL depends on statistics this small table does not have")
    late = Commitment.objects.filter(in_bucket(Bucket.OVERDUE, TODAY)).order_by("sort_on", "pk")[:25]
    assert "commitment_state" in late.explain()
    everything = Commitment.objects.order_by("sort_on", "pk")[:25]
    assert "commitment_order" in everything.explain() and "TEMP B-TREE" not in everything.explain()
