"""Every way to see a page is an opening that is counted; a file taken back is told by its number and the reason alone."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from phoihop.accounts.actor import actor_for
from phoihop.core.actions import Refused
from phoihop.core.indexing import keep_contents
from phoihop.core.journal import history, verify_database
from phoihop.core.models import Access, Draft, JournalBody, Notice
from phoihop.core.notices import notices_for
from phoihop.directory.tests.factories import NOW
from phoihop.documents import actions as verbs
from phoihop.documents.models import File, OutgoingDocument
from phoihop.documents.pdf import write
from phoihop.documents.tests.factories import Registry
from phoihop.documents.tests.test_comparing import gone_through, handed_in
from phoihop.documents.tests.test_files_coming_in import pdf, sheet
from phoihop.documents.tests.test_files_public import downloaded, kept, published, signed_in

pytestmark = pytest.mark.django_db
NAME, WORDS, TITLE, WHY = "Trần Văn Thụ.xlsx", "Đơn của ông Thụ", "Tờ trình Thụ", "Kỳ họp ông Thụ"


@pytest.fixture
def room() -> Registry:
    return Registry()


def openings(code: str) -> list[int | None]:
    return list(Access.objects.filter(kind="file", what=code).order_by("pk").values_list("user", flat=True))


def test_a_page_seen_as_a_picture_is_an_opening_once_a_person_and_day(room: Registry) -> None:
    file = kept(room, pdf("Trang một"), "don.pdf", share_with=[room.bodies["MTTQ"].pk])
    reader, user = signed_in(room.bodies["MTTQ"])
    other, other_user = signed_in(room.bodies["UBND"])
    for client in (reader, reader, other):
        assert client.get(f"/tai-lieu/{file.code}/xem/1.png")["Content-Type"] == "image/png"
    assert openings(file.code) == [user.pk, other_user.pk]
    Notice.objects.all().delete()
    gone = room.perform(verbs.withdraw, file, room.office, withdrawn_why="Nhầm tệp")
    assert (gone.opened_by, notices_for(actor_for(user, on=NOW.date())).count()) == (2, 1)


def test_a_page_of_the_comparison_is_an_opening_of_the_signed_copy(room: Registry) -> None:
    made: OutgoingDocument = room.signed()
    document = handed_in(room, made, write(made.blocks()))
    leader, _leader_user = signed_in(room.bodies["UBND"], "leader")
    gone_through(leader, document)
    Access.objects.all().delete()
    reader, user = signed_in(room.bodies["UBND"])
    assert document.signed_copy is not None
    for _n in range(2):
        page = reader.get(f"/van-ban-di/{document.code}/doi-chieu/trang/1.png")
        assert page.content[:4] == b"\x89PNG"
    assert openings(document.signed_copy.code) == [user.pk]


def told_inside(client: Client, code: str) -> dict[str, str]:
    """What every exit for people of the house says of the file."""
    book = client.get("/tai-lieu/xuat.xlsx?muc=tat-ca").content
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        words = " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))
    pages = {
        path: re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), client.get(path).content.decode())
        for path in (
            f"/tai-lieu/{code}/", "/tai-lieu/?muc=tat-ca", f"/api/v1/tai-lieu/{code}", "/api/v1/tai-lieu", f"/tim/?q={code}",
        )
    }  # fmt: skip
    return {**pages, "xlsx": words}


def test_of_a_file_taken_back_nobody_is_told_its_name_or_what_it_was_about(room: Registry) -> None:
    file = kept(room, sheet(("STT", "Họ tên")), NAME, words=WORDS, share_with=[room.bodies["MTTQ"].pk])
    published(room, file, public_title=TITLE, public_why=WHY, agreed=True)
    keep_contents(file, "họ tên")
    clients = [signed_in(room.bodies["UBND"])[0], signed_in(room.bodies["MTTQ"])[0]]
    before = told_inside(clients[0], file.code)
    assert [path for path, said in before.items() if "Thụ" not in said] == []
    room.perform(verbs.withdraw, file, room.office, withdrawn_why="Gửi nhầm danh sách")
    for client in clients:
        after = told_inside(client, file.code)
        assert [(path, said) for path, said in after.items() if "Thụ" in said] == []
        assert [path for path, said in after.items() if file.code not in said] == []
        reason = [path for path in ("/tai-lieu/?muc=tat-ca", f"/tai-lieu/{file.code}/") if path in after]
        assert [path for path in reason if "Gửi nhầm danh sách" not in after[path]] == []
    assert NAME in " ".join(JournalBody.objects.values_list("text", flat=True))
    assert verify_database().faults == []


def test_the_history_of_the_paper_it_came_with_names_it_no_more(room: Registry) -> None:
    made = room.signed()
    upload = ContentFile(write(made.blocks()), name="Trần Văn Thụ.pdf")
    document: OutgoingDocument = room.perform(verbs.record_signed_copy, made, room.office, upload=upload)
    client, _user = signed_in(room.bodies["UBND"])
    assert "Trần Văn Thụ.pdf" in client.get(f"/van-ban-di/{document.code}/").content.decode()
    room.perform(verbs.withdraw, document.signed_copy, room.office, withdrawn_why="Nhầm")
    page = client.get(f"/van-ban-di/{document.code}/").content.decode()
    assert ("Văn Thụ" in page, "tệp đã thu hồi" in page) == (False, True)


def test_what_was_half_typed_about_it_goes_with_it(room: Registry) -> None:
    client, _user = signed_in(room.bodies["UBND"])
    file = kept(room, sheet(("a",)), NAME)
    assert client.post(f"/tai-lieu/{file.code}/publish/", {"public_title": TITLE}).status_code == 422
    assert Draft.objects.filter(record_id=file.pk).count() == 1
    room.perform(verbs.withdraw, file, room.office, withdrawn_why="Nhầm")
    assert Draft.objects.filter(record_id=file.pk).count() == 0


def covered(room: Registry, file: File, **more: Any) -> File:
    given = {
        "hidden": ContentFile("Trần Văn Thụ".encode(), name="chu.txt"), "kinds": [], "reason": "Che tên", "new_name": "ban-che",
        **more,
    }  # fmt: skip
    room.perform(verbs.redact, file, room.office, **given)
    made: File = File.objects.get(redacted_from=file)
    return made


def test_the_bytes_of_a_covered_original_are_not_published_under_another_number(room: Registry) -> None:
    content = sheet(("Trần Văn Thụ",))
    copy = covered(room, kept(room, content, "don.xlsx"))
    again = kept(room, content, "lai.xlsx")
    with pytest.raises(Refused, match=copy.code):
        published(room, again, agreed=True)
    others = room.perform(
        verbs.store, None, room.front, upload=ContentFile(content, name="cua-mat-tran.xlsx")
    )
    given = {"public_title": "Đơn", "public_why": "x", "looked": True, "agreed": True}
    with pytest.raises(Refused, match="đã được che ở một đơn vị khác") as refused:
        room.perform(verbs.publish, others, room.front, **given)
    assert copy.code not in refused.value.reason


def test_the_words_to_be_covered_lie_in_no_draft(room: Registry) -> None:
    client, _user = signed_in(room.bodies["UBND"])
    file = kept(room, sheet(("Trần Văn Thụ",)), "don.xlsx")
    sent = {"words": "Trần Văn Thụ\nkhông có", "reason": "Che tên", "new_name": "ban-che"}
    answer = client.post(f"/tai-lieu/{file.code}/redact/", sent)
    assert (answer.status_code, "không có" in answer.content.decode()) == (409, True)
    form = client.get(f"/tai-lieu/{file.code}/redact/").content.decode()
    assert "Biểu này không giữ bản nháp" in form
    client.post("/ban-nhap/", {"nhap": "documents.redact", "ma": file.code, "words": "Trần Văn Thụ"})
    assert Draft.objects.count() == 0


def test_who_else_opens_the_original_is_named_and_ends_with_a_tick(room: Registry) -> None:
    front = room.bodies["MTTQ"]
    client, _user = signed_in(room.bodies["UBND"])
    reader, _reader_user = signed_in(front)
    file = kept(room, sheet(("Trần Văn Thụ",)), "don.xlsx", share_with=[front.pk])
    form = client.get(f"/tai-lieu/{file.code}/redact/").content.decode()
    assert f"Thôi cho {front.short_name} mở bản gốc; họ nhận bản che" in form
    assert "chỉ người trong đơn vị giữ mở được" not in form
    first = covered(room, file)
    assert downloaded(reader, f"/tai-lieu/{file.code}/tep/").status_code == 200
    assert reader.get(f"/tai-lieu/{first.code}/tep/").status_code == 404
    room.perform(verbs.withdraw, first, room.office, withdrawn_why="Che lại")
    room.perform(
        verbs.redact, file, room.office, hidden=ContentFile("Trần Văn Thụ".encode(), name="chu.txt"), kinds=[],
        reason="Che tên", new_name="ban-che-2", narrowed=True,
    )  # fmt: skip
    second = File.objects.get(redacted_from=file, state="kept")
    assert reader.get(f"/tai-lieu/{file.code}/tep/").status_code == 404
    assert downloaded(reader, f"/tai-lieu/{second.code}/tep/").status_code == 200
    assert verify_database().faults == []


def test_a_history_with_lists_among_its_inputs_is_shown(room: Registry) -> None:
    made = room.draft(joint=[room.bodies["MTTQ"]])
    inputs = [value for event in history(made) for value in event.inputs.values()]
    assert [value for value in inputs if isinstance(value, list)] != []
    assert signed_in(room.bodies["UBND"])[0].get(f"/van-ban-di/{made.code}/").status_code == 200
