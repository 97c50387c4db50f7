"""The signing of a programme: locked under its number, signed in order or recorded with its scan, withdrawn in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.agreeing import agreed, void_all
from phoihop.activities.programmes.annex_paper import changes
from phoihop.activities.programmes.forms import (
    ConfirmSigningForm,
    LockForm,
    ReturnScanForm,
    SigningForm,
    SignPdfForm,
    WhyForm,
)
from phoihop.activities.programmes.models import (
    Party,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    SigningRound,
    Witness,
)
from phoihop.activities.programmes.papers import copy, subject_of
from phoihop.activities.programmes.rights import DAILY, DRAFTERS, EMERGENCY, FINAL, INTERIM, LEADERS, OFFICE
from phoihop.activities.programmes.texts import fingerprint_of
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.paper_data import text_of
from phoihop.core.papers import build_paper
from phoihop.core.who import Actor, Rule, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store
from phoihop.documents.comparing.concluding import concluded
from phoihop.documents.models import OUT, OutgoingDocument, OutgoingState, Way, carries_numbers
from phoihop.documents.register_forms import IssueDocumentForm

S = ProgrammeState
YOUR_TURN = _("Ký chương trình? Đến lượt đồng chí.")
UNREGISTERED = Rule(
    "its text was not locked here", lambda hat, row: row is None or not getattr(row, "paper_out_id", None)
)


@action(
    on=Programme, frm=[S.DRAFT], to=S.LOCKED, form=LockForm, by=DRAFTERS, tells=["party_ids"], calls=["turn"],
    stops=["programmes.comments"],
    label=_("Khóa để ký"), says=_("đã khóa văn bản để ký"),
    warns=_("Số được dành cho văn bản này và nằm trong vân tay; sau đó chữ không sửa được nữa."),
)  # fmt: skip
def lock_for_signing(
    programme: Programme, *, actor: Actor, at: datetime, dated: date | None = None, signed_place: str = "",
    witnesses: Sequence[str] = (),
) -> None:  # fmt: skip
    """All parties agreed to the text at hand and every comment is answered: it becomes a văn bản đi under its number."""
    _need_agreed(programme)
    document = _prepared(programme, actor=actor, at=at)
    document = perform(
        "documents.lock_for_signing", document, actor=actor, at=at, dated=dated, through=programme
    )
    programme.paper_out = document
    programme.signed_place = signed_place or programme.signed_place
    _write_witnesses(programme, witnesses)
    programme.add(
        SigningRound(
            document=document, version=programme.version, fingerprint=fingerprint_of(programme), opened_at=at,
            order=len(programme.signing_rounds.all()),
        )
    )  # fmt: skip
    _whose_turn(programme)


@carries_numbers
def numbers_read_in(body: Organisation, symbol: str, year: int) -> dict[int, str]:
    """Numbers of programmes signed before the register was kept here: recorded with the number on their paper."""
    return {number: _with_day(row) for number, row in _read_in(body.territory_id, symbol, year).items()}


def _read_in(territory: int, symbol: str, year: int) -> dict[int, Programme]:
    rows = Programme.objects.filter(
        Q(signed_on__year=year) | Q(signed_on=None, period_from=year), symbol=symbol, territory=territory, paper_out=None
    ).exclude(number="")  # fmt: skip
    return {int(row.number): row for row in rows.order_by("-pk") if row.number.isdecimal()}


def _with_day(row: Programme) -> str:
    day = f", {_('ký %s') % f'{row.signed_on:%d/%m/%Y}'}" if row.signed_on else ""
    return f"{row} ({row.code}{day})"


def _need_number_free(programme: Programme, number: str, symbol: str, *, year: int) -> None:
    """A number stands once a year beside its symbol, on a paper of the register as on one that was read in."""
    if not number.isdecimal():
        return
    other: Programme | OutgoingDocument | None = _read_in(programme.territory_id, symbol, year).get(
        int(number)
    )
    if other is None or other.pk == programme.pk:
        kept = OutgoingDocument.objects.filter(
            number=int(number), symbol=symbol, year=year, owner__territory=programme.territory_id
        )
        other = kept.exclude(state=OutgoingState.DROPPED).first()
    if other is not None:
        raise Refused(
            _("Số %(number)s/%(symbol)s năm %(year)d đã có ở %(code)s.")
            % {"number": number, "symbol": symbol, "year": year, "code": other.code},
            instead=_("Xem lại số trên bản ký. Chưa ghi gì."), field="number",
        )  # fmt: skip


def _need_agreed(programme: Programme) -> None:
    """Whatever way it is signed: each party agreed to the text at hand, no comment waits, an annex changes something."""
    counted = agreed(programme, fingerprint_of(programme))
    missing = [
        str(row.body) for row in programme.parties.select_related("body") if row.body_id not in counted
    ]
    if missing:
        raise Refused(
            _("Chưa thống nhất bản v%(n)d: %(who)s.") % {"n": programme.version, "who": ", ".join(missing)},
            instead=_("Đề nghị các bên mở trang này và bấm Thống nhất."),
        )
    waiting = programme.comments.filter(state="open").count()
    if waiting:
        raise Refused(
            _("Còn %d góp ý chưa phản hồi.") % waiting, instead=_("Phản hồi ở trang Soạn và góp ý.")
        )
    if programme.amends_id and not changes(programme):
        raise Refused(
            _("Phụ lục chưa sửa đoạn nào."), instead=_("Sửa ít nhất một đoạn ở trang Soạn và góp ý.")
        )


def _prepared(programme: Programme, *, actor: Actor, at: datetime) -> OutgoingDocument:
    """The paper of this programme in the register: a new one, or the one that was unlocked, with its number."""
    old = programme.paper_out
    if old is not None and old.state == OutgoingState.DRAFT:
        content = text_of(build_paper("programmes.text", programme, actor=actor, at=at))
        again: OutgoingDocument = perform(
            "documents.revise_text",
            old,
            actor=actor,
            at=at,
            blocks=content,
            symbol=old.symbol,
            through=programme,
        )
        return again
    others = [
        row.body for row in programme.parties.select_related("body") if row.body_id != programme.owner_id
    ]
    made: OutgoingDocument = perform(
        "documents.prepare", actor=actor, at=at, source=programme, paper="programmes.text", owner=programme.owner,
        joint=others, held_by="programmes.sign programmes.sign_last", drafter=programme.keeper,
        about=subject_of(programme),
    )  # fmt: skip
    return made


def _whose_turn(programme: Programme) -> None:
    document = programme.paper_out
    rows = [row for row in document.signatures.all() if row.signed_on is None] if document else []
    programme.turn_id, programme.turns_left = (rows[0].body_id if rows else None), len(rows)


@action(
    on=Programme, frm=[S.LOCKED], form=SignPdfForm, by=role("leader", "clerk") & of("to_sign"), tells=["party_ids"],
    label=_("Ký số"), says=_("đã ký"),
    asks=Ask(YOUR_TURN, when=lambda today: Q(turns_left__gt=1), about="party_line", at="ky"),
)  # fmt: skip
def sign(
    programme: Programme, *, actor: Actor, at: datetime, upload: Any = None, file: Any = None, body: Any = None,
    way: str = Way.DIGITAL,
) -> None:  # fmt: skip
    """The next party signs the locked paper; the file that carries its signature is checked where signatures live."""
    _sign(programme, actor=actor, at=at, way=way, upload=upload, file=file)
    _whose_turn(programme)


@action(
    on=Programme, frm=[S.LOCKED], to=S.IN_FORCE, form=SignPdfForm, by=role("leader", "clerk") & of("last_to_sign"),
    tells=["party_ids"], starts=[INTERIM, FINAL, DAILY], stops=[EMERGENCY.code], label=_("Ký số, đưa vào hiệu lực"),
    says=_("đã ký; đủ chữ ký, chương trình có hiệu lực"),
    asks=Ask(YOUR_TURN, when=lambda today: Q(turns_left=1), about="party_line", at="ky"),
)  # fmt: skip
def sign_last(
    programme: Programme, *, actor: Actor, at: datetime, upload: Any = None, file: Any = None, body: Any = None,
    way: str = Way.DIGITAL,
) -> None:  # fmt: skip
    """The last signature: the programme is in force, its number and its signers are those of the paper."""
    _sign(programme, actor=actor, at=at, way=way, upload=upload, file=file)
    programme.turn, programme.turns_left = None, 0
    _take_effect(programme)
    owe_reviews(programme, timezone.localdate(at).year, at=at)


def _sign(programme: Programme, *, actor: Actor, at: datetime, way: str, upload: Any, file: Any) -> None:
    programme.paper_out = perform(
        "documents.sign", programme.paper_out, actor=actor, at=at, way=way, upload=upload, file=file,
        body=Organisation.objects.get(pk=actor.acting_for), through=programme,
    )  # fmt: skip


def _take_effect(programme: Programme) -> None:
    """Number, day and signers as the register has them."""
    document = programme.paper_out
    if document is None:
        raise Refused(_("Chương trình chưa có văn bản đã khóa để ký."), instead=_("Khóa để ký trước đã."))
    programme.number, programme.symbol = f"{document.number:02d}", document.symbol
    programme.signed_on = programme.signed_on or document.signed_on
    programme.turn, programme.turns_left = None, 0
    parties = {party.body_id: party for party in programme.parties.all()}
    for order, row in enumerate(document.signatures.all(), start=1):
        party = parties[row.body_id]
        party.capacity = f"{row.capacity}." if row.capacity else ""
        party.signer, party.signer_title, party.signed_order = row.name[:120], row.title[:200], order
        programme.change(party)


@action(
    on=Programme, frm=[S.LOCKED], to=S.WITHDRAWN, form=WhyForm, by=LEADERS | OFFICE, tells=["party_ids"],
    label=_("Rút chữ ký"), says=_("đã rút chữ ký"),
    warns=_("Chữ ký các bên đã có vẫn đọc được nhưng không còn tính; bản sau phải thống nhất và ký lại từ đầu."),
)  # fmt: skip
def withdraw_signature(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """Before the last party has signed (journey J1): nothing is deleted, the next version needs all again."""
    perform(
        "documents.withdraw_signature",
        programme.paper_out,
        actor=actor,
        at=at,
        reason=reason,
        through=programme,
    )
    body = Organisation.objects.get(pk=actor.acting_for)
    last = list(programme.signing_rounds.all())[-1]
    last.closed_at, last.closed_why, last.withdrawn_by = at, reason, body
    programme.change(last)
    programme.withdrawn_words = str(
        _("Đã rút chữ ký (%(body)s, %(day)s: %(why)s)")
        % {"body": body, "day": f"{timezone.localdate(at):%d/%m}", "why": reason}
    )[:200]
    programme.paper_out = programme.turn = None
    programme.turns_left = 0
    void_all(programme, at=at, why=str(_("%(body)s rút chữ ký: %(why)s") % {"body": body, "why": reason}))


@action(
    on=Programme, frm=[S.WITHDRAWN], to=S.DRAFT, by=DRAFTERS, calls=["party_ids"],
    label=_("Giữ nguyên chữ, thống nhất lại"), says=_("đã mời các bên thống nhất lại văn bản để ký"),
)  # fmt: skip
def reopen(programme: Programme, *, actor: Actor, at: datetime) -> None:
    """After a signature was withdrawn: the same words again, agreed to, locked and signed from the beginning."""


@action(
    on=Programme, frm=[S.LOCKED], to=S.DRAFT, form=WhyForm, by=DRAFTERS, tells=["party_ids"],
    label=_("Mở khóa để sửa"), says=_("đã mở khóa văn bản"),
)  # fmt: skip
def unlock(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """While nobody has signed: back to the draft; the number stays with this paper."""
    programme.paper_out = perform(
        "documents.return_draft", programme.paper_out, actor=actor, at=at, words=reason, through=programme
    )
    last = list(programme.signing_rounds.all())[-1]
    last.closed_at, last.closed_why = at, reason
    programme.change(last)
    programme.turn, programme.turns_left = None, 0


@action(
    on=Programme, frm=[S.DRAFT, S.LOCKED], to=S.SIGNED, form=SigningForm, by=OFFICE,
    label=_("Ghi việc ký kết"), says=_("đã ghi việc ký kết và tải bản ký"), tells=["party_ids"], primary=True,
    starts=[Start("programmes.scan_confirmation", body="owner")], stops=["programmes.comments"],
)  # fmt: skip
def record_signing(
    programme: Programme, *, actor: Actor, at: datetime, signed_on: date, upload: Any,
    signed_place: str = "", witnesses: Sequence[str] = (), number: str = "", symbol: str = "",
    signers: Sequence[Mapping[str, Any]] = (),
) -> None:  # fmt: skip
    """The signing as it happened: who, in what capacity, in which order, before whom; with the scan.

    What was not agreed to by every party is not recorded as signed by them. Neither the same person nor the
    same party may also confirm the scan (see :func:`confirm_signing`).
    """
    if programme.state == S.DRAFT:
        _need_agreed(programme)
    if signed_on > timezone.localdate(at):
        raise Refused(_("Ngày ký ở tương lai."), instead=_("Ghi sau khi đã ký."), field="signed_on")
    _write_witnesses(programme, witnesses)
    programme.signed_on, programme.signed_place = signed_on, signed_place or programme.signed_place
    if programme.state == S.LOCKED:
        _record_on_paper(programme, actor=actor, at=at, signed_on=signed_on)
    else:
        _need_number_free(programme, number, symbol, year=signed_on.year)
        _record_unlocked(programme, number=number, symbol=symbol, signers=signers)
    scan = perform(
        store, actor=actor, at=at, upload=upload, words=str(_("Bản ký %s") % programme.title)[:300],
        owner=programme.owner, share_with=programme.party_ids(),
    )  # fmt: skip
    programme.scan, programme.scan_by, programme.scan_for_id = scan, actor.user, actor.acting_for
    if programme.state == S.LOCKED and programme.paper_out is not None:
        perform(
            "documents.record_signed_copy",
            programme.paper_out,
            actor=actor,
            at=at,
            file=scan,
            through=programme,
        )


def _record_unlocked(
    programme: Programme, *, number: str, symbol: str, signers: Sequence[Mapping[str, Any]]
) -> None:
    """Signed on paper without having been locked here: number and signers as the paper has them."""
    parties = {party.body_id: party for party in programme.parties.select_related("body")}
    missing = [str(party.body) for key, party in parties.items() if key not in {s["body"] for s in signers}]
    if missing:
        raise Refused(
            _("Chưa ghi người ký của: %s.") % ", ".join(missing), instead=_("Điền đủ người ký các bên.")
        )
    write_signers(parties, signers)
    for party in parties.values():
        programme.change(party)
    programme.number, programme.symbol = number, symbol


def _record_on_paper(programme: Programme, *, actor: Actor, at: datetime, signed_on: date) -> None:
    """The locked paper was signed by hand: each signature that is still open is recorded in its order."""
    document = programme.paper_out
    while document is not None and document.next_signature() is not None:
        document = perform(
            "documents.sign",
            document,
            actor=actor,
            at=at,
            way=Way.PAPER,
            signed_on=signed_on,
            through=programme,
        )
    programme.paper_out = document
    _take_effect(programme)


def _write_witnesses(programme: Programme, witnesses: Sequence[str]) -> None:
    known = {row.words for row in programme.witnesses.all()}
    fresh = [words for words in witnesses if words[:200] not in known]
    for order, words in enumerate(fresh, start=len(known)):
        programme.add(Witness(words=words[:200], order=order))


@action(
    on=Programme, frm=[S.SIGNED], to=S.IN_FORCE, form=ConfirmSigningForm, by=OFFICE | LEADERS,
    label=_("Xác nhận bản ký"), says=_("đã xác nhận bản ký; chương trình có hiệu lực"), tells=["party_ids"],
    stops=["programmes.scan_confirmation", EMERGENCY.code], starts=[INTERIM, FINAL, DAILY], primary=True,
    asks=Ask(_("Bản ký đúng là bản đã thống nhất?"), otherwise=("programmes.return_scan",)),
)  # fmt: skip
def confirm_signing(
    programme: Programme,
    *,
    actor: Actor,
    at: datetime,
    answers: Mapping[int, str] | None = None,
    why: str = "",
) -> None:
    """Somebody of another party compares the scan with the agreed text (journey J1): four eyes, or no effect."""
    if programme.scan_by == actor.user:
        raise Refused(
            _("Người tải bản ký không tự xác nhận bản ký đó."),
            instead=_("Nhờ một đồng chí của bên khác mở trang này và xác nhận."),
        )
    if programme.scan_for_id == actor.body:
        raise Refused(
            _("Bên nộp bản ký không tự xác nhận bản ký của mình."),
            instead=_("Nhờ bên khác mở trang này và xác nhận."),
        )
    document = programme.paper_out
    if document is not None and document.signed_copy_id:
        perform(
            "documents.confirm_signed_copy", document, actor=actor, at=at, answers=answers, why=why, through=programme
        )  # fmt: skip
    else:
        concluded(copy(programme), answers or {}, why)
    owe_reviews(programme, timezone.localdate(at).year, at=at)


@action(
    on=Programme, frm=[S.SIGNED], to=S.DRAFT, form=ReturnScanForm, by=(OFFICE | LEADERS) & UNREGISTERED,
    label=_("Trả lại bản ký"), says=_("đã trả lại bản ký"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"],
)  # fmt: skip
def return_scan(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """The scan is not right: back to the draft, the record of the attempt stays in the journal."""


@action(
    on=Programme, frm=[S.SIGNED], to=S.LOCKED, form=ReturnScanForm, by=(OFFICE | LEADERS) & ~UNREGISTERED,
    label=_("Trả lại bản chụp"), says=_("đã trả lại bản chụp bản ký"), tells=["party_ids"],
    stops=["programmes.scan_confirmation"],
)  # fmt: skip
def hand_back_scan(programme: Programme, *, actor: Actor, at: datetime, reason: str) -> None:
    """The copy is not the paper that was locked: the text and its signatures stay, another copy must come."""
    perform(
        "documents.return_signed_copy",
        programme.paper_out,
        actor=actor,
        at=at,
        reason=reason,
        through=programme,
    )


@action(
    on=Programme, frm=[S.IN_FORCE, S.CLOSED], form=IssueDocumentForm, by=role("clerk", "leader") & of("owner") & ~UNREGISTERED,
    tells=["party_ids"], label=_("Ban hành văn bản"), says=_("đã ban hành văn bản của chương trình"),
    warns=_("Số đã dùng thật; văn bản đến các nơi nhận ngay và không sửa được nữa, chỉ đính chính hoặc thu hồi bằng thông báo."),
)  # fmt: skip
def issue_paper(
    programme: Programme, *, actor: Actor, at: datetime, issued_on: date | None = None, copies_made: int | None = None
) -> None:  # fmt: skip
    """The paper of a programme signed in full goes out of the register; what it still lacks is said there."""
    document = programme.paper_out
    if document is not None and document.state in OUT:
        raise Refused(_("Văn bản này đã ban hành ngày %s.") % f"{document.issued_on:%d/%m/%Y}")
    programme.paper_out = perform(
        "documents.issue", document, actor=actor, at=at, issued_on=issued_on, copies_made=copies_made, through=programme,
    )  # fmt: skip


def owe_reviews(programme: Programme, this_year: int, *, at: datetime | None = None) -> None:
    """The year whose reviews are owed next. Standing rules are reviewed once, at the end of their term.

    An emergency owes no review of a year: from its effect on it owes figures, until it is closed.
    """
    if programme.kind == ProgrammeKind.EMERGENCY:
        programme.figures_from = at
        return
    if programme.period_to < this_year or programme.amends_id:
        return
    regulation = programme.kind == ProgrammeKind.REGULATION
    year = max(programme.period_from, this_year)
    programme.interim_year = None if regulation else year
    programme.final_year = programme.period_to if regulation else year


def write_signers(parties: Mapping[int, Party], signers: Sequence[Mapping[str, Any]]) -> None:
    for n, row in enumerate(signers, start=1):
        party = parties.get(int(row["body"]))
        if party is None:
            raise Refused(_("Người ký không thuộc bên nào của chương trình."))
        party.capacity, party.signer_title, party.signer = (
            row.get("capacity", ""),
            row["title"],
            row["signer"],
        )
        party.signed_order = n
