"""The front page, what modules declare, and promises: closed or open, with as many queries for one row as for three."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.commitments import actions as commitments
from phoihop.commitments.tests.test_showing import Three
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.public import pages
from phoihop.directory.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(moment, "now", lambda: NOW)
    cache.clear()
    yield


@pytest.fixture
def three() -> Three:
    return Three()


def page_of(path: str) -> str:
    told = Client().get(path)
    assert told.status_code == 200
    return told.content.decode()


def test_the_front_page_leads_to_everything(three: Three) -> None:
    page = page_of("/nguoi-dan/")
    hrefs = (
        "/gui-kien-nghi/",
        "/tra-cuu/",
        "/cam-ket/",
        "/cong-khai/",
        "/kiem-tra/",
        *(f"/nguoi-dan/{code}/" for code in pages),
    )
    assert [href for href in hrefs if f'"{href}"' not in page] == []
    assert "Phường Thử Nghiệm" in page


def test_every_declared_page_opens_and_an_undeclared_one_does_not(three: Three) -> None:
    for code, shelf in pages.items():
        assert str(shelf.title) in page_of(f"/nguoi-dan/{code}/")
    assert Client().get("/nguoi-dan/khong-co/").status_code == 404


def test_promises_are_closed_until_the_chairs_open_them(three: Three) -> None:
    three.task(date(2027, 7, 1))
    three.proposed()
    page = page_of("/cam-ket/?nhom=qua-hen")
    assert "Trang này chưa mở." in page and "Sửa rãnh" not in page


def test_every_number_has_its_whole_and_opens_to_its_rows(three: Three) -> None:
    late = three.task(date(2027, 7, 1), "Việc trễ")
    three.task(date(2027, 7, 30), "Việc mới qua hẹn")
    three.task(date(2027, 9, 1), "Việc trong hạn")
    done = three.task(date(2027, 9, 2), "Việc báo xong")
    perform(commitments.report_done, done, actor=three.unit, at=NOW, text="Xong", proof="BB 1")
    perform(commitments.explain, late, actor=three.unit, at=NOW, text="Chờ vật tư.")
    three.on()
    page = page_of("/cam-ket/")
    for words in (
        "4 cam kết đang theo dõi",
        "1 trong hạn",
        "1 mới qua ngày hẹn",
        "1 quá ngày hẹn",
        "Đơn vị nói: Chờ vật tư.",
    ):
        assert words in page
    rows = {
        group: [t for t in ("Việc trễ", "Việc mới qua hẹn", "Việc trong hạn", "Việc báo xong") if t in page_of(f"/cam-ket/?nhom={group}")]
        for group in ("qua-hen", "cho-giai-thich", "trong-han", "bao-xong", "kiem-lai")
    }  # fmt: skip
    assert rows == {
        "qua-hen": ["Việc trễ"], "cho-giai-thich": ["Việc mới qua hẹn"], "trong-han": ["Việc trong hạn"],
        "bao-xong": ["Việc báo xong"], "kiem-lai": [],
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/nguoi-dan/", "/cam-ket/", "/cam-ket/?nhom=qua-hen"])
def test_a_page_costs_as_much_for_three_rows_as_for_one(three: Three, path: str) -> None:
    three.task(TODAY - timedelta(days=40))
    three.on()
    page_of(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page_of(path)
    for n in (41, 42):
        three.task(TODAY - timedelta(days=n), f"Việc {n}")
    with CaptureQueriesContext(connection) as many:
        page_of(path)
    assert len(one) == len(many) <= 16


def test_a_page_is_sent_again_only_after_something_was_done(three: Three) -> None:
    first = Client().get("/cam-ket/")
    again = Client().get("/cam-ket/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    three.on()
    assert Client().get("/cam-ket/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_two_localities_are_chosen_between_and_do_not_mix(three: Three) -> None:
    other = Three("Láng Giềng")
    three.task(TODAY, "Việc của nơi này")
    other.task(TODAY, "Việc của láng giềng")
    three.on()
    other.on()
    assert "Chọn phường, xã" in page_of("/cam-ket/")
    page = page_of(f"/cam-ket/?noi={other.place.code}")
    assert "Việc của láng giềng" in page and "Việc của nơi này" not in page


def test_the_newest_promise_stands_first_or_the_next_day_and_a_missing_field_is_said(three: Three) -> None:
    three.task(date(2027, 8, 30), "Việc ghi trước")
    three.task(date(2027, 9, 30), "Việc ghi sau")
    three.on()
    newest, by_day = page_of("/cam-ket/"), page_of("/cam-ket/?thu-tu=hen")
    assert newest.index("Việc ghi sau") < newest.index("Việc ghi trước")
    assert by_day.index("Việc ghi trước") < by_day.index("Việc ghi sau")
    assert newest.count("chưa phân lĩnh vực") == 2 and "Chưa phân lĩnh vực (2)" in newest
    assert "Việc ghi sau" in page_of("/cam-ket/?linh-vuc=chua-xep")
