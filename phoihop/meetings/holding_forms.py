"""Inputs of what is taken down during a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import LONG, bodies_near
from phoihop.core import moment
from phoihop.core.forms import ActionForm, DayField, Doubt, marked
from phoihop.core.vault import Secret
from phoihop.core.working_days import long_day
from phoihop.directory.models import Organisation
from phoihop.meetings.forms import ClockField, LinesField, clock, cut
from phoihop.meetings.guests import expected
from phoihop.meetings.kinds import kind_of
from phoihop.meetings.models import Meeting, clock_words
from phoihop.meetings.parts import PointKind, TurnRole
from phoihop.petitions.intake import parted, personal_doubt, signs_doubt

#: How far ahead of the clock on the wall a meeting may be said to have begun.
AHEAD = timedelta(minutes=30)


class OfTheDayForm(ActionForm):
    """A time typed alone is one of the day of the meeting; none is now, which is only true on that day."""

    def moment(self, value: Any) -> datetime | None:
        if value is None or not isinstance(self.record, Meeting):
            return None
        return timezone.make_aware(datetime.combine(self.day, value))

    @property
    def day(self) -> date:
        """The day it was opened, else the day it is set for."""
        held: Any = self.record
        return timezone.localdate(held.began_at) if held.began_at else held.day

    def asked_of_another_day(self, value: Any) -> Any:
        """On a later day nothing happened "now": the hour is asked for."""
        if value is None and isinstance(self.record, Meeting) and moment.today() > self.day:
            raise forms.ValidationError(
                _("Hôm nay %(today)s, hội nghị họp %(day)s: ghi giờ của ngày họp.")
                % {"today": long_day(moment.today()), "day": long_day(self.day)}
            )
        return value


class HoldForm(OfTheDayForm):
    start = ClockField(label=_("Khai mạc lúc (để trống là bây giờ)"), required=False)

    def prepare(self) -> None:
        """The hour it was set for is proposed only afterwards: on the day itself an empty box is now."""
        if isinstance(self.record, Meeting) and moment.today() > self.record.day:
            self.initial.setdefault("start", clock(self.record.starts_at))

    def clean_start(self) -> Any:
        value = self.cleaned_data["start"]
        held, today, now = self.record, moment.today(), moment.now()
        if not isinstance(held, Meeting):
            return value
        if today < held.day:
            raise forms.ValidationError(
                _(
                    "Hôm nay %(today)s, hội nghị đặt vào %(day)s: chưa khai mạc được. "
                    "Họp sớm hơn thì Đổi giờ, đổi nơi trước để khách được báo."
                )
                % {"today": long_day(today), "day": long_day(held.day)}
            )  # fmt: skip
        began = self.moment(value)
        if began and began > now + AHEAD:
            raise forms.ValidationError(
                _("Bây giờ là %(now)s, chưa đến %(hour)s. Để trống nếu khai mạc bây giờ.")
                % {"now": clock_words(now), "hour": clock_words(began)}
            )
        return self.asked_of_another_day(value)

    def doubts(self) -> list[Doubt]:
        """After the day it was set for: it may have been held then, or be held today without anybody told."""
        held, today = self.record, moment.today()
        if not isinstance(held, Meeting) or today <= held.day:
            return []
        told = {"today": long_day(today), "day": long_day(held.day)}
        return [
            Doubt(
                f"khac-ngay-{marked(held.day.isoformat())}",
                _("Hội nghị đặt vào %(day)s, hôm nay đã là %(today)s.") % told,
                _("Nếu họp vào ngày khác thì Đổi giờ, đổi nơi trước; nếu đã họp đúng ngày ấy thì đánh dấu vào ô dưới."),
                _("Đã họp đúng ngày %(day)s, nay ghi lại") % told,
            )
        ]  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        return {"began_at": self.moment(self.cleaned_data["start"])}


class CloseForm(OfTheDayForm):
    end = ClockField(label=_("Bế mạc lúc (để trống là bây giờ)"), required=False)

    def clean_end(self) -> Any:
        return self.asked_of_another_day(self.cleaned_data["end"])

    def inputs(self) -> dict[str, Any]:
        return {"ended_at": self.moment(self.cleaned_data["end"])}


class AttendanceForm(ActionForm):
    """One grid: everybody who may have come, ticked by body; and lines for who came unexpected."""

    present = forms.MultipleChoiceField(
        label=_("Có mặt"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = LinesField(
        label=_("Người khác có mặt: mỗi dòng một người"), required=False, max_length=8000,
        help_text=_("Họ tên ; chức danh ; cơ quan. Ví dụ: Lê Thị Mẫu ; Tổ trưởng ; Tổ dân phố số 4."),
    )  # fmt: skip

    def prepare(self) -> None:
        held = self.record
        if not isinstance(held, Meeting):
            return
        guests = expected(held)
        groups: dict[str, list[tuple[str, str]]] = {}
        for guest in guests:
            groups.setdefault(str(guest.body or _("Khách ngoài")), []).append((guest.key, guest.words))
        present: Any = self.fields["present"]
        present.choices = list(groups.items())
        there = {(a.person_id, a.name): a for a in held.attendance.all()}
        known = {guest.who: guest.key for guest in guests}
        self.initial["present"] = [key for who, key in known.items() if who in there]
        rest = [a for who, a in there.items() if who not in known]
        self.initial["others"] = "\n".join(
            f"{a.name} ; {a.title} ; {a.body or a.body_words}".rstrip(" ;") for a in rest
        )

    def clean_others(self) -> list[tuple[str, str, str]]:
        found = []
        for line in self.cleaned_data["others"]:
            name, title, body, *_rest = [*cut(line), "", ""]
            if not name:
                raise forms.ValidationError(_("Dòng “%s” chưa có họ tên.") % line[:60])
            found.append((name[:200], title[:400], body))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("present") and not values.get("others"):
            raise forms.ValidationError(_("Chưa tích ai có mặt."))
        return values


class OrderForm(ActionForm):
    lines = LinesField(
        label=_("Thứ tự đại biểu: mỗi dòng một người, đổi chỗ các dòng"), max_length=40000,
        help_text=_("Danh sách đang theo bảng thứ tự chức danh của đơn vị; xếp tay thì giữ thứ tự này."),
    )  # fmt: skip

    def prepare(self) -> None:
        if isinstance(self.record, Meeting):
            self.initial["lines"] = "\n".join(a.words for a in self.record.attendance.all())


class TurnForm(OfTheDayForm):
    """Made for a telephone in the hall: who, and what was said, a point a line."""

    more = ("name", "title", "role", "item", "at_time")
    more_label = _("Người ngoài danh sách, vai trò, nội dung số mấy, giờ (không bắt buộc)")

    speaker = forms.TypedChoiceField(
        label=_("Ai phát biểu"), choices=(), coerce=int, required=False, empty_value=None
    )
    asks = LinesField(
        label=_("Nội dung đề nghị, hỏi, góp ý: mỗi dòng một nội dung"), required=False, max_length=8000
    )
    praise = LinesField(label=_("Ý ghi nhận, đồng tình: mỗi dòng một ý"), required=False, max_length=8000)
    name = forms.CharField(label=_("Hoặc ghi họ tên"), max_length=200, required=False)
    title = forms.CharField(label=_("Chức danh"), max_length=400, required=False)
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=[("", TurnRole.DELEGATE.label), *TurnRole.choices[1:]], required=False
    )
    item = forms.TypedChoiceField(
        label=_("Dưới nội dung"), choices=(), coerce=int, required=False, empty_value=None
    )
    at_time = ClockField(label=_("Lúc (để trống là bây giờ)"), required=False)

    def prepare(self) -> None:
        held = self.record
        fields: Any = self.fields
        self.initial = {}
        for name in ("asks", "praise"):
            fields[name].widget.attrs["rows"] = 4
        if isinstance(held, Meeting):
            fields["speaker"].choices = [
                ("", _("Chọn người")),
                *((a.order, a.words) for a in held.attendance.all()),
            ]
            fields["item"].choices = [("", _("Không gắn"))] + [
                (i.number, f"{i.number}. {i.title}") for i in held.agenda.all()
            ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("speaker") and not (values.get("name") or "").strip():
            self.add_error("speaker", _("Chọn người phát biểu, hoặc ghi họ tên."))
        if not values.get("asks") and not values.get("praise"):
            self.add_error("asks", _("Ghi ít nhất một nội dung hoặc một ý ghi nhận."))
        return values

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values |= {name: values[name] or 0 for name in ("speaker", "item")}
        values["said_at"] = self.moment(values.pop("at_time"))
        values["role"] = values["role"] or TurnRole.DELEGATE
        return values

    def doubts(self) -> list[Doubt]:
        """Where people come to ask for something, their words are asked about as at every desk."""
        if not isinstance(self.record, Meeting) or not kind_of(self.record.kind).hears:
            return []
        said = "\n".join([*self.cleaned_data["asks"], *self.cleaned_data["praise"]])
        return [one for one in (signs_doubt(said), personal_doubt({"asks": said}, {})) if one is not None]

    def in_place(self) -> tuple[str, dict[str, Any]]:
        """What accuses goes under the seal; whatever else was said is the turn."""
        values = self.inputs()
        (asks, accusing), (praise, more) = parted(values["asks"]), parted(values["praise"])
        sealed = Secret({"lines": "\n".join([*accusing, *more])})
        if not asks and not praise:
            return "petitions.seal_words", {"said": sealed}
        return "meetings.record_turn", {**values, "asks": asks, "praise": praise, "sealed": sealed}


class CorrectTurnForm(ActionForm):
    """One turn anew; ``turn`` in the address shows what stands of it."""

    proposable = ("turn",)

    turn = forms.TypedChoiceField(label=_("Lượt"), choices=(), coerce=int)
    name = forms.CharField(label=_("Họ tên (để trống nếu giữ nguyên)"), max_length=200, required=False)
    title = forms.CharField(label=_("Chức danh"), max_length=400, required=False)
    asks = LinesField(label=_("Nội dung đề nghị, hỏi, góp ý"), required=False, max_length=8000)
    praise = LinesField(label=_("Ý ghi nhận, đồng tình"), required=False, max_length=8000)
    drop = forms.BooleanField(label=_("Bỏ hẳn lượt này"), required=False)

    def prepare(self) -> None:
        held = self.record
        if not isinstance(held, Meeting):
            return
        turns: Any = self.fields["turn"]
        self.initial.pop("title", None)
        chosen = str(self.initial.get("turn", "")) or next((str(t.number) for t in held.turns.all()), "")
        # The boxes below show one turn: another one is chosen on the page, never under what is shown.
        offered = [t for t in held.turns.all() if self.is_bound or str(t.number) == chosen]
        turns.choices = [(t.number, f"Lượt {t.number}: {t.who}") for t in offered]
        mine = [p for p in held.points.all() if str(p.turn) == chosen]
        self.initial["asks"] = "\n".join(p.said for p in mine if p.kind == PointKind.ASK)
        self.initial["praise"] = "\n".join(p.said for p in mine if p.kind == PointKind.PRAISE)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("drop") and not values.get("asks") and not values.get("praise"):
            self.add_error("asks", _("Ghi ít nhất một nội dung, hoặc tích bỏ hẳn lượt."))
        return values


class AnswerForm(ActionForm):
    proposable = ("point",)

    point = forms.TypedChoiceField(label=_("Nội dung"), choices=(), coerce=int)
    answer = forms.CharField(label=_("Trả lời, giải trình"), widget=LONG, max_length=4000)
    answered_by = forms.CharField(label=_("Ai trả lời"), max_length=300, required=False)

    def prepare(self) -> None:
        held = self.record
        if isinstance(held, Meeting):
            points: Any = self.fields["point"]
            asked = [p for p in held.points.all() if p.asks and p.said]
            waiting = [p for p in asked if p.waits] + [p for p in asked if p.response]
            points.choices = [(p.number, f"{p.number}. {p.said[:120]}") for p in waiting]


class VoteForm(forms.Form):
    about = forms.CharField(label=_("Biểu quyết về"), max_length=300)
    in_favour = forms.IntegerField(label=_("Tán thành"), min_value=0, max_value=9999)
    against = forms.IntegerField(label=_("Không tán thành"), min_value=0, max_value=9999, initial=0)
    silent = forms.IntegerField(label=_("Không có ý kiến"), min_value=0, max_value=9999, initial=0)


class ConcludeForm(ActionForm):
    """A conclusion as spoken; lead, day and product when the chair said them."""

    text = forms.CharField(label=_("Kết luận của chủ tọa"), widget=LONG, max_length=2000)
    lead = forms.ModelChoiceField(
        label=_("Đơn vị chủ trì"), queryset=Organisation.objects.none(), required=False
    )
    due_on = DayField(label=_("Hạn"), required=False)
    product = forms.CharField(label=_("Sản phẩm"), max_length=300, required=False)
    general = forms.BooleanField(label=_("Kết luận chung, không giao việc"), required=False)

    def prepare(self) -> None:
        if self.actor is not None:
            lead: Any = self.fields["lead"]
            lead.queryset = bodies_near(self.actor)

    def clean_due_on(self) -> Any:
        """A day before the meeting is a slip of the pen; one that went by since is asked back."""
        due, held = self.cleaned_data["due_on"], self.record
        if due and isinstance(held, Meeting) and due < held.day:
            told = {"due": f"{due:%d/%m/%Y}", "day": f"{held.day:%d/%m/%Y}"}
            raise forms.ValidationError(
                _("Hạn %(due)s trước ngày họp %(day)s: xem lại ngày, tháng, năm.") % told
            )
        return due

    def doubts(self) -> list[Doubt]:
        due, today = self.cleaned_data["due_on"], moment.today()
        if due is None or due >= today:
            return []
        return [
            Doubt(
                f"han-da-qua-{marked(due.isoformat())}",
                _("Hạn %(due)s đã qua (hôm nay %(today)s).") % {"due": f"{due:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"},
                _("Sửa ngày, hoặc đánh dấu vào ô dưới nếu chủ tọa đã giao hạn ấy."),
                _("Giữ hạn đã qua này"),
            )
        ]  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["gives_work"] = not values.pop("general")
        return values


class AmendConclusionForm(ConcludeForm):
    proposable = ("number",)
    number = forms.TypedChoiceField(label=_("Kết luận"), choices=(), coerce=int)
    text = forms.CharField(
        label=_("Nội dung (để trống nếu giữ nguyên)"), widget=LONG, max_length=2000, required=False
    )
    field_order = ("number", "text", "lead", "due_on", "product", "general")

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        held = self.record
        if not isinstance(held, Meeting):
            return
        rows = [c for c in held.conclusions.all() if not c.commitment_id]
        chosen = next((c for c in rows if str(c.number) == str(self.initial.get("number", ""))), None)
        chosen = chosen or (rows[0] if rows else None)
        # The boxes below show one conclusion: another one is chosen on the page, never under what is shown.
        offered = rows if self.is_bound else [c for c in rows if c is chosen]
        number: Any = self.fields["number"]
        number.choices = [(c.number, f"{c.number}. {c.text[:120]}") for c in offered]
        if chosen is not None:
            self.initial = {
                **self.initial,
                "lead": chosen.lead_id, "due_on": chosen.due_on, "product": chosen.product,
                "general": not chosen.gives_work,
            }  # fmt: skip


class DropConclusionForm(ActionForm):
    proposable = ("number",)
    number = forms.TypedChoiceField(label=_("Kết luận bỏ"), choices=(), coerce=int)
    reason = forms.CharField(label=_("Bỏ vì"), max_length=300, widget=LONG)

    def prepare(self) -> None:
        if isinstance(self.record, Meeting):
            number: Any = self.fields["number"]
            free = [c for c in self.record.conclusions.all() if not c.commitment_id]
            number.choices = [(c.number, f"{c.number}. {c.text[:120]}") for c in free]
            self.initial["reason"] = ""


class PictureForm(forms.Form):
    upload = forms.FileField(label=_("Ảnh"))
    caption = forms.CharField(label=_("Chú thích dưới ảnh"), max_length=300)
    alternative = forms.CharField(
        label=_("Mô tả cho người không nhìn thấy ảnh"), max_length=300,
        help_text=_("Ai, ở đâu, đang làm gì. Ví dụ: Ba đồng chí đứng sau bàn, mỗi người cầm một bản đã ký."),
    )  # fmt: skip
