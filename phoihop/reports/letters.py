"""Letters of a round: the request for a report with its outline, to each body by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import papers
from phoihop.core.figures import outline_of
from phoihop.core.papers import (
    Addressees,
    Annex,
    Block,
    Heading,
    Issuer,
    LetterHead,
    ListItem,
    Paper,
    Recipients,
    Signatures,
    Table,
    cell,
    paper,
    runs,
)
from phoihop.core.text import fold, format_date
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.papers import signature_of
from phoihop.reports.frame import Part, frame_of
from phoihop.reports.merging import about_of
from phoihop.reports.models import Compilation, Intake, IntakeFigure, IntakeRole, IntakeState, ReportKind

#: Lines of figures asked for; the outline is to be filled in, not studied.
MOST = 40


@paper(on=Compilation, label=gettext_lazy("Công văn đề nghị báo cáo kèm đề cương"))
def call_for_reports(compilation: Compilation, *, actor: Actor, at: datetime) -> Paper:
    """One letter to all the bodies asked."""
    bodies = [row.body for row in compilation.asked.select_related("body__kind", "body__territory")]
    return letter(compilation, [b for b in bodies if b.pk != compilation.owner_id] or bodies, at=at)


def letter(compilation: Compilation, bodies: Sequence[Organisation], *, at: datetime) -> Paper:
    """The request to these bodies, and as its annex the outline with the figures of last time to be told again."""
    owner = compilation.owner
    day = timezone.localdate(at)
    kind = _("sơ kết") if compilation.kind == ReportKind.INTERIM else _("tổng kết")
    about = _("V/v đề nghị báo cáo phục vụ %(kind)s chương trình phối hợp %(period)s") % {
        "kind": kind, "period": compilation.period_words,
    }  # fmt: skip
    blocks: list[Block] = [
        LetterHead(
            issuers=(Issuer(name=(owner.kind.heading or owner.kind.name).upper()),), locality=str(owner.territory).upper(),
            symbol=owner.kind.symbol or owner.kind.code, place_name=owner.territory.name, day=None, about=about,
        ),
        Addressees(names=tuple(body.name for body in bodies)),
        *_request(compilation, kind, day),
        Signatures(columns=(signature_of(owner),)),
        Recipients(lines=(_("Như trên;"), _("Lưu: VT."))),
        Annex(
            title=_("ĐỀ CƯƠNG BÁO CÁO %s") % compilation.period_words.upper(),
            reference=_("(Kèm theo Công văn của %s)") % owner.name, blocks=tuple(_outline(compilation)),
        ),
    ]  # fmt: skip
    return Paper(
        code="reports.call_for_reports", title=about, blocks=tuple(blocks), digest=compilation.head,
        meta={"at": at.isoformat()},
    )  # fmt: skip


def _request(compilation: Compilation, kind: str, day: date) -> list[Block]:
    due = format_date(compilation.due_on) if compilation.due_on else _("ngày … tháng … năm %d") % day.year
    outline = outline_of(about_of(compilation))
    first = _(
        "Để chuẩn bị %(kind)s %(period)s %(about)s, %(owner)s đề nghị quý cơ quan báo cáo kết quả thực hiện các nội dung "
        "thuộc trách nhiệm theo đề cương kèm theo công văn này."
    ) % {
        "kind": kind,
        "period": compilation.period_words,
        "about": outline.title,
        "owner": compilation.owner.name,
    }
    second = _(
        "Báo cáo ghi rõ số liệu đến hết kỳ, số liệu cùng kỳ và kế hoạch; hạn chế nêu rõ nguyên nhân và trách nhiệm; "
        "nhiệm vụ kỳ tới nêu rõ cơ quan chủ trì, thời hạn, sản phẩm. Nơi nào đã có báo cáo chuyên đề thì gửi nguyên báo cáo đó, "
        "không phải viết lại."
    )
    third = _(
        "Báo cáo gửi về %(owner)s trước %(due)s, kèm tệp Word hoặc Excel, qua mục Gộp báo cáo các cơ quan trên phần mềm Phối Hợp, "
        "mã đợt %(code)s, hoặc qua thư điện tử công vụ."
    ) % {"owner": compilation.owner.name, "due": due, "code": compilation.code}
    last = _("Trân trọng đề nghị quý cơ quan phối hợp thực hiện./.")
    return [papers.paragraph(text) for text in (first, second, third, last)]


def _outline(compilation: Compilation) -> list[Block]:
    """The headings of the joint report; under results, what is to be told in figures."""
    rows = compilation.intakes.filter(state=IntakeState.CURRENT).prefetch_related("figures", "passages")
    intakes = list(rows.order_by("pk"))
    parts = frame_of(
        intakes,
        outline_of(about_of(compilation)).items,
        kind=compilation.kind,
        sample=compilation.sample,
        period=compilation.period,
    )
    last = next((i for i in intakes if i.role == IntakeRole.LAST_REVIEW), None)
    asked = _figures_of(last) if last else {}
    blocks: list[Block] = []
    for part in parts:
        number = part.number if part.number.endswith(".") else f"{part.number}."
        blocks.append(Heading(level=part.level, number=number, text=part.title))
        if words := _asks(part):
            blocks.append(ListItem(runs=runs(words), marker="-"))
    if asked:
        blocks.append(Heading(level=1, number="", text=_("Biểu số liệu")))
        blocks.append(_table(compilation, asked))
    return blocks


def _asks(part: Part) -> str:
    return {
        "result": _("Cách làm, kết quả, số liệu trong kỳ; so với kế hoạch và cùng kỳ."),
        "strength": _("Hai đến ba kết quả nổi bật."),
        "limitation": _("Mỗi hạn chế nêu nguyên nhân (khách quan, chủ quan) và trách nhiệm của ai."),
        "direction": _("Mỗi nhiệm vụ nêu cơ quan chủ trì, thời hạn, sản phẩm."),
        "proposal": _("Kiến nghị với ai, việc gì, trước ngày nào."),
    }.get(part.kind, "")


def _figures_of(last: Intake) -> dict[str, IntakeFigure]:
    """What the last review told in figures, each subject once, in the order of its text."""
    found: dict[str, IntakeFigure] = {}
    for row in last.told():
        if row.mode == "done" and row.noun and row.unit != "%" and len(row.noun) >= 6:
            found.setdefault(fold(row.noun), row)
    return dict(list(found.items())[:MOST])


def _table(compilation: Compilation, asked: dict[str, IntakeFigure]) -> Table:
    year = compilation.year
    titles = (
        _("TT"),
        _("Số liệu"),
        _("Kỳ trước đã báo"),
        _("Kế hoạch năm %d") % year,
        _("Thực hiện kỳ này"),
        _("Cùng kỳ %d") % (year - 1),
    )
    head = tuple(cell(text, head=True, align="center") for text in titles)
    lines = tuple(
        (
            cell(str(n), align="center"), cell(row.noun[:1].upper() + row.noun[1:]), cell(row.value_words, align="right"), cell(""),
            cell(""), cell(""),
        )
        for n, row in enumerate(asked.values(), start=1)
    )  # fmt: skip
    return Table(rows=(head, *lines), head_rows=1, widths=(0.06, 0.42, 0.16, 0.12, 0.12, 0.12))
