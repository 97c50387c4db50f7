"""Inputs of reading and confirming an old paper."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.documents.models import IncomingDocument
from phoihop.ingest.models import Decision, Reading, TaskRow
from phoihop.ingest.readers import Unreadable, read_once

_PRESSED = re.compile(r"(?P<order>\d{1,6})-(?P<decision>[a-z]{1,10})")
_BOX = re.compile(r"t-(\d{1,6})-(content|lead|cooperating|product|due|pick)")


class ReadForm(ActionForm):
    """A file, or a text pasted from a page; one of the two. ``about``: the record whose file is read."""

    proposable = ("about",)

    upload = forms.FileField(
        label=_("Tệp Word, PDF, bảng tính, trang tin (.docx, .doc, .pdf, .xlsx, .html, .txt)"), required=False
    )
    pasted = forms.CharField(
        label=_("Hoặc dán bài vào đây"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=400_000,
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=160)

    def prepare(self) -> None:
        given = self.data if self.is_bound else self.initial
        self._of = kept_file(str(given.get("about") or ""), self.actor)
        if self._of is not None:
            del self.fields["pasted"]
            upload = self.fields["upload"]
            upload.help_text = _("Để trống: đọc tệp %s của văn bản đến.") % self._of[1].name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self._of is not None:
            record, kept = self._of
            given = values.get("upload") or kept
            with contextlib.suppress(Unreadable):
                read_once(given)
            return {"upload": given, "pasted": "", "about": record}
        values.pop("about", None)
        if bool(values.get("upload")) == bool((values.get("pasted") or "").strip()):
            raise forms.ValidationError(_("Chọn một tệp, hoặc dán một bài; một trong hai."))
        given = values.get("upload") or ContentFile(values["pasted"].encode(), name="bai-dan.txt")
        with contextlib.suppress(Unreadable):  # the action says why; nothing is locked while it is read
            read_once(given)
        return {"upload": given, "pasted": ""}


def kept_file(key: str, actor: Actor | None) -> tuple[Record, ContentFile[bytes]] | None:
    """The incoming paper an address names ("documents.incomingdocument:…") with the bytes of its file."""
    label, _colon, code = key.partition(":")
    if actor is None or label != IncomingDocument._meta.label_lower:
        return None
    paper = IncomingDocument.objects.visible_to(actor).filter(code=code).select_related("file").first()
    if paper is None or paper.file is None or not default_storage.exists(paper.file.stored_as):
        return None
    with default_storage.open(paper.file.stored_as) as stored:
        return paper, ContentFile(stored.read(), name=paper.file.name)


class DecideForm(forms.Form):
    """One item; ``parts`` are the boxes of its parts. The page sends its whole form, its boxes named
    ``t-<order>-<key>``, and which button was pressed as ``mot``: ``<order>-<decision>``."""

    order = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("Quyết định"), choices=Decision.choices)
    value = forms.CharField(label=_("Sửa thành"), required=False, max_length=2000)
    parts = forms.JSONField(label=_("Sửa từng phần"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        pressed = _PRESSED.fullmatch(str(data.get("mot", ""))) if data is not None else None
        if pressed:
            data = {**data.dict(), "order": pressed["order"], "decision": pressed["decision"]}
        super().__init__(data, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        own = f"t-{values.get('order')}-"
        boxes = {key.removeprefix(own): str(self.data[key]) for key in self.data if key.startswith(own)}
        values["value"] = boxes.pop("value", "") or values.get("value", "")
        values["parts"] = boxes or values.get("parts") or {}
        return values


class RecordTasksForm(ActionForm):
    """The table of proposed tasks: boxes named ``t-<order>-<part>``, a tick ``t-<order>-pick``; machines send ``rows``."""

    rows = forms.JSONField(label=_("Các việc đã chọn"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        found: dict[int, dict[str, str]] = {}
        for name in self.data:
            if box := _BOX.fullmatch(name):
                found.setdefault(int(box[1]), {})[box[2]] = str(self.data[name])
        picked = [
            {"order": order, "parts": {k: words for k, words in parts.items() if k != "pick"}}
            for order, parts in sorted(found.items()) if "pick" in parts
        ]  # fmt: skip
        values["rows"] = picked or _rows(values.get("rows"))
        return values

    def prepare(self) -> None:
        """The items stand as they were just typed, or as they were left."""
        if self.is_bound and isinstance(self.record, Reading):
            self.record.typed_over({name: str(self.data[name]) for name in self.data})

    def task_rows(self) -> list[TaskRow]:
        return self.record.task_rows() if isinstance(self.record, Reading) else []

    def unsent(self) -> MultiValueDict[str, Any] | None:
        """Every box of the items not recorded in which something else was typed than stands there."""
        if not isinstance(self.record, Reading):
            return None
        kept: MultiValueDict[str, Any] = MultiValueDict()
        pressed = _PRESSED.fullmatch(str(self.data.get("mot", "")))
        for proposal in self.record.proposals.all():
            own = {name: self.data[name] for name in self.data if name.startswith(proposal.prefix)}
            if pressed and int(pressed["order"]) == proposal.order:  # its tick follows what was just decided
                own.pop(f"{proposal.prefix}pick", "")
                own |= {f"{proposal.prefix}pick": "1"} if own and proposal.ready else {}
            if not proposal.made and proposal.differs(own):
                kept.update(own)
        return kept or None


def _rows(sent: Any) -> list[dict[str, Any]]:
    """Rows a machine sent, each a number and its parts."""
    try:
        return [
            {"order": int(row["order"]), "parts": {str(k): str(v) for k, v in (row.get("parts") or {}).items()}}
            for row in sent or ()
        ]  # fmt: skip
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise forms.ValidationError(_("Mỗi dòng cần số thứ tự và các phần của việc.")) from error


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
