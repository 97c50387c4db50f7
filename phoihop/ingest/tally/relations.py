"""What numbers of one text say of each other: a total and its parts, a percentage and the counts it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from phoihop.core.stated import Rate, Stated, Sum
from phoihop.ingest.tally.words import tokens

_OPENS = re.compile(
    r"(?P<some>trong (?:đó|số (?:này|đó|trên|ấy))(?: có)?|nhất là|nổi bật|như)|(?P<all>(?:bao )?gồm(?: có)?|cụ thể(?: là)?|chia (?:ra|theo)[^:;.]{0,30}|phân (?:theo|loại|ra|:)[^:;.]{0,30}|\(|:)",
    re.IGNORECASE,
)
#: "… trong 6 tháng: 15. Chia theo hình thức: trước kỳ họp 05 cuộc; …"
_NEXT_SENTENCE = re.compile(r"[^.;]{0,70}\.\s*(?:Chia|Trong đó|Gồm|Bao gồm|Cụ thể|Phân)(?!\w)[^.;]{0,60}$")
#: "trao 1.286 suất quà …; nguồn quà gồm 520 suất …"
_OPENED_AGAIN = re.compile(
    r";\s*(?:\S+\s+){0,4}(?:(?:bao gồm|gồm|trong (?:đó|số (?:này|đó|trên|ấy))|chia ra)\s*:?\s*|cụ thể(?: là)?\s*:?\s*(?:[^\W\d]+\s+){0,8})$",
    re.IGNORECASE,
)
_REST = re.compile(r"còn lại|số còn|và nhiều|…|\.\.\.|v\.v", re.IGNORECASE)
#: The list names only the largest: it need not make the total.
_FOREMOST = re.compile(r"nhiều nhất|chủ yếu|nổi bật|đáng chú ý|tập trung vào|tiêu biểu", re.IGNORECASE)
MOST_BETWEEN = 110
#: Two counts that merely stand near a percentage and would give another by more than this are not its counts.
MOST_APART = 15


def sums_of(text: str, figures: Sequence[Stated], end: int) -> Iterator[Sum]:
    """ "14 cuộc, gồm 05 …, 05 …, 03 … và 02 …" within one sentence (or one paragraph after a colon)."""
    taken: set[int] = set()
    for n, total in enumerate(figures[:-1]):
        if total.of is not None or total.unit == "%" or total.mode == "change" or n in taken:
            continue
        found = _opened(text, figures, n)
        if found is None:
            if parts := _alike_behind(text, figures, n):
                taken |= {figures.index(p) for p in parts}
                yield Sum(total=total, parts=tuple(parts), complete=False)
            continue
        first, complete = found
        if _FOREMOST.search(text, total.end, figures[first].start):
            continue
        parts = _parts(text, total, figures, first, complete=complete)
        if len(parts) >= 2:
            taken |= {figures.index(p) for p in parts}
            yield Sum(
                total=total,
                parts=tuple(parts),
                complete=complete and not _REST.search(text[parts[0].start : parts[-1].end + 30]),
            )


#: Counts of one thing behind a count of it are its parts if they nearly make it, percent.
NEARLY = 8
LEAST_ALIKE = 3


def _alike_behind(text: str, figures: Sequence[Stated], n: int) -> list[Stated]:
    """ "vận động 1.180 phần, tặng hộ nghèo 195 phần, người cao tuổi 284 phần, …": no word opens the list."""
    total = figures[n]
    name = total.subject.words.split()[:1]
    parts: list[Stated] = []
    at = total.end
    for other in figures[n + 1 :]:
        gap = text[at : other.start]
        if ";" in gap or "\n" in gap or re.search(r"(?<!\d)\.\s", gap):
            break
        at = other.end
        if other.unit != total.unit or other.of is not None or other.subject.words.split()[:1] != name:
            continue
        if (other.mode, other.period) != (total.mode, total.period) or other.value >= total.value:
            break
        parts.append(other)
    off = abs(sum((p.value for p in parts), Decimal(0)) - total.value)
    near = len(parts) >= LEAST_ALIKE and off * 100 <= total.value * NEARLY
    return parts if near and not total.unit and total.subject.head else []


def _opened(text: str, figures: Sequence[Stated], n: int) -> tuple[int, bool] | None:
    """The index of the first part after a total, and whether the words promise all parts."""
    total = figures[n]
    for k in range(n + 1, min(n + 4, len(figures))):
        between = text[total.end : figures[k].start]
        if len(between) > MOST_BETWEEN or (
            re.search(r"(?<!\d)\.\s|\d\.\s", between) and not _NEXT_SENTENCE.match(between)
        ):
            return None
        if ";" in between and not _OPENED_AGAIN.search(between):
            return None
        if between.count(")") > between.count("("):
            return None  # the total stands in brackets that closed
        if figures[k].period != total.period or figures[k].mode != total.mode:
            continue
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


_BRACKETED = re.compile(r"\([^()]*\)")
_NEW_CLAUSE = re.compile(
    r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|tăng|giảm|so với|đạt|qua đó|đồng thời|đến nay)(?!\w)"
)
_VERB = re.compile(r"(?<!\w)(?:đã|được)(?!\w)")


def _parts(
    text: str, total: Stated, figures: Sequence[Stated], first: int, *, complete: bool
) -> list[Stated]:
    """The figures listed behind a total, up to where the list ends."""
    parts: list[Stated] = []
    by_semicolon = False
    for part in figures[first:]:
        gap = text[(parts[-1].end if parts else total.end) : part.start]
        if parts:
            gap = _BRACKETED.sub(" ", gap)
        if parts and (re.search(r"(?<!\d)\.\s|\n", gap) or ")" in gap or _NEW_CLAUSE.search(gap)):
            break
        if parts and ";" in gap:
            if (len(parts) > 1 and not by_semicolon) or not re.search(r";\s*(?:\S+\s+){0,8}$", gap):
                break
            by_semicolon = True
        if not parts and ")" in gap and not _OPENS.search(re.sub(r"\([^()]*\)", " ", gap)):
            break  # the brackets that opened the list closed before it
        if parts and part.value > total.value and part.unit == total.unit:
            break
        if (
            part.unit != total.unit
            or part.of is not None
            or (part.mode, part.period) != (total.mode, total.period)
        ):
            continue
        if not (complete or _same_thing(total, part)) or (
            parts and _VERB.search(gap) and not part.subject.head
        ):
            if parts:
                break
            continue
        parts.append(part)
    return parts


def _same_thing(total: Stated, part: Stated) -> bool:
    """A part counts the same thing: the same counted noun, or money of money."""
    if total.unit or not part.subject.head or not total.subject.head:
        return True
    a, b = total.subject.head, part.subject.head
    return a == b or bool(a and a in tokens(part.subject.words)[:2])


def rates_of(text: str, figures: Sequence[Stated]) -> Iterator[Rate]:
    """Percentages of one sentence with the counts they follow from."""
    for n, rate in enumerate(figures):
        if rate.unit != "%" or rate.mode == "change" or not n:
            continue
        found = (
            _against_plan(text, figures, n)
            or _ratio_before(text, figures, n)
            or _of_plan(text, figures, n)
            or _on_plan(text, figures, n)
            or _pair_before(text, figures, n)
            or _all_but_said(text, figures, n)
        )
        if found:
            yield Rate(rate=rate, part=found[0], whole=found[1])


_SAID = re.compile(
    r"(?:=|tương ứng(?: với)?|tức(?: là)?|đạt|chiếm|bằng|tương đương|tỷ lệ|tỉ lệ|ứng với|là|\()\s*(?:tỷ lệ|tỉ lệ)?\s*(?:đạt|là|chiếm)?\s*$",
    re.IGNORECASE,
)


def _ratio_before(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "84/87 kiến nghị, đạt 96,6 %": the ratio right before the percentage."""
    rate, before = figures[n], figures[n - 1]
    gap = text[before.end : rate.start]
    if before.of is None or len(gap) > 60 or ";" in gap or not _SAID.search(gap):
        return None
    if "," in gap and not _ONLY_SAID.fullmatch(gap.rsplit(",", 1)[1]):
        return None  # "đạt 14/19 tiêu chí, thu ngân sách đạt 57,7 %"
    return before, before


#: A percentage said of what stands right before it, with no subject of its own.
_ONLY_SAID = re.compile(
    r"\s*(?:(?:mới|đã|chỉ|tương ứng|tương đương|tức|ứng|với|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tỷ trọng|là|được|khoảng|gần|hơn|trên|=|\()\s*)+",
    re.IGNORECASE,
)


def _on_plan(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "được 86,4 ha trên kế hoạch cả năm 120 ha, đạt 72 % kế hoạch": done, plan, share."""
    if n < 2:
        return None
    part, whole, rate = figures[n - 2 : n + 1]
    between, gap = text[part.end : whole.start], text[whole.end : rate.start]
    if (
        whole.mode != "plan"
        or part.mode != "done"
        or part.unit != whole.unit
        or part.unit == "%"
        or not whole.value
    ):
        return None
    if part.of is not None or whole.of is not None or re.search(r"[;\n]|\.\s", between) or len(between) > 60:
        return None
    return (part, whole) if _ONLY_SAID.fullmatch(gap.lstrip(" ,)")) else None


_AGAINST_PLAN = re.compile(
    r"so với (?:kế hoạch|chỉ tiêu|dự toán|mục tiêu)(?: (?:cả|được|giao|năm|20\d\d))*(?: là)?\s*$",
    re.IGNORECASE,
)


def _against_plan(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "Quỹ A được 7 triệu đồng … So với chỉ tiêu năm 10 triệu đồng, Quỹ A đạt 70 %": the count of the same words before."""
    rate, whole = figures[n], figures[n - 1]
    gap = text[whole.end : rate.start]
    if (
        not _AGAINST_PLAN.search(text[max(0, whole.start - 60) : whole.start])
        or not whole.value
        or whole.of is not None
    ):
        return None
    if len(gap) > 80 or re.search(r"[;\n]|\.\s", gap):
        return None
    said = set(tokens(gap)) - {"đồng", "triệu", "tỷ"}
    for part in reversed(figures[: n - 1]):
        if part.unit == whole.unit and part.mode == "done" and said and said <= set(part.subject.key):
            return part, whole
    return None


_PLAN_AFTER = re.compile(
    r"^\s*(?:so (?:với )?)?(?:kế hoạch|KH|chỉ tiêu|dự toán|nghị quyết|mục tiêu|DT)[^;.%]{0,50}$",
    re.IGNORECASE,
)


def _of_plan(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "được 486.750.000 đồng, đạt 78,9 % chỉ tiêu năm (650.000.000 đồng)": done, share, plan."""
    if n + 1 >= len(figures):
        return None
    part, rate, whole = figures[n - 1], figures[n], figures[n + 1]
    said = text[rate.end : whole.start]
    if part.unit != whole.unit or part.unit == "%" or not whole.value or not _PLAN_AFTER.match(said):
        return None
    if re.search(
        r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|riêng|gồm|tăng|giảm|còn|và|nâng|đưa|lũy kế|luỹ kế|cộng dồn)(?!\w)",
        said,
    ):
        return None  # "đạt 114 % kế hoạch, trong đó 6 tháng đầu năm …"
    if len(text[part.end : rate.start]) > 60 or not _SAID.search(text[part.end : rate.start]):
        return None
    return part, whole


def _pair_before(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "hòa giải 23 vụ việc, hòa giải thành 20 vụ việc, đạt 90 %": two counts of one thing before it."""
    rate = figures[n]
    near = figures[n - 1]
    gap = text[near.end : rate.start]
    if (
        len(gap) > 60
        or re.search(r";|\.\s", gap)
        or not _SAID.search(gap)
        or gap.rstrip().endswith("(")
        or near.of is not None
        or near.unit == "%"
    ):
        return None
    after = text[rate.end : rate.end + 50].lower()
    if re.match(
        r"\s*(?:kế hoạch|chỉ tiêu|dự toán|mức |so |cùng kỳ|nghị quyết|tổng|trên|của|phần|số |kh\b)", after
    ):
        return None
    between = [
        f for f in figures[: n - 1] if f.unit == near.unit and f.of is None and f.mode in (near.mode, "plan")
    ]
    for other in reversed(between[-3:]):
        if not _same_thing(near, other):
            continue
        part, whole = (near, other) if near.value <= other.value else (other, near)
        if text[other.end : near.start].strip() == "/":
            part, whole = other, near  # 22.904 triệu đồng/54.200 triệu đồng
        if whole.value and abs(share(part.value, whole.value) - rate.value) <= MOST_APART:
            return part, whole
    return None


#: How far a percentage may stand behind the counts it misses by a slip, and what parts it from them.
FAR = 90
_OTHER = re.compile(
    r"[;\n]|(?<!\d)\.\s|(?<!\w)(?:tăng|giảm|so với|cùng kỳ|trong (?:đó|số (?:này|đó|trên|ấy))|riêng|đồng thời)(?!\w)"
)
#: What joins a part to its whole.
_OVER = re.compile(
    r"(?<!\w)(?:trên|so với|trong(?: tổng)?(?: số)?|tổng(?: số)?|kế hoạch|chỉ tiêu|dự toán)(?!\w)|/"
)


def _all_but_said(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """Counts whose share the percentage behind them would be but for one digit: whatever words lie between."""
    rate, near = figures[n], figures[n - 1]
    if _OTHER.search(text[near.end : rate.start]) or rate.start - near.end > FAR or near.unit == "%":
        return None
    if near.of is not None:
        return (near, near) if near.of and slipped(share(near.value, near.of), rate) else None
    for part in figures[max(0, n - 3) : n - 1]:
        gap = text[part.end : near.start]
        if (
            part.unit != near.unit
            or part.of is not None
            or not near.value
            or _OTHER.search(gap)
            or not _OVER.search(gap)
        ):
            continue
        if part.value <= near.value and slipped(share(part.value, near.value), rate):
            return part, near
    return None


def slipped(real: Decimal, rate: Stated) -> bool:
    """The percentage is the real share with one digit wrong or two swapped; said to a tenth at least."""
    step = rate.step or Decimal(1)
    if step >= 1:
        return False
    one, two = f"{real.quantize(step):f}", f"{rate.value.quantize(step):f}"
    off = [k for k, (x, y) in enumerate(zip(one, two, strict=False)) if x != y]
    if len(one) != len(two) or not off:
        return False
    return len(off) == 1 or (len(off) == 2 and one[off[0]] == two[off[1]] and one[off[1]] == two[off[0]])


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
