"""What a disagreement is, and where two of them are one matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from phoihop.core.stated import Stated
from phoihop.reports.reconcile.numbers import tolerance


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two or more places that cannot all be right. ``kind`` is one of KINDS; ``words`` says it in a sentence."""

    kind: str
    places: tuple[Stated, ...]
    words: str
    likeness: float = 1.0


#: Kind → what it is called on pages and on the command line.
KINDS = {
    "prose_annex": _("Lời và biểu của cùng cơ quan vênh nhau"), "body_body": _("Hai cơ quan báo khác nhau"),
    "within": _("Cùng báo cáo nói hai số"), "total_parts": _("Tổng không bằng các phần"), "rate": _("Tỷ lệ không khớp hai số"),
    "fell": _("Lũy kế giảm so với kỳ trước"), "year_year": _("Nói về kỳ trước khác báo cáo kỳ trước"),
    "answered_solved": _("Đã trả lời ghi thành đã giải quyết"),
}  # fmt: skip

#: Kinds that a person checks by reckoning.
RECKONED = ("total_parts", "rate")


def joined(found: Sequence[Disagreement]) -> list[Disagreement]:
    """A number that two places tell differently and that also spoils a total or a rate is one matter, where the other place's
    number would put the reckoning right: that place joins the total or rate."""
    reckoned = [one for one in found if one.kind in RECKONED]
    others = [one for one in found if one.kind not in RECKONED]
    kept: list[Disagreement] = []
    for one in others:
        for n, wrong in enumerate(reckoned):
            if more := _put_right(wrong, one):
                places = (*wrong.places, *(f for f in more if f not in wrong.places))
                reckoned[n] = replace(wrong, places=places, words=f"{wrong.words} {one.words}")
                break
        else:
            kept.append(one)
    return [*reckoned, *kept]


def _put_right(wrong: Disagreement, one: Disagreement) -> tuple[Stated, ...]:
    """The places of a disagreement that tell what the reckoning needs, if all of them that differ from its number do."""
    for figure in wrong.places:
        if not any(_one_place(figure, f) for f in one.places):
            continue
        differing = [f for f in one.places if f.value != figure.value]
        if differing and all(_right_with(wrong, figure, f.value) for f in differing):
            return tuple(differing)
    return ()


def _one_place(one: Stated, other: Stated) -> bool:
    return (one.file, one.start, one.place.cell, one.value) == (
        other.file,
        other.start,
        other.place.cell,
        other.value,
    )


def _right_with(wrong: Disagreement, figure: Stated, value: Decimal) -> bool:
    numbers = [value if _one_place(f, figure) else f.value for f in wrong.places]
    if wrong.kind == "total_parts":
        slack = sum((tolerance(f) for f in wrong.places), Decimal(0))
        return abs(sum(numbers[1:], Decimal(0)) - numbers[0]) <= slack
    if len(numbers) == len(("ratio", "rate")) and wrong.places[0].of is not None:
        numbers.insert(1, wrong.places[0].of)
    if len(numbers) != len(("part", "whole", "rate")) or not numbers[1]:
        return False
    return abs(numbers[0] * 100 / numbers[1] - numbers[2]) <= (wrong.places[-1].step or Decimal(1))
