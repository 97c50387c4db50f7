"""A list as an Excel file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from phoihop.core import moment
from phoihop.core.listing import Listing
from phoihop.core.web.templatetags.phoihop import reach


def workbook(listing: Listing, rows: Iterable[Any]) -> bytes:
    """Header row, then one row each; strings are written as strings, never as formulas or links."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(listing.title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "border": 1})
    for n, column in enumerate(listing.columns):
        sheet.write_string(0, n, column.label, bold)
        sheet.set_column(n, n, 44 if column.kind == "title" else 18)
    sheet.freeze_panes(1, 0)
    today = moment.today()
    for k, row in enumerate(rows, start=1):
        for n, column in enumerate(listing.columns):
            value = row.shown_state(today)[1] if column.kind == "state" else reach(row, column.value)
            if isinstance(value, date):
                sheet.write_datetime(k, n, value, day)
            elif isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(k, n, float(value), wrap)
            else:
                sheet.write_string(k, n, str(value), wrap)
    book.close()
    return out.getvalue()
