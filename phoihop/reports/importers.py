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
from phoihop.reports.models import Statement, StatementState


@importer(kind="figure", label=str(_("Số liệu theo báo cáo")))
def import_figure(item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None) -> Record:
    """``value`` may be a ratio ("26/26"): then the second number is the whole it is counted in.

    The same number of the same body in the same sentence, read again, is the one that is there.
    """
    if source is None:
        raise ValueError("a reported figure needs the paper it was read from")
    value, _stroke, whole = str(item["value"]).partition("/")
    sentence, noun = str(item["sentence"]), str(item["noun"])
    known = Statement.objects.filter(
        owner=item["owner"], noun=noun[:300], value=Decimal(value), sentence=sentence, state=StatementState.CONFIRMED,
    ).first()  # fmt: skip
    if known is not None:
        return known
    made: Record = perform(
        state_figure, actor=actor, at=at, owner=item["owner"], noun=noun, value=Decimal(value),
        of_total=Decimal(whole) if whole else None, unit=str(item.get("unit") or ""), qualifier=item.get("q") or "",
        source=source, source_words=str(item["source_words"]), sentence=sentence, span=item["span"],
        year=item.get("year"), period_words=str(item.get("period_words") or ""), group=str(item.get("group") or ""),
    )  # fmt: skip
    return made
