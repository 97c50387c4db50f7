"""A commitment is proposed, issued, accepted, worked on, reported done, proved and verified by another body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import (
    AskExtensionForm,
    DeferForm,
    ExplainForm,
    ExtendForm,
    IssueForm,
    OnPaperForm,
    ProgressForm,
    ProofForm,
    ProposeForm,
    QueryForm,
    ReasonForm,
    ReportDoneForm,
    UrgeForm,
    VerifyForm,
)
from phoihop.commitments.models import (
    LIVE,
    NO_DATE,
    WAITING,
    Commitment,
    CommitmentState,
    Cooperation,
    Decision,
    DecisionKind,
    Origin,
    Progress,
    ProgressKind,
    Proof,
    ProofChecks,
    ProofKind,
)
from phoihop.commitments.switching import consent, propose_showing, switch_off, switch_on
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.models import Record
from phoihop.core.onward import key_of, onward
from phoihop.core.who import Actor, Rule, of, role
from phoihop.directory.models import Organisation, Person
from phoihop.documents.actions import store
from phoihop.documents.models import IncomingDocument

#: Of the records beside: their actions stand in files of their own.
__all__ = ["consent", "propose_showing", "switch_off", "switch_on"]

S = CommitmentState
OFFICE = role("clerk") & of("owner")
LEADER = role("leader") & of("owner")
DOERS = role("unit", "clerk", "member", "leader") & of("lead")
#: Never the lead: the body named to check, whoever set the date, or one that co-operates.
OTHERS = (
    (role("clerk", "leader", "member", "unit") & of("verifier"))
    | (role("clerk", "leader", "member") & (of("owner") | of("cooperating")))
) & ~of("lead")
ASKED = Rule(
    "an extension was asked for", lambda hat, row: row is None or bool(getattr(row, "asked_on", None))
)
DUE = Start("commitments.due", "due_on", "lead")
WORKING = (S.ACCEPTED, S.UNDERWAY)


@action(
    on=Commitment, frm=None, to=S.PROPOSED, form=ProposeForm, by=OFFICE | LEADER, primary=True,
    label=_("Đề xuất việc"), says=_("đã đề xuất việc"),
)  # fmt: skip
def propose(
    *, actor: Actor, at: datetime, content: str, lead: Organisation, cooperation: Sequence[Organisation] = (),
    responsible: Person | None = None, responsible_title: str = "", product: str = "", due_on: date | None = None,
    authority: str = "", verifier: Organisation | None = None, field: str = "", competence: str = "",
    owner: Organisation | None = None, number: str = "", group: str = "", origin: str = Origin.DIRECT,
    source: Record | None = None, source_item: str = "", source_words: str = "", span: str = "", basis: str = "",
    duty: str = "", continues: Commitment | None = None,
) -> Commitment:  # fmt: skip
    """Not yet a promise: it waits for a person to give it out (alone or in the grid)."""
    made = Commitment(
        content=content[:500], lead=lead, owner_id=owner.pk if owner else actor.acting_for, product=product[:300],
        responsible=responsible, responsible_title=responsible_title, due_on=due_on, sort_on=due_on or NO_DATE,
        authority=authority, verifier=verifier, field=field, competence=competence, number=number, group=group,
        origin=origin, source_item=source_item, source_words=source_words[:300], span=span, basis=basis[:400],
        duty=duty,
    )  # fmt: skip
    if source is not None:
        made.source_type, made.source_id = source._meta.label_lower, source.pk
        made.link("arises_from", source)
    if continues is not None:
        made.link("follows", continues)
    _cooperate(made, cooperation)
    return made


onward(
    "commitments.propose", on=IncomingDocument, label=_("Đề xuất việc từ văn bản này"),
    ask=lambda paper: {"source": key_of(paper)} if paper.number else None,
)  # fmt: skip


def _cooperate(row: Commitment, bodies: Iterable[Organisation]) -> None:
    """The others; whoever checks must be another body than the lead."""
    if row.verifier_id is not None and row.verifier_id == row.lead_id:
        raise Refused(
            _("Đơn vị kiểm lại phải khác đơn vị chủ trì."),
            instead=_("Chọn cơ quan giao việc hoặc một đơn vị khác."), field="verifier",
        )  # fmt: skip
    wanted = {body.pk: body for body in bodies if body.pk != row.lead_id}
    for order, body in enumerate(wanted.values()):
        row.add(Cooperation(body=body, order=order))


@action(
    on=Commitment, frm=[S.PROPOSED, S.QUERIED], form=ProposeForm, by=OFFICE,
    label=_("Sửa việc"), says=_("đã sửa việc"),
)  # fmt: skip
def adjust(
    row: Commitment, *, actor: Actor, at: datetime, content: str, lead: Organisation,
    cooperation: Sequence[Organisation], responsible_title: str, product: str, due_on: date | None, authority: str,
    field: str, competence: str, responsible: Person | None = None, verifier: Organisation | None = None,
) -> None:  # fmt: skip
    """Before it is given out, or when the lead asked for a change, everything may still be changed."""
    row.content, row.lead, row.product = content, lead, product
    row.due_on, row.sort_on = due_on, due_on or NO_DATE
    row.responsible, row.responsible_title = responsible, responsible_title
    row.authority, row.verifier, row.field, row.competence = authority, verifier, field, competence
    for old in row.cooperation.all():
        row.drop(old)
    _cooperate(row, cooperation)


@action(
    on=Commitment, frm=[S.PROPOSED, S.QUERIED], to=S.ISSUED, form=IssueForm, by=OFFICE | LEADER, tells=["lead", "cooperating"],
    primary=True, starts=[Start("commitments.acceptance", body="lead"), DUE], label=_("Giao việc"), says=_("đã giao việc"),
)  # fmt: skip
def issue(row: Commitment, *, actor: Actor, at: datetime, past: bool = False) -> None:
    """Given to its lead; refused while product or date is missing (evidence E83: no task without a product).

    A day that has passed makes the lead late at once: only on purpose (``past``), when an old task is entered.
    """
    missing = [
        words
        for words, value in ((_("sản phẩm đầu ra"), row.product), (_("thời hạn"), row.due_on))
        if not value
    ]
    if missing:
        raise Refused(
            _("Thiếu: %s.") % ", ".join(map(str, missing)),
            instead=_("Sửa việc rồi điền. Ví dụ sản phẩm: ảnh niêm yết, biên bản."), step="commitments.adjust",
        )  # fmt: skip
    if row.due_on and row.due_on < timezone.localdate(at) and not past:
        raise Refused(
            _("Hạn %s đã qua: giao bây giờ thì đơn vị nhận quá hạn ngay.") % f"{row.due_on:%d/%m/%Y}",
            instead=_("Sửa hạn, hoặc tích “Vẫn giao với hạn đã qua” khi ghi lại việc cũ."), field="past",
            step="commitments.adjust",
        )  # fmt: skip
    row.issued_on = timezone.localdate(at)


@action(
    on=Commitment, frm=[S.ISSUED], to=S.ACCEPTED, by=DOERS, tells=["owner"], stops=["commitments.acceptance"],
    label=_("Nhận việc"), says=_("đã nhận việc"), primary=True,
)  # fmt: skip
def accept(row: Commitment, *, actor: Actor, at: datetime) -> None:
    row.accepted_on = timezone.localdate(at)


@action(
    on=Commitment, frm=[S.ISSUED], to=S.QUERIED, form=QueryForm, by=DOERS, tells=["owner"],
    stops=["commitments.acceptance"], label=_("Đề nghị sửa"), says=_("đã đề nghị sửa việc được giao"),
)  # fmt: skip
def query(row: Commitment, *, actor: Actor, at: datetime, text: str) -> None:
    """The lead does not agree with lead, date or product; the office adjusts and gives it out again."""
    note(row, text, kind=ProgressKind.QUERY, actor=actor, at=at)


def note(row: Commitment, text: str, *, actor: Actor, at: datetime, kind: str = ProgressKind.WORK) -> None:
    order = len(row.progress.all()) + 1
    row.add(Progress(kind=kind, text=text, by=actor.capacity[:300], on=timezone.localdate(at), order=order))


@action(
    on=Commitment, frm=[S.ACCEPTED, S.UNDERWAY], to=S.UNDERWAY, form=ProgressForm, by=DOERS, appends=True,
    label=_("Ghi tiến độ"), says=_("đã ghi tiến độ"),
)  # fmt: skip
def report_progress(row: Commitment, *, actor: Actor, at: datetime, text: str) -> None:
    note(row, text, actor=actor, at=at)


@action(
    on=Commitment, frm=[S.ISSUED, S.QUERIED, S.ACCEPTED, S.UNDERWAY], form=ExplainForm, by=DOERS, appends=True,
    label=_("Giải thích việc chậm"), says=_("đã giải thích việc chậm"),
)  # fmt: skip
def explain(row: Commitment, *, actor: Actor, at: datetime, text: str) -> None:
    """The line that stands beside it on the public page; of an open promise that is past its day."""
    if row.due_on is None or row.due_on >= timezone.localdate(at):
        raise Refused(_("Việc này chưa quá hẹn."), instead=_("Ghi tiến độ nếu có gì mới."))
    note(row, text[:300], kind=ProgressKind.EXPLAIN, actor=actor, at=at)


@action(
    on=Commitment, frm=[S.ACCEPTED, S.UNDERWAY, S.REPORTED], form=ProofForm, by=DOERS, appends=True,
    label=_("Thêm bằng chứng"), says=_("đã thêm bằng chứng"),
)  # fmt: skip
def add_proof(
    row: Commitment, *, actor: Actor, at: datetime, kind: str, words: str, upload: Any = None
) -> None:
    """A file or picture is kept as a document that everyone reading the commitment may open."""
    if kind != ProofKind.NUMBER and not upload:
        raise Refused(
            _("Chưa chọn tệp hoặc ảnh."), instead=_("Chọn tệp, hoặc chọn loại Số văn bản."), field="upload"
        )
    _prove(row, kind=kind, words=words, upload=upload, actor=actor, at=at, checks=ProofChecks.DONE)


def _prove(
    row: Commitment, *, kind: str, words: str, upload: Any, actor: Actor, at: datetime, checks: str
) -> None:
    file = _keep(row, upload, words, actor=actor, at=at) if upload else None
    row.proof_count += 1
    row.add(
        Proof(
            kind=kind, words=words, file=file, body_id=actor.acting_for, on=timezone.localdate(at), checks=checks,
            order=row.proof_count,
        )
    )  # fmt: skip


def _keep(row: Commitment, upload: Any, words: str, *, actor: Actor, at: datetime) -> Any:
    """Everyone who reads the task opens what proves it."""
    readers = [key for key in row.reader_keys() if key]
    return perform(store, actor=actor, at=at, upload=upload, words=words[:300], share_with=readers)


@action(
    on=Commitment, frm=WORKING, to=S.REPORTED, form=ReportDoneForm, by=DOERS,
    tells=["owner", "verifier", "cooperating"], stops=["commitments.due", "commitments.extension_decision"],
    starts=[Start("commitments.verification", body="owner")], primary=True,
    label=_("Báo xong"), says=_("đã báo xong"),
)  # fmt: skip
def report_done(
    row: Commitment, *, actor: Actor, at: datetime, text: str, proof: str = "", upload: Any = None
) -> None:
    """The lead says it is done, with what proves it if that is at hand; this needs no proof, being verified does."""
    if upload or proof.strip():
        kind = ProofKind.FILE if upload else ProofKind.NUMBER
        words = proof.strip() or str(_("Tệp kèm báo xong"))
        _prove(row, kind=kind, words=words, upload=upload, actor=actor, at=at, checks=ProofChecks.DONE)
    note(row, text, kind=ProgressKind.RESULT, actor=actor, at=at)
    row.reported_on = timezone.localdate(at)
    row.asked_on = row.asked_due = row.returned_on = None


@action(
    on=Commitment, frm=[S.REPORTED], to=S.UNDERWAY, form=ReasonForm, by=DOERS, tells=["owner", "verifier"], starts=[DUE],
    stops=["commitments.verification"], label=_("Rút lại báo xong"), says=_("đã rút lại báo xong"),
)  # fmt: skip
def take_back(row: Commitment, *, actor: Actor, at: datetime, reason: str) -> None:
    """Reported done by mistake: the lead itself takes it back before anybody has verified it."""
    note(row, reason, kind=ProgressKind.TAKE_BACK, actor=actor, at=at)
    row.reported_on = None


@action(
    on=Commitment, frm=[S.REPORTED], to=S.UNDERWAY, form=ReasonForm, by=OTHERS, tells=["lead"], starts=[DUE],
    stops=["commitments.verification"], label=_("Trả lại, chưa đạt"), says=_("đã trả lại, chưa đạt"),
)  # fmt: skip
def return_work(row: Commitment, *, actor: Actor, at: datetime, reason: str) -> None:
    """What was reported done is not: back to work, with the reason in the history."""
    note(row, reason, kind=ProgressKind.RETURN, actor=actor, at=at)
    row.reported_on, row.returned_on = None, timezone.localdate(at)


@action(
    on=Commitment, frm=[S.REPORTED], to=S.VERIFIED, form=VerifyForm, by=OTHERS, tells=["lead", "owner"],
    stops=["commitments.verification"], label=_("Xác minh"), says=_("đã xác minh"), primary=True,
)  # fmt: skip
def verify(row: Commitment, *, actor: Actor, at: datetime, words: str, upload: Any = None) -> None:
    """Another body than the lead has seen that it is done, and says by what (product.md: three facts)."""
    if not upload and not names_a_paper(words):
        raise Refused(
            _("Chưa rõ xác minh bằng gì."), field="words",
            instead=_("Chọn tệp, ảnh, hoặc ghi tên văn bản: biên bản, sổ, phiếu, số và ngày."),
        )  # fmt: skip
    kind = ProofKind.FILE if upload else ProofKind.NUMBER
    _prove(row, kind=kind, words=words, upload=upload, actor=actor, at=at, checks=ProofChecks.VERIFIED)
    row.verifier_id, row.verified_on = actor.acting_for, timezone.localdate(at)


#: A word about what was seen: the name of a paper, a count or a date. "ok" is none.
WORDS_OF_PROOF = 3


def names_a_paper(words: str) -> bool:
    """Enough for a third person to ask for the paper: at least three words, as in "Biên bản kiểm tra"."""
    return len(words.split()) >= WORDS_OF_PROOF


@action(
    on=Commitment, frm=[*WAITING, S.UNDERWAY], form=AskExtensionForm, by=DOERS, tells=["owner"], appends=True,
    starts=[Start("commitments.extension_decision", body="owner")],
    label=_("Xin gia hạn"), says=_("đã xin gia hạn"),
)  # fmt: skip
def ask_extension(row: Commitment, *, actor: Actor, at: datetime, new_due: date, reason: str) -> None:
    """The lead asks; only the body that set the date decides."""
    if row.due_on and new_due <= row.due_on:
        raise Refused(_("Ngày xin gia hạn không sau hạn hiện nay."), field="new_due")
    words = _("Xin gia hạn đến %(day)s: %(why)s") % {"day": f"{new_due:%d/%m/%Y}", "why": reason}
    note(row, str(words), kind=ProgressKind.ASK, actor=actor, at=at)
    row.asked_on, row.asked_due = timezone.localdate(at), new_due


@action(
    on=Commitment, frm=[*WAITING, S.UNDERWAY], form=ExtendForm, by=LEADER | OFFICE, tells=["lead", "cooperating"],
    stops=["commitments.extension_decision"], starts=[DUE], label=_("Gia hạn"), says=_("đã gia hạn"),
    asks=Ask(_("Cho gia hạn?"), lambda today: Q(asked_on__isnull=False), "asked_words", ("commitments.decline_extension",)),
)  # fmt: skip
def extend(
    row: Commitment, *, actor: Actor, at: datetime, new_due: date, reason: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None,
) -> None:  # fmt: skip
    """By the body that set the date: its leader, or its office recording the leader's bút phê."""
    if row.due_on and new_due <= row.due_on:
        raise Refused(_("Hạn mới phải sau hạn cũ."), instead=_("Xem lại ngày."), field="new_due")
    _decide(row, DecisionKind.EXTENSION, new_due, reason, decided_by, decided_on, scan, actor=actor, at=at)
    row.due_on = row.sort_on = new_due


@action(
    on=Commitment, frm=[*WAITING, S.UNDERWAY], form=OnPaperForm, by=(LEADER | OFFICE) & ASKED,
    tells=["lead", "cooperating"], stops=["commitments.extension_decision"],
    label=_("Không gia hạn"), says=_("đã không đồng ý gia hạn"),
)  # fmt: skip
def decline_extension(
    row: Commitment, *, actor: Actor, at: datetime, reason: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None,
) -> None:  # fmt: skip
    """The other answer to a request: the day stays, the reason is kept with the decision."""
    _decide(row, DecisionKind.DECLINED, None, reason, decided_by, decided_on, scan, actor=actor, at=at)


@action(
    on=Commitment, frm=[*WAITING, S.UNDERWAY], to=S.DEFERRED, form=DeferForm, by=LEADER | OFFICE,
    tells=["lead", "cooperating"], pauses=["commitments.due"],
    stops=["commitments.acceptance", "commitments.extension_decision"], label=_("Tạm gác"), says=_("đã tạm gác"),
)  # fmt: skip
def defer(
    row: Commitment, *, actor: Actor, at: datetime, review_on: date, reason: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None,
) -> None:  # fmt: skip
    """Only with a day on which it is looked at again (evidence E07)."""
    if review_on <= timezone.localdate(at):
        raise Refused(_("Ngày xem lại phải ở phía trước."), field="review_on")
    _decide(row, DecisionKind.DEFERRAL, review_on, reason, decided_by, decided_on, scan, actor=actor, at=at)
    row.review_on = review_on


def _decide(
    row: Commitment, kind: str, new_due: date | None, reason: str, decided_by: str, decided_on: date | None, scan: Any,
    *, actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """A leader decides in person; anybody else records a decision on paper and must show it."""
    on_paper = actor.hat is None or actor.hat.role != "leader"
    if on_paper and not (decided_by.strip() and decided_on and scan):
        raise Refused(
            _("Thiếu bút phê: người quyết định, ngày và bản chụp."),
            instead=_("Lãnh đạo tự bấm, hoặc văn phòng ghi đủ ba mục bút phê."), field="decided_by",
        )  # fmt: skip
    if decided_on and decided_on > timezone.localdate(at):
        raise Refused(_("Ngày bút phê ở tương lai."), field="decided_on")
    words = str(_("Bút phê: %s") % row.content)
    file = _keep(row, scan, words, actor=actor, at=at) if scan else None
    row.add(
        Decision(
            kind=kind, decided_by=decided_by if on_paper else actor.capacity[:300], reason=reason, scan=file,
            decided_on=decided_on or timezone.localdate(at), noted_by=actor.capacity[:300], old_due=row.due_on,
            new_due=new_due, order=len(row.decisions.all()) + 1, asked_on=row.asked_on,
        )
    )  # fmt: skip
    row.asked_on = row.asked_due = None


@action(
    on=Commitment, frm=[S.DEFERRED], to=S.UNDERWAY, by=LEADER | OFFICE, tells=["lead", "cooperating"], starts=[DUE],
    asks=Ask(_("Đã đến ngày xem lại: làm tiếp hay gác thêm?"), lambda today: Q(review_on__lte=today), "review_words"),
    label=_("Làm tiếp"), says=_("đã cho làm tiếp"),
)  # fmt: skip
def resume(row: Commitment, *, actor: Actor, at: datetime) -> None:
    row.review_on = None


@action(
    on=Commitment, frm=[*WAITING, S.UNDERWAY], form=UrgeForm, by=OFFICE | LEADER, tells=["lead"], appends=True,
    label=_("Đôn đốc"), says=_("đã đôn đốc"),
)  # fmt: skip
def urge(row: Commitment, *, actor: Actor, at: datetime, words: str = "") -> None:
    """A numbered reminder (đôn đốc lần n); it reaches the lead at once and stays in the history.

    The letter that goes with it is a paper of the task (``commitments.urging``).
    """
    row.urged += 1
    words = ". ".join(part for part in (str(_("Đôn đốc lần %d") % row.urged), words.strip()) if part)
    note(row, words, kind=ProgressKind.URGE, actor=actor, at=at)


@action(
    on=Commitment, frm=[S.PROPOSED, *WAITING, S.UNDERWAY, S.DEFERRED], to=S.DROPPED, form=OnPaperForm,
    by=LEADER | OFFICE, tells=["lead"],
    stops=["commitments.acceptance", "commitments.due", "commitments.extension_decision"],
    label=_("Thôi việc này"), says=_("đã cho thôi việc này"), warns=_("Việc ra khỏi sổ; lịch sử vẫn giữ."),
)  # fmt: skip
def drop(
    row: Commitment, *, actor: Actor, at: datetime, reason: str, decided_by: str = "", decided_on: date | None = None,
    scan: Any = None,
) -> None:  # fmt: skip
    """A proposal is simply not taken up; a promise already given needs the decision of its owner."""
    if row.state in LIVE:
        _decide(row, DecisionKind.DROP, None, reason, decided_by, decided_on, scan, actor=actor, at=at)


@action(
    on=Commitment, frm=[S.PROPOSED], to=S.DROPPED, by=role("clerk", "leader"),
    label=_("Thôi đề xuất"), says=_("đã thôi đề xuất vì nguồn đã khép"),
)  # fmt: skip
def lapse(row: Commitment, *, actor: Actor, at: datetime, reason: str) -> None:
    """What was only proposed ends with the paper it came from; performed by the action that closes that."""
