"""Inputs of the actions on meetings before they are held: shape and types; the rules are in actions."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import LONG, PersonField, bodies_near, bodies_of, people_near, staff_near
from phoihop.commitments.models import opening
from phoihop.core.forms import ActionForm, DayField
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, Person
from phoihop.meetings.agenda import minutes_of_day
from phoihop.meetings.bookable import Room, Vehicle
from phoihop.meetings.booking_forms import offered
from phoihop.meetings.choosing import MeetingField, PeopleField
from phoihop.meetings.kinds import kind_choices
from phoihop.meetings.models import Meeting, Openness
from phoihop.meetings.occasions import WAYS
from phoihop.meetings.parts import Duty, Reply
from phoihop.meetings.usual import length_of

#: Of the kinds of records a meeting may be about, the newest few are offered.
RECENT = 30
#: Earlier meetings whose guests may be taken over.
EARLIER = 20


class ClockField(forms.CharField):
    """A time of day as offices type it: 8h30, 8 giờ, 08:30, 8.30."""

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=20, **given)
        self.widget.attrs |= {"placeholder": "8h30", "autocomplete": "off", "inputmode": "text"}

    def clean(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        words = super().clean(value).strip()
        if not words:
            return None
        found = minutes_of_day(words)
        if found is None:
            raise forms.ValidationError(_("Giờ chưa đúng. Ví dụ: 8h30 hoặc 14:00."))
        return time(found // 60, found % 60)


def clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


class LinesField(forms.CharField):
    """Several things, one a line; pasted tables bring tabs, typed lines semicolons."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 8}), **given)

    def clean(self, value: Any) -> Any:
        lines = super().clean(value).splitlines()
        return [" ".join(line.replace("\t", " ; ").split()) for line in lines if line.strip()]


def cut(line: str) -> list[str]:
    """The pieces of one line."""
    return [piece.strip() for piece in line.split(";")]


def booked_room(held: Record | None) -> list[int]:
    return [held.room_id] if isinstance(held, Meeting) and held.room_id else []


class TimesForm(ActionForm):
    """Day, start and end; the end may be left to the usual length of the kind."""

    on = DayField(label=_("Ngày"))
    start = ClockField(label=_("Bắt đầu lúc"))
    end = ClockField(label=_("Kết thúc lúc"), required=False)
    room = forms.ModelChoiceField(label=_("Phòng họp"), queryset=Room.objects.none(), required=False)
    place_words = forms.CharField(label=_("Nơi khác (khi không chọn phòng)"), max_length=200, required=False)
    despite = forms.CharField(
        label=_("Nếu trùng lịch mà vẫn họp: lý do"), max_length=300, required=False,
        help_text=_("Phần mềm chỉ báo, không chặn: ghi lý do thì đặt được."),
    )  # fmt: skip

    def prepare(self) -> None:
        rooms: Any = self.fields["room"]
        rooms.queryset = offered(Room, self.actor, booked=booked_room(self.record))
        held = self.record
        if isinstance(held, Meeting):
            self.initial.setdefault("on", held.day)
            self.initial.setdefault("start", clock(held.starts_at))
            self.initial.setdefault("end", clock(held.ends_at))
            self.initial["despite"] = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, start, end = values.get("on"), values.get("start"), values.get("end")
        if day and start:
            values["starts_at"] = timezone.make_aware(datetime.combine(day, start))
            usual = values["starts_at"] + length_of(
                self.kind_code(values), timezone.localdate(values["starts_at"])
            )
            values["ends_at"] = timezone.make_aware(datetime.combine(day, end)) if end else usual
            if values["ends_at"] <= values["starts_at"]:
                self.add_error("end", _("Giờ kết thúc phải sau giờ bắt đầu."))
        if not values.get("room") and not (values.get("place_words") or "").strip():
            self.add_error("room", _("Chọn phòng hoặc ghi nơi họp."))
        return values

    def kind_code(self, values: dict[str, Any]) -> str:
        return str(values.get("kind") or getattr(self.record, "kind", ""))

    def inputs(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k not in ("on", "start", "end")}


def topics(actor: Actor) -> list[Record]:
    """What a meeting may be about: records whose readers read what arises from them (programmes), newest first."""
    found: list[Record] = []
    for model in opening():
        if not issubclass(model, Meeting):
            found += model._default_manager.visible_to(actor).order_by("-pk")[:RECENT]
    return found


def earlier(actor: Actor | None) -> QuerySet[Meeting]:
    if actor is None:
        return Meeting.objects.none()
    mine = Meeting.objects.visible_to(actor).filter(host__in=actor.bodies)
    return mine.order_by("-starts_at", "-pk")[:EARLIER]


class PlanForm(TimesForm):
    """What an office needs to set a meeting; the rest stands folded."""

    more = ("co_hosts", "secretary", "vehicles", "dress", "openness", "about")
    more_label = _("Cơ quan cùng chủ trì, thư ký, xe, chương trình liên quan, lịch riêng (không bắt buộc)")
    proposable = ("kind", "title", "on", "about")
    field_order = (
        "kind", "title", "on", "start", "end", "room", "place_words", "host", "chair", "purpose", "despite",
    )  # fmt: skip

    kind = forms.ChoiceField(label=_("Loại"), choices=kind_choices)
    title = forms.CharField(label=_("Tên hội nghị"), max_length=400)
    host = forms.ModelChoiceField(label=_("Cơ quan chủ trì"), queryset=Organisation.objects.none())
    chair = PersonField(label=_("Chủ tọa"), queryset=Person.objects.none(), required=False)
    purpose = forms.CharField(label=_("Mục đích, nội dung"), widget=LONG, required=False, max_length=2000)
    co_hosts = forms.ModelMultipleChoiceField(
        label=_("Cơ quan cùng chủ trì"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    secretary = PersonField(label=_("Thư ký"), queryset=Person.objects.none(), required=False)
    vehicles = forms.ModelMultipleChoiceField(
        label=_("Xe"), queryset=Vehicle.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    dress = forms.CharField(
        label=_("Ghi chú cho người dự (trang phục, tài liệu mang theo)"), max_length=300, required=False
    )
    openness = forms.ChoiceField(label=_("Lịch chung"), choices=Openness.choices, required=False)
    about = forms.MultipleChoiceField(
        label=_("Chương trình liên quan"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        if self.actor is None:
            return
        fields: Any = self.fields
        if "host" in fields:
            fields["host"].queryset = bodies_of(self.actor)
        fields["co_hosts"].queryset = bodies_near(self.actor)
        fields["chair"].queryset = people_near(self.actor)
        fields["secretary"].queryset = staff_near(self.actor)
        booked = (
            [row.vehicle_id for row in self.record.rides.all()] if isinstance(self.record, Meeting) else []
        )
        fields["vehicles"].queryset = offered(Vehicle, self.actor, booked=booked)
        self.initial["vehicles"] = booked
        self.topics = {record.code: record for record in topics(self.actor)}
        fields["about"].choices = [(code, f"{code} · {record}") for code, record in self.topics.items()]
        about = self.initial.get("about")
        self.initial["about"] = [about] if isinstance(about, str) else about
        if isinstance(self.record, Meeting):
            self.initial["co_hosts"] = [row.body_id for row in self.record.co_hosts.all()]
            del fields["about"]

    def inputs(self) -> dict[str, Any]:
        values = super().inputs()
        values |= {name: list(values[name]) for name in ("co_hosts", "vehicles")}
        values["openness"] = values["openness"] or Openness.BODIES
        if "about" in values:
            values["about"] = [self.topics[code] for code in values["about"]]
        return values


class AdjustForm(PlanForm):
    """The same boxes for a meeting that stands, but for who holds it."""

    host = None  # type: ignore[assignment]


class PostponeForm(TimesForm):
    reason = forms.CharField(label=_("Lý do đổi giờ, đổi nơi"), max_length=300, widget=LONG)
    field_order = ("on", "start", "end", "room", "place_words", "reason", "despite")

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(self.field_order)
        self.initial["reason"] = ""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=LONG)


class LinkForm(ActionForm):
    """Which programme or other record of the house the meeting is about."""

    about = forms.MultipleChoiceField(
        label=_("Chương trình liên quan"), choices=(), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("Tại hội nghị"), choices=list(WAYS.items()), required=False,
        help_text=_("Một hội nghị có thể tổng kết chương trình này và ký kết các chương trình khác: gắn từng nhóm."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.topics = {record.code: record for record in topics(self.actor)} if self.actor else {}
        about: Any = self.fields["about"]
        about.choices = [(code, f"{code} · {record}") for code, record in self.topics.items()]

    def inputs(self) -> dict[str, Any]:
        rows = [self.topics[code] for code in self.cleaned_data["about"]]
        return {"about": rows, "way": self.cleaned_data["way"] or "discusses"}


class InviteForm(ActionForm):
    """The list of guests, all at once: bodies, people, words for outsiders; or as at an earlier meeting."""

    copy_from = MeetingField(
        label=_("Lấy danh sách mời của cuộc họp trước"), queryset=Meeting.objects.none(), required=False,
        help_text=_("Cộng với những gì tích dưới đây."),
    )  # fmt: skip
    bodies = forms.ModelMultipleChoiceField(
        label=_("Mời cơ quan dự"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people = PeopleField(
        label=_("Mời đích danh"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    outsiders = LinesField(
        label=_("Khách ngoài: mỗi dòng một khách"), max_length=4000, required=False,
        help_text=_("Ví dụ: Đại diện Văn phòng Đoàn ĐBQH và HĐND thành phố."),
    )  # fmt: skip
    know = forms.ModelMultipleChoiceField(
        label=_("Gửi để biết"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self) -> None:
        fields: Any = self.fields
        if self.actor is not None:
            for name in ("bodies", "know"):
                fields[name].queryset = bodies_near(self.actor)
            fields["people"].queryset = people_near(self.actor)
        before = earlier(self.actor)
        held = self.record
        if isinstance(held, Meeting):
            rows = list(held.invitations.all())
            bodies = [r for r in rows if r.body_id and not r.person_id]
            self.initial = {
                **self.initial,
                "bodies": [r.body_id for r in bodies if r.duty == Duty.ATTEND],
                "know": [r.body_id for r in bodies if r.duty == Duty.KNOW],
                "people": [r.person_id for r in rows if r.person_id],
                "outsiders": "\n".join(r.words for r in rows if r.words),
            }
            keys = [m.pk for m in before if m.pk != held.pk]
            fields["copy_from"].queryset = Meeting.objects.filter(pk__in=keys).order_by("-starts_at", "-pk")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not any(values.get(name) for name in ("copy_from", "bodies", "people", "outsiders", "know")):
            raise forms.ValidationError(_("Chưa mời ai."))
        return values

    def inputs(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return values | {name: list(values[name]) for name in ("bodies", "people", "know")}


class CallForm(ActionForm):
    """Asks for a reason only where something is wanted twice."""

    despite = forms.CharField(
        label=_("Nếu trùng lịch mà vẫn họp: lý do"), max_length=300, required=False,
        help_text=_("Chỉ cần ghi khi phần mềm báo trùng người, phòng, xe."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial.setdefault("despite", getattr(self.record, "despite", ""))


class ReplyForm(ActionForm):
    """The answer of one guest, by the body called or by the office that heard it on the telephone."""

    invitation = forms.TypedChoiceField(label=_("Trả lời giấy mời của"), choices=(), coerce=int)
    reply = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[c for c in Reply.choices if c[0] != Reply.WAITING],
        widget=forms.RadioSelect,
    )
    substitute = PersonField(label=_("Người dự thay"), queryset=Person.objects.none(), required=False)
    reply_words = forms.CharField(
        label=_("Lý do vắng, hoặc tên người dự thay chưa có trong danh sách"), max_length=300, required=False
    )

    def prepare(self) -> None:
        fields: Any = self.fields
        held, actor = self.record, self.actor
        if actor is not None:
            fields["substitute"].queryset = people_near(actor)
        if isinstance(held, Meeting) and actor is not None:
            office = not actor.bodies.isdisjoint({held.host_id, *held.co_hosting()})
            rows = [r for r in held.invitations.all() if r.duty == Duty.ATTEND]
            mine = [r for r in rows if office or r.body_id in actor.bodies]
            fields["invitation"].choices = [(r.number, r.name) for r in mine]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        words = (values.get("reply_words") or "").strip()
        if values.get("reply") == Reply.ABSENT and not words:
            self.add_error("reply_words", _("Vắng thì ghi lý do."))
        if values.get("reply") == Reply.OTHER and not (words or values.get("substitute")):
            self.add_error("substitute", _("Chọn hoặc ghi tên người dự thay."))
        return values


#: Papers of the set that are numbered and issued; lists and running orders go with them.
ISSUED = (
    ("meetings.invitation", _("Giấy mời")), ("meetings.conclusion_notice", _("Thông báo kết luận")),
    ("meetings.news", _("Thông cáo báo chí")),
)  # fmt: skip


class DocumentForm(ActionForm):
    proposable = ("paper",)
    paper = forms.ChoiceField(label=_("Giấy tờ"), choices=ISSUED)


class FeedForm(ActionForm):
    owner = forms.ModelChoiceField(label=_("Lịch của cơ quan"), queryset=Organisation.objects.none())
    words = forms.CharField(
        label=_("Ai dùng, trên máy nào"), max_length=200,
        help_text=_("Ví dụ: Điện thoại đồng chí Chủ tịch. Mỗi người một địa chỉ thì thu hồi được riêng."),
    )  # fmt: skip

    def prepare(self) -> None:
        if self.actor is not None:
            bodies: Any = self.fields["owner"]
            bodies.queryset = bodies_of(self.actor)
