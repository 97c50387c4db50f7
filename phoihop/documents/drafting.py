"""A paper is prepared, revised, submitted, returned or approved: up to the moment its text is locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Ask, Refused, action, perform
from phoihop.core.models import Record
from phoihop.core.onward import takes_papers
from phoihop.core.paper_data import NotAPaper, paper_of, text_of
from phoihop.core.papers import Block, Paper, build_paper, paper_kind
from phoihop.core.who import Actor, Rule, of, role
from phoihop.directory.finding import Finder
from phoihop.directory.models import Appointment, Organisation, valid_on
from phoihop.documents import framing
from phoihop.documents.capacity import column, head_of, is_collective, need_valid, usual
from phoihop.documents.models import (
    DocumentKind,
    JointBody,
    OutgoingDocument,
    OutgoingState,
    Purpose,
    Recipient,
    Ruling,
    RulingKind,
    Signature,
    Urgency,
    symbol_of,
)
from phoihop.documents.register_forms import (
    OnPaperForm,
    PrepareForm,
    ReasonOnPaperForm,
    ReviseTextForm,
    SignerForm,
)

S = OutgoingState
DRAFTERS = role("clerk", "leader", "unit", "member") & of("drafter", "owner")
OFFICE = role("clerk") & of("owner")
LEADER = role("leader") & of("owner")
FREE = Rule(
    "its text is not agreed elsewhere", lambda hat, row: row is None or not getattr(row, "held_by", "")
)
#: A text agreed in another record is locked, and given back, through it by whoever holds the pen there.
HOLDER = role("clerk", "leader") & of("drafter") & ~FREE
#: The text is still the drafters' own.
OPEN = Rule("not yet approved", lambda hat, row: row is None or row.state in (S.DRAFT, S.SUBMITTED))
#: Prepared and not yet out: until then one paper of a record is in the works once.
UNDERWAY = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.LOCKED)


@action(
    on=OutgoingDocument, frm=None, to=S.DRAFT, form=PrepareForm, by=DRAFTERS, primary=True,
    label=_("Soạn văn bản"), says=_("đã soạn dự thảo văn bản"),
)  # fmt: skip
def prepare(
    *, actor: Actor, at: datetime, owner: Organisation | None = None, kind: DocumentKind | None = None,
    about: str = "", text: str = "", upload: Any = None, source: Record | None = None, paper: str = "",
    blocks: str = "", joint: Sequence[Organisation] = (), to: str = "", copies: str = "", urgency: str = "",
    symbol: str = "", drafter: Organisation | None = None, signers: Sequence[Appointment] = (), held_by: str = "",
) -> OutgoingDocument:  # fmt: skip
    """A draft out of a paper of a record, a Word file, typed text, or blocks another room has made.

    ``held_by`` is the action of the source through which alone it is locked, signed and issued. Receivers
    that are bodies of the locality are recognised by their names; who signs is proposed from the positions
    on record. ``blocks`` is a paper's canonical text.
    """
    if source is not None and paper:
        _need_first(source, paper, held_by)
    content = _content(source, paper, blocks, text, upload, actor=actor, at=at)
    said = framing.told(content, DocumentKind.objects.all()) if source or blocks else None
    body = owner or getattr(source, "owner", None) or Organisation.objects.get(pk=actor.acting_for)
    if said is not None:
        kind = kind or DocumentKind.objects.get(pk=said.kind)
        about, symbol = about or said.about, symbol or said.symbol
        to, copies = to or "\n".join(said.to), copies or "\n".join(said.copies)
    if kind is None or not about.strip():
        raise Refused(_("Thiếu loại văn bản hoặc trích yếu."), field="kind" if kind is None else "about")
    document = OutgoingDocument(
        owner=body, drafter_id=_drafter(drafter, body, actor), kind=kind, about=about[:500],
        urgency=urgency or Urgency.PLAIN, symbol=symbol[:80], paper_code=paper, held_by=held_by,
    )  # fmt: skip
    if source is not None:
        document.source_type, document.source_id = source._meta.label_lower, source.pk
        document.source_words = source.as_source()[:300]
        document.link("made_from", source)
    bodies = [body, *(other for other in joint if other.pk != body.pk)]
    for order, other in enumerate(bodies):
        document.add(JointBody(body=other, order=order))
    rows = _receivers(to, copies, body, on=timezone.localdate(at))
    planned = _planned(bodies, signers, on=timezone.localdate(at))
    for part in (*rows, *planned):
        document.add(part)
    _write(document, content, bodies=bodies, rows=rows, signatures=planned)
    return document


def _need_first(source: Record, paper: str, held_by: str) -> None:
    """A paper of a record is under way once; one that its record signs itself is prepared by that record."""
    if paper_kind(paper).held and not held_by:
        raise Refused(
            _("Văn bản này chỉ làm theo bản ghi nguồn: %s.") % source.as_source(),
            instead=_("Mở bản ghi nguồn và lấy số, ký ở đó."),
        )
    other = OutgoingDocument.objects.filter(
        source_type=source._meta.label_lower, source_id=source.pk, paper_code=paper, state__in=UNDERWAY
    ).first()
    if other is not None:
        raise Refused(
            _("Văn bản này đã được soạn: %(code)s (%(state)s).") % {"code": other.code, "state": other.state_label},
            instead=_("Mở văn bản đó làm tiếp, hoặc thôi ban hành nó rồi soạn lại."),
        )  # fmt: skip


def _drafter(given: Organisation | None, owner: Organisation, actor: Actor) -> int:
    """The unit somebody drafts for; who serves the issuing body too drafts for that itself."""
    if given is not None:
        return given.pk
    acting = Organisation.objects.select_related("kind").get(pk=actor.acting_for)
    return owner.pk if owner.pk in actor.bodies and is_collective(acting) else acting.pk


takes_papers("documents.prepare", label=_("Đưa vào văn bản đi"))


def _content(
    source: Record | None, paper: str, blocks: str, text: str, upload: Any, *, actor: Actor, at: datetime
) -> Paper:
    """The text wherever it comes from."""
    if blocks:
        try:
            return paper_of(blocks)
        except NotAPaper as error:
            raise Refused(_("Nội dung gửi đến không phải văn bản đọc được.")) from error
    if source is not None:
        return build_paper(paper, source, actor=actor, at=at)
    if upload:
        return Paper(code="documents.document", title="", blocks=_from_word(upload.read()))
    if not text.strip():
        raise Refused(
            _("Văn bản chưa có nội dung."), instead=_("Gõ nội dung, hoặc chọn tệp Word."), field="text"
        )
    return Paper(code="documents.document", title="", blocks=framing.blocks_of(text))


def _from_word(data: bytes) -> tuple[Block, ...]:
    from phoihop.documents.word.blocks import blocks_of_word  # noqa: PLC0415 heavy
    from phoihop.documents.word.reading import NotWord  # noqa: PLC0415 heavy

    try:
        found = blocks_of_word(data)
    except NotWord as error:
        raise Refused(str(error), instead=_("Lưu tệp thành .docx rồi gửi lại."), field="upload") from error
    if not found:
        raise Refused(_("Tệp Word này không có nội dung."), instead=_("Xem lại tệp."), field="upload")
    return found


def _receivers(to: str, copies: str, owner: Organisation, *, on: date) -> list[Recipient]:
    """One row per line; a line that names a body of the locality reaches it through the installation."""
    rows: list[Recipient] = []
    finder = Finder(owner.territory, on)
    for purpose, lines in ((Purpose.TO, to), (Purpose.COPY, copies)):
        for line in lines.splitlines():
            words = line.strip().strip("-; ").rstrip(".,")
            if not words:
                continue
            found = finder.body(words)
            same = found is not None and (
                found.pk == owner.pk or any(row.body_id == found.pk for row in rows if row.body_id)
            )
            rows.append(
                Recipient(
                    purpose=purpose, words=words[:300], body=None if same else found, order=len(rows) + 1
                )
            )
    return rows


def _planned(bodies: Sequence[Organisation], signers: Sequence[Appointment], *, on: date) -> list[Signature]:
    """A signing column for every body whose signer is named or on record."""
    keys = [body.pk for body in bodies]
    held = list(
        Appointment.objects.filter(valid_on(on), body__in=keys)
        .select_related("person")
        .order_by("rank", "pk")
    )
    named = {a.body_id if a.body_id in keys else keys[0]: a for a in signers}
    out = []
    for order, body in enumerate(bodies):
        chosen = named.get(body.pk) or head_of(body, held)
        if chosen is not None:
            capacity = usual(chosen, body)
            if body.pk in named:
                need_valid(chosen, body, capacity, on=on)
            out.append(_column(body, chosen, capacity, order=order))
    return out


def _column(
    body: Organisation, chosen: Appointment, capacity: str, *, order: int, basis: str = ""
) -> Signature:
    return Signature(
        body=body, appointment=chosen, name=chosen.person.full_name, title=chosen.title, capacity=capacity,
        basis=basis, order=order,
    )  # fmt: skip


def _write(
    document: OutgoingDocument, content: Paper, *, bodies: Sequence[Organisation], rows: Sequence[Recipient],
    signatures: Sequence[Signature], number: str = "", symbol: str = "", day: date | None = None,
) -> None:  # fmt: skip
    """Put the frame round the text and note what R-34 says of it."""
    every = sorted(signatures, key=lambda row: row.order)
    columns = [column(row) for row in every] if len(every) == len(bodies) else []
    symbol = symbol or document.symbol or usual_symbol(document, bodies)
    framed = framing.framed(
        content, kind=document.kind, about=document.about, bodies=bodies, recipients=rows, unit=document.drafter,
        number=number, symbol=symbol, day=day, columns=columns,
    )  # fmt: skip
    document.paper = text_of(framed)
    document.remarks = advice(framed)


def usual_symbol(document: OutgoingDocument, bodies: Sequence[Organisation]) -> str:
    """The symbol a draft shows; the series of the day decides when it is locked."""
    year = document.dated.year if document.dated else ""
    return symbol_of(document.kind, bodies, year=year, unit=document.drafter)


def advice(paper: Paper) -> list[dict[str, str]]:
    """R-34 on the Word file of the paper: what departs from the form, as advice."""
    from phoihop.documents.format_check import check  # noqa: PLC0415 heavy
    from phoihop.documents.word import write  # noqa: PLC0415 heavy

    return [
        {"severity": found.severity, "message": found.message, "where": found.where}
        for found in check(write(paper))
    ]


def rewrite(
    document: OutgoingDocument, *, number: str = "", symbol: str = "", day: date | None = None
) -> None:
    """The same text in the frame of the record as it now stands."""
    bodies = [part.body for part in _joined(document.bodies.select_related("body__kind", "body__territory"))]
    signatures = list(document.signatures.select_related("body__kind"))
    rows = list(document.recipients.all())
    _write(
        document, document.blocks(), bodies=bodies, rows=rows, signatures=signatures, number=number, symbol=symbol,
        day=day,
    )  # fmt: skip


def _joined(rows: Iterable[JointBody]) -> list[JointBody]:
    return sorted(rows, key=lambda part: part.order)


@action(
    on=OutgoingDocument, frm=[S.DRAFT], form=ReviseTextForm, by=DRAFTERS, label=_("Sửa dự thảo"),
    says=_("đã sửa dự thảo"),
)  # fmt: skip
def revise_text(
    document: OutgoingDocument, *, actor: Actor, at: datetime, kind: DocumentKind | None = None, about: str = "",
    text: str = "", upload: Any = None, blocks: str = "", joint: Sequence[Organisation] | None = None,
    to: str | None = None, copies: str | None = None, urgency: str = "", symbol: str = "",
    through: Record | None = None,
) -> None:  # fmt: skip
    """What is not given stays. A text agreed in another record is revised there."""
    need_home(document, through)
    document.kind, document.about = kind or document.kind, about[:500] or document.about
    document.urgency, document.symbol = urgency or document.urgency, symbol[:80]
    today = timezone.localdate(at)
    bodies = [part.body for part in _joined(document.bodies.select_related("body__kind", "body__territory"))]
    signatures = list(document.signatures.select_related("body__kind"))
    if joint is not None and [b.pk for b in joint] != document.issuers()[1:]:
        bodies, signatures = _regroup(document, bodies[0], joint, signatures, on=today)
    rows = list(document.recipients.all())
    if to is not None or copies is not None:
        old = {p: "\n".join(r.words for r in rows if r.purpose == p) for p in Purpose}
        for row in rows:
            document.drop(row)
        rows = _receivers(
            old[Purpose.TO] if to is None else to, old[Purpose.COPY] if copies is None else copies, bodies[0],
            on=today,
        )  # fmt: skip
        for row in rows:
            document.add(row)
    content = document.blocks()
    if upload or blocks or text.strip():
        fresh = _content(None, "", blocks, text, upload, actor=actor, at=at)
        content = Paper(code=content.code, title=content.title, blocks=fresh.blocks, digest=content.digest)
    _write(document, content, bodies=bodies, rows=rows, signatures=signatures)
    document.version += 1


def _regroup(
    document: OutgoingDocument, lead: Organisation, joint: Sequence[Organisation], signatures: list[Signature], *,
    on: date,
) -> tuple[list[Organisation], list[Signature]]:  # fmt: skip
    """Other bodies issue it together: their order, and a signer for each."""
    bodies = [lead, *(b for b in joint if b.pk != lead.pk)]
    for part in document.bodies.all():
        document.drop(part)
    for order, body in enumerate(bodies):
        document.add(JointBody(body=body, order=order))
    chosen = [row.appointment for row in signatures if row.body_id in {b.pk for b in bodies}]
    for row in signatures:
        document.drop(row)
    planned = _planned(bodies, chosen, on=on)
    for row in planned:
        document.add(row)
    return bodies, planned


def need_home(document: OutgoingDocument, through: Record | None) -> None:
    """A paper held by a record above is handled through that record's own action."""
    if not document.held_by:
        return
    here = through is not None and (through._meta.label_lower, through.pk) == (
        document.source_type,
        document.source_id,
    )
    if not here:
        raise Refused(
            _("Văn bản này làm theo bản ghi nguồn: %s.") % document.source_words,
            instead=_("Mở bản ghi nguồn ở mục Liên quan và làm bước này ở đó."),
        )  # fmt: skip


@action(
    on=OutgoingDocument, frm=[S.DRAFT, S.SUBMITTED, S.APPROVED], form=SignerForm,
    by=(DRAFTERS & OPEN) | LEADER | OFFICE,
    label=_("Chọn người ký"), says=_("đã chọn người ký"),
)  # fmt: skip
def choose_signer(
    document: OutgoingDocument, *, actor: Actor, at: datetime, body: Organisation, appointment: Appointment,
    capacity: str = "auto", basis: str = "",
) -> None:  # fmt: skip
    """R-2: one signer for each issuing body, in a position held on the day and a capacity that fits it."""
    order = {key: n for n, key in enumerate(document.issuers())}
    if body.pk not in order:
        raise Refused(_("%s không ban hành văn bản này.") % body, field="body")
    capacity = usual(appointment, body) if capacity == "auto" else capacity
    need_valid(appointment, body, capacity, on=document.dated or timezone.localdate(at), basis=basis)
    fresh = _column(body, appointment, capacity, order=order[body.pk], basis=basis)
    others = [row for row in document.signatures.select_related("body__kind") if row.body_id != body.pk]
    for row in document.signatures.all():
        if row.body_id == body.pk:
            document.drop(row)
    document.add(fresh)
    bodies = [part.body for part in _joined(document.bodies.select_related("body__kind", "body__territory"))]
    _write(
        document,
        document.blocks(),
        bodies=bodies,
        rows=list(document.recipients.all()),
        signatures=[*others, fresh],
    )


@action(
    on=OutgoingDocument, frm=[S.DRAFT], to=S.SUBMITTED, by=DRAFTERS & FREE, tells=["owner"], primary=True,
    label=_("Trình duyệt"), says=_("đã trình duyệt dự thảo"),
)  # fmt: skip
def submit(document: OutgoingDocument, *, actor: Actor, at: datetime) -> None:
    need_whole(document)


def need_whole(document: OutgoingDocument) -> None:
    """Nothing is left to be written."""
    left = framing.gaps(document.blocks())
    if left:
        raise Refused(
            _("Văn bản còn %d chỗ chưa điền.") % left, instead=_("Sửa dự thảo rồi làm lại."),
            step="documents.revise_text",
        )  # fmt: skip


@action(
    on=OutgoingDocument, frm=[S.SUBMITTED, S.APPROVED, S.LOCKED], to=S.DRAFT, form=ReasonOnPaperForm,
    by=LEADER | OFFICE | HOLDER, tells=["drafter", "issuers"], label=_("Trả lại để sửa"), says=_("đã trả lại dự thảo"),
)  # fmt: skip
def return_draft(
    document: OutgoingDocument, *, actor: Actor, at: datetime, words: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None, through: Record | None = None,
) -> None:  # fmt: skip
    """Back to be revised. A number already reserved stays with this paper; nobody has signed yet."""
    need_home(document, through)
    if any(row.signed_on for row in document.signatures.all()):
        raise Refused(
            _("Đã có người ký: chữ đã ký không sửa được nữa."),
            instead=_("Thôi ban hành (số để trống có lý do) rồi soạn văn bản khác."), step="documents.drop",
        )  # fmt: skip
    rule_on(
        document, RulingKind.RETURNED, words, decided_by, decided_on, scan, actor=actor, at=at, in_person=True
    )
    document.fingerprint = ""


@action(
    on=OutgoingDocument, frm=[S.DRAFT, S.SUBMITTED], to=S.APPROVED, form=OnPaperForm, by=(LEADER | OFFICE) & FREE,
    tells=["drafter"], label=_("Duyệt"), says=_("đã duyệt dự thảo"), primary=True,
    asks=Ask(
        question=_("Duyệt dự thảo văn bản?"), when=lambda today: Q(state=S.SUBMITTED), about="kind_line",
        otherwise=("documents.return_draft",),
    ),
)  # fmt: skip
def approve(
    document: OutgoingDocument, *, actor: Actor, at: datetime, words: str = "", decided_by: str = "",
    decided_on: date | None = None, scan: Any = None,
) -> None:  # fmt: skip
    """By a leader of the issuing body, or by its office recording his bút phê."""
    need_whole(document)
    rule_on(document, RulingKind.APPROVED, words, decided_by, decided_on, scan, actor=actor, at=at)


def rule_on(
    document: OutgoingDocument, kind: str, words: str, decided_by: str, decided_on: date | None, scan: Any, *,
    actor: Actor, at: datetime, in_person: bool = False,
) -> None:  # fmt: skip
    """A leader decides in person; anybody else records a decision on paper and must show it.

    ``in_person``: what the office may also do by itself (return a draft for a slip of the pen).
    """
    leads = actor.hat is not None and actor.hat.role == "leader"
    told = {
        "decided_by": (decided_by.strip(), _("người quyết định")), "decided_on": (decided_on, _("ngày")),
        "scan": (scan, _("bản chụp")),
    }  # fmt: skip
    lacking = {name: words for name, (value, words) in told.items() if not value}
    if not leads and lacking and (len(lacking) < len(told) or not in_person):
        raise Refused(
            _("Thiếu bút phê: %s.") % ", ".join(str(words) for words in lacking.values()),
            instead=_("Lãnh đạo tự bấm, hoặc văn phòng ghi đủ ba mục bút phê."), field=next(iter(lacking)),
        )  # fmt: skip
    if decided_on and decided_on > timezone.localdate(at):
        raise Refused(_("Ngày bút phê ở tương lai."), field="decided_on")
    file = None
    if scan:
        about = str(_("Bút phê: %s") % document.about)[:300]
        file = perform(
            "documents.store", actor=actor, at=at, upload=scan, words=about, share_with=document.reader_keys()
        )
    on_paper = bool(decided_by.strip()) and not leads
    document.add(
        Ruling(
            kind=kind, decided_by=decided_by.strip() if on_paper else actor.capacity[:300],
            decided_on=decided_on or timezone.localdate(at), noted_by=actor.capacity[:300], words=words[:400],
            scan=file, order=len(document.rulings.all()) + 1,
        )
    )  # fmt: skip
