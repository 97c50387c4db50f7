"""Running numbers, taken under a lock: never given twice, never re-used."""

from __future__ import annotations

from django.db.models import F

from phoihop.core.models import Counter


def next_number(series: str) -> int:
    """The next number of a series, starting at 1. Call inside a transaction."""
    if not Counter.objects.filter(pk=series).update(value=F("value") + 1):
        counter, _made = Counter.objects.select_for_update().get_or_create(pk=series)
        Counter.objects.filter(pk=series).update(value=F("value") + 1)
        return counter.value + 1
    return Counter.objects.values_list("value", flat=True).get(pk=series)
