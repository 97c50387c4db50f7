"""Where a person goes on after an action: the record, as long as he may see it, else the list with what was done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.actions import Action
from phoihop.core.models import Record
from phoihop.core.web.places import address, place
from phoihop.core.who import Actor


def sees(record: Record, actor: Actor) -> bool:
    return bool(type(record)._default_manager.visible_to(actor).filter(pk=record.pk).exists())


def landing(made: Any, verb: Action, actor: Actor) -> tuple[str, str]:
    """The address, and what is said beside "done"."""
    where, words = verb.lands(made) if verb.lands else (made, "")
    if where is not None and sees(where, actor):
        return address(where), str(words)
    gone = words or _("%s không còn trong phần đồng chí xem được.") % made.code
    return place(f"/{verb.on.path}/"), str(gone)
