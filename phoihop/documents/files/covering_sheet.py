"""A workbook without some words: written anew from the cells that are seen, so that no formula, comment or hidden sheet comes along."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from lxml import etree

from phoihop.documents.files.covering_words import BAR, Words

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def cover(content: bytes, words: Words, *, pictures: bool) -> tuple[bytes, int, str]:
    """Never with its pictures: only what stands in cells is written anew."""
    import xlsxwriter  # noqa: PLC0415 heavy: only when a workbook is covered
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 heavy: only when a workbook is covered

    old, count, out = CalamineWorkbook.from_filelike(io.BytesIO(content)), 0, io.BytesIO()
    unseen = _unseen(content)
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as new:
        new.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 no time of anybody
        for n, name in enumerate(old.sheet_names):
            if name not in unseen:
                continue
            rows, columns = unseen[name]
            title = words.covered(name)[0].replace(BAR, "x")
            page = new.add_worksheet(_FORBIDDEN.sub(" ", title)[:31] or f"Trang {n + 1}")
            down = 0
            for r, row in enumerate(old.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                if r in rows:
                    continue
                seen = [value for c, value in enumerate(row) if c not in columns]
                for c, value in enumerate(seen):
                    count += _write(page, down, c, value, words)
                down += 1
    return out.getvalue(), count, ""


def _write(page: Any, row: int, column: int, value: Any, words: Words) -> int:
    text = _said(value)
    if not text:
        return 0
    made, count = words.covered(text)
    if count or not isinstance(value, int | float) or isinstance(value, bool):
        page.write_string(row, column, made)
    else:
        page.write_number(row, column, value)
    return count


def _said(value: Any) -> str:
    """As a reader of the sheet sees it."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _unseen(content: bytes) -> dict[str, tuple[set[int], set[int]]]:
    """For each sheet that is shown, its hidden rows and columns."""
    found: dict[str, tuple[set[int], set[int]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"), _PARSER)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _PARSER)
        targets = {row.get("Id"): str(row.get("Target")) for row in links}
        for sheet in book.iter(f"{M}sheet"):
            if sheet.get("state", "visible") != "visible":
                continue
            target = targets.get(sheet.get(f"{R}id"), "")
            place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[str(sheet.get("name"))] = _hidden_in(etree.fromstring(archive.read(place), _PARSER))
    return found


def _hidden_in(page: Any) -> tuple[set[int], set[int]]:
    rows = {int(row.get("r", "0")) - 1 for row in page.iter(f"{M}row") if row.get("hidden") in ("1", "true")}
    columns: set[int] = set()
    for column in page.iter(f"{M}col"):
        if column.get("hidden") in ("1", "true"):
            columns.update(range(int(column.get("min", "1")) - 1, min(int(column.get("max", "1")), 16384)))
    return rows, columns
