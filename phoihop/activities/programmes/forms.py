"""Inputs of the actions on programmes and targets: shape and types only, the rules are in actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.assessing import Direction
from phoihop.activities.programmes.models import (
    Answer,
    Capacity,
    Comment,
    CommitteeWay,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Section,
)
from phoihop.activities.programmes.texts import fingerprint_of, lines_of, section_text
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField, Doubt, ManyFilesField, marked
from phoihop.directory.models import Organisation, bodies_in
from phoihop.documents.register_forms import ConfirmCopyForm
from phoihop.meetings.choosing import MeetingField
from phoihop.meetings.models import Meeting

#: An annex is drafted from its programme, an emergency on a page of its own.
OWN_WAY = (ProgrammeKind.AMENDMENT, ProgrammeKind.EMERGENCY)
DRAFTED = [pair for pair in ProgrammeKind.choices if pair[0] not in OWN_WAY]
NO_PARTY_PAPER = _("Không lưu văn bản của Đảng trong phần mềm: chỉ ghi ngày, hình thức và kết luận ngắn.")
ONE_PER_LINE = forms.Textarea(attrs={"rows": 8})


def lines(text: str) -> list[str]:
    """The non-empty lines of a text box."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class DraftForm(ActionForm):
    kind = forms.ChoiceField(label=_("Loại"), choices=DRAFTED, initial=ProgrammeKind.PROGRAMME)
    title = forms.CharField(label=_("Tên"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    period_from = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2100)
    period_to = forms.IntegerField(label=_("Đến năm"), min_value=2000, max_value=2100)
    parties = forms.ModelMultipleChoiceField(
        label=_("Các bên, theo thứ tự ghi"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    with_frame = forms.BooleanField(
        label=_("Điền sẵn khung thường dùng (căn cứ, I–IV) vào phần còn để trống"),
        required=False,
        initial=True,
    )
    reporting_party = forms.ModelChoiceField(
        label=_("Bên báo cáo sơ kết, tổng kết thay mặt các bên"), queryset=Organisation.objects.none(), required=False,
        help_text=_("Để trống thì là cơ quan chủ trì soạn."),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        label=_("Theo quy chế (nếu có)"), queryset=Programme.objects.none(), required=False
    )
    contents = forms.CharField(
        label=_("Nội dung phối hợp, mỗi dòng một nội dung"), widget=ONE_PER_LINE, required=False
    )
    bases = forms.CharField(label=_("Căn cứ, mỗi dòng một văn bản"), widget=ONE_PER_LINE, required=False)
    purpose = forms.CharField(label=_("I. Mục đích, yêu cầu"), widget=forms.Textarea, required=False)
    duties = forms.CharField(
        label=_("III. Trách nhiệm của các cơ quan"), widget=forms.Textarea, required=False
    )
    arrangement = forms.CharField(label=_("IV. Tổ chức thực hiện"), widget=forms.Textarea, required=False)

    def prepare(self) -> None:
        if self.actor is None:
            return
        for name in ("parties", "reporting_party"):
            bodies: Any = self.fields[name]
            bodies.queryset = bodies_in(self.actor)
        regulations: Any = self.fields["parent"]
        regulations.queryset = Programme.objects.visible_to(self.actor).filter(kind=ProgrammeKind.REGULATION)
        if isinstance(self.record, Programme):
            if self.record.kind in OWN_WAY:
                kind: Any = self.fields["kind"]
                kind.choices = [(self.record.kind, self.record.kind_label)]
            self.initial["parties"] = self.record.party_ids()
            self.initial["contents"] = "\n".join(item.title for item in self.record.contents.all())
            self.initial["bases"] = "\n".join(line.text for line in self.record.bases.all())
            for section in (Section.PURPOSE, Section.DUTIES, Section.ARRANGEMENT):
                self.initial[section.value] = section_text(self.record, section)

    def doubts(self) -> list[Doubt]:
        """Another draft of the same parties for the same years stands already."""
        given = self.cleaned_data
        rows = same_years(given["period_from"], given["period_to"]).filter(kind=given["kind"])
        wanted = {body.pk for body in given["parties"]}
        return _standing(row for row in rows if {party.body_id for party in row.parties.all()} == wanted)

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["parties"] = list(values["parties"])
        values["contents"] = lines(values["contents"])
        values["bases"] = lines(values["bases"])
        return values


class EmergencyForm(ActionForm):
    """One page: what happened, who, what each does, who is called. The year and the frame follow from the day."""

    about = forms.CharField(
        label=_("Việc đột xuất"),
        max_length=200,
        help_text=_("Ví dụ: ứng phó bão số 5; phòng, chống dịch sởi."),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Các bên, theo thứ tự ghi"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    need = forms.CharField(
        label=_("Tình hình, yêu cầu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contents = forms.CharField(
        label=_("Việc phối hợp, mỗi dòng một việc"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5})
    )
    duties = forms.CharField(
        label=_("Bên nào làm gì, đầu mối, số điện thoại trực"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip

    def prepare(self) -> None:
        if self.actor is not None:
            bodies: Any = self.fields["parties"]
            bodies.queryset = bodies_in(self.actor)

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return {**values, "parties": list(values["parties"]), "contents": lines(values["contents"])}


class FiguresForm(forms.Form):
    words = forms.CharField(
        label=_("Số liệu, tình hình đến lúc này"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ví dụ: đã di dời 42 hộ, 131 người; cấp 60 suất ăn; còn 3 hộ chưa liên lạc được."),
    )  # fmt: skip


class ReviseForm(DraftForm):
    """The whole draft at once; a single paragraph is rewritten where it stands."""

    with_frame = None  # type: ignore[assignment]

    def doubts(self) -> list[Doubt]:
        return []

    reason = forms.CharField(label=_("Sửa vì sao"), max_length=400, required=False)
    contents = forms.CharField(
        label=_("Nội dung phối hợp, mỗi dòng một nội dung; các đoạn bên dưới giữ nguyên"), widget=ONE_PER_LINE,
        required=False,
    )  # fmt: skip


class RewriteForm(ActionForm):
    """One paragraph. Several lines become several paragraphs; an empty box takes it out."""

    place = forms.ChoiceField(label=_("Đoạn"), choices=())
    text = forms.CharField(
        label=_("Viết lại thành"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một đoạn. Để trống là bỏ đoạn này."),
    )  # fmt: skip
    after = forms.BooleanField(label=_("Thêm thành đoạn mới ngay sau đoạn đã chọn"), required=False)
    reason = forms.CharField(label=_("Vì sao"), max_length=400, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def prepare(self) -> None:
        if isinstance(self.record, Programme):
            field: Any = self.fields["place"]
            field.choices = paragraph_choices(self.record)


class ProposeTextForm(ActionForm):
    upload = forms.FileField(label=_("Bản Word của văn phòng"))
    reason = forms.CharField(label=_("Vì sao thay"), max_length=400, required=False)


class AskCommentsForm(ActionForm):
    bodies = forms.ModelMultipleChoiceField(
        label=_("Xin ý kiến thêm (ngoài các bên)"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    answer_on = DayField(label=_("Góp ý đến ngày"))
    answer_hour = forms.IntegerField(label=_("Đến mấy giờ"), min_value=0, max_value=23, initial=17)

    def prepare(self) -> None:
        field: Any = self.fields["bodies"]
        if self.actor is not None and isinstance(self.record, Programme):
            field.queryset = bodies_in(self.actor).exclude(pk__in=self.record.party_ids())
            self.initial["bodies"] = [row.body_id for row in self.record.asked.all()]

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "bodies": list(self.cleaned_data["bodies"])}


class CommentForm(ActionForm):
    """A comment beside a paragraph; the paragraph as it should read is welcome and not asked for."""

    programme = forms.ModelChoiceField(label=_("Dự thảo"), queryset=Programme.objects.none())
    place = forms.CharField(label=_("Đoạn"), max_length=12)
    note = forms.CharField(
        label=_("Góp ý"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    new = forms.CharField(
        label=_("Đề nghị viết lại đoạn thành"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    after = forms.BooleanField(label=_("Là một đoạn thêm, đặt sau đoạn này"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["programme"]
        if self.actor is not None:
            field.queryset = Programme.objects.visible_to(self.actor)


class AnswerForm(ActionForm):
    """The paragraph stands in the box, so that what replaces it is seen; left as it stands it changes nothing by itself."""

    answer = forms.ChoiceField(label=_("Phản hồi"), choices=Answer.choices)
    text = forms.CharField(
        label=_("Sửa đoạn thành"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Để nguyên thì sửa đúng như góp ý đề nghị."),
    )  # fmt: skip
    after = forms.BooleanField(label=_("Thêm thành một đoạn mới sau đoạn này"), required=False)
    words = forms.CharField(
        label=_("Giải trình, cách sửa"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tiếp thu mà không sửa chính đoạn này thì ghi đã đáp ứng ra sao."),
    )  # fmt: skip
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def prepare(self) -> None:
        if isinstance(self.record, Comment):
            lines = lines_of(self.record.programme)
            now = next((line.text for line in lines if line.key == self.record.key), "")
            self.initial.update({"was": now, "text": self.record.new if self.record.after else now})


class TakeReturnedForm(ActionForm):
    uploads = ManyFilesField(label=_("Bản Word đã góp ý"))
    body = forms.ModelChoiceField(label=_("Góp ý của"), queryset=Organisation.objects.none())

    def prepare(self) -> None:
        field: Any = self.fields["body"]
        if self.actor is None or not isinstance(self.record, Programme):
            return
        keys = set(self.record.invited())
        if not {self.record.owner_id, self.record.keeper_id} & self.actor.bodies:
            keys &= self.actor.bodies
        field.queryset = Organisation.objects.filter(pk__in=keys).order_by("rank", "pk")
        mine = sorted(keys & self.actor.bodies)
        self.initial.setdefault("body", mine[0] if len(mine) == 1 else None)


def paragraph_choices(programme: Programme) -> list[tuple[str, str]]:
    """The paragraphs one may write at, as the outline names them."""
    return [(line.key, f"{line.shown[:90]}") for line in lines_of(programme) if not line.fixed]


class SettleForm(ActionForm):
    held_on = DayField(label=_("Ngày họp liên tịch"))
    place = forms.CharField(label=_("Nơi họp"), max_length=200, required=False)
    present = forms.CharField(
        label=_("Thành phần dự"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: Thường trực HĐND, lãnh đạo UBND, Ban Thường trực UBMTTQ, Trưởng các Ban."),
    )  # fmt: skip
    meeting = MeetingField(
        label=_("Cuộc họp trong lịch (nếu có)"), queryset=Meeting.objects.none(), required=False, to_field_name="code",
    )  # fmt: skip

    def prepare(self) -> None:
        if self.actor is not None:
            meetings: Any = self.fields["meeting"]
            meetings.queryset = Meeting.objects.visible_to(self.actor).order_by("-starts_at")
            meetings.label_from_instance = lambda row: f"{timezone.localtime(row.starts_at):%d/%m/%Y}: {row}"


class AskCommitteeForm(forms.Form):
    asked_on = DayField(label=_("Ngày xin ý kiến"))
    way = forms.ChoiceField(label=_("Hình thức"), choices=CommitteeWay.choices)

    def clean(self) -> dict[str, Any]:
        if self.files:
            raise forms.ValidationError(NO_PARTY_PAPER)
        return super().clean() or {}


class NoteCommitteeForm(forms.Form):
    answered_on = DayField(label=_("Ngày có ý kiến"))
    conclusion = forms.CharField(
        label=_("Kết luận ngắn"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_PARTY_PAPER,
    )

    def clean(self) -> dict[str, Any]:
        if self.files:
            raise forms.ValidationError(NO_PARTY_PAPER)
        return super().clean() or {}


class CorrectCommitteeForm(ActionForm):
    """One entry as it should read; the only one is filled in."""

    row = forms.TypedChoiceField(label=_("Mục ghi nhầm"), coerce=int, choices=())
    asked_on = DayField(label=_("Ngày xin ý kiến"))
    way = forms.ChoiceField(label=_("Hình thức"), choices=CommitteeWay.choices)
    answered_on = DayField(label=_("Ngày có ý kiến"), required=False)
    conclusion = forms.CharField(
        label=_("Kết luận ngắn"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_PARTY_PAPER,
    )  # fmt: skip
    gone = forms.BooleanField(label=_("Bỏ hẳn mục này (ghi nhầm chương trình, ghi hai lần)"), required=False)
    reason = forms.CharField(label=_("Sửa vì sao"), max_length=400)

    def prepare(self) -> None:
        if not isinstance(self.record, Programme):
            return
        field: Any = self.fields["row"]
        views = list(self.record.committee_views.all())
        field.choices = [
            (view.pk, f"{view} ({view.way_label}){': ' if view.conclusion else ''}{view.conclusion[:80]}")
            for view in views
        ]
        if views:
            last = views[-1]
            shown = {
                "row": last.pk, "asked_on": last.asked_on, "way": last.way, "answered_on": last.answered_on,
                "conclusion": last.conclusion,
            }  # fmt: skip
            self.initial.update(shown)

    def clean(self) -> dict[str, Any]:
        if self.files:
            raise forms.ValidationError(NO_PARTY_PAPER)
        return super().clean() or {}


class AgreeForm(ActionForm):
    """What is agreed to is the text that was on the page: its fingerprint comes back with the form."""

    fingerprint = forms.CharField(
        label=_("Vân tay của văn bản đã đọc"), widget=forms.HiddenInput,
        error_messages={"required": _("Thiếu vân tay của văn bản đã đọc. Mở văn bản, đọc, rồi thống nhất từ đó.")},
    )  # fmt: skip
    paper = forms.CharField(
        label=_("Theo văn bản, bút phê (văn phòng ghi thay lãnh đạo)"), max_length=200, required=False,
        help_text=_("Lãnh đạo tự bấm thì để trống. Ví dụ: Công văn số 12/UBND-VP ngày 05/8/2027."),
    )  # fmt: skip

    def prepare(self) -> None:
        if isinstance(self.record, Programme):
            self.initial["fingerprint"] = fingerprint_of(self.record)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class AmendForm(forms.Form):
    reason = forms.CharField(label=_("Sửa đổi vì sao"), max_length=400, required=False)


class EndForm(forms.Form):
    ended_on = DayField(label=_("Ngày chấm dứt"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    paper = forms.CharField(
        label=_("Văn bản các bên thống nhất chấm dứt"), max_length=200,
        help_text=_("Ví dụ: Biên bản thỏa thuận ngày 05/8/2027."),
    )  # fmt: skip


class ConfirmEndForm(forms.Form):
    same = forms.BooleanField(
        label=_("Cơ quan tôi cùng thống nhất chấm dứt theo ngày và văn bản ghi trong đề nghị.")
    )


class LockForm(ActionForm):
    dated = DayField(label=_("Ngày văn bản (ngày ký)"), required=False, help_text=_("Để trống là hôm nay."))
    signed_place = forms.CharField(label=_("Nơi ký"), max_length=200, required=False)
    witnesses = forms.CharField(
        label=_("Người chứng kiến, mỗi dòng một người"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def inputs(self) -> dict[str, Any]:
        return {**self.cleaned_data, "witnesses": lines(self.cleaned_data["witnesses"])}


class SignPdfForm(forms.Form):
    upload = forms.FileField(label=_("Tệp PDF đã ký số"))


class SigningForm(ActionForm):
    """The signing as it happened: one row of signer, title and capacity for each party."""

    number = forms.CharField(label=_("Số"), max_length=20, help_text=_("Ví dụ: 01"))
    symbol = forms.CharField(label=_("Ký hiệu"), max_length=80, help_text=_("Ví dụ: CTrPH-HĐND-UBND-MTTQ"))
    signed_on = DayField(label=_("Ngày ký"))
    signed_place = forms.CharField(label=_("Nơi ký"), max_length=200, required=False)
    witnesses = forms.CharField(
        label=_("Người chứng kiến, mỗi dòng một người"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    upload = forms.FileField(label=_("Bản chụp hoặc tệp PDF bản ký"))

    def prepare(self) -> None:
        if not isinstance(self.record, Programme):
            return
        self.initial["signed_on"] = self.initial.get("signed_on") or moment.today()
        if self.record.state == ProgrammeState.LOCKED:  # number and signers stand in the locked text
            for name in ("number", "symbol"):
                del self.fields[name]
            self.initial["witnesses"] = "\n".join(row.words for row in self.record.witnesses.all())
            return
        for party in self.record.parties.select_related("body"):
            name = f"party{party.body_id}"
            body = party.body.short_name or party.body.name
            self.fields[f"{name}_capacity"] = forms.ChoiceField(
                label=_("%s ký với tư cách") % body, choices=Capacity.choices, initial="TM.", required=False
            )
            self.fields[f"{name}_title"] = forms.CharField(
                label=_("Chức vụ người ký (%s)") % body, max_length=200
            )
            self.fields[f"{name}_signer"] = forms.CharField(
                label=_("Họ tên người ký (%s)") % body, max_length=120
            )
        self.order_fields(["number", "symbol", "signed_on", "signed_place"])

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        signers = []
        parties = [key.split("_")[0] for key in values if key.endswith("_signer")]
        for name in parties:
            row = {part: values.pop(f"{name}_{part}") for part in ("capacity", "title", "signer")}
            signers.append({"body": int(name.removeprefix("party")), **row})
        values["signers"] = signers
        values["witnesses"] = lines(values["witnesses"])
        return values


class ConfirmSigningForm(ConfirmCopyForm):
    def prepare(self) -> None:
        super().prepare()
        self.fields["same"].label = _(
            "Tôi đã đối chiếu bản ký với bản đã thống nhất: đúng số, ngày, người ký, đủ các trang."
        )


class ReturnScanForm(forms.Form):
    reason = forms.CharField(label=_("Bản ký chưa đúng ở chỗ nào"), max_length=300)


class CloseForm(forms.Form):
    closed_on = DayField(label=_("Ngày hội nghị tổng kết"))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)


class ReviewForm(ActionForm):
    year = forms.TypedChoiceField(label=_("Của năm"), coerce=int, choices=())
    held_on = DayField(label=_("Ngày hội nghị"))
    words = forms.CharField(
        label=_("Văn bản"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: Báo cáo số 45/BC-HĐND-UBND-MTTQ"),
    )

    def prepare(self) -> None:
        if isinstance(self.record, Programme):
            field: Any = self.fields["year"]
            field.choices = years_of(self.record)


def years_of(programme: Programme) -> list[tuple[int, str]]:
    return [(year, str(year)) for year in range(programme.period_from, programme.period_to + 1)]


class RenewForm(ActionForm):
    """Next year's draft from this one: each content kept or dropped, open tasks carried over or not."""

    period_from = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2100)
    period_to = forms.IntegerField(label=_("Đến năm"), min_value=2000, max_value=2100)
    keep = forms.MultipleChoiceField(
        label=_("Nội dung giữ lại"), widget=forms.CheckboxSelectMultiple, required=False, choices=()
    )
    carry = forms.BooleanField(
        label=_("Chuyển tiếp những việc chưa xong của nội dung giữ lại"), required=False, initial=True
    )

    def prepare(self) -> None:
        if not isinstance(self.record, Programme):
            return
        field: Any = self.fields["keep"]
        items = list(self.record.contents.all())
        field.choices = [(item.number, str(item)) for item in items]
        self.initial.setdefault("keep", [item.number for item in items])
        self.initial["period_from"] = self.initial["period_to"] = self.record.period_to + 1

    def doubts(self) -> list[Doubt]:
        """Its successor was drafted already."""
        rows = same_years(self.cleaned_data["period_from"], self.cleaned_data["period_to"])
        return _standing(rows.filter(predecessor=self.record.pk if self.record else None))


def same_years(first: int, last: int) -> Any:
    """What stands for one of these years, an annex aside."""
    rows = Programme.objects.filter(period_from__lte=last, period_to__gte=first, amends=None)
    return rows.exclude(state=ProgrammeState.ENDED).prefetch_related("parties").order_by("pk")


def _standing(rows: Iterable[Programme]) -> list[Doubt]:
    found = list(rows)
    if not found:
        return []
    named = "; ".join(f"{row} ({row.code}, {row.state_label.lower()})" for row in found[:3])
    return [
        Doubt(
            code=f"da-co-{marked(','.join(row.code for row in found))}", title=_("Đã có: %s.") % named,
            now=_("Mở bản đó để làm tiếp, hoặc tích ô dưới đây rồi gửi lại nếu thật sự cần thêm một dự thảo."),
            go_on=_("Vẫn soạn thêm một dự thảo nữa"),
        )
    ]  # fmt: skip


class ProposeDutiesForm(ActionForm):
    year = forms.TypedChoiceField(label=_("Năm"), coerce=int, choices=())

    def prepare(self) -> None:
        if isinstance(self.record, Programme):
            field: Any = self.fields["year"]
            field.choices = years_of(self.record)


class TargetForm(ActionForm):
    programme = forms.ModelChoiceField(label=_("Chương trình"), queryset=Programme.objects.none())
    number = forms.CharField(label=_("Số"), max_length=10)
    name = forms.CharField(label=_("Chỉ tiêu"), max_length=400)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=60)
    plan = forms.DecimalField(label=_("Kế hoạch giao"), max_digits=18, decimal_places=3, localize=True)
    direction = forms.ChoiceField(label=_("Đạt khi"), choices=Direction.choices, initial=Direction.AT_LEAST)
    assigned_by = forms.CharField(label=_("Cơ quan giao"), max_length=200)
    assigned_act = forms.CharField(label=_("Văn bản giao"), max_length=300)
    item = forms.CharField(label=_("Thuộc nội dung số"), max_length=10, required=False)
    lead = forms.ModelChoiceField(
        label=_("Đơn vị theo dõi"), queryset=Organisation.objects.none(), required=False
    )

    def prepare(self) -> None:
        if self.actor is None:
            return
        programmes: Any = self.fields["programme"]
        programmes.queryset = Programme.objects.visible_to(self.actor)
        leads: Any = self.fields["lead"]
        leads.queryset = bodies_in(self.actor)


class ValueForm(forms.Form):
    period_end = DayField(label=_("Số liệu đến ngày"))
    value = forms.DecimalField(label=_("Giá trị"), max_digits=18, decimal_places=3, localize=True)
    source = forms.CharField(
        label=_("Nguồn số liệu"), max_length=300, help_text=_("Ví dụ: Báo cáo số 45/BC-UBND")
    )


class ReturnValueForm(forms.Form):
    returned_why = forms.CharField(label=_("Lý do trả lại"), max_length=300)
