"""The public notice of a dialogue and the notice of its result; the minutes are the meeting's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.dialogue.models import Dialogue, DialogueQuestion
from phoihop.core import papers
from phoihop.core.papers import (
    Block,
    Heading,
    LegalBasis,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signatures,
    Table,
    Title,
    cell,
    paper,
)
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head, joint_symbol, signature_of
from phoihop.meetings.papers import when_words

BASIS = gettext_lazy("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15")


def _made(
    code: str, title: str, row: Dialogue, body: Sequence[Block], lines: tuple[str, ...], at: datetime
) -> Paper:
    head = joint_head([row.owner], number="", symbol=f"TB-{joint_symbol([row.owner])}", day=None)
    blocks: list[Block] = [
        head, Title(kind=_("THÔNG BÁO"), subject=title), LegalBasis(text=str(BASIS)), *body,
        Signatures(columns=(signature_of(row.owner),)),
        Recipients(lines=(f"{row.council.name};", f"{row.front.name};", *lines, _("Lưu: VT."))),
    ]  # fmt: skip
    return Paper(code=code, title=title, blocks=tuple(blocks), digest=row.head, meta={"at": at.isoformat()})


def _fact(label: str, words: str) -> Paragraph:
    return Paragraph(runs=(Run(text=f"{label}: ", bold=True), Run(text=f"{words.rstrip('.')}.")))


@paper(on=Dialogue, label=gettext_lazy("Thông báo tổ chức đối thoại"))
def notice(row: Dialogue, *, actor: Actor, at: datetime) -> Paper:
    """Time, place, content, how to take part (Điều 43.2)."""
    meeting = row.meeting
    body = [
        papers.paragraph(_("%(owner)s phối hợp %(council)s, %(front)s tổ chức hội nghị đối thoại với nhân dân như sau:") % {
            "owner": row.owner.name, "council": row.council.name, "front": row.front.name,
        }),
        _fact(_("Thời gian"), when_words(meeting)), _fact(_("Địa điểm"), meeting.place_line), _fact(_("Nội dung"), row.topic),
        _fact(_("Cách tham gia, gửi ý kiến"), row.ways or _("đến dự, phát biểu tại hội nghị")),
        papers.paragraph(_("Mời nhân dân quan tâm đến dự, nêu ý kiến./.")),
    ]  # fmt: skip
    title = _("Tổ chức %s") % (row.title[:1].lower() + row.title[1:])
    return _made("dialogue.notice", title, row, body, (_("Các tổ trưởng tổ dân phố, trưởng thôn;"),), at)


@paper(on=Dialogue, label=gettext_lazy("Thông báo kết quả đối thoại"))
def result(row: Dialogue, *, actor: Actor, at: datetime) -> Paper:
    """Who came, what was asked and answered, what was concluded with lead and day (Điều 43.3)."""
    counted = _(
        "Ngày %(day)s, tại %(place)s, %(people)s đã dự hội nghị đối thoại; có %(all)d ý kiến, %(done)d ý kiến được trả lời ngay."
    )
    asked = row.told_questions()
    told = {
        "day": f"{row.on:%d/%m/%Y}", "place": row.meeting.place_line, "all": len(asked), "done": sum(bool(q.answer) for q in asked),
        "people": _("%d người") % row.people if row.people else _("nhân dân"),
    }  # fmt: skip
    body: list[Block] = [
        papers.paragraph(counted % told),
        *_promises(row),
        *_questions(asked),
        *_concluded(row),
    ]
    title = _("Kết quả %s") % (row.title[:1].lower() + row.title[1:])
    return _made("dialogue.result", title, row, body, (_("Các tổ trưởng tổ dân phố, trưởng thôn;"),), at)


def _promises(row: Dialogue) -> Iterator[Block]:
    rows = list(row.promises.select_related("lead"))
    if rows:
        yield Heading(level=1, number="", text=_("Việc đã hứa lần trước"))
        for told in rows:
            yield papers.paragraph(f"{told.number}. {told.text.rstrip('.')}: {told.standing.lower()}.")


def _questions(rows: Sequence[DialogueQuestion]) -> Iterator[Block]:
    yield Heading(level=1, number="", text=_("Ý kiến và trả lời"))
    if not rows:
        yield papers.paragraph(_("Không có ý kiến nào được nêu."))
        return
    heads = tuple(cell(words, head=True, align="center") for words in (_("STT"), _("Ý kiến"), _("Trả lời")))
    lines = [
        (
            cell(str(n), align="center"), cell(q.text),
            cell(q.answer or _("Đã ghi thành kiến nghị %s, trả lời bằng văn bản") % q.petition.code),
        )
        for n, q in enumerate(rows, start=1)
    ]  # fmt: skip
    yield Table(rows=(heads, *lines), widths=(0.08, 0.44, 0.48))


def _concluded(row: Dialogue) -> Iterator[Block]:
    yield Heading(level=1, number="", text=_("Kết luận"))
    rows = list(row.meeting.conclusions.select_related("lead"))
    if not rows:
        yield Paragraph(runs=(Run(text=_("… (chưa ghi kết luận nào của chủ tọa)"), gap=True),))
    for found in rows:
        told = [found.lead.name if found.lead else "", f"hạn {found.due_on:%d/%m/%Y}" if found.due_on else ""]
        rest = f" ({', '.join(words for words in told if words)})" if any(told) else ""
        yield papers.paragraph(f"{found.number}. {found.text.rstrip('.')}{rest}.")
    yield papers.paragraph(
        _("Các đơn vị thực hiện đúng hạn; kết quả báo cáo nhân dân ở lần đối thoại sau./.")
    )
