"""A programme and its targets read from a paper become records by the ordinary actions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.activities.programmes.actions import assign_target, draft, record_signed
from phoihop.activities.programmes.models import Programme, ProgrammeKind
from phoihop.core.actions import Refused, perform
from phoihop.core.importers import importer
from phoihop.core.models import Record
from phoihop.core.text import fold
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation

YEARS = re.compile(r"(?:19|20)\d\d")


@importer(kind="programme", label=str(_("Chương trình phối hợp")))
def import_programme(
    item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None
) -> Programme:  # fmt: skip
    """Signed, or of other bodies: recorded as history. An unsigned one of ours: a draft. Never made twice."""
    parties: list[Organisation] = list(item["parties"])
    years = [int(y) for y in YEARS.findall(str(item.get("period") or ""))]
    signed_on: date | None = item.get("signed_on")
    if not years and signed_on is None:
        raise Refused(_("Chưa rõ chương trình của năm nào."), instead=_("Điền thời gian của chương trình."))
    first, last = (years[0], years[-1]) if years else (signed_on.year, signed_on.year)  # type: ignore[union-attr]
    known = _same(parties, first, last, kind=str(item.get("kind") or ProgrammeKind.PROGRAMME))
    if known:
        return known
    common: dict[str, Any] = {
        "title": str(item["title"])[:400], "period_from": first, "period_to": last, "parties": parties,
        "kind": item.get("kind") or ProgrammeKind.PROGRAMME, "contents": item.get("contents") or (),
        "bases": item.get("bases") or (), "purpose": item.get("purpose") or "", "duties": item.get("duties") or "",
        "arrangement": item.get("arrangement") or "", "predecessor": _before(parties, first),
    }  # fmt: skip
    ours = {body.pk for body in parties} & actor.bodies
    if signed_on is None and ours and not item.get("reviewed"):
        return perform(draft, actor=actor, at=at, **common)
    made: Programme = perform(
        record_signed, actor=actor, at=at, signed_on=signed_on, number=item.get("number") or "",
        symbol=item.get("symbol") or "", signed_place=item.get("place") or "", witnesses=item.get("witnesses") or (),
        signers=item.get("signers") or (), **common,
    )  # fmt: skip
    return made


def _same(parties: list[Organisation], first: int, last: int, *, kind: str) -> Programme | None:
    """The programme these bodies have for these years: news and the paper itself speak of one thing."""
    wanted = {body.pk for body in parties}
    rows = Programme.objects.filter(period_from=first, period_to=last, kind=kind)
    for programme in rows.prefetch_related("parties"):
        if set(programme.party_ids()) == wanted:
            return programme
    return None


def _before(parties: list[Organisation], first: int) -> Programme | None:
    """The programme of the same parties that ended the year before."""
    wanted = {body.pk for body in parties}
    for programme in (
        Programme.objects.filter(period_to=first - 1).prefetch_related("parties").order_by("-pk")
    ):
        if set(programme.party_ids()) == wanted:
            return programme
    return None


@importer(kind="target", label=str(_("Chỉ tiêu được giao")))
def import_target(item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None) -> Record:
    """One row of the annex of assigned targets; read a second time it is the target that is there."""
    programme: Programme = item["programme"]
    for known in programme.targets.filter(number=str(item["number"])):
        if fold(known.name) == fold(str(item["name"])):
            return known
    made: Record = perform(
        assign_target, actor=actor, at=at, programme=programme, number=str(item["number"]),
        name=str(item["name"]), unit=str(item["unit"]), plan=Decimal(str(item["plan"])),
        direction=item.get("direction") or "at_least", assigned_by=str(item.get("assigned_by") or _("chưa rõ")),
        assigned_act=str(item.get("assigned_act") or _("chưa rõ")), item=str(item.get("item") or ""),
        lead=item.get("lead"),
    )  # fmt: skip
    return made
