"""One rule, asked in two ways: what a page says of a target is what the figures count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from phoihop.activities.programmes.assessing import RULE, Direction
from phoihop.activities.programmes.figures import ASSESSED
from phoihop.activities.programmes.models import Target, TargetState
from phoihop.activities.programmes.tests.factories import Table

DAYS = st.one_of(
    st.none(), st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(2020, 2030).map(lambda y: date(y, 12, 31))
)  # fmt: skip
AMOUNTS = st.decimals(Decimal("-999999999"), Decimal("999999999"), places=3)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=AMOUNTS, more=st.one_of(st.none(), st.just(Decimal(0)), AMOUNTS), on=DAYS,
    direction=st.sampled_from(Direction.values), state=st.sampled_from(TargetState.values),
)  # fmt: skip
@example(plan=Decimal(20), more=Decimal(-1), on=None, direction="at_least", state="open")
@example(plan=Decimal(20), more=Decimal(-1), on=date(2026, 12, 31), direction="exactly", state="open")
@example(plan=Decimal(0), more=Decimal(0), on=date(2026, 6, 30), direction="at_most", state="ended")
def test_the_page_and_the_database_say_the_same_of_every_target(
    kept: Target, plan: Decimal, more: Decimal | None, on: date | None, direction: str, state: str
) -> None:
    Target.objects.filter(pk=kept.pk).update(
        plan=plan,
        latest=None if more is None else plan + more,
        latest_on=on,
        direction=direction,
        state=state,
    )
    row = Target.objects.annotate(assessed=ASSESSED).get(pk=kept.pk)
    assert row.assessment == row.assessed


@pytest.fixture
def kept(db: None) -> Target:
    table = Table()
    target: Target = table.target(table.in_force())
    return target


def test_the_rule_speaks_of_every_direction() -> None:
    assert set(RULE) == set(Direction)
