"""What the party that confirms a signed copy is shown, and which fingerprint covers what."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.papers import copy
from phoihop.activities.programmes.sign_page import prints
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.activities.programmes.tests.test_draft_pages import _cost, address
from phoihop.activities.programmes.tests.test_page import client
from phoihop.activities.programmes.texts import fingerprint_of, grouped
from phoihop.core.actions import perform
from phoihop.directory.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def handed_in(table: Table) -> Programme:
    made: Programme = perform(
        verbs.record_signing, table.locked(), actor=table.office, at=NOW, signed_on=TODAY,
        upload=ContentFile(PDF, name="ban-ky.pdf"),
    )  # fmt: skip
    return made


def test_who_confirms_sees_the_scan_beside_the_agreed_text_and_the_way_to_compare_them(table: Table) -> None:
    made = handed_in(table)
    scan, other = made.scan, client(table, "MTTQ")
    assert scan is not None
    page = other.get(address(made, "confirm-signing")).content.decode()
    for wanted in (
        f"/tai-lieu/{scan.code}/xem/", f"/tai-lieu/{scan.code}/xem/1.png", f"/chuong-trinh/{made.code}/doi-chieu/",
        "Mỗi bên một đầu mối.", "01/CTrPH-HĐND-UBND-MTTQ", "Tôi đã đối chiếu", "Máy chưa đối chiếu bản này.",
        "Thường trực HĐND nộp.",
    ):  # fmt: skip
        assert wanted in page, wanted
    for where in (f"/chuong-trinh/{made.code}/", address(made, "ky")):
        words = other.get(where).content.decode()
        assert f"/tai-lieu/{scan.code}/xem/" in words and f"/chuong-trinh/{made.code}/doi-chieu/" in words
    compared = other.get(f"/chuong-trinh/{made.code}/doi-chieu/")
    assert compared.status_code == 200


def test_the_scan_is_compared_with_the_paper_as_it_was_locked(table: Table) -> None:
    made = handed_in(table)
    assert made.paper_out is not None
    found = copy(made)
    assert (found.paper, found.give_back) == (made.paper_out.blocks(), "programmes.hand_back_scan")
    old = table.recorded(table.draft())
    assert (copy(old).paper.code, copy(old).give_back) == ("programmes.text", "programmes.return_scan")


def test_both_fingerprints_stand_beside_each_other_with_what_each_covers(table: Table) -> None:
    table.seat()
    draft = table.agree(
        table.draft(purpose="Mục đích.", duties="Mỗi bên một đầu mối.", arrangement="Sơ kết.")
    )
    office = client(table, "TTHDND")
    agreed = grouped(fingerprint_of(draft))
    before = office.get(address(draft, "lock-for-signing")).content.decode()
    assert "Chữ các bên đã thống nhất giữ nguyên." in before and agreed[0] in before
    made = table.locked(draft, agreed=True)
    assert made.paper_out is not None
    found = prints(made)
    assert (found.agreed, found.locked, found.same) == (agreed, grouped(made.paper_out.fingerprint), True)
    assert found.added == (
        "số 01/CTrPH-HĐND-UBND-MTTQ, ngày 02/08/2027, người ký (Trần Thị Đầu, Vũ Hoàng Nam, Lê Văn Ba) và nơi nhận"
    )
    page = office.get(address(made, "ky")).content.decode()
    assert agreed[0] in page and found.locked[0] in page and found.added in page
    assert "không đổi chữ nào" in page and "Đổi một dấu phẩy" not in page


def test_the_page_of_confirming_costs_the_same_for_one_comment_and_for_three(table: Table) -> None:
    table.seat()
    other, costs = client(table, "MTTQ"), []
    for n in (1, 3):
        made = table.draft(purpose="Mục đích.", duties="Mỗi bên một đầu mối.", arrangement="Sơ kết.")
        for _again in range(n):
            row = table.comment(made)
            perform(verbs.answer_comment, row, actor=table.office, at=NOW, answer="explained", words="Đã có")
        made = table.locked(made, agreed=False)
        scan = ContentFile(PDF + b"%" * n, name="b.pdf")
        perform(verbs.record_signing, made, actor=table.office, at=NOW, signed_on=TODAY, upload=scan)
        costs.append([_cost(other, address(made, page)) for page in ("confirm-signing", "ky")])
    assert costs[0] == costs[1]
