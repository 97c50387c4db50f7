"""What a report says in figures, as neutral values: ``ingest`` takes it out of a paper, ``reports`` compares it.

Nothing here is stored. A figure keeps the words it was counted in and the very place it stands in, so that
whatever is done with it later can be opened back to the sentence or cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from phoihop.core.papers import Place, Table


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is counted. ``words`` is the noun as printed; ``key`` its normalised words, ``head`` the class of
    the thing counted (two figures are compared only within one); ``around`` what else its clause says, ``under`` its headings,
    ``before`` the sentences of its paragraph before it ("Họ góp 58 ý kiến": of what, is said there);
    ``code`` a subject of the catalogue where one was recognised.

    ``noun`` are all words of the noun, ``after`` those right behind the number, ``beside`` those on both sides
    of it in its clause, ``said`` those of its whole sentence or table row. ``doers`` are the organisations its clause
    names, ``topics`` the kinds of work (criticism, dialogue, …), ``theme`` the same, or those of the sentence and
    heading where the clause names none. ``refs`` are the tables its paragraph points to; of a cell, its own table's name.
    ``label`` is what its sentence begins with to say what it is about ("Bảo hiểm y tế: …", "Về bảo hiểm y tế, …")."""

    words: str
    key: tuple[str, ...]
    head: str = ""
    around: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    code: str = ""
    noun: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    theme: frozenset[str] = frozenset()
    refs: frozenset[str] = frozenset()
    label: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One figure of a report.

    ``mode`` tells done from plan, change, next; ``period`` is "2027-H1", "2027", "2026", "to-2027-H1"
    (cumulative); ``as_of`` the day it was counted on where the text names one; ``actors`` codes of the bodies whose
    doing it is, ``shared`` where another takes part or receives; ``spot`` a smaller place ("tổ dân phố 5") it is
    limited to; ``state`` answered or solved where petitions are counted.
    ``of`` is the whole of a ratio a/b. ``start`` and ``end`` count characters of the file's text.
    """

    value: Decimal
    subject: Subject
    file: str
    place: Place
    sentence: str
    start: int
    end: int
    of: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    step: Decimal = Decimal(0)
    body: str = ""
    period: str = ""
    mode: str = "done"
    as_of: date | None = None
    actors: frozenset[str] = frozenset()
    shared: bool = False
    spot: str = ""
    state: str = ""
    cell: bool = False
    group: str = ""
    heading: str = ""
    line: int = 0
    mark: str = "chac"
    reason: str = ""

    @property
    def value_words(self) -> str:
        """The plain machine number, a ratio as ``a/b``."""
        shown = f"{self.value.normalize():f}"
        return shown if self.of is None else f"{shown}/{self.of.normalize():f}"


#: No count and no amount of an office is so large, and no report has room to print it.
MOST = Decimal(10) ** 17


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A total and the parts given beside it. ``complete`` is false where the text may name only some parts."""

    total: Stated
    parts: tuple[Stated, ...]
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A percentage and the counts it is said to follow from; ``named``: its words say which whole ("tổng số hồ sơ tiếp nhận")."""

    rate: Stated
    part: Stated
    whole: Stated
    named: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of a report's prose: a paragraph, item or table under its heading.

    ``kind`` is result, strength, limitation, cause, lesson, direction or proposal. ``start``/``end`` as in Stated.
    ``table`` holds the rows where it is one, from the headings of its columns on; its ``text`` is then the caption.
    """

    kind: str
    text: str
    start: int
    end: int
    group: str = ""
    heading: str = ""
    responsible: str = ""
    cause: str = ""
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A commitment a paper carries: content, and what of lead, day and product it names."""

    content: str
    sentence: str
    file: str
    start: int
    end: int
    lead: str = ""
    cooperating: str = ""
    product: str = ""
    due: date | None = None
    due_words: str = ""
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A paper read by its outline.

    ``role`` is report, annex, last_review, programme or other; ``body`` the code of the body that speaks.
    """

    file: str
    title: str
    text: str
    role: str
    body: str = ""
    body_words: str = ""
    place_words: str = ""
    period: str = ""
    figures: Sequence[Stated] = ()
    sums: Sequence[Sum] = ()
    rates: Sequence[Rate] = ()
    passages: Sequence[Passage] = ()
    promises: Sequence[Promise] = ()
    headings: Sequence[tuple[int, str, str]] = ()
    notes: Sequence[str] = field(default=())


def with_figures(paper: Told, changed: Callable[[Stated], Stated]) -> Told:
    """Every figure as ``changed`` gives it, in its totals and rates too."""
    new = {id(f): changed(f) for f in paper.figures}
    return replace(
        paper, figures=list(new.values()),
        sums=[replace(s, total=new.get(id(s.total), s.total), parts=tuple(new.get(id(p), p) for p in s.parts)) for s in paper.sums],
        rates=[
            replace(r, rate=new.get(id(r.rate), r.rate), part=new.get(id(r.part), r.part), whole=new.get(id(r.whole), r.whole))
            for r in paper.rates
        ],
    )  # fmt: skip
