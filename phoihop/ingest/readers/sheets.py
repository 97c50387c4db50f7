"""Spreadsheets (.xlsx, .xls, .ods): every table on every sheet, each cell with its own name.

A sheet may hold several tables: they are parted by empty rows or columns. A merged cell stands in its
first place and says how far it reaches. Formulas count with the value they were saved with; a file whose
formulas were never computed says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from phoihop.core.papers import Run
from phoihop.ingest.readers import refusals
from phoihop.ingest.readers.archive import Archive
from phoihop.ingest.readers.docx import parse_part
from phoihop.ingest.readers.encodings import tidy
from phoihop.ingest.readers.legacy import convert, family_of, is_typed_in
from phoihop.ingest.readers.source import PARTED, Builder, ShouldStop, Source, Unseen
from phoihop.ingest.readers.unseen import sheets_in, unseen_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from python_calamine import CalamineWorkbook

Row = list[Any]
#: Columns a table of an office may have; beyond it stand formats, not words.
MAX_COLUMNS = 400
#: The whole area that would have to be laid out, from the first cell that holds anything to the last.
MAX_CELLS = 5_000_000
#: A merged cell larger than this is a fill of the page, not a heading over columns.
MAX_MERGED = 20_000
_EMPTY = ("", None)
_NONE: frozenset[int] = frozenset()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BUILT_IN_PERCENT = (9, 10)
_STYLED = re.compile(rb'<c r="(?P<column>[A-Z]{1,3})(?P<row>\d+)"[^>]*? s="(?P<style>\d+)"')
_HELD = re.compile(rb"""<c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(?!</c>)""")
_COLUMNS = re.compile(rb' r="([A-Z]{1,3})\d{1,7}"')
_ROWS = re.compile(rb' r="[A-Z]{1,3}(\d{1,7})"')
_FORMULA = re.compile(rb"<c\b[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?P<value><v>[^<]+</v>)?")


def _hidden(book: CalamineWorkbook) -> list[str]:
    """Sheets that nobody sees who opens the file: what stands there nobody meant to report."""
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415 heavy

    return [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]


def read_sheets(
    data: bytes, *, name: str, archive: Archive | None = None, should_stop: ShouldStop | None = None
) -> Source:
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415 heavy

    if archive is not None and _widest(archive) > MAX_CELLS:
        raise refusals.wide_sheet()
    try:
        book: CalamineWorkbook = load_workbook(BytesIO(data))
    except PasswordError:
        raise refusals.encrypted() from None
    except (CalamineError, OSError, ValueError):
        raise refusals.broken_sheet() from None
    builder = Builder(name=name, kind="sheet", should_stop=should_stop)
    percents = _percent_cells(archive) if archive is not None else {}
    unseen = unseen_of(archive) if archive is not None else {}
    hidden = _hidden(book)
    if hidden:
        words = ", ".join(f"“{title}”" for title in hidden)
        builder.notes.append(_("Có tờ bị ẩn, chưa đọc: %s. Hãy bỏ ẩn rồi gửi lại nếu cần số ở đó.") % words)
    for title in book.sheet_names:
        if title in hidden:
            continue
        if should_stop and should_stop():
            raise refusals.stopped()
        try:
            sheet = book.get_sheet_by_name(title)
            rows = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or []
        except (CalamineError, OSError, ValueError):
            raise refusals.broken_sheet() from None
        builder.sheet = title
        if archive is not None:
            _as_percent(rows, percents.get(title, ()))
        _sheet(rows, merged, builder, unseen.get(title))
    if archive is not None and (missing := _uncomputed(archive)):
        builder.notes.append(
            _("%d ô có công thức nhưng chưa có giá trị; hãy mở bằng Excel, lưu lại rồi tải lên.") % missing
        )
    source = builder.source()
    if not source.text.strip():
        raise refusals.empty()
    return source


def _as_percent(rows: list[Row], cells: Sequence[tuple[int, int]]) -> None:
    """0.98 in a cell written as a percentage is read as people see it: 98%."""
    for r, c in cells:
        if r < len(rows) and c < len(rows[r]) and isinstance(rows[r][c], float | int):
            rows[r][c] = f"{shown(float(rows[r][c]) * 100)}%"


def _sheet(rows: Sequence[Row], merged: Sequence[Any], builder: Builder, unseen: Unseen | None) -> None:
    merged = [m for m in merged if _area(m) <= MAX_MERGED]
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    covered: dict[int, set[int]] = {}
    for (r0, c0), (r1, c1) in merged:
        for r in range(r0, r1 + 1):
            covered.setdefault(r, set()).update(c for c in range(c0, c1 + 1) if (r, c) != (r0, c0))
    for top, bottom in _bands(rows, covered):
        for left, right in _strips(rows, top, bottom, spans):
            area = (top, bottom, left, right)
            _table(rows, area, spans=spans, covered=covered, builder=builder, unseen=unseen)


def _area(merged: Any) -> int:
    (top, left), (bottom, right) = merged
    return int((bottom - top + 1) * (right - left + 1))


def _widest(archive: Archive) -> int:
    """The largest area of a sheet, told from the names of its cells before anything is laid out."""
    widest = 0
    for part in archive.names:
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            body = archive.part(part)
            # Quick as Excel writes it, and too large where only formats stand far away.
            columns = _COLUMNS.findall(body)
            area = _reach(columns, _ROWS.findall(body))
            if area > MAX_CELLS or len(columns) < body.count(b"<c") - body.count(b"<co"):
                held = _HELD.findall(body)
                area = _reach([column for column, _row in held], [row for _column, row in held])
            widest = max(widest, area)
    return widest


def _reach(columns: Sequence[bytes], rows: Sequence[bytes]) -> int:
    last = max(map(_column_index, set(columns)), default=-1)
    return max(map(int, set(rows)), default=0) * (last + 1)


def _filled(value: Any) -> bool:
    return value not in _EMPTY and bool(str(value).strip())


def _holds(row: Row) -> bool:
    """Whether a row holds anything: mostly its first cell does."""
    return bool(row) and (_filled(row[0]) or any(_filled(value) for value in row[1:MAX_COLUMNS]))


def _bands(rows: Sequence[Row], covered: dict[int, set[int]]) -> Iterator[tuple[int, int]]:
    """Runs of rows that hold anything, from first to one past the last."""
    start: int | None = None
    for n, row in enumerate(rows):
        held = bool(covered.get(n)) or _holds(row)
        if held and start is None:
            start = n
        if not held and start is not None:
            yield start, n
            start = None
    if start is not None:
        yield start, len(rows)


def _strips(
    rows: Sequence[Row], top: int, bottom: int, spans: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Tables standing side by side in a band: a whole empty column parts them."""
    used: set[int] = set()
    for (r, c), (_tall, wide) in spans.items():
        if top <= r < bottom and c < min(len(rows[r]), MAX_COLUMNS) and _filled(rows[r][c]):
            used.update(range(c, c + wide))
    free = {c for c in range(min(max(map(len, rows[top:bottom])), MAX_COLUMNS)) if c not in used}
    for row in rows[top:bottom]:
        if not free:  # in most tables every column is used after a few rows
            break
        found = {c for c in free if c < len(row) and _filled(row[c])}
        used |= found
        free -= found
    start: int | None = None
    for c in range(max(used, default=-1) + 2):
        if c in used and start is None:
            start = c
        if c not in used and start is not None:
            yield start, c
            start = None


def _table(
    rows: Sequence[Row], area: tuple[int, int, int, int], *, spans: dict[tuple[int, int], tuple[int, int]],
    covered: dict[int, set[int]], builder: Builder, unseen: Unseen | None,
) -> None:  # fmt: skip
    """One area: lines of a single cell before its first real row are its caption, and lines of their own."""
    top, bottom, left, right = area
    words = [_words(rows[n], left, right, covered.get(n, _NONE)) for n in range(top, bottom)]
    first, caption = 0, ""
    while right - left > 1 and first < len(words) and sum(map(bool, words[first])) == 1:
        caption = next(text for text in words[first] if text)
        builder.add_line((Run(text=tidy(caption)[0]),))
        first += 1
    words = words[first:]
    while words and not any(words[-1]):
        words.pop()
    if not words:
        return
    if len(words) == 1 and len(words[0]) == 1:
        builder.add_line((Run(text=tidy(words[0][0])[0]),))
        return
    joined = "\n".join(map(PARTED.join, words))
    tidied, note = tidy(joined)
    if tidied != joined:  # seldom: then cell by cell, so that offsets agree
        family = family_of(text for row in words for text in row)
        words = [[_unicode(text, family) for text in row] for row in words]
        builder.notes += [note] if note else []
    reach = {(r - top - first, c - left): span for (r, c), span in spans.items() if r >= top + first}
    builder.add_rows(
        words,
        reach=reach,
        corner=(top + first, left),
        caption=caption,
        unseen=unseen,
        joined=joined if tidied == joined else None,
    )


def _unicode(text: str, family: str) -> str:
    return tidy(convert(text, family) if family and is_typed_in(text, family, around="") else text)[0]


def _words(row: Row, left: int, right: int, covered: Set[int]) -> Sequence[str]:
    """What the cells of a row show; the cells a merged one covers are empty."""
    found = [
        (value if value.isprintable() and "  " not in value else _plain(value))
        if type(value) is str
        else shown(value)
        for value in row[left:right]
    ]
    found += [""] * (right - left - len(found))
    for c in covered:
        if left <= c < right:
            found[c - left] = ""
    return tuple(found)  # of words alone: nothing the interpreter keeps looking through


def _plain(text: str) -> str:
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def shown(value: Any) -> str:
    """A value as it is read in a paper: whole numbers without a point, days as days."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _decimal(value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, timedelta) or value is not None else ""


@lru_cache(maxsize=8192)
def _day(value: date) -> str:
    """A list of thousands of rows knows few hundred days."""
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%H:%M %d/%m/%Y}"
    return f"{value:%d/%m/%Y}"


@lru_cache(maxsize=8192)
def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _percent_cells(archive: Archive) -> dict[str, list[tuple[int, int]]]:
    """By sheet title the cells whose style is a percentage; calamine gives values, not how they are shown."""
    if "xl/styles.xml" not in archive.names:
        return {}
    styles = _percent_styles(parse_part(archive.part("xl/styles.xml")))
    if not styles:
        return {}
    found: dict[str, list[tuple[int, int]]] = {}
    for title, body in sheets_in(archive):
        cells = [m for m in _STYLED.finditer(body) if int(m["style"]) in styles]
        found[title] = [(int(m["row"]) - 1, _column_index(m["column"])) for m in cells]
    return found


def _percent_styles(root: _Element) -> set[int]:
    own = {
        int(f.get("numFmtId") or 0) for f in root.iter(f"{MAIN}numFmt") if "%" in (f.get("formatCode") or "")
    }
    formats = root.find(f"{MAIN}cellXfs")
    kinds = [int(xf.get("numFmtId") or 0) for xf in formats] if formats is not None else []
    return {n for n, kind in enumerate(kinds) if kind in BUILT_IN_PERCENT or kind in own}


def _column_index(name: bytes) -> int:
    index = 0
    for letter in name:
        index = index * 26 + letter - 64
    return index - 1


def _uncomputed(archive: Archive) -> int:
    """Formulas saved without a value (written by a program, never opened in a spreadsheet)."""
    missing = 0
    for part in sorted(archive.names):
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            body = archive.part(part)
            if b"<f" in body:
                missing += sum(m["value"] is None for m in _FORMULA.finditer(body))
    return missing
