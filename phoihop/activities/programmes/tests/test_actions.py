"""A programme from draft to renewal, its targets from value to figure; each right and each refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.models import Programme, Target, TargetValue
from phoihop.activities.programmes.tests.factories import TITLE, Table
from phoihop.commitments.models import Commitment
from phoihop.core.actions import Forbidden, Refused, Stale, perform, the_action
from phoihop.core.figures import Scope, registry
from phoihop.core.journal import verify_database
from phoihop.core.models import Deadline, JournalEntry, Notice, Record
from phoihop.core.seen import seen_of
from phoihop.core.who import Actor
from phoihop.directory.tests.factories import NOW, TODAY, acting, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return Table()


def refused(verb: Callable[..., Any], record: Record | None, who: Actor, **inputs: Any) -> str:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused) as why:
        perform(verb, record, actor=who, at=NOW, **inputs)
    assert JournalEntry.objects.count() == before
    return why.value.reason


def forbidden(verb: Callable[..., Any], record: Record | None, *others: Actor, **inputs: Any) -> None:
    before = JournalEntry.objects.count()
    for other in others:
        with pytest.raises(Forbidden):
            perform(verb, record, actor=other, at=NOW, **inputs)
    assert JournalEntry.objects.count() == before


def test_a_draft_has_parties_in_order_numbered_contents_and_tells_the_others(table: Table) -> None:
    made = Programme.objects.get(pk=table.draft(bases=["Căn cứ Luật X"]).pk)
    assert (made.state, made.owner_id) == ("draft", table.bodies["TTHDND"].pk)
    assert [p.body_id for p in made.parties.all()] == [b.pk for b in table.parties]
    assert [(c.number, c.title) for c in made.contents.all()] == [
        ("1", "Tiếp xúc cử tri"), ("2", "Giám sát, phản biện xã hội"),
    ]  # fmt: skip
    assert [line.text for line in made.bases.all()] == ["Căn cứ Luật X"]
    told = set(Notice.objects.filter(verb="programmes.draft").values_list("body", flat=True))
    assert told == {table.bodies["UBND"].pk, table.bodies["MTTQ"].pk}


def test_one_party_alone_agrees_with_nobody(table: Table) -> None:
    inputs = {"title": TITLE, "period_from": 2027, "period_to": 2027, "parties": table.parties[:1]}
    assert "ít nhất hai bên" in refused(verbs.draft, None, table.office, **inputs)


def test_a_period_does_not_end_before_it_begins(table: Table) -> None:
    with pytest.raises(ValidationError):
        table.draft(period_from=2028, period_to=2027)
    assert Programme.objects.count() == 0


def test_a_draft_is_invisible_and_closed_to_who_has_no_part_in_it(table: Table) -> None:
    made = table.draft()
    assert not Programme.objects.visible_to(table.stranger).exists()
    assert Programme.objects.visible_to(table.second).get() == made
    forbidden(verbs.record_signing, made, table.stranger, table.unit, table.leader, **table.signing())


def test_a_revised_draft_keeps_who_stays_and_drops_who_left(table: Table) -> None:
    made = perform(
        verbs.revise, table.draft(), actor=table.office, at=NOW, title="Khác", period_from=2027, period_to=2028,
        parties=[table.bodies["MTTQ"], table.bodies["TTHDND"], table.bodies["VP"]], kind="programme", parent=None,
        contents=["Một"], bases=[], purpose="", duties="", arrangement="",
    )  # fmt: skip
    found = Programme.objects.get(pk=made.pk)
    assert [p.body_id for p in found.parties.all()] == [table.bodies[k].pk for k in ("MTTQ", "TTHDND", "VP")]
    assert [c.title for c in found.contents.all()] == ["Một"]


def test_who_revises_parties_that_another_changed_meanwhile_is_told(table: Table) -> None:
    made = table.draft()
    seen = seen_of(the_action(verbs.revise), made)
    colleague = acting(table.bodies["TTHDND"], "clerk", user=11)
    inputs: dict[str, Any] = {
        "title": TITLE, "period_from": 2027, "period_to": 2027, "kind": "programme", "parent": None,
        "contents": ["Tiếp xúc cử tri", "Giám sát, phản biện xã hội"], "bases": [], "purpose": "", "duties": "",
        "arrangement": "",
    }  # fmt: skip
    perform(verbs.revise, made, actor=colleague, at=NOW, seen=seen, parties=table.parties[:2], **inputs)
    fresh = Programme.objects.get(pk=made.pk)
    assert seen_of(the_action(verbs.revise), fresh) != seen
    with pytest.raises(Stale):
        perform(verbs.revise, fresh, actor=table.office, at=NOW, seen=seen, parties=table.parties, **inputs)
    assert Programme.objects.get(pk=made.pk).parties.count() == 2


def test_a_signing_without_every_signer_or_in_the_future_is_refused(table: Table) -> None:
    made = table.agree(table.draft())
    short = table.signing()["signers"][:2]
    assert "Chưa ghi người ký của" in refused(
        verbs.record_signing, made, table.office, **table.signing(signers=short)
    )
    later = table.signing(signed_on=date(2027, 8, 3))
    assert "tương lai" in refused(verbs.record_signing, made, table.office, **later)
    other = table.signed(title="Chương trình khác")
    taken = table.signing(number=other.number)
    assert f"đã có ở {other.code}" in refused(verbs.record_signing, made, table.office, **taken)
    stranger = {"body": table.bodies["PKT"].pk, "title": "x", "signer": "x"}
    signers = [*table.signing()["signers"], stranger]
    assert "không thuộc bên nào" in refused(
        verbs.record_signing, made, table.office, **table.signing(signers=signers)
    )


def test_one_party_alone_records_no_signing_that_the_others_did_not_agree_to(table: Table) -> None:
    made = table.draft()
    for who in (table.office, table.second):
        assert "Chưa thống nhất bản v1: UBND" in refused(
            verbs.record_signing, table.agree(made, "TTHDND", "MTTQ") if who is table.office else made, who, **table.signing()
        )  # fmt: skip
    remark = table.comment(made)
    table.agree(made, "UBND")
    assert "Còn 1 góp ý" in refused(verbs.record_signing, made, table.office, **table.signing())
    perform(verbs.answer_comment, remark, actor=table.office, at=NOW, answer="explained", words="Đã có")
    assert (
        perform(verbs.record_signing, made, actor=table.office, at=NOW, **table.signing()).state == "signed"
    )


def test_the_scan_needs_a_second_pair_of_eyes(table: Table) -> None:
    made = table.signed()
    assert Deadline.objects.filter(code="programmes.scan_confirmation", stopped_on=None).count() == 1
    colleague = acting(table.bodies["TTHDND"], "clerk", user=11)
    for who in (table.office, colleague):
        assert "không tự xác nhận" in refused(verbs.confirm_signing, made, who, why="Đã xem bằng mắt")
    done = perform(verbs.confirm_signing, made, actor=table.leader, at=NOW, why="Đã xem bằng mắt")
    found = Programme.objects.get(pk=done.pk)
    assert (found.state, found.number) == ("in_force", "01")
    assert [p.signer for p in found.parties.all()] == ["Người ký 1", "Người ký 2", "Người ký 3"]
    assert [w.words for w in found.witnesses.all()] == ["Bí thư Đảng ủy"]
    assert not Deadline.objects.filter(code="programmes.scan_confirmation", stopped_on=None).exists()


def test_a_wrong_scan_goes_back_to_the_draft(table: Table) -> None:
    made = table.signed()
    forbidden(verbs.return_scan, made, table.stranger, table.unit, reason="Thiếu trang 2")
    assert (
        perform(verbs.return_scan, made, actor=table.second, at=NOW, reason="Thiếu trang 2").state == "draft"
    )
    assert not Deadline.objects.filter(stopped_on=None).exists()


def test_what_was_signed_before_comes_in_with_what_its_paper_says(table: Table) -> None:
    made = perform(
        verbs.record_signed, actor=table.office, at=NOW, title=TITLE, period_from=2025, period_to=2025,
        parties=table.parties[:2], signed_on=date(2025, 1, 9), number="02", witnesses=["Ông A"],
        signers=[{"body": table.parties[0].pk, "title": "Chủ tịch", "signer": "Bà B"}],
    )  # fmt: skip
    found = Programme.objects.get(pk=made.pk)
    assert (found.state, found.signed_on, found.number) == ("in_force", date(2025, 1, 9), "02")
    assert [(p.signer, p.signer_title) for p in found.parties.all()] == [("Bà B", "Chủ tịch"), ("", "")]


def test_the_paper_of_another_ward_is_not_recorded_as_signed_here(table: Table) -> None:
    others = ward("Xa")
    parties = [others[kind] for kind in ("UBND", "MTTQ")]
    given: dict[str, Any] = {"title": TITLE, "period_from": 2025, "period_to": 2025, "parties": parties}
    forbidden(verbs.record_signed, None, table.office, acting(table.bodies["VP"], "administrator"), **given)


def test_the_standard_year_is_proposed_once_however_often_it_is_asked(table: Table) -> None:
    made = table.in_force()
    perform(verbs.propose_duties, made, actor=table.office, at=NOW, year=2027)
    count = Commitment.objects.count()
    assert count > 0
    assert set(Commitment.objects.values_list("state", "source_id")) == {("proposed", made.pk)}
    perform(verbs.propose_duties, made, actor=table.office, at=NOW, year=2027)
    assert Commitment.objects.count() == count


def test_a_programme_is_closed_by_its_review_and_not_before_it_was_signed(table: Table) -> None:
    made = table.in_force()
    assert "trước ngày ký" in refused(verbs.close, made, table.office, closed_on=date(2027, 1, 1))
    forbidden(verbs.close, made, table.stranger, table.leader, closed_on=TODAY)
    assert perform(verbs.close, made, actor=table.office, at=NOW, closed_on=TODAY).state == "closed"


def reviews_owed(programme: Programme) -> dict[str, date]:
    """The running clocks of a programme's reviews."""
    rows = Deadline.objects.filter(
        record_type="programmes.programme", record_id=programme.pk, stopped_on=None
    )
    return {row.code.split(".")[1]: row.due_on for row in rows}


def test_a_programme_in_force_owes_its_reviews_by_the_days_of_the_rules(table: Table) -> None:
    made = table.in_force(reporting_party=table.bodies["MTTQ"])
    assert reviews_owed(made) == {"interim_review": date(2027, 8, 31), "final_review": date(2028, 3, 15)}
    assert set(Deadline.objects.filter(stopped_on=None).values_list("body", flat=True)) == {
        table.bodies["MTTQ"].pk
    }


def test_a_review_that_was_held_leaves_the_clock_of_the_next_year(table: Table) -> None:
    made = table.in_force(period_to=2028)
    forbidden(verbs.record_interim_review, made, table.stranger, table.leader, year=2027, held_on=TODAY)
    held: dict[str, Any] = {"year": 2027, "held_on": TODAY, "words": "BC số 9"}
    perform(verbs.record_interim_review, made, actor=table.second, at=NOW, **held)
    assert reviews_owed(made) == {"interim_review": date(2028, 8, 31), "final_review": date(2028, 3, 15)}
    perform(verbs.record_final_review, made, actor=table.second, at=NOW, **held)
    assert reviews_owed(made) == {"interim_review": date(2028, 8, 31), "final_review": date(2029, 3, 15)}
    rows = Programme.objects.get(pk=made.pk).reviews.values_list("kind", "year", "held_on", "words")
    assert list(rows) == [("interim", 2027, TODAY, "BC số 9"), ("final", 2027, TODAY, "BC số 9")]


def test_the_last_review_leaves_no_clock_and_a_later_paper_replaces_the_note(table: Table) -> None:
    made = table.in_force()
    for words in ("ghi tay", "BC số 9"):
        perform(
            verbs.record_interim_review,
            made,
            actor=table.office,
            at=NOW,
            year=2027,
            held_on=TODAY,
            words=words,
        )
        assert list(reviews_owed(made)) == ["final_review"]
    assert [r.words for r in Programme.objects.get(pk=made.pk).reviews.all()] == ["BC số 9"]
    perform(verbs.close, made, actor=table.office, at=NOW, closed_on=TODAY, note="Hội nghị")
    assert reviews_owed(made) == {}
    assert [r.label for r in Programme.objects.get(pk=made.pk).reviews.all()] == [
        "Sơ kết 6 tháng 2027", "Tổng kết năm 2027",
    ]  # fmt: skip
    assert verify_database().faults == []


def test_a_review_of_another_year_or_of_a_day_to_come_is_refused(table: Table) -> None:
    made = table.in_force()
    for year, day in ((2026, TODAY), (2027, date(2027, 8, 3)), (2027, date(2026, 12, 31))):
        assert refused(verbs.record_interim_review, made, table.office, year=year, held_on=day)
    assert not Programme.objects.get(pk=made.pk).reviews.exists()


def test_standing_rules_are_reviewed_once_at_their_end_and_what_is_over_owes_nothing(table: Table) -> None:
    inputs: dict[str, Any] = {"title": TITLE, "parties": table.parties}
    rules = perform(
        verbs.record_signed,
        actor=table.office,
        at=NOW,
        kind="regulation",
        period_from=2026,
        period_to=2031,
        **inputs,
    )
    over = perform(
        verbs.record_signed, actor=table.office, at=NOW, period_from=2024, period_to=2026, **inputs
    )
    assert (reviews_owed(rules), reviews_owed(over)) == ({"final_review": date(2032, 3, 15)}, {})


def test_who_reports_for_all_is_one_of_the_parties(table: Table) -> None:
    inputs = {"title": TITLE, "period_from": 2027, "period_to": 2027, "parties": table.parties}
    other = table.bodies["PKT"]
    assert "một trong các bên" in refused(verbs.draft, None, table.office, reporting_party=other, **inputs)


def test_the_successor_keeps_chosen_contents_and_carries_what_is_open(table: Table) -> None:
    made = table.in_force()
    perform(verbs.propose_duties, made, actor=table.office, at=NOW, year=2027)
    perform(
        verbs.renew,
        made,
        actor=table.office,
        at=NOW,
        period_from=2028,
        period_to=2028,
        keep=["2"],
        carry=True,
    )
    new = Programme.objects.get(predecessor=made)
    assert (new.state, new.title) == ("draft", TITLE.replace("2027", "2028"))
    assert [(c.number, c.title) for c in new.contents.all()] == [("1", "Giám sát, phản biện xã hội")]
    assert Programme.objects.get(pk=made.pk).state == "in_force"
    assert verify_database().faults == []


def latest(target: Target) -> tuple[int | None, date | None]:
    found = Target.objects.get(pk=target.pk)
    return None if found.latest is None else int(found.latest), found.latest_on


def count(name: str, programme: Programme) -> list[int]:
    rows = registry[f"programmes.{name}"].members(Scope(about=programme, at=TODAY))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def test_a_value_counts_only_when_another_body_has_checked_it(table: Table) -> None:
    target = table.target(table.in_force())
    value = table.submitted(target, 26)
    assert latest(target) == (None, None)
    forbidden(verbs.check_value, value, table.unit, table.stranger)
    perform(verbs.check_value, value, actor=table.second, at=NOW)
    assert latest(target) == (26, date(2027, 6, 30))
    assert TargetValue.objects.values_list("state", "checker").get() == ("checked", table.bodies["MTTQ"].pk)


def test_a_target_nobody_was_named_for_is_followed_by_the_body_that_gives_its_figures(table: Table) -> None:
    target = table.target(table.in_force(), lead=None)
    given = perform(
        verbs.record_value, actor=table.second, at=NOW, target=target, period_end=date(2027, 6, 30),
        value=Decimal(26), source="BC",
    )  # fmt: skip
    perform(verbs.check_value, given, actor=table.office, at=NOW)
    found = Target.objects.get(pk=target.pk)
    assert (found.lead, found.latest_full) == (table.bodies["MTTQ"], "26/20 hộ (130 %), đến 30/06/2027")


def test_a_body_does_not_check_its_own_value(table: Table) -> None:
    target = table.target(table.in_force())
    own = perform(
        verbs.record_value, actor=table.second, at=NOW, target=target, period_end=date(2027, 6, 30),
        value=Decimal(3), source="BC",
    )  # fmt: skip
    assert "không tự kiểm tra" in refused(verbs.check_value, own, table.second)


def test_an_older_period_does_not_replace_a_newer_one(table: Table) -> None:
    target = table.target(table.in_force())
    table.checked(target, 26, date(2027, 6, 30))
    table.checked(target, 11, date(2027, 3, 31))
    assert latest(target) == (26, date(2027, 6, 30))


def test_a_returned_value_counts_no_longer(table: Table) -> None:
    programme = table.in_force()
    target = table.target(programme)
    first = table.checked(target, 11, date(2027, 3, 31))
    second = table.checked(target, 26, date(2027, 6, 30))
    assert count("targets_met", programme) == [target.pk]
    forbidden(verbs.return_value, second, table.unit, table.stranger, returned_why="Nhầm dòng")
    perform(verbs.return_value, second, actor=table.second, at=NOW, returned_why="Nhầm dòng")
    assert latest(target) == (11, date(2027, 3, 31))
    assert (count("targets_met", programme), count("targets_ongoing", programme)) == ([], [target.pk])
    perform(verbs.return_value, first, actor=table.second, at=NOW, returned_why="Nhầm dòng")
    assert latest(target) == (None, None) and count("targets_unknown", programme) == [target.pk]
    assert verify_database().faults == []


def test_a_value_waiting_for_its_check_is_returned_without_touching_the_target(table: Table) -> None:
    target = table.target(table.in_force())
    table.checked(target, 11, date(2027, 3, 31))
    value = table.submitted(target, 99)
    perform(verbs.return_value, value, actor=table.second, at=NOW, returned_why="Sai đơn vị tính")
    assert latest(target) == (11, date(2027, 3, 31))


def test_an_ended_target_takes_no_more_values(table: Table) -> None:
    target = table.target(table.in_force())
    forbidden(verbs.end_target, target, table.stranger, table.unit)
    perform(verbs.end_target, target, actor=table.office, at=NOW)
    with pytest.raises(Refused):
        table.submitted(target, 5)
    assert TargetValue.objects.count() == 0


def test_a_stranger_assigns_no_target_and_submits_no_value(table: Table) -> None:
    programme = table.in_force()
    forbidden(
        verbs.assign_target, None, table.stranger, table.unit, programme=programme, number="1", name="x", unit="x",
        plan=Decimal(1), direction="at_least", assigned_by="x", assigned_act="x",
    )  # fmt: skip
    target = table.target(programme)
    forbidden(verbs.submit_value, target, table.stranger, period_end=TODAY, value=Decimal(1), source="x")


@pytest.mark.parametrize(
    ("direction", "value", "month", "figure"),
    [
        ("at_least", 20, 6, "targets_met"), ("at_least", 21, 6, "targets_exceeded"),
        ("at_least", 19, 6, "targets_ongoing"), ("at_least", 19, 12, "targets_missed"),
        ("at_most", 19, 6, "targets_exceeded"), ("at_most", 21, 6, "targets_missed"),
        ("exactly", 20, 6, "targets_met"), ("exactly", 21, 6, "targets_missed"),
        ("exactly", 19, 6, "targets_ongoing"), ("exactly", 19, 12, "targets_missed"),
    ],
)  # fmt: skip
def test_the_written_rule_and_the_figure_agree(
    table: Table, direction: str, value: int, month: int, figure: str
) -> None:
    programme = table.in_force()
    target = table.target(programme, direction=direction)
    table.checked(target, value, date(2026, 12, 31) if month == 12 else date(2027, 6, 30))
    assert target.pk in count(figure, programme) and count("targets", programme) == [target.pk]
    assert f"targets_{Target.objects.get().assessment}" == figure
