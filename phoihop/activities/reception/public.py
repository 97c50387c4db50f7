"""The timetable of reception, for everybody: who receives, where, when; a missed day with its day in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.activities.reception.models import DayState, ReceptionDay
from phoihop.core.public import Line, public_page

LINES = 60
#: Missed days stay on the page so long.
BACK = timedelta(days=30)


def booked(row: ReceptionDay, then: Mapping[str, Any]) -> str:
    """The number of the day the visitor was given, also when others have booked since, and where it counts."""
    told = _(
        "Đã giữ số thứ tự %(n)d cho buổi ngày %(day)s, %(hours)s, tại %(place)s. Ghi lại số này; đến đúng giờ, nêu số."
    )
    return str(
        told % {"n": then["booked"], "day": f"{row.day:%d/%m/%Y}", "hours": row.hours, "place": row.place}
    )


@public_page(
    "tiep-cong-dan", title=_("Lịch tiếp công dân"), order=20, ahead=True, verb="reception.book", done=booked,
    intro=_("Ai tiếp, ở đâu, giờ nào. Đơn khiếu nại, tố cáo nộp tại đây, không gửi qua trang này."),
    empty=_("Chưa niêm yết lịch tiếp công dân nào sắp tới."),
)  # fmt: skip
def timetable(today: date, territory: int) -> Sequence[Line]:
    days = ReceptionDay.objects.filter(owner__territory=territory).select_related("owner")
    ahead = days.filter(state=DayState.PUBLISHED, day__gte=today).order_by("day", "hours", "pk")[:LINES]
    return [
        Line(
            on=row.day, title=str(_("Tiếp công dân: %s") % row.receiver), words=_words(row),
            code=row.code if row.booked < row.places else "",
        )
        for row in ahead
    ]  # fmt: skip


def _words(row: ReceptionDay) -> str:
    told = [row.hours, row.place, row.mode_label if row.online_on else "", str(row.owner)]
    if row.delegate:
        told.append(str(_("ủy quyền %s") % row.delegate))
    return ", ".join(words for words in told if words)


@public_page(
    "buoi-tiep-da-loi-hen", title=_("Buổi tiếp công dân không thực hiện"), order=25,
    intro=_("Thời gian qua: vì sao không tiếp, tiếp bù ngày nào."),
    empty=_("Thời gian qua không có buổi nào bị bỏ."),
)  # fmt: skip
def missed(today: date, territory: int) -> Sequence[Line]:
    rows = ReceptionDay.objects.filter(
        owner__territory=territory, state=DayState.MISSED, day__gte=today - BACK
    ).order_by("-day", "-pk")[:LINES]
    return [
        Line(
            on=row.day, title=row.receiver,
            words="; ".join(
                w for w in (row.missed_why, str(_("tiếp bù %s") % f"{row.instead:%d/%m/%Y}") if row.instead else "") if w
            ),
        )
        for row in rows
    ]  # fmt: skip
