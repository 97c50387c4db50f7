"""Letters of complaint and denunciation: numbers and custody only; what lies among petitions leaves them at once (J9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone

from phoihop.accounts.tests import factories as people
from phoihop.core import moment, scrub, vault
from phoihop.core.actions import Forbidden, Refused, actions_of, perform, the_action
from phoihop.core.background import remind_of_deadlines
from phoihop.core.deadlines import open_for
from phoihop.core.forms import bind
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, DeadlineRule, JournalBody, Notice, SealedText, SearchRow
from phoihop.core.notices import notices_for
from phoihop.core.search import look
from phoihop.core.vault import Secret
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW, TODAY, acting
from phoihop.petitions import actions as verbs
from phoihop.petitions.models import Custody, Petition
from phoihop.petitions.models.custody import numbers, told
from phoihop.petitions.tests.factories import Voices, picture

pytestmark = pytest.mark.django_db

NAME, PHONE, ADDRESS = "Bùi Thị Kín", "0936 111 222", "ngách 5 ngõ 84"
WORDS = "Cán bộ địa chính nhận tiền của tôi 20 triệu đồng, xin giấu tên"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.CLOCK_OFFSET += NOW - moment.now()


@pytest.fixture
def ward() -> Voices:
    return Voices()


@pytest.fixture
def officer(ward: Voices) -> Any:
    return people.actor("tiep.dan", ward.bodies["UBND"], "reception")


def denounced(ward: Voices, **more: Any) -> Petition:
    given = {
        "content": WORDS, "title": "Cán bộ nhận tiền", "asker_name": Secret(NAME), "asker_phone": Secret(PHONE),
        "asker_address": Secret(ADDRESS), "source": "paper", "source_words": "hòm thư góp ý", "questions": ["Ai xử lý?"], **more,
    }  # fmt: skip
    return ward.received(**given)


def registered(officer: Any, **more: Any) -> Custody:
    given = {
        "kind": "denunciation",
        "received_on": TODAY,
        "came_by": "post",
        "place": "tủ số 3, phòng Tiếp công dân",
        **more,
    }
    made: Custody = perform(verbs.register_custody, actor=officer, at=NOW, **given)
    return made


def clocks(row: Custody) -> dict[str, date]:
    rows = Deadline.objects.filter(record_type="petitions.custody", record_id=row.pk, stopped_on=None)
    return dict(rows.values_list("code", "due_on"))


def test_the_register_has_no_box_for_words_or_names_and_refuses_what_looks_like_one(
    ward: Voices, officer: Any
) -> None:
    verb = the_action(verbs.register_custody)
    given = {"kind": "denunciation", "received_on": "02/08/2027", "came_by": "post"}
    places = ("tủ của bà Nguyễn Thị Mẫu", "0912 345 678", "số nhà 12 ngõ 5", "x" * 81, "tủ số 3")
    wrong = {}
    for place in places:
        form = bind(verb, None, officer, {**given, "place": place})
        assert form is not None
        wrong[place[:10]] = sorted(form.errors)
    assert list(wrong.values()) == [["place"], ["place"], ["place"], ["place"], []]
    texts = [f.name for f in Custody._meta.concrete_fields if f.get_internal_type() == "TextField"]
    assert texts == []


def test_only_the_officer_and_the_leader_of_that_body_see_it(ward: Voices, officer: Any) -> None:
    row = registered(officer)
    seen = {
        f"{role}.{kind}": list(Custody.objects.visible_to(acting(ward.bodies[kind], role, user=50)))
        for kind, role in (
            ("UBND", "leader"),
            ("UBND", "clerk"),
            ("UBND", "administrator"),
            ("TTHDND", "leader"),
            ("VP", "reception"),
        )
    }
    assert seen == {
        "leader.UBND": [row],
        "clerk.UBND": [],
        "administrator.UBND": [],
        "leader.TTHDND": [],
        "reception.VP": [],
    }
    assert list(Custody.objects.visible_to(ward.public)) == []
    assert [
        offer.action.name for offer in actions_of(row, acting(ward.bodies["UBND"], "leader", user=50))
    ] == []
    assert SearchRow.objects.filter(record_type="petitions.custody").count() == 0


def test_its_clocks_reminders_and_notices_reach_nobody_else_of_that_body(ward: Voices, officer: Any) -> None:
    body = ward.bodies["UBND"]
    clerk, leader = acting(body, "clerk", user=50), acting(body, "leader", user=51)
    #: Reception of one body and clerk of another keeps the first one's register alone.
    both = replace(clerk, hats=(*clerk.hats, *acting(ward.bodies["TTHDND"], "reception", user=50).hats))
    row = registered(officer)
    perform(
        verbs.seal_in,
        actor=acting(ward.bodies["TTHDND"], "clerk", user=52),
        at=NOW,
        owner=body,
        sealed_ref="",
    )
    ends = clocks(row)["petitions.case_check"]
    remind_of_deadlines(at=NOW + timedelta(days=(ends - TODAY).days - 1))
    told = {
        name: {n.verb for n in notices_for(who).filter(record_type="petitions.custody")}
        for name, who in (("clerk", clerk), ("both", both), ("leader", leader))
    }
    assert told == {"clerk": set(), "both": set(), "leader": {"petitions.seal_in", "petitions.case_check"}}
    assert {open_for(who).filter(record_type="petitions.custody").count() for who in (clerk, both)} == {0}


def test_the_law_s_days_run_by_kind_and_weight(officer: Any) -> None:
    row = registered(officer)
    assert clocks(row) == {
        "petitions.case_check": date(2027, 8, 11),
        "petitions.case_transfer": date(2027, 8, 9),
    }
    row = perform(verbs.accept_case, row, actor=officer, at=NOW, on=TODAY, weight="very")
    assert clocks(row) == {
        "petitions.case_notify": date(2027, 8, 9),
        "petitions.case_settle": date(2027, 9, 1),
    }
    row = perform(verbs.extend_case, row, actor=officer, at=NOW, decision="12/QĐ-UBND")
    assert (row.due_on, row.decision) == (date(2027, 10, 1), "12/QĐ-UBND")
    row = perform(verbs.extend_case, row, actor=officer, at=NOW, decision="15/QĐ-UBND")
    with pytest.raises(Refused):
        perform(verbs.extend_case, row, actor=officer, at=NOW, decision="18/QĐ-UBND")


def test_how_often_a_case_is_given_more_time_is_the_row_s_to_say_on_the_day_it_was_accepted(
    officer: Any,
) -> None:
    def allowed(kind: str, weight: str) -> int:
        row = perform(
            verbs.register_custody, actor=officer, at=NOW, kind=kind, received_on=TODAY, came_by="post", place="tủ số 3"
        )  # fmt: skip
        made: Custody = perform(verbs.accept_case, row, actor=officer, at=NOW, on=TODAY, weight=weight)
        return made.extensions_allowed

    asked = [
        ("denunciation", "plain"), ("denunciation", "complex"), ("reviewed", "very"), ("denunciation", "remote"),
        ("complaint", "complex"),
    ]  # fmt: skip
    assert [allowed(*one) for one in asked] == [0, 1, 2, 0, 0]
    DeadlineRule.objects.filter(code="petitions.term_denunciation_very").update(extension_max=3)
    assert allowed("denunciation", "very") == 3


@pytest.mark.parametrize(
    ("kind", "weight", "due"),
    [
        ("complaint", "plain", date(2027, 9, 1)), ("complaint", "complex", date(2027, 9, 16)), ("complaint", "remote_complex", date(2027, 10, 1)),
        ("second", "plain", date(2027, 9, 16)), ("second", "remote_complex", date(2027, 10, 11)), ("denunciation", "plain", date(2027, 9, 1)),
    ],
)  # fmt: skip
def test_each_term_is_the_law_s(officer: Any, kind: str, weight: str, due: date) -> None:
    row = perform(
        verbs.accept_case, registered(officer, kind=kind), actor=officer, at=NOW, on=TODAY, weight=weight
    )
    assert row.due_on == due


def test_a_letter_is_concluded_passed_on_or_moved_and_its_clocks_stop(officer: Any) -> None:
    other = people.account("tiep.dan.hai", perform_body(officer), "reception")
    row = perform(
        verbs.move_custody, registered(officer), actor=officer, at=NOW, place="kệ B2", holder=other.user
    )
    assert (row.place, row.holder_told) == ("kệ B2", "Người tiep.dan.hai")
    with pytest.raises(Refused):
        perform(verbs.conclude_case, row, actor=officer, at=NOW, outcome="settled", on=TODAY)
    passed = perform(verbs.pass_on, row, actor=officer, at=NOW, passed_to="Thanh tra thành phố", on=TODAY)
    assert (passed.state, passed.outcome, clocks(passed)) == ("passed", "passed", {})
    accepted = perform(verbs.accept_case, registered(officer), actor=officer, at=NOW, on=TODAY)
    done = perform(verbs.conclude_case, accepted, actor=officer, at=NOW, outcome="settled", on=TODAY)
    assert clocks(done) == {"petitions.case_send": date(2027, 8, 9)}
    assert clocks(perform(verbs.note_sent, done, actor=officer, at=NOW)) == {}


def perform_body(officer: Any) -> Any:
    from phoihop.directory.models import Organisation

    return Organisation.objects.get(pk=officer.hats[0].body)


def test_everybody_else_is_told_counts_and_no_small_one(ward: Voices, officer: Any) -> None:
    for _n in range(4):
        registered(officer)
    registered(officer, kind="complaint")
    assert numbers(Custody.objects.all(), date(2027, 1, 1), date(2027, 12, 31)) == [
        ("Khiếu nại lần đầu", "dưới 3"), ("Khiếu nại lần hai", "dưới 3"), ("Tố cáo", "4"), ("Tố cáo tiếp", "dưới 3"), ("Tổng số", "không nêu"),
    ]  # fmt: skip
    assert [told(n) for n in (0, 2, 3)] == ["dưới 3", "dưới 3", "3"]


@pytest.mark.parametrize(
    ("came", "whole"),
    [
        ((5, 0, 1, 0), "không nêu"), ((4, 2, 0, 0), "không nêu"), ((3, 2, 2, 4), "không nêu"), ((0, 0, 1, 0), "không nêu"),
        ((3, 3, 3, 3), "12"), ((5, 2, 1, 1), "9"),
    ],
)  # fmt: skip
def test_a_total_is_told_only_where_no_small_number_follows_from_it(
    officer: Any, came: tuple[int, ...], whole: str
) -> None:
    for kind, count in zip(("complaint", "second", "denunciation", "reviewed"), came, strict=True):
        for _n in range(count):
            registered(officer, kind=kind)
    assert numbers(Custody.objects.all(), date(2027, 1, 1), date(2027, 12, 31))[-1] == ("Tổng số", whole)


def test_simple_words_hint_at_a_denunciation_and_a_person_decides(ward: Voices) -> None:
    assert verbs.signs_of(WORDS, TODAY) == ["nhận tiền", "xin giấu tên"]
    assert verbs.signs_of("Đèn đường tổ 5 hỏng, xin thay", TODAY) == []
    assert verbs.signs_of("Can bo NHAN TIEN", TODAY) == ["nhận tiền"]
    assert verbs.safe_channel_words(TODAY)[0].startswith("Nội dung ông, bà gửi có dấu hiệu tố cáo.")
    assert len(verbs.safe_channel_words(date(2026, 1, 1))) == 4


def test_text_asker_and_files_leave_the_petitions_at_once_and_lie_sealed(ward: Voices, officer: Any) -> None:
    row = denounced(ward)
    row = perform(verbs.add_files, row, actor=ward.council, at=NOW, uploads=[picture("tep-1.pdf")])
    file = row.proofs.get().file
    stored = file.stored_as
    with TestCase.captureOnCommitCallbacks(execute=True):
        row = perform(verbs.hand_over, row, actor=ward.council, at=NOW)
    custody = Custody.objects.get()
    assert (row.state, row.title, row.content, row.place, row.asker_ref, row.questions.count(), row.proofs.count()) == (
        "handed_over", "Đã chuyển bộ phận tiếp công dân", "", "", "", 0, 0,
    )  # fmt: skip
    assert (row.handed_to, custody.state, custody.owner, custody.kind) == (
        custody.code,
        "waiting",
        ward.bodies["UBND"],
        "denunciation",
    )
    held = vault.open_sealed(custody.sealed_ref, actor=officer, reason="nhận đơn", at=NOW)
    assert (held["content"], held["name"], held["phone"], held["address"], len(held["files"])) == (
        WORDS,
        NAME,
        PHONE,
        ADDRESS,
        1,
    )
    file.refresh_from_db()
    assert (file.state, file.name, default_storage.exists(stored)) == ("withdrawn", "tệp niêm phong", False)
    assert SealedText.objects.exclude(erased_at=None).count() == 1
    assert scrub.is_wanted()
    assert verify_database().faults == []


def test_after_that_no_list_search_notice_or_journal_tells_a_word(ward: Voices, officer: Any) -> None:
    row = perform(verbs.hand_over, denounced(ward), actor=ward.council, at=NOW)
    for who in (ward.council, ward.chair, ward.front, ward.office, ward.leader, officer):
        assert list(Petition.objects.visible_to(who)) == []
        assert look("nhận tiền", who).hits == []
    rows = [
        *JournalBody.objects.values_list("text", flat=True),
        *Notice.objects.values_list("text", flat=True),
    ]
    rows += [" ".join(found) for found in SearchRow.objects.values_list("title", "text")]
    everything = "\n".join(rows)
    assert [
        w for w in (WORDS, "nhận tiền", NAME, PHONE, ADDRESS, "can bo nhan tien") if w in everything
    ] == []
    assert row.code in everything


def test_who_does_not_read_it_cannot_hand_it_over_and_another_petition_of_the_asker_stays(
    ward: Voices, officer: Any
) -> None:
    row = denounced(ward)
    with pytest.raises(Forbidden):
        perform(verbs.hand_over, row, actor=ward.unit, at=NOW)
    perform(
        verbs.split,
        row,
        actor=ward.council,
        at=NOW,
        parts=["Đèn đường ngõ 84 hỏng"],
        title="Cán bộ nhận tiền",
    )
    other = Petition.objects.exclude(pk=row.pk).get()
    row.refresh_from_db()
    perform(verbs.hand_over, row, actor=ward.council, at=NOW)
    assert vault.open_sealed(other.asker_ref, actor=officer, reason="gọi lại", at=NOW)["name"] == NAME


def test_a_department_that_was_asked_to_answer_it_hands_it_over_too(ward: Voices, officer: Any) -> None:
    row = perform(verbs.hand_over, ward.assigned(content=WORDS), actor=ward.unit, at=NOW)
    held = vault.open_sealed(Custody.objects.get().sealed_ref, actor=officer, reason="nhận đơn", at=NOW)
    assert (row.state, row.content, held["content"]) == ("handed_over", "", WORDS)


def test_the_officer_takes_it_and_erases_the_words_and_the_register_keeps_number_day_place_and_holder(
    ward: Voices, officer: Any
) -> None:
    perform(verbs.hand_over, denounced(ward), actor=ward.council, at=NOW)
    custody = Custody.objects.get()
    ref = custody.sealed_ref
    assert [o.action.name for o in actions_of(custody, officer)] == ["petitions.take_custody"]
    custody = perform(
        verbs.take_custody, custody, actor=officer, at=NOW, place="tủ số 3", kind="denunciation"
    )
    custody = perform(
        verbs.erase_text, custody, actor=officer, at=NOW + timedelta(hours=1), reason="đã chép ra hồ sơ giấy"
    )
    row = SealedText.objects.get(ref=ref)
    assert (row.sealed, row.erased_by, row.erased_why, row.held_since.date() <= TODAY) == (
        "",
        officer.name,
        "đã chép ra hồ sơ giấy",
        True,
    )
    assert (custody.place, custody.holder_told, custody.text_told) == (
        "tủ số 3",
        "Người tiep.dan",
        "đã xóa ngày 02/08/2027",
    )
    assert "petitions.erase_text" not in [o.action.name for o in actions_of(custody, officer)]
    assert verify_database().faults == []


@pytest.mark.parametrize("way", ["concluded", "passed"])
def test_the_words_of_a_running_case_stay_and_go_so_many_days_after_its_end(
    ward: Voices, officer: Any, way: str
) -> None:
    perform(verbs.hand_over, denounced(ward), actor=ward.council, at=NOW)
    row = Custody.objects.get()
    half, year = NOW + timedelta(days=180), NOW + timedelta(days=365)
    assert (
        SealedText.objects.get(ref=row.sealed_ref).erase_after,
        vault.erase_due(actor=CLOCK, at=half),
    ) == (None, 0)
    row = perform(verbs.take_custody, row, actor=officer, at=half, place="tủ số 3", kind="denunciation")
    if way == "concluded":
        row = perform(verbs.accept_case, row, actor=officer, at=half, on=half.date())
        assert vault.erase_due(actor=CLOCK, at=year) == 0
        row = perform(verbs.conclude_case, row, actor=officer, at=year, outcome="settled", on=year.date())
    else:
        row = perform(
            verbs.pass_on, row, actor=officer, at=year, passed_to="Thanh tra Thành phố", on=year.date()
        )
    ref, last = row.sealed_ref, SealedText.objects.get(ref=row.sealed_ref).erase_after
    assert last is not None
    assert 90 <= (last - timezone.localdate(year)).days <= 93
    assert [vault.erase_due(actor=CLOCK, at=year + timedelta(days=n)) for n in (89, 95)] == [0, 1]
    row.refresh_from_db()
    erased = timezone.localdate(year + timedelta(days=95))
    assert (row.sealed_ref, row.erased_on, row.state) == ("", erased, way)
    gone = SealedText.objects.get(ref=ref)
    assert (gone.sealed, gone.erased_by, gone.erased_why) == ("", "Phần mềm", "hết thời hạn giữ")
    assert verify_database().faults == []


def test_a_day_of_erasure_set_from_handing_over_does_not_reach_a_running_case(
    ward: Voices, officer: Any
) -> None:
    perform(verbs.hand_over, denounced(ward), actor=ward.council, at=NOW)
    row = Custody.objects.get()
    vault.extend(row.sealed_ref, erase_after=TODAY)
    assert (vault.erase_due(actor=CLOCK, at=NOW), vault.is_here(row.sealed_ref)) == (0, True)


def test_a_file_is_named_by_its_number_at_the_gate(ward: Voices) -> None:
    from django.utils.datastructures import MultiValueDict

    row = ward.received()
    upload = ContentFile(picture().read(), name="don cua ba Kin 0936111222.PDF")
    form = bind(the_action(verbs.add_files), row, ward.council, {}, MultiValueDict({"uploads": [upload]}))
    assert form is not None and form.is_valid()
    assert [u.name for u in form.cleaned_data["uploads"]] == ["tep-1.pdf"]
