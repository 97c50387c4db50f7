"""The set of papers of a conference, each as blocks: invitation, delegates, running order, minutes, conclusions, news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.core import papers
from phoihop.core.papers import (
    Annex,
    Block,
    Heading,
    LetterHead,
    ListItem,
    Paper,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Signatures,
    Table,
    Title,
    cell,
    paper,
)
from phoihop.core.text import ended, format_date
from phoihop.core.who import Actor
from phoihop.directory.papers import joint_head, joint_symbol
from phoihop.meetings.kinds import kind_of
from phoihop.meetings.manner import closed, closing, comrade, guest_words, listed, signed_by, upper
from phoihop.meetings.minutes import Minutes
from phoihop.meetings.minutes_text import Written, with_gaps, write_text
from phoihop.meetings.models import Meeting, clock_words, weekday
from phoihop.meetings.news import news_blocks
from phoihop.meetings.occasions import sentence, told
from phoihop.meetings.parts import Duty, Invitation

#: Beyond so many guests the list stands in an annex.
MANY = 8


def _head(meeting: Meeting, letters: str) -> LetterHead:
    return joint_head([meeting.host], number="", symbol=f"{letters}-{joint_symbol([meeting.host])}", day=None)


def _named(meeting: Meeting) -> str:
    """ "Hội nghị ký kết …": its own name, with its kind in front where the name does not say it."""
    word = kind_of(meeting.kind).lead_word
    starts = meeting.title.casefold().startswith(("hội nghị", "cuộc họp", "họp", "buổi", "phiên", "kỳ"))
    return meeting.title if starts else f"{word} {meeting.title}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _made(code: str, title: str, blocks: Sequence[Block], meeting: Meeting, at: datetime) -> Paper:
    return Paper(
        code=code, title=title, blocks=tuple(blocks), digest=meeting.head, meta={"at": at.isoformat()},
    )  # fmt: skip


def _fact(label: str, words: str) -> Paragraph:
    """ "Thời gian: 8 giờ, thứ Hai, ngày …": the label in bold."""
    return Paragraph(runs=(Run(text=f"{label}: ", bold=True), Run(text=words)))


def _occasions(meeting: Meeting, actor: Actor) -> list[Block]:
    """One paragraph that names every programme closed and signed there; none where there is none."""
    words = sentence(meeting, actor)
    return [papers.paragraph(words)] if words else []


def when_words(meeting: Meeting) -> str:
    return _("%(hour)s, %(weekday)s, ngày %(day)s") % {
        "hour": clock_words(meeting.starts_at), "weekday": weekday(meeting.day), "day": format_date(meeting.day),
    }  # fmt: skip


# ---------------------------------------------------------------------------------------- giấy mời


@paper(on=Meeting, label=gettext_lazy("Giấy mời (một giấy, kèm danh sách)"))
def invitation(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """One letter to all the guests; many stand in an annex."""
    guests = _called(meeting)
    names = [guest.name for guest in guests]
    if len(names) > MANY:
        body: list[Block] = [
            papers.paragraph(
                _("%s trân trọng kính mời các cơ quan, các đồng chí có tên trong danh sách kèm theo.")
                % meeting.host.name
            )
        ]
        rows = [(cell(str(n), align="center"), cell(name)) for n, name in enumerate(names, start=1)]
        head = (cell(_("STT"), head=True, align="center"), cell(_("Khách mời"), head=True, align="center"))
        table = Table(rows=(head, *rows), widths=(0.1, 0.9))
        annex = [
            Annex(
                title=_("DANH SÁCH KHÁCH MỜI"),
                reference=_("(Kèm theo Giấy mời của %s)") % meeting.host.name,
                blocks=(table,),
            )
        ]
    else:
        body = [papers.paragraph(_("%s trân trọng kính mời:") % meeting.host.name)]
        body += listed([upper(guest_words(guest)) for guest in guests])
        annex = []
    return _made(
        "meetings.invitation",
        _("Giấy mời %s") % meeting.title,
        [*_letter(meeting, body, told(meeting, actor), at=at), *annex],
        meeting,
        at,
    )


def _called(meeting: Meeting) -> list[Invitation]:
    rows = meeting.invitations.select_related("body", "person")
    return [guest for guest in rows if guest.duty == Duty.ATTEND]


def invitation_to(
    meeting: Meeting, guest: Invitation, named: Sequence[tuple[str, str]] = (), *, at: datetime
) -> Paper:
    """The letter of one guest alone."""
    body: list[Block] = [
        papers.paragraph(
            _("%(host)s trân trọng kính mời %(guest)s.")
            % {"host": meeting.host.name, "guest": guest_words(guest)}
        )
    ]
    return _made(
        "meetings.invitation",
        _("Giấy mời %s") % guest.name,
        _letter(meeting, body, named, at=at),
        meeting,
        at,
    )


def _letter(
    meeting: Meeting, body: Sequence[Block], named: Sequence[tuple[str, str]], *, at: datetime
) -> list[Block]:
    facts = [
        _fact(_("Dự"), ended(_lower(_named(meeting)))),
        _fact(_("Chủ tọa"), f"{comrade(meeting.chair_words)}.") if meeting.chair_id else None,
        _fact(_("Thời gian"), f"{when_words(meeting)}."), _fact(_("Địa điểm"), f"{meeting.place_line}."),
        *(_fact(label, f"{names}.") for label, names in named),
        _fact(_("Nội dung"), ended(meeting.purpose)) if meeting.purpose else None,
        _fact(_("Ghi chú"), ended(meeting.dress)) if meeting.dress else None,
    ]  # fmt: skip
    asked = _(
        "Đề nghị quý cơ quan, đồng chí báo lại việc dự họp cho %s trước ngày họp; nếu vắng thì cử người dự thay./."
    )
    knows = [g.name for g in meeting.invitations.select_related("body", "person") if g.duty == Duty.KNOW]
    return [
        _head(meeting, "GM"), Title(kind=_("GIẤY MỜI"), subject=_named(meeting)), *body,
        *(fact for fact in facts if fact is not None), papers.paragraph(asked % meeting.host.name),
        Signatures(columns=(signed_by(meeting, at),)),
        Recipients(lines=(_("Như trên;"), *(f"{name} (để biết);" for name in knows), _("Lưu: VT."))),
    ]  # fmt: skip


# ------------------------------------------------------------------------------- danh sách đại biểu


@paper(on=Meeting, label=gettext_lazy("Danh sách đại biểu"))
def delegates(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """Who was there, else who is called; in protocol order, with the titles of the day."""
    there = list(meeting.attendance.select_related("body"))
    if there:
        lines = [(a.name, a.title, a.body_told) for a in there]
    else:
        lines = [_guest_line(guest) for guest in _called(meeting)]
    heads = (_("STT"), _("Họ và tên, đơn vị"), _("Chức danh"), _("Cơ quan"), _("Ký"))
    rows = [
        (cell(str(n), align="center"), cell(name), cell(title), cell(body), cell(""))
        for n, (name, title, body) in enumerate(lines, start=1)
    ]
    table = Table(
        rows=(tuple(cell(w, head=True, align="center") for w in heads), *rows),
        widths=(0.07, 0.28, 0.29, 0.24, 0.12),
    )
    said = _("Danh sách có %d người.") if there else _("Danh sách mời có %d cơ quan, cá nhân.")
    blocks: list[Block] = [
        _head(meeting, "DS"), Title(kind=_("DANH SÁCH"), subject=_("Đại biểu dự %s") % _lower(_named(meeting))),
        papers.paragraph(_("Thời gian: %(when)s. Địa điểm: %(place)s.") % {"when": when_words(meeting), "place": meeting.place_line}),
        *_occasions(meeting, actor), table, papers.paragraph(closing(said % len(lines))),
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP DANH SÁCH")),)), Recipients(lines=(_("Ban Tổ chức;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("meetings.delegates", _("Danh sách đại biểu %s") % meeting.title, blocks, meeting, at)


def _guest_line(guest: Invitation) -> tuple[str, str, str]:
    if guest.person_id:
        return str(guest.person), guest.title, guest.body.name if guest.body else ""
    return (guest.body.name, _("đại diện lãnh đạo"), guest.body.name) if guest.body else (guest.words, "", "")


# -------------------------------------------------------------------------------------- kịch bản


def hours(meeting: Meeting) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each item, one after the other from the beginning."""
    start = meeting.starts_at
    for item in meeting.agenda.all():
        end = start + timedelta(minutes=item.minutes)
        yield start, end
        start = end


@paper(on=Meeting, label=gettext_lazy("Kịch bản điều hành"))
def running_order(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """Items with their hours added up, who speaks, and the words that lead from one to the next."""
    agenda = list(meeting.agenda.all())
    heads = (_("STT"), _("Thời gian"), _("Phút"), _("Nội dung"), _("Người thực hiện"))
    rows = [
        (
            cell(str(item.number), align="center"), cell(f"{_hm(start)} - {_hm(end)}", align="center"),
            cell(str(item.minutes), align="center"), cell(item.title), cell(item.speaker or _("chưa phân công")),
        )
        for item, (start, end) in zip(agenda, hours(meeting), strict=True)
    ]  # fmt: skip
    total = (
        cell("", span=2),
        cell(str(meeting.agenda_minutes), align="center", head=True),
        cell(_("Cộng"), head=True),
        cell(""),
    )
    table = Table(
        rows=(tuple(cell(w, head=True, align="center") for w in heads), *rows, total),
        widths=(0.07, 0.2, 0.08, 0.4, 0.25),
    )
    blocks: list[Block] = [
        _head(meeting, "KB"), Title(kind=_("KỊCH BẢN"), subject=_("Điều hành %s") % _lower(_named(meeting))),
        papers.paragraph(_("Thời gian: %(when)s. Địa điểm: %(place)s. Chủ tọa: %(chair)s.") % {
            "when": when_words(meeting), "place": meeting.place_line, "chair": meeting.chair_words or _("chưa có"),
        }),
        *_occasions(meeting, actor), table, *_fits(meeting), Heading(level=1, number="", text=_("Lời dẫn")), *_lead_words(meeting),
        Signatures(columns=(Signature(authority=_("NGƯỜI LẬP KỊCH BẢN")),)), Recipients(lines=(_("Chủ tọa, thư ký;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("meetings.running_order", _("Kịch bản %s") % meeting.title, blocks, meeting, at)


def _hm(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _fits(meeting: Meeting) -> list[Block]:
    """Says where the items do not fill, or overrun, the time set."""
    planned = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    if planned == meeting.agenda_minutes:
        return []
    words = _("Chương trình cộng %(agenda)d phút, lịch đặt %(planned)d phút: xem lại thời lượng.")
    return [
        Paragraph(runs=(Run(text=words % {"agenda": meeting.agenda_minutes, "planned": planned}, gap=True),))
    ]


def _lead_words(meeting: Meeting) -> Iterator[Block]:
    for item in meeting.agenda.all():
        who = item.speaker or _("… (ghi người thực hiện)")
        text = _("%(n)d. Kính thưa các đồng chí, tiếp theo là nội dung: %(title)s. Xin mời %(who)s.")
        first = _(
            "%(n)d. Kính thưa quý vị đại biểu, mở đầu hội nghị là nội dung: %(title)s. Xin mời %(who)s."
        )
        yield papers.paragraph(
            (first if item.number == 1 else text)
            % {"n": item.number, "title": _lower(item.title), "who": _lower(who)}
        )


# --------------------------------------------------------------------------------------- biên bản


@paper(on=Meeting, label=gettext_lazy("Biên bản"))
def record_of(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """The minutes as written, else as the rows tell them so far."""
    written = meeting.minutes.first()
    if written is not None:
        return minutes(written, actor=actor, at=at)
    return _minutes(meeting, write_text(meeting, actor), at=at)


@paper(on=Minutes, label=gettext_lazy("Biên bản"))
def minutes(row: Minutes, *, actor: Actor, at: datetime) -> Paper:
    return _minutes(row.meeting, [Written(line.text, line.heading) for line in row.lines.all()], at=at)


def _minutes(meeting: Meeting, lines: Sequence[Written], *, at: datetime) -> Paper:
    body: list[Block] = []
    n = 0
    for line in lines:
        if line.heading:
            n += 1
            body.append(Heading(level=1, number=f"{_roman(n)}.", text=line.text))
        elif line.text.startswith("- "):
            body.append(ListItem(runs=with_gaps(line.text[2:])))
        else:
            body.append(Paragraph(runs=with_gaps(line.text)))
    body[-1:] = [closed(block) for block in body[-1:]]
    blocks: list[Block] = [
        _head(meeting, "BB"), Title(kind=_("BIÊN BẢN"), subject=_named(meeting)), *body,
        Signatures(columns=(
            Signature(authority=_("THƯ KÝ"), name=str(meeting.secretary or "")),
            Signature(authority=_("CHỦ TỌA"), name=str(meeting.chair or "")),
        )),
        Recipients(lines=(_("Các cơ quan dự họp;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("meetings.minutes", _("Biên bản %s") % meeting.title, blocks, meeting, at)


def _roman(n: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[n - 1] if 0 < n <= 10 else str(n)


# ------------------------------------------------------------------------------- thông báo kết luận


@paper(on=Meeting, label=gettext_lazy("Thông báo kết luận"))
def conclusion_notice(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """What the chair concluded, with who leads, by when, which product; what is missing is marked."""
    bodies = sorted(
        {a.body for a in meeting.attendance.select_related("body") if a.body}, key=lambda b: (b.rank, b.pk)
    )
    opened = _("Ngày %(day)s, tại %(place)s, %(chair)s chủ tọa %(title)s.") % {
        "day": format_date(meeting.day), "place": meeting.place_line, "chair": comrade(meeting.chair_words or "…"),
        "title": _lower(_named(meeting)),
    }  # fmt: skip
    if bodies:
        opened += " " + _("Dự hội nghị có đại diện: %s.") % "; ".join(body.name for body in bodies)
    turns = len(meeting.turns.all())
    heard = _("Sau khi nghe báo cáo và ý kiến của các đại biểu, chủ tọa kết luận như sau:")
    if turns:
        heard = (
            _("Sau khi nghe báo cáo và %d lượt ý kiến của các đại biểu, chủ tọa kết luận như sau:") % turns
        )
    blocks: list[Block] = [
        _head(meeting, "TB"), Title(kind=_("THÔNG BÁO"), subject=_("Kết luận tại %s") % _lower(_named(meeting))),
        papers.paragraph(opened), *_occasions(meeting, actor), papers.paragraph(heard), *_conclusions(meeting),
        papers.paragraph(_("Trên đây là kết luận tại %s; đề nghị các cơ quan, đơn vị thực hiện./.") % _lower(_named(meeting))),
        Signatures(columns=(signed_by(meeting, at),)),
        Recipients(lines=(*(f"{body.name};" for body in bodies[:12]), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made(
        "meetings.conclusion_notice", _("Thông báo kết luận %s") % meeting.title, blocks, meeting, at
    )


def _conclusions(meeting: Meeting) -> Iterator[Block]:
    rows = list(meeting.conclusions.select_related("lead"))
    if not rows:
        yield Paragraph(runs=(Run(text=_("… (chưa ghi kết luận nào của chủ tọa)"), gap=True),))
    for row in rows:
        yield papers.paragraph(f"{row.number}. {ended(row.text)}")
        if row.gives_work:
            told = "; ".join(f"{label}: {words}" for label, words in (
                (_("Chủ trì"), row.lead.name if row.lead else ""),
                (_("hạn"), format_date(row.due_on) if row.due_on else ""), (_("sản phẩm"), row.product.rstrip(" .;")),
            ) if words)  # fmt: skip
            gap = _("… (chưa ghi %s)") % ", ".join(row.gaps) if row.gaps else ""
            pieces = (Run(text=f"{told}; " if told and gap else told), Run(text=gap, gap=True), Run(text="."))
            yield ListItem(runs=tuple(run for run in pieces if run.text))


# ---------------------------------------------------------------------------------------- tin bài


@paper(on=Meeting, label=gettext_lazy("Tin bài"))
def news(meeting: Meeting, *, actor: Actor, at: datetime) -> Paper:
    """A news text as wards write them: facts from the rows, what is not known left for a person."""
    blocks: list[Block] = [
        _head(meeting, "TC"), Title(kind=_("THÔNG CÁO BÁO CHÍ"), subject=_named(meeting)),
        *news_blocks(meeting, actor=actor, name=_lower(_named(meeting))),
        Signatures(columns=(Signature(authority=_("NGƯỜI VIẾT TIN")),)),
        Recipients(lines=(_("Cổng thông tin điện tử;"), _("Lưu: VT."))),
    ]  # fmt: skip
    return _made("meetings.news", meeting.title, blocks, meeting, at)


#: The set of a conference in the order it is needed.
SET = (
    "meetings.invitation", "meetings.delegates", "meetings.running_order", "meetings.record_of",
    "meetings.conclusion_notice", "meetings.news",
)  # fmt: skip
