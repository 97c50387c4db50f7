"""The access log: sign-ins, refusals, openings of files, exports. Kept apart from the journal."""

from __future__ import annotations

import ipaddress
import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from phoihop.core import moment
from phoihop.core.models import Access

KEEP_MONTHS = 24
_log = logging.getLogger("phoihop.access")


def note(request: Any, *, kind: str, what: str) -> None:
    """Write one line; ``what`` is a path or a code, never a query string or a text."""
    user = getattr(request, "user", None)
    try:
        with transaction.atomic():
            Access.objects.create(
                at=moment.now(), user=getattr(user, "pk", None), kind=kind[:20], what=what[:200],
                address=address_of(request), request_id=getattr(request, "request_id", ""),
            )  # fmt: skip
    except (
        OperationalError
    ):  # the disk is full: reading goes on, and the log of the process says what was not noted
        _log.warning("access not noted: %s %s", kind, what[:200])


def note_once(request: Any, *, kind: str, what: str) -> None:
    """The same where one opening asks for many pages: one line a person, thing and day."""
    now = timezone.localtime(moment.now())
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    user = getattr(getattr(request, "user", None), "pk", None)
    seen = Access.objects.filter(at__gte=since, user=user, kind=kind[:20], what=what[:200])
    if user is None or not seen.exists():
        note(request, kind=kind, what=what)


def note_machine(*, kind: str, what: str) -> None:
    """The same from a command on the server: nobody is signed in there, the words say who ran it."""
    Access.objects.create(at=moment.now(), kind=kind[:20], what=what[:200])


def address_of(request: Any) -> str | None:
    """Of the visitor: what the proxy in front wrote down last, if one is declared; else of who connected."""
    given = request.META.get("REMOTE_ADDR") or ""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.ALLAUTH_TRUSTED_PROXY_COUNT <= len(hops):
        given = hops[-settings.ALLAUTH_TRUSTED_PROXY_COUNT].strip()
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        return None


def forget_old(*, at: datetime) -> int:
    """Delete lines older than the time they are kept (24 months, operation.md)."""
    return Access.objects.filter(at__lt=at - timedelta(days=KEEP_MONTHS * 30)).delete()[0]
