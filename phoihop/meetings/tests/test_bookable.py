"""Vehicles are booked by meetings as rooms are: chosen, told when wanted twice, shown in the week, taken out of use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.core import moment
from phoihop.core.actions import Refused
from phoihop.core.papers import Table
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward
from phoihop.meetings import actions as verbs
from phoihop.meetings import booking
from phoihop.meetings.bookable import Vehicle
from phoihop.meetings.booking_forms import offered
from phoihop.meetings.clashes import clashes_of
from phoihop.meetings.forms import AdjustForm
from phoihop.meetings.models import Meeting
from phoihop.meetings.tests.factories import END, START, Hall
from phoihop.meetings.tests.test_pages import page, signed_in
from phoihop.meetings.week import Line, Week, week
from phoihop.meetings.week_paper import week_paper

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 8, 9)


@pytest.fixture
def hall(settings: Any) -> Hall:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Hall()


def shown(hall: Hall, who: Any = None) -> Week:
    return week(MONDAY, actor=who or hall.office, today=TODAY)


def lines(found: Week) -> list[Line]:
    return [line for day in found.days for line in (*day.morning, *day.afternoon)]


def test_a_vehicle_wanted_twice_is_told_like_a_room_and_stands_in_the_week(hall: Hall) -> None:
    car = hall.vehicle()
    first = hall.planned(vehicles=[car], chair=None, co_hosts=[], host=hall.bodies["UBND"])
    given: dict[str, Any] = {
        "title": "Đi thực địa", "host": hall.bodies["MTTQ"], "who": hall.front, "chair": None, "co_hosts": [], "room": None,
        "place_words": "Tổ dân phố số 4", "vehicles": [car],
    }  # fmt: skip
    told = "Xe 7 chỗ, 29A-123.45 đã có “Hội nghị ký kết chương trình phối hợp năm 2027” (08:00–10:00 09/08/2027)."
    with pytest.raises(Refused, match="Trùng lịch") as refusal:
        hall.planned(**given)
    unseen = "Xe 7 chỗ, 29A-123.45 đã có một cuộc họp khác (08:00–10:00 09/08/2027)."
    assert (refusal.value.field, unseen in str(refusal.value.reason)) == ("despite", True)
    second = hall.planned(**given, despite="Hai đoàn đi chung xe")
    assert [(c.kind, c.words) for c in clashes_of(second, actor=hall.office)] == [("vehicle", told)]
    assert [(line.meeting.pk, c.kind, c.meeting.pk) for line, c in shown(hall).clashing] == [
        (first.pk, "vehicle", second.pk)
    ]
    assert [(line.title, line.place, line.vehicles) for line in lines(shown(hall))] == [
        (first.title, str(hall.room), "Xe 7 chỗ, 29A-123.45"),
        ("Bận", "", ""),
    ]
    assert lines(shown(hall, hall.front))[1].vehicles == "Xe 7 chỗ, 29A-123.45"
    later = hall.planned(**given | {"starts_at": END, "ends_at": END + timedelta(hours=1)})
    assert clashes_of(later, actor=hall.office) == []


def test_a_vehicle_is_chosen_changed_and_given_back_on_a_meeting_that_stands(hall: Hall) -> None:
    car, van = hall.vehicle(), hall.vehicle("Xe bán tải", plate="")
    row = hall.called(vehicles=[car])
    given: dict[str, Any] = {
        "kind": row.kind, "title": row.title, "starts_at": START, "ends_at": END, "room": hall.room, "chair": hall.people["UBND"],
        "co_hosts": [hall.bodies["TTHDND"], hall.bodies["MTTQ"]],
    }  # fmt: skip
    row = hall.perform(verbs.adjust, row, hall.office, **given, vehicles=[car, van])
    assert (row.state, row.vehicle_line) == ("called", "Xe 7 chỗ, 29A-123.45; Xe bán tải")
    other = hall.planned(
        title="Đi thành phố", chair=None, co_hosts=[], room=None, place_words="Thành phố", host=hall.bodies["TTHDND"],
        who=acting(hall.bodies["TTHDND"], "clerk", user=30), despite="cơ quan họp hai nơi",
    )  # fmt: skip
    moved = {
        **given,
        "kind": other.kind,
        "title": other.title,
        "room": None,
        "place_words": "Thành phố",
        "chair": None,
    }
    moved["co_hosts"] = []
    who = acting(hall.bodies["TTHDND"], "clerk", user=30)
    with pytest.raises(Refused, match="Xe bán tải đã có"):
        hall.perform(verbs.adjust, other, who, **moved, vehicles=[van])
    row = hall.perform(verbs.adjust, row, hall.office, **given, vehicles=[car])
    other = hall.perform(verbs.adjust, other, who, **moved, vehicles=[van], despite="cơ quan họp hai nơi")
    assert [c.kind for c in clashes_of(other, actor=who)] == ["unit"]


def test_a_vehicle_out_of_use_is_offered_no_more_but_stays_where_it_is_booked(hall: Hall) -> None:
    car = hall.vehicle()
    row = hall.planned(vehicles=[car])
    assert [v.name for v in offered(Vehicle, hall.office)] == ["Xe 7 chỗ"]
    car = hall.perform(booking.close_vehicle, car, hall.office)
    assert list(offered(Vehicle, hall.office)) == []
    form: Any = AdjustForm(record=row, actor=hall.office)
    assert (list(form["vehicles"].field.queryset), form.initial["vehicles"]) == ([car], [car.pk])
    hall.perform(booking.reopen_vehicle, car, hall.office)
    assert [v.name for v in offered(Vehicle, hall.office)] == ["Xe 7 chỗ"]


def test_vehicles_of_another_locality_are_neither_seen_nor_chosen(hall: Hall) -> None:
    hall.vehicle()
    other = acting(ward("Láng Giềng")["UBND"], "clerk", user=9)
    assert (list(offered(Vehicle, other)), list(Vehicle.objects.visible_to(other))) == ([], [])


def test_the_word_file_of_the_week_names_the_vehicle(hall: Hall) -> None:
    hall.called(vehicles=[hall.vehicle()])
    paper = week_paper(shown(hall), body=hall.bodies["UBND"], at=NOW)
    table = next(block for block in paper.walk() if isinstance(block, Table))
    told = [c.text for row in table.rows for c in row if "Hội nghị ký kết" in c.text]
    assert told == [f"Hội nghị ký kết chương trình phối hợp năm 2027 ({hall.room}; Xe 7 chỗ, 29A-123.45)"]


def test_a_vehicle_is_added_chosen_on_the_form_and_its_clash_stands_beside_it_before_it_is_sent(
    hall: Hall,
) -> None:
    office = signed_in(hall, "UBND")
    typed = {
        "name": "Xe 7 chỗ",
        "plate": "29A-123.45",
        "seats": "7",
        "owner": hall.bodies["UBND"].pk,
        "key": "x",
    }
    assert office.post("/xe/moi/add-vehicle/", typed).status_code == 302
    car = Vehicle.objects.get()
    assert "29A-123.45" in page(office, "/xe/?muc=tat-ca")
    assert 'href="/xe/"' in page(office, "/hoi-nghi/")
    asked: dict[str, Any] = {
        "kind": "lam_viec", "title": "Đi thực địa", "on": "9/8/2027", "start": "8h", "end": "9h", "place_words": "Tổ 4",
        "room": "", "host": hall.bodies["UBND"].pk, "vehicles": car.pk, "key": "k",
    }  # fmt: skip
    assert office.post("/hoi-nghi/moi/plan/", asked).status_code == 302
    row = Meeting.objects.get()
    assert row.vehicle_line == "Xe 7 chỗ, 29A-123.45"
    assert "Xe 7 chỗ, 29A-123.45" in page(office, f"/hoi-nghi/{row.code}/")
    assert "Xe 7 chỗ, 29A-123.45" in page(office, "/lich-cong-tac/?tuan=2027-W32")
    told = "Xe 7 chỗ, 29A-123.45 đã có “Đi thực địa”"
    assert told in office.get("/hoi-nghi/trung-lich/", asked | {"title": "Khác"}).content.decode()
    other = hall.planned(room=None, place_words="Hội trường", despite="x")
    beside = office.get("/hoi-nghi/trung-lich/", asked | {"cuoc": other.code, "start": "8h30"})
    assert told in beside.content.decode()
    moved = {"cuoc": other.code, "on": "9/8/2027", "start": "8h30", "end": "9h", "place_words": "Tổ 4"}
    assert told not in office.get("/hoi-nghi/trung-lich/", moved).content.decode()
    chosen = page(office, f"/hoi-nghi/{row.code}/adjust/")
    assert f'name="vehicles" value="{car.pk}"' in chosen


def test_the_page_of_a_meeting_asks_the_same_of_one_vehicle_and_of_three(hall: Hall) -> None:
    office, cars = signed_in(hall, "UBND"), [hall.vehicle(f"Xe {n}") for n in (1, 2, 3)]

    def asked(row: Meeting) -> int:
        page(office, f"/hoi-nghi/{row.code}/")
        with CaptureQueriesContext(connection) as captured:
            page(office, f"/hoi-nghi/{row.code}/")
        return len(captured)

    one = hall.planned(vehicles=cars[:1])
    three = hall.planned(vehicles=cars, starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1))
    assert asked(one) == asked(three)
