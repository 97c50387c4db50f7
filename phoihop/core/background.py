"""What the one scheduled command does for the engine: reminders, the daily seal, the state of the indexes. Idempotent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core import ledger
from phoihop.core.deadlines import hours_left
from phoihop.core.models import Deadline, JournalEntry, SearchRow

#: Two machines may differ by so much before it is said.
SKEW = timedelta(minutes=2)


def remind_of_deadlines(*, at: datetime) -> int:
    """Tell the body of each open clock n days before it runs out, n as its rule says; each once."""
    today = timezone.localdate(at)
    sent = 0
    soon = Deadline.objects.filter(
        stopped_on=None, paused_on=None, due_on__gte=today, due_on__lte=today + timedelta(days=60)
    ).exclude(body=None)
    for key in soon.exclude(rule__remind="").values_list("pk", flat=True):
        with transaction.atomic():
            clock = Deadline.objects.select_for_update().select_related("rule").get(pk=key)
            left, words = _left(clock, at)
            marks = [m for m in clock.rule.remind.split(",") if int(m) >= left]
            if left < 0 or not marks or clock.stopped_on or marks[-1] in clock.reminded.split(","):
                continue
            text = f"{clock.rule.label}, {words}: {_name(clock)}."
            ledger.remind(clock, body=clock.body or 0, text=text, at=at, mark=marks[-1])
            sent += 1
    return sent


def _left(clock: Deadline, at: datetime) -> tuple[int, str]:
    """Days left, or whole hours of a clock that counts them, and the words for it with its end."""
    if clock.due_at is None:
        left = (clock.due_on - timezone.localdate(at)).days
        return left, _("còn %(left)d ngày, hạn %(due)s") % {"left": left, "due": f"{clock.due_on:%d/%m/%Y}"}
    left = int((clock.due_at - at).total_seconds() // 3600)
    due = timezone.localtime(clock.due_at)
    return left, _("%(left)s, hạn %(due)s") % {
        "left": hours_left(clock.due_at, at)[1], "due": f"{due:%H:%M} ngày {due:%d/%m/%Y}",
    }  # fmt: skip


def _name(clock: Deadline) -> str:
    """What the clock runs on, as people call it; the code where it is in no index."""
    kind: Any = apps.get_model(clock.record_type)
    if {*kind.unjournalled} & {*kind.search}:
        return clock.record_code
    rows = SearchRow.objects.filter(record_type=clock.record_type, record_id=clock.record_id)
    return str(rows.values_list("title", flat=True).first() or clock.record_code)


def seal_yesterday(*, at: datetime) -> bool:
    """Seal the journal up to yesterday; True if a root was written."""
    return ledger.seal_day(timezone.localdate(at) - timedelta(days=1)) is not None


def clock_went_back(*, at: datetime) -> datetime | None:
    """The moment of the newest step when the clock of the machine stands before it: days would be counted wrong."""
    last = JournalEntry.objects.order_by("-noted_at").values_list("noted_at", flat=True).first()
    return last if last is not None and last > at + SKEW else None


def weigh_indexes() -> None:
    """SQLite chooses an index by what the tables hold, and looks only when told to; PostgreSQL looks by itself.

    Not by a sample: a body that reads everything would then pass for one that reads a thousand rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
