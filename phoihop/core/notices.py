"""Reads notices: what a person's bodies were told and he himself has not opened yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from phoihop.core.models import Notice, NoticeMark, Record
from phoihop.core.who import Actor


def notices_for(actor: Actor) -> QuerySet[Any]:
    """Newest first; what the actor's bodies were told, once for all of them, and never of his own acts.

    ``fresh``: he has not read it; a colleague's reading is his own.
    """
    fresh = ExpressionWrapper(_past_marks(actor), output_field=BooleanField())
    return _told(actor).annotate(fresh=fresh).order_by("-at", "-pk")


def unread(actor: Actor) -> QuerySet[Any]:
    """The fresh ones, to be counted on every page: without order and without asking twice what is fresh."""
    return _told(actor).filter(_past_marks(actor))


def _told(actor: Actor) -> QuerySet[Any]:
    mine = Notice.objects.filter(_addressed(actor))
    told_before = Notice.objects.filter(_addressed(actor), entry=OuterRef("entry"), pk__lt=OuterRef("pk"))
    own = Q(entry__actor_user=actor.user) if actor.user else Q(pk__in=())
    return mine.exclude(own).exclude(Exists(told_before))


def _addressed(actor: Actor) -> Q:
    """To everybody of a body, or to a role of his there: what he is elsewhere opens nothing here."""
    roles: dict[tuple[str, ...], list[int]] = {}
    for body in sorted(actor.bodies):
        held = {hat.role for hat in actor.hats if hat.body == body}
        roles.setdefault(("", *sorted(held)), []).append(body)
    found = Q(pk__in=())
    for here, bodies in roles.items():
        found |= Q(body__in=bodies, role__in=here)
    return found


def _past_marks(actor: Actor) -> Q:
    """Beyond his mark of each body: asked body by body, so that what was read long ago is not gone through."""
    past = Q(pk__in=())
    for body in sorted(actor.bodies):
        mark = NoticeMark.objects.filter(user=actor.user or 0, body=body).values("last")
        past |= Q(body=body, pk__gt=Coalesce(Subquery(mark), 0))
    return Q(read_at=None) & past


def reword(record: Record, text: str) -> None:
    """What was told about a record says this from now on: its own words were taken back."""
    Notice.objects.filter(record_type=record._meta.label_lower, record_id=record.pk).update(text=text)


def mark_read(actor: Actor, *, at: datetime) -> int:
    """Everything the actor's bodies were told counts as opened by him; returns how many were new."""
    if actor.user is None:
        return 0
    new = unread(actor).count()
    NoticeMark.objects.bulk_create(
        _marks(actor.user, actor.bodies, at=at), update_conflicts=True, unique_fields=["user", "body"],
        update_fields=["last", "at"],
    )  # fmt: skip
    return new


def begin(user: int, body: int, *, at: datetime) -> None:
    """Who comes to a body is told from now on: what it was told before is no news to him."""
    NoticeMark.objects.bulk_create(_marks(user, [body], at=at), ignore_conflicts=True)


def _marks(user: int, bodies: Iterable[int], *, at: datetime) -> list[NoticeMark]:
    newest = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return [NoticeMark(user=user, body=body, last=newest, at=at) for body in bodies]
