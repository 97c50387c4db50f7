"""Reception: days in time, bookings without an account, a register without a name in it, letters by number alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts.tests import factories as people
from phoihop.activities.reception import actions as verbs
from phoihop.activities.reception.models import Reception, ReceptionDay
from phoihop.activities.reception.public import timetable
from phoihop.core import moment, vault
from phoihop.core.actions import Refused, perform, the_action
from phoihop.core.forms import bind, inputs_of
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, JournalBody, Link, SealedText
from phoihop.core.paper_data import text_of
from phoihop.core.papers import build_paper
from phoihop.core.vault import Secret
from phoihop.core.who import PUBLIC
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.tests.factories import Voices

pytestmark = pytest.mark.django_db

NAME, PHONE, ID = "Bùi Thị Kín", "0936 111 222", "001085012345"
IN_TIME = date(2027, 8, 10)


@pytest.fixture(autouse=True)
def _now(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.CLOCK_OFFSET += NOW - moment.now()


@pytest.fixture
def ward() -> Voices:
    return Voices()


@pytest.fixture
def officer(ward: Voices) -> Any:
    return people.actor("tiep.dan", ward.bodies["UBND"], "reception")


def published(officer: Any, *days: date, **more: Any) -> ReceptionDay:
    given = {
        "days": list(days) or [IN_TIME], "hours": "8 giờ đến 11 giờ 30", "receiver": "Chủ tịch UBND phường",
        "place": "Phòng tiếp công dân, tầng 1", **more,
    }  # fmt: skip
    made: ReceptionDay = perform(verbs.publish_timetable, actor=officer, at=NOW, **given)
    return made


def received(officer: Any, **more: Any) -> Reception:
    given = {
        "received_on": TODAY, "receiver": "Chủ tịch UBND phường", "name": Secret(NAME), "phone": Secret(PHONE),
        "id_number": Secret(ID), "content": "Ngõ 5 mất điện chiếu sáng", **more,
    }  # fmt: skip
    made: Reception = perform(verbs.record_reception, actor=officer, at=NOW, **given)
    return made


def test_days_are_published_five_working_days_before_or_with_a_reason(officer: Any) -> None:
    row = published(officer, IN_TIME, date(2027, 8, 17))
    assert [str(line.on) for line in timetable(TODAY, row.owner.territory_id)] == ["2027-08-10", "2027-08-17"]
    assert (row.published_on, row.late_why) == (TODAY, "")
    with pytest.raises(Refused, match="chưa đủ 5 ngày làm việc"):
        published(officer, date(2027, 8, 6))
    late = published(officer, date(2027, 8, 6), late_why="Chủ tịch mới nhận nhiệm vụ")
    assert late.late_why == "Chủ tịch mới nhận nhiệm vụ"
    with pytest.raises(Refused, match="đã qua"):
        published(officer, date(2027, 8, 1))


def test_an_online_day_has_a_technical_check_the_working_day_before_and_its_recording_has_a_place(
    officer: Any,
) -> None:
    row = published(officer, date(2027, 8, 16), mode="online")
    clock = Deadline.objects.get(record_type="reception.receptionday", record_id=row.pk)
    assert (clock.code, clock.due_on) == ("reception.tech_check", date(2027, 8, 13))
    perform(verbs.note_check, row, actor=officer, at=NOW)
    clock.refresh_from_db()
    assert clock.stopped_on == TODAY
    with pytest.raises(Refused, match="bản ghi âm"):
        received(officer, reception_day=row)
    assert (
        received(officer, reception_day=row, recording="máy chủ UBND phường, hồ sơ 12").recording
        == "máy chủ UBND phường, hồ sơ 12"
    )


def test_a_missed_day_has_a_reason_and_a_day_in_its_place_that_stands_at_once(officer: Any) -> None:
    row = published(officer)
    with pytest.raises(Refused):
        perform(verbs.record_missed, row, actor=officer, at=NOW, missed_why="Họp đột xuất", instead=IN_TIME)
    row = perform(
        verbs.record_missed, row, actor=officer, at=NOW, missed_why="Họp đột xuất", instead=date(2027, 8, 12)
    )
    assert (row.state, row.instead) == ("missed", date(2027, 8, 12))
    assert ReceptionDay.objects.get(day=date(2027, 8, 12)).late_why == f"tiếp bù cho {row.code}"


def test_a_day_is_kept_in_person_or_by_a_delegate_and_not_before_it_came(officer: Any) -> None:
    row = published(officer)
    with pytest.raises(Refused):
        perform(verbs.note_held, row, actor=officer, at=NOW)
    row = perform(verbs.note_held, row, actor=officer, at=NOW + timedelta(days=8), delegate="Chánh Văn phòng")
    assert (row.state, row.delegate) == ("held", "Chánh Văn phòng")


def test_everybody_books_without_an_account_and_who_comes_lies_in_the_vault(officer: Any) -> None:
    row = published(officer, places=2)
    verb = the_action(verbs.book)
    form = bind(verb, row, PUBLIC, {"name": NAME, "phone": PHONE, "topic": "do-thi", "agreed": "on"})
    assert form is not None and form.is_valid(), form and form.errors
    row = perform(verbs.book, row, actor=PUBLIC, at=NOW, **inputs_of(form))
    booking = row.bookings.get()
    assert (booking.number, booking.topic) == (1, "do-thi")
    assert vault.open_sealed(booking.visitor_ref, actor=officer, reason="báo đổi giờ", at=NOW) == {
        "name": NAME,
        "phone": PHONE,
    }
    assert SealedText.objects.get(ref=booking.visitor_ref).erase_after == date(2027, 9, 9)
    perform(verbs.book, row, actor=PUBLIC, at=NOW, name=Secret("x"), agreed=True)
    with pytest.raises(Refused, match="đủ số"):
        perform(verbs.book, row, actor=PUBLIC, at=NOW, name=Secret("y"), agreed=True)
    refused = bind(verb, row, PUBLIC, {"name": NAME})
    assert refused is not None and sorted(refused.errors) == ["agreed"]


def test_the_register_holds_the_matter_and_the_vault_who_came(officer: Any) -> None:
    row = received(officer)
    assert vault.open_sealed(row.visitor_ref, actor=officer, reason="gọi lại", at=NOW) == {
        "name": NAME,
        "phone": PHONE,
        "id_number": ID,
    }
    assert vault.same("id_number", ID) == [row.visitor_ref]
    journal = "\n".join(JournalBody.objects.values_list("text", flat=True))
    assert [w for w in (NAME, PHONE, ID, "mất điện chiếu sáng") if w in journal] == []
    assert verify_database().faults == []


def test_several_matters_become_petitions_of_one_turn_and_letters_go_to_their_register(
    ward: Voices, officer: Any
) -> None:
    row = received(
        officer,
        content="",
        matters=["Đèn ngõ 5 hỏng", "Rác để quá trưa"],
        letters=["denunciation"],
        letter_place="tủ số 3",
    )
    petitions = list(Petition.objects.order_by("pk"))
    assert [(p.content, p.source, p.split_from_id) for p in petitions] == [
        ("Đèn ngõ 5 hỏng", "reception", None), ("Rác để quá trưa", "reception", petitions[0].pk),
    ]  # fmt: skip
    assert petitions[0].asker_ref == petitions[1].asker_ref != row.visitor_ref
    custody = Custody.objects.get()
    assert (custody.kind, custody.came_by, custody.place, custody.sealed_ref) == (
        "denunciation",
        "reception",
        "tủ số 3",
        "",
    )
    assert (row.custody, row.kinds_told, row.result_told) == (
        custody.code, "2 kiến nghị, phản ánh", "đã chuyển 2 kiến nghị vào sổ kiến nghị",
    )  # fmt: skip


def test_a_letter_left_at_a_visit_is_told_to_the_officer_and_the_leader_alone(
    ward: Voices, officer: Any
) -> None:
    more = {
        "content": "",
        "matters": ["Đèn ngõ 5 hỏng"],
        "letters": ["denunciation"],
        "letter_place": "tủ số 3",
    }
    row = received(officer, **more)
    plain = received(officer, content="", matters=["Rác để quá trưa"])
    words = (row.custody, "đơn chuyển sổ riêng", "tủ số 3", "denunciation")
    told: dict[str, list[bool]] = {}
    for kind in ("clerk", "leader", "reception"):
        made = people.account(f"xem.{kind}", ward.bodies["UBND"], kind)
        made.user.must_change_password = False
        made.user.save()
        web = Client()
        web.force_login(made.user)
        pages = [
            web.get(path).content.decode()
            for path in ("/so-tiep-cong-dan/", f"/so-tiep-cong-dan/{row.code}/")
        ]
        told[kind] = [any(w in page for w in words) for page in pages]
    assert told == {"clerk": [False, False], "leader": [False, True], "reception": [False, True]}
    mine = JournalBody.objects.filter(entry__record_type="reception.reception").values_list("text", flat=True)
    assert [body for body in mine if any(w in body for w in words)] == []
    assert (Reception._meta.get_field("custody").editable, plain.custody) == (
        False,
        "",
    )  # in no answer of the interface
    assert Link.objects.filter(from_type="reception.reception").count() == 0
    assert verify_database().faults == []


def test_the_words_of_a_complaint_or_denunciation_are_refused_at_the_gate(officer: Any) -> None:
    verb = the_action(verbs.record_reception)
    given = {"received_on": "02/08/2027", "receiver": "Chủ tịch", "name": NAME, "people": "1"}
    wrong = bind(
        verb,
        None,
        officer,
        {**given, "content": "tố cáo ông X", "denunciation": "on", "letter_place": "tủ 3"},
    )
    nowhere = bind(verb, None, officer, {**given, "denunciation": "on"})
    right = bind(verb, None, officer, {**given, "denunciation": "on", "letter_place": "tủ 3"})
    assert wrong is not None and nowhere is not None and right is not None
    assert (sorted(wrong.errors), sorted(nowhere.errors), sorted(right.errors)) == (
        ["content"],
        ["letter_place"],
        [],
    )
    assert inputs_of(right)["letters"] == ["denunciation"]


def test_a_refusal_has_three_working_days_for_its_notice_only_in_the_cases_of_the_law(officer: Any) -> None:
    due = {}
    for case in ("law_9_3", "repeated", "oral"):
        row = perform(verbs.refuse, received(officer), actor=officer, at=NOW, refusal=case)
        clock = Deadline.objects.filter(record_type="reception.reception", record_id=row.pk).first()
        due[case] = clock.due_on if clock else None
        assert perform(verbs.send_refusal, row, actor=officer, at=NOW).state == "refused"
    assert due == {"law_9_3": date(2027, 8, 5), "repeated": date(2027, 8, 5), "oral": None}


def test_the_conclusion_is_a_paper_without_a_name(officer: Any) -> None:
    row = perform(
        verbs.conclude,
        received(officer, wish="Sửa trước 15/8"),
        actor=officer,
        at=NOW,
        conclusion="Giao Phòng Kinh tế sửa trước 15/8.",
    )
    for code in ("reception.conclusion", "reception.refusal"):
        text = text_of(build_paper(code, row, actor=officer, at=NOW))
        assert NAME not in text and PHONE not in text
    assert "Kết luận: Giao Phòng Kinh tế sửa trước 15/8." in text_of(
        build_paper("reception.conclusion", row, actor=officer, at=NOW)
    )
    posted = text_of(build_paper("reception.timetable", published(officer), actor=officer, at=NOW))
    assert "10/08/2027" in posted and "Chủ tịch UBND phường" in posted


def test_the_register_is_read_by_those_who_keep_it_alone(ward: Voices, officer: Any) -> None:
    row = received(officer)
    seen = [
        role for role in ("reception", "leader", "clerk", "unit", "member", "administrator", "protection")
        if Reception.objects.visible_to(acting(ward.bodies["UBND"], role, user=60)).filter(pk=row.pk).exists()
    ]  # fmt: skip
    assert seen == ["reception", "leader", "clerk"]
    assert list(Reception.objects.visible_to(ward.council)) == []


def test_the_pages_ask_the_same_of_one_row_and_of_three(ward: Voices, officer: Any) -> None:
    made = people.account("can.bo", ward.bodies["UBND"], "reception")
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user)
    counts = []
    for n in (1, 2):
        for k in range(n):
            day = published(officer, date(2027, 8, 9 + 2 * n + k))
            received(officer, matters=["Đèn hỏng"], letters=["complaint"], letter_place="tủ 3")
            perform(verbs.book, day, actor=PUBLIC, at=NOW, name=Secret(NAME), agreed=True)
        found = []
        first = [ReceptionDay.objects.first(), Reception.objects.first(), Custody.objects.first()]
        paths = [f"/{r.path}/" for r in first if r] + [f"/{r.path}/{r.code}/" for r in first if r]
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200, path
            found.append((path, len(captured)))
        counts.append(found)
    assert counts[0] == counts[1]
