"""Of which period a number of running text is, and the day it was counted on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from phoihop.ingest.tally.clauses import CLOSED, Clause, Speaker, since
from phoihop.ingest.tally.named import accumulates, as_of, opening_period, period_words

_NO_PERIOD = re.compile(r"so (?:với|cùng)|kế hoạch|dự toán|tăng|giảm", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"cả năm|(?<!tháng )(?:đến )?hết năm|(?<!cuối )(?<!đầu )năm 20\d\d", re.IGNORECASE)
_SECOND_HALF = re.compile(r"(?:6|06|sáu) tháng cuối năm", re.IGNORECASE)
#: "612 hộ nghèo đầu kỳ", "số dư đầu kỳ 1.105 triệu đồng": counted when the period began.
_AT_BEGINNING = re.compile(r"(?<!\w)(?:đầu kỳ|kỳ trước chuyển sang)(?!\w)", re.IGNORECASE)
_LAST_MONTHS = {0: 12, 1: 6, 2: 12}


@dataclass(frozen=True, kw_only=True)
class When:
    """A period, the day it was counted on, and why a person should look at it ("" where it is sure)."""

    period: str
    day: date | None = None
    doubt: str = ""


def when(clause: Clause, mode: str, who: Speaker, noun: str) -> When:
    day = as_of(clause.left, year=who.year)
    if mode == "change":
        return When(period=who.identity.period, day=day)
    if mode == "next":
        return When(period=_ahead(clause, who), day=day)
    period, named = _named(clause, mode, who)
    if mode == "done" and not named:
        period, day = _by_its_day(clause, period, day, who, noun)
    if mode == "done" and accumulates(CLOSED.sub(" ", since(clause.left)), year=who.year, half=who.half):
        period = f"to-{period.removeprefix('to-')}"
    return When(period=period, day=day, doubt="" if period else "Không rõ số này của kỳ nào.")


def _ahead(clause: Clause, who: Speaker) -> str:
    """Of what is meant to come: the whole year where the sentence says so, else the half or the year that follows."""
    said = f"{clause.left} {clause.behind}"
    year = [m.start() for m in _WHOLE_YEAR.finditer(said)]
    half = [m.start() for m in _SECOND_HALF.finditer(said)]
    if year and who.half and max(year) > max(half, default=-1) and not _other_year(said[max(year) :], who):
        return str(who.year)
    return f"{who.year}-H2" if who.half == 1 else str(who.year + 1)


def _other_year(said: str, who: Speaker) -> bool:
    named = re.search(r"20\d\d", said[:16])
    return named is not None and int(named.group()) != who.year


def _named(clause: Clause, mode: str, who: Speaker) -> tuple[str, bool]:
    """(the period right of a number, left of it in its clause, at the head of its sentence, else the paper's own;
    whether it was named)."""
    half = 0 if mode == "plan" else who.half  # "kế hoạch năm 2027" is the whole year's
    right = period_words(clause.behind, year=who.year, half=half)
    if right and not _NO_PERIOD.search(clause.behind[: right[1]]):
        return right[0], True
    near = since(clause.left) if mode == "done" else since(clause.near)
    if left := period_words(CLOSED.sub(" ", near), year=who.year, half=half):
        return left[0], True
    if opened := opening_period(clause.left, year=who.year, half=half):
        later = period_words(
            re.sub(r"cùng kỳ[^;,.]*", " ", CLOSED.sub(" ", clause.left)), year=who.year, half=half
        )
        return (later[0] if later else opened), True
    if mode == "plan" and who.identity.role != "programme":
        return str(who.year), False
    return who.identity.period, False


def _by_its_day(
    clause: Clause, period: str, day: date | None, who: Speaker, noun: str
) -> tuple[str, date | None]:
    """A count of another day than the period's last month, or of the day the period began."""
    if _AT_BEGINNING.search(f"{clause.near[-24:]} {noun}") and who.year:
        began = date(who.year, 6, 30) if who.half == 2 else date(who.year - 1, 12, 31)
        return (f"{who.year}-H1" if who.half == 2 else str(who.year - 1)), began
    counted = as_of(since(clause.left), year=who.year)
    if counted is None:
        return period, day
    if counted.month == 12 and counted.year < who.year:
        return str(counted.year), day  # "cuối năm 2026 còn 46 hộ" in a report of 2027
    months = (counted.year, counted.month)
    if who.half and months < (who.year, _LAST_MONTHS[who.half]) and months != who.until:
        return f"to-{counted:%Y-%m}", day
    return period, day
