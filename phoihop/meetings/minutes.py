"""The minutes of a meeting: its text by paragraphs, remarks of those present, and its fingerprint once locked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    CHECKED = "checked", _("Đã soát số")
    REMARKED = "remarked", _("Có góp ý")
    APPROVED = "approved", _("Đã duyệt")
    LOCKED = "locked", _("Đã khóa")


B = MinutesState
#: What they tell stands: the book of the meeting is shut.
SHUT = (B.APPROVED, B.LOCKED)


class Minutes(Record):
    """Written out of the meeting's rows, changed by hand, and held against the rows before anybody signs."""

    prefix = "BB"
    path = "bien-ban"
    states = MinutesState
    marks: ClassVar[dict[str, Mark]] = {
        B.DRAFT: Mark(shape="thieu"), B.CHECKED: Mark(shape="dang"), B.REMARKED: Mark(shape="tra"),
        B.APPROVED: Mark(shape="xong"), B.LOCKED: Mark(shape="xacminh"),
    }  # fmt: skip
    readers = (
        "meeting__host", "meeting__co_hosts__body", "meeting__invitations__body", "meeting__attendance__body",
    )  # fmt: skip
    search = ("title",)
    listing = Listing(
        title=str(_("Biên bản")),
        intro=str(_("Dự thảo, soát số, góp ý, duyệt, khóa: số nào trong biên bản cũng khớp với sổ của cuộc họp.")),
        columns=(
            Column(value="title", label=str(_("Biên bản")), kind="title"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="dang-lam", label=str(_("Đang làm")), shape="dang",
                where=lambda today: ~models.Q(state=B.LOCKED),
            ),
            Tab(code="da-khoa", label=str(_("Đã khóa")), shape="xacminh", where=lambda today: models.Q(state=B.LOCKED)),
        ),
        empty=str(_("Chưa có biên bản nào ở mục này.")),
        empty_action="write_minutes",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="meeting", label=str(_("Hội nghị"))),
            Field(value="approved_by", label=str(_("Người duyệt"))),
            Field(value="fingerprint", label=str(_("Vân tay biên bản")), kind="code"),
        ),
        tables=(
            (
                "lines", str(_("Nội dung biên bản")),
                (
                    Column(value="number", label=str(_("Đoạn"))),
                    Column(value="text", label=str(_("Chữ trong biên bản"))),
                ),
            ),
            (
                "remarks", str(_("Góp ý")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="who", label=str(_("Ai góp ý"))),
                    Column(value="text", label=str(_("Nội dung"))),
                    Column(value="answer_told", label=str(_("Trả lời"))),
                ),
            ),
        ),
        select=("meeting__host__kind", "meeting__host__territory"),
        prefetch=("meeting__co_hosts", "meeting__attendance"),
    )  # fmt: skip

    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.PROTECT, related_name="minutes", verbose_name=_("Hội nghị")
    )
    title = models.CharField(_("Tên biên bản"), max_length=420)
    approved_by = models.CharField(_("Người duyệt"), max_length=300, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    meeting_version = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("biên bản")
        verbose_name_plural = _("biên bản")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting",), name="minutes_once",
                violation_error_message=_("Hội nghị này đã có biên bản: mở biên bản đó ra sửa."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def co_hosting(self) -> list[int]:
        return [row.body_id for row in self.meeting.co_hosts.all()]

    def present_bodies(self) -> list[int]:
        """Bodies of those present: they may remark; nobody else was there to know."""
        return [row.body_id for row in self.meeting.attendance.all() if row.body_id]


class MinutesLine(Part):
    """One paragraph or heading of the minutes."""

    parent = "minutes"

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    heading = models.BooleanField(default=False)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:80]


class MinutesRemark(Part):
    """What somebody who was there wants changed, and the answer."""

    parent = "minutes"

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="remarks")
    number = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=300)
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def answer_told(self) -> str:
        if not self.answer:
            return str(_("chưa trả lời"))
        return f"{self.answered_by}: {self.answer}"
