"""Inputs of reception: who came goes into the vault at once, the matter of a complaint or denunciation into no box at all."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.activities.reception.models import Mode, ReceptionDay, RefusalCase
from phoihop.commitments.models import list_values
from phoihop.core import moment
from phoihop.core.deadlines import calendar, rule_for
from phoihop.core.forms import ActionForm, DayField, Doubt, IdNumberField, PhoneField, SecretField, marked
from phoihop.core.personal import Kind
from phoihop.core.vault import Secret
from phoihop.core.working_days import name_of
from phoihop.petitions.custody_forms import NamelessField, past, place_field
from phoihop.petitions.forms import lines_of
from phoihop.petitions.intake import IntakeForm, parted
from phoihop.petitions.models import CustodyKind

LONG = forms.Textarea(attrs={"rows": 3})
#: Days one publication may bring: a quarter of weekly days and the chair's own.
MOST_DAYS = 40


_DAY = DayField()
_PARTS = re.compile(r"(?:[\s,;]|\bvà\b)+")


class DaysField(forms.CharField):
    """Days, one a line or parted by commas, semicolons, "và" or spaces, each as a box for a day takes it (5/8)."""

    def clean(self, value: Any) -> list[date]:
        days = []
        for told in _PARTS.split(super().clean(value) or ""):
            if not told:
                continue
            try:
                days.append(_DAY.clean(told))
            except forms.ValidationError as error:
                raise forms.ValidationError(f"“{told}”: {' '.join(error.messages)}") from None
        if len(days) > MOST_DAYS:
            raise forms.ValidationError(_("Mỗi lần niêm yết nhiều nhất %d ngày.") % MOST_DAYS)
        return sorted(set(days))


class PublishForm(ActionForm):
    days = DaysField(
        label=_("Các ngày tiếp, mỗi dòng một ngày"),
        widget=LONG,
        max_length=1000,
        help_text=_("Mỗi ngày thành một buổi riêng. Ví dụ: 10/8, 17/8, 24/8."),
    )
    hours = forms.CharField(label=_("Giờ"), max_length=60, initial="8 giờ đến 11 giờ 30")
    receiver = forms.CharField(
        label=_("Ai tiếp"), max_length=200,
        help_text=_("Chức danh, họ tên cán bộ. Chủ tịch không ủy quyền cho Phó Chủ tịch tiếp thay trong ngày của mình."),
    )  # fmt: skip
    place = forms.CharField(label=_("Nơi tiếp"), max_length=200)
    mode = forms.ChoiceField(label=_("Cách tiếp"), choices=Mode.choices, initial=Mode.DIRECT)
    places = forms.IntegerField(
        label=_("Số chỗ đăng ký trước mỗi buổi"), min_value=0, max_value=200, initial=10
    )
    late_why = forms.CharField(label=_("Niêm yết muộn vì"), max_length=300, required=False)

    def prepare(self) -> None:
        days = rule_for("reception.publish", moment.today()).amount
        self.fields["late_why"].help_text = (
            _("Chỉ điền khi có ngày cách hôm nay chưa đủ %d ngày làm việc.") % days
        )

    def doubts(self) -> list[Doubt]:
        """A day off is taken only by who means it."""
        book = calendar()
        off = [day for day in self.cleaned_data["days"] if not book.is_working(day)]
        if not off:
            return []
        told = "; ".join(f"{name_of(day, book)} {day:%d/%m/%Y}" for day in off)
        return [
            Doubt(
                f"ngay-nghi-{marked(told)}",
                _("Có ngày nghỉ: %s.") % told,
                _("Bỏ ngày ấy khỏi danh sách, hoặc đánh dấu vào ô dưới nếu đúng là tiếp vào ngày nghỉ."),
                _("Vẫn tiếp công dân vào ngày nghỉ này"),
            )
        ]


class HeldForm(ActionForm):
    delegate = forms.CharField(
        label=_("Ủy quyền cho (để trống nếu tự tiếp)"),
        max_length=200,
        required=False,
        help_text=_("Chức danh, họ tên cán bộ tiếp thay."),
    )


class MissedForm(ActionForm):
    missed_why = forms.CharField(label=_("Không tiếp vì"), max_length=300)
    instead = DayField(label=_("Tiếp bù ngày"))


class BookForm(ActionForm):
    """For everybody, without an account: who comes is sealed, the subject is one of a list."""

    keeps_draft = False

    name = SecretField(label=_("Họ tên"), max_length=120)
    phone = PhoneField(label=_("Điện thoại (nếu muốn được báo khi đổi lịch)"), max_length=30, required=False)
    topic = forms.ChoiceField(label=_("Về việc gì"), required=False)
    agreed = forms.BooleanField(label=_("Tôi đồng ý để cơ quan dùng thông tin này cho buổi tiếp"))

    def prepare(self) -> None:
        topics: Any = self.fields["topic"]
        topics.choices = [("", _("Không nêu")), *list_values("field")]
        days = rule_for("reception.booking", moment.today()).amount
        self.fields["agreed"].help_text = _("Thông tin bị xóa sau buổi tiếp %d ngày.") % days


class RecordForm(IntakeForm):
    """One line of the register; a letter with several matters is split here (R-27)."""

    words = ("content", "matters", "earlier", "wish")
    apart: ClassVar[dict[str, str]] = {
        Kind.NAME: "name", Kind.HOME: "address", Kind.PHONE: "phone", Kind.NATIONAL: "id_number",
    }  # fmt: skip

    more = (
        "id_number",
        "people",
        "earlier",
        "wish",
        "complaint",
        "denunciation",
        "letter_place",
        "recording",
        "reception_day",
    )
    more_label = _("Số định danh, yêu cầu, đơn khiếu nại, tố cáo, bản ghi (không bắt buộc)")

    received_on = DayField(label=_("Ngày tiếp"))
    receiver = forms.CharField(label=_("Ai tiếp"), max_length=200)
    name = SecretField(label=_("Họ tên người được tiếp (cất riêng)"), max_length=120)
    address = SecretField(label=_("Địa chỉ (cất riêng)"), max_length=200, required=False)
    phone = PhoneField(label=_("Điện thoại (cất riêng)"), max_length=30, required=False)
    id_number = IdNumberField(label=_("Số định danh (cất riêng)"), max_length=20, required=False)
    people = forms.IntegerField(label=_("Số người cùng đến"), min_value=1, max_value=999, initial=1)
    content = forms.CharField(
        label=_("Nội dung chung"), widget=LONG, max_length=4000, required=False,
        help_text=_("Việc kiến nghị, phản ánh. Nội dung khiếu nại, tố cáo không ghi vào đây."),
    )  # fmt: skip
    matters = forms.CharField(
        label=_("Từng kiến nghị, mỗi dòng một việc"), widget=LONG, max_length=8000, required=False,
        help_text=_("Mỗi dòng vào sổ kiến nghị thành một kiến nghị riêng."),
    )  # fmt: skip
    earlier = forms.CharField(label=_("Đã giải quyết trước đó"), widget=LONG, max_length=2000, required=False)
    wish = forms.CharField(label=_("Yêu cầu của công dân"), widget=LONG, max_length=2000, required=False)
    complaint = forms.BooleanField(
        label=_("Có đơn khiếu nại (vào sổ chuyển đơn, không ghi nội dung)"), required=False
    )
    denunciation = forms.BooleanField(
        label=_("Có đơn tố cáo (vào sổ chuyển đơn, không ghi nội dung)"), required=False
    )
    letter_place = place_field(required=False)
    recording = NamelessField(
        label=_("Nơi lưu bản ghi âm, ghi hình"), max_length=120, required=False, 
        help_text=_("Buổi tiếp trực tuyến phải có bản ghi, lưu trên máy chủ Nhà nước."),
    )  # fmt: skip
    reception_day = forms.ModelChoiceField(
        label=_("Buổi tiếp"), queryset=ReceptionDay.objects.none(), required=False
    )

    def prepare(self) -> None:
        self.fields["received_on"].initial = moment.today()
        if self.actor is not None:
            days: Any = self.fields["reception_day"]
            days.queryset = ReceptionDay.objects.filter(owner__in=self.actor.bodies).order_by("-day")

    def clean_received_on(self) -> Any:
        return past(self.cleaned_data["received_on"])

    def clean_matters(self) -> list[str]:
        return lines_of(self.cleaned_data["matters"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        letters = [k for k in ("complaint", "denunciation") if found.get(k)]
        if letters and not found.get("letter_place") and "letter_place" not in self.errors:
            self.add_error("letter_place", _("Ghi đơn nằm ở đâu."))
        if letters and not found.get("matters") and found.get("content"):
            self.add_error("content", _("Nội dung khiếu nại, tố cáo không ghi vào phần mềm. Bỏ chữ ở ô này."))
        if not letters and not found.get("matters") and not found.get("content"):
            self.add_error("content", _("Ghi nội dung, hoặc từng kiến nghị."))
        return found

    def inputs(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        letters = {"complaint": CustodyKind.COMPLAINT, "denunciation": CustodyKind.DENUNCIATION}
        given["letters"] = [kind.value for name, kind in letters.items() if given.pop(name)]
        return given

    def in_place(self) -> tuple[str, dict[str, Any]]:
        """The visit stands in the register all the same; what looks like a denunciation goes under the seal."""
        given = self.inputs()
        rest, marked_lines = parted(given["matters"])
        taken = {"matters": "\n".join(marked_lines)}
        for name in ("content", "earlier", "wish"):
            kept, _marked = parted([given[name]])
            if not kept:
                taken[name], given[name] = given[name], ""
        given |= {
            "matters": rest,
            "sealed": Secret(self.asker() | {n: text for n, text in taken.items() if text}),
        }
        return "reception.record_reception", given


class ConcludeForm(ActionForm):
    conclusion = forms.CharField(label=_("Kết luận"), widget=LONG, max_length=4000)


class RefuseForm(ActionForm):
    refusal = forms.ChoiceField(label=_("Trường hợp"), choices=RefusalCase.choices)
