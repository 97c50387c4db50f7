"""One table per kind of record and per kind of part, to be opened in a spreadsheet by anybody."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from types import TracebackType
from typing import IO, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from phoihop.core.models import Part, Record
from phoihop.upkeep.package.rows import dump

#: What would make a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Names of referred rows that are remembered.
_REMEMBERED = 20000
_HIDDEN = frozenset({"id", "seq", "head"})


class Sheets:
    """Writes to files beside the package while records pass by; they become members afterwards."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model
        self.files: dict[str, IO[str]] = {}
        self.writers: dict[str, Any] = {}
        self.names: dict[tuple[str, Any], str] = {}

    def __enter__(self) -> Sheets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files.values():
            file.close()

    def take(self, record: Record) -> None:
        self._row(self.model, record, [])
        for part in self.model.parts():
            link: Any = part._meta.get_field(part.parent)
            for row in getattr(record, link.remote_field.get_accessor_name()).all():
                self._row(part, row, [record.code], leave=link.name)

    def members(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Name and content of each table that has rows."""
        for name, file in sorted(self.files.items()):
            file.flush()
            file.seek(0)
            yield name, file.buffer  # type: ignore[attr-defined]

    def _row(self, model: type[Record | Part], row: Any, before: list[str], *, leave: str = "") -> None:
        fields = [f for f in model._meta.concrete_fields if f.name not in _HIDDEN | {leave}]
        label = self.model._meta.label_lower
        name = f"{label}.csv" if model is self.model else f"{label}.{model._meta.model_name}.csv"
        if name not in self.files:
            self.files[name] = io.TextIOWrapper(tempfile.TemporaryFile(), encoding="utf-8-sig", newline="")
            self.writers[name] = csv.writer(self.files[name], lineterminator="\r\n")
            head = ["Mã bản ghi"] if before else []
            self.writers[name].writerow([*head, *(str(f.verbose_name) for f in fields)])
        self.writers[name].writerow(
            [_safe(text) for text in (*before, *(self._text(f, row) for f in fields))]
        )

    def _text(self, field: Any, row: Any) -> str:
        value = getattr(row, field.attname)
        if value is None:
            return ""
        if field.is_relation:
            return self._name(field, row, value)
        if field.name == "state" and isinstance(row, Record):
            return row.state_label
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.JSONField):
            return dump(value)
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, bool):
            return "có" if value else "không"
        return str(value)

    def _name(self, field: models.Field[Any, Any], row: Any, key: Any) -> str:
        """How the referred row is called; each is asked for its name once."""
        mark = (field.related_model._meta.label_lower, key)  # type: ignore[union-attr]
        if mark not in self.names:
            if len(self.names) > _REMEMBERED:
                self.names.clear()
            try:
                self.names[mark] = str(getattr(row, field.name))
            except ObjectDoesNotExist:
                self.names[mark] = str(key)
        return self.names[mark]


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
