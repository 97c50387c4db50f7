"""The pages of old lists: columns asked with a proposal, faults told by row, in as many queries for one list as for three."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.core import moment
from phoihop.directory.tests.factories import NOW
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import PastList, Petition
from phoihop.petitions.tests.factories import Voices
from phoihop.petitions.tests.lists import ROWS, excel
from phoihop.petitions.tests.test_pages import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


def read(here: Voices, name: str = "bieu.xlsx", rows: Any = ROWS) -> PastList:
    made: PastList = here.perform(
        verbs.read_list, None, here.council, upload=excel(rows, name=name), as_of=date(2026, 12, 31)
    )
    return made


def test_a_list_is_read_looked_at_and_recorded_on_its_pages(here: Voices) -> None:
    client = signed_in(here)
    sent = client.post("/doc-bieu-tong-hop/moi/read-list/", {"upload": excel(), "as_of": "31/12/2026"})
    assert sent.status_code == 302
    past = PastList.objects.get()
    form = page(client, f"/doc-bieu-tong-hop/{past.code}/match-columns/")
    assert 'value="content" selected' in form and "Ví dụ: Ngõ 84 ngập" in form
    chosen = {f"c{position}": meaning for position, meaning in past.taken().items()}
    assert client.post(f"/doc-bieu-tong-hop/{past.code}/match-columns/", chosen).status_code == 302
    assert "Mọi dòng đọc được" in page(client, f"/doc-bieu-tong-hop/{past.code}/")
    assert client.post(f"/doc-bieu-tong-hop/{past.code}/record-rows/").status_code == 302
    assert "5 kiến nghị mới" in page(client, f"/doc-bieu-tong-hop/{past.code}/")
    assert Petition.objects.count() == 5


def test_a_meaning_chosen_twice_and_none_for_what_was_asked_are_refused_with_the_choices_kept(
    here: Voices,
) -> None:
    client = signed_in(here)
    past = read(here)
    twice = client.post(f"/doc-bieu-tong-hop/{past.code}/match-columns/", {"c0": "content", "c3": "content"})
    assert twice.status_code == 422
    assert "“Nội dung kiến nghị” đã chọn cho cột “STT”." in twice.content.decode()
    none = client.post(f"/doc-bieu-tong-hop/{past.code}/match-columns/", {"c0": "number"})
    assert (none.status_code, "Chọn cột nào là nội dung kiến nghị." in none.content.decode()) == (422, True)


def test_a_fault_stands_on_the_page_with_its_row_its_column_and_what_to_do(here: Voices) -> None:
    past = read(
        here, rows=[*ROWS, ("6", "", "Tổ 2", "Xin cây xanh ở ngõ 5.", "", "", "Đã giải quyết", "31/02/2026")]
    )
    here.perform(verbs.match_columns, past, here.council, columns=past.taken())
    shown = page(signed_in(here), f"/doc-bieu-tong-hop/{past.code}/")
    assert "Biểu 01, dòng 12" in shown and "Không có ngày 31/2/2026 trong lịch." in shown
    assert "Sửa ngày trong tệp rồi đọc lại; các dòng khác vẫn ghi được." in shown


def test_the_list_of_lists_takes_as_many_queries_for_three_as_for_one(here: Voices) -> None:
    client = signed_in(here)
    read(here)
    page(client, "/doc-bieu-tong-hop/")
    with CaptureQueriesContext(connection) as one:
        page(client, "/doc-bieu-tong-hop/")
    read(here, "hai.xlsx")
    read(here, "ba.xlsx")
    with CaptureQueriesContext(connection) as three:
        page(client, "/doc-bieu-tong-hop/")
    assert len(three) == len(one)


def test_the_page_of_recording_says_how_many_rows_become_what_and_asks_about_rows_said_twice(
    here: Voices,
) -> None:
    client = signed_in(here)
    bad = ("7", "", "Tổ 2", "Xin cây xanh ở ngõ 5.", "", "", "Đã giải quyết", "31/02/2026")
    past = read(here, rows=[*ROWS, ("6", *ROWS[1][1:]), bad])
    here.perform(verbs.match_columns, past, here.council, columns=past.taken())
    shown = page(client, f"/doc-bieu-tong-hop/{past.code}/record-rows/")
    for words in ("Biểu có 7 dòng", "<strong>5</strong> dòng thành kiến nghị mới", "<strong>1</strong> dòng trùng",
                  "<strong>1</strong> dòng chờ sửa", "Ghi cả dòng trùng"):  # fmt: skip
        assert words in shown
    assert client.post(f"/doc-bieu-tong-hop/{past.code}/record-rows/", {"repeats": "on"}).status_code == 302
    assert Petition.objects.count() == 6


def test_the_page_of_taking_back_says_what_leaves_and_takes_it_back_with_a_reason(here: Voices) -> None:
    client = signed_in(here)
    past = read(here)
    here.perform(verbs.match_columns, past, here.council, columns=past.taken())
    here.perform(verbs.record_rows, past, here.council)
    address = f"/doc-bieu-tong-hop/{past.code}/take-back-rows/"
    assert "Lấy lại các dòng đã ghi" in page(client, f"/doc-bieu-tong-hop/{past.code}/")
    assert "<strong>5</strong> ra khỏi sổ" in page(client, address)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Đọc nhầm cột"}).status_code == 302
    shown = page(client, f"/doc-bieu-tong-hop/{past.code}/")
    assert "đã lấy lại 5 kiến nghị" in shown
    assert set(Petition.objects.values_list("state", flat=True)) == {"retracted"}
