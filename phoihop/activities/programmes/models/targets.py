"""Targets assigned from above, and the values reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.assessing import Assessment, Direction, assess
from phoihop.activities.programmes.models.programme import Programme
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.text import format_number


class TargetState(models.TextChoices):
    OPEN = "open", _("Đang thực hiện")
    ENDED = "ended", _("Đã khép")


class Target(Record):
    """A target assigned to the locality by a higher level or its council, to which the programme contributes."""

    prefix = "CTI"
    path = "chi-tieu"
    states = TargetState
    marks: ClassVar[dict[str, Mark]] = {
        TargetState.OPEN: Mark(shape="dang"), TargetState.ENDED: Mark(shape="xong"),
    }  # fmt: skip
    readers = ("programme__parties__body", "programme__keeper", "lead")
    search = ("name", "assigned_act")
    found_by: ClassVar[dict[str, str]] = {"don-vi": "lead_id"}
    moves = ("lead",)
    listing = Listing(
        title=str(_("Chỉ tiêu được giao")),
        intro=str(_("Do cấp trên hoặc HĐND giao; ai giao, theo văn bản nào đều ghi rõ.")),
        columns=(
            Column(value="name", label=str(_("Chỉ tiêu")), kind="title", under="assigned_words"),
            Column(value="plan_words", label=str(_("Kế hoạch")), kind="number"),
            Column(value="latest_words", label=str(_("Thực hiện")), kind="number"),
            Column(value="assessment_label", label=str(_("Đánh giá"))),
            Column(value="lead.short_name", label=str(_("Đơn vị")), select=("lead",)),
        ),
        empty=str(_("Chưa có chỉ tiêu nào được ghi cho chương trình.")),
        order="pk",
    )
    detail = Detail(
        fields=(
            Field(value="programme", label=str(_("Chương trình"))),
            Field(value="plan_words", label=str(_("Kế hoạch"))),
            Field(value="latest_full", label=str(_("Thực hiện"))),
            Field(value="assessment_label", label=str(_("Đánh giá"))),
            Field(value="direction_label", label=str(_("Cách đánh giá"))),
            Field(value="assigned_by", label=str(_("Cơ quan giao"))),
            Field(value="assigned_act", label=str(_("Văn bản giao"))),
            Field(value="lead", label=str(_("Đơn vị theo dõi")), missing=str(_("chưa phân công"))),
        ),
        select=("programme", "lead"),
        sub=lambda row, today: row.latest_full,
    )

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="targets", verbose_name=_("Chương trình")
    )
    number = models.CharField(_("Số"), max_length=10)
    name = models.CharField(_("Chỉ tiêu"), max_length=400)
    unit = models.CharField(_("Đơn vị tính"), max_length=60)
    plan = models.DecimalField(_("Kế hoạch"), max_digits=18, decimal_places=3)
    direction = models.CharField(
        _("Chiều"), max_length=12, choices=Direction.choices, default=Direction.AT_LEAST
    )
    assigned_by = models.CharField(_("Cơ quan giao"), max_length=200)
    assigned_act = models.CharField(_("Văn bản giao"), max_length=300)
    item = models.CharField(_("Nội dung số"), max_length=10, blank=True)
    lead = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Đơn vị theo dõi"),
    )  # fmt: skip
    latest = models.DecimalField(max_digits=18, decimal_places=3, null=True, editable=False)
    latest_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def assigned_words(self) -> str:
        return f"{self.assigned_by}, {self.assigned_act}"

    @property
    def plan_words(self) -> str:
        return f"{format_number(self.plan)} {self.unit}"

    @property
    def latest_words(self) -> str:
        if self.latest is None or self.latest_on is None:
            return str(_("chưa có số liệu"))
        return f"{format_number(self.latest)} ({self.latest_on:%d/%m/%Y})"

    @property
    def latest_full(self) -> str:
        """ "121,4/186,5 tỷ đồng (65,1 %), đến 31/07/2027": what was reached of the plan."""
        if self.latest is None or self.latest_on is None:
            return str(_("chưa có số liệu"))
        share = (
            f" ({format_number(round(self.latest / self.plan * 100, 1))} %)"
            if self.plan and "%" not in self.unit
            else ""
        )
        reached = f"{format_number(self.latest)}/{format_number(self.plan)} {self.unit}{share}"
        return str(_("%(reached)s, đến %(day)s") % {"reached": reached, "day": f"{self.latest_on:%d/%m/%Y}"})

    @property
    def direction_label(self) -> str:
        return str(Direction(self.direction).label)

    @property
    def assessment(self) -> Assessment:
        return assess(
            plan=self.plan, value=self.latest, direction=self.direction, on=self.latest_on,
            closed=self.state == TargetState.ENDED,
        )  # fmt: skip

    @property
    def assessment_label(self) -> str:
        return str(self.assessment.label)


class ValueState(models.TextChoices):
    SUBMITTED = "submitted", _("Đã nộp, chờ kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra")
    RETURNED = "returned", _("Trả lại")


class TargetValue(Record):
    """What was reached by the end of a period, by whom it was given, who checked it, from what source."""

    prefix = "SLCT"
    path = "so-lieu-chi-tieu"
    states = ValueState
    marks: ClassVar[dict[str, Mark]] = {
        ValueState.SUBMITTED: Mark(shape="dang"),
        ValueState.CHECKED: Mark(shape="xacminh"),
        ValueState.RETURNED: Mark(shape="tra"),
    }
    readers = ("submitter", "target__programme__parties__body")
    search = ("source",)
    stays = ("submitter", "checker")
    listing = Listing(
        title=str(_("Số liệu chỉ tiêu")),
        columns=(
            Column(value="target.name", label=str(_("Chỉ tiêu")), kind="title", select=("target",)),
            Column(value="period_end", label=str(_("Đến ngày")), kind="date"),
            Column(value="value_words", label=str(_("Giá trị")), kind="number"),
            Column(value="submitter.short_name", label=str(_("Đơn vị nộp")), select=("submitter",)),
            Column(value="source", label=str(_("Nguồn"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cho", label=str(_("Chờ kiểm tra")), shape="dang",
                where=lambda today: Q(state=ValueState.SUBMITTED),
            ),
        ),
        order="-period_end",
        empty=str(_("Chưa có số liệu nào được nộp.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="target", label=str(_("Chỉ tiêu"))),
            Field(value="value_words", label=str(_("Giá trị"))),
            Field(value="target.plan_words", label=str(_("Kế hoạch"))),
            Field(value="period_end", label=str(_("Số liệu đến ngày")), kind="date"),
            Field(value="source", label=str(_("Nguồn số liệu"))),
            Field(value="submitter", label=str(_("Đơn vị nộp"))),
            Field(value="checker", label=str(_("Đơn vị kiểm tra")), missing=str(_("chưa kiểm tra"))),
            Field(value="returned_why", label=str(_("Lý do trả lại"))),
        ),
        select=("target", "submitter", "checker"),
    )

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="values", verbose_name=_("Chỉ tiêu")
    )
    period_end = models.DateField(_("Số liệu đến ngày"))
    value = models.DecimalField(_("Giá trị"), max_digits=18, decimal_places=3)
    source = models.CharField(_("Nguồn số liệu"), max_length=300)
    submitter = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị nộp")
    )
    checker = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Đơn vị kiểm tra"),
    )  # fmt: skip
    returned_why = models.CharField(_("Lý do trả lại"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("số liệu chỉ tiêu")
        verbose_name_plural = _("số liệu chỉ tiêu")
        indexes = (models.Index(fields=("-period_end", "-id"), name="target_value_order"),)

    def __str__(self) -> str:
        return f"{self.target.name} · {self.period_end:%d/%m/%Y}"

    @property
    def value_words(self) -> str:
        return f"{format_number(self.value)} {self.target.unit}"
