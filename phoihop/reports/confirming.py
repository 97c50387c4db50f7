"""Actions on figures of papers: confirmed at the reading desk, looked at beside their sentence, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, action, perform
from phoihop.core.models import Record
from phoihop.core.who import Actor, of, role
from phoihop.directory.models import Organisation
from phoihop.documents.models import File
from phoihop.reports.collecting import need_open
from phoihop.reports.models import (
    Check,
    Compilation,
    CompilationState,
    Intake,
    IntakeFigure,
    IntakeReader,
    IntakeRole,
    IntakeState,
)
from phoihop.reports.reported import speaker_of
from phoihop.reports.settling import compare_now, need_held
from phoihop.reports.told import Confirmed

S = IntakeState
AT_THE_DESK = role("clerk", "administrator", "member", "unit")
LOOKERS = role("clerk", "leader") & of("compilation.owner", "reader_ids")
WHY = _("sửa khi xác nhận ở bàn đọc")


@action(
    on=Intake, frm=None, to=S.CURRENT, by=AT_THE_DESK,
    label=_("Ghi số liệu đọc được"), says=_("đã ghi số liệu đọc được ở bàn đọc"),
)  # fmt: skip
def keep_read(
    *, actor: Actor, at: datetime, owner: Organisation, source: Record, title: str, found: Confirmed,
    file: File | None = None,
) -> Intake:  # fmt: skip
    """A paper read outside any round, with the first figure a person confirmed in it.

    Who confirmed it reads it, and the body that stated it.
    """
    speaker = speaker_of(owner.kind_id)
    made = Intake(
        name=title[:200], title=title[:400], role=IntakeRole.OTHER, body=owner, speaker=speaker, told_speaker=speaker,
        file=file, read_from=source.code,
    )  # fmt: skip
    for n, body in enumerate(dict.fromkeys((owner.pk, actor.body or owner.pk))):
        made.add(IntakeReader(body_id=body, order=n))
    made.add(found.row(order=1, speaker=speaker, by=actor.capacity, why=str(WHY)))
    return made


@action(
    on=Intake, frm=[S.CURRENT], by=AT_THE_DESK & of("reader_ids"), appends=True,
    label=_("Ghi thêm số liệu đọc được"), says=_("đã ghi thêm một số liệu đọc được ở bàn đọc"),
)  # fmt: skip
def keep_more(intake: Intake, *, actor: Actor, at: datetime, found: Confirmed) -> None:
    """One more figure of a paper of the desk."""
    order = max((row.order for row in intake.figures.all()), default=0) + 1
    intake.add(found.row(order=order, speaker=intake.told_speaker, by=actor.capacity, why=str(WHY)))


@action(
    on=Intake, frm=[S.CURRENT], by=LOOKERS, appends=True,
    label=_("Xem các số"), says=_("đã xem các số bên câu chứa nó"),
)  # fmt: skip
def check_figures(
    intake: Intake, *, actor: Actor, at: datetime, orders: Sequence[int], verdict: str, value: Decimal | None = None,
    of_total: Decimal | None = None, why: str = "",
) -> None:  # fmt: skip
    """Right, another value (with its reason; both stay), or no figure at all; an empty verdict takes it back."""
    rows = [row for row in intake.figures.all() if row.order in set(orders)]
    if len(rows) != len(set(orders)) or not rows:
        raise Refused(_("Không có số này trong văn bản."), instead=_("Mở lại trang để xem."))
    if verdict not in Check.values:
        raise Refused(_("Chưa chọn đúng, sửa hay bỏ."), field="verdict")
    if verdict == Check.FIXED and value is None:
        raise Refused(_("Chưa ghi số đúng."), instead=_("Ví dụ: 1.204 hoặc 26/28."), field="value")
    if of_total is not None and not of_total:
        raise Refused(
            _("Mẫu số không thể bằng 0."), instead=_("Ghi cả số đạt và tổng, ví dụ 26/28."), field="value"
        )
    if verdict == Check.FIXED and not why.strip():
        raise Refused(_("Chưa ghi lý do."), instead=_("Ghi vài chữ vì sao sửa."), field="why")
    need_held(value, of_total)
    need_open(intake)
    for row in rows:
        row.checked, row.checked_why = verdict, why.strip()[:400] if verdict else ""
        row.checked_by = actor.capacity[:200] if verdict else ""
        row.corrected, row.corrected_of = (value, of_total) if verdict == Check.FIXED else (None, None)
        intake.change(row)


@action(
    on=Intake, frm=[S.CURRENT], by=LOOKERS,
    label=_("Đưa vào đợt"), says=_("đã đưa giấy tờ ở bàn đọc vào đợt tổng hợp"),
)  # fmt: skip
def bring_in(intake: Intake, *, actor: Actor, at: datetime, compilation: Compilation) -> None:
    """A paper of the desk becomes one of a round: its bodies read it, and it is set against their papers."""
    if intake.compilation_id:
        raise Refused(_("Văn bản này đã thuộc một đợt: %s.") % intake.compilation)
    if compilation.state != CompilationState.OPEN or actor.body != compilation.owner_id:
        raise Refused(_("Chỉ cơ quan mở đợt đưa thêm được, khi đợt đang mở."))
    if intake.body_id not in compilation.asked_ids():
        raise Refused(_("%s không phải cơ quan của đợt này.") % intake.body)
    intake.compilation = compilation


def look_at(
    rows: Sequence[IntakeFigure], *, actor: Actor, at: datetime, verdict: str, value: Decimal | None = None,
    of_total: Decimal | None = None, why: str = "",
) -> None:  # fmt: skip
    """One word on figures of one or several papers of a round; where a value changed they are compared anew."""
    if not rows:
        raise Refused(_("Không có số này trong văn bản."), instead=_("Mở lại trang để xem."))
    given: dict[str, Any] = {"verdict": verdict, "value": value, "of_total": of_total, "why": why}
    moved = verdict in (Check.FIXED, Check.DROPPED) or any(
        row.checked in (Check.FIXED, Check.DROPPED) for row in rows
    )
    ordered = sorted(rows, key=lambda row: (row.intake_id, row.order))
    with transaction.atomic():
        for _key, group in groupby(ordered, key=lambda row: row.intake_id):
            mine = list(group)
            perform(
                check_figures, mine[0].intake, actor=actor, at=at, orders=[row.order for row in mine], **given
            )
    record = ordered[0].intake.compilation
    if moved and record and record.state == CompilationState.OPEN and record.compared:
        compare_now(record, actor=actor, at=at)


def rows_named(papers: QuerySet[Intake], names: Sequence[str]) -> list[IntakeFigure]:
    """Figures of these papers by their addresses ("VG-2027-0003.12"); unknown ones are left out."""
    wanted = [name.rpartition(".") for name in names]
    codes = {code for code, _dot, order in wanted if order.isdecimal()}
    keys = {(code, int(order)) for code, _dot, order in wanted if order.isdecimal()}
    rows = IntakeFigure.objects.filter(intake__in=papers.filter(code__in=codes))
    return [
        row
        for row in rows.select_related("intake__compilation__report")
        if (row.intake.code, row.order) in keys
    ]
