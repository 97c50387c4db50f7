"""What a person is told: not his own acts, and once for all the bodies he works for."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.accounts.actions import create_account
from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import User
from phoihop.commitments import actions as verbs
from phoihop.commitments.tests.factories import Book
from phoihop.core.actions import perform
from phoihop.core.notices import mark_read, notices_for, unread
from phoihop.core.who import CLOCK, Actor, Hat
from phoihop.directory.tests.factories import NOW

pytestmark = pytest.mark.django_db


def serving(book: Book, *kinds: str, user: int) -> Actor:
    hats = tuple(Hat(role="clerk", body=book.bodies[kind].pk, words=kind, body_name=kind) for kind in kinds)
    return Actor(user=user, name="người phục vụ hai cơ quan", hats=hats)


def test_one_s_own_act_is_no_news_even_through_another_of_one_s_bodies() -> None:
    book = Book()
    both = serving(book, "UBND", "PKT", user=9)
    row = book.proposed()
    perform(verbs.issue, row, actor=both, at=NOW, hat=both.hats[0])
    assert list(notices_for(both)) == []
    assert [n.verb for n in notices_for(book.lead)] == ["commitments.issue"]


def test_what_two_of_one_s_bodies_were_told_is_read_once() -> None:
    book = Book()
    both = serving(book, "PKT", "MTTQ", user=9)
    book.issued()
    assert [n.verb for n in notices_for(both)] == ["commitments.issue"]
    assert (unread(both).count(), mark_read(both, at=NOW), unread(both).count()) == (1, 1, 0)


def test_what_a_colleague_has_read_is_still_news_to_oneself() -> None:
    book = Book()
    book.issued()
    colleague = serving(book, "PKT", user=10)
    assert mark_read(book.lead, at=NOW) == 1
    assert (unread(book.lead).count(), unread(colleague).count()) == (0, 1)
    book.issued(content="Việc sau")
    assert (unread(book.lead).count(), unread(colleague).count()) == (1, 2)


def test_who_comes_to_a_body_does_not_begin_with_its_old_notices() -> None:
    book = Book()
    book.issued()
    User.objects.create(pk=900, username="khoang-cach")  # the people of the book have the first numbers
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="nguoi-moi", full_name="Người Mới", home=book.bodies["PKT"],
        role="unit", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    new = actor_for(account.user, on=NOW.date())
    assert {n.verb for n in unread(new)} == {"accounts.grant"}
    assert mark_read(new, at=NOW) == 1
    book.issued(content="Việc sau")
    assert [n.verb for n in unread(new)] == ["commitments.issue"]
    assert "commitments.issue" in {n.verb for n in notices_for(new)}
