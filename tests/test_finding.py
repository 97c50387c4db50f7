"""The search box: tone marks that were typed are meant, and what is named so comes first."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.actions import create_account
from phoihop.commitments.actions import accept
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import DUE, Book
from phoihop.core import indexing, search
from phoihop.core.actions import perform
from phoihop.core.indexing import facet_token, is_old, keep_contents, reindex
from phoihop.core.models import Record, SearchRow, SearchText
from phoihop.core.search import Found, find, look, snippet
from phoihop.core.web.facets import NAMES
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, person
from phoihop.documents.actions import store, withdraw
from phoihop.ingest.background import read_contents, unread

pytestmark = pytest.mark.django_db
#: A database that refuses one text, each in its own tongue.
REFUSES = {
    "sqlite": "CREATE TRIGGER refuses BEFORE INSERT ON core_searchtext WHEN NEW.text LIKE '%Hoa Mai%' "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": "ALTER TABLE core_searchtext ADD CONSTRAINT refuses CHECK (text NOT LIKE '%Hoa Mai%')",
}


def test_marks_that_were_typed_are_meant_and_none_typed_finds_all() -> None:
    book = Book()
    lamp = book.issued(content="Sửa đèn chiếu sáng ngõ 126")
    until = book.issued(content="Gửi kiến nghị đến các đơn vị")
    found = {
        words: sorted(hit.row.code for hit in find(words, book.office)) for words in ("đèn", "den", "đén")
    }
    both = sorted((lamp.code, until.code))
    assert found == {"đèn": [lamp.code], "den": both, "đén": both}


def test_who_is_called_so_comes_before_what_only_mentions_the_name() -> None:
    book = Book()
    who = person("Đỗ Minh Quân")
    book.issued(content="Việc giao ông Đỗ Minh Quân theo dõi")
    assert next(hit.row.code for hit in find("Đỗ Minh Quân", book.office)) == who.code
    assert next(hit.row.code for hit in find("do minh quan", book.office)) == who.code


@pytest.mark.parametrize("newest", [5000, 6])
def test_the_newest_hits_are_the_same_whether_the_newest_rows_hold_enough_of_them_or_not(
    newest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", newest)
    book = Book()
    rows = [book.issued(content=f"Rà soát tuyến phố số {n}") for n in range(1, 6)]
    book.issued(content="Kiểm tra bếp ăn")
    book.perform(accept, rows[1], book.lead, at=NOW + timedelta(days=2))
    wanted = [rows[n].code for n in (1, 4, 3, 2, 0)]
    for limit in (2, 4, 50):
        codes = {row.pk: row.code for row in SearchRow.objects.all()}
        for kind in ("", Commitment._meta.label_lower):
            found = search.row_ids("tuyến phố", book.office, record_type=kind, limit=limit)
            assert [codes[key] for key in found] == wanted[:limit]
    assert search.row_ids("tuyến phố", book.stranger) == []


def test_a_short_form_and_the_long_one_find_each_other() -> None:
    book = Book()
    short = book.issued(content="UBND báo cáo kết quả TXCT")
    long = book.issued(content="Ủy ban nhân dân tổng hợp ý kiến sau tiếp xúc cử tri")
    both = sorted((short.code, long.code))
    for words in ("ubnd", "ủy ban nhân dân", "uỷ ban nhân dân", "txct", "tiep xuc cu tri", "UBND TXCT"):
        codes = sorted(hit.row.code for hit in find(words, book.office) if hit.path == Commitment.path)
        assert codes == both, words
    other = book.issued(content="CT UBND chỉ đạo")  # a chair, a directive or a programme: nobody can know
    assert other.code not in [hit.row.code for hit in find("chỉ thị", book.office)]


@pytest.mark.parametrize(
    "words",
    ["12/BC-UBND", "12 bc ubnd", "bc-ubnd", "-0001", "phụ lục 2.xlsx", "xlsx", "19h30", "1.250", "a/b", "vh-xh", "1e5", "mười_hai"],
)  # fmt: skip
def test_numbers_of_papers_names_of_files_and_joined_words_are_found_whole_and_in_part(words: str) -> None:
    book = Book()
    row = book.issued(
        content="Báo cáo 12/BC-UBND kèm phụ_lục-2.xlsx, kho a/b của VH-XH lúc 19h30, 1.250 suất (mã 1e5-0001), mười_hai"
    )
    assert [hit.row.code for hit in find(words, book.office) if hit.path == Commitment.path] == [row.code]


def test_facets_narrow_what_was_found_and_count_it() -> None:
    book = Book()
    rubbish = book.issued(content="Thu gom rác ngõ 84", field="moi-truong")
    road = book.issued(content="Lát hè ngõ 84", field="giao-thong", due_on=DUE.replace(year=DUE.year + 1))
    found = look("ngõ 84", book.office)
    assert {token: found.counts[token] for token in (
        facet_token("linh-vuc", "moi-truong"), facet_token("linh-vuc", "giao-thong"),
        facet_token("don-vi", book.bodies["PKT"].pk), facet_token("thoi-gian", DUE.year),
    )} == dict(zip((
        facet_token("linh-vuc", "moi-truong"), facet_token("linh-vuc", "giao-thong"),
        facet_token("don-vi", book.bodies["PKT"].pk), facet_token("thoi-gian", DUE.year),
    ), (1, 1, 2, 1), strict=True))  # fmt: skip
    for chosen, row in (({"linh-vuc": "moi-truong"}, rubbish), ({"thoi-gian": str(DUE.year + 1)}, road)):
        assert [hit.row.code for hit in look("ngõ 84", book.office, chosen=chosen).hits] == [row.code]
    assert look("ngõ 84", book.stranger) == Found()


def test_it_is_said_when_more_was_found_than_is_shown() -> None:
    book = Book()
    for n in range(3):
        book.issued(content=f"Thu gom rác ngõ {n}")
    told = {
        limit: (len(found.hits), found.more)
        for limit in (2, 3)
        for found in [look("thu gom rác", book.office, limit=limit)]
    }
    assert told == {2: (2, True), 3: (3, False)}


def test_the_place_where_the_words_stand_is_shown() -> None:
    words = (
        "Căn cứ kế hoạch năm, " * 12
        + "Phòng Kinh tế sửa đèn chiếu sáng ngõ 126 xong trước Tết. "
        + "Hết. " * 40
    )
    pieces = list(snippet([words], ["den", "chieu"]))
    assert [piece for piece, marked in pieces if marked] == ["đèn", "chiếu"]
    whole = "".join(piece for piece, _marked in pieces)
    assert whole.startswith("…") and whole.endswith("…") and whole.strip("…") in words
    assert list(snippet(["không có gì"], ["den"])) == []


def test_what_stands_inside_a_file_is_found_until_the_file_is_withdrawn() -> None:
    book = Book()
    paper = docx.Document()
    paper.add_paragraph("Trường tiểu học Hoa Ban xin sửa mái nhà để xe.")
    out = io.BytesIO()
    paper.save(out)
    file = perform(
        store,
        actor=book.office,
        at=NOW,
        upload=ContentFile(out.getvalue(), name="cong van.docx"),
        share_with=[],
    )
    assert find("hoa ban", book.office) == []
    assert (read_contents(), read_contents()) == (1, 0)
    [hit] = find("mái nhà hoa ban", book.office)
    assert (hit.row.code, "mái" in [piece for piece, marked in hit.snippet if marked]) == (file.code, True)
    assert find("hoa ban", book.stranger) == []
    assert [hit.row.code for hit in find(file.code, book.office)] == [file.code]
    perform(withdraw, file, actor=book.office, at=NOW, withdrawn_why="đưa nhầm")
    assert (find("hoa ban", book.office), SearchText.objects.count()) == ([], 0)
    assert (read_contents(), find("hoa ban", book.office)) == (0, [])


def test_a_file_withdrawn_while_it_was_read_stays_unfound() -> None:
    book = Book()
    file = perform(store, actor=book.office, at=NOW, upload=ContentFile(b"Hoa Ban", name="a.txt"))
    [as_it_was] = unread(5)
    perform(withdraw, file, actor=book.office, at=NOW, withdrawn_why="đưa nhầm")
    assert as_it_was.state == "kept"
    keep_contents(as_it_was, "Trường tiểu học Hoa Ban")
    assert (find("hoa ban", book.office), SearchText.objects.count()) == ([], 0)


def test_a_file_whose_words_no_index_takes_is_remembered_as_empty_and_the_next_is_read() -> None:
    book = Book()
    good, bad = (
        perform(store, actor=book.office, at=NOW, upload=ContentFile(words.encode(), name="a.txt"))
        for words in ("Trường Hoa Ban", "Trường Hoa Mai")
    )
    with connection.cursor() as cursor:
        cursor.execute(REFUSES[connection.vendor])
    assert (read_contents(), read_contents()) == (2, 0)
    kept = dict(SearchText.objects.values_list("record_id", "text"))
    assert (kept[bad.pk], "Hoa Ban" in kept[good.pk]) == ("", True)
    assert [hit.row.code for hit in find("hoa ban", book.office)] == [good.code]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (" ".join(f"m{n:07d}" for n in range(111_000)), False),
        (" ".join(f"{n:05d}-{n:03d}a" for n in range(80_000)), False),
        ("a b c d e f g h " * 62_500, False),
        ("cong hoa xa hoi chu nghia viet nam " * 10_000, True),
    ],
    ids=["codes", "joined", "letters", "ordinary"],
)
def test_a_book_of_nothing_but_codes_is_found_by_its_beginning(words: str, whole: bool) -> None:
    book = Book()
    file = perform(store, actor=book.office, at=NOW, upload=ContentFile(b"x", name="a.txt"))
    keep_contents(file, words)
    text = SearchRow.objects.get(record_id=file.pk, record_type="documents.file").text
    plain = indexing.plain_words(words)
    assert (plain in text, plain[:200_000] in text) == (whole, True)
    assert [
        hit.row.code for hit in find(words.split(maxsplit=1)[0].split("-", maxsplit=1)[0], book.office)
    ] == [file.code]


def test_the_search_table_can_be_made_again_and_is_the_same() -> None:
    book = Book()
    book.issued(content="UBND lát hè ngõ 84", field="giao-thong")
    kept = ("record_type", "record_id", "code", "title", "text", "readers", "facets", "at")
    before = list(SearchRow.objects.order_by("pk").values(*kept))
    SearchRow.objects.update(text="", readers="", facets="")
    reindex()
    assert list(SearchRow.objects.order_by("pk").values(*kept)) == before
    assert not is_old()


def test_a_further_index_that_a_release_makes_otherwise_is_made_again_at_its_first_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reindex()
    version, run = indexing._derived["petitions.petition"]
    monkeypatch.setitem(indexing._derived, "petitions.petition", (version + 1, run))
    assert is_old()
    reindex()
    assert not is_old()


def test_the_page_offers_the_filters_and_asks_the_same_number_of_times(client: Client) -> None:
    book = Book()
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="cb", full_name="Cán Bộ", home=book.bodies["UBND"], role="clerk",
        valid_from=DUE.replace(year=2020),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client.force_login(account.user)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            book.issued(content="Lát hè ngõ 84", field="giao-thong")
        client.get("/tim/?q=ngo+84")
        with CaptureQueriesContext(connection) as taken:
            text = client.get("/tim/?q=ngo+84").content.decode()
        counts.append(len(taken))
    assert counts[0] == counts[1]
    assert "<mark>ngõ</mark>" in text or "Lát hè ngõ 84" in text
    assert 'href="?q=ngo+84&amp;linh-vuc=giao-thong"' in text
    narrowed = client.get("/tim/?q=ngo+84&linh-vuc=moi-truong").content.decode()
    assert "Bỏ bộ lọc" in narrowed


def test_every_declared_facet_is_an_attribute_and_one_of_the_common_filters() -> None:
    for model in apps.get_models():
        if issubclass(model, Record):
            assert set(model.found_by) <= set(NAMES), model
            assert [name for name in model.found_by.values() if not hasattr(model, name)] == [], model
