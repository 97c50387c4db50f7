"""Số liệu tuần (M31): the numbers other places ask for each week, ready to copy; each opens to its records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from phoihop.core.figures import Scope
from phoihop.core.figures import registry as figures
from phoihop.core.period import Period
from phoihop.core.web.counting import bounded, count_all
from phoihop.core.web.pages import span_link
from phoihop.core.who import Actor
from phoihop.petitions.models import Petition

#: Figure of the week and the figure of the year to date beside it; the same where the day raised counts.
LINES = (
    ("petitions.turns", "petitions.turns"), ("petitions.matters", "petitions.matters"),
    ("petitions.answered_then", "petitions.answered"), ("petitions.solved_then", "petitions.solved"),
    ("petitions.verified_then", "petitions.verified"), ("", "petitions.unanswered"), ("", "petitions.overdue"),
    ("", "petitions.repeated"), ("", "petitions.sent_up"),
)  # fmt: skip


@dataclass(frozen=True)
class Number:
    words: str
    link: str


@dataclass(frozen=True)
class Line:
    label: str
    week: Number | None
    year: Number


@dataclass(frozen=True)
class Sheet:
    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """As it is pasted elsewhere: three columns parted by tabs, no name of anybody."""
        head = "\t".join((_("Chỉ tiêu"), _("Trong tuần"), _("Từ đầu năm")))
        rows = (
            "\t".join((line.label, line.week.words if line.week else "", line.year.words))
            for line in self.lines
        )
        span = _("Số liệu kiến nghị cử tri, tuần %(a)s – %(b)s") % {
            "a": f"{self.first:%d/%m/%Y}",
            "b": f"{self.last:%d/%m/%Y}",
        }
        return "\n".join((span, head, *rows))


def sheet(first: date, *, actor: Actor) -> Sheet:
    """The week that begins on a Monday, and the year up to its Sunday; all counted in one query."""
    last = first + timedelta(days=6)
    begin = date(last.year, 1, 1)
    spans = {"week": (first, last), "year": (begin, last)}
    seen = Petition.objects.visible_to(actor)
    wanted = {}
    for in_week, in_year in LINES:
        for name, code in (("week", in_week), ("year", in_year)):
            if code:
                start, end = spans[name]
                period = Period(start=start, end=end + timedelta(days=1), words="")
                members = figures[code].members(Scope(about=None, at=last, period=period))
                wanted[f"{name}/{code}"] = seen.filter(pk__in=members.order_by().values("pk"))
    counts = count_all(wanted)

    def number(name: str, code: str) -> Number:
        return Number(bounded(counts[f"{name}/{code}"]), span_link(code, *spans[name]))

    lines = tuple(
        Line(str(figures[year].label), number("week", week) if week else None, number("year", year))
        for week, year in LINES
    )
    return Sheet(first=first, last=last, lines=lines)
