"""What every test run needs: triggers step aside for the flush between tests that use real transactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


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
