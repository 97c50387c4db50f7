"""What is done with a letter of complaint or denunciation: taken, accepted, extended, passed on, concluded; its words erased."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Mandate, User, active_on
from phoihop.accounts.roles import Role
from phoihop.core import vault
from phoihop.core.actions import Refused, Start, action
from phoihop.core.calendar import due
from phoihop.core.deadlines import as_rule, calendar, in_force, rule_for
from phoihop.core.models import DeadlineRule
from phoihop.core.who import Actor, clock, of, public, role
from phoihop.directory.models import Organisation
from phoihop.petitions.custody_forms import (
    AcceptForm,
    ConcludeForm,
    EraseForm,
    ExtendForm,
    MoveForm,
    PassForm,
    RegisterForm,
    TakeForm,
)
from phoihop.petitions.models import DENOUNCING, CameBy, Custody, CustodyKind, CustodyState, Outcome, Weight

S = CustodyState
OFFICER = role("reception") & of("owner")
#: Whoever reads a petition may hand it over, a department that answers it too; sealing in is a part of that.
HANDS_OVER = role("clerk", "leader", "unit", "deputy", "member", "reception")
CHECKS = (
    Start("petitions.case_check", "denounced_on", "owner"), Start("petitions.case_check_complaint", "complained_on", "owner"),
    Start("petitions.case_transfer", "received_on", "owner"),
)  # fmt: skip
CHECKING = ["petitions.case_check", "petitions.case_check_complaint", "petitions.case_transfer"]


def reception_body(near: Organisation, day: date) -> Organisation:
    """Who receives citizens where this body works: itself, another of the locality that has such an officer, else itself."""
    held = Mandate.objects.filter(active_on(day), role=Role.RECEPTION, body__territory=near.territory_id)
    bodies = {row.body_id: row.body for row in held.select_related("body").order_by("pk")}
    return bodies.get(near.pk) or next(iter(bodies.values()), near)


def term_of(kind: str, weight: str) -> str:
    """The rule that says how long this letter may take from its acceptance."""
    if kind in DENOUNCING:
        return "petitions.term_denunciation"
    step = "second" if kind == CustodyKind.SECOND else "complaint"
    known = {
        Weight.COMPLEX: "complex",
        Weight.VERY: "complex",
        Weight.REMOTE: "remote",
        Weight.REMOTE_COMPLEX: "remote_complex",
    }
    return f"petitions.term_{step}_{known.get(Weight(weight), 'plain')}"


def more_time(kind: str, weight: str, on: date) -> DeadlineRule | None:
    """The rule by which such a case may be given more time; a complaint has its longest term from the beginning."""
    code = f"petitions.term_denunciation_{weight}"
    if kind not in DENOUNCING or not in_force(code, on):
        return None
    return rule_for(code, on)


def ends_on(code: str, since: date) -> date:
    return due(as_rule(rule_for(code, since)), since, calendar()).on


def keep_until(row: Custody, at: datetime) -> None:
    """The case is over: its sealed words are kept so long from today."""
    if row.sealed_ref:
        vault.extend(row.sealed_ref, erase_after=ends_on("petitions.case_text", timezone.localdate(at)))


@action(
    on=Custody, frm=None, to=S.HELD, form=RegisterForm, by=OFFICER, primary=True, starts=CHECKS,
    label=_("Ghi đơn vào sổ"), says=_("đã ghi đơn vào sổ chuyển đơn"),
)  # fmt: skip
def register_custody(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    received_on: date,
    came_by: str,
    place: str,
    holder: User | None = None,
) -> Custody:
    return Custody(
        kind=kind, received_on=received_on, came_by=came_by, place=place, holder_id=holder.pk if holder else actor.user,
        owner_id=actor.acting_for,
    )  # fmt: skip


@action(
    on=Custody, frm=None, to=S.WAITING, by=HANDS_OVER | public,
    tells=["owner"], starts=CHECKS, label=_("Nhận từ kênh khác"), says=_("đã nhận một mục từ kênh khác, đã niêm phong"),
)  # fmt: skip
def seal_in(
    *, actor: Actor, at: datetime, owner: Organisation, sealed_ref: str, came_by: str = CameBy.CHANNEL,
    kind: str = CustodyKind.DENUNCIATION,
) -> Custody:  # fmt: skip
    """What another channel took in by mistake, sealed already: performed inside the action that hands it over.

    While the case runs no day erases its words: the time begins at its end.
    """
    vault.extend(sealed_ref, erase_after=None)
    return under_seal(sealed_ref, kind, owner=owner, at=at, came_by=came_by)


def under_seal(
    ref: str, kind: str, *, owner: Organisation, at: datetime, came_by: str = CameBy.CHANNEL
) -> Custody:
    """A line of the register for words that lie in the vault already."""
    return Custody(
        kind=kind, received_on=timezone.localdate(at), came_by=came_by, owner=owner, sealed_ref=ref
    )


@action(
    on=Custody, frm=[S.WAITING], to=S.HELD, form=TakeForm, by=OFFICER, primary=True, label=_("Nhận giữ"),
    says=_("đã nhận giữ"),
)  # fmt: skip
def take_custody(row: Custody, *, actor: Actor, at: datetime, place: str, kind: str) -> None:
    row.place, row.kind, row.holder_id = place, kind, actor.user


@action(
    on=Custody, frm=[S.HELD, S.ACCEPTED], form=MoveForm, by=OFFICER, label=_("Đổi nơi lưu, người giữ"),
    says=_("đã đổi nơi lưu, người giữ"),
)  # fmt: skip
def move_custody(row: Custody, *, actor: Actor, at: datetime, place: str, holder: User) -> None:
    row.place, row.holder = place, holder


@action(
    on=Custody, frm=[S.HELD], to=S.ACCEPTED, form=AcceptForm, by=OFFICER, primary=True, stops=CHECKING,
    starts=[Start("petitions.case_notify", "accepted_on", "owner"), Start("petitions.case_settle", "due_on", "owner")],
    label=_("Thụ lý"), says=_("đã thụ lý"),
)  # fmt: skip
def accept_case(row: Custody, *, actor: Actor, at: datetime, on: date, weight: str = Weight.PLAIN) -> None:
    """The law's term runs from the acceptance (R-26)."""
    if on < row.received_on:
        raise Refused(_("Ngày thụ lý trước ngày nhận đơn."), field="on")
    row.accepted_on, row.weight = on, weight
    row.due_on = ends_on(term_of(row.kind, weight), on)
    more = more_time(row.kind, weight, on)
    row.extensions_allowed = more.extension_max or 0 if more else 0


@action(
    on=Custody, frm=[S.ACCEPTED], form=ExtendForm, by=OFFICER, starts=[Start("petitions.case_settle", "due_on", "owner")],
    label=_("Gia hạn"), says=_("đã gia hạn theo quyết định"),
)  # fmt: skip
def extend_case(row: Custody, *, actor: Actor, at: datetime, decision: str) -> None:
    """Only by a decision, only as often as the law has it."""
    more = more_time(row.kind, row.weight, row.accepted_on or timezone.localdate(at))
    if not row.may_extend or row.due_on is None or more is None:
        raise Refused(
            _(
                "Luật không cho gia hạn thêm: loại đơn, mức phức tạp này được %(n)d lần, đã gia hạn %(done)d lần."
            )
            % {"n": row.extensions_allowed, "done": row.extensions},
            field="decision",
            instead=_("Ghi kết thúc vụ việc, hoặc giải quyết trong hạn đang có."),
        )
    row.due_on = due(as_rule(more), row.due_on, calendar()).on
    row.extensions += 1
    row.decision = decision


@action(
    on=Custody, frm=[S.HELD], to=S.PASSED, form=PassForm, by=OFFICER, stops=CHECKING,
    label=_("Chuyển cơ quan có thẩm quyền"), says=_("đã chuyển cơ quan có thẩm quyền"),
    warns=_("Khi chuyển đơn tố cáo: lược bỏ họ tên, địa chỉ, bút tích người tố cáo."),
)  # fmt: skip
def pass_on(row: Custody, *, actor: Actor, at: datetime, passed_to: str, on: date) -> None:
    row.passed_to, row.outcome, row.ended_on = passed_to, Outcome.PASSED, on
    keep_until(row, at)


@action(
    on=Custody, frm=[S.HELD, S.ACCEPTED], to=S.CONCLUDED, form=ConcludeForm, by=OFFICER,
    stops=[*CHECKING, "petitions.case_notify", "petitions.case_settle"],
    starts=[Start("petitions.case_send", "settled_on", "owner")], label=_("Ghi kết thúc"), says=_("đã ghi kết thúc"),
)  # fmt: skip
def conclude_case(row: Custody, *, actor: Actor, at: datetime, outcome: str, on: date) -> None:
    if outcome == Outcome.SETTLED and row.state != S.ACCEPTED:
        raise Refused(
            _("Đơn chưa thụ lý thì chưa thể ghi đã giải quyết."),
            field="outcome",
            step="petitions.accept_case",
        )
    if on < (row.accepted_on or row.received_on):
        raise Refused(_("Ngày kết thúc trước ngày nhận, ngày thụ lý."), field="on")
    row.outcome, row.ended_on = outcome, on
    keep_until(row, at)


@action(
    on=Custody, frm=[S.CONCLUDED], by=OFFICER, stops=["petitions.case_send"], label=_("Ghi đã gửi kết luận"),
    says=_("đã gửi kết luận"),
)  # fmt: skip
def note_sent(row: Custody, *, actor: Actor, at: datetime) -> None:
    """The conclusion has gone out on paper; nothing of it is kept here."""


@action(
    on=Custody, frm=[S.HELD, S.ACCEPTED, S.PASSED, S.CONCLUDED], form=EraseForm, by=OFFICER | clock,
    label=_("Xóa nội dung niêm phong"), says=_("đã xóa nội dung niêm phong"),
    warns=_("Xóa hẳn, không lấy lại được. Sổ còn số, ngày, nơi lưu, người giữ. Bản sao lưu bỏ sau thời hạn ở trang Kho kín."),
)  # fmt: skip
def erase_text(row: Custody, *, actor: Actor, at: datetime, reason: str) -> None:
    """From live data now, from the file at the next tick, from the copies after the set days; the record of it stays."""
    if not row.sealed_ref:
        raise Refused(_("Mục này không còn nội dung niêm phong."))
    vault.erase(row.sealed_ref, actor=actor, at=at, reason=reason)
    row.sealed_ref, row.erased_on = "", timezone.localdate(at)
