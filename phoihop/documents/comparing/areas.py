"""One thing to look at, and the places of a page where something lies over the words: one look there, not ten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

DIFFERENT, UNSURE = "different", "unsure"
#: What an area is told as, and a whole page that needs an eye.
COVERED, PAGE = "covered", "page"
#: A seal of 36 mm and what its rim blurs (points).
_SEAL = 42 / 25.4 * 72

Share = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing to look at: ``box`` in shares of the page as it was sent."""

    grade: str
    what: str
    page: int
    expected: str
    seen: str
    box: Share
    why: str


def in_areas(found: Sequence[Difference], sizes: Mapping[int, tuple[float, float]]) -> list[Difference]:
    """What the machine is not sure of within the reach of one seal is told together, with all its words.

    Differences it is sure of stay alone. ``sizes``: width and height of the pages that are pictures, in points.
    """
    out = [d for d in found if d.grade != UNSURE or d.page not in sizes]
    for page, size in sizes.items():
        rest = [d for d in found if d.grade == UNSURE and d.page == page]
        while rest:
            group = max((list(_within(rest, corner, size)) for corner in _corners(rest)), key=len)
            out.append(_one(group) if len(group) > 1 else group[0])
            rest = [d for d in rest if d not in group]
    order = {d: n for n, d in enumerate(found)}
    return sorted(out, key=lambda d: (d.page, d.box[1], order.get(d, 0)))


def _corners(rest: Sequence[Difference]) -> Iterator[tuple[float, float]]:
    """Where an area may begin: where it just touches one from the right, and one from below."""
    for one in rest:
        for two in rest:
            yield one.box[2], two.box[3]


def _within(
    rest: Sequence[Difference], corner: tuple[float, float], size: tuple[float, float]
) -> Iterator[Difference]:
    """Those the area reaches: the rim of a seal cuts a word at its end as well."""
    right, foot = corner[0] + _SEAL / size[0], corner[1] + _SEAL / size[1]
    for one in rest:
        left, top, far, low = one.box
        if left <= right and far >= corner[0] and top <= foot and low >= corner[1]:
            yield one


def _one(group: Sequence[Difference]) -> Difference:
    words = sum(len((d.expected or d.seen).split()) for d in group)
    told = _("máy không đọc chắc %(n)d chữ ở vùng này (dấu, chữ ký, vết mờ), cần xem bằng mắt") % {"n": words}
    return Difference(
        grade=UNSURE, what=COVERED, page=group[0].page, expected=" … ".join(d.expected for d in group if d.expected),
        seen=" … ".join(d.seen for d in group if d.seen), box=around([d.box for d in group]), why=told,
    )  # fmt: skip


def around(boxes: Sequence[Share]) -> Share:
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
