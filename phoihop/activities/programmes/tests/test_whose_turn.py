"""Whoever's step comes next is told and finds it: the first signer too, whoever's agreement an edit has voided, who signs again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_draft_pages import address
from phoihop.activities.programmes.tests.test_drafting import LATER, full, rewrite
from phoihop.activities.programmes.tests.test_page import client
from phoihop.core.actions import perform
from phoihop.core.models import Notice
from phoihop.core.notices import notices_for
from phoihop.directory.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
KINDS = ("TTHDND", "UBND", "MTTQ")


@pytest.fixture
def table() -> Table:
    return Table()


def told(verb: str, table: Table) -> dict[str, str]:
    rows = Notice.objects.filter(verb=verb).order_by("pk")
    kinds = {table.bodies[kind].pk: kind for kind in KINDS}
    return {kinds[row.body]: row.text for row in rows}


def test_the_first_signer_is_told_though_his_own_office_locked_it_and_nobody_twice(table: Table) -> None:
    table.locked()
    words = "“Chương trình phối hợp công tác năm 2027” đã khóa để ký: 01/CTrPH-HĐND-UBND-MTTQ. Đến lượt Thường trực HĐND."
    assert told("programmes.lock_for_signing", table) == dict.fromkeys(KINDS, words)
    assert not Notice.objects.filter(verb="documents.lock_for_signing").exists()
    assert words in [row.text for row in notices_for(table.chair("TTHDND"))]
    assert words not in [row.text for row in notices_for(table.office)]


def test_an_edit_that_voids_agreements_tells_whose_and_names_the_paragraphs(table: Table) -> None:
    made = table.agree(full(table), "TTHDND", "UBND")
    rewrite(made, table.office, "bốn đợt", "Mỗi năm năm đợt.", at=LATER)
    words = (
        "Văn bản “Chương trình phối hợp công tác năm 2027” đã đổi. Ý kiến thống nhất với bản trước không còn tính; "
        "mời xem bản v2 rồi thống nhất lại (sửa “Mỗi năm năm đợt.”)."
    )
    assert told("programmes.rewrite_paragraph", table) == {"TTHDND": words, "UBND": words}
    rewrite(made, table.office, "Hai cuộc", "Ba cuộc.", at=LATER + timedelta(minutes=1))
    assert Notice.objects.filter(verb="programmes.rewrite_paragraph").count() == 2


def test_many_changes_are_named_by_the_first_three(table: Table) -> None:
    made = table.agree(full(table), "UBND")
    place: dict[str, Any] = {"parties": table.parties, "kind": made.kind, "parent": None, "title": made.title}
    perform(
        verbs.revise, made, actor=table.office, at=LATER, **place, period_from=2027, period_to=2027, bases=[],
        contents=["Tiếp xúc cử tri", "Giám sát"], purpose="Khác.", duties="Khác nữa.", arrangement="Lại khác.",
    )  # fmt: skip
    said = told("programmes.revise", table)["UBND"]
    assert said.startswith(
        "Dự thảo “Chương trình phối hợp công tác năm 2027” vừa được sửa. Ý kiến thống nhất"
    )
    assert said.endswith("đoạn khác).")


def test_a_withdrawn_signature_leaves_a_page_that_says_what_next_and_the_same_words_can_be_signed_again(
    table: Table,
) -> None:
    made = table.sign(table.locked(), "TTHDND")
    made = perform(
        verbs.withdraw_signature, made, actor=table.chair("TTHDND"), at=NOW, reason="Chưa rõ kinh phí"
    )
    office, front = client(table, "TTHDND"), client(table, "MTTQ")
    page = office.get(address(made, "ky")).content.decode()
    assert f"{address(made, 'reopen')}?next={address(made, 'ky')}" in page and address(made, "soan") in page
    other = front.get(address(made, "ky")).content.decode()
    assert ("đã có bên rút chữ ký" in other, address(made, "reopen") in other) == (True, False)
    before = made.version
    made = perform(verbs.reopen, made, actor=table.office, at=NOW)
    assert set(told("programmes.reopen", table)) == set(KINDS)
    made = table.locked(Programme.objects.get(pk=made.pk))
    assert (made.state, made.version, made.paper_out.number if made.paper_out else None) == (
        "locked",
        before,
        2,
    )


def test_the_lock_reminds_of_a_view_of_the_committee_that_is_still_awaited(table: Table) -> None:
    made = full(table)
    perform(verbs.ask_committee_view, made, actor=table.office, at=NOW, asked_on=TODAY, way="in_writing")
    table.seat()
    made = table.agree(Programme.objects.get(pk=made.pk))
    office = client(table, "TTHDND")
    page = office.get(address(made, "lock-for-signing")).content.decode()
    assert ("chưa ghi ý kiến" in page, address(made, "note-committee-view") in page) == (True, True)
    perform(
        verbs.note_committee_view, made, actor=table.office, at=NOW, answered_on=TODAY, conclusion="Đồng ý"
    )
    page = office.get(address(made, "lock-for-signing")).content.decode()
    assert "chưa ghi ý kiến" not in page
