"""What may be asked for: everything, a year, a locality, a record; found by the words of whoever asks."""

from __future__ import annotations

from django.db.models import Q

from phoihop.core.models import Record
from phoihop.core.who import Actor, Hat
from phoihop.directory.models import Organisation, Territory
from phoihop.upkeep.package.choosing import All, Choice, about, of_bodies, of_year
from phoihop.upkeep.package.rows import kinds


class NotThere(Exception):
    """Nothing bears the code that was given."""


def scope_of(*, record: str | None = None, year: int | None = None, territory: str | None = None) -> Choice:
    if record:
        return about(_record(record))
    if year:
        return of_year(year)
    return of_territory(territory) if territory else All()


def _record(code: str) -> Record:
    for model in kinds():
        found: Record | None = model._base_manager.filter(code=code).first()
        if found is not None:
            return found
    raise NotThere(f"Không có hồ sơ mã {code}.")


def of_territory(code: str) -> Choice:
    """What the bodies of a locality, and of those right below it, may read."""
    place = Territory.objects.filter(code=code).first()
    if place is None:
        raise NotThere(f"Không có địa bàn mã {code}. Xem mã ở trang Địa bàn.")
    bodies = Organisation.objects.filter(Q(territory=place) | Q(territory__parent=place)).order_by("pk")
    hats = tuple(Hat(role="member", body=body.pk, territory=body.territory_id) for body in bodies)
    reader = Actor(name=str(place), hats=hats, territories=frozenset(b.territory_id for b in bodies))
    return of_bodies(reader, {"kind": "territory", "code": code, "name": str(place)})


def name_of(scope: dict[str, str]) -> str:
    """For the name of a file."""
    return {"all": "toan-bo", "year": f"nam-{scope.get('year')}"}.get(
        scope["kind"], scope.get("code", "")
    ).lower()
