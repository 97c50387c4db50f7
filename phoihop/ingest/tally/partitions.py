"""A total and its parts where no word opens the list: counts of one thing beside each other that nearly make another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from phoihop.core.stated import Stated, Sum

#: Counts of one thing beside a count of it are its parts if what is left of it beside its largest part is nearly made by
#: the others, percent; so many are needed where nothing says that they are all.
NEARLY = 8
LEAST_ALIKE = 3
#: Two halves that exclude each other ("trực tuyến", "trực tiếp") may miss their whole by so much, percent.
HALVES_MISS = 15
#: The same where "trong số 96 ý kiến" says the whole and "và" closes the list with its sentence.
CLOSED_MISS = 12
#: So far before its number the word for a total may stand.
MOST_BEFORE = 70
#: Numbers from here on hardly miss each other by one digit by chance.
LONG = 100

_BRACKETED = re.compile(r"\([^()]*\)")
_STOPS = re.compile(
    r"\n|(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|riêng|tăng|giảm|so với|qua đó|đồng thời|nâng|phát hiện|cùng kỳ|(?:trồng|lắp|phát triển|kết nạp) (?:mới|thêm))(?!\w)"
)
_SENTENCE = re.compile(r"(?<!\d)\.\s|\d\.\s(?=[A-ZĐ])")
#: Two words of which each part of a whole has one.
CONTRASTS = tuple(
    (re.compile(one), re.compile(two))
    for one, two in (
        (r"trực tuyến|qua mạng", r"trực tiếp"), (r"(?<!không )(?<!chưa )thành(?! phố| viên| lập)", r"không thành|chưa thành"),
        (r"(?<!không )(?<!chưa )đạt", r"không đạt|chưa đạt|vi phạm|không bảo đảm|không đảm bảo"), (r"đúng hạn", r"quá hạn|trễ hạn|chậm hạn"),
        (r"(?:đã|hoàn thành|xong|(?<!đang )giải quyết)", r"đang|chưa|còn lại|(?<!\w)còn (?:phải|nợ|thiếu|dư)"), (r"(?<!\w)nam(?!\w)", r"(?<!\w)nữ(?!\w)"),
        (r"nội địa|trong nước", r"quốc tế|nước ngoài"), (r"ngoài công lập|tư thục|dân lập", r"(?<!ngoài )công lập"),
        (r"xây (?:dựng )?mới|làm mới", r"sửa chữa|nâng cấp"), (r"thường lệ|thường kỳ|định kỳ", r"chuyên đề|bất thường|đột xuất"),
        (r"trước kỳ họp", r"sau kỳ họp"), (r"thường trú", r"tạm trú"), (r"(?<!cận )nghèo", r"cận nghèo"),
    )
)  # fmt: skip
#: "06 đơn khiếu nại, 02 đơn tố cáo; tổng cộng 08 đơn", "…, cả ba nguồn được 640 triệu đồng": the total behind its parts.
_TOTAL_BEHIND = re.compile(
    r"[,;.]\s*(?:(?:như vậy|vậy là|tính ra),?\s+)?(?:tổng cộng|tổng số|tổng(?= (?:là|cả|hai|ba|bốn|các)(?!\w)|\s*$)|cộng(?! (?:đồng|tác|với|thêm))|tất cả|cả thảy|tính chung|tính gộp|gộp lại"
    r"|gộp cả|cả(?= (?:hai|ba|bốn|năm|sáu|\d)(?!\w)))(?P<more>(?: (?:[^\W\d]+|0?6|20\d\d)){0,6}|:)?\s*$",
    re.IGNORECASE,
)
#: Behind such words no total of what stands before: what was spent of it, a running total, a plan.
_NO_TOTAL_OF_IT = re.compile(
    r"(?<!\w)(?:chi|dùng|sử dụng|lũy kế|luỹ kế|nhiệm kỳ|kế hoạch|dự toán|chỉ tiêu|từ đầu|đến nay)(?!\w)",
    re.IGNORECASE,
)


def unopened(text: str, figures: Sequence[Stated], n: int) -> Sum | None:
    """The parts behind (or before) a total that no "gồm" opens; exact ones too, so that others do not take them."""
    total = figures[n]
    if behind := _TOTAL_BEHIND.search(text, max(0, total.start - MOST_BEFORE), total.start):
        if before := _added_before(text, figures, n, behind):
            return Sum(total=total, parts=tuple(before), complete=True)
    run = _behind(text, figures, n)
    prefixes = [run[:k] for k in range(len(run), 1, -1)]
    for parts in prefixes:
        if not _off(total, parts) and (total.unit or total.subject.head or len(parts) >= LEAST_ALIKE):
            return Sum(total=total, parts=tuple(parts), complete=True)
    for parts in prefixes:
        if (
            (len(parts) >= LEAST_ALIKE and nearly(total, parts))
            or (len(parts) == len(run) == 2 and _two_halves(text, total, parts))
            or (
                parts is prefixes[0]
                and _off(total, parts) * 100 <= total.value * HALVES_MISS
                and len(parts) == _how_many(text, total)
            )
            or (parts is prefixes[0] and _closed(text, total, parts))
        ):
            return Sum(total=total, parts=tuple(parts), complete=True)
    return None


#: "…, phần còn lại 182 triệu đồng": what is not the first is the second.
_THE_REST = re.compile(
    r"\W*(?:[^\W\d]+ ){0,3}(?:phần|số|các)?[^,;.\d]{0,20}còn lại(?! (?:chủ yếu|đa số|phần lớn))",
    re.IGNORECASE,
)
#: "Cả hai Ban thẩm tra 34 báo cáo": how many parts there are.
_ALL_OF = re.compile(r"(?<!\w)cả (?P<n>hai|ba|bốn|năm|\d)(?!\w)[^,;.()\d]{0,40}$", re.IGNORECASE)
_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5}


def _how_many(text: str, total: Stated) -> int:
    named = _ALL_OF.search(text, max(0, total.start - MOST_BEFORE), total.start)
    return (_NUMBERS.get(named["n"].lower()) or int(named["n"])) if named else 0


_WHOLE_NAMED = re.compile(r"(?<!\w)trong (?:tổng )?số\s*$", re.IGNORECASE)


def _closed(text: str, total: Stated, parts: Sequence[Stated]) -> bool:
    """ "Trong số 96 ý kiến, có 41 ý kiến về kinh tế, 30 … và 20 ….": all of a whole, by the joint that ends the list."""
    if len(parts) < LEAST_ALIKE or not _WHOLE_NAMED.search(text[max(0, total.start - 20) : total.start]):
        return False
    last = text[parts[-2].start : parts[-1].start]
    rest = total.value - max(p.value for p in parts)
    return (
        bool(re.search(r"(?<!\w)và\s+(?:[^\W\d]+\s+){0,4}$", last))
        and bool(re.match(r"[^,;.()\d]{0,60}(?:\.|$|\n)", text[parts[-1].end : parts[-1].end + 70]))
        and _off(total, parts) * 100 <= rest * CLOSED_MISS
    )  # fmt: skip


def nearly(total: Stated, parts: Sequence[Stated]) -> bool:
    off = _off(total, parts)
    rest = total.value - max(p.value for p in parts)
    if total.value >= LONG and _one_digit(total.value, total.value + _over(total, parts)):
        return True
    return off * 100 <= rest * NEARLY or (off <= 1 and total.value < LONG)


def _behind(text: str, figures: Sequence[Stated], n: int) -> list[Stated]:
    total = figures[n]
    parts: list[Stated] = []
    at, by_semicolon = total.end, False
    for other in figures[n + 1 :]:
        gap = text[at : other.start]
        bare = _BRACKETED.sub(" ", gap)
        if _STOPS.search(bare) or bare.count(")") > bare.count("("):
            break
        if (sentence := _SENTENCE.search(gap)) and (parts or "." in gap[sentence.end() :] or ";" in gap):
            break
        if parts and ";" in bare:
            if len(parts) > 1 and not by_semicolon:
                break
            by_semicolon = True
        at = other.end
        if other.unit != total.unit or other.of is not None:
            continue
        if not _kin(text, total, other) or other.value >= total.value:
            break
        parts.append(other)
    return parts


def same_time(part: Stated, total: Stated) -> bool:
    """Of the total's period, or a quarter or month within it."""
    if part.period == total.period or (part.as_of is not None and _LEFT_OVER.search(part.sentence)):
        return True
    year, _dash, half = total.period.partition("-")
    within = re.fullmatch(r"(20\d\d)-(?:Q([1-4])|(\d\d))", part.period)
    if within is None or within[1] != year or half not in ("", "H1", "H2"):
        return False
    last = int(within[2]) * 3 if within[2] else int(within[3])
    return not half or (half == "H1") == (last <= MONTHS_OF_HALF)


#: What was left of the time before is part of what there is to spend or settle.
_LEFT_OVER = re.compile(r"(?<!\w)(?:đầu kỳ|(?:kỳ|năm) trước chuyển (?:sang|qua|đến))(?!\w)", re.IGNORECASE)
#: Up to this month the first half.
MONTHS_OF_HALF = 6


def _added_before(text: str, figures: Sequence[Stated], n: int, behind: re.Match[str]) -> list[Stated]:
    """The parts that a total said behind them adds up, to the beginning of their list; [] where it may add up others."""
    total = figures[n]
    plain = not (behind["more"] or "").strip(" :") or behind["more"].strip() == "là"
    if _NO_TOTAL_OF_IT.search(behind["more"] or ""):
        return []
    before = _before(
        text, total, [f for f in figures[:n] if f.start < behind.start()], over=behind.group().startswith(".")
    )
    runs = [before[k:] for k in range(len(before) - 1)]
    right = next((run for run in runs if not _off(total, run)), None)
    near = next((run for run in runs if nearly(total, run)), None)
    if right or near:
        return right or near or []
    return (
        before
        if plain and len(before) >= 2 and _off(total, before) * 100 <= total.value * HALVES_MISS
        else []
    )


def _before(text: str, total: Stated, figures: Sequence[Stated], *, over: bool) -> list[Stated]:
    """The counts of one sentence before a total; of the sentence before its own where the total begins one (``over``)."""
    parts: list[Stated] = []
    at = total.start
    for other in reversed(figures):
        gap = text[other.end : at]
        if (
            (_SENTENCE.search(gap) and (parts or not over))
            or "\n" in gap
            or (other.unit == total.unit and not _kin(text, total, other))
        ):
            break
        at = other.start
        if other.unit == total.unit and other.of is None and other.value < total.value:
            parts.insert(0, other)
    return parts


def _kin(text: str, total: Stated, other: Stated) -> bool:
    """The same thing of the same time: by its measure, its class, its first word, or told by a bare number."""
    if other.mode != total.mode or not same_time(other, total):
        return False
    if total.unit:
        return True
    if not total.subject.head:
        return False
    return (
        other.subject.head == total.subject.head
        or other.subject.words.split()[:1] == total.subject.words.split()[:1]
        or not re.search(r"[^\W\d_]", text[other.start : other.end])
    )


def _two_halves(text: str, total: Stated, parts: Sequence[Stated]) -> bool:
    off = _off(total, parts)
    if off * 100 > total.value * HALVES_MISS:
        return False
    first = text[total.end : parts[0].end], text[parts[0].end : parts[1].end]
    after = _until(text, parts[0].end), _until(text, parts[1].end)
    said = tuple(
        " ".join(words.lower().split())
        for words in (f"{first[0]} {after[0]}", f"{first[1].partition(',')[2] or first[1]} {after[1]}")
    )
    if _THE_REST.search(first[1]) or _THE_REST.match(after[1]):
        return True
    return any(
        (one.search(said[0]) and two.search(said[1]) and not two.search(said[0]))
        or (two.search(said[0]) and one.search(said[1]) and not two.search(said[1]))
        for one, two in CONTRASTS
    )


def _until(text: str, at: int) -> str:
    return re.split(r"[,;.()\n\d]", text[at : at + 40])[0]


def _over(total: Stated, parts: Sequence[Stated]) -> Decimal:
    return sum((p.value for p in parts), Decimal(0)) - total.value


def _off(total: Stated, parts: Sequence[Stated]) -> Decimal:
    return abs(_over(total, parts))


def _one_digit(first: Decimal, second: Decimal) -> bool:
    """One digit off, or two beside each other swapped; one digit off in the first place is no slip."""
    a, b = f"{first.normalize():f}", f"{second.normalize():f}"
    off = [n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b) or not off or off == [0]:
        return False
    return len(off) == 1 or (
        len(off) == 2 and off[1] - off[0] == 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
    )


def alike(text: str, figures: Sequence[Stated], taken: set[int]) -> Iterator[Sum]:
    """Every total without an opening word whose parts no other list has taken."""
    for n, total in enumerate(figures):
        if n in taken or total.of is not None or total.unit == "%" or total.mode == "change":
            continue
        found = unopened(text, figures, n)
        if found is not None and not any(figures.index(p) in taken for p in found.parts):
            taken |= {figures.index(p) for p in found.parts}
            yield found
