"""A figure confirmed in a read paper becomes one of that paper's figures, and opens to its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.core.actions import perform, the_action
from phoihop.core.importers import importer
from phoihop.core.models import Record
from phoihop.core.who import Actor
from phoihop.reports.confirming import check_figures, keep_more, keep_read
from phoihop.reports.models import Check, Intake, IntakeFigure, IntakeState
from phoihop.reports.reported import known_figure
from phoihop.reports.told import Confirmed


@importer(kind="figure", label=str(_("Số liệu theo báo cáo")))
def import_figure(item: Mapping[str, Any], *, actor: Actor, at: datetime, source: Record | None) -> Record:
    """``stated`` is the figure as the paper tells it, ``value`` as the person left it, maybe a ratio ("26/26").

    The same number of the same body, read before at the desk or in a round, is the one that is there.
    """
    if source is None:
        raise ValueError("a reported figure needs the paper it was read from")
    value, _stroke, whole = str(item["value"]).partition("/")
    found = Confirmed(
        stated=item["stated"], printed=str(item["printed"]), value=Decimal(value), of=Decimal(whole) if whole else None
    )  # fmt: skip
    owner, file = item["owner"], getattr(source, "file", None)
    known = known_figure(
        body=owner.pk, sha256=file.sha256 if file else "", sentence=found.stated.sentence, start=found.stated.start,
        value=found.stated.value, actor=actor,
    )  # fmt: skip
    if known is not None:
        return _seen_again(known, actor=actor, at=at)
    paper = Intake.objects.filter(read_from=source.code, body=owner, state=IntakeState.CURRENT).first()
    given: dict[str, Any] = {"actor": actor, "at": at, "found": found}
    if paper is not None:
        kept: Record = perform(keep_more, paper, **given)
        return kept
    made: Record = perform(
        keep_read, owner=owner, source=source, title=str(item["source_words"]), file=file, **given
    )
    return made


def _seen_again(known: IntakeFigure, *, actor: Actor, at: datetime) -> Record:
    """Confirmed at the desk, it needs no second look on the page of its round."""
    intake = known.intake
    if known.checked == Check.NONE and the_action(check_figures).by.hats(actor, intake):
        return perform(check_figures, intake, actor=actor, at=at, orders=[known.order], verdict=Check.RIGHT)
    return intake
