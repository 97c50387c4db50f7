"""The same matter raised by several: joined under one, each keeping code, asker, place and meeting; split again at will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.who import Actor
from phoihop.petitions.forms import MergeForm, ReasonForm
from phoihop.petitions.freeing import AS_BEFORE, as_before
from phoihop.petitions.models import DONE, OPEN, Petition, PetitionState
from phoihop.petitions.rights import CLASSIFIERS
from phoihop.petitions.routing import CLOCKS

S = PetitionState
#: What may join another: whatever has no draft of an answer yet.
JOINING = (S.RECEIVED, S.CLASSIFIED, S.FORWARDED, S.ASSIGNED)


#: With whom it lies by then: what was handed on is not pulled out of another's hands.
LIES_WITH = (("answering", (S.FORWARDED, S.ASSIGNED)), ("responsible", (S.ASSIGNED,)))


def asked_again(earlier: Petition, later: Petition) -> bool:
    """The earlier one was answered in an earlier period, or told solved before: asked anew, not the same turn."""
    solved, answered = earlier.solved_on, earlier.answered_on is not None
    return (solved is not None and solved < later.raised_on) or (
        answered and earlier.raised_on.year < later.raised_on.year
    )


def _step(row: Petition) -> int:
    return JOINING.index(S(row.state)) if row.state in JOINING else len(JOINING)


def _fits(row: Petition, other: Petition) -> None:
    """Whether ``other`` can be answered by the one answer to ``row``; refused in words where it cannot."""
    told = {"code": other.code, "main": row.code, "state": other.state_label}
    if other.pk == row.pk:
        raise Refused(_("Không gộp một kiến nghị vào chính nó."), field="others")
    if other.state not in JOINING:
        raise Refused(
            _("%(code)s đang ở bước “%(state)s”, không gộp được.") % told,
            field="others", instead=_("Chỉ gộp kiến nghị chưa có dự thảo trả lời."),
        )  # fmt: skip
    if other.receiver.territory_id != row.receiver.territory_id:
        raise Refused(_("%(code)s là kiến nghị của địa phương khác.") % told, field="others")
    if _step(other) > _step(row):
        raise Refused(
            _("%(code)s đã đến bước “%(state)s”, xa hơn kiến nghị này.") % told,
            field="others", instead=_("Mở %(code)s và gộp %(main)s vào đó.") % told,
        )  # fmt: skip
    for name, states in LIES_WITH:
        there, here = getattr(other, name), getattr(row, name)
        if other.state in states and here is not None and there != here:
            raise Refused(
                _("%(code)s đang ở %(there)s, kiến nghị này ở %(here)s.") % {**told, "there": there, "here": here},
                field="others", instead=_("Chuyển về cùng một nơi trả lời rồi gộp, hoặc để trả lời riêng."),
            )  # fmt: skip
    if row.competence and other.competence and row.competence != other.competence:
        raise Refused(
            _("%(code)s được phân loại thuộc thẩm quyền khác.") % told,
            field="others", instead=_("Sửa phân loại cho đúng thẩm quyền rồi gộp."),
        )  # fmt: skip
    if asked_again(row, other):
        raise Refused(
            _("%(main)s đã có trả lời trước khi có %(code)s: đây là hỏi lại, không phải cùng một lượt.") % told,
            field="others", instead=_("Khi phân loại %(code)s, ghi đã hỏi ở %(main)s.") % told,
        )  # fmt: skip


def own_turns(row: Petition) -> int:
    """What it counts by itself: a matter cut off from a letter is no turn of its own (R-27)."""
    return 0 if row.split_from_id else 1


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP], form=MergeForm, by=CLASSIFIERS,
    label=_("Gộp trùng"), says=_("đã gộp kiến nghị cùng nội dung"),
)  # fmt: skip
def merge(row: Petition, *, actor: Actor, at: datetime, others: Sequence[Petition], reason: str = "") -> None:
    """This one is answered for all; nothing of the others is lost, and nobody sees another asker."""
    for other in others:
        _fits(row, other)
        turns = (
            Petition._base_manager.select_for_update().get(pk=other.pk).turns
        )  # as it stands under the lock
        perform(join, other, actor=actor, at=at, into=row, reason=reason)
        row.turns += turns


@action(
    on=Petition, frm=JOINING, to=S.MERGED, by=CLASSIFIERS, tells=["receiver"],
    stops=CLOCKS,
    label=_("Gộp vào kiến nghị khác"), says=_("đã gộp vào kiến nghị cùng nội dung"),
)  # fmt: skip
def join(row: Petition, *, actor: Actor, at: datetime, into: Petition, reason: str) -> None:
    """Performed by :func:`merge` on each that joins; what already joined this one goes along."""
    for below in row.merged.all():
        perform(rejoin, below, actor=actor, at=at, into=into)
        row.turns = own_turns(row)  # those went along and count there now
    row.state_before_merge, row.merged_into = row.state, into
    row.link("merged_into", into)


@action(
    on=Petition, frm=[S.MERGED], by=CLASSIFIERS, label=_("Chuyển nhóm gộp"), says=_("đã theo kiến nghị chính sang nhóm gộp khác"),
)  # fmt: skip
def rejoin(row: Petition, *, actor: Actor, at: datetime, into: Petition) -> None:
    row.merged_into = into


@action(
    on=Petition, frm=[S.MERGED], form=ReasonForm, by=CLASSIFIERS, tells=["receiver"], starts=AS_BEFORE,
    label=_("Tách lại"), says=_("đã tách lại thành kiến nghị riêng"),
)  # fmt: skip
def split_again(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    """As it was before it was merged, with the whole history; the one it stood under counts one turn less."""
    into = row.merged_into
    if into is None:
        raise Refused(_("Kiến nghị này không nằm trong nhóm gộp nào."))
    perform(let_go, into, actor=actor, at=at, turns=row.turns)
    as_before(row)


@action(
    on=Petition, frm=[*OPEN, *DONE, S.SENT_UP, S.MERGED], by=CLASSIFIERS, appends=True,
    label=_("Bớt lượt"), says=_("đã bớt lượt của kiến nghị tách ra"),
)  # fmt: skip
def let_go(row: Petition, *, actor: Actor, at: datetime, turns: int) -> None:
    row.turns = max(row.turns - turns, own_turns(row))
