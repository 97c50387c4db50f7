"""A paper of a body, sent in to a round or read at the reading desk, and everything it tells, each with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.text import fold, format_number
from phoihop.reports.models.rounds import Compilation


class IntakeState(models.TextChoices):
    WAITING = "waiting", _("Chờ đọc")
    CURRENT = "current", _("Đang dùng")
    DOUBTED = "doubted", _("Chờ đồng chí quyết")
    REPLACED = "replaced", _("Đã có bản thay")
    ASIDE = "aside", _("Không dùng")


class IntakeRole(models.TextChoices):
    REPORT = "report", _("Báo cáo kỳ này")
    ANNEX = "annex", _("Phụ lục, biểu số liệu")
    LAST_REVIEW = "last_review", _("Tổng kết, sơ kết kỳ trước")
    PROGRAMME = "programme", _("Chương trình, kế hoạch phối hợp")
    OTHER = "other", _("Văn bản khác (thông báo, biên bản)")


#: The bodies of a locality speak by these codes in what a paper tells.
SPEAKERS = {"HDND": "HDND", "TTHDND": "HDND", "UBND": "UBND", "MTTQ": "MTTQ", "BTT": "MTTQ"}


class Intake(Record):
    """A paper of a body whose figures the house holds. ``speaker`` is the code under which they stand (HDND, UBND, MTTQ).

    Sent in, it belongs to a round (``compilation``) and whoever reads the round reads it. Read at the reading
    desk it belongs to none: ``read_from`` is the reading's code, and its readers are named one by one.
    ``trouble`` says why a file could not be read; ``doubt`` what a person must decide before it is used;
    ``twin`` is the paper of this round it repeats or corrects.
    """

    prefix = "VG"
    path = "van-ban-gui-ve"
    former: ClassVar[dict[str, str]] = {"SL": "so-lieu-bao-cao"}
    states = IntakeState
    marks: ClassVar[dict[str, Mark]] = {
        IntakeState.WAITING: Mark(shape="chua"),
        IntakeState.CURRENT: Mark(shape="xong"),
        IntakeState.DOUBTED: Mark(shape="sap"),
        IntakeState.REPLACED: Mark(shape="tiep"),
        IntakeState.ASIDE: Mark(shape="rut"),
    }
    readers = ("compilation__owner", "compilation__asked__body", "readers_of__body")
    search = ("name", "title")
    stays = ("body",)
    listing = Listing(
        title=str(_("Văn bản và số liệu đã gửi")),
        intro=str(_("Để tra lại: văn bản của các cơ quan, mỗi con số mở ra câu chứa nó. Gửi báo cáo vào thì mở Gộp báo cáo các cơ quan.")),
        columns=(
            Column(value="name", label=str(_("Văn bản")), kind="title", under="subtitle"),
            Column(value="role_label", label=str(_("Là"))),
            Column(value="body", label=str(_("Của")), select=("body",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="quyet", label=str(_("Chờ quyết")), shape="sap",
                where=lambda today: models.Q(state=IntakeState.DOUBTED),
            ),
            Tab(
                code="ban-doc", label=str(_("Đọc ở bàn đọc")), shape="xong",
                where=lambda today: models.Q(compilation=None),
            ),
        ),
        empty=str(_("Chưa có số liệu nào. Gửi báo cáo vào một đợt tổng hợp, hoặc bắt đầu ở Đọc văn bản cũ.")),
        order="-pk",
        only=("code", "state", "name", "title", "role", "body", "read_from", "seq", "head"),
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="compilation", label=str(_("Đợt tổng hợp"))),
            Field(value="role_label", label=str(_("Là"))),
            Field(value="body", label=str(_("Của cơ quan"))),
            Field(value="period_words", label=str(_("Kỳ"))),
            Field(value="open_file", label=str(_("Tệp"))),
            Field(value="trouble", label=str(_("Không đọc được"))),
            Field(value="doubt", label=str(_("Phải quyết"))),
        ),
        select=("compilation", "body", "file", "twin"),
    )

    compilation = models.ForeignKey(
        Compilation, on_delete=models.PROTECT, null=True, blank=True, related_name="intakes",
        verbose_name=_("Đợt tổng hợp"),
    )  # fmt: skip
    read_from = models.CharField(max_length=60, blank=True, editable=False)
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
    def subtitle(self) -> str:
        """What it says it is, where its file has another name."""
        return "" if self.title.startswith(self.name) else self.title

    @property
    def role_label(self) -> str:
        if self.read_from and self.role == IntakeRole.OTHER:
            return str(_("Đọc ở bàn đọc"))
        return str(IntakeRole(self.role).label) if self.role else str(_("chưa rõ"))

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    @property
    def round(self) -> Compilation:
        """Of a paper that was sent in."""
        if self.compilation is None:
            raise LookupError(f"{self.code} was read at the desk and belongs to no round")
        return self.compilation

    @property
    def open_file(self) -> Any:
        """Shown where it was sent in; of a paper read at the desk the bytes stay with whoever read it."""
        return self.file if self.compilation_id else None

    def asked_ids(self) -> list[int]:
        return self.compilation.asked_ids() if self.compilation else []

    def reader_ids(self) -> list[int]:
        """Who reads a paper of the desk; while it is being made they still wait to be saved."""
        if self.pk is None:
            return [part.body_id for part in self.added if isinstance(part, IntakeReader)]
        return [row.body_id for row in self.readers_of.all()]

    def search_text(self) -> str:
        """A paper of the desk is found by what a person confirmed in it."""
        words = super().search_text()
        if self.compilation_id or self.pk is None:
            return words
        rows = self.figures.exclude(checked=Check.DROPPED)
        return " ".join([words, *(fold(f"{row.noun} {row.sentence}") for row in rows)])

    def told(self) -> list[IntakeFigure]:
        """Its figures without those a person left out."""
        return [row for row in self.figures.all() if row.checked != Check.DROPPED]

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


class IntakeReader(Part):
    """A body that reads a paper of the reading desk: the one that stated its figures, the one that confirmed them."""

    parent = "intake"
    moves = ("body",)

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="readers_of")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return str(self.body)


class Check(models.TextChoices):
    """What a person said of a figure beside its sentence."""

    NONE = "", _("Chưa xem")
    RIGHT = "right", _("Đúng")
    FIXED = "fixed", _("Đã sửa")
    DROPPED = "drop", _("Đã bỏ")


class IntakeFigure(Part):
    """One figure of a paper, the one home of a number a body reported.

    ``value`` is as the paper says it and never changes; ``corrected`` is what a person put in its place.
    ``data`` holds all the reader found, so that it can be compared again any time; ``former`` is the code
    it had as a record of its own.
    """

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
    checked = models.CharField(max_length=5, blank=True, choices=Check.choices)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_why = models.CharField(max_length=400, blank=True)
    corrected = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    corrected_of = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    former = models.CharField(max_length=60, blank=True, db_index=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.value_words} {self.noun}"

    @property
    def is_fixed(self) -> bool:
        return self.checked == Check.FIXED and self.corrected is not None

    @property
    def standing(self) -> Decimal:
        """The value that holds: a person's where one was put."""
        return self.corrected if self.corrected is not None and self.is_fixed else self.value

    @property
    def whole(self) -> Decimal | None:
        return self.corrected_of if self.is_fixed and self.corrected_of is not None else self.of_total

    @property
    def value_words(self) -> str:
        return self._words(
            self.standing, self.whole, "" if self.is_fixed else self.data.get("qualifier") or ""
        )

    @property
    def read_words(self) -> str:
        """As the paper says it."""
        return self._words(self.value, self.of_total, self.data.get("qualifier") or "")

    def _words(self, value: Decimal, whole: Decimal | None, qualifier: str) -> str:
        total = f"/{format_number(plain_number(whole))}" if whole is not None else ""
        said = {">": _("hơn "), "<": _("gần "), "~": _("khoảng ")}.get(qualifier, "")
        return f"{said}{format_number(plain_number(value))}{total} {self.unit}".strip()

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    @property
    def check_label(self) -> str:
        return str(Check(self.checked).label)

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The sentence cut at the number: before it, as printed, after it; a cell has the number beside it."""
        at = self.start - ((self.data.get("place") or {}).get("start") or 0)
        if not self.printed or self.sentence[at : at + len(self.printed)] != self.printed:
            at = self.sentence.find(self.printed) if self.printed else -1
        if at < 0:
            return self.sentence, "", ""
        return self.sentence[:at], self.printed, self.sentence[at + len(self.printed) :]

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
    """A paragraph or item of a sent paper under its heading; ``table`` holds rows and cells where it is a table
    (``reports.tables.stored``), whose ``text`` is its caption."""

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
    table: Any = models.JSONField(default=dict, blank=True)

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
        said = {"lead": self.lead, "due": self.due_words, "product": self.product}
        return [str(named[gap]) for gap in self.gaps if gap in named and not said[gap]]
