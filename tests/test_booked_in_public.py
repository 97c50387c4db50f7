"""A visit is booked on the public page: no account, a number at once, who comes is sealed; sent twice it is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from phoihop.activities.reception import actions as reception
from phoihop.activities.reception.models import ReceptionDay
from phoihop.core import moment, vault
from phoihop.core.actions import perform
from phoihop.core.models import JournalBody
from phoihop.directory.tests.factories import NOW, acting
from phoihop.petitions.tests.factories import Voices
from phoihop.portal import forms

pytestmark = pytest.mark.django_db
NAME, PHONE = "Lò Thị Xuyến Chi", "0912 345 678"


@pytest.fixture(autouse=True)
def _counts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    settings.CLOCK_OFFSET = NOW - moment.now()
    monkeypatch.setattr(forms, "QUICKEST", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def day() -> ReceptionDay:
    voices = Voices()
    officer = acting(voices.bodies["UBND"], "reception", user=60)
    made: ReceptionDay = perform(
        reception.publish_timetable, actor=officer, at=NOW, days=[date(2027, 8, 10)], hours="sáng", receiver="Chủ tịch UBND",
        place="tầng 1",
    )  # fmt: skip
    return made


def address(day: ReceptionDay) -> str:
    return f"/nguoi-dan/tiep-cong-dan/{day.code}/"


def booked(day: ReceptionDay, **given: str) -> Any:
    data = {"name": NAME, "phone": PHONE, "agreed": "on", "dau": forms.new_mark(), **given}
    return Client().post(address(day), data)


def test_the_timetable_leads_to_the_form_and_the_form_to_a_number(day: ReceptionDay) -> None:
    shown = Client().get("/nguoi-dan/tiep-cong-dan/").content.decode()
    assert f'href="{address(day)}"' in shown and "Đăng ký gặp" in shown
    assert "Họ tên" in Client().get(address(day)).content.decode()
    told = booked(day)
    assert told.status_code == 200
    assert "Đã giữ số thứ tự 1 cho buổi ngày 10/08/2027" in told.content.decode()
    day.refresh_from_db()
    assert day.booked == 1
    assert [row.visitor_ref for row in day.bookings.all()] == vault.same("phone", "+84912345678")
    kept = " ".join(JournalBody.objects.values_list("text", flat=True))
    assert [word for word in ("Xuyến", "345") if word in kept] == []


def test_sent_twice_it_is_one_number(day: ReceptionDay) -> None:
    mark = forms.new_mark()
    for _ in range(2):
        assert "số thứ tự 1" in booked(day, dau=mark).content.decode()
    day.refresh_from_db()
    assert day.booked == 1


def test_the_form_sent_again_tells_its_own_number_when_somebody_booked_in_between(day: ReceptionDay) -> None:
    mark = forms.new_mark()
    assert "số thứ tự 1 cho" in booked(day, dau=mark).content.decode()
    assert "số thứ tự 2 cho" in booked(day, name="Vừ A Páo", phone="0912 345 679").content.decode()
    assert "số thứ tự 1 cho" in booked(day, dau=mark).content.decode()
    day.refresh_from_db()
    assert (day.booked, day.bookings.count()) == (2, 2)


def test_the_form_of_the_last_place_sent_again_is_told_its_number_and_no_other_form_is_taken(
    day: ReceptionDay,
) -> None:
    ReceptionDay.objects.update(places=1)
    mark = forms.new_mark()
    for _ in range(2):
        assert "số thứ tự 1 cho" in booked(day, dau=mark).content.decode()
    assert booked(day).status_code == 404
    day.refresh_from_db()
    assert day.booked == 1


def test_without_the_agreement_nothing_is_kept_and_what_was_typed_is_said_to_be_there(
    day: ReceptionDay,
) -> None:
    told = booked(day, agreed="")
    assert told.status_code == 422 and "Chữ vừa gõ còn nguyên" in told.content.decode()
    day.refresh_from_db()
    assert day.booked == 0


def test_only_what_the_page_shows_may_be_asked_for(day: ReceptionDay) -> None:
    assert Client().get("/nguoi-dan/tiep-cong-dan/LT-2027-9999/").status_code == 404
    assert Client().get(f"/nguoi-dan/chuong-trinh/{day.code}/").status_code == 404
    ReceptionDay.objects.update(day=date(2027, 8, 1))
    assert Client().get(address(day)).status_code == 404
    assert booked(day).status_code == 404
