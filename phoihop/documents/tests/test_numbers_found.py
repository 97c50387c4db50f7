"""Who types an official number wants the paper that carries it, first; and is told when none does."""

from __future__ import annotations

import pytest

from phoihop.accounts.tests.factories import signed_in
from phoihop.core.search import look
from phoihop.documents.tests.factories import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Registry:
    return Registry()


@pytest.mark.parametrize("asked", ["01/BC-UBND", "số 1/bc-ubnd", "Số: 01/BC-UBND"])
def test_the_paper_that_carries_the_number_comes_before_newer_ones_that_name_it(
    room: Registry, asked: str
) -> None:
    first = room.locked()
    for n in range(3):
        room.draft(about=f"Thực hiện Báo cáo số 01/BC-UBND, lần {n}", text="Theo số 01/BC-UBND.")
    found = look(asked, room.office)
    assert (found.hits[0].row.code, found.no_such) == (first.code, "")
    assert len(found.hits) > 1


def test_the_number_of_a_paper_that_came_in_is_found_as_its_sender_wrote_it(room: Registry) -> None:
    row = room.arrived(their_number="210/KH-UBND")
    room.draft(about="Thực hiện Kế hoạch 210/KH-UBND")
    assert look("210/KH-UBND", room.office).hits[0].row.code == row.code


def test_a_number_no_paper_carries_is_said_before_what_else_has_its_words(room: Registry) -> None:
    room.draft(about="Thực hiện Báo cáo số 12/BC-UBND")
    found = look("12/BC-UBND", room.office)
    assert (len(found.hits), found.no_such) == (1, "12/BC-UBND")
    page = (
        signed_in("vanthu", room.bodies["UBND"], "clerk").get("/tim/", {"q": "12/BC-UBND"}).content.decode()
    )
    assert "Không có văn bản nào mang số 12/BC-UBND" in page
    assert look("02/08/2027", room.office).no_such == "" == look("báo cáo", room.office).no_such


def test_a_number_one_may_not_see_is_not_there(room: Registry) -> None:
    room.locked()
    assert look("01/BC-UBND", room.front).no_such == "01/BC-UBND"
