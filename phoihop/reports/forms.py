"""Inputs of the actions on reports: shape and types only."""

from __future__ import annotations

import copy
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.reports.models import Report, ReportKind, Section, SectionKind

CAUSES = (("", _("chưa rõ")), ("objective", _("khách quan")), ("subjective", _("chủ quan")))


class StartForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)


class ClosingField(forms.DateTimeField):
    """A moment; a day alone means its end, and today's end has not come, so today means now."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is None or not re.fullmatch(r"\s*\d{1,2}/\d{1,2}/\d{4}\s*", str(value)):
            return found
        end = timezone.localtime(found).replace(hour=23, minute=59, second=59)
        now = moment.now()
        return now if timezone.localdate(end) == timezone.localdate(now) else end


class FreezeForm(forms.Form):
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
        rows = [s for s in self.record.sections.all() if s.kind == SectionKind.LIMITATION]
        for n, section in enumerate(rows, start=1):
            for name, made in LimitationForm.base_fields.items():
                box: Any = copy.deepcopy(made)
                box.label, box.required = f"{n}. {made.label}", False
                box.initial = getattr(section, name)
                self.fields[f"{section.code}.{name}"] = box

    def inputs(self) -> dict[str, Any]:
        changes: dict[str, dict[str, str]] = {}
        for key, words in self.cleaned_data.items():
            code, _dot, name = key.partition(".")
            changes.setdefault(code, {})[name] = words
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
    corrected = forms.DecimalField(label=_("Số đúng"), localize=True)
    corrected_why = forms.CharField(
        label=_("Vì sao sửa"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        if isinstance(self.record, Report):
            field: Any = self.fields["short"]
            field.choices = [
                (f.short, f"{f.short} · {f.label}: {f.words}") for f in self.record.figures.all()
            ]


class IssueForm(forms.Form):
    number = forms.CharField(label=_("Số"), max_length=20)
    issued_on = DayField(label=_("Ngày ban hành"), initial=moment.today)
