"""What a person still has to look at on a round's page: figures the reader was not sure of, table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.core.actions import Refused
from phoihop.core.text import parse_number
from phoihop.reports.models import Check, Intake, IntakeFigure

#: Verdict → the name of the button that gives it to one figure.
BUTTONS = {Check.RIGHT: "right", Check.DROPPED: "drop", Check.FIXED: "fix", Check.NONE: "back"}


@dataclass
class Sheet:
    """Figures that stand together: the cells of one table, or what a paper says in sentences under one heading."""

    intake: Intake
    heading: str
    is_table: bool
    rows: list[IntakeFigure] = field(default_factory=list)


def sheets_of(intakes: Sequence[Intake]) -> list[Sheet]:
    """Every unsure figure nobody has looked at, in the order of the papers."""
    found: dict[tuple[int, str, bool], Sheet] = {}
    for intake in intakes:
        for row in intake.figures.all():
            if row.is_unsure:
                row.intake = intake
                table = bool(row.data.get("cell"))
                sheet = found.setdefault((intake.pk, row.heading, table), Sheet(intake, row.heading, table))
                sheet.rows.append(row)
    return list(found.values())


def looked_at(intakes: Sequence[Intake]) -> list[IntakeFigure]:
    """What a person has said of figures, so that it can be taken back."""
    found = []
    for intake in intakes:
        for row in intake.figures.all():
            if row.checked:
                row.intake = intake
                found.append(row)
    return found


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a person said on the page: of which figures, and what of them."""

    names: Sequence[str]
    verdict: str
    value: Decimal | None = None
    of_total: Decimal | None = None
    why: str = ""


def said_in(post: Any) -> Word:
    """A button of one figure, or one for all that are ticked (``so``) or stand in the table (``all``)."""
    for verdict, button in BUTTONS.items():
        if name := post.get(button):
            why = post.get(f"why-{name}", "") if verdict in (Check.FIXED, Check.DROPPED) else ""
            typed = post.get(f"v-{name}", "").strip() if verdict == Check.FIXED else ""
            value, of_total = number_typed(typed) if typed else (None, None)
            return Word(names=[name], verdict=verdict, value=value, of_total=of_total, why=why)
    many = post.get("many", "")
    names = post.getlist("in" if many.startswith("all-") else "so")
    verdict = many.removeprefix("all-")
    if not names or verdict not in (Check.RIGHT, Check.DROPPED, "undo"):
        raise Refused(_("Chưa tích số nào."), instead=_("Tích vào ô đầu dòng, hoặc bấm nút ở từng số."))
    return Word(names=names, verdict=Check.NONE if verdict == "undo" else verdict)


def number_typed(typed: str) -> tuple[Decimal, Decimal | None]:
    """ "1.204" or "26/28"."""
    value, stroke, whole = typed.partition("/")
    try:
        return parse_number(value), parse_number(whole) if stroke else None
    except ValueError as error:
        raise Refused(
            _("“%s” không phải một con số.") % typed, instead=_("Ví dụ: 1.204 hoặc 26/28.")
        ) from error


def told_back(word: Word, rows: Sequence[IntakeFigure]) -> Mapping[str, Any]:
    """What was just written, with the way to take it back."""
    words = {
        Check.RIGHT: _("%d số đúng"), Check.FIXED: _("%d số đã sửa"), Check.DROPPED: _("%d số đã bỏ"),
        Check.NONE: _("%d số chờ xem lại"),
    }[Check(word.verdict)]  # fmt: skip
    return {"words": words % len(rows), "names": [row.source for row in rows] if word.verdict else []}
