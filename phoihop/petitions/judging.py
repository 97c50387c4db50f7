"""What others say to an answer: the asker by code, the deputies and the Front; reported back, reviewed, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.who import Actor
from phoihop.documents.actions import store
from phoihop.petitions.forms import (
    NotDoneForm,
    PostResultForm,
    ReasonForm,
    ReportBackForm,
    ReviewForm,
    VerdictForm,
    VerifyForm,
    usual_due,
)
from phoihop.petitions.models import Petition, PetitionProof, PetitionState, Review, TransferKind, Verdict
from phoihop.petitions.promising import promise_open_again, promise_verified
from phoihop.petitions.rights import ANSWER_OFFICE, ASKER, FOLLOWERS, RETURNERS, REVIEWERS
from phoihop.petitions.routing import DUE, step
from phoihop.petitions.routing_forms import ReturnAnswerForm

S = PetitionState


@action(
    on=Petition, frm=[S.ANSWERED], to=S.RETURNED, form=ReturnAnswerForm, by=RETURNERS, starts=[DUE],
    tells=["answering", "responsible", "forwarder"], stops=["petitions.publish"],
    label=_("Trả lại, đề nghị trả lời lại"), says=_("đã trả lại, đề nghị trả lời lại"),
)  # fmt: skip
def return_answer(row: Petition, *, actor: Actor, at: datetime, reason: str, due_on: date) -> None:
    """The answer is none: it goes back with the reason, and the next sending counts (J5)."""
    last = row.last_answer()
    if last is not None:
        last.returned_on, last.returned_by_id, last.return_reason = (
            timezone.localdate(at),
            actor.body,
            reason[:400],
        )
        row.change(last)
    promise_open_again(row, _("trả lời bị trả lại, đề nghị trả lời lại"), actor=actor, at=at)
    _again(row, due_on)
    step(row, TransferKind.RETURN, actor=actor, at=at, to=row.answering, due_on=due_on, words=reason)


def _again(row: Petition, due_on: date) -> None:
    row.sendings += 1
    row.due_on = row.sort_on = due_on
    row.unit_due_on = None
    row.solved_on = None
    row.review = Review.NONE


@action(
    on=Petition, frm=[S.ANSWERED, S.CLOSED], form=VerdictForm, by=ASKER, appends=True, tells=["receiver", "forwarder"],
    label=_("Người hỏi đồng ý"), says=_("đã ghi người hỏi đồng ý"),
)  # fmt: skip
def agree(row: Petition, *, actor: Actor, at: datetime, said: str = "", asker_code: str = "") -> None:
    """The asker's own word, by code or told to the office; it verifies nothing by itself.

    On the public page each asker agrees once to one answer, within the days.
    """
    if actor.kind == "public":
        _may_say(row, asker_code, today=timezone.localdate(at))
    row.asker_says = "agrees"
    _say(row, agrees=True, said=said, asker_code=asker_code, actor=actor, at=at)


@action(
    on=Petition, frm=[S.ANSWERED, S.CLOSED], to=S.RETURNED, form=NotDoneForm, by=ASKER, starts=[DUE],
    tells=["answering", "responsible", "receiver", "forwarder"], stops=["petitions.publish"],
    label=_("Người hỏi báo chưa xong"), says=_("đã ghi người hỏi báo chưa xong"),
)  # fmt: skip
def not_done(
    row: Petition, *, actor: Actor, at: datetime, said: str, picture: Any = None, asker_code: str = ""
) -> None:
    """Within the set days, once: the unit has it again (J12)."""
    today = timezone.localdate(at)
    if actor.kind == "public" and row.asks_from and today < row.asks_from:
        raise Refused(
            _("Ngày hẹn xong là %s, chưa đến.") % f"{row.asks_from:%d/%m/%Y}",
            instead=_("Từ ngày ấy trang này hỏi ông, bà việc đã xong chưa."),
        )  # fmt: skip
    if row.reopened_on is not None:
        raise Refused(
            _("Kiến nghị này đã được mở lại một lần, ngày %s.") % f"{row.reopened_on:%d/%m/%Y}",
            instead=_("Gửi kiến nghị mới, ghi mã cũ; lần hỏi được tính tiếp."),
        )  # fmt: skip
    if row.say_until is not None and today > row.say_until:
        raise Refused(
            _("Đã quá ngày báo chưa xong (%s).") % f"{row.say_until:%d/%m/%Y}",
            instead=_("Gửi kiến nghị mới, ghi mã cũ; lần hỏi được tính tiếp."),
        )  # fmt: skip
    row.asker_says, row.reopened_on = "not_done", today
    last = row.last_answer()
    if last is not None:  # the asker's own words stand in the verdict alone
        last.returned_on, last.return_reason = today, str(_("người hỏi báo chưa xong"))
        row.change(last)
    _say(row, agrees=False, said=said, picture=picture, asker_code=asker_code, actor=actor, at=at)
    promise_open_again(row, _("người hỏi báo chưa xong"), actor=actor, at=at)
    _again(row, usual_due("petitions.answer_period", today))


def _may_say(row: Petition, asker_code: str, *, today: date) -> None:
    last = row.last_answer()
    number = last.number if last else 0
    if row.say_until is not None and today > row.say_until:
        raise Refused(_("Đã quá ngày nói lại (%s).") % f"{row.say_until:%d/%m/%Y}")
    if any(v.answer == number and v.asker_code == asker_code for v in row.verdicts.all()):
        raise Refused(_("Mã này đã nói về lần trả lời này rồi."))


def _say(
    row: Petition,
    *,
    agrees: bool,
    said: str,
    actor: Actor,
    at: datetime,
    picture: Any = None,
    asker_code: str = "",
) -> None:
    readers = [key for key in row.reader_keys() if key]
    file = None
    if picture:
        told = str(_("Ảnh người hỏi gửi kèm"))
        file = perform(
            store, actor=actor, at=at, upload=picture, words=told, owner=row.receiver, share_with=readers
        )
    last = row.last_answer()
    row.add(
        Verdict(
            answer=last.number if last else 0, agrees=agrees, said=said[:600], picture=file, asker_code=asker_code[:20],
            by=actor.capacity[:300], on=timezone.localdate(at), order=len(row.verdicts.all()) + 1,
        )
    )  # fmt: skip


@action(
    on=Petition, frm=[S.ANSWERED, S.VERIFIED, S.CLOSED], form=PostResultForm, by=FOLLOWERS | ANSWER_OFFICE, appends=True,
    stops=["petitions.publish"], label=_("Ghi đã công khai kết quả"), says=_("đã ghi việc công khai kết quả"),
)  # fmt: skip
def post_result(row: Petition, *, actor: Actor, at: datetime, where: str) -> None:
    """On the ward's page, in the local media, on the board of the reception office (NQLT 72/2025 Điều 51)."""
    step(row, TransferKind.POST, actor=actor, at=at, to_words=where)


@action(
    on=Petition, frm=[S.ANSWERED, S.VERIFIED, S.CLOSED], form=ReportBackForm, by=RETURNERS, appends=True, tells=["receiver"],
    label=_("Báo lại cử tri"), says=_("đã báo lại cử tri"),
)  # fmt: skip
def report_back(
    row: Petition, *, actor: Actor, at: datetime, words: str, reported_on: date | None = None
) -> None:
    """A step with its own day: at the next contact, on a list in the quarter, by telephone."""
    row.reported_back_on = reported_on or timezone.localdate(at)
    step(row, TransferKind.REPORT_BACK, actor=actor, at=at, words=words, on=row.reported_back_on)


@action(
    on=Petition, frm=[S.ANSWERED, S.VERIFIED, S.CLOSED], to=S.ANSWERED, form=ReviewForm, by=REVIEWERS,
    tells=["answering", "responsible", "receiver", "forwarder", "front"], label=_("Xem xét kết quả"),
    says=_("đã xem xét kết quả"),
)  # fmt: skip
def review(row: Petition, *, actor: Actor, at: datetime, review: str, words: str, upload: Any = None) -> None:
    """The council's or the Front's own finding, where it is not done: partly, not, or the answer satisfies nobody."""
    row.review, row.verified_on = review, None
    _found(row, words, upload, actor=actor, at=at)
    if review in (Review.PARTLY, Review.NOT_DONE):
        why = _("xem xét lại: %s") % str(Review(review).label).lower()
        promise_open_again(row, why, actor=actor, at=at)


@action(
    on=Petition, frm=[S.ANSWERED, S.CLOSED], to=S.VERIFIED, form=VerifyForm, by=REVIEWERS, primary=True,
    tells=["answering", "responsible", "receiver", "forwarder", "front"], label=_("Xác minh đã xong"),
    says=_("đã xác minh"),
)  # fmt: skip
def verify(row: Petition, *, actor: Actor, at: datetime, words: str, upload: Any = None) -> None:
    """Another body than who answered has seen that it is done: the third fact, only after the second."""
    if row.solved_on is None:
        raise Refused(
            _("Cơ quan trả lời chưa báo đã giải quyết xong."), field="words", step="petitions.review",
            instead=_("Ghi kết quả xem xét ở mức khác, hoặc trả lại, đề nghị trả lời lại."),
        )  # fmt: skip
    row.review, row.verified_on = Review.DONE, timezone.localdate(at)
    _found(row, words, upload, actor=actor, at=at)
    promise_verified(row, actor=actor, at=at)


def _found(row: Petition, words: str, upload: Any, *, actor: Actor, at: datetime) -> None:
    if upload:
        readers = [key for key in row.reader_keys() if key]
        told = str(_("Kết quả xem xét %s") % row.code)
        file = perform(store, actor=actor, at=at, upload=upload, words=told, share_with=readers)
        row.add(
            PetitionProof(
                shows=words[:300],
                file=file,
                body_id=actor.body,
                on=timezone.localdate(at),
                order=len(row.proofs.all()) + 1,
            )
        )
    step(row, TransferKind.REVIEW, actor=actor, at=at, words=f"{Review(row.review).label}: {words}")


@action(
    on=Petition, frm=[S.ANSWERED], to=S.CLOSED, form=ReasonForm, by=FOLLOWERS & REVIEWERS, tells=["answering", "responsible"],
    stops=["petitions.publish"], label=_("Khép lại"), says=_("đã khép kiến nghị"),
)  # fmt: skip
def close(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    """Explained and understood, or not to be followed further: it leaves the running list, never the figures."""
    if row.promised_on and row.solved_on is None:
        raise Refused(
            _("Còn hẹn đến %s: chưa khép được.") % f"{row.promised_on:%d/%m/%Y}",
            instead=_("Theo việc trong Sổ theo dõi đến cùng; xong thì đơn vị báo kết quả."),
        )  # fmt: skip
