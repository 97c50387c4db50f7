"""A figure confirmed in a read paper becomes a statement that opens to its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import perform
from phoihop.core.importers import importer
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.reports.actions import state_figure


@importer(kind="figure", label=str(_("Số liệu theo báo cáo")))
def import_figure(item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None) -> Record:
    """``value`` may be a ratio ("26/26"): then the second number is the whole it is counted in."""
    if source is None:
        raise ValueError("a reported figure needs the paper it was read from")
    value, _stroke, whole = str(item["value"]).partition("/")
    made: Record = perform(
        state_figure, actor=actor, at=at, owner=item["owner"], noun=str(item["noun"]), value=Decimal(value),
        of_total=Decimal(whole) if whole else None, unit=str(item.get("unit") or ""), qualifier=item.get("q") or "",
        source=source, source_words=str(item["source_words"]), sentence=str(item["sentence"]), span=item["span"],
        year=item.get("year"), period_words=str(item.get("period_words") or ""), group=str(item.get("group") or ""),
    )  # fmt: skip
    return made
