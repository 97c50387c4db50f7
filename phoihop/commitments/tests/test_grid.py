"""The grid: many proposals adjusted and given out in one post; wrong, stale and foreign rows cost nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from phoihop.accounts.tests.factories import account
from phoihop.commitments import actions as verbs
from phoihop.commitments import standard
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import Book
from phoihop.core.models import JournalEntry

pytestmark = pytest.mark.django_db

GRID = "/nhiem-vu/luoi/"


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def office(book: Book) -> Client:
    made = account("vanphong", book.bodies["UBND"], "clerk")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def sent(page: Any, *ticked: Commitment, **typed: str) -> dict[str, str]:
    """The form as a browser sends it: every field of every row, the ticks, and what was typed over."""
    data: dict[str, str] = {}
    for row in page.context["rows"]:
        form = row.form
        for name in ("lead", "product", "due_on"):
            shown = form.initial[name]
            words = f"{shown:%d/%m/%Y}" if hasattr(shown, "strftime") else str(shown or "")
            data[f"{form.prefix}-{name}"] = words
            data[f"initial-{form.prefix}-{name}"] = words
        data[f"{form.prefix}-seen"] = form.initial["seen"]
    return {**data, **{f"r{row.pk}-tick": "on" for row in ticked}, **typed}


def states(*rows: Commitment) -> list[str]:
    return [Commitment.objects.get(pk=row.pk).state for row in rows]


def test_ticked_rows_are_given_out_in_one_post_and_the_others_wait(book: Book, office: Client) -> None:
    first, second, third = (book.proposed(content=f"Việc {n}") for n in range(3))
    page = office.get(GRID)
    changed = {f"r{second.pk}-product": "Biên bản", f"r{second.pk}-due_on": "15/09/2027"}
    reply = office.post(GRID, sent(page, first, second, **changed))
    assert reply.status_code == 302
    assert states(first, second, third) == ["issued", "issued", "proposed"]
    second.refresh_from_db()
    assert (second.product, f"{second.due_on}", second.cooperating()) == (
        "Biên bản", "2027-09-15", [book.bodies["MTTQ"].pk],
    )  # fmt: skip
    entries = JournalEntry.objects.filter(record_type="commitments.commitment").exclude(
        action="commitments.propose"
    )
    assert sorted((e.record_id, e.action) for e in entries) == [
        (first.pk, "commitments.issue"), (second.pk, "commitments.adjust"), (second.pk, "commitments.issue"),
    ]  # fmt: skip
    assert "Đã giao 2 việc" in office.get(GRID).content.decode()


def test_a_row_with_an_error_stays_as_typed_and_the_right_rows_go_out(book: Book, office: Client) -> None:
    right, dateless, bare = (
        book.proposed(), book.proposed(content="Sai ngày"), book.proposed(content="Thiếu", product="")
    )  # fmt: skip
    page = office.get(GRID)
    typed = {f"r{dateless.pk}-due_on": "31/02/2027", f"r{bare.pk}-due_on": "20/09/2027"}
    reply = office.post(GRID, sent(page, right, dateless, bare, **typed))
    text = reply.content.decode()
    assert (reply.status_code, states(right, dateless, bare)) == (422, ["issued", "proposed", "proposed"])
    assert "Ngày chưa đúng" in text and "Thiếu: sản phẩm đầu ra." in text
    assert 'value="31/02/2027"' in text and 'value="20/09/2027"' in text
    bare.refresh_from_db()
    assert f"{bare.due_on}" == "2027-08-31"  # the row was refused as a whole
    again = {f"r{dateless.pk}-due_on": "28/09/2027", f"r{bare.pk}-product": "Ảnh"}
    assert office.post(GRID, sent(reply, dateless, bare, **again)).status_code == 302
    assert states(dateless, bare) == ["issued", "issued"]


def test_what_is_typed_in_a_row_that_is_not_ticked_is_kept_and_not_given_out(
    book: Book, office: Client
) -> None:
    row = book.proposed()
    page = office.get(GRID)
    assert office.post(GRID, sent(page, **{f"r{row.pk}-product": "Biên bản"})).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.product) == ("proposed", "Biên bản")
    assert "Đã ghi chỗ sửa của 1 việc" in office.get(GRID).content.decode()


def test_a_row_changed_by_somebody_else_meanwhile_is_shown_anew_and_not_given_out(
    book: Book, office: Client
) -> None:
    ticked, untouched = book.proposed(), book.proposed(content="Không đụng tới")
    page = office.get(GRID)
    for row in (ticked, untouched):
        book.perform(
            verbs.adjust, row, book.office, content=row.content, lead=row.lead, cooperation=[],
            responsible_title="", product="Báo cáo", due_on=row.due_on, authority="", field="", competence="",
        )  # fmt: skip
    reply = office.post(GRID, sent(page, ticked))
    assert (reply.status_code, states(ticked, untouched)) == (422, ["proposed", "proposed"])
    assert reply.content.decode().count("Có người vừa sửa việc này. Hiện ghi: chủ trì") == 1
    assert 'value="Báo cáo"' in reply.content.decode()
    assert office.post(GRID, sent(reply, ticked)).status_code == 302
    assert states(ticked, untouched) == ["issued", "proposed"]


def test_the_same_grid_sent_twice_gives_out_once_and_says_so(book: Book, office: Client) -> None:
    row = book.proposed()
    data = sent(office.get(GRID), row)
    assert [office.post(GRID, data).status_code for _n in range(2)] == [302, 302]
    assert JournalEntry.objects.filter(action="commitments.issue").count() == 1
    assert "1 việc đã tích không còn chờ giao" in office.get(GRID).content.decode()


def test_proposals_of_another_body_are_neither_shown_nor_given_out(book: Book, office: Client) -> None:
    mine = book.proposed()
    front = book.perform(
        verbs.propose, None, book.helper, content="Của Mặt trận", lead=book.bodies["UBND"], product="Báo cáo",
        due_on=mine.due_on,
    )  # fmt: skip
    page = office.get(GRID)
    assert [row.record.pk for row in page.context["rows"]] == [mine.pk]
    data = {**sent(page), f"r{front.pk}-tick": "on", f"r{front.pk}-seen": ""}
    assert office.post(GRID, data).status_code == 302
    assert states(front) == ["proposed"]


def test_a_lead_from_another_locality_is_refused(book: Book, office: Client) -> None:
    from phoihop.directory.tests.factories import body, territory

    row, far = book.proposed(), body(territory("Nơi Khác"), "UBND")
    page = office.get(GRID)
    reply = office.post(GRID, sent(page, row, **{f"r{row.pk}-lead": str(far.pk)}))
    assert (reply.status_code, states(row)) == (422, ["proposed"])


def test_the_grid_of_one_source_has_only_its_proposals(book: Book, office: Client) -> None:
    source = book.issued(content="Nguồn")
    of_it = book.proposed(content="Từ nguồn", source=source)
    book.proposed(content="Không từ đâu")
    assert [r.record.pk for r in office.get(f"{GRID}{source.code}/").context["rows"]] == [of_it.pk]
    assert office.get(f"{GRID}KHONG-CO/").context["rows"] == []


def test_a_proposal_that_repeats_a_task_of_its_paper_says_which(book: Book) -> None:
    paper = book.proposed(content="Kết luận hội nghị")
    said = "Phát động phong trào thi đua yêu nước"
    given = book.issued(content=f"{said} năm 2027, ký giao ước", number="8.1", source=paper)
    again = book.proposed(content=f"{said} của năm", source=paper)
    other = book.proposed(content="Tổ chức hội nghị đối thoại với Nhân dân", source=paper)
    elsewhere = book.proposed(content=f"{said} của năm")
    assert standard.repeats([again, other, elsewhere]) == {again.pk: given}
