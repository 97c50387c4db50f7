"""Writing the draft: a paragraph rewritten, a whole text from the office's Word file, comments asked for until a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.core.files.base import File as Upload
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.forms import AskCommentsForm, ProposeTextForm, RewriteForm
from phoihop.activities.programmes.models import Asked, Origin, Programme, ProgrammeState
from phoihop.activities.programmes.rights import DRAFTERS
from phoihop.activities.programmes.texts import BASES, TITLE, lines_of, told_lines
from phoihop.activities.programmes.word import slots_in_word
from phoihop.activities.programmes.writing import (
    Slot,
    aligned,
    put_down,
    renumbered,
    rewritten,
    slot_at,
    slots_of,
)
from phoihop.core.actions import Refused, Stale, Start, action, perform
from phoihop.core.importers import Untold, blocks_of
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.documents.actions import store

S = ProgrammeState


@action(
    on=Programme, frm=[S.DRAFT, S.WITHDRAWN], to=S.DRAFT, form=RewriteForm, by=DRAFTERS, appends=True,
    label=_("Sửa một đoạn"), says=_("đã sửa một đoạn của dự thảo"), calls=["agreement_lost"],
)  # fmt: skip
def rewrite_paragraph(
    programme: Programme, *, actor: Actor, at: datetime, place: str, text: str, reason: str = "", after: bool = False,
    was: str = "", origin: str = "", origin_words: str = "",
) -> None:  # fmt: skip
    """One paragraph rewritten, taken out, or another put after it: a version whose agreements are gone.

    ``was`` is the paragraph as the writer saw it: what another wrote meanwhile is not overwritten.
    """
    before = lines_of(programme)
    if place == TITLE:
        _retitle(programme, text)
        put_down(programme, slots_of(before), actor=actor, at=at, before=before, reason=reason)
        return
    slots = slots_of(before)
    row = slot_at(slots, place)
    if was and was.strip() != slots[row].text.strip() and not after:
        raise Stale(
            _("Có người vừa sửa đoạn này."), instead=_("Xem đoạn mới rồi sửa lại; phần đã gõ vẫn còn.")
        )
    if after:
        slots = _put_after(slots, row, text, origin=origin or Origin.WRITTEN, words=origin_words)
    else:
        slots = rewritten(slots, place, text, origin=origin, words=origin_words)
    put_down(programme, slots, actor=actor, at=at, before=before, reason=reason)


def _retitle(programme: Programme, text: str) -> None:
    lines = told_lines(text)
    if not lines:
        raise Refused(_("Chương trình phải có tên."), field="text")
    programme.title = " ".join(lines)[:400]


def _put_after(slots: Sequence[Slot], place: int, text: str, *, origin: str, words: str) -> list[Slot]:
    """After the name of a content comes its first paragraph; elsewhere a paragraph beside the one chosen."""
    slot = slots[place]
    lines = told_lines(text)
    if not lines:
        raise Refused(_("Chưa viết đoạn thêm."), field="text")
    fresh = [
        replace(slot, text=line, key="", head=False, number="", origin=origin, origin_words=words)
        for line in lines
    ]  # fmt: skip
    return renumbered([*slots[: place + 1], *fresh, *slots[place + 1 :]])


@action(
    on=Programme, frm=[S.DRAFT, S.WITHDRAWN], to=S.DRAFT, form=ProposeTextForm, by=DRAFTERS,
    label=_("Lấy chữ từ tệp Word"), says=_("đã thay văn bản dự thảo bằng tệp Word"), tells=["party_ids"],
    calls=["agreement_lost"],
)  # fmt: skip
def propose_text(
    programme: Programme, *, actor: Actor, at: datetime, upload: Upload[Any], reason: str = ""
) -> None:
    """The whole text out of the office's Word file: paragraphs that are still the same keep their keys and comments."""
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        slots = slots_in_word(blocks_of(content, upload.name or ""), name=str(upload.name or ""))
    except Untold as error:
        raise Refused(error, instead=_("Gửi lại tệp Word."), field="upload") from error
    if not any(slot.section != BASES for slot in slots):
        raise Refused(
            _("Không thấy các phần I, II, III, IV trong tệp này."),
            instead=_("Ghi “I. MỤC ĐÍCH, YÊU CẦU”, “II. NỘI DUNG PHỐI HỢP” … ở đầu mỗi phần rồi gửi lại."),
            field="upload",
        )
    perform(
        store, actor=actor, at=at, upload=upload, share_with=programme.invited(),
        words=str(_("Bản Word của dự thảo %s") % programme.code),
    )  # fmt: skip
    before = lines_of(programme)
    put_down(
        programme, aligned(slots, before), actor=actor, at=at, before=before,
        reason=reason or str(_("theo tệp Word “%s”") % upload.name),
    )  # fmt: skip


@action(
    on=Programme, frm=[S.DRAFT], form=AskCommentsForm, by=DRAFTERS, tells=["invited"], primary=True,
    label=_("Gửi lấy ý kiến"), says=_("đã gửi dự thảo lấy ý kiến"),
    starts=[Start("programmes.comments", "comments_on")],
)  # fmt: skip
def ask_comments(
    programme: Programme, *, actor: Actor, at: datetime, answer_on: date, bodies: Sequence[Organisation] = (),
    answer_hour: int = 17,
) -> None:  # fmt: skip
    """The parties and the bodies asked besides are told; they write beside a paragraph or send the Word file back."""
    by = timezone.make_aware(datetime.combine(answer_on, time(answer_hour)))
    if by <= at:
        raise Refused(_("Hạn góp ý đã qua."), instead=_("Chọn một ngày còn tới."), field="answer_on")
    programme.comments_by = by
    parties = set(programme.party_ids())
    known = {row.body_id: row for row in programme.asked.all()}
    wanted = {body.pk for body in bodies} - parties
    for key in wanted - set(known):
        programme.add(Asked(body_id=key, order=len(known) + key))
    for key in set(known) - wanted:
        programme.drop(known[key])
