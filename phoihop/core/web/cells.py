"""Draws the values of lists and details: plain functions, because a page has hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.core.deadlines import Distances
from phoihop.core.listing import Column
from phoihop.core.models import Record
from phoihop.core.text import format_number
from phoihop.core.web.places import address
from phoihop.core.web.templatetags.phoihop import reach, state_markup

SELECTED = SafeString(" selected")

Draw = Callable[[Any], SafeString]

#: States in which a passed date is no longer late: they are drawn without a distance.
SETTLED = frozenset({"xong", "xacminh", "gac", "rut", "thieu"})


def dated(value: date) -> SafeString:
    """A date holds no letter that could be markup."""
    return SafeString(f'<span class="ph-ngay">{value:%d/%m/%Y}</span>')


def drawer(column: Column, *, url: Callable[[Record], str], today: date, distances: Distances) -> Draw:
    """The function that draws one column, chosen once per page."""
    path = column.value

    def title(row: Any) -> SafeString:
        under = str(reach(row, column.under)) if column.under else ""
        shown = reach(row, path)
        if not under:
            return format_html('<a class="ten" href="{}">{}</a>', url(row), shown)
        return format_html(
            '<a class="ten" href="{}">{}</a><span class="duoi">{}</span>', url(row), shown, under
        )

    def state(row: Any) -> SafeString:
        return state_markup(*row.shown_state(today))

    def day(row: Any) -> SafeString:
        value = reach(row, path)
        return dated(value) if value else SafeString("")

    def due(row: Any) -> SafeString:
        value = reach(row, path)
        if not value:
            return state_markup("thieu", _("Chưa có hạn"))
        shown = dated(value)
        shape = row.mark.shape
        if shape in SETTLED:
            return format_html("{}<br>{}", shown, state_markup(shape, row.state_label))
        if row.due_met:
            return format_html('{}<span class="duoi">{}</span>', shown, row.due_met)
        late, words = distances.words(value, today)
        soon = "sap" if 0 <= (value - today).days <= 7 else shape
        return format_html("{}<br>{}", shown, state_markup("tre" if late else soon, words))

    def proof(row: Any) -> SafeString:
        words = reach(row, path)
        return format_html("{}", words) if words else state_markup("thieu", _("Chưa có"))

    def record(row: Any) -> SafeString:
        other = reach(row, path)
        return format_html('<a href="{}">{}</a>', address(other), other) if other else SafeString("")

    def text(row: Any) -> SafeString:
        value = reach(row, path)
        return format_html("{}", format_number(value) if isinstance(value, Decimal) else value)

    kinds: dict[str, Draw] = {
        "title": title, "state": state, "date": day, "due": due, "proof": proof, "record": record,
    }  # fmt: skip
    return kinds.get(column.kind, text)


def cell(column: Column, *, url: Callable[[Record], str], today: date, distances: Distances) -> Draw:
    """The function that draws one column as a whole cell; its label goes along for narrow screens."""
    draw = drawer(column, url=url, today=today, distances=distances)
    css = {"due": "k noi", "date": "k noi", "number": "r"}.get(column.kind, "")
    if (column.kind, column.value) == ("title", "code"):
        css = "k"  # a number of a register is read in one piece
    opening = format_html('<td class="{}"', css) if css else SafeString("<td")
    name = format_html(' data-n="{}">', column.label) if column.kind != "title" else ">"
    before = f"{opening}{name}"
    return lambda row: SafeString(f"{before}{draw(row)}</td>")


def drawn(row: Any, draws: Sequence[Draw]) -> SafeString:
    """The cells of one row; every drawer has escaped what it was given."""
    return SafeString("".join([draw(row) for draw in draws]))


def options(choices: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """The choices of a filter: drawn in one go, because a page has a hundred of them."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )
