"""Inputs of rooms and vehicles, and which of them a meeting may choose."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.commitments.forms import bodies_near
from phoihop.core.forms import ActionForm
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation
from phoihop.meetings.bookable import Bookable, BookableState

Kind = TypeVar("Kind", bound=Bookable)


def offered(kind: type[Kind], actor: Actor | None, *, booked: list[int] | None = None) -> QuerySet[Kind]:
    """What is in use in the actor's localities; ``booked`` stays, also when it is used no more."""
    rows: QuerySet[Kind] = kind._default_manager.order_by("name", "pk")
    if actor is None:
        return rows.none()
    return rows.filter(
        Q(territory__in=actor.territories, state=BookableState.IN_USE) | Q(pk__in=booked or ())
    )


class KeptForm(ActionForm):
    """What a body keeps for meetings."""

    name = forms.CharField(label=_("Tên"), max_length=120)
    seats = forms.IntegerField(label=_("Số chỗ"), min_value=1, max_value=30000, required=False)
    owner = forms.ModelChoiceField(label=_("Đơn vị giữ"), queryset=Organisation.objects.none())

    def prepare(self) -> None:
        if self.actor is not None:
            bodies: Any = self.fields["owner"]
            bodies.queryset = bodies_near(self.actor)


class RoomForm(KeptForm):
    field_order = ("name", "where", "seats", "owner")

    name = forms.CharField(label=_("Tên phòng"), max_length=120)
    where = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)


class VehicleForm(KeptForm):
    field_order = ("name", "plate", "seats", "owner")

    name = forms.CharField(label=_("Tên xe"), max_length=120, help_text=_("Ví dụ: Xe 7 chỗ Innova."))
    plate = forms.CharField(label=_("Biển số"), max_length=20, required=False)
