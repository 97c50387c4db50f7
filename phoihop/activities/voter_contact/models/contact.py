"""A round of voter contact: planned, announced, held, reported back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.activities.voter_contact.models.parts import DeputyLevel
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.meetings.kinds import MeetingKind, Step, register

#: The kind of meeting each point is; order of speaking of NQLT 72/2025 Điều 24.
POINT_KIND = "tiep_xuc"
register(
    MeetingKind(
        code=POINT_KIND, label=_("Hội nghị tiếp xúc cử tri"), hears=True, source=_("NQLT 72/2025, Điều 24"),
        agenda=(
            Step(title=_("Tuyên bố lý do, giới thiệu đại biểu"), minutes=5, who=_("Ban Thường trực Ủy ban MTTQ")),
            Step(title=_("Báo cáo dự kiến nội dung hoặc kết quả kỳ họp"), minutes=15, who=_("Đại biểu HĐND")),
            Step(title=_("Báo cáo kết quả giải quyết kiến nghị lần trước"), minutes=15, who=_("Đại diện UBND")),
            Step(title=_("Cử tri phát biểu ý kiến"), minutes=60, who=_("Cử tri")),
            Step(title=_("Trả lời tại chỗ những việc thuộc thẩm quyền"), minutes=15, who=_("Đại diện UBND")),
            Step(title=_("Đại biểu tiếp thu, tổng hợp"), minutes=5, who=_("Tổ trưởng Tổ đại biểu")),
            Step(title=_("Kết thúc hội nghị"), minutes=5, who=_("Ban Thường trực Ủy ban MTTQ")),
        ),
    )
)  # fmt: skip


class ContactKind(models.TextChoices):
    """The nine kinds of activity of NQLT 72/2025 Điều 18."""

    BEFORE = "dinh_ky_truoc_ky_hop", _("Định kỳ, trước kỳ họp")
    AFTER = "dinh_ky_sau_ky_hop", _("Định kỳ, sau kỳ họp")
    EXTRA = "truoc_sau_ky_hop_chuyen_de_dot_xuat", _("Trước, sau kỳ họp chuyên đề, đột xuất")
    OUT_OF_PROVINCE = "ngoai_dia_ban_tinh", _("Ngoài địa bàn tỉnh (đại biểu Quốc hội)")
    OUTSIDE = "ngoai_don_vi_bau_cu", _("Ngoài đơn vị bầu cử")
    HOME = "noi_cu_tru", _("Ở nơi cư trú")
    WORKPLACE = "noi_lam_viec", _("Ở nơi làm việc")
    TOPIC = "chuyen_de_linh_vuc", _("Theo chuyên đề, lĩnh vực")
    GROUP = "theo_doi_tuong", _("Theo đối tượng")


class ContactForm(models.TextChoices):
    """Điều 19.1."""

    CONFERENCE = "hoi_nghi", _("Hội nghị")
    PEOPLE = "ca_nhan_hoac_nhom", _("Gặp gỡ cá nhân hoặc nhóm cử tri")


class ContactMode(models.TextChoices):
    """Điều 19.2."""

    IN_PERSON = "truc_tiep", _("Trực tiếp")
    ONLINE = "truc_tuyen", _("Trực tuyến")
    BOTH = "ket_hop", _("Trực tiếp kết hợp trực tuyến")


class ContactState(models.TextChoices):
    PLANNED = "planned", _("Đã lập kế hoạch")
    ANNOUNCED = "announced", _("Đã thông báo")
    HELD = "held", _("Đã tiếp xúc, chưa báo cáo lại")
    REPORTED = "reported_back", _("Đã báo cáo lại cử tri")
    CANCELLED = "cancelled", _("Đã hủy")


S = ContactState


class VoterContact(Record):
    """A round: its points, its deputies, who compiles, and the day each duty towards the voters was done."""

    prefix = "TX"
    path = "tiep-xuc-cu-tri"
    states = ContactState
    marks: ClassVar[dict[str, Mark]] = {
        S.PLANNED: Mark(shape="chua"), S.ANNOUNCED: Mark(shape="dang"), S.HELD: Mark(shape="sap"),
        S.REPORTED: Mark(shape="xong"), S.CANCELLED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner", "front", "committee", "compiler")
    search = ("title", "session_words", "units_words")
    moves = ("owner", "front", "committee", "compiler")
    listing = Listing(
        title=str(_("Tiếp xúc cử tri")),
        intro=str(_("Từng đợt: các điểm, đại biểu, số cử tri, tổng hợp và ngày báo cáo lại.")),
        columns=(
            Column(value="title", label=str(_("Đợt")), kind="title", under="kind_label"),
            Column(value="first_on", label=str(_("Từ ngày")), kind="date"),
            Column(value="last_on", label=str(_("Đến ngày")), kind="date"),
            Column(value="points_total", label=str(_("Số điểm")), kind="number"),
            Column(value="voters_total", label=str(_("Cử tri dự")), kind="number"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(code="sap", label=str(_("Sắp tới")), shape="chua", where=lambda today: Q(state__in=(S.PLANNED, S.ANNOUNCED))),
            Tab(code="bao-cao-lai", label=str(_("Chưa báo cáo lại")), shape="sap", where=lambda today: Q(state=S.HELD)),
            Tab(code="xong", label=str(_("Đã báo cáo lại")), shape="xong", where=lambda today: Q(state=S.REPORTED)),
            Tab(code="huy", label=str(_("Đã hủy")), shape="rut", where=lambda today: Q(state=S.CANCELLED)),
        ),
        order="-first_on",
        empty=str(_("Chưa có đợt tiếp xúc nào ở mục này.")),
        empty_action="plan_contact",
    )  # fmt: skip

    title = models.CharField(_("Tên đợt tiếp xúc"), max_length=300)
    kind = models.CharField(_("Hoạt động"), max_length=40, choices=ContactKind.choices)
    form = models.CharField(_("Hình thức"), max_length=20, choices=ContactForm.choices)
    mode = models.CharField(_("Phương thức"), max_length=20, choices=ContactMode.choices)
    online_words = models.CharField(_("Điều kiện kỹ thuật, an ninh mạng"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan lập kế hoạch")
    )
    front = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Mặt trận chủ trì hội nghị")
    )
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("UBND trả lời cử tri")
    )
    compiler = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan tổng hợp")
    )
    territory = models.ForeignKey("directory.Territory", on_delete=models.PROTECT, related_name="+")
    session_words = models.CharField(_("Kỳ họp"), max_length=200, blank=True)
    session_on = models.DateField(_("Ngày khai mạc kỳ họp"), null=True, blank=True)
    content = models.TextField(_("Nội dung"), blank=True)
    first_on = models.DateField(_("Ngày đầu"), editable=False)
    last_on = models.DateField(_("Ngày cuối"), editable=False)
    points_total = models.PositiveSmallIntegerField(default=0, editable=False)
    voters_total = models.PositiveIntegerField(default=0, editable=False)
    spoke_total = models.PositiveIntegerField(default=0, editable=False)
    units_words = models.TextField(default="", blank=True, editable=False)
    press_from = models.DateField(null=True, blank=True, editable=False)
    abroad_from = models.DateField(null=True, blank=True, editable=False)
    national_session_on = models.DateField(null=True, blank=True, editable=False)
    points_due_on = models.DateField(_("Hạn nộp biên bản điểm"), null=True, blank=True)
    report_back_by = models.DateField(_("Hẹn báo cáo lại cử tri"), null=True, blank=True)
    announced_on = models.DateField(_("Ngày thông báo"), null=True, editable=False)
    announced_words = models.CharField(_("Thông báo ở đâu"), max_length=300, blank=True, editable=False)
    compiled_on = models.DateField(_("Ngày gửi báo cáo tổng hợp"), null=True, editable=False)
    compiled_words = models.CharField(_("Gửi ai, số văn bản"), max_length=300, blank=True, editable=False)
    reported_back_on = models.DateField(_("Ngày báo cáo lại cử tri"), null=True, editable=False)
    reported_back_words = models.TextField(_("Báo cáo lại thế nào"), blank=True, editable=False)
    posted_on = models.DateField(_("Ngày niêm yết kết quả"), null=True, editable=False)
    posted_until = models.DateField(_("Niêm yết đến"), null=True, editable=False)
    reason = models.CharField(_("Lý do hủy"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("đợt tiếp xúc cử tri")
        verbose_name_plural = _("tiếp xúc cử tri")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="contact_days",
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("-first_on", "-id"), name="contact_order"),)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The bodies that take part, and every deputy of the place: he may be sent to any point."""
        mine = super().visibility(actor)
        return mine | Q(territory__in=actor.territories) if actor.holds("deputy") else mine

    def reader_keys(self) -> Iterable[int]:
        groups = self.territory.bodies.filter(kind__in=("TODB", "HDND")).values_list("pk", flat=True)
        return sorted({*self.bodies(), *groups})

    def as_source(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return str(ContactKind(self.kind).label)

    @property
    def form_label(self) -> str:
        return str(ContactForm(self.form).label)

    @property
    def mode_label(self) -> str:
        return str(ContactMode(self.mode).label)

    @property
    def days_words(self) -> str:
        if self.first_on == self.last_on:
            return f"{self.first_on:%d/%m/%Y}"
        return str(
            _("%(first)s đến %(last)s")
            % {"first": f"{self.first_on:%d/%m}", "last": f"{self.last_on:%d/%m/%Y}"}
        )

    @property
    def session_line(self) -> str:
        day = f"{self.session_on:%d/%m/%Y}" if self.session_on else ""
        return ", ".join(words for words in (self.session_words, day) if words)

    @property
    def announced_line(self) -> str:
        return self._dated(self.announced_on, self.announced_words)

    @property
    def compiled_line(self) -> str:
        return self._dated(self.compiled_on, self.compiled_words)

    @property
    def reported_line(self) -> str:
        return self._dated(self.reported_back_on, self.reported_back_words)

    @property
    def posted_line(self) -> str:
        if not self.posted_on or not self.posted_until:
            return ""
        return str(
            _("từ %(from)s đến hết %(to)s")
            % {"from": f"{self.posted_on:%d/%m/%Y}", "to": f"{self.posted_until:%d/%m/%Y}"}
        )

    @staticmethod
    def _dated(day: date | None, words: str) -> str:
        return ": ".join(part for part in (f"{day:%d/%m/%Y}" if day else "", words) if part)

    def bodies(self) -> list[int]:
        """Who takes part: plans, chairs, answers, compiles."""
        return sorted({self.owner_id, self.front_id, self.committee_id, self.compiler_id})

    def others(self) -> list[int]:
        return [key for key in self.bodies() if key != self.owner_id]

    def sub_line(self, today: date) -> str:
        return " · ".join(word for word in (self.kind_label, self.form_label, self.days_words) if word)

    def steps(self) -> list[tuple[str, str, str]]:
        """Kế hoạch → Thông báo → Tiếp xúc → Tổng hợp → Báo cáo lại."""
        done = (
            True, self.announced_on is not None, self.state in (S.HELD, S.REPORTED), self.compiled_on is not None,
            self.reported_back_on is not None,
        )  # fmt: skip
        reached = next((n for n, there in enumerate(done) if not there), len(done))
        told = (
            str(_("%d điểm") % self.points_total), self._dated(self.announced_on, ""),
            str(_("%d cử tri") % self.voters_total), self._dated(self.compiled_on, ""), self._dated(self.reported_back_on, ""),
        )  # fmt: skip
        labels = (_("Kế hoạch"), _("Thông báo"), _("Tiếp xúc"), _("Tổng hợp"), _("Báo cáo lại"))
        return [
            (str(label), when, "past" if n < reached else "now" if n == reached else "later")
            for n, (label, when) in enumerate(zip(labels, told, strict=True))
        ]

    @property
    def with_national(self) -> bool:
        return any(deputy.level == DeputyLevel.NATIONAL for deputy in self.deputies.all())

    detail = Detail(
        steps=lambda row: row.steps(),
        fields=(
            Field(value="owner", label=str(_("Cơ quan lập kế hoạch"))),
            Field(value="front", label=str(_("Mặt trận chủ trì hội nghị"))),
            Field(value="committee", label=str(_("UBND trả lời cử tri"))),
            Field(value="compiler", label=str(_("Cơ quan tổng hợp"))),
            Field(value="mode_label", label=str(_("Phương thức"))),
            Field(value="online_words", label=str(_("Điều kiện kỹ thuật, an ninh mạng"))),
            Field(value="session_line", label=str(_("Kỳ họp"))),
            Field(value="content", label=str(_("Nội dung"))),
            Field(value="points_due_on", label=str(_("Hạn nộp biên bản điểm")), kind="date"),
            Field(value="announced_line", label=str(_("Thông báo"))),
            Field(value="compiled_line", label=str(_("Báo cáo tổng hợp"))),
            Field(value="report_back_by", label=str(_("Hẹn báo cáo lại cử tri")), kind="date"),
            Field(value="reported_line", label=str(_("Báo cáo lại cử tri"))),
            Field(value="posted_line", label=str(_("Niêm yết kết quả"))),
            Field(value="reason", label=str(_("Lý do hủy"))),
        ),
        tables=(
            (
                "deputies", str(_("Đại biểu")),
                (
                    Column(value="person", label=str(_("Đại biểu")), select=("person",)),
                    Column(value="level_label", label=str(_("Cấp"))),
                    Column(value="point_words", label=str(_("Dự"))),
                ),
            ),
            (
                "spot_answers", str(_("Trả lời tại chỗ")),
                (
                    Column(value="petition", label=str(_("Kiến nghị")), kind="record", select=("petition",)),
                    Column(value="words", label=str(_("Trả lời"))),
                    Column(value="answered_by", label=str(_("Ai trả lời"))),
                ),
            ),
        ),
        select=("owner", "front", "committee", "compiler", "territory"),
        prefetch=("points__meeting__room",),
        sub=lambda row, today: row.sub_line(today),
    )  # fmt: skip
