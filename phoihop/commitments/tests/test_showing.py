"""The public page is off until three chairs agree; a late promise has its days of grace and its body's own line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from phoihop.commitments import actions as verbs
from phoihop.commitments import public, switching
from phoihop.commitments.models import Commitment, Origin
from phoihop.commitments.showing import Showing
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.journal import verify_database
from phoihop.core.models import Notice
from phoihop.core.who import PUBLIC, Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, TODAY, acting, body, territory, ward

pytestmark = pytest.mark.django_db
ORIGINS = [Origin.DIRECT, Origin.PROGRAMME]


class Three:
    def __init__(self, name: str = "Thử Nghiệm") -> None:
        self.bodies: dict[str, Organisation] = ward(name)
        self.chairs = [
            acting(self.bodies[kind], "leader", user=n)
            for n, kind in enumerate(("TTHDND", "UBND", "MTTQ"), 20)
        ]
        self.office = acting(self.bodies["TTHDND"], "clerk", user=30)
        self.unit = acting(self.bodies["PKT"], "unit", user=31)
        self.place = self.bodies["UBND"].territory

    def proposed(self) -> Showing:
        made: Showing = perform(switching.propose_showing, actor=self.office, at=NOW, origins=ORIGINS)
        return made

    def on(self) -> Showing:
        row = self.proposed()
        for chair in self.chairs[:2]:
            row = perform(switching.consent, row, actor=chair, at=NOW)
        made: Showing = perform(switching.switch_on, row, actor=self.chairs[2], at=NOW)
        return made

    def task(self, due_on: date, content: str = "Sửa rãnh ngõ 84", **given: Any) -> Commitment:
        clerk = acting(self.bodies["UBND"], "clerk", user=32)
        row: Commitment = perform(
            verbs.propose, actor=clerk, at=NOW - timedelta(days=90), content=content, lead=self.bodies["PKT"],
            product="Biên bản", due_on=due_on, **given,
        )  # fmt: skip
        leader = acting(self.bodies["UBND"], "leader", user=33)
        row = perform(verbs.issue, row, actor=leader, at=NOW - timedelta(days=90))
        made: Commitment = perform(verbs.accept, row, actor=self.unit, at=NOW - timedelta(days=89))
        return made


@pytest.fixture
def three() -> Three:
    return Three()


def test_nothing_is_public_before_the_third_chair(three: Three) -> None:
    task = three.task(TODAY + timedelta(days=30))
    row = three.proposed()
    assert (row.state, row.words, row.agreed_words) == (
        "proposed",
        "Giao trực tiếp, Chương trình phối hợp",
        "chưa bên nào đồng ý",
    )
    for chair in three.chairs[:2]:
        row = perform(switching.consent, row, actor=chair, at=NOW)
        assert list(Commitment.objects.visible_to(PUBLIC)) == []
    row = perform(switching.switch_on, row, actor=three.chairs[2], at=NOW)
    assert (row.state, row.on_since, row.council_on, row.committee_on, row.front_on) == (
        "on",
        TODAY,
        TODAY,
        TODAY,
        TODAY,
    )
    assert list(Commitment.objects.visible_to(PUBLIC)) == [task]
    assert public.showing_in(three.place) == row
    assert verify_database().faults == []


def test_the_page_is_not_opened_while_a_chair_has_not_agreed(three: Three) -> None:
    row = perform(switching.consent, three.proposed(), actor=three.chairs[0], at=NOW)
    with pytest.raises(Refused, match="Còn thiếu đồng ý của UBMTTQ"):
        perform(switching.switch_on, row, actor=three.chairs[1], at=NOW)
    row.refresh_from_db()
    assert (row.state, row.committee_on) == ("proposed", None)


def test_only_a_chair_of_the_three_agrees(three: Three) -> None:
    row = three.proposed()
    strangers: list[Actor] = [three.office, three.unit, acting(ward("Láng Giềng")["UBND"], "leader", user=40)]
    for actor in strangers:
        for verb in (switching.consent, switching.switch_on):
            with pytest.raises(Forbidden):
                perform(verb, row, actor=actor, at=NOW)
        with pytest.raises(Forbidden):
            perform(switching.switch_off, row, actor=actor, at=NOW, reason="không")
    with pytest.raises(Forbidden):
        perform(switching.propose_showing, actor=three.unit, at=NOW, origins=ORIGINS)


def test_any_chair_switches_it_off_and_all_three_are_told(three: Three) -> None:
    three.task(TODAY + timedelta(days=30))
    row = perform(
        switching.switch_off, three.on(), actor=three.chairs[0], at=NOW, reason="Số liệu đang rà lại"
    )
    assert (row.state, row.off_why) == ("off", "Số liệu đang rà lại")
    assert list(Commitment.objects.visible_to(PUBLIC)) == []
    told = Notice.objects.filter(verb="commitments.switch_off").values_list("body", flat=True)
    assert set(told) == {three.bodies[kind].pk for kind in ("UBND", "MTTQ")}
    assert three.proposed().state == "proposed"


def test_one_switch_at_a_time(three: Three) -> None:
    three.on()
    with pytest.raises(ValidationError, match="đã có một đề nghị hoặc một trang đang mở"):
        three.proposed()


def test_a_locality_without_the_three_bodies_is_told_so() -> None:
    ward()
    lone = body(territory("Một Mình"), "UBND")
    with pytest.raises(Refused, match="chưa khai báo đủ"):
        perform(switching.propose_showing, actor=acting(lone, "leader"), at=NOW, origins=ORIGINS)


def test_the_switch_of_one_ward_shows_nothing_of_another(three: Three) -> None:
    other = Three("Láng Giềng")
    other.task(TODAY + timedelta(days=30))
    mine = three.task(TODAY + timedelta(days=30))
    three.on()
    assert list(Commitment.objects.visible_to(PUBLIC)) == [mine]
    assert public.showing_in(other.place) is None


def test_late_is_told_only_after_the_days_of_grace(three: Three) -> None:
    """02/08/2027 is a Monday; five working days before it end with 23/07, a Friday."""
    assert public.late_before(TODAY) == date(2027, 7, 26)
    late, fresh, open_ = (three.task(day) for day in (date(2027, 7, 23), date(2027, 7, 26), date(2027, 8, 2)))
    three.on()
    words = {row: public.told(row, TODAY, public.late_before(TODAY))[1] for row in (late, fresh, open_)}
    assert words == {late: "Quá ngày hẹn", fresh: "Đến ngày hẹn", open_: "Chưa bắt đầu"}
    (topic,) = public.facts_by_topic(public.shown_in(three.place), TODAY, public.late_before(TODAY))
    assert topic.facts == public.Facts(in_time=1, waiting=1, late=1)
    assert (topic.facts.total, topic.facts.open) == (3, 3)


def test_the_body_explains_a_late_promise_in_its_own_line(three: Three) -> None:
    late, soon = three.task(date(2027, 7, 1)), three.task(date(2027, 8, 30))
    told = perform(verbs.explain, late, actor=three.unit, at=NOW, text="Chờ vật tư, xong trước 20/08/2027.")
    three.on()
    rows, _more = public.page_of(
        public.shown_in(three.place), TODAY, public.late_before(TODAY), group="qua-hen"
    )
    assert [[line.text for line in row.explained] for row in rows] == [["Chờ vật tư, xong trước 20/08/2027."]]
    assert told.state == "accepted"
    with pytest.raises(Refused, match="chưa quá hẹn"):
        perform(verbs.explain, soon, actor=three.unit, at=NOW, text="x")
    with pytest.raises(Forbidden):
        perform(verbs.explain, late, actor=three.office, at=NOW, text="x")


def test_pages_go_on_where_the_last_ended(three: Three, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "ROWS", 2)
    made = [three.task(TODAY + timedelta(days=n), f"Việc {n}") for n in (1, 1, 2, 3, 3)]
    three.on()
    found: list[Commitment] = []
    after = ""
    for _page in range(3):
        rows, after = public.page_of(public.shown_in(three.place), TODAY, TODAY, after=after)
        found += rows
    assert (found, after) == (made, "")
    back: list[Commitment] = []
    for _page in range(3):
        rows, after = public.page_of(public.shown_in(three.place), TODAY, TODAY, after=after, newest=True)
        back += rows
    assert (back, after) == (made[::-1], "")
    for odd in ("x", "20271399.1", "20270801.", "2027080.1", f"20270801.{'9' * 30}"):
        assert len(public.page_of(public.shown_in(three.place), TODAY, TODAY, after=odd)[0]) == 2
