"""Inputs of the actions on commitments: shape and types; the rules are in actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.models import Mandate, MandateState
from phoihop.commitments.models import Commitment, Origin, ProofKind, list_values
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.text import typed
from phoihop.core.who import Actor
from phoihop.directory.models import Appointment, Organisation, Person, bodies_in, not_ended, valid_on
from phoihop.documents.models import IncomingDocument

LONG = forms.Textarea(attrs={"rows": 3})


def bodies_near(actor: Actor) -> Any:
    """The bodies of the localities the actor works in, in protocol order."""
    return bodies_in(actor).filter(not_ended(moment.today()))


def bodies_of(actor: Actor) -> Any:
    """The bodies the actor acts for, the highest in protocol first, ready for a heading."""
    mine = Organisation.objects.filter(pk__in=actor.bodies)
    return mine.select_related("kind", "territory").order_by("rank", "pk")


def people_near(actor: Actor) -> Any:
    """Who holds a position in a body of the localities the actor works in, by given name."""
    near = Appointment.objects.filter(body__territory__in=actor.territories, valid_to=None).values("person")
    return Person.objects.filter(pk__in=near, state="active").order_by("name_key", "pk")


def staff_near(actor: Actor) -> Any:
    """Those, and whoever works for such a body with a sign-in of his own: who writes the minutes is seldom a leader."""
    serving = Mandate.objects.filter(
        valid_on(moment.today()), body__territory__in=actor.territories, state=MandateState.ACTIVE
    )
    found = Q(pk__in=people_near(actor).values("pk")) | Q(pk__in=serving.values("user__person"))
    return Person.objects.filter(found, state="active").order_by("name_key", "pk")


class OneLead(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Exactly one lead body: two chosen are refused in words, not silently cut to one."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            if len(value) > 1:
                raise ValidationError(_("Chỉ một đơn vị chủ trì; thêm đơn vị khác vào Phối hợp."))
            value = value[0] if value else None
        return super().clean(value)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A person by name and position."""

    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(words for words in (obj.full_name, obj.titles_now) if words)


class LeadSelect(forms.Select):
    """Keeps every value sent under the name, so that a second lead is noticed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class ProposeForm(ActionForm):
    """What an office needs to give a task: what, who, which product, by when; the rest stands folded."""

    more = (
        "cooperation", "responsible", "responsible_title", "authority", "verifier", "field", "competence",
    )  # fmt: skip
    proposable = ("source",)
    more_label = _("Phối hợp, người chịu trách nhiệm, kiểm lại, lĩnh vực (không bắt buộc)")

    content = forms.CharField(label=_("Nội dung việc"), max_length=500, widget=LONG)
    lead = OneLead(label=_("Đơn vị chủ trì"), queryset=Organisation.objects.none(), widget=LeadSelect)
    cooperation = forms.ModelMultipleChoiceField(
        label=_("Đơn vị phối hợp"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    responsible = PersonField(
        label=_("Người chịu trách nhiệm"), queryset=Person.objects.none(), required=False
    )
    responsible_title = forms.CharField(
        label=_("Chức danh người chịu trách nhiệm"), max_length=200, required=False
    )
    product = forms.CharField(
        label=_("Sản phẩm đầu ra"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: ảnh niêm yết, biên bản."),
    )
    due_on = DayField(label=_("Thời hạn"), required=False)
    authority = forms.CharField(label=_("Thẩm quyền quyết định"), max_length=200, required=False)
    verifier = forms.ModelChoiceField(
        label=_("Đơn vị kiểm lại"), queryset=Organisation.objects.none(), required=False,
        help_text=_("Khác đơn vị chủ trì. Để trống thì cơ quan giao việc hoặc đơn vị phối hợp kiểm lại."),
    )  # fmt: skip
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=160)
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=(), required=False)
    competence = forms.ChoiceField(label=_("Cấp thẩm quyền"), choices=(), required=False)

    def prepare(self) -> None:
        if self.actor is not None:
            for name in ("lead", "cooperation", "verifier"):
                bodies: Any = self.fields[name]
                bodies.queryset = bodies_near(self.actor)
            people: Any = self.fields["responsible"]
            people.queryset = people_near(self.actor)
        for name in ("field", "competence"):
            values: Any = self.fields[name]
            values.choices = [("", "—"), *list_values(name)]
        if isinstance(self.record, Commitment):
            self.initial["cooperation"] = self.record.cooperating()
            self.initial["lead"] = self.record.lead_id

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["cooperation"] = list(values["cooperation"])
        source = paper_of(values.pop("source", ""), self.actor)
        if source is not None and self.record is None:
            values |= {"source": source, "source_words": source.as_source(), "origin": Origin.PAPER}
        return values


def paper_of(key: str, actor: Actor | None) -> IncomingDocument | None:
    """The incoming paper an address names ("documents.incomingdocument:…"), if the actor reads it."""
    label, _colon, code = key.partition(":")
    if actor is None or label != IncomingDocument._meta.label_lower:
        return None
    rows = IncomingDocument.objects.visible_to(actor).filter(code=code)
    found: IncomingDocument | None = rows.select_related("kind").first()
    return found


class GridRowForm(forms.Form):
    """One row of the grid: what an office usually changes before it gives a proposal out.

    What the person saw comes back beside what was typed, so a row somebody else changed meanwhile
    is not mistaken for one this person changed.
    """

    tick = forms.BooleanField(label=_("Giao"), required=False)
    lead = forms.ChoiceField(label=_("Chủ trì"), show_hidden_initial=True)
    product = forms.CharField(label=_("Sản phẩm"), max_length=300, required=False, show_hidden_initial=True)
    due_on = DayField(label=_("Hạn"), required=False, show_hidden_initial=True)
    past = forms.BooleanField(label=_("Vẫn giao với hạn đã qua"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bodies: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.choices = bodies
        for name in ("tick", "lead", "product", "due_on", "past"):
            field = self.fields[name]
            field.widget.attrs["aria-label"] = field.label

    def clean_product(self) -> str:
        return typed(self.cleaned_data["product"])

    @property
    def ticked(self) -> bool:
        return "tick" in self.changed_data

    @property
    def differs(self) -> bool:
        """Something besides the tick was typed over."""
        return not {"lead", "product", "due_on"}.isdisjoint(self.changed_data)


class QueryForm(forms.Form):
    text = forms.CharField(label=_("Đề nghị sửa chỗ nào, vì sao"), widget=LONG)


class ProgressForm(forms.Form):
    text = forms.CharField(label=_("Đã làm được gì"), widget=LONG)


class ExplainForm(forms.Form):
    """One line, in the body's own words, that stands beside a late promise on the public page."""

    text = forms.CharField(
        label=_("Vì sao chậm, bao giờ xong"), max_length=300, widget=LONG,
        help_text=_("Dòng này hiện cạnh việc quá hẹn trên trang công khai. Không ghi tên người dân."),
    )  # fmt: skip


class ProposeShowingForm(forms.Form):
    origins = forms.MultipleChoiceField(
        label=_("Công khai những cam kết nào"), choices=Origin.choices, widget=forms.CheckboxSelectMultiple,
        initial=[Origin.PROGRAMME, Origin.PETITION, Origin.CONCLUSION],
    )  # fmt: skip


class ProofForm(forms.Form):
    """A file, a picture with its description, or the number of a paper."""

    kind = forms.ChoiceField(label=_("Loại bằng chứng"), choices=ProofKind.choices)
    words = forms.CharField(
        label=_("Mô tả ngắn hoặc số văn bản"),
        max_length=300,
        help_text=_("Ví dụ: Ảnh niêm yết tại tổ 7, 25/07."),
    )
    upload = forms.FileField(label=_("Tệp hoặc ảnh"), required=False)


class IssueForm(ActionForm):
    """Asks nothing, unless the day has passed."""

    past = forms.BooleanField(label=_("Vẫn giao với hạn đã qua (ghi lại việc cũ)"), required=False)

    def prepare(self) -> None:
        row = self.record
        if isinstance(row, Commitment) and not (row.due_on and row.due_on < moment.today()):
            del self.fields["past"]


class UrgeForm(forms.Form):
    words = forms.CharField(
        label=_("Nhắc thêm (không bắt buộc)"), max_length=300, required=False, widget=LONG
    )


class ReportDoneForm(forms.Form):
    text = forms.CharField(
        label=_("Kết quả"), widget=LONG, min_length=10,
        help_text=_("Đã làm gì, bao nhiêu, ở đâu. Ví dụ: Đã niêm yết tại 24/24 nhà văn hóa, xong ngày 25/07."),
        error_messages={"min_length": _("Ghi rõ kết quả: đã làm gì, bao nhiêu, ở đâu.")},
    )  # fmt: skip
    proof = forms.CharField(
        label=_("Bằng chứng: số văn bản hoặc mô tả tệp"), max_length=300, required=False,
        help_text=_("Ví dụ: Báo cáo số 45/BC-UBND ngày 20/07; Ảnh niêm yết tại tổ 7."),
    )  # fmt: skip
    upload = forms.FileField(label=_("Tệp hoặc ảnh"), required=False)


class VerifyForm(forms.Form):
    words = forms.CharField(
        label=_("Đã xác minh bằng gì"),
        max_length=300,
        help_text=_("Tên, số, ngày của biên bản, sổ, phiếu. Ví dụ: Biên bản kiểm tra ngày 28/07."),
    )
    upload = forms.FileField(label=_("Tệp hoặc ảnh"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


class AskExtensionForm(forms.Form):
    new_due = DayField(label=_("Xin gia hạn đến"))
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


class OnPaperForm(forms.Form):
    """A decision of a leader; the office records one made on paper with who, when and the scan."""

    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)
    decided_by = forms.CharField(
        label=_("Người quyết định (khi ghi theo bút phê)"), max_length=300, required=False,
        help_text=_("Văn phòng ghi thay thì điền chức danh, họ tên người đã bút phê."),
    )  # fmt: skip
    decided_on = DayField(label=_("Ngày bút phê"), required=False)
    scan = forms.FileField(label=_("Bản chụp bút phê"), required=False)


class ExtendForm(ActionForm, OnPaperForm):
    new_due = DayField(label=_("Gia hạn đến"))
    field_order = ("new_due", "reason")

    def prepare(self) -> None:
        """The day the lead asked for stands ready."""
        if isinstance(self.record, Commitment):
            self.initial.setdefault("new_due", self.record.asked_due)


class DeferForm(OnPaperForm):
    review_on = DayField(label=_("Ngày xem lại"))
    field_order = ("review_on", "reason")
