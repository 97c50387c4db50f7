"""Logins, one-time slips, mandates and delegation: who gets a right, from when, and when it is gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from phoihop.accounts import actions as verbs
from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import Account, Mandate, User
from phoihop.accounts.tests import factories as make
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.forms import bind
from phoihop.core.journal import verify_database
from phoihop.core.models import JournalEntry, Notice
from phoihop.core.who import PUBLIC, Actor, Hat
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, SINCE, TODAY, ward

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return ward()


@pytest.fixture
def administrator(bodies: dict[str, Organisation]) -> Actor:
    return make.actor("quantri", bodies["VP"], "administrator")


def roles(actor: Actor) -> list[tuple[str, int | None]]:
    return [(hat.role, hat.body) for hat in actor.hats]


def test_a_new_login_has_one_mandate_and_no_password(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    made = perform(
        verbs.create_account, actor=administrator, at=NOW, username="lan", full_name="Lê Thị Lan",
        home=bodies["PKT"], role="unit",
    )  # fmt: skip
    user = User.objects.get(username="lan")
    assert (made.user_id, user.has_usable_password(), user.must_change_password) == (user.pk, False, True)
    assert roles(actor_for(user, on=TODAY)) == [("unit", bodies["PKT"].pk)]
    assert actor_for(user, on=TODAY - timedelta(days=1)).hats == ()


def test_a_taken_user_name_is_refused_and_leaves_no_person(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused, match="đã có người dùng"):
        perform(
            verbs.create_account, actor=administrator, at=NOW, username="quantri", full_name="Khác",
            home=bodies["PKT"], role="unit",
        )  # fmt: skip
    assert JournalEntry.objects.count() == before


def test_a_clerk_makes_no_login_and_grants_nothing(bodies: dict[str, Organisation]) -> None:
    clerk = make.actor("cb", bodies["VP"], "clerk")
    other = make.account("khac", bodies["PKT"], "unit")
    with pytest.raises(Forbidden):
        perform(
            verbs.create_account, actor=clerk, at=NOW, username="x", full_name="X", home=bodies["VP"], role="leader"
        )  # fmt: skip
    with pytest.raises(Forbidden):
        perform(
            verbs.grant,
            actor=clerk,
            at=NOW,
            user=other.user,
            role="leader",
            body=bodies["VP"],
            valid_from=TODAY,
        )
    assert not User.objects.filter(username="x").exists()
    assert not Mandate.objects.filter(user=other.user, role="leader").exists()


@pytest.mark.parametrize("verb", [verbs.issue_slip, verbs.freeze_account])
def test_an_administrator_of_another_ward_touches_no_account(
    bodies: dict[str, Organisation], verb: Any
) -> None:
    theirs = make.account("theirs", bodies["PKT"], "unit")
    stranger = make.actor("la", ward("Láng Giềng")["VP"], "administrator")
    inputs: dict[str, Any] = {"reason": "x"} if verb is verbs.freeze_account else {}
    with pytest.raises(Forbidden):
        perform(verb, theirs, actor=stranger, at=NOW, **inputs)
    user = User.objects.get(pk=theirs.user_id)
    assert user.is_active and not user.has_usable_password()


def test_an_administrator_of_another_ward_grants_nothing_here(bodies: dict[str, Organisation]) -> None:
    stranger = make.actor("la", ward("Láng Giềng")["VP"], "administrator")
    user = User.objects.get(username="la")
    with pytest.raises(Forbidden):
        perform(
            verbs.grant, actor=stranger, at=NOW, user=user, role="clerk", body=bodies["VP"], valid_from=TODAY
        )


def test_a_slip_gives_a_password_that_must_be_changed_and_runs_out(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    made = make.account("lan", bodies["PKT"], "unit")
    done = perform(verbs.issue_slip, made, actor=administrator, at=NOW)
    user = User.objects.get(username="lan")
    assert user.check_password(done.user.slip)
    assert (user.must_change_password, user.slip_until) == (True, NOW + timedelta(days=3))
    texts = " ".join(entry.body.text for entry in JournalEntry.objects.select_related("body"))
    assert done.user.slip not in texts


def test_a_frozen_login_is_nobody_until_it_is_thawed(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    made = make.account("lan", bodies["PKT"], "unit")
    perform(verbs.freeze_account, made, actor=administrator, at=NOW, reason="Nghỉ thai sản")
    assert actor_for(User.objects.get(username="lan"), on=TODAY) == PUBLIC
    with pytest.raises(Refused):
        perform(verbs.issue_slip, made, actor=administrator, at=NOW)
    perform(verbs.thaw_account, made, actor=administrator, at=NOW)
    assert roles(actor_for(User.objects.get(username="lan"), on=TODAY)) == [("unit", bodies["PKT"].pk)]
    assert Account.objects.get(username="lan").state == "active"


def test_a_granted_role_is_worn_on_its_days_only_and_its_body_is_told(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    lan = make.account("lan", bodies["PKT"], "unit")
    perform(
        verbs.grant, actor=administrator, at=NOW, user=lan.user, role="clerk", body=bodies["UBND"],
        valid_from=TODAY, valid_to=TODAY + WEEK,
    )  # fmt: skip
    both = [("unit", bodies["PKT"].pk), ("clerk", bodies["UBND"].pk)]
    assert roles(actor_for(lan.user, on=TODAY + timedelta(days=6))) == both
    assert roles(actor_for(lan.user, on=TODAY + WEEK)) == both[:1]
    assert Notice.objects.filter(body=bodies["UBND"].pk, verb="accounts.grant").count() == 1


def test_an_ended_mandate_and_what_was_lent_from_it_give_no_right(
    bodies: dict[str, Organisation], administrator: Actor
) -> None:
    lender, borrower = make.account("cb", bodies["VP"], "clerk"), make.account("nhan", bodies["PKT"], "unit")
    own = make.mandate_of(lender)
    perform(
        verbs.delegate, own, actor=actor_for(lender.user, on=TODAY), at=NOW, user=borrower.user, valid_from=TODAY,
        valid_to=TODAY + WEEK, why="Đi công tác",
    )  # fmt: skip
    acting = actor_for(borrower.user, on=TODAY)
    assert roles(acting) == [("unit", bodies["PKT"].pk), ("clerk", bodies["VP"].pk)]
    assert "theo ủy quyền của Người cb" in acting.hats[1].words
    perform(verbs.end_mandate, own, actor=administrator, at=NOW)
    assert roles(actor_for(borrower.user, on=TODAY)) == [("unit", bodies["PKT"].pk)]
    assert actor_for(lender.user, on=TODAY).hats == ()
    assert verify_database().faults == []


def test_delegation_is_refused_beyond_what_one_holds(bodies: dict[str, Organisation]) -> None:
    lender, borrower = make.account("cb", bodies["VP"], "clerk"), make.account("nhan", bodies["PKT"], "unit")
    actor, own = actor_for(lender.user, on=TODAY), make.mandate_of(lender)
    days: dict[str, Any] = {"valid_from": TODAY, "valid_to": TODAY + WEEK, "why": "x"}

    def refusal(mandate: Mandate, who: Actor, **given: Any) -> str:
        before = JournalEntry.objects.count()
        with pytest.raises(Refused) as told:
            perform(verbs.delegate, mandate, actor=who, at=NOW, **{"user": borrower.user, **days, **given})
        assert JournalEntry.objects.count() == before
        return told.value.reason

    assert "cho chính mình" in refusal(own, actor, user=lender.user)
    assert "trong thời hạn" in refusal(own, actor, valid_to=TODAY)
    assert "trong thời hạn" in refusal(own, actor, valid_from=SINCE - timedelta(days=1))
    assert "Chỉ người giữ vai trò" in refusal(own, actor_for(borrower.user, on=TODAY))
    perform(verbs.delegate, own, actor=actor, at=NOW, user=borrower.user, **days)
    lent = Mandate.objects.get(lent_by=own)
    assert "không ủy quyền tiếp" in refusal(lent, actor_for(borrower.user, on=TODAY), user=lender.user)


def test_nobody_lends_himself_the_mandate_of_another(bodies: dict[str, Organisation]) -> None:
    """The inner action stands in the registry like any other: it must guard itself."""
    lender, thief = make.account("cb", bodies["VP"], "clerk"), make.account("nhan", bodies["PKT"], "unit")
    with pytest.raises(Forbidden):
        perform(
            verbs.lend, actor=actor_for(thief.user, on=TODAY), at=NOW, mandate=make.mandate_of(lender),
            user=thief.user, valid_from=TODAY, valid_to=TODAY + WEEK, why="x",
        )  # fmt: skip
    assert roles(actor_for(thief.user, on=TODAY)) == [("unit", bodies["PKT"].pk)]


def test_an_administrators_role_is_not_lent(bodies: dict[str, Organisation], administrator: Actor) -> None:
    borrower = make.account("nhan", bodies["PKT"], "unit")
    own = Mandate.objects.get(user__username="quantri")
    both = (*administrator.hats, Hat(role="clerk", body=bodies["VP"].pk))
    actor = Actor(user=administrator.user, hats=both, territories=administrator.territories)
    with pytest.raises(Refused, match="Quản trị không ủy quyền được"):
        perform(
            verbs.delegate, own, actor=actor, at=NOW, user=borrower.user, valid_from=TODAY, valid_to=TODAY + WEEK,
            why="x",
        )  # fmt: skip


def test_a_mandate_starts_with_the_day_it_names(bodies: dict[str, Organisation]) -> None:
    lan = make.account("lan", bodies["PKT"], "unit")
    assert actor_for(lan.user, on=SINCE - timedelta(days=1)).hats == ()
    assert roles(actor_for(lan.user, on=SINCE)) == [("unit", bodies["PKT"].pk)]


def test_a_loan_of_one_s_mandate_is_asked_from_today_and_shows_its_lender(settings: Any) -> None:
    settings.CLOCK_OFFSET = NOW - timezone.now()  # noqa: TID251 the shift of the demo's clock
    place = ward()
    chair, deputy = (
        make.account("chutich", place["UBND"], "leader"),
        make.account("phochutich", place["UBND"], "clerk"),
    )
    mandate = make.mandate_of(chair)
    actor = actor_for(chair.user, on=TODAY)
    form = bind(the_action(verbs.delegate), mandate, actor)
    assert form is not None
    assert [form.initial.get(name) for name in ("valid_from", "valid_to")] == [TODAY, None]
    perform(
        verbs.delegate, mandate, actor=actor, at=NOW, user=deputy.user, valid_from=TODAY,
        valid_to=date(2027, 8, 20), why="Đi công tác",
    )  # fmt: skip
    assert [hat.lender for hat in actor_for(deputy.user, on=TODAY).hats] == ["", chair.full_name]
