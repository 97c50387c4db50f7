"""What the forms of a petition's way ask back about (decision 0020): a day off as a term, words that are no number of a paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from phoihop.core.deadlines import calendar
from phoihop.core.forms import ActionForm, Doubt, marked
from phoihop.core.working_days import add_working_days, name_of

#: "31/TTHĐND", "Số 1520/SXD-HT", "12a/BC-UBND": a number, a stroke, the sign of who issued it.
_SIGN = re.compile(r"\b\d{1,6}[a-zA-Z]?\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ][\w&.]*(?:\s?-\s?[A-ZĐ][\w&.]*)*")
_DAY = re.compile(
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}\b|\bngày \d{1,2} tháng \d{1,2}(?:,? năm \d{4})?",
    re.IGNORECASE,
)


def working_day(day: date, *, back: bool = False) -> date:
    """The day itself if it is worked on, else the next such day, or the last before it."""
    book = calendar()
    return day if book.is_working(day) else add_working_days(day, -1 if back else 1, book)


def day_within(last: date, today: date, *, before: int) -> date:
    """A working day so many days before the last one; today's or the next one where that has passed, never after the last."""
    wanted = working_day(last - timedelta(days=before), back=True)
    return wanted if wanted >= today else min(working_day(today), max(last, today))


class AsksBackForm(ActionForm):
    """``terms`` are the boxes of a last day, ``letters`` those of a paper's number: with its day as well, or alone."""

    terms: ClassVar[tuple[str, ...]] = ()
    letters: ClassVar[dict[str, bool]] = {}

    def doubts(self) -> list[Doubt]:
        found = [*super().doubts()]
        found += [one for name in self.terms if (one := self._day_off(name))]
        found += [one for name, dated in self.letters.items() if (one := self._no_number(name, dated=dated))]
        return found

    def _day_off(self, name: str) -> Doubt | None:
        day, book = self.cleaned_data.get(name), calendar()
        if day is None or book.is_working(day):
            return None
        told = {"day": f"{day:%d/%m/%Y}", "what": name_of(day, book)}
        near = {"before": f"{working_day(day, back=True):%d/%m/%Y}", "after": f"{working_day(day):%d/%m/%Y}"}
        return Doubt(
            f"han-ngay-nghi-{marked(told['day'])}", _("Hạn %(day)s là ngày nghỉ (%(what)s).") % told,
            _("Ngày làm việc gần nhất: %(before)s hoặc %(after)s. Sửa ngày, hoặc đánh dấu vào ô dưới nếu giữ ngày đã ghi.") % near,
            _("Giữ hạn vào ngày nghỉ này"),
        )  # fmt: skip

    def _no_number(self, name: str, *, dated: bool) -> Doubt | None:
        text = (self.cleaned_data.get(name) or "").strip()
        if (
            not text
            or text == self.asked_before(name)
            or (_SIGN.search(text) and (not dated or _DAY.search(text)))
        ):
            return None
        example: Any = _("45/UBND-KT ngày 05/8/2027") if dated else _("31/TTHĐND-VP")
        told = {"text": text, "label": str(self.fields[name].label).lower(), "example": example}
        return Doubt(
            f"so-van-ban-{marked(name + text)}", _("“%(text)s” không giống %(label)s.") % told,
            _("Thường ghi như: %(example)s. Sửa, hoặc đánh dấu vào ô dưới nếu văn bản đúng là ghi như vậy.") % told,
            _("Văn bản đúng là ghi như vậy"),
        )  # fmt: skip

    def asked_before(self, name: str) -> str:
        """What stood in the box when it was last taken: nobody is asked twice."""
        return ""
