"""Inputs of the actions on dialogues: shape and types; the rules are in actions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.activities.dialogue.models import KIND, Dialogue, Need, Via
from phoihop.commitments.forms import LONG, PersonField, bodies_near, bodies_of, people_near
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.vault import Secret
from phoihop.directory.models import Organisation, Person
from phoihop.meetings.forms import LinesField, TimesForm
from phoihop.petitions.intake import IntakeForm, parted
from phoihop.petitions.quarters import QuarterField, propose_quarters

#: Who usually stands in a box, by the kind of body.
USUAL = {"owner": "UBND", "front": "MTTQ", "council": "TTHDND"}


class PlanDialogueForm(TimesForm):
    """When, where, about what; the three bodies are proposed from the locality."""

    more = ("need", "owner", "council", "front", "chair", "despite")
    more_label = _("Vì sao tổ chức, ba cơ quan, chủ tọa (đã điền sẵn)")
    field_order = ("title", "on", "start", "end", "room", "place_words", "topic", "ways")

    title = forms.CharField(label=_("Tên hội nghị"), max_length=300)
    topic = forms.CharField(label=_("Nội dung đối thoại"), widget=LONG, max_length=2000)
    ways = forms.CharField(
        label=_("Cách tham gia, gửi ý kiến"), max_length=400, required=False,
        help_text=_("Ví dụ: đến dự; gửi phiếu cho Ban Công tác Mặt trận; trang công khai của phường."),
    )  # fmt: skip
    need = forms.ChoiceField(label=_("Vì sao tổ chức"), choices=Need.choices, required=False)
    owner = forms.ModelChoiceField(label=_("UBND tổ chức"), queryset=Organisation.objects.none())
    council = forms.ModelChoiceField(
        label=_("Thường trực HĐND đồng chủ trì"), queryset=Organisation.objects.none()
    )
    front = forms.ModelChoiceField(label=_("Mặt trận phối hợp"), queryset=Organisation.objects.none())
    chair = PersonField(label=_("Chủ tọa"), queryset=Person.objects.none(), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        if self.actor is None:
            return
        fields: Any = self.fields
        fields["owner"].queryset = bodies_of(self.actor)
        fields["chair"].queryset = people_near(self.actor)
        for name in ("council", "front"):
            fields[name].queryset = bodies_near(self.actor)
        for name, kind in USUAL.items():
            found = fields[name].queryset.filter(kind=kind).first()
            self.initial.setdefault(name, found.pk if found else None)

    def kind_code(self, values: dict[str, Any]) -> str:
        return KIND

    def inputs(self) -> dict[str, Any]:
        values = super().inputs()
        return {**values, "need": values["need"] or Need.YEARLY}


class AnnounceForm(forms.Form):
    announced_words = forms.CharField(
        label=_("Thông báo ở đâu"), max_length=300,
        help_text=_("Ví dụ: niêm yết tại trụ sở, 24 nhà văn hóa; loa phường; trang công khai."),
    )  # fmt: skip


class CollectForm(IntakeForm):
    """What was sent before, a matter a line; each goes on as a petition of its own.

    Nobody stands at the desk: half-typed lines are kept, as long as they name and accuse nobody.
    """

    keeps_draft = True
    words = ("lines",)
    apart: ClassVar[dict[str, str]] = {}

    via = forms.ChoiceField(label=_("Ai gửi, thu thập"), choices=[c for c in Via.choices if c[0] != Via.HALL])
    quarter = QuarterField()
    lines = LinesField(
        label=_("Ý kiến, mỗi dòng một ý kiến"), max_length=12000,
        help_text=_("Ghi đúng lời; không ghi họ tên, điện thoại của người hỏi."),
    )  # fmt: skip

    def prepare(self) -> None:
        propose_quarters(self)

    def in_place(self) -> tuple[str, dict[str, Any]]:
        """The lines that accuse somebody go under the seal, the others are collected."""
        rest, marked_lines = parted(self.cleaned_data["lines"])
        if not rest:
            return super().in_place()
        sealed = Secret({"lines": "\n".join(marked_lines)})
        return "dialogue.collect_question", {**self.cleaned_data, "lines": rest, "sealed": sealed}


class AnswerForm(ActionForm):
    proposable = ("number",)

    number = forms.TypedChoiceField(label=_("Ý kiến"), choices=(), coerce=int)
    answer = forms.CharField(label=_("Trả lời"), widget=LONG, max_length=4000)
    answered_by = forms.CharField(label=_("Ai trả lời"), max_length=300, required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Dialogue):
            rows = self.record.told_questions()
            number: Any = self.fields["number"]
            number.choices = [
                (q.number, f"{q.number}. {q.text[:120]}") for q in sorted(rows, key=lambda q: bool(q.answer))
            ]


class HeldForm(forms.Form):
    people = forms.IntegerField(label=_("Số người dự"), min_value=1, max_value=99999)


class PublishForm(forms.Form):
    published_on = DayField(label=_("Ngày công bố"))
    published_words = forms.CharField(
        label=_("Công bố ở đâu"), max_length=400,
        help_text=_("Ví dụ: loa phường, trang công khai; niêm yết tại trụ sở; gửi 24 tổ trưởng tổ dân phố."),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Lý do hủy"), max_length=300, widget=LONG)
