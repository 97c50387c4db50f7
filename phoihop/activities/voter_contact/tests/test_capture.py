"""What a voter says arrives once, with both times; who asked is sealed; the sheet of the evening counts what became of it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from phoihop.accounts.tests.factories import account
from phoihop.activities.voter_contact import actions as verbs
from phoihop.activities.voter_contact import capturing
from phoihop.activities.voter_contact.asked import raised_at, sheet
from phoihop.activities.voter_contact.hall import petition_of
from phoihop.activities.voter_contact.models import VoterContact
from phoihop.activities.voter_contact.tests.factories import AFTER, EVENING, Round
from phoihop.core import moment, vault
from phoihop.core.actions import Forbidden, Refused, perform
from phoihop.core.figures import Scope, registry
from phoihop.core.models import JournalBody, SealedText
from phoihop.core.vault import Secret
from phoihop.directory.tests.factories import acting, body, territory
from phoihop.meetings import actions as meetings
from phoihop.meetings.minutes_text import write_text
from phoihop.meetings.tests.factories import picture
from phoihop.petitions import actions as petitions
from phoihop.petitions.models import Petition

pytestmark = pytest.mark.django_db
SAID = "Đoạn cuối ngõ 84 mưa là ngập, hỏi bao giờ làm rãnh."
#: 19:43 on the evening, and the next morning when the line came back.
NOTED = EVENING + timedelta(minutes=13)
ARRIVED = EVENING + timedelta(hours=12)


@pytest.fixture
def made() -> Round:
    return Round()


def said(
    made: Round, row: VoterContact, words: str = SAID, *, who: Any = None, item: str = "", **given: Any
) -> Petition:
    item = item or uuid.uuid4().hex
    inputs = {"point": 1, "noted_at": NOTED, **given}
    perform(
        capturing.capture,
        row,
        actor=who or made.deputy,
        at=ARRIVED,
        key=f"gn-{item}",
        said=Secret(words),
        item=item,
        **inputs,
    )
    found = petition_of(item)
    assert found is not None
    return found[0]


def test_what_is_said_becomes_a_petition_of_the_point_with_both_times(made: Round) -> None:
    got = said(made, made.announced(1), field="do-thi")
    assert (got.content, got.quarter, got.source, got.field) == (
        SAID,
        "Tổ dân phố 12",
        "voter_contact",
        "do-thi",
    )
    assert (got.noted_at, got.raised_on, got.received_on) == (NOTED, date(2027, 5, 19), date(2027, 5, 20))
    assert got.source_words == "Tiếp xúc cử tri tổ dân phố 12, 19/05/2027"
    assert got.receiver == made.bodies["TTHDND"]


def test_an_item_sent_again_is_the_same_petition(made: Round) -> None:
    row = made.announced(1)
    codes = {said(made, row, item="muc-0001-abcd").code for _ in range(3)}
    assert codes == {Petition.objects.get().code}


def test_a_key_of_one_person_is_nobody_elses(made: Round) -> None:
    row = made.announced(1)
    said(made, row, item="muc-0001-abcd")
    with pytest.raises(Refused, match="Mã gửi này"):
        said(made, row, item="muc-0001-abcd", who=made.office)
    assert Petition.objects.count() == 1


def test_the_words_and_the_asker_stand_in_no_journal(made: Round) -> None:
    got = said(
        made, made.announced(1), asker_name=Secret("Hoàng Thị Kín"), asker_phone=Secret("0912 345 678")
    )
    told = "\n".join(JournalBody.objects.values_list("text", flat=True))
    assert [words for words in ("ngõ 84", "Hoàng Thị Kín", "0912", "345 678") if words in told] == []
    assert "Kín" not in f"{got.content}{got.asker_words}{got.title}"
    opened = vault.open_sealed(got.asker_ref, actor=made.office, reason="báo lại", at=AFTER)
    assert {"Hoàng Thị Kín", "0912 345 678"} <= set(opened.values())
    assert vault.same("phone", "0912345678") == [got.asker_ref]


def test_nobody_named_leaves_the_vault_empty(made: Round) -> None:
    got = said(made, made.announced(1), asker_name=Secret(""), asker_phone=None)
    assert (got.asker_ref, got.asker_words, SealedText.objects.count()) == ("", "Một cử tri tổ dân phố 12", 0)


def test_a_telephone_whose_clock_is_wrong_is_given_the_evening_of_the_point(made: Round) -> None:
    row = made.announced(1)
    early = said(made, row, noted_at=datetime(2020, 1, 1, tzinfo=UTC))
    late = said(made, row, noted_at=datetime(2031, 1, 1, tzinfo=UTC))
    assert (early.raised_on, late.raised_on, late.noted_at) == (date(2027, 5, 19), date(2027, 5, 19), ARRIVED)


def test_what_is_refused_in_the_hall(made: Round) -> None:
    row = made.announced(2)
    with pytest.raises(Forbidden):
        said(made, row, who=made.stranger)
    with pytest.raises(Refused, match="không có điểm số 5"):
        said(made, row, point=5)
    made.perform(meetings.cancel, row.points.all()[1].meeting, reason="Mưa")
    with pytest.raises(Refused, match="đã hủy"):
        said(made, row, point=2)
    with pytest.raises(Refused):
        said(made, made.planned(1))
    assert Petition.objects.count() == 0


def test_an_answer_in_the_hall_is_kept_once_and_is_no_answer_of_the_committee(made: Round) -> None:
    row = made.announced(1)
    got = said(made, row)
    given: dict[str, Any] = {
        "petition": got,
        "words": "Tuần này khơi cống",
        "answered_by": "Phó Chủ tịch UBND",
    }
    row = made.perform(capturing.answer_on_spot, row, made.deputy, at=ARRIVED, **given)
    assert [(a.petition, a.words) for a in row.spot_answers.all()] == [(got, "Tuần này khơi cống")]
    assert Petition.objects.get().answered_on is None
    with pytest.raises(Refused, match="đã ghi trả lời tại chỗ"):
        made.perform(capturing.answer_on_spot, row, made.deputy, at=ARRIVED, **given)


def test_figures_count_rounds_points_voters_and_turns(made: Round) -> None:
    row = made.announced(2)
    said(made, row)
    said(made, row, "Đèn ngõ 12 hỏng", point=2)
    for n in (1, 2):
        row = made.perform(verbs.record_point, row, at=AFTER, point=n, voters=10 * n, spoke=n)
    row = made.perform(verbs.record_held, row, at=AFTER)
    scope = Scope(about=row, at=date(2027, 12, 31))
    told = {
        name: int(registry[f"voter_contact.{name}"].value(scope))
        for name in (
            "rounds",
            "conferences",
            "gatherings",
            "points",
            "voters",
            "spoken",
            "raised",
            "met_by_request",
        )
    }
    assert told == {
        "rounds": 1, "conferences": 1, "gatherings": 0, "points": 2, "voters": 30, "spoken": 3, "raised": 2, "met_by_request": 0,
    }  # fmt: skip


def test_the_sheet_of_the_evening_says_in_plain_words_what_became_of_what_was_asked(made: Round) -> None:
    first = made.announced(1)
    asked = [said(made, first, f"Việc {n}") for n in range(1, 4)]
    later = made.announced(1, days=60, title="Tiếp xúc sau kỳ họp", kind="dinh_ky_sau_ky_hop")
    point = later.points.select_related("meeting").get()
    got = sheet(later, point, actor=made.office)
    assert got.headline == "3 việc bà con đã hỏi: 3 chưa trả lời"
    counted = registry["voter_contact.asked_at_point"].members(
        Scope(about=later, at=date(2027, 12, 31), item="1")
    )
    assert sorted(p.pk for p in counted) == sorted(p.pk for p in asked)
    assert sheet(first, first.points.select_related("meeting").get(), actor=made.office).lines == []


# ------------------------------------------------------------------------------------ the telephone's door


@pytest.fixture
def hall(made: Round, settings: Any) -> Round:
    """The clock stands on the evening."""
    settings.CLOCK_OFFSET = EVENING + timedelta(minutes=20) - moment.now()
    return made


def person(made: Round, name: str, role: str = "deputy", kind: str = "TTHDND") -> Client:
    got = account(name, made.bodies[kind], role)
    got.user.must_change_password = False
    got.user.save()
    client = Client()
    client.force_login(got.user)
    return client


def item(client: Client, row: VoterContact, **given: str) -> dict[str, str]:
    facts = client.get("/ghi-nhanh/du-lieu/").json()
    return {
        "ai": facts["ai"], "item": uuid.uuid4().hex, "contact": row.code, "point": "1", "said": SAID,
        "noted_at": NOTED.isoformat(), **given,
    }  # fmt: skip


def test_the_empty_page_and_its_worker_are_the_same_for_everybody(hall: Round) -> None:
    deputy = person(hall, "daibieu")
    for path in ("/ghi-nhanh/", "/ghi-nhanh/sw.js"):
        assert deputy.get(path).content == Client().get(path).content
    assert Client().get("/ghi-nhanh/du-lieu/").status_code == 302


def test_the_facts_name_the_points_near_today_and_a_key_of_this_person_alone(hall: Round) -> None:
    row = hall.announced(2)
    one, two = person(hall, "daibieu"), person(hall, "mattran", "clerk", "MTTQ")
    first, again, other = (c.get("/ghi-nhanh/du-lieu/").json() for c in (one, one, two))
    assert [(p["dot"], p["so"], p["ten"]) for p in first["diem"]] == [
        (row.code, 1, "Tiếp xúc cử tri tổ dân phố 12"), (row.code, 2, "Tiếp xúc cử tri tổ dân phố 13"),
    ]  # fmt: skip
    assert first["khoa"] == again["khoa"] != other["khoa"]
    assert first["ai"] == again["ai"] != other["ai"]
    assert len(first["chip"]) == 6
    assert person(hall, "nguoila", "clerk", "PVHXH").get("/ghi-nhanh/du-lieu/").json()["diem"] == []


def test_an_item_posted_three_times_is_answered_alike_and_stands_once(hall: Round) -> None:
    row, client = hall.announced(1), person(hall, "daibieu")
    values = item(client, row, asker_name="Hoàng Thị Kín", asker_phone="0912345678")
    answers = [client.post("/ghi-nhanh/gui/", values) for _ in range(3)]
    assert {a.status_code for a in answers} == {200}
    assert [a.json() for a in answers] == [answers[0].json()] * 3
    assert answers[0].json()["code"] == Petition.objects.get().code
    assert SealedText.objects.count() == 1


def test_what_one_wrote_is_not_sent_in_the_name_of_another(hall: Round) -> None:
    row = hall.announced(1)
    values = item(person(hall, "daibieu"), row)
    assert person(hall, "chuyenvien", "clerk").post("/ghi-nhanh/gui/", values).status_code == 401
    assert Petition.objects.count() == 0


def test_a_refusal_says_why_and_a_stranger_learns_nothing(hall: Round) -> None:
    row, client = hall.announced(1), person(hall, "daibieu")
    empty = client.post("/ghi-nhanh/gui/", item(client, row, said=" "))
    assert (empty.status_code, empty.json()["lydo"]) == (422, "Chưa điền mục này.")
    gone = client.post("/ghi-nhanh/gui/", item(client, row, contact="TX-2027-9999"))
    assert gone.status_code == 404
    stranger = person(hall, "nguoila", "clerk", "PVHXH")
    assert stranger.post("/ghi-nhanh/gui/", item(stranger, row)).json() == gone.json()
    assert client.get("/ghi-nhanh/gui/").status_code == 405


def test_a_picture_waits_for_its_item_and_stands_once(hall: Round) -> None:
    row, client = hall.announced(1), person(hall, "daibieu")
    values = item(client, row)
    shot = {"ai": values["ai"], "item": values["item"], "picture": f"{values['item']}.0"}
    assert client.post("/ghi-nhanh/anh/", {**shot, "upload": picture("a.png")}).status_code == 409
    client.post("/ghi-nhanh/gui/", values)
    for _ in range(2):
        assert client.post("/ghi-nhanh/anh/", {**shot, "upload": picture("a.png")}).status_code == 200
    assert Petition.objects.get().proofs.count() == 1


def test_the_sheet_and_the_paper_form_open_for_who_takes_part_and_for_nobody_else(hall: Round) -> None:
    row = hall.announced(1)
    client, stranger = person(hall, "daibieu"), person(hall, "nguoila", "clerk", "PVHXH")
    for path in (f"/tiep-xuc-cu-tri/{row.code}/phieu/1/", f"/tiep-xuc-cu-tri/{row.code}/phieu-trang/1/"):
        assert client.get(path).status_code == 200
        assert stranger.get(path).status_code == 404
        assert client.get(path.replace("/1/", "/9/")).status_code == 404
    assert f"{row.code}/1" in client.get(f"/tiep-xuc-cu-tri/{row.code}/phieu-trang/1/").content.decode()


def test_a_deputy_of_any_group_of_the_place_writes_down_and_one_of_elsewhere_does_not(hall: Round) -> None:
    row = hall.announced(1)
    group = body(hall.bodies["TTHDND"].territory, "TODB")
    here = acting(group, "deputy", user=11)
    got = said(hall, row, who=here)
    assert (got.receiver, got.forwarder) == (group, hall.bodies["TTHDND"])
    assert list(VoterContact.objects.visible_to(here)) == [row]
    elsewhere = acting(body(territory("Khác"), "TODB"), "deputy", user=12)
    assert list(VoterContact.objects.visible_to(elsewhere)) == []
    with pytest.raises(Forbidden):
        said(hall, row, who=elsewhere)


def test_what_was_handed_over_is_counted_nowhere_and_its_item_still_answers(hall: Round) -> None:
    row = hall.announced(1)
    got = said(hall, row, item="muc-0001-abcd", who=hall.office)
    perform(petitions.hand_over, got, actor=hall.office, at=ARRIVED)
    assert raised_at(row).count() == 0
    again = petition_of("muc-0001-abcd")
    assert again is not None
    assert again[0].code == got.code


def test_the_minutes_of_a_point_list_what_was_raised_once_somebody_has_read_it(hall: Round) -> None:
    row = hall.announced(1)
    got = said(hall, row, "Đèn ngõ 12 hỏng", who=hall.office)
    said(hall, row, "Chưa ai đọc", who=hall.office)
    meeting = row.points.get().meeting
    told = " ".join(line.text for line in write_text(meeting, hall.office))
    assert "Đèn ngõ 12 hỏng" not in told
    given: dict[str, Any] = {
        "title": "Đèn ngõ 12 hỏng", "field": "do-thi", "competence": "commune", "answering": hall.bodies["UBND"],
    }  # fmt: skip
    perform(petitions.classify, got, actor=hall.office, at=ARRIVED, **given)
    told = " ".join(line.text for line in write_text(meeting, hall.office))
    assert f"- {got.code}: Đèn ngõ 12 hỏng." in told
    assert "Chưa ai đọc" not in told
