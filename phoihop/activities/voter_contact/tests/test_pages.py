"""Pages of a round: what stands on them, and that three rows ask the database no more than one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests.factories import signed_in
from phoihop.activities.voter_contact import actions as verbs
from phoihop.activities.voter_contact import capturing
from phoihop.activities.voter_contact.asked import sheet
from phoihop.activities.voter_contact.hall import places
from phoihop.activities.voter_contact.models import VoterContact
from phoihop.activities.voter_contact.tests.factories import AFTER, EVENING, Round, line
from phoihop.activities.voter_contact.tests.test_capture import said
from phoihop.core import moment, vault
from phoihop.core.actions import perform
from phoihop.core.papers import build_paper
from phoihop.meetings.tests.factories import picture
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Custody, Petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(settings: Any) -> Round:
    settings.CLOCK_OFFSET = EVENING + timedelta(minutes=20) - moment.now()
    return Round()


@pytest.fixture
def clerk(hall: Round) -> Client:
    return signed_in("chuyenvien", hall.bodies["TTHDND"], "clerk")


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len(captured)


def test_pages_ask_the_same_of_one_point_and_petition_and_of_three(hall: Round, clerk: Client) -> None:
    row = hall.announced(1)
    later = hall.announced(1, days=9, title="Sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    got = said(hall, row, "Việc 1", who=hall.office)
    hall.perform(capturing.answer_on_spot, row, at=AFTER, petition=got, words="Sẽ sửa", answered_by="UBND")
    paths = [
        f"/tiep-xuc-cu-tri/{row.code}/", f"/tiep-xuc-cu-tri/{row.code}/?muc=dot", f"/tiep-xuc-cu-tri/{row.code}/?muc=lich-su",
        f"/tiep-xuc-cu-tri/{later.code}/phieu/1/", f"/tiep-xuc-cu-tri/{row.code}/phieu-trang/1/", "/ghi-nhanh/du-lieu/",
    ]  # fmt: skip
    before = {path: asked(clerk, path) for path in paths}
    for n in (2, 3):
        row = hall.perform(verbs.add_point, row, points=[line(n)], despite="chia tổ")
        more = said(hall, row, f"Việc {n}", who=hall.office)
        row = hall.perform(
            capturing.answer_on_spot, row, at=AFTER, petition=more, words="Sẽ sửa", answered_by="UBND"
        )
        row = hall.perform(verbs.set_deputies, row, point=n, deputies=[hall.member])
    assert {path: asked(clerk, path) for path in paths} == before


def test_a_point_leads_to_its_meeting_for_whoever_may_open_it(hall: Round, clerk: Client) -> None:
    row = hall.announced(1, compiler=hall.bodies["PVHXH"])
    point = row.points.get()
    link = f'<a href="/hoi-nghi/{point.meeting.code}/">'
    compiler = signed_in("to.dai.bieu", hall.bodies["PVHXH"], "clerk")
    told = {}
    for name, client in (("office", clerk), ("compiler", compiler)):
        text = client.get(f"/tiep-xuc-cu-tri/{row.code}/").content.decode()
        opens = client.get(f"/hoi-nghi/{point.meeting.code}/").status_code == 200
        told[name] = (str(point) in text, link in text, opens)
    assert told == {"office": (True, True, True), "compiler": (True, False, False)}


def test_the_sheet_counts_what_it_lists_and_opens_to_exactly_those(hall: Round, clerk: Client) -> None:
    row = hall.announced(1)
    later = hall.announced(1, days=9, title="Sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    codes = [said(hall, row, f"Việc số {n}", who=hall.office).code for n in (1, 2)]
    page = clerk.get(f"/tiep-xuc-cu-tri/{later.code}/phieu/1/").content.decode()
    assert "2 việc bà con đã hỏi: 2 chưa trả lời" in page
    listed = clerk.get(
        "/kien-nghi/", {"so": "voter_contact.asked_at_point", "cua": f"tiep-xuc-cu-tri/{later.code}", "noi-dung": "1", "muc": "tat-ca"}
    ).content.decode()  # fmt: skip
    assert [code for code in codes if code in listed] == codes


def test_papers_of_a_round_name_every_point_and_what_its_voters_asked(hall: Round) -> None:
    row = hall.announced(1)
    said(hall, row, "Đèn ngõ 12 hỏng", who=hall.office)
    later: VoterContact = hall.announced(2, days=9, title="Tiếp xúc sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    told = {}
    for code in ("plan", "notice", "briefs"):
        made = build_paper(f"voter_contact.{code}", later, actor=hall.office, at=AFTER)
        told[code] = " ".join(str(block) for block in made.walk())
    assert all("tổ dân phố 12" in words and "tổ dân phố 13" in words for words in told.values())
    assert "Nguyễn Văn Đại" in told["plan"]
    assert "Không vận động tài trợ" in told["plan"]
    assert "Đèn ngõ 12 hỏng" in told["briefs"]
    assert "1 việc bà con đã hỏi: 1 chưa trả lời" in told["briefs"]
    assert "Chưa có việc nào bà con đã hỏi" in told["briefs"]


def test_the_form_of_capturing_does_not_offer_the_plan_as_what_was_said(hall: Round, clerk: Client) -> None:
    row = hall.announced(1, content="Báo cáo kỳ họp")
    page = clerk.get(f"/tiep-xuc-cu-tri/{row.code}/capture/").content.decode()
    assert "Báo cáo kỳ họp" not in page
    assert 'name="said"' in page


def test_a_plan_typed_line_by_line_says_which_line_is_short(hall: Round, clerk: Client) -> None:
    values = {
        "title": "Tiếp xúc", "kind": "dinh_ky_truoc_ky_hop", "form": "hoi_nghi", "owner": hall.bodies["TTHDND"].pk,
        "front": hall.bodies["MTTQ"].pk, "committee": hall.bodies["UBND"].pk,
        "points": "20/5/2027; 19h30; Nhà văn hóa tổ 3; tổ dân phố 3\n21/5/2027; nhà văn hóa tổ 4",
    }  # fmt: skip
    page = clerk.post("/tiep-xuc-cu-tri/moi/plan-contact/", values)
    assert page.status_code == 422
    assert "21/5/2027; nhà văn hóa tổ 4” chưa đủ" in page.content.decode()
    values["points"] = (
        "20/5/2027; 19h30; Nhà văn hóa tổ 3; tổ dân phố 3\n21/5/2027\t8h\tNhà văn hóa tổ 4\ttổ dân phố 4"
    )
    assert clerk.post("/tiep-xuc-cu-tri/moi/plan-contact/", values).status_code == 302
    assert [point.unit for point in VoterContact.objects.get().points.all()] == [
        "tổ dân phố 3",
        "tổ dân phố 4",
    ]


def test_a_telephone_is_asked_back_and_what_accuses_goes_under_the_seal_with_its_pictures(
    hall: Round, clerk: Client
) -> None:
    row = hall.announced(1)
    mine = clerk.get("/ghi-nhanh/du-lieu/").json()["ai"]
    item = {
        "ai": mine,
        "item": "muc-0001-aaaa",
        "contact": row.code,
        "point": "1",
        "said": "Ông trưởng nhận phong bì.",
    }
    asked = clerk.post("/ghi-nhanh/gui/", item)
    question = asked.json()["hoi"][0]
    assert (asked.status_code, question["kieu"], Petition.objects.count()) == (422, "to-cao", 0)
    sent = clerk.post("/ghi-nhanh/gui/", {**item, "thay": "to-cao", "upload": picture()})
    letter = Custody.objects.get()
    held = vault.peek(letter.sealed_ref)
    assert sent.json()["code"] == letter.code and sent.json()["kin"] and held is not None
    assert held.reveal()["said"] == "Ông trưởng nhận phong bì." and len(held.reveal()["files"]) == 1
    known = clerk.post("/ghi-nhanh/gui/", {**item, "item": "muc-0002-aaaa", "biet": question["ma"]})
    assert known.status_code == 200 and Petition.objects.get().content == item["said"]


def test_the_telephone_offers_today_first_and_the_evenings_of_the_week_before(
    hall: Round, settings: Any
) -> None:
    hall.announced(1)
    later = hall.announced(1, days=6, title="Sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    told = [(p.contact, p.when) for p in places(hall.office, at=EVENING + timedelta(days=6))]
    assert told[0][0] == later.code and told[0][1].startswith("hôm nay, ")
    assert len(told) == 2 and told[1][1].endswith("(đã họp)")


def test_the_sheet_tells_a_matter_asked_again_once_with_how_often_it_was_raised(hall: Round) -> None:
    row = hall.announced(1)
    later = hall.announced(1, days=9, title="Sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    first, second, third = (said(hall, row, f"Ngõ 84 ngập {n}", who=hall.office) for n in (1, 2, 3))
    second = perform(petitions.repeat_of, second, actor=hall.office, at=AFTER, earlier=first)
    perform(petitions.merge, second, actor=hall.office, at=AFTER, others=[third])
    found = sheet(later, later.points.get(), actor=hall.office)
    assert [(line.petition.pk, line.petition.times, line.turns) for line in found.lines] == [
        (second.pk, 2, 3)
    ]
    assert found.headline == "1 việc bà con đã hỏi: 1 chưa trả lời"


def test_what_may_be_one_matter_stands_together_on_the_sheet(hall: Round) -> None:
    row = hall.announced(1)
    later = hall.announced(1, days=9, title="Sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    words = (
        "Ngõ 84 ngập mỗi khi mưa to, nước vào nhà.",
        "Đèn ngõ 3 hỏng.",
        "Mưa to là ngõ 84 ngập, nước vào nhà dân.",
    )
    flood, lamp, again = (said(hall, row, one, who=hall.office) for one in words)
    lines = sheet(later, later.points.get(), actor=hall.office).lines
    assert [(line.petition.pk, line.like and line.like.pk) for line in lines] == [
        (flood.pk, None), (again.pk, flood.pk), (lamp.pk, None),
    ]  # fmt: skip
