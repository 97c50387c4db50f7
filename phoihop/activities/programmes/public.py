"""Programmes in force, for everybody: title, parties, years. The text itself is opened file by file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.models.programme import in_force_on
from phoihop.core.public import Line, public_page

LINES = 60


@public_page(
    "chuong-trinh", title=_("Chương trình phối hợp đang thực hiện"), order=40,
    intro=_("Chương trình, quy chế, kế hoạch liên tịch các cơ quan đã ký và còn hiệu lực hôm nay."),
    empty=_("Hôm nay không có chương trình nào đang có hiệu lực."),
)  # fmt: skip
def in_force(today: date, territory: int) -> Sequence[Line]:
    rows = Programme.objects.filter(in_force_on(today), owner__territory=territory).order_by(
        "-signed_on", "-pk"
    )[:LINES]
    return [
        Line(
            on=row.signed_on,
            title=row.title,
            words=", ".join(w for w in (row.party_words, row.period_words) if w),
        )
        for row in rows
    ]
