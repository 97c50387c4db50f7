"""A report: sections people complete, figures with their sources, frozen on a closing moment."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.period import Period
from phoihop.core.text import format_number

#: A sentence that says why by itself ("…, do thiếu cán bộ"), who answers for it, and a line that goes on about the one before.
SAYS_WHY = re.compile(
    r"\bnguyên nhân\b|\b(?:bởi )?vì\b(?! (?:vậy|thế)\b)|(?<!tự )\bdo\b(?! (?:đó|vậy|đâu)\b)", re.IGNORECASE
)
SAYS_WHO = re.compile(r"\btrách nhiệm\b[^.;]{0,40}?(?:\bthuộc\b|\bcủa\b|:)", re.IGNORECASE)
SAYS_MORE = re.compile(r"\W*(?:nguyên nhân|trách nhiệm|lý do)\b", re.IGNORECASE)
_TOLD = re.compile(r"\d[\d.,]*")
#: What a number is told in where its paper does not write it out ("1,2 tỷ đồng").
SCALES = (
    (Decimal(1), ""),
    (Decimal(10**3), _("nghìn")),
    (Decimal(10**6), _("triệu")),
    (Decimal(10**9), _("tỷ")),
)

#: A clause of a computed sentence that is told only while its number is not nought.
CLAUSE = re.compile(r"⟦(S\d+)\|(.*?)⟧")


class ReportState(models.TextChoices):
    DRAFTING = "drafting", _("Đang soạn")
    FROZEN = "frozen", _("Đã chốt số liệu")
    ISSUED = "issued", _("Đã ban hành")
    ABANDONED = "abandoned", _("Đã bỏ")


class ReportKind(models.TextChoices):
    INTERIM = "interim", _("Sơ kết 6 tháng")
    FINAL = "final", _("Tổng kết năm")


class Grade(models.TextChoices):
    """How true a number is; always shown beside it."""

    RECORDS = "records", _("có hồ sơ")
    REPORTED = "reported", _("theo báo cáo của đơn vị")
    NONE = "none", _("chưa có số liệu")


class Report(Record):
    """A review of a programme for a period, by one body on behalf of all.

    ``round_code`` is the round its joint draft was put together from; ``made_at`` and ``made_by`` tell drafts apart.
    """

    prefix = "BC"
    path = "bao-cao"
    states = ReportState
    marks: ClassVar[dict[str, Mark]] = {
        ReportState.DRAFTING: Mark(shape="dang"),
        ReportState.FROZEN: Mark(shape="xong"),
        ReportState.ISSUED: Mark(shape="xacminh"),
        ReportState.ABANDONED: Mark(shape="rut"),
    }
    readers = ("owner", "audience__body")
    search = ("title",)
    found_by: ClassVar[dict[str, str]] = {"thoi-gian": "period_start", "don-vi": "owner_id"}
    moves = ("owner",)
    listing = Listing(
        title=str(_("Báo cáo sơ kết, tổng kết")),
        intro=str(_("Báo cáo đã lập: viết nốt, chốt, ban hành; mỗi con số mở ra nguồn. Lập mới từ tệp gửi về: Gộp báo cáo các cơ quan.")),
        columns=(
            Column(value="heading", label=str(_("Báo cáo")), kind="title", under="origin_words"),
            Column(value="period_words", label=str(_("Kỳ"))),
            Column(value="made_words", label=str(_("Lập lúc, người lập"))),
            Column(value="closing_words", label=str(_("Số liệu"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="soan", label=str(_("Đang soạn")), shape="dang",
                where=lambda today: models.Q(state=ReportState.DRAFTING),
            ),
            Tab(
                code="chot", label=str(_("Đã chốt số liệu")), shape="xong",
                where=lambda today: models.Q(state=ReportState.FROZEN),
            ),
            Tab(
                code="ban-hanh", label=str(_("Đã ban hành")), shape="xacminh",
                where=lambda today: models.Q(state=ReportState.ISSUED),
            ),
        ),
        empty=str(_("Chưa có báo cáo nào. Mở một chương trình rồi bấm Lập báo cáo.")),
        order="-pk",
    )  # fmt: skip

    kind = models.CharField(_("Loại báo cáo"), max_length=20, choices=ReportKind.choices)
    title = models.CharField(_("Tên báo cáo"), max_length=400)
    about_type = models.CharField(max_length=80, editable=False)
    about_id = models.BigIntegerField(editable=False)
    about_words = models.CharField(max_length=400, editable=False)
    owner = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("Cơ quan lập")
    )
    period_start = models.DateField(_("Từ ngày"))
    period_end = models.DateField(_("Trước ngày"))
    period_words = models.CharField(_("Kỳ báo cáo"), max_length=80)
    closing_at = models.DateTimeField(_("Chốt lúc"), null=True)
    round_code = models.CharField(_("Đợt tổng hợp"), max_length=20, blank=True, editable=False)
    made_at = models.DateTimeField(_("Lập lúc"), null=True, editable=False)
    made_by = models.CharField(_("Người lập"), max_length=200, blank=True, editable=False)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Báo cáo kỳ trước"),
    )
    number = models.CharField(_("Số"), max_length=20, blank=True)
    symbol = models.CharField(_("Ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        indexes = (models.Index(fields=("about_type", "about_id"), name="report_about"),)

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """ "Báo cáo sơ kết 6 tháng đầu năm 2027": the short name on pages."""
        kind = _("Báo cáo sơ kết") if self.kind == ReportKind.INTERIM else _("Báo cáo tổng kết")
        return f"{kind} {self.period_words}"

    def said(self, text: str) -> str:
        """Text with the closing day in it, and without the clauses whose number is nought.

        Before the freeze it is the day still to be set. A clause is written ``⟦S06|; [[S06]] chậm⟧``.
        """
        day = timezone.localdate(self.closing_at) if self.closing_at else None
        words = f"{day.day:02d}/{day.month}/{day.year}" if day else str(_("ngày chốt số liệu"))
        if "⟦" in text:
            telling = {row.short for row in self.figures.all() if row.standing}
            text = CLAUSE.sub(lambda found: found[2] if found[1] in telling else "", text)
        return text.replace("[[CHOT]]", words)

    def flawed(self) -> list[tuple[Section, bool, bool]]:
        """Limitations that do not say why, or not who answers for it; a cause in the sentence or the next line is said."""
        rows = list(self.sections.all())
        told = [
            (row, *row.lacks(after.text if after else ""))
            for row, after in zip(rows, [*rows[1:], None], strict=True)
        ]
        return [(row, why, who) for row, why, who in told if why or who]

    def place_names(self) -> dict[str, str]:
        """How each section is called where it stands alone: by its heading, or the one above and its hint."""
        names: dict[str, str] = {}
        above = ""
        for section in self.sections.all():
            if section.heading:
                mark = f"{section.number.rstrip('.')}." if section.number else ""
                above = f"{mark} {section.heading}".strip()
            own = above if section.heading or not section.hint else f"{above}: {section.hint}"
            names[section.code] = own or section.code
        return names

    @property
    def period(self) -> Period:
        return Period(start=self.period_start, end=self.period_end, words=self.period_words)

    @property
    def closing_words(self) -> str:
        if self.closing_at is None:
            return str(_("chưa chốt"))
        return str(_("chốt %s") % timezone.localtime(self.closing_at).strftime("%H:%M, %d/%m/%Y"))

    @property
    def made_words(self) -> str:
        """ "09:15, 20/07/2027 · Cán bộ tổng hợp": which of several drafts this is."""
        when = f"{timezone.localtime(self.made_at):%H:%M, %d/%m/%Y}" if self.made_at else ""
        return " · ".join(part for part in (when, self.made_by) if part)

    @property
    def origin_words(self) -> str:
        """What it is about, and the round it was put together from."""
        made = _("gộp từ đợt %s") % self.round_code if self.round_code else ""
        return " · ".join(part for part in (self.code, self.about_words, str(made)) if part)

    def audience_ids(self) -> list[int]:
        """The parties; while the report is being made they still wait to be saved."""
        if self.pk is None:
            return [part.body_id for part in self.added if isinstance(part, Audience)]
        return [row.body_id for row in self.audience.all()]

    def about(self) -> Any:
        """The record reported on."""
        return apps.get_model(self.about_type)._default_manager.get(pk=self.about_id)


class Audience(Part):
    """A party on whose behalf the report is made: it reads it."""

    parent = "report"
    moves = ("body",)

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="audience")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return str(self.body)


class SectionKind(models.TextChoices):
    HEADING = "heading", _("Đề mục")
    COMPUTED = "computed", _("Đoạn số liệu")
    WRITTEN = "written", _("Đoạn người viết")
    LIMITATION = "limitation", _("Hạn chế")
    PASSAGE = "passage", _("Đoạn của đơn vị")
    TABLE = "table", _("Bảng của đơn vị")


class Section(Part):
    """A piece of the report in order. ``text`` may hold ``[[S07]]`` where figure S07 stands.

    A limitation carries its cause and who is responsible (rule R-16: rõ người, rõ việc, rõ trách nhiệm).
    ``record`` is the code of the record a line is about: such lines are drawn anew on the closing moment.
    ``table`` are the rows of a table, its numbers marked as in ``text``, which is then its caption.
    """

    parent = "report"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=SectionKind.choices)
    level = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=10, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    hint = models.CharField(max_length=300, blank=True)
    cause = models.TextField(blank=True)
    cause_kind = models.CharField(max_length=12, blank=True)
    responsible = models.CharField(max_length=300, blank=True)
    record = models.CharField(max_length=60, blank=True)
    author = models.CharField(max_length=200, blank=True)
    table: Any = models.JSONField(default=dict, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("report", "code"), name="section_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"

    def lacks(self, after: str = "") -> tuple[bool, bool]:
        """Of a limitation: nothing says why, nobody answers for it (rule R-16); ``after`` is the line after it."""
        if self.kind != SectionKind.LIMITATION or not self.text:
            return False, False
        said = f"{self.text}\n{after if SAYS_MORE.match(after) else ''}"
        return not (self.cause or SAYS_WHY.search(said)), not (self.responsible or SAYS_WHO.search(said))

    @property
    def whole(self) -> str:
        """All its words in which numbers may stand."""
        return "\n".join((self.text, self.cause, self.responsible))

    @property
    def waits(self) -> bool:
        """A person still has to write here."""
        return self.kind in (SectionKind.WRITTEN, SectionKind.LIMITATION) and not self.text.strip()


class Answer(models.TextChoices):
    """What becomes of a remark; every one is answered before the report is issued."""

    OPEN = "", _("Chờ trả lời")
    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    EXPLAINED = "explained", _("Giải trình")


class Remark(Part):
    """One change or comment of a body on the circulated draft, read back from its Word file.

    ``before`` is what stands in the section before it; ``old`` becomes ``new``. ``short`` names the figure
    whose number was changed; ``section`` is empty where the paragraph is none of the report's.
    """

    parent = "report"
    stays = ("body",)

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    author = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=20, blank=True)
    short = models.CharField(max_length=8, blank=True)
    before = models.TextField(blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=10, blank=True, choices=Answer.choices)
    words = models.CharField(max_length=400, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.old} → {self.new}" if self.old or self.new else self.note

    @property
    def answer_label(self) -> str:
        return str(Answer(self.answer).label)


class ReportFigure(Part):
    """One number of the report: its grade, its value as it stood, and what it opens to.

    ``members`` is the list of (record type, record id, journal digest) counted on the closing moment;
    ``source`` is the paper it was taken from and the number of the figure in it ("VG-2027-0003.12"),
    ``earlier_source`` the same for the value of last time; ``printed`` is how such a number stands in
    the text ("05", "hơn 1,2 tỷ"), ``remark`` what nobody could settle of it ("có nơi ghi 1.786").
    """

    parent = "report"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    short = models.CharField(max_length=8)
    printed = models.CharField(max_length=120, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    figure = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=300)
    unit = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=400, blank=True)
    grade = models.CharField(max_length=10, choices=Grade.choices)
    value = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    plan = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    earlier = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    earlier_source = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=60, blank=True)
    members = models.JSONField(default=list, blank=True)
    corrected = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    corrected_why = models.CharField(max_length=400, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("report", "short"), name="report_figure_once"),)

    def __str__(self) -> str:
        return f"{self.short} {self.label}"

    @property
    def standing(self) -> Decimal | None:
        """The value that holds: the correction where there is one."""
        return self.value if self.corrected is None else self.corrected

    @property
    def scale(self) -> tuple[Decimal, str]:
        """What the printed digits count: ones, or the thousands, millions, thousand millions its paper tells it in."""
        digits = _TOLD.match(self.printed)
        if digits is None or not self.value:
            return SCALES[0][0], ""
        told = Decimal(digits.group().rstrip(".,").replace(".", "").replace(",", "."))
        found = next(((n, word) for n, word in SCALES if told * n == self.value), SCALES[0])
        return found[0], str(found[1])

    def scaled(self, value: Decimal) -> str:
        """Another value of this number, in digits of the same scale."""
        return format_number(value / self.scale[0])

    def meant(self, typed: Decimal) -> Decimal:
        """A number typed over the printed one: in the scale it is printed in, unless it was written out in full."""
        unit = self.scale[0]
        return typed if abs(typed) >= unit else typed * unit

    @property
    def first_words(self) -> str:
        """The number before it was corrected."""
        return str(_("chưa có số liệu")) if self.value is None else self.scaled(self.value)

    @property
    def noun(self) -> str:
        """What is counted, with the scale of the printed digits; a label that begins with its unit is not told twice."""
        said = self.label if self.label.startswith(self.unit) else f"{self.unit} {self.label}"
        word = self.scale[1]
        return said if said.startswith(word) else f"{word} {said}"

    @property
    def words(self) -> str:
        """The number as printed; a figure without a source says so instead."""
        if self.printed and self.corrected is None:
            return self.printed
        return str(_("chưa có số liệu")) if self.standing is None else self.scaled(self.standing)

    @property
    def doubt(self) -> str:
        """What is said beside the number while it is unsettled; a correction settles it."""
        return self.remark if self.corrected is None else ""

    @property
    def marked_words(self) -> str:
        """The number with its doubt, for whoever looks at sources."""
        return f"{self.words} ({self.doubt})" if self.doubt else self.words

    @property
    def earlier_words(self) -> str:
        """The number of last time, told as this one is."""
        return "" if self.earlier is None else f"{self.scaled(self.earlier)} {self.scale[1]}".strip()

    @property
    def grade_label(self) -> str:
        return str(Grade(self.grade).label)
