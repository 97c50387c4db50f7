"""The first page of the day: what is mine, what others hold, which clocks of my bodies run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests import factories as people
from phoihop.activities.programmes.tests.factories import Table
from phoihop.commitments import actions as tasks
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import Book
from phoihop.core.actions import perform
from phoihop.desk.work import beginnings, my_day
from phoihop.directory.tests.factories import NOW, TODAY, acting, body
from phoihop.petitions import actions as letters

pytestmark = pytest.mark.django_db


def codes(rows: Iterable[Any]) -> list[str]:
    return [getattr(row, "record", row).code for row in rows]


def test_the_day_is_grouped_by_what_is_late_due_today_and_due_this_week() -> None:
    book = Book()
    late, today, soon, later = (
        book.accepted(due_on=TODAY + timedelta(days=n)) for n in (-3, 0, 7, 8)
    )  # fmt: skip
    day = my_day(book.lead, TODAY)
    assert [codes(group) for group in (day.late, day.today, day.soon)] == [
        [late.code], [today.code], [soon.code],
    ]  # fmt: skip
    assert {row.label for row in (*day.late, *day.today, *day.soon)} == {"Báo xong"}
    assert later.code not in codes([*day.late, *day.today, *day.soon, *day.check, *day.others])


def test_who_set_the_date_sees_who_holds_it_and_may_urge() -> None:
    book = Book()
    late = book.accepted(due_on=TODAY - timedelta(days=1))
    day = my_day(book.office, TODAY)
    assert (codes(day.others), codes(day.late)) == (
        [],
        [late.code],
    )  # once on the page, where it can be urged
    assert [row.label for row in day.late] == ["Đôn đốc lần 1"]
    perform(tasks.urge, Commitment.objects.get(pk=late.pk), actor=book.office, at=NOW)
    assert [row.label for row in my_day(book.office, TODAY).late] == ["Đôn đốc lần 2"]


def test_what_was_reported_done_waits_for_whoever_checks_it() -> None:
    book = Book()
    done = book.reported(due_on=TODAY)
    assert codes(my_day(book.office, TODAY).check) == [done.code]
    assert [my_day(who, TODAY).check for who in (book.lead, book.stranger)] == [[], []]


def test_new_work_work_sent_back_and_requests_stand_on_the_page_whatever_their_day() -> None:
    book = Book()
    far = {"due_on": TODAY + timedelta(days=90)}
    new, back, asked, queried = (
        book.issued(**far),
        book.reported(**far),
        book.accepted(**far),
        book.issued(**far),
    )
    perform(tasks.return_work, back, actor=book.office, at=NOW, reason="Thiếu 3 tổ")
    perform(
        tasks.ask_extension, asked, actor=book.lead, at=NOW, new_due=TODAY + timedelta(days=120), reason="Mưa"
    )
    perform(tasks.query, queried, actor=book.lead, at=NOW, text="Không thuộc phòng")
    told = [{g.title: codes(g.rows) for g in my_day(who, TODAY).groups} for who in (book.lead, book.leader)]
    assert told[0] == {"Chờ nhận": [new.code], "Bị trả lại": [back.code]}
    assert told[1] == {"Chờ quyết định gia hạn": [asked.code], "Đơn vị đề nghị sửa việc": [queried.code]}


def test_a_chair_sees_which_department_is_late_and_the_red_number_is_explained() -> None:
    book = Book()
    office = body(book.bodies["UBND"].territory, "TTPVHCC", above=book.bodies["UBND"])
    front = acting(book.bodies["MTTQ"], "clerk", user=8)
    row = perform(
        tasks.propose, actor=front, at=NOW, content="Niêm yết thủ tục", lead=office, product="Ảnh",
        due_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    row = perform(tasks.issue, row, actor=front, at=NOW, past=True)
    day = my_day(book.leader, TODAY)
    assert (codes(day.units), day.passed) == ([row.code], [])
    assert my_day(acting(office, "unit", user=9), TODAY).passed == [("Hoàn thành việc", 1)]


def test_the_clocks_of_a_programme_stand_on_the_page_of_the_body_that_reports() -> None:
    table = Table()
    made = table.in_force(reporting_party=table.bodies["MTTQ"])
    clocks = my_day(table.second, date(2027, 8, 2)).clocks
    assert [(c.code, c.due_on, c.late) for c in clocks] == [(made.code, date(2027, 8, 31), False)]
    assert my_day(table.second, date(2027, 9, 1)).clocks[0].late
    assert my_day(table.office, date(2027, 8, 2)).clocks == []


def test_clocks_of_letters_stand_on_the_page_of_those_who_keep_them_alone() -> None:
    book = Book()
    office = book.bodies["UBND"]
    officer = people.actor("tiep.dan", office, "reception")
    row = perform(
        letters.register_custody, actor=officer, at=NOW, kind="denunciation", received_on=TODAY, came_by="post",
        place="tủ số 3",
    )  # fmt: skip
    day = TODAY + timedelta(days=60)
    seen = {
        role: my_day(acting(office, role, user=n), day)
        for n, role in enumerate(("leader", "clerk", "unit"), 30)
    }
    assert {role: {clock.code for clock in day.clocks} for role, day in seen.items()} == {
        "leader": {row.code}, "clerk": set(), "unit": set(),
    }  # fmt: skip
    assert {role: len(day.passed) > 0 for role, day in seen.items()} == {
        "leader": True,
        "clerk": False,
        "unit": False,
    }


def test_the_day_takes_no_more_queries_with_more_to_do() -> None:
    book = Book()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            my_day(book.lead, TODAY)
        return len(captured)

    book.accepted(due_on=TODAY)
    queries()
    one = queries()
    for n in range(3):
        book.accepted(due_on=TODAY - timedelta(days=n))
    assert queries() == one == 7


def test_an_empty_first_page_says_what_can_be_begun_and_nothing_one_has_no_right_to() -> None:
    book = Book()
    offered = [(b.label, b.url) for b in beginnings(book.office)]
    assert offered[0] == ("Mở đợt tổng hợp", "/tong-hop/moi/open-round/")
    assert "Thêm tổ chức" not in [label for label, _url in offered]
    assert "Mở đợt tổng hợp" not in [b.label for b in beginnings(acting(book.bodies["PKT"], "unit"))]
