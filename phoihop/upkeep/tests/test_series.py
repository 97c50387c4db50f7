"""How a body counts its papers is set by the administrator, from the first day of a year, with its source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.directory.tests.factories import NOW, acting
from phoihop.documents.models import DocumentKind, series_for
from phoihop.documents.tests.factories import Registry
from phoihop.upkeep.actions import set_series

pytestmark = pytest.mark.django_db


def test_from_the_first_day_of_a_year_a_body_counts_its_own_way_and_a_year_already_begun_keeps_its() -> None:
    room = Registry()
    body = room.bodies["UBND"]
    keeper = acting(room.bodies["VP"], "administrator", user=9)
    given: dict[str, Any] = {
        "body": body,
        "together": "CHUNG",
        "source": "QĐ 12/QĐ-UBND",
        "reason": "Thống nhất một sổ",
    }
    made = perform(set_series, actor=keeper, at=NOW, year=2028, **given)
    assert (made.was, made.now, made.kind_label) == (
        "theo cách chung", "Mọi loại chung một dãy số", "Cách đánh số văn bản",
    )  # fmt: skip
    report, notice = DocumentKind.objects.get(pk="BC"), DocumentKind.objects.get(pk="TB")
    books = [
        [series_for(body, kind, date(year, 3, 1)).book(body, kind, year) for kind in (report, notice)] for year in (2027, 2028)
    ]  # fmt: skip
    assert (len({*books[0]}), books[1]) == (2, [f"out:{body.pk}:CHUNG:2028"] * 2)
    with pytest.raises(Refused, match="Đã có quy định đánh số"):
        perform(set_series, actor=keeper, at=NOW, year=2028, **given)
    room.locked()
    with pytest.raises(Refused, match="Năm 2027 đã có văn bản lấy số"):
        perform(set_series, actor=keeper, at=NOW, year=2027, **given)
    with pytest.raises(Forbidden):
        perform(set_series, actor=room.office, at=NOW, year=2029, **given)


def test_papers_that_come_in_are_counted_in_one_book_until_a_body_wants_one_for_each_kind() -> None:
    room = Registry()
    body = room.bodies["UBND"]
    keeper = acting(room.bodies["VP"], "administrator", user=9)
    given: dict[str, Any] = {
        "body": body, "direction": "in", "together": "", "source": "QĐ 12/QĐ-UBND", "reason": "Sổ riêng cho công văn",
    }  # fmt: skip
    made = perform(set_series, actor=keeper, at=NOW, year=2028, **given)
    assert (made.was, made.now, made.subject) == (
        "theo cách chung", "Mỗi loại văn bản một dãy số", f"den-{body.pk}",
    )  # fmt: skip
    kinds = [*DocumentKind.objects.filter(pk__in=("BC", "TB")).order_by("pk"), None]
    books = {
        year: [
            series_for(body, kind, date(year, 3, 1), direction="in").book(body, kind, year) for kind in kinds
        ]
        for year in (2027, 2028)
    }
    one = f"in:{body.pk}"
    assert books == {
        2027: [f"{one}:den:2027"] * 3,
        2028: [f"{one}:BC:2028", f"{one}:TB:2028", f"{one}::2028"],
    }
    room.registered()
    with pytest.raises(Refused, match="Năm 2027 đã có văn bản lấy số"):
        perform(set_series, actor=keeper, at=NOW, year=2027, **given)
