"""What a person is told: not his own acts, and once for all the bodies he works for."""

from __future__ import annotations

import pytest

from phoihop.commitments import actions as verbs
from phoihop.commitments.tests.factories import Book
from phoihop.core.actions import perform
from phoihop.core.notices import mark_read, notices_for, unread
from phoihop.core.who import Actor, Hat
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
