"""What every test run needs: triggers step aside for the flush between tests that use real transactions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.kept import empty_database


@pytest.fixture(autouse=True, scope="session")
def _liftable_guards() -> Iterator[None]:
    """The append-only triggers would refuse the flush after a transactional test: lift and restore them."""
    from django.core.management.commands import flush  # noqa: PLC0415 Django is ready only inside a fixture

    from phoihop.core import ledger  # noqa: PLC0415 Django is ready only inside a fixture

    plain = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        ledger.lift_guards()
        plain(self, **options)
        ledger.install_guards()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """On SQLite the migrated copy is laid where the test database is looked for, and found up to date."""
    if request.config.getvalue("reuse_db") or connection.vendor != "sqlite":
        return bool(request.config.getvalue("reuse_db"))
    name = Path(connection.settings_dict["TEST"]["NAME"])
    name.parent.mkdir(parents=True, exist_ok=True)
    for rest in ("-wal", "-shm"):
        name.with_name(name.name + rest).unlink(missing_ok=True)
    shutil.copyfile(empty_database(), name)
    return True


#: Fixtures through which a test reaches the database.
_TOUCHES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "client", "admin_client"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long ones first. On the second database only what touches one is run again: a paper reads the same on both."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if os.environ.get("PHOIHOP_SECOND_DATABASE") != "1":
        return
    again = [
        i
        for i in items
        if (i.get_closest_marker("django_db") or _TOUCHES.intersection(_fixtures(i)))
        and not i.get_closest_marker("one_database")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in again])
    items[:] = again


def _fixtures(item: pytest.Item) -> Iterable[str]:
    return getattr(item, "fixturenames", ())
