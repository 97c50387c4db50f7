"""Builds the actor of a request: every hat the person wears today, in one query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from phoihop.accounts.models import Mandate, User, active_on
from phoihop.core.who import PUBLIC, Actor, Hat

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def actor_for(user: AbstractBaseUser | AnonymousUser, *, on: date) -> Actor:
    """The public for an anonymous or frozen user; else a person with the hats valid on the day."""
    if not isinstance(user, User) or not user.is_active:
        return PUBLIC
    mandates = (
        Mandate.objects.filter(active_on(on), user=user)
        .select_related("body__territory", "lent_by", "user__person")
        .only(
            "role", "title", "words", "body__name", "body__territory_id",
            "body__short_name",
            "body__territory__name",
            "body__territory__kind_word", "lent_by__words", "user__username",
            "user__person__full_name",
        )
        .order_by("pk")
    )  # fmt: skip
    rows = list(mandates)
    name = rows[0].words if rows else user.username
    return Actor(
        user=user.pk, person=user.person_id, name=name, hats=tuple(_hat(m) for m in rows),
        territories=frozenset(m.body.territory_id for m in rows),
    )  # fmt: skip


def _hat(mandate: Mandate) -> Hat:
    title = mandate.title or mandate.role_label
    words = (
        f"{title}, thay mặt {mandate.body.name}"
        if mandate.role != "leader"
        else f"{title} ({mandate.body.name})"
    )
    lender = mandate.lent_by.words if mandate.lent_by_id and mandate.lent_by else ""
    if lender:
        words = f"{words}, theo ủy quyền của {lender}"
    return Hat(
        role=mandate.role, body=mandate.body_id, words=words, mandate=mandate.pk, body_name=str(mandate.body),
        place=str(mandate.body.territory), title=title, lender=lender, territory=mandate.body.territory_id,
    )  # fmt: skip
