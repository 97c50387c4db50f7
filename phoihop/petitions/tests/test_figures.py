"""Turns and matters are counted apart; answered, solved and verified are three sets inside one whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.core.figures import Scope, registry
from phoihop.core.period import Period
from phoihop.directory.tests.factories import TODAY, ward
from phoihop.petitions import actions as verbs
from phoihop.petitions import figures as figures_of_petitions  # noqa: F401 declares them
from phoihop.petitions.models import Petition, Standing, in_standing, standing_of
from phoihop.petitions.models.petition import MATTER
from phoihop.petitions.tests.factories import DUE, Voices

pytestmark = pytest.mark.django_db
YEAR = Period.year(2027)


@pytest.fixture
def at_work() -> Voices:
    return Voices()


def members(name: str, **given: object) -> set[str]:
    scope = Scope(**{"about": None, "at": TODAY, "period": YEAR, **given})  # type: ignore[arg-type]
    return set(registry[f"petitions.{name}"].members(scope).values_list("code", flat=True))


def filled(at_work: Voices) -> dict[str, Petition]:
    """One petition in each way it may stand, a letter with two matters, a merged one, one of last year."""
    rows = {
        "waiting": at_work.forwarded(), "late": at_work.forwarded(), "drafted": at_work.drafted(), "answered": at_work.answered(),
        "solved": at_work.solved(), "verified": at_work.solved(), "returned": at_work.returned(), "up": at_work.forwarded(),
        "letter": at_work.received(), "last_year": at_work.received(raised_on=date(2026, 11, 3)),
    }  # fmt: skip
    rows["verified"] = at_work.perform(
        verbs.verify, rows["verified"], at_work.front, words="Đi xem ngày 02/8"
    )
    rows["up"] = at_work.perform(verbs.send_up, rows["up"], at_work.council, competent="Sở Xây dựng")
    at_work.perform(verbs.split, rows["letter"], at_work.council, parts=["Đèn hỏng"], title="Ngập")
    rows["second"] = Petition.objects.latest("pk")
    rows["joined"] = at_work.received()
    rows["waiting"] = at_work.perform(verbs.merge, rows["waiting"], at_work.council, others=[rows["joined"]])
    return rows


def codes(rows: dict[str, Petition], *names: str) -> set[str]:
    return {rows[name].code for name in names}


def test_a_turn_is_what_one_asker_raised_once_and_a_matter_what_is_answered_once(at_work: Voices) -> None:
    rows = filled(at_work)
    everything = set(rows) - {"last_year"}
    assert members("turns") == codes(rows, *(everything - {"second"}))
    assert members("matters") == codes(rows, *(everything - {"joined"}))


def test_the_three_facts_are_three_sets_one_inside_the_other(at_work: Voices) -> None:
    rows = filled(at_work)
    assert members("answered") == codes(rows, "answered", "solved", "verified", "returned")
    assert members("solved") == codes(rows, "solved", "verified")
    assert members("verified") == codes(rows, "verified")
    assert members("unsolved") == codes(rows, "answered", "returned")
    assert members("unverified") == codes(rows, "solved")
    assert members("unanswered") | members("answered") == members("matters")
    assert members("unanswered") & members("answered") == set()


def test_what_is_late_beyond_competence_or_asked_again_opens_to_exactly_that(at_work: Voices) -> None:
    rows = filled(at_work)
    assert members("overdue") == set()
    assert members("overdue", at=DUE + timedelta(days=1)) == codes(rows, "waiting", "late", "drafted")
    assert members("sent_up") == codes(rows, "up")
    assert members("repeated") == members("third_time") == set()
    Petition.objects.filter(code__in=codes(rows, "late", "solved")).update(times=3)
    assert members("repeated") == codes(rows, "late", "solved")
    assert members("third_time") == codes(rows, "late")
    assert members("out_of_book") == set()
    assert members("reported_back") == set()


def test_what_happened_in_a_period_counts_by_its_own_day(at_work: Voices) -> None:
    rows = filled(at_work)
    week = Period(start=TODAY, end=TODAY + timedelta(days=7), words="")
    later = Period(start=TODAY + timedelta(days=7), end=TODAY + timedelta(days=14), words="")
    assert members("answered_then", period=week) == codes(rows, "answered", "solved", "verified", "returned")
    assert members("solved_then", period=week) == codes(rows, "solved", "verified")
    assert members("verified_then", period=week) == codes(rows, "verified")
    assert members("answered_then", period=later) == set()


def test_one_bodys_share_and_another_locality_are_told_apart(at_work: Voices) -> None:
    rows = filled(at_work)
    share = members("matters", body=at_work.bodies["PKT"])
    assert share == codes(rows, "drafted", "answered", "solved", "verified", "returned")
    other = Voices(ward("Láng Giềng"))
    there = other.answered()
    about = other.bodies["UBND"].territory

    class Place:
        territory_id = about.pk

    assert members("answered", about=Place()) == {there.code}


def test_every_matter_stands_in_exactly_one_place_in_sql_and_in_memory(at_work: Voices) -> None:
    filled(at_work)
    day = DUE + timedelta(days=1)
    for row in Petition.objects.all():
        where = [
            s for s in Standing if Petition.objects.filter(MATTER, in_standing(s, day), pk=row.pk).exists()
        ]
        expected = standing_of(row, day)
        assert where == ([expected] if expected else []), row.state
