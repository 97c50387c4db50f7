"""A programme has one paper: from its lock on what is handed out is that of the register, and it is recognised."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.tests.factories import PDF, Table
from phoihop.activities.programmes.tests.test_drafting import full
from phoihop.core.actions import perform
from phoihop.core.papers import LetterHead, Paper, build_paper, formats
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY
from phoihop.documents.checking.answer import by_file
from phoihop.documents.framing import first

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return Table()


def handed_out(programme: Programme, actor: Actor) -> Paper:
    return build_paper("programmes.text", Programme.objects.get(pk=programme.pk), actor=actor, at=NOW)


def mark(paper: Paper) -> str:
    head = first(paper, LetterHead)
    return head.about if head else ""


def issued(table: Table) -> Programme:
    made = perform(
        verbs.record_signing, table.locked(), actor=table.office, at=NOW, signed_on=TODAY,
        upload=ContentFile(PDF, name="ban-ky.pdf"),
    )  # fmt: skip
    issued: Programme = perform(verbs.issue_paper, table.confirmed(made), actor=table.office, at=NOW)
    return issued


def test_from_the_lock_on_the_programme_hands_out_the_very_paper_of_the_register(table: Table) -> None:
    draft = full(table)
    assert mark(handed_out(draft, table.office)) == "DỰ THẢO"
    for made in (table.locked(), issued(table)):
        document = made.paper_out
        assert document is not None
        kept = build_paper("documents.document", document, actor=table.office, at=NOW)
        assert handed_out(made, table.office) == kept
        assert (mark(kept), kept.meta["verify"], kept.meta["record"]) == (
            "",
            document.fingerprint,
            document.code,
        )


def test_unlocked_or_withdrawn_it_is_a_draft_again(table: Table) -> None:
    made = table.locked()
    opened = perform(verbs.unlock, made, actor=table.office, at=NOW, reason="Sửa ngày")
    assert mark(handed_out(opened, table.office)) == "DỰ THẢO"
    again = perform(verbs.lock_for_signing, opened, actor=table.office, at=NOW)
    back = perform(
        verbs.withdraw_signature, table.sign(again, "TTHDND"), actor=table.chair("TTHDND"), at=NOW, reason="Chưa rõ"
    )  # fmt: skip
    assert mark(handed_out(back, table.office)) == "DỰ THẢO"


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_file_it_hands_out_is_recognised_where_papers_are_checked(table: Table, suffix: str) -> None:
    made = issued(table)
    content = formats()[suffix].write(handed_out(made, table.office))
    found = by_file(content, f"chuong-trinh.{suffix}", at=NOW)
    assert (found.known, found.text, found.standing) == (True, "same", "in force")


def test_what_was_signed_without_being_locked_here_is_handed_out_as_no_signed_paper(table: Table) -> None:
    old = table.in_force()
    paper = handed_out(old, table.office)
    assert mark(paper) == "BẢN ĐỂ ĐỌC, KHÔNG THAY BẢN KÝ"
    found = by_file(formats()["pdf"].write(paper), "cu.pdf", at=NOW)
    assert (found.known, found.others) == (
        False, ("Tệp là dự thảo hoặc bản để đọc do phần mềm lập, không phải văn bản đã lấy số, đã ký.",),
    )  # fmt: skip


def test_who_may_not_read_the_register_gets_a_text_marked_as_none_of_it(table: Table) -> None:
    assert mark(handed_out(table.locked(), table.unit)) == "BẢN ĐỂ ĐỌC, KHÔNG THAY BẢN KÝ"
