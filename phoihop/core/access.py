"""The access log: sign-ins, refusals, openings of files, exports. Kept apart from the journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from phoihop.core import moment
from phoihop.core.models import Access

KEEP_MONTHS = 24


def note(request: Any, *, kind: str, what: str) -> None:
    """Write one line; ``what`` is a path or a code, never a query string or a text."""
    user = getattr(request, "user", None)
    Access.objects.create(
        at=moment.now(), user=getattr(user, "pk", None), kind=kind[:20], what=what[:200],
        address=request.META.get("REMOTE_ADDR") or None, request_id=getattr(request, "request_id", ""),
    )  # fmt: skip


def forget_old(*, at: datetime) -> int:
    """Delete lines older than the time they are kept (24 months, operation.md)."""
    return Access.objects.filter(at__lt=at - timedelta(days=KEEP_MONTHS * 30)).delete()[0]
