"""Next year's programme in drafting: copied from this year's, commented by three bodies, two comments answered."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from phoihop.activities.programmes import actions as programmes
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.texts import lines_of
from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 9) -> datetime:
    return datetime.combine(date(2027, 7, day), time(hour), tzinfo=HERE)


def draft_next_year(programme: Programme, people: dict[str, Actor]) -> Programme:
    """Chương trình 2028, dự thảo: sent round until 09/08, with what was said so far."""
    office, front = people["chuyenvien"], people["mattran"]
    keep = [item.number for item in programme.contents.all()]
    perform(
        programmes.renew,
        programme,
        actor=office,
        at=at(20),
        period_from=2028,
        period_to=2028,
        keep=keep,
        carry=False,
    )
    made = Programme.objects.get(predecessor=programme)
    asked = Organisation.objects.filter(territory=programme.territory, kind__in=("PKT", "PN"), valid_to=None)
    made = perform(
        programmes.ask_comments, made, actor=office, at=at(21), answer_on=date(2027, 8, 9), bodies=list(asked)
    )
    places = [line for line in lines_of(made) if line.section == "contents" and not line.fixed]
    spots = [places[n % len(places)] for n in (1, 3, 5, 7)]
    said: list[tuple[Actor, int, dict[str, Any]]] = [
        (front, 0, {"note": "Ghi rõ ngày phải công khai, cả hai đầu thu và chi."}),
        (people["phongkt"], 1, {"note": "Đề nghị tính theo ngày làm việc."}),
        (people["hoipn"], 2, {"note": "Bốn đợt là nhiều so với cán bộ kiêm nhiệm, đề nghị ba đợt."}),
        (front, 3, {"note": "Thêm việc kiểm tra lại sau giám sát."}),
    ]  # fmt: skip
    rows: list[Comment] = []
    for n, (who, spot, words) in enumerate(said):
        rows.append(
            perform(
                programmes.comment, actor=who, at=at(22 + n), programme=made, place=spots[spot].key, **words
            )
        )
    answer: dict[str, Any] = {"actor": office, "at": at(27)}
    perform(
        programmes.answer_comment, rows[0], answer="accepted", **answer,
        text=f"{spots[0].text.rstrip('.')}; công khai trong 10 ngày làm việc kể từ ngày kết thúc đợt.",
    )  # fmt: skip
    perform(
        programmes.answer_comment,
        rows[1],
        answer="explained",
        words="Quy chế đã tính theo ngày làm việc.",
        **answer,
    )
    return Programme.objects.get(pk=made.pk)
