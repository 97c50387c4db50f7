"""Inputs of the actions on reports: shape and types only."""

from __future__ import annotations

import copy
import re
from typing import Any

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.figures import reportable
from phoihop.core.forms import FIRST_YEAR, LAST_YEAR, ActionForm, DayField, ManyFilesField
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, bodies_in
from phoihop.reports.chips import chips_of, from_chips, to_chips
from phoihop.reports.models import (
    SPEAKERS,
    Compilation,
    Difference,
    Intake,
    IntakeRole,
    Report,
    ReportKind,
    Section,
    SectionKind,
)
from phoihop.reports.models.sent import period_words
from phoihop.reports.reconcile.subjects import tokens
from phoihop.reports.unsettled import is_asked_about, unsettled

CAUSES = (("", _("chưa rõ")), ("objective", _("khách quan")), ("subjective", _("chủ quan")))


class StartForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)


class ClosingField(forms.DateTimeField):
    """A moment; a day alone means its end, and today's end has not come, so today means now."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if found is None or not re.fullmatch(r"\s*\d{1,2}/\d{1,2}/\d{4}\s*", str(value)):
            return found
        end = timezone.localtime(found).replace(hour=23, minute=59, second=59)
        now = moment.now()
        return now if timezone.localdate(end) == timezone.localdate(now) else end


class MattersForm(ActionForm):
    """A step of a report after which much stands still: what is not in order is shown above the form."""

    def prepare(self) -> None:
        self.matters = unsettled(self.record) if isinstance(self.record, Report) else []


class FreezeForm(MattersForm):
    closing_at = ClosingField(
        label=_("Chốt đến lúc"), input_formats=["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y"],
        help_text=_("Ví dụ: 17:00 31/07/2027. Chỉ ghi ngày là đến hết ngày đó; để trống là ngay bây giờ."), required=False,
    )  # fmt: skip


class WriteForm(ActionForm):
    """All sections that wait for a person, one box each, in one page."""

    def prepare(self) -> None:
        if not isinstance(self.record, Report):
            return
        names = self.record.place_names()
        for section in self.record.sections.all():
            if section.kind == SectionKind.WRITTEN:
                label, _colon, _hint = names[section.code].partition(": ")
                self._box(section.code, label, section.text, section.hint)

    def _box(self, name: str, label: str, text: str, hint: str) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=text,
            help_text=hint,
        )

    def inputs(self) -> dict[str, Any]:
        return {"texts": dict(self.cleaned_data)}


class LimitationForm(forms.Form):
    text = forms.CharField(label=_("Hạn chế, tồn tại"), widget=forms.Textarea(attrs={"rows": 3}))
    cause = forms.CharField(label=_("Nguyên nhân"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    cause_kind = forms.ChoiceField(label=_("Loại nguyên nhân"), choices=CAUSES, required=False)
    responsible = forms.CharField(label=_("Trách nhiệm của ai, cấp nào"), max_length=300, required=False)


class EditLimitationsForm(ActionForm):
    """Four boxes for each limitation, filled with what stands there."""

    def prepare(self) -> None:
        if not isinstance(self.record, Report):
            return
        self.numbers = {row.short: row for row in self.record.figures.all()}
        self.chips: dict[str, dict[str, str]] = {}
        rows = [s for s in self.record.sections.all() if s.kind == SectionKind.LIMITATION]
        for n, section in enumerate(rows, start=1):
            self.chips[section.code] = chips_of(section.whole, self.numbers)
            for name, made in LimitationForm.base_fields.items():
                box: Any = copy.deepcopy(made)
                box.label, box.required = f"{n}. {made.label}", False
                box.initial = to_chips(getattr(section, name), self.chips[section.code])
                self.fields[f"{section.code}.{name}"] = box

    def inputs(self) -> dict[str, Any]:
        changes: dict[str, dict[str, str]] = {}
        for key, words in self.cleaned_data.items():
            code, _dot, name = key.partition(".")
            changes.setdefault(code, {})[name] = from_chips(words, self.chips[code], self.numbers)
        return {"changes": changes}


class AbandonForm(forms.Form):
    why = forms.CharField(label=_("Vì sao bỏ"), max_length=300)


class DropLimitationForm(ActionForm):
    code = forms.ChoiceField(label=_("Bỏ hạn chế"), choices=())

    def prepare(self) -> None:
        if isinstance(self.record, Report):
            field: Any = self.fields["code"]
            rows: list[Section] = [s for s in self.record.sections.all() if s.kind == SectionKind.LIMITATION]
            field.choices = [(s.code, s.text[:120]) for s in rows]


class CorrectForm(ActionForm):
    short = forms.ChoiceField(label=_("Con số"), choices=())
    corrected = forms.DecimalField(label=_("Số đúng"), max_digits=18, decimal_places=3, localize=True)
    corrected_why = forms.CharField(
        label=_("Vì sao sửa"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        if isinstance(self.record, Report):
            field: Any = self.fields["short"]
            field.choices = [(f.short, f"{f.short} · {f.words} {f.noun}") for f in self.record.figures.all()]


class IssueForm(MattersForm):
    """Number and day; where a joint report is not in order, the tick and the words with which it is issued anyway."""

    number = forms.CharField(label=_("Số"), max_length=20)
    issued_on = DayField(label=_("Ngày ban hành"), initial=moment.today)
    anyway = forms.BooleanField(label=_("Đã xem các chỗ trên, vẫn ban hành"), required=False)
    anyway_why = forms.CharField(
        label=_("Vì sao vẫn ban hành"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ghi vào lịch sử của báo cáo."),
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        self.initial["issued_on"] = self.initial.get("issued_on") or moment.today()
        if not isinstance(self.record, Report) or not is_asked_about(self.record, self.matters):
            del self.fields["anyway"], self.fields["anyway_why"]


def usual_bodies(actor: Actor) -> list[Organisation]:
    """Council, committee and front: one body for each way a report speaks."""
    found: dict[str, Organisation] = {}
    for body in bodies_in(actor).filter(kind__in=list(SPEAKERS)):
        kept = found.get(SPEAKERS[body.kind_id])
        if kept is None or body.kind_id == "TTHDND":
            found[SPEAKERS[body.kind_id]] = body
    return list(found.values())


class OpenRoundForm(ActionForm):
    """Kind and year of the moment, the usual bodies ticked: mostly nothing has to be changed."""

    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    asked = forms.ModelMultipleChoiceField(
        label=_("Các cơ quan gửi báo cáo"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label=_("Hạn gửi báo cáo"), required=False)
    about = forms.ChoiceField(
        label=_("Chương trình được báo cáo (nếu đã có trong sổ)"), required=False, choices=[("", _("chưa có trong sổ"))],
    )  # fmt: skip

    more = ("due_on", "about")

    def prepare(self) -> None:
        if self.actor is None:
            return
        bodies: Any = self.fields["asked"]
        bodies.queryset = bodies_in(self.actor)
        self.initial.setdefault("asked", [b.pk for b in usual_bodies(self.actor)])
        today = moment.today()
        final = today.month in (1, 2, 3, 11, 12)
        self.initial.setdefault("kind", ReportKind.FINAL if final else ReportKind.INTERIM)
        self.initial.setdefault("year", today.year - 1 if today.month <= 3 else today.year)
        choice: Any = self.fields["about"]
        choice.choices = [
            ("", _("chưa có trong sổ")),
            *((key, str(r)) for key, r in self._programmes().items()),
        ]

    def _programmes(self) -> dict[str, Record]:
        assert self.actor is not None  # noqa: S101 asked only for somebody
        found: dict[str, Record] = {}
        for label in reportable():
            model: Any = apps.get_model(label)
            if model is not Compilation:
                rows = model._default_manager.visible_to(self.actor).order_by("-pk")[:30]
                found |= {f"{label}:{row.pk}": row for row in rows}
        return found

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["asked"] = list(values["asked"])
        values["about"] = self._programmes().get(values["about"]) if values["about"] else None
        return values


class EditRoundForm(ActionForm):
    """What a round was opened as; the rest stands on its page."""

    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    due_on = DayField(label=_("Hạn gửi báo cáo"), required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Compilation):
            for name in ("kind", "year", "due_on"):
                self.initial.setdefault(name, getattr(self.record, name))


class TakeInForm(forms.Form):
    uploads = ManyFilesField(
        label=_(
            "Báo cáo, phụ lục, tổng kết năm trước (.docx, .doc, .pdf, .xlsx, .zip), chọn nhiều tệp một lần"
        ),
        error_messages={"required": _("Chưa chọn tệp nào. Chọn ít nhất một tệp rồi bấm lại.")},
    )


class AsideForm(forms.Form):
    why = forms.CharField(label=_("Vì sao không dùng"), max_length=300, required=False)


class AssignForm(ActionForm):
    role = forms.ChoiceField(label=_("Văn bản này là"), choices=IntakeRole.choices)
    body = forms.ModelChoiceField(
        label=_("Của cơ quan"), queryset=Organisation.objects.none(), required=False, empty_label=_("chung các bên, hoặc chưa rõ")
    )  # fmt: skip
    period = forms.ChoiceField(label=_("Kỳ"), required=False)

    def prepare(self) -> None:
        if self.actor is None or not isinstance(self.record, Intake) or self.record.compilation is None:
            return
        bodies: Any = self.fields["body"]
        bodies.queryset = bodies_in(self.actor)
        year, wanted = self.record.round.year, self.record.round.period_code
        codes = [
            wanted,
            f"{year}-H1",
            str(year),
            str(year - 1),
            f"{year - 1}-H1",
            f"{year - 1}-H2",
            self.record.period,
        ]
        period: Any = self.fields["period"]
        period.choices = [("", _("chưa rõ")), *((c, period_words(c)) for c in dict.fromkeys(codes) if c)]


class SettleForm(ActionForm):
    choice = forms.ChoiceField(label=_("Số đúng"), choices=(), widget=forms.RadioSelect, required=False)
    value = forms.DecimalField(label=_("Số khác (nếu không số nào đúng)"), localize=True, required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=400, required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Difference):
            choice: Any = self.fields["choice"]
            choice.choices = [
                *((o["code"], o["words"]) for o in self.record.options),
                ("other", _("số khác")),
            ]


class ApartForm(forms.Form):
    reason = forms.CharField(label=_("Khác nhau ở chỗ nào"), max_length=400)


class SubjectForm(ActionForm):
    """A subject of reports; its other names one a line, each of at least two words."""

    name = forms.CharField(
        label=_("Tên chỉ tiêu"), max_length=200, help_text=_("Ví dụ: Hội nghị tiếp xúc cử tri")
    )
    wordings = forms.CharField(
        label=_("Cách gọi khác, mỗi dòng một cách"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ghi như các báo cáo vẫn ghi, kể cả viết tắt. Ví dụ: cuộc TXCT"),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Đơn vị tính"), required=False, max_length=40, help_text=_("Ví dụ: cuộc, lượt, đồng, %. Để trống nếu không chắc.")
    )  # fmt: skip
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=400)
    proposable = ("name", "wordings", "unit")

    def clean_name(self) -> str:
        return _form_of(self.cleaned_data["name"])

    def clean_wordings(self) -> str:
        lines = [_form_of(line) for line in self.cleaned_data["wordings"].splitlines() if line.strip()]
        return "\n".join(dict.fromkeys(lines))


def _form_of(words: str) -> str:
    """One word alone means too many things ("đơn", "hộ")."""
    said = " ".join(words.split())
    if len(tokens(said)) < 2:
        raise forms.ValidationError(_("“%s” ngắn quá: cần ít nhất hai tiếng để nhận đúng chỉ tiêu.") % said)
    return said


class PromiseRowForm(forms.Form):
    """One row of the grid of promises: as the paper says it, to be completed where it is silent."""

    take = forms.BooleanField(label=_("Lấy"), required=False)
    content = forms.CharField(label=_("Việc"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.CharField(label=_("Chủ trì"), max_length=300, required=False)
    due = DayField(label=_("Hạn"), required=False)
    product = forms.CharField(label=_("Sản phẩm"), max_length=300, required=False)


class CirculateForm(forms.Form):
    answer_by = DayField(label=_("Góp ý trước ngày"), required=False)


class RemarksForm(ActionForm):
    uploads = ManyFilesField(label=_("Bản Word đã sửa (có theo dõi thay đổi, ghi chú)"))
    body = forms.ModelChoiceField(label=_("Góp ý của cơ quan"), queryset=Organisation.objects.none())

    def prepare(self) -> None:
        if isinstance(self.record, Report):
            bodies: Any = self.fields["body"]
            bodies.queryset = Organisation.objects.filter(pk__in=self.record.audience_ids()).order_by("rank")
            mine = self.actor.bodies if self.actor else frozenset()
            own = next((key for key in self.record.audience_ids() if key in mine), None)
            self.initial.setdefault("body", own)
