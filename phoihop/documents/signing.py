"""A text is locked under its number, signed in order, and its signed copy is looked at by a second person."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import counters
from phoihop.core.actions import Ask, Refused, Start, action, perform
from phoihop.core.models import Record
from phoihop.core.who import Actor, Rule, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.capacity import need_valid
from phoihop.documents.comparing.concluding import concluded
from phoihop.documents.comparing.copies import copy_of
from phoihop.documents.comparing.keeping import forget
from phoihop.documents.drafting import HOLDER, LEADER, OFFICE, need_home, need_whole, rewrite, rule_on
from phoihop.documents.models import (
    File,
    FileKind,
    NoSeries,
    OutgoingDocument,
    OutgoingState,
    RulingKind,
    Signature,
    Way,
    carried_numbers,
    series_for,
    symbol_of,
)
from phoihop.documents.register_forms import (
    ConfirmCopyForm,
    LockForm,
    ReasonForm,
    ReasonOnPaperForm,
    ReplaceCopyForm,
    SignedCopyForm,
    SignForm,
)

S = OutgoingState
#: A held paper is signed through its source, whose own rule says whose turn it is.
HELD_ELSEWHERE = Rule("held by its source", lambda hat, row: row is None or bool(getattr(row, "held_by", "")))
SIGNING = role("leader", "clerk", "unit", "member") & (of("turn") | (of("issuers") & HELD_ELSEWHERE))
PARTIES = role("clerk", "leader") & of("issuers", "owner")
READY = Rule(
    "approved, or its text agreed elsewhere",
    lambda hat, row: row is None or row.state != S.DRAFT or bool(getattr(row, "held_by", "")),
)


@action(
    on=OutgoingDocument, frm=[S.DRAFT, S.APPROVED], to=S.LOCKED, form=LockForm, by=(OFFICE | LEADER | HOLDER) & READY,
    tells=["issuers"], calls=["turn"], label=_("Lấy số, khóa để ký"), says=_("đã lấy số và khóa văn bản để ký"), primary=True,
    warns=_("Số được dành cho văn bản này và nằm trong vân tay; sau đó chữ không sửa được nữa."),
)  # fmt: skip
def lock_for_signing(
    document: OutgoingDocument, *, actor: Actor, at: datetime, dated: date | None = None, order_why: str = "",
    through: Record | None = None,
) -> None:  # fmt: skip
    """Reserves the number (R-3), writes it with the day and the signers (R-2) into the text, fingerprints all.

    A paper that was locked before and returned keeps the number it has.
    """
    need_home(document, through)
    need_whole(document)
    day = dated or timezone.localdate(at)
    if through is None and day > timezone.localdate(at):
        raise Refused(
            _("Ngày văn bản còn ở phía trước."),
            instead=_("Lấy số vào ngày ban hành. Chưa lấy số."),
            field="dated",
        )
    bodies = [part.body for part in document.bodies.select_related("body__kind", "body__territory")]
    _need_signers(document, bodies, on=day)
    lead = bodies[0]
    try:
        series = series_for(lead, document.kind, day)
    except NoSeries as error:
        raise Refused(
            _("Chưa có cách đánh số cho %(kind)s của %(body)s.") % {"kind": document.kind, "body": lead},
            instead=_("Quản trị ghi cách đánh số rồi làm lại."),
        ) from error  # fmt: skip
    book = series.book(lead, document.kind, day.year)
    symbol = document.symbol or symbol_of(
        document.kind, bodies, year=day.year, unit=document.drafter, template=series.template
    )
    if document.number is None:
        document.number = _next_free(f"vb:{book}", carried_numbers(lead, symbol, day.year))
        document.book, document.year = book, day.year
    elif document.book != book:
        raise Refused(
            _("Số %(number)s đã dành cho văn bản này ở sổ khác (loại văn bản hoặc năm đã đổi).")
            % {"number": f"{document.number:02d}"},
            instead=_("Thôi ban hành văn bản này (số để trống có lý do) rồi soạn lại."), step="documents.drop",
        )  # fmt: skip
    document.order_why = _order_why(document, day, order_why)
    document.symbol, document.dated, document.locked_on = symbol, day, timezone.localdate(at)
    rewrite(document, number=f"{document.number:02d}", symbol=document.symbol, day=day)
    document.fingerprint = document.fingerprint_now()


def _next_free(book: str, taken: Container[int]) -> int:
    """The next number of the count that no paper read in from before carries already."""
    number = counters.next_number(book)
    while number in taken:
        number = counters.next_number(book)
    return number


def _order_why(document: OutgoingDocument, day: date, why: str) -> str:
    """Numbers and days of a book run together (R-3); a day out of order is kept with its reason, others have none."""
    rows = OutgoingDocument.objects.filter(book=document.book, dated__isnull=False).exclude(pk=document.pk)
    rows = rows.exclude(state=S.DROPPED).defer("paper")
    before = rows.filter(number__lt=document.number, dated__gt=day).order_by("-dated").first()
    after = rows.filter(number__gt=document.number, dated__lt=day).order_by("dated").first()
    other = before or after
    if other is None:
        return ""
    if not why.strip():
        words = (
            _("Số %(number)s trước đó trong cùng sổ đề ngày %(day)s, sau ngày %(mine)s.")
            if other is before
            else _("Số %(number)s sau đó trong cùng sổ đề ngày %(day)s, trước ngày %(mine)s.")
        )
        raise Refused(
            words % {"number": other.official_number, "day": f"{other.dated:%d/%m/%Y}", "mine": f"{day:%d/%m/%Y}"},
            instead=_("Chọn ngày theo thứ tự của sổ, hoặc ghi vì sao số và ngày không theo thứ tự. Chưa lấy số."),
            field="dated",
        )  # fmt: skip
    return why.strip()[:300]


def _need_signers(document: OutgoingDocument, bodies: list[Organisation], *, on: date) -> None:
    """R-2: every issuing body has its signer, in a position held on the day."""
    planned = {
        row.body_id: row for row in document.signatures.select_related("appointment__person", "body__kind")
    }
    for body in bodies:
        row = planned.get(body.pk)
        if row is None:
            raise Refused(
                _("Chưa có người ký cho %s.") % body, step="documents.choose_signer",
                instead=_("Chọn người ký; người ký phải có chức vụ ghi ở Nhân sự vào ngày văn bản."),
            )  # fmt: skip
        need_valid(row.appointment, row.body, row.capacity, on=on, basis=row.basis)


def _as_signed(told: Mapping[str, Any]) -> Any:
    """Signed by whoever pressed the button, or the record of a signature given elsewhere: whose, and how."""
    way = told["inputs"].get("way", Way.PAPER)
    rows = [row for row in told["snapshot"]["parts"].get("signature", ()) if row["signed_on"]]
    if way == Way.DIGITAL or not rows:
        return _("đã ký văn bản")
    last = max(rows, key=lambda row: int(row["order"]))
    words = _("đã ghi việc %s ký trên giấy") if way == Way.PAPER else _("đã ghi lại chữ ký đã có của %s")
    return words % f"{last['title']} {last['name']}"


@action(
    on=OutgoingDocument, frm=[S.LOCKED], form=SignForm, by=SIGNING, tells=["issuers"],
    starts=[Start("documents.issuing", "signed_on", "owner")], label=_("Ký"), says=_("đã ký văn bản"), primary=True,
    said=_as_signed,
    asks=Ask(
        question=_("Ký văn bản đã lấy số?"), when=lambda today: Q(signed_on=None, held_by=""), about="official_number",
        at="ky-so",
    ),
)  # fmt: skip
def sign(
    document: OutgoingDocument, *, actor: Actor, at: datetime, way: str = Way.PAPER, signed_on: date | None = None,
    upload: Any = None, file: File | None = None, result: str = "", body: Organisation | None = None,
    through: Record | None = None,
) -> None:  # fmt: skip
    """The next signature in order: that of the body acted for; a record that holds the paper signs for its parties.

    Digital: the PDF signed by the signer comes as ``file`` (kept already) or ``upload``; it is verified here, and
    what both validators found becomes the ``result``. On paper: the scan follows as the signed copy. Recorded: a signature given before.
    """
    need_home(document, through)
    row = document.next_signature()
    if row is None:
        raise Refused(_("Văn bản đã đủ chữ ký."))
    signing = body.pk if body is not None else row.body_id if through is not None else actor.body
    if row.body_id != signing:
        who = body or Organisation.objects.get(pk=actor.acting_for)
        raise Refused(
            _("Chưa đến lượt %(body)s: đang chờ %(next)s ký.") % {"body": who, "next": row.body},
            instead=_("Ký theo thứ tự ghi trên văn bản."), field="body",
        )  # fmt: skip
    day = signed_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise Refused(_("Ngày ký ở tương lai."), field="signed_on")
    if document.fingerprint != document.fingerprint_now():
        raise Refused(_("Nội dung không còn khớp vân tay đã khóa."), instead=_("Báo quản trị, chưa ký."))
    need_valid(row.appointment, row.body, row.capacity, on=day, basis=row.basis)
    row.way, row.signed_on, row.result = way, day, result[:400]
    row.noted_by = actor.capacity[:300]
    row.file = _signed_file(document, row, file=file, upload=upload, actor=actor, at=at)
    if row.way == Way.DIGITAL and row.file is not None:
        row.result = _checked(document, row, row.file, at=at)
    document.change(row)
    if all(other.signed_on or other.pk == row.pk for other in document.signatures.all()):
        document.signed_on = day


def _signed_file(
    document: OutgoingDocument, row: Signature, *, file: File | None, upload: Any, actor: Actor, at: datetime
) -> File | None:
    """The PDF that carries a digital signature: without it nothing digital was signed."""
    if row.way != Way.DIGITAL:
        return file
    if file is None and upload:
        about = str(_("Bản ký số: %s") % document.about)[:300]
        file = perform(
            "documents.store",
            actor=actor,
            at=at,
            upload=upload,
            words=about,
            share_with=document.reader_keys(),
        )
    if file is None or file.kind != FileKind.PDF:
        raise Refused(
            _("Ký số phải có tệp PDF đã ký."), instead=_("Chọn tệp PDF đã ký số, hoặc chọn cách ký khác."),
            field="upload",
        )  # fmt: skip
    return file


def _checked(document: OutgoingDocument, row: Signature, file: File, *, at: datetime) -> str:
    """What checking found; Refused if the file is not this paper signed by this signer."""
    from phoihop.documents.signatures.matching import NotThis, match  # noqa: PLC0415 heavy: only where a signed file came

    with default_storage.open(file.stored_as) as held:
        content = held.read()
    try:
        return match(document, row, content, at=at).words[:400]
    except NotThis as error:
        raise Refused(error.reason, instead=error.instead, field="upload") from error


@action(
    on=OutgoingDocument, frm=[S.LOCKED, S.ISSUED], form=SignedCopyForm, by=PARTIES, tells=["issuers"],
    label=_("Nộp bản ký"), says=_("đã nộp bản ký"),
)  # fmt: skip
def record_signed_copy(
    document: OutgoingDocument, *, actor: Actor, at: datetime, upload: Any = None, file: File | None = None,
    through: Record | None = None,
) -> None:  # fmt: skip
    """The scan or PDF of the paper as signed and sealed; somebody else looks at it before it counts."""
    need_home(document, through)
    if not any(row.signed_on for row in document.signatures.all()):
        raise Refused(_("Chưa có ai ký văn bản này."), instead=_("Ghi chữ ký trước."), step="documents.sign")
    if document.copy_confirmed_on:
        raise Refused(
            _("Bản ký đã được xác nhận."), instead=_("Muốn thay thì trả lại bản ký trước; đã ban hành thì thay bản ký."),
        )  # fmt: skip
    file = _copy_file(document, upload, actor=actor, at=at, kept=file)
    document.signed_copy = file
    document.copy_user, document.copy_by, document.copy_result = actor.user, actor.capacity[:300], ""


def _copy_file(
    document: OutgoingDocument, upload: Any, *, actor: Actor, at: datetime, kept: File | None = None
) -> File:
    """What was handed in as signed, kept and shared with those who read the paper."""
    file: File = kept or perform(
        "documents.store", actor=actor, at=at, upload=upload, words=str(_("Bản ký: %s") % document.about)[:300],
        share_with=document.reader_keys(),
    )  # fmt: skip
    if file.kind not in (FileKind.PDF, FileKind.PICTURE):
        raise Refused(
            _("Bản ký phải là PDF hoặc ảnh chụp; “%(name)s” là %(kind)s.") % {"name": file.name, "kind": file.kind_label},
            instead=_("Chụp hoặc quét bản đã ký, đóng dấu rồi nộp lại. Chưa ghi gì."), field="upload",
        )  # fmt: skip
    return file


@action(
    on=OutgoingDocument, frm=[S.LOCKED, S.ISSUED], form=ConfirmCopyForm, by=PARTIES,
    label=_("Xác nhận bản ký"), says=_("đã xác nhận bản ký"),
)  # fmt: skip
def confirm_signed_copy(
    document: OutgoingDocument, *, actor: Actor, at: datetime, answers: Mapping[int, str] | None = None,
    why: str = "", through: Record | None = None,
) -> None:  # fmt: skip
    """By another person than who handed it in, who decides on every place where the comparison found another word."""
    if document.state == S.LOCKED:
        need_home(document, through)
    _need_copy(document)
    if actor.user is not None and actor.user == document.copy_user:
        raise Refused(
            _("Người nộp bản ký không tự xác nhận."),
            instead=_("Nhờ người khác của cơ quan ký đối chiếu, xác nhận."),
        )
    copy = copy_of(document)
    if copy is not None:
        document.copy_result = concluded(copy, answers or {}, why)[:400]
    document.copy_confirmed_on = timezone.localdate(at)
    if (
        document.state == S.ISSUED and document.signed_copy is not None
    ):  # a replaced copy reaches the receivers too
        perform("documents.share", document.signed_copy, actor=actor, at=at, bodies=document.receivers())


@action(
    on=OutgoingDocument, frm=[S.ISSUED], form=ReplaceCopyForm, by=PARTIES, tells=["issuers"],
    label=_("Thay bản ký"), says=_("đã thay bản ký nộp nhầm"),
    warns=_("Bản mới chỉ tính khi người khác đã đối chiếu, xác nhận; bản cũ vẫn giữ lại."),
)  # fmt: skip
def replace_signed_copy(
    document: OutgoingDocument, *, actor: Actor, at: datetime, upload: Any, reason: str
) -> None:
    """A copy confirmed by mistake is found after the paper went out: the right one takes its place, the old one stays."""
    if document.signed_copy is None or not document.copy_confirmed_on:
        raise Refused(_("Chưa có bản ký nào đã xác nhận để thay."), step="documents.record_signed_copy")
    before = document.signed_copy
    document.signed_copy = _copy_file(document, upload, actor=actor, at=at)
    if document.signed_copy.sha256 == before.sha256:
        raise Refused(
            _("Đây chính là bản ký đang giữ."), instead=_("Chọn tệp khác. Chưa ghi gì."), field="upload"
        )
    document.link("copy_before", before)
    document.copy_user, document.copy_by, document.copy_confirmed_on = actor.user, actor.capacity[:300], None
    document.copy_result = str(_("Thay bản ký trước: %s") % reason)[:400]


@action(
    on=OutgoingDocument, frm=[S.LOCKED, S.ISSUED], form=ReasonForm, by=PARTIES, tells=["issuers"],
    label=_("Trả lại bản ký"), says=_("đã trả lại bản ký"),
)  # fmt: skip
def return_signed_copy(
    document: OutgoingDocument, *, actor: Actor, at: datetime, reason: str, through: Record | None = None
) -> None:
    """The copy is not the paper that was locked, or cannot be read: another must be handed in."""
    if document.state == S.LOCKED:
        need_home(document, through)
    _need_copy(document)
    if document.state == S.ISSUED and document.copy_confirmed_on:
        raise Refused(
            _("Văn bản đã ban hành theo bản ký đã xác nhận: không trả lại bản ký được nữa."),
            instead=_("Nộp nhầm bản ký thì thay bản ký; văn bản sai thì đính chính hoặc thu hồi."),
            step="documents.replace_signed_copy",
        )  # fmt: skip
    if document.signed_copy is not None:
        forget(document.signed_copy.sha256)
    document.signed_copy = document.copy_user = document.copy_confirmed_on = None
    document.copy_by, document.copy_result = "", str(_("Bản nộp trước bị trả lại: %s") % reason)[:400]


def _need_copy(document: OutgoingDocument) -> None:
    if document.signed_copy_id is None:
        raise Refused(
            _("Chưa có bản ký nào được nộp."), instead=_("Nộp bản chụp hoặc PDF đã ký trước."),
            step="documents.record_signed_copy",
        )  # fmt: skip


@action(
    on=OutgoingDocument, frm=[S.DRAFT, S.SUBMITTED, S.APPROVED, S.LOCKED], to=S.DROPPED, form=ReasonOnPaperForm,
    by=LEADER | OFFICE, tells=["drafter", "issuers"], stops=["documents.issuing"], label=_("Thôi ban hành"),
    says=_("đã thôi ban hành văn bản"), warns=_("Số đã lấy để trống trong sổ kèm lý do, không dùng lại."),
)  # fmt: skip
def drop(
    document: OutgoingDocument, *, actor: Actor, at: datetime, words: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None, through: Record | None = None,
) -> None:  # fmt: skip
    """The paper ends here. A number already given stays as a gap with this reason (R-3)."""
    need_home(document, through)
    rule_on(
        document, RulingKind.DROPPED, words, decided_by, decided_on, scan, actor=actor, at=at,
        in_person=document.number is None,
    )  # fmt: skip
    document.ended_on, document.ended_why = timezone.localdate(at), words[:400]


@action(
    on=OutgoingDocument, frm=[S.LOCKED], to=S.DROPPED, form=ReasonForm, by=role("leader", "clerk") & of("issuers"),
    tells=["issuers"], stops=["documents.issuing"], label=_("Rút chữ ký"), says=_("đã rút chữ ký"),
    warns=_("Văn bản này thôi ban hành; chữ ký đã có vẫn đọc được nhưng không còn tính, số để trống kèm lý do."),
)  # fmt: skip
def withdraw_signature(
    document: OutgoingDocument, *, actor: Actor, at: datetime, reason: str, through: Record | None = None
) -> None:
    """A body that signed takes its signature back before all have signed: nobody's counts on this text any more."""
    need_home(document, through)
    mine = next((row for row in document.signatures.all() if row.body_id == actor.body), None)
    if mine is None or mine.signed_on is None:
        raise Refused(_("Cơ quan này chưa ký văn bản."), instead=_("Không có chữ ký nào để rút."))
    if document.next_signature() is None:
        raise Refused(
            _("Các bên đã ký đủ: không rút chữ ký được nữa."),
            instead=_("Chỉ còn sửa đổi, bổ sung hoặc chấm dứt bằng văn bản khác."),
        )
    mine.result = str(
        _("Rút chữ ký %(day)s: %(why)s") % {"day": f"{timezone.localdate(at):%d/%m/%Y}", "why": reason}
    )[:400]
    document.change(mine)
    document.ended_on = timezone.localdate(at)
    document.ended_why = str(_("%(who)s rút chữ ký: %(why)s") % {"who": actor.capacity, "why": reason})[:400]
