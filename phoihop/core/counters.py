"""Running numbers, taken under a lock: never given twice, never re-used."""

from __future__ import annotations

from django.db.models import F

from phoihop.core.models import Counter


def next_number(series: str) -> int:
    """The next number of a series, starting at 1. Call inside a transaction."""
    return next_numbers(series, 1)


def next_numbers(series: str, count: int) -> int:
    """The first of ``count`` numbers that follow each other."""
    if not Counter.objects.filter(pk=series).update(value=F("value") + count):
        counter, _made = Counter.objects.select_for_update().get_or_create(pk=series)
        Counter.objects.filter(pk=series).update(value=F("value") + count)
        return counter.value + 1
    last: int = Counter.objects.values_list("value", flat=True).get(pk=series)
    return last - count + 1
