"""Rooms and vehicles are added, taken out of use and put into use again by whoever keeps them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import action
from phoihop.core.who import Actor, near, role
from phoihop.directory.models import Organisation
from phoihop.meetings.bookable import BookableState, Room, Vehicle
from phoihop.meetings.booking_forms import RoomForm, VehicleForm

S = BookableState
KEEPERS = role("clerk", "administrator") & near("territory")


@action(
    on=Room, frm=None, to=S.IN_USE, form=RoomForm, by=KEEPERS, primary=True,
    label=_("Thêm phòng họp"), says=_("đã thêm phòng họp"),
)  # fmt: skip
def add_room(
    *, actor: Actor, at: datetime, name: str, owner: Organisation, where: str = "", seats: int | None = None
) -> Room:
    return Room(name=name, where=where, seats=seats, owner=owner, territory_id=owner.territory_id)


@action(
    on=Room, frm=[S.IN_USE], to=S.CLOSED, by=KEEPERS,
    label=_("Ngừng dùng phòng"), says=_("đã ngừng dùng phòng"), warns=_("Phòng không còn trong danh sách chọn; lịch cũ giữ nguyên."),
)  # fmt: skip
def close_room(room: Room, *, actor: Actor, at: datetime) -> None:
    """Meetings set before keep it; no new one is offered it."""


@action(
    on=Room, frm=[S.CLOSED], to=S.IN_USE, by=KEEPERS,
    label=_("Dùng lại phòng"), says=_("đã dùng lại phòng"),
)  # fmt: skip
def reopen_room(room: Room, *, actor: Actor, at: datetime) -> None:
    """Offered again."""


@action(
    on=Vehicle, frm=None, to=S.IN_USE, form=VehicleForm, by=KEEPERS, primary=True,
    label=_("Thêm xe"), says=_("đã thêm xe"),
)  # fmt: skip
def add_vehicle(
    *, actor: Actor, at: datetime, name: str, owner: Organisation, plate: str = "", seats: int | None = None
) -> Vehicle:
    return Vehicle(name=name, plate=plate, seats=seats, owner=owner, territory_id=owner.territory_id)


@action(
    on=Vehicle, frm=[S.IN_USE], to=S.CLOSED, by=KEEPERS,
    label=_("Ngừng dùng xe"), says=_("đã ngừng dùng xe"), warns=_("Xe không còn trong danh sách chọn; lịch cũ giữ nguyên."),
)  # fmt: skip
def close_vehicle(vehicle: Vehicle, *, actor: Actor, at: datetime) -> None:
    """Meetings set before keep it; no new one is offered it."""


@action(
    on=Vehicle, frm=[S.CLOSED], to=S.IN_USE, by=KEEPERS,
    label=_("Dùng lại xe"), says=_("đã dùng lại xe"),
)  # fmt: skip
def reopen_vehicle(vehicle: Vehicle, *, actor: Actor, at: datetime) -> None:
    """Offered again."""
