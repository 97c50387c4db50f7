"""The programme as an object: its parties, its years, who signed for whom, its reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.models import Commitment, Cooperation
from phoihop.core import moment
from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.period import Period
from phoihop.core.who import Actor, of
from phoihop.documents.models import OUT


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    LOCKED = "locked", _("Đã khóa, đang ký")
    WITHDRAWN = "withdrawn", _("Đã rút chữ ký")
    SIGNED = "signed", _("Đã ký, chờ xác nhận bản ký")
    IN_FORCE = "in_force", _("Có hiệu lực")
    CLOSED = "closed", _("Đã tổng kết")
    ENDED = "ended", _("Đã chấm dứt")


class ProgrammeKind(models.TextChoices):
    PROGRAMME = "programme", _("Chương trình phối hợp")
    REGULATION = "regulation", _("Quy chế phối hợp")
    JOINT_PLAN = "joint_plan", _("Kế hoạch liên tịch")
    AMENDMENT = "amendment", _("Phụ lục sửa đổi, bổ sung")
    EMERGENCY = "emergency", _("Chương trình phối hợp đột xuất")


#: Who reads how a programme came about: what its parties' committee said, why an agreement was taken back.
INSIDE = of("party_ids", "owner", "keeper")
#: Not in force yet.
UNSIGNED = (ProgrammeState.DRAFT, ProgrammeState.LOCKED, ProgrammeState.WITHDRAWN, ProgrammeState.SIGNED)


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


def _parties_of() -> models.QuerySet[Party]:
    return Party.objects.filter(programme=OuterRef("pk"))


def in_force_on(day: date) -> Q:
    """Signed, in one of its years, and one of its parties still exists."""
    alive = Exists(_parties_of().filter(Q(body__valid_to=None) | Q(body__valid_to__gt=day)))
    return Q(alive, state=ProgrammeState.IN_FORCE, period_from__lte=day.year, period_to__gte=day.year)


def tasks_of(bodies: Iterable[int]) -> models.QuerySet[Commitment]:
    """The tasks of programmes that these bodies lead or help with."""
    helped = Cooperation.objects.filter(body__in=bodies).values("commitment")
    mine = Q(lead__in=bodies) | Q(pk__in=helped)
    return Commitment.objects.filter(mine, source_type=Programme._meta.label_lower)


class Programme(Record):
    """A programme, regulation or joint plan between two or more bodies, for a year or several."""

    prefix = "CTPH"
    path = "chuong-trinh"
    states = ProgrammeState
    marks: ClassVar[dict[str, Mark]] = {
        ProgrammeState.DRAFT: Mark(shape="chua"),
        ProgrammeState.LOCKED: Mark(shape="dang"),
        ProgrammeState.WITHDRAWN: Mark(shape="rut"),
        ProgrammeState.SIGNED: Mark(shape="dang"),
        ProgrammeState.IN_FORCE: Mark(shape="xong", public=str(_("Đang thực hiện"))),
        ProgrammeState.CLOSED: Mark(shape="xacminh"),
        ProgrammeState.ENDED: Mark(shape="rut"),
    }
    readers = ("owner", "keeper", "parties__body", "asked__body")
    opens = True
    search = ("title", "number_words", "party_words")
    numbered = "number_words"
    found_by: ClassVar[dict[str, str]] = {"thoi-gian": "period_from", "don-vi": "owner_id"}
    moves = ("owner", "keeper", "reporting_party")
    stays = ("turn", "scan_for", "ending_by")

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
                where=in_force_on,
            ),
            Tab(
                code="soan", label=str(_("Đang soạn, chờ hiệu lực")), shape="chua",
                where=lambda today: Q(state__in=UNSIGNED)
                | Q(state=ProgrammeState.IN_FORCE, period_from__gt=today.year),
            ),
            Tab(
                code="xong", label=str(_("Đã tổng kết")), shape="xacminh",
                where=lambda today: Q(state__in=(ProgrammeState.CLOSED, ProgrammeState.ENDED)),
            ),
            Tab(
                code="het", label=str(_("Hết thời hạn")), shape="gac",
                where=lambda today: Q(state=ProgrammeState.IN_FORCE, period_from__lte=today.year)
                & ~in_force_on(today),
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
            Field(value="amends", label=str(_("Sửa đổi, bổ sung"))),
            Field(value="paper_out", label=str(_("Văn bản đi"))),
            Field(value="ending_words", label=str(_("Đề nghị chấm dứt"))),
            Field(value="ended_on", label=str(_("Ngày chấm dứt")), kind="date"),
            Field(value="ended_why", label=str(_("Lý do chấm dứt"))),
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
            (
                "figures", str(_("Số liệu từng đợt")),
                (
                    Column(value="time_words", label=str(_("Lúc"))),
                    Column(value="words", label=str(_("Số liệu, tình hình"))),
                    Column(value="author", label=str(_("Ai báo"))),
                ),
            ),
            (
                "asked", str(_("Lấy ý kiến thêm (ngoài các bên)")),
                (Column(value="body", label=str(_("Cơ quan")), select=("body",)),),
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
        inside=INSIDE,
        outside=(
            "programmes.draft", "programmes.draft_emergency", "programmes.record_signed", "programmes.ask_comments",
            "programmes.lock_for_signing", "programmes.sign", "programmes.sign_last", "programmes.record_signing",
            "programmes.confirm_signing", "programmes.issue_paper", "programmes.close", "programmes.end",
            "programmes.record_interim_review", "programmes.record_final_review", "programmes.amend",
        ),
        select=("owner", "parent", "predecessor", "reporting_party", "scan", "territory", "amends", "paper_out",
            "ending_by",
        ),
        prefetch=("paper_out__signatures",),
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
    scan_for = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False,
    )  # fmt: skip
    paper_out = models.ForeignKey(
        "documents.OutgoingDocument", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False,
    )  # fmt: skip
    turn = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False,
    )  # fmt: skip
    withdrawn_words = models.CharField(max_length=200, blank=True, editable=False)
    turns_left = models.PositiveSmallIntegerField(default=0, editable=False)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="amendments", null=True, blank=True, verbose_name=_("Sửa đổi"),
    )  # fmt: skip
    ended_on = models.DateField(_("Ngày chấm dứt"), null=True, blank=True)
    ended_why = models.CharField(_("Lý do chấm dứt"), max_length=400, blank=True)
    ending_on = models.DateField(null=True, blank=True, editable=False)
    ending_why = models.CharField(max_length=400, blank=True, editable=False)
    ending_by = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False,
    )  # fmt: skip
    ending_user = models.BigIntegerField(null=True, editable=False)
    last_key = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveSmallIntegerField(default=0, editable=False)
    comments_by = models.DateTimeField(_("Góp ý đến"), null=True, blank=True)
    interim_year = models.PositiveSmallIntegerField(null=True, editable=False)
    final_year = models.PositiveSmallIntegerField(null=True, editable=False)
    figures_from = models.DateTimeField(null=True, editable=False)
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
    def dated_title(self) -> str:
        """The title with its years where it names none: what tells this year's from next year's."""
        named = re.search(r"(?:19|20)\d\d", self.title)
        return self.title if named else f"{self.title} {self.period_words}"

    @property
    def party_line(self) -> str:
        """What a chair is asked about: which years, which version."""
        return str(_("%(when)s, bản v%(n)d") % {"when": self.period_words, "n": self.version})

    @property
    def effect_words(self) -> str:
        """ "có hiệu lực từ năm 2028" while its first year is still to come."""
        if self.period_from > moment.today().year:
            return str(_("có hiệu lực từ năm %d") % self.period_from)
        return str(_("có hiệu lực"))

    @property
    def last_withdrawn(self) -> Any:
        """The agreement that was taken back last."""
        return self.agreements.exclude(withdrawn_at=None).order_by("-withdrawn_at", "-pk").first()

    @property
    def number_words(self) -> str:
        """ "số 01/CTrPH-HĐND-UBND-MTTQ", empty while there is no number."""
        return str(_("số %s") % f"{self.number}/{self.symbol}") if self.number else ""

    @property
    def ending_words(self) -> str:
        """What a party asks for and no other has confirmed yet; empty if nobody does."""
        if self.ending_on is None:
            return ""
        told = {"body": self.ending_by, "day": f"{self.ending_on:%d/%m/%Y}", "why": self.ending_why}
        return str(_("%(body)s đề nghị từ %(day)s: %(why)s; chờ bên khác xác nhận") % told)

    def withheld(self) -> frozenset[str]:
        """An end is asked for once and confirmed or refused after that; a paper goes out once (its page reads both)."""
        out = super().withheld()
        if self.kind != ProgrammeKind.EMERGENCY:
            out |= {"programmes.record_figures"}
        paper = self.read_along("paper_out")
        if self.paper_out_id is None or (paper is not None and (paper.state in OUT or paper.copy_awaited())):
            out |= {"programmes.issue_paper"}
        out |= self._not_yet()
        if self.ending_on is None:
            return out | {"programmes.end", "programmes.drop_end"}
        return out | {"programmes.ask_end"}

    def _not_yet(self) -> set[str]:
        """Steps of agreeing and signing that need another before them, as far as the page has read it."""
        out: set[str] = set()
        parties, given = self.read_along("parties"), self.read_along("agreements")
        if parties is None:
            return out
        if self.state == ProgrammeState.LOCKED and self.turns_left >= len(parties):
            out.add("programmes.withdraw_signature")
        if self.state == ProgrammeState.DRAFT and given is not None:
            standing = {row.body_id for row in given if row.stands}
            if not standing:
                out.add("programmes.withdraw_agreement")
            if not standing.issuperset(row.body_id for row in parties):
                out |= {"programmes.lock_for_signing", "programmes.record_signing"}
        views = self.read_along("committee_views")
        if views is not None and all(row.answered_on for row in views):
            out.add("programmes.note_committee_view")
        if views is not None and not views:
            out.add("programmes.correct_committee_view")
        return out

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
        if self.state == ProgrammeState.WITHDRAWN:
            return "rut", self.withdrawn_words or self.state_label
        if self.state == ProgrammeState.DRAFT and self.comments_on is not None and self.comments_on >= today:
            return "tiep", str(_("Dự thảo, đang lấy ý kiến"))
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

    @property
    def comments_on(self) -> date | None:
        """The day until which comments are asked for: where their clock runs from."""
        return timezone.localdate(self.comments_by) if self.comments_by else None

    def invited(self) -> list[int]:
        """Whose comments are asked for: the parties and the bodies asked besides."""
        return [*self.party_ids(), *(row.body_id for row in self.asked.all())]

    def to_sign(self) -> list[int]:
        """Whose turn it is to sign, while others sign after it."""
        return [self.turn_id] if self.turn_id and self.turns_left > 1 else []

    def last_to_sign(self) -> list[int]:
        """Whose signature brings the programme into force."""
        return [self.turn_id] if self.turn_id and self.turns_left == 1 else []

    def agreement_lost(self) -> list[int]:
        """Whose agreement the change that made the version at hand has voided."""
        made = max((row.made_at for row in self.versions.all()), default=None)
        return [row.body_id for row in self.agreements.all() if made is not None and row.void_at == made]

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


class Witness(Part):
    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="witnesses")
    words = models.CharField(_("Người chứng kiến"), max_length=200)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.words


class DayFigure(Part):
    """What the parties of an emergency told at one moment: households moved, boats called in, money given out."""

    parent = "programme"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="figures")
    told_at = models.DateTimeField()
    words = models.TextField(_("Số liệu, tình hình"))
    author = models.CharField(max_length=400)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.time_words

    @property
    def time_words(self) -> str:
        return f"{timezone.localtime(self.told_at):%H:%M, %d/%m/%Y}"


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
