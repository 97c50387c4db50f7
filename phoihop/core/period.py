"""A period of work: a half-open span of dates with the words an office uses for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Period:
    """``start`` is the first day, ``end`` the day after the last."""

    start: date
    end: date
    words: str

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(start=date(year, 1, 1), end=date(year + 1, 1, 1), words=_("năm %d") % year)

    @classmethod
    def half(cls, year: int, n: int) -> Self:
        """First (1) or second (2) half of a year."""
        start, end = (
            (date(year, 1, 1), date(year, 7, 1)) if n == 1 else (date(year, 7, 1), date(year + 1, 1, 1))
        )
        words = _("6 tháng đầu năm %d") if n == 1 else _("6 tháng cuối năm %d")
        return cls(start=start, end=end, words=words % year)

    @property
    def before(self) -> Period:
        """The same period of the year before, for comparison."""
        return Period(
            start=self.start.replace(year=self.start.year - 1),
            end=self.end.replace(year=self.end.year - 1),
            words=self.words.replace(str(self.start.year), str(self.start.year - 1)),
        )
