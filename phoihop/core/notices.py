"""Reads notices: what a person's bodies were told and have not opened yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from phoihop.core.models import Notice
from phoihop.core.who import Actor


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Newest first; every notice of the bodies the actor acts for."""
    return Notice.objects.filter(body__in=actor.bodies).order_by("-at", "-pk")


def unread(actor: Actor) -> QuerySet[Notice]:
    return notices_for(actor).filter(read_at=None)


def mark_read(actor: Actor, *, at: datetime) -> int:
    """Everything the actor's bodies were told counts as opened; returns how many were new."""
    return unread(actor).update(read_at=at)
