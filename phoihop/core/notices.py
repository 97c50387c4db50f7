"""Reads notices: what a person's bodies were told and have not opened yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from phoihop.core.models import Notice
from phoihop.core.who import Actor


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Newest first; what the actor's bodies were told, once for all of them, and never of his own acts."""
    mine = Notice.objects.filter(body__in=actor.bodies)
    told_before = Notice.objects.filter(body__in=actor.bodies, entry=OuterRef("entry"), pk__lt=OuterRef("pk"))
    own = Q(entry__actor_user=actor.user) if actor.user else Q(pk__in=())
    return mine.exclude(own).exclude(Exists(told_before)).order_by("-at", "-pk")


def unread(actor: Actor) -> QuerySet[Notice]:
    return notices_for(actor).filter(read_at=None)


def mark_read(actor: Actor, *, at: datetime) -> int:
    """Everything the actor's bodies were told counts as opened; returns how many were new."""
    new = unread(actor).count()
    Notice.objects.filter(body__in=actor.bodies, read_at=None).update(read_at=at)
    return new
