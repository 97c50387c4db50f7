"""Who exists, since when and until when: localities, bodies, people, positions, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Confidence, Mark, Part, Record
from phoihop.core.who import Actor


def valid_on(day: date, prefix: str = "") -> Q:
    """Half-open validity: from ``valid_from`` on, before ``valid_to``."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{start: None}) | Q(**{f"{start}__lte": day})) & (Q(**{end: None}) | Q(**{f"{end}__gt": day}))


def not_ended(day: date) -> Q:
    """Ended neither by a step nor by the calendar: a last day may have been known from the start."""
    return Q(state="active") & (Q(valid_to=None) | Q(valid_to__gt=day))


def governed(actor: Actor, path: str) -> Q:
    """The actor's own localities and those right below them: what a clerk or an administrator there keeps."""
    return Q(**{f"{path}__in": actor.territories}) | Q(**{f"{path}__parent__in": actor.territories})


def ended_by_date(
    record: Territory | Organisation, ended: models.TextChoices, today: date
) -> tuple[str, str]:
    """Its last day may have been known from the start, as with the districts: the date says it, not a step."""
    over = record.valid_to is not None and record.valid_to <= today
    shown = ended if over else type(ended)(record.state)
    return record.marks[shown].shape, str(shown.label)


class Level(models.TextChoices):
    CENTRE = "centre", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện (đến 30/6/2025)")
    COMMUNE = "commune", _("Cấp xã")


class TerritoryState(models.TextChoices):
    ACTIVE = "active", _("Đang tồn tại")
    ENDED = "ended", _("Đã chấm dứt")


class Territory(Record):
    """A province, former district, ward, commune or special zone; never told by its name alone."""

    prefix = "DB"
    path = "dia-ban"
    states = TerritoryState
    marks: ClassVar[dict[str, Mark]] = {
        TerritoryState.ACTIVE: Mark(shape="xong"), TerritoryState.ENDED: Mark(shape="rut"),
    }  # fmt: skip
    everyone_inside = True
    search = ("name", "kind_word")
    listing = Listing(
        title=str(_("Địa bàn")),
        columns=(
            Column(value="full_name", label=str(_("Địa bàn")), kind="title", select=("parent",)),
            Column(value="parent", label=str(_("Thuộc"))),
            Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Column(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="-pk",
    )
    detail = Detail(
        fields=(
            Field(value="full_name", label=str(_("Địa bàn"))),
            Field(value="level_label", label=str(_("Cấp"))),
            Field(value="parent", label=str(_("Thuộc"))),
            Field(value="valid_from", label=str(_("Từ ngày")), kind="date"),
            Field(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
        ),
        tables=(
            (
                "became", str(_("Nay là")),
                (
                    Column(value="new.full_name", label=str(_("Địa bàn kế tiếp"))),
                    Column(value="share_label", label=str(_("Phần"))),
                    Column(value="on", label=str(_("Từ ngày")), kind="date"),
                    Column(value="legal_basis", label=str(_("Căn cứ"))),
                ),
            ),
            (
                "came_from", str(_("Trước là")),
                (
                    Column(value="old.full_name", label=str(_("Địa bàn cũ"))),
                    Column(value="share_label", label=str(_("Phần"))),
                    Column(value="on", label=str(_("Từ ngày")), kind="date"),
                    Column(value="legal_basis", label=str(_("Căn cứ"))),
                ),
            ),
        ),
        select=("parent",),
        prefetch=("became__new", "came_from__old"),
    )  # fmt: skip

    kind_word = models.CharField(_("Loại"), max_length=30)
    name = models.CharField(_("Tên"), max_length=120)
    level = models.CharField(_("Cấp"), max_length=12, choices=Level.choices)
    official_code = models.CharField(_("Mã số"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Thuộc"),
    )
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("địa bàn")
        verbose_name_plural = _("địa bàn")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="territory_dates",
                violation_error_message=_("Ngày chấm dứt phải sau ngày thành lập."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.full_name

    def shown_state(self, today: date) -> tuple[str, str]:
        return ended_by_date(self, TerritoryState.ENDED, today)

    @property
    def full_name(self) -> str:
        return f"{self.kind_word} {self.name}"

    @property
    def level_label(self) -> str:
        return str(Level(self.level).label)


class Extent(models.TextChoices):
    WHOLE = "full", _("toàn bộ")
    PART = "part", _("một phần")


class TerritorySuccession(Part):
    """An old locality went to a new one, in full or in part: many-to-many, with the act that said so."""

    parent = "old"

    old = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="came_from")
    share = models.CharField(max_length=10, choices=Extent.choices, default=Extent.PART)
    on = models.DateField()
    legal_basis = models.CharField(max_length=300)
    confidence = models.CharField(max_length=10, default="S")

    class Meta(Part.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("old", "new"), name="succession_once",
                violation_error_message=_("Đã ghi địa bàn kế tiếp này."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def share_label(self) -> str:
        return str(Extent(self.share).label)


class Relation(models.TextChoices):
    """Where a body stands in cooperation: a party of its own, a member of the Front, a unit of another body, or within one."""

    PEER = "peer", _("bên ký phối hợp")
    MEMBER = "member", _("tổ chức thành viên")
    SUBORDINATE = "subordinate", _("đơn vị trực thuộc")
    INTERNAL = "internal", _("bộ phận bên trong")


class BodyKind(models.Model):
    """A kind of body with its names, rank in protocol, heading and sign on papers (seeded, editable)."""

    code = models.CharField(_("Mã"), max_length=20, primary_key=True)
    name = models.CharField(_("Tên"), max_length=200)
    short_name = models.CharField(_("Tên gọn"), max_length=80, blank=True)
    english = models.CharField(_("Tiếng Anh"), max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(_("Thứ tự"), default=500)
    heading = models.CharField(_("Tên ở đầu văn bản"), max_length=200, blank=True)
    symbol = models.CharField(_("Chữ ở ký hiệu"), max_length=30, blank=True)
    head_title = models.CharField(_("Người đứng đầu"), max_length=80, blank=True)
    party_relation = models.CharField(
        _("Vị trí"), choices=Relation.choices, max_length=20, default=Relation.PEER
    )
    aliases = models.TextField(_("Tên gọi khác"), blank=True)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="S")

    class Meta:
        verbose_name, verbose_name_plural = _("loại cơ quan"), _("loại cơ quan")
        ordering = ("rank", "code")

    def __str__(self) -> str:
        return self.name


class BodyState(models.TextChoices):
    ACTIVE = "active", _("Đang hoạt động")
    ENDED = "ended", _("Đã kết thúc")


class Organisation(Record):
    """A body of a locality, with dates of validity; it keeps its old names findable."""

    prefix = "TC"
    path = "to-chuc"
    states = BodyState
    marks: ClassVar[dict[str, Mark]] = {
        BodyState.ACTIVE: Mark(shape="xong"), BodyState.ENDED: Mark(shape="rut", public=str(_("Đã kết thúc"))),
    }  # fmt: skip
    everyone_inside = True
    search = ("name", "short_name", "old_names")
    listing = Listing(
        title=str(_("Tổ chức")),
        intro=str(_("Cơ quan, tổ chức theo ngày; tên cũ vẫn tìm thấy.")),
        columns=(
            Column(value="name", label=str(_("Tên")), kind="title", under="short_name"),
            Column(value="kind.name", label=str(_("Loại")), select=("kind",)),
            Column(value="territory.full_name", label=str(_("Địa bàn")), select=("territory",)),
            Column(value="valid_words", label=str(_("Thời gian"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="dang", label=str(_("Đang hoạt động")), shape="xong",
                where=not_ended,
            ),
            Tab(
                code="cu", label=str(_("Đã kết thúc")), shape="rut",
                where=lambda today: Q(state=BodyState.ENDED) | Q(valid_to__lte=today),
            ),
        ),
        order="rank",
        empty=str(_("Chưa có tổ chức nào.")),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="name", label=str(_("Tên đầy đủ"))),
            Field(value="short_name", label=str(_("Tên ngắn"))),
            Field(value="kind", label=str(_("Loại"))),
            Field(value="territory", label=str(_("Địa bàn"))),
            Field(value="valid_words", label=str(_("Thời gian"))),
            Field(value="old_names", label=str(_("Tên cũ"))),
        ),
        tables=(
            (
                "parents", str(_("Trực thuộc")),
                (
                    Column(value="above", label=str(_("Cơ quan trên")), select=("above",)),
                    Column(value="relation", label=str(_("Quan hệ"))),
                ),
            ),
            (
                "terms", str(_("Nhiệm kỳ")),
                (
                    Column(value="ordinal", label=str(_("Khóa"))),
                    Column(value="words", label=str(_("Nhiệm kỳ"))),
                    Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
                    Column(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
                ),
            ),
        ),
        select=("kind", "territory"),
    )  # fmt: skip

    kind = models.ForeignKey(BodyKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("Loại"))
    name = models.CharField(_("Tên đầy đủ"), max_length=200)
    short_name = models.CharField(_("Tên ngắn"), max_length=80, blank=True)
    old_names = models.CharField(_("Tên cũ"), max_length=600, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="bodies", verbose_name=_("Địa bàn")
    )
    rank = models.PositiveSmallIntegerField(_("Thứ tự nghi thức"), default=500)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    exchange_code = models.CharField(_("Mã định danh"), max_length=35, blank=True)

    class Meta:
        verbose_name = _("tổ chức")
        verbose_name_plural = _("tổ chức")
        ordering = ("rank", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="body_dates",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=("territory", "name"), name="body_once",
                violation_error_message=_("Địa bàn này đã có tổ chức tên như vậy."),
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("rank", "id"), name="body_order"),)

    def __str__(self) -> str:
        return self.short_name or self.name

    def shown_state(self, today: date) -> tuple[str, str]:
        return ended_by_date(self, BodyState.ENDED, today)

    @property
    def valid_words(self) -> str:
        if self.valid_to:
            return str(_("đến %s") % f"{self.valid_to:%d/%m/%Y}")
        return str(_("từ %s") % f"{self.valid_from:%d/%m/%Y}") if self.valid_from else ""

    def existed_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


def body_of_kind(kind: str, territory: int | None, day: date) -> Organisation | None:
    """The body of this kind that works in a locality on the day, the first in order of protocol."""
    found = Organisation.objects.filter(not_ended(day), kind=kind, territory=territory)
    return found.order_by("rank", "pk").first()


def bodies_in(actor: Actor) -> QuerySet[Organisation]:
    """The bodies of the localities the actor works in, in protocol order; ended ones still stand in old records."""
    return Organisation.objects.filter(territory__in=actor.territories).order_by("rank", "pk")


def body_choices(actor: Actor) -> list[tuple[str, str]]:
    """The same for a filter of a list."""
    return [(str(body.pk), str(body)) for body in bodies_in(actor)[:200]]


class Parentage(Part):
    """A body stands under another from a day to a day; it may stand under several."""

    parent = "body"
    moves = ("above",)
    stays = ("body",)

    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parents")
    above = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="below")
    relation = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.body} ⊂ {self.above}"


class Term(Part):
    """A term of office (nhiệm kỳ): khóa number, term and dates are separate facts."""

    parent = "body"
    stays = ("body",)

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    words = models.CharField(max_length=60)
    ordinal = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Part.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="term_dates",
                violation_error_message=_("Ngày hết nhiệm kỳ phải sau ngày bắt đầu."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.body} {self.words}"


class PersonState(models.TextChoices):
    ACTIVE = "active", _("Đang công tác")
    LEFT = "left", _("Đã thôi")


class Person(Record):
    """A person with the positions held, each with its dates; sorted by given name."""

    prefix = "NS"
    path = "nhan-su"
    states = PersonState
    marks: ClassVar[dict[str, Mark]] = {
        PersonState.ACTIVE: Mark(shape="xong"), PersonState.LEFT: Mark(shape="rut"),
    }  # fmt: skip
    everyone_inside = True
    search = ("full_name", "titles_now")
    listing = Listing(
        title=str(_("Nhân sự")),
        intro=str(_("Xếp theo tên; chức vụ ghi theo ngày.")),
        columns=(
            Column(value="full_name", label=str(_("Họ tên")), kind="title"),
            Column(value="titles_now", label=str(_("Chức vụ"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        order="name_key",
        empty=str(_("Chưa có ai trong danh sách.")),
    )
    detail = Detail(
        fields=(
            Field(value="full_name", label=str(_("Họ tên"))),
            Field(value="birth_year", label=str(_("Năm sinh"))),
        ),
        tables=(
            (
                "appointments", str(_("Chức vụ")),
                (
                    Column(value="title", label=str(_("Chức vụ"))),
                    Column(value="body", label=str(_("Cơ quan")), select=("body",)),
                    Column(value="valid_from", label=str(_("Từ ngày")), kind="date"),
                    Column(value="valid_to", label=str(_("Đến trước ngày")), kind="date"),
                ),
            ),
        ),
    )  # fmt: skip

    full_name = models.CharField(_("Họ tên"), max_length=120)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
    birth_year = models.PositiveSmallIntegerField(_("Năm sinh"), null=True, blank=True)
    titles_now = models.CharField(_("Chức vụ"), max_length=400, blank=True, editable=False)

    class Meta:
        verbose_name = _("nhân sự")
        verbose_name_plural = _("nhân sự")
        indexes = (models.Index(fields=("name_key", "id"), name="person_order"),)

    def __str__(self) -> str:
        return self.full_name

    def title_on(self, day: date) -> str:
        """ "Phó Bí thư Đảng ủy, Chủ tịch HĐND phường": every position held on a day, by protocol rank."""
        held = [a for a in self.appointments.all() if a.held_on(day)]
        return ", ".join(a.title for a in sorted(held, key=lambda a: (a.rank, a.order)))


class Appointment(Part):
    """A position held in a body from a day to a day; a signature binds to this, not to the person."""

    parent = "person"
    stays = ("body",)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    title = models.CharField(_("Chức vụ"), max_length=200)
    rank = models.PositiveSmallIntegerField(default=500)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.title

    def held_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class Sense(models.TextChoices):
    """What an abbreviation stands for."""

    BODY = "body", _("cơ quan")
    DOCUMENT = "document", _("loại văn bản")
    TITLE = "title", _("chức danh")
    SECTOR = "sector", _("lĩnh vực")
    ACTIVITY = "activity", _("hoạt động")
    WORD = "word", _("từ thường dùng")
    TERRITORY = "territory", _("địa bàn")
    MOVEMENT = "movement", _("phong trào")
    SIGNING = "signing", _("thể thức ký")
    ADDRESS = "address", _("cách xưng hô")


class Abbreviation(models.Model):
    """An abbreviation of official papers; ``note`` says what else it may mean."""

    short = models.CharField(_("Viết tắt"), max_length=30, db_index=True)
    expansion = models.CharField(_("Viết đủ"), max_length=200)
    english = models.CharField(_("Tiếng Anh"), max_length=200, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    sense = models.CharField(_("Chỉ gì"), choices=Sense.choices, max_length=40, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("chữ viết tắt"), _("chữ viết tắt")

    def __str__(self) -> str:
        return f"{self.short}: {self.expansion}"
