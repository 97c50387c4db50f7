"""What the page of a round shows: what came, what disagrees, every figure beside the others, what waits for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from phoihop.core.figures import outline_of
from phoihop.core.models import JournalEntry
from phoihop.core.text import fold
from phoihop.reports.collecting import stamp
from phoihop.reports.frame import Part, frame_of, is_followed, laid_out, sample_of, samples
from phoihop.reports.inline import as_settled
from phoihop.reports.last_time import length_of
from phoihop.reports.merging import about_of
from phoihop.reports.models import (
    Compilation,
    CompilationState,
    Difference,
    DifferenceState,
    Intake,
    IntakeFigure,
    IntakePassage,
    IntakePromise,
    IntakeRole,
    IntakeState,
    PromiseChoice,
)
from phoihop.reports.models.sent import period_words
from phoihop.reports.passages import Choices, Said, repeated, told_passages
from phoihop.reports.printing import decisions, with_rates
from phoihop.reports.reconcile.subjects import Catalogue, named
from phoihop.reports.tables import Alike, alike
from phoihop.reports.told import phrase_of

#: Seconds for one decision while the office has made none yet; a longer pause than LULL is not part of the work.
USUAL_PACE = 30
LULL = timedelta(minutes=10)
DECISIONS = ("reports.settle", "reports.keep_both", "reports.tell_apart", "reports.check_figures")
#: One-tap reasons, as clerks give them.
REASONS = ("theo phụ lục", "theo biên bản", "theo cơ quan chủ trì", "gõ nhầm")
SPEAKERS = ("HDND", "UBND", "MTTQ")


DECIDED = (DifferenceState.SETTLED, DifferenceState.NOTED, DifferenceState.APART)


@dataclass(frozen=True)
class Waits:
    """What still needs a person, of one kind: how many, in words, and where."""

    count: int
    words: str
    where: str


@dataclass
class RoundPage:
    """Everything of a round, read in a fixed number of queries."""

    record: Compilation
    intakes: list[Intake]
    differences: list[Difference]
    seconds: float = USUAL_PACE
    own_pace: bool = False
    pairs: list[tuple[Said, Said]] = field(default_factory=list)

    @property
    def current(self) -> list[Intake]:
        return [i for i in self.intakes if i.state == IntakeState.CURRENT]

    @property
    def waiting(self) -> list[Intake]:
        return [i for i in self.intakes if i.state == IntakeState.WAITING]

    @property
    def done(self) -> int:
        return len(self.intakes) - len(self.waiting)

    @property
    def is_busy(self) -> bool:
        """Files wait to be read, or what was read is not yet set against the rest."""
        return bool(self.waiting) or (
            bool(self.current or self.differences) and self.record.compared != stamp(self.current)
        )

    @property
    def open(self) -> list[Difference]:
        return [d for d in self.differences if d.state == DifferenceState.OPEN]

    @property
    def decided(self) -> list[Difference]:
        return [d for d in self.differences if d.state in DECIDED]

    @property
    def shown(self) -> list[Intake]:
        """What needs a person first, then what is in use, then the rest."""
        order = {s: n for n, s in enumerate(("doubted", "waiting", "current", "aside", "replaced"))}
        return sorted(self.intakes, key=lambda i: (0 if i.trouble or i.is_missing else order[i.state], i.pk))

    @property
    def reports(self) -> list[Intake]:
        return [i for i in self.current if i.role == IntakeRole.REPORT]

    @property
    def samples(self) -> list[tuple[Intake, bool]]:
        """Every last review that may be the sample year, and whether it is the one."""
        chosen = sample_of(self.current, self.record.sample)
        return [(intake, intake is chosen) for intake in samples(self.current)]

    @property
    def unfit(self) -> list[Intake]:
        """The sample year, where none of its parts can be told to hold results: the usual outline takes its place."""
        return [i for i, chosen in self.samples if chosen and not is_followed(i)]

    @property
    def promises(self) -> list[tuple[Any, Intake]]:
        """Not yet decided, nearest day first; what was decided in a paper since replaced is not asked again."""
        done = {choice.promise_id for choice in self.decided_promises}
        told = {
            (fold(choice.promise.sentence), fold(choice.promise.content)) for choice in self.decided_promises
        }
        rows = [
            (promise, intake)
            for intake in self.current
            if intake.role in (IntakeRole.REPORT, IntakeRole.OTHER)
            for promise in intake.promises.all()
            if promise.pk not in done and (fold(promise.sentence), fold(promise.content)) not in told
        ]
        return sorted(rows, key=lambda row: (row[0].due_on is None, row[0].due_on, row[0].pk))

    @property
    def taken(self) -> int:
        """How many promises of the round are in the book of promises."""
        return sum(bool(choice.made) for choice in self.decided_promises)

    @cached_property
    def decided_promises(self) -> list[PromiseChoice]:
        return list(self.record.promise_choices.select_related("promise"))

    @property
    def undecided_pairs(self) -> list[tuple[Said, Said]]:
        chosen = Choices(self.record).pieces
        return [pair for pair in self.pairs if not any(said.key in chosen for said in pair)]

    @property
    def waits(self) -> list[Waits]:
        papers = [i for i in self.intakes if i.state == IntakeState.DOUBTED or i.is_missing]
        unread = [i for i in self.intakes if i.state == IntakeState.ASIDE and i.trouble]
        unsure = sum(f.is_unsure for i in self.current for f in i.figures.all())
        found = [
            Waits(len(self.open), "chỗ vênh", "?muc=doi-chieu#venh"),
            Waits(len(papers), "văn bản chờ quyết", "?muc=van-ban"),
            Waits(len(unread), "tệp không đọc được", "?muc=van-ban"),
            Waits(unsure, "số cần xem", "?muc=doi-chieu&loc=can-xem#so-lieu"),
            Waits(len(self.undecided_pairs), "đoạn lặp", "?muc=noi-dung#lap"),
            Waits(len(self.promises), "cam kết đề xuất", "?muc=cam-ket"),
        ]
        return [w for w in found if w.count]

    @property
    def minutes(self) -> int:
        return ceil(sum(w.count for w in self.waits) * self.seconds / 60)


def page_of(record: Compilation, *, whole: bool = True) -> RoundPage:
    """The round as it stands now; not ``whole``: without what the papers tell, for the parts that change often."""
    parts = ("figures", "passages", "promises", "twin__figures") if whole else ()
    rows = record.intakes.select_related("body", "twin").prefetch_related(*parts)
    intakes = list(rows.order_by("pk"))
    for intake in intakes:
        intake.compilation = record
    differences = list(record.differences.exclude(state=DifferenceState.GONE).order_by("pk"))
    for difference in differences:
        difference.compilation = record
    page = RoundPage(record=record, intakes=intakes, differences=differences)
    if not whole:
        return page
    page.seconds, page.own_pace = pace_of(record)
    page.pairs = repeated(page.current)
    return page


def pace_of(record: Compilation) -> tuple[float, bool]:
    """Median seconds between the office's last decisions, and whether it has made any; else the usual pace.

    A table of figures looked at with one press is as many decisions as it has figures.
    """
    entries = (
        JournalEntry.objects.filter(action__in=DECISIONS, actor_body=record.owner_id)
        .select_related("body")
        .order_by("-noted_at")[:60]
    )
    pairs = [(later, later.noted_at - earlier.noted_at) for later, earlier in pairwise(entries)]
    worked = [
        gap.total_seconds() / _decided_in(one) for one, gap in pairs if timedelta(seconds=1) < gap < LULL
    ]
    return (median(worked), True) if len(worked) >= 3 else (USUAL_PACE, False)


def _decided_in(entry: JournalEntry) -> int:
    if entry.action != "reports.check_figures" or not hasattr(entry, "body"):
        return 1
    return max(len(json.loads(entry.body.text)["inputs"].get("orders") or ()), 1)


def open_rounds(bodies: Iterable[int]) -> list[Any]:
    """Rounds these bodies hold open, each with how much waits in it for a person; one query."""
    papers = Intake.objects.filter(compilation=OuterRef("pk"))
    told = IntakePromise.objects.filter(
        intake__compilation=OuterRef("pk"), intake__state=IntakeState.CURRENT,
        intake__role__in=(IntakeRole.REPORT, IntakeRole.OTHER),
    ).exclude(pk__in=PromiseChoice.objects.values("promise"))  # fmt: skip
    open_ = Difference.objects.filter(compilation=OuterRef("pk"), state=DifferenceState.OPEN)
    rows = Compilation.objects.filter(owner__in=bodies, state=CompilationState.OPEN).annotate(
        disputed=_how_many(open_), doubted=_how_many(papers.filter(state=IntakeState.DOUBTED)), promised=_how_many(told)
    )  # fmt: skip
    return list(rows.order_by("-pk")[:5])


def _how_many(rows: Any) -> Any:
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())


@dataclass
class Fact:
    """One line of the table: a subject in a period, what each body says of it, and what was said last time."""

    words: str
    unit: str
    period: str
    group: str
    by_body: dict[str, list[IntakeFigure]] = field(default_factory=dict)
    before: IntakeFigure | None = None
    disputed: bool = False
    unsure: bool = False
    subject: str = ""

    @property
    def own_words(self) -> str:
        """As the paper says it, where the catalogue calls it otherwise; "cuộc" alone tells nothing more."""
        known = not self.subject or self.subject.casefold() == self.words.casefold()
        return "" if known or " " not in self.words else self.words

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    @property
    def other_period(self) -> str:
        """Of last time, where it is not as long as this one: half a year is not to be read as a whole one."""
        if self.before is None or length_of(self.before.period) == length_of(self.period):
            return ""
        return self.before.period_words or "chưa rõ kỳ"

    @property
    def cells(self) -> list[list[IntakeFigure]]:
        return [self.by_body.get(code, []) for code in SPEAKERS]


def facts_of(
    intakes: Sequence[Intake], disputed: frozenset[str], *, period: str, catalogue: Catalogue | None = None
) -> list[Fact]:
    """Figures of the papers in use by subject and period; figures of another period stand in their own line.

    What the catalogue knows in whole stands in one line in whatever words; what it knows in part is named by it.
    """
    catalogue = catalogue or Catalogue(())
    lines: dict[tuple[Any, ...], Fact] = {}
    last: dict[tuple[Any, ...], list[IntakeFigure]] = {}
    for intake in intakes:
        for row in intake.told():
            row.intake = intake
            subject = row.data["subject"]
            known = named(phrase_of(row), catalogue)
            own = tuple(sorted(subject["key"]["series"])) or subject["words"]
            key = (known.code, "", row.unit) if known.whole else (own, subject["head"], row.unit)
            if intake.role == IntakeRole.LAST_REVIEW:
                last.setdefault(key, []).append(row)
            elif (intake.read_from or intake.role in (IntakeRole.REPORT, IntakeRole.ANNEX)) and row.mode in (
                "done",
                "plan",
            ):
                fact = _enter(lines, key, row, intake, disputed)
                fact.subject = fact.subject or catalogue.name(known.code)
    for key, fact in lines.items():
        fact.before = _before(fact, last.get(key[:3], ()))
    return sorted(
        lines.values(),
        key=lambda f: (not f.disputed, f.period != period, f.group or "~", f.subject or f.words),
    )


def _before(fact: Fact, told: Sequence[IntakeFigure]) -> IntakeFigure | None:
    """What the last review told of it: for as long a period where it did; else a page says which period stands there."""
    alike = [row for row in told if length_of(row.period) == length_of(fact.period)]
    return next(iter(alike or told), None)


def _enter(
    lines: dict[tuple[Any, ...], Fact], key: tuple[Any, ...], row: IntakeFigure, intake: Intake, disputed: frozenset[str]
) -> Fact:  # fmt: skip
    whole = (*key, row.period, row.mode)
    if whole not in lines:
        plan = " (kế hoạch)" if row.mode == "plan" else ""
        lines[whole] = Fact(words=f"{row.noun}{plan}", unit=row.unit, period=row.period, group=row.group)
    fact = lines[whole]
    same = fact.by_body.setdefault(intake.speaker if intake.speaker in SPEAKERS else "", [])
    if not any(other.value_words == row.value_words for other in same):
        same.append(row)
    fact.disputed = fact.disputed or row.source in disputed
    fact.unsure = fact.unsure or row.is_unsure
    return fact


def sources_of(differences: Iterable[Difference]) -> frozenset[str]:
    """The figures that stand in one of these differences."""
    return frozenset(place["source"] for d in differences for place in d.places)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A passage on the page where it is chosen."""

    passage: IntakePassage
    intake: Intake
    kept: bool
    usual: bool
    chosen: bool
    joined: bool = False
    text: str = ""

    @property
    def address(self) -> str:
        return f"{self.passage.pk}-0-0"


@dataclass
class Contents:
    """A heading of the joint report with every passage that may stand under it."""

    part: Part
    rows: list[Row]

    @property
    def kept(self) -> int:
        return sum(row.kept for row in self.rows)


def contents_of(page: RoundPage) -> list[Contents]:
    """All passages of the reports under the headings they would stand under, with what is kept of them.

    Their numbers stand as they are settled: as the joint report would print them now.
    """
    choices = Choices(page.record)
    items = outline_of(about_of(page.record)).items
    papers = sorted(
        page.current, key=lambda i: (SPEAKERS.index(i.speaker) if i.speaker in SPEAKERS else 9, i.pk)
    )
    parts = laid_out(
        frame_of(papers, items, kind=page.record.kind, sample=page.record.sample, period=page.record.period), list(told_passages(papers)),
        items=items if page.record.about_type else (),
    )  # fmt: skip
    joined = {p.pk for one in alike(papers, choices) if one.choice == "join" for p in one.passages}
    decided = with_rates(decisions(page.differences), papers)
    return [
        Contents(
            part=part,
            rows=[
                Row(
                    passage=p, intake=i, kept=choices.keeps(p, i), usual=choices.usual(p, i), chosen=p.pk in choices.whole,
                    joined=p.pk in joined, text=p.text if p.table else as_settled(p, i, decided, choices.cuts(p)),
                )
                for p, i in part.passages
            ],
        )
        for part in parts
    ]  # fmt: skip


def alike_tables(page: RoundPage) -> list[Alike]:
    """Tables of several bodies that may become one."""
    return alike(page.current, Choices(page.record))
