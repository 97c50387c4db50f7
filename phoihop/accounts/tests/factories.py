"""People with logins and mandates, made by the actions an administrator performs."""

from __future__ import annotations

from datetime import date

from django.test import Client

from phoihop.accounts import actions as verbs
from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import Account, Mandate
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK, Actor
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW, SINCE, TODAY


def account(username: str, home: Organisation, role: str, *, full_name: str = "") -> Account:
    made: Account = perform(
        verbs.create_account, actor=CLOCK, at=NOW, username=username, full_name=full_name or f"Người {username}",
        home=home, role=role, valid_from=SINCE,
    )  # fmt: skip
    return made


def signed_in(username: str, home: Organisation, role: str) -> Client:
    """A browser in which a new person has signed in, his first password changed."""
    user = account(username, home, role).user
    user.must_change_password = False
    user.save()
    client = Client()
    client.force_login(user)
    return client


def actor(username: str, home: Organisation, role: str, *, on: date = TODAY) -> Actor:
    """A new person in one role for one body, as a request would build the actor."""
    return actor_for(account(username, home, role).user, on=on)


def mandate_of(made: Account) -> Mandate:
    return Mandate.objects.get(user=made.user, lent_by=None)
