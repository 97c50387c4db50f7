"""The same matter raised by several: joined under one, each keeping code, asker, place and meeting; split again at will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.who import Actor
from phoihop.petitions.forms import MergeForm, ReasonForm
from phoihop.petitions.models import DONE, OPEN, Petition, PetitionState
from phoihop.petitions.rights import CLASSIFIERS
from phoihop.petitions.routing import DUE, UNIT_DUE

S = PetitionState
#: What may join another: not yet with a unit, or already there with the same body.
JOINING = (S.RECEIVED, S.CLASSIFIED, S.FORWARDED, S.ASSIGNED)


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP], form=MergeForm, by=CLASSIFIERS,
    label=_("Gộp trùng"), says=_("đã gộp kiến nghị cùng nội dung"),
)  # fmt: skip
def merge(row: Petition, *, actor: Actor, at: datetime, others: Sequence[Petition], reason: str = "") -> None:
    """This one is answered for all; nothing of the others is lost, and nobody sees another asker."""
    for other in others:
        if other.pk == row.pk:
            raise Refused(_("Không gộp một kiến nghị vào chính nó."), field="others")
        if other.state not in JOINING:
            raise Refused(
                _("%(code)s đang ở bước “%(state)s”, không gộp được.") % {"code": other.code, "state": other.state_label},
                field="others", instead=_("Chỉ gộp kiến nghị chưa có dự thảo trả lời."),
            )  # fmt: skip
        perform(join, other, actor=actor, at=at, into=row, reason=reason)
        row.turns += other.turns


@action(
    on=Petition, frm=JOINING, to=S.MERGED, by=CLASSIFIERS, tells=["receiver"],
    stops=["petitions.classify", "petitions.forward", "petitions.answer", "petitions.unit_answer"],
    label=_("Gộp vào kiến nghị khác"), says=_("đã gộp vào kiến nghị cùng nội dung"),
)  # fmt: skip
def join(row: Petition, *, actor: Actor, at: datetime, into: Petition, reason: str) -> None:
    """Performed by :func:`merge` on each that joins; what already joined this one goes along."""
    for below in row.merged.all():
        perform(rejoin, below, actor=actor, at=at, into=into)
        row.turns = 1  # those went along and count there now
    row.state_before_merge, row.merged_into = row.state, into
    row.link("merged_into", into)


@action(
    on=Petition, frm=[S.MERGED], by=CLASSIFIERS, label=_("Chuyển nhóm gộp"), says=_("đã theo kiến nghị chính sang nhóm gộp khác"),
)  # fmt: skip
def rejoin(row: Petition, *, actor: Actor, at: datetime, into: Petition) -> None:
    row.merged_into = into


@action(
    on=Petition, frm=[S.MERGED], form=ReasonForm, by=CLASSIFIERS, tells=["receiver"],
    starts=[Start("petitions.classify", "unclassified_on"), Start("petitions.forward", "unforwarded_on"), DUE, UNIT_DUE],
    label=_("Tách lại"), says=_("đã tách lại thành kiến nghị riêng"),
)  # fmt: skip
def split_again(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    """As it was before it was merged, with the whole history; the one it stood under counts one turn less."""
    into = row.merged_into
    if into is None:
        raise Refused(_("Kiến nghị này không nằm trong nhóm gộp nào."))
    perform(let_go, into, actor=actor, at=at, turns=row.turns)
    row.merged_into, row.state, row.state_before_merge = None, row.state_before_merge or S.RECEIVED, ""


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP, S.MERGED], by=CLASSIFIERS, appends=True,
    label=_("Bớt lượt"), says=_("đã bớt lượt của kiến nghị tách ra"),
)  # fmt: skip
def let_go(row: Petition, *, actor: Actor, at: datetime, turns: int) -> None:
    row.turns = max(row.turns - turns, 1)
