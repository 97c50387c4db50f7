"""A disagreement as a person settles it: its places side by side, and what may be chosen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.stated import Stated, Told
from phoihop.core.text import fold, format_number
from phoihop.reports.models import Difference, Intake, IntakeFigure
from phoihop.reports.reconcile import Disagreement, reconcile
from phoihop.reports.reconcile.likeness import Facts
from phoihop.reports.reconcile.subjects import Catalogue, recognised
from phoihop.reports.told import told_again

Fixes = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """``options`` are {code, words, fixes}; a fix says with which value (and remark) a figure is then printed."""

    kind: str
    key: str
    words: str
    places: list[dict[str, Any]]
    options: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place of a disagreement with the row it was read from."""

    told: Stated
    row: IntakeFigure
    intake: Intake

    @property
    def source(self) -> str:
        return f"{self.intake.code}.{self.row.order}"

    @property
    def sorted_by(self) -> tuple[str, str, int]:
        return self.intake.role, self.intake.speaker, self.row.start


def found_among(papers: Sequence[Intake], catalogue: Catalogue) -> list[Found]:
    """What disagrees among the papers in use, each once; ``catalogue`` tells one subject in different words."""
    told = recognised([told_again(paper) for paper in papers], catalogue)
    rows: dict[tuple[str, int, str, Decimal], tuple[IntakeFigure, Intake]] = {}
    for paper, one in zip(papers, told, strict=True):
        for row, figure in zip(paper.told(), one.figures, strict=True):
            rows[_identity(figure)] = (row, paper)
    found: dict[str, Found] = {}
    for disagreement in reconcile(told):
        spots = []
        for figure in disagreement.places:
            row, paper = rows[_identity(figure)]
            spots.append(Spot(told=figure, row=row, intake=paper))
        made = _found(disagreement, spots, told)
        found.setdefault(made.key, made)
    return list(found.values())


def _identity(figure: Stated) -> tuple[str, int, str, Decimal]:
    return figure.file, figure.start, figure.period, figure.value


def _found(one: Disagreement, spots: list[Spot], told: Sequence[Told]) -> Found:
    if one.kind not in ("total_parts", "rate", "answered_solved", "fell", "year_year"):
        spots = sorted(spots, key=lambda s: s.sorted_by)
    words = one.words
    for spot in spots:
        words = words.replace(spot.intake.code, spot.intake.name)
    said = sorted(
        (s.intake.speaker or s.intake.role, fold(s.told.sentence), s.told.value_words) for s in spots
    )
    key = hashlib.sha256(repr((one.kind, said)).encode()).hexdigest()
    further = {"fell": _of_fallen, "answered_solved": _of_solved}.get(one.kind)
    options = [*(further(spots, told) if further else ()), *_options(one.kind, spots)]
    options = list({option["words"]: option for option in options}.values())
    return Found(kind=one.kind, key=key, words=words, places=[_place(s) for s in spots], options=options)


def _place(spot: Spot) -> dict[str, Any]:
    """As it is shown: the sentence, and where in it the number stands."""
    sentence, printed = spot.row.sentence, spot.row.printed
    offset = spot.row.start - (spot.told.place.start or 0)
    at = offset if sentence[offset : offset + len(printed)] == printed else sentence.find(printed)
    return {
        "source": spot.source, "intake": spot.intake.code, "file": spot.intake.name,
        "body": spot.intake.body.short_name if spot.intake.body else "", "role": spot.intake.role_label,
        "heading": spot.row.heading, "where": spot.row.where, "cell": spot.told.cell, "unit": spot.told.unit, "value": spot.row.value_words,
        "noun": spot.row.noun, "sentence": sentence, "at": [at, at + len(printed)] if printed and at >= 0 else None,
    }  # fmt: skip


def _options(kind: str, spots: list[Spot]) -> list[dict[str, Any]]:
    if kind == "total_parts":
        return list(_of_total(spots[0], spots[1:]))
    if kind == "rate":
        return list(_of_rate(spots))
    if kind == "answered_solved":
        return list(_of_answered(spots))
    options: list[dict[str, Any]] = []
    for n, spot in enumerate(spots):
        if any(o["words"] == spot.row.value_words for o in options):
            continue
        others = [
            _fix(s, spot.told.value, spot.told.of)
            for s in spots
            if s.told.value_words != spot.told.value_words
        ]
        options.append({"code": f"p{n}", "words": spot.row.value_words, "fixes": others})
    return options


def _fix(spot: Spot, value: Decimal, of: Decimal | None = None, *, note: str = "") -> dict[str, Any]:
    """A figure printed with another value; its whole only where it was printed with one."""
    whole = of if spot.told.of is not None else None
    return {
        "source": spot.source, "value": format(value, "f"), "of": None if whole is None else format(whole, "f"),
        "note": note,
    }  # fmt: skip


#: How alike a count of this period must be to be the growth of a running total.
GROWTH = 0.5


def _of_fallen(spots: list[Spot], told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    """A running total is what it was last time and what this period added, where a report says that."""
    now, then = spots[0].told, spots[1].told
    figures = [f for paper in told if paper.role in ("report", "annex") for f in paper.figures]
    facts = Facts([*figures, then])
    near: dict[Decimal, float] = {}
    for figure in figures:
        if figure is now or figure.mode != "done" or figure.unit != now.unit or figure.of is not None:
            continue
        if figure.period.startswith("to-") or figure.period[:4] != now.period.removeprefix("to-")[:4]:
            continue
        score = max(facts.resemblance(figure, now), facts.resemblance(figure, then))
        if 0 < figure.value < then.value and figure.subject.head == now.subject.head and score >= GROWTH:
            near[figure.value] = max(score, near.get(figure.value, 0.0))
    for n, value in enumerate(sorted(near, key=lambda v: -near[v])[:3]):
        whole = then.value + value
        words = _("kỳ trước %(then)s + kỳ này %(more)s = %(whole)s") % {
            "then": format_number(then.value), "more": format_number(value), "whole": format_number(whole),
        }  # fmt: skip
        yield {"code": f"grow{n}", "words": words, "fixes": [_fix(spots[0], whole)]}


#: How far behind the number of the answered its report goes on to tell how many of them are solved, and how it says so.
NEAR_BY = 400
_SOLVED = re.compile(r"(?:giai quyet|xu ly) (?:xong|dut diem)|\bxong\b")


#: How many numbers of the solved are offered.
MOST_SOLVED = 4


def _of_solved(spots: list[Spot], told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    """How many are solved: as the report of the answered goes on to say, then as any paper of the round says it."""
    answered, solved = spots[0].told, spots[1]
    found: dict[Decimal, int] = {}
    for paper in told if answered.value else ():
        for figure in paper.figures if paper.role in ("report", "annex") else ():
            near = paper.file == answered.file and 0 < figure.start - answered.start <= NEAR_BY
            if figure.unit != answered.unit or figure.mode != "done" or not 0 < figure.value < answered.value:
                continue
            of_solved = figure.state == "solved" and figure.subject.head == solved.told.subject.head
            if (near and _says_solved(figure)) or (of_solved and figure.period == solved.told.period):
                rank = figure.start - answered.start if near else NEAR_BY + 1
                found[figure.value] = min(rank, found.get(figure.value, rank))
    for n, value in enumerate(sorted(found, key=lambda v: (found[v], v))[:MOST_SOLVED]):
        words = _("đã trả lời %(a)s, giải quyết xong %(s)s") % {
            "a": spots[0].row.value_words, "s": format_number(value),
        }  # fmt: skip
        yield {"code": f"near{n}" if n else "near", "words": words, "fixes": [_fix(solved, value)]}


def _says_solved(figure: Stated) -> bool:
    at = figure.start - (figure.place.start or 0)
    return bool(_SOLVED.search(fold(figure.sentence[max(at - 40, 0) : at + 40])))


def other(difference: Difference, value: Decimal) -> dict[str, Any]:
    """A number a person knows from elsewhere: printed where the doubtful ones stand."""
    first = {"rate": difference.places[-1:], "answered_solved": difference.places[1:2]}
    alone = ("total_parts", "fell", "year_year")
    places = first.get(difference.kind) or (
        difference.places[:1] if difference.kind in alone else difference.places
    )
    fixes = [{"source": p["source"], "value": format(value, "f"), "of": None, "note": ""} for p in places]
    return {"code": "other", "words": _("số khác: %s") % format_number(value), "fixes": fixes}


def _of_total(total: Spot, parts: list[Spot]) -> list[dict[str, Any]]:
    """The total as added up; or the total holds and one part is off by the difference."""
    added = sum((p.told.value for p in parts), Decimal(0))
    off = added - total.told.value
    options = [
        {
            "code": "sum", "words": _("tổng phải là %s") % format_number(added),
            "fixes": [_fix(total, added)],
        }
    ]  # fmt: skip
    for n, part in enumerate(parts):
        right = part.told.value - off
        if right >= 0 and len(parts) <= 8:
            words = _("tổng đúng, %(noun)s %(was)s phải là %(right)s") % {
                "noun": part.row.noun or _("phần"), "was": part.row.value_words, "right": format_number(right),
            }  # fmt: skip
            options.append({"code": f"p{n}", "words": words, "fixes": [_fix(part, right)]})
    said = _("các phần cộng lại %s") % format_number(added)
    words = _("tổng %s đúng, chưa rõ phần nào sai") % format_number(total.told.value)
    options.append({"code": "total", "words": words, "fixes": [_fix(total, total.told.value, note=said)]})
    return options


def _of_rate(spots: list[Spot]) -> list[dict[str, Any]]:
    """The percentage worked out from its counts, as finely as it was printed; or one of the counts is wrong."""
    rate = spots[-1]
    part = spots[0].told.value
    whole = spots[0].told.of if len(spots) == 2 and spots[0].told.of is not None else spots[-2].told.value
    step = rate.told.step or Decimal(1)
    real = (part * 100 / whole).quantize(step, ROUND_HALF_UP)
    options = [
        {
            "code": "rate", "words": _("tỷ lệ phải là %s %%") % format_number(real),
            "fixes": [_fix(rate, real)],
        }
    ]  # fmt: skip
    if len(spots) == 3:
        for code, spot, right in (
            ("part", spots[0], _whole_number(rate.told.value * whole / 100)),
            ("whole", spots[1], _whole_number(part * 100 / rate.told.value) if rate.told.value else None),
        ):
            if right is not None and right != spot.told.value:
                words = _("tỷ lệ đúng, %(was)s phải là %(right)s") % {
                    "was": spot.row.value_words, "right": format_number(right),
                }  # fmt: skip
                options.append({"code": code, "words": words, "fixes": [_fix(spot, right)]})
    return options


def _whole_number(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _of_answered(spots: list[Spot]) -> list[dict[str, Any]]:
    """What was answered is not yet solved: the number of the solved is another, or nobody gave it."""
    answered, solved, *apart = spots
    options: list[dict[str, Any]] = [
        {
            "code": f"p{n + 2}", "words": _("đã trả lời %(a)s, giải quyết xong %(s)s") % {
                "a": answered.row.value_words, "s": spot.row.value_words,
            },
            "fixes": [_fix(solved, spot.told.value, spot.told.of)],
        }
        for n, spot in enumerate(apart)
    ]  # fmt: skip
    options.append({
        "code": "asked", "words": _("%s mới là đã trả lời; chưa có số giải quyết xong") % solved.row.value_words,
        "fixes": [_fix(solved, solved.told.value, solved.told.of, note=_("số đã trả lời"))],
    })  # fmt: skip
    options.append(
        {"code": "p0", "words": _("%s là đã giải quyết xong") % solved.row.value_words, "fixes": []}
    )
    return options
