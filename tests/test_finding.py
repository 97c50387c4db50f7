"""The search box: tone marks that were typed are meant, and what is named so comes first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.commitments.actions import accept
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import Book
from phoihop.core import search
from phoihop.core.models import SearchRow
from phoihop.core.search import find
from phoihop.directory.tests.factories import NOW, person

pytestmark = pytest.mark.django_db


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
