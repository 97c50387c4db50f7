"""The timetable of voter contact, for everybody: what has been announced and is still ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.models import ContactPoint, ContactState
from phoihop.core.public import Line, public_page

LINES = 60


@public_page(
    "tiep-xuc-cu-tri", title=_("Lịch tiếp xúc cử tri"), order=10, ahead=True,
    intro=_("Đại biểu đến đâu, ngày nào, mấy giờ. Bà con đến nghe và nói; không cần giấy mời."),
    empty=_("Chưa có đợt tiếp xúc cử tri nào sắp tới."),
)  # fmt: skip
def announced(today: date, territory: int) -> Sequence[Line]:
    points = (
        ContactPoint.objects.filter(
            contact__state=ContactState.ANNOUNCED, contact__territory=territory, contact__last_on__gte=today
        )
        .select_related("contact", "meeting__room").order_by("meeting__starts_at", "pk")[:LINES]
    )  # fmt: skip
    found = []
    for point in points:
        start = timezone.localtime(point.meeting.starts_at)
        if start.date() >= today:
            words = ", ".join(w for w in (point.meeting.place_line, point.contact.title) if w)
            found.append(
                Line(
                    on=start.date(),
                    at=start.time(),
                    title=str(_("Tiếp xúc cử tri %s") % point.unit),
                    words=words,
                )
            )
    return found
