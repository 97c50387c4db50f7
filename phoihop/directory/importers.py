"""Bodies and people named in a paper: found if they are known, recorded if they are not."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import Refused, perform
from phoihop.core.importers import importer
from phoihop.core.models import Record
from phoihop.core.text import fold, strip_honorifics
from phoihop.core.who import Actor
from phoihop.directory import actions
from phoihop.directory.finding import find_body, find_territory, kind_of, place_in
from phoihop.directory.models import Level, Organisation, Person, Territory, TerritoryState

#: The day district level ended (Luật 72/2025/QH15 Đ51).
DISTRICTS_ENDED = date(2025, 7, 1)
#: Successions of localities by the acts of 2025, as far as they were read (domain.md §1.4).
SUCCESSIONS = Path(__file__).parent / "data" / "succession_hanoi.csv"
#: Kinds of that list in words.
OLD_KINDS = {"quan": ("quận", Level.DISTRICT), "phuong": ("phường", Level.COMMUNE)}
_LEVEL = {
    "tinh": Level.PROVINCE, "thanh pho": Level.PROVINCE, "quan": Level.DISTRICT, "huyen": Level.DISTRICT,
    "thi xa": Level.DISTRICT, "phuong": Level.COMMUNE, "xa": Level.COMMUNE, "thi tran": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
}  # fmt: skip


@importer(kind="body", label=str(_("Cơ quan, tổ chức")))
def import_body(
    item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None
) -> Organisation:
    """A body by its words: the known one, or a new one in the locality the words (or the paper) name."""
    words, day = str(item["words"]), item.get("on")
    territory = _territory(words, str(item.get("near") or ""), day, actor, at)
    found = find_body(words, territory=territory, on=day)
    if found:
        return found
    kind = kind_of(words)
    if territory is None or kind is None:
        raise Refused(
            _("Chưa nhận ra cơ quan “%s”.") % words,
            instead=_("Sửa tên cho đủ, ví dụ: UBND phường Minh Tân, hoặc bỏ mục này."),
        )
    name = f"{kind.name} {territory.full_name}"
    known = Organisation.objects.filter(territory=territory, name=name).first()
    if known:
        return known
    end = DISTRICTS_ENDED if territory.level == Level.DISTRICT else None
    made: Organisation = perform(
        actions.register_body, actor=actor, at=at, territory=territory, kind=kind,
        name=name, short_name=f"{kind.short_name or kind.name} {territory.kind_word}",
        valid_to=end,
    )  # fmt: skip
    return made


def _territory(words: str, near: str, day: date | None, actor: Actor, at: datetime) -> Territory | None:
    for text in (words, near):
        found = find_territory(text, on=day)
        if found:
            return found
    for text in (words, near):
        level, folded = place_in(text)
        name = _written(text, folded)
        if level and name:
            kind_word = _written(text, level)
            end = DISTRICTS_ENDED if _LEVEL[level] == Level.DISTRICT else None
            made: Territory = perform(
                actions.register_territory, actor=actor, at=at, kind_word=kind_word.lower(), name=name,
                level=_LEVEL[level], valid_to=end,
            )  # fmt: skip
            return made
    own = Territory.objects.filter(pk__in=actor.territories).order_by("pk").first()
    # "UBND quận" without a name is not the reader's own ward: better nothing than another locality's history.
    other = {level for level in _LEVEL if f" {level} " in f" {fold(words)} "} if own else set()
    return None if own is None or other - {fold(own.kind_word), "thanh pho"} else own


def _written(text: str, folded: str) -> str:
    """The words as written whose folded form this is."""
    words = text.split()
    size = len(folded.split())
    for start in range(len(words) - size, -1, -1):
        candidate = " ".join(words[start : start + size])
        if fold(candidate) == folded:
            return candidate.strip(" ,.;")
    return ""


def import_successions(place: Territory, *, actor: Actor, at: datetime, province: str = "") -> int:
    """What the shipped list says the locality came from; an old one not known yet is recorded as ended.

    Names recur from province to province: without the one it lies in, nothing is said of a locality.
    """
    done = 0
    above = place.parent.full_name if place.parent else province
    with SUCCESSIONS.open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines) if row["province"] == above and row["new_name"] == place.name
        ]
    for row in rows:
        kind_word, level = OLD_KINDS[row["old_kind"]]
        ended = date.fromisoformat(row["on"])
        inputs: dict[str, Any] = {"kind_word": kind_word, "name": row["old_name"], "parent": place.parent}
        old = Territory.objects.filter(kind_word=kind_word, name=row["old_name"]).first() or perform(
            actions.register_territory, actor=actor, at=at, level=level, valid_to=ended, **inputs
        )
        if not old.became.filter(new=place).exists():
            perform(
                actions.succeed_territory, old, actor=actor, at=at, new=place, share=row["share"], on=ended,
                legal_basis=row["legal_basis"],
            )  # fmt: skip
            done += 1
        if old.state == TerritoryState.ACTIVE:
            perform(actions.end_territory, old, actor=actor, at=at, valid_to=ended)
    return done


@importer(kind="person", label=str(_("Người")))
def import_person(item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None) -> Person:
    """A person by name, with the title held on the paper's day; the same name in the same body is the same person."""
    name, day = strip_honorifics(str(item["name"])), item.get("on")
    title = str(item.get("title") or "").strip()
    org = str(item.get("org") or "").strip()
    body = None
    if org:
        try:
            body = import_body(
                {"words": org, "on": day, "near": item.get("near")}, actor=actor, at=at, source=source
            )
        except Refused:
            body = None
    for person in Person.objects.filter(full_name=name).prefetch_related("appointments"):
        held = {a.body_id for a in person.appointments.all()}
        if body is None or not held or body.pk in held:
            return person
    made: Person = perform(actions.register_person, actor=actor, at=at, full_name=name)
    if title and body:
        made = perform(
            actions.appoint, made, actor=actor, at=at, body=body, title=title[:200], valid_from=day
        )
    return made
