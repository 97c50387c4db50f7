"""A form whose box is a table takes the same rows from a machine."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.core import moment
from phoihop.directory.tests.factories import NOW
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import Hall
from phoihop.meetings.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db


def test_rows_are_sent_as_a_list_and_what_is_wrong_is_told_by_row(settings: Any) -> None:
    settings.CLOCK_OFFSET = NOW - moment.now()
    hall = Hall()
    row, client = hall.planned(), signed_in(hall, "UBND")
    path = f"/api/v1/hoi-nghi/{row.code}/set_agenda"

    def sent(*rows: dict[str, Any]) -> Any:
        return client.post(path, {"agenda": list(rows)}, content_type="application/json")

    done = sent(
        {"minutes": 10, "title": "Khai mạc"}, {"minutes": "20 phút", "title": "Báo cáo", "papers": "Phụ lục"}
    )
    assert done.status_code == 200, done.content
    row = Meeting.objects.get(pk=row.pk)
    assert [(i.minutes, i.title) for i in row.agenda.all()] == [(10, "Khai mạc"), (20, "Báo cáo")]
    assert [(p.item, p.words) for p in row.papers.all()] == [(2, "Phụ lục")]
    wrong = sent({"minutes": 10, "title": "Khai mạc"}, {"minutes": "lâu", "title": "Báo cáo"})
    assert (wrong.status_code, wrong.json()["fields"]) == (
        422, {"agenda": ["Hàng 2: “lâu” chưa đúng: ghi số phút (20) hoặc giờ (8h00–8h20)."]},
    )  # fmt: skip
