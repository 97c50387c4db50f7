"""Passages of a draft that were copied and speak of another year or of an annex that is not there: to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.texts import BASES, TextLine, annexed, lines_of

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ANNEX = re.compile(r"[Pp]hụ lục\s+(?:số\s+)?(?P<number>[IVX]+|\d+)\b")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}


def to_look_at(programme: Programme, lines: Iterable[TextLine]) -> dict[str, str]:
    """By the key of its paragraph, why somebody should look at it. What an act is called in the bases is left alone."""
    before = programme.predecessor
    old = range(before.period_from, before.period_to + 1) if before else [programme.period_from - 1]
    years = {str(year) for year in old if not programme.period_from <= year <= programme.period_to}
    annexes: int | None = None
    found: dict[str, str] = {}
    for line in lines:
        if line.fixed or line.section == BASES:
            continue
        told = [_("còn ghi năm %s") % year for year in sorted(years.intersection(_YEAR.findall(line.text)))]
        for match in _ANNEX.finditer(line.text):
            annexes = _annexes(programme) if annexes is None else annexes
            number = _ROMAN.get(match["number"]) or (
                int(match["number"]) if match["number"].isdecimal() else 0
            )
            if number > annexes:
                told.append(_("nhắc %s mà dự thảo chưa có phụ lục đó") % match[0])
        if told:
            found[line.key] = "; ".join(dict.fromkeys(told))
    return found


def looked_over(programme: Programme) -> list[tuple[str, str, str]]:
    """The same as a list for a page: key, the paragraph's beginning, why."""
    lines = lines_of(programme)
    why = to_look_at(programme, lines)
    return [(line.key, line.shown[:90], why[line.key]) for line in lines if line.key in why]


def _annexes(programme: Programme) -> int:
    return int(annexed(programme).exists()) + int(programme.targets.exists())
