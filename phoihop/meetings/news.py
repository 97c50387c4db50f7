"""The news text of a meeting in the style of ward portals; not one fact that is not in a row."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.core import papers
from phoihop.core.papers import Block, Paragraph, Run
from phoihop.core.text import ended
from phoihop.core.who import Actor
from phoihop.meetings.manner import closing, comrade, upper
from phoihop.meetings.models import Meeting
from phoihop.meetings.occasions import occasions
from phoihop.meetings.parts import told_points

#: Names in the line of those present, and points told; the rest is said as a number.
NAMES, POINTS = 8, 4
NOON, EVENING = 12, 18


def news_blocks(meeting: Meeting, *, actor: Actor, name: str) -> Iterator[Block]:
    yield papers.paragraph(_opening(meeting, name))
    yield from _present(meeting)
    yield from _topics(meeting, actor)
    yield _gap(_("… (viết hai, ba câu về kết quả nổi bật; số liệu lấy từ báo cáo trình hội nghị)"))
    yield from _course(meeting)
    yield from _said(meeting)
    yield from _concluded(meeting)
    for picture in meeting.pictures.all():
        yield papers.paragraph(_("Ảnh: %s") % picture.caption, italic=True)


def _gap(words: str) -> Paragraph:
    return Paragraph(runs=(Run(text=words, gap=True),))


def _opening(meeting: Meeting, name: str) -> str:
    start = timezone.localtime(meeting.starts_at)
    part = _("Sáng") if start.hour < NOON else _("Chiều") if start.hour < EVENING else _("Tối")
    hosts = [body.name for body in meeting.hosts()]
    together = ", ".join(hosts[:-1]) + _(" và ") + hosts[-1] if len(hosts) > 1 else hosts[0]
    return _("%(part)s ngày %(day)s, tại %(place)s, %(hosts)s tổ chức %(name)s.") % {
        "part": part, "day": f"{start:%d/%m/%Y}", "place": meeting.place_line, "hosts": together, "name": name,
    }  # fmt: skip


def _present(meeting: Meeting) -> Iterator[Block]:
    there = list(meeting.attendance.select_related("body"))
    if not there:
        yield _gap(_("… (dự hội nghị: điểm danh xong thì tên, chức danh hiện ở đây)"))
        return
    named = "; ".join(" - ".join(p for p in (a.name, a.title) if p) for a in there[:NAMES])
    rest = sorted({a.body.name for a in there[NAMES:] if a.body})
    words = _("Dự hội nghị có các đồng chí: %s") % named
    if rest:
        words += _("; cùng đại diện %s") % ", ".join(rest)
    yield papers.paragraph(f"{words}.")
    if meeting.chair_id:
        yield papers.paragraph(upper(_("%s chủ tọa hội nghị.") % comrade(meeting.chair_words)))


def _topics(meeting: Meeting, actor: Actor) -> Iterator[Block]:
    found = occasions(meeting, actor)
    if about := [str(row) for row in found["discusses"]]:
        yield papers.paragraph(_("Hội nghị bàn, thống nhất các nội dung: %s.") % "; ".join(about))
    if closed := [str(row) for row in found["closes"]]:
        yield papers.paragraph(_("Hội nghị đã tổng kết việc thực hiện: %s.") % "; ".join(closed))
    if signed := [str(row) for row in found["signs"]]:
        yield papers.paragraph(_("Tại hội nghị, các bên đã ký kết: %s.") % "; ".join(signed))
    if meeting.purpose and not any(found.values()):
        yield papers.paragraph(ended(meeting.purpose))


def _course(meeting: Meeting) -> Iterator[Block]:
    items = [item for item in meeting.agenda.all() if item.speaker]
    told = [f"{item.title[:1].lower()}{item.title[1:]} ({item.speaker})" for item in items]
    if told:
        yield papers.paragraph(_("Hội nghị đã tiến hành: %s.") % "; ".join(told))


def _said(meeting: Meeting) -> Iterator[Block]:
    points = list(meeting.points.all())
    asks = [p for p in points if p.asks]
    turns = len(meeting.turns.all())
    if not turns:
        return
    words = _("Tại hội nghị đã có %(turns)d lượt ý kiến phát biểu với %(asks)d nội dung đề nghị, hỏi, góp ý") % {
        "turns": turns, "asks": len(asks),
    }  # fmt: skip
    few = "; ".join([p.said.rstrip(" .;") for p in told_points(meeting) if p.asks][:POINTS])
    yield papers.paragraph(ended(f"{words}: {few}" if few else words))
    answered = sum(bool(p.response) for p in asks)
    if answered:
        yield papers.paragraph(_("%d nội dung đã được trả lời, giải trình ngay tại hội nghị.") % answered)


def _concluded(meeting: Meeting) -> Iterator[Block]:
    rows = list(meeting.conclusions.all())
    if not rows:
        yield _gap(_("… (phát biểu kết luận của chủ tọa)"))
        return
    told = "; ".join(row.text.rstrip(" .;") for row in rows)
    chair = comrade(meeting.chair_words) if meeting.chair_id else _("chủ tọa")
    words = _("Phát biểu kết luận hội nghị, %(chair)s kết luận: %(told)s") % {"chair": chair, "told": told}
    yield papers.paragraph(closing(words))
