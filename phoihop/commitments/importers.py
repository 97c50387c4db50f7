"""A task row of an annex becomes a proposal by the ordinary action; what the paper does not say stays empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.commitments.actions import propose
from phoihop.commitments.models import Commitment, Origin
from phoihop.core.actions import Refused, perform
from phoihop.core.importers import importer
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.directory.finding import find_body
from phoihop.directory.models import Organisation, Territory


@importer(kind="commitment", label=str(_("Nhiệm vụ")))
def import_commitment(
    item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None
) -> Commitment:
    """``lead`` and ``coop`` are words of the paper; the source is the programme it stands in, or the paper."""
    about: Record | None = item.get("programme") or source
    place = getattr(about, "territory", None) or Territory.objects.filter(pk__in=actor.territories).first()
    leads = _named(str(item.get("lead") or ""), place, item.get("day"))
    if not leads:
        raise Refused(
            _("Chưa nhận ra đơn vị chủ trì “%s”.") % item.get("lead"),
            instead=_("Sửa tên đơn vị cho đủ, hoặc bỏ dòng này rồi thêm sau."),
        )
    cooperation = _named(str(item.get("coop") or ""), place, item.get("day"))
    number = str(item.get("number") or item.get("no") or "")
    known = Commitment.objects.filter(
        source_type=about._meta.label_lower if about else "",
        source_id=about.pk if about else None,
        number=number,
    ).first()
    if known and number:
        return known
    made: Commitment = perform(
        propose, actor=actor, at=at, content=str(item["content"]), lead=leads[0], cooperation=[*leads[1:], *cooperation],
        product=str(item.get("product") or ""), due_on=_day(item.get("due")), number=number,
        origin=Origin.PROGRAMME if item.get("programme") else Origin.PAPER,
        source=about, source_item=str(item.get("item") or number.split(".", maxsplit=1)[0]), source_words=str(about or ""),
        span=str(item.get("span") or ""), owner=getattr(about, "owner", None),
    )  # fmt: skip
    return made


def _day(value: Any) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _named(words: str, place: Territory | None, on: date | None) -> list[Organisation]:
    """The bodies named in a cell: separated by semicolons, commas or line breaks, unknown ones left out."""
    found: list[Organisation] = []
    whole = find_body(words, territory=place, on=on) if words.strip() else None
    if whole:
        return [whole]
    for part in re.split(r"[;,\n]| và ", words):
        body = find_body(part.strip(), territory=place, on=on) if part.strip() else None
        if body and body not in found:
            found.append(body)
    return found
