"""Inputs of the running order and its papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.forms import ActionForm
from phoihop.core.rows import Row, RowsField
from phoihop.documents.models import File, FileState
from phoihop.meetings.agenda import BOXES, Item, NamedPaper, TypedItem, lengths, read_row, rows_of
from phoihop.meetings.forms import LinesField
from phoihop.meetings.guests import expected
from phoihop.meetings.models import Meeting
from phoihop.meetings.parts import AgendaPaper
from phoihop.meetings.usual import usual_agenda

#: Of the files in the house, the newest are offered for an item of the agenda.
FILES = 200


class AgendaForm(ActionForm):
    """The whole running order at once: rows to fill, move and take away; lines, typed or pasted, add rows."""

    more = ("lines",)
    more_label = _("Dán nhanh từ Word, mỗi dòng một mục (không bắt buộc)")
    shows = ("papers",)

    agenda = RowsField(
        label=_("Chương trình"), boxes=BOXES, read=read_row, required=False,
        help_text=_("Tài liệu ghi thêm mã TL-… thì gắn tệp đã có trong sổ; tệp mới thì ghi chương trình rồi bấm Thêm tài liệu."),
    )  # fmt: skip
    lines = LinesField(
        label=_("Mỗi dòng một nội dung"), max_length=8000, required=False,
        help_text=_("Số phút ; nội dung ; người trình bày. Ví dụ: 20 ; Trình bày báo cáo tổng kết ; Phó Chủ tịch UBMTTQ. "
                    "Dán bảng từ Word cũng được; các dòng thành hàng ở cuối bảng."),
    )  # fmt: skip

    def prepare(self) -> None:
        fields: Any = self.fields
        fields["lines"].widget.attrs["data-thanh-hang"] = ""
        held, widget = self.record, fields["agenda"].widget
        widget.told = {"caption": _("Chương trình hội nghị"), "read_route": "agenda_rows"}
        if not isinstance(held, Meeting):
            return
        start, end = _minutes(held)
        widget.told |= {"starts": start, "wanted": end - start}
        widget.proposed = {"speaker": lambda: _speakers(held)}
        self.initial["agenda"] = [_shown(item, held.papers.all()) for item in held.agenda.all()] or [
            {"minutes": str(step.minutes), "title": str(step.title), "speaker": str(step.who)}
            for step in usual_agenda(held.kind, held.day)
        ]

    def clean(self) -> dict[str, Any]:
        """Rows and lines are one order; what its hours and papers say together is told at the row."""
        values = super().clean() or {}
        if self.errors:
            return values
        typed = [*values["agenda"], *self._of_lines(values["lines"])]
        if self.errors:
            return values
        if not typed:
            self.add_error("agenda", _("Chương trình chưa có mục nào."))
            return values
        start, end = _minutes(self.record) if isinstance(self.record, Meeting) else (0, 24 * 60)
        minutes, wrong = lengths(typed, start=start, end=end)
        for n, words in wrong.items():
            self._fault(n, "minutes", words, rows=len(values["agenda"]))
        files = self._files({code for item in typed for _words, code in item.papers if code})
        for n, item in enumerate(typed, start=1):
            for _words, code in item.papers:
                if code and code not in files:
                    told = (
                        _("Không có tệp %s mà đồng chí xem được. Bỏ mã, hoặc thêm tệp ở Thêm tài liệu.")
                        % code
                    )
                    self._fault(n, "papers", told, rows=len(values["agenda"]))
        if not self.errors and not self._refused():
            given = bool(values["agenda"])
            values["lines"] = [
                self._item(item, length, files, given=given)
                for item, length in zip(typed, minutes, strict=True)
            ]
        return values

    def _of_lines(self, lines: list[str]) -> list[TypedItem]:
        found = []
        for n, row in rows_of(lines):
            try:
                found.append(read_row(row))
                faulty = not row["minutes"] or not row["title"]
            except forms.ValidationError:
                faulty = True
            if faulty:
                told = _("Dòng %(n)d “%(line)s” chưa đúng dạng: số phút ; nội dung ; người trình bày.")
                self.add_error("lines", told % {"n": n, "line": lines[n - 1][:60]})
        return found

    def _fault(self, n: int, box: str, words: Any, *, rows: int) -> None:
        if n > rows:
            self.add_error("lines", _("Dòng %(n)d: %(words)s") % {"n": n - rows, "words": words})
        else:
            self.fields["agenda"].widget.faults[n, box] = str(words)

    def _refused(self) -> bool:
        field: Any = self.fields["agenda"]
        try:
            field.refuse()
        except forms.ValidationError as error:
            self.add_error("agenda", error)
            return True
        return False

    def _files(self, codes: set[str]) -> dict[str, File]:
        """Files of the house this person reads, and those the meeting has already."""
        if not codes:
            return {}
        rows = File.objects.filter(code__in=codes)
        mine = rows.visible_to(self.actor).filter(state=FileState.KEPT) if self.actor else rows.none()
        there = AgendaPaper.objects.filter(meeting=self.record) if isinstance(self.record, Meeting) else None
        own = rows.filter(Q(pk__in=there.values("file"))) if there is not None else rows.none()
        return {file.code: file for file in [*mine, *own]}

    def _item(self, item: TypedItem, minutes: int, files: dict[str, File], *, given: bool) -> Item:
        """Lines alone say nothing of papers: they replace the words of the order and leave what hangs on it."""
        papers = [
            NamedPaper((words or str(files[code]))[:300], files.get(code)) for words, code in item.papers
        ]
        was, told = (item.was, papers) if given else (None, papers or None)
        return Item(item.title[:400], minutes, item.speaker[:300], was, told)

    def inputs(self) -> dict[str, Any]:
        return {"lines": self.cleaned_data["lines"]}


def _minutes(held: Meeting) -> tuple[int, int]:
    """Start and end of the meeting in minutes of its day."""
    start = timezone.localtime(held.starts_at)
    begins = start.hour * 60 + start.minute
    return begins, begins + int((held.ends_at - held.starts_at).total_seconds() // 60)


def _shown(item: Any, papers: Any) -> Row:
    lines = [f"{p.words} [{p.file.code}]" if p.file_id else p.words for p in papers if p.item == item.number]
    return {
        "was": str(item.number), "minutes": str(item.minutes), "title": item.title, "speaker": item.speaker,
        "papers": "\n".join(lines),
    }  # fmt: skip


def _speakers(held: Meeting) -> list[str]:
    """Who is there or expected, and the bodies that hold it."""
    there = [row.words for row in held.attendance.all()] or [guest.words for guest in expected(held)]
    bodies = [str(_("Đại diện %s") % body) for body in held.hosts()]
    return list(dict.fromkeys([*there, *bodies]))


class PaperForm(ActionForm):
    """A paper of an item: a file of one's own, or one kept in the house already."""

    item = forms.TypedChoiceField(label=_("Cho nội dung"), choices=(), coerce=int)
    words = forms.CharField(label=_("Tên tài liệu"), max_length=300)
    upload = forms.FileField(label=_("Tệp"), required=False)
    file = forms.ModelChoiceField(
        label=_("Hoặc tệp đã có trong sổ"), queryset=File.objects.none(), required=False
    )

    def prepare(self) -> None:
        fields: Any = self.fields
        if isinstance(self.record, Meeting):
            fields["item"].choices = [(i.number, f"{i.number}. {i.title}") for i in self.record.agenda.all()]
        if self.actor is not None:
            kept = File.objects.visible_to(self.actor).filter(state=FileState.KEPT)
            fields["file"].queryset = kept.filter(pk__in=kept.order_by("-pk").values("pk")[:FILES]).order_by(
                "-pk"
            )
