"""A ward with its bodies, registered as the first run would do it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from phoihop.core import seed
from phoihop.core.actions import perform
from phoihop.core.who import CLOCK, Actor, Hat
from phoihop.directory import actions as verbs
from phoihop.directory.models import BodyKind, Organisation, Person, Territory

NOW = datetime(2027, 8, 2, 1, 15, tzinfo=UTC)  # 08:15, Monday 02/08/2027 in Hà Nội
TODAY = date(2027, 8, 2)
SINCE = date(2025, 7, 1)
KINDS = ("TTHDND", "UBND", "MTTQ", "VP", "PKT", "PVHXH")


def territory(name: str = "Thử Nghiệm") -> Territory:
    made: Territory = perform(
        verbs.register_territory, actor=CLOCK, at=NOW, kind_word="phường", name=name, level="commune",
        valid_from=SINCE,
    )  # fmt: skip
    return made


def body(place: Territory, kind: str, *, above: Organisation | None = None) -> Organisation:
    found = BodyKind.objects.get(pk=kind)
    made: Organisation = perform(
        verbs.register_body, actor=CLOCK, at=NOW, territory=place, kind=found, name=f"{found.name} {place}",
        short_name=found.short_name, above=above, valid_from=SINCE,
    )  # fmt: skip
    return made


def ward(name: str = "Thử Nghiệm") -> dict[str, Organisation]:
    """The bodies of a ward by the code of their kind; the reference data of the release are loaded."""
    seed.load_all()
    place = territory(name)
    return {kind: body(place, kind) for kind in KINDS}


def person(full_name: str = "Nguyễn Thị Mẫu") -> Person:
    made: Person = perform(verbs.register_person, actor=CLOCK, at=NOW, full_name=full_name)
    return made


def acting(organisation: Organisation, role: str, *, user: int = 1) -> Actor:
    """Somebody in one role for one body, for modules below the accounts."""
    hat = Hat(
        role=role, body=organisation.pk, words=f"{role}, {organisation.name}", body_name=organisation.name,
        territory=organisation.territory_id,
    )  # fmt: skip
    return Actor(
        user=user, name=f"người {user}", hats=(hat,), territories=frozenset({organisation.territory_id})
    )
