"""Whose page this is: the locality, where the installation serves one; else the one the address names."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q

from phoihop.accounts.models import Mandate, active_on
from phoihop.core import moment
from phoihop.directory.models import Organisation, Territory


def served() -> list[Territory]:
    """The localities somebody works for on this machine; before anybody does, those with bodies of their own."""
    active = Mandate.objects.filter(active_on(moment.today())).order_by()
    bodies = Organisation.objects.order_by().values("territory")
    rows = Territory.objects.filter(
        Q(pk__in=active.values("body__territory")) | ~Exists(active), pk__in=bodies, valid_to=None
    )
    return list(rows.order_by("name", "pk")[:200])


def name_of(territory: Territory | None) -> str:
    words = territory.full_name if territory else ""
    return words[:1].upper() + words[1:]


def the_place() -> str:
    """ "Phường Minh Tân"; "" where several localities share the installation."""
    found = served()
    return name_of(found[0]) if len(found) == 1 else ""


def asked_place(request: Any) -> tuple[Territory | None, list[Territory]]:
    """The locality of this page and those to choose from: one is asked for by its code where there are several."""
    places = served()
    if len(places) == 1:
        return places[0], places
    wanted = request.POST.get("noi") or request.GET.get("noi", "")
    return next((place for place in places if place.code == wanted), None), places
