"""The way of a petition: forwarded, assigned, moved on, extended, urged, sent to the upper level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.documents.actions import prepare
from phoihop.petitions.forms import (
    ReasonForm,
)
from phoihop.petitions.models import CoAnswerer, Petition, PetitionState, Transfer, TransferKind, practice
from phoihop.petitions.rights import (
    ANSWER_LEADER,
    ANSWER_OFFICE,
    ASKED_EXTENSION,
    CHAIRS,
    DATE_SETTERS,
    FORWARDERS,
    UNIT,
)
from phoihop.petitions.routing_forms import (
    AskExtensionForm,
    AssignForm,
    ExtendForm,
    ForwardForm,
    MoveForm,
    SendUpForm,
    UrgeForm,
)

S = PetitionState
DUE = Start("petitions.answer", "due_on", "answering")
UNIT_DUE = Start("petitions.unit_answer", "unit_due_on", "responsible")
WORKING = (S.FORWARDED, S.ASSIGNED, S.RETURNED)
#: Everything that may run before an answer stands; whatever takes a petition off its way stops all of it.
CLOCKS = [
    "petitions.classify", "petitions.forward", "petitions.answer", "petitions.unit_answer", "petitions.approval",
    "petitions.extension_decision", "petitions.urge",
]  # fmt: skip


def step(
    row: Petition, kind: str, *, actor: Actor, at: datetime, to: Organisation | None = None, to_words: str = "",
    due_on: date | None = None, words: str = "", paper: str = "", on: date | None = None,
) -> None:  # fmt: skip
    """One line of its way."""
    row.add(
        Transfer(
            kind=kind, from_body_id=actor.body, to_body=to, to_words=to_words[:300], on=on or timezone.localdate(at),
            due_on=due_on, words=words[:400], paper=paper[:120], by=actor.capacity[:300], order=len(row.transfers.all()) + 1,
        )
    )  # fmt: skip


@action(
    on=Petition, frm=[S.CLASSIFIED], to=S.FORWARDED, form=ForwardForm, by=FORWARDERS, tells=["answering", "front"],
    primary=True, stops=["petitions.forward"], starts=[DUE], label=_("Chuyển cơ quan trả lời"), says=_("đã chuyển cơ quan trả lời"),
)  # fmt: skip
def forward(
    row: Petition, *, actor: Actor, at: datetime, due_on: date, paper: str = "", words: str = ""
) -> None:
    """To the body that answers, with the day asked for; the letter and the list go with it."""
    if due_on < timezone.localdate(at):
        raise Refused(_("Hạn trả lời đã qua."), field="due_on")
    row.forwarded_on = timezone.localdate(at)
    row.due_on = row.sort_on = due_on
    row.sendings += 1
    step(
        row,
        TransferKind.FORWARD,
        actor=actor,
        at=at,
        to=row.answering,
        due_on=due_on,
        words=words,
        paper=paper,
    )


@action(
    on=Petition, frm=[S.CLASSIFIED, S.FORWARDED, S.ASSIGNED, S.RETURNED], to=S.ASSIGNED, form=AssignForm,
    by=ANSWER_OFFICE | ANSWER_LEADER, tells=["responsible", "co_answering"], primary=True, starts=[DUE, UNIT_DUE],
    stops=["petitions.forward"], label=_("Giao đơn vị"), says=_("đã giao đơn vị dự thảo trả lời"),
)  # fmt: skip
def assign(
    row: Petition, *, actor: Actor, at: datetime, responsible: Organisation, unit_due_on: date,
    co_answerers: Sequence[Organisation] = (), words: str = "",
) -> None:  # fmt: skip
    """A department drafts, others help; the body asked still answers as one."""
    today = timezone.localdate(at)
    if row.state == S.CLASSIFIED and row.answering_id != row.receiver_id:
        raise Refused(
            _("Kiến nghị chưa được chuyển đến %s.") % row.answering, instead=_("Cơ quan tiếp nhận chuyển trước."),
            step="petitions.forward",
        )  # fmt: skip
    if row.due_on and unit_due_on > row.due_on:
        raise Refused(
            _("Hạn của đơn vị sau hạn trả lời %s.") % f"{row.due_on:%d/%m/%Y}", field="unit_due_on",
            instead=_("Chọn ngày sớm hơn, để còn ngày duyệt."),
        )  # fmt: skip
    if row.due_on is None:
        row.due_on = row.sort_on = unit_due_on
    row.responsible, row.unit_due_on, row.assigned_on = responsible, unit_due_on, today
    row.sendings = max(row.sendings, 1)
    wanted = {body.pk: body for body in co_answerers if body.pk != responsible.pk}
    for old in row.co_answerers.all():
        if wanted.pop(old.body_id, None) is None:
            row.drop(old)
    for order, body in enumerate(wanted.values()):
        row.add(CoAnswerer(body=body, order=order))
    step(row, TransferKind.ASSIGN, actor=actor, at=at, to=responsible, due_on=unit_due_on, words=words)


@action(
    on=Petition, frm=[S.ASSIGNED, S.RETURNED], to=S.FORWARDED, form=MoveForm, by=UNIT, tells=["answering"],
    stops=["petitions.unit_answer"], label=_("Không thuộc đơn vị"), says=_("đã báo không thuộc đơn vị mình"),
)  # fmt: skip
def transfer(row: Petition, *, actor: Actor, at: datetime, reason: str, to_words: str = "") -> None:
    """Back to the office of the answering body with the reason; the day of the answer does not move."""
    step(row, TransferKind.MOVE, actor=actor, at=at, to_words=to_words, words=reason)
    row.responsible, row.unit_due_on = None, None


@action(
    on=Petition, frm=[S.CLASSIFIED, *WORKING], to=S.SENT_UP, form=SendUpForm, by=FORWARDERS | ANSWER_OFFICE,
    tells=["forwarder", "front", "answering"], starts=["petitions.upper_answer"],
    stops=CLOCKS, label=_("Chuyển cấp trên"), says=_("đã chuyển cấp trên vì vượt thẩm quyền"),
)  # fmt: skip
def send_up(
    row: Petition, *, actor: Actor, at: datetime, competent: str, paper: str = "", words: str = ""
) -> None:
    """Beyond competence: it goes up and is still seen below until an answer comes."""
    row.competent = competent[:300]
    row.forwarded_on = row.forwarded_on or timezone.localdate(at)
    if row.competence in ("", "commune"):
        row.competence = "province"
    step(row, TransferKind.UP, actor=actor, at=at, to_words=competent, words=words, paper=paper)


@action(
    on=Petition, frm=WORKING, form=AskExtensionForm, by=UNIT | ANSWER_OFFICE, tells=["forwarder", "answering"], appends=True,
    starts=[Start("petitions.extension_decision", body="forwarder")], label=_("Xin gia hạn"), says=_("đã xin gia hạn trả lời"),
)  # fmt: skip
def ask_extension(row: Petition, *, actor: Actor, at: datetime, new_due: date, reason: str) -> None:
    """The unit asks; only the body that set the date decides."""
    if row.due_on and new_due <= row.due_on:
        raise Refused(_("Ngày xin gia hạn không sau hạn hiện nay."), field="new_due")
    row.asked_due, row.asked_why = new_due, reason[:400]
    step(row, TransferKind.ASK_EXTENSION, actor=actor, at=at, due_on=new_due, words=reason)


@action(
    on=Petition, frm=WORKING, form=ExtendForm, by=DATE_SETTERS, tells=["answering", "responsible"],
    stops=["petitions.extension_decision"], starts=[DUE], label=_("Gia hạn trả lời"), says=_("đã gia hạn trả lời"),
    asks=Ask(
        _("Cho gia hạn trả lời?"), lambda today: Q(asked_due__isnull=False), "asked_why", ("petitions.decline_extension",)
    ),
)  # fmt: skip
def extend(
    row: Petition, *, actor: Actor, at: datetime, new_due: date, reason: str, decided_by: str = "",
    decided_on: date | None = None,
) -> None:  # fmt: skip
    """By the body that set the date: its office once, after that its leader, in person or by bút phê."""
    today = timezone.localdate(at)
    if row.due_on and new_due <= row.due_on:
        raise Refused(_("Hạn mới phải sau hạn cũ."), field="new_due")
    leader = actor.hat is not None and actor.hat.role == "leader"
    free = int(practice("office_extensions", today))
    if not leader and row.extensions >= free and not (decided_by.strip() and decided_on):
        raise Refused(
            _("Đã gia hạn %d lần: lần này lãnh đạo quyết định.") % row.extensions, field="decided_by",
            instead=_("Trình lãnh đạo bấm, hoặc ghi bút phê của ai, ngày nào."),
        )  # fmt: skip
    row.due_on = row.sort_on = new_due
    row.extensions += 1
    row.asked_due, row.asked_why = None, ""
    said = f"{reason} (bút phê: {decided_by}, {decided_on:%d/%m/%Y})" if decided_on else reason
    step(row, TransferKind.EXTENSION, actor=actor, at=at, due_on=new_due, words=said)


@action(
    on=Petition, frm=WORKING, form=ReasonForm, by=DATE_SETTERS & ASKED_EXTENSION, tells=["answering", "responsible"],
    stops=["petitions.extension_decision"], label=_("Không gia hạn"), says=_("đã không đồng ý gia hạn trả lời"),
)  # fmt: skip
def decline_extension(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    row.asked_due, row.asked_why = None, ""
    step(row, TransferKind.DECLINED, actor=actor, at=at, words=reason)


@action(
    on=Petition, frm=[*WORKING, S.DRAFTED], form=UrgeForm, by=FORWARDERS | ANSWER_OFFICE, tells=["answering", "responsible"],
    appends=True, starts=["petitions.urge"], label=_("Đôn đốc"), says=_("đã đôn đốc"),
)  # fmt: skip
def urge(row: Petition, *, actor: Actor, at: datetime, words: str = "") -> None:
    """A numbered reminder (đôn đốc lần n); the letter is a paper of the petition."""
    row.urged += 1
    said = ". ".join(part for part in (str(_("Lần %d") % row.urged), words.strip()) if part)
    step(row, TransferKind.URGE, actor=actor, at=at, to=row.responsible or row.answering, words=said)


@action(
    on=Petition, frm=[S.RETURNED, S.FORWARDED, S.ASSIGNED, S.DRAFTED, S.ANSWERED], by=CHAIRS, appends=True,
    label=_("Soạn đề nghị kiểm tra công vụ"), says=_("đã soạn dự thảo đề nghị kiểm tra công vụ"),
)  # fmt: skip
def offer_inspection(row: Petition, *, actor: Actor, at: datetime) -> None:
    """A draft for the chair, never sent by itself (J5): offered from the sending the practice names, without result."""
    least = int(practice("third_sending", timezone.localdate(at)))
    if row.sendings < least or row.solved_on is not None:
        raise Refused(
            _("Mới gửi lần %(n)d; đề nghị kiểm tra công vụ từ lần %(least)d chưa có kết quả.")
            % {"n": row.sendings, "least": least}
        )
    perform(prepare, actor=actor, at=at, owner=row.forwarder, source=row, paper="petitions.inspection")
