"""Papers of reception: the timetable to be posted, the notice of the conclusion, the notice of refusal. No name stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.reception.models import DayState, Reception, ReceptionDay, RefusalCase
from phoihop.core import papers
from phoihop.core.papers import Block, Paper, Recipients, Signatures, Table, Title, cell, paper
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head, joint_symbol, signature_of

#: Where the name is written by hand: it lies in the vault, and papers are printed by more people than may open it.
BY_HAND = "…………………………………………"


def _made(
    code: str, title: str, blocks: Sequence[Block], row: Reception | ReceptionDay, at: datetime
) -> Paper:
    return Paper(code=code, title=title, blocks=tuple(blocks), digest=row.head, meta={"at": at.isoformat()})


@paper(on=ReceptionDay, label=gettext_lazy("Lịch tiếp công dân để niêm yết"))
def timetable(row: ReceptionDay, *, actor: Actor, at: datetime) -> Paper:
    """The days of this body from this one on for a quarter, as they are posted at the door."""
    rows = ReceptionDay.objects.filter(
        owner=row.owner_id, day__range=(row.day, row.day + timedelta(days=92))
    ).order_by("day", "hours")
    heads = (_("Ngày"), _("Giờ"), _("Ai tiếp"), _("Nơi tiếp"), _("Ghi chú"))
    lines = [tuple(cell(h, head=True) for h in heads)]
    for day in rows:
        note = ""
        if day.state == DayState.MISSED and day.instead:
            note = _("không tiếp; tiếp bù %s") % f"{day.instead:%d/%m/%Y}"
        told = (f"{day.day:%d/%m/%Y}", day.hours, day.receiver, day.place, note or day.mode_label.lower())
        lines.append(tuple(cell(text) for text in told))
    blocks: list[Block] = [
        joint_head(
            [row.owner], number="", symbol=f"TB-{joint_symbol([row.owner])}", day=timezone.localdate(at)
        ),
        Title(kind=_("THÔNG BÁO"), subject=_("Lịch tiếp công dân từ ngày %s") % f"{row.day:%d/%m/%Y}"),
        Table(rows=tuple(lines), head_rows=1, widths=(0.14, 0.18, 0.26, 0.26, 0.16)),
        papers.paragraph(_("Đăng ký trước không cần tài khoản; không đăng ký vẫn đến gặp được.")),
        Signatures(columns=(signature_of(row.owner),)),
        Recipients(lines=(_("Niêm yết nơi tiếp công dân;"), _("Trang thông tin điện tử;"), _("Lưu: VT."))),
    ]
    return _made("reception.timetable", _("Lịch tiếp công dân %s") % f"{row.day:%m/%Y}", blocks, row, at)


@paper(on=Reception, label=gettext_lazy("Thông báo kết luận tiếp công dân"), when=lambda row: not row.refusal)
def conclusion(row: Reception, *, actor: Actor, at: datetime) -> Paper:
    """To who was received, with what was concluded (NĐ 154/2026 Đ25.2)."""
    told = [
        _("Ngày %(day)s, %(receiver)s đã tiếp ông (bà) %(name)s.")
        % {"day": f"{row.received_on:%d/%m/%Y}", "receiver": row.receiver, "name": BY_HAND},
        _("Nội dung: %s") % row.content if row.content else "",
        _("Yêu cầu: %s") % row.wish if row.wish else "",
        _("Kết luận: %s") % (row.conclusion or BY_HAND),
        _("%d nội dung kiến nghị, phản ánh đã vào sổ kiến nghị; ông (bà) tra cứu theo mã trên phiếu tiếp nhận.") % row.petitions
        if row.petitions else "",
    ]  # fmt: skip
    subject = _("Kết luận tiếp công dân ngày %s") % f"{row.received_on:%d/%m/%Y}"
    return _notice("reception.conclusion", subject, told, row, at)


@paper(
    on=Reception,
    label=gettext_lazy("Thông báo từ chối tiếp công dân (Mẫu 01/TCD)"),
    when=lambda row: row.noticed_from is not None,
)
def refusal(row: Reception, *, actor: Actor, at: datetime) -> Paper:
    """Only in the cases of the law; the case stands there in its words."""
    case = row.refusal_label if row.refusal and row.refusal != RefusalCase.ORAL else BY_HAND
    told = [
        _("Ngày %(day)s, ông (bà) %(name)s đến nơi tiếp công dân.") % {"day": f"{row.received_on:%d/%m/%Y}", "name": BY_HAND},
        _("Theo Điều 4.3 Nghị định số 154/2026/NĐ-CP, cơ quan từ chối tiếp với lý do: %s.") % case,
        _("Thông báo để ông (bà) biết."),
    ]  # fmt: skip
    return _notice("reception.refusal", _("Từ chối tiếp công dân"), told, row, at)


def _notice(code: str, subject: str, told: Sequence[str], row: Reception, at: datetime) -> Paper:
    blocks: list[Block] = [
        joint_head(
            [row.owner], number="", symbol=f"TB-{joint_symbol([row.owner])}", day=timezone.localdate(at)
        ),
        Title(kind=_("THÔNG BÁO"), subject=subject),
        *(papers.paragraph(text) for text in told if text),
        Signatures(columns=(signature_of(row.owner),)),
        Recipients(lines=(_("Người được tiếp;"), _("Lưu: VT, hồ sơ tiếp công dân."))),
    ]
    return _made(code, f"{subject} {row.code}", blocks, row, at)
