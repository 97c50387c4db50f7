"""Whoever confirms a signed copy decides on each place the machine found; another paper is not taken for this one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from phoihop.accounts.tests.factories import signed_in
from phoihop.core import moment
from phoihop.core.actions import Refused, actions_of
from phoihop.core.links import linked_to
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.documents import actions as verbs
from phoihop.documents.checking.answer import by_file
from phoihop.documents.comparing.copies import work_of
from phoihop.documents.models import OutgoingDocument
from phoihop.documents.papers import copy
from phoihop.documents.pdf import write
from phoihop.documents.tests import papers
from phoihop.documents.tests.factories import TEXT, Registry
from phoihop.documents.tests.test_comparing import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(settings: Any) -> Registry:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Registry()


def handed_in(room: Registry, data: bytes, made: OutgoingDocument | None = None) -> OutgoingDocument:
    """A copy that the machine has compared."""
    row: OutgoingDocument = room.perform(
        verbs.record_signed_copy, made or room.signed(), acting(room.bodies["UBND"], "clerk", user=71),
        upload=ContentFile(data, name="ban-ky.pdf"),
    )  # fmt: skip
    work = work_of(copy(row))
    assert work is not None
    while work.outcome() is None:
        work.step()
        assert not work.trouble()
    return row


def with_a_slip(room: Registry) -> tuple[OutgoingDocument, bytes]:
    made = room.signed(text=TEXT + "\nNộp báo cáo trước ngày 15/8/2027.")
    return made, write(changed(made.blocks(), "15/8/2027", "16/8/2027"))


def confirm(room: Registry, row: OutgoingDocument, **inputs: Any) -> OutgoingDocument:
    done: OutgoingDocument = room.perform(verbs.confirm_signed_copy, row, room.leader, **inputs)
    return done


def test_a_copy_that_reads_the_same_is_confirmed_with_what_the_machine_found(room: Registry) -> None:
    made = room.signed()
    done = confirm(room, handed_in(room, write(made.blocks()), made))
    assert re.fullmatch(r"Giống từng chữ bản đã thống nhất \(\d+ chữ, 1 trang\)\.", done.copy_result)


def test_each_place_that_differs_is_decided_and_one_that_is_kept_says_why(room: Registry) -> None:
    made, data = with_a_slip(room)
    row = handed_in(room, data, made)
    with pytest.raises(Refused, match=r"Chưa kết luận chỗ 1 \(trang 1: 15/8/2027. → 16/8/2027.\)"):
        confirm(room, row)
    with pytest.raises(Refused, match="chưa ghi vì sao vẫn nhận"):
        confirm(room, row, answers={1: "kept"})
    done = confirm(room, row, answers={1: "kept"}, why="Chữa tay, có ký nháy")
    assert "vẫn nhận: trang 1: 15/8/2027. → 16/8/2027.. Lý do: Chữa tay, có ký nháy" in done.copy_result


def test_a_place_the_machine_misread_needs_no_reason(room: Registry) -> None:
    made, data = with_a_slip(room)
    done = confirm(room, handed_in(room, data, made), answers={1: "misread"})
    assert done.copy_result == "Máy nêu 1 chỗ, người đối chiếu kết luận đọc nhầm 1."


def test_a_scan_that_is_plainly_another_paper_is_refused_and_named(room: Registry) -> None:
    row = handed_in(room, write(papers.programme()))
    with pytest.raises(
        Refused, match=r"có vẻ là văn bản khác \(bản nộp ghi số [^)]+CTrPH[^)]*\): chỉ \d+% chữ"
    ):
        confirm(room, row, why="Quét cả tập")
    row.refresh_from_db()
    assert row.copy_confirmed_on is None


def test_a_paper_takes_no_day_that_is_still_to_come(room: Registry) -> None:
    row = room.draft()
    row = room.perform(verbs.approve, room.perform(verbs.submit, row, room.unit), room.leader)
    with pytest.raises(Refused, match="còn ở phía trước"):
        room.perform(verbs.lock_for_signing, row, room.office, dated=NOW.date() + timedelta(days=1))


def test_a_recalled_paper_is_not_opened_to_the_public(room: Registry) -> None:
    row = room.perform(verbs.recall, room.issued(), room.leader, words="Sai thẩm quyền")
    assert "documents.make_public" not in [offer.action.name for offer in actions_of(row, room.leader)]


def test_a_copy_nobody_compared_is_no_word_of_the_register(room: Registry) -> None:
    made = room.signed()
    other = write(papers.programme())
    room.perform(verbs.record_signed_copy, made, room.office, upload=ContentFile(other, name="nham.pdf"))
    assert by_file(other, "nham.pdf", at=NOW).found_by == ()


def test_what_the_machine_has_not_compared_is_confirmed_with_a_reason(room: Registry) -> None:
    row = room.perform(
        verbs.record_signed_copy, room.signed(), room.office, upload=ContentFile(write(papers.letter()), name="b.pdf")
    )  # fmt: skip
    with pytest.raises(Refused, match="Máy chưa đối chiếu bản này"):
        confirm(room, row)
    assert confirm(room, row, why="Xem bằng mắt").copy_confirmed_on is not None


def page_of(client: Client, row: OutgoingDocument) -> str:
    return client.get(f"/van-ban-di/{row.code}/confirm-signed-copy/").content.decode()


def test_the_page_shows_the_copy_the_text_and_a_question_for_each_place(room: Registry) -> None:
    client = signed_in("chutich", room.bodies["UBND"], "leader")
    made, data = with_a_slip(room)
    row = handed_in(room, data, made)
    copied = row.signed_copy
    assert copied is not None
    page = page_of(client, row)
    for wanted in (
        "Chỗ 1, trang 1: 15/8/2027. → 16/8/2027.", "Máy đọc nhầm", "Khác thật, vẫn nhận bản này", "Chữ đã khóa để ký",
        f"/tai-lieu/{copied.code}/xem/1.png", f"/van-ban-di/{row.code}/doi-chieu/",
    ):  # fmt: skip
        assert wanted in page, wanted
    address = f"/van-ban-di/{row.code}/confirm-signed-copy/"
    opened = client.get(address).context
    given = {"same": "on", "place1": "misread", "key": opened["key"], "seen": opened["seen"]}
    sent = client.post(address, given)
    assert sent.status_code == 302, sent.context["refusal"]
    row.refresh_from_db()
    assert row.copy_confirmed_on is not None


def test_the_page_of_another_paper_says_so_and_asks_why(room: Registry) -> None:
    client = signed_in("chutich", room.bodies["UBND"], "leader")
    row = handed_in(room, write(papers.programme()))
    page = page_of(client, row)
    assert "Đây có vẻ là văn bản khác" in page and "Vì sao vẫn xác nhận" in page and "place1" not in page
    compared = client.get(f"/van-ban-di/{row.code}/doi-chieu/").content.decode()
    assert "Đây có vẻ là văn bản khác" in compared


def test_a_wrong_copy_of_an_issued_paper_is_replaced_and_kept_in_sight(room: Registry) -> None:
    made = room.issued()
    wrong = made.signed_copy
    assert wrong is not None
    with pytest.raises(Refused, match="chính là bản ký đang giữ"):
        room.perform(
            verbs.replace_signed_copy, made, room.office, reason="Nhầm",
            upload=ContentFile(_content(wrong), name="b.pdf"),
        )  # fmt: skip
    right = ContentFile(write(made.blocks()), name="ban-dung.pdf")
    made = room.perform(
        verbs.replace_signed_copy, made, room.office, upload=right, reason="Nhầm văn bản khác"
    )
    assert (made.state, made.copy_confirmed_on, made.copy_result) == (
        "issued",
        None,
        "Thay bản ký trước: Nhầm văn bản khác",
    )
    assert made.signed_copy != wrong and linked_to(made, "copy_before") == [("copy_before", wrong)]
    assert made.shown_state(TODAY)[1] == "Đã ban hành, chờ đối chiếu bản ký"
    assert "documents.confirm_signed_copy" not in made.withheld()
    made = confirm(room, made, why="Đã xem bằng mắt")
    assert made.signed_copy is not None and room.bodies["MTTQ"].pk in made.signed_copy.shared_bodies()


def _content(file: Any) -> bytes:
    from django.core.files.storage import default_storage

    with default_storage.open(file.stored_as) as held:
        return bytes(held.read())
