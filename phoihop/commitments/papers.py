"""A commitment's slip, and the book as it stands under the filters chosen, in lawful form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.commitments.models import Bucket, Commitment, bucket_of
from phoihop.core import moment, papers
from phoihop.core.deadlines import Distances, distance
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
        (_("Nguồn"), row.source_line), (_("Tình trạng"), state_words(row, timezone.localdate(at))),
    ]  # fmt: skip
    table = Table(rows=tuple((cell(a, head=True), cell(b)) for a, b in six), head_rows=0, widths=(0.3, 0.7))
    proofs: list[Block] = [
        papers.ListItem(runs=papers.runs(f"{p.words} ({p.on:%d/%m/%Y})"), marker="-")
        for p in row.proofs.all()
    ]
    done: list[Block] = [
        papers.ListItem(runs=papers.runs(f"{p.on:%d/%m/%Y}, {p.kind_label.lower()}: {p.text}"), marker="-")
        for p in row.progress.all()
    ]
    today = timezone.localdate(at)
    blocks: list[Block] = [
        joint_head([row.owner], number="", symbol=f"PB-{joint_symbol([row.owner])}", day=today),
        Title(kind=_("PHIẾU BÁO"), subject=_("Theo dõi việc %s") % row.code),
        table,
        papers.Heading(level=2, number="", text=_("Tiến độ")),
        *(done or [papers.paragraph(_("Chưa ghi tiến độ."))]),
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


def state_words(row: Commitment, today: date) -> str:
    """ "Quá hạn 12 ngày làm việc": the state as it is on the day, not only how far the steps went."""
    where = bucket_of(row, today)
    if where not in RUNNING or row.due_on is None:
        return str(where.label) if where else row.state_label
    return f"{row.state_label}, {distance(row.due_on, today)}"


def to_urge(row: Commitment) -> bool:
    """Reminded of already, or late; nobody writes for what is done or not yet due."""
    where = bucket_of(row, moment.today())
    return where == Bucket.OVERDUE or (where in RUNNING and bool(row.urged))


@paper(on=Commitment, label=gettext_lazy("Công văn đôn đốc"), when=to_urge)
def urging(row: Commitment, *, actor: Actor, at: datetime) -> Paper:
    """The letter that goes with a reminder: which task, from which paper, due when, how late, what is asked."""
    today = timezone.localdate(at)
    due = f"{row.due_on:%d/%m/%Y}" if row.due_on else _("chưa định")
    told = _("%(lead)s được giao chủ trì (%(source)s): %(content)s; sản phẩm: %(product)s; thời hạn: %(due)s.") % {
        "source": row.source_line, "lead": row.lead.name, "content": row.content, "product": row.product, "due": due,
    }  # fmt: skip
    stands = _("Đến ngày %(day)s, việc này %(state)s, %(proof)s.") % {
        "day": f"{today:%d/%m/%Y}", "state": state_words(row, today).lower(),
        "proof": row.proof_words or _("chưa có bằng chứng"),
    }  # fmt: skip
    asked = _("%(owner)s đề nghị %(lead)s thực hiện, gửi kết quả kèm bằng chứng; nếu không kịp thì nêu rõ nguyên nhân và xin gia hạn.") % {
        "owner": row.owner.name, "lead": row.lead.name,
    }  # fmt: skip
    about = _("đôn đốc lần %(n)d: %(content)s") % {"n": max(row.urged, 1), "content": row.content}
    blocks: list[Block] = [
        joint_head([row.owner], number="", symbol=joint_symbol([row.owner]), day=today, about=about),
        papers.Addressees(names=(row.lead.name,)),
        papers.paragraph(told), papers.paragraph(stands), papers.paragraph(asked),
        Signatures(columns=(signature_of(row.owner),)),
        Recipients(lines=(_("Như trên;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return Paper(
        code="commitments.urging",
        title=about,
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
        blocks.append(papers.paragraph(_("Từng việc ghi ở phụ lục kèm theo.")))
    head = signature_of(body)
    blocks += [
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP SỔ"), name=actor.name), head)),
        Recipients(lines=(f"{body.name};", _("Lưu: VT."))),
    ]
    if rows:
        # Behind the signatures: the sheets that lie on their side do not cut the one-page report in two.
        table = _book_table(rows, today)
        blocks.append(papers.Annex(title=_("DANH SÁCH VIỆC"), blocks=(table,), landscape=True))
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
        words = distances.told(row.due_on, today)
    return f"{row.due_on:%d/%m/%Y}, {words}"
