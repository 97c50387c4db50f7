"""A department drafts, the leader approves, the body answers; before that nothing is "đã trả lời"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.actions import names_a_paper
from phoihop.commitments.models import NO_DATE
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.canonical import digest
from phoihop.core.deadlines import calendar
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.core.working_days import working_days_between
from phoihop.documents.actions import store
from phoihop.petitions.forms import (
    AnswerForm,
    ContributeForm,
    DraftAnswerForm,
    SendBackForm,
    UpperAnswerForm,
    usual_due,
)
from phoihop.petitions.models import (
    Answer,
    AnswerLine,
    Petition,
    PetitionProof,
    PetitionState,
    ResultClass,
    results_on,
)
from phoihop.petitions.promising import promise, promise_kept
from phoihop.petitions.rights import ANSWER_LEADER, ANSWER_OFFICE, FOLLOWERS, FORWARDERS, HELPERS, UNIT
from phoihop.petitions.routing import UNIT_DUE

S = PetitionState
#: Results are made public within days counted from the day the answer was due (NQLT 72/2025 Điều 51.1).
PUBLISH = Start("petitions.publish", "due_on", "forwarder")
#: Folded letters of an answer below which two alike say little ("đã tiếp thu").
TELLING = 60


@action(
    on=Petition, frm=[S.ASSIGNED, S.RETURNED, S.DRAFTED], form=ContributeForm, by=HELPERS, tells=["responsible"], appends=True,
    label=_("Góp phần trả lời"), says=_("đã góp phần trả lời"),
)  # fmt: skip
def contribute(row: Petition, *, actor: Actor, at: datetime, words: str) -> None:
    """A body that helps says its part; the one answer is drafted by the unit in charge."""
    for helper in row.co_answerers.all():
        if helper.body_id == actor.body:
            helper.words, helper.given_on = words, timezone.localdate(at)
            row.change(helper)


@action(
    on=Petition, frm=[S.ASSIGNED, S.RETURNED], to=S.DRAFTED, form=DraftAnswerForm, by=UNIT, tells=["answering"], primary=True,
    stops=["petitions.unit_answer"], starts=[Start("petitions.approval", body="answering")],
    label=_("Trình dự thảo trả lời"), says=_("đã trình dự thảo trả lời"),
)  # fmt: skip
def draft_answer(row: Petition, *, actor: Actor, at: datetime, **proposed: Any) -> None:
    """What is proposed to the leader; the gate asks for what the class of result needs (§3.5, R-18)."""
    _draft(row, actor=actor, at=at, **proposed)


@action(
    on=Petition, frm=[S.ANSWERED], to=S.DRAFTED, form=DraftAnswerForm, by=UNIT | ANSWER_OFFICE, tells=["answering"],
    starts=[Start("petitions.approval", body="answering")], label=_("Trả lời tiếp, báo kết quả"), says=_("đã trình kết quả mới"),
)  # fmt: skip
def renew_answer(row: Petition, *, actor: Actor, at: datetime, **proposed: Any) -> None:
    """What was promised is done, or the day moves: a further answer through the same gate; the old one stays."""
    if row.solved_on is not None:
        raise Refused(
            _("Kiến nghị này đã giải quyết xong."), instead=_("Chưa đúng thì trả lại, đề nghị trả lời lại.")
        )
    _draft(row, actor=actor, at=at, **proposed)


def _draft(
    row: Petition, *, actor: Actor, at: datetime, result_class: str, short: str, lines: Mapping[int, str], route: str = "",
    promised_on: date | None = None, proof_words: str = "", proof_upload: Any = None, reason: str = "", competent: str = "",
    letter: str = "", upload: Any = None,
) -> None:  # fmt: skip
    """The one way in of a proposed answer, first or further: its inputs are those of the form."""
    today = timezone.localdate(at)
    kind = results_on(today).get(result_class)
    if kind is None:
        raise Refused(_("Loại kết quả này không còn dùng."), field="result_class")
    _need(
        kind,
        today,
        route=route,
        promised_on=promised_on,
        proof=bool(proof_upload or names_a_paper(proof_words)),
        reason=reason,
        competent=competent,
    )
    _need_lines(row, kind, lines)
    number = len(row.answers.all()) + 1
    made = Answer(
        number=number, order=number, sending=max(row.sendings, 1), unit_id=actor.body, drafted_by=actor.capacity[:300],
        drafted_on=today, result_class=result_class, short=short.strip(), route=route[:400] if kind.promises else "",
        promised_on=promised_on if kind.promises else None, reason=reason[:400], competent=competent[:300], letter=letter[:120],
        letter_file=_keep(row, upload, _("Văn bản trả lời %s") % row.code, actor=actor, at=at) if upload else None,
        digest=same_words(short, lines),
    )  # fmt: skip
    made.copied_from = _copied(row, made)
    row.add(made)
    for order, (question, text) in enumerate(sorted(lines.items())):
        if text.strip():
            row.add(AnswerLine(answer=number, question=question, text=text.strip(), order=order))
    if proof_words.strip() or proof_upload:
        words = proof_words.strip() or str(_("Ảnh, tệp kèm trả lời"))
        told = _("Bằng chứng kèm trả lời %s") % row.code
        file = _keep(row, proof_upload, told, actor=actor, at=at) if proof_upload else None
        row.add(
            PetitionProof(
                shows=words[:300],
                file=file,
                body_id=actor.body,
                answer=number,
                on=today,
                order=len(row.proofs.all()) + 1,
            )
        )


def _need(
    kind: ResultClass,
    today: date,
    *,
    route: str,
    promised_on: date | None,
    proof: bool,
    reason: str,
    competent: str,
) -> None:
    """What the class asks for, in the words of J5."""
    wants = kind.wants
    if "proof" in wants and not proof:
        raise Refused(
            _("Cần: kết quả cụ thể, ngày, bằng chứng."), field="proof_words",
            instead=_("Ghi bằng chứng (ảnh, biên bản), hoặc chọn Đang giải quyết kèm lộ trình."),
        )  # fmt: skip
    if "date" in wants and not (route.strip() and promised_on):
        raise Refused(
            _("Cần: lộ trình và ngày hẹn xong."), field="route" if not route.strip() else "promised_on",
            instead=_("Ghi làm gì, bao giờ xong; ngày hẹn thành một việc trong Sổ theo dõi đến cùng."),
        )  # fmt: skip
    if promised_on and kind.promises and promised_on <= today:
        raise Refused(_("Ngày hẹn phải ở phía trước."), field="promised_on")
    if "reason" in wants and not reason.strip():
        raise Refused(_("Cần: lý do chưa giải quyết được."), field="reason")
    if "body" in wants and not competent.strip():
        raise Refused(_("Cần: cơ quan có thẩm quyền."), field="competent")


def _need_lines(row: Petition, kind: ResultClass, lines: Mapping[int, str]) -> None:
    """Each question gets its line; solved is never said while one is empty."""
    empty = [q.number for q in row.questions.all() if not lines.get(q.number, "").strip()]
    if not empty:
        return
    told = ", ".join(map(str, empty))
    words = (
        _("Không chọn “%(what)s” khi còn câu trống: câu %(n)s.")
        if kind.solves
        else _("Chưa trả lời câu %(n)s.")
    )
    raise Refused(
        words % {"what": kind.label, "n": told},
        field=f"line_{empty[0]}",
        instead=_("Trả lời từng câu bà con hỏi."),
    )


def same_words(short: str, lines: Mapping[int, str]) -> str:
    """What two answers with the same words share; empty where there are too few words to tell."""
    text = fold(" ".join([short, *(lines[n] for n in sorted(lines))]))
    return digest(text) if len(text) >= TELLING else ""


def _copied(row: Petition, made: Answer) -> str:
    """The petition whose answer has the same words, if there is one: shown beside the draft."""
    if not made.digest:
        return ""
    same = Answer.objects.filter(unit=made.unit_id, digest=made.digest).exclude(petition=row.pk)
    found = same.select_related("petition").order_by("-pk").first()
    return found.petition.code if found else ""


def _keep(row: Petition, upload: Any, words: Any, *, actor: Actor, at: datetime) -> Any:
    readers = [key for key in row.reader_keys() if key]
    return perform(store, actor=actor, at=at, upload=upload, words=str(words)[:300], share_with=readers)


@action(
    on=Petition, frm=[S.DRAFTED], form=SendBackForm, by=ANSWER_LEADER | ANSWER_OFFICE, tells=["responsible"],
    stops=["petitions.approval"], starts=[UNIT_DUE], label=_("Trả dự thảo, yêu cầu sửa"), says=_("đã trả dự thảo, yêu cầu sửa"),
)  # fmt: skip
def send_back(row: Petition, *, actor: Actor, at: datetime, reason: str) -> None:
    """The draft stays in the history with why; the unit drafts again. An answer that stood before stands again."""
    last = row.last_answer()
    if last is not None:
        last.sent_back_why = reason[:400]
        row.change(last)
    if row.renewing:
        row.state, row.unit_due_on = S.ANSWERED, None
    else:
        row.state = S.ASSIGNED


@action(
    on=Petition,
    frm=[S.DRAFTED],
    to=S.ANSWERED,
    form=AnswerForm,
    by=ANSWER_LEADER,
    primary=True,
    tells=["receiver", "forwarder", "front", "responsible"],
    stops=[
        "petitions.answer",
        "petitions.unit_answer",
        "petitions.approval",
        "petitions.extension_decision",
        "petitions.urge",
    ],
    starts=[PUBLISH],
    label=_("Duyệt, trả lời"),
    says=_("đã trả lời"),
    asks=Ask(_("Duyệt trả lời này?"), about="drafted_told", otherwise=("petitions.send_back",)),
)
def answer(row: Petition, *, actor: Actor, at: datetime, capacity: str, letter: str = "") -> None:
    """The body's own word, in the leader's capacity (TM., KT., TL.).

    A class that promises makes a commitment of the unit with that day; one that says solved sets that day, and what
    was promised before is reported done by it.
    """
    today = timezone.localdate(at)
    last = row.last_answer()
    if last is None:
        raise Refused(_("Chưa có dự thảo trả lời."))
    last.approved_on, last.approved_by, last.capacity = today, actor.capacity[:300], capacity
    last.letter = letter[:120] or last.letter
    if row.due_on and today > row.due_on and not row.answered_on:
        last.late_days = max(working_days_between(row.due_on, today, calendar()), 0)
    row.change(last)
    _stands(row, last, today)
    if last.promised_on and row.responsible is not None:
        row.commitment = promise(row, last, actor=actor, at=at)
    promise_kept(row, last, actor=actor, at=at)


def _stands(row: Petition, last: Answer, today: date) -> None:
    """What is approved is what the petition says from now on."""
    kind = results_on(today).get(last.result_class)
    row.result_class, row.short_answer, row.promised_on = last.result_class, last.short, last.promised_on
    row.competent = last.competent or row.competent
    row.answered_on = today
    row.solved_on = today if kind is not None and kind.solves else None
    row.say_until = usual_due("petitions.reopen", max(row.asks_from or today, today))
    row.sort_on, row.asker_says, row.asked_due, row.asked_why = NO_DATE, "", None, ""


@action(
    on=Petition,
    frm=[S.SENT_UP],
    to=S.ANSWERED,
    form=UpperAnswerForm,
    by=FORWARDERS | FOLLOWERS | ANSWER_OFFICE,
    tells=["receiver", "forwarder", "front", "answering"],
    stops=["petitions.upper_answer"],
    starts=[PUBLISH],
    primary=True,
    label=_("Ghi trả lời của cấp trên"),
    says=_("đã ghi trả lời của cấp trên"),
)
def record_upper_answer(
    row: Petition, *, actor: Actor, at: datetime, result_class: str, short: str, letter: str, promised_on: date | None = None,
    proof_words: str = "", upload: Any = None,
) -> None:  # fmt: skip
    """As its paper says: who answered, by which number; solved needs a proof here as well."""
    today = timezone.localdate(at)
    kind = results_on(today).get(result_class)
    if kind is None:
        raise Refused(_("Loại kết quả này không còn dùng."), field="result_class")
    if "proof" in kind.wants and not (proof_words.strip() or upload):
        raise Refused(_("Cần: kết quả cụ thể, ngày, bằng chứng."), field="proof_words")
    if kind.promises and not promised_on:
        raise Refused(_("Cần: ngày hẹn xong theo văn bản."), field="promised_on")
    number = len(row.answers.all()) + 1
    made = Answer(
        number=number, order=number, sending=max(row.sendings, 1), drafted_by=row.competent, drafted_on=today,
        result_class=result_class, short=short.strip(), promised_on=promised_on if kind.promises else None, letter=letter[:120],
        competent=row.competent, approved_by=row.competent, approved_on=today,
        letter_file=_keep(row, upload, letter, actor=actor, at=at) if upload else None,
    )  # fmt: skip
    row.add(made)
    if proof_words.strip():
        row.add(
            PetitionProof(shows=proof_words[:300], answer=number, on=today, order=len(row.proofs.all()) + 1)
        )
    _stands(row, made, today)
    promise_kept(row, made, actor=actor, at=at)
