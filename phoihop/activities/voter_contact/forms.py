"""Inputs of the actions on voter contact: shape and types; the rules are in actions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.asked import raised_at
from phoihop.activities.voter_contact.models import (
    POINT_KIND,
    ContactForm,
    ContactKind,
    ContactMode,
    RequestKind,
    VoterContact,
)
from phoihop.commitments.forms import LONG, PersonField, bodies_near, bodies_of, people_near
from phoihop.commitments.models import list_values
from phoihop.core.forms import ActionForm, DayField, PhoneField, SecretField
from phoihop.core.personal import Kind
from phoihop.directory.models import Organisation, Person
from phoihop.meetings.forms import ClockField, LinesField, cut
from phoihop.meetings.usual import length_of
from phoihop.petitions.intake import IntakeForm
from phoihop.petitions.models import Petition

#: ngày; giờ; nơi họp; tổ dân phố
PIECES = 4
_DAY, _CLOCK = DayField(), ClockField()


class PointLine(NamedTuple):
    """One point as typed in a line of the plan."""

    starts_at: datetime
    ends_at: datetime
    place: str
    unit: str


class PointsField(LinesField):
    """One point a line: day; hour; place; unit."""

    def clean(self, value: Any) -> Any:
        return [self._point(line) for line in super().clean(value)]

    def _point(self, line: str) -> PointLine:
        pieces = cut(line)
        if len(pieces) < PIECES or not all(pieces[:PIECES]):
            raise forms.ValidationError(
                _("Dòng “%s” chưa đủ: ngày; giờ; nơi họp; tổ dân phố. Ví dụ: 19/5; 19h30; Nhà văn hóa tổ 12; tổ dân phố 12.") % line
            )  # fmt: skip
        try:
            day, start = _DAY.clean(pieces[0]), _CLOCK.clean(pieces[1])
        except forms.ValidationError as error:
            raise forms.ValidationError(f"“{line}”: {' '.join(error.messages)}") from error
        starts_at = timezone.make_aware(datetime.combine(day, start))
        return PointLine(
            starts_at,
            starts_at + length_of(POINT_KIND, timezone.localdate(starts_at)),
            pieces[2][:200],
            pieces[3][:120],
        )


class PlanContactForm(ActionForm):
    """The plan of a round: what, who, where and when; what fewer need stands folded."""

    more = (
        "mode",
        "online_words",
        "compiler",
        "session_words",
        "session_on",
        "points_due_on",
        "report_back_by",
        "despite",
    )
    more_label = _("Phương thức, kỳ họp, hạn nộp biên bản, hẹn báo cáo lại (không bắt buộc)")

    title = forms.CharField(label=_("Tên đợt tiếp xúc"), max_length=300)
    kind = forms.ChoiceField(label=_("Hoạt động"), choices=ContactKind.choices)
    form = forms.ChoiceField(label=_("Hình thức"), choices=ContactForm.choices)
    owner = forms.ModelChoiceField(label=_("Cơ quan lập kế hoạch"), queryset=Organisation.objects.none())
    front = forms.ModelChoiceField(label=_("Mặt trận chủ trì hội nghị"), queryset=Organisation.objects.none())
    committee = forms.ModelChoiceField(label=_("UBND trả lời cử tri"), queryset=Organisation.objects.none())
    points = PointsField(
        label=_("Các điểm, mỗi dòng một điểm"),
        help_text=_("Ngày; giờ; nơi họp; tổ dân phố. Dán từ bảng tính cũng được. Ví dụ: 19/5; 19h30; Nhà văn hóa tổ 12; tổ dân phố 12"),
    )  # fmt: skip
    deputies = forms.ModelMultipleChoiceField(
        label=_("Đại biểu dự"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    content = forms.CharField(label=_("Nội dung"), widget=LONG, required=False, max_length=2000)
    mode = forms.ChoiceField(label=_("Phương thức"), choices=ContactMode.choices, required=False)
    online_words = forms.CharField(
        label=_("Nếu trực tuyến: điều kiện kỹ thuật, an ninh mạng đã bảo đảm thế nào"),
        max_length=300,
        required=False,
    )
    compiler = forms.ModelChoiceField(
        label=_("Cơ quan tổng hợp"), queryset=Organisation.objects.none(), required=False,
        help_text=_("Để trống: Mặt trận tổng hợp."),
    )  # fmt: skip
    session_words = forms.CharField(label=_("Kỳ họp"), max_length=200, required=False)
    session_on = DayField(label=_("Ngày khai mạc kỳ họp"), required=False)
    points_due_on = DayField(label=_("Hạn các điểm nộp biên bản"), required=False)
    report_back_by = DayField(label=_("Hẹn báo cáo lại cử tri"), required=False)
    despite = forms.CharField(
        label=_("Nếu trùng lịch mà vẫn họp: lý do"), max_length=300, required=False,
        help_text=_("Nhiều điểm cùng giờ thì ghi: chia tổ đại biểu."),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.actor is None:
            return
        fields: Any = self.fields
        fields["owner"].queryset = bodies_of(self.actor)
        near = bodies_near(self.actor)
        fields["front"].queryset = near.filter(kind__in=("MTTQ", "BTT"))
        fields["committee"].queryset = near.filter(kind="UBND")
        fields["compiler"].queryset = near
        fields["deputies"].queryset = people_near(self.actor)
        for name in ("front", "committee"):
            self.initial.setdefault(name, fields[name].queryset.values_list("pk", flat=True).first())
        mine = fields["owner"].queryset.filter(kind="TTHDND").values_list("pk", flat=True)
        self.initial.setdefault("owner", mine.first())

    def inputs(self) -> dict[str, Any]:
        values = super().inputs()
        values["mode"] = values["mode"] or ContactMode.IN_PERSON
        values["deputies"] = list(values["deputies"])
        return values


class NumberedForm(ActionForm):
    """A form about one point of the round."""

    point = forms.TypedChoiceField(label=_("Điểm"), coerce=int, choices=())

    def prepare(self) -> None:
        if isinstance(self.record, VoterContact):
            point: Any = self.fields["point"]
            point.choices = [(row.number, str(row)) for row in self.record.points.all()]


class AddPointForm(ActionForm):
    points = PointsField(
        label=_("Điểm thêm, mỗi dòng một điểm"), help_text=_("Ngày; giờ; nơi họp; tổ dân phố.")
    )
    despite = forms.CharField(label=_("Nếu trùng lịch mà vẫn họp: lý do"), max_length=300, required=False)


class DeputiesForm(NumberedForm):
    """Who comes to one point; nobody ticked takes the point's own list away."""

    deputies = forms.ModelMultipleChoiceField(
        label=_("Đại biểu dự điểm này"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        super().prepare()
        if self.actor is not None:
            people: Any = self.fields["deputies"]
            people.queryset = people_near(self.actor)

    def inputs(self) -> dict[str, Any]:
        return {"point": self.cleaned_data["point"], "deputies": list(self.cleaned_data["deputies"])}


class AnnounceForm(ActionForm):
    announced_words = forms.CharField(
        label=_("Thông báo ở đâu"),
        max_length=300,
        help_text=_("Ví dụ: cổng thông tin, loa tổ dân phố, bảng tin 24 tổ."),
    )
    despite = forms.CharField(
        label=_("Nếu khách mời trùng lịch mà vẫn họp: lý do"), max_length=300, required=False
    )


class RecordPointForm(NumberedForm):
    voters = forms.IntegerField(label=_("Số cử tri dự"), min_value=0, max_value=100_000)
    spoke = forms.IntegerField(label=_("Số lượt phát biểu"), min_value=0, max_value=10_000)
    reported_on = DayField(label=_("Ngày nộp biên bản điểm"), required=False)


class CompiledForm(ActionForm):
    compiled_on = DayField(label=_("Ngày gửi báo cáo tổng hợp"))
    compiled_words = forms.CharField(label=_("Gửi ai, số văn bản"), max_length=300)


class ReportBackForm(ActionForm):
    reported_back_on = DayField(label=_("Ngày báo cáo lại cử tri"))
    reported_back_words = forms.CharField(
        label=_("Báo cáo lại thế nào"), widget=LONG, max_length=2000,
        help_text=_("Ví dụ: tại hội nghị tiếp xúc sau kỳ họp; phát bản kết quả đến 24 tổ."),
    )  # fmt: skip
    posted_on = DayField(label=_("Ngày niêm yết kết quả tại nơi tiếp công dân"), required=False)


class CancelForm(ActionForm):
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=LONG)

    def prepare(self) -> None:
        self.initial["reason"] = ""


class AskLeaveForm(ActionForm):
    kind = forms.ChoiceField(label=_("Loại"), choices=RequestKind.choices)
    owner = forms.ModelChoiceField(label=_("Cơ quan quyết định"), queryset=Organisation.objects.none())
    deputy = PersonField(label=_("Đại biểu"), queryset=Person.objects.none())
    whom = forms.CharField(
        label=_("Gặp ai"),
        max_length=200,
        help_text=_("Ví dụ: các hộ kinh doanh chợ Đông. Không ghi tên cử tri."),
    )
    place = forms.CharField(label=_("Ở đâu"), max_length=200)
    meets_on = DayField(label=_("Ngày gặp"))
    purpose = forms.CharField(label=_("Nội dung"), max_length=500, widget=LONG)

    def prepare(self) -> None:
        if self.actor is None:
            return
        fields: Any = self.fields
        fields["owner"].queryset = bodies_near(self.actor).filter(kind="TTHDND")
        fields["deputy"].queryset = people_near(self.actor)
        self.initial.setdefault("owner", fields["owner"].queryset.values_list("pk", flat=True).first())
        self.initial.setdefault("deputy", self.actor.person)


class DecisionForm(ActionForm):
    decided_by = forms.CharField(label=_("Ai quyết định"), max_length=200)
    decided_on = DayField(label=_("Ngày quyết định"))
    words = forms.CharField(label=_("Ý kiến"), max_length=300, required=False)
    scan = forms.FileField(label=_("Bản quét bút phê (nếu có)"), required=False)


class RefusalForm(DecisionForm):
    words = forms.CharField(label=_("Lý do không đồng ý"), max_length=300, widget=LONG)


class NotifyForm(ActionForm):
    notified_on = DayField(label=_("Ngày báo"))
    words = forms.CharField(label=_("Báo những đâu, số văn bản"), max_length=300)


class MetForm(ActionForm):
    met_on = DayField(label=_("Ngày gặp"))
    voters = forms.IntegerField(label=_("Số cử tri"), min_value=1, max_value=100_000)
    words = forms.CharField(label=_("Kết quả, việc đã trả lời tại chỗ"), max_length=2000, widget=LONG)


class SendCompiledForm(ActionForm):
    compiled_on = DayField(label=_("Ngày gửi tổng hợp"))
    words = forms.CharField(label=_("Gửi những đâu, số văn bản"), max_length=300)


class CaptureForm(IntakeForm, NumberedForm):
    """One thing a voter said. ``item`` is made where it is written down, so that it arrives once."""

    words = ("said",)
    apart: ClassVar[dict[str, str]] = {Kind.NAME: "asker_name", Kind.PHONE: "asker_phone"}

    more = ("asker_name", "asker_phone")
    more_label = _("Người nêu muốn được báo lại: tên, điện thoại (cất trong kho kín)")

    said = SecretField(
        label=_("Bà con nói gì"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ghi đúng lời người nêu. Tên, số điện thoại ghi ở ô riêng."),
    )  # fmt: skip
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=(), required=False)
    asker_name = SecretField(label=_("Họ tên"), max_length=120, required=False)
    asker_phone = PhoneField(label=_("Số điện thoại"), max_length=30, required=False)
    item = forms.RegexField(r"^[0-9A-Za-z-]{8,40}$", widget=forms.HiddenInput)
    noted_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        super().prepare()
        chosen: Any = self.fields["field"]
        chosen.choices = [("", _("Chưa chọn")), *list_values("field")]
        self.initial["item"] = uuid.uuid4().hex


class SpotAnswerForm(ActionForm):
    petition = forms.ModelChoiceField(label=_("Kiến nghị"), queryset=Petition.objects.none())
    words = forms.CharField(label=_("Trả lời tại chỗ"), max_length=2000, widget=LONG)
    answered_by = forms.CharField(label=_("Ai trả lời"), max_length=200)

    def prepare(self) -> None:
        if isinstance(self.record, VoterContact):
            chosen: Any = self.fields["petition"]
            chosen.queryset = raised_at(self.record)
