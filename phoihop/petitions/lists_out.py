"""A compiled list in the columns a ward or its city wants; what goes out can be read back equal (``past_rows``)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from phoihop.petitions.models import CompiledList, Petition, practice, result_of
from phoihop.petitions.past_columns import meanings

#: Whose order of columns: the practice that names it.
ORDERS: Mapping[str, str] = {"phuong": "list_columns_ward", "thanh-pho": "list_columns_city"}
WIDE = {"content": 60, "answer": 60, "source": 30, "unit": 30, "result": 26, "note": 24}


def order_of(whose: str, day: date) -> list[str]:
    """Meanings of the columns in the order in use on the day."""
    return [code for code in practice(ORDERS[whose], day).split() if code in meanings()]


def result_words(row: Petition) -> str:
    kind = result_of(row.result_class)
    if kind is not None:
        return kind.label.split(" (")[0]
    return "" if row.answered_on else str(_("Chưa trả lời"))


def _letter(row: Petition) -> str:
    last = row.last_answer()
    return last.letter if last else ""


def _note(row: Petition) -> str:
    return str(_("hẹn %s")) % f"{row.promised_on:%d/%m/%Y}" if row.promised_on else ""


VALUES: Mapping[str, Callable[[Petition], Any]] = {
    "code": lambda row: row.code, "source": lambda row: row.source_line, "field": lambda row: row.field_label,
    "quarter": lambda row: row.quarter, "place": lambda row: row.place, "content": lambda row: row.content or row.title,
    "unit": lambda row: row.unit_told, "competence": lambda row: row.competence_label, "raised": lambda row: row.raised_on,
    "received": lambda row: row.received_on, "due": lambda row: row.due_on, "answer": lambda row: row.short_answer,
    "result": result_words, "document": _letter, "answered": lambda row: row.answered_on,
    "solved": lambda row: row.solved_on, "note": _note,
}  # fmt: skip


def rows_of(compiled: CompiledList) -> list[Petition]:
    lines = compiled.rows.select_related("petition__responsible", "petition__answering").order_by("order")
    return [line.petition for line in lines.prefetch_related("petition__answers")]


def table(rows: Sequence[Petition], columns: Sequence[str]) -> list[list[Any]]:
    """Headings, then one row a petition, days as days."""
    heads = [meanings()[code].label for code in columns]
    return [
        heads,
        *(
            [n if code == "number" else VALUES[code](row) for code in columns]
            for n, row in enumerate(rows, start=1)
        ),
    ]


def told(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else str(value)


def workbook(title: str, rows: Sequence[Petition], columns: Sequence[str]) -> bytes:
    """The list as Excel: its title above, one line of headings, strings as strings, days as days."""
    import xlsxwriter  # noqa: PLC0415 heavy

    out = io.BytesIO()
    plain = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, plain)
    sheet = book.add_worksheet("Biểu tổng hợp")
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "border": 1})
    sheet.merge_range(
        0, 0, 0, max(len(columns) - 1, 1), title, book.add_format({"bold": True, "align": "center"})
    )
    for c, code in enumerate(columns):
        sheet.set_column(c, c, WIDE.get(code, 16))
    for r, line in enumerate(table(rows, columns), start=2):
        for c, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, int):
                sheet.write_number(r, c, value, wrap)
            else:
                sheet.write_string(r, c, "" if value is None else str(value), bold if r == 2 else wrap)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()
