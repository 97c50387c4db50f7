"""Lists are put together, forwarded with their letter, reported to a session, posted in a quarter."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.petitions.forms import CompileForm, ReasonForm
from phoihop.petitions.models import (
    DONE,
    CompiledList,
    ListPurpose,
    ListRow,
    ListState,
    Petition,
    PetitionState,
)
from phoihop.petitions.models.petition import MATTER
from phoihop.petitions.quarters import quarter_words, spellings
from phoihop.petitions.routing import forward
from phoihop.petitions.routing_forms import ForwardListForm

S = PetitionState
L = ListState
MAKERS = role("clerk", "leader") & of("owner")
#: Rows of one list: what one letter can carry.
ROWS = 2000


def chosen(
    purpose: str,
    *,
    actor: Actor,
    since: date,
    until: date,
    quarter: str = "",
    answering: Organisation | None = None,
) -> QuerySet[Petition]:
    """The matters a list of this purpose holds, by quarter and order of arrival."""
    rows: QuerySet[Petition] = Petition.objects.visible_to(actor).filter(
        MATTER, raised_on__range=(since, until)
    )
    wanted = {
        ListPurpose.FORWARD: Q(state=S.CLASSIFIED),
        ListPurpose.SESSION: ~Q(state__in=(S.RECEIVED, S.CLASSIFIED)),
        ListPurpose.NOTICE: Q(state__in=DONE) | Q(state=S.SENT_UP),
    }[ListPurpose(purpose)]
    rows = rows.filter(wanted)
    if quarter:
        rows = rows.filter(spellings(quarter))
    if answering is not None:
        rows = rows.filter(answering=answering)
    return rows.order_by("field", "quarter", "pk")


@action(
    on=CompiledList, frm=None, to=L.DRAFT, form=CompileForm, by=MAKERS, primary=True,
    label=_("Lập biểu tổng hợp"), says=_("đã lập biểu tổng hợp"),
)  # fmt: skip
def compile(
    *, actor: Actor, at: datetime, purpose: str, title: str, since: date, until: date, owner: Organisation | None = None,
    quarter: str = "", period_words: str = "", session_on: date | None = None, answering: Organisation | None = None,
) -> CompiledList:  # fmt: skip
    """The matters as they stand; a list once sent keeps its rows."""
    rows = list(
        chosen(purpose, actor=actor, since=since, until=until, quarter=quarter, answering=answering)[
            : ROWS + 1
        ]
    )
    if not rows:
        raise Refused(
            _("Không có kiến nghị nào hợp với biểu này trong khoảng ngày đã chọn."), field="since",
            instead=_("Nới khoảng ngày; biểu chuyển đi chỉ lấy kiến nghị đã phân loại, chưa chuyển."),
        )  # fmt: skip
    if len(rows) > ROWS:
        raise Refused(
            _("Quá %d nội dung trong một biểu.") % ROWS, field="since", instead=_("Thu hẹp khoảng ngày.")
        )
    if purpose == ListPurpose.FORWARD and len({row.answering_id for row in rows}) > 1:
        raise Refused(
            _("Các kiến nghị này do nhiều cơ quan trả lời."), field="answering",
            instead=_("Chọn một cơ quan trả lời; mỗi cơ quan một biểu."),
        )  # fmt: skip
    made = CompiledList(
        purpose=purpose, title=title, owner_id=owner.pk if owner else actor.acting_for, period_words=period_words,
        quarter=quarter_words(quarter), session_on=session_on, made_on=timezone.localdate(at), count=len(rows),
    )  # fmt: skip
    for order, row in enumerate(rows, start=1):
        made.add(ListRow(petition=row, order=order))
    return made


@action(
    on=CompiledList, frm=[L.DRAFT], to=L.SENT, form=ForwardListForm, by=MAKERS, tells=["receiver_body"], primary=True,
    label=_("Chuyển cả biểu"), says=_("đã chuyển cả biểu"),
)  # fmt: skip
def forward_list(
    compiled: CompiledList, *, actor: Actor, at: datetime, receiver_body: Organisation, due_on: date, paper: str = "",
    words: str = "",
) -> None:  # fmt: skip
    """Every petition of the list is forwarded with the same day and the same letter; one that cannot be stops all."""
    if compiled.purpose != ListPurpose.FORWARD:
        raise Refused(_("Biểu này không phải để chuyển cơ quan trả lời."), step="petitions.send_list")
    compiled.receiver_body, compiled.due_on, compiled.sent_on = receiver_body, due_on, timezone.localdate(at)
    for line in compiled.rows.select_related("petition").order_by("order"):
        if line.petition.state != S.CLASSIFIED:
            raise Refused(
                _("%(code)s không còn chờ chuyển (%(state)s).") % {"code": line.petition.code, "state": line.petition.state_label},
                instead=_("Thôi biểu này và lập biểu mới."), step="petitions.drop_list",
            )  # fmt: skip
        if line.petition.answering_id != receiver_body.pk:
            raise Refused(
                _("%(code)s do %(body)s trả lời.") % {"code": line.petition.code, "body": line.petition.answering},
                field="receiver_body", instead=_("Chọn đúng cơ quan trả lời, hoặc lập biểu riêng."),
            )  # fmt: skip
        perform(forward, line.petition, actor=actor, at=at, due_on=due_on, paper=paper, words=words)


@action(
    on=CompiledList, frm=[L.DRAFT], to=L.SENT, by=MAKERS, tells=["receiver_body"], label=_("Ghi đã gửi"), says=_("đã gửi biểu"),
    starts=[Start("petitions.session_report", "session_on", "owner")],
)  # fmt: skip
def send_list(compiled: CompiledList, *, actor: Actor, at: datetime) -> None:
    """A report or a notice is out: its rows stand as they were."""
    if compiled.purpose == ListPurpose.FORWARD:
        raise Refused(_("Biểu chuyển đi thì bấm Chuyển cả biểu."), step="petitions.forward_list")
    compiled.sent_on = timezone.localdate(at)


@action(
    on=CompiledList, frm=[L.DRAFT], to=L.DROPPED, form=ReasonForm, by=MAKERS, label=_("Thôi biểu này"), says=_("đã thôi biểu"),
)  # fmt: skip
def drop_list(compiled: CompiledList, *, actor: Actor, at: datetime, reason: str) -> None:
    """Nothing was sent; the petitions stay where they are."""
