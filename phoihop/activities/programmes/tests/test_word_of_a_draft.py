"""The Word file of a draft, how it comes back, and passages copied from another year."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.stale import looked_over
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_actions import refused
from phoihop.activities.programmes.tests.test_draft_pages import _cost, address
from phoihop.activities.programmes.tests.test_drafting import full, line
from phoihop.activities.programmes.tests.test_page import client
from phoihop.core.actions import perform
from phoihop.core.papers import LetterHead, Signatures, build_paper
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.documents.models import OutgoingDocument
from phoihop.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def test_the_paper_of_a_draft_says_so_names_who_will_sign_and_ends_with_a_stop(table: Table) -> None:
    table.seat()
    made = full(table, arrangement="Sơ kết trong tháng 7")
    paper = build_paper("programmes.text", made, actor=table.office, at=NOW)
    head = next(block for block in paper.blocks if isinstance(block, LetterHead))
    columns = next(block for block in paper.blocks if isinstance(block, Signatures)).columns
    words = [getattr(block, "text", "") for block in paper.walk()]
    assert (head.about, [column.name for column in columns], "Sơ kết trong tháng 7." in words) == (
        "DỰ THẢO", ["Trần Thị Đầu", "Vũ Hoàng Nam", "Lê Văn Ba"], True,
    )  # fmt: skip
    table.locked(made)
    locked = OutgoingDocument.objects.get().blocks()
    assert "DỰ THẢO" not in [block.about for block in locked.blocks if isinstance(block, LetterHead)]


def test_the_page_of_sending_back_has_the_file_and_says_what_it_read(table: Table) -> None:
    made = full(table)
    front = client(table, "MTTQ")
    page = front.get(address(made, "take-returned")).content.decode()
    assert f"/chuong-trinh/{made.code}/van-ban/text.docx" in page
    for broken in (b"hong", b"PK\x03\x04hong"):
        uploads = [ContentFile(broken, name="gop-y.docx")]
        told = refused(verbs.take_returned, made, table.second, uploads=uploads, body=table.bodies["MTTQ"])
        assert told.startswith("“gop-y.docx” không mở được")


def test_passages_of_the_year_before_and_of_annexes_that_are_not_there_are_pointed_at(table: Table) -> None:
    old = table.in_force(
        bases=["Căn cứ Luật ban hành năm 2027"], purpose="Năm 2027, các bên cùng làm.", duties="Việc tại Phụ lục II.",
        arrangement="Sơ kết trước 15/7/2028.",
    )  # fmt: skip
    perform(
        verbs.renew,
        old,
        actor=table.office,
        at=NOW,
        period_from=2028,
        period_to=2028,
        keep=["1"],
        carry=False,
    )
    made = Programme.objects.get(predecessor=old)
    found = {key: why for key, _words, why in looked_over(made)}
    assert found == {
        line(made, "cùng làm").key: "còn ghi năm 2027",
        line(made, "tại Phụ lục").key: "nhắc Phụ lục II mà dự thảo chưa có phụ lục đó",
    }
    office = client(table, "TTHDND")
    for page in ("soan", "settle-text", "lock-for-signing"):
        words = office.get(address(made, page)).content.decode()
        assert "còn ghi năm 2027" in words and "nhắc Phụ lục II" in words
    assert not looked_over(full(table))


def test_the_page_of_settling_dates_its_meetings_and_costs_the_same_for_more_passages(table: Table) -> None:
    old, office = table.in_force(purpose="Năm 2027."), client(table, "TTHDND")
    costs = []
    for purpose in ("Năm 2027.", "Năm 2027.\nHết năm 2027.\nCuối năm 2027."):
        made = table.draft(period_from=2028, period_to=2028, purpose=purpose, predecessor=old)
        assert len(looked_over(made)) == len(purpose.splitlines()) + 1  # its title names the year as well
        costs.append([_cost(office, address(made, page)) for page in ("settle-text", "soan")])
    assert costs[0] == costs[1]
    assert TODAY.year == 2027 and not Meeting.objects.exists()
