"""Kinds of official papers and their number series: dated rows with a source, which an office may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.models import Confidence
from phoihop.directory.models import Organisation, valid_on
from phoihop.directory.papers import joint_symbol


class Direction(models.TextChoices):
    OUT = "out", _("Văn bản đi")
    IN = "in", _("Văn bản đến")


class DocumentKind(models.Model):
    """A kind of official paper with the letters of its symbol; ``template`` says how its symbol is put together.

    In a template ``{kind}`` are the letters, ``{bodies}`` the signs of the issuing bodies in their order,
    ``{unit}`` the sign of the unit that drafted, ``{year}`` the year; what is empty leaves no stroke behind.
    """

    code = models.CharField(_("Mã"), max_length=20, primary_key=True)
    name = models.CharField(_("Tên"), max_length=120)
    letters = models.CharField(_("Chữ viết tắt"), max_length=20, blank=True)
    template = models.CharField(_("Cách ghi ký hiệu"), max_length=80, default="{kind}-{bodies}")
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    source = models.CharField(_("Căn cứ"), max_length=200, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("loại văn bản"), _("loại văn bản")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """How one body, or every body without a row of its own, counts its papers within a year.

    ``kinds`` are the codes this row is for, all if empty. ``group`` names one count for all of them; empty =
    each kind counts for itself. A style other than the kind's own stands in ``template``. The count runs
    from 1 January to 31 December, so a row begins on the first day of a year.
    """

    stays: ClassVar[tuple[str, ...]] = ("body",)

    code = models.CharField(_("Mã"), max_length=40, unique=True)
    label = models.CharField(_("Tên"), max_length=200)
    direction = models.CharField(_("Sổ"), max_length=3, choices=Direction.choices, default=Direction.OUT)
    body = models.ForeignKey(
        "directory.Organisation",
        verbose_name=_("Cơ quan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kinds = models.CharField(_("Loại văn bản"), max_length=200, blank=True)
    group = models.CharField(_("Đếm chung"), max_length=20, blank=True)
    template = models.CharField(_("Cách ghi ký hiệu"), max_length=80, blank=True)
    source = models.CharField(_("Căn cứ"), max_length=200, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("cách đánh số"), _("cách đánh số")
        ordering = ("direction", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from__month=1, valid_from__day=1), name="series_new_year",
                violation_error_message=_("Cách đánh số đổi từ ngày 01/01: số của một năm chỉ theo một cách."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="series_dates",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.label

    def book(self, body: Organisation, kind: DocumentKind | None, year: int) -> str:
        """The name of one count: body, group or kind, year. A number is unique within it."""
        counted = self.group or (kind.code if kind else "")
        return f"{self.direction}:{body.pk}:{counted}:{year}"


class SigningWay(models.Model):
    """How a kind of body signs, as a dated row: by one head under his own title. What has no row is a collective (TM.)."""

    HEAD = "head"

    body_kind = models.CharField(_("Loại cơ quan"), max_length=20)
    way = models.CharField(
        _("Cách ký"), max_length=10, choices=((HEAD, _("thủ trưởng ký trực tiếp")),), default=HEAD
    )
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), null=True, blank=True)
    source = models.CharField(_("Căn cứ"), max_length=300)
    confidence = models.CharField(_("Độ tin cậy"), choices=Confidence.choices, max_length=10, default="M")

    class Meta:
        ordering = ("body_kind", "valid_from")
        verbose_name = _("cách ký của cơ quan")
        verbose_name_plural = _("cách ký của cơ quan")
        constraints = (models.UniqueConstraint(fields=("body_kind", "valid_from"), name="signing_way_once"),)

    def __str__(self) -> str:
        return f"{self.body_kind}: {self.way}"


#: What each paper asks for, read once a day.
_headed: dict[date, frozenset[str]] = {}


def headed_on(day: date) -> frozenset[str]:
    """Kinds of bodies led by one head, who signs under his own title (R-2; NĐ 30/2020, Điều 13)."""
    if not _headed.get(day):
        _headed.clear()
        rows = SigningWay.objects.filter(valid_on(day), way=SigningWay.HEAD)
        _headed[day] = frozenset(rows.values_list("body_kind", flat=True))
    return _headed[day]


class NoSeries(LookupError):
    """No row says how such papers of this body are numbered on the day."""


def series_for(
    body: Organisation, kind: DocumentKind | None, on: date, *, direction: str = Direction.OUT
) -> NumberSeries:
    """The row in force: the body's own before the common one, one for the kind before one for all."""
    rows = NumberSeries.objects.filter(valid_on(on), Q(body=None) | Q(body=body), direction=direction)
    fits = [row for row in rows if not row.kinds or (kind and kind.code in row.kinds.split(","))]
    if not fits:
        raise NoSeries(f"no series for {kind} of {body} on {on}")
    return max(fits, key=lambda row: (row.body_id is not None, bool(row.kinds), row.valid_from, row.pk))


#: For a body, a symbol and a year: the numbers that records carry without having taken them here, and which record.
Carriers = Callable[[Organisation, str, int], Mapping[int, str]]
_carriers: list[Carriers] = []


def carries_numbers(found: Carriers) -> Carriers:
    """Declare the numbers of papers that another room read in: the register does not give them a second time."""
    _carriers.append(found)
    return found


def carried_numbers(body: Organisation, symbol: str, year: int) -> dict[int, str]:
    """What is taken already, and by which record."""
    return {number: words for found in _carriers for number, words in found(body, symbol, year).items()}


def symbol_of(
    kind: DocumentKind, bodies: Sequence[Organisation], *, year: int | str, unit: Organisation | None = None,
    template: str = "",
) -> str:  # fmt: skip
    """What stands after the stroke: "BC-UBND", "QCPH/HĐND-UBND", "UBND-VP"."""
    own = unit is not None and all(unit.pk != body.pk for body in bodies)
    sign = (unit.kind.symbol or unit.kind.code) if unit is not None and own else ""
    text = (template or kind.template).format(
        kind=kind.letters, bodies=joint_symbol(bodies), unit=sign, year=year
    )
    return re.sub(r"([-/.])(?=[-/.])|^[-/.]+|[-/.]+$", "", text)
