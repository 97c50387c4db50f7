"""Inputs of reading an old list: the file, and what each of its columns means."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.importers import Untold
from phoihop.petitions.forms import not_ahead
from phoihop.petitions.past_columns import meanings
from phoihop.petitions.past_files import read_stored, read_upload


class ReadListForm(ActionForm):
    """An old compiled list as it lies in the office: Word, Excel (.xlsx, .xls), OpenDocument."""

    upload = forms.FileField(label=_("Tệp biểu tổng hợp (.docx, .doc, .xlsx, .xls, .ods)"))
    as_of = DayField(
        label=_("Ngày của biểu"),
        help_text=_("Ngày lập biểu. Dòng nào không ghi ngày trả lời thì lấy ngày này."),
    )
    period_words = forms.CharField(
        label=_("Kỳ"), max_length=200, required=False, help_text=_("Ví dụ: trước kỳ họp cuối năm 2026.")
    )
    title = forms.CharField(
        label=_("Tên biểu"), max_length=300, required=False, help_text=_("Để trống thì lấy dòng đầu biểu.")
    )

    def prepare(self) -> None:
        today = timezone.localdate(moment.now())
        self.initial.setdefault("as_of", date(today.year - 1, 12, 31))

    def clean_as_of(self) -> Any:
        return not_ahead(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("upload"):
            # Read before the books are locked; the action finds it read and says what is wrong with it.
            with contextlib.suppress(Untold):
                read_upload(values["upload"])
        return values


class MatchColumnsForm(ActionForm):
    """One choice a column; each meaning once, and one column must be what was asked."""

    def prepare(self) -> None:
        choices = [("", _("không đọc"))] + [(m.code, m.label) for m in meanings().values()]
        for column in self.columns():
            label = column.heading or str(_("cột %d") % (column.position + 1))
            self.fields[f"c{column.position}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=column.meaning,
                help_text=str(_("Ví dụ: %s") % column.sample) if column.sample else "",
            )  # fmt: skip

    def columns(self) -> list[Any]:
        held: Any = getattr(self.record, "columns", None)
        return list(held.all()) if held is not None else []

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen: dict[str, str] = {}
        for name, meaning in list(values.items()):
            if not meaning:
                continue
            if meaning in chosen:
                told = {"what": meanings()[meaning].label, "first": self.fields[chosen[meaning]].label}
                self.add_error(name, ValidationError(_("“%(what)s” đã chọn cho cột “%(first)s”.") % told))
            chosen.setdefault(meaning, name)
        if "content" not in chosen and self.columns():
            raise ValidationError(_("Chọn cột nào là nội dung kiến nghị."))
        if not self.errors:
            _read_beforehand(self.record)
        return values

    def inputs(self) -> dict[str, Any]:
        return {"columns": {int(name[1:]): meaning for name, meaning in self.cleaned_data.items()}}


class RecordRowsForm(ActionForm):
    """What will become of the rows is told above; the file is read before the books are locked."""

    repeats = forms.BooleanField(
        label=_("Ghi cả dòng trùng"),
        required=False,
        help_text=_("Khi là hai lượt hỏi: mỗi dòng một kiến nghị."),
    )

    def prepare(self) -> None:
        if self.record is not None and not getattr(self.record, "repeated", 0):
            del self.fields["repeats"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        _read_beforehand(self.record)
        return values


class TakeBackForm(ActionForm):
    """Why, with how many leave the book and how many stay because somebody has worked on them."""

    reason = forms.CharField(
        label=_("Vì sao lấy lại"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: đọc nhầm cột trả lời, nhầm biểu của phường khác."),
    )  # fmt: skip


def _read_beforehand(past: Any) -> None:
    """Read before the books are locked; the action finds it read and says what is wrong with it."""
    if past is not None:
        with contextlib.suppress(Untold, OSError):
            read_stored(past.file)
