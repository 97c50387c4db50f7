"""The pages of a programme's actions ask for what a fingerprint covers and what is left over."""

from __future__ import annotations

from typing import Any

from django import template

from phoihop.activities.programmes.models import Programme, ProgrammeKind, ProgrammeState
from phoihop.activities.programmes.sign_page import numbers_taken, prints
from phoihop.activities.programmes.stale import looked_over
from phoihop.activities.programmes.texts import changed_places
from phoihop.core.actions import the_action
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.views import act_address

#: Programmes of earlier years that are offered to be copied.
EARLIER = 3
register = template.Library()
for read in (changed_places, looked_over, numbers_taken, prints):
    register.filter(read.__name__, read)


@register.simple_tag(takes_context=True)
def renewable(context: dict[str, Any]) -> list[tuple[Programme, str]]:
    """The newest programmes this person may draft the next year's from."""
    actor, verb = actor_of(context["request"]), the_action("programmes.renew")
    rows = (
        Programme.objects.visible_to(actor)
        .filter(state__in=(ProgrammeState.IN_FORCE, ProgrammeState.CLOSED), amends=None, successors=None)
        .exclude(kind=ProgrammeKind.EMERGENCY)
        .prefetch_related("parties")
        .order_by("-period_to", "-pk")[: 2 * EARLIER]
    )
    return [(row, act_address(verb, row)) for row in rows if verb.by.hats(actor, row)][:EARLIER]
