"""The text of minutes as the rows of the meeting tell it: written once, then changed by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core.papers import Run
from phoihop.core.text import ended, format_date
from phoihop.core.who import Actor
from phoihop.meetings.counting import Counts, counts
from phoihop.meetings.manner import comrade, guest_words, speaker_words, upper
from phoihop.meetings.models import Meeting, clock_words
from phoihop.meetings.occasions import sentence
from phoihop.meetings.parts import told_points
from phoihop.petitions.models import UNREAD, Petition

#: What nobody has recorded: filled in by hand or by the book, never guessed.
GAP = "…"
#: Of a body that came in larger number than this nobody is named.
NAMED = 8


#: Standing alone: words of a speaker that trail off are none.
_GAP = re.compile(r"(?<!\S)…(?=[\s,.;)]|$)")


def gaps_in(text: str) -> list[str]:
    """The gaps of a line, each as it stands; text between them is words."""
    return _GAP.findall(text)


def with_gaps(text: str) -> tuple[Run, ...]:
    """The line as it is printed, its gaps marked."""
    pieces = _GAP.split(text)
    found = [Run(text=pieces[0])]
    for piece in pieces[1:]:
        found += [Run(text=GAP, gap=True), Run(text=piece)]
    return tuple(run for run in found if run.text)


class Written(NamedTuple):
    text: str
    heading: bool = False


def write_text(meeting: Meeting, actor: Actor) -> list[Written]:
    """Time and place, who came by body, how it ran, what was said and answered, votes, conclusions, end."""
    return [
        *_when(meeting, actor), *_who(meeting), *_course(meeting), *_said(meeting), *_raised(meeting, actor), *_voted(meeting),
        *_concluded(meeting), *_end(meeting),
    ]  # fmt: skip


def _when(meeting: Meeting, actor: Actor) -> Iterator[Written]:
    """The hour it was opened, once it was; before that a gap, and the day it is set for."""
    began = meeting.began_at
    yield Written(_("Thời gian, địa điểm"), heading=True)
    yield Written(
        _("Hội nghị khai mạc lúc %(hour)s, ngày %(day)s, tại %(place)s.")
        % {
            "hour": clock_words(began) if began else GAP, "place": meeting.place_line,
            "day": format_date(timezone.localdate(began) if began else meeting.day),
        }
    )  # fmt: skip
    if words := sentence(meeting, actor):
        yield Written(words)


def _who(meeting: Meeting) -> Iterator[Written]:
    found = counts(meeting)
    yield Written(_("Thành phần"), heading=True)
    if meeting.chair_id:
        yield Written(_("Chủ tọa: %s.") % comrade(meeting.chair_words))
    if meeting.secretary_id:
        yield Written(_("Thư ký: %s.") % comrade(meeting.secretary_words))
    yield from _present(meeting, found)
    yield from _absent(meeting)


def _present(meeting: Meeting, found: Counts) -> Iterator[Written]:
    """Who came, body by body; of a body that came in large number how many, the list of delegates has their names."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in meeting.attendance.select_related("body"):
        names[row.body.name if row.body else ""].append(row.words)
    present = found.totals["present"]
    if not present:
        yield Written(_("Có %s đại biểu dự (chưa điểm danh).") % GAP)
        return
    lines = [
        f"{name}: {n} " + _("đồng chí") + (f" ({'; '.join(names[name])})" if n <= NAMED else "")
        for name, n in found.by_body.items()
    ]
    if rest := present - sum(found.by_body.values()):
        lines.append(_("Khách mời, đại biểu khác: %d") % rest)
    yield Written(_("Có %d đại biểu dự, gồm:") % present)
    for n, line in enumerate(lines, start=1):
        yield Written(f"- {line}{'.' if n == len(lines) else ';'}")


def _absent(meeting: Meeting) -> Iterator[Written]:
    excused = [g for g in meeting.invitations.select_related("body", "person") if g.reply == "absent"]
    if excused:
        yield Written(
            _("Vắng có lý do: %s.") % "; ".join(f"{guest_words(g)} ({g.reply_words})" for g in excused)
        )


def _course(meeting: Meeting) -> Iterator[Written]:
    agenda = list(meeting.agenda.all())
    if agenda:
        yield Written(_("Diễn biến"), heading=True)
        yield Written(
            _("Chương trình gồm %(n)d mục, dự kiến %(minutes)d phút:")
            % {"n": len(agenda), "minutes": meeting.agenda_minutes}
        )
    for item in agenda:
        yield Written(f"{item.number}. {_with(item.title, item.speaker)}")


def _said(meeting: Meeting) -> Iterator[Written]:
    turns = list(meeting.turns.all())
    if not turns:
        return
    found = counts(meeting).totals
    points = told_points(meeting)
    yield Written(_("Ý kiến phát biểu"), heading=True)
    told = _(
        "Có %(turns)d lượt phát biểu với %(asks)d nội dung đề nghị, hỏi, góp ý; %(praise)d ý ghi nhận, đồng tình."
    )
    yield Written(told % {"turns": found["turns"], "asks": found["asks"], "praise": found["praise"]})
    for turn in turns:
        said = [p for p in points if p.turn == turn.number]
        if not said:  # what nobody has read and classified yet is not told, nor who said it
            continue
        yield Written(upper(_("%s phát biểu:") % speaker_words(turn)))
        for point in said:
            yield Written(f"- {ended(point.said)}" + _answered(point.response, point.answered_by))


def _raised(meeting: Meeting, actor: Actor) -> Iterator[Written]:
    """Petitions raised here that somebody has read and classified: what turns out to be none never enters minutes."""
    raised = Petition.objects.visible_to(actor).filter(
        source_type=meeting._meta.label_lower, source_id=meeting.pk
    )
    rows = list(raised.exclude(state__in=UNREAD).order_by("pk"))
    if not rows:
        return
    yield Written(_("Ý kiến, kiến nghị của cử tri"), heading=True)
    for row in rows:
        yield Written(f"- {row.code}: {_with(row.title, row.place)}")


def _with(text: str, more: str) -> str:
    """A sentence, with what stands in brackets before its end."""
    return f"{text.rstrip('. ;')} ({more})." if more else ended(text)


def _answered(answer: str, by: str) -> str:
    if not answer:
        return ""
    who = _("%s trả lời") % by if by else _("Trả lời")
    return f" {who}: {ended(answer)}"


def _voted(meeting: Meeting) -> Iterator[Written]:
    for vote in meeting.votes.all():
        yield Written(
            _("Biểu quyết %(n)d, về %(about)s: tán thành %(yes)d, không tán thành %(no)d, không có ý kiến %(silent)d.")
            % {
                "n": vote.number, "about": vote.about, "yes": vote.in_favour, "no": vote.against, "silent": vote.silent,
            }
        )  # fmt: skip


def _concluded(meeting: Meeting) -> Iterator[Written]:
    rows = list(meeting.conclusions.select_related("lead"))
    if not rows:
        return
    yield Written(_("Kết luận của chủ tọa"), heading=True)
    for row in rows:
        more = [
            _("chủ trì: %s") % row.lead.name if row.lead else "",
            _("hạn: %s") % format_date(row.due_on) if row.due_on else "",
            _("sản phẩm: %s") % row.product if row.product else "",
        ]
        told = "; ".join(part for part in more if part)
        yield Written(f"{row.number}. {_with(row.text, told)}")


def _end(meeting: Meeting) -> Iterator[Written]:
    """The hour it was closed, once it was; that the minutes were approved is said when they are."""
    yield Written(_("Kết thúc"), heading=True)
    if meeting.ended_at is None:
        yield Written(_("Hội nghị bế mạc lúc %s.") % GAP)
        return
    began = timezone.localdate(meeting.began_at or meeting.starts_at)
    ended_on = timezone.localdate(meeting.ended_at)
    words = _("Hội nghị bế mạc lúc %(hour)s cùng ngày.")
    if ended_on != began:
        words = _("Hội nghị bế mạc lúc %(hour)s, ngày %(day)s.")
    yield Written(words % {"hour": clock_words(meeting.ended_at), "day": format_date(ended_on)})


def approval(approved_by: str) -> str:
    """The last sentence of approved minutes."""
    return _("Biên bản đã được gửi các cơ quan dự hội nghị góp ý và đã được duyệt (%s).") % approved_by
