"""The pages of petitions: question against answer, every time it was asked, numbers that open, the sheet of the week."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from phoihop.accounts.actions import grant
from phoihop.accounts.tests.factories import account
from phoihop.core import moment
from phoihop.core.actions import perform
from phoihop.core.papers import build_paper, formats
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, SINCE, TODAY
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import EarlierTime, Petition
from phoihop.petitions.models.petition import zalo_line
from phoihop.petitions.tests.factories import SHORT, Voices, picture
from phoihop.petitions.weekly import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(settings: Any) -> Voices:
    settings.CLOCK_OFFSET = NOW - moment.now()
    return Voices()


def signed_in(at_work: Voices, kind: str = "TTHDND", role: str = "clerk") -> Client:
    made = account(f"nguoi-{kind.lower()}-{role}", at_work.bodies[kind], role)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    return client


def page(client: Client, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return str(reply.content.decode())


def test_each_question_stands_against_its_answer_and_an_empty_one_is_said(at_work: Voices) -> None:
    client = signed_in(at_work)
    row = at_work.assigned()
    assert page(client, f"/kien-nghi/{row.code}/").count("Chưa trả lời câu này") == 2
    row = at_work.answered_to(row)
    shown = page(client, f"/kien-nghi/{row.code}/")
    assert "Trả lời câu 1." in shown and "Chưa trả lời câu này" not in shown
    assert "Đã trả lời, chưa giải quyết – hẹn 30/10/2027" in shown
    assert f"{len(SHORT)}/600 ký tự" in shown


def test_every_time_it_was_asked_is_told_with_what_was_said(at_work: Voices) -> None:
    client = signed_in(at_work)
    before = at_work.answered(result_class="giai_trinh", short="Đã ghi nhận, đưa vào kế hoạch 2025.")
    row = at_work.received()
    row = at_work.perform(
        verbs.classify, row, at_work.council, title=row.title, field="do-thi", competence="commune",
        answering=at_work.bodies["UBND"], repeats=before,
    )  # fmt: skip
    shown = page(client, f"/kien-nghi/{row.code}/")
    assert "kiến nghị lần 2" in shown and "Đã ghi nhận, đưa vào kế hoạch 2025." in shown
    assert EarlierTime.objects.count() == 0


def test_the_third_sending_shows_what_the_chair_may_decide(at_work: Voices) -> None:
    client = signed_in(at_work)
    row = at_work.returned()
    assert "đề nghị kiểm tra công vụ" not in page(client, f"/kien-nghi/{row.code}/")
    row = at_work.returned(at_work.answered_to(row, short="Sẽ xem xét."))
    shown = page(client, f"/kien-nghi/{row.code}/")
    assert "Đã gửi lần thứ 3 mà chưa có kết quả" in shown and "phần mềm không tự gửi" in shown


def test_the_head_of_the_list_tells_turns_matters_and_three_facts_that_open(at_work: Voices) -> None:
    client = signed_in(at_work)
    first, other = at_work.solved(), at_work.received()
    at_work.perform(verbs.merge, first, at_work.council, others=[other])
    at_work.answered()
    shown = page(client, "/kien-nghi/?muc=tat-ca")
    for code, n in (("turns", 3), ("matters", 2), ("answered", 2), ("solved", 1), ("verified", 0)):
        link = f"/kien-nghi/?so=petitions.{code}&amp;nam=2027"
        assert f'href="{link}"><b>{n}</b>' in shown
        opened = page(client, link.replace("&amp;", "&"))
        assert f"<strong>{n} " in opened
    assert client.get("/kien-nghi/?so=petitions.turns").status_code == 404


def test_a_draft_with_an_empty_line_comes_back_with_what_was_typed(at_work: Voices) -> None:
    client = signed_in(at_work, "PKT", "unit")
    row = at_work.assigned()
    path = f"/kien-nghi/{row.code}/draft-answer/"
    form = page(client, path)
    assert "Trả lời câu 1: Ngõ 84 ngập khi mưa." in form
    reply = client.post(
        path,
        {
            "result_class": "da_giai_quyet",
            "short": "Đã ghi nhận, sẽ xem xét.",
            "line_1": "Đúng.",
            "line_2": "Sẽ xem.",
        },
    )
    assert reply.status_code == 409
    shown = reply.content.decode()
    assert "Cần: kết quả cụ thể, ngày, bằng chứng" in shown and "Đã ghi nhận, sẽ xem xét." in shown
    sent = {
        "result_class": "dang_giai_quyet", "short": SHORT, "line_1": "Đúng.", "line_2": "Xong 30/10.", "route": "Thay rãnh",
        "promised_on": "30/10/2027",
    }  # fmt: skip
    assert client.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, [line.text for line in row.answer_lines.all()]) == (
        "drafted",
        ["Đúng.", "Xong 30/10."],
    )


def test_a_machine_sends_all_lines_in_one_text(at_work: Voices) -> None:
    client = signed_in(at_work, "PKT", "unit")
    row = at_work.assigned()
    reply = client.post(
        f"/api/v1/kien-nghi/{row.code}/draft_answer",
        {"result_class": "giai_trinh", "short": SHORT, "lines": "1. Đúng.\n2. Chưa có vốn."}, content_type="application/json",
    )  # fmt: skip
    assert reply.status_code == 200, reply.content
    found = Petition.objects.get(pk=row.pk).answer_lines.all()
    assert [line.text for line in found] == ["Đúng.", "Chưa có vốn."]


def test_the_sheet_of_the_week_is_ready_to_copy_and_each_number_opens(at_work: Voices) -> None:
    client = signed_in(at_work)
    at_work.solved()
    at_work.received(raised_on=TODAY - timedelta(days=30))
    told = sheet(TODAY, actor=at_work.council)
    numbers = {line.label: (line.week.words if line.week else "", line.year.words) for line in told.lines}
    assert numbers["nội dung kiến nghị"] == ("1", "2")
    assert told.text.splitlines()[1] == "Chỉ tiêu\tTrong tuần\tTừ đầu năm"
    shown = page(client, "/so-lieu-tuan/?tuan=2027-08-04")
    assert "02/08/2027" in shown
    for line in told.lines:
        assert client.get(line.year.link).status_code == 200
    assert page(client, "/so-lieu-tuan/?tuan=sai") != ""


def test_the_sheet_asks_one_count_for_everything(at_work: Voices) -> None:
    at_work.solved()
    with CaptureQueriesContext(connection) as one:
        sheet(TODAY, actor=at_work.council)
    for _ in range(2):
        at_work.solved()
    with CaptureQueriesContext(connection) as three:
        sheet(TODAY, actor=at_work.council)
    assert len(three) == len(one) == 1


def word_of(code: str, record: Any, at_work: Voices) -> str:
    """The paper as Word, opened again: every paragraph and cell."""
    data = formats()["docx"].write(build_paper(code, record, actor=at_work.council, at=NOW))
    document = Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for r in table.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells).replace("\xa0", " ")


def test_the_slip_carries_the_code_and_nobodys_name(at_work: Voices) -> None:
    row = at_work.forwarded()
    text = word_of("petitions.slip", row, at_work)
    assert row.lookup in text and "trả lời trước ngày 22/08/2027" in text


@pytest.mark.parametrize("code", ["forwarding", "urging", "reply", "inspection"])
def test_each_letter_of_a_petition_opens_again_as_word(at_work: Voices, code: str) -> None:
    row = at_work.returned()
    text = word_of(f"petitions.{code}", row, at_work)
    wanted = {
        "forwarding": "trả lời trước ngày", "urging": "Đến nay chưa có trả lời", "reply": "Phân loại kết quả: Đang giải quyết",
        "inspection": "đề nghị kiểm tra việc thực hiện nhiệm vụ, công vụ",
    }  # fmt: skip
    assert wanted[code] in text


def test_a_list_goes_out_with_its_letter_its_report_and_its_notice(at_work: Voices) -> None:
    row = at_work.answered()
    span: dict[str, Any] = {"since": date(2027, 1, 1), "until": TODAY}
    made = at_work.perform(
        verbs.compile, None, at_work.council, purpose="session", title="Kết quả 6 tháng", **span
    )
    report = word_of("petitions.session_report", made, at_work)
    assert "1 nội dung, 1 lượt: đã trả lời 1; đã giải quyết 0; đã xác minh 0." in report
    assert f"{row.title} ({row.code})" in report
    assert "BIỂU TỔNG HỢP KIẾN NGHỊ CỦA CỬ TRI" in word_of("petitions.forward_letter", made, at_work)
    assert SHORT in word_of("petitions.place_notice", made, at_work)


def test_a_merged_code_leads_to_the_common_progress_and_shows_no_other_asker(at_work: Voices) -> None:
    client = signed_in(at_work)
    first, other = (
        at_work.classified(asker_words="chủ quán nước"),
        at_work.received(asker_words="cử tri tổ 13"),
    )
    at_work.perform(verbs.merge, first, at_work.council, others=[other])
    assert "Đã gộp vào" in page(client, f"/kien-nghi/{other.code}/")
    shown = page(client, f"/kien-nghi/{first.code}/")
    assert "Gộp từ 2 lượt" in shown and "cử tri tổ 13" not in shown
    assert Petition.objects.get(pk=other.pk).lookup not in shown


def test_splitting_says_the_new_codes(at_work: Voices) -> None:
    client = signed_in(at_work)
    row = at_work.received()
    given = {
        "parts": "Đèn ngõ 126 hỏng\nChợ tạm lấn đường",
        "title": "Ngập ngõ 84",
        "content": "Ngõ 84 ngập.",
    }
    told = client.post(f"/kien-nghi/{row.code}/split/", given, follow=True).content.decode()
    codes = Petition.objects.exclude(pk=row.pk).order_by("pk").values_list("code", flat=True)
    assert f"Nội dung tách ra mang mã: {', '.join(codes)}." in told


def test_the_capacity_is_said_once_above_the_buttons_that_share_it(at_work: Voices) -> None:
    made = account("hai-co-quan", at_work.bodies["TTHDND"], "clerk")
    perform(
        grant,
        actor=CLOCK,
        at=NOW,
        user=made.user,
        body=at_work.bodies["UBND"],
        role="clerk",
        valid_from=SINCE,
    )
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    shown = page(client, f"/kien-nghi/{at_work.forwarded().code}/")
    buttons = shown[shown.index("Việc có thể làm") :]
    assert buttons.count("Thay mặt Thường trực HĐND:") == 1
    assert "(thay mặt" not in buttons
    assert "Giao đơn vị <small>(thay mặt UBND)</small>" in shown


def test_a_late_day_says_by_how_much_it_is_passed(at_work: Voices, settings: Any) -> None:
    at_work.forwarded()
    settings.CLOCK_OFFSET += timedelta(days=25)
    shown = page(signed_in(at_work), "/kien-nghi/")
    assert "quá 5 ngày làm việc" in shown


def test_a_line_for_a_group_has_no_empty_place(at_work: Voices) -> None:
    row = at_work.received(quarter="", place="")
    assert zalo_line(row) == f"• {row.code}: {row.title}: Đã tiếp nhận"
    row = at_work.received(quarter="", place="ngõ 84")
    assert zalo_line(row) == f"• {row.code}: {row.title}, ngõ 84: Đã tiếp nhận"


def test_a_file_that_was_chosen_is_said_beside_its_box_to_be_chosen_again(at_work: Voices) -> None:
    client = signed_in(at_work)
    row = at_work.solved()
    told = client.post(f"/kien-nghi/{row.code}/verify/", {"words": "", "upload": picture()}).content.decode()
    assert told.count("Phải chọn lại tệp ở ô này") == 1
    assert (
        "Phải chọn lại tệp"
        not in client.post(f"/kien-nghi/{row.code}/verify/", {"words": ""}).content.decode()
    )
