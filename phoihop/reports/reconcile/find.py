"""Disagreements: prose against annex, body against body, total against parts, rate against its counts, now
against last time, year against year, *answered* used for *solved*. Nothing is settled here: a person settles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from phoihop.core.stated import Rate, Stated, Sum, Told
from phoihop.core.text import format_number
from phoihop.reports.reconcile.same import Facts, agree, slip, tolerance

#: Likeness needed without a slip, with a weak one, with the surest; how far it must lead what agrees.
ENOUGH, ENOUGH_SLIP, LEAST, NEVER = 1.0, 0.8, 0.05, 9.0
MARGIN = 0.06
NEARNESS = 0.5
LEAD, LEADING, ALONE = 0.08, 0.4, 0.55
FELL, FELL_YEAR = 0.3, 0.5


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two or more places that cannot all be right. ``kind`` is one of KINDS; ``words`` says it in a sentence."""

    kind: str
    places: tuple[Stated, ...]
    words: str
    likeness: float = 1.0


#: Kind → what it is called on pages and on the command line.
KINDS = {
    "prose_annex": _("Lời và biểu của cùng cơ quan vênh nhau"), "body_body": _("Hai cơ quan báo khác nhau"),
    "within": _("Cùng báo cáo nói hai số"), "total_parts": _("Tổng không bằng các phần"), "rate": _("Tỷ lệ không khớp hai số"),
    "fell": _("Lũy kế giảm so với kỳ trước"), "year_year": _("Nói về kỳ trước khác báo cáo kỳ trước"),
    "answered_solved": _("Đã trả lời ghi thành đã giải quyết"),
}  # fmt: skip


def reconcile(papers: Sequence[Told]) -> list[Disagreement]:
    """Every disagreement among the papers of one review, the surest first within its kind."""
    figures = [f for paper in papers for f in paper.figures if paper.role != "programme"]
    facts = Facts(figures, [s for paper in papers for s in paper.sums])
    roles = {paper.file: paper.role for paper in papers}
    bodies = {paper.file: paper.body for paper in papers}
    found = [*_sums(papers), *_rates(papers)]
    arithmetic = {_spot(f) for d in found for f in d.places}
    found += _against(facts, roles, bodies)
    found += _before(facts, roles)
    found += _answered(facts, roles)
    return _once(found, arithmetic)


def _spot(figure: Stated) -> tuple[str, int]:
    return figure.file, figure.start


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
    if any(
        f.value == off and f not in claim.parts and f.unit == claim.total.unit for f in beside if not f.cell
    ):
        return None  # the rest is told elsewhere in the paragraph, or one of the parts holds another
    if len(claim.parts) > 2 and any(added - p.value == total for p in claim.parts) and not claim.total.cell:
        return None
    listed = " + ".join(format_number(p.value) for p in claim.parts)
    return Disagreement(
        kind="total_parts", places=(claim.total, *claim.parts),
        words=f"Tổng ghi {format_number(total)}, các phần cộng lại {listed} = {format_number(added)}.",
    )  # fmt: skip


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
    if abs(real - claim.rate.value) <= step + loose:
        return None
    if claim.part is not claim.whole and not claim.rate.cell and _explained(claim.rate, beside):
        return None
    shown = f"{format_number(part)}/{format_number(whole)}"
    places = (claim.part, claim.rate) if claim.part is claim.whole else (claim.part, claim.whole, claim.rate)
    return Disagreement(
        kind="rate", places=places,
        words=f"{shown} là {format_number(round(real, 2))} %, văn bản ghi {format_number(claim.rate.value)} %.",
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


def _against(facts: Facts, roles: dict[str, str], bodies: dict[str, str]) -> Iterator[Disagreement]:
    """The same fact told with two numbers, by two papers or by a paper and its own table."""
    current = [
        f
        for f in facts.figures
        if roles[f.file] in ("report", "annex", "other") and f.mode in ("done", "plan") and f.unit != "%"
    ]
    rates = [
        f
        for f in facts.figures
        if roles[f.file] in ("report", "annex", "other") and f.mode == "done" and f.unit == "%"
    ]
    yield from _pairs(facts, [*current, *rates], bodies)


Side = tuple[str, bool]


class Best(NamedTuple):
    """For one figure against one side: likeness of what agrees best, of the likeliest slip, of the next, the slip."""

    same: float
    score: float
    second: float
    partner: Stated | None


def _pairs(facts: Facts, figures: Sequence[Stated], bodies: dict[str, str]) -> Iterator[Disagreement]:
    """Two figures that each is the other's likeliest slip, where neither agrees with anything as alike."""
    buckets: dict[tuple[Side, str, str, str], list[Stated]] = defaultdict(list)
    sides: dict[Side, None] = {}
    for figure in figures:
        side = (figure.file, figure.cell)
        sides[side] = None
        buckets[(side, figure.unit, figure.period, figure.mode)].append(figure)
    found: dict[tuple[int, Side], Best] = {}
    for figure in figures:
        for side in sides:
            others = buckets.get((side, figure.unit, figure.period, figure.mode), ())
            found[(id(figure), side)] = _best(facts, figure, others)
    for figure in figures:
        mine = (figure.file, figure.cell)
        for side in (s for s in sides if mine < s):
            there = found[(id(figure), side)]
            if there.partner is None:
                continue
            back = found[(id(there.partner), mine)]
            if back.partner is not figure or max(there.same, back.same) >= there.score - MARGIN:
                continue
            lead = there.score - max(there.second, back.second)
            if there.score >= _enough(figure, there.partner, lead=lead):
                yield _told(figure, there.partner, bodies, there.score)


def _best(facts: Facts, figure: Stated, others: Sequence[Stated]) -> Best:
    same, best, ranking = 0.0, 0.0, []
    for candidate in others:
        if candidate is figure or not facts.comparable(figure, candidate):
            continue
        score = facts.alike(figure, candidate)
        if agree(figure, candidate):
            same = max(same, score)
        else:
            ranking.append((score + NEARNESS * slip(figure, candidate), score, candidate))
    ranking.sort(key=lambda row: -row[0])
    best = max((score for _rank, score, _c in ranking[1:]), default=0.0)
    return Best(same, ranking[0][1], best, ranking[0][2]) if ranking else Best(same, 0.0, 0.0, None)


def _enough(a: Stated, b: Stated, *, lead: float = 0.0) -> float:
    """How alike two figures must be said to be the same fact: less the more a slip of the pen parts them, and
    less where nothing else comes near."""
    likely = slip(a, b)
    if not likely:
        one, two = set(a.subject.key), set(b.subject.key)
        plain = a.subject.head == b.subject.head and bool(a.subject.head) and min(len(one), len(two)) >= 2
        return ENOUGH if plain and len(one & two) * 5 >= len(one | two) * 4 else NEVER
    one, two = set(a.subject.key), set(b.subject.key)
    if likely < 0.2 and (lead < LEAD or len(one & two) * 2 < min(len(one), len(two))):
        return NEVER  # small numbers lie near each other by chance
    wanted = ENOUGH_SLIP - (ENOUGH_SLIP - LEAST) * likely + (0.35 if a.unit == "%" else 0.0)
    if lead >= 4 * LEAD:
        wanted = min(wanted, ALONE)
    if lead >= LEAD and likely >= 0.2 and a.unit != "%":
        wanted = min(wanted, LEADING)
    return wanted


def _told(a: Stated, b: Stated, bodies: dict[str, str], score: float) -> Disagreement:
    one, two = bodies.get(a.file, ""), bodies.get(b.file, "")
    if one and two and one != two:
        kind = "body_body"
    elif a.cell != b.cell or a.file != b.file:
        kind = "prose_annex"
    else:
        kind = "within"
    said = f"{_said(a)}; {_said(b)}."
    return Disagreement(kind=kind, places=(a, b), words=said, likeness=round(score, 3))


def _said(figure: Stated) -> str:
    total = f"/{format_number(figure.of)}" if figure.of is not None else ""
    return (
        f"{format_number(figure.value)}{total} {figure.unit} {figure.subject.words} ({figure.file})".replace(
            "  ", " "
        )
    )


def _before(facts: Facts, roles: dict[str, str]) -> Iterator[Disagreement]:
    """A cumulative figure that fell since the last review; what is said now of last year against what was said then."""
    then = [f for f in facts.figures if roles[f.file] == "last_review" and f.mode == "done"]
    now = [f for f in facts.figures if roles[f.file] in ("report", "annex", "other") and f.mode == "done"]
    for figure in now:
        cumulative = figure.period.startswith("to-")
        if cumulative:
            others = then
        else:
            others = [t for t in then if t.period == figure.period]
        rank, best, second, agreed, partner = 0.0, 0.0, 0.0, 0.0, None
        for other in others:
            if not (facts.same_kind if cumulative else facts.comparable)(figure, other):
                continue
            score = facts.alike(figure, other)
            if not cumulative and agree(figure, other):
                agreed = max(agreed, score)
                continue
            ranked = score + NEARNESS * slip(figure, other)
            if ranked > rank:
                second, rank, best, partner = best, ranked, score, other
            else:
                second = max(second, score)
        if partner is None or agreed >= best - MARGIN or (cumulative and second > best - MARGIN):
            continue
        if (
            cumulative
            and figure.value < partner.value
            and best >= (FELL if partner.period.startswith("to-") or partner.as_of else FELL_YEAR)
        ):
            yield Disagreement(
                kind="fell",
                places=(figure, partner),
                words=f"Lũy kế giảm: {_said(partner)}; nay {_said(figure)}.",
                likeness=round(best, 3),
            )
        elif not cumulative and best >= _enough(figure, partner, lead=best - second):
            yield Disagreement(
                kind="year_year",
                places=(figure, partner),
                words=f"{_said(figure)}; kỳ trước báo {_said(partner)}.",
                likeness=round(best, 3),
            )


def _answered(facts: Facts, roles: dict[str, str]) -> Iterator[Disagreement]:
    """The same number of petitions is "đã trả lời" in one place and "đã giải quyết" in another."""
    told = [
        f for f in facts.figures
        if f.state in ("answered", "solved") and roles[f.file] in ("report", "annex", "other") and f.mode == "done"
        and (f.subject.head in ("petition", "feedback", "letter", "opinion", "case"))
    ]  # fmt: skip
    for solved in (f for f in told if f.state == "solved"):
        for answered in (f for f in told if f.state == "answered"):
            if (solved.file, solved.line) == (answered.file, answered.line) or not {
                solved.subject.head,
                answered.subject.head,
            } <= {answered.subject.head, "case"}:
                continue
            if (
                solved.value == answered.value
                and (solved.of == answered.of or None in (solved.of, answered.of))
                and solved.value > 1
                and solved.period == answered.period
            ):
                apart = [
                    f
                    for f in told
                    if f.state == "solved"
                    and f.file == answered.file
                    and f.value != solved.value
                    and f.subject.head in (solved.subject.head, answered.subject.head)
                    and abs(f.line - answered.line) <= 3
                    and f.period == answered.period
                ]
                if solved.of is not None or answered.of is not None or apart:
                    yield Disagreement(
                        kind="answered_solved", places=(answered, solved, *apart[:1]),
                        words=f"{_said(answered)} là số đã trả lời; nơi khác ghi là đã giải quyết: {_said(solved)}.",
                    )  # fmt: skip


def _once(found: Sequence[Disagreement], arithmetic: set[tuple[str, int]]) -> list[Disagreement]:
    """One disagreement for one pair of values told in the same words by the same papers."""
    kept: list[Disagreement] = []
    seen: set[tuple[object, ...]] = set()
    for one in found:
        key = (
            frozenset((f.file, f.value) for f in one.places),
            "sum" if one.kind == "total_parts" else "rate" if one.kind == "rate" else "pair",
        )
        if key in seen:
            continue
        seen.add(key)
        kept.append(one)
    return kept
