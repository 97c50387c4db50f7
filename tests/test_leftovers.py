"""What a right leaves behind when it is gone: nothing in the search, nothing in the directory."""

from __future__ import annotations

import pytest

from phoihop.accounts import actions as accounts
from phoihop.accounts.actor import actor_for
from phoihop.accounts.tests import factories as people
from phoihop.activities.programmes import actions as verbs
from phoihop.activities.programmes.tests.factories import TITLE, Table
from phoihop.core.actions import perform
from phoihop.core.search import find
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, TODAY, ward

pytestmark = pytest.mark.django_db


def test_a_party_taken_out_of_a_draft_does_not_find_its_targets_any_more() -> None:
    table = Table()
    draft = table.draft()
    target = table.target(draft, name="Hộ nghèo có nhà mới")
    assert [hit.row.code for hit in find("nha moi", table.second)] == [target.code]
    perform(
        verbs.revise, draft, actor=table.office, at=NOW, title=TITLE, period_from=2027, period_to=2027,
        parties=table.parties[:2], kind=draft.kind, parent=None, contents=[], bases=[], purpose="", duties="",
        arrangement="",
    )  # fmt: skip
    assert find("nha moi", table.second) == []
    assert [hit.row.code for hit in find("nha moi", table.office)] == [target.code]


def test_who_acts_for_no_body_any_more_reads_no_directory() -> None:
    bodies = ward()
    made = people.account("lan", bodies["VP"], "clerk")
    before = actor_for(made.user, on=TODAY)
    perform(accounts.end_mandate, people.mandate_of(made), actor=CLOCK, at=NOW)
    after = actor_for(made.user, on=TODAY)
    read = [
        (Organisation.objects.visible_to(who).count(), len(find("van phong", who))) for who in (before, after)
    ]
    assert read == [(len(bodies), 2), (0, 0)]  # the body, and the account of its clerk
