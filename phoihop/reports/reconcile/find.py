"""Disagreements: prose against annex, body against body, total against parts, rate against its counts, now
against last time, year against year, *answered* used for *solved*. Nothing is settled here: a person settles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from phoihop.core.stated import Rate, Stated, Sum, Told, with_figures
from phoihop.core.text import format_number
from phoihop.reports.reconcile.likeness import Facts
from phoihop.reports.reconcile.lots import one_lot, voice
from phoihop.reports.reconcile.matters import Disagreement, joined
from phoihop.reports.reconcile.nested import Nested
from phoihop.reports.reconcile.numbers import in_one_measure, one_slip, slip, tolerance
from phoihop.reports.reconcile.pairs import SURE_SLIP, Pair, disagreeing

#: How like a running total must be to last time's (logarithm of odds): where it fell as slips and recounts let numbers
#: fall, where it fell farther, and for a stock "đến nay" that is not called a running total.
FELL, FELL_SURE, FELL_FAR, FELL_STOCK, NEVER = -3.5, -5.0, -2.5, -1.5, 99.0
#: The same where last time's is not said to be a running total: what one year did, the total since its beginning has too.
FELL_UNDATED = 0.0
#: A total a third of last time's is a total of something else.
FARTHEST = 3
#: What is counted anew each time: fewer of them "đến nay" is no slip.
COMING_AND_GOING = frozenset(
    {"person", "household", "case", "petition", "opinion", "feedback", "letter", "file", "event", "session", "document", "gift",
     "animal", "business", "workday", "license", "cadre", "%"}
)  # fmt: skip
#: Counted up to a day within the period, not from before it.
_EARLIER_DAY = re.compile(r"to-\d{4}-\d\d")
_TO_NOW = re.compile(r"đến nay|hiện nay|hiện có|hiện còn|đến ngày|đến thời điểm", re.IGNORECASE)
#: How far the best partner of a running total must lead the next; what a slip adds to a partner's rank, and its words to
#: a figure's.
MARGIN, NEARNESS, RUNNING, STANDING = 0.3, 1.0, 1.5, 0.8
#: Of the figures of one paper about as like last time's total, the others are parts of the largest.
PART_OF_IT = 1.0
#: So many petitions said answered by one body and solved by another are hardly two lots of petitions.
FEW = 20
#: So many lines apart the answered and the solved are told beside each other.
NEAR_LINES = 3


def reconcile(papers: Sequence[Told]) -> list[Disagreement]:
    """Every disagreement among the papers of one review, the surest first within its kind."""
    papers = [paper for paper in in_the_period(papers) if paper.role != "programme"]
    measured = {id(f): in_one_measure(f) for paper in papers for f in paper.figures}
    printed = {id(measured[key]): f for paper in papers for f in paper.figures for key in (id(f),)}
    roles = {paper.file: paper.role for paper in papers}
    facts = Facts(
        list(measured.values()),
        [s for paper in papers for s in paper.sums],
        [r for paper in papers for r in paper.rates],
        before=lambda figure: roles[figure.file] == "last_review",
    )
    bodies = {paper.file: paper.body for paper in papers}
    found = [*_sums(papers), *_rates(papers)]
    found += _pairs(facts, printed, roles, bodies, _reckoned(papers), Nested(papers))
    found += _fallen(facts, printed, roles)
    answered = list(_answered(facts, roles))
    lots = [{(f.file, f.start, f.value) for f in one.places} for one in answered]
    # 57 told as solved here and 31 there is the same matter as 57 answered
    found = [
        one
        for one in found
        if not any({(f.file, f.start, f.value) for f in one.places} <= lot for lot in lots)
    ]
    found += answered
    return _once(joined(found))


def in_the_period(papers: Sequence[Told]) -> Sequence[Told]:
    """An annex that names only the year belongs to the half-year report it comes with."""
    halves = {p.period[:4]: p.period for p in papers if p.role == "report" and "-H" in p.period}

    def settled(paper: Told) -> Told:
        half = halves.get(paper.period) if paper.role in ("annex", "other") else None
        if half is None:
            return paper
        return with_figures(
            paper,
            lambda f: replace(f, period=half) if f.period == paper.period and f.mode == "done" else f,
        )

    return [settled(paper) for paper in papers]


def _sums(papers: Sequence[Told]) -> Iterator[Disagreement]:
    for paper in papers:
        beside: dict[int, list[Stated]] = defaultdict(list)
        for figure in paper.figures:
            beside[figure.line].append(figure)
        for claim in paper.sums:
            if wrong := _sum(claim, beside[claim.total.line]):
                yield wrong


def _sum(claim: Sum, beside: Sequence[Stated]) -> Disagreement | None:
    """A total that its parts do not make; None where the words may name only some of them."""
    total = claim.total.value
    added = sum((p.value for p in claim.parts), Decimal(0))
    slack = tolerance(claim.total) + sum((tolerance(p) for p in claim.parts), Decimal(0))
    off = abs(added - total)
    if off <= slack or not total or (not claim.complete and added < total and off * 100 > total * 15):
        return None
    kinds = {p.subject.head for p in claim.parts} | {claim.total.subject.head}
    if off * 100 > total * (15 if len(kinds) > 2 else 30):
        return None  # too far off to be a slip: other things were listed
    if any(_is_the_rest(f, off, claim) for f in beside if not f.cell):
        return None  # the rest is told elsewhere in the paragraph
    if not claim.total.cell and _nested(claim, added - total):
        return None
    if not claim.complete and any(added - p.value == total for p in claim.parts):
        return None  # one of them is no part
    if not (claim.complete or claim.total.cell) and added < total and not one_slip(total, added):
        return None  # "trong đó" names some
    listed = " + ".join(format_number(p.value) for p in claim.parts)
    return Disagreement(
        kind="total_parts", places=(claim.total, *claim.parts),
        words=f"Tổng ghi {format_number(total)}, các phần cộng lại {listed} = {format_number(added)}.",
    )  # fmt: skip


def _is_the_rest(other: Stated, off: Decimal, claim: Sum) -> bool:
    heads = {other.subject.head, claim.total.subject.head} - {""}
    return (
        other.value == off and other not in claim.parts and other.unit == claim.total.unit
        and (bool(other.unit) or len(heads) < 2 or other.start > claim.total.start)
    )  # fmt: skip


#: "05 cuộc …, 03 cuộc trong số đó", "05 cuộc (có 03 cuộc …)": a part of the part before it.
_WITHIN = re.compile(r"(?<!\w)(?:trong (?:đó|số)|riêng|kể cả|nhất là|có)(?!\w)|\(", re.IGNORECASE)


def _nested(claim: Sum, over: Decimal) -> bool:
    """One of the parts is told as being within the part before it."""
    pairs = pairwise(claim.parts)
    return len(claim.parts) > 2 and any(
        own.value == over and own.value < before.value and _told_within(before, own) for before, own in pairs
    )


def _told_within(before: Stated, own: Stated) -> bool:
    at = own.place.start or 0
    clause = re.split(r"[;.]", own.sentence[own.start - at : own.start - at + 60])[0]
    return bool(_WITHIN.search(f"{own.sentence[max(0, before.start - at) : own.start - at]} {clause}"))


def _rates(papers: Sequence[Told]) -> Iterator[Disagreement]:
    for paper in papers:
        by_line: dict[int, list[Stated]] = defaultdict(list)
        for figure in paper.figures:
            by_line[figure.line].append(figure)
        for claim in paper.rates:
            if wrong := _rate(claim, by_line[claim.rate.line]):
                yield wrong


def _rate(claim: Rate, beside: Sequence[Stated]) -> Disagreement | None:
    part, whole = claim.part.value, claim.part.of if claim.part is claim.whole else claim.whole.value
    if not whole:
        return None
    real = part * 100 / whole
    step = claim.rate.step or Decimal(1)
    loose = (tolerance(claim.part) / whole + tolerance(claim.whole) * part / (whole * whole)) * 100
    if claim.rate.mode == "change":
        return _change(claim, real, step + loose)
    if abs(real - claim.rate.value) <= step + loose:
        return None
    if (
        claim.part is not claim.whole
        and not (claim.rate.cell or claim.named)
        and _explained(claim.rate, beside)
    ):
        return None
    shown = f"{format_number(part)}/{format_number(whole)}"
    places = (claim.part, claim.rate) if claim.part is claim.whole else (claim.part, claim.whole, claim.rate)
    return Disagreement(
        kind="rate", places=places,
        words=f"{shown} là {format_number(round(real, 2))} %, văn bản ghi {format_number(claim.rate.value)} %.",
    )  # fmt: skip


def _reckoned(papers: Sequence[Told]) -> frozenset[tuple[str, int]]:
    """Where percentages stand that follow from the counts beside them."""
    return frozenset(
        (r.rate.file, r.rate.start) for paper in papers for r in paper.rates if _rate(r, ()) is None
    )


def _change(claim: Rate, real: Decimal, slack: Decimal) -> Disagreement | None:
    """Grown or shrunk by so much, or what it came to in a hundred: whichever is nearer to what is said."""
    grown = min((abs(real - 100), real), key=lambda way: abs(way - abs(claim.rate.value)))
    if abs(grown - abs(claim.rate.value)) <= slack:
        return None
    now, then = format_number(claim.part.value), format_number(claim.whole.value)
    return Disagreement(
        kind="rate", places=(claim.part, claim.whole, claim.rate),
        words=f"{now} so với {then} lệch {format_number(round(grown, 2))} %, văn bản ghi {format_number(claim.rate.value)} %.",
    )  # fmt: skip


def _explained(rate: Stated, beside: Sequence[Stated]) -> bool:
    """Some other pair of counts in the same paragraph gives this percentage."""
    counts = [f for f in beside if f.unit != "%"]
    step = rate.step or Decimal(1)
    return any(
        b.value and a is not b and a.unit == b.unit and abs(a.value * 100 / b.value - rate.value) <= step
        for a in counts
        for b in counts
    )


def _pairs(
    facts: Facts,
    printed: dict[int, Stated],
    roles: dict[str, str],
    bodies: dict[str, str],
    reckoned: frozenset[tuple[str, int]],
    nested: Nested,
) -> Iterator[Disagreement]:
    """The same fact told with two numbers: by two papers, by a paper and its own table, now and in the last review."""
    figures = [f for f in facts.figures if roles[f.file] in ("report", "annex", "other", "last_review")]
    told = [
        p
        for p in disagreeing(facts, figures)
        if {roles[p.first.file], roles[p.second.file]} != {"last_review"}
        # of two percentages that each follow from their counts, the counts are told
        and not {(f.file, f.start) for f in (p.first, p.second)} <= reckoned
        and not nested.holds(printed[id(p.first)], printed[id(p.second)])
    ]
    for group in _grouped(told):
        places = {id(f): f for pair in group for f in (pair.first, pair.second)}
        yield _told([printed[key] for key in places], roles, bodies, group[0].odds)


def _grouped(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that tell one disagreement: they share a figure, and what stands against it says the same number."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        for group in groups:
            if any(_one_matter(pair, other) for other in group):
                group.append(pair)
                break
        else:
            groups.append([pair])
    return groups


def _one_matter(pair: Pair, other: Pair) -> bool:
    for mine, against in ((pair.first, pair.second), (pair.second, pair.first)):
        for theirs, beside in ((other.first, other.second), (other.second, other.first)):
            if mine is theirs and against.value == beside.value and against.of == beside.of:
                return True
    return False


def _told(places: list[Stated], roles: dict[str, str], bodies: dict[str, str], odds: float) -> Disagreement:
    likeness = round(odds, 3)
    then = [f for f in places if roles[f.file] == "last_review"]
    if then:
        now = [f for f in places if roles[f.file] != "last_review"]
        words = f"{'; '.join(map(_said, now))}; kỳ trước báo {_said(then[0])}."
        return Disagreement(kind="year_year", places=(*now, *then), words=words, likeness=likeness)
    if len({bodies.get(f.file, "") for f in places} - {""}) > 1:
        kind = "body_body"
    elif len({(f.file, f.cell) for f in places}) > 1:
        kind = "prose_annex"
    else:
        kind = "within"
    words = "; ".join(map(_said, places))
    return Disagreement(kind=kind, places=tuple(places), words=f"{words}.", likeness=likeness)


def _said(figure: Stated) -> str:
    total = f"/{format_number(figure.of)}" if figure.of is not None else ""
    return (
        f"{format_number(figure.value)}{total} {figure.unit} {figure.subject.words} ({figure.file})".replace(
            "  ", " "
        )
    )


def _fallen(facts: Facts, printed: dict[int, Stated], roles: dict[str, str]) -> Iterator[Disagreement]:
    """A cumulative figure that fell since the last review: the one most like the total told then, if it is less."""
    then = [f for f in facts.figures if roles[f.file] == "last_review" and f.mode == "done"]
    dated, undated = [f for f in then if _is_dated(f)], [f for f in then if not _is_dated(f)]
    likest: dict[tuple[int, str], list[tuple[float, float, Stated, Stated]]] = defaultdict(list)
    for figure in facts.figures:
        if (
            roles[figure.file] not in ("report", "annex", "other")
            or figure.mode != "done"
            or figure.unit == "%"
        ):
            continue
        if _EARLIER_DAY.fullmatch(figure.period):
            continue
        alike, rank, partner = _last_time(facts, figure, dated)
        if partner is None:
            alike, rank, partner = _last_time(facts, figure, undated)
        if partner is not None:
            likest[(id(partner), figure.file)].append((rank, alike, figure, partner))
    for found in likest.values():
        top = max(rank for rank, _alike, _figure, _partner in found)
        _rank, alike, figure, partner = max(
            (row for row in found if row[0] >= top - PART_OF_IT), key=lambda row: row[2].value
        )
        if partner.value > figure.value > partner.value / FARTHEST and alike >= _needed(figure, partner):
            now, last = printed[id(figure)], printed[id(partner)]
            yield Disagreement(
                kind="fell", places=(now, last), likeness=round(alike, 3),
                words=f"Lũy kế giảm: {_said(last)}; nay {_said(now)}.",
            )  # fmt: skip


def _last_time(facts: Facts, figure: Stated, then: Sequence[Stated]) -> tuple[float, float, Stated | None]:
    """(likeness, rank, the figure of last time); None where two are about as like."""
    ranked = sorted(
        ((alike := facts.whenever(figure, other)) + NEARNESS * slip(figure, other), alike, n)
        for n, other in enumerate(then)
        if facts.same_kind(figure, other)
    )
    if not ranked or ranked[-1][1] < FELL_SURE:
        return 0.0, 0.0, None
    rank, alike, n = ranked[-1]
    second = next((r for r, _a, k in reversed(ranked[:-1]) if then[k].value != then[n].value), -99.0)
    return alike, rank + _weight(figure), None if second > rank - MARGIN else then[n]


def _weight(now: Stated) -> float:
    """What speaks for a figure being the running total of its paper."""
    return RUNNING if now.period.startswith("to-") else STANDING if _to_now(now) else 0.0


def _is_dated(figure: Stated) -> bool:
    return figure.period.startswith("to-") or figure.as_of is not None


def _needed(now: Stated, then: Stated) -> float:
    if not _is_dated(then) and not (now.period.startswith("to-")):
        return NEVER
    if not _is_dated(then):
        return FELL_UNDATED
    if now.period.startswith("to-"):
        parted = slip(now, then)
        return FELL_SURE if parted >= SURE_SLIP else FELL if parted else FELL_FAR
    return (
        FELL_STOCK if _to_now(now) and now.subject.head not in COMING_AND_GOING and slip(now, then) else NEVER
    )


def _to_now(figure: Stated) -> bool:
    at = figure.start - (figure.place.start or figure.start)
    return not figure.cell and bool(_TO_NOW.search(figure.sentence[max(0, at - 70) : at + 1]))


def _answered(facts: Facts, roles: dict[str, str]) -> Iterator[Disagreement]:
    """The same number of petitions is "đã trả lời" in one place and "đã giải quyết" in another."""
    told = [
        f for f in facts.figures
        if f.state in ("answered", "solved") and roles[f.file] in ("report", "annex", "other") and f.mode == "done" and voice(f)
    ]  # fmt: skip
    matters: list[tuple[Stated, list[Stated], list[Stated]]] = []
    for solved in (f for f in told if f.state == "solved" and f.value > 1):
        found = [f for f in told if f.state == "answered" and _solved_instead(f, solved)]
        apart = [g for f in found for g in told if _solved_beside(g, f)]
        for answered in found:
            mine = [g for g in apart if _solved_beside(g, answered)]
            surely = solved.value >= FEW and solved.body != answered.body
            if solved.of is None and answered.of is None and not apart and not surely:
                continue
            known = next((m for m in matters if m[0] is solved or answered in m[1]), None)
            if known is None:
                matters.append((solved, [answered], mine[:1]))
            else:
                known[1].extend([answered] if answered not in known[1] else [])
                known[2].extend(mine[:1])
    for solved, found, apart in matters:
        first, *others = sorted(found, key=lambda f: f.cell)
        yield Disagreement(
            kind="answered_solved", places=(first, solved, *dict.fromkeys((*apart, *others))),
            words=f"{_said(first)} là số đã trả lời; nơi khác ghi là đã giải quyết: {_said(solved)}.",
        )  # fmt: skip


def _solved_instead(answered: Stated, solved: Stated) -> bool:
    """One number of one lot of petitions, called answered here and solved there."""
    return (
        answered.value == solved.value
        and (answered.of == solved.of or None in (answered.of, solved.of))
        and answered.period == solved.period
        and (answered.file, answered.line) != (solved.file, solved.line)
        and not _of_one_table(solved, answered)
        and one_lot(answered, solved)
    )


def _solved_beside(figure: Stated, answered: Stated) -> bool:
    """How many were solved, told beside how many were answered."""
    return (
        figure.state == "solved" and figure.file == answered.file and figure.value < answered.value
        and abs(figure.line - answered.line) <= NEAR_LINES and figure.period == answered.period
        and (not figure.cell or not answered.cell or _of_one_table(figure, answered))
    )  # fmt: skip


def _of_one_table(a: Stated, b: Stated) -> bool:
    """Two cells under one heading: a table that counts the answered and the solved beside each other."""
    return a.cell and b.cell and a.file == b.file and a.sentence.split(" | ")[0] == b.sentence.split(" | ")[0]


def _once(found: Sequence[Disagreement]) -> list[Disagreement]:
    """One disagreement for one pair of values told in the same words by the same papers."""
    kept: dict[tuple[object, ...], Disagreement] = {}
    for one in found:
        arithmetic = {"total_parts": "sum", "rate": "rate"}.get(one.kind, "pair")
        kept.setdefault((frozenset((f.file, f.value) for f in one.places), arithmetic), one)
    return list(kept.values())
