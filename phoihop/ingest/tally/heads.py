"""What the headings of a table say of its columns: done or planned, of which period, in which unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from phoihop.core.papers import Cell
from phoihop.core.text import fold, parse_number
from phoihop.ingest.reading.tables import headings
from phoihop.ingest.tally.clauses import Speaker
from phoihop.ingest.tally.columns import Column, doubt_columns
from phoihop.ingest.tally.named import period_words
from phoihop.ingest.tally.words import head_class, is_head

_NUMBER = re.compile(r"-?\d[\d.,   ]*(?:/\d+)?\s*%?")
_UNIT_HEAD = re.compile(r"don vi tinh|dvt|^don vi$|^dv$|^d\.v\.t")
_NO_HEAD = re.compile(r"^(?:s ?t ?t|t ?t|so t ?t|ma|so thu tu|#)$")
_NOTE_HEAD = re.compile(r"ghi chu|don vi thuc hien|chu tri|thoi gian|thoi han|san pham|co quan|van ban|ngay")
_PLAN_HEAD = re.compile(
    r"ke hoach|du toan|chi tieu giao|chi tieu nam|\bkh\b|muc giao|giao nam|phan dau|nghi quyet giao|\bde ra\b|^giao$|^chuong trinh|chi tieu$|chi tieu (?:chuong trinh|de ra|duoc giao)|chuong trinh (?:de ra|giao)"
)
_RATE_HEAD = re.compile(
    r"ty le|ti le|%|so voi|so kh|so ke hoach|so dt|tang,? giam|tang/giam|so cung ky|\bdat\b(?! (?:chuan|danh hieu|tieu chi|yeu cau))"
)
_BEFORE_HEAD = re.compile(r"cung ky|nam truoc|ky truoc")
SUM_ROW = re.compile(
    r"^(?:tong$|tong (?:so|cong|toan)\b|cong$|cong (?:chung|lai|so|toan)|(?:tong |cong )+\d+ \w+(?: \w+)?$|toan (?:phuong|xa|dac khu|khu vuc|dia ban)$)"
)
SCALES = (
    ("ty dong", 9),
    ("trieu dong", 6),
    ("trd", 6),
    ("nghin dong", 3),
    ("ngan dong", 3),
    ("1.000 dong", 3),
    ("1000 d", 3),
)
MEASURES = {
    "m2": "m2",
    "m²": "m2",
    "ha": "ha",
    "km": "km",
    "tan": "tấn",
    "ta": "tạ",
    "kg": "kg",
    "m3": "m3",
    "lit": "lít",
    "ta/ha": "tạ/ha",
    "tan/ha": "tấn/ha",
    "m": "m",
}
_UNITS = frozenset({"%", "trd", "d", "vnd", "chi tieu", "tieu chi", "ty le", "lan", "luot", "nguoi"})
_COUNT_HEAD = re.compile(r"so luong|^so (?!tien|van dong|thu|chi\b|du\b(?! an)|von|kinh phi)")
_UNIT_SAID = re.compile(r"(?:don vi(?: tinh)?|dvt) ?:")
_MONEY_HEAD = re.compile(r"\bdong\b|kinh phi|so tien|tri gia|\btrd\b|\bvnd\b")


def named_unit(label: str) -> str:
    """ "Nhà Đại đoàn kết cất mới (căn)": the unit in brackets at the end of a row's name."""
    named = re.search(r"\(((?!\d+\))[^()]{1,16})\)\s*$", label)
    said = fold(named[1]) if named else ""
    known = said in MEASURES or "dong" in said or said in ("%", "trd")
    return named[1].strip() if named and (known or head_class(named[1], known=True)) else ""


def table_head(rows: Sequence[tuple[Cell, ...]]) -> tuple[list[str], list[str], int, str]:
    """(column headings, the merged headings over them, the row below them, the words of title rows above them)."""
    at = 0
    above: list[str] = []
    while at < min(3, len(rows) - 1) and len({id(c) for c in rows[at]}) == 1 and len(rows[at]) > 1:
        above.append(rows[at][0].text.strip())
        at += 1
    heads, depth = headings(list(rows), at)
    if depth == 1 and (second := _second_heads(rows, at)):
        heads, depth = second, 2
    merged = Counter(id(c) for c in rows[at])
    over = [" ".join(c.text.split()) if depth > 1 and merged[id(c)] > 1 else "" for c in rows[at]]
    while at + depth < len(rows) and _is_numbering(rows[at + depth]):
        depth += 1
    return [" ".join(h.split()) for h in heads], over, at + depth, " ".join(above)


def _second_heads(rows: Sequence[tuple[Cell, ...]], at: int) -> list[str]:
    """The headings of a table whose second row of words names all columns under a merged heading, and others too."""
    if at + 2 >= len(rows) or len(rows[at + 1]) != len(rows[at]):
        return []
    merged = Counter(id(c) for c in rows[at])
    under = [n for n, c in enumerate(rows[at]) if merged[id(c)] > 1]
    second = [c.text.strip() for c in rows[at + 1]]
    if not under or not all(second[n] for n in under) or any(value_of(words) for words in second):
        return []
    numbers = sum(bool(value_of(c.text)) for c in rows[at + 2])
    return (
        [words or c.text for words, c in zip(second, rows[at], strict=True)]
        if numbers >= LEAST_NUMBERS
        else []
    )


#: Numbers that the first row below two rows of headings holds at least.
LEAST_NUMBERS = 2


def _is_numbering(row: tuple[Cell, ...]) -> bool:
    """The row (1) (2) (3) … under headings, or letters A B 1 2."""
    words = [c.text.strip(" ()=:/") for c in row if c.text.strip()]
    return (
        len(words) >= 3
        and all(re.fullmatch(r"\d{1,2}|[A-C]|\d[\d/=*x+ ]*", w) for w in words)
        and (
            "(" in "".join(c.text for c in row)
            or [w for w in words if w.isdigit()]
            == [str(n + 1) for n in range(len([w for w in words if w.isdigit()]))]
        )
    )


def columns_of(
    heads: list[str], over: list[str], rows: Sequence[tuple[Cell, ...]], who: Speaker, caption: str
) -> tuple[list[Column], int | None, int | None, int | None]:
    label_at = number_at = unit_at = None
    columns: list[Column] = []
    for index, head in enumerate(heads):
        said = fold(head)
        values = [_filled(r[index].text) for r in rows if index < len(r)]
        numeric = sum(bool(value_of(v)) for v in values)
        worded = sum(bool(v) and not value_of(v) for v in values)
        if _NO_HEAD.match(said) or (index == 0 and not said and label_at is None and worded <= numeric):
            number_at = index if number_at is None else number_at
        elif _UNIT_HEAD.search(said) and worded >= numeric and _hold_units(values):
            unit_at = index
        elif label_at is None and worded >= numeric:
            label_at = index
        elif _NOTE_HEAD.search(said) and (worded >= numeric or _are_days(values)):
            continue
        elif numeric and numeric >= worded:
            columns.append(_column(index, head, over[index] if index < len(over) else "", who, caption))
    if label_at is None and number_at is not None and number_at == 0:
        label_at, number_at = 0, None
    doubt_columns(columns, who)
    if not _UNIT_SAID.search(fold(caption)) and any(
        c.unit == "đồng" and _MONEY_HEAD.search(_plainly(c.head)) for c in columns
    ):
        for column in columns:  # one column says itself that it is money: the others are not
            if column.unit == "đồng" and not _MONEY_HEAD.search(_plainly(column.head)):
                column.unit, column.scale = "", 0
    return columns, label_at, number_at, unit_at


def _filled(words: str) -> str:
    """What a cell holds; a stroke or a cross stands for nothing."""
    said = words.strip()
    return "" if _NOTHING.fullmatch(said) else said


_NOTHING = re.compile(r"[-–—…._xX\s]*")
_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*(?:20)?\d\d)?")


def _are_days(values: Sequence[str]) -> bool:
    said = [v for v in values if v]
    return bool(said) and sum(bool(_DAY.fullmatch(v)) for v in said) * 2 > len(said)


def _hold_units(values: Sequence[str]) -> bool:
    """Most are units: under "Đơn vị" may also stand who did it."""
    said = [fold(v) for v in values if v]
    units = sum(
        v in MEASURES or v in _UNITS or "dong" in v or bool(is_head(w))
        for v, w in zip(said, filter(None, values), strict=True)
    )
    return units * 2 >= len(said)


def _plainly(head: str) -> str:
    """A heading without marks; "đất" and "đóng" would read as "đạt" and "đồng"."""
    return fold(re.sub(r"đất|đóng", " ", head, flags=re.IGNORECASE))


#: "Đến 31/12/2026": what there was when that year ended.
_YEAR_ENDED = re.compile(r"(?<!\d)31/12/(20\d\d)(?!\d)")


def _named_in(head: str, who: Speaker) -> tuple[str, int] | None:
    ended = _YEAR_ENDED.search(head)
    if ended and int(ended[1]) < who.year:
        return ended[1], ended.end()
    return period_words(head, year=who.year, half=who.half)


def _column(index: int, head: str, over: str, who: Speaker, caption: str) -> Column:
    """What a column holds, by its heading, else by the merged heading over it."""
    own = who.identity.period
    column = Column(index=index, head=head, over=over, period=own)
    said = _plainly(head)
    named = _named_in(head, who)
    if over and not named and not any(p.search(said) for p in (_RATE_HEAD, _PLAN_HEAD, _BEFORE_HEAD)):
        said = _plainly(f"{over} {head}") if not _COUNT_HEAD.search(said) else said
        named = period_words(over, year=who.year, half=who.half)
    if _RATE_HEAD.search(said):
        column.kind, column.unit = (
            ("change" if _BEFORE_HEAD.search(said) or re.search(r"tang|giam", said) else "rate"),
            "%",
        )
        if column.kind == "change" and not re.search(r"%|ty le|ti le|so voi|so cung", said):
            column.unit = ""
    elif _PLAN_HEAD.search(said):
        column.kind, column.period = "plan", named[0] if named else str(who.year)
        if named and named[0] == own and "6 thang" not in said:
            column.period = str(who.year)
    elif _BEFORE_HEAD.search(said):
        column.period = named[0] if named else f"{who.year - 1}{own[4:]}"
    elif named:
        column.period = named[0]
    if re.search(r"luy ke|cong don|tu dau nhiem ky", said):
        column.period = f"to-{column.period}"
    if not column.unit:
        money = _plainly(f"{head} {over} {caption}")
        own_scale = next((power for words, power in SCALES if words in said), 0)
        noted = next((power for words, power in SCALES if words in money), 0)
        if measure := MEASURES.get(fold(named_unit(head) or named_unit(over))):
            column.unit = measure
        elif own_scale or _MONEY_HEAD.search(said):
            column.unit, column.scale = "đồng", own_scale or (0 if "(dong)" in said else noted)
        elif not _COUNT_HEAD.search(said) and re.search(
            r"\((?:trieu |nghin |ty |1\.000 )?dong[);,]|dvt:? ?dong|don vi(?: tinh)?:? ?(?:trieu |nghin |ty |1\.000 )?dong",
            money,
        ):
            column.unit, column.scale = "đồng", noted
    return column


def value_of(words: str) -> tuple[Decimal, Decimal | None, str] | None:
    """(number, whole of a ratio, unit) of a cell that holds nothing else."""
    text = words.strip().replace(" ", " ").strip("()")
    if not text or not _NUMBER.fullmatch(text):
        return None
    unit = "%" if text.endswith("%") else ""
    first, _stroke, whole = text.rstrip("% ").partition("/")
    try:
        return parse_number(first.strip()), parse_number(whole) if whole else None, unit
    except ValueError:
        return None
