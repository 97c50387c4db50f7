"""M21: what was promised last time first, then what is asked, then what was concluded; the same in large type."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from phoihop.accounts.tests.factories import account
from phoihop.activities.dialogue import actions as verbs
from phoihop.activities.dialogue.forms import AnswerForm
from phoihop.activities.dialogue.models import Dialogue
from phoihop.activities.dialogue.tests.factories import NOTICE, START, Square
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalBody, SearchRow
from phoihop.core.papers import build_paper
from phoihop.core.search import look
from phoihop.documents.versions import paper_lines
from phoihop.petitions.actions import hand_over
from phoihop.petitions.models import Petition

pytestmark = pytest.mark.django_db
NEXT = START.replace(year=2028)


@pytest.fixture
def square(settings: Any) -> Square:
    settings.CLOCK_OFFSET = NEXT - timedelta(days=12) - moment.now()
    cache.clear()
    return Square()


def client(square: Square, kind: str) -> Client:
    made = account(f"{kind.lower()}-doi-thoai", square.bodies[kind], "clerk")
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def prepared(square: Square) -> Dialogue:
    square.published()
    return square.asked(square.announced(start=NEXT), "Cống tổ 7 tắc")


def test_the_page_opens_with_the_promises_and_leads_to_the_work_and_the_meeting(square: Square) -> None:
    row = prepared(square)
    page = client(square, "UBND").get(f"/doi-thoai/{row.code}/").content.decode()
    promised, asked = page.index("Việc đã hứa lần trước"), page.index("Ý kiến</h2>")
    assert promised < page.index("Lập lại trật tự vỉa hè ngõ 84") < asked < page.index("Cống tổ 7 tắc")
    assert f"/hoi-nghi/{row.meeting.code}/" in page and "0 đã trả lời / 1" in page
    assert "Thông báo công khai</dt>" in page and "(trước 11 ngày)" in page


def test_the_large_sheet_tells_the_same_without_the_frame_of_work(square: Square) -> None:
    row = prepared(square)
    page = client(square, "MTTQ").get(f"/doi-thoai/{row.code}/chu-lon/").content.decode()
    assert "Đã hứa lần trước: 2 việc, 0 xong" in page
    assert page.index("Thay đèn ngõ 12") < page.index("Cống tổ 7 tắc")


def test_a_stranger_finds_neither(square: Square) -> None:
    row = prepared(square)
    outside = client(square, "PVHXH")
    told = [outside.get(f"/doi-thoai/{row.code}/{end}").status_code for end in ("", "chu-lon/")]
    assert told == [404, 404]


def test_of_a_question_handed_over_to_reception_no_search_paper_page_or_journal_tells_a_word(
    square: Square,
) -> None:
    words, answer = "Cán bộ địa chính nhận tiền của tôi", "Đã mời người nêu lên làm việc"
    row = square.asked(square.announced(start=NEXT), "Cống tổ 7 tắc", words)
    row = square.perform(verbs.answer_question, row, number=2, answer=answer)
    web = client(square, "UBND")
    addresses = [f"/doi-thoai/{row.code}/", f"/doi-thoai/{row.code}/chu-lon/"]

    def told(text: str) -> list[bool]:
        row = Dialogue.objects.get()
        paper = "\n".join(paper_lines(build_paper("dialogue.result", row, actor=square.office, at=NOTICE)))
        pages = [web.get(address).content.decode() for address in addresses]
        number: Any = AnswerForm(record=row, actor=square.office).fields["number"]
        return [text in page for page in (*pages, paper, str(number.choices))]

    assert told(words) == [True] * 4
    perform(hand_over, Petition.objects.get(content=words), actor=square.front, at=NOTICE)
    assert (told(words), told(answer), told("Cống tổ 7 tắc")) == ([False] * 4, [False] * 4, [True] * 4)
    assert look("nhận tiền", square.office).hits == []
    rows = [
        *JournalBody.objects.values_list("text", flat=True),
        *SearchRow.objects.values_list("text", flat=True),
    ]
    assert [held for held in rows if words in held or "nhan tien" in held] == []
    assert verify_database().faults == []
