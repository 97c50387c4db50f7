"""What the rows and columns of a table say of each other: totals and their parts, percentages and their counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from phoihop.core.stated import Rate, Stated, Sum
from phoihop.core.text import fold
from phoihop.ingest.tally.clauses import Speaker
from phoihop.ingest.tally.partitions import nearly

_SUM_HEAD = re.compile(r"^(?:tong|tong so|tong cong|cong|toan phuong|toan xa)(?:\b|$)")
SECTION = re.compile(r"(?:[A-HĐ]|[IVX]+)\.?$")
_CHILD = re.compile(r"\d{1,2}\.?$")
#: A row of what is within the row above it.
_INSIDE = re.compile(r"[-+*•]|trong do|rieng ")
LEAST_PARTS = 2


@dataclass
class Column:
    index: int
    head: str
    kind: str = "done"
    period: str = ""
    unit: str = ""
    scale: int = 0
    over: str = ""
    doubt: str = ""


@dataclass
class Row:
    """A row with numbers: its label, what it stands under, its figures by column."""

    number: str
    label: str
    section: str
    unit: str
    total: bool
    sub: bool = False  # adds up its own group only: "Cộng Tiểu học"
    figures: dict[int, Stated] = field(default_factory=dict)


#: A heading that says it holds what this period did.
_SAYS_NOW = re.compile(
    r"thuc hien|ket qua|\bth\b|lam duoc|6 ?(?:t|thang)\b|trong ky|ky nay|nam nay|20\d\d|quy "
)


def doubt_columns(columns: Sequence[Column], who: Speaker) -> None:
    """Columns a person should look at: two of one name, and what the last review had planned."""
    names = Counter((c.over, c.head) for c in columns)
    for column in columns:
        if names[(column.over, column.head)] > 1:
            column.doubt = "Hai cột cùng tên, chưa rõ cột nào của kỳ nào."
        elif column.kind == "plan" and who.identity.role == "last_review":
            column.doubt = "Kế hoạch của kỳ trước."
        elif (
            column.kind == "done"
            and column.period == who.identity.period
            and any(c.kind == "done" and c.unit == column.unit and c.period != column.period for c in columns)
            and not _SAYS_NOW.search(fold(f"{column.over} {column.head}"))
        ):
            column.doubt = "Cột không ghi kỳ, bên cạnh là cột của kỳ khác."


def totals(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Sum]:
    """Rows that add up the rows above them (Tổng cộng) or stand over the rows below (I, A; 1 over 1.1)."""
    for column in columns:
        if column.kind not in ("done", "plan") or column.unit == "%":
            continue
        for n, row in enumerate(rows):
            total = row.figures.get(column.index)
            if total is None or total.of is not None:
                continue
            for parts, sure in _addends(rows, n, column.index):
                if len(parts) >= 2 and (sure or nearly(total, parts)):
                    yield Sum(total=total, parts=tuple(parts), complete=sure)
                    break


def _addends(rows: Sequence[Row], n: int, column: int) -> Iterator[tuple[list[Stated], bool]]:
    row = rows[n]
    if row.total or (n and not row.number and fold(row.label).startswith("tong ") and rows[n - 1].figures):
        if (subs := _subtotals(rows, n)) and not row.sub:
            yield _values(subs, row, column), True
            return
        above: list[Row] = []
        for other in reversed(rows[:n]):
            if other.total or (not other.figures and above):
                break
            if other.figures:
                above.append(other)
        if above:
            top = [r for r in above if SECTION.match(r.number)]
            chosen = (
                top
                if len(top) >= 2
                else [
                    r
                    for r in above
                    if not re.match(r"\d+\.\d|[-+]", r.number) and not _INSIDE.match(fold(r.label))
                ]
            )
            chosen = chosen if len(chosen) >= LEAST_PARTS else above
            yield _values(reversed(chosen), row, column), True
        else:
            below = _below(rows, n, lambda r: not r.total and bool(r.figures))
            yield _values(below, row, column), False
    elif not n and not row.number and fold(row.label).startswith("tong "):
        below = _below(rows, n, lambda r: not r.total and bool(r.figures))
        yield _values([r for r in below if not _INSIDE.match(fold(r.label))], row, column), False
    elif SECTION.match(row.number):
        yield (
            _values(_below(rows, n, lambda r: bool(_CHILD.match(r.number)), until=SECTION), row, column),
            False,
        )
    elif _CHILD.match(row.number):
        child = re.compile(rf"{re.escape(row.number.rstrip('.'))}\.\d+\.?$|[-+a-zđ]\)?$")
        yield (
            _values(
                _below(
                    rows,
                    n,
                    lambda r: bool(child.match(r.number)) or r.label.startswith(("-", "+")),
                    until=_CHILD,
                ),
                row,
                column,
            ),
            False,
        )


def _subtotals(rows: Sequence[Row], n: int) -> list[Row]:
    """The rows above a grand total that each add up a group, where those groups are all of the table."""
    above = rows[:n]
    subs = [r for r in above if r.sub]
    last = next((r for r in reversed(above) if r.figures), None)
    return subs if len(subs) >= LEAST_PARTS and last is not None and last.sub else []


def _below(
    rows: Sequence[Row], n: int, wanted: Callable[[Row], bool], until: re.Pattern[str] | None = None
) -> list[Row]:
    found: list[Row] = []
    for other in rows[n + 1 :]:
        if (
            other.total
            or (until is not None and (until.match(other.number) or SECTION.match(other.number)))
            or not wanted(other)
        ):
            break
        found.append(other)
    return found


def _values(rows: Iterable[Row], total: Row, column: int) -> list[Stated]:
    listed = [
        r.figures[column]
        for r in rows
        if column in r.figures and (not total.unit or not r.unit or fold(r.unit) == fold(total.unit))
    ]
    return [f for f in listed if f.of is None]


def across(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Sum]:
    """A column of totals beside the columns it adds: told by its heading and by most rows."""
    done = [c for c in columns if c.kind == "done" and c.unit != "%"]
    for total in done:
        if not _SUM_HEAD.match(fold(total.head)) or len(done) < 3:
            continue
        others = [c for c in done if c is not total and c.unit == total.unit and c.period == total.period]
        sums = [
            Sum(
                total=row.figures[total.index],
                parts=tuple(row.figures[c.index] for c in others if c.index in row.figures),
            )
            for row in rows
            if total.index in row.figures
        ]
        sums = [s for s in sums if len(s.parts) >= 2]
        right = sum(sum((p.value for p in s.parts), Decimal(0)) == s.total.value for s in sums)
        if sums and right * 2 >= len(sums):
            yield from sums


def rates(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Rate]:
    """A column of percentages against the counts beside it: those two columns that explain most rows."""
    plain = [c for c in columns if c.kind in ("done", "plan") and c.unit != "%"]
    for rate in (c for c in columns if c.kind in ("rate", "change") and c.unit == "%"):
        best: tuple[int, list[Rate]] = (0, [])
        for part in plain:
            for whole in plain:
                if part is whole:
                    continue
                all_three = [
                    r.figures for r in rows if {rate.index, part.index, whole.index} <= set(r.figures)
                ]
                pairs = [
                    Rate(rate=f[rate.index], part=f[part.index], whole=f[whole.index])
                    for f in all_three
                    if f[whole.index].value
                ]
                right = sum(
                    abs(p.part.value * 100 / p.whole.value - p.rate.value) <= (p.rate.step or 1)
                    for p in pairs
                )
                if right > best[0]:
                    best = (right, pairs)
        if best[0] >= 2 and best[0] * 2 > len(best[1]):
            yield from best[1]
