"""The programme itself as a paper: căn cứ, I–IV, signature columns, annexes of tasks and targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.programmes.annex_paper import annex_blocks
from phoihop.activities.programmes.models import Programme, ProgrammeKind, ProgrammeState, Section
from phoihop.activities.programmes.texts import HEADS, NUMBERS, annexed, section_text, told_lines
from phoihop.commitments.models import Commitment
from phoihop.core import moment, papers
from phoihop.core.papers import (
    Annex,
    Block,
    Heading,
    LegalBasis,
    Paper,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    build_paper,
    cell,
    paper,
)
from phoihop.core.text import format_number
from phoihop.core.who import CLOCK, Actor
from phoihop.directory.models import Appointment, valid_on
from phoihop.directory.papers import joint_head, joint_symbol, signature_of
from phoihop.documents.capacity import head_of
from phoihop.documents.comparing.copies import Copy, signed_copy
from phoihop.documents.models import FIXED, OutgoingDocument

TASK_WIDTHS = (0.07, 0.35, 0.16, 0.16, 0.16, 0.1)


@paper(on=Programme, label=gettext_lazy("Bản chương trình"), held=True)
def text(programme: Programme, *, actor: Actor, at: datetime) -> Paper:
    """What was locked for signing, for whoever may read that; else the text as it stands, marked as no signed paper."""
    document = locked_paper(programme)
    if document is not None and OutgoingDocument.objects.visible_to(actor).filter(pk=document.pk).exists():
        return build_paper("documents.document", document, actor=actor, at=at)
    draft = programme.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN)
    return _composed(
        programme, actor=actor, at=at, mark=_("DỰ THẢO") if draft else _("BẢN ĐỂ ĐỌC, KHÔNG THAY BẢN KÝ")
    )


def locked_paper(programme: Programme) -> OutgoingDocument | None:
    """The one paper of a programme from its lock on: nothing else is handed out as its text."""
    document = programme.paper_out
    return document if document is not None and document.state in FIXED else None


def _composed(programme: Programme, *, actor: Actor, at: datetime, mark: str = "") -> Paper:
    """Heading of all parties in full, contents, responsibilities, signatures in the order of listing."""
    parties = list(programme.parties.select_related("body__territory"))
    bodies = [party.body for party in parties]
    kind = {ProgrammeKind.REGULATION: _("QUY CHẾ"), ProgrammeKind.JOINT_PLAN: _("KẾ HOẠCH LIÊN TỊCH")}
    named = kind.get(ProgrammeKind(programme.kind), _("CHƯƠNG TRÌNH"))
    symbol = programme.symbol or f"CTrPH-{joint_symbol(bodies)}"
    heads = _heads(parties) if programme.state in (ProgrammeState.DRAFT, ProgrammeState.WITHDRAWN) else {}
    blocks: list[Block] = [
        joint_head(bodies, number=programme.number, symbol=symbol, day=programme.signed_on, about=mark),
        Title(kind=named, subject=subject_of(programme)),
    ]
    blocks += annex_blocks(programme, programme.amends) if programme.amends else _body(programme)
    blocks.append(
        Signatures(
            columns=tuple(
                Signature(
                    authority=signature_of(party.body).authority,
                    titles=(party.signer_title.upper(),)
                    if party.signer_title
                    else signature_of(party.body).titles,
                    name=party.signer or heads.get(party.body_id, ""),
                )
                for party in parties
            )
        )
    )
    blocks.append(Recipients(lines=(*(f"{body.name};" for body in bodies), _("Lưu: VT."))))
    blocks += _annexes(programme, actor)
    return Paper(
        code="programmes.text", title=programme.title, blocks=tuple(blocks), digest=programme.head,
        meta={"at": at.isoformat()},
    )  # fmt: skip


def _heads(parties: Iterable[Any]) -> dict[int, str]:
    """Who will sign for each party by the positions on record today."""
    bodies = {party.body_id: party.body for party in parties}
    rows = Appointment.objects.filter(valid_on(moment.today()), body__in=bodies)
    held = list(rows.select_related("person").order_by("rank", "pk"))
    found = {key: head_of(body, held) for key, body in bodies.items()}
    return {key: one.person.full_name for key, one in found.items() if one is not None}


def _body(programme: Programme) -> Iterator[Block]:
    """Căn cứ, then parts I to IV; each content with what stands under it."""
    yield from (LegalBasis(text=line.text.rstrip(".;")) for line in programme.bases.all())
    yield from _part(programme, Section.PURPOSE)
    yield Heading(level=1, number="II.", text=_("Nội dung phối hợp"))
    for item in programme.contents.all():
        yield Heading(level=2, number=f"{item.number}.", text=item.title)
        below = section_text(programme, Section.CONTENTS, item.key)
        yield from (papers.paragraph(line) for line in told_lines(below))
    yield from _part(programme, Section.DUTIES)
    yield from _part(programme, Section.ARRANGEMENT)


def subject_of(programme: Programme) -> str:
    """The title below the kind of paper, which is not told twice; with the years where it names none."""
    subject = programme.title
    for words in ("Chương trình", "Quy chế", "Kế hoạch liên tịch", "Kế hoạch"):
        if subject.startswith(f"{words} "):
            subject = subject[len(words) + 1 :]
            break
    named = re.search(r"(?:19|20)\d\d", subject)
    return (
        subject[:1].upper() + subject[1:]
        if named
        else f"{subject[:1].upper()}{subject[1:]} {programme.period_words}"
    )


@signed_copy(Programme)
def copy(programme: Programme) -> Copy:
    """What was locked for signing, else the programme as it stands, beside the scan of what was signed."""
    document = locked_paper(programme)
    if document is not None:
        return Copy(
            paper=document.blocks(), file=programme.scan, confirm="programmes.confirm_signing",
            give_back="programmes.hand_back_scan",
        )  # fmt: skip
    day = programme.signed_on or date(programme.period_from, 1, 1)
    at = datetime.combine(day, time(), UTC)
    return Copy(
        paper=_composed(programme, actor=CLOCK, at=at), file=programme.scan, confirm="programmes.confirm_signing",
        give_back="programmes.return_scan",
    )  # fmt: skip


def _part(programme: Programme, section: Section) -> Iterator[Block]:
    """A part nobody wrote yet waits for it; of a signed paper it is in the signed copy."""
    yield Heading(level=1, number=f"{NUMBERS[section]}.", text=str(HEADS[section]))
    lines = told_lines(section_text(programme, section))
    if not lines:
        signed = programme.signed_on is not None
        words = _("[theo bản đã ký]") if signed else _("[chờ viết]")
        yield papers.Paragraph(runs=(Run(text=words, gap=not signed),))
    for n, line in enumerate(lines, start=1):
        last = section == Section.ARRANGEMENT and n == len(lines) and programme.signed_on is None
        yield papers.paragraph(f"{line}." if last and line[-1].isalnum() else line)


def _annexes(programme: Programme, actor: Actor) -> Iterator[Block]:
    tasks = (
        annexed(programme)
        .filter(pk__in=Commitment.objects.visible_to(actor).values("pk"))
        .select_related("lead")
        .prefetch_related("cooperation__body")
        .order_by("pk")
    )
    if tasks:
        head = tuple(
            cell(words, head=True, align="center")
            for words in (_("STT"), _("Nhiệm vụ"), _("Chủ trì"), _("Phối hợp"), _("Sản phẩm"), _("Hạn"))
        )
        rows = tuple(
            (
                cell(task.number, align="center"), cell(task.content), cell(str(task.lead)),
                cell("; ".join(str(row.body) for row in task.cooperation.all())), cell(task.product),
                cell(f"{task.due_on:%d/%m/%Y}" if task.due_on else "", align="center"),
            )
            for task in tasks
        )  # fmt: skip
        table = Table(rows=(head, *rows), head_rows=1, widths=TASK_WIDTHS, landscape=True)
        yield Annex(number="I", title=_("NHIỆM VỤ PHỐI HỢP"), blocks=(table,), landscape=True)
    targets = list(programme.targets.select_related("lead"))
    if targets:
        top = tuple(
            cell(words, head=True, align="center")
            for words in (
                _("STT"),
                _("Chỉ tiêu"),
                _("Đơn vị tính"),
                _("Kế hoạch"),
                _("Cơ quan giao, văn bản"),
            )
        )
        lines = tuple(
            (
                cell(t.number, align="center"), cell(t.name), cell(t.unit), cell(format_number(t.plan), align="right"),
                cell(t.assigned_words),
            )
            for t in targets
        )  # fmt: skip
        table = Table(rows=(top, *lines), head_rows=1, widths=(0.07, 0.43, 0.12, 0.13, 0.25))
        yield Annex(number="II" if tasks else "I", title=_("CHỈ TIÊU ĐƯỢC GIAO"), blocks=(table,))
