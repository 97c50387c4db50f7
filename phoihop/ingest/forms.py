"""Inputs of reading and confirming an old paper."""

from __future__ import annotations

import contextlib
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.ingest.models import Decision, Reading
from phoihop.ingest.readers import Unreadable, read_once


class ReadForm(forms.Form):
    """A file, or a text pasted from a page; one of the two."""

    upload = forms.FileField(
        label=_("Tệp Word, PDF, bảng tính, trang tin (.docx, .doc, .pdf, .xlsx, .html, .txt)"), required=False
    )
    pasted = forms.CharField(
        label=_("Hoặc dán bài vào đây"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=400_000,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("upload")) == bool((values.get("pasted") or "").strip()):
            raise forms.ValidationError(_("Chọn một tệp, hoặc dán một bài; một trong hai."))
        given = values.get("upload") or ContentFile(values["pasted"].encode(), name="bai-dan.txt")
        with contextlib.suppress(Unreadable):  # the action says why; nothing is locked while it is read
            read_once(given)
        return {"upload": given, "pasted": ""}


class DecideForm(forms.Form):
    """One item; ``parts`` are the boxes of its parts, sent by the page as ``p-<key>``."""

    order = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("Quyết định"), choices=Decision.choices)
    value = forms.CharField(label=_("Sửa thành"), required=False, max_length=2000)
    parts = forms.JSONField(label=_("Sửa từng phần"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        boxes = {key[2:]: str(self.data[key]) for key in self.data if key.startswith("p-")}
        values["parts"] = boxes or values.get("parts") or {}
        return values


class RecordForm(ActionForm):
    """Confirms that what was taken goes into the books; says how many items that is and what stays open."""

    sure = forms.BooleanField(label=_("Ghi các mục đã nhận vào sổ"))

    def prepare(self) -> None:
        if not isinstance(self.record, Reading):
            return
        found = self.record.decided()
        field = self.fields["sure"]
        field.label = _("Ghi %d mục đã nhận vào sổ") % len(found["waiting"])
        if found["open"]:
            few = "; ".join(f"{p.order}. {p.field_label}: {p.words[:60]}" for p in found["open"][:8])
            field.help_text = _(
                "Còn %(n)d mục chưa quyết, lần này không ghi: %(few)s%(more)s. Ghi xong vẫn quyết và ghi tiếp được."
            ) % {"n": len(found["open"]), "few": few, "more": "; …" if len(found["open"]) > 8 else ""}
