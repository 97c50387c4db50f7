"""Inputs of the minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import LONG
from phoihop.core.forms import ActionForm
from phoihop.meetings.choosing import MeetingField
from phoihop.meetings.minutes import Minutes
from phoihop.meetings.models import Meeting, MeetingState

#: A heading stands in a line of its own that begins with this.
HEADING = "# "


class WriteForm(ActionForm):
    """Of which meeting."""

    proposable = ("meeting",)
    meeting = MeetingField(label=_("Hội nghị"), queryset=Meeting.objects.none())

    def prepare(self) -> None:
        if self.actor is not None:
            meetings: Any = self.fields["meeting"]
            mine = Meeting.objects.visible_to(self.actor).filter(
                state__in=(MeetingState.HELD, MeetingState.CLOSED)
            )
            meetings.queryset = mine.filter(minutes=None).order_by("-starts_at", "-pk")


class ReviseForm(ActionForm):
    """The whole text, one paragraph a line."""

    text = forms.CharField(
        label=_("Chữ của biên bản: mỗi đoạn một dòng, tiêu đề mở đầu bằng #"), max_length=60000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )  # fmt: skip

    def prepare(self) -> None:
        if isinstance(self.record, Minutes):
            self.initial["text"] = "\n".join(
                f"{HEADING if line.heading else ''}{line.text}" for line in self.record.lines.all()
            )


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("Góp ý vào biên bản: đoạn nào, sửa thế nào"), widget=LONG, max_length=2000)


class AnswerRemarkForm(ActionForm):
    number = forms.TypedChoiceField(label=_("Góp ý"), choices=(), coerce=int)
    answer = forms.CharField(label=_("Trả lời: đã sửa, hoặc vì sao giữ nguyên"), widget=LONG, max_length=2000)

    def prepare(self) -> None:
        if isinstance(self.record, Minutes):
            number: Any = self.fields["number"]
            number.choices = [
                (r.number, f"{r.number}. {r.who}: {r.text[:100]}")
                for r in self.record.remarks.all()
                if not r.answer
            ]


class ApproveForm(forms.Form):
    approved_by = forms.CharField(
        label=_("Chủ tọa duyệt trên giấy (khi ghi thay): chức danh, họ tên"), max_length=300, required=False
    )
