"""The catalogue of subjects: what reports count, under every name clerks give it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing, Tab
from phoihop.core.models import Mark, Record
from phoihop.core.who import Actor


class SubjectState(models.TextChoices):
    IN_USE = "in_use", _("Đang dùng")
    RETIRED = "retired", _("Đã thôi dùng")


class Subject(Record):
    """One subject of reports with its other names, one a line. Without ``territory`` it is of general language and
    everybody's; with it, an addition of that locality. Rows of one ``known_as`` are one subject: a locality adds its own
    names to a general subject by a row of the same name."""

    prefix = "DMCT"
    path = "danh-muc-chi-tieu"
    states = SubjectState
    marks: ClassVar[dict[str, Mark]] = {
        SubjectState.IN_USE: Mark(shape="xong"),
        SubjectState.RETIRED: Mark(shape="rut"),
    }
    #: The index holds it for everybody; ``visibility`` narrows.
    everyone_inside = True
    search = ("name", "wordings", "note")
    listing = Listing(
        title=str(_("Danh mục chỉ tiêu")),
        intro=str(
            _("Một chỉ tiêu, nhiều cách gọi: khi đối chiếu báo cáo, các cách gọi ở đây được coi là một. Ghi thêm cách gọi của đơn vị mình.")
        ),
        columns=(
            Column(value="name", label=str(_("Chỉ tiêu")), kind="title", under="other_words"),
            Column(value="unit", label=str(_("Đơn vị tính"))),
            Column(value="whose", label=str(_("Của ai")), select=("territory",)),
            Column(value="state", label=str(_("Tình trạng")), kind="state"),
        ),
        tabs=(
            Tab(
                code="dung", label=str(_("Đang dùng")), shape="xong",
                where=lambda today: models.Q(state=SubjectState.IN_USE),
            ),
            Tab(
                code="rieng", label=str(_("Đơn vị tự thêm")), shape="tiep",
                where=lambda today: models.Q(territory__isnull=False, state=SubjectState.IN_USE),
            ),
            Tab(
                code="thoi", label=str(_("Đã thôi dùng")), shape="rut",
                where=lambda today: models.Q(state=SubjectState.RETIRED),
            ),
        ),
        opens_on="dung",
        empty=str(_("Chưa có chỉ tiêu nào. Bấm Thêm chỉ tiêu.")),
        order="sort",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="name", label=str(_("Tên chỉ tiêu"))),
            Field(value="wordings", label=str(_("Cách gọi khác")), missing=str(_("chưa có"))),
            Field(value="unit", label=str(_("Đơn vị tính"))),
            Field(value="note", label=str(_("Ghi chú"))),
            Field(value="whose", label=str(_("Của ai"))),
        ),
        select=("territory",),
    )

    known_as = models.CharField(max_length=80, editable=False)
    name = models.CharField(_("Tên chỉ tiêu"), max_length=200)
    sort = models.CharField(max_length=800, editable=False)
    wordings = models.TextField(_("Cách gọi khác"), blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=40, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=400, blank=True)
    territory = models.ForeignKey(
        "directory.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("Địa bàn"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("chỉ tiêu báo cáo")
        verbose_name_plural = _("danh mục chỉ tiêu")
        constraints = (
            models.UniqueConstraint(
                fields=("known_as",), condition=models.Q(territory=None), name="subject_general_once"
            ),
            models.UniqueConstraint(fields=("known_as", "territory"), name="subject_once_in_a_locality"),
        )
        indexes = (models.Index(fields=("sort", "id"), name="subject_order"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor: Actor) -> models.Q:
        """General rows are everybody's, additions their locality's."""
        if actor.kind != "person":
            return super().visibility(actor)
        return super().visibility(actor) & (
            models.Q(territory=None) | models.Q(territory__in=actor.territories)
        )

    @property
    def all_wordings(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.wordings.splitlines() if line.strip())

    @property
    def other_words(self) -> str:
        """Its other names in one line, as a list shows them."""
        shown = self.all_wordings
        more = _(" và %d cách gọi khác") % (len(shown) - 4) if len(shown) > 4 else ""
        return ", ".join(shown[:4]) + str(more)

    @property
    def whose(self) -> str:
        return str(self.territory) if self.territory else str(_("dùng chung"))
