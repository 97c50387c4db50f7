"""Actions on a draft that goes round: sent out, remarks read back, each answered; a passage rewritten or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File as Upload
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.importers import Untold, blocks_of
from phoihop.core.text import parse_number
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store
from phoihop.documents.returned import applied
from phoihop.reports.chips import need_kept
from phoihop.reports.forms import CirculateForm, RemarksForm
from phoihop.reports.models import Answer, Remark, Report, ReportState, Section, SectionKind
from phoihop.reports.returns import remarks_in

S = ReportState
WRITERS = role("clerk") & of("owner")
SENDERS = role("clerk", "leader", "unit", "member") & of("owner", "audience_ids")


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=CirculateForm, by=WRITERS, tells=["audience_ids"], appends=True,
    label=_("Gửi lấy ý kiến"), says=_("đã gửi dự thảo lấy ý kiến"),
)  # fmt: skip
def circulate(report: Report, *, actor: Actor, at: datetime, answer_by: date | None = None) -> None:
    """The parties are told; they load the Word file, change it with tracked changes on, and send it back."""


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], form=RemarksForm, by=SENDERS, appends=True,
    label=_("Nhận bản góp ý"), says=_("đã nhận bản góp ý"),
)  # fmt: skip
def take_remarks(
    report: Report, *, actor: Actor, at: datetime, uploads: Sequence[Upload[Any]], body: Organisation
) -> None:
    """Every tracked change and comment becomes a remark under its section; a file without any is refused by name."""
    order = max((row.order for row in report.remarks.all()), default=0)
    for upload in uploads:
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        try:
            found = remarks_in(blocks_of(content, upload.name or ""), report)
        except Untold as error:
            raise Refused(
                error, instead=_("Gửi lại tệp Word đã sửa có theo dõi thay đổi."), field="uploads"
            ) from error
        if not found:
            raise Refused(
                _("“%s” không có thay đổi hay ghi chú nào.") % upload.name,
                instead=_("Bật Theo dõi thay đổi (Track Changes) trong Word rồi sửa, hoặc ghi chú vào đoạn."), field="uploads",
            )  # fmt: skip
        file = perform(
            store, actor=actor, at=at, upload=upload, share_with=[report.owner_id, *report.audience_ids()],
            words=str(_("Góp ý dự thảo %s") % report.code),
        )  # fmt: skip
        for one in found:
            order += 1
            report.add(
                Remark(
                    body=body, author=one.author[:200], section=one.section, short=one.short, before=one.before,
                    old=one.old, new=one.new, note=one.note, source=file.code, order=order,
                )
            )  # fmt: skip


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], by=WRITERS, appends=True,
    label=_("Trả lời góp ý"), says=_("đã trả lời một góp ý"),
)  # fmt: skip
def answer_remark(
    report: Report, *, actor: Actor, at: datetime, order: int, answer: str, words: str = "", text: str = ""
) -> None:  # fmt: skip
    """Accepted changes are made in the section at once, its numbers stay linked; the rest needs a reason."""
    remark = next((row for row in report.remarks.all() if row.order == order), None)
    if remark is None:
        raise Refused(_("Không có góp ý số %d.") % order)
    if remark.answer == Answer.ACCEPTED or answer not in (Answer.ACCEPTED, Answer.PARTLY, Answer.EXPLAINED):
        raise Refused(_("Góp ý này đã tiếp thu rồi."), instead=_("Sửa thẳng vào đoạn nếu cần đổi lại."))
    if answer != Answer.ACCEPTED and not words.strip():
        raise Refused(_("Chưa ghi lý do."), instead=_("Ghi một câu giải trình."), field="words")
    if answer == Answer.ACCEPTED or text.strip():
        _make(report, remark, new=text if answer == Answer.PARTLY else remark.new, actor=actor)
    remark.answer, remark.words = answer, words.strip()[:400]
    remark.answered_by, remark.answered_at = actor.capacity[:200], at
    report.change(remark)


def _make(report: Report, remark: Remark, *, new: str, actor: Actor) -> None:
    """A comment changes nothing by itself; a changed number is a correction with both values."""
    if not (remark.old or remark.new):
        return
    if remark.short:
        _correct(report, remark, new)
        return
    section = next((s for s in report.sections.all() if s.code == remark.section), None)
    made = applied(section.text, before=remark.before, old=remark.old, new=new) if section else None
    if section is None or made is None:
        raise Refused(
            _("Đoạn này đã khác bản gửi đi nên không tự sửa được."),
            instead=_("Mở Sửa đoạn để sửa tay, rồi chọn Tiếp thu một phần và ghi đã sửa thế nào."),
        )
    section.text = made
    section.author = section.author or actor.capacity[:200]
    report.change(section)


def _correct(report: Report, remark: Remark, new: str) -> None:
    row = next(f for f in report.figures.all() if f.short == remark.short)
    try:
        row.corrected = row.meant(parse_number(new.strip().split("/")[0]))
    except ValueError as error:
        raise Refused(
            _("“%s” không phải một con số.") % new, instead=_("Chọn Tiếp thu một phần và ghi số đúng.")
        ) from error
    row.corrected_why = str(_("Theo góp ý của %s") % remark.body.name)[:400]
    report.change(row)


@action(
    on=Report, frm=[S.DRAFTING, S.FROZEN], by=WRITERS,
    label=_("Sửa đoạn"), says=_("đã sửa một đoạn"),
)  # fmt: skip
def rewrite(report: Report, *, actor: Actor, at: datetime, code: str, text: str) -> None:
    """Words may change; a number keeps its token, so that it still opens to where it was read. Empty takes it out.

    A sentence may go with its numbers; one that stays without its number is refused.
    """
    section = _section(report, code)
    if text.strip():
        need_kept(section.text, text, {row.short: row for row in report.figures.all()})
        section.text = text.strip()
        if section.kind != SectionKind.TABLE:  # of a table only the caption; its rows stay whose they are
            section.author = actor.capacity[:200]
        report.change(section)
    else:
        report.drop(section)


def _section(report: Report, code: str) -> Section:
    kinds = (SectionKind.PASSAGE, SectionKind.WRITTEN, SectionKind.LIMITATION, SectionKind.TABLE)
    found = next((s for s in report.sections.all() if s.code == code and s.kind in kinds), None)
    if found is None:
        raise Refused(_("Không có đoạn %s để sửa.") % code)
    return found
