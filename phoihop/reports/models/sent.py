"""A paper sent in to a round, and everything it tells: figures, passages, promises, each with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.text import format_number
from phoihop.reports.models.rounds import Compilation


class IntakeState(models.TextChoices):
    WAITING = "waiting", _("Chờ đọc")
    CURRENT = "current", _("Đang dùng")
    DOUBTED = "doubted", _("Chờ đồng chí quyết")
    REPLACED = "replaced", _("Đã có bản thay")
    ASIDE = "aside", _("Để ngoài")


class IntakeRole(models.TextChoices):
    REPORT = "report", _("Báo cáo kỳ này")
    ANNEX = "annex", _("Phụ lục, biểu số liệu")
    LAST_REVIEW = "last_review", _("Tổng kết, sơ kết kỳ trước")
    PROGRAMME = "programme", _("Chương trình, kế hoạch phối hợp")
    OTHER = "other", _("Văn bản khác (thông báo, biên bản)")


#: The bodies of a locality speak by these codes in what a paper tells.
SPEAKERS = {"HDND": "HDND", "TTHDND": "HDND", "UBND": "UBND", "MTTQ": "MTTQ", "BTT": "MTTQ"}


class Intake(Record):
    """A paper sent in. ``speaker`` is the code under which its figures stand (HDND, UBND, MTTQ).

    ``trouble`` says why a file could not be read; ``doubt`` what a person must decide before it is used;
    ``twin`` is the paper of this round it repeats or corrects.
    """

    prefix = "VG"
    path = "van-ban-gui-ve"
    in_menu = False
    states = IntakeState
    marks: ClassVar[dict[str, Mark]] = {
        IntakeState.WAITING: Mark(shape="chua"),
        IntakeState.CURRENT: Mark(shape="xong"),
        IntakeState.DOUBTED: Mark(shape="sap"),
        IntakeState.REPLACED: Mark(shape="tiep"),
        IntakeState.ASIDE: Mark(shape="rut"),
    }
    readers = ("compilation__owner", "compilation__asked__body")
    search = ("name", "title")
    stays = ("body",)
    listing = Listing(
        title=str(_("Văn bản gửi về")),
        columns=(
            Column(value="name", label=str(_("Tệp")), kind="title", under="title"),
            Column(value="role_label", label=str(_("Là"))),
            Column(value="body", label=str(_("Của")), select=("body",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="quyet", label=str(_("Chờ quyết")), shape="sap",
                where=lambda today: models.Q(state=IntakeState.DOUBTED),
            ),
        ),
        order="-pk",
        only=("code", "state", "name", "title", "role", "body", "seq", "head"),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="compilation", label=str(_("Đợt tổng hợp"))),
            Field(value="role_label", label=str(_("Là"))),
            Field(value="body", label=str(_("Của cơ quan"))),
            Field(value="period_words", label=str(_("Kỳ"))),
            Field(value="file", label=str(_("Tệp"))),
            Field(value="trouble", label=str(_("Không đọc được"))),
            Field(value="doubt", label=str(_("Phải quyết"))),
        ),
        select=("compilation", "body", "file", "twin"),
    )

    compilation = models.ForeignKey(
        Compilation, on_delete=models.PROTECT, related_name="intakes", verbose_name=_("Đợt tổng hợp")
    )
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Tệp")
    )
    name = models.CharField(_("Tên tệp"), max_length=200)
    title = models.CharField(_("Văn bản"), max_length=400, blank=True)
    role = models.CharField(_("Là"), max_length=12, choices=IntakeRole.choices, blank=True)
    body = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Của cơ quan"),
    )  # fmt: skip
    speaker = models.CharField(max_length=20, blank=True)
    told_speaker = models.CharField(max_length=20, blank=True)
    period = models.CharField(_("Kỳ"), max_length=20, blank=True)
    told_period = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    trouble = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    twin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notes = models.JSONField(default=list, blank=True)
    headings = models.JSONField(default=list, blank=True)
    sums = models.JSONField(default=list, blank=True)
    rates = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("văn bản gửi về")
        verbose_name_plural = _("văn bản gửi về")

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return str(IntakeRole(self.role).label) if self.role else str(_("chưa rõ"))

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    def asked_ids(self) -> list[int]:
        return self.compilation.asked_ids()

    @property
    def is_missing(self) -> bool:
        """A person must still say whose it is or of which period."""
        if self.state != IntakeState.CURRENT or self.role in ("programme", "other", ""):
            return False
        return not self.period or (self.role != IntakeRole.LAST_REVIEW and self.body_id is None)


def period_words(code: str) -> str:
    """ "2027-H1" → "6 tháng đầu năm 2027", "to-2027-06" → "lũy kế đến 06/2027"."""
    if not code:
        return ""
    if code.startswith("to-"):
        return str(_("lũy kế đến %s") % "/".join(reversed(code[3:].split("-"))))
    if code.startswith("term"):
        return str(_("từ đầu nhiệm kỳ"))
    year, _dash, rest = code.partition("-")
    if rest in ("H1", "H2"):
        half = _("6 tháng đầu năm %s") if rest == "H1" else _("6 tháng cuối năm %s")
        return str(half % year)
    if rest.startswith("Q"):
        return str(_("quý %(q)s năm %(year)s") % {"q": rest[1:], "year": year})
    return str(_("tháng %(m)s/%(year)s") % {"m": rest, "year": year}) if rest else str(_("năm %s") % year)


class IntakeFigure(Part):
    """One figure of a sent paper. ``data`` holds all the reader found, so that it can be compared again any time."""

    parent = "intake"

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="figures")
    value = models.DecimalField(max_digits=26, decimal_places=6)
    of_total = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    unit = models.CharField(max_length=60, blank=True)
    noun = models.CharField(max_length=300, blank=True)
    period = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=12)
    group = models.CharField(max_length=10, blank=True)
    heading = models.CharField(max_length=400, blank=True)
    sentence = models.TextField(blank=True)
    printed = models.CharField(max_length=300, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    where = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    checked = models.CharField(max_length=5, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.value_words} {self.noun}"

    @property
    def value_words(self) -> str:
        total = f"/{format_number(plain_number(self.of_total))}" if self.of_total is not None else ""
        said = {">": _("hơn "), "<": _("gần "), "~": _("khoảng ")}.get(self.data.get("qualifier") or "", "")
        return f"{said}{format_number(plain_number(self.value))}{total} {self.unit}".strip()

    @property
    def source(self) -> str:
        """The address of this figure in the papers: code of the paper, number of the figure."""
        return f"{self.intake.code}.{self.order}"

    @property
    def is_unsure(self) -> bool:
        return self.mark != "chac" and not self.checked


def plain_number(value: Decimal) -> Decimal:
    """Without the zeros a column adds."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


class IntakePassage(Part):
    """A paragraph or item of a sent paper under its heading."""

    parent = "intake"

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    group = models.CharField(max_length=10, blank=True)
    heading = models.CharField(max_length=400, blank=True)
    responsible = models.CharField(max_length=300, blank=True)
    cause = models.TextField(blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:80]


class IntakePromise(Part):
    """A commitment a sent paper carries; ``gaps`` are what it does not say."""

    parent = "intake"

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="promises")
    content = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    lead = models.CharField(max_length=300, blank=True)
    cooperating = models.CharField(max_length=400, blank=True)
    product = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    due_words = models.CharField(max_length=120, blank=True)
    gaps: Any = models.JSONField(default=list, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.content[:80]

    @property
    def is_whole(self) -> bool:
        """Says who does what until when: ticked before a person looks."""
        return bool(self.lead and self.due_on and self.content)

    @property
    def gap_words(self) -> list[str]:
        named = {"lead": _("chưa rõ ai"), "due": _("chưa có hạn"), "product": _("chưa có sản phẩm")}
        return [str(named[gap]) for gap in self.gaps if gap in named]
