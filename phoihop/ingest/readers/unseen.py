"""Rows and columns of a spreadsheet that nobody sees who opens it; the reader of cells does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phoihop.ingest.readers.archive import Archive
from phoihop.ingest.readers.docx import parse_part
from phoihop.ingest.readers.source import Unseen

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
#: Only rows that say anything of their height.
_ROW = re.compile(rb"<row\b[^>]*?\b(?:hidden|ht|width)\s*=[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_NUMBER = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")
_AWAY = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']|\b(?:ht|width)\s*=\s*["']0(?:\.0+)?["']""")
#: A sheet has no more columns, and no office fills more rows.
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


def unseen_of(archive: Archive) -> dict[str, Unseen]:
    """By sheet title, the sheets that hide any."""
    pairs = _of_ods(archive) if "content.xml" in archive.names else _of_xlsx(archive)
    return {title: unseen for title, unseen in pairs if unseen.rows or unseen.columns}


def sheets_in(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """The sheets of a workbook by title."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= archive.names:
        return
    targets = {
        rel.get("Id"): "xl/" + (rel.get("Target") or "").removeprefix("/xl/")
        for rel in parse_part(archive.part("xl/_rels/workbook.xml.rels"))
    }
    for sheet in parse_part(archive.part("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        part = targets.get(sheet.get(f"{RELATION}id"), "")
        if part in archive.names:
            yield sheet.get("name") or "", archive.part(part)


def _of_xlsx(archive: Archive) -> Iterator[tuple[str, Unseen]]:
    for title, body in sheets_in(archive):
        rows: set[int] = set()
        columns: set[int] = set()
        for tag in (found.group() for found in _ROW.finditer(body)):
            if _AWAY.search(tag) and (number := dict(_NUMBER.findall(tag)).get(b"r")):
                rows.add(int(number) - 1)
        for tag in (found.group() for found in _COLUMN.finditer(body)):
            ends = dict(_NUMBER.findall(tag))
            if _AWAY.search(tag) and b"min" in ends and b"max" in ends:
                columns.update(range(int(ends[b"min"]) - 1, min(int(ends[b"max"]), MOST_COLUMNS)))
        yield title, Unseen(frozenset(rows), frozenset(columns))


def _of_ods(archive: Archive) -> Iterator[tuple[str, Unseen]]:
    root = parse_part(archive.part("content.xml"))
    for table in root.iter(f"{_TABLE}table"):
        found: dict[str, set[int]] = {"table-row": set(), "table-column": set()}
        for name, hidden in found.items():
            at = 0
            most = MOST_ROWS if name == "table-row" else MOST_COLUMNS
            for line in table.iter(f"{_TABLE}{name}"):
                given = line.get(f"{_TABLE}number-{name.removeprefix('table-')}s-repeated") or "1"
                upto = min(at + (int(given) if given.isdecimal() else 1), most)
                if line.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    hidden.update(range(at, upto))
                at = upto
        yield (
            table.get(f"{_TABLE}name") or "",
            Unseen(frozenset(found["table-row"]), frozenset(found["table-column"])),
        )
