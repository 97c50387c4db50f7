"""Three facts over one whole, never one rate: of the voters' petitions, of the commitments agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from phoihop.core.figures import Scope
from phoihop.core.figures import registry as figures
from phoihop.core.period import Period
from phoihop.core.web.counting import bounded, count_all
from phoihop.core.web.pages import year_link
from phoihop.core.who import Actor
from phoihop.petitions.models import Petition

#: Pixels of the bar behind a fact.
BAR = 300
PETITIONS = (
    ("petitions.answered", "loi", _("Đã trả lời")), ("petitions.solved", "xong", _("Đã giải quyết")),
    ("petitions.verified", "xacminh", _("Đã xác minh")),
)  # fmt: skip
TURNS, MATTERS = "petitions.turns", "petitions.matters"
UNANSWERED, OVERDUE = "petitions.unanswered", "petitions.overdue"
UNSOLVED, THIRD, UNVERIFIED = "petitions.unsolved", "petitions.third_time", "petitions.unverified"


@dataclass
class Number:
    """A count and where it opens."""

    n: int
    link: str

    @property
    def words(self) -> str:
        return bounded(self.n)


@dataclass
class Fact:
    """One of the three: a number that opens, over the same whole as the other two."""

    title: str
    shape: str
    words: str
    n: int
    whole: int
    link: str

    @property
    def bar(self) -> str:
        return f"{BAR * self.n / self.whole:.1f}" if self.whole else "0"


@dataclass
class Petitions:
    """Those raised in the year, as far as this actor reads them; the numbers between and beside the three by name."""

    year: int
    facts: list[Fact]
    numbers: dict[str, Number]


def petitions_of(actor: Actor, today: date) -> Petitions | None:
    """One query; None where the actor reads none."""
    codes = (
        *(code for code, *_rest in PETITIONS),
        TURNS,
        MATTERS,
        UNANSWERED,
        OVERDUE,
        UNSOLVED,
        THIRD,
        UNVERIFIED,
    )
    seen = Petition.objects.visible_to(actor)
    scope = Scope(about=None, at=today, period=Period.year(today.year))
    counts = count_all(
        {code: seen.filter(pk__in=figures[code].members(scope).order_by().values("pk")) for code in codes}
    )
    if not counts[TURNS]:
        return None
    return Petitions(
        year=today.year, facts=_facts(counts, today.year),
        numbers={code.partition(".")[2]: Number(n, year_link(code, today.year)) for code, n in counts.items()},
    )  # fmt: skip


def _facts(counts: Mapping[str, int], year: int) -> list[Fact]:
    return [
        Fact(
            title=str(title), shape=shape, words=str(figures[code].how), n=counts[code], whole=counts[MATTERS],
            link=year_link(code, year),
        )
        for code, shape, title in PETITIONS
    ]  # fmt: skip
