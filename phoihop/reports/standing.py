"""What the records behind a frozen number said on the closing moment, read from their journal entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.figures import outline_of
from phoihop.core.models import JournalEntry
from phoihop.core.text import format_number
from phoihop.reports.models import Report, ReportFigure


@dataclass(frozen=True, kw_only=True)
class TargetTold:
    """One assigned target as it stood: plan, what was reached, and the verdict of the written rule."""

    number: str
    name: str
    unit: str
    plan: Decimal
    reached: str
    share: str
    verdict: str


def snapshots(digests: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Fields of records by the digest of the entry they were counted at."""
    found = JournalEntry.objects.filter(digest__in=digests).select_related("body")
    return {entry.digest: json.loads(entry.body.text)["snapshot"]["fields"] for entry in found}


def targets_told(report: Report, rows: Sequence[ReportFigure]) -> list[TargetTold]:
    """The members of the first figure of targets; which other figure counted a target too is its verdict."""
    codes = outline_of(report.about()).targets
    by_code = {row.figure: row for row in rows if row.figure in codes and not row.item}
    if not codes or codes[0] not in by_code:
        return []
    verdicts: dict[int, str] = {}
    words = (_("Đạt"), _("Vượt"), _("Chưa có số liệu"), _("Đang thực hiện"))
    for code, said in zip(codes[1:], words, strict=False):
        for _label, key, _head in by_code[code].members if code in by_code else ():
            verdicts[key] = said
    members = by_code[codes[0]].members
    shots = snapshots([head for _label, _key, head in members])
    return [
        _told(shots[head], verdicts.get(key, _("Chưa đạt"))) for _label, key, head in members if head in shots
    ]


def _told(fields: dict[str, Any], verdict: str) -> TargetTold:
    plan = Decimal(str(fields["plan"]))
    latest = None if fields["latest"] is None else Decimal(str(fields["latest"]))
    share = ""
    if latest is not None and plan and fields.get("direction") == "at_least":
        share = format_number(round(latest / plan * 100, 1))
    return TargetTold(
        number=str(fields["number"]), name=str(fields["name"]), unit=str(fields["unit"]), plan=plan,
        reached="" if latest is None else format_number(latest), share=share, verdict=verdict,
    )  # fmt: skip
