"""A deputy asks to meet voters outside the constituency, or single voters and groups; the clocks of Điều 32 and 33."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.forms import (
    AskLeaveForm,
    DecisionForm,
    MetForm,
    NotifyForm,
    RefusalForm,
    SendCompiledForm,
)
from phoihop.activities.voter_contact.models import Request, RequestState, barred_in
from phoihop.activities.voter_contact.rights import DECIDES, DEPUTY
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Person
from phoihop.documents.actions import store
from phoihop.meetings.protocol import title_of

R = RequestState
DECISION = ["voter_contact.outside_decision", "voter_contact.people_decision"]
NOTICE = ["voter_contact.outside_notice", "voter_contact.people_notice"]


@action(
    on=Request, frm=None, to=R.ASKED, form=AskLeaveForm, by=DEPUTY, primary=True, tells=["owner"],
    starts=[
        Start("voter_contact.outside_decision", "outside_asked_on", "owner"),
        Start("voter_contact.people_decision", "people_asked_on", "owner"),
    ],
    label=_("Đề nghị tiếp xúc"), says=_("đã đề nghị tiếp xúc"),
)  # fmt: skip
def ask_leave(
    *, actor: Actor, at: datetime, kind: str, owner: Organisation, deputy: Person, whom: str, place: str, meets_on: date,
    purpose: str,
) -> Request:  # fmt: skip
    """From today the clock of the decision runs."""
    today = timezone.localdate(at)
    if meets_on < today:
        raise Refused(_("Ngày gặp đã qua."), instead=_("Đề nghị trước khi gặp cử tri."), field="meets_on")
    if found := barred_in(f"{whom} ; {purpose}", on=today):
        raise Refused(
            _("Không được lợi dụng tiếp xúc cử tri để vận động tài trợ, đóng góp (NQLT 72/2025, Điều 3.6). Câu có chữ “%s”.") % found,
            instead=_("Bỏ nội dung đó khỏi đề nghị."), field="purpose",
        )  # fmt: skip
    return Request(
        kind=kind, owner=owner, deputy=deputy, deputy_title=title_of(deputy, today), whom=whom, place=place, meets_on=meets_on,
        purpose=purpose, asked_on=today,
    )  # fmt: skip


def _decided(
    row: Request, *, actor: Actor, at: datetime, decided_by: str, decided_on: date, words: str, scan: Any
) -> None:
    if decided_on < row.asked_on or decided_on > timezone.localdate(at):
        raise Refused(_("Ngày quyết định phải từ ngày đề nghị đến hôm nay."), field="decided_on")
    row.decided_by, row.decided_on, row.decision_words = decided_by, decided_on, words
    if scan:
        row.scan = perform(store, actor=actor, at=at, upload=scan, words=str(_("Ý kiến về %s") % row.code))


@action(
    on=Request, frm=[R.ASKED], to=R.ALLOWED, form=DecisionForm, by=DECIDES, primary=True, tells=["owner"], stops=DECISION,
    starts=[
        Start("voter_contact.outside_notice", "outside_meets_on", "owner"),
        Start("voter_contact.people_notice", "people_meets_on", "owner"),
    ],
    asks=Ask(_("Đồng ý cho đại biểu tiếp xúc?"), about="asked_words", otherwise=("voter_contact.refuse_leave",)),
    label=_("Đồng ý"), says=_("đã đồng ý cho tiếp xúc"),
)  # fmt: skip
def decide_leave(
    row: Request,
    *,
    actor: Actor,
    at: datetime,
    decided_by: str,
    decided_on: date,
    words: str = "",
    scan: Any = None,
) -> None:
    """From now on the clock of the notice runs, backwards from the day of the meeting."""
    _decided(row, actor=actor, at=at, decided_by=decided_by, decided_on=decided_on, words=words, scan=scan)


@action(
    on=Request, frm=[R.ASKED], to=R.REFUSED, form=RefusalForm, by=DECIDES, tells=["owner"], stops=DECISION,
    label=_("Không đồng ý"), says=_("đã không đồng ý cho tiếp xúc"),
)  # fmt: skip
def refuse_leave(
    row: Request,
    *,
    actor: Actor,
    at: datetime,
    decided_by: str,
    decided_on: date,
    words: str,
    scan: Any = None,
) -> None:
    """With its reason."""
    _decided(row, actor=actor, at=at, decided_by=decided_by, decided_on=decided_on, words=words, scan=scan)


@action(
    on=Request, frm=[R.ALLOWED], to=R.NOTIFIED, form=NotifyForm, by=DEPUTY, primary=True, stops=NOTICE,
    label=_("Ghi đã báo nơi đến"), says=_("đã báo nơi đến"),
)  # fmt: skip
def notify_place(row: Request, *, actor: Actor, at: datetime, notified_on: date, words: str) -> None:
    row.notified_on, row.notified_words = notified_on, words


@action(
    on=Request, frm=[R.NOTIFIED], to=R.MET, form=MetForm, by=DEPUTY, primary=True,
    starts=[Start("voter_contact.people_compilation", "people_met_on", "owner")],
    label=_("Ghi đã gặp"), says=_("đã gặp cử tri"),
)  # fmt: skip
def record_met(row: Request, *, actor: Actor, at: datetime, met_on: date, voters: int, words: str) -> None:
    if met_on > timezone.localdate(at):
        raise Refused(_("Ngày gặp chưa đến."), field="met_on")
    row.met_on, row.voters, row.met_words = met_on, voters, words


@action(
    on=Request, frm=[R.MET], to=R.COMPILED, form=SendCompiledForm, by=DEPUTY, primary=True, tells=["owner"],
    stops=["voter_contact.people_compilation"], label=_("Gửi tổng hợp"), says=_("đã gửi tổng hợp ý kiến"),
)  # fmt: skip
def send_compiled(row: Request, *, actor: Actor, at: datetime, compiled_on: date, words: str) -> None:
    """To whom is competent, and to the Tổ đại biểu and the Front."""
    row.compiled_on, row.compiled_words = compiled_on, words
