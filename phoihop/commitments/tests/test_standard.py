"""Commitments without typing: the standard year, what last year left open, and rows read from a paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from phoihop.commitments import actions as verbs
from phoihop.commitments.importers import import_commitment
from phoihop.commitments.models import Commitment
from phoihop.commitments.standard import carry_over, propose_year
from phoihop.commitments.standard_year import read_duties
from phoihop.commitments.tests.factories import DUE, Book
from phoihop.core.actions import Refused
from phoihop.core.models import Link
from phoihop.directory.tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def book() -> Book:
    return Book()


def proposed_year(book: Book, source: Commitment, year: int = 2027) -> list[Commitment]:
    return propose_year(
        source, year=year, territory=book.bodies["UBND"].territory_id, owner=book.bodies["UBND"],
        items={"C4": "6"}, source_words="Chương trình phối hợp năm 2027", actor=book.office, at=NOW,
    )  # fmt: skip


def test_the_year_is_proposed_for_the_bodies_that_exist_with_the_ground_of_each_duty(book: Book) -> None:
    made = proposed_year(book, book.proposed())
    here = {body.kind_id for body in book.bodies.values()}
    stands_for = {"HDND": "TTHDND", "BTT": "MTTQ"}
    duties = {duty.code: duty for duty in read_duties()}
    by_code = {row.duty.removeprefix("2027:").split(".")[0]: row for row in made}
    assert set(by_code) == {
        code for code, duty in duties.items()
        if "commune" in duty.levels and stands_for.get(duty.lead, duty.lead) in here
        and duty.valid_from <= date(2027, 1, 1)
    }  # fmt: skip
    assert {row.state for row in made} == {"proposed"} and all(row.product and row.due_on for row in made)
    first = by_code["C4-01"]
    assert (first.lead.kind_id, first.group, first.source_item) == (duties["C4-01"].lead, "C4", "6")
    assert first.basis == duties["C4-01"].basis_vi
    assert by_code["C1-08"].basis.endswith("Thời hạn theo cấu hình của đơn vị.")
    assert by_code["C11-04"].basis == "Theo cấu hình của đơn vị."


def test_what_was_proposed_before_is_not_proposed_again(book: Book) -> None:
    source = book.proposed()
    made = proposed_year(book, source)
    book.perform(verbs.drop, made[0], book.office, reason="Không áp dụng")
    assert proposed_year(book, source) == []
    assert len(proposed_year(book, source, year=2028)) == len(made)


def test_what_is_not_finished_is_carried_over_once_without_its_old_date(book: Book) -> None:
    old, new = book.proposed(content="năm trước"), book.proposed(content="năm nay")
    own: dict[str, Any] = {"source": old, "source_item": "4"}
    open_one = book.accepted(content="dở dang", verifier=book.bodies["PVHXH"], authority="Chủ tịch", **own)
    aside = book.deferred(content="tạm gác", **own)
    book.reported(content="xong", **own)
    book.proposed(content="chưa giao", **own)
    book.issued(content="nội dung bỏ", source=old, source_item="9")
    given: dict[str, Any] = {
        "items": {"4": "2"},
        "owner": book.bodies["UBND"],
        "actor": book.office,
        "at": NOW,
    }
    made = carry_over(old, new, **given)
    assert [row.content for row in made] == ["dở dang", "tạm gác"]
    first = Commitment.objects.get(pk=made[0].pk)
    assert (first.state, first.due_on, first.source_item, first.origin, first.verifier, first.authority) == (
        "proposed", None, "2", "carried_over", book.bodies["PVHXH"], "Chủ tịch",
    )  # fmt: skip
    assert first.cooperating() == open_one.cooperating()
    pairs = Link.objects.filter(kind="follows").order_by("pk").values_list("from_id", "to_id")
    assert list(pairs) == [(made[0].pk, open_one.pk), (made[1].pk, aside.pk)]
    assert carry_over(old, new, **given) == []


def imported(book: Book, **item: Any) -> Commitment:
    row: Mapping[str, Any] = {
        "content": "Công khai danh mục đầu tư công", "lead": "Phòng Kinh tế, Hạ tầng và Đô thị",
        "coop": "Ủy ban MTTQ; Văn phòng HĐND và UBND", "product": "Ảnh niêm yết", "due": "2027-06-30",
        "number": "1.5", "span": "TL-2027-0001:120-180", **item,
    }  # fmt: skip
    made = import_commitment(row, actor=book.office, at=NOW, source=item.get("source"))
    assert isinstance(made, Commitment)
    return made


def test_a_row_of_an_annex_becomes_a_proposal_with_its_place_in_the_paper(book: Book) -> None:
    row = imported(book)
    assert (row.state, row.lead, row.due_on, row.product, row.number, row.source_item, row.span, row.origin) == (
        "proposed", book.bodies["PKT"], date(2027, 6, 30), "Ảnh niêm yết", "1.5", "1", "TL-2027-0001:120-180", "paper",
    )  # fmt: skip
    kept = Commitment.objects.get(pk=row.pk)
    assert kept.cooperating() == [book.bodies["MTTQ"].pk, book.bodies["VP"].pk]


def test_a_second_lead_of_a_row_co_operates(book: Book) -> None:
    row = imported(book, lead="UBND phường; Phòng Văn hóa - Xã hội", coop="")
    assert (row.lead, Commitment.objects.get(pk=row.pk).cooperating()) == (
        book.bodies["UBND"], [book.bodies["PVHXH"].pk],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Ủy ban MTTQ, Phòng Kinh tế, Hạ tầng và Đô thị, Văn phòng HĐND và UBND", ["MTTQ", "PKT", "VP"]),
        ("Thường trực HĐND và UBND", ["TTHDND", "UBND"]),
        ("UBND, UBND phường\nHội Không Có, UBMTTQ", ["UBND", "MTTQ"]),
        ("các cơ quan liên quan", []), ("", []), (", và ;", []),
    ],
)  # fmt: skip
def test_names_with_commas_and_va_are_told_apart(book: Book, words: str, kinds: list[str]) -> None:
    row = imported(book, lead="Phòng Văn hóa - Xã hội", coop=words)
    found = Commitment.objects.get(pk=row.pk).cooperation.select_related("body")
    assert [part.body.kind_id for part in found] == kinds


def test_a_row_whose_lead_is_unknown_is_refused_and_nothing_is_guessed(book: Book) -> None:
    with pytest.raises(Refused, match="Chưa nhận ra đơn vị chủ trì “Hội Không Có”"):
        imported(book, lead="Hội Không Có")
    assert not Commitment.objects.exists()


def test_what_the_paper_does_not_say_stays_empty_and_a_row_read_twice_is_one(book: Book) -> None:
    source = book.proposed()
    first = imported(book, product="", due="không rõ", source=source)
    assert (first.product, first.due_on) == ("", None)
    assert imported(book, product="", due="không rõ", source=source) == first
    assert imported(book, number="1.6", source=source, due=DUE) != first
