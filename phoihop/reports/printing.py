"""A number of a sent paper as it is printed in the joint report: as it stood, or as a person settled it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.text import format_number
from phoihop.reports.models import Difference, DifferenceState, Intake, IntakeFigure
from phoihop.reports.models.sent import plain_number

#: "05", "1.204.500.000", "1,2", "84/87", "03 (ba)": the digits of a figure and what repeats them.
_DIGITS = re.compile(r"\d[\d.,]*(?:\s*/\s*\d[\d.,]*)?(?:\s*\([^()\d]{2,30}\))?")
_PAIRED = ("prose_annex", "body_body", "within", "fell", "year_year", "answered_solved")


@dataclass(frozen=True)
class Decided:
    """What a difference says of one figure: another value, and the words of its source.

    ``note`` belongs to the number wherever it is printed ("số đã trả lời"); ``remark`` is a doubt that stands beside it
    only where sources are shown.
    """

    value: Decimal | None = None
    of: Decimal | None = None
    note: str = ""
    remark: str = ""
    how: str = ""


def decisions(differences: Iterable[Difference]) -> dict[str, Decided]:
    """By the source of a figure: what holds after settling, or what must be printed beside it."""
    found: dict[str, Decided] = {}
    for difference in differences:
        if difference.state == DifferenceState.SETTLED and difference.chosen:
            why = _("Đã đối chiếu, chọn %(chosen)s: %(reason)s.") % {
                "chosen": difference.chosen_words, "reason": difference.reason,
            }  # fmt: skip
            for place in difference.places:
                found.setdefault(place["source"], Decided(how=why))
            for fix in difference.chosen["fixes"]:
                found[fix["source"]] = _fixed(difference.kind, fix, why)
        elif difference.state in (DifferenceState.OPEN, DifferenceState.NOTED):
            found |= _doubted(difference)
    return found


def with_rates(decided: Mapping[str, Decided], papers: Iterable[Intake]) -> dict[str, Decided]:
    """A rate that followed from its counts follows them still, where one of them is now printed with another value."""
    found = dict(decided)
    for paper in papers:
        rows = {row.order: row for row in paper.figures.all()}
        for order, part, whole, *_named in paper.rates:
            rate, counts = rows[order], (rows[part], rows[whole])
            if rate.source in decided or rate.is_fixed:
                continue
            was = _rate(rate, *(_pair(row.value, row.of_total, part == whole) for row in counts))
            now = _rate(rate, *(_count(row, decided.get(row.source), part == whole) for row in counts))
            if was == rate.value != now and now is not None:
                told = "/".join(format_number(n) for n in _shown(counts, decided, part == whole))
                found[rate.source] = Decided(value=now, how=_("Tính lại theo số đã chọn: %s.") % told)
    return found


def _shown(
    counts: tuple[IntakeFigure, IntakeFigure], decided: Mapping[str, Decided], ratio: bool
) -> list[Decimal]:
    numbers = [_count(row, decided.get(row.source), ratio) for row in counts]
    return [plain_number(numbers[0][0]), plain_number(numbers[1][1])]


def _count(row: IntakeFigure, decided: Decided | None, ratio: bool) -> tuple[Decimal, Decimal]:
    """A count as it stands, and the whole it gives: its own, or where it is told as a ratio the second number."""
    value = decided.value if decided and decided.value is not None else row.standing
    return _pair(value, decided.of if decided and decided.of is not None else row.whole, ratio)


def _pair(value: Decimal, of: Decimal | None, ratio: bool) -> tuple[Decimal, Decimal]:
    return value, of if ratio and of is not None else value


def _rate(
    rate: IntakeFigure, part: tuple[Decimal, Decimal], whole: tuple[Decimal, Decimal]
) -> Decimal | None:
    """As finely as it was printed."""
    step = Decimal((rate.data.get("step") or {}).get("number", "1"))
    return (part[0] * 100 / whole[1]).quantize(step, ROUND_HALF_UP) if whole[1] else None


def _fixed(kind: str, fix: dict[str, Any], why: str) -> Decided:
    """A total whose parts disagree is in doubt still; that a number counts the answered is what was settled."""
    of = None if fix["of"] is None else Decimal(fix["of"])
    said = {"note" if kind == "answered_solved" else "remark": fix.get("note") or ""}
    return Decided(value=Decimal(fix["value"]), of=of, how=why, **said)


def _doubted(difference: Difference) -> dict[str, Decided]:
    """Nobody could tell which holds: each number is printed with the other beside it."""
    why = _("Còn vênh: %s") % difference.words
    if difference.reason:
        why = _("Giữ cả hai (%(reason)s): %(words)s") % {
            "reason": difference.reason,
            "words": difference.words,
        }
    places = difference.places
    if difference.kind in _PAIRED:
        values = list(dict.fromkeys(p["value"] for p in places))
        return {
            p["source"]: Decided(
                remark=_("có nơi ghi %s") % ", ".join(v for v in values if v != p["value"]) if len(values) > 1 else "", how=why
            )
            for p in places
        }  # fmt: skip
    first = places[-1] if difference.kind == "rate" else places[0]
    said = difference.options[0]["words"] if difference.options else ""
    return {p["source"]: Decided(remark=said if p is first else "", how=why) for p in places}


def digits_of(row: IntakeFigure) -> tuple[int, int]:
    """Where in the printed words of a figure its digits stand; the first word where it is told in words."""
    match = _DIGITS.search(row.printed)
    if match:
        text = match.group().rstrip(".,")
        return match.start(), match.start() + len(text)
    first = re.match(r"\s*\S+", row.printed)
    return (first.start(), first.end()) if first else (0, len(row.printed))


def printed_as(row: IntakeFigure, token: str, decided: Decided | None) -> str:
    """The words that stand in the report for a token of the paper."""
    if decided is None:
        return token
    shown = token if decided.value is None else _in_the_same_way(row, token, decided)
    return f"{shown} ({decided.note})" if decided.note else shown


def _in_the_same_way(row: IntakeFigure, token: str, decided: Decided) -> str:
    """ "05" → "07", "1,2" of "1,2 tỷ" → "1,25"; a ratio keeps its whole unless that changed too."""
    assert decided.value is not None  # noqa: S101 asked only with a value
    if decided.value == row.value and decided.of in (None, row.of_total):
        return token
    unit = _unit_of(token, row.value)
    shown = format_number((decided.value / unit).normalize() if unit != 1 else decided.value)
    if token.startswith("0") and shown.isdigit() and len(shown) == 1:
        shown = f"0{shown}"
    whole = decided.of if decided.of is not None else row.of_total
    return shown if "/" not in token or whole is None else f"{shown}/{format_number(whole)}"


def _unit_of(token: str, value: Decimal) -> Decimal:
    """A thousand, a million, a thousand million where the token is told in them ("1,2 tỷ đồng")."""
    digits = re.match(r"[\d.,]*\d", token)
    if not digits or not value:
        return Decimal(1)
    told = Decimal(digits.group().replace(".", "").replace(",", ".") or "1")
    return next(
        (u for u in (Decimal(1), Decimal(10**3), Decimal(10**6), Decimal(10**9)) if told * u == value),
        Decimal(1),
    )
