"""The pages of a round: files go in, are read while the page asks, differences are settled in place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.actions import create_account
from phoihop.accounts.setup import first_run
from phoihop.core.actions import perform, the_action
from phoihop.core.seed import load_all
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW
from phoihop.reports.models import Compilation, Difference, Intake
from phoihop.reports.overview import contents_of, page_of
from phoihop.reports.tests.papers import COUNCIL, FRONT, LAST, word

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def login(username: str, kind: str) -> Client:
    account = perform(
        create_account, actor=CLOCK, at=NOW, username=username, full_name="Cán Bộ", role="clerk",
        home=Organisation.objects.get(kind=kind), valid_from=date(2020, 1, 1),
    )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    client = Client()
    client.force_login(account.user)
    return client


@pytest.fixture
def clerk() -> Client:
    load_all()
    first_run(kind="phuong", name="Thử Nghiệm", username="quantri", full_name="Quản Trị Viên", at=NOW)
    return login("cb", "TTHDND")


def opened(client: Client) -> Compilation:
    asked = [str(b.pk) for b in Organisation.objects.filter(kind__in=("TTHDND", "UBND", "MTTQ"))]
    sent = client.post(
        "/tong-hop/moi/open-round/", {"kind": "interim", "year": 2027, "asked": asked, "due_on": ""}
    )
    assert sent.status_code == 302, sent.content.decode()
    made: Compilation = Compilation.objects.get()
    return made


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def read_all(client: Client, record: Compilation) -> int:
    """Asks as the page does until it is sent on; returns how often."""
    for n in range(1, 20):
        answer = client.post(f"/tong-hop/{record.code}/doc-tiep/", headers=HTMX)
        if "HX-Redirect" in answer.headers:
            return n
        assert "Đang" in answer.content.decode()
    raise AssertionError("never done")


def send(client: Client, record: Compilation, *files: Any) -> None:
    sent = client.post(f"/tong-hop/{record.code}/take-in/", {"uploads": list(files)})
    assert sent.status_code == 302, sent.content.decode()


def ready(client: Client) -> Compilation:
    record = opened(client)
    send(client, record, word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    read_all(client, record)
    return record


def test_the_form_of_a_round_comes_filled_in(clerk: Client) -> None:
    text = page(clerk, "/tong-hop/moi/open-round/")
    assert text.count(" checked") == 3
    assert "Thường trực Hội đồng nhân dân" in text and "Sơ kết 6 tháng" in text


def test_files_are_stored_at_once_and_read_one_by_one_while_the_page_asks(clerk: Client) -> None:
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    text = page(clerk, f"/tong-hop/{record.code}/")
    assert "Đang đọc 0/2 tệp" in text and 'hx-trigger="load' in text
    assert read_all(clerk, record) == 3
    text = page(clerk, f"/tong-hop/{record.code}/")
    assert "Hai cơ quan báo hai số" in text and "<mark>1.876 lượt cử tri tham dự</mark>" in text
    assert "tien-do-" not in text and "Đang đọc" not in text


def test_without_script_each_press_reads_one_file(clerk: Client) -> None:
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"))
    answer = clerk.post(f"/tong-hop/{record.code}/doc-tiep/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tong-hop/{record.code}/")
    assert Intake.objects.get().state == "current"


def test_settling_swaps_the_block_and_can_be_taken_back(clerk: Client) -> None:
    record = ready(clerk)
    found = Difference.objects.get()
    said = clerk.post(
        f"/cho-venh/{found.code}/quyet/", {"reason": "theo biên bản"}, headers=HTMX
    ).content.decode()
    assert "Chưa chọn số nào" in said and said.startswith('<section id="venh"')
    answer = clerk.post(
        f"/cho-venh/{found.code}/quyet/", {"choice": "p0", "reason": "theo biên bản"}, headers=HTMX
    )
    assert "Không còn chỗ vênh nào chờ quyết" in answer.content.decode()
    assert clerk.post(f"/cho-venh/{found.code}/quyet/", {"quyet": "lai"}).status_code == 302
    assert Difference.objects.get().state == "open"
    clerk.post(
        f"/cho-venh/{found.code}/quyet/", {"choice": "both", "own": "hai cách đếm", "reason": "gõ nhầm"}
    )
    assert (Difference.objects.get().state, Difference.objects.get().reason) == ("noted", "hai cách đếm")
    assert page(clerk, f"/tong-hop/{record.code}/").count("hai cách đếm") == 1


def test_a_body_asked_reads_the_round_and_does_not_settle_a_stranger_sees_nothing(clerk: Client) -> None:
    record = ready(clerk)
    front, stranger = login("mt", "MTTQ"), login("kt", "PKT")
    text = page(front, f"/tong-hop/{record.code}/")
    assert "Hai cơ quan báo hai số" in text and 'name="choice"' not in text
    found = Difference.objects.get()
    assert front.post(f"/cho-venh/{found.code}/quyet/", {"choice": "p0", "reason": "x"}).status_code == 404
    assert stranger.get(f"/tong-hop/{record.code}/").status_code == 404
    assert stranger.post(f"/tong-hop/{record.code}/doc-tiep/").status_code == 404


def test_the_papers_say_what_they_were_taken_for_and_what_a_corrected_one_changes(clerk: Client) -> None:
    record = ready(clerk)
    better = tuple(line.replace("1.876", "1.786") for line in COUNCIL)
    send(clerk, record, word(better, "BC HDND sua.docx"))
    read_all(clerk, record)
    text = page(clerk, f"/tong-hop/{record.code}/?muc=van-ban")
    assert "1 số thay đổi so với bản trước" in text and "1.876 → <strong>1.786</strong>" in text
    assert "Báo cáo kỳ này" in text and "6 tháng đầu năm 2027" in text and "Thay bản trước" in text


def test_a_number_opens_to_its_sentence(clerk: Client) -> None:
    ready(clerk)
    row = Intake.objects.get(speaker="HDND").figures.get(value=1876)
    text = page(clerk, f"/van-ban-gui-ve/{row.intake.code}/?so={row.source}")
    assert f"“{COUNCIL[6]}”" in text


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_pages_take_no_more_queries_with_three_papers_than_with_one(clerk: Client) -> None:
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"))
    read_all(clerk, record)
    paths = [f"/tong-hop/{record.code}/?muc={tab}" for tab in ("doi-chieu", "van-ban", "noi-dung", "cam-ket")]
    one = [queries(clerk, path) for path in paths]
    send(clerk, record, word(FRONT, "BC MTTQ.docx"), word(LAST, "Tong ket.docx"))
    read_all(clerk, record)
    assert [queries(clerk, path) for path in paths] == one
    assert max(one) <= 20


def test_the_tabs_of_contents_and_promises_lead_to_the_joint_report(clerk: Client) -> None:
    record = ready(clerk)
    text = page(clerk, f"/tong-hop/{record.code}/?muc=noi-dung")
    assert "Câu lặp giữa hai báo cáo" in text and "Giữ cả hai" in text and "1. " in text
    shown = [line.split('"')[0] for line in text.split('name="shown" value="')[1:3]]
    sent = clerk.post(f"/tong-hop/{record.code}/chon-doan/", {"shown": shown, "only": shown[0]})
    assert (sent.status_code, "#lap" in sent.headers["Location"]) == (302, True)
    assert "Giữ cả hai" not in page(clerk, f"/tong-hop/{record.code}/?muc=noi-dung")
    answer = clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    record.refresh_from_db()
    assert record.report is not None
    assert answer.headers["Location"] == f"/bao-cao/{record.report.code}/"
    row = record.report.figures.all()[0]
    text = page(clerk, f"/bao-cao/{record.report.code}/?so={row.short}")
    assert "theo báo cáo của đơn vị" in text and "BC HDND.docx" in text
    assert "Mở báo cáo chung" in page(clerk, f"/tong-hop/{record.code}/")
    assert "bản đang soạn của đợt này được bỏ" in page(clerk, f"/tong-hop/{record.code}/merge/")


def test_what_is_not_ticked_is_left_out_and_what_is_as_usual_is_not_written_down(clerk: Client) -> None:
    record = ready(clerk)
    rows = [r for c in contents_of(page_of(record)) for r in c.rows]
    usual = [r.address for r in rows if r.usual]
    clerk.post(
        f"/tong-hop/{record.code}/chon-doan/",
        {"shown": [r.address for r in rows], "usual": usual, "keep": usual[1:]},
    )
    kept = {f"{c.passage_id}-0-0": c.keep for c in record.passage_choices.all()}
    assert kept == {usual[0]: "drop"}


def test_a_promise_that_names_no_body_here_stays_with_the_reason_and_what_was_typed(clerk: Client) -> None:
    record = ready(clerk)
    [(promise, _intake)] = page_of(record).promises
    prefix = f"p{promise.pk}"
    given = {f"{prefix}-take": "1", f"{prefix}-content": "Công khai", f"{prefix}-lead": "Phòng Không Có"}
    answer = clerk.post(f"/tong-hop/{record.code}/lay-cam-ket/", given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa nhận ra đơn vị chủ trì" in text and "Phòng Không Có" in text
    given[f"{prefix}-lead"] = "UBND phường"
    assert clerk.post(f"/tong-hop/{record.code}/lay-cam-ket/", given).status_code == 302
    assert "Không có cam kết nào chờ quyết" in page(clerk, f"/tong-hop/{record.code}/?muc=cam-ket")


def test_remarks_are_answered_on_their_page_and_a_passage_is_rewritten_on_its_own(clerk: Client) -> None:
    record = ready(clerk)
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    record.refresh_from_db()
    assert record.report is not None
    root = f"/bao-cao/{record.report.code}/"
    assert "Chưa có góp ý nào" in page(clerk, f"{root}gop-y/")
    assert clerk.post(f"{root}gop-y/", {"order": "7", "answer": "accepted"}).status_code == 409
    passage = record.report.sections.filter(kind="passage").first()
    assert passage is not None
    text = page(clerk, f"{root}doan/{passage.code}/")
    assert "⟦" in text and "[[S" not in text
    assert clerk.post(f"{root}doan/{passage.code}/", {"text": "[[S999]]"}).status_code == 409
    sent = clerk.post(f"{root}doan/{passage.code}/", {"text": "Đã sửa."})
    assert sent.headers["Location"] == f"{root}#{passage.code}"
    assert "Đã sửa." in page(clerk, root)


def test_each_body_has_its_letter_as_word(clerk: Client) -> None:
    record = opened(clerk)
    body = Organisation.objects.get(kind="MTTQ")
    answer = clerk.get(f"/tong-hop/{record.code}/cong-van/{body.code}.docx")
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert clerk.get(f"/tong-hop/{record.code}/cong-van/TC-0.docx").status_code == 404


def test_the_last_review_is_proposed_as_sample_year_and_its_headings_go_and_come_with_the_tick(
    clerk: Client,
) -> None:
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(LAST, "Tong ket 2026.docx"))
    read_all(clerk, record)
    review = Intake.objects.get(role="last_review")
    root = f"/tong-hop/{record.code}/"
    assert "<strong>Khung báo cáo 2026:</strong> báo cáo chung theo đề mục của Tong ket 2026.docx" in page(
        clerk, root
    )
    assert "Phối hợp tiếp xúc cử tri, giải quyết kiến nghị" in page(clerk, f"{root}?muc=noi-dung")
    sent = clerk.post(f"{root}khung/", {"before": review.code, "muc": "noi-dung"})
    assert sent.headers["Location"] == f"{root}?muc=noi-dung"
    text = page(clerk, f"{root}?muc=noi-dung")
    assert "(chưa tích)" in text and "Tiếp xúc cử tri; tổng hợp, giải quyết kiến nghị" in text
    clerk.post(f"{root}khung/", {"paper": review.code})
    assert Compilation.objects.get().sample == review.code
    assert clerk.post(f"{root}khung/", {"paper": "VG-2027-9999"}).status_code == 409


def test_settling_by_script_renews_the_counts_above_and_leads_on_to_merging(clerk: Client) -> None:
    record = ready(clerk)
    found = Difference.objects.get()
    given = {"choice": "p0", "reason": "theo biên bản"}
    text = clerk.post(f"/cho-venh/{found.code}/quyet/", given, headers=HTMX).content.decode()
    assert '<p class="ph-sub" id="tinh-trang" hx-swap-oob="true">' in text
    assert '<span class="n" id="dem-venh" hx-swap-oob="true">0</span>' in text
    assert f'action="/tong-hop/{record.code}/gop-ngay/"' in text


def test_a_refused_decision_keeps_the_number_and_the_words_typed(clerk: Client) -> None:
    ready(clerk)
    found = Difference.objects.first()
    assert found is not None
    address = f"/cho-venh/{found.code}/quyet/"
    typed = {"value": "1.2x4", "own": "hỏi lại Văn phòng"}
    for headers in ({}, HTMX):
        text = clerk.post(address, typed, headers=headers).content.decode()
        assert "“1.2x4” không phải một con số" in text
        assert 'value="1.2x4"' in text and 'value="hỏi lại Văn phòng"' in text
        assert text.count('value="other" checked') == 1
    clerk.post(address, {"value": "1.204", "own": "hỏi lại Văn phòng"})
    found.refresh_from_db()
    assert (found.choice, found.chosen_words) == ("other", "số khác: 1.204")


def test_no_file_chosen_is_said_and_a_note_is_asked_about(clerk: Client) -> None:
    record = opened(clerk)
    empty = clerk.post(f"/tong-hop/{record.code}/take-in/", {})
    assert (empty.status_code, "Chưa chọn tệp nào." in empty.content.decode()) == (422, True)
    note = "Ghi nhớ: thứ hai gọi lại cho chị Lan, mua thêm giấy in cho phòng họp.".encode()
    send(clerk, record, SimpleUploadedFile("ghi nho.txt", note), word(COUNCIL, "BC HDND.docx"))
    read_all(clerk, record)
    states = {i.name: i.state for i in Intake.objects.all()}
    assert states == {"ghi nho.txt": "doubted", "BC HDND.docx": "current"}
    assert "không phải báo cáo?" in page(clerk, f"/tong-hop/{record.code}/?muc=van-ban")


def test_the_row_of_a_paper_is_renewed_as_soon_as_it_is_read(clerk: Client) -> None:
    record = opened(clerk)
    send(clerk, record, word(COUNCIL, "BC HDND.docx"), word(FRONT, "BC MTTQ.docx"))
    first = Intake.objects.order_by("pk")[0]
    text = clerk.post(f"/tong-hop/{record.code}/doc-tiep/", headers=HTMX).content.decode()
    for part in ("la", "cua", "tt"):
        assert f'id="{part}-{first.code}" hx-swap-oob="true"' in text
        assert f'id="{part}-{first.code}"' in page(clerk, f"/tong-hop/{record.code}/?muc=van-ban")
    assert "Đang dùng" in text


def test_an_open_round_with_what_waits_in_it_stands_on_the_first_page(clerk: Client) -> None:
    record = ready(clerk)
    home = page(clerk, "/")
    n = Difference.objects.filter(state="open").count()
    assert n and f"{n} chỗ vênh chờ quyết" in home and f"/tong-hop/{record.code}/" in home
    assert "Không có việc nào chờ" not in home
    assert f"/tong-hop/{record.code}/" not in page(login("mt", "MTTQ"), "/")


def test_a_round_of_the_wrong_period_is_corrected_and_its_papers_are_asked_about_anew(clerk: Client) -> None:
    record = ready(clerk)
    assert the_action("reports.edit_round").label == "Sửa đợt"
    sent = clerk.post(f"/tong-hop/{record.code}/edit-round/", {"kind": "final", "year": 2027, "due_on": ""})
    assert sent.status_code == 302, sent.content.decode()
    record.refresh_from_db()
    assert (record.title, record.kind) == ("Tổng kết năm 2027", "final")
    assert [i.state for i in Intake.objects.all()] == ["doubted", "doubted"]
    clerk.post(f"/tong-hop/{record.code}/edit-round/", {"kind": "interim", "year": 2027, "due_on": ""})
    assert [i.state for i in Intake.objects.all()] == ["current", "current"]
    clerk.post(f"/tong-hop/{record.code}/doc-tiep/")
    clerk.post(f"/tong-hop/{record.code}/gop-ngay/")
    late = clerk.post(f"/tong-hop/{record.code}/edit-round/", {"kind": "final", "year": 2027, "due_on": ""})
    assert late.status_code == 409 and "đã gộp thành báo cáo chung" in late.content.decode()
    record.refresh_from_db()
    assert record.report is not None
    sheet = page(clerk, f"/bao-cao/{record.report.code}/")
    head = sheet[: sheet.index("ph-2c tai")]
    assert "/freeze/" in head and sheet.count("/freeze/") == 1
