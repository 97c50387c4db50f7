"""A signed paper is issued and reaches its receivers; it is corrected or recalled by a paper of its own."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from phoihop.core import papers
from phoihop.core.actions import Refused, action, perform
from phoihop.core.links import linked_from
from phoihop.core.models import Record
from phoihop.core.paper_data import text_of
from phoihop.core.papers import Block, ListItem, Paper, Paragraph, Signatures
from phoihop.core.text import format_date
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Parentage
from phoihop.documents.drafting import LEADER, OFFICE, need_home, prepare, rule_on
from phoihop.documents.models import (
    DocumentKind,
    IncomingDocument,
    OutgoingDocument,
    OutgoingState,
    Purpose,
    RulingKind,
    SenderSays,
    Standing,
    Way,
)
from phoihop.documents.receiving import note_sender, receive
from phoihop.documents.register_forms import (
    CONTENT_ERROR,
    FORM_ERROR,
    CorrectDocumentForm,
    IssueDocumentForm,
    ReasonOnPaperForm,
)
from phoihop.documents.versions import paper_lines

S = OutgoingState
#: What of an issued paper another paper says, by the link between them, and as what its arrivals are marked.
CHANGES = {"corrects": SenderSays.CORRECTED, "replaced_by": SenderSays.REPLACED}
#: The kind of paper that corrects or recalls another (Nghị định 30/2020, Điều 18).
NOTICE = "TB"


@action(
    on=OutgoingDocument, frm=[S.LOCKED], to=S.ISSUED, form=IssueDocumentForm, by=OFFICE | LEADER, tells=["issuers"],
    stops=["documents.issuing"], label=_("Ban hành"), says=_("đã ban hành văn bản"), primary=True,
)  # fmt: skip
def issue(
    document: OutgoingDocument, *, actor: Actor, at: datetime, issued_on: date | None = None,
    copies_made: int | None = None, through: Record | None = None,
) -> None:  # fmt: skip
    """Goes out once everybody has signed; at every receiving body of the installation it arrives at once."""
    need_home(document, through)
    waiting = document.next_signature()
    if waiting is not None:
        raise Refused(
            _("Chưa đủ chữ ký: còn %s.") % waiting.body, instead=_("Ký hoặc ghi lại chữ ký trước."),
            step="documents.sign",
        )  # fmt: skip
    _need_copy_of_paper(document)
    day = issued_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise Refused(_("Ngày ban hành ở tương lai."), field="issued_on")
    if document.signed_on and day < document.signed_on:
        raise Refused(_("Ngày ban hành trước ngày ký."), field="issued_on")
    document.issued_on, document.copies = day, copies_made
    # The receivers read the paper, and its files, from here on.
    files = [document.signed_copy, *(row.file for row in document.signatures.select_related("file"))]
    for file in {file.pk: file for file in files if file is not None}.values():
        perform("documents.share", file, actor=actor, at=at, bodies=document.receivers())
    own = {document.owner_id, *document.issuers()}
    rows = list(document.recipients.select_related("body"))
    below = set(
        Parentage.objects.filter(
            body__in=[row.body_id for row in rows if row.body_id], above__in=document.issuers(), valid_to=None
        ).values_list("body", flat=True)
    )
    sender = ", ".join(part.body.name for part in document.bodies.select_related("body"))[:300]
    for row in rows:
        if row.body is not None and row.body.pk not in own:
            own.add(row.body.pk)
            standing = Standing.SUPERIOR if row.body.pk in below else Standing.OTHER
            perform(receive, actor=actor, at=at, **_as_received(document, row.body, day, sender, standing))
    for kind, other in linked_from(
        document, *CHANGES
    ):  # what it corrects or replaces is marked wherever that arrived
        if isinstance(other, OutgoingDocument) and other.state == S.ISSUED:
            _tell_arrivals(other, CHANGES[kind], actor=actor, at=at)


def _tell_arrivals(document: OutgoingDocument, says: str, *, actor: Actor, at: datetime) -> None:
    for paper in IncomingDocument.objects.filter(outgoing=document):
        perform(note_sender, paper, actor=actor, at=at, says=says)


def _need_copy_of_paper(document: OutgoingDocument) -> None:
    """What is not signed digitally is seen on the signed copy, which a second person has compared."""
    names = ", ".join(row.name for row in document.signatures.all() if row.way != Way.DIGITAL)
    if not names or document.copy_confirmed_on:
        return
    if document.signed_copy_id is None:
        raise Refused(
            _("Chưa có bản ký: chữ ký của %s không phải ký số.") % names,
            instead=_("Nộp bản chụp của bản đã ký, nhờ người khác xác nhận, rồi ban hành."),
            step="documents.record_signed_copy",
        )  # fmt: skip
    raise Refused(
        _("Bản ký chưa được người khác xác nhận: chữ ký của %s không phải ký số.") % names,
        instead=_("Nhờ người không nộp bản ký đối chiếu, xác nhận, rồi ban hành."),
        step="documents.confirm_signed_copy",
    )  # fmt: skip


def _as_received(
    document: OutgoingDocument, body: Organisation, day: date, sender: str, standing: str
) -> dict[str, Any]:
    """How an issued paper arrives at one of its receivers."""
    return {
        "owner": body, "sender": document.owner, "sender_words": sender,
        "their_number": document.official_number, "dated": document.dated, "about": document.about,
        "arrived_on": day, "kind": document.kind, "urgency": document.urgency, "outgoing": document,
        "standing": standing,
    }  # fmt: skip


@action(
    on=OutgoingDocument, frm=[S.ISSUED], form=CorrectDocumentForm, by=OFFICE | LEADER,
    label=_("Đính chính, thay thế"), says=_("đã soạn văn bản đính chính hoặc thay thế"),
)  # fmt: skip
def correct(
    document: OutgoingDocument, *, actor: Actor, at: datetime, wrong: str, right: str, error: str = FORM_ERROR
) -> None:
    """The paper stays as it was issued. A slip of form is put right by a notice, an error of content by a paper of the
    same kind that replaces it: either is a văn bản đi of its own, drafted here."""
    if _bare(wrong) not in _bare(" ".join(paper_lines(document.blocks()))):
        raise Refused(
            _("Văn bản không có chỗ nào ghi “%s”.") % wrong, field="wrong",
            instead=_("Chép đúng chữ đang in sai trong văn bản. Chưa soạn gì."),
        )  # fmt: skip
    if error == CONTENT_ERROR:
        _replace(document, wrong, right, actor=actor, at=at)
        return
    text = _now("%(name)s có chỗ viết sai: “%(wrong)s”. Nay đính chính là: “%(right)s”.") % {
        "name": _named(document), "wrong": wrong, "right": right,
    }  # fmt: skip
    rest = _now("Các nội dung khác giữ nguyên.")
    _announce(
        document, _now("Đính chính %s") % _named(document), (text, rest), kind="corrects", actor=actor, at=at
    )


def _replace(document: OutgoingDocument, wrong: str, right: str, *, actor: Actor, at: datetime) -> None:
    """The whole text once more with the place put right, in a draft of the same kind that says what it replaces."""
    old = document.blocks()
    says = papers.paragraph(_now("Văn bản này thay thế %s.") % _named(document))
    ends = [n for n, block in enumerate(old.blocks) if isinstance(block, Signatures)]
    at_end = ends[0] if ends else len(old.blocks)
    blocks = (*(_put_right(block, wrong, right) for block in old.blocks[:at_end]), says, *old.blocks[at_end:])
    _draft(document, replace(old, blocks=blocks, digest=document.head), kind="replaced_by", as_kind=document.kind,
           about=document.about, actor=actor, at=at)  # fmt: skip


def _put_right(block: Block, wrong: str, right: str) -> Block:
    """The words put right where one run of the text holds them; elsewhere the drafter does it in the draft."""
    if not isinstance(block, Paragraph | ListItem):
        return block
    return replace(block, runs=tuple(replace(run, text=run.text.replace(wrong, right)) for run in block.runs))


@action(
    on=OutgoingDocument, frm=[S.ISSUED], to=S.RECALLED, form=ReasonOnPaperForm, by=OFFICE | LEADER,
    tells=["issuers", "receivers"], label=_("Thu hồi"), says=_("đã thu hồi văn bản"),
    warns=_("Sổ và trang kiểm tra ghi đã thu hồi ngay; thông báo thu hồi được soạn sẵn để duyệt, lấy số, ký."),
)  # fmt: skip
def recall(
    document: OutgoingDocument, *, actor: Actor, at: datetime, words: str, decided_by: str = "",
    decided_on: date | None = None, scan: Any = None, through: Record | None = None,
) -> None:  # fmt: skip
    """From here on the register says recalled; the notice that tells the receivers is drafted with it."""
    need_home(document, through)
    rule_on(document, RulingKind.RECALLED, words, decided_by, decided_on, scan, actor=actor, at=at)
    document.ended_on, document.ended_why = timezone.localdate(at), words[:400]
    _tell_arrivals(document, SenderSays.RECALLED, actor=actor, at=at)
    text = _now("Thu hồi %(name)s. Lý do: %(why)s.") % {"name": _named(document), "why": words.rstrip(".")}
    rest = _now("Văn bản nêu trên không còn được sử dụng; các cơ quan đã nhận gửi trả hoặc hủy bản đã nhận.")
    _announce(
        document, _now("Thu hồi %s") % _named(document), (text, rest), kind="recalls", actor=actor, at=at
    )


def _bare(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).lower().split())


def _named(document: OutgoingDocument) -> str:
    """ "Báo cáo số 12/BC-UBND ngày 02/08/2027 về …": in full, as the first citation of a paper (NĐ 30/2020)."""
    day = format_date(document.dated) if document.dated else ""
    return _now("%(kind)s số %(number)s ngày %(day)s (%(about)s)") % {
        "kind": document.kind.name, "number": document.official_number, "day": day, "about": document.about,
    }  # fmt: skip


def _announce(
    document: OutgoingDocument, about: str, lines: tuple[str, ...], *, kind: str, actor: Actor, at: datetime
) -> Record:
    """A draft notice from the same bodies to the same receivers, linked to the paper it is about."""
    notice = Paper(
        code="documents.notice", title=about, blocks=tuple(papers.paragraph(line) for line in lines),
        digest=document.head,
    )  # fmt: skip
    return _draft(
        document, notice, kind=kind, as_kind=DocumentKind.objects.get(pk=NOTICE), about=about, actor=actor, at=at
    )  # fmt: skip


def _draft(
    document: OutgoingDocument, paper: Paper, *, kind: str, as_kind: DocumentKind, about: str, actor: Actor, at: datetime
) -> Record:  # fmt: skip
    rows = list(document.recipients.all())
    made: OutgoingDocument = perform(
        prepare, actor=actor, at=at, owner=document.owner, kind=as_kind, about=about[:500], blocks=text_of(paper),
        joint=[part.body for part in document.bodies.all()][1:], to="",
        copies="\n".join(row.words for row in rows if row.purpose in Purpose.values), drafter=document.drafter,
    )  # fmt: skip
    document.link(kind, made)
    return made
