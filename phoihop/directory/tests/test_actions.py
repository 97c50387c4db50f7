"""Localities, bodies and people: dated, renamed, appointed, ended; never deleted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.models import JournalEntry
from phoihop.core.text import fold
from phoihop.core.who import CLOCK
from phoihop.directory import actions as verbs
from phoihop.directory.finding import Finder, place_in, successors
from phoihop.directory.importers import import_body, import_successions
from phoihop.directory.models import Organisation, Person, Territory, not_ended
from phoihop.directory.tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return make.ward()


def test_a_unit_registers_nothing_and_nothing_is_written(bodies: dict[str, Organisation]) -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Forbidden):
        perform(
            verbs.register_territory, actor=make.acting(bodies["PKT"], "unit"), at=NOW, kind_word="xã", name="Lạ",
            level="commune",
        )  # fmt: skip
    assert JournalEntry.objects.count() == before and not Territory.objects.filter(name="Lạ").exists()


def test_an_ended_locality_keeps_its_day_and_ends_only_once() -> None:
    place = make.territory()
    perform(verbs.end_territory, place, actor=CLOCK, at=NOW, valid_to=TODAY)
    assert Territory.objects.values_list("state", "valid_to").get() == ("ended", TODAY)
    with pytest.raises(Refused, match="Đã chấm dứt"):
        perform(verbs.end_territory, place, actor=CLOCK, at=NOW, valid_to=TODAY)


def test_a_locality_does_not_end_before_it_began() -> None:
    place = make.territory()
    with pytest.raises(ValidationError, match="sau ngày thành lập"):
        perform(verbs.end_territory, place, actor=CLOCK, at=NOW, valid_to=make.SINCE)
    assert Territory.objects.get().state == "active"


def test_a_body_stands_under_another_from_a_day(bodies: dict[str, Organisation]) -> None:
    made = make.body(bodies["UBND"].territory, "TTPVHCC", above=bodies["UBND"])
    found = Organisation.objects.get(pk=made.pk)
    assert [(p.above_id, p.valid_from) for p in found.parents.all()] == [(bodies["UBND"].pk, make.SINCE)]
    assert found.rank == found.kind.rank


def test_a_renamed_body_is_found_by_its_old_name(bodies: dict[str, Organisation]) -> None:
    row = bodies["PKT"]
    old = row.name
    perform(verbs.rename_body, row, actor=CLOCK, at=NOW, name="Phòng Kinh tế và Hạ tầng", short_name="KTHT")
    found = Organisation.objects.get(pk=row.pk)
    assert (found.name, found.short_name, found.old_names) == ("Phòng Kinh tế và Hạ tầng", "KTHT", old)
    assert fold(old) in found.search_text()
    perform(verbs.rename_body, row, actor=CLOCK, at=NOW, name="Phòng Kinh tế và Hạ tầng", short_name="P.KTHT")
    assert Organisation.objects.get(pk=row.pk).old_names == old


def test_an_ended_body_takes_no_new_name(bodies: dict[str, Organisation]) -> None:
    perform(verbs.end_body, bodies["PKT"], actor=CLOCK, at=NOW, valid_to=TODAY)
    assert Organisation.objects.values_list("state", "valid_to").get(pk=bodies["PKT"].pk) == ("ended", TODAY)
    with pytest.raises(Refused):
        perform(verbs.rename_body, bodies["PKT"], actor=CLOCK, at=NOW, name="Tên khác")


def test_several_hats_at_once_are_listed_by_protocol(bodies: dict[str, Organisation]) -> None:
    who = make.person()
    for kind, title, rank in (("UBND", "Chủ tịch UBND phường", 30), ("TTHDND", "Phó Bí thư Đảng ủy", 10)):
        perform(
            verbs.appoint, who, actor=CLOCK, at=NOW, body=bodies[kind], title=title, rank=rank, valid_from=make.SINCE
        )  # fmt: skip
    found = Person.objects.get()
    assert found.titles_now == "Phó Bí thư Đảng ủy, Chủ tịch UBND phường"
    assert found.title_on(make.SINCE - timedelta(days=1)) == ""


def test_the_same_position_is_not_held_twice(bodies: dict[str, Organisation]) -> None:
    who = make.person()
    perform(verbs.appoint, who, actor=CLOCK, at=NOW, body=bodies["UBND"], title="Chủ tịch")
    with pytest.raises(Refused, match="đang giữ đúng chức vụ đó"):
        perform(verbs.appoint, who, actor=CLOCK, at=NOW, body=bodies["UBND"], title="Chủ tịch")
    assert Person.objects.get().appointments.count() == 1


def test_a_position_ends_on_its_day_and_stands_in_the_past(bodies: dict[str, Organisation]) -> None:
    who = make.person()
    perform(
        verbs.appoint, who, actor=CLOCK, at=NOW, body=bodies["UBND"], title="Chủ tịch", valid_from=make.SINCE
    )
    with pytest.raises(Refused, match="Không có dòng"):
        perform(verbs.end_appointment, who, actor=CLOCK, at=NOW, order=7, valid_to=TODAY)
    with pytest.raises(Refused, match="sau ngày nhận"):
        perform(verbs.end_appointment, who, actor=CLOCK, at=NOW, order=0, valid_to=make.SINCE)
    perform(verbs.end_appointment, who, actor=CLOCK, at=NOW, order=0, valid_to=TODAY)
    found = Person.objects.get()
    assert (found.titles_now, found.title_on(date(2026, 1, 1)), found.title_on(TODAY)) == ("", "Chủ tịch", "")


def test_whoever_leaves_gives_up_every_position_that_day(bodies: dict[str, Organisation]) -> None:
    who = make.person()
    perform(
        verbs.appoint, who, actor=CLOCK, at=NOW, body=bodies["UBND"], title="Chủ tịch", valid_from=make.SINCE
    )
    perform(
        verbs.appoint,
        who,
        actor=CLOCK,
        at=NOW,
        body=bodies["MTTQ"],
        title="Ủy viên",
        valid_to=date(2026, 1, 1),
    )
    perform(verbs.leave, who, actor=CLOCK, at=NOW, valid_to=TODAY)
    found = Person.objects.get()
    assert (found.state, found.titles_now) == ("left", "")
    assert [a.valid_to for a in found.appointments.all()] == [TODAY, date(2026, 1, 1)]


def test_a_locality_leaves_the_bodies_and_people_of_another_alone(bodies: dict[str, Organisation]) -> None:
    other = make.ward("Láng Giềng")
    stranger = make.acting(other["VP"], "clerk")
    own = make.acting(bodies["VP"], "clerk")
    who = make.person()
    perform(
        verbs.appoint, who, actor=own, at=NOW, body=bodies["UBND"], title="Chủ tịch", valid_from=make.SINCE
    )
    before = JournalEntry.objects.count()
    for actor in (stranger, make.acting(other["VP"], "administrator")):
        with pytest.raises(Forbidden):
            perform(verbs.rename_body, bodies["PKT"], actor=actor, at=NOW, name="Tên lạ")
        with pytest.raises(Forbidden):
            perform(verbs.end_body, bodies["PKT"], actor=actor, at=NOW, valid_to=TODAY)
        with pytest.raises(Forbidden):
            perform(verbs.end_territory, bodies["PKT"].territory, actor=actor, at=NOW, valid_to=TODAY)
        for verb, inputs in (
            (verbs.appoint, {"body": other["UBND"], "title": "Phó Chủ tịch"}),
            (verbs.end_appointment, {"order": 0, "valid_to": TODAY}),
            (verbs.leave, {"valid_to": TODAY}),
        ):
            with pytest.raises(Refused, match="địa bàn khác"):
                perform(verb, who, actor=actor, at=NOW, **inputs)
    assert JournalEntry.objects.count() == before
    perform(verbs.rename_body, bodies["PKT"], actor=own, at=NOW, name="Phòng Kinh tế, Hạ tầng")


def test_the_administrator_of_a_province_keeps_the_bodies_right_below() -> None:
    city = perform(
        verbs.register_territory, actor=CLOCK, at=NOW, kind_word="thành phố", name="Mẫu", level="province"
    )
    below = make.ward()["PKT"]
    top = make.acting(make.body(city, "VP"), "administrator")
    with pytest.raises(Forbidden):
        perform(verbs.rename_body, below, actor=top, at=NOW, name="Phòng Kinh tế")
    ward = perform(
        verbs.register_territory,
        actor=CLOCK,
        at=NOW,
        kind_word="phường",
        name="Dưới",
        level="commune",
        parent=city,
    )
    mine = make.body(ward, "PKT")
    perform(verbs.rename_body, mine, actor=top, at=NOW, name="Phòng Kinh tế")
    perform(verbs.end_territory, ward, actor=top, at=NOW, valid_to=TODAY)
    assert (Organisation.objects.get(pk=mine.pk).name, Territory.objects.get(pk=ward.pk).state) == (
        "Phòng Kinh tế", "ended",
    )  # fmt: skip


def test_a_locality_goes_to_several_and_several_make_one() -> None:
    old, other, new, newer = (make.territory(name) for name in ("Cũ", "Cũ Hai", "Mới", "Mới Hai"))
    inputs: dict[str, Any] = {"share": "part", "on": make.SINCE, "legal_basis": "Nghị quyết số 1"}
    for came, went in ((old, new), (old, newer), (other, new)):
        perform(verbs.succeed_territory, came, actor=CLOCK, at=NOW, new=went, **inputs)
    assert [str(s) for s in Territory.objects.get(pk=old.pk).became.all()] == [
        "phường Cũ → phường Mới", "phường Cũ → phường Mới Hai",
    ]  # fmt: skip
    assert [s.old_id for s in Territory.objects.get(pk=new.pk).came_from.order_by("pk")] == [old.pk, other.pk]
    with pytest.raises(ValidationError, match="Đã ghi địa bàn kế tiếp"):
        perform(verbs.succeed_territory, old, actor=CLOCK, at=NOW, new=new, **inputs)
    perform(verbs.end_territory, old, actor=CLOCK, at=NOW, valid_to=TODAY)
    found = Territory.objects.get(pk=old.pk)
    assert [t.name for t in successors(found, on=TODAY)] == ["Mới", "Mới Hai"]


def test_a_locality_does_not_come_from_what_came_from_it(bodies: dict[str, Organisation]) -> None:
    first, last = make.territory("Đầu"), make.territory("Cuối")
    inputs: dict[str, Any] = {"share": "full", "on": make.SINCE, "legal_basis": "Nghị quyết số 1"}
    perform(verbs.succeed_territory, first, actor=CLOCK, at=NOW, new=last, **inputs)
    for old, new in ((last, first), (first, first)):
        with pytest.raises(Refused, match="có trước"):
            perform(verbs.succeed_territory, old, actor=CLOCK, at=NOW, new=new, **inputs)
    clerk = make.acting(bodies["VP"], "clerk")
    with pytest.raises(Refused, match="nơi khác giữ"):
        perform(verbs.succeed_territory, first, actor=clerk, at=NOW, new=make.territory("Khác"), **inputs)
    perform(verbs.succeed_territory, first, actor=clerk, at=NOW, new=bodies["VP"].territory, **inputs)


def test_the_shipped_list_says_where_a_new_ward_came_from_and_is_taken_once() -> None:
    city = perform(
        verbs.register_territory, actor=CLOCK, at=NOW, kind_word="thành phố", name="Hà Nội", level="province"
    )
    ward = perform(
        verbs.register_territory,
        actor=CLOCK,
        at=NOW,
        kind_word="phường",
        name="Cầu Giấy",
        level="commune",
        parent=city,
    )
    assert [import_successions(ward, actor=CLOCK, at=NOW) for _n in range(2)] == [1, 0]
    old = Territory.objects.get(kind_word="quận")
    assert (old.name, old.valid_to, old.state, old.became.get().new_id) == (
        "Cầu Giấy",
        make.SINCE,
        "ended",
        ward.pk,
    )


def test_a_new_term_ends_the_one_before_it(bodies: dict[str, Organisation]) -> None:
    council = bodies["TTHDND"]
    inputs: dict[str, Any] = {"words": "2021-2026", "ordinal": "khóa I", "valid_from": date(2021, 5, 23)}
    perform(verbs.open_term, council, actor=CLOCK, at=NOW, **inputs)
    perform(
        verbs.open_term,
        council,
        actor=CLOCK,
        at=NOW,
        words="2026-2031",
        ordinal="khóa II",
        valid_from=date(2026, 3, 15),
    )
    rows = Organisation.objects.get(pk=council.pk).terms.values_list("words", "valid_from", "valid_to")
    assert list(rows) == [
        ("2021-2026", date(2021, 5, 23), date(2026, 3, 15)), ("2026-2031", date(2026, 3, 15), None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="bắt đầu sau"):
        perform(verbs.open_term, council, actor=CLOCK, at=NOW, **inputs)
    with pytest.raises(ValidationError, match="sau ngày bắt đầu"):
        perform(
            verbs.open_term, council, actor=CLOCK, at=NOW, words="2031", valid_from=TODAY, valid_to=TODAY
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("UBND quận Cầu Giấy", ("quan", "cau giay")), ("UBND quận 1", ("quan", "1")),
        ("Bí thư Quận ủy", ("", "")), ("Thành ủy viên, Quận ủy viên", ("", "")), ("Ban Thường vụ Xã đoàn", ("", "")),
        ("UBMTTQ quận C", ("", "")),
    ],
)  # fmt: skip
def test_a_body_of_a_level_and_a_name_cut_short_are_no_places(words: str, place: tuple[str, str]) -> None:
    assert place_in(words) == place


def test_a_body_of_another_level_without_a_name_is_not_taken_for_ones_own(
    bodies: dict[str, Organisation],
) -> None:
    clerk = make.acting(bodies["VP"], "clerk")
    with pytest.raises(Refused, match="Chưa nhận ra cơ quan"):
        import_body({"words": "UBND quận"}, actor=clerk, at=NOW, source=None)
    assert import_body({"words": "UBND phường"}, actor=clerk, at=NOW, source=None) == bodies["UBND"]
    assert import_body({"words": "UBND"}, actor=clerk, at=NOW, source=None) == bodies["UBND"]


def test_a_body_of_an_old_district_read_from_a_paper_has_ended_wherever_it_is_shown(
    bodies: dict[str, Organisation],
) -> None:
    clerk = make.acting(bodies["VP"], "clerk")
    paper = {"words": "UBND quận Thử Cũ", "on": date(2024, 5, 1)}
    old: Any = import_body(paper, actor=clerk, at=NOW, source=None)
    assert old.valid_to == old.territory.valid_to == date(2025, 7, 1)
    days = (date(2025, 6, 30), date(2025, 7, 1))
    assert [old.shown_state(day)[1] for day in days] == ["Đang hoạt động", "Đã kết thúc"]
    assert [old.territory.shown_state(day)[1] for day in days] == ["Đang tồn tại", "Đã chấm dứt"]
    there = [Organisation.objects.filter(not_ended(day), pk=old.pk).exists() for day in days]
    listing = Organisation.listing
    assert listing is not None
    shown = [t.code for t in listing.tabs if Organisation.objects.filter(t.where(days[1]), pk=old.pk)]
    assert (there, shown) == ([True, False], ["cu"])


def test_the_names_of_one_list_are_found_with_two_queries_however_long_it_is() -> None:
    bodies = make.ward()
    finder = Finder(bodies["UBND"].territory, make.TODAY)
    names = [*(str(body.name) for body in bodies.values()), "Sở Nội vụ thành phố"]
    with CaptureQueriesContext(connection) as few:
        found = [finder.body(name) for name in names]
    assert (found, len(few)) == ([*bodies.values(), None], 2)
