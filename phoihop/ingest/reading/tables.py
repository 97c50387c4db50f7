"""Tables of annexes as logical columns: merged headings opened, tasks and assigned targets row by row."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal
from typing import Any

from phoihop.core.papers import Cell, Table
from phoihop.core.text import fold, parse_date, parse_number
from phoihop.ingest.reading.model import CHECK, SURE, Found
from phoihop.ingest.reading.page import Page

_TARGETS = {
    "no": ("stt", "tt", "so tt"),
    "name": ("chi tieu", "ten chi tieu", "noi dung chi tieu"),
    "unit": ("don vi tinh", "dvt"),
    "plan": ("ke hoach", "ke hoach giao", "muc giao", "chi tieu giao"),
    "assigned_by": ("co quan giao", "don vi giao", "cap giao"),
    "assigned_act": ("van ban giao", "quyet dinh giao", "can cu giao"),
    "lead": ("don vi theo doi", "co quan theo doi", "chu tri", "don vi thuc hien", "co quan thuc hien"),
}
_MONTH = re.compile(r"thang\s+(\d{1,2})(?:\s*/\s*(\d{4}))?")
_QUARTER = re.compile(r"quy\s+(iv|iii|ii|i|[1-4])(?:\s*/\s*(\d{4}))?")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}))?(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def logical_rows(table: Table) -> list[tuple[Cell, ...]]:
    """Each row with a cell for every column: a cell spanning two columns stands in both."""
    return [tuple(cell for cell in row for _n in range(max(1, cell.span))) for row in table.rows]


def headings(rows: list[tuple[Cell, ...]], at: int) -> tuple[list[str], int]:
    """The column headings that begin at a row, and how many rows they take.

    A second heading row has words only under a merged heading and blanks elsewhere.
    """
    first = [cell.text for cell in rows[at]]
    if at + 1 < len(rows) and len(rows[at + 1]) == len(first):
        second = [cell.text.strip() for cell in rows[at + 1]]
        merged = [i for i in range(1, len(first)) if rows[at][i] is rows[at][i - 1]]
        under = {j for i in merged for j in (i - 1, i)}
        for i in range(1, len(first)):
            if i not in under and i - 1 in under and rows[at + 1][i] is rows[at + 1][i - 1]:
                second[i] = ""  # drawn over the border of the merged heading it stands under
        if (
            under
            and all(second[i] for i in under)
            and not any(second[i] for i in range(len(first)) if i not in under)
        ):
            return [second[i] or first[i] for i in range(len(first))], 2
    return first, 1


def annex_targets(page: Page) -> list[Found]:
    """Rows of a table of assigned targets: name, unit, plan with its direction, who assigned it, by which act."""
    found: list[Found] = []
    for table in page.tables:
        rows = logical_rows(table)
        head = next((n for n in range(min(3, len(rows))) if _is_target_head(headings(rows, n)[0])), None)
        if head is None:
            continue
        heads, depth = headings(rows, head)
        roles = _roles(heads)
        item = ""
        for row in rows[head + depth :]:
            cells = {role: row[i].text.strip() for i, role in roles.items() if i < len(row)}
            if len({id(cell) for cell in row}) == 1:
                item = (re.match(r"\s*(\d+)", row[0].text) or [""])[0].strip()
                continue
            if cells.get("name") and cells.get("plan"):
                found.append(_target(row, cells, item))
    return found


def _is_target_head(heads: list[str]) -> bool:
    return {"name", "unit", "plan"} <= set(_roles(heads).values())


def _roles(heads: list[str]) -> dict[int, str]:
    roles: dict[int, str] = {}
    for i, head in enumerate(heads):
        folded = " ".join(fold(head).split())
        for role, words in _TARGETS.items():
            if role not in roles.values() and any(folded == w or folded.startswith(f"{w} ") for w in words):
                roles[i] = role
                break
    return roles


def _target(row: tuple[Cell, ...], cells: dict[str, str], item: str) -> Found:
    words = cells["plan"]
    direction = "at_most" if re.search(r"[≤<]|không quá|dưới|giảm còn", words, re.IGNORECASE) else "at_least"
    number = re.search(r"\d[\d.,]*", words)
    value: dict[str, Any] = {
        "number": cells.get("no", ""), "name": cells["name"], "unit": cells.get("unit", ""), "direction": direction,
        "assigned_by": cells.get("assigned_by", ""), "assigned_act": cells.get("assigned_act", ""), "item": item,
    }  # fmt: skip
    mark, reason = SURE, ""
    try:
        value["plan"] = format(parse_number(number.group().rstrip(".,")) if number else Decimal(0), "f")
    except ValueError:
        value["plan"] = "0"
    if number is None or not value["assigned_by"] or not value["assigned_act"]:
        mark, reason = CHECK, "Chưa rõ mức giao, cơ quan giao hoặc văn bản giao."
    places = [c.place for c in row if c.place]
    return Found(
        field="targets", value=value, start=min((p.start or 0 for p in places), default=0),
        end=max((p.end or 0 for p in places), default=0), mark=mark, reason=reason,
        place=places[0] if places else None,
    )  # fmt: skip


def due_day(words: str, year: int | None) -> date | None:
    """The last day meant by the words of a date column; None where they fix no day.

    "29/01/2027", "trước 25/6" (the year of the paper), "tháng 3", "quý II": the last day of it.
    """
    text = fold(words)
    try:
        return parse_date(words.strip())
    except ValueError:
        pass
    days = list(_SHORT.finditer(text))
    if days:
        day, month, own = days[-1].groups()
        return _made(int(own or year or 0), int(month), int(day))
    quarter = list(_QUARTER.finditer(text))
    if quarter:
        code, own = quarter[-1].groups()
        month = 3 * (_ROMAN.get(code) or int(code))
        return _last(int(own or year or 0), month)
    months = list(_MONTH.finditer(text))
    if months and "hang thang" not in text:
        month, own = months[-1].groups()
        return _last(int(own or year or 0), int(month))
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(year: int, month: int) -> date | None:
    if not (year and 1 <= month <= 12):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
