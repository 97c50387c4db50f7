"""Inputs of the papers that go out and come in: shape and types; the rules are in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.models import Record
from phoihop.core.paper_data import text_of
from phoihop.core.papers import Paper, build_paper, papers_of
from phoihop.core.who import Actor
from phoihop.directory.models import Appointment, Organisation, Parentage, not_ended, valid_on
from phoihop.documents.comparing.concluding import KEPT, MISREAD, one_by_one, outcome_of, sentence
from phoihop.documents.comparing.copies import copy_of
from phoihop.documents.framing import told, typed_text
from phoihop.documents.models import (
    Capacity,
    DocumentKind,
    IncomingDocument,
    OutgoingDocument,
    Purpose,
    Standing,
    Urgency,
    Way,
)

LONG = forms.Textarea(attrs={"rows": 3})
#: Characters a typed text may have.
TEXT = 200_000
#: What a place where a signed copy reads otherwise comes to.
DECISIONS = (
    (MISREAD, _("Máy đọc nhầm: trên giấy đúng như bản đã khóa")),
    (KEPT, _("Khác thật, vẫn nhận bản này")),
)


def bodies_near(actor: Actor) -> Any:
    """The bodies of the localities the actor works in, in protocol order."""
    there = Organisation.objects.filter(not_ended(moment.today()), territory__in=actor.territories)
    return there.order_by("rank", "pk")


class SignerField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A position held today, with the person and the body."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name}, {obj.title} ({obj.body})"


class OnPaperForm(forms.Form):
    """A decision of a leader; the office records one made on paper with who, when and the scan."""

    words = forms.CharField(label=_("Ý kiến"), max_length=400, widget=LONG, required=False)
    decided_by = forms.CharField(
        label=_("Người quyết định (khi ghi theo bút phê)"), max_length=300, required=False,
        help_text=_("Văn phòng ghi thay thì điền chức danh, họ tên người đã bút phê."),
    )  # fmt: skip
    decided_on = DayField(label=_("Ngày bút phê"), required=False)
    scan = forms.FileField(label=_("Bản chụp bút phê"), required=False)


class ReasonOnPaperForm(OnPaperForm):
    words = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


def _kinds() -> Any:
    return DocumentKind.objects.filter(valid_on(moment.today()))


class TextForm(ActionForm):
    """Kind, subject, receivers and the text: typed, or as a Word file."""

    more = ("joint", "urgency", "symbol")
    more_label = _("Cơ quan cùng ban hành, độ khẩn, ký hiệu riêng (không bắt buộc)")

    kind = forms.ModelChoiceField(label=_("Loại văn bản"), queryset=DocumentKind.objects.none())
    about = forms.CharField(label=_("Trích yếu"), max_length=500, widget=LONG)
    text = forms.CharField(
        label=_("Nội dung"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Mỗi đoạn một dòng. “I. …”, “1. …” thành đề mục; “- …” thành gạch đầu dòng; “Căn cứ …;” thành căn cứ."),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("Hoặc tệp Word (.docx)"), required=False,
        help_text=_("Lấy phần nội dung; tiêu đề, số, chữ ký, nơi nhận do phần mềm trình bày lại."),
    )  # fmt: skip
    to = forms.CharField(
        label=_("Kính gửi"), required=False, widget=LONG, max_length=2000,
        help_text=_("Mỗi nơi một dòng; chỉ công văn, tờ trình, báo cáo gửi lên."),
    )  # fmt: skip
    copies = forms.CharField(
        label=_("Nơi nhận"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Mỗi nơi một dòng. Cơ quan có trong phần mềm nhận được ngay khi ban hành. Dòng “Lưu: VT” tự có."),
    )  # fmt: skip
    joint = forms.ModelMultipleChoiceField(
        label=_("Cùng ban hành (văn bản liên tịch)"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, required=False)
    symbol = forms.CharField(
        label=_("Ký hiệu"),
        max_length=80,
        required=False,
        help_text=_("Để trống: phần mềm ghép theo loại văn bản và cơ quan, ví dụ BC-UBND."),
    )

    def prepare(self) -> None:
        kinds: Any = self.fields["kind"]
        kinds.queryset = _kinds()
        if self.actor is not None:
            joint: Any = self.fields["joint"]
            joint.queryset = bodies_near(self.actor)

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "joint": list(self.cleaned_data["joint"])}


class PrepareForm(TextForm):
    """A new paper: typed, from a Word file, or from a paper of a record (``source``, ``made``)."""

    proposable = ("source", "made", "kind")
    field_order = ("owner", "kind", "about", "text", "upload", "to", "copies")

    owner = forms.ModelChoiceField(label=_("Cơ quan ban hành"), queryset=Organisation.objects.none())
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=160)
    made = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def prepare(self) -> None:
        super().prepare()
        self._from: tuple[Record, str] | None = None
        self._built: Paper | None = None
        if self.actor is None:
            return
        owners: Any = self.fields["owner"]
        owners.queryset = bodies_near(self.actor)
        mine = sorted(self.actor.bodies)
        self.initial.setdefault("owner", mine[0] if mine else None)
        given = self.data if self.is_bound else self.initial
        self._from = source_of(str(given.get("source") or ""), str(given.get("made") or ""), self.actor)
        if self._from is not None:
            self._take_over(*self._from)

    def _take_over(self, record: Record, code: str) -> None:
        """The text comes from the record: it is not typed again, the rest stands ready to be looked at."""
        del self.fields["text"], self.fields["upload"]
        actor: Any = self.actor
        self._built = build_paper(code, record, actor=actor, at=moment.now())
        said = told(self._built, _kinds())
        self.initial = {**self.initial, 
            "kind": said.kind, "about": said.about, "to": "\n".join(said.to), "copies": "\n".join(said.copies),
            "owner": getattr(record, "owner_id", None) or self.initial.get("owner"),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("source") and self._from is None:
            raise forms.ValidationError(_("Không thấy bản ghi hoặc văn bản nguồn."))
        if self._from is None and not values.get("upload") and not values.get("text"):
            self.add_error("text", _("Gõ nội dung, hoặc chọn tệp Word."))
        return values

    def inputs(self) -> dict[str, Any]:
        values = super().inputs()
        values.pop("made", None)
        values["source"], values["paper"] = self._from or (None, "")
        if self._built is not None:  # what was looked at is what is taken
            values["blocks"] = text_of(self._built)
        return values


def source_of(key: str, code: str, actor: Actor) -> tuple[Record, str] | None:
    """The record ("commitments.commitment:NV-2027-0001") and its paper, if the actor sees it and it has one."""
    label, _colon, name = key.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if not issubclass(model, Record):
        return None
    record = model._default_manager.visible_to(actor).filter(code=name).first()
    if record is None or code not in {kind.code for kind in papers_of(record) if not kind.held}:
        return None
    return record, code


class ReviseTextForm(TextForm):
    def prepare(self) -> None:
        super().prepare()
        document = self.record
        if not isinstance(document, OutgoingDocument):
            return
        text = typed_text(document.blocks())
        if text is None:
            self.fields["text"].help_text = _(
                "Văn bản có bảng, phụ lục hoặc chữ đậm: tải Word về sửa rồi nộp lại ở dưới; để trống thì giữ nguyên nội dung."
            )
        rows = list(document.recipients.all())
        self.initial = {**self.initial, 
            "text": text or "", "joint": document.issuers()[1:],
            "to": "\n".join(row.words for row in rows if row.purpose == Purpose.TO),
            "copies": "\n".join(row.words for row in rows if row.purpose == Purpose.COPY),
        }  # fmt: skip


class SignerForm(ActionForm):
    """Who signs for one of the issuing bodies, in what capacity."""

    body = forms.ModelChoiceField(label=_("Ký cho cơ quan"), queryset=Organisation.objects.none())
    appointment = SignerField(label=_("Người ký"), queryset=Appointment.objects.none())
    capacity = forms.ChoiceField(
        label=_("Tư cách"),
        choices=[("auto", _("Theo chức vụ")), *Capacity.choices],
        required=False,
        initial="auto",
    )
    basis = forms.CharField(
        label=_("Căn cứ thừa lệnh, văn bản ủy quyền"),
        max_length=300,
        required=False,
        help_text=_("Bắt buộc với TUQ."),
    )

    def prepare(self) -> None:
        people: Any = self.fields["appointment"]
        today = moment.today()
        held = Appointment.objects.filter(valid_on(today)).select_related("person", "body")
        people.queryset = held.order_by("rank", "pk")
        if self.actor is not None:
            people.queryset = people.queryset.filter(body__territory__in=self.actor.territories)
        if isinstance(self.record, OutgoingDocument):
            bodies: Any = self.fields["body"]
            keys = self.record.issuers()
            bodies.queryset = Organisation.objects.filter(pk__in=keys).order_by("rank", "pk")
            under = Parentage.objects.filter(above__in=keys, valid_to=None).values("body")
            signing = Q(body__in=[*keys, self.record.drafter_id]) | Q(body__in=under)
            people.queryset = people.queryset.filter(signing)
            self.initial.setdefault("body", keys[0] if keys else None)


class LockForm(ActionForm):
    dated = DayField(
        label=_("Ngày văn bản"), help_text=_("Ngày ghi trên văn bản; năm của ngày này là năm của sổ.")
    )
    order_why = forms.CharField(
        label=_("Vì sao số và ngày không theo thứ tự"), max_length=300, required=False,
        help_text=_("Chỉ khi ngày này trước ngày của số liền trước, hoặc sau ngày của số liền sau; lý do ghi vào sổ."),
    )  # fmt: skip

    def prepare(self) -> None:
        if not self.initial.get("dated"):
            self.initial["dated"] = moment.today()


class SignForm(ActionForm):
    way = forms.ChoiceField(label=_("Cách ký"), choices=Way.choices, initial=Way.PAPER)
    signed_on = DayField(label=_("Ngày ký"))
    upload = forms.FileField(
        label=_("Tệp PDF đã ký số"), required=False, help_text=_("Chỉ khi ký số ở phần mềm khác.")
    )
    result = forms.CharField(label=_("Ghi chú"), max_length=400, required=False)

    def prepare(self) -> None:
        self.initial.setdefault("signed_on", moment.today())


class SignedCopyForm(forms.Form):
    upload = forms.FileField(label=_("Bản chụp hoặc PDF của bản đã ký, đóng dấu"))


class ConfirmCopyForm(ActionForm):
    """What the machine found is decided place by place; another paper, or one not compared, needs a reason."""

    why = forms.CharField(label=_("Vì sao vẫn xác nhận"), max_length=300, required=False, widget=LONG)
    same = forms.BooleanField(
        label=_("Tôi đã đối chiếu bản ký với bản đã khóa: đúng số, ngày, người ký, đủ các trang.")
    )

    def prepare(self) -> None:
        copy = copy_of(self.record) if self.record is not None else None
        if copy is None:
            return
        outcome, why = outcome_of(copy), self.fields["why"]
        if outcome is None or not one_by_one(outcome):
            why.required = True
            why.help_text = (
                _("Máy chưa đối chiếu bản này: mở Đối chiếu bản ký trước, hoặc ghi vì sao chỉ xem bằng mắt.")
                if outcome is None
                else _("Bản nộp khác bản đã khóa quá nhiều. Nộp nhầm thì trả lại bản ký.")
            )
            return
        if outcome.same:
            del self.fields["why"]
            return
        why.help_text = _("Bắt buộc khi có chỗ khác thật mà vẫn nhận.")
        for number, found in enumerate(outcome.differences, start=1):
            label = _("Chỗ %(number)d, %(what)s") % {"number": number, "what": sentence(found)}
            self.fields[f"place{number}"] = forms.ChoiceField(
                label=label, choices=DECISIONS, widget=forms.RadioSelect
            )
        self.order_fields([name for name in self.fields if name.startswith("place")])

    def inputs(self) -> dict[str, Any]:
        values = self.cleaned_data
        answers = {int(n.removeprefix("place")): v for n, v in values.items() if n.startswith("place")}
        return {"answers": answers, "why": values.get("why", "")}


class ReplaceCopyForm(SignedCopyForm):
    reason = forms.CharField(
        label=_("Bản ký đang giữ sai ở chỗ nào"), max_length=300, widget=LONG,
        help_text=_("Bản cũ vẫn giữ ở mục Liên quan và trong lịch sử."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


class IssueDocumentForm(ActionForm):
    issued_on = DayField(label=_("Ngày ban hành"))
    copies_made = forms.IntegerField(label=_("Số bản"), required=False, min_value=1, max_value=10000)

    def prepare(self) -> None:
        self.initial["issued_on"] = moment.today()


#: What was wrong with an issued paper.
FORM_ERROR, CONTENT_ERROR = "form", "content"
ERRORS = (
    (FORM_ERROR, _("Sai thể thức, kỹ thuật trình bày, lỗi gõ: soạn thông báo đính chính")),
    (CONTENT_ERROR, _("Sai nội dung (số liệu, thời hạn, tên, việc giao): soạn văn bản cùng loại thay thế")),
)


class CorrectDocumentForm(forms.Form):
    error = forms.ChoiceField(
        label=_("Sai loại nào"), choices=ERRORS, widget=forms.RadioSelect,
        help_text=_("Cách chia này theo cấu hình của đơn vị; Điều 18 Nghị định 30/2020 chưa được đối chiếu trong bản này."),
    )  # fmt: skip
    wrong = forms.CharField(label=_("Chỗ viết sai"), max_length=1000, widget=LONG)
    right = forms.CharField(label=_("Nay đính chính là"), max_length=1000, widget=LONG)


class ReceiveForm(ActionForm):
    """A paper that came by post or another system; the file is optional."""

    more = ("kind", "urgency", "note", "sender")
    more_label = _("Loại văn bản, độ khẩn, ghi chú (không bắt buộc)")

    owner = forms.ModelChoiceField(label=_("Nơi nhận"), queryset=Organisation.objects.none())
    sender_words = forms.CharField(label=_("Cơ quan gửi"), max_length=300)
    their_number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, required=False, help_text=_("Ví dụ: 45/KH-UBND.")
    )
    dated = DayField(label=_("Ngày văn bản"), required=False)
    about = forms.CharField(label=_("Trích yếu"), max_length=500, widget=LONG)
    arrived_on = DayField(label=_("Ngày đến"))
    standing = forms.ChoiceField(label=_("Bên gửi"), choices=Standing.choices)
    upload = forms.FileField(label=_("Tệp văn bản"), required=False)
    kind = forms.ModelChoiceField(
        label=_("Loại văn bản"), queryset=DocumentKind.objects.none(), required=False
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices, required=False)
    sender = forms.ModelChoiceField(
        label=_("Cơ quan gửi trong danh bạ"), queryset=Organisation.objects.none(), required=False
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=400, required=False)

    def prepare(self) -> None:
        kinds: Any = self.fields["kind"]
        kinds.queryset = _kinds()
        self.initial.setdefault("arrived_on", moment.today())
        if self.actor is not None:
            owners: Any = self.fields["owner"]
            owners.queryset = Organisation.objects.filter(pk__in=self.actor.bodies).order_by("rank", "pk")
            senders: Any = self.fields["sender"]
            senders.queryset = bodies_near(self.actor)
            if len(self.actor.bodies) == 1:
                self.initial.setdefault("owner", next(iter(self.actor.bodies)))


class CorrectEntryForm(ReceiveForm):
    """The entry in the book put right; the arrival number stays."""

    reason = forms.CharField(label=_("Vì sao sửa"), max_length=300)

    def prepare(self) -> None:
        super().prepare()
        del self.fields["owner"]


class AssignForm(ActionForm, OnPaperForm):
    field_order = ("unit", "helpers", "due_on", "words")

    unit = forms.ModelChoiceField(label=_("Đơn vị chủ trì"), queryset=Organisation.objects.none())
    helpers = forms.ModelMultipleChoiceField(
        label=_("Đơn vị phối hợp"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    due_on = DayField(label=_("Hạn xử lý"), required=False)

    def prepare(self) -> None:
        self.fields["words"].label = _("Ý kiến chỉ đạo")
        if self.actor is not None:
            units: Any = self.fields["unit"]
            helpers: Any = self.fields["helpers"]
            units.queryset = helpers.queryset = bodies_near(self.actor)
        if isinstance(self.record, IncomingDocument):
            self.initial.setdefault("due_on", self.record.due_on)
            self.initial["helpers"] = self.record.helper_ids()

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "helpers": list(self.cleaned_data["helpers"])}


class DoneForm(forms.Form):
    result = forms.CharField(
        label=_("Kết quả xử lý"),
        max_length=400,
        widget=LONG,
        help_text=_("Ví dụ: Đã trả lời tại văn bản số 12/UBND-VP; lưu để biết."),
    )
