"""Who has opened a file, by the access log: told when it is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.accounts.models import Mandate, MandateState
from phoihop.core.models import Access

#: How an opening stands in the access log: the look and the download alike.
KIND = "file"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """People of the house, the bodies they act for, and the openings by people who had not signed in."""

    users: frozenset[int]
    bodies: frozenset[int]
    outside: int


def opened(code: str) -> Opened:
    rows = list(Access.objects.filter(kind=KIND, what=code).values_list("user", flat=True))
    users = frozenset(user for user in rows if user is not None)
    held = Mandate.objects.filter(user__in=users, state=MandateState.ACTIVE).exclude(body=None)
    bodies = frozenset(held.values_list("body", flat=True)) if users else frozenset()
    return Opened(users=users, bodies=bodies, outside=rows.count(None))
