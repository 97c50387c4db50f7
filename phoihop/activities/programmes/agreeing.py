"""A text is settled in a joint meeting and agreed to by each party; an agreement is to one fingerprint and to no other."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import (
    AgreeForm,
    AskCommitteeForm,
    CorrectCommitteeForm,
    NoteCommitteeForm,
    SettleForm,
    WhyForm,
)
from phoihop.activities.programmes.models import (
    Agreement,
    Comment,
    CommentState,
    PartyCommitteeView,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Settlement,
)
from phoihop.activities.programmes.rights import DRAFTERS, LEADERS, OFFICE
from phoihop.activities.programmes.texts import fingerprint_of
from phoihop.core.actions import Ask, Refused, Stale, action
from phoihop.core.who import Actor
from phoihop.meetings.models import Meeting

S = ProgrammeState


@action(
    on=Programme, frm=[S.DRAFT], form=SettleForm, by=DRAFTERS, tells=["party_ids"], appends=True,
    label=_("Ghi hội nghị liên tịch chốt văn bản"), says=_("đã ghi hội nghị liên tịch thống nhất văn bản"),
)  # fmt: skip
def settle_text(
    programme: Programme,
    *,
    actor: Actor,
    at: datetime,
    held_on: date,
    present: str,
    place: str = "",
    meeting: Meeting | None = None,
) -> None:
    """The meeting that settled the version at hand: day, place, who was there in words; each party still agrees itself."""
    if held_on > timezone.localdate(at):
        raise Refused(_("Ngày họp ở tương lai."), instead=_("Ghi sau khi đã họp."), field="held_on")
    if meeting is not None:
        programme.link("settled_at", meeting)
    programme.add(
        Settlement(
            version=programme.version, fingerprint=fingerprint_of(programme), held_on=held_on, place=place,
            present=present, meeting=meeting.code if meeting else "", order=len(programme.settlements.all()),
        )
    )  # fmt: skip


@action(
    on=Programme, frm=[S.DRAFT], form=AskCommitteeForm, by=DRAFTERS, appends=True,
    label=_("Ghi xin ý kiến cấp ủy"), says=_("đã ghi việc xin ý kiến cấp ủy"),
)  # fmt: skip
def ask_committee_view(programme: Programme, *, actor: Actor, at: datetime, asked_on: date, way: str) -> None:
    """The day and the way only: no paper of the Party comes into the books."""
    _need_past(asked_on, at, field="asked_on")
    programme.add(
        PartyCommitteeView(
            version=programme.version, asked_on=asked_on, way=way, order=len(programme.committee_views.all())
        )
    )


@action(
    on=Programme, frm=[S.DRAFT], form=NoteCommitteeForm, by=DRAFTERS, appends=True,
    label=_("Ghi kết luận ngắn của cấp ủy"), says=_("đã ghi ý kiến của cấp ủy"),
)  # fmt: skip
def note_committee_view(
    programme: Programme, *, actor: Actor, at: datetime, answered_on: date, conclusion: str
) -> None:
    """A short conclusion in the office's words, beside the step it answers."""
    waiting = next((row for row in programme.committee_views.all() if row.answered_on is None), None)
    if waiting is None:
        raise Refused(
            _("Chưa ghi việc xin ý kiến cấp ủy."), instead=_("Ghi ngày xin ý kiến trước."),
            step="programmes.ask_committee_view",
        )  # fmt: skip
    _need_past(answered_on, at, field="answered_on")
    _need_order(waiting.asked_on, answered_on)
    waiting.answered_on, waiting.conclusion = answered_on, conclusion
    programme.change(waiting)


def _need_past(day: date, at: datetime, *, field: str) -> None:
    if day > timezone.localdate(at):
        raise Refused(_("Ngày này ở tương lai."), instead=_("Ghi sau khi đã làm."), field=field)


def _need_order(asked_on: date, answered_on: date | None) -> None:
    if answered_on is not None and answered_on < asked_on:
        raise Refused(
            _("Ngày có ý kiến trước ngày xin ý kiến (%s).") % f"{asked_on:%d/%m/%Y}", instead=_("Xem lại ngày."),
            field="answered_on",
        )  # fmt: skip


@action(
    on=Programme, frm=[S.DRAFT], form=CorrectCommitteeForm, by=DRAFTERS, appends=True,
    label=_("Sửa mục xin ý kiến cấp ủy ghi nhầm"), says=_("đã sửa mục xin ý kiến cấp ủy"),
)  # fmt: skip
def correct_committee_view(
    programme: Programme, *, actor: Actor, at: datetime, row: int, asked_on: date, way: str, reason: str,
    answered_on: date | None = None, conclusion: str = "", gone: bool = False,
) -> None:  # fmt: skip
    """An entry made wrong is put right or taken out, with the reason; the history keeps what stood there."""
    found = next((view for view in programme.committee_views.all() if view.pk == row), None)
    if found is None:
        raise Refused(_("Không còn mục này."), instead=_("Mở lại trang."), field="row")
    if gone:
        programme.drop(found)
        return
    _need_past(asked_on, at, field="asked_on")
    if answered_on is not None:
        _need_past(answered_on, at, field="answered_on")
    _need_order(asked_on, answered_on)
    if (answered_on is None) != (not conclusion.strip()):
        raise Refused(
            _("Ngày có ý kiến và kết luận đi cùng nhau."),
            instead=_("Điền cả hai, hoặc để trống cả hai."),
            field="conclusion",
        )
    found.asked_on, found.way, found.answered_on, found.conclusion = (
        asked_on,
        way,
        answered_on,
        conclusion.strip(),
    )
    programme.change(found)


def ready_to_agree() -> Q:
    """Sent round with every comment answered, settled in a meeting, agreed to by another party, or an emergency."""
    here = {"programme": OuterRef("pk")}
    open_words = Comment.objects.filter(**here, state=CommentState.OPEN)
    standing = Agreement.objects.filter(**here, withdrawn_at=None, void_at=None)
    told = Q(comments_by__isnull=False) | Exists(Settlement.objects.filter(**here)) | Exists(standing)
    return ~Exists(open_words) & (told | Q(kind=ProgrammeKind.EMERGENCY))


@action(
    on=Programme, frm=[S.DRAFT], form=AgreeForm, by=LEADERS | OFFICE, tells=["party_ids"], appends=True,
    label=_("Thống nhất bản này"), says=_("đã có ý kiến thống nhất"),
    asks=Ask(
        _("Thống nhất văn bản chương trình?"), when=lambda today: ready_to_agree(), about="party_line",
        settled=lambda hat, row: any(one.stands and one.body_id == hat.body for one in row.agreements.all()),
    ),
)  # fmt: skip
def agree(programme: Programme, *, actor: Actor, at: datetime, fingerprint: str, paper: str = "") -> None:
    """A party agrees to the text it has before it: bound to its fingerprint, void as soon as the text changes.

    A leader agrees in person; the office records the letter or bút phê by which it was said.
    """
    now = fingerprint_of(programme)
    if fingerprint != now:
        raise Stale(
            _("Văn bản đã đổi từ khi đồng chí mở trang này."), instead=_("Đọc bản mới rồi thống nhất lại.")
        )
    leads = actor.hat is not None and actor.hat.role == "leader"
    if not leads and not paper.strip():
        raise Refused(
            _("Thiếu văn bản hoặc bút phê thống nhất."),
            instead=_("Lãnh đạo tự bấm, hoặc văn phòng ghi số văn bản, ngày bút phê."), field="paper",
        )  # fmt: skip
    body = actor.acting_for
    if any(
        row.body_id == body and row.stands and row.fingerprint == now for row in programme.agreements.all()
    ):
        raise Refused(_("Cơ quan này đã thống nhất bản v%d rồi.") % programme.version)
    for row in programme.agreements.all():
        if row.body_id == body and row.stands:
            row.void_at, row.void_why = at, str(_("Thống nhất lại ở bản v%d") % programme.version)
            programme.change(row)
    programme.add(
        Agreement(
            body_id=body, version=programme.version, fingerprint=now, agreed_at=at, agreed_by=actor.capacity[:400],
            paper=paper.strip(), order=len(programme.agreements.all()),
        )
    )  # fmt: skip


@action(
    on=Programme, frm=[S.DRAFT], form=WhyForm, by=(LEADERS | OFFICE), tells=["party_ids"], appends=True,
    label=_("Rút ý kiến thống nhất"), says=_("đã rút ý kiến thống nhất"),
)  # fmt: skip
def withdraw_agreement(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """Before the signing, with a reason; it stays readable and counts no more."""
    mine = [row for row in programme.agreements.all() if row.body_id == actor.body and row.stands]
    if not mine:
        raise Refused(_("Cơ quan này chưa thống nhất bản nào."), instead=_("Gửi góp ý nếu chưa đồng ý."))
    for row in mine:
        row.withdrawn_at, row.withdrawn_why = at, reason
        programme.change(row)


def agreed(programme: Programme, digest: str) -> dict[int, Agreement]:
    """The agreements that count for this text, by body."""
    return {
        row.body_id: row for row in programme.agreements.all() if row.stands and row.fingerprint == digest
    }


def void_all(programme: Programme, *, at: datetime, why: str) -> None:
    """A signature was withdrawn: the next version needs every party again."""
    for row in programme.agreements.all():
        if row.stands:
            row.void_at, row.void_why = at, why[:400]
            programme.change(row)
