"""Inputs of the actions on petitions: shape and types; the rules are in actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import bodies_near, bodies_of
from phoihop.commitments.models import list_values
from phoihop.core import moment
from phoihop.core.calendar import due
from phoihop.core.deadlines import as_rule, calendar, rule_for
from phoihop.core.forms import ActionForm, DayField, Doubt, ManyFilesField, PhoneField, SecretField
from phoihop.directory.models import Organisation, body_of_kind
from phoihop.petitions.asking import AsksBackForm
from phoihop.petitions.intake import IntakeForm, PublicWordsForm
from phoihop.petitions.models import (
    ListPurpose,
    Petition,
    PetitionKind,
    PetitionSource,
    PetitionState,
    Question,
    Review,
    practice_now,
    result_classes,
)
from phoihop.petitions.models.parts import SHORT
from phoihop.petitions.points import points_of
from phoihop.petitions.quarters import QuarterField, propose_quarters
from phoihop.petitions.suggesting import Suggested, suggest

LONG = forms.Textarea(attrs={"rows": 3})
TALL = forms.Textarea(attrs={"rows": 6})
#: Of one petition as somebody sends it: three pages.
CONTENT = 8000
#: Questions one petition may hold; more than that is a letter with several matters.
QUESTIONS = 12
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)/]|[-+•])\s*")
#: Sources an office may write down itself.
BY_OFFICE = (
    PetitionSource.BEHALF, PetitionSource.PAPER, PetitionSource.VOTER_CONTACT, PetitionSource.DEPUTY,
    PetitionSource.FRONT, PetitionSource.MEETING,
)  # fmt: skip


def lines_of(text: str) -> list[str]:
    """One question a line, without the numbers typed before them."""
    found = [_NUMBERED.sub("", line).strip() for line in text.splitlines()]
    return [line for line in found if line]


def usual_due(code: str, on: date) -> date:
    """The day a period of the rule in force ends, counted from a day."""
    return due(as_rule(rule_for(code, on)), on, calendar()).on


class QuestionsField(forms.CharField):
    """Questions, one a line."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=CONTENT, **given)

    def clean(self, value: Any) -> list[str]:
        found = lines_of(super().clean(value) or "")
        if len(found) > QUESTIONS:
            raise ValidationError(
                _("Có %d câu. Quá %d câu thì tách thành nhiều kiến nghị.") % (len(found), QUESTIONS)
            )
        return found


def unnamed(uploads: Sequence[Any]) -> list[Any]:
    """What a citizen sends is named by its number: the name he gave his file may name somebody."""
    for n, upload in enumerate(uploads, start=1):
        suffix = re.search(r"\.[A-Za-z0-9]{1,5}$", upload.name or "")
        upload.name = f"tep-{n}{suffix.group().lower() if suffix else ''}"
    return list(uploads)


class ReceiveForm(IntakeForm):
    """What was asked, where, by whom if they wish; the rest is found out when it is classified."""

    more = (
        "questions", "kind", "asker_words", "asker_name", "asker_address", "asker_phone", "public", "receiver",
    )  # fmt: skip
    more_label = _("Từng câu hỏi, loại, người nêu, công khai (không bắt buộc)")
    words = ("content", "title", "questions", "place", "source_words", "asker_words")

    content = forms.CharField(
        label=_("Bà con nêu gì"), max_length=CONTENT, widget=TALL,
        help_text=_("Ghi đúng lời người nêu. Họ tên, điện thoại ghi ở ô riêng, không ghi vào đây."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Nội dung tóm tắt"), max_length=200, required=False,
        help_text=_("Một dòng, có địa điểm. Để trống thì lấy câu đầu."),
    )  # fmt: skip
    quarter = QuarterField()
    place = forms.CharField(
        label=_("Địa điểm"), max_length=200, required=False, help_text=_("Ví dụ: ngõ 84, trước số 12.")
    )
    raised_on = DayField(label=_("Ngày nêu"), required=False, help_text=_("Để trống là hôm nay."))
    source = forms.ChoiceField(label=_("Nguồn"), choices=[(s.value, s.label) for s in BY_OFFICE])
    source_words = forms.CharField(
        label=_("Nêu ở đâu"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: hội nghị tiếp xúc cử tri tổ 12."),
    )
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=(), required=False)
    questions = QuestionsField(label=_("Từng câu hỏi, mỗi dòng một câu"), required=False)
    kind = forms.ChoiceField(
        label=_("Loại"), choices=PetitionKind.choices, initial=PetitionKind.PETITION, required=False
    )
    asker_words = forms.CharField(
        label=_("Người nêu (không ghi tên)"), max_length=120, required=False,
        help_text=_("Ví dụ: cử tri tổ 12, chủ hộ kinh doanh. Để trống là ẩn danh."),
    )  # fmt: skip
    asker_name = SecretField(label=_("Họ tên người nêu (cất riêng)"), max_length=120, required=False)
    asker_address = SecretField(label=_("Địa chỉ (cất riêng)"), max_length=200, required=False)
    asker_phone = PhoneField(
        label=_("Điện thoại (cất riêng)"), max_length=30, required=False,
        help_text=_("Ba ô này được mã hóa, không hiện ở danh sách, văn bản hay tìm kiếm."),
    )  # fmt: skip
    public = forms.BooleanField(label=_("Người nêu đồng ý công khai nội dung"), required=False)
    receiver = forms.ModelChoiceField(
        label=_("Nơi tiếp nhận"), queryset=Organisation.objects.none(), required=False
    )

    def prepare(self) -> None:
        if self.actor is not None:
            receivers: Any = self.fields["receiver"]
            receivers.queryset = bodies_of(self.actor)
        propose_quarters(self)
        fields: Any = self.fields["field"]
        fields.choices = [("", "—"), *list_values("field")]

    def clean_raised_on(self) -> Any:
        return not_ahead(self.cleaned_data["raised_on"])


def not_ahead(day: date | None) -> date | None:
    if day and day > moment.today():
        raise ValidationError(_("Ngày này ở phía trước."))
    return day


class SplitForm(IntakeForm):
    """The further matters of a letter, one a line; the first stays with this one.

    Who asked is sealed already; a denunciation among the matters is handed over on the petition's own page.
    """

    keeps_draft = True
    words = ("parts", "title", "content")
    apart: ClassVar[dict[str, str]] = {}

    parts = QuestionsField(
        label=_("Các nội dung còn lại, mỗi dòng một nội dung"),
        help_text=_("Mỗi dòng thành một kiến nghị có mã riêng, cùng người nêu, cùng nguồn."),
    )
    title = forms.CharField(label=_("Nội dung còn lại ở kiến nghị này"), max_length=200)
    content = forms.CharField(
        label=_("Lời nêu còn lại ở kiến nghị này"), max_length=CONTENT, widget=TALL,
        help_text=_("Bỏ khỏi đây những câu đã tách ra."),
    )  # fmt: skip

    def prepare(self) -> None:
        if isinstance(self.record, Petition):
            row = self.record
            points = points_of(row.content)
            self.initial["title"], self.initial["content"] = row.title, points[0] if points else row.content
            self.initial["parts"] = "\n".join(" ".join(point.split()) for point in points[1:])

    def doubts(self) -> list[Doubt]:
        return [replace(one, otherwise="") for one in super().doubts()]


class ClassifyForm(ActionForm):
    """Field, competence, place, who answers; earlier times. Suggestions stand beside, a person decides."""

    more = ("committee_field", "kind", "repeats", "questions")
    more_label = _("Lĩnh vực của Ban, loại, hỏi lại lần trước, từng câu hỏi")

    title = forms.CharField(label=_("Nội dung tóm tắt"), max_length=200)
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=())
    competence = forms.ChoiceField(label=_("Thẩm quyền"), choices=())
    quarter = QuarterField()
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    answering = forms.ModelChoiceField(label=_("Cơ quan trả lời"), queryset=Organisation.objects.none())
    committee_field = forms.ChoiceField(label=_("Lĩnh vực của Ban"), choices=(), required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=PetitionKind.choices, required=False)
    repeats = forms.CharField(
        label=_("Hỏi lại kiến nghị (mã)"), max_length=40, required=False, help_text=_("Ví dụ: KN-2026-0031.")
    )
    questions = QuestionsField(label=_("Từng câu hỏi, mỗi dòng một câu"), required=False)

    def prepare(self) -> None:
        for name, kind in (
            ("field", "field"),
            ("competence", "competence"),
            ("committee_field", "committee_field"),
        ):
            box: Any = self.fields[name]
            box.choices = [("", "—"), *list_values(kind)]
        if self.actor is not None:
            bodies: Any = self.fields["answering"]
            bodies.queryset = bodies_near(self.actor)
        propose_quarters(self)
        if isinstance(self.record, Petition):
            self.initial["repeats"] = self.record.repeats.code if self.record.repeats else ""
            self.initial["questions"] = "\n".join(q.text for q in self.record.questions.all())
            usual, near = practice_now("answering"), self.record.receiver.territory_id
            # The record's own empty values stand there already.
            self.initial["answering"] = self.initial.get("answering") or (
                self.record.answering or body_of_kind(usual, near, moment.today())
            )
            self.initial["competence"] = self.initial.get("competence") or self.record.competence or "commune"
            self._suggest(self.record)

    def _suggest(self, row: Petition) -> None:
        """Each suggestion stands under its box with the reason; an empty box shows it, a person decides."""
        self.suggested: list[Suggested] = []
        if self.actor is None or row.state != PetitionState.RECEIVED:
            return
        self.suggested = suggest(row, self.actor)
        if self.initial.get("answering"):
            self.fields["answering"].help_text = _(
                "Chọn sẵn theo nếp của địa phương; chưa đủ việc giống để gợi ý."
            )
        boxes = {"field": "field", "body": "answering", "earlier": "repeats"}
        for one in self.suggested:
            name = boxes[one.what]
            if not self.initial.get(name) and one.what == "field":
                self.initial[name] = one.value
            self.fields[name].help_text = self._proposal(name, one)

    def _proposal(self, name: str, one: Suggested) -> SafeString:
        """The reason in words; taken by one click where something else stands in the box."""
        words = _("Gợi ý: %(label)s. Vì sao: %(reason)s.") % {"label": one.label, "reason": one.reason}
        held = self.initial.get(name) or ""
        if str(getattr(held, "pk", held)) == one.value:
            return format_html("{} {}", words, _("Đã chọn sẵn."))
        return format_html(
            '{} <button type="button" class="btn btn-chu btn-sm" data-dien="id_{}" data-gia="{}" hidden>{}</button>',
            words, name, one.value, _("Chọn %s") % (one.value if one.what == "earlier" else one.label),
        )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        if isinstance(self.record, Petition) and self.record.state == PetitionState.RECEIVED:
            values["suggested"] = [one.as_input() for one in self.suggested]
        return values

    def clean_repeats(self) -> Petition | None:
        code = self.cleaned_data["repeats"].strip().upper()
        if not code:
            return None
        if self.actor is None or (isinstance(self.record, Petition) and code == self.record.code):
            raise ValidationError(_("Chưa đúng mã của một kiến nghị trước."))
        known = Petition.objects.visible_to(self.actor).exclude(state=PetitionState.RETRACTED)
        found: Petition | None = known.filter(code=code).first()
        if found is None:
            raise ValidationError(_("Không có kiến nghị mã %s.") % code)
        return found


class ContributeForm(ActionForm):
    words = forms.CharField(label=_("Ý kiến của đơn vị"), max_length=4000, widget=TALL)


class DraftAnswerForm(AsksBackForm, PublicWordsForm):
    """One line for each question, the class of result and what that class asks for, a short plain answer."""

    letters: ClassVar[dict[str, bool]] = {"letter": True}
    read_by_many = ("short", "route", "reason", "proof_words", "lines")
    more = ("letter", "upload")
    more_label = _("Văn bản trả lời (số, tệp)")

    result_class = forms.ChoiceField(label=_("Kết quả"), choices=())
    short = forms.CharField(
        label=_("Trả lời ngắn, để đăng công khai"), max_length=SHORT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lời dễ hiểu, nói thẳng việc gì, bao giờ. Nhiều nhất 600 ký tự."),
    )  # fmt: skip
    route = forms.CharField(
        label=_("Lộ trình, kế hoạch"), max_length=400, required=False, widget=LONG,
        help_text=_("Khi đang hoặc sẽ giải quyết: làm gì, sản phẩm là gì. Thành một việc trong sổ theo dõi, có thể công khai."),
    )  # fmt: skip
    promised_on = DayField(label=_("Hẹn xong ngày"), required=False)
    proof_words = forms.CharField(
        label=_("Bằng chứng"), max_length=300, required=False,
        help_text=_("Khi đã giải quyết xong: ảnh chụp gì, ngày nào, hoặc tên và số biên bản."),
    )  # fmt: skip
    proof_upload = forms.FileField(label=_("Tệp, ảnh bằng chứng"), required=False)
    reason = forms.CharField(label=_("Lý do chưa giải quyết được"), max_length=400, required=False)
    competent = forms.CharField(label=_("Cơ quan có thẩm quyền"), max_length=300, required=False)
    letter = forms.CharField(label=_("Số, ngày văn bản trả lời"), max_length=120, required=False)
    upload = forms.FileField(label=_("Tệp văn bản trả lời"), required=False)
    lines = forms.CharField(
        label=_("Trả lời từng câu, mỗi câu một dòng bắt đầu bằng số câu"),
        max_length=CONTENT,
        widget=TALL,
        required=False,
    )

    def prepare(self) -> None:
        classes: Any = self.fields["result_class"]
        classes.choices = [("", "—"), *result_classes(moment.today())]
        # A page asks question by question; a machine sends all lines in one text.
        if self._asked() and "lines" not in self.data:
            del self.fields["lines"]
        for question in self._asked():
            self.fields[f"line_{question.number}"] = forms.CharField(
                label=_("Trả lời câu %(n)d: %(text)s") % {"n": question.number, "text": question.text[:160]},
                max_length=4000, required=False, widget=LONG,
            )  # fmt: skip
        self.order_fields([f"line_{q.number}" for q in self._asked()])
        self._begin_with_the_last()

    def _begin_with_the_last(self) -> None:
        """What was given back is mended, not typed again; why it came back stands above."""
        if not isinstance(self.record, Petition):
            return
        last = self.record.last_answer()
        if last is None or not (last.sent_back_why or last.return_reason):
            return
        for name in ("result_class", "short", "route", "promised_on", "reason", "competent", "letter"):
            self.initial.setdefault(name, getattr(last, name))
        for line in self.record.answer_lines.all():
            if line.answer == last.number:
                self.initial.setdefault(f"line_{line.question}", line.text)
        self.fields["short"].help_text = _("Cần sửa: %s") % (last.return_reason or last.sent_back_why)

    def _asked(self) -> Sequence[Question]:
        return list(self.record.questions.all()) if isinstance(self.record, Petition) else []

    def inputs(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith("line_")}
        told = numbered(values.pop("lines", ""))
        for question in self._asked():
            line = self.cleaned_data.get(f"line_{question.number}", "").strip()
            told[question.number] = line or told.get(question.number, "")
        return values | {"lines": told}


def numbered(text: str) -> dict[int, str]:
    """ "1. Đúng. 2. Xong 30/10" line by line: number of the question → what is said to it."""
    found = (re.match(r"\s*(\d{1,2})\s*[.)/:]?\s*(.*)", line) for line in text.splitlines())
    return {int(m[1]): m[2].strip() for m in found if m}


class SendBackForm(ActionForm):
    reason = forms.CharField(label=_("Cần sửa gì"), max_length=400, widget=LONG)


CAPACITIES = (
    ("TM.", _("Thay mặt (TM.)")),
    ("KT.", _("Ký thay (KT.)")),
    ("TL.", _("Thừa lệnh (TL.)")),
    ("TUQ.", _("Thừa ủy quyền (TUQ.)")),
)


class AnswerForm(AsksBackForm):
    """The leader's word: in which capacity, by which paper."""

    letters: ClassVar[dict[str, bool]] = {"letter": True}

    capacity = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=CAPACITIES)
    letter = forms.CharField(label=_("Số, ngày văn bản trả lời"), max_length=120, required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Petition):
            last = self.record.last_answer()
            self.initial.setdefault("letter", last.letter if last else "")

    def asked_before(self, name: str) -> str:
        last = self.record.last_answer() if isinstance(self.record, Petition) else None
        return last.letter if last else ""


class UpperAnswerForm(AsksBackForm):
    """What the upper level answered, as its paper says."""

    letters: ClassVar[dict[str, bool]] = {"letter": True}

    result_class = forms.ChoiceField(label=_("Kết quả"), choices=())
    short = forms.CharField(label=_("Trả lời ngắn"), max_length=SHORT, widget=TALL)
    letter = forms.CharField(label=_("Số, ngày văn bản"), max_length=120)
    promised_on = DayField(label=_("Hẹn xong ngày"), required=False)
    proof_words = forms.CharField(label=_("Bằng chứng"), max_length=300, required=False)
    upload = forms.FileField(label=_("Tệp văn bản"), required=False)

    def prepare(self) -> None:
        classes: Any = self.fields["result_class"]
        classes.choices = [("", "—"), *result_classes(moment.today())]


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Lý do"), max_length=400, widget=LONG)


class PostResultForm(ActionForm):
    where = forms.CharField(
        label=_("Công khai ở đâu"), max_length=300,
        help_text=_("Ví dụ: trang thông tin của phường, đài truyền thanh, bảng tin nơi tiếp công dân (niêm yết 30 ngày)."),
    )  # fmt: skip


class ReportBackForm(ActionForm):
    reported_on = DayField(label=_("Ngày báo lại"), required=False, help_text=_("Để trống là hôm nay."))
    words = forms.CharField(label=_("Báo ở đâu, bằng cách nào"), max_length=400)

    def clean_reported_on(self) -> Any:
        return not_ahead(self.cleaned_data["reported_on"])


class ReviewForm(ActionForm):
    review = forms.ChoiceField(
        label=_("Đánh giá"), choices=[c for c in Review.choices if c[0] not in ("", Review.DONE)]
    )
    words = forms.CharField(
        label=_("Căn cứ"),
        max_length=400,
        widget=LONG,
        help_text=_("Đi xem ngày nào, người giữ chức danh gì xác nhận, biên bản số mấy."),
    )
    upload = forms.FileField(label=_("Ảnh, biên bản kiểm lại"), required=False)


class VerifyForm(PublicWordsForm):
    words = forms.CharField(
        label=_("Xác minh bằng gì"), max_length=400, widget=LONG,
        help_text=_("Đi xem ngày nào, người giữ chức danh gì xác nhận, biên bản số mấy."),
    )  # fmt: skip
    upload = forms.FileField(label=_("Ảnh, biên bản kiểm lại"), required=False)


class MergeForm(ActionForm):
    """The petitions of the same matter that join this one; each keeps its code and its asker."""

    others = forms.CharField(
        label=_("Gộp vào đây các mã"), max_length=600, help_text=_("Cách nhau bằng dấu phẩy.")
    )
    reason = forms.CharField(label=_("Vì sao là một"), max_length=300, required=False)

    def clean_others(self) -> list[Petition]:
        codes = [code for code in re.split(r"[,;\s]+", self.cleaned_data["others"].upper()) if code]
        rows = (
            Petition.objects.visible_to(self.actor).filter(code__in=codes)
            if self.actor
            else Petition.objects.none()
        )
        found = {row.code: row for row in rows}
        missing = [code for code in codes if code not in found]
        if missing:
            raise ValidationError(_("Không có kiến nghị mã %s.") % ", ".join(missing))
        return [found[code] for code in dict.fromkeys(codes)]


class VerdictForm(ActionForm):
    said = forms.CharField(label=_("Lời của người hỏi"), max_length=600, required=False, widget=LONG)


class NotDoneForm(ActionForm):
    said = forms.CharField(label=_("Còn gì chưa xong"), max_length=600, widget=LONG)
    picture = forms.FileField(label=_("Ảnh hiện trạng"), required=False)


class AddPictureForm(ActionForm):
    uploads = ManyFilesField(label=_("Ảnh, tệp người nêu gửi"))
    words = forms.CharField(label=_("Cho thấy gì"), max_length=300, required=False)

    def clean_uploads(self) -> list[Any]:
        return unnamed(self.cleaned_data["uploads"])


class CompileForm(ActionForm):
    """What is put together: those classified and not yet sent, or those answered, of a span of days."""

    purpose = forms.ChoiceField(label=_("Để làm gì"), choices=ListPurpose.choices)
    title = forms.CharField(label=_("Tên biểu"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Cơ quan lập"), queryset=Organisation.objects.none())
    since = DayField(label=_("Nêu từ ngày"))
    until = DayField(label=_("Đến ngày"))
    quarter = QuarterField(label=_("Chỉ của tổ dân phố, thôn"))
    answering = forms.ModelChoiceField(
        label=_("Chỉ của cơ quan trả lời"), queryset=Organisation.objects.none(), required=False
    )
    period_words = forms.CharField(
        label=_("Kỳ"), max_length=200, required=False, help_text=_("Ví dụ: trước kỳ họp giữa năm 2027.")
    )
    session_on = DayField(label=_("Ngày khai mạc kỳ họp"), required=False)

    def prepare(self) -> None:
        if self.actor is not None:
            owners: Any = self.fields["owner"]
            owners.queryset = bodies_of(self.actor)
            bodies: Any = self.fields["answering"]
            bodies.queryset = bodies_near(self.actor)
            first = owners.queryset.first()
            self.initial.setdefault("owner", first.pk if first else None)
        propose_quarters(self)
        today = timezone.localdate(moment.now())
        self.initial.setdefault("since", date(today.year, 1, 1))
        self.initial.setdefault("until", today)
