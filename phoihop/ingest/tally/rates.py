"""Percentages of one text and the counts they are said to follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from phoihop.core.stated import Rate, Stated
from phoihop.ingest.tally.clauses import FROM
from phoihop.ingest.tally.relations import same_thing
from phoihop.ingest.tally.words import tokens

#: Two counts that merely stand near a percentage and would give another by more than this are not its counts.
MOST_APART = 15


def rates_of(text: str, figures: Sequence[Stated]) -> Iterator[Rate]:
    """Percentages of one sentence with the counts they follow from."""
    for n, rate in enumerate(figures):
        if rate.unit != "%":
            continue
        if rate.mode == "change":
            if grown := _growth(text, figures, n):
                yield Rate(rate=rate, part=grown[0], whole=grown[1])
            continue
        ways = WAYS if n else (_ratio_behind,)
        if named := _of_called(text, figures, n):
            yield Rate(rate=rate, part=named[0], whole=named[1], named=True)
        elif found := next((pair for way in ways if (pair := way(text, figures, n))), None):
            if all(f.end <= rate.start for f in found) and not _share_of_them(text, rate, found):
                continue
            yield Rate(rate=rate, part=found[0], whole=found[1])


#: "hòa giải thành 43 vụ, tỷ lệ hòa giải thành 82,7 %": the share is called once more by what it is a share of.
_CALLED = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng)(?:\s+(?P<name>[^,;.()\d%:]{2,50}?))??\s*(?:(?:đạt|là|chiếm|bằng|được|:|=)\s*)*$",
    re.IGNORECASE,
)
#: Names of shares that say nothing of what they are shares of.
_PLAIN_SHARES = frozenset(
    "xong giải quyết hoàn thành thực hiện đạt công chung kế hoạch chỉ tiêu dự toán của tương ứng này đó cao khá số so với được là bao phủ đã mới chỉ tức nghĩa bằng chiếm tương đương với tỷ trọng trên hơn gần khoảng".split()
)
#: How far before two counts the words of their clause are looked for.
BEFORE_COUNTS = 80


#: ", đã giải ngân đạt 57 %": a clause that says of its own what the percentage is of.
_OWN_CLAUSE = re.compile(r",\s*(?P<name>[^,;.()\d%:]{2,50}?)\s*(?:đạt|là|chiếm|bằng)\s*$", re.IGNORECASE)


def _called(gap: str) -> str | None:
    """What the words before a percentage call it ("hòa giải thành", "" where nothing but "tỷ lệ"); None where they do not."""
    called = _CALLED.search(gap)
    return " ".join((called["name"] or "").lower().split()) if called else None


def _share_of_them(text: str, rate: Stated, found: tuple[Stated, Stated]) -> bool:
    """A percentage that is called by a name is a share of two counts only where their words say that name."""
    near = max(f.end for f in found)
    name = _called(text[near : rate.start])
    if name is None and (own := _OWN_CLAUSE.search(text[near : rate.start])):
        name = own["name"].lower()
    first, last = sorted(found, key=lambda f: f.start)
    if not name or first is last:
        return True
    if _OVER.search(text[first.end : last.start]) and slipped(share(found[0].value, found[1].value), rate):
        return True
    begin = max(0, min(f.start for f in found) - BEFORE_COUNTS)
    before = text[begin : near + text[near : rate.start].lower().rfind(name)]
    said = set(re.findall(r"[^\W\d_]+", re.sub(r"(?:tỷ|tỉ) lệ\s*$", "", before.lower())))
    return set(name.split()) <= said | _PLAIN_SHARES


_SAID = re.compile(
    r"(?:=|tương ứng(?: với)?|tức(?: là)?|đạt|chiếm|bằng|tương đương|tỷ lệ|tỉ lệ|ứng với|là|\()\s*(?:tỷ lệ|tỉ lệ)?\s*(?:đạt|là|chiếm)?\s*$",
    re.IGNORECASE,
)


#: From a percentage to the ratio it comes from: "87,6 % với 3.243/4.126 hộ", "69,6 % số kiến nghị (84/87 kiến nghị)".
_TO_RATIO = re.compile(
    r"[^\d,;.()]{0,60}(?:,\s*(?=tức|tương|nghĩa|với|ứng)[^\d,;.()]{0,30})?\(?\s*(?:tức|với|là)?\s*",
    re.IGNORECASE,
)


def _ratio_behind(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "đạt 69,6 % (84/87 kiến nghị)": the ratio right behind the percentage, in brackets or joined by "với"."""
    if n + 1 >= len(figures):
        return None
    rate, ratio = figures[n], figures[n + 1]
    gap = text[rate.end : ratio.start]
    joined = "(" in gap or re.search(
        r"(?<!\w)(?:với|tức|nghĩa|tương ứng|tương đương)(?: (?:là|với|có))*\s*$", gap
    )
    if not joined or not _TO_RATIO.fullmatch(gap) or (ratio.mode, ratio.unit) == ("plan", "%"):
        return None
    if ratio.of:
        return ratio, ratio
    whole = figures[n + 2] if n + 2 < len(figures) else None
    if whole is None or whole.of or not _STROKE.fullmatch(text[ratio.end : whole.start]):
        return None
    return (ratio, whole) if _may_be(ratio, whole, rate) else None


#: "17.056 người/18.742 người", "17.056 người trên tổng dân số 18.742 người".
_STROKE = re.compile(
    r"[^,;.()\d]{0,40}?(?:/|(?<!\w)(?:trên|trong|so với)(?: (?:tổng|toàn)(?: số)?)?(?: [^\W\d]+){0,4})\s*",
    re.IGNORECASE,
)


def _may_be(part: Stated, whole: Stated, rate: Stated) -> bool:
    """Counts of one measure whose share is not too far from the percentage."""
    return (
        part.unit == whole.unit != "%"
        and bool(whole.value)
        and _not_far(share(part.value, whole.value), rate)
    )


def _not_far(real: Decimal, rate: Stated) -> bool:
    return abs(real - rate.value) <= MOST_APART or slipped(real, rate)


#: In brackets only a share as large as this, and missed by no more, is surely one of the counts before it.
LEAST_SHARE, BRACKET_APART = 30, 10


def _nearly_said(real: Decimal, rate: Stated) -> bool:
    return slipped(real, rate) or (real >= LEAST_SHARE and abs(real - rate.value) <= BRACKET_APART)


#: "14.392 hồ sơ, trong đó đúng hạn 14.345 hồ sơ (99,7 %)": a part told as one.
_WITHIN = re.compile(r"(?<!\w)trong (?:đó|số (?:này|đó|trên|ấy))(?!\w)", re.IGNORECASE)


def _between(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "giải quyết 14.392 hồ sơ, tỷ lệ đúng hạn 97,9 % (14.345 hồ sơ)", "87,6 % tổng số hộ (4.126 hộ)", "thành 26 vụ (98,7 %)":
    counts on both sides, or a percentage in brackets, whose share it would be but for a slip."""
    rate, near = figures[n], figures[n - 1]
    behind = figures[n + 1] if n + 1 < len(figures) else None
    before = [
        f
        for f in figures[max(0, n - 3) : n]
        if f.of is None
        and f.unit == near.unit
        and not _OTHER.search(_WITHIN.sub(" ", text[f.end : rate.start]).replace(";", ","))
    ]
    if (
        behind is not None
        and behind.of is None
        and re.fullmatch(r"[^\d,;.()]{0,30}\(\s*", text[rate.end : behind.start])
    ):
        pairs = [(f, behind) for f in before]
    elif re.search(r"\(\s*(?:đạt|chiếm|bằng|tỷ lệ|=)?\s*$", text[near.end : rate.start]):
        pairs = [(f, near) for f in before[:-1]]
    else:
        return None
    for one, two in pairs:
        if one.unit != two.unit or one.unit == "%" or not same_thing(one, two):
            continue
        part, whole = (one, two) if one.value <= two.value else (two, one)
        if whole.value and _nearly_said(share(part.value, whole.value), rate):
            return part, whole
    return None


#: Sentence and clause ends between a change and the counts it is of.
_NOT_OF_IT = re.compile(r"[;\n]|(?<!\d)\.\s|\d\.\s")


def _growth(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "126 tỷ đồng, tăng 12,2 % so với cùng kỳ (112 tỷ đồng)": the count now and that of the earlier time beside it."""
    rate = figures[n]
    now = next(
        (f for f in reversed(figures[:n]) if f.unit != "%" and f.mode == "done" and f.period == rate.period),
        None,
    )
    if now is None or now.of is not None:
        return None
    beside = [f for f in figures[max(0, n - 2) : n + 2] if f is not now and f is not rate]
    then = [
        f for f in beside
        if f.unit == now.unit and f.of is None and f.value and _is_then(text, f, now)
        and not _parted(text, min(f.end, rate.end), max(f.start, rate.start)) and (f.unit or f.subject.head == now.subject.head)
    ]  # fmt: skip
    if len(then) != 1 or _parted(
        text, then[0].end if _told_beside(text, now, then[0]) else now.end, rate.start
    ):
        return None
    if _SOME_OF_IT.search(text[now.end : rate.start]):
        return None
    off = [_grown(now.value, then[0].value)]
    if _COMES_TO.search(text[max(0, rate.start - 24) : rate.start]):
        off.append(share(now.value, then[0].value))
    return (now, then[0]) if min(abs(real - rate.value) for real in off) <= MOST_APART else None


_SOME_OF_IT = re.compile(r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|gồm|riêng)(?!\w)")
#: "bằng 112,2 % so với cùng kỳ": what it came to in a hundred.
_COMES_TO = re.compile(r"(?<!\w)(?:bằng|đạt|còn)(?: (?:khoảng|gần|trên|hơn))?\s*$", re.IGNORECASE)
#: "…; cùng kỳ năm trước là 112 tỷ đồng": the earlier count right behind, though a clause of its own.
_THEN_BEHIND = re.compile(
    r"\s*[;,(]\s*(?:so với )?(?:con số )?(?:của )?(?:cùng kỳ|năm (?:trước|ngoái|20\d\d)|(?:6|06|sáu) tháng)[^;.()%]{0,50}",
    re.IGNORECASE,
)


def _is_then(text: str, figure: Stated, now: Stated) -> bool:
    """Of the same part of an earlier year; or what "từ" names as where it rose or fell from."""
    if figure.mode == "change":
        return bool(FROM.search(text[max(0, figure.start - 24) : figure.start])) and figure.end < now.start
    return (
        figure.mode == "done" and figure.period[:4].isdigit() and figure.period < now.period and figure.period[4:] == now.period[4:]
    )  # fmt: skip


def _told_beside(text: str, now: Stated, then: Stated) -> bool:
    return now.end <= then.start and bool(_THEN_BEHIND.fullmatch(text[now.end : then.start]))


def _grown(now: Decimal, then: Decimal) -> Decimal:
    return abs(now - then) * 100 / then


def _parted(text: str, start: int, end: int) -> bool:
    """A sentence or clause ends between two places; a semicolon within brackets they both stand in ends none."""
    said = text[start:end]
    inside = (
        text[max(0, start - 80) : start].rpartition("(")[2].count(")") == 0
        and "(" in text[max(0, start - 80) : start]
    )
    opened = said.count("(") > said.count(")") or (inside and ")" not in said)
    return bool(_NOT_OF_IT.search(said.replace(";", ",") if opened else said))


#: "KH 1.200 lao động; đạt 59,2 %", "Chỉ tiêu: 1.200; thực hiện: 635; tỷ lệ: 52,9 %", "…, đạt 58,8 % dự toán".
_SAID_OF_PLAN = re.compile(
    r"\s*(?:lao động|hộ|người|[^\W\d]+)?\s*[;,]\s*(?:đạt|bằng|tỷ lệ|tỉ lệ|đạt tỷ lệ)?\s*:?\s*", re.IGNORECASE
)
_PLAN_NAMED = re.compile(r"\s*(?:so với )?(?:kế hoạch|dự toán|chỉ tiêu|KH|DT)(?!\w)", re.IGNORECASE)
BACK = 4


def _beside_plan(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """What was done and the only plan of its measure said shortly before, however they are joined."""
    rate, near = figures[n], figures[n - 1]
    gap = text[near.end : rate.start]
    named = _PLAN_NAMED.match(text, rate.end) and _ONLY_SAID.fullmatch(gap.lstrip(" ,"))
    if not named and not _SAID_OF_PLAN.fullmatch(gap):
        return None
    before = [
        f for f in figures[max(0, n - BACK) : n] if f.unit == near.unit and f.unit != "%" and f.of is None
    ]
    plans, done = (
        [f for f in before if f.mode == "plan"],
        [f for f in before if f.mode == "done" and f.period == rate.period],
    )
    if len(plans) != 1 or not done or not plans[0].value or near not in (plans[0], done[-1]):
        return None
    part, whole = done[-1], plans[0]
    between = text[min(part.end, whole.end) : max(part.start, whole.start)]
    if (
        "\n" in between
        or not same_thing(part, whole)
        or abs(share(part.value, whole.value) - rate.value) > MOST_APART
    ):
        return None
    return part, whole


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
#: "chiếm 87,6 % trên tổng số 4.126 hộ", "bằng 69,0 % số hồ sơ đủ điều kiện (2.310 hồ sơ)", "87,6 % so với 4.126 hộ đăng ký".
_WHOLE_AFTER = re.compile(
    r"^\s*\(?(?:(?:so với|trên|trong|của)(?: (?:tổng|toàn bộ|cả))?(?: (?:số|cộng))?(?: [^\W\d]+){0,4}\s*|(?:tổng |toàn bộ )?số [^,;.()%\d]{1,40}\(\s*)$",
    re.IGNORECASE,
)


def _of_plan(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "được 486.750.000 đồng, đạt 78,9 % chỉ tiêu năm (650.000.000 đồng)": done, share, plan."""
    if n + 1 >= len(figures):
        return None
    part, rate, whole = figures[n - 1], figures[n], figures[n + 1]
    said = text[rate.end : whole.start]
    if part.unit != whole.unit or part.unit == "%" or not whole.value:
        return None
    of_plan = bool(_PLAN_AFTER.match(said)) and (
        "," not in said or _not_far(share(part.value, whole.value), rate)
    )
    if not of_plan and not (
        _WHOLE_AFTER.match(said) and part.of is None and whole.of is None and _may_be(part, whole, rate)
        and ("(" in said or same_thing(part, whole))
    ):  # fmt: skip
        return None
    if re.search(
        r"(?<!\w)(?:trong (?:đó|số (?:này|đó|trên|ấy))|riêng|gồm|tăng|giảm|còn|và|nâng|đưa|lũy kế|luỹ kế|cộng dồn)(?!\w)",
        said,
    ):
        return None  # "đạt 114 % kế hoạch, trong đó 6 tháng đầu năm …"
    if len(text[part.end : rate.start]) > 60 or not _SAID.search(text[part.end : rate.start]):
        return None
    return part, whole


#: "nhận 254 đơn; số đơn thuộc thẩm quyền đã giải quyết là 189": a share of fewer than were counted.
_NARROWER = re.compile(
    r"(?<!\w)(?:thuộc (?:thẩm quyền|diện|trách nhiệm)|đủ điều kiện|(?:đã )?đến hạn)(?!\w)", re.IGNORECASE
)


#: "chiếm 78,6 % tổng số hộ": of all there are, which may have been told a sentence before.
_OF_ALL = re.compile(r"\s*tổng số (?:[^\W\d]+ ){0,2}[^\W\d]+\s*(?:[,;.)]|$)")


def _pair_before(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """ "hòa giải 23 vụ việc, hòa giải thành 20 vụ việc, đạt 90 %": two counts of one thing before it."""
    rate = figures[n]
    near = figures[n - 1]
    gap = text[near.end : rate.start]
    called = _called(gap)
    if (
        len(gap) > 60
        or re.search(r"\.\s" if called is not None else r";|\.\s", gap)
        or (called is None and not _SAID.search(gap))
        or gap.rstrip().endswith("(")
        or near.of is not None
        or near.unit == "%"
    ):
        return None
    after = text[rate.end : rate.end + 50].lower()
    of_all = _OF_ALL.match(after)
    if not of_all and re.match(
        r"\s*(?:kế hoạch|chỉ tiêu|dự toán|mức |so |cùng kỳ|nghị quyết|tổng|trên|của|phần|số |kh\b)", after
    ):
        return None
    between = [
        f for f in figures[: n - 1] if f.unit == near.unit and f.of is None and f.mode in (near.mode, "plan")
    ]
    for other in reversed(between[-3:]):
        if not same_thing(near, other) or _NARROWER.search(text[other.end : near.start]):
            continue
        if near.value > other.value and any(f.unit == "%" for f in figures[figures.index(other) : n - 1]):
            continue  # a smaller count that has its own share is no part of this one
        part, whole = (near, other) if near.value <= other.value else (other, near)
        if of_all and not (
            part is near
            and whole.subject.head == part.subject.head
            and slipped(share(part.value, whole.value), rate)
        ):
            continue
        if text[other.end : near.start].strip() == "/":
            part, whole = other, near  # 22.904 triệu đồng/54.200 triệu đồng
        if whole.value and _not_far(share(part.value, whole.value), rate):
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


#: "…, đạt 90,3 % tổng số hồ sơ tiếp nhận": the whole by its noun and by what was done with it.
_WHOLE_CALLED = re.compile(
    r"\s*(?:trên |so với |trong )?(?:tổng )?số (?P<what>[^\W\d]+(?: [^\W\d]+){1,4})\s*(?:[,;.)]|$)",
    re.IGNORECASE,
)


def _of_called(text: str, figures: Sequence[Stated], n: int) -> tuple[Stated, Stated] | None:
    """The count before the percentage, brackets behind it aside, and the one its words call the whole."""
    rate = figures[n]
    called = _WHOLE_CALLED.match(text, rate.end)
    if called is None:
        return None
    near = next((f for f in reversed(figures[:n]) if not _in_brackets(text, f.start, rate.start)), None)
    if near is None or near.unit == "%" or near.of is not None:
        return None
    gap = re.sub(r"\([^()]*\)", "", text[near.end : rate.start])
    if len(gap) > FAR or _OTHER.search(gap) or not _SAID.search(gap):
        return None
    asked = called["what"].lower().split()
    for whole in reversed(figures[: figures.index(near)]):
        about = text[max(0, whole.start - BEFORE_COUNTS) : whole.end].lower()
        said = (
            re.split(r"[;.](?!\d)|\d", about[: len(about) - (whole.end - whole.start)])[-1]
            + about[-(whole.end - whole.start) :]
        )
        if (
            whole.unit != near.unit
            or whole.of is not None
            or whole.value <= near.value
            or not same_thing(near, whole)
        ):
            continue
        if set(asked) - {"đã", "được"} <= set(re.findall(r"[^\W\d]+", said)) and _not_far(
            share(near.value, whole.value), rate
        ):
            return near, whole
    return None


def _in_brackets(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    return said.count(")") > said.count("(")


#: How counts and their percentage are told, the surest first.
WAYS = (
    _against_plan, _ratio_before, _of_plan, _on_plan, _pair_before, _all_but_said, _beside_plan, _ratio_behind, _between,
)  # fmt: skip
