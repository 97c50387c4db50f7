"""Inputs of what an administrator enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import bodies_near
from phoihop.commitments.models import ListKind, ListValue, not_over
from phoihop.core import moment, phrases
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.models import DeadlineRule
from phoihop.core.working_days import DayKind
from phoihop.directory.models import Organisation
from phoihop.documents.models import Direction, File
from phoihop.upkeep.models import UNITS, Ask

LONG = forms.Textarea(attrs={"rows": 3})
DAYS = {
    DayKind.HOLIDAY: _("Ngày nghỉ lễ"), DayKind.SWAP_REST: _("Nghỉ hoán đổi"), DayKind.SWAP_WORK: _("Làm bù"),
}  # fmt: skip


#: How the papers of a year may be counted, by the group they are counted in.
WAYS = {"": _("Mỗi loại văn bản một dãy số"), "CHUNG": _("Mọi loại chung một dãy số")}


def rules_now() -> list[tuple[str, str]]:
    """The rules in force that a unit may set for itself: lengths in days, months, hours."""
    rows = DeadlineRule.objects.filter(valid_to=None, overridable_by="unit", unit__in=list(UNITS))
    return [
        (row.code, f"{row.label} (đang là {row.amount} {UNITS[row.unit]})") for row in rows.order_by("label")
    ]


class RuleForm(ActionForm):
    code = forms.ChoiceField(label=_("Thời hạn"))
    amount = forms.IntegerField(label=_("Số"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_("Tính theo"), choices=list(UNITS.items()))
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày văn bản của đơn vị."))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("code",)

    def prepare(self) -> None:
        codes: Any = self.fields["code"]
        codes.choices = rules_now()


class ListForm(ActionForm):
    """A value added to a list, called otherwise, or no longer offered from a day on."""

    kind = forms.ChoiceField(label=_("Danh mục"), choices=ListKind.choices)
    value = forms.ChoiceField(label=_("Dòng"), required=False)
    label = forms.CharField(label=_("Tên"), max_length=200, required=False)
    ends = forms.BooleanField(label=_("Thôi dùng từ ngày ấy"), required=False)
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày văn bản của đơn vị."))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("kind", "value")

    def prepare(self) -> None:
        rows = ListValue.objects.filter(not_over(moment.today()))
        values: Any = self.fields["value"]
        named = [(str(row.pk), f"{row.get_kind_display()}: {row.label}") for row in rows]
        values.choices = [("", _("Thêm dòng mới")), *named]
        self.initial.setdefault("valid_from", moment.today())


class SeriesForm(ActionForm):
    """One body's way to count its papers that go out or come in, from the first day of a year."""

    direction = forms.ChoiceField(label=_("Sổ"), choices=Direction.choices, initial=Direction.OUT)
    body = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Organisation.objects.none())
    together = forms.ChoiceField(label=_("Đánh số"), choices=list(WAYS.items()), required=False)
    year = forms.IntegerField(label=_("Từ ngày 01/01 của năm"), min_value=2020, max_value=2100)
    source = forms.CharField(label=_("Căn cứ"), max_length=200, help_text=_("Số, ngày văn bản của đơn vị."))
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def prepare(self) -> None:
        self.initial.setdefault("year", moment.today().year + 1)
        if self.actor is not None:
            bodies: Any = self.fields["body"]
            bodies.queryset = bodies_near(self.actor)


class PhraseForm(ActionForm):
    """A standing phrase in the office's own words, from a day on."""

    code = forms.ChoiceField(label=_("Câu mẫu"))
    words = forms.CharField(label=_("Chữ mới"), widget=LONG, max_length=2000)
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày văn bản của đơn vị."))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("code",)

    def prepare(self) -> None:
        there = phrases.in_force(moment.today())
        codes: Any = self.fields["code"]
        codes.choices = [(one.key, f"{one.called}: {one.words[:60]}") for one in there]
        self.initial.setdefault("valid_from", moment.today())
        chosen = {one.key: one.words for one in there}.get(str(self.initial.get("code", "")))
        if chosen:
            self.initial.setdefault("words", chosen)


class DayForm(ActionForm):
    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Là ngày"), choices=[(k.value, v) for k, v in DAYS.items()])
    name = forms.CharField(label=_("Tên"), max_length=200)
    confirmed = forms.BooleanField(label=_("Đã có văn bản chính thức"), required=False)
    source = forms.CharField(label=_("Căn cứ"), max_length=300)
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    proposable = ("day", "name")


class RequestForm(ActionForm):
    ask = forms.ChoiceField(label=_("Yêu cầu"), choices=Ask.choices)
    about = forms.CharField(label=_("Người yêu cầu"), max_length=120)
    contact = forms.CharField(label=_("Trả lời về đâu"), max_length=200, required=False)
    received_on = DayField(label=_("Ngày nhận"))
    words = forms.CharField(label=_("Nội dung"), widget=LONG, required=False)

    def prepare(self) -> None:
        self.fields["received_on"].initial = moment.today()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > moment.today():
            raise forms.ValidationError(_("Ngày nhận không thể sau hôm nay."))
        return day


class AnswerForm(ActionForm):
    answer = forms.CharField(label=_("Đã trả lời"), widget=LONG)


class OutcomeForm(ActionForm):
    outcome = forms.CharField(label=_("Kết quả"), widget=LONG)


class IncidentOutcomeForm(OutcomeForm):
    told = forms.CharField(label=_("Đã báo ai"), widget=LONG)


class IncidentForm(ActionForm):
    """Filled in from the file that was taken back, as far as the books know: to be read, mended and added to."""

    source_code = forms.CharField(
        label=_("Tài liệu"), required=False, max_length=120, widget=forms.HiddenInput
    )
    what = forms.CharField(label=_("Sự cố"), max_length=300)
    happened_on = DayField(label=_("Ngày xảy ra"))
    noticed_on = DayField(label=_("Ngày phát hiện"))
    extent = forms.CharField(label=_("Lộ đến đâu"), widget=LONG, help_text=_("Không chép lại dữ liệu bị lộ."))
    steps = forms.CharField(label=_("Đã làm ngay"), widget=LONG)
    told = forms.CharField(
        label=_("Đã báo ai"), widget=LONG, required=False,
        help_text=_("Người có dữ liệu bị lộ, người phụ trách bảo vệ dữ liệu, lãnh đạo văn phòng."),
    )  # fmt: skip
    proposable = ("source_code",)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        happened, noticed = values.get("happened_on"), values.get("noticed_on")
        if noticed and noticed > moment.today():
            self.add_error("noticed_on", _("Ngày phát hiện không thể sau hôm nay."))
        if happened and noticed and happened > noticed:
            self.add_error("happened_on", _("Sự cố xảy ra không thể sau ngày phát hiện."))
        return values

    def prepare(self) -> None:
        self.initial.setdefault("noticed_on", moment.today())
        file = self._file(str(self.initial.get("source_code", "")))
        if file is not None:
            self.initial.update(told_of(file))

    def _file(self, key: str) -> File | None:
        if self.actor is None or not key:
            return None
        found: File | None = File.objects.visible_to(self.actor).filter(code=key.rpartition(":")[2]).first()
        return found

    def clean_source_code(self) -> str:
        file = self._file(self.cleaned_data["source_code"])
        return file.code if file is not None else ""


def told_of(file: File) -> dict[str, Any]:
    """What the books know of a file that was taken back; neither its name nor anything in it is repeated."""
    said = {"code": file.code, "people": file.opened_by or 0, "outside": file.opened_outside or 0}
    extent = _(
        "%(people)d người trong cơ quan đã mở, %(outside)d lượt tải từ trang công khai (nhật ký truy cập, mã %(code)s)."
    )
    steps = _(
        "Đã thu hồi tệp %(code)s khỏi mọi trang, tìm kiếm và trang công khai; đã báo cơ quan của những người đã mở."
    )
    values = {
        "what": _("Công khai nhầm tệp %(code)s") % said, "happened_on": file.public_on,
        "extent": f"{extent % said} {file.warned_of}".strip(), "steps": steps % said,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


class LeavingForm(forms.Form):
    """What the package shall hold."""

    what = forms.ChoiceField(label=_("Xuất gì"), widget=forms.Select(attrs={"class": "form-select"}))
    papers = forms.BooleanField(
        label=_("Kèm văn bản Word, PDF của từng hồ sơ"), required=False, initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip
