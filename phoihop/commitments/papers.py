"""A commitment's slip and the book of a programme, as Word in lawful form."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.commitments.models import Commitment
from phoihop.core import papers
from phoihop.core.papers import Block, Paper, Recipients, Signature, Signatures, Table, Title, cell, paper
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head


@paper(on=Commitment, label=gettext_lazy("Phiếu theo dõi việc"))
def slip(row: Commitment, *, actor: Actor, at: datetime) -> Paper:
    """One page: the six clear points, proofs and decisions, as given to the lead or filed."""
    six = [
        (_("Việc"), row.content), (_("Chủ trì"), row.lead.name),
        (_("Người chịu trách nhiệm"), row.responsible_words or _("chưa ghi")), (_("Thời hạn"), row.due_words),
        (_("Sản phẩm"), row.product), (_("Thẩm quyền quyết định"), row.authority or _("chưa ghi")),
        (_("Nguồn"), row.source_line), (_("Tình trạng"), row.state_label),
    ]  # fmt: skip
    table = Table(rows=tuple((cell(a, head=True), cell(b)) for a, b in six), head_rows=0, widths=(0.3, 0.7))
    proofs: list[Block] = [
        papers.ListItem(runs=papers.runs(f"{p.words} ({p.on:%d/%m/%Y})"), marker="-")
        for p in row.proofs.all()
    ]
    today = timezone.localdate(at)
    blocks: list[Block] = [
        joint_head([row.owner], number="", symbol="", day=today),
        Title(kind=_("PHIẾU THEO DÕI VIỆC"), subject=row.code),
        table,
        papers.Heading(level=2, number="", text=_("Bằng chứng")),
        *(proofs or [papers.paragraph(_("Chưa có bằng chứng."))]),
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP PHIẾU")),)),
        Recipients(lines=(f"{row.lead.name};", _("Lưu: VT."))),
    ]
    return Paper(
        code="commitments.slip",
        title=row.content,
        blocks=tuple(blocks),
        digest=row.head,
        meta={"at": at.isoformat()},
    )
