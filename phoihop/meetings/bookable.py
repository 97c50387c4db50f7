"""What a meeting books: the room it is held in and the vehicles that go; each is kept by a body, none is lent twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.core.listing import Column, Detail, Field, Listing
from phoihop.core.models import Mark, Part, Record
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation


class BookableState(models.TextChoices):
    IN_USE = "in_use", _("Đang dùng")
    CLOSED = "closed", _("Ngừng dùng")


_KEPT_BY = Column(value="owner.short_name", label=str(_("Đơn vị giữ")), select=("owner",))
_STATE = Column(value="state", label=str(_("Tình trạng")), kind="state")
_SEATS = Column(value="seats", label=str(_("Số chỗ")))


class Bookable(Record):
    """Kept by a body, lent to every body of its locality; two meetings at once that want it are told."""

    states = BookableState
    marks: ClassVar[dict[str, Mark]] = {
        BookableState.IN_USE: Mark(shape="xong"), BookableState.CLOSED: Mark(shape="rut"),
    }  # fmt: skip
    moves = ("owner",)
    in_menu = False

    seats = models.PositiveSmallIntegerField(_("Số chỗ"), null=True, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị giữ")
    )
    territory = models.ForeignKey("directory.Territory", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Everybody of the locality: whoever plans a meeting must see what there is."""
        if actor.kind != "person" or not actor.bodies:
            return super().visibility(actor)
        return Q(territory__in=actor.territories) | Q(owner__in=actor.bodies)

    def reader_keys(self) -> Iterable[int]:
        return sorted({self.owner_id, *self.territory.bodies.values_list("pk", flat=True)})


class Room(Bookable):
    """A place meetings are held in."""

    prefix = "PHG"
    path = "phong-hop"
    search = ("name", "where")
    listing = Listing(
        title=str(_("Phòng họp")),
        intro=str(_("Nơi họp của các cơ quan; hai cuộc cùng giờ một phòng thì phần mềm báo khi đặt lịch.")),
        columns=(Column(value="name", label=str(_("Phòng")), kind="title", under="where"), _SEATS, _KEPT_BY, _STATE),
        empty=str(_("Chưa có phòng họp nào. Thêm phòng để phần mềm báo khi trùng lịch.")),
        empty_action="add_room",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="name", label=str(_("Phòng"))),
            Field(value="where", label=str(_("Địa chỉ"))),
            Field(value="seats", label=str(_("Số chỗ"))),
            Field(value="owner", label=str(_("Đơn vị giữ"))),
        ),
        select=("owner",),
    )

    name = models.CharField(_("Phòng"), max_length=120)
    where = models.CharField(_("Địa chỉ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("phòng họp")
        verbose_name_plural = _("phòng họp")

    def __str__(self) -> str:
        return f"{self.name}, {self.where}" if self.where else self.name


class Vehicle(Bookable):
    """A car of the office that takes people to a meeting."""

    prefix = "XE"
    path = "xe"
    search = ("name", "plate")
    listing = Listing(
        title=str(_("Xe")),
        intro=str(_("Xe của các cơ quan; hai cuộc cùng giờ một xe thì phần mềm báo khi đặt lịch.")),
        columns=(Column(value="name", label=str(_("Xe")), kind="title", under="plate"), _SEATS, _KEPT_BY, _STATE),
        empty=str(_("Chưa có xe nào. Thêm xe để phần mềm báo khi trùng lịch.")),
        empty_action="add_vehicle",
    )  # fmt: skip
    detail = Detail(
        fields=(
            Field(value="name", label=str(_("Xe"))),
            Field(value="plate", label=str(_("Biển số"))),
            Field(value="seats", label=str(_("Số chỗ"))),
            Field(value="owner", label=str(_("Đơn vị giữ"))),
        ),
        select=("owner",),
    )

    name = models.CharField(_("Xe"), max_length=120)
    plate = models.CharField(_("Biển số"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("xe")
        verbose_name_plural = _("xe")

    def __str__(self) -> str:
        return f"{self.name}, {self.plate}" if self.plate else self.name


class Ride(Part):
    """A vehicle a meeting has booked."""

    parent = "meeting"

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="rides")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="+", verbose_name=_("Xe"))

    class Meta(Part.Meta):
        constraints = (models.UniqueConstraint(fields=("meeting", "vehicle"), name="ride_once"),)

    def __str__(self) -> str:
        return str(self.vehicle)
