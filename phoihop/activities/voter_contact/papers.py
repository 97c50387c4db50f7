"""The plan and the notice of a round; the minutes of a point are the meeting's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.activities.voter_contact.asked import Sheet, sheet
from phoihop.activities.voter_contact.models import ContactPoint, VoterContact
from phoihop.commitments.models import CommitmentState
from phoihop.core import papers
from phoihop.core.papers import (
    Block,
    Heading,
    LegalBasis,
    ListItem,
    Paper,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paper,
    runs,
)
from phoihop.core.text import format_date
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head, joint_symbol, signature_of
from phoihop.meetings.models import clock_words, weekday


def _made(code: str, title: str, blocks: Sequence[Block], row: VoterContact, at: datetime) -> Paper:
    return Paper(code=code, title=title, blocks=tuple(blocks), digest=row.head, meta={"at": at.isoformat()})


def _when(point: ContactPoint) -> str:
    meeting = point.meeting
    return f"{clock_words(meeting.starts_at)}, {weekday(meeting.day)}, {format_date(meeting.day)}"


def _points(row: VoterContact, *, deputies: bool) -> Table:
    """Where and when, and who comes; one row a point."""
    coming = list(row.deputies.select_related("person"))
    heads = [
        _("Điểm"),
        _("Cử tri của"),
        _("Thời gian"),
        _("Địa điểm"),
        *([_("Đại biểu dự")] if deputies else []),
    ]
    lines = [tuple(cell(words, head=True, align="center") for words in heads)]
    for point in row.points.select_related("meeting__room"):
        names = "; ".join(str(d.person) for d in coming if d.point in (0, point.number)) or _(
            "theo phân công"
        )
        cells = [
            cell(str(point.number), align="center"),
            cell(point.unit),
            cell(_when(point)),
            cell(point.where),
        ]
        lines.append((*cells, *([cell(names)] if deputies else [])))
    widths = (0.08, 0.2, 0.24, 0.24, 0.24) if deputies else (0.08, 0.27, 0.3, 0.35)
    return Table(rows=tuple(lines), widths=widths)


def _of(row: VoterContact) -> str:
    """The title after the kind of paper, not told twice."""
    title = row.title
    return f"{title[:1].upper()}{title[1:]}"


@paper(on=VoterContact, label=gettext_lazy("Kế hoạch tiếp xúc cử tri"))
def plan(row: VoterContact, *, actor: Actor, at: datetime) -> Paper:
    """Purpose, form, points with deputies, who does what by when."""
    blocks: list[Block] = [
        joint_head([row.owner], number="", symbol=f"KH-{joint_symbol([row.owner])}", day=None),
        Title(kind=_("KẾ HOẠCH"), subject=_of(row)),
        LegalBasis(text=_("Căn cứ Nghị quyết liên tịch số 72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN ngày 20 tháng 02 năm 2025")),
        papers.paragraph(_("%(body)s ban hành kế hoạch như sau:") % {"body": row.owner.name}),
        Heading(level=1, number="I.", text=_("Nội dung, hình thức")),
        *_content(row),
        Heading(level=1, number="II.", text=_("Thời gian, địa điểm, đại biểu")), _points(row, deputies=True),
        Heading(level=1, number="III.", text=_("Tổ chức thực hiện")), *_duties(row),
        Signatures(columns=(signature_of(row.owner),)),
        Recipients(lines=(f"{row.front.name};", f"{row.committee.name};", _("Các điểm tiếp xúc;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("voter_contact.plan", row.title, blocks, row, at)


def _content(row: VoterContact) -> Iterator[Block]:
    facts = (
        (_("Hoạt động"), row.kind_label), (_("Hình thức"), row.form_label), (_("Phương thức"), row.mode_label),
        (_("Kỳ họp"), row.session_line), (_("Nội dung"), row.content),
    )  # fmt: skip
    for label, words in facts:
        if words:
            yield ListItem(runs=(Run(text=f"{label}: ", bold=True), Run(text=f"{words.rstrip('.')}.")))
    if not row.content:
        yield papers.Paragraph(runs=(Run(text=_("… (ghi nội dung tiếp xúc)"), gap=True),))


def _duties(row: VoterContact) -> Iterator[Block]:
    points_due = format_date(row.points_due_on) if row.points_due_on else ""
    by_points = (
        _("Các điểm nộp biên bản, bảng ghi ý kiến trước hết ngày %s; nộp muộn chuyển kỳ sau.") % points_due
    )
    back = format_date(row.report_back_by) if row.report_back_by else ""
    said = (
        _("%s chủ trì, khai mạc, kết thúc hội nghị; mời cử tri.") % row.front.name,
        _("%s niêm yết, thông báo thời gian, địa điểm; cử đại diện trả lời tại chỗ những việc thuộc thẩm quyền.") % row.committee.name,
        by_points if points_due else "",
        _("%s tổng hợp, phân loại ý kiến, kiến nghị gửi %s.") % (row.compiler.name, row.owner.name)
        if row.compiler_id != row.owner_id
        else _("%s tổng hợp, phân loại, chuyển ý kiến, kiến nghị đến cơ quan có thẩm quyền.") % row.owner.name,
        _("Báo cáo lại cử tri kết quả giải quyết trước ngày %s.") % back if back else "",
        _("Không vận động tài trợ, đóng góp tại hội nghị tiếp xúc cử tri (Điều 3.6)."),
    )  # fmt: skip
    for n, words in enumerate((w for w in said if w), start=1):
        yield papers.paragraph(f"{n}. {words}")


@paper(on=VoterContact, label=gettext_lazy("Thông báo thời gian, địa điểm"))
def notice(row: VoterContact, *, actor: Actor, at: datetime) -> Paper:
    """What hangs at the cultural houses and is read over the loudspeaker."""
    blocks: list[Block] = [
        joint_head([row.front], number="", symbol=f"TB-{joint_symbol([row.front])}", day=None),
        Title(kind=_("THÔNG BÁO"), subject=_("Thời gian, địa điểm %s") % f"{row.title[:1].lower()}{row.title[1:]}"),
        papers.paragraph(_("Trân trọng kính mời cử tri và Nhân dân đến dự hội nghị tiếp xúc cử tri tại các điểm sau:")),
        _points(row, deputies=False),
        ListItem(runs=runs(_("Nội dung: %s.") % row.content.rstrip("."))) if row.content else papers.paragraph(
            _("Nội dung: báo cáo kết quả giải quyết kiến nghị lần trước; nghe ý kiến, kiến nghị của cử tri.")
        ),
        papers.paragraph(_("Ai không đến được có thể gửi ý kiến bằng giấy cho Tổ trưởng tổ dân phố trước ngày họp./.")),
        Signatures(columns=(signature_of(row.front),)),
        Recipients(lines=(_("Các tổ dân phố (để niêm yết);"), f"{row.owner.name};", _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("voter_contact.notice", _("Thông báo %s") % row.title, blocks, row, at)


@paper(on=VoterContact, label=gettext_lazy("Nội dung dự kiến theo từng điểm"))
def briefs(row: VoterContact, *, actor: Actor, at: datetime) -> Paper:
    """For each point what its voters asked before, what became of it, which promise is still open: so nobody is surprised."""
    blocks: list[Block] = [
        joint_head([row.owner], number="", symbol=f"BC-{joint_symbol([row.owner])}", day=None),
        Title(kind=_("BÁO CÁO"), subject=_("Nội dung dự kiến theo từng điểm, %s") % f"{row.title[:1].lower()}{row.title[1:]}"),
    ]  # fmt: skip
    for point in row.points.select_related("meeting__room"):
        found = sheet(row, point, actor=actor)
        blocks.append(
            Heading(level=1, number=f"{point.number}.", text=f"{point.unit}: {_when(point)}, {point.where}")
        )
        blocks.append(papers.paragraph(f"{found.headline}."))
        if found.lines:
            blocks.append(_asked(found))
        blocks += _open_promises(found)
    blocks += [
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP")),)),
        Recipients(lines=(_("Đại biểu dự tiếp xúc;"), f"{row.committee.name};", _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("voter_contact.briefs", _("Nội dung dự kiến %s") % row.title, blocks, row, at)


def _asked(found: Sheet) -> Table:
    heads = (_("STT"), _("Bà con đã hỏi"), _("Lần"), _("Kết quả đến nay"), _("Cơ quan"))
    lines = [tuple(cell(words, head=True, align="center") for words in heads)]
    for n, line in enumerate(found.lines, start=1):
        row = line.petition
        told = f"{line.words}. {line.said}".strip(" .")
        lines.append(
            (
                cell(str(n), align="center"), cell(row.title), cell(str(row.times), align="center"), cell(f"{told}."),
                cell(row.unit_told),
            )
        )  # fmt: skip
    return Table(rows=tuple(lines), widths=(0.07, 0.36, 0.07, 0.32, 0.18))


def _open_promises(found: Sheet) -> Iterator[Block]:
    """What was promised here and is not yet verified."""
    for line in found.lines:
        task = line.petition.commitment
        if task is not None and task.state not in (CommitmentState.VERIFIED, CommitmentState.DROPPED):
            due = _(", hạn %s") % format_date(task.due_on) if task.due_on else ""
            yield ListItem(
                runs=runs(
                    _("Cam kết đang theo dõi: %(what)s%(due)s.")
                    % {"what": task.content.rstrip("."), "due": due}
                )
            )
