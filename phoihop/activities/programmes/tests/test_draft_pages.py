"""The pages of drafting and signing: what each shows to whom, what a refusal leaves, what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_drafting import LATER, full, line, rewrite, said
from phoihop.activities.programmes.tests.test_page import client
from phoihop.core.actions import perform
from phoihop.directory.tests.factories import NOW

pytestmark = pytest.mark.django_db


def address(programme: Programme, page: str) -> str:
    return f"/chuong-trinh/{programme.code}/{page}/"


def test_a_comment_is_written_beside_its_paragraph_and_answered_there(table: Table) -> None:
    made = full(table)
    place = line(made, "bốn đợt").key
    front, office = client(table, "MTTQ"), client(table, "TTHDND")
    page = front.get(address(made, "soan"), {"gop": place})
    assert "Gửi góp ý" in page.content.decode() and "Ghi đoạn" not in page.content.decode()
    sent = front.post(address(made, "soan"), {"viec": "gop", "place": place, "note": "Nên ba đợt"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{address(made, 'soan')}#{place}")
    row = Comment.objects.get()
    assert (row.body, row.note) == (table.bodies["MTTQ"], "Nên ba đợt")
    wrong = office.post(
        address(made, "soan"),
        {"viec": "phan-hoi", "ma": row.code, "answer": "partly", "text": "Ba đợt.", "words": ""},
    )
    assert (wrong.status_code, wrong.headers["Location"]) == (
        302, f"{address(made, 'soan')}?tra-loi={row.code}#{place}",
    )  # fmt: skip
    words = office.get(wrong.headers["Location"]).content.decode()
    assert ("Chưa ghi lý do" in words, "Ba đợt.</textarea>" in words) == (True, True)
    again = office.get(
        wrong.headers["Location"]
    ).content.decode()  # loaded anew: the words stay, the refusal is over
    assert ("Chưa ghi lý do" in again, "Ba đợt.</textarea>" in again) == (False, True)
    office.post(
        address(made, "soan"), {"viec": "phan-hoi", "ma": row.code, "answer": "partly", "text": "Ba đợt.", "words": "Theo sức"}
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.answer, row.changed_in, line(made, "Ba đợt").key) == ("partly", 2, place)


def test_nobody_answers_or_writes_through_the_page_without_the_right_to(table: Table) -> None:
    made = full(table)
    row = table.comment(made)
    place = line(made, "bốn đợt").key
    front, stranger = client(table, "MTTQ"), client(table, "PKT")
    given = {"viec": "phan-hoi", "ma": row.code, "answer": "explained", "words": "x"}
    assert front.post(address(made, "soan"), given).status_code == 404
    assert front.post(address(made, "soan"), {"viec": "sua", "place": place, "text": "x"}).status_code == 404
    assert stranger.get(address(made, "soan")).status_code == 404
    assert stranger.get(address(made, "ky")).status_code == 404
    assert stranger.post(address(made, "soan"), given).status_code == 404
    assert front.post(address(made, "soan"), {"viec": "khac"}).status_code == 404
    back = front.post(address(made, "soan"), {"viec": "rut", "ma": row.code})
    assert (back.status_code, Comment.objects.get().state) == (302, "taken_back")


def test_the_page_shows_the_sources_the_differences_and_comments_on_what_is_gone(table: Table) -> None:
    made = full(table)
    said(table, made, table.second, "Công khai lịch", note="Ghi rõ nơi")
    rewrite(made, table.office, "bốn đợt", "Mỗi năm sáu đợt.", at=LATER)
    rewrite(made, table.office, "Công khai lịch", "", at=LATER)
    page = client(table, "TTHDND").get(address(made, "soan"), {"so": "1"})
    words = page.content.decode()
    assert "<del>bốn</del><ins>sáu</ins>" in words and "Góp ý vào đoạn đã bỏ" in words
    assert (page.context["page"].changed, page.context["page"].waiting) == (2, 1)
    plain = client(table, "UBND", "leader").get(address(made, "soan"), {"so": "0"}).content.decode()
    assert "<ins>sáu</ins>" not in plain and "viết mới" in plain


def test_the_signing_page_offers_each_only_the_own_step(table: Table) -> None:
    table.seat()
    made = full(table)
    chair = client(table, "UBND", "leader")
    assert "Thống nhất bản v1" in chair.get(address(made, "ky")).content.decode()
    table.agree(made, "UBND")
    words = chair.get(address(made, "ky")).content.decode()
    assert "Đã thống nhất" in words and "btn-ky" not in words
    made = table.locked(table.agree(Programme.objects.get(pk=made.pk), "TTHDND", "MTTQ"), agreed=True)
    assert "btn-ky" not in chair.get(address(made, "ky")).content.decode()
    assert "Ký bản v1" in client(table, "TTHDND", "leader").get(address(made, "ky")).content.decode()


def test_the_pages_cost_the_same_for_one_comment_and_for_three(table: Table) -> None:
    made = full(table)
    table.comment(made)
    office = client(table, "TTHDND")
    pages = [address(made, name) for name in ("soan", "ky", "hop-nhat")]
    before = [_cost(office, page) for page in pages]
    for n in range(2):
        table.comment(made, f"Góp ý {n}")
    perform(
        verbs.ask_committee_view,
        Programme.objects.get(pk=made.pk),
        actor=table.office,
        at=NOW,
        asked_on=NOW.date(),
        way="in_writing",
    )
    assert [_cost(office, page) for page in pages] == before


def _cost(who: Any, page: str) -> int:
    who.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert who.get(page).status_code == 200
    return len(captured)
