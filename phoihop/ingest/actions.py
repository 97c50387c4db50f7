"""An old paper is read, its items confirmed one by one or all that are sure, then recorded by ordinary actions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.text import parse_date, parse_number
from phoihop.core.who import Actor, of, role
from phoihop.documents.actions import store
from phoihop.ingest.choosing import chosen
from phoihop.ingest.forms import DecideForm, ReadForm, RecordForm
from phoihop.ingest.models import MAIN_KEY, Decision, Proposal, Reading, ReadingState, SourceText
from phoihop.ingest.readers import Unreadable, read_once
from phoihop.ingest.reading import read_paper
from phoihop.ingest.recording import Recorder

READERS = role("clerk", "member", "administrator")
S = ReadingState


@action(
    on=Reading, frm=None, to=S.READ, form=ReadForm, by=READERS & of("owner"), primary=True,
    label=_("Đọc văn bản"), says=_("đã đưa văn bản vào đọc"),
)  # fmt: skip
def read(*, actor: Actor, at: datetime, upload: Upload[Any] | None = None, pasted: str = "") -> Reading:
    """Keep the file, read it, and propose what was found. An unrelated or unreadable paper is refused
    with the reason; nothing is kept of it."""
    given: Upload[Any] = upload or ContentFile(pasted.encode(), name="bai-dan.txt")
    try:
        source = read_once(given)
    except Unreadable as error:
        raise Refused(error.message, instead=_("Chưa có gì được ghi vào sổ."), field="upload") from error
    found = read_paper(source, today=at.date())
    if not found.relevant:
        raise Refused(
            found.reason or _("Bài này không nói về việc phối hợp của các cơ quan."),
            instead=_("Chưa có gì được ghi. Nếu đúng là văn bản của cơ quan, gửi bản đầy đủ hơn."), field="upload",
        )  # fmt: skip
    kept = chosen(found.items, found.doc_type)
    file = perform(store, actor=actor, at=at, upload=given, words=str(_("Văn bản đưa vào đọc")))
    SourceText.objects.get_or_create(pk=file.sha256, defaults={"text": source.text})
    reading = Reading(
        title=_title(source.text), kind=found.doc_type, file=file, owner_id=actor.acting_for,
        published=_day(found.value("published")), notes=[*source.notes, *found.notes],
        contradictions=[c.as_json() for c in found.contradictions],
        sure=sum(i.mark == "chac" for i in kept), check_count=sum(i.mark != "chac" for i in kept),
    )  # fmt: skip
    for n, item in enumerate(kept, start=1):
        reading.add(
            Proposal(
                field=item.field, value=item.value, start=item.start, end=item.end, mark=item.mark,
                reason=item.reason[:300], order=n,
            )
        )  # fmt: skip
    reading.link("attached_to", file)
    return reading


def _title(text: str) -> str:
    """The first line with letters in it."""
    return next((line.strip() for line in text.splitlines() if len(line.strip()) > 8), "")[:400] or str(
        _("Không tên")
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


@action(
    on=Reading, frm=[S.READ], form=DecideForm, by=READERS & of("owner"), appends=True,
    label=_("Quyết một mục"), says=_("đã xem một mục"),
)  # fmt: skip
def decide(
    reading: Reading, *, actor: Actor, at: datetime, order: int, decision: str, value: str = ""
) -> None:
    """Accept, change or reject one item; changing keeps the place it was read from."""
    proposal = next((p for p in reading.proposals.all() if p.order == order), None)
    if proposal is None:
        raise Refused(_("Không có mục số %d trong văn bản này.") % order)
    text = value.strip()
    if decision in (Decision.ACCEPTED, Decision.CHANGED) and text and text != proposal.main_value:
        proposal.value = changed(proposal, text)
        decision = Decision.CHANGED
    proposal.decision = decision
    reading.change(proposal)


def changed(proposal: Proposal, text: str) -> Any:
    """The value with its main part replaced by what the person typed, in the same shape."""
    if proposal.field in ("published", "event_dates"):
        try:
            return parse_date(text).isoformat()
        except ValueError as error:
            raise Refused(
                _("Ngày chưa đúng: %s.") % text, instead=_("Ví dụ: 05/08/2027."), field="value"
            ) from error
    key = MAIN_KEY.get(proposal.field)
    if not isinstance(proposal.value, dict) or key is None:
        return text
    if proposal.field == "figures" and "/" not in text:
        try:
            text = format(parse_number(text), "f")
        except ValueError as error:
            raise Refused(
                _("Số chưa đúng: %s.") % text, instead=_("Ví dụ: 66 hoặc 26/26."), field="value"
            ) from error
    return {**proposal.value, key: text}


@action(
    on=Reading, frm=[S.READ], by=READERS & of("owner"), appends=True,
    label=_("Nhận mọi mục chắc"), says=_("đã nhận mọi mục chắc"),
)  # fmt: skip
def accept_sure(reading: Reading, *, actor: Actor, at: datetime) -> None:
    """Everything the reader is sure of and nobody has decided yet."""
    for proposal in reading.proposals.all():
        if proposal.is_sure and proposal.decision == Decision.OPEN:
            proposal.decision = Decision.ACCEPTED
            reading.change(proposal)


@action(
    on=Reading, frm=[S.READ], to=S.RECORDED, form=RecordForm, by=READERS & of("owner"), primary=True,
    label=_("Ghi vào sổ"), says=_("đã ghi các mục đã nhận vào sổ"),
)  # fmt: skip
def record(reading: Reading, *, actor: Actor, at: datetime, sure: bool) -> None:
    """Make records of what was taken, each by its own action, each linked back to this paper."""
    taken = [p for p in reading.proposals.select_related("reading__owner") if p.taken]
    if not taken:
        raise Refused(_("Chưa nhận mục nào."), instead=_("Bấm Nhận ở từng mục, hoặc Nhận mọi mục chắc."))
    made = Recorder(reading, taken, actor=actor, at=at).run()
    for proposal, code in made:
        proposal.made = code
        reading.change(proposal)
