"""Inputs of the way of a petition: to whom, by which day, by which letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import bodies_near
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.directory.models import Organisation
from phoihop.petitions.asking import AsksBackForm, day_within, working_day
from phoihop.petitions.drafters import Drafter, first, likely, may_draft
from phoihop.petitions.forms import LONG, usual_due
from phoihop.petitions.models import CompiledList, Petition

#: Days before the answer is due by which the unit hands in its draft.
BEFORE = 5


def answer_day() -> Any:
    """The usual day of an answer that is asked for today; a working day."""
    return working_day(usual_due("petitions.answer_period", moment.today()))


class ForwardForm(AsksBackForm):
    """To the body that answers, with the day asked for."""

    terms = ("due_on",)
    letters: ClassVar[dict[str, bool]] = {"paper": False}

    due_on = DayField(label=_("Đề nghị trả lời trước ngày"))
    paper = forms.CharField(label=_("Số công văn chuyển"), max_length=120, required=False)
    words = forms.CharField(label=_("Ghi chú"), max_length=400, required=False)

    def prepare(self) -> None:
        # The record's own empty value stands there already.
        self.initial["due_on"] = self.initial.get("due_on") or answer_day()


class Drafters:
    """Beside a body that probably drafts stands why."""

    reasons: ClassVar[dict[int, str]] = {}

    def label_from_instance(self, obj: Organisation) -> str:
        why = self.reasons.get(obj.pk, "")
        return f"{obj} ({why})" if why else str(obj)


class DrafterField(Drafters, forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """One of them."""


class DraftersField(Drafters, forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Any number of them."""


class AssignForm(AsksBackForm):
    """The department that drafts, those that help, and the day inside the house."""

    terms = ("unit_due_on",)

    responsible = DrafterField(label=_("Đơn vị dự thảo trả lời"), queryset=Organisation.objects.none())
    co_answerers = DraftersField(
        label=_("Đơn vị cùng trả lời"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    unit_due_on = DayField(label=_("Đơn vị trình dự thảo trước ngày"))
    words = forms.CharField(label=_("Ý kiến chỉ đạo"), max_length=400, required=False)

    def prepare(self) -> None:
        row = self.record
        if self.actor is None or not isinstance(row, Petition):
            return
        bodies = may_draft(row, self.actor)
        proposed = likely(row, self.actor, bodies.values_list("pk", flat=True))
        for name in ("responsible", "co_answerers"):
            box: Any = self.fields[name]
            box.queryset = first(bodies, proposed)
            box.reasons = {one.body: one.reason for one in proposed}
        self._propose(proposed)
        self.initial["co_answerers"] = row.co_answering()
        if row.unit_due_on is None and row.due_on:
            self.initial["unit_due_on"] = day_within(row.due_on, moment.today(), before=BEFORE)

    def _propose(self, proposed: Sequence[Drafter]) -> None:
        """Chosen by nobody but the person: a proposal is one click."""
        if not proposed or self.initial.get("responsible"):
            return
        self.fields["responsible"].help_text = format_html(
            '{} <button type="button" class="btn btn-chu btn-sm" data-dien="id_responsible" data-gia="{}" hidden>{}</button>',
            _("Gợi ý: đơn vị đứng đầu danh sách, vì sao ghi trong ngoặc."), proposed[0].body, _("Chọn đơn vị này"),
        )  # fmt: skip


class MoveForm(ActionForm):
    """It belongs to somebody else: why, and to whom it should go."""

    reason = forms.CharField(label=_("Vì sao không thuộc đơn vị"), max_length=400, widget=LONG)
    to_words = forms.CharField(label=_("Nên giao đơn vị nào"), max_length=300, required=False)


class ReturnAnswerForm(AsksBackForm):
    terms = ("due_on",)

    reason = forms.CharField(
        label=_("Vì sao đề nghị trả lời lại"),
        max_length=400,
        widget=LONG,
        help_text=_("Ví dụ: trả lời không vào câu hỏi."),
    )
    due_on = DayField(label=_("Đề nghị trả lời lại trước ngày"))

    def prepare(self) -> None:
        # The day that stands in the record is that of the answer given back.
        self.initial["due_on"] = answer_day()


class SendUpForm(AsksBackForm):
    letters: ClassVar[dict[str, bool]] = {"paper": False}

    competent = forms.CharField(
        label=_("Chuyển đến"), max_length=300, help_text=_("Ví dụ: Sở Xây dựng, UBND thành phố.")
    )
    paper = forms.CharField(label=_("Số công văn chuyển"), max_length=120, required=False)
    words = forms.CharField(label=_("Lý do"), max_length=400, required=False)


class AskExtensionForm(AsksBackForm):
    terms = ("new_due",)

    new_due = DayField(label=_("Xin gia hạn đến ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


class ExtendForm(AsksBackForm):
    terms = ("new_due",)

    new_due = DayField(label=_("Hạn mới"))
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)
    decided_by = forms.CharField(label=_("Bút phê của"), max_length=300, required=False)
    decided_on = DayField(label=_("Ngày bút phê"), required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Petition):
            self.initial.setdefault("new_due", self.record.asked_due)
            self.initial.setdefault("reason", self.record.asked_why)


class UrgeForm(ActionForm):
    words = forms.CharField(label=_("Lời đôn đốc"), max_length=400, required=False)


class ForwardListForm(ForwardForm):
    receiver_body = forms.ModelChoiceField(label=_("Gửi cơ quan"), queryset=Organisation.objects.none())

    def prepare(self) -> None:
        super().prepare()
        if self.actor is not None:
            box: Any = self.fields["receiver_body"]
            box.queryset = bodies_near(self.actor)
        if isinstance(self.record, CompiledList):
            answering = {row.petition.answering_id for row in self.record.rows.select_related("petition")}
            if len(answering) == 1:
                self.initial.setdefault("receiver_body", answering.pop())
