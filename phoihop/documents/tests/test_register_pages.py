"""Pages of the papers that go out and come in: what a clerk sees, types and takes away."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from python_calamine import load_workbook

from phoihop.accounts.tests.factories import signed_in
from phoihop.core import moment
from phoihop.core.papers import Table, formats
from phoihop.directory.tests.factories import NOW
from phoihop.documents import actions as verbs
from phoihop.documents.format_check import check
from phoihop.documents.framing import blocks_of, typed_text
from phoihop.documents.models import IncomingDocument, OutgoingDocument
from phoihop.documents.tests.factories import Registry, scan
from phoihop.documents.tests.papers import report
from phoihop.documents.word.blocks import blocks_of_word

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(settings: Any) -> Registry:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Registry()


@pytest.fixture
def office(room: Registry) -> Client:
    return signed_in("vanthu", room.bodies["UBND"], "clerk")


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len(captured)


def test_a_paper_is_typed_saved_and_shown_with_its_form_checked(room: Registry, office: Client) -> None:
    page = office.get("/van-ban-di/moi/prepare/")
    form = page.context["form"]
    sent = office.post(
        "/van-ban-di/moi/prepare/",
        {
            "owner": room.bodies["UBND"].pk, "kind": "TTr", "about": "Xin ý kiến", "text": "I. NỘI DUNG\nXin ý kiến.",
            "to": room.bodies["TTHDND"].name, "copies": "Như trên", "urgency": "plain", "key": "k1", "seen": "",
        },
    )  # fmt: skip
    assert "owner" in form.fields and sent.status_code == 302
    made = OutgoingDocument.objects.get()
    text = office.get(f"/van-ban-di/{made.code}/").content.decode()
    assert "TỜ TRÌNH" in text and "Xin ý kiến" in text and "Thể thức" in text
    assert [(r.purpose, r.body_id) for r in made.recipients.all()] == [
        ("to", room.bodies["TTHDND"].pk),
        ("copy", None),
    ]


def test_a_paper_without_text_is_sent_back_with_what_was_typed(room: Registry, office: Client) -> None:
    sent = office.post(
        "/van-ban-di/moi/prepare/",
        {"owner": room.bodies["UBND"].pk, "kind": "BC", "about": "Kết quả", "key": "k2", "seen": ""},
    )
    assert (
        sent.status_code == 422
        and "Gõ nội dung" in sent.content.decode()
        and "Kết quả" in sent.content.decode()
    )


def test_a_word_file_gives_its_text_and_leaves_its_head_and_closing_behind(room: Registry) -> None:
    given = formats()["docx"].write(report())
    found = blocks_of_word(given)
    kinds = {type(block).__name__ for block in found}
    assert kinds & {"LetterHead", "Title", "Signatures", "Recipients"} == set()
    words = "\n".join(getattr(block, "text", "") for block in found)
    assert "Nơi nhận" not in words and "CỘNG HÒA" not in words
    made = room.draft(text="", upload=SimpleUploadedFile("bao-cao.docx", given))
    assert any(isinstance(block, Table) for block in made.blocks().walk()) == any(
        isinstance(block, Table) for block in report().walk()
    )
    assert made.state == "draft" and typed_text(made.blocks()) is None


def test_typed_text_comes_back_as_it_was_typed() -> None:
    text = "Căn cứ Luật số 72/2025/QH15;\nI. KẾT QUẢ\n1. Tiếp công dân\nĐã tiếp 12 lượt.\n- Tổ 1: xong\nĐiều 1. Thi hành"
    from phoihop.core.papers import Paper

    assert typed_text(Paper(code="x", title="x", blocks=blocks_of(text))) == text


def test_books_open_print_and_export_and_ask_the_same_of_one_row_and_of_three(
    room: Registry, office: Client
) -> None:
    room.issued()
    room.registered()
    paths = ["/van-ban-di/so/?nam=2027", "/van-ban-den/so/?nam=2027"]
    before = [asked(office, path) for path in paths]
    for _n in range(2):
        room.issued()
        room.registered()
    assert [asked(office, path) for path in paths] == before
    sheet = load_workbook(BytesIO(office.get("/van-ban-di/so.xlsx?nam=2027").content)).get_sheet_by_index(0)
    assert [row[0] for row in sheet.to_python()[1:]] == ["01/BC-UBND", "02/BC-UBND", "03/BC-UBND"]
    word = office.get("/van-ban-den/so.docx?nam=2027").content
    cover = [line.text.replace("\xa0", " ") for line in Document(BytesIO(word)).paragraphs if line.text]
    assert cover[:3] == [
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm 2027", "Đến ngày 02/08/2027, sổ có 3 số. Từ số 01 đến số 03.",
    ]  # fmt: skip
    wrong = [
        found for found in check(word) if found.severity != "warning"
    ]  # a book is no paper of a kind, with a number
    assert ("BÁO CÁO" in " ".join(cover), wrong) == (False, [])
    assert "Số, ký hiệu" in office.get(paths[0]).content.decode()


def test_a_receiver_reads_the_paper_and_nothing_of_how_it_came_about(room: Registry, office: Client) -> None:
    row = room.draft(about="Tên nháp một", text="I. NHÁP\nLời nháp.")
    row = room.perform(
        verbs.return_draft, room.perform(verbs.submit, row, room.unit), room.leader, words="Trả lại vì ba"
    )
    row = room.perform(
        verbs.revise_text,
        row,
        room.unit,
        about="Kết quả",
        text="I. KẾT QUẢ\nLời ban hành.",
        copies=room.bodies["MTTQ"].name,
    )
    row = room.perform(
        verbs.approve, room.perform(verbs.submit, row, room.unit), room.leader, words="Duyệt, theo dõi bốn"
    )
    row = room.perform(verbs.lock_for_signing, row, room.office)
    row = room.perform(verbs.sign, row, room.leader)
    row = room.perform(verbs.issue, room.compared(row), room.office)
    inner = ("Tên nháp một", "Trả lại vì ba", "theo dõi bốn")
    receiver = signed_in("mttq", room.bodies["MTTQ"], "clerk")
    told = {}
    for name, client in (("office", office), ("receiver", receiver)):
        page = client.get(f"/van-ban-di/{row.code}/").content.decode()
        told[name] = (
            "Lời ban hành" in page,
            "đã ban hành" in page,
            [words for words in inner if words in page],
        )
    assert told == {"office": (True, True, [*inner]), "receiver": (True, True, [])}


def test_any_word_file_gets_advice_and_nothing_of_it_is_kept(room: Registry, office: Client) -> None:
    from phoihop.documents.models import File

    before = File.objects.count()
    good = SimpleUploadedFile("tot.docx", formats()["docx"].write(room.locked().blocks()))
    page = office.post("/the-thuc/", {"tep": good})
    assert page.status_code == 200 and "Không thấy điểm nào" in page.content.decode()
    bad = office.post("/the-thuc/", {"tep": SimpleUploadedFile("x.docx", b"no word")})
    assert bad.status_code == 422 and "Không mở được tệp" in bad.content.decode()
    assert office.post("/the-thuc/", {}).status_code == 422
    assert File.objects.count() == before


def test_only_the_step_whose_turn_it_is_is_a_button(room: Registry, office: Client) -> None:
    made = room.locked()
    first = office.get(f"/van-ban-di/{made.code}/")
    names = {b["action"].name for b in first.context["offers"]}
    assert "documents.sign" in names and not names & {"documents.issue", "documents.confirm_signed_copy"}
    made = room.perform(verbs.sign, made, room.leader)
    names = {b["action"].name for b in office.get(f"/van-ban-di/{made.code}/").context["offers"]}
    assert "documents.record_signed_copy" in names and not names & {"documents.sign", "documents.issue"}


def test_what_was_signed_on_paper_is_issued_once_its_copy_was_compared(
    room: Registry, office: Client
) -> None:
    def told(row: OutgoingDocument) -> tuple[bool, list[str]]:
        page = office.get(f"/van-ban-di/{row.code}/").content.decode()
        words = ("chờ ký", "Đã ký, chờ đối chiếu bản ký", "Đã ký<")
        return f"/van-ban-di/{row.code}/issue/" in page, [word for word in words if word in page]

    row = room.signed()
    assert told(row) == (False, ["Đã ký<"])
    row = room.perform(verbs.record_signed_copy, row, room.office, upload=scan())
    assert told(row) == (False, ["Đã ký, chờ đối chiếu bản ký"])
    row = room.perform(verbs.confirm_signed_copy, row, room.leader, why="Đã xem bằng mắt")
    assert told(row) == (True, ["Đã ký<"])


def test_a_paper_of_a_record_is_taken_over_from_the_records_page(room: Registry, office: Client) -> None:
    source = room.issued(kind=None, about="", source=room.draft(), paper="documents.document")
    page = office.get(
        f"/van-ban-di/moi/prepare/?source=documents.outgoingdocument:{source.code}&made=documents.document"
    )
    form = page.context["form"]
    assert "text" not in form.fields and form["about"].value() == source.about
    sent = office.post(
        "/van-ban-di/moi/prepare/",
        {
            "owner": room.bodies["UBND"].pk, "kind": "BC", "about": "Lấy lại", "made": "documents.document",
            "source": f"documents.outgoingdocument:{source.code}", "urgency": "plain", "key": "k3", "seen": "",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    made = OutgoingDocument.objects.get(about="Lấy lại")
    assert (made.source_type, made.source_id) == ("documents.outgoingdocument", source.pk)
    wrong = office.get("/van-ban-di/moi/prepare/?source=auth.group:1&made=x")
    assert wrong.status_code == 200 and "text" in wrong.context["form"].fields


def test_the_page_of_a_superiors_paper_leads_on_to_tasks(room: Registry, office: Client) -> None:
    paper = room.registered(upload=SimpleUploadedFile("kh.txt", "Kế hoạch".encode()))
    text = office.get(f"/van-ban-den/{paper.code}/").content.decode()
    assert "Văn bản cấp trên" in text and "Đề xuất việc từ văn bản này" in text
    assert IncomingDocument.objects.get().file.name == "kh.txt"  # type: ignore[union-attr]
