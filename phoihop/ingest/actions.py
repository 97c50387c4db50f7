"""An old paper is read, its items confirmed one by one or all that are sure, then recorded by ordinary actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.models import Record
from phoihop.core.onward import key_of, onward
from phoihop.core.text import parse_date, parse_number
from phoihop.core.who import Actor, of, role
from phoihop.documents.actions import store
from phoihop.documents.models import IncomingDocument
from phoihop.ingest.choosing import chosen
from phoihop.ingest.forms import DecideForm, ReadForm, RecordForm, RecordTasksForm
from phoihop.ingest.models import Decision, Proposal, Reading, ReadingState, SourceText
from phoihop.ingest.paperparts import title_of
from phoihop.ingest.readers import Unreadable, read_once
from phoihop.ingest.reading import read_paper
from phoihop.ingest.reading.tables import due_day
from phoihop.ingest.recording import Recorder, becomes_record
from phoihop.ingest.wording import MAIN_KEY, PARTS, part_words, typed

READERS = role("clerk", "member", "administrator")
S = ReadingState


@action(
    on=Reading, frm=None, to=S.READ, form=ReadForm, by=READERS & of("owner"), primary=True,
    label=_("Đọc văn bản"), says=_("đã đưa văn bản vào đọc"),
)  # fmt: skip
def read(
    *,
    actor: Actor,
    at: datetime,
    upload: Upload[Any] | None = None,
    pasted: str = "",
    about: Record | None = None,
) -> Reading:
    """Keep the file, read it, and propose what was found. An unrelated or unreadable paper is refused
    with the reason; nothing is kept of it."""
    from phoihop.ingest.harvest import with_tasks  # noqa: PLC0415 heavy

    given: Upload[Any] = upload or ContentFile(pasted.encode(), name="bai-dan.txt")
    try:
        source = read_once(given)
    except Unreadable as error:
        raise Refused(error.message, instead=_("Chưa có gì được ghi vào sổ."), field="upload") from error
    found = with_tasks(source, read_paper(source, today=at.date()))
    if not found.relevant:
        raise Refused(
            found.reason or _("Bài này không nói về việc phối hợp của các cơ quan."),
            instead=_("Chưa có gì được ghi. Nếu đúng là văn bản của cơ quan, gửi bản đầy đủ hơn."), field="upload",
        )  # fmt: skip
    kept = chosen(found.items, found.doc_type, source.text)
    file = perform(store, actor=actor, at=at, upload=given, words=str(_("Văn bản đưa vào đọc")))
    again = _read_before(file.sha256, actor)
    SourceText.objects.get_or_create(pk=file.sha256, defaults={"text": source.text})
    reading = Reading(
        title=title_of(source.text) or str(_("Không tên")), kind=found.doc_type, file=file, owner_id=actor.acting_for,
        published=_day(found.value("published")), notes=[*again, *source.notes, *found.notes],
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
    if about is not None:
        reading.link("read_from", about)
    return reading


onward(
    "ingest.read", on=IncomingDocument, label=_("Đọc ra việc, số liệu"),
    ask=lambda paper: {"about": key_of(paper)} if paper.file_id else None,
)  # fmt: skip


def _read_before(sha256: str, actor: Actor) -> list[str]:
    """Says that the very file was read before, when, under which code, and that nothing is made twice."""
    same = Reading.objects.visible_to(actor).filter(file__sha256=sha256)
    return [
        str(
            _("Tệp này đã đọc rồi: %(code)s, tình trạng %(state)s. Những gì đã có trong sổ sẽ được nhận ra, không ghi thêm lần nữa.")
            % {"code": row.code, "state": row.state_label.lower()}
        )
        for row in same.order_by("-pk")[:1]
    ]  # fmt: skip


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


@action(
    on=Reading, frm=[S.READ, S.RECORDED], form=DecideForm, by=READERS & of("owner"), appends=True,
    label=_("Quyết một mục"), says=_("đã xem một mục"),
)  # fmt: skip
def decide(
    reading: Reading, *, actor: Actor, at: datetime, order: int, decision: str, value: str = "",
    parts: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Accept, change or reject one item; changing keeps the place it was read from.

    What was recorded already stands: it is changed where it is now.
    """
    proposal = next((p for p in reading.proposals.all() if p.order == order), None)
    if proposal is None:
        raise Refused(_("Không có mục số %d trong văn bản này.") % order)
    if proposal.made:
        raise Refused(
            _("Mục %(order)d đã ghi vào sổ: %(made)s.") % {"order": order, "made": proposal.made},
            instead=_("Sửa ngay ở bản ghi đó."),
        )  # fmt: skip
    text = value.strip()
    if decision in (Decision.ACCEPTED, Decision.CHANGED) and parts:
        fresh = changed_parts(proposal, parts)
        decision = Decision.CHANGED if fresh != proposal.value else decision
        proposal.value = fresh
    elif decision in (Decision.ACCEPTED, Decision.CHANGED) and text and text != proposal.main_value:
        proposal.value = changed(proposal, text)
        decision = Decision.CHANGED
    proposal.decision = decision
    reading.change(proposal)


def changed_parts(proposal: Proposal, parts: Mapping[str, str]) -> Any:
    """The value with each part that was changed in its box; what has no box stays as it was read."""
    if not isinstance(proposal.value, dict):
        return proposal.value
    value = dict(proposal.value)
    for key, label, kind in PARTS.get(proposal.field, ()):
        words = parts.get(key)
        if words is None or words.strip() == part_words(kind, value.get(key)).strip():
            continue
        try:
            made = parse_date(words).isoformat() if kind == "day" and words.strip() else typed(kind, words)
        except ValueError as error:
            raise Refused(
                _("%(label)s chưa đúng: %(words)s.") % {"label": label, "words": words},
                instead=_("Ngày viết 05/08/2027; số viết 66, 88,8 hoặc 26/26."), field="value",
            ) from error  # fmt: skip
        value[key] = int(made) if key == "days" and made else made
    return value


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
    on=Reading, frm=[S.READ, S.RECORDED], by=READERS & of("owner"), appends=True,
    label=_("Nhận mọi mục chắc"), says=_("đã nhận mọi mục chắc"),
)  # fmt: skip
def accept_sure(reading: Reading, *, actor: Actor, at: datetime) -> None:
    """Everything the reader is sure of and nobody has decided yet."""
    for proposal in reading.proposals.all():
        if proposal.is_sure and proposal.decision == Decision.OPEN:
            proposal.decision = Decision.ACCEPTED
            reading.change(proposal)


@action(
    on=Reading, frm=[S.READ, S.RECORDED], to=S.RECORDED, form=RecordForm, by=READERS & of("owner"), primary=True,
    label=_("Ghi vào sổ"), says=_("đã ghi các mục đã nhận vào sổ"),
)  # fmt: skip
def record(reading: Reading, *, actor: Actor, at: datetime, sure: bool) -> None:
    """Make records of what was taken, each by its own action, each linked back to this paper.

    A later run takes the items decided since; what they hang on is recognised, not made again.
    """
    taken = [p for p in reading.proposals.select_related("reading__owner") if p.taken]
    if all(p.made for p in taken):
        raise Refused(_("Chưa nhận mục nào."), instead=_("Bấm Nhận ở từng mục, hoặc Nhận mọi mục chắc."))
    made = Recorder(reading, taken, actor=actor, at=at).run()
    done = {proposal.pk for proposal, _code in made}
    made += [(p, reading.code) for p in taken if p.pk not in done and not becomes_record(p)]
    for proposal, code in {p.pk: (p, code) for p, code in made if not p.made}.values():
        proposal.made = code
        reading.change(proposal)


@action(
    on=Reading, frm=[S.READ, S.RECORDED], to=S.RECORDED, form=RecordTasksForm, by=READERS & of("owner"), appends=True,
    label=_("Ghi các việc đã chọn"), says=_("đã ghi các việc đã chọn vào sổ theo dõi"),
)  # fmt: skip
def record_tasks(reading: Reading, *, actor: Actor, at: datetime, rows: Sequence[Mapping[str, Any]]) -> None:
    """The ticked rows as they stand in the table become proposed tasks of the book; the others stay open.

    A row that cannot be recorded stops all: every such row is told by its number, and what was typed stays.
    """
    proposals = list(reading.proposals.select_related("reading__owner"))
    tasks = {p.order: p for p in proposals if p.field == "proposed_tasks" and not p.made}
    gone = [str(row["order"]) for row in rows if row["order"] not in tasks]
    if gone:
        raise Refused(
            _("Việc số %s đã ghi vào sổ, hoặc không có trong văn bản này.") % ", ".join(gone),
            instead=_("Bỏ dấu chọn ở dòng đó rồi ghi lại."),
        )  # fmt: skip
    picked = [_as_typed(tasks[row["order"]], row["parts"], year=at.year) for row in rows]
    if not picked:
        raise Refused(_("Chưa chọn việc nào."), instead=_("Tích vào ô đầu dòng của việc cần theo dõi."))
    beside = [p for p in proposals if p.taken and p.field != "proposed_tasks"]
    if any(p.field == "programme" for p in proposals) and not any(p.field == "programme" for p in beside):
        raise Refused(
            _("Việc trong văn bản này thuộc một chương trình chưa nhận."),
            instead=_("Bấm Nhận ở mục Chương trình, hoặc Nhận mọi mục chắc, rồi ghi lại."),
        )  # fmt: skip
    made = dict(Recorder(reading, [*beside, *picked], actor=actor, at=at).run())
    for proposal in (*beside, *picked):
        if not proposal.made and (proposal in picked or becomes_record(proposal)):
            proposal.made = made.get(proposal, "")
            reading.change(proposal)


def _as_typed(proposal: Proposal, parts: Mapping[str, str], *, year: int) -> Proposal:
    """The row as the person left it; a task needs words and a body, and a day that is one."""
    fresh = changed_parts(proposal, parts)
    for key, words in (("content", _("nội dung")), ("lead", _("đơn vị chủ trì"))):
        if not str(fresh.get(key) or "").strip():
            raise Refused(
                _("Việc số %(order)d chưa có %(words)s.") % {"order": proposal.order, "words": words},
                instead=_("Điền vào ô còn trống, hoặc bỏ dấu chọn ở dòng đó."),
            )  # fmt: skip
    due = str(fresh.get("due") or "").strip()
    if due and due != str(proposal.value.get("due") or "") and due_day(due, year) is None:
        raise Refused(
            _("Việc số %(order)d: hạn chưa đúng: %(due)s.") % {"order": proposal.order, "due": due},
            instead=_("Ví dụ: 05/08/2027, tháng 8/2027, quý IV/2027; chưa rõ thì để trống."),
        )  # fmt: skip
    proposal.decision = Decision.CHANGED if fresh != proposal.value else Decision.ACCEPTED
    proposal.value = fresh
    return proposal
