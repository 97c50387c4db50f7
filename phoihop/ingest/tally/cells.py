"""Figures out of tables: a number is what its row is called, seen under its column."""

from __future__ import annotations

import re
from decimal import Decimal

from phoihop.core.papers import Cell, Place, Table
from phoihop.core.stated import Rate, Stated, Subject, Sum
from phoihop.core.text import fold
from phoihop.ingest.reading.tables import logical_rows
from phoihop.ingest.tally.clauses import Speaker
from phoihop.ingest.tally.columns import SECTION, Column, Row, across, rates, totals
from phoihop.ingest.tally.doers import actors, spot_named
from phoihop.ingest.tally.grids import without_blanks
from phoihop.ingest.tally.heads import MEASURES, SCALES, SUM_ROW, columns_of, named_unit, table_head, value_of
from phoihop.ingest.tally.named import period_words
from phoihop.ingest.tally.outline import Stack
from phoihop.ingest.tally.words import beside_head, classes_in, head_class, tables_named, tokens


def table_figures(
    table: Table, *, who: Speaker, stack: Stack, caption: str, group: str, line: int
) -> tuple[list[Stated], list[Sum], list[Rate]]:
    """The figures of a table, the totals it claims and the rates it gives."""
    rows = without_blanks(logical_rows(table))
    if len(rows) < 2:
        return [], [], []
    heads, over, depth, above = table_head(rows)
    caption = f"{caption} {above}".strip()
    columns, label_at, number_at, unit_at = columns_of(heads, over, rows[depth:], who, caption)
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
            total=bool(SUM_ROW.match(fold(label).strip(" .:-")) or _is_subtotal(number, label)), sub=_is_subtotal(number, label),
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
    return not number and bool(_SUBTOTAL.match(said)) and not SUM_ROW.match(fold(said))


def _says_of_what(label: str) -> bool:
    """ "Tổng số kiến nghị đã giải quyết xong" says itself what it adds up."""
    return len(_TOTAL_WORDS.sub("", label).split()) > 1


def _cell(
    cell: Cell, row: Row, column: Column, *, who: Speaker, stack: Stack, caption: str, group: str, line: int
) -> Stated | None:
    read = value_of(cell.text)
    if read is None:
        return None
    value, whole, unit = read
    unit = unit or column.unit
    scale = column.scale
    said = fold(row.unit)
    if not unit and said:
        scale = next((power for words, power in SCALES if words in said), 0)
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
