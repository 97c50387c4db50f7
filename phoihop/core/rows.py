"""A box of a form that is a table: rows of small boxes, each typed, moved, added and taken away.

All boxes of a column share one name, so that a row needs no number of its own and a draft, a page and JSON give the same
lists. Without script the number box moves a row, an emptied row is gone, and the blank rows at the end take new ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Row = dict[str, str]
#: The column whose numbers order the rows; one left empty comes last.
PLACE = "stt"
#: Blank rows below the last, for who types without script.
SPARE = 2


@dataclass(frozen=True, kw_only=True)
class Box:
    """One column. ``lines``: a value of several lines; ``counts``: minutes, added up while they are typed."""

    name: str
    label: Any
    required: Any = ""
    max_length: int = 300
    long: bool = False
    lines: bool = False
    counts: bool = False
    hidden: bool = False


class RowsInput(forms.Widget):
    """Drawn by ``rows.html``; ``faults`` stand at the box of their row, ``proposed`` words are offered while typing."""

    use_fieldset = True

    def __init__(self, boxes: Sequence[Box], **given: Any) -> None:
        super().__init__(**given)
        self.boxes = boxes
        self.faults: dict[tuple[int, str], str] = {}
        self.proposed: dict[str, Callable[[], Sequence[str]]] = {}
        #: What the page tells of the whole, and the route that reads pasted lines into rows.
        self.told: dict[str, Any] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> RowsInput:
        made: RowsInput = super().__deepcopy__(memo)
        made.faults, made.proposed, made.told = {}, dict(self.proposed), dict(self.told)
        return made

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        """The rows in the order their numbers say; what is empty is no row."""
        shown = [box.name for box in self.boxes]
        columns = [_listed(data, f"{name}-{column}") for column in (PLACE, *shown)]
        found: list[tuple[float, Row]] = []
        for place, *values in zip_longest(*columns, fillvalue=""):
            row = {key: str(value) for key, value in zip(shown, values, strict=True)}
            if any(row[box.name].strip() for box in self.boxes if not box.hidden):
                found.append((_number(place), row))
        return [row for _place, row in sorted(found, key=lambda pair: pair[0])]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{box.name}" in data for box in self.boxes)

    def id_for_label(self, id_: str) -> str:
        """The first faulty box, else the first."""
        n, box = min(self.faults, default=(1, next(b.name for b in self.boxes if not b.hidden)))
        return f"{id_}_{n}_{box}"

    def drawn(self, name: str, rows: Sequence[Row], *, spare: int = 0, after: int = 0) -> dict[str, Any]:
        """What the template needs; ``after`` rows stand above already."""
        listed = [*rows, *({} for _n in range(spare))]
        return {
            "name": name, "boxes": self.boxes, "place": f"{name}-{PLACE}",
            "rows": [self._row(name, n, row) for n, row in enumerate(listed, start=after + 1)],
        }  # fmt: skip

    def _row(self, name: str, n: int, row: Row) -> dict[str, Any]:
        cells = [
            {
                "box": box, "name": f"{name}-{box.name}", "id": f"id_{name}_{n}_{box.name}", "value": row.get(box.name, ""),
                "fault": self.faults.get((n, box.name), ""), "list": f"goi-y-{name}-{box.name}" if box.name in self.proposed else "",
            }
            for box in self.boxes
        ]  # fmt: skip
        return {"n": n, "typed": bool(row), "cells": cells, "wrong": any(c["fault"] for c in cells)}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.drawn(name, value or [], spare=SPARE)
        context |= {"blank": self._row(name, 0, {}), **self.told}
        context["proposed"] = [(f"goi-y-{name}-{box}", ask()) for box, ask in self.proposed.items()]
        return render_to_string("rows.html", context)


class RowsField(forms.Field):
    """``read`` makes something of one row or raises ValidationError by box; every row is looked at before any is told."""

    widget: Any = RowsInput
    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Chưa ghi hàng nào.")}

    def __init__(self, *, boxes: Sequence[Box], read: Callable[[Row], Any] = dict, **given: Any) -> None:
        self.boxes, self.read = tuple(boxes), read
        super().__init__(widget=RowsInput(self.boxes), **given)

    def clean(self, value: Any) -> list[Any]:
        super().clean(value)
        found = []
        for n, row in enumerate(value or [], start=1):
            faults = self._shape(row)
            try:
                found.append(self.read(row))
            except ValidationError as error:
                faults = {**error.message_dict, **faults}
            for box, words in faults.items():
                self.widget.faults[n, box] = " ".join(words)
        self.refuse()
        return found

    def _shape(self, row: Row) -> dict[str, list[str]]:
        faults: dict[str, list[str]] = {}
        for box in self.boxes:
            words = row.get(box.name, "").strip()
            if box.required and not words:
                faults[box.name] = [str(box.required)]
            elif len(words) > box.max_length:
                faults[box.name] = [str(_("Dài quá %d ký tự.") % box.max_length)]
        return faults

    def refuse(self) -> None:
        """Raises what was found wrong, row by row, if anything was."""
        if self.widget.faults:
            raise ValidationError(
                [_("Hàng %(n)d: %(words)s") % {"n": n, "words": words} for (n, _box), words in sorted(self.widget.faults.items())]
            )  # fmt: skip

    def has_changed(self, initial: Any, data: Any) -> bool:
        def plain(rows: Any) -> list[Row]:
            return [
                {k: " ".join(str(v).split()) for k, v in row.items() if str(v).strip()} for row in rows or []
            ]

        return plain(initial) != plain(data)


def _listed(data: Mapping[str, Any], name: str) -> list[Any]:
    ask = getattr(data, "getlist", None)
    if ask is not None:
        return list(ask(name))
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(words: Any) -> float:
    try:
        found = float(str(words).strip().replace(",", "."))
    except ValueError:
        return math.inf
    return math.inf if math.isnan(found) else found
