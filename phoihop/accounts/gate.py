"""The common sign-in gate (OpenID Connect): what it told about a person, and which account here that is.

The gate says who somebody is and nothing more. Which account he has was named by an administrator; what he may
do stands in his mandates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from phoihop.accounts.actions import take_up
from phoihop.accounts.actor import actor_for
from phoihop.accounts.models import Account, AccountState, Identity, IdentityState
from phoihop.core import moment
from phoihop.core.actions import Refused, perform
from phoihop.core.who import CLOCK

#: allauth's name of the one gate there can be.
PROVIDER = "cong"
#: In the session of who came through the gate.
BY_GATE = "by_gate"
_DISCOVERY = "/.well-known/openid-configuration"
_SUBJECT_LENGTH = 255


class Unclear(Exception):
    """The gate's answer contradicts itself or lacks what it must hold."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who it is at the gate; ``address`` only where the gate says that it has verified it."""

    issuer: str
    subject: str
    address: str = ""


def gate() -> dict[str, str]:
    """Address, client, secret, words of the button; empty where none is set up."""
    return settings.OIDC or {}


def told_by(data: Mapping[str, Any]) -> Told:
    """Read the signed answer and the one asked for afterwards; both speak of one person of the gate set up here."""
    signed, asked = data.get("id_token"), data.get("userinfo")
    if not isinstance(signed, dict) or not isinstance(signed.get("sub"), str) or not signed["sub"]:
        raise Unclear("no signed answer")
    subject = signed["sub"]
    if asked is not None and (not isinstance(asked, dict) or asked.get("sub") != subject):
        raise Unclear("two answers about two persons")
    issuer = str(signed.get("iss", "")).rstrip("/")
    if issuer != gate()["address"].removesuffix(_DISCOVERY).rstrip("/"):
        raise Unclear("another issuer than the one set up")
    if len(subject) > _SUBJECT_LENGTH:
        raise Unclear("a number of a person that is too long")
    source = signed if "email" in signed else asked or {}
    verified = source.get("email_verified") is True and isinstance(source.get("email"), str)
    return Told(
        issuer=issuer, subject=subject, address=source["email"].strip().casefold() if verified else ""
    )


def account_of(told: Told, *, at: datetime) -> Account | None:
    """The account that is linked to this person, or was waiting for him: then it is linked now. None: nobody's."""
    rows = Identity.objects.select_related("account__user")
    linked = rows.filter(state=IdentityState.LINKED, issuer=told.issuer, subject=told.subject).first()
    if linked:
        return linked.account
    waiting = rows.filter(state=IdentityState.INVITED, account__state=AccountState.ACTIVE).order_by("pk")
    found = waiting.filter(subject=told.subject).first()
    if found is None and told.address:
        found = waiting.filter(subject="", address=told.address).first()
    if found is None:
        return None
    person = actor_for(found.account.user, on=moment.today())
    try:
        perform(
            take_up,
            found,
            actor=person if person.hats else CLOCK,
            at=at,
            issuer=told.issuer,
            subject=told.subject,
        )
    except Refused:  # ended or taken up in this very moment
        return None
    return found.account
