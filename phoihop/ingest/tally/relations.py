"""What numbers of one text say of each other: a total and its parts, a percentage and the counts it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from phoihop.core.stated import Rate, Stated, Sum
from phoihop.ingest.tally.words import tokens

_OPENS = re.compile(
    r"(?P<some>trong đó(?: có)?|nhất là|nổi bật|như)|(?P<all>(?:bao )?gồm(?: có)?|cụ thể(?: là)?|chia ra|phân theo[^:;.]{0,30}|\(|:)",
    re.IGNORECASE,
)
_REST = re.compile(r"còn lại|số còn|và nhiều|…|\.\.\.|v\.v", re.IGNORECASE)
_NO_PART = re.compile(
    r"tăng|giảm|so với|đạt|chiếm|tỷ lệ|kinh phí|trị giá|số tiền|với \w+ lượt|kế hoạch", re.IGNORECASE
)
MOST_BETWEEN = 110


def sums_of(text: str, figures: Sequence[Stated], end: int) -> Iterator[Sum]:
    """ "14 cuộc, gồm 05 …, 05 …, 03 … và 02 …" within one sentence (or one paragraph after a colon)."""
    taken: set[int] = set()
    for n, total in enumerate(figures[:-1]):
        if total.of is not None or total.unit == "%" or total.mode == "change" or n in taken:
            continue
        found = _opened(text, figures, n)
        if found is None:
            continue
        first, complete = found
        parts = _parts(text, total, figures, first, end)
        if len(parts) >= 2:
            taken |= {figures.index(p) for p in parts}
            yield Sum(
                total=total,
                parts=tuple(parts),
                complete=complete and not _REST.search(text[parts[0].start : parts[-1].end + 30]),
            )


def _opened(text: str, figures: Sequence[Stated], n: int) -> tuple[int, bool] | None:
    """The index of the first part after a total, and whether the words promise all parts."""
    total = figures[n]
    for k in range(n + 1, min(n + 4, len(figures))):
        between = text[total.end : figures[k].start]
        if len(between) > MOST_BETWEEN or re.search(r";|(?<!\d)\.\s", between):
            return None
        opens = list(_OPENS.finditer(between))
        gap = text[figures[k - 1].end : figures[k].start] if k > n + 1 else between
        if opens and _OPENS.search(gap):
            some = opens[-1]["some"]
            return k, not some
        if not _carried(figures[k], total, gap):
            return None
    return None


def _carried(other: Stated, total: Stated, gap: str) -> bool:
    """A number between total and parts that only says what the total was worth."""
    return other.unit != total.unit or bool(re.search(r"với|trị giá|kinh phí|số tiền", gap))


def _parts(text: str, total: Stated, figures: Sequence[Stated], first: int, end: int) -> list[Stated]:
    parts: list[Stated] = []
    for k in range(first, len(figures)):
        part = figures[k]
        gap = text[(parts[-1].end if parts else total.end) : part.start]
        if parts and (
            re.search(r";\s|(?<!\d)\.\s|\n", gap) and not re.match(r"[^;.\n]{0,60};\s*(?:\S+\s+){0,2}$", gap)
        ):
            break
        if parts and re.search(
            r"(?<!\w)(?:trong đó|đã|đến nay|tăng|giảm|đồng thời|qua đó|so với|đạt|được)(?!\w)", gap
        ):
            if not _same_thing(total, part) or re.search(
                r"(?<!\w)(?:trong đó|tăng|giảm|so với|đạt|qua đó|đồng thời)(?!\w)", gap
            ):
                break
        if part.unit != total.unit or part.of is not None or part.mode == "change":
            continue
        if not _same_thing(total, part):
            if parts:
                break
            continue
        parts.append(part)
        if text[part.end : part.end + 2].startswith(")") or ")" in text[part.end : part.end + 1]:
            break
        if ")" in gap and parts:
            break
    return parts


def _same_thing(total: Stated, part: Stated) -> bool:
    """A part counts the same thing: the same counted noun, or money of money."""
    if total.unit or not part.subject.head:
        return True
    a, b = total.subject.head, part.subject.head
    return a == b or bool(a and a in tokens(part.subject.words)[:2])


def rates_of(text: str, figures: Sequence[Stated]) -> Iterator[Rate]:
    """Percentages of one sentence with the counts they follow from."""
    for n, rate in enumerate(figures):
        if rate.unit != "%" or rate.mode == "change" or not n:
            continue
        found = _ratio_before(text, figures, n) or _pair_before(text, figures, n)
        if found:
            yield Rate(rate=rate, part=found[0], whole=found[1])


_SAID = re.compile(
    r"(?:đạt|chiếm|bằng|tương đương|tỷ lệ|tỉ lệ|ứng với|là|\()\s*(?:tỷ lệ|tỉ lệ)?\s*(?:đạt|là|chiếm)?\s*$",
    re.IGNORECASE,
)


def _ratio_before(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "84/87 kiến nghị, đạt 96,6 %": the ratio right before the percentage."""
    rate, before = figures[n], figures[n - 1]
    gap = text[before.end : rate.start]
    if before.of is None or len(gap) > 60 or ";" in gap or not _SAID.search(gap):
        return None
    return before, before


def _pair_before(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "hòa giải 23 vụ việc, hòa giải thành 20 vụ việc, đạt 90 %": two counts of one thing before it."""
    rate = figures[n]
    near = figures[n - 1]
    gap = text[near.end : rate.start]
    if (
        len(gap) > 60
        or re.search(r";|\.\s", gap)
        or not _SAID.search(gap)
        or near.of is not None
        or near.unit == "%"
    ):
        return None
    after = text[rate.end : rate.end + 50].lower()
    if re.search(r"kế hoạch|chỉ tiêu|dự toán|so với|cùng kỳ|nghị quyết|tổng số|trên|của|số ", after):
        return None
    between = [f for f in figures[: n - 1] if f.unit == near.unit and f.of is None and f.mode == near.mode]
    for other in reversed(between[-3:]):
        if not _same_thing(near, other):
            continue
        part, whole = (near, other) if near.value <= other.value else (other, near)
        if whole.value:
            return part, whole
    return None


def share(part: Decimal, whole: Decimal) -> Decimal:
    return part * 100 / whole


def explains(rate: Stated, figures: Sequence[Stated]) -> bool:
    """Some pair of counts near the percentage gives it: then it says nothing wrong of another pair."""
    counts = [f for f in figures if f.unit in {"", "đồng"}]
    values = [(f.value, f.of) for f in counts]
    pairs = [(a, b) for a, b in values if b] + [
        (a, b) for a, _x in values for b, _y in values if b and a != b
    ]
    step = rate.step or Decimal(1)
    return any(abs(share(a, b) - rate.value) <= step for a, b in pairs if b)
