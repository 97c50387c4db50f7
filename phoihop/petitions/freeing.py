"""Who joined a petition that goes away stands alone again, where it was before."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Start, action, perform
from phoihop.core.who import CLOCK, Actor, clock
from phoihop.petitions.models import Petition, PetitionState
from phoihop.petitions.routing import DUE, UNIT_DUE

S = PetitionState
#: The clocks it had: each counts from a day that is set only while it waits there.
AS_BEFORE = [
    Start("petitions.classify", "unclassified_on"),
    Start("petitions.forward", "unforwarded_on"),
    DUE,
    UNIT_DUE,
]


def as_before(row: Petition) -> None:
    """Its own state of before it was merged."""
    row.merged_into, row.state, row.state_before_merge = None, row.state_before_merge or S.RECEIVED, ""


@action(
    on=Petition, frm=[S.MERGED], by=clock, tells=["receiver"], starts=AS_BEFORE, label=_("Tách ra vì kiến nghị chính đã ra khỏi sổ"),
    says=_("đã được tách ra vì kiến nghị chính đã ra khỏi sổ"),
)  # fmt: skip
def set_free(row: Petition, *, actor: Actor, at: datetime) -> None:
    """Performed where the one it joined is withdrawn or handed over; nobody learns why."""
    as_before(row)


def free_all(row: Petition, *, at: datetime) -> None:
    for other in row.merged.all():
        perform(set_free, other, actor=CLOCK, at=at)
    row.turns = 0 if row.split_from_id else 1
