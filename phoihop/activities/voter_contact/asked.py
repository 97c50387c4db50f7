"""What the voters of a place asked and what became of it: the sheet of the evening, and the brief before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.activities.voter_contact.models import ContactPoint, VoterContact
from phoihop.core.who import Actor
from phoihop.petitions.alike import sketch_of
from phoihop.petitions.counting import raised_in_all
from phoihop.petitions.likeness import ALIKE, likeness
from phoihop.petitions.models import Petition, PetitionState
from phoihop.petitions.models.petition import MATTER, OPEN
from phoihop.petitions.quarters import spellings

#: What was settled longer ago than this is no news any more.
NEWS = timedelta(days=365)
#: So many matters of a sheet are compared with each other.
COMPARED = 60


def raised_at(row: VoterContact) -> QuerySet[Petition]:
    """Petitions raised at the points of a round; what turned out to be none of them is not counted here either."""
    meetings = row.points.values("meeting")
    found = Petition.objects.filter(source_type="meetings.meeting", source_id__in=meetings)
    return found.exclude(state=PetitionState.HANDED_OVER).order_by("pk")


def asked_here(unit: str, *, until: date) -> QuerySet[Petition]:
    """Matters of a unit raised before a day: what is not solved, and what was raised within the last year.

    What was asked again stands once, as it was asked last.
    """
    here = Petition.objects.filter(Q(MATTER) & spellings(unit), raised_on__lt=until)
    again = here.filter(repeats=OuterRef("pk")).exclude(pk=OuterRef("pk")).order_by()
    recent = Q(raised_on__gte=until - NEWS) | Q(solved_on=None)
    return here.filter(recent).exclude(Exists(again)).order_by("raised_on", "pk")


def at_point(row: VoterContact, point: ContactPoint) -> QuerySet[Petition]:
    """The same for a point of a round, of the bodies of its territory."""
    return asked_here(point.unit, until=point.meeting.day).filter(receiver__territory=row.territory_id)


@dataclass(frozen=True)
class Line:
    """One matter in plain words: what was asked, what became of it, by which of the three facts."""

    petition: Petition
    #: How often it was raised, earlier times included.
    turns: int = 1
    #: The line above that may be the same matter; nobody has merged or told them apart yet.
    like: Petition | None = None

    @property
    def fate(self) -> str:
        """solved, promised, answered, upward or open: the first that fits."""
        row = self.petition
        if row.solved_on:
            return "solved"
        if row.state == PetitionState.SENT_UP:
            return "upward"
        if row.answered_on and row.state not in OPEN:
            return "promised" if row.promised_on else "answered"
        return "open"

    @property
    def shape(self) -> str:
        if self.petition.verified_on:
            return "xacminh"
        return {"solved": "xong", "promised": "dang", "answered": "giai", "upward": "len", "open": "thieu"}[
            self.fate
        ]

    @property
    def words(self) -> str:
        row = self.petition
        if row.verified_on:
            return _("Xong, đã kiểm lại %s") % _short(row.verified_on)
        if row.solved_on:
            return _("Xong %s, chưa kiểm lại") % _short(row.solved_on)
        return {
            "upward": _("Đã chuyển lên cấp trên"), "answered": _("Đã trả lời, chưa giải quyết"),
            "promised": _("Đã trả lời, hẹn xong %s") % _short(row.promised_on or row.raised_on), "open": _("Chưa trả lời"),
        }[self.fate]  # fmt: skip

    @property
    def said(self) -> str:
        """The short plain answer, as it was approved."""
        return self.petition.short_answer if self.petition.answered_on else ""


def _short(day: date) -> str:
    return f"{day.day}/{day.month}" if day.year else ""


@dataclass(frozen=True)
class Sheet:
    """What the deputy holds in the hand on arrival."""

    point: ContactPoint
    lines: Sequence[Line]

    def of(self, fate: str) -> list[Line]:
        return [line for line in self.lines if line.fate == fate]

    @cached_property
    def headline(self) -> str:
        """ "7 việc bà con đã hỏi: 4 xong, 2 hẹn 30/9, 1 chưa trả lời"."""
        if not self.lines:
            return _("Chưa có việc nào bà con đã hỏi.")
        dates = sorted(
            {line.petition.promised_on for line in self.of("promised") if line.petition.promised_on}
        )
        promised = _("hẹn %s") % ", ".join(_short(day) for day in dates)
        told = (
            ("solved", _("xong")), ("promised", promised), ("answered", _("đã trả lời, chưa giải quyết")),
            ("upward", _("chuyển cấp trên")), ("open", _("chưa trả lời")),
        )  # fmt: skip
        counts = [f"{len(self.of(fate))} {words}" for fate, words in told if self.of(fate)]
        total = ngettext("%d việc bà con đã hỏi", "%d việc bà con đã hỏi", len(self.lines)) % len(self.lines)
        return f"{total}: {', '.join(counts)}"


def sheet(row: VoterContact, point: ContactPoint, *, actor: Actor) -> Sheet:
    """As far as the reader may see the petitions themselves."""
    mine = Petition.objects.visible_to(actor).values("pk")
    found = at_point(row, point).filter(pk__in=mine).select_related("commitment", "responsible", "answering")
    rows = list(found)
    turns = raised_in_all(rows)
    lines = [Line(petition, turns[petition.pk], like) for petition, like in _together(rows)]
    return Sheet(point, lines)


def _together(rows: Sequence[Petition]) -> list[tuple[Petition, Petition | None]]:
    """What may be one matter stands together, the one raised most often first."""
    sketches = {row.pk: sketch_of(row) for row in rows[:COMPARED]}
    heads: list[tuple[Petition, list[Petition]]] = []
    for row in sorted(rows, key=lambda row: (-row.turns, -row.times)):
        near = next(
            (beside for head, beside in heads if row.pk in sketches and head.pk in sketches
             and likeness(sketches[head.pk], sketches[row.pk]).score >= ALIKE), None,
        )  # fmt: skip
        if near is None:
            heads.append((row, []))
        else:
            near.append(row)
    order = {row.pk: n for n, row in enumerate(rows)}
    heads.sort(key=lambda pair: order[pair[0].pk])
    return [(row, head if row is not head else None) for head, beside in heads for row in (head, *beside)]
