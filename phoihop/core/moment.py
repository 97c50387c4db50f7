"""The clock, read only by doors and ``tick``; a demo database may live in a year of its own."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC; shifted in a demo, whose invented year goes on at the pace of real days."""
    return timezone.now() + settings.CLOCK_OFFSET


def today() -> date:
    """The local date of the installation."""
    return timezone.localdate(now())
