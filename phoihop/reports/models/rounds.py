"""A round of reports: who was asked, what disagrees among the papers sent in, and what a person chose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Listing, Tab
from phoihop.core.models import Mark, Part, Record
from phoihop.core.period import Period
from phoihop.reports.models.review import Report, ReportKind


class CompilationState(models.TextChoices):
    OPEN = "open", _("Đang tổng hợp")
    CLOSED = "closed", _("Đã xong")


#: A joint report under the usual outline, though a last review was read in.
USUAL = "usual"


class Compilation(Record):
    """One round: the bodies' reports of a period come in, are set against each other and become one.

    ``report`` is the joint report drafted from it; ``compared`` names the papers as they stood when they
    were last set against each other, so that a page knows when that must be done anew. ``sample`` is the code
    of the last review whose headings the joint report takes (*khung báo cáo*), ``USUAL`` where a person wants the
    usual outline; empty, the newest one read in is proposed.
    """

    prefix = "TH"
    path = "tong-hop"
    states = CompilationState
    marks: ClassVar[dict[str, Mark]] = {
        CompilationState.OPEN: Mark(shape="dang"),
        CompilationState.CLOSED: Mark(shape="xong"),
    }
    readers = ("owner", "asked__body")
    search = ("title",)
    found_by: ClassVar[dict[str, str]] = {"don-vi": "owner_id"}
    moves = ("owner",)
    listing = Listing(
        title=str(_("Gộp báo cáo các cơ quan")),
        intro=str(_("Bắt đầu ở đây: đưa vào nguyên tệp các cơ quan gửi; số vênh nhau hiện ra trước; báo cáo chung ra Word.")),
        columns=(
            Column(value="title", label=str(_("Đợt tổng hợp")), kind="title", under="about_words"),
            Column(value="period_words", label=str(_("Kỳ"))),
            Column(value="due_on", label=str(_("Hạn gửi")), kind="date"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="dang", label=str(_("Đang tổng hợp")), shape="dang",
                where=lambda today: models.Q(state=CompilationState.OPEN),
            ),
        ),
        empty=str(_("Chưa có đợt nào. Mở một đợt rồi chọn tệp báo cáo của các cơ quan.")),
        empty_action="open_round",
        begins=1,
        order="-pk",
    )  # fmt: skip

    detail = Detail(select=("owner", "report"), prefetch=("asked__body",))

    kind = models.CharField(_("Loại báo cáo"), max_length=20, choices=ReportKind.choices)
    year = models.PositiveSmallIntegerField(_("Năm"))
    title = models.CharField(_("Đợt tổng hợp"), max_length=300)
    owner = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Cơ quan tổng hợp"),
    )
    about_type = models.CharField(max_length=80, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    about_words = models.CharField(max_length=400, blank=True, editable=False)
    due_on = models.DateField(_("Hạn gửi báo cáo"), null=True, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    compared = models.CharField(max_length=64, blank=True, editable=False)
    sample = models.CharField(_("Khung báo cáo"), max_length=20, blank=True, editable=False)

    class Meta:
        verbose_name = _("đợt tổng hợp")
        verbose_name_plural = _("đợt tổng hợp")

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        interim = self.kind == ReportKind.INTERIM
        return Period.half(self.year, 1) if interim else Period.year(self.year)

    @property
    def period_code(self) -> str:
        """As figures of the papers name it: "2027-H1"."""
        return f"{self.year}-H1" if self.kind == ReportKind.INTERIM else str(self.year)

    @property
    def period_words(self) -> str:
        return self.period.words

    def asked_ids(self) -> list[int]:
        """The bodies asked; while the round is being made they still wait to be saved."""
        if self.pk is None:
            return [part.body_id for part in self.added if isinstance(part, Asked)]
        return [row.body_id for row in self.asked.all()]


class Asked(Part):
    """A body whose report is asked for: it reads the round and may send in."""

    parent = "compilation"
    moves = ("body",)

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="asked")
    body = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return str(self.body)


class PassageChoice(Part):
    """Whether a passage of a sent paper, or the sentence ``start`` … ``end`` of it, goes into the joint report:
    kept only where a person decided. Tables of several bodies with the same columns may be joined."""

    parent = "compilation"

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="passage_choices")
    passage = models.ForeignKey("reports.IntakePassage", on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    keep = models.CharField(
        max_length=4,
        choices=(("keep", _("Đưa vào")), ("drop", _("Bỏ ra")), ("join", _("Gộp với bảng cùng cột"))),
    )

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.passage_id} {self.keep}"


class PromiseChoice(Part):
    """A promise found in a sent paper: taken into the book (``made`` is its code there) or left out."""

    parent = "compilation"

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="promise_choices")
    promise = models.ForeignKey("reports.IntakePromise", on_delete=models.CASCADE, related_name="+")
    made = models.CharField(max_length=60, blank=True)

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.promise_id} {self.made}"


class DifferenceState(models.TextChoices):
    OPEN = "open", _("Chờ quyết")
    SETTLED = "settled", _("Đã chọn số")
    NOTED = "noted", _("Giữ cả hai, có ghi chú")
    APART = "apart", _("Hai chỉ tiêu khác nhau")
    GONE = "gone", _("Không còn vênh")


#: What parts two places, in the words of whoever must settle it.
KIND_WORDS = {
    "prose_annex": _("Lời văn và biểu, phụ lục không khớp"),
    "body_body": _("Hai cơ quan báo hai số"),
    "within": _("Một văn bản ghi hai số"),
    "total_parts": _("Tổng không bằng các phần"),
    "rate": _("Tỷ lệ không khớp tử số, mẫu số"),
    "fell": _("Số lũy kế giảm so với kỳ trước"),
    "year_year": _("Số kỳ trước không khớp báo cáo kỳ trước"),
    "answered_solved": _("Đã trả lời ghi thành đã giải quyết"),
}


class Difference(Record):
    """Two or more places that cannot all be right. Both values, the choice and its reason stay.

    ``places`` are as found: file, body, heading, sentence, where the number stands in it. ``options`` are
    what may be chosen: words, and which figures of the papers would then be printed with another value.
    """

    prefix = "CV"
    path = "cho-venh"
    in_menu = False
    states = DifferenceState
    marks: ClassVar[dict[str, Mark]] = {
        DifferenceState.OPEN: Mark(shape="tre"),
        DifferenceState.SETTLED: Mark(shape="xong"),
        DifferenceState.NOTED: Mark(shape="mot"),
        DifferenceState.APART: Mark(shape="mot"),
        DifferenceState.GONE: Mark(shape="rut"),
    }
    readers = ("compilation__owner", "compilation__asked__body")
    search = ("words",)
    listing = Listing(
        title=str(_("Chỗ vênh")),
        columns=(
            Column(value="kind_words", label=str(_("Loại")), kind="title", under="words"),
            Column(value="chosen_words", label=str(_("Đã chọn"))),
            Column(value="reason", label=str(_("Lý do"))),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="cho", label=str(_("Chờ quyết")), shape="tre", alarm=True,
                where=lambda today: models.Q(state=DifferenceState.OPEN),
            ),
        ),
        order="-pk",
    )  # fmt: skip

    detail = Detail(select=("compilation__report",))

    compilation = models.ForeignKey(
        Compilation, on_delete=models.PROTECT, related_name="differences", verbose_name=_("Đợt tổng hợp")
    )
    kind = models.CharField(max_length=20)
    identity = models.CharField(max_length=64, editable=False)
    words = models.TextField(_("Vênh thế nào"))
    places = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=list, blank=True)
    choice = models.CharField(max_length=10, blank=True)
    reason = models.CharField(_("Lý do"), max_length=400, blank=True)
    settled_by = models.CharField(_("Người quyết"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("chỗ vênh")
        verbose_name_plural = _("chỗ vênh")
        constraints = (models.UniqueConstraint(fields=("compilation", "identity"), name="difference_once"),)

    def __str__(self) -> str:
        return f"{self.kind_words}: {self.words}"[:160]

    @property
    def kind_words(self) -> str:
        return str(KIND_WORDS.get(self.kind, self.kind))

    @property
    def chosen(self) -> dict[str, Any] | None:
        return next((o for o in self.options if o["code"] == self.choice), None)

    @property
    def chosen_words(self) -> str:
        if self.state == DifferenceState.NOTED:
            return str(_("giữ cả hai"))
        if self.state == DifferenceState.APART:
            return str(_("hai chỉ tiêu khác nhau"))
        return str(self.chosen["words"]) if self.chosen else ""

    @property
    def offered(self) -> str:
        """What may be chosen, in short: a page says with it what its reader saw when he chose."""
        said = [(o["code"], o["words"]) for o in self.options]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    def asked_ids(self) -> list[int]:
        return self.compilation.asked_ids()

    @property
    def sides(self) -> list[tuple[dict[str, Any], list[list[tuple[str, bool]]]]]:
        """Each heading once with its sentences or rows, cut into plain words and the numbers that disagree."""
        found: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
        for place in self.places:
            under = found.setdefault((place["intake"], place["heading"]), {})
            under.setdefault(place["sentence"], []).append(place)
        return [
            (
                next(iter(rows.values()))[0],
                [list(_pieces(sentence, places)) for sentence, places in rows.items()],
            )
            for rows in found.values()
        ]


def _pieces(sentence: str, places: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in sorted(p["at"] for p in places if p["at"]):
        if start >= at:
            yield sentence[at:start], False
            yield sentence[start:end], True
            at = end
    yield sentence[at:], False
    yield from ((f" {p['value']}", True) for p in places if not p["at"])
