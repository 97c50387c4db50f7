"""The book on its pages: tabs, filters, row buttons, who sees what, and how it goes out."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phoihop.accounts.tests.factories import account
from phoihop.commitments import actions as verbs
from phoihop.commitments.models import Commitment
from phoihop.commitments.papers import book as book_paper
from phoihop.commitments.papers import slip, urging
from phoihop.commitments.tests.factories import DUE, Book
from phoihop.core.papers import Annex, Paper, Paragraph, Table
from phoihop.directory.tests.factories import NOW, TODAY, person, ward
from phoihop.documents.format_check import check
from phoihop.documents.word import write

pytestmark = pytest.mark.django_db

LIST = "/nhiem-vu/"


@pytest.fixture
def book(settings: Any) -> Book:
    """The ward at work, the clock of its pages on Monday 02/08/2027."""
    settings.CLOCK_OFFSET = NOW - timezone.now()  # noqa: TID251 the shift of the demo's clock
    cache.clear()  # the choices of the filters are kept between requests
    return Book()


def client(book: Book, kind: str, role: str) -> Client:
    made = account(f"{kind}-{role}".lower(), book.bodies[kind], role)
    made.user.must_change_password = False
    made.user.save()
    found = Client()
    found.force_login(made.user)
    return found


def contents(page: Any) -> list[str]:
    return [row.content for row in page.context["window"].rows]


def buttons(page: Any) -> list[str]:
    return [offer[1] if offer else "" for _cells, offer in page.context["rows"]]


def test_the_book_opens_on_what_is_late_while_anything_is_and_else_on_everything(book: Book) -> None:
    later = book.accepted(content="Chưa tới", due_on=TODAY + timedelta(days=30))
    office = client(book, "UBND", "clerk")
    assert contents(office.get(LIST)) == [later.content]
    book.accepted(content="Trễ", due_on=TODAY - timedelta(days=1))
    opened = office.get(LIST)
    assert (contents(opened), opened.context["everything"]) == (["Trễ"], "2")
    assert contents(office.get(f"{LIST}{opened.context['all_link']}")) == ["Trễ", "Chưa tới"]
    assert contents(office.get(f"{LIST}?tim=chua+toi")) == ["Chưa tới"]


def test_every_tab_holds_its_bucket_and_counts_it(book: Book) -> None:
    late = book.accepted(content="Trễ", due_on=TODAY - timedelta(days=1))
    soon = book.accepted(content="Sắp", due_on=TODAY + timedelta(days=7))
    started = book.perform(verbs.report_progress, book.accepted(content="Đang"), book.lead, text="Đã làm")
    waiting, done, off = (
        book.issued(content="Chưa"),
        book.reported(content="Xong"),
        book.deferred(content="Gác"),
    )
    seen = book.perform(verbs.verify, book.reported(content="Xác minh"), book.helper, words="Đã xem tại chỗ")
    proposed = book.proposed(content="Đề xuất")
    office = client(book, "UBND", "clerk")
    expected = {
        "overdue": late, "soon": soon, "underway": started, "reported": done, "verified": seen,
        "not_started": waiting, "deferred": off, "proposed": proposed,
    }  # fmt: skip
    page = office.get(LIST)
    assert {tab.code: count for tab, count, *_rest in page.context["tabs"]} == dict.fromkeys(expected, "1")
    for code, row in expected.items():
        assert contents(office.get(f"{LIST}?muc={code}")) == [row.content], code


def test_the_page_takes_six_queries_with_one_row_and_with_three(book: Book) -> None:
    office = client(book, "MTTQ", "clerk")

    def queries() -> int:
        office.get(LIST)  # the choices of the filters are kept, as they are after the first visitor
        with CaptureQueriesContext(connection) as captured:
            assert office.get(LIST).status_code == 200
        return len(captured)

    book.reported()
    one = queries()
    for n in range(2):
        book.reported(content=f"Việc {n}")
    assert (one, queries()) == (6, 6)


def test_a_row_offers_the_next_step_of_whoever_looks(book: Book) -> None:
    book.issued()
    book.reported()
    assert buttons(client(book, "UBND", "clerk").get(LIST)) == ["Đôn đốc", "Xác minh"]
    assert buttons(client(book, "PKT", "unit").get(LIST)) == ["Nhận việc", ""]
    assert buttons(client(book, "MTTQ", "clerk").get(LIST)) == ["", "Xác minh"]


def test_the_four_filters_narrow_the_list(book: Book) -> None:
    green = book.issued(content="Xanh", field="moi-truong", competence="commune")
    later = book.issued(content="Sau", due_on=date(2028, 1, 5), lead=book.bodies["PVHXH"])
    office = client(book, "UBND", "clerk")
    narrowed = {
        "linh-vuc=moi-truong": green, "tham-quyen=commune": green, "thoi-gian=2028": later, "thoi-gian=2027": green,
        f"don-vi={book.bodies['PVHXH'].pk}": later,
    }  # fmt: skip
    for words, row in narrowed.items():
        assert contents(office.get(f"{LIST}?{words}")) == [row.content], words
    assert contents(office.get(f"{LIST}?thoi-gian=99999")) == ["Xanh", "Sau"]  # not a choice: no filter


def test_the_book_shows_a_body_only_what_it_set_leads_helps_or_checks(book: Book) -> None:
    mine = book.issued()
    checked = book.issued(content="Có kiểm lại", verifier=book.bodies["PVHXH"])
    elsewhere = ward("Nơi Khác")
    readers = {"UBND": {mine, checked}, "PKT": {mine, checked}, "MTTQ": {mine, checked}, "PVHXH": {checked}}
    for kind, rows in readers.items():
        who = client(book, kind, "clerk")
        assert set(contents(who.get(LIST))) == {row.content for row in rows}, kind
        assert who.get(f"{LIST}{mine.code}/").status_code == (200 if mine in rows else 404)
    book.bodies = elsewhere
    far = client(book, "UBND", "leader")
    assert contents(far.get(LIST)) == []
    for path in (f"{checked.code}/", f"{checked.code}/van-ban/slip.docx", f"{checked.code}/urge/"):
        assert far.get(f"{LIST}{path}").status_code == 404, path
    assert "Có kiểm lại" not in far.get(f"{LIST}zalo/").content.decode()
    assert "Có kiểm lại" not in words_of(far.get(f"{LIST}so.docx").content)


def test_what_is_copied_for_zalo_names_bodies_and_no_person(book: Book) -> None:
    who = person("Nguyễn Thị Rất Riêng")
    book.issued(responsible=who, responsible_title="Trưởng phòng")
    text = client(book, "UBND", "clerk").get(f"{LIST}zalo/").content.decode()
    assert f"• Niêm yết lịch tiếp công dân, {book.bodies['PKT']}, hạn 31/08" in text
    assert "Rất Riêng" not in text and "Trưởng phòng" not in text


def test_a_line_that_names_somebody_is_copied_for_zalo_by_its_code_alone(book: Book) -> None:
    named = book.issued(content="Hỗ trợ bà Nguyễn Thị Lan, 0912 345 678")
    text = client(book, "UBND", "clerk").get(f"{LIST}zalo/").content.decode()
    assert f"• {named.code} (có thông tin riêng, mở để xem)" in text
    assert "Nguyễn Thị Lan" not in text and "0912 345 678" not in text


def test_the_spreadsheet_has_the_columns_and_rows_of_the_page(book: Book) -> None:
    from python_calamine import CalamineWorkbook

    book.reported()
    book.issued(content="Khác")
    content = client(book, "UBND", "clerk").get(f"{LIST}xuat.xlsx?muc=reported").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in rows[1:]] == [
        ["Niêm yết lịch tiếp công dân", book.bodies["PKT"].short_name, DUE, "Ảnh niêm yết"]
    ]


def words_of(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


def test_the_book_in_word_has_the_filtered_rows_and_a_heading_that_passes_the_decree(book: Book) -> None:
    book.accepted(content="Trễ năm ngày", due_on=date(2027, 7, 26))
    book.issued(content="Chưa đến hạn")
    content = client(book, "UBND", "clerk").get(f"{LIST}so.docx?muc=overdue").content
    text = words_of(content)
    assert "trong Sổ theo dõi đến cùng: Quá hạn" in text and "Trễ năm ngày" in text
    assert "26/07/2027, quá hạn 5 ngày làm việc" in text and "Chưa đến hạn" not in text
    assert check(content) == []


def paper(book: Book, *rows: Commitment, more: bool = False) -> Paper:
    near = Commitment.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    return book_paper(list(near), body=book.bodies["UBND"], filters="", more=more, actor=book.office, at=NOW)


def test_the_counts_of_the_printed_book_add_up_to_its_lines(book: Book) -> None:
    rows = [book.issued(), book.issued(due_on=TODAY), book.reported(), book.proposed(due_on=None, product="")]
    made = paper(book, *rows)
    told = [block.text for block in made.blocks if isinstance(block, Paragraph)]
    assert told == [
        "Đến ngày 02/08/2027 có 4 việc: chờ kiểm lại 1; đến hạn 7 ngày 1; chưa bắt đầu 1; "
        "ngoài sổ (đề xuất, đã thôi) 1.",
        "Từng việc ghi ở phụ lục kèm theo.",
    ]
    annex = made.blocks[-1]
    assert isinstance(annex, Annex) and annex.landscape
    (table,) = [block for block in annex.blocks if isinstance(block, Table)]
    assert (len(table.rows), table.landscape) == (5, True)
    assert [row[3].text for row in table.rows[1:]] == [
        "31/08/2027, còn 21 ngày làm việc", "02/08/2027, hạn hôm nay", "31/08/2027, chờ kiểm lại", "chưa có hạn",
    ]  # fmt: skip
    assert check(write(made)) == []


def test_an_empty_book_is_still_a_paper_and_a_long_one_says_it_goes_on(book: Book) -> None:
    empty = paper(book)
    assert [b.text for b in empty.blocks if isinstance(b, Paragraph)] == ["Đến ngày 02/08/2027 có 0 việc."]
    assert check(write(empty)) == []
    assert "Sổ dài hơn một lần in" in words_of(write(paper(book, book.issued(), more=True)))


def test_the_slip_of_a_task_passes_the_decree(book: Book) -> None:
    row = book.perform(verbs.add_proof, book.accepted(), book.lead, kind="number", words="12/BB-PKT")
    assert check(write(slip(row, actor=book.office, at=NOW))) == []


def test_the_letter_that_urges_names_the_task_its_day_and_what_is_asked(book: Book) -> None:
    late = book.accepted(due_on=TODAY - timedelta(days=7))
    late = book.perform(verbs.urge, late, book.office)
    made = urging(late, actor=book.office, at=NOW)
    words = words_of(write(made))
    assert check(write(made)) == []
    for part in ("đôn đốc lần 1", "thời hạn: 26/07/2027", "quá hạn 5 ngày làm việc"):
        assert part in words


def test_the_slip_says_how_late_the_task_is_and_what_was_done(book: Book) -> None:
    late = book.perform(
        verbs.report_progress, book.accepted(due_on=TODAY - timedelta(days=7)), book.lead, text="Xong 2 tổ"
    )
    words = words_of(write(slip(late, actor=book.office, at=NOW)))
    assert "Đang thực hiện, quá hạn 5 ngày làm việc" in words and "đã làm: Xong 2 tổ" in words


def test_the_page_of_a_task_shows_six_clear_points_and_the_thread_of_its_days(book: Book) -> None:
    who = person("Lê Thị Rõ")
    row = book.accepted(
        number="4.5", responsible=who, responsible_title="Trưởng phòng", authority="Chủ tịch UBND phường",
        verifier=book.bodies["PVHXH"],
    )  # fmt: skip
    page = client(book, "UBND", "clerk").get(f"{LIST}{row.code}/")
    assert {str(f.label): str(value) for f, value in page.context["six"]} == {
        "Rõ người": "Lê Thị Rõ, Trưởng phòng", "Rõ việc": row.content, "Rõ thời gian": "02/08/2027 – 31/08/2027",
        "Rõ trách nhiệm": f"{row.lead.name} chủ trì", "Rõ sản phẩm": "Ảnh niêm yết",
        "Rõ thẩm quyền": "Chủ tịch UBND phường",
    }  # fmt: skip
    assert page.context["steps"] == [
        ("Cam kết", "mục 4.5", "past"), ("Giao", "02/08", "past"), ("Nhận", "02/08", "now"), ("Làm", "", "later"),
        ("Bằng chứng", "hạn 31/08", "later"), ("Kiểm lại", book.bodies["PVHXH"].short_name, "later"),
    ]  # fmt: skip
    assert page.context["sub"] == "Chưa bắt đầu · còn 21 ngày làm việc · chưa có bằng chứng"


def test_a_point_that_is_not_clear_is_said_on_the_page(book: Book) -> None:
    row = book.proposed(product="", due_on=None)
    text = client(book, "UBND", "clerk").get(f"{LIST}{row.code}/").content.decode()
    for words in ("Thiếu người chịu trách nhiệm", "Thiếu thời hạn", "Thiếu sản phẩm đầu ra"):
        assert words in text
