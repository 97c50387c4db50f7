"""What the pages of a programme are looked at with."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from phoihop.activities.programmes.tests.factories import Table
from phoihop.core import moment
from phoihop.directory.tests.factories import NOW


@pytest.fixture
def table(settings: Any, db: None) -> Table:
    """Three bodies at their table, on the day of the tests."""
    settings.CLOCK_OFFSET = NOW - moment.now()
    cache.clear()
    return Table()
