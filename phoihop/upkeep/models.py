"""What an administrator keeps: the unit's own settings, requests about personal data, packages being written."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment
from phoihop.core.deadlines import NoRule, rule_for
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record

#: What a deadline is counted in, as it is said.
UNITS = {"working_day": _("ngày làm việc"), "day": _("ngày"), "month": _("tháng"), "hour": _("giờ")}


class SettingState(models.TextChoices):
    IN_FORCE = "in_force", _("Đã ghi")


class SettingKind(models.TextChoices):
    DEADLINE = "deadline", _("Thời hạn")
    DAY = "day", _("Ngày nghỉ, ngày làm bù")
    SERIES = "series", _("Cách đánh số văn bản")
    PHRASE = "phrase", _("Câu mẫu")
    LIST = "list", _("Danh mục")


class UnitSetting(Record):
    """One change of the shipped rules or of the calendar by the unit itself: what was, what is, by which source, why."""

    prefix = "TLDV"
    path = "thiet-lap-don-vi"
    states = SettingState
    marks: ClassVar[dict[str, Mark]] = {SettingState.IN_FORCE: Mark(shape="xong")}
    readers = ("owner",)
    search = ("what", "reason")
    moves = ("owner",)
    in_menu = False
    listing = Listing(
        title=str(_("Thiết lập của đơn vị")),
        intro=str(_("Từng lần đơn vị đổi thời hạn hoặc lịch nghỉ: trước, sau, theo căn cứ nào.")),
        columns=(
            Column(value="what", label=str(_("Đổi gì")), kind="title", under="kind_label"),
            Column(value="was", label=str(_("Trước"))),
            Column(value="now", label=str(_("Sau"))),
            Column(value="source", label=str(_("Căn cứ"))),
            Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
        ),
        empty=str(_("Đơn vị chưa đổi gì so với bản phát hành.")),
    )
    detail = Detail(
        fields=(
            Field(value="kind_label", label=str(_("Loại"))),
            Field(value="was", label=str(_("Trước"))),
            Field(value="now", label=str(_("Sau"))),
            Field(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Field(value="source", label=str(_("Căn cứ"))),
            Field(value="reason", label=str(_("Lý do"))),
        )
    )

    kind = models.CharField(_("Loại"), max_length=20, choices=SettingKind.choices)
    subject = models.CharField(_("Mã quy định"), max_length=80)
    what = models.CharField(_("Đổi gì"), max_length=300)
    was = models.CharField(_("Trước"), max_length=300, blank=True)
    now = models.CharField(_("Sau"), max_length=300)
    valid_from = models.DateField(_("Từ ngày"))
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    reason = models.CharField(_("Lý do"), max_length=300)
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan")
    )

    class Meta:
        verbose_name = _("thiết lập của đơn vị")
        verbose_name_plural = _("thiết lập của đơn vị")

    def __str__(self) -> str:
        return self.what

    @property
    def kind_label(self) -> str:
        return str(SettingKind(self.kind).label)


class RequestState(models.TextChoices):
    RECEIVED = "received", _("Đã nhận")
    ANSWERED = "answered", _("Đã trả lời lần đầu")
    CLOSED = "closed", _("Đã xong")


class Ask(models.TextChoices):
    SEE = "see", _("Xem dữ liệu về mình")
    CORRECT = "correct", _("Sửa cho đúng")
    ERASE = "erase", _("Xóa")
    LIMIT = "limit", _("Hạn chế xử lý")
    OBJECT = "object", _("Phản đối xử lý, rút lại đồng ý")


def _intro_of_requests() -> str:
    """How long the first answer may take is the rule's to say, and a unit may have changed it."""
    asks = str(_("Người dân, cán bộ hỏi hoặc yêu cầu về dữ liệu của mình."))
    try:
        rule = rule_for("upkeep.first_answer", moment.today())
    except NoRule:
        return asks
    return f"{asks} {_('Trả lời lần đầu trong %s.') % f'{rule.amount} {UNITS[rule.unit]}'}"


class DataRequest(Record):
    """A person asks about his own data: first answer within the days of the rule, then what was done."""

    prefix = "YCDL"
    path = "yeu-cau-du-lieu"
    states = RequestState
    marks: ClassVar[dict[str, Mark]] = {
        RequestState.RECEIVED: Mark(shape="chua"),
        RequestState.ANSWERED: Mark(shape="dang"),
        RequestState.CLOSED: Mark(shape="xong"),
    }
    readers = ("owner",)
    search = ("about", "words")
    moves = ("owner",)
    listing = Listing(
        title=str(_("Yêu cầu về dữ liệu cá nhân")),
        intro=lazy(_intro_of_requests, str)(),
        columns=(
            Column(value="ask_label", label=str(_("Yêu cầu")), kind="title", under="about"),
            Column(value="received_on", label=str(_("Ngày nhận")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cho", label=str(_("Chờ trả lời")), shape="chua",
                where=lambda today: models.Q(state=RequestState.RECEIVED),
            ),
        ),
        empty=str(_("Chưa có yêu cầu nào.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="ask_label", label=str(_("Yêu cầu"))),
            Field(value="about", label=str(_("Người yêu cầu"))),
            Field(value="contact", label=str(_("Trả lời về đâu"))),
            Field(value="words", label=str(_("Nội dung"))),
            Field(value="received_on", label=str(_("Ngày nhận")), kind="date"),
            Field(value="answer", label=str(_("Trả lời lần đầu"))),
            Field(value="outcome", label=str(_("Kết quả"))),
        )
    )

    ask = models.CharField(_("Yêu cầu"), max_length=20, choices=Ask.choices)
    about = models.CharField(_("Người yêu cầu"), max_length=120)
    contact = models.CharField(_("Trả lời về đâu"), max_length=200, blank=True)
    words = models.TextField(_("Nội dung"), blank=True)
    received_on = models.DateField(_("Ngày nhận"))
    answer = models.TextField(_("Trả lời lần đầu"), blank=True)
    outcome = models.TextField(_("Kết quả"), blank=True)
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan")
    )
    personal: ClassVar[tuple[str, ...]] = ("about", "contact", "words", "answer")

    class Meta:
        verbose_name = _("yêu cầu về dữ liệu cá nhân")
        verbose_name_plural = _("yêu cầu về dữ liệu cá nhân")

    def __str__(self) -> str:
        return f"{self.ask_label}: {self.about}"

    @property
    def ask_label(self) -> str:
        return str(Ask(self.ask).label)


class IncidentState(models.TextChoices):
    OPEN = "open", _("Đang xử lý")
    CLOSED = "closed", _("Đã xử lý xong")


class Incident(Record):
    """Data went where they should not: what happened, how far, what was done at once, who was told, how it ended."""

    prefix = "SC"
    path = "su-co"
    states = IncidentState
    marks: ClassVar[dict[str, Mark]] = {
        IncidentState.OPEN: Mark(shape="dang"), IncidentState.CLOSED: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("owner", "guard")
    search = ("what",)
    moves = ("owner", "guard")
    listing = Listing(
        title=str(_("Biên bản sự cố")),
        intro=str(_("Dữ liệu lộ, gửi nhầm, công khai nhầm: việc gì, đã làm gì, đã báo ai.")),
        columns=(
            Column(value="what", label=str(_("Sự cố")), kind="title", under="source_code"),
            Column(value="happened_on", label=str(_("Ngày xảy ra")), kind="date"),
            Column(value="noticed_on", label=str(_("Ngày phát hiện")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        empty=str(_("Chưa ghi sự cố nào.")),
    )
    detail = Detail(
        fields=(
            Field(value="source_code", label=str(_("Tài liệu"))),
            Field(value="happened_on", label=str(_("Ngày xảy ra")), kind="date"),
            Field(value="noticed_on", label=str(_("Ngày phát hiện")), kind="date"),
            Field(value="extent", label=str(_("Lộ đến đâu"))),
            Field(value="steps", label=str(_("Đã làm ngay"))),
            Field(value="told", label=str(_("Đã báo ai"))),
            Field(value="outcome", label=str(_("Kết quả"))),
        )
    )

    what = models.CharField(_("Sự cố"), max_length=300)
    source_code = models.CharField(_("Tài liệu"), max_length=60, blank=True)
    happened_on = models.DateField(_("Ngày xảy ra"))
    noticed_on = models.DateField(_("Ngày phát hiện"))
    extent = models.TextField(_("Lộ đến đâu"))
    steps = models.TextField(_("Đã làm ngay"))
    told = models.TextField(_("Đã báo ai"), blank=True)
    outcome = models.TextField(_("Kết quả"), blank=True)
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan")
    )
    guard = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, editable=False,
        verbose_name=_("Cơ quan của người bảo vệ dữ liệu"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("biên bản sự cố")
        verbose_name_plural = _("biên bản sự cố")

    def __str__(self) -> str:
        return self.what


class Leaving(models.Model):
    """A package somebody asked for on the page: how far it is, where it lies, until when."""

    in_package: ClassVar[bool] = False

    asked_at = models.DateTimeField()
    user = models.BigIntegerField()
    words = models.CharField(max_length=300)
    scope = models.JSONField(default=dict)
    progress = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-asked_at",), name="leaving_newest"),)

    def __str__(self) -> str:
        return self.words
