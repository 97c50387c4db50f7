"""Figures out of tables: a number is what its row is called, seen under its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from phoihop.core.papers import Cell, Place, Table
from phoihop.core.stated import Rate, Stated, Subject, Sum
from phoihop.core.text import fold, parse_number
from phoihop.ingest.reading.tables import headings, logical_rows
from phoihop.ingest.tally.clauses import Speaker
from phoihop.ingest.tally.columns import SECTION, Column, Row, across, doubt_columns, rates, totals
from phoihop.ingest.tally.grids import without_blanks
from phoihop.ingest.tally.named import period_words
from phoihop.ingest.tally.outline import Stack
from phoihop.ingest.tally.prose import actors, spot_named
from phoihop.ingest.tally.words import beside_head, classes_in, head_class, is_head, tables_named, tokens

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
_SUM_ROW = re.compile(
    r"^(?:tong$|tong (?:so|cong|toan)\b|cong$|cong (?:chung|lai|so|toan)|toan (?:phuong|xa|dac khu|khu vuc|dia ban)$)"
)
_SCALES = (
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


def table_figures(
    table: Table, *, who: Speaker, stack: Stack, caption: str, group: str, line: int
) -> tuple[list[Stated], list[Sum], list[Rate]]:
    """The figures of a table, the totals it claims and the rates it gives."""
    rows = without_blanks(logical_rows(table))
    if len(rows) < 2:
        return [], [], []
    heads, over, depth, above = _head(rows)
    caption = f"{caption} {above}".strip()
    columns, label_at, number_at, unit_at = _columns(heads, over, rows[depth:], who, caption)
    if label_at is None:
        return [], [], []
    found: list[Row] = []
    unsure = "Không rõ ô này thuộc cột nào." if columns else ""
    lone = {n: Column(index=n, head="", period=who.identity.period, doubt=unsure) for n in range(len(heads))}
    section = ""
    for n, cells in enumerate(rows[depth:]):
        label = cells[label_at].text.strip() if label_at < len(cells) else ""
        number = cells[number_at].text.strip() if number_at is not None and number_at < len(cells) else ""
        filled = {id(c): c.text.strip() for c in cells if c.text.strip()}
        label = label or next(iter(filled.values()), "")
        own_unit = cells[unit_at].text.strip() if unit_at is not None and unit_at < len(cells) else ""
        row = Row(
            number=number, label=" ".join(label.split()), section=section,
            total=bool(_SUM_ROW.match(fold(label).strip(" .:-")) or _is_subtotal(number, label)), sub=_is_subtotal(number, label),
            unit=own_unit or named_unit(label),
        )  # fmt: skip
        at = {column.index for column in columns}
        more = (
            [c for n, c in lone.items() if n not in at and n != number_at]
            if row.total or _TOTAL_OF.match(label)
            else []
        )
        for column in (*columns, *more):
            if column.index < len(cells):
                made = _cell(
                    cells[column.index],
                    row,
                    column,
                    who=who,
                    stack=stack,
                    caption=caption,
                    group=group,
                    line=line + n,
                )
                if made:
                    row.figures[column.index] = made
        if row.figures:
            found.append(row)
        elif label and (SECTION.match(number) or len(filled) <= 2):
            section = " ".join(label.split())
            found.append(Row(number=number, label=section, section="", unit="", total=False))
        if row.figures and SECTION.match(number):
            section = row.label
    figures = [f for row in found for f in row.figures.values()]
    return figures, [*totals(found, columns), *across(found, columns)], list(rates(found, columns))


#: "Tổng số đã giải quyết xong" at the foot of a list of words.
_TOTAL_OF = re.compile(r"(?:tổng(?: số| cộng)?|cộng|số) \D{2,}", re.IGNORECASE)
_TOTAL_WORDS = re.compile(
    r"^(?:tổng (?:số|cộng)|tổng|cộng (?:chung|toàn)?|toàn)\s*(?:phường|xã|đặc khu|địa bàn|khu vực)?\s*",
    re.IGNORECASE,
)
#: "Cộng Mầm non" under the kindergartens; not "Cộng đồng dân cư", "Cộng tác viên".
_SUBTOTAL = re.compile(r"(?:cộng(?! (?:đồng|tác|hòa|hoà|sản|sinh|hưởng))|tiểu cộng) \D{2,}")


def _is_subtotal(number: str, label: str) -> bool:
    said = label.lower().strip(" .:-")
    return not number and bool(_SUBTOTAL.match(said)) and not _SUM_ROW.match(fold(said))


def named_unit(label: str) -> str:
    """ "Nhà Đại đoàn kết cất mới (căn)": the unit in brackets at the end of a row's name."""
    named = re.search(r"\(((?!\d+\))[^()]{1,16})\)\s*$", label)
    said = fold(named[1]) if named else ""
    known = said in MEASURES or "dong" in said or said in ("%", "trd")
    return named[1].strip() if named and (known or head_class(named[1], known=True)) else ""


def _says_of_what(label: str) -> bool:
    """ "Tổng số kiến nghị đã giải quyết xong" says itself what it adds up."""
    return len(_TOTAL_WORDS.sub("", label).split()) > 1


def _head(rows: Sequence[tuple[Cell, ...]]) -> tuple[list[str], list[str], int, str]:
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
    if not under or not all(second[n] for n in under) or any(_value(words) for words in second):
        return []
    numbers = sum(bool(_value(c.text)) for c in rows[at + 2])
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


def _columns(
    heads: list[str], over: list[str], rows: Sequence[tuple[Cell, ...]], who: Speaker, caption: str
) -> tuple[list[Column], int | None, int | None, int | None]:
    label_at = number_at = unit_at = None
    columns: list[Column] = []
    for index, head in enumerate(heads):
        said = fold(head)
        values = [_filled(r[index].text) for r in rows if index < len(r)]
        numeric = sum(bool(_value(v)) for v in values)
        worded = sum(bool(v) and not _value(v) for v in values)
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


def _column(index: int, head: str, over: str, who: Speaker, caption: str) -> Column:
    """What a column holds, by its heading, else by the merged heading over it."""
    own = who.identity.period
    column = Column(index=index, head=head, over=over, period=own)
    said = _plainly(head)
    named = period_words(head, year=who.year, half=who.half)
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
        own_scale = next((power for words, power in _SCALES if words in said), 0)
        noted = next((power for words, power in _SCALES if words in money), 0)
        if measure := MEASURES.get(fold(named_unit(head) or named_unit(over))):
            column.unit = measure
        elif own_scale or _MONEY_HEAD.search(said):
            column.unit, column.scale = "đồng", own_scale or (0 if "(dong)" in said else noted)
        elif not _COUNT_HEAD.search(said) and re.search(
            r"\((?:trieu |nghin |ty |1\.000 )?dong\)|dvt:? ?dong|don vi(?: tinh)?:? ?(?:trieu |nghin |ty |1\.000 )?dong",
            money,
        ):
            column.unit, column.scale = "đồng", noted
    return column


def _value(words: str) -> tuple[Decimal, Decimal | None, str] | None:
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


def _cell(
    cell: Cell, row: Row, column: Column, *, who: Speaker, stack: Stack, caption: str, group: str, line: int
) -> Stated | None:
    read = _value(cell.text)
    if read is None:
        return None
    value, whole, unit = read
    unit = unit or column.unit
    scale = column.scale
    said = fold(row.unit)
    if not unit and said:
        scale = next((power for words, power in _SCALES if words in said), 0)
        unit = (
            "đồng"
            if scale or said in ("dong", "d", "vnd")
            else "%"
            if said in ("%", "ty le", "ty le %")
            else ""
        )
    if not unit and said in MEASURES:
        unit = MEASURES[said]
    if column.kind == "rate":
        scale = 0
    label = (
        (row.section or _about(caption))
        if row.total and not (row.sub or _says_of_what(row.label))
        else row.label
    )
    said_head = _UNIT_IN.sub(" ", f"{column.over} {column.head}" if column.over else column.head)
    heading = _PLAIN_HEAD.sub(" ", said_head).strip(" -–(),.:")
    generic = not tokens(heading)
    own = (*beside_head(heading), *(tokens(label) if unit else beside_head(label)))
    if sized := classes_in(label):
        own = (*sized, *own)
    if not own:
        own = tokens(caption)[:6]
    words = label if generic or column.kind != "done" else f"{label} ({column.head})"
    place = cell.place or Place(file=who.file)
    decimals = len(cell.text.strip(" %").partition(",")[2])
    return Stated(
        value=value * Decimal(10) ** scale, of=whole, unit=unit, step=Decimal(10) ** (scale - decimals),
        subject=Subject(
            words=words[:160], key=own, head=unit or _head_of(row.unit, column.head, column.over, label) or _listed_in(caption),
            around=frozenset(tokens(f"{row.section} {row.label} {column.over} {column.head} {row.unit}")),
            under=frozenset(tokens(f"{caption} {stack.words}")),
            refs=tables_named(f"{caption} {place.sheet}"),
        ),
        file=who.file, place=place, sentence=" | ".join(x for x in (caption, row.section, row.label, column.over, column.head, cell.text.strip()) if x),
        start=place.start or 0, end=place.end or 0, body=who.identity.body, period=_row_period(row, column, who) or column.period, actors=actors(f"{row.section} {row.label}", who.identity.body),
        mode={"plan": "plan", "change": "change"}.get(column.kind, "done"), spot=spot_named(row.label), cell=True, group=group, heading=caption or stack.words,
        line=line, state=_state(f"{row.label} {column.head}"), mark="can_xem" if column.doubt else "chac", reason=column.doubt,
    )  # fmt: skip


#: The unit in a heading, which says nothing of what is counted.
_UNIT_IN = re.compile(
    r"\((?:\s*ĐVT\s*:)?\s*(?:(?:triệu|nghìn|ngàn|tỷ|1\.000) )?(?:đồng|đ)\s*\)|\(%\)", re.IGNORECASE
)
#: Words of a heading that say when or how it was counted, not what.
_PLAIN_HEAD = re.compile(
    r"(?<!\w)(?:số lượng|kết quả|làm được|thực hiện|TH|KH|đề ra|số liệu|giá trị|tổng số|(?:đầu |cuối )?năm|20\d\d|kế hoạch|dự toán|cùng kỳ"
    r"|(?:6|06|sáu) tháng(?: (?:đầu|cuối) năm)?|6T|trong kỳ)(?!\w)",
    re.IGNORECASE,
)
#: A row named for an organisation, whose first word would else count meetings.
_ORGANISED = re.compile(r"đoàn (?:thanh niên|tn)", re.IGNORECASE)


_MONTH_ROW = re.compile(
    r"(?:tháng\s+\d{1,2}(?:\s*/\s*20\d\d)?|quý\s+(?:IV|I{1,3}|[1-4])(?:\s*/\s*20\d\d)?)[.:]?", re.IGNORECASE
)


#: "Số dư đầu kỳ": what there was when the period began.
_OPENING_ROW = re.compile(r"(?<!\w)(?:đầu kỳ|kỳ trước chuyển sang)(?!\w)", re.IGNORECASE)


def _row_period(row: Row, column: Column, who: Speaker) -> str:
    """The month or quarter that the whole of a row's label names, in a column of what was done this year."""
    if column.kind != "done" or column.period != who.identity.period:
        return ""
    if who.year and _OPENING_ROW.search(row.label):
        return f"{who.year}-H1" if who.half == 2 else str(who.year - 1)
    if not _MONTH_ROW.fullmatch(row.label):
        return ""
    named = period_words(row.label, year=who.year, half=who.half)
    return named[0] if named else ""


def _about(caption: str) -> str:
    """What a table is about: its caption without number, unit, period and the paper it goes with."""
    said = re.sub(
        r"^(?:phụ\s+)?(?:biểu|bảng|phụ lục)(?:\s+số)?\s*[\dIVX]*\s*[.:)]?\s*",
        "",
        caption,
        flags=re.IGNORECASE,
    )
    said = re.sub(
        r"\([^()]*\)|(?:đơn vị(?: tính)?|đvt)\s*:.*$|(?:đến (?:ngày )?\d.*|(?:6|06|sáu) tháng.*)$",
        " ",
        said,
        flags=re.IGNORECASE,
    )
    return " ".join(said.split())[:120]


def _head_of(unit: str, column: str, over: str, label: str) -> str:
    """What a cell counts: said by the unit, else the column, else the row; "" where none is a known thing."""
    return next(
        (
            c
            for words in (unit, column, over, "" if _ORGANISED.match(label) else label)
            if (c := head_class(words, known=True))
        ),
        "",
    )


#: What a table may list by kinds or areas, its rows and columns naming those only.
_LISTED = (
    ("petition", re.compile(r"kiến nghị", re.IGNORECASE)), ("letter", re.compile(r"đơn(?: thư)? (?:khiếu|tố|của|công dân)|đơn thư", re.IGNORECASE)),
    ("file", re.compile(r"hồ sơ", re.IGNORECASE)), ("case", re.compile(r"vụ việc|vụ án", re.IGNORECASE)),
    ("household", re.compile(r"hộ (?:nghèo|cận nghèo|gia đình)", re.IGNORECASE)),
)  # fmt: skip


def _listed_in(caption: str) -> str:
    """ "Phân loại kiến nghị cử tri theo lĩnh vực": petitions, whatever its rows are called."""
    named = [head for head, pattern in _LISTED if pattern.search(_about(caption)[:60])]
    return named[0] if len(named) == 1 else ""


def _state(words: str) -> str:
    said = fold(words)
    if re.search(r"chua|dang|se giai", said):
        return "open"
    if "tra loi" in said:
        return "answered"
    return (
        "solved"
        if re.search(
            r"giai quyet|da xu ly|hoan thanh|da (?:duoc )?(?:thuc hien|khac phuc)|(?:thuc hien|lam) xong",
            said,
        )
        else ""
    )
