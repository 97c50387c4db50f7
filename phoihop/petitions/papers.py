"""Papers of one petition and of a list: slip, forwarding, urging, answer, inspection; list, report, notice of a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import moment, papers
from phoihop.core.papers import Block, Paper, Recipients, Signature, Signatures, Table, Title, cell, paper
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.directory.papers import joint_head, joint_symbol, signature_of
from phoihop.petitions.counting import counted
from phoihop.petitions.lists_out import rows_of
from phoihop.petitions.models import (
    WITH_UNIT,
    CompiledList,
    ListPurpose,
    Petition,
    PetitionState,
    practice,
    result_of,
)
from phoihop.petitions.models.petition import Standing, standing_of

ROW = gettext_lazy("STT")
#: Columns of the list as papers print it: share of the width.
WIDTHS = (0.06, 0.34, 0.14, 0.16, 0.3)


def _made(code: str, title: str, blocks: Sequence[Block], row: Any, at: datetime) -> Paper:
    return Paper(code=code, title=title, blocks=tuple(blocks), digest=row.head, meta={"at": at.isoformat()})


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def _letter(
    body: Organisation,
    to: Sequence[str],
    about: str,
    told: Sequence[str],
    at: datetime,
    *,
    copies: Sequence[str] = (),
    more: Sequence[Block] = (),
) -> list[Block]:
    """An official letter: heading, addressees, paragraphs, signature, receivers."""
    today = timezone.localdate(at)
    return [
        joint_head([body], number="", symbol=joint_symbol([body]), day=today, about=about),
        papers.Addressees(names=tuple(to)),
        *(papers.paragraph(text) for text in told if text),
        *more,
        Signatures(columns=(signature_of(body),)),
        Recipients(lines=(_("Như trên;"), *(f"{name};" for name in copies), _("Lưu: VT."))),
    ]


@paper(on=Petition, label=gettext_lazy("Phiếu tiếp nhận, mã tra cứu"))
def slip(row: Petition, *, actor: Actor, at: datetime) -> Paper:
    """What the asker takes home: the matter, the code, the promised day, where to ask. No name stands on it."""
    due = (
        _("trả lời trước ngày %s") % _day(row.due_on)
        if row.due_on
        else _("sẽ báo ngày trả lời sau khi phân loại")
    )
    lines = [
        (_("Nội dung"), row.title), (_("Nơi nêu"), row.place_told or _("không ghi")), (_("Ngày nêu"), _day(row.raised_on)),
        (_("Mã tra cứu"), row.lookup), (_("Hẹn"), due), (_("Nơi hỏi"), practice("desk_phone", timezone.localdate(at))),
    ]  # fmt: skip
    table = Table(rows=tuple((cell(a, head=True), cell(b)) for a, b in lines), head_rows=0, widths=(0.3, 0.7))
    blocks: list[Block] = [
        joint_head(
            [row.receiver], number="", symbol=f"PB-{joint_symbol([row.receiver])}", day=timezone.localdate(at)
        ),
        Title(kind=_("PHIẾU BÁO"), subject=_("Tiếp nhận kiến nghị")),
        table,
        papers.paragraph(
            _("Giữ phiếu này. Dùng mã tra cứu để xem đã đến đâu; người khác không có mã thì không xem được.")
        ),
        Signatures(columns=(Signature(authority=_("NGƯỜI TIẾP NHẬN")),)),
        Recipients(lines=(_("Người nêu kiến nghị;"), _("Lưu: VT."))),
    ]
    return _made("petitions.slip", _("Phiếu tiếp nhận %s") % row.code, blocks, row, at)


@paper(
    on=Petition,
    label=gettext_lazy("Công văn chuyển kiến nghị"),
    when=lambda row: row.answering_id is not None,
)
def forwarding(row: Petition, *, actor: Actor, at: datetime) -> Paper:
    """One petition to the body that answers; a list has its own letter."""
    body = row.forwarder or row.receiver
    about = _("chuyển kiến nghị của cử tri: %s") % row.title
    told = [
        _("%(body)s nhận được kiến nghị của cử tri (%(source)s): %(title)s, tại %(place)s.") % {
            "body": body.name, "source": row.source_line, "title": row.title, "place": row.place_told or _("địa bàn phường"),
        },
        _("%(body)s chuyển %(to)s xem xét, giải quyết, trả lời trước ngày %(due)s, đồng gửi %(body)s.") % {
            "body": body.name, "to": row.answering.name if row.answering else "…", "due": _day(row.due_on),
        },
    ]  # fmt: skip
    to = [row.answering.name] if row.answering else ["…"]
    copies = [row.front.name] if row.front else []
    return _made("petitions.forwarding", about, _letter(body, to, about, told, at, copies=copies), row, at)


def to_urge(row: Petition) -> bool:
    """No answer stands, and it was reminded of or its day has passed."""
    if row.state not in WITH_UNIT or row.renewing:
        return False
    return bool(row.urged) or (row.due_on is not None and row.due_on < moment.today())


@paper(on=Petition, label=gettext_lazy("Công văn đôn đốc"), when=to_urge)
def urging(row: Petition, *, actor: Actor, at: datetime) -> Paper:
    """ "Đôn đốc lần n": which petition, since when, due when, what is asked."""
    body = row.forwarder or row.receiver
    about = _("đôn đốc lần %(n)d việc trả lời kiến nghị cử tri: %(title)s") % {
        "n": max(row.urged, 1),
        "title": row.title,
    }
    told = [
        _("Kiến nghị %(code)s được chuyển ngày %(on)s, đề nghị trả lời trước ngày %(due)s. Đến nay chưa có trả lời.") % {
            "code": row.code, "on": _day(row.forwarded_on), "due": _day(row.due_on),
        },
        _("%(body)s đề nghị %(to)s trả lời; nếu cần thêm thời gian thì nêu rõ lý do và đề nghị gia hạn.") % {
            "body": body.name, "to": row.answering.name if row.answering else "…",
        },
    ]  # fmt: skip
    to = [row.answering.name] if row.answering else ["…"]
    return _made("petitions.urging", about, _letter(body, to, about, told, at), row, at)


@paper(
    on=Petition,
    label=gettext_lazy("Công văn trả lời kiến nghị"),
    when=lambda row: row.last_answer() is not None,
)
def reply(row: Petition, *, actor: Actor, at: datetime) -> Paper:
    """The answering body to who forwarded it: the short answer on top, then question by question."""
    body = row.answering or row.receiver
    about = _("trả lời kiến nghị của cử tri: %s") % row.title
    last = row.last_answer()
    kind = result_of(last.result_class) if last else None
    lines = {
        line.question: line.text for line in row.answer_lines.all() if last and line.answer == last.number
    }
    told = [
        _("%(body)s nhận được kiến nghị %(code)s của cử tri (%(source)s). Kết quả như sau:") % {
            "body": body.name, "code": row.code, "source": row.source_line,
        },
        last.short if last else _("Chưa có trả lời."),
    ]  # fmt: skip
    more: list[Block] = [
        papers.paragraph(f"{q.number}. {q.text} {_('Trả lời')}: {lines.get(q.number) or _('chưa trả lời')}")
        for q in row.questions.all()
    ]
    if kind is not None:
        more.append(papers.paragraph(_("Phân loại kết quả: %s.") % kind.label))
    if last and last.promised_on:
        more.append(
            papers.paragraph(
                _("Lộ trình: %(route)s; hoàn thành trước ngày %(day)s.")
                % {"route": last.route, "day": _day(last.promised_on)}
            )
        )
    to = [(row.forwarder or row.receiver).name]
    copies = [row.front.name] if row.front else []
    return _made(
        "petitions.reply", about, _letter(body, to, about, told, at, copies=copies, more=more), row, at
    )


def to_inspect(row: Petition) -> bool:
    """Sent as often as the practice names, without result (J5)."""
    return "petitions.offer_inspection" not in row.withheld() and row.state in (
        *WITH_UNIT,
        PetitionState.ANSWERED,
    )


@paper(on=Petition, label=gettext_lazy("Đề nghị kiểm tra công vụ (dự thảo)"), when=to_inspect)
def inspection(row: Petition, *, actor: Actor, at: datetime) -> Paper:
    """Offered to Thường trực HĐND from the sending the practice names; addressee and wording are settings."""
    today = timezone.localdate(at)
    body = row.forwarder or row.receiver
    about = _("đề nghị kiểm tra công vụ trong giải quyết kiến nghị cử tri: %s") % row.title
    times = [
        papers.paragraph(
            _("Lần %(n)d: trả lời ngày %(on)s: “%(said)s”%(returned)s.")
            % {
                "n": a.sending,
                "on": _day(a.approved_on),
                "said": a.short,
                "returned": _("; bị trả lại ngày %(on)s: %(why)s")
                % {"on": _day(a.returned_on), "why": a.return_reason}
                if a.returned_on
                else "",
            }
        )
        for a in row.answers.all()
        if a.approved_on
    ]
    told = [
        _("Kiến nghị %(code)s (%(title)s, tại %(place)s) đã được gửi %(n)d lần, đến nay chưa có kết quả giải quyết:") % {
            "code": row.code, "title": row.title, "place": row.place_told or "…", "n": row.sendings,
        },
    ]  # fmt: skip
    asked = papers.paragraph(f"{body.name} {practice('inspection_words', today)}.")
    place = str(row.receiver.territory)
    to = [f"{practice('inspection_to', today)} {place}"]
    return _made(
        "petitions.inspection", about, _letter(body, to, about, told, at, more=[*times, asked]), row, at
    )


def table_of(rows: Sequence[Petition]) -> Table:
    """Bà con hỏi gì, ở đâu, ai trả lời, kết quả ra sao: never who asked."""
    heads = (ROW, _("Nội dung kiến nghị"), _("Nơi nêu"), _("Cơ quan trả lời"), _("Kết quả"))
    lines = [tuple(cell(str(head), head=True, align="center") for head in heads)]
    for n, row in enumerate(rows, start=1):
        body = row.unit_told or (row.answering.name if row.answering else "")
        lines.append(
            (
                cell(str(n), align="center"),
                cell(f"{row.title} ({row.code})"),
                cell(row.place_told),
                cell(body),
                cell(told_of(row)),
            )
        )
    return Table(rows=tuple(lines), head_rows=1, widths=WIDTHS)


def told_of(row: Petition) -> str:
    """Result and short answer of one row."""
    words = row.public_line()
    return f"{words}. {row.short_answer}" if row.short_answer else words


def three_facts(rows: Sequence[Petition]) -> str:
    """ "117 nội dung: đã trả lời 104, trong đó đã giải quyết 61, đã xác minh 47": three numbers, never one rate."""
    answered = [r for r in rows if r.answered_on]
    solved = [r for r in answered if r.solved_on]
    checked = [r for r in solved if r.verified_on]
    told = _("%(n)d nội dung, %(turns)d lượt: đã trả lời %(a)d; đã giải quyết %(s)d; đã xác minh %(v)d.") % {
        "n": len(rows), "turns": sum(r.turns for r in rows), "a": len(answered), "s": len(solved), "v": len(checked),
    }  # fmt: skip
    return str(told)


@paper(on=CompiledList, label=gettext_lazy("Công văn chuyển kèm biểu"))
def forward_letter(compiled: CompiledList, *, actor: Actor, at: datetime) -> Paper:
    """Thường trực HĐND to the body that answers, with the list as an annex."""
    rows = rows_of(compiled)
    about = _("chuyển kiến nghị của cử tri %s") % (compiled.period_words or compiled.title)
    to = (
        compiled.receiver_body.name
        if compiled.receiver_body
        else (rows[0].answering.name if rows and rows[0].answering else "…")
    )
    told = [
        _("%(body)s tổng hợp %(n)d nội dung kiến nghị của cử tri (%(turns)d lượt), chuyển %(to)s xem xét, giải quyết.") % {
            "body": compiled.owner.name, "n": len(rows), "turns": sum(r.turns for r in rows), "to": to,
        },
        _("Đề nghị %(to)s trả lời trước ngày %(due)s; mỗi nội dung nêu rõ kết quả, bằng chứng hoặc lộ trình.") % {
            "to": to, "due": _day(compiled.due_on),
        },
        _("Tổng hợp: %s.") % counted(rows),
    ]  # fmt: skip
    blocks = _letter(compiled.owner, [to], about, told, at)
    blocks.append(
        papers.Annex(title=_("BIỂU TỔNG HỢP KIẾN NGHỊ CỦA CỬ TRI"), blocks=(table_of(rows),), landscape=True)
    )
    return _made("petitions.forward_letter", about, blocks, compiled, at)


@paper(on=CompiledList, label=gettext_lazy("Báo cáo tổng hợp, kết quả giải quyết"))
def session_report(compiled: CompiledList, *, actor: Actor, at: datetime) -> Paper:
    """The three facts, the classes of results with their numbers, and the list as an annex."""
    rows = rows_of(compiled)
    today = timezone.localdate(at)
    classes = Counter(row.result_class for row in rows)
    items = [
        papers.ListItem(runs=papers.runs(f"{kind.label}: {n}"), marker="-")
        for code, n in classes.most_common()
        if (kind := result_of(code)) is not None
    ]
    if classes[""]:
        items.append(papers.ListItem(runs=papers.runs(_("Chưa trả lời: %d") % classes[""]), marker="-"))
    late = sum(standing_of(row, today) == Standing.OVERDUE for row in rows)
    blocks: list[Block] = [
        joint_head([compiled.owner], number="", symbol=f"BC-{joint_symbol([compiled.owner])}", day=today),
        Title(kind=_("BÁO CÁO"), subject=compiled.title),
        papers.paragraph(three_facts(rows)),
        papers.paragraph(f"{counted(rows)}."),
        *items,
        papers.paragraph(_("Quá hạn trả lời: %d nội dung.") % late),
        papers.paragraph(_("Từng nội dung ghi ở biểu kèm theo.")),
        Signatures(columns=(signature_of(compiled.owner),)),
        Recipients(lines=(_("Thường trực HĐND;"), _("Ban Thường trực Ủy ban MTTQ Việt Nam;"), _("Lưu: VT."))),
        papers.Annex(
            title=_("BIỂU KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI"), blocks=(table_of(rows),), landscape=True
        ),
    ]
    return _made("petitions.session_report", compiled.title, blocks, compiled, at)


@paper(on=CompiledList, label=gettext_lazy("Thông báo kết quả đến tổ dân phố"))
def place_notice(compiled: CompiledList, *, actor: Actor, at: datetime) -> Paper:
    """What the head of a quarter posts: code, matter, result; nobody's name."""
    rows = rows_of(compiled)
    today = timezone.localdate(at)
    heads = (_("Mã"), _("Bà con hỏi"), _("Kết quả"))
    lines = [tuple(cell(str(head), head=True, align="center") for head in heads)]
    lines += [(cell(row.code), cell(row.public_title), cell(told_of(row))) for row in rows]
    blocks: list[Block] = [
        joint_head([compiled.owner], number="", symbol=f"TB-{joint_symbol([compiled.owner])}", day=today),
        Title(
            kind=_("THÔNG BÁO"),
            subject=_("Kết quả trả lời, giải quyết kiến nghị của bà con %s") % compiled.quarter,
        ),
        papers.paragraph(three_facts(rows)),
        papers.paragraph(f"{counted(rows)}."),
        Table(rows=tuple(lines), head_rows=1, widths=(0.18, 0.4, 0.42)),
        papers.paragraph(_("Bà con thấy chưa xong thì báo theo mã ghi trên phiếu, hoặc nói với tổ trưởng.")),
        Signatures(columns=(signature_of(compiled.owner),)),
        Recipients(lines=(f"{compiled.quarter or _('Các tổ dân phố')};", _("Lưu: VT."))),
    ]
    return _made("petitions.place_notice", compiled.title, blocks, compiled, at)


#: The papers a list of each purpose goes out with, the usual one first.
USUAL = {
    ListPurpose.FORWARD: "petitions.forward_letter", ListPurpose.SESSION: "petitions.session_report",
    ListPurpose.NOTICE: "petitions.place_notice",
}  # fmt: skip
