"""Days on which citizens are received, who booked, and the register of who came: identity in the vault alone."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record, Salted
from phoihop.core.who import of, role

BODY = "directory.Organisation"
#: Who keeps the register; others of the body see the timetable alone.
KEEPERS = ("reception", "leader", "clerk")


class DayState(models.TextChoices):
    PUBLISHED = "published", _("Đã niêm yết")
    HELD = "held", _("Đã tiếp")
    MISSED = "missed", _("Không tiếp")


class Mode(models.TextChoices):
    DIRECT = "direct", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")


D = DayState


class ReceptionDay(Record):
    """One day of the timetable: who receives, where, when; kept, delegated, or missed with reason and a day in its place."""

    prefix = "LT"
    path = "lich-tiep-cong-dan"
    states = DayState
    marks: ClassVar[dict[str, Mark]] = {
        D.PUBLISHED: Mark(shape="chua", public=str(_("Sẽ tiếp"))), D.HELD: Mark(shape="xong"), D.MISSED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("receiver", "place")
    moves = ("owner",)
    listing = Listing(
        title=str(_("Lịch tiếp công dân")),
        intro=str(_("Niêm yết tại nơi tiếp và trên trang công khai trước ngày tiếp, đủ số ngày luật định.")),
        columns=(
            Column(value="told", label=str(_("Buổi")), kind="title", under="code"),
            Column(value="day", label=str(_("Ngày")), kind="date"),
            Column(value="receiver", label=str(_("Ai tiếp"))),
            Column(value="place", label=str(_("Nơi tiếp"))),
            Column(value="booked", label=str(_("Đăng ký")), kind="number"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="sap-toi", label=str(_("Sắp tới")), shape="chua", where=lambda today: Q(state=D.PUBLISHED, day__gte=today)),
            Tab(
                code="chua-ghi", label=str(_("Đã qua, chưa ghi")), shape="tre", alarm=True,
                where=lambda today: Q(state=D.PUBLISHED, day__lt=today),
            ),
            Tab(code="khong-tiep", label=str(_("Không tiếp")), shape="rut", where=lambda today: Q(state=D.MISSED)),
        ),
        order="day",
        row_actions=("reception.note_held",),
        empty=str(_("Chưa có lịch. Niêm yết lịch tháng tới trước ngày tiếp đầu tiên, đủ số ngày luật định.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="day", label=str(_("Ngày")), kind="date"),
            Field(value="hours", label=str(_("Giờ"))),
            Field(value="receiver", label=str(_("Ai tiếp"))),
            Field(value="delegate", label=str(_("Ủy quyền cho"))),
            Field(value="place", label=str(_("Nơi tiếp"))),
            Field(value="mode_label", label=str(_("Cách tiếp"))),
            Field(value="published_on", label=str(_("Niêm yết ngày")), kind="date"),
            Field(value="late_why", label=str(_("Niêm yết muộn vì"))),
            Field(value="missed_why", label=str(_("Không tiếp vì"))),
            Field(value="instead", label=str(_("Tiếp bù ngày")), kind="date"),
            Field(value="booked", label=str(_("Đã đăng ký"))),
        ),
        tables=(
            (
                "bookings", str(_("Người đăng ký, theo số")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="topic_words", label=str(_("Lĩnh vực"))),
                    Column(value="on", label=str(_("Đăng ký ngày")), kind="date"),
                ),
            ),
        ),
        select=("owner",),
    )  # fmt: skip
    unsealed_by = role("reception") & of("owner")
    sealed = (("bookings", _("Người đăng ký")),)

    #: The days that were posted by one pressing, on the record that stands for them.
    together: tuple[date, ...] = ()

    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan"))
    day = models.DateField(_("Ngày"))
    hours = models.CharField(_("Giờ"), max_length=60)
    receiver = models.CharField(_("Ai tiếp"), max_length=200)
    delegate = models.CharField(_("Ủy quyền cho"), max_length=200, blank=True)
    place = models.CharField(_("Nơi tiếp"), max_length=200)
    mode = models.CharField(_("Cách tiếp"), max_length=10, choices=Mode.choices, default=Mode.DIRECT)
    places = models.PositiveSmallIntegerField(_("Số chỗ đăng ký"), default=10)
    booked = models.PositiveSmallIntegerField(_("Đã đăng ký"), default=0, editable=False)
    published_on = models.DateField(_("Niêm yết ngày"))
    late_why = models.CharField(_("Niêm yết muộn vì"), max_length=300, blank=True)
    missed_why = models.CharField(_("Không tiếp vì"), max_length=300, blank=True)
    instead = models.DateField(_("Tiếp bù ngày"), null=True)

    class Meta:
        verbose_name = _("buổi tiếp công dân")
        verbose_name_plural = _("lịch tiếp công dân")
        constraints = (models.UniqueConstraint(fields=("owner", "day", "hours"), name="reception_day_once"),)
        indexes = (models.Index(fields=("day",), name="reception_day"),)

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> str:
        return f"{self.hours}, {self.day:%d/%m/%Y}: {self.receiver}"

    @property
    def mode_label(self) -> str:
        return str(Mode(self.mode).label)

    @property
    def online_on(self) -> date | None:
        """A technical check comes before a reception at a distance."""
        return self.day if self.mode == Mode.ONLINE else None

    def withheld(self) -> frozenset[str]:
        return frozenset(set() if self.mode == Mode.ONLINE else {"reception.note_check"})

    def sealed_refs(self) -> list[tuple[str, str]]:
        return [
            (str(_("Người đăng ký số %d") % b.number), b.visitor_ref)
            for b in self.bookings.all()
            if b.visitor_ref
        ]


class Booking(Part):
    """Somebody who will come: a number and a code of his own; who he is lies in the vault."""

    parent = "reception_day"

    reception_day = models.ForeignKey(ReceptionDay, on_delete=models.CASCADE, related_name="bookings")
    number = models.PositiveSmallIntegerField(_("Số"))
    topic = models.CharField(_("Lĩnh vực"), max_length=40, blank=True)
    topic_words = models.CharField(_("Lĩnh vực"), max_length=200, blank=True)
    visitor_ref = models.CharField(max_length=40)
    on = models.DateField(_("Đăng ký ngày"))

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("reception_day", "number"), name="booking_once"),)

    def __str__(self) -> str:
        return str(self.number)


class ReceptionState(models.TextChoices):
    RECORDED = "recorded", _("Đã tiếp, đang xử lý")
    REFUSING = "refusing", _("Từ chối, chờ gửi thông báo")
    CONCLUDED = "concluded", _("Đã có kết luận")
    REFUSED = "refused", _("Đã từ chối")


R = ReceptionState


class RefusalCase(models.TextChoices):
    """Only these need a notice (NĐ 154/2026 Đ4.3); every other refusal is explained orally at once (Đ4.2)."""

    LAW_9_3 = "law_9_3", _("Trường hợp ở Điều 9.3 Luật Tiếp công dân")
    REPEATED = "repeated", _("Phản ánh lặp lại, không có tình tiết mới (Điều 4.1h)")
    ORAL = "oral", _("Trường hợp khác: đã giải thích trực tiếp")


class Reception(Salted, Record):
    """One line of the register of domain.md §7: day, who (in the vault), matter, earlier handling, wish, what was done."""

    prefix = "TD"
    path = "so-tiep-cong-dan"
    states = ReceptionState
    marks: ClassVar[dict[str, Mark]] = {
        R.RECORDED: Mark(shape="dang"), R.REFUSING: Mark(shape="tra"), R.CONCLUDED: Mark(shape="xong"), R.REFUSED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner",)
    search = ()
    moves = ("owner",)
    reader_roles = KEEPERS
    #: Of a letter left at a visit nothing is told beside the petitions brought there: it would tell who complains of whom.
    unjournalled = (
        "content", "earlier", "wish", "matters", "conclusion", "agreed", "custody", "letters", "letter_place",
    )  # fmt: skip
    sealed = (("visitor_ref", _("Người được tiếp")),)
    unsealed_by = role("reception") & of("owner")
    listing = Listing(
        title=str(_("Sổ tiếp công dân")),
        intro=str(_("Mỗi lượt một dòng. Họ tên, địa chỉ, số định danh để riêng trong kho kín.")),
        columns=(
            Column(value="code", label=str(_("Số")), kind="title", under="kinds_told"),
            Column(value="received_on", label=str(_("Ngày")), kind="date"),
            Column(value="content", label=str(_("Nội dung"))),
            Column(value="receiver", label=str(_("Ai tiếp"))),
            Column(value="result_told", label=str(_("Tiếp nhận, xử lý"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="dang", label=str(_("Đang xử lý")), shape="dang", where=lambda today: Q(state=R.RECORDED)),
            Tab(
                code="tu-choi", label=str(_("Chờ gửi thông báo từ chối")), shape="tra", alarm=True,
                where=lambda today: Q(state=R.REFUSING),
            ),
        ),
        row_actions=("reception.conclude", "reception.send_refusal"),
        empty=str(_("Chưa ghi lượt nào.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="received_on", label=str(_("Ngày")), kind="date"),
            Field(value="receiver", label=str(_("Ai tiếp"))),
            Field(value="people", label=str(_("Số người"))),
            Field(value="kinds_told", label=str(_("Loại"))),
            Field(value="content", label=str(_("Nội dung"))),
            Field(value="earlier", label=str(_("Đã giải quyết trước đó"))),
            Field(value="wish", label=str(_("Yêu cầu"))),
            Field(value="result_told", label=str(_("Tiếp nhận, xử lý"))),
            Field(
                value="custody", label=str(_("Sổ chuyển đơn")), by=role("reception", "leader") & of("owner")
            ),
            Field(value="conclusion", label=str(_("Kết luận"))),
            Field(value="refusal_label", label=str(_("Từ chối vì"))),
            Field(value="recording", label=str(_("Nơi lưu bản ghi âm, ghi hình"))),
            Field(value="reception_day", label=str(_("Buổi tiếp"))),
        ),
        select=("owner", "reception_day"),
    )

    reception_day = models.ForeignKey(
        ReceptionDay,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Buổi tiếp"),
    )
    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan"))
    received_on = models.DateField(_("Ngày"))
    receiver = models.CharField(_("Ai tiếp"), max_length=200)
    people = models.PositiveSmallIntegerField(_("Số người"), default=1)
    visitor_ref = models.CharField(max_length=40, editable=False)
    content = models.TextField(_("Nội dung"), blank=True)
    earlier = models.TextField(_("Đã giải quyết trước đó"), blank=True)
    wish = models.TextField(_("Yêu cầu"), blank=True)
    petitions = models.PositiveSmallIntegerField(_("Số kiến nghị"), default=0)
    custody = models.CharField(_("Số trong sổ chuyển đơn"), max_length=200, blank=True, editable=False)
    recording = models.CharField(_("Nơi lưu bản ghi âm, ghi hình"), max_length=120, blank=True)
    conclusion = models.TextField(_("Kết luận"), blank=True)
    concluded_on = models.DateField(_("Ngày kết luận"), null=True)
    refusal = models.CharField(_("Từ chối vì"), max_length=20, choices=RefusalCase.choices, blank=True)
    refused_on = models.DateField(_("Ngày từ chối"), null=True)

    class Meta:
        verbose_name = _("lượt tiếp công dân")
        verbose_name_plural = _("sổ tiếp công dân")
        indexes = (models.Index(fields=("owner", "received_on"), name="reception_owner"),)

    def __str__(self) -> str:
        return self.code

    @property
    def kinds_told(self) -> str:
        """Of the petitions alone, whoever asks."""
        return str(_("%d kiến nghị, phản ánh") % self.petitions) if self.petitions else ""

    @property
    def result_told(self) -> str:
        return str(_("đã chuyển %d kiến nghị vào sổ kiến nghị") % self.petitions) if self.petitions else ""

    @property
    def noticed_from(self) -> date | None:
        """A notice is due in the cases of the law alone; elsewhere it was explained at once."""
        return self.refused_on if self.refusal and self.refusal != RefusalCase.ORAL else None

    @property
    def refusal_label(self) -> str:
        return str(RefusalCase(self.refusal).label) if self.refusal else ""
