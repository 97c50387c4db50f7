"""A commitment's slip, and the book as it stands under the filters chosen, in lawful form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.commitments.models import Bucket, Commitment, bucket_of
from phoihop.core import papers
from phoihop.core.deadlines import Distances
from phoihop.core.papers import Block, Paper, Recipients, Signature, Signatures, Table, Title, cell, paper
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head, joint_symbol, signature_of

#: The decree knows no paper called sổ: what is printed of the book reports how its tasks stand.
SUBJECT = gettext_lazy("Tình hình thực hiện các việc trong Sổ theo dõi đến cùng")
BOOK_WIDTHS = (0.05, 0.29, 0.13, 0.14, 0.15, 0.12, 0.12)
#: Where a date still says how late or how near it is; elsewhere the word of the state says enough.
RUNNING = {Bucket.OVERDUE, Bucket.SOON, Bucket.NOT_STARTED, Bucket.UNDERWAY}


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
        joint_head([row.owner], number="", symbol=f"PB-{joint_symbol([row.owner])}", day=today),
        Title(kind=_("PHIẾU BÁO"), subject=_("Theo dõi việc %s") % row.code),
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


def book(
    rows: Sequence[Commitment], *, body: Organisation, filters: str, more: bool, actor: Actor, at: datetime
) -> Paper:
    """Sổ theo dõi đến cùng: heading of the body that prints it, counts, and the table on turned sheets."""
    today = timezone.localdate(at)
    found = Counter(bucket_of(row, today) for row in rows)
    counts = [f"{name.label.lower()} {found[name]}" for name in Bucket if found[name]]
    if found[None]:
        counts.append(_("ngoài sổ (đề xuất, đã thôi) %d") % found[None])
    told = _("Đến ngày %(day)s có %(n)d việc") % {"day": f"{today:%d/%m/%Y}", "n": len(rows)}
    blocks: list[Block] = [
        joint_head([body], number="", symbol=f"BC-{joint_symbol([body])}", day=today),
        Title(kind=_("BÁO CÁO"), subject=": ".join(words for words in (str(SUBJECT), filters) if words)),
        papers.paragraph(": ".join(words for words in (told, "; ".join(counts)) if words) + "."),
    ]
    if more:
        blocks.append(
            papers.paragraph(_("Sổ dài hơn một lần in: chọn bộ lọc để in tiếp phần sau."), italic=True)
        )
    if rows:
        blocks.append(_book_table(rows, today))
    head = signature_of(body)
    blocks += [
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP SỔ"), name=actor.name), head)),
        Recipients(lines=(f"{body.name};", _("Lưu: VT."))),
    ]
    return Paper(
        code="commitments.book",
        title=_("Sổ theo dõi đến cùng"),
        blocks=tuple(blocks),
        meta={"at": at.isoformat()},
    )


def _book_table(rows: Sequence[Commitment], today: date) -> Table:
    distances = Distances()
    heads = (
        _("STT"),
        _("Việc, nguồn"),
        _("Chủ trì"),
        _("Hạn, trễ"),
        _("Sản phẩm"),
        _("Bằng chứng"),
        _("Kiểm lại"),
    )
    lines = tuple(
        (
            cell(str(n), align="center"), cell(f"{row.content} ({row.source_line})"), cell(str(row.lead)),
            cell(_due(row, today, distances)), cell(row.product), cell(row.proof_words or _("chưa có")),
            cell(str(row.verifier or "")),
        )
        for n, row in enumerate(rows, start=1)
    )  # fmt: skip
    head = tuple(cell(words, head=True, align="center") for words in heads)
    return Table(rows=(head, *lines), head_rows=1, widths=BOOK_WIDTHS, landscape=True)


def _due(row: Commitment, today: date, distances: Distances) -> str:
    where = bucket_of(row, today)
    if row.due_on is None:
        return _("chưa có hạn")
    words = str(where.label).lower() if where else row.state_label.lower()
    if where in RUNNING:
        late, far = distances.words(row.due_on, today)
        words = _("quá hạn %s") % far if late else far
    return f"{row.due_on:%d/%m/%Y}, {words}"
