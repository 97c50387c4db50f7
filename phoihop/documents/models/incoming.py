"""An official paper that came in: registered under the arrival number of the body and the year, given to a unit, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Facet, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation, body_choices
from phoihop.documents.models.outgoing import OutgoingDocument, Urgency
from phoihop.documents.models.series import DocumentKind

#: Sorts papers without a day to answer behind all others; the column is never null.
NO_DAY = date(9999, 12, 31)


class IncomingState(models.TextChoices):
    ARRIVED = "arrived", _("Mới đến, chờ vào sổ")
    REGISTERED = "registered", _("Đã vào sổ, chờ giao")
    ASSIGNED = "assigned", _("Đã giao xử lý")
    DONE = "done", _("Xử lý xong")


S = IncomingState


class Standing(models.TextChoices):
    """How the sender stands to the receiver: what a superior says may bind and becomes tasks."""

    OTHER = "other", _("Cơ quan khác, tổ chức, cá nhân")
    SUPERIOR = "superior", _("Cấp trên")


class SenderSays(models.TextChoices):
    """What became of the paper where it was issued."""

    CORRECTED = "corrected", _("Nơi gửi đã đính chính")
    REPLACED = "replaced", _("Nơi gửi đã thay thế")
    RECALLED = "recalled", _("Nơi gửi đã thu hồi")


def _years(actor: Actor) -> Sequence[tuple[str, str]]:
    rows = IncomingDocument.objects.exclude(year=None).order_by("-year").values_list("year", flat=True)
    return [(str(year), str(_("năm %d") % year)) for year in rows.distinct()[:10]]


class IncomingDocument(Record):
    """Văn bản đến: who sent what, under which number of theirs and of ours, who handles it by when."""

    prefix = "VBDE"
    path = "van-ban-den"
    states = IncomingState
    marks: ClassVar[dict[str, Mark]] = {
        S.ARRIVED: Mark(shape="chua"), S.REGISTERED: Mark(shape="tiep"), S.ASSIGNED: Mark(shape="dang"),
        S.DONE: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("owner", "unit", "helpers__unit")
    opens = False
    search = ("about", "their_number", "sender_words", "arrival_number")
    numbered = "their_number"
    moves = ("owner", "unit")
    stays = ("sender",)
    listing = Listing(
        title=str(_("Văn bản đến")),
        intro=str(_("Số đến theo năm, ai xử lý, hạn nào; văn bản cấp trên đọc ra việc được ngay.")),
        columns=(
            Column(value="about", label=str(_("Trích yếu")), kind="title", under="their_line"),
            Column(value="arrival_number", label=str(_("Số đến"))),
            Column(value="arrived_on", label=str(_("Ngày đến")), kind="date"),
            Column(value="owner.short_name", label=str(_("Nơi nhận")), select=("owner",)),
            Column(value="unit.short_name", label=str(_("Xử lý")), select=("unit",)),
            Column(value="due_on", label=str(_("Hạn")), kind="due"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="moi", label=str(_("Chờ vào sổ")), shape="chua", where=lambda today: Q(state=S.ARRIVED)),
            Tab(code="giao", label=str(_("Chờ giao")), shape="tiep", where=lambda today: Q(state=S.REGISTERED)),
            Tab(code="dang", label=str(_("Đang xử lý")), shape="dang", where=lambda today: Q(state=S.ASSIGNED)),
            Tab(
                code="tre", label=str(_("Quá hạn")), shape="tre", alarm=True,
                where=lambda today: Q(state__in=(S.REGISTERED, S.ASSIGNED), sort_on__lt=today),
            ),
            Tab(
                code="rut", label=str(_("Nơi gửi thu hồi, sửa")), shape="rut", where=lambda today: ~Q(sender_says=""),
            ),
            Tab(
                code="cap-tren", label=str(_("Văn bản cấp trên")), shape="tiep",
                where=lambda today: Q(standing=Standing.SUPERIOR),
            ),
            Tab(code="xong", label=str(_("Xử lý xong")), shape="xong", where=lambda today: Q(state=S.DONE)),
        ),
        facets=(
            Facet(code="co-quan", label=str(_("Nơi nhận")), choices=body_choices, where=lambda value: Q(owner=value)),
            Facet(code="nam", label=str(_("Năm")), choices=_years, where=lambda value: Q(year=value)),
            Facet(code="don-vi", label=str(_("Đơn vị xử lý")), choices=body_choices, where=lambda value: Q(unit=value)),
        ),
        only=(
            "code", "state", "about", "their_number", "sender_words", "dated", "number", "year", "arrived_on", "due_on",
            "sender_says", "sender_says_on",
            "owner__name", "owner__short_name", "unit__name", "unit__short_name",
        ),
        row_actions=("documents.register_arrival", "documents.assign", "documents.note_done"),
        empty=str(_("Chưa có văn bản đến nào. Văn bản các cơ quan trong phường ban hành sẽ tự đến đây; văn bản giấy thì ghi tay.")),
        empty_action="receive",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="arrival_number", label=str(_("Số đến")), missing=str(_("chưa vào sổ"))),
            Field(value="arrived_on", label=str(_("Ngày đến")), kind="date"),
            Field(value="sender_words", label=str(_("Cơ quan gửi"))),
            Field(value="their_number", label=str(_("Số, ký hiệu"))),
            Field(value="dated", label=str(_("Ngày văn bản")), kind="date"),
            Field(value="kind", label=str(_("Loại văn bản"))),
            Field(value="standing_label", label=str(_("Bên gửi"))),
            Field(value="urgency_label", label=str(_("Độ khẩn"))),
            Field(value="owner", label=str(_("Nơi nhận"))),
            Field(value="unit", label=str(_("Đơn vị chủ trì"))),
            Field(value="helper_words", label=str(_("Đơn vị phối hợp"))),
            Field(value="due_on", label=str(_("Hạn xử lý")), kind="date"),
            Field(value="file", label=str(_("Tệp"))),
            Field(value="sender_line", label=str(_("Nơi gửi báo"))),
            Field(value="result", label=str(_("Kết quả xử lý"))),
            Field(value="note", label=str(_("Ghi chú"))),
        ),
        tables=(
            (
                "handlings", str(_("Chuyển xử lý")),
                (
                    Column(value="unit", label=str(_("Đơn vị chủ trì")), select=("unit",)),
                    Column(value="beside", label=str(_("Phối hợp"))),
                    Column(value="words", label=str(_("Ý kiến chỉ đạo"))),
                    Column(value="due_on", label=str(_("Hạn")), kind="date"),
                    Column(value="decided_by", label=str(_("Ai giao"))),
                    Column(value="decided_on", label=str(_("Ngày")), kind="date"),
                    Column(value="scan", label=str(_("Bút phê")), kind="record", select=("scan",)),
                ),
            ),
        ),
        select=("owner", "unit", "kind", "file", "outgoing"),
        prefetch=("helpers__unit",),
    )  # fmt: skip

    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Nơi nhận")
    )
    outgoing = models.ForeignKey(
        OutgoingDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Cơ quan gửi (có trong danh bạ)"),
    )  # fmt: skip
    sender_words = models.CharField(_("Cơ quan gửi"), max_length=300)
    their_number = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    dated = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    kind = models.ForeignKey(
        DocumentKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Loại văn bản"),
    )  # fmt: skip
    about = models.CharField(_("Trích yếu"), max_length=500)
    urgency = models.CharField(
        _("Độ khẩn"), max_length=12, choices=Urgency.choices, default=Urgency.PLAIN, blank=True
    )
    standing = models.CharField(_("Bên gửi"), max_length=10, choices=Standing.choices, default=Standing.OTHER)
    arrived_on = models.DateField(_("Ngày đến"))
    book = models.CharField(max_length=80, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("Năm"), null=True, editable=False)
    number = models.PositiveIntegerField(_("Số đến"), null=True, editable=False)
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Đơn vị xử lý"),
    )  # fmt: skip
    due_on = models.DateField(_("Hạn xử lý"), null=True, blank=True)
    sort_on = models.DateField(default=NO_DAY, editable=False)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Tệp"),
    )  # fmt: skip
    note = models.CharField(_("Ghi chú"), max_length=400, blank=True)
    result = models.CharField(_("Kết quả xử lý"), max_length=400, blank=True)
    sender_says = models.CharField(
        _("Nơi gửi báo"), max_length=10, choices=SenderSays.choices, blank=True, editable=False
    )
    sender_says_on = models.DateField(null=True, editable=False)
    done_on = models.DateField(_("Ngày xong"), null=True, editable=False)

    class Meta:
        verbose_name = _("văn bản đến")
        verbose_name_plural = _("văn bản đến")
        constraints = (
            models.UniqueConstraint(
                fields=("book", "number"), name="incoming_number_once", condition=Q(number__isnull=False),
                violation_error_message=_("Số đến này đã dùng."),
            ),
            models.UniqueConstraint(
                fields=("outgoing", "owner"), name="incoming_once", condition=Q(outgoing__isnull=False),
                violation_error_message=_("Văn bản này đã đến cơ quan ấy rồi."),
            ),
            models.CheckConstraint(
                condition=Q(state="arrived") | Q(number__isnull=False), name="incoming_number_there",
                violation_error_message=_("Văn bản đã vào sổ phải có số đến."),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("owner", "year", "number"), name="incoming_book"),
            models.Index(fields=("state", "sort_on"), name="incoming_due"),
        )

    def __str__(self) -> str:
        return self.about

    def as_source(self) -> str:
        """ "Kế hoạch số 12/KH-UBND của UBND thành phố": how a task that arises from it names it."""
        words = f"{self.kind.name if self.kind else _('Văn bản')} {_('số')} {self.their_number}"
        return str(_("%(paper)s của %(sender)s") % {"paper": words, "sender": self.sender_words})

    def shown_state(self, today: date) -> tuple[str, str]:
        shape, words = super().shown_state(today)
        return (
            ("rut", f"{self.sender_line}; {words[:1].lower()}{words[1:]}")
            if self.sender_says
            else (shape, words)
        )

    @property
    def sender_line(self) -> str:
        """ "Nơi gửi đã thu hồi 02/08/2027"; empty while the paper stands as it was sent."""
        return (
            f"{SenderSays(self.sender_says).label} {self.sender_says_on:%d/%m/%Y}" if self.sender_says else ""
        )

    def all_helpers(self) -> list[Helper]:
        kept = [] if self.pk is None else [part for part in self.helpers.all() if part not in self.dropped]
        return [*kept, *(part for part in self.added if isinstance(part, Helper))]

    def helper_ids(self) -> list[int]:
        """The units that help; those just named still wait to be saved."""
        return [part.unit_id for part in self.all_helpers()]

    @property
    def helper_words(self) -> str:
        return ", ".join(str(part.unit) for part in self.all_helpers())

    @property
    def arrival_number(self) -> str:
        return f"{self.number:02d}/{self.year}" if self.number else ""

    @property
    def their_line(self) -> str:
        day = str(_("ngày %s") % f"{self.dated:%d/%m/%Y}") if self.dated else ""
        return ", ".join(words for words in (self.sender_words, self.their_number, day) if words)

    @property
    def standing_label(self) -> str:
        return str(Standing(self.standing).label) if self.standing == Standing.SUPERIOR else ""

    @property
    def urgency_label(self) -> str:
        return str(Urgency(self.urgency).label) if self.urgency not in ("", Urgency.PLAIN) else ""


class Handling(Part):
    """To whom it was given, by whom, on which day, with what instruction."""

    parent = "document"
    stays = ("unit",)

    document = models.ForeignKey(IncomingDocument, on_delete=models.CASCADE, related_name="handlings")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    beside = models.CharField(max_length=400, blank=True)
    words = models.CharField(max_length=400, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=300)
    decided_on = models.DateField()
    noted_by = models.CharField(max_length=300)
    scan = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.unit} {self.decided_on}"


class Helper(Part):
    """A unit that works with the one that leads."""

    parent = "document"
    moves = ("unit",)

    document = models.ForeignKey(IncomingDocument, on_delete=models.CASCADE, related_name="helpers")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("document", "unit"), name="incoming_helper_once"),)

    def __str__(self) -> str:
        return str(self.unit)
