"""The first run: one locality, its usual bodies, and the administrator who goes on from there."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from phoihop.accounts import actions as accounts
from phoihop.accounts.models import Account
from phoihop.accounts.roles import Role
from phoihop.core.actions import Refused, perform
from phoihop.core.who import CLOCK
from phoihop.directory import actions as directory
from phoihop.directory.importers import import_successions
from phoihop.directory.models import BodyKind, Organisation, Territory

DATA = Path(directory.__file__).parent / "data"
#: Localities of these kinds have stood since the two-tier reform (Luật 72/2025/QH15).
SINCE = date(2025, 7, 1)
LEVELS = {
    "phuong": ("phường", "commune"),
    "xa": ("xã", "commune"),
    "dac_khu": ("đặc khu", "commune"),
    "tinh": ("tỉnh", "province"),
    "thanh_pho_tw": ("thành phố", "province"),
}


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A body a locality of a kind usually has."""

    kind: str
    name: str
    short_name: str
    parents: tuple[str, ...]
    ticked: bool


def propose_bodies(kind: str, place: str) -> list[Proposed]:
    """The usual bodies of a locality (domain.md §1.3), those nearly everyone has ticked."""
    with (DATA / "proposed_bodies.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Proposed(
                kind=row["kind"], name=row["name"].replace("{place}", place), short_name=row["short_name"],
                parents=tuple(p for p in row["parents"].split("|") if p), ticked=row["ticked"] == "true",
            )
            for row in csv.DictReader(lines)
            if row["territory_kind"] == kind and "{unit}" not in row["name"]
        ]  # fmt: skip


def first_run(
    *, kind: str, name: str, parent: str = "", username: str, full_name: str, at: datetime,
    also: frozenset[str] = frozenset(),
) -> tuple[Territory, Account, str]:  # fmt: skip
    """Make locality, bodies and the first person, all or nothing; returns them with the one-time password to print.

    The first person administers and does a clerk's work: with one of the two rights alone the house stands still.
    """
    if kind not in LEVELS:
        raise Refused(f"Chưa biết loại địa bàn “{kind}”.", instead=f"Chọn một trong: {', '.join(LEVELS)}.")
    with transaction.atomic():  # half a first run could neither be used nor begun again
        place = _first_place(kind, name, parent, at=at)
        bodies = register_bodies(place, kind, at=at, also=also)
        home = bodies.get("VP") or next(iter(bodies.values()))
        account: Account = perform(
            accounts.create_account, actor=CLOCK, at=at, username=username, full_name=full_name, home=home,
            role=Role.ADMINISTRATOR, title="Quản trị",
        )  # fmt: skip
        perform(
            accounts.grant, actor=CLOCK, at=at, user=account.user, role=Role.CLERK, body=home,
            valid_from=timezone.localdate(at),
        )  # fmt: skip
        password = accounts.slip_password()
        accounts.set_password(account.user, password, until=None)
    return place, account, password


def _first_place(kind: str, name: str, parent: str, *, at: datetime) -> Territory:
    """The locality under its province, with what it came from."""
    word, level = LEVELS[kind]
    above = None
    if parent:
        above_word, _space, above_name = (
            parent.partition(" ") if not parent.startswith("thành phố ") else ("thành phố", " ", parent[10:])
        )
        above = perform(
            directory.register_territory,
            actor=CLOCK,
            at=at,
            kind_word=above_word,
            name=above_name,
            level="province",
        )
    place: Territory = perform(
        directory.register_territory, actor=CLOCK, at=at, kind_word=word, name=name, level=level, parent=above,
        valid_from=SINCE,
    )  # fmt: skip
    import_successions(place, actor=CLOCK, at=at)
    return place


def register_bodies(
    place: Territory, kind: str, *, at: datetime, also: frozenset[str]
) -> dict[str, Organisation]:
    """The proposed bodies that are ticked or named, by the code of their kind."""
    bodies: dict[str, Organisation] = {}
    for row in propose_bodies(kind, str(place)):
        if not (row.ticked or row.kind in also):
            continue
        above = next((bodies[p] for p in row.parents if p in bodies), None)
        bodies[row.kind] = perform(
            directory.register_body, actor=CLOCK, at=at, territory=place, kind=BodyKind.objects.get(pk=row.kind),
            name=row.name, short_name=row.short_name, above=above, valid_from=place.valid_from,
        )  # fmt: skip
    return bodies
