"""Dialogues, for everybody: the next one announced, and the results of those that were published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.dialogue.models import Dialogue, DialogueState
from phoihop.core.public import Line, public_page

LINES = 30


@public_page(
    "doi-thoai", title=_("Hội nghị đối thoại"), order=30, ahead=True,
    intro=_("Ngày, giờ, nơi họp, cách gửi câu hỏi trước; mỗi năm ít nhất một lần."),
    empty=_("Chưa có hội nghị đối thoại nào được thông báo."),
)  # fmt: skip
def announced(today: date, territory: int) -> Sequence[Line]:
    rows = (
        Dialogue.objects.filter(owner__territory=territory, state=DialogueState.ANNOUNCED, on__gte=today)
        .select_related("meeting__room").order_by("on", "pk")[:LINES]
    )  # fmt: skip
    return [
        Line(
            on=row.on, at=timezone.localtime(row.meeting.starts_at).time(), title=row.title,
            words="; ".join(w for w in (row.meeting.place_line, row.topic, row.ways) if w),
        )
        for row in rows
    ]  # fmt: skip


@public_page(
    "ket-qua-doi-thoai", title=_("Kết quả đối thoại"), order=35,
    intro=_("Những hội nghị đã công bố kết quả: bao nhiêu ý kiến, đã trả lời bao nhiêu, xem ở đâu."),
    empty=_("Chưa công bố kết quả hội nghị đối thoại nào."),
)  # fmt: skip
def published(today: date, territory: int) -> Sequence[Line]:
    rows = Dialogue.objects.filter(owner__territory=territory, state=DialogueState.PUBLISHED).order_by(
        "-on", "-pk"
    )[:LINES]
    told = _("trả lời %(done)d/%(all)d ý kiến; %(where)s")
    return [
        Line(
            on=row.on, title=row.title,
            words=str(told) % {"done": row.answered_total, "all": row.questions_total, "where": row.published_words},
        )
        for row in rows
    ]  # fmt: skip
