"""A new programme with its parties, and what an office calls it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.models import Party, Programme, ProgrammeKind
from phoihop.core.actions import Refused
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation


def new_programme(
    *, actor: Actor, title: str, period_from: int, period_to: int, parties: Sequence[Organisation], kind: str,
    parent: Programme | None = None, predecessor: Programme | None = None,
) -> Programme:  # fmt: skip
    need_parties(parties)
    owner = next((body for body in parties if body.pk == actor.body), parties[0])
    programme = Programme(
        kind=kind, title=title, period_from=period_from, period_to=period_to, parent=parent,
        predecessor=predecessor, owner=owner, keeper_id=actor.acting_for, territory=owner.territory, party_words=party_words(parties),
    )  # fmt: skip
    programme.short_title = short_title(programme, parties)
    for order, body in enumerate(parties):
        programme.add(Party(body=body, order=order))
    return programme


def short_title(programme: Programme, parties: Sequence[Organisation]) -> str:
    """ "Chương trình phối hợp UBMTTQ - Hội LHPN năm 2027, phường Minh Tân": what an office calls it."""
    if programme.kind == ProgrammeKind.EMERGENCY:
        return programme.title[:200]  # two of one year are told apart by what they are about
    sides = " - ".join(str(body) for body in parties[:4]) + (" …" if len(parties) > 4 else "")
    return f"{programme.kind_label} {sides} {programme.period_words}, {programme.territory}"[:200]


def need_parties(parties: Sequence[Organisation]) -> None:
    if len({body.pk for body in parties}) < 2:
        raise Refused(
            _("Chương trình phối hợp cần ít nhất hai bên."), instead=_("Chọn thêm một bên."), field="parties"
        )


def party_words(parties: Sequence[Organisation]) -> str:
    return " ".join(f"{body.name} {body.short_name}" for body in parties)[:600]
