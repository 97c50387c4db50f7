"""A draft made twice is asked about; what was typed comes back; whom a draft waits for, and what its main button is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Comment, Programme
from phoihop.activities.programmes.tests.factories import Table
from phoihop.activities.programmes.tests.test_draft_pages import _cost, address
from phoihop.activities.programmes.tests.test_drafting import full, line
from phoihop.activities.programmes.tests.test_page import client
from phoihop.activities.programmes.waiting import drafts_for, drafts_waiting
from phoihop.core.actions import perform
from phoihop.directory.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def sent(table: Table, programme: Programme, *kinds: str) -> Programme:
    made: Programme = perform(
        verbs.ask_comments, programme, actor=table.office, at=NOW, answer_on=date(2027, 8, 20),
        bodies=[table.bodies[kind] for kind in kinds],
    )  # fmt: skip
    return made


def test_next_years_draft_is_opened_and_a_second_one_is_asked_about(table: Table) -> None:
    old = table.in_force()
    office = client(table, "TTHDND")
    given = {"period_from": "2028", "period_to": "2028", "keep": ["1", "2"]}
    first = office.post(address(old, "renew"), given)
    made = Programme.objects.get(predecessor=old)
    assert (first.status_code, first.headers["Location"]) == (302, f"/chuong-trinh/{made.code}/")
    second = office.post(address(old, "renew"), given)
    words = second.content.decode()
    assert second.status_code == 422 and f"({made.code}, dự thảo)" in words
    assert "Vẫn soạn thêm một dự thảo nữa" in words and Programme.objects.filter(predecessor=old).count() == 1
    known = second.context["form"].asks_back[0].code
    assert office.post(address(old, "renew"), {**given, "biet": known}).status_code == 302
    assert Programme.objects.filter(predecessor=old).count() == 2


def test_a_new_draft_begins_with_the_offer_to_copy_the_programme_before(table: Table) -> None:
    office = client(table, "TTHDND")
    assert "Sao từ chương trình năm trước" not in office.get("/chuong-trinh/moi/draft/").content.decode()
    old = table.in_force()
    page = office.get("/chuong-trinh/moi/draft/").content.decode()
    assert "Sao từ chương trình năm trước" in page and f"/chuong-trinh/{old.code}/renew/" in page
    twice = office.post(
        "/chuong-trinh/moi/draft/",
        {
            "kind": "programme", "title": "Chương trình", "period_from": "2027", "period_to": "2027",
            "parties": [body.pk for body in table.parties],
        },
    )  # fmt: skip
    assert twice.status_code == 422 and f"({old.code}, có hiệu lực)" in twice.content.decode()


def test_an_empty_comment_is_refused_at_its_box_and_what_was_typed_is_there_the_next_time(
    table: Table,
) -> None:
    made = full(table)
    place = line(made, "bốn đợt").key
    front, page = client(table, "MTTQ"), address(made, "soan")
    back = front.post(
        page, {"viec": "gop", "place": place, "note": "", "new": ""}, follow=True
    ).content.decode()
    assert back.index(f'id="{place}"') < back.index("Chưa viết góp ý") < back.index("Góp ý cho đoạn này")
    keep = {"nhap": "programmes.comment", "ma": "", "programme": made.pk, "place": place, "note": "Gõ dở"}
    assert front.post("/ban-nhap/", keep).status_code == 204
    assert "Gõ dở</textarea>" in front.get(page, {"gop": place}).content.decode()
    assert f'href="?gop={place}#{place}"' in front.get(page).content.decode()
    other = line(made, "Hai cuộc").key
    assert "Gõ dở" not in front.get(page, {"gop": other}).content.decode()
    front.post(page, {"viec": "gop", "place": place, "note": "Nên ba đợt"})
    assert "góp ý gõ dở" not in front.get(page).content.decode()


def test_a_draft_sent_round_says_to_whom_and_waits_for_each_until_it_has_spoken(table: Table) -> None:
    made = full(table)
    office, page = client(table, "TTHDND"), address(full(table), "soan")
    assert "Gửi lấy ý kiến" in office.get(page).content.decode()
    made = sent(table, made, "PKT")
    assert made.shown_state(TODAY) == ("tiep", "Dự thảo, đang lấy ý kiến")
    assert made.shown_state(date(2027, 8, 21)) == ("chua", "Dự thảo")
    words = office.get(address(made, "soan")).content.decode()
    assert "hỏi: Thường trực HĐND, UBND, UBMTTQ, " in words and "Sang bước thống nhất, ký" in words
    history = office.get(f"/chuong-trinh/{made.code}/", {"muc": "lich-su"}).content.decode()
    assert f"Xin ý kiến thêm (ngoài các bên): {table.bodies['PKT']}" in history
    for who in (table.second, table.leader, table.stranger):
        assert [row.code for row in drafts_waiting(who)] == [made.code]
    assert not drafts_waiting(table.office) and not drafts_waiting(table.unit)
    assert drafts_for(table.stranger)[0].words == "Dự thảo chờ góp ý hoặc thống nhất, đến 17:00, 20/08/2027"
    table.comment(made)
    table.agree(made, "UBND")
    assert not drafts_waiting(table.second) and not drafts_waiting(table.leader)
    assert "Phản hồi 1 góp ý" in office.get(f"/chuong-trinh/{made.code}/").content.decode()


def test_only_the_parties_read_what_the_committee_said_and_why_an_agreement_was_taken_back(
    table: Table,
) -> None:
    made = sent(table, table.agree(full(table), "UBND"), "PKT")
    given: dict[str, Any] = {"actor": table.office, "at": NOW}
    perform(verbs.ask_committee_view, made, asked_on=TODAY, way="in_writing", **given)
    perform(
        verbs.note_committee_view,
        Programme.objects.get(pk=made.pk),
        answered_on=TODAY,
        conclusion="Kết luận kín",
        **given,
    )
    made = Programme.objects.get(pk=made.pk)
    perform(verbs.withdraw_agreement, made, actor=table.chair("UBND"), at=NOW, reason="Chưa rõ kinh phí")
    party, asked = client(table, "MTTQ"), client(table, "PKT")
    pages = (
        address(made, "ky"),
        f"/chuong-trinh/{made.code}/?muc=lich-su",
        f"/chuong-trinh/{made.code}/?muc=ky-ket",
    )
    words = [" ".join(who.get(page).content.decode() for page in pages) for who in (party, asked)]
    assert ["Kết luận kín" in told for told in words] == [True, False]
    assert ["Chưa rõ kinh phí" in told for told in words] == [True, False]
    assert "đã gửi dự thảo lấy ý kiến" in words[1]


def test_the_day_of_signing_is_today_until_another_is_written(table: Table) -> None:
    page = client(table, "TTHDND").get(address(table.locked(), "record-signing")).content.decode()
    assert 'value="02/08/2027"' in page


def test_what_waits_costs_the_same_for_one_draft_and_for_three(table: Table) -> None:
    front, costs = client(table, "MTTQ"), []
    for n in (1, 2):
        for _again in range(n):
            sent(table, full(table), "PKT")
        made = Programme.objects.latest("pk")
        with CaptureQueriesContext(connection) as captured:
            list(drafts_for(table.second))
        costs.append(
            (len(captured), _cost(front, address(made, "soan")), _cost(front, f"/chuong-trinh/{made.code}/"))
        )
    assert costs[0] == costs[1] and costs[0][0] == 1
    assert Comment.objects.count() == 0
