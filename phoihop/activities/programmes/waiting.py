"""Drafts that wait for what a body has to say: until it has commented or agreed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from phoihop.activities.programmes.models import Agreement, Comment, CommentState, Programme, ProgrammeState
from phoihop.core.who import Actor


def drafts_waiting(actor: Actor) -> QuerySet[Programme]:
    """Sent for comment to a body of this actor, which has said nothing yet; one query. Who drafts it is not asked."""
    bodies = actor.bodies
    said = Comment.objects.filter(programme=OuterRef("pk"), body__in=bodies).exclude(
        state=CommentState.TAKEN_BACK
    )
    agreed = Agreement.objects.filter(
        programme=OuterRef("pk"), body__in=bodies, withdrawn_at=None, void_at=None
    )
    asked = Q(parties__body__in=bodies) | Q(asked__body__in=bodies)
    return (
        Programme.objects.filter(asked, state=ProgrammeState.DRAFT, comments_by__isnull=False)
        .exclude(Q(owner__in=bodies) | Q(keeper__in=bodies))
        .exclude(Exists(said) | Exists(agreed))
        .distinct()
        .order_by("comments_by", "pk")
    )
