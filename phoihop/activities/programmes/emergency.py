"""The emergency programme: on one page, in any month, signed within hours, with figures until it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import EmergencyForm, FiguresForm
from phoihop.activities.programmes.models import DayFigure, Programme, ProgrammeKind, ProgrammeState
from phoihop.activities.programmes.rights import DAILY, EMERGENCY, LEADERS, OFFICE
from phoihop.activities.programmes.seating import new_programme
from phoihop.activities.programmes.writing import put_down, slots_given
from phoihop.core.actions import Refused, action
from phoihop.core.deadlines import rule_for
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation

S = ProgrammeState


@action(
    on=Programme, frm=None, to=S.DRAFT, form=EmergencyForm, by=role("clerk", "leader") & of("owner"), tells=["party_ids"],
    starts=[EMERGENCY], label=_("Soạn chương trình đột xuất"), says=_("đã lập chương trình phối hợp đột xuất"),
)  # fmt: skip
def draft_emergency(
    *, actor: Actor, at: datetime, about: str, parties: Sequence[Organisation], need: str, contents: Sequence[str],
    duties: str,
) -> Programme:  # fmt: skip
    """The parties have the text at once, and the clock of its signing runs from this minute, through days off too."""
    year = timezone.localdate(at).year
    title = str(_("Chương trình phối hợp đột xuất %s") % about.strip())
    programme = new_programme(
        actor=actor, title=title, period_from=year, period_to=year, parties=parties, kind=ProgrammeKind.EMERGENCY,
    )  # fmt: skip
    hours = rule_for(DAILY.code, timezone.localdate(at)).amount
    told = str(
        _("Có hiệu lực từ khi các bên ký đủ, đến khi các bên ghi khép; số liệu báo %d giờ một lần.") % hours
    )
    put_down(
        programme, slots_given(contents=contents, bases=(), purpose=need, duties=duties, arrangement=told),
        actor=actor, at=at,
    )  # fmt: skip
    return programme


@action(
    on=Programme, frm=[S.IN_FORCE], form=FiguresForm, by=OFFICE | LEADERS, tells=["party_ids"], appends=True,
    starts=[DAILY], label=_("Báo số liệu"), says=_("đã báo số liệu"), primary=True,
)  # fmt: skip
def record_figures(programme: Programme, *, actor: Actor, at: datetime, words: str) -> None:
    """What stands at this moment; the clock of the next figures runs from here."""
    if programme.kind != ProgrammeKind.EMERGENCY:
        raise Refused(
            _("Chỉ chương trình đột xuất báo số liệu từng đợt."), instead=_("Ghi số liệu ở chỉ tiêu.")
        )
    programme.add(
        DayFigure(told_at=at, words=words, author=actor.capacity[:400], order=len(programme.figures.all()))
    )
    programme.figures_from = at
