"""A meeting from its plan to its close, and the address of a body's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Confidence, Mark, Record, Salted
from phoihop.core.who import Actor
from phoihop.directory.models import Appointment, Organisation, Person, valid_on
from phoihop.meetings.bookable import Room
from phoihop.meetings.kinds import kind_of
from phoihop.meetings.parts import CoHost, Duty, Invitation, Reply

if TYPE_CHECKING:
    from phoihop.meetings.minutes import Minutes


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Đang chuẩn bị")
    CALLED = "called", _("Đã mời")
    HELD = "held", _("Đang họp")
    CLOSED = "closed", _("Đã họp")
    CANCELLED = "cancelled", _("Hoãn, hủy")


M = MeetingState
#: Takes its time and place: what another meeting can clash with.
STANDING = (M.PLANNED, M.CALLED, M.HELD, M.CLOSED)


#: Parts that show that a meeting did begin.
TAKEN_DOWN = ("turns", "points", "votes", "conclusions")


class Openness(models.TextChoices):
    BODIES = "bodies", _("Ghi trên lịch công tác chung")
    PRIVATE = "private", _("Chỉ người dự biết; lịch chung ghi “Bận”")


def _day_of(at: datetime) -> date:
    return timezone.localdate(at)


def clock_words(at: datetime) -> str:
    """ "8 giờ 30": as offices write the time."""
    local = timezone.localtime(at)
    return f"{local.hour} giờ {local.minute:02d}" if local.minute else f"{local.hour} giờ"


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


class Meeting(Salted, Record):
    """One meeting: who holds it, who is called, who came, what was said and concluded."""

    prefix = "HN"
    path = "hoi-nghi"
    states = MeetingState
    marks: ClassVar[dict[str, Mark]] = {
        M.PLANNED: Mark(shape="thieu"), M.CALLED: Mark(shape="chua"), M.HELD: Mark(shape="dang"),
        M.CLOSED: Mark(shape="xong"), M.CANCELLED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("host", "co_hosts__body", "invitations__body", "attendance__body")
    search = ("title", "place_line")
    moves = ("host",)
    opens = True
    #: Names of the actions that write what its minutes tell (``book``).
    in_the_book: ClassVar[set[str]] = set()
    listing = Listing(
        title=str(_("Hội nghị, cuộc họp")),
        intro=str(_("Từ giấy mời đến biên bản và kết luận; lịch tuần của các cơ quan lấy từ đây.")),
        columns=(
            Column(value="title", label=str(_("Hội nghị")), kind="title", under="kind_label"),
            Column(value="time_line", label=str(_("Thời gian"))),
            Column(value="place_line", label=str(_("Địa điểm")), select=("room",)),
            Column(value="host.short_name", label=str(_("Chủ trì")), select=("host",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="sap-hop", label=str(_("Sắp họp")), shape="chua",
                where=lambda today: Q(state__in=(M.PLANNED, M.CALLED, M.HELD), ends_at__gte=_moment(today)),
            ),
            Tab(
                code="qua-ngay", label=str(_("Qua ngày, chưa ghi kết quả")), shape="tre", alarm=True,
                where=lambda today: Q(state__in=(M.PLANNED, M.CALLED, M.HELD), ends_at__lt=_moment(today)),
            ),
            Tab(code="da-hop", label=str(_("Đã họp")), shape="xong", where=lambda today: Q(state=M.CLOSED)),
            Tab(code="huy", label=str(_("Hoãn, hủy")), shape="rut", where=lambda today: Q(state=M.CANCELLED)),
        ),
        opens_on="sap-hop",
        order="starts_at",
        empty=str(_("Chưa có hội nghị nào ở mục này.")),
        empty_action="plan",
    )  # fmt: skip

    kind = models.CharField(_("Loại"), max_length=40)
    title = models.CharField(_("Tên hội nghị"), max_length=400)
    starts_at = models.DateTimeField(_("Bắt đầu"))
    ends_at = models.DateTimeField(_("Kết thúc"))
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Phòng")
    )
    place_words = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan chủ trì")
    )
    chair = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Chủ tọa")
    )
    chair_title = models.CharField(_("Chức danh chủ tọa"), max_length=400, blank=True)
    secretary = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Thư ký")
    )
    secretary_title = models.CharField(_("Chức danh thư ký"), max_length=400, blank=True)
    purpose = models.TextField(_("Mục đích, nội dung"), blank=True)
    dress = models.CharField(_("Ghi chú cho người dự"), max_length=300, blank=True)
    openness = models.CharField(
        _("Lịch chung"), max_length=10, choices=Openness.choices, default=Openness.BODIES
    )
    despite = models.CharField(_("Vẫn họp dù trùng lịch, vì"), max_length=300, blank=True)
    reason = models.CharField(_("Lý do hoãn, hủy"), max_length=300, blank=True, editable=False)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)
    began_at = models.DateTimeField(_("Khai mạc"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("Bế mạc"), null=True, blank=True, editable=False)
    by_hand = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_times",
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("starts_at", "id"), name="meeting_order"),
            models.Index(fields=("state", "starts_at"), name="meeting_state"),
        )

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever is put on the list reads it once the invitations are out."""
        rule = super().visibility(actor)
        return rule & cls.told_to(actor.bodies) if actor.kind == "person" else rule

    def reader_keys(self) -> Iterable[int]:
        return (
            sorted({self.host_id, *self.co_hosting()}) if self.state == M.PLANNED else super().reader_keys()
        )

    def readers_moved(self, changed: Iterable[str]) -> bool:
        return "state" in {*changed} or super().readers_moved(changed)

    @classmethod
    def told_to(cls, bodies: Iterable[int]) -> Q:
        """What may be named to these bodies: what is only planned is known to who plans it."""
        keys = list(bodies)
        joint = CoHost.objects.filter(body__in=keys).values("meeting")
        return ~Q(state=M.PLANNED) | Q(host__in=keys) | Q(pk__in=joint)

    def as_source(self) -> str:
        return f"{self.title} ({self.day:%d/%m/%Y})"

    @property
    def day(self) -> date:
        return _day_of(self.starts_at)

    @property
    def kind_label(self) -> str:
        return str(kind_of(self.kind).label)

    @property
    def time_line(self) -> str:
        """ "08:00–10:30, thứ Hai 09/08/2027"."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%H:%M}–{end:%H:%M}, {weekday(start.date())} {start:%d/%m/%Y}"

    @property
    def place_line(self) -> str:
        return ", ".join(
            words for words in (str(self.room) if self.room_id else "", self.place_words) if words
        )

    @property
    def vehicle_line(self) -> str:
        """ "Xe 7 chỗ Innova, 29A-123.45; Xe bán tải"."""
        return "; ".join(str(row.vehicle) for row in self.rides.all())

    @property
    def chair_words(self) -> str:
        return ", ".join(words for words in (str(self.chair or ""), self.chair_title) if words)

    @property
    def secretary_words(self) -> str:
        return ", ".join(words for words in (str(self.secretary or ""), self.secretary_title) if words)

    @property
    def openness_label(self) -> str:
        return str(Openness(self.openness).label)

    @property
    def agenda_minutes(self) -> int:
        return sum(item.minutes for item in self.agenda.all())

    def sub_line(self, today: date) -> str:
        words = [self.kind_label, self.time_line, self.place_line]
        return " · ".join(word for word in words if word)

    @property
    def shutting(self) -> Minutes | None:
        """Its minutes, once they are approved, as far as they were read together with it."""
        return next((row for row in self.read_along("minutes") or () if row.state in minutes.SHUT), None)

    def withheld(self) -> frozenset[str]:
        """What approved minutes tell is not changed behind them; nor is what was held taken for not begun."""
        shut = self.in_the_book if self.shutting else ()
        begun = any(self.read_along(told) for told in TAKEN_DOWN)
        free = self.read_along("conclusions")
        none = free is not None and all(row.commitment_id for row in free)
        return frozenset(
            (
                *shut,
                *(("meetings.undo_hold",) if begun else ()),
                *(("meetings.drop_conclusion",) if none else ()),
            )
        )

    def chaired_from(self) -> list[int]:
        """Keys of the bodies in which its chair held a position on that day."""
        held = Appointment.objects.filter(valid_on(self.day), person=self.chair_id)
        return list(held.values_list("body", flat=True)) if self.chair_id else []

    def co_hosting(self) -> list[int]:
        """Keys of the bodies that hold it with the host, also while it is being made."""
        fresh = [part.body_id for part in self.added if isinstance(part, CoHost)]
        return fresh if self.pk is None else [row.body_id for row in self.co_hosts.all()]

    def invited(self) -> list[int]:
        """Keys of the bodies that are called, for rights and notices; also those called just now."""
        gone = {id(part) for part in self.dropped}
        fresh = [part for part in self.added if isinstance(part, Invitation)]
        held = [] if self.pk is None else [row for row in self.invitations.all() if id(row) not in gone]
        return sorted({row.body_id for row in [*held, *fresh] if row.body_id})

    def hosts(self) -> list[Organisation]:
        return [self.host, *(row.body for row in self.co_hosts.all())]

    def steps(self) -> list[tuple[str, str, str]]:
        """Chuẩn bị → Mời → Họp → Kết luận → Biên bản, for the thread at the top of the page."""
        reached = {M.PLANNED: 0, M.CALLED: 1, M.HELD: 2, M.CLOSED: 3, M.CANCELLED: 0}[
            MeetingState(self.state)
        ]
        invited = [row for row in self.invitations.all() if row.duty == Duty.ATTEND]
        replied = sum(row.reply != Reply.WAITING for row in invited)
        labels = (
            (_("Chuẩn bị"), str(_("%d mục") % len(self.agenda.all()))),
            (_("Mời"), f"{replied}/{len(invited)} " + str(_("trả lời"))),
            (_("Họp"), str(_("%d người có mặt") % len(self.attendance.all()))),
            (_("Kết luận"), str(_("%d kết luận") % len(self.conclusions.all()))),
        )
        return [
            (str(label), when, "past" if n < reached else "now" if n == reached else "later")
            for n, (label, when) in enumerate(labels)
        ]

    detail = Detail(
        steps=lambda row: row.steps(),
        fields=(
            Field(value="chair_words", label=str(_("Chủ tọa")), missing=str(_("chưa có"))),
            Field(value="secretary_words", label=str(_("Thư ký")), missing=str(_("chưa có"))),
            Field(value="host", label=str(_("Cơ quan chủ trì"))),
            Field(value="vehicle_line", label=str(_("Xe"))),
            Field(value="purpose", label=str(_("Mục đích, nội dung"))),
            Field(value="dress", label=str(_("Ghi chú cho người dự"))),
            Field(value="openness_label", label=str(_("Lịch chung"))),
            Field(value="despite", label=str(_("Vẫn họp dù trùng lịch, vì"))),
            Field(value="reason", label=str(_("Lý do hoãn, hủy"))),
        ),
        tables=(
            ("co_hosts", str(_("Cùng chủ trì")), (Column(value="body", label=str(_("Cơ quan")), select=("body",)),)),
            (
                "agenda", str(_("Chương trình")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="title", label=str(_("Nội dung"))),
                    Column(value="minutes", label=str(_("Phút"))),
                    Column(value="speaker", label=str(_("Người trình bày"))),
                ),
            ),
            (
                "papers", str(_("Tài liệu")),
                (
                    Column(value="item_words", label=str(_("Nội dung số"))),
                    Column(value="words", label=str(_("Tài liệu"))),
                    Column(value="file", label=str(_("Tệp")), kind="record", select=("file",)),
                ),
            ),
            (
                "invitations", str(_("Mời")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="name", label=str(_("Khách mời")), select=("body", "person", "substitute")),
                    Column(value="duty_label", label=str(_("Dự, biết"))),
                    Column(value="reply_told", label=str(_("Trả lời"))),
                    Column(value="replied_by", label=str(_("Ai trả lời"))),
                ),
            ),
            (
                "attendance", str(_("Có mặt")),
                (
                    Column(value="order", label=str(_("Thứ tự"))),
                    Column(value="name", label=str(_("Họ tên"))),
                    Column(value="title", label=str(_("Chức danh ngày họp"))),
                    Column(value="body_told", label=str(_("Cơ quan")), select=("body",)),
                ),
            ),
            (
                "turns", str(_("Lượt phát biểu")),
                (
                    Column(value="number", label=str(_("Lượt"))),
                    Column(value="time_words", label=str(_("Lúc"))),
                    Column(value="who", label=str(_("Ai"))),
                    Column(value="role_label", label=str(_("Vai trò"))),
                    Column(value="item", label=str(_("Nội dung số"))),
                ),
            ),
            (
                "points", str(_("Nội dung phát biểu")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="turn", label=str(_("Lượt"))),
                    Column(value="kind_label", label=str(_("Loại"))),
                    Column(value="said_told", label=str(_("Nội dung"))),
                    Column(value="answer_told", label=str(_("Trả lời"))),
                ),
            ),
            (
                "votes", str(_("Biểu quyết")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="about", label=str(_("Về việc"))),
                    Column(value="in_favour", label=str(_("Tán thành"))),
                    Column(value="against", label=str(_("Không tán thành"))),
                    Column(value="silent", label=str(_("Không có ý kiến"))),
                ),
            ),
            (
                "conclusions", str(_("Kết luận")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="text", label=str(_("Nội dung"))),
                    Column(value="lead", label=str(_("Chủ trì")), select=("lead",)),
                    Column(value="due_on", label=str(_("Hạn")), kind="date"),
                    Column(value="product", label=str(_("Sản phẩm"))),
                    Column(value="gap_words", label=str(_("Còn thiếu"))),
                    Column(value="commitment", label=str(_("Việc")), kind="record", select=("commitment",)),
                ),
            ),
            (
                "pictures", str(_("Ảnh")),
                (
                    Column(value="caption", label=str(_("Chú thích"))),
                    Column(value="alternative", label=str(_("Mô tả ảnh"))),
                    Column(value="file", label=str(_("Tệp")), kind="record", select=("file",)),
                ),
            ),
        ),
        select=("host__kind", "host__territory", "room", "chair", "secretary"),
        prefetch=("minutes", "rides__vehicle"),
        sub=lambda row, today: row.sub_line(today),
    )  # fmt: skip


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


class ProtocolRank(models.Model):
    """The place of a title in the order of protocol, as dated data with its source; an office may change it."""

    title = models.CharField(_("Chức danh"), max_length=200)
    kind = models.CharField(_("Loại"), max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(_("Thứ tự"))
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("thứ tự chức danh"), _("thứ tự chức danh")
        ordering = ("rank", "title")
        constraints = (models.UniqueConstraint(fields=("title", "valid_from"), name="protocol_once"),)

    def __str__(self) -> str:
        return f"{self.rank} {self.title}"


class FeedState(models.TextChoices):
    OPEN = "open", _("Đang mở")
    REVOKED = "revoked", _("Đã thu hồi")


class Feed(Record):
    """The address at which a body's calendar is read by phones; the secret in it is derived, never stored."""

    prefix = "LICH"
    path = "lich-dong-bo"
    states = FeedState
    marks: ClassVar[dict[str, Mark]] = {
        FeedState.OPEN: Mark(shape="dang"), FeedState.REVOKED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("words",)
    moves = ("owner",)
    in_menu = False
    listing = Listing(
        title=str(_("Lịch đồng bộ điện thoại")),
        intro=str(_("Mỗi địa chỉ đưa lịch của một cơ quan vào điện thoại; lộ thì thu hồi, mở địa chỉ khác.")),
        columns=(
            Column(value="words", label=str(_("Ai dùng")), kind="title"),
            Column(value="owner", label=str(_("Lịch của")), select=("owner",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        empty=str(_("Chưa mở địa chỉ nào.")),
        empty_action="open_feed",
    )
    detail = Detail(
        fields=(
            Field(value="words", label=str(_("Ai dùng"))),
            Field(value="owner", label=str(_("Lịch của"))),
        ),
        select=("owner",),
    )

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Lịch của")
    )
    words = models.CharField(_("Ai dùng"), max_length=200)

    class Meta:
        verbose_name = _("địa chỉ lịch")
        verbose_name_plural = _("địa chỉ lịch")

    def __str__(self) -> str:
        return f"{self.words} ({self.owner})"


# Behind the meeting it belongs to: the first record of a module is the first in the menu.
from phoihop.meetings import minutes, usual  # noqa: E402, F401 Django finds the tables of a module through its models
