"""Lists of earlier years read in with their answers, and the index by which petitions of one matter find each other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing
from phoihop.core.models import Mark, Part, Record
from phoihop.petitions.past_columns import meanings

BODY = "directory.Organisation"


class PastState(models.TextChoices):
    READ = "read", _("Chờ xem cột")
    MATCHED = "matched", _("Chờ ghi vào sổ")
    RECORDED = "recorded", _("Đã ghi vào sổ")
    DROPPED = "dropped", _("Đã thôi")


class PastList(Record):
    """A compiled list of an earlier year as a file: its columns are confirmed, then its rows become petitions."""

    prefix = "BT"
    path = "doc-bieu-tong-hop"
    states = PastState
    marks: ClassVar[dict[str, Mark]] = {
        PastState.READ: Mark(shape="chua"), PastState.MATCHED: Mark(shape="dang"),
        PastState.RECORDED: Mark(shape="xong"), PastState.DROPPED: Mark(shape="rut"),
    }  # fmt: skip
    readers = ("owner",)
    search = ("title",)
    #: Old lists name who asked.
    shut = ("file",)
    moves = ("owner",)

    listing = Listing(
        title=str(_("Đọc biểu tổng hợp")),
        intro=str(_("Biểu năm trước bằng Word hay Excel, cột theo thứ tự nào cũng được: xem cột, sửa cột, rồi ghi vào sổ.")),
        columns=(
            Column(value="title", label=str(_("Biểu")), kind="title", under="counted"),
            Column(value="as_of", label=str(_("Ngày của biểu")), kind="date"),
            Column(value="troubles", label=str(_("Dòng cần sửa")), kind="number"),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        only=("code", "state", "title", "as_of", "count", "troubles", "unsure", "repeated", "made", "owner_id"),
        row_actions=("petitions.record_rows", "petitions.match_columns"),
        empty=str(_("Chưa đọc biểu nào. Chọn biểu năm trước, Word hay Excel.")),
        empty_action="read_list",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="owner", label=str(_("Sổ của"))),
            Field(value="as_of", label=str(_("Ngày của biểu")), kind="date"),
            Field(value="period_words", label=str(_("Kỳ"))),
            Field(value="file", label=str(_("Tệp")), kind="record"),
            Field(value="counted", label=str(_("Đã đọc"))),
            Field(value="outcome", label=str(_("Đã ghi"))),
        ),
        tables=(
            (
                "columns", str(_("Cột của biểu")),
                (
                    Column(value="heading", label=str(_("Tiêu đề trong biểu"))),
                    Column(value="meaning_label", label=str(_("Đọc là"))),
                    Column(value="reason_told", label=str(_("Vì sao"))),
                    Column(value="sample", label=str(_("Ví dụ"))),
                ),
            ),
        ),
        select=("owner", "file"),
        sub=lambda row, today: row.counted,
    )  # fmt: skip

    title = models.CharField(_("Tên biểu"), max_length=300)
    owner = models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sổ của"))
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, related_name="+", verbose_name=_("Tệp")
    )
    as_of = models.DateField(_("Ngày của biểu"))
    period_words = models.CharField(_("Kỳ"), max_length=200, blank=True)
    #: The headings in one line: the same again are read the same way.
    heading = models.CharField(max_length=1000, editable=False)
    count = models.PositiveIntegerField(_("Số dòng"), default=0, editable=False)
    #: Rows that are not recorded as they stand; the first of them with column, cause and what to do.
    troubles = models.PositiveIntegerField(_("Dòng cần sửa"), default=0, editable=False)
    unsure = models.PositiveIntegerField(_("Dòng cần xem"), default=0, editable=False)
    listed = models.JSONField(default=list, blank=True, editable=False)
    made = models.PositiveIntegerField(_("Ghi mới"), default=0, editable=False)
    changed_rows = models.PositiveIntegerField(_("Ghi lại dòng đổi"), default=0, editable=False)
    same = models.PositiveIntegerField(_("Đã có, không ghi lại"), default=0, editable=False)
    #: Told before anything is recorded: what the rows will become, and how many say again what another row says.
    fresh = models.PositiveIntegerField(_("Sẽ thành kiến nghị"), default=0, editable=False)
    to_change = models.PositiveIntegerField(_("Sẽ ghi lại vì đổi"), default=0, editable=False)
    known = models.PositiveIntegerField(_("Đã có trong sổ"), default=0, editable=False)
    repeated = models.PositiveIntegerField(_("Dòng trùng trong biểu"), default=0, editable=False)
    taken_back = models.PositiveIntegerField(_("Đã lấy lại"), default=0, editable=False)

    class Meta:
        verbose_name = _("biểu tổng hợp năm trước")
        verbose_name_plural = _("biểu tổng hợp năm trước")
        indexes = (models.Index(fields=("owner", "id"), name="past_list_owner"),)

    def __str__(self) -> str:
        return self.title

    @property
    def counted(self) -> str:
        words = [str(_("%d dòng") % self.count)]
        if self.troubles:
            words.append(str(_("%d dòng cần sửa") % self.troubles))
        if self.unsure:
            words.append(str(_("%d dòng cần xem") % self.unsure))
        if self.repeated:
            words.append(str(_("%d dòng trùng") % self.repeated))
        return ", ".join(words)

    @property
    def outcome(self) -> str:
        words = [str(_("đã lấy lại %d kiến nghị") % self.taken_back)] if self.taken_back else []
        if self.state == PastState.RECORDED:
            told = {"made": self.made, "changed": self.changed_rows, "same": self.same}
            said = _("%(made)d kiến nghị mới, %(changed)d dòng đổi, %(same)d dòng đã có") % told
            words.insert(0, str(said))
        return ", ".join(words)

    def withheld(self) -> frozenset[str]:
        return frozenset() if self.made else frozenset({"petitions.take_back_rows"})

    def foreseen(self) -> list[tuple[int, str]]:
        """What recording will do: how many rows, and in words what becomes of them; those of none are left out."""
        told = (
            (self.fresh, _("dòng thành kiến nghị mới trong sổ")),
            (self.to_change, _("dòng đổi so với lần đọc trước, ghi lại vào kiến nghị đã có")),
            (self.known, _("dòng đã có trong sổ, không ghi lại")),
            (self.repeated, _("dòng trùng một dòng khác của chính biểu này, mặc định không ghi lần nữa")),
            (self.troubles, _("dòng chờ sửa trong tệp, chưa ghi")),
        )  # fmt: skip
        return [(n, str(words)) for n, words in told if n]

    def taken(self) -> dict[int, str]:
        """Position → meaning of the columns as they stand."""
        return {row.position: row.meaning for row in self.columns.all() if row.meaning}


class ListColumn(Part):
    """One column: its heading in the file, what it is read as, and why it was guessed so."""

    parent = "past_list"

    past_list = models.ForeignKey(PastList, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(_("Tiêu đề"), max_length=300, blank=True)
    meaning = models.CharField(_("Đọc là"), max_length=20, blank=True)
    reason = models.CharField(max_length=12, blank=True)
    sample = models.CharField(_("Ví dụ"), max_length=160, blank=True)

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("past_list", "position"), name="past_column_once"),)

    def __str__(self) -> str:
        return self.heading

    @property
    def meaning_label(self) -> str:
        return str(meanings()[self.meaning].label) if self.meaning in meanings() else str(_("không đọc"))

    @property
    def reason_told(self) -> str:
        told: dict[str, Any] = {
            "heading": _("theo tiêu đề"), "content": _("theo chữ trong cột"), "remembered": _("như biểu trước"),
            "chosen": _("đồng chí chọn"),
        }  # fmt: skip
        return str(told.get(self.reason, "")) if self.meaning else ""


class PastRow(Part):
    """Where in an old list a petition stands: the same row read again is known by it."""

    parent = "petition"

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="past_rows")
    past_list = models.ForeignKey(PastList, on_delete=models.PROTECT, related_name="rows")
    row = models.PositiveIntegerField(_("Dòng"))
    number = models.CharField(_("STT"), max_length=20, blank=True)
    #: What the row is known by when the list comes again, and what stood in it.
    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=40)
    #: Its result could not be told for certain.
    unsure = models.BooleanField(default=False)

    class Meta(Part.Meta):
        indexes = (models.Index(fields=("key",), name="past_row_key"),)

    def __str__(self) -> str:
        return str(_("dòng %d") % self.row)


class ToldApart(Part):
    """Somebody looked at two petitions and said that they are two matters."""

    parent = "petition"

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="told_apart")
    other = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="+")

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("petition", "other"), name="told_apart_once"),)

    def __str__(self) -> str:
        return str(self.other)


class LikenessKey(models.Model):
    """A key by which a petition is found among millions: made again from the petitions at any time, no record."""

    in_package: ClassVar[bool] = False

    key = models.BigIntegerField()
    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=("key", "-petition"), name="likeness_key"),
            models.Index(fields=("petition",), name="likeness_petition"),
        )

    def __str__(self) -> str:
        return f"{self.key:x} {self.petition_id}"
