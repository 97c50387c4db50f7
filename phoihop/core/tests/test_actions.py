"""The engine: what an action writes, and what a refusal leaves untouched."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from phoihop.core import background, deadlines
from phoihop.core.actions import (
    Forbidden,
    Refused,
    Stale,
    actions_of,
    creations_of,
    perform,
    the_action,
)
from phoihop.core.apps import _clocks_have_rules
from phoihop.core.journal import as_of, history
from phoihop.core.links import links_of
from phoihop.core.models import Deadline, DeadlineRule, JournalEntry, Link, Notice, SearchRow
from phoihop.core.search import find, record_ids
from phoihop.core.seen import seen_of
from phoihop.core.tests import factories as make
from phoihop.core.tests.factories import CLERK, LEAD, NOW, STRANGER
from phoihop.core.tests.sample import actions as verbs
from phoihop.core.tests.sample.models import Errand
from phoihop.core.who import CLOCK, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    make.rules()


def everything() -> tuple[Any, ...]:
    """All that an action could have written."""
    models = (Errand, JournalEntry, Deadline, Notice, Link, SearchRow)
    return tuple(list(model._base_manager.order_by("pk").values()) for model in models)


def test_an_action_changes_the_record_and_writes_journal_clock_and_notice_together() -> None:
    made = make.errand()
    taken = perform(verbs.take, made, actor=LEAD, at=NOW)
    assert (taken.state, taken.seq, taken.code) == ("taken", 2, "VT-2027-0001")
    assert [(e.entry.action, e.entry.before, e.entry.after, e.entry.capacity) for e in history(taken)] == [
        ("sample.take", "open", "taken", "unit của 2"),
        ("sample.open_errand", "", "open", "clerk của 1"),
    ]
    clocks = {c.code: (c.due_on, c.stopped_on) for c in Deadline.objects.all()}
    assert clocks == {
        "sample.taking": (date(2027, 8, 9), date(2027, 8, 2)),
        "sample.due": (date(2027, 8, 31), None),
    }
    assert [(n.body, n.text) for n in Notice.objects.order_by("pk")] == [
        (make.UNIT, "Có việc mới: Niêm yết lịch tiếp công dân"),
        (make.OFFICE, "unit của 2 đã nhận “Niêm yết lịch tiếp công dân”."),
    ]


def test_a_stranger_is_forbidden_and_nothing_is_written() -> None:
    made = make.errand()
    before = everything()
    with pytest.raises(Forbidden):
        perform(verbs.take, made, actor=STRANGER, at=NOW)
    with pytest.raises(Forbidden):
        perform(verbs.open_errand, actor=LEAD, at=NOW, title="Không có quyền")
    assert everything() == before


def test_a_refusal_in_the_function_writes_nothing() -> None:
    taken = make.errand(taken=True)
    before = everything()
    with pytest.raises(Refused, match="Chưa có số lượng"):
        perform(verbs.finish, taken, actor=LEAD, at=NOW, amount=Decimal(0))
    assert everything() == before


def test_a_broken_constraint_is_a_sentence_and_writes_nothing() -> None:
    taken = make.errand(taken=True)
    before = everything()
    with pytest.raises(ValidationError, match="Số lượng không được âm"):
        perform(verbs.finish, taken, actor=LEAD, at=NOW, amount=Decimal(-1))
    assert everything() == before


def test_an_action_from_the_wrong_state_says_which_state_it_found() -> None:
    taken = make.errand(taken=True)
    with pytest.raises(Stale, match="Đã nhận"):
        perform(verbs.take, taken, actor=LEAD, at=NOW)


def test_the_owner_named_by_the_form_must_be_a_body_of_the_actor() -> None:
    with pytest.raises(Forbidden):
        perform(verbs.open_errand, actor=CLERK, at=NOW, title="Của người khác", owner=make.STRANGER_BODY)
    assert not Errand.objects.exists()


def test_a_person_with_two_hats_acts_in_the_one_the_record_asks_for() -> None:
    both = make.person(("clerk", 5), ("clerk", make.OFFICE))
    made = make.errand()
    renamed = perform(verbs.rename, made, actor=both, at=NOW, title="Tên mới")
    assert history(renamed)[0].entry.capacity == f"clerk của {make.OFFICE}"


def test_buttons_are_the_actions_open_to_the_actor_in_this_state() -> None:
    made = make.errand()
    assert [o.action.name for o in actions_of(made, LEAD)] == ["sample.take"]
    assert [o.action.name for o in actions_of(made, CLERK)] == ["sample.rename", "sample.follow"]
    assert [o.action.name for o in creations_of(Errand, CLERK)] == ["sample.open_errand"]
    assert actions_of(made, STRANGER) == [] and creations_of(Errand, PUBLIC) == []


def test_a_form_sent_twice_with_one_key_is_done_once() -> None:
    made = make.errand()
    first = perform(verbs.rename, made, actor=CLERK, at=NOW, title="Tên mới", key="k1")
    again = perform(verbs.rename, made, actor=CLERK, at=NOW, title="Tên mới", key="k1")
    assert (first.seq, again.seq) == (2, 2)
    with pytest.raises(Refused, match="đã dùng cho một việc khác"):
        perform(verbs.rename, made, actor=CLERK, at=NOW, title="Tên khác nữa", key="k1")


def test_a_creation_sent_twice_with_one_key_gives_the_same_record() -> None:
    first = perform(verbs.open_errand, actor=CLERK, at=NOW, title="Một việc", key="k2")
    again = perform(verbs.open_errand, actor=CLERK, at=NOW, title="Một việc", key="k2")
    assert (first.pk, Errand.objects.count()) == (again.pk, 1)


def test_a_stale_form_is_told_and_a_change_elsewhere_does_not_disturb_it() -> None:
    made = make.errand()
    seen = seen_of(the_action(verbs.rename), made)
    perform(verbs.follow, made, actor=CLERK, at=NOW)
    renamed = perform(verbs.rename, made, actor=CLERK, at=NOW, title="Của tôi", seen=seen)
    with pytest.raises(Stale, match="vừa sửa"):
        perform(verbs.rename, made, actor=CLERK, at=NOW, title="Của người khác", seen=seen)
    assert Errand.objects.get(pk=renamed.pk).title == "Của tôi"


def test_an_action_that_performs_another_shares_its_group_and_both_stand_or_fall() -> None:
    made = make.errand()
    followed = perform(verbs.follow, made, actor=CLERK, at=NOW)
    entries = JournalEntry.objects.order_by("-pk")[:2]
    assert len({e.group for e in entries}) == 1
    assert [(x.words, str(x.record)) for x in links_of(followed, CLERK)] == [
        ("Tiếp nối", "Niêm yết lịch tiếp công dân, tiếp")
    ]


def test_history_as_of_a_moment_is_the_snapshot_that_held() -> None:
    made = make.errand(helpers=[4])
    renamed = perform(verbs.rename, made, actor=CLERK, at=NOW, title="Tên mới")
    entries = list(JournalEntry.objects.filter(record_id=made.pk).order_by("seq"))
    then = as_of(renamed, entries[0].noted_at)
    now = as_of(renamed, entries[1].noted_at)
    assert then is not None and now is not None
    assert (then["fields"]["title"], now["fields"]["title"]) == ("Niêm yết lịch tiếp công dân", "Tên mới")
    assert then["parts"]["helper"] == [{"order": 0, "body": 4}]
    assert as_of(renamed, entries[0].noted_at - timedelta(seconds=1)) is None


def test_only_bodies_that_take_part_see_a_record_and_the_search_agrees() -> None:
    made = make.errand(helpers=[4])
    helper = make.person(("member", 4))
    for actor, expected in (
        (CLERK, [made.pk]),
        (LEAD, [made.pk]),
        (helper, [made.pk]),
        (STRANGER, []),
        (PUBLIC, []),
    ):
        assert [e.pk for e in Errand.objects.visible_to(actor)] == expected
        assert [hit.row.record_id for hit in find("niem yet lich", actor)] == expected
    assert record_ids("LỊCH TIẾP", CLOCK, Errand) == [made.pk]


def test_the_search_follows_a_new_name_and_forgets_the_old() -> None:
    made = make.errand()
    perform(verbs.rename, made, actor=CLERK, at=NOW, title="Khơi cống đầu phố")
    assert [hit.row.title for hit in find("khoi cong", CLERK)] == ["Khơi cống đầu phố"]
    assert find("niêm yết", CLERK) == []


def test_a_restarted_clock_replaces_the_running_one() -> None:
    made = make.errand()
    assert [c.code for c in deadlines.running(made)] == ["sample.taking", "sample.due"]
    assert deadlines.distance(date(2027, 8, 6), date(2027, 8, 2)) == "còn 4 ngày làm việc"
    assert deadlines.distance(date(2027, 7, 29), date(2027, 8, 2)) == "quá hạn 2 ngày làm việc"


def test_one_action_takes_no_more_than_twelve_queries(django_assert_max_num_queries: Any) -> None:
    made = make.errand(helpers=[4])
    with django_assert_max_num_queries(14) as captured:
        perform(verbs.take, made, actor=LEAD, at=NOW)
    statements = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 12, "\n".join(statements)


def test_a_day_for_which_no_rule_counts_is_refused_and_nothing_is_written() -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Refused, match="quy định thời hạn"):
        perform(
            verbs.open_errand, actor=make.CLERK, at=make.NOW, title="Việc xưa", due_on=date(1019, 1, 1)
        )  # fmt: skip
    assert JournalEntry.objects.count() == before and not Errand.objects.exists()


def test_a_clock_without_a_rule_in_force_is_told_by_the_system_check() -> None:
    def missing() -> list[str]:
        return [m.msg for m in _clocks_have_rules(databases=["default"]) if "sample." in m.msg]

    assert missing() == []
    DeadlineRule.objects.filter(code="sample.due").update(valid_to=date(2021, 1, 1))
    assert missing() == ["no deadline rule in force for sample.due"]


def test_the_day_s_round_lets_the_shipped_database_know_what_its_tables_hold() -> None:
    make.errand()
    background.weigh_indexes()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'sample_errand'")
            assert cursor.fetchone()[0] > 0
