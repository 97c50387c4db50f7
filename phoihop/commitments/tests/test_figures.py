"""Figures over the book return exactly their records; the parts of the whole add up to it (rule R-17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.commitments import actions as verbs
from phoihop.commitments import figures as figures_of_the_book  # noqa: F401 declares them
from phoihop.commitments.models import Commitment
from phoihop.commitments.tests.factories import DUE, Book, scan
from phoihop.core.figures import Scope, registry
from phoihop.directory.tests.factories import TODAY

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def book() -> Book:
    return Book()


def members(name: str, scope: Scope) -> set[str]:
    return set(registry[f"commitments.{name}"].members(scope).values_list("content", flat=True))


def fill(book: Book, source: Commitment) -> None:
    """One row for each way a commitment of the source may stand, and some that are not its own."""
    own = {"source": source, "source_item": "4"}
    book.proposed(content="đề xuất", **own)
    book.issued(content="mới giao", **own)
    book.accepted(content="sắp đến hạn, chưa làm", due_on=TODAY, **own)
    for content, due in (("đang làm", DUE), ("đang làm, sắp đến hạn", TODAY), ("trễ", YESTERDAY)):
        row = book.accepted(content=content, due_on=due, **own)
        book.perform(verbs.report_progress, row, book.lead, text="Đã làm một nửa")
    book.reported(content="xong, không bằng chứng", **own)
    proved = book.accepted(content="xong, có bằng chứng", due_on=YESTERDAY, **own)
    proved = book.perform(verbs.add_proof, proved, book.lead, kind="number", words="12/BB")
    book.perform(verbs.report_done, proved, book.lead, text="Xong")
    book.perform(verbs.verify, book.reported(content="xác minh", **own), book.helper, words="Đã xem tại chỗ")
    book.deferred(content="tạm gác", **own)
    book.perform(verbs.drop, book.issued(content="thôi", **own), book.leader, reason="Trùng")
    book.perform(
        verbs.extend, book.accepted(content="gia hạn", **own), book.office, new_due=DUE + timedelta(days=9),
        reason="Mưa", decided_by="Chủ tịch", decided_on=TODAY, scan=scan(),
    )  # fmt: skip
    asked = book.accepted(content="không được gia hạn", **own)
    asked = book.perform(verbs.ask_extension, asked, book.lead, new_due=DUE + timedelta(days=9), reason="Mưa")
    book.perform(verbs.decline_extension, asked, book.leader, reason="Còn kịp")
    book.issued(content="nội dung khác", source=source, source_item="5")
    book.issued(content="nguồn khác")


def test_each_figure_is_exactly_its_records(book: Book) -> None:
    source = book.proposed(content="nguồn")
    fill(book, source)
    done = {"xong, không bằng chứng", "xong, có bằng chứng", "xác minh"}
    expected = {
        "done": done, "with_proof": {"xong, có bằng chứng", "xác minh"}, "verified": {"xác minh"},
        "in_progress": {"đang làm", "đang làm, sắp đến hạn"}, "late": {"trễ"}, "deferred": {"tạm gác"},
        "not_started": {"mới giao", "sắp đến hạn, chưa làm", "gia hạn", "không được gia hạn"},
        "extended": {"gia hạn"},
    }  # fmt: skip
    of_item = Scope(about=source, at=TODAY, item="4")
    assert {name: members(name, of_item) for name in expected} == expected
    whole = set().union(*expected.values())
    assert members("live", of_item) == whole
    assert members("live", Scope(about=source, at=TODAY)) == whole | {"nội dung khác"}
    assert members("live", Scope(about=None, at=TODAY)) == whole | {"nội dung khác", "nguồn khác"}


@pytest.mark.parametrize("away", [-3, 0, 20, 60])
def test_the_parts_of_the_whole_add_up_on_every_day(book: Book, away: int) -> None:
    source = book.proposed(content="nguồn")
    fill(book, source)
    scope = Scope(about=source, at=TODAY + timedelta(days=away))
    parts = [figure for figure in registry.values() if figure.whole == "commitments.live"]
    assert sorted(figure.code for figure in parts) == [
        f"commitments.{name}" for name in ("deferred", "done", "in_progress", "late", "not_started")
    ]
    found = [row.pk for figure in parts for row in figure.members(scope)]
    assert sorted(found) == sorted(registry["commitments.live"].members(scope).values_list("pk", flat=True))
    assert sum(figure.value(scope) for figure in parts) == registry["commitments.live"].value(scope)


def test_a_commitment_extended_twice_is_counted_once(book: Book) -> None:
    row = book.accepted()
    for n in (5, 10):
        row = book.perform(verbs.extend, row, book.leader, new_due=DUE + timedelta(days=n), reason="Mưa")
    assert registry["commitments.extended"].value(Scope(about=None, at=TODAY)) == 1
