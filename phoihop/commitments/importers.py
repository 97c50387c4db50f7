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

#: Names and separators of one cell that are looked at (odd): a cell names a handful of bodies, not a page.
PIECES = 15


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
    content = str(item["content"])[:500]
    there = Commitment.objects.filter(
        source_type=about._meta.label_lower if about else "", source_id__in=_alike(about)
    )
    known = there.filter(number=number).first() if number else there.filter(content=content).first()
    if known:
        return known
    made: Commitment = perform(
        propose, actor=actor, at=at, content=str(item["content"]), lead=leads[0], cooperation=[*leads[1:], *cooperation],
        product=str(item.get("product") or ""), due_on=_day(item.get("due")), number=number,
        origin=Origin.PROGRAMME if item.get("programme") else Origin.PAPER,
        source=about, source_item=str(item.get("item") or number.split(".", maxsplit=1)[0]),
        source_words=about.as_source() if about else "",
        span=str(item.get("span") or ""), owner=getattr(about, "owner", None),
    )  # fmt: skip
    return made


def _alike(about: Record | None) -> list[int]:
    """The source itself, and what is the same to it: a paper may have been read twice."""
    if about is None:
        return []
    same = getattr(about, "alike", None)
    return [about.pk, *(same() if same else ())]


def _day(value: Any) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _named(words: str, place: Territory | None, on: date | None) -> list[Organisation]:
    """The bodies named in a cell, in order; what names no body here is left out.

    Names hold commas and "và" themselves (Phòng Kinh tế, Hạ tầng và Đô thị; Văn phòng HĐND và UBND), so
    between semicolons and line breaks the longest run of words that is a body wins.
    """
    found: dict[int, Organisation] = {}
    for part in re.split(r"[;\n]", words):
        pieces = re.split(r"(,| và )", part)[:PIECES]  # name, separator, name, …: always an odd number
        start = 0
        while start < len(pieces):
            for end in range(len(pieces), start, -2):
                name = "".join(pieces[start:end]).strip()
                body = find_body(name, territory=place, on=on) if name else None
                if body:
                    found.setdefault(body.pk, body)
                    start = end - 1
                    break
            start += 2
    return list(found.values())
