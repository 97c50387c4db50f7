"""Signing in through a gate of the city: one clerk is named for it, and waits; the demo has no gate."""

from __future__ import annotations

from datetime import date

from phoihop.accounts import actions as accounts
from phoihop.accounts.models import Account
from phoihop.config.demo.registers import at
from phoihop.core.actions import perform
from phoihop.core.who import Actor


def name_the_first(people: dict[str, Actor]) -> None:
    clerk = Account.objects.get(username="chuyenvien")
    perform(
        accounts.invite_identity, actor=people["quantri"], at=at(date(2027, 7, 29)), account=clerk,
        address="phamthuhang@minhtan.example",
    )  # fmt: skip
