"""Programmes that wait for a body: a draft until it has commented or agreed, a locked text until it has signed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.activities.programmes.models import Agreement, Comment, CommentState, Programme, ProgrammeState
from phoihop.core.waiting import Waits, waits
from phoihop.core.web.places import place
from phoihop.core.who import Actor

#: Drafts told at once.
SHOWN = 20


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


@waits
def drafts_for(actor: Actor) -> list[Waits]:
    """Drafts my bodies were asked about and have not answered; one query."""
    return [
        Waits(str(row), _told(row), place(f"/{row.path}/{row.code}/soan/"))
        for row in drafts_waiting(actor)[:SHOWN]
    ]


def _told(row: Programme) -> str:
    until = f"{timezone.localtime(row.comments_by):%H:%M, %d/%m/%Y}" if row.comments_by else ""
    return _("Dự thảo chờ góp ý hoặc thống nhất, đến %s") % until


@waits
def signing_for(actor: Actor) -> list[Waits]:
    """Locked texts whose next signature is that of a body this actor leads or keeps the office of; one query."""
    mine = {hat.body for hat in actor.hats if hat.role in ("leader", "clerk")}
    rows = Programme.objects.filter(state=ProgrammeState.LOCKED, turn__in=mine).select_related("turn")
    return [
        Waits(str(row), _("Đến lượt %s ký") % row.turn, place(f"/{row.path}/{row.code}/ky/"))
        for row in rows.order_by("pk")[:SHOWN]
    ]
