"""Installations for tests that look at a whole one: an empty one as a file, and the demo ward on its day."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from phoihop.config.demo.build import build
from tests import kept

#: Monday morning in the ward, as ``make demo`` begins.
DEMO_DAY = datetime(2027, 8, 2, 1, 15, tzinfo=UTC)


@pytest.fixture(scope="session")
def empty() -> Path:
    """The file of a migrated database without rows, to be copied under an installation of one's own."""
    return kept.empty_database()


@pytest.fixture
def demo(settings: Any, transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The demo ward, built once a run. Its stored files lie in the data folder, which the workers share."""
    settings.CLOCK_OFFSET = DEMO_DAY - timezone.now()
    if connection.vendor != "sqlite":
        build(say=lambda words: None)
        return
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    ward = shared / "demo.sqlite3"
    with kept.alone(shared / "demo.lock"):
        if not ward.exists():
            build(say=lambda words: None)
            kept.copy(connection.connection, ward)
            return
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(ward)) as source:
        source.backup(connection.connection)
