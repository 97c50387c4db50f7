"""The search box: tone marks that were typed are meant, and what is named so comes first."""

from __future__ import annotations

import pytest

from phoihop.commitments.tests.factories import Book
from phoihop.core.search import find
from phoihop.directory.tests.factories import person

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
