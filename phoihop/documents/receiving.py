"""A paper comes in: it arrives, gets its arrival number, is given to a unit, and is done with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import counters
from phoihop.core.actions import Refused, Start, action, perform
from phoihop.core.text import fold, paper_number
from phoihop.core.who import Actor, of, role
from phoihop.directory.finding import plain_name
from phoihop.directory.models import Organisation
from phoihop.documents.models import (
    Direction,
    DocumentKind,
    Handling,
    Helper,
    IncomingDocument,
    IncomingState,
    NoSeries,
    OutgoingDocument,
    Standing,
    Urgency,
    series_for,
)
from phoihop.documents.models.incoming import NO_DAY
from phoihop.documents.register_forms import AssignForm, CorrectEntryForm, DoneForm, ReceiveForm

S = IncomingState
OFFICE = role("clerk", "member", "unit") & of("owner")
LEADER = role("leader") & of("owner")
DOERS = role("clerk", "leader", "unit", "member") & of("owner", "unit")
#: The body that issued it sends it on; nobody else puts papers into another's book.
SENDERS = role("clerk", "leader", "unit", "member") & of("outgoing.owner")
DUE = Start("documents.handling", "due_on", "unit")


@action(
    on=IncomingDocument, frm=None, to=S.ARRIVED, form=ReceiveForm, by=OFFICE | SENDERS, primary=True,
    tells=["owner"], starts=[Start("documents.registering", "arrived_on", "owner")],
    label=_("Nhận văn bản"), says=_("đã nhận văn bản đến"),
)  # fmt: skip
def receive(
    *, actor: Actor, at: datetime, owner: Organisation, sender_words: str, about: str, arrived_on: date | None = None,
    their_number: str = "", dated: date | None = None, standing: str = Standing.OTHER, upload: Any = None,
    kind: DocumentKind | None = None, urgency: str = "", sender: Organisation | None = None, note: str = "",
    outgoing: OutgoingDocument | None = None,
) -> IncomingDocument:  # fmt: skip
    """By hand for what comes by post or another system; by itself for what a body of the installation issues."""
    day = arrived_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise Refused(_("Ngày đến ở tương lai."), field="arrived_on")
    _need_order(dated, day)
    if outgoing is None:
        _need_new(owner, sender_words, their_number, dated)
    paper = IncomingDocument(
        owner=owner, sender=sender, sender_words=sender_words, their_number=their_number, dated=dated, about=about,
        arrived_on=day, kind=kind, urgency=urgency or Urgency.PLAIN, standing=standing, note=note, outgoing=outgoing,
    )  # fmt: skip
    if upload:
        words = str(_("Văn bản đến: %s") % about)[:300]
        paper.file = perform("documents.store", actor=actor, at=at, upload=upload, words=words, owner=owner)
    if outgoing is not None:
        paper.link("arrival_of", outgoing)
    return paper


def _need_new(owner: Organisation, sender: str, number: str, dated: date | None) -> None:
    """A paper comes once, however often its copies do: by who sent it, its number and its day."""
    if not number or dated is None:
        return
    rows = IncomingDocument.objects.filter(owner=owner, dated=dated)
    asked = (plain_name(sender), _plain(number))
    found = next(
        (row for row in rows if (plain_name(row.sender_words), _plain(row.their_number)) == asked), None
    )
    if found is not None:
        raise Refused(
            _("Văn bản số %(number)s ngày %(day)s của nơi gửi này đã nhận: %(code)s.")
            % {"number": number, "day": f"{dated:%d/%m/%Y}", "code": found.code},
            instead=_("Mở %(code)s (%(sender)s) để ghi tiếp. Nếu là văn bản khác, xem lại số, ký hiệu. Chưa ghi gì.")
            % {"code": found.code, "sender": found.sender_words},
            field="their_number",
        )  # fmt: skip


def _plain(words: str) -> str:
    return paper_number(words) or "".join(fold(words).split())


def _need_order(dated: date | None, arrived: date) -> None:
    if dated is not None and dated > arrived:
        raise Refused(_("Ngày văn bản sau ngày đến."), instead=_("Xem lại hai ngày."), field="dated")


@action(
    on=IncomingDocument, frm=[S.ARRIVED], to=S.REGISTERED, by=OFFICE, stops=["documents.registering"],
    label=_("Vào sổ"), says=_("đã vào sổ văn bản đến"), primary=True,
)  # fmt: skip
def register_arrival(paper: IncomingDocument, *, actor: Actor, at: datetime) -> None:
    """The arrival number of this body and this year; the year is that of the day it arrived."""
    try:
        series = series_for(paper.owner, paper.kind, paper.arrived_on, direction=Direction.IN)
    except NoSeries as error:
        raise Refused(_("Chưa có cách đánh số văn bản đến của %s.") % paper.owner) from error
    paper.book, paper.year = (
        series.book(paper.owner, paper.kind, paper.arrived_on.year),
        paper.arrived_on.year,
    )
    paper.number = counters.next_number(f"vb:{paper.book}")


@action(
    on=IncomingDocument, frm=[S.REGISTERED], to=S.ASSIGNED, form=AssignForm, by=LEADER | OFFICE, tells=["unit", "helper_ids"],
    starts=[DUE], label=_("Giao xử lý"), says=_("đã giao xử lý văn bản"), primary=True,
)  # fmt: skip
def assign(
    paper: IncomingDocument, *, actor: Actor, at: datetime, unit: Organisation,
    helpers: Sequence[Organisation] = (), due_on: date | None = None, words: str = "",
    decided_by: str = "", decided_on: date | None = None, scan: Any = None,
) -> None:  # fmt: skip
    """One unit leads, others help. By the leader, or by the office: as usual work, or recording the leader's bút phê.

    A superior's paper, and whatever the leader wrote on, is given only as he decided.
    """
    leads = actor.hat is not None and actor.hat.role == "leader"
    told = (decided_by.strip(), decided_on, scan)
    if not leads and any(told) and not all(told):
        raise Refused(
            _("Bút phê phải đủ người quyết định, ngày và bản chụp."), field="decided_by",
            instead=_("Điền đủ ba mục, hoặc để trống cả ba nếu văn phòng tự giao."),
        )  # fmt: skip
    today = timezone.localdate(at)
    if decided_on and decided_on > today:
        raise Refused(_("Ngày bút phê ở tương lai."), field="decided_on")
    if due_on is not None and due_on < paper.arrived_on:
        raise Refused(_("Hạn xử lý trước ngày đến."), field="due_on")
    helping = [body for body in helpers if body.pk != unit.pk]
    file = None
    if scan:
        about = str(_("Bút phê: %s") % paper.about)[:300]
        file = perform(
            "documents.store",
            actor=actor,
            at=at,
            upload=scan,
            words=about,
            share_with=[paper.owner_id, unit.pk, *(body.pk for body in helping)],
        )
    paper.unit, paper.due_on, paper.sort_on = unit, due_on, due_on or NO_DAY
    for part in paper.helpers.all():
        paper.drop(part)
    for order, body in enumerate(helping):
        paper.add(Helper(unit=body, order=order))
    paper.add(
        Handling(
            unit=unit, beside=", ".join(map(str, helping))[:400], words=words[:400], due_on=due_on,
            decided_by=(decided_by if all(told) else actor.capacity)[:300],
            decided_on=decided_on or today, noted_by=actor.capacity[:300], scan=file,
            order=len(paper.handlings.all()) + 1,
        )
    )  # fmt: skip
    given = {unit.pk, *(body.pk for body in helping)} - {
        paper.file.owner_id if paper.file is not None else None
    }
    if paper.file is not None and given:
        perform("documents.share", paper.file, actor=actor, at=at, bodies=sorted(given))


@action(
    on=IncomingDocument, frm=[S.ASSIGNED], to=S.ASSIGNED, form=AssignForm, by=LEADER | OFFICE, tells=["unit", "helper_ids"],
    starts=[DUE], label=_("Giao lại"), says=_("đã giao lại văn bản cho đơn vị khác hoặc hạn khác"),
)  # fmt: skip
def reassign(paper: IncomingDocument, *, actor: Actor, at: datetime, **given: Any) -> None:
    """To another unit or by another day; what was said before stays in the table."""
    assign(paper, actor=actor, at=at, **given)


@action(
    on=IncomingDocument, frm=[S.REGISTERED, S.ASSIGNED], to=S.DONE, form=DoneForm, by=DOERS, tells=["owner"],
    stops=["documents.handling"], label=_("Xử lý xong"), says=_("đã xử lý xong văn bản"), primary=True,
)  # fmt: skip
def note_done(paper: IncomingDocument, *, actor: Actor, at: datetime, result: str) -> None:
    paper.result, paper.done_on = result, timezone.localdate(at)


@action(
    on=IncomingDocument, frm=[S.ARRIVED, S.REGISTERED, S.ASSIGNED, S.DONE], form=CorrectEntryForm, by=OFFICE,
    label=_("Sửa mục sổ"), says=_("đã sửa mục sổ văn bản đến"),
)  # fmt: skip
def correct_entry(
    paper: IncomingDocument, *, actor: Actor, at: datetime, sender_words: str, about: str, reason: str,
    arrived_on: date | None = None, their_number: str = "", dated: date | None = None, standing: str = Standing.OTHER,
    upload: Any = None, kind: DocumentKind | None = None, urgency: str = "", sender: Organisation | None = None,
    note: str = "",
) -> None:  # fmt: skip
    """A slip of the pen put right; both values stay in the history, the arrival number does not change."""
    day = arrived_on or paper.arrived_on
    if paper.year is not None and day.year != paper.year:
        raise Refused(
            _("Số đến thuộc sổ năm %(year)d: ngày đến phải trong năm ấy.") % {"year": paper.year},
            field="arrived_on",
        )
    _need_order(dated, day)
    paper.sender_words, paper.about, paper.arrived_on, paper.their_number = (
        sender_words,
        about,
        day,
        their_number,
    )
    paper.dated, paper.standing, paper.kind, paper.sender = dated, standing, kind, sender
    paper.urgency, paper.note = urgency or Urgency.PLAIN, note
    if upload:
        words = str(_("Văn bản đến: %s") % about)[:300]
        paper.file = perform(
            "documents.store", actor=actor, at=at, upload=upload, words=words, owner=paper.owner
        )


@action(
    on=IncomingDocument, frm=[S.ARRIVED, S.REGISTERED, S.ASSIGNED, S.DONE], by=SENDERS, tells=["unit", "helper_ids"],
    label=_("Ghi lời nơi gửi"), says=_("đã ghi nơi gửi thu hồi, đính chính hoặc thay thế văn bản"),
)  # fmt: skip
def note_sender(paper: IncomingDocument, *, actor: Actor, at: datetime, says: str) -> None:
    """What the body that issued it has done with it since: recalled, corrected or replaced it."""
    paper.sender_says, paper.sender_says_on = says, timezone.localdate(at)
