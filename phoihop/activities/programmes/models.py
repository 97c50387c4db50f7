"""The programme as an object: parties, contents, legal bases, signatures; and its assigned targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.assessing import Assessment, Direction, assess
from phoihop.commitments.models import Commitment, Cooperation
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.period import Period
from phoihop.core.text import fold, format_number
from phoihop.core.who import Actor


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SIGNED = "signed", _("Đã ký, chờ xác nhận bản ký")
    IN_FORCE = "in_force", _("Có hiệu lực")
    CLOSED = "closed", _("Đã tổng kết")


class ProgrammeKind(models.TextChoices):
    PROGRAMME = "programme", _("Chương trình phối hợp")
    REGULATION = "regulation", _("Quy chế phối hợp")
    JOINT_PLAN = "joint_plan", _("Kế hoạch liên tịch")


class PartyRelation(models.TextChoices):
    PEER = "peer", _("ngang cấp")
    MEMBER = "member", _("tổ chức thành viên")
    SUBORDINATE = "subordinate", _("trực thuộc")


class Capacity(models.TextChoices):
    """Signing capacities, Nghị định 30/2020/NĐ-CP Điều 13 and annex I.II.7b."""

    ON_BEHALF = "TM.", _("TM. (thay mặt tập thể)")
    DEPUTY = "KT.", _("KT. (ký thay)")
    BY_ORDER = "TL.", _("TL. (thừa lệnh)")
    AUTHORISED = "TUQ.", _("TUQ. (thừa ủy quyền)")
    ACTING = "Q.", _("Q. (quyền)")
    HEAD = "", _("Ký trực tiếp")


class LegalBasis(models.Model):
    """An act that papers cite, with the dates between which it is in force (seeded, editable)."""

    code = models.CharField(max_length=60, unique=True)
    act_type = models.CharField(_("Loại văn bản"), max_length=60)
    number = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    title = models.CharField(_("Tên"), max_length=400)
    valid_from = models.DateField(_("Có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("Hết hiệu lực từ"), null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)
    replaced_by = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=10, default="M")
    note = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.act_type} {self.number}".strip()

    def repealed_on(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day


class ContentGroup(models.Model):
    """A usual content of coordination (C1 … C13), with the words by which a heading is recognised."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=300)
    synonyms = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def best_for(cls, heading: str) -> ContentGroup | None:
        """The group whose words stand in a heading (the longest match wins); None if none does."""
        folded = f" {_words(fold(heading))} "
        found = [
            (len(word), group)
            for group in cls.objects.all()
            for word in group.synonyms.split("|")
            if word.strip() and f" {_words(word)} " in folded
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _parties_of() -> models.QuerySet[Party]:
    return Party.objects.filter(programme=OuterRef("pk"))


def _in_force_on(day: date) -> Q:
    """Signed, in one of its years, and one of its parties still exists."""
    alive = Exists(_parties_of().filter(Q(body__valid_to=None) | Q(body__valid_to__gt=day)))
    return Q(alive, state=ProgrammeState.IN_FORCE, period_from__lte=day.year, period_to__gte=day.year)


def tasks_of(bodies: Iterable[int]) -> models.QuerySet[Commitment]:
    """The tasks of programmes that these bodies lead or help with."""
    helped = Cooperation.objects.filter(body__in=bodies).values("commitment")
    mine = Q(lead__in=bodies) | Q(pk__in=helped)
    return Commitment.objects.filter(mine, source_type=Programme._meta.label_lower)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


class Programme(Record):
    """A programme, regulation or joint plan between two or more bodies, for a year or several."""

    prefix = "CTPH"
    path = "chuong-trinh"
    states = ProgrammeState
    marks: ClassVar[dict[str, Mark]] = {
        ProgrammeState.DRAFT: Mark(shape="chua"),
        ProgrammeState.SIGNED: Mark(shape="dang"),
        ProgrammeState.IN_FORCE: Mark(shape="xong", public=str(_("Đang thực hiện"))),
        ProgrammeState.CLOSED: Mark(shape="xacminh"),
    }
    readers = ("owner", "keeper", "parties__body")
    opens = True
    search = ("title", "number_words", "party_words")
    moves = ("owner", "keeper", "reporting_party")

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Besides the parties: who leads, or co-operates on, one of its tasks (it is where their task stands)."""
        rule = super().visibility(actor)
        if actor.kind != "person" or not actor.bodies:
            return rule
        return rule | Q(pk__in=tasks_of(actor.bodies).values("source_id"))

    def reader_keys(self) -> Iterable[int]:
        tasks = Commitment.objects.filter(source_type=self._meta.label_lower, source_id=self.pk)
        leads = tasks.values_list("lead", flat=True)
        helpers = Cooperation.objects.filter(commitment__in=tasks).values_list("body", flat=True)
        return sorted({*super().reader_keys(), *leads, *helpers})

    def read_alike(self) -> Iterable[Record]:
        return Commitment.objects.filter(source_type=self._meta.label_lower, source_id=self.pk)

    listing = Listing(
        title=str(_("Chương trình phối hợp")),
        intro=str(_("Chương trình, quy chế và kế hoạch liên tịch: ký một lần, theo đến cùng.")),
        columns=(
            Column(value="short_title", label=str(_("Chương trình")), kind="title", under="number_words"),
            Column(value="kind_label", label=str(_("Loại"))),
            Column(value="period_words", label=str(_("Thời gian"))),
            Column(value="signed_on", label=str(_("Ngày ký")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="dang", label=str(_("Có hiệu lực")), shape="xong",
                where=_in_force_on,
            ),
            Tab(
                code="soan", label=str(_("Đang soạn, chờ hiệu lực")), shape="chua",
                where=lambda today: Q(state__in=(ProgrammeState.DRAFT, ProgrammeState.SIGNED))
                | Q(state=ProgrammeState.IN_FORCE, period_from__gt=today.year),
            ),
            Tab(
                code="xong", label=str(_("Đã tổng kết")), shape="xacminh",
                where=lambda today: Q(state=ProgrammeState.CLOSED),
            ),
            Tab(
                code="het", label=str(_("Hết thời hạn")), shape="gac",
                where=lambda today: Q(state=ProgrammeState.IN_FORCE, period_from__lte=today.year)
                & ~_in_force_on(today),
            ),
        ),
        empty=str(_("Chưa có chương trình nào. Đọc văn bản cũ của năm trước là nhanh nhất.")),
        empty_action="doc-van-ban-cu",
        order="-period_from",
        prepare=lambda rows: rows.annotate(
            living=Exists(_parties_of().filter(body__valid_to=None)),
            last_day=Subquery(_parties_of().order_by("-body__valid_to").values("body__valid_to")[:1]),
        ),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="kind_label", label=str(_("Loại"))),
            Field(value="period_words", label=str(_("Thời gian"))),
            Field(value="number_words", label=str(_("Số, ký hiệu")), missing=str(_("chưa có số"))),
            Field(value="signed_on", label=str(_("Ngày ký")), kind="date", missing=str(_("chưa ký"))),
            Field(value="signed_place", label=str(_("Nơi ký"))),
            Field(value="parent", label=str(_("Theo quy chế"))),
            Field(value="predecessor", label=str(_("Tiếp nối"))),
            Field(value="reporting_party", label=str(_("Bên báo cáo sơ kết, tổng kết"))),
        ),
        tables=(
            (
                "parties", str(_("Các bên")),
                (
                    Column(value="body", label=str(_("Cơ quan")), select=("body",)),
                    Column(value="signature_words", label=str(_("Người ký"))),
                    Column(value="relation_label", label=str(_("Quan hệ"))),
                ),
            ),
            (
                "contents", str(_("Nội dung phối hợp")),
                (
                    Column(value="number", label=str(_("Số"))),
                    Column(value="title", label=str(_("Nội dung"))),
                ),
            ),
            (
                "bases", str(_("Căn cứ")),
                (
                    Column(value="text", label=str(_("Văn bản")), select=("basis",)),
                    Column(value="warning", label=str(_("Hiệu lực"))),
                ),
            ),
            ("witnesses", str(_("Chứng kiến")), (Column(value="words", label=str(_("Người chứng kiến"))),)),
            (
                "reviews", str(_("Đã sơ kết, tổng kết")),
                (
                    Column(value="label", label=str(_("Kỳ"))),
                    Column(value="held_on", label=str(_("Ngày")), kind="date"),
                    Column(value="words", label=str(_("Văn bản"))),
                ),
            ),
        ),
        select=("owner", "parent", "predecessor", "reporting_party", "scan", "territory"),
    )  # fmt: skip

    kind = models.CharField(
        _("Loại"), max_length=20, choices=ProgrammeKind.choices, default=ProgrammeKind.PROGRAMME
    )
    title = models.CharField(_("Tên"), max_length=400)
    period_from = models.PositiveSmallIntegerField(_("Từ năm"))
    period_to = models.PositiveSmallIntegerField(_("Đến năm"))
    territory = models.ForeignKey(
        "directory.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("Địa bàn")
    )
    owner = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Cơ quan chủ trì soạn"),
    )
    keeper = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan ghi sổ")
    )
    reporting_party = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Bên báo cáo"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("Theo quy chế"),
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name=_("Tiếp nối"),
    )
    purpose = models.TextField(_("Mục đích, yêu cầu"), blank=True)
    duties = models.TextField(_("Trách nhiệm của các cơ quan"), blank=True)
    arrangement = models.TextField(_("Tổ chức thực hiện"), blank=True)
    number = models.CharField(_("Số"), max_length=20, blank=True)
    symbol = models.CharField(_("Ký hiệu"), max_length=80, blank=True)
    signed_on = models.DateField(_("Ngày ký"), null=True, blank=True)
    signed_place = models.CharField(_("Nơi ký"), max_length=200, blank=True)
    scan = models.ForeignKey(
        "documents.File",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Bản ký"),
    )
    scan_by = models.BigIntegerField(null=True, editable=False)
    interim_year = models.PositiveSmallIntegerField(null=True, editable=False)
    final_year = models.PositiveSmallIntegerField(null=True, editable=False)
    short_title = models.CharField(max_length=200, blank=True, editable=False)
    party_words = models.CharField(max_length=600, blank=True, editable=False)

    class Meta:
        verbose_name = _("chương trình phối hợp")
        verbose_name_plural = _("chương trình phối hợp")
        constraints = (
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="programme_period_order",
                violation_error_message=_("Năm kết thúc không được trước năm bắt đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False), name="programme_signed_has_day",
                violation_error_message=_("Thiếu ngày ký."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("-period_from", "-id"), name="programme_order"),)

    def __str__(self) -> str:
        return self.short_title or self.title

    def as_source(self) -> str:
        """ "Chương trình phối hợp năm 2027": its bodies are on its own page."""
        return f"{self.kind_label} {self.period_words}"

    @property
    def kind_label(self) -> str:
        return str(ProgrammeKind(self.kind).label)

    @property
    def period_words(self) -> str:
        if self.period_from == self.period_to:
            return str(_("năm %d") % self.period_from)
        return f"{self.period_from}-{self.period_to}"

    @property
    def number_words(self) -> str:
        """ "số 01/CTrPH-HĐND-UBND-MTTQ", empty while there is no number."""
        return str(_("số %s") % f"{self.number}/{self.symbol}") if self.number else ""

    @property
    def period(self) -> Period:
        return Period(
            start=date(self.period_from, 1, 1), end=date(self.period_to + 1, 1, 1), words=self.period_words
        )

    @property
    def interim_from(self) -> date | None:
        """The clock of the sơ kết owed next runs from the first day of its year; None if none is owed."""
        return date(self.interim_year, 1, 1) if self.interim_year else None

    @property
    def final_from(self) -> date | None:
        """The clock of the tổng kết owed next runs from the last day of its year."""
        return date(self.final_year, 12, 31) if self.final_year else None

    def reporter(self) -> int:
        """The body that reports for all: the party named for it, else the one that drafted."""
        return self.reporting_party_id or self.owner_id

    def shown_state(self, today: date) -> tuple[str, str]:
        """Signed is not in force for ever: the years of the programme and the life of its parties say when it ends."""
        if self.state != ProgrammeState.IN_FORCE:
            return super().shown_state(today)
        ended = self.parties_ended_on()
        if ended and ended <= today:
            return "rut", str(_("Các bên đã kết thúc %s") % f"{ended:%d/%m/%Y}")
        if self.period_to < today.year:
            return "gac", str(_("Hết thời hạn, chưa ghi tổng kết"))
        if self.period_from > today.year:
            return "sap", str(_("Đã ký, hiệu lực từ năm %d") % self.period_from)
        return super().shown_state(today)

    def parties_ended_on(self) -> date | None:
        """The day the last of the parties ended; None while one of them goes on."""
        if "living" in vars(self):  # a list reads it for all its rows at once
            return None if vars(self)["living"] else vars(self)["last_day"]
        days = [party.body.valid_to for party in self.parties.select_related("body")]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def party_ids(self) -> list[int]:
        """The parties; while the programme is being made they still wait to be saved."""
        if self.pk is None:
            return [part.body_id for part in self.added if isinstance(part, Party)]
        return [party.body_id for party in self.parties.all()]


class Party(Part):
    """A side of the programme, in the order of listing, and who signed for it in what capacity."""

    parent = "programme"
    stays = ("body",)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="parties")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20, choices=PartyRelation.choices, default=PartyRelation.PEER)
    capacity = models.CharField(max_length=10, choices=Capacity.choices, blank=True, default="")
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("Chức vụ"), max_length=200, blank=True)
    signed_order = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Part.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "body"), name="party_once",
                violation_error_message=_("Một cơ quan chỉ đứng một lần trong các bên."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.body)

    @property
    def relation_label(self) -> str:
        return str(PartyRelation(self.relation).label)

    @property
    def signature_words(self) -> str:
        """ "TM. Chủ tịch Nguyễn Văn A": as it stands under the paper; empty while unsigned."""
        return " ".join(x for x in (self.capacity, self.signer_title, self.signer) if x)


class ContentItem(Part):
    """One content of coordination, numbered as in the text, under its usual group."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contents")
    number = models.CharField(_("Số"), max_length=10)
    title = models.CharField(_("Nội dung"), max_length=400)
    text = models.TextField(_("Cụ thể"), blank=True)
    group = models.ForeignKey(ContentGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    span = models.CharField(max_length=80, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class BasisLine(Part):
    """One "Căn cứ …" as written, and the act it names when it is known."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="bases")
    text = models.CharField(max_length=600)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text

    @property
    def warning(self) -> str:
        """Rule R-1: an act no longer in force when the programme was signed (or, unsigned, begins)."""
        day = self.programme.signed_on or date(self.programme.period_from, 1, 1)
        if self.basis is None:
            return str(_("chưa nhận ra văn bản này trong danh mục"))
        if self.basis.repealed_on(day):
            by = _(", thay bằng %s") % self.basis.replaced_by if self.basis.replaced_by else ""
            return str(
                _("hết hiệu lực từ %(day)s%(by)s") % {"day": f"{self.basis.valid_to:%d/%m/%Y}", "by": by}
            )
        return ""


class Witness(Part):
    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="witnesses")
    words = models.CharField(_("Người chứng kiến"), max_length=200)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words


class ReviewKind(models.TextChoices):
    INTERIM = "interim", _("Sơ kết 6 tháng")
    FINAL = "final", _("Tổng kết năm")


class Review(Part):
    """A review that was held: for which year, on which day, and the paper it stands in."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=ReviewKind.choices)
    year = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    words = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "kind", "year"), name="review_once_a_year"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{ReviewKind(self.kind).label} {self.year}"


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
