"""Numbers and days of a book run together: a day out of order is refused, or kept with its reason (R-3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phoihop.core.actions import Refused
from phoihop.directory.tests.factories import TODAY
from phoihop.documents import actions as verbs
from phoihop.documents.books import out_book
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.tests.factories import Registry, scan

pytestmark = pytest.mark.django_db
EARLY = date(2027, 7, 1)


@pytest.fixture
def room() -> Registry:
    return Registry()


def locked(room: Registry, **given: Any) -> OutgoingDocument:
    made: OutgoingDocument = room.perform(verbs.lock_for_signing, room.approved(), room.office, **given)
    return made


def test_a_number_is_not_taken_with_a_day_before_that_of_the_number_before(room: Registry) -> None:
    locked(room, dated=TODAY)
    with pytest.raises(
        Refused, match="Số 01/BC-UBND trước đó trong cùng sổ đề ngày 02/08/2027, sau ngày 01/07/2027"
    ):
        locked(room, dated=EARLY)
    assert locked(room, dated=TODAY).official_number == "02/BC-UBND"


def test_a_reason_lets_it_through_and_stands_in_the_book(room: Registry) -> None:
    locked(room, dated=TODAY)
    made = locked(room, dated=EARLY, order_why="Ghi bù văn bản ký tay")
    assert (made.number, made.dated, made.order_why) == (2, EARLY, "Ghi bù văn bản ký tay")
    book = out_book(room.bodies["UBND"], 2027, room.office)
    assert "Ngày không theo thứ tự số: Ghi bù văn bản ký tay" in book.rows[1][1][-1]


def test_a_paper_that_keeps_its_number_stays_before_the_numbers_after_it(room: Registry) -> None:
    first = locked(room, dated=EARLY)
    locked(room, dated=date(2027, 7, 5))
    first = room.perform(verbs.return_draft, first, room.leader, words="Sửa")
    first = room.perform(verbs.approve, first, room.leader)
    with pytest.raises(Refused, match="Số 02/BC-UBND sau đó trong cùng sổ đề ngày 05/07/2027"):
        room.perform(verbs.lock_for_signing, first, room.office, dated=TODAY)


def test_a_reason_that_is_not_needed_is_not_kept_and_a_dropped_number_does_not_count(room: Registry) -> None:
    room.perform(verbs.drop, locked(room, dated=TODAY), room.leader, words="Nhầm")
    assert locked(room, dated=EARLY, order_why="Thừa").order_why == ""


def test_the_note_of_the_book_says_what_the_list_and_the_page_say(room: Registry) -> None:
    made = room.signed()
    made = room.perform(verbs.record_signed_copy, made, room.office, upload=scan())
    cells = out_book(room.bodies["UBND"], 2027, room.office).rows[0][1]
    assert cells[-1] == made.shown_state(TODAY)[1] == "Đã ký, chờ đối chiếu bản ký"
